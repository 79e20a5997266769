/* What the application remembers for longer than a session: one SQLite file with one thread of its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-store"

#include "config.h"

#include "store/fl-store.h"

#include <glib/gi18n-lib.h>

/* All that the thread has; it never sees self. */
typedef struct
{
  char              *path;
  const FlStorePart *parts;
  guint              n_parts;
  GAsyncQueue       *jobs;
  FlStoreFile       *file; /* NULL: not open (yet) */
} Worker;

/* One call: made by main, carried out by the thread, ended by main. */
typedef struct
{
  GTask        *task;  /* NULL: close the file and end */
  FlStoreBatch *batch;
  GPtrArray    *rows;
  GError       *error;
  char         *note;
} Job;

struct _FlStore
{
  GObject  parent_instance;

  Worker  *worker;
  GThread *thread; /* NULL: closed */
  char    *note;
  char    *trouble;
};

enum
{
  PROP_0,
  PROP_NOTE,
  PROP_TROUBLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (FlStore, fl_store, G_TYPE_OBJECT)

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_object (&job->task);
  g_clear_pointer (&job->batch, fl_store_batch_unref);
  g_clear_pointer (&job->rows, g_ptr_array_unref);
  g_clear_error (&job->error);
  g_free (job->note);
  g_free (job);
}

static void
worker_free (Worker *worker)
{
  g_free (worker->path);
  g_async_queue_unref (worker->jobs);
  g_free (worker);
}

/* ---- what main does with a job that comes back ---- */

static void
set_text (FlStore     *self,
          char       **text,
          const char  *value,
          guint        property)
{
  if (g_strcmp0 (*text, value) == 0)
    return;
  g_free (*text);
  *text = g_strdup (value);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
tell (FlStore *self,
      Job     *job)
{
  g_autofree char *shown = g_filename_display_name (self->worker->path);
  g_autofree char *trouble = NULL;

  if (job->error != NULL)
    trouble = g_strdup_printf (_("%s cannot be used: %s"), shown, job->error->message);
  if (job->note != NULL)
    set_text (self, &self->note, job->note, PROP_NOTE);
  set_text (self, &self->trouble, trouble, PROP_TROUBLE);
}

static gboolean
finish_job (gpointer data)
{
  Job *job = data;

  tell (g_task_get_source_object (job->task), job);
  if (job->rows != NULL)
    g_task_return_pointer (job->task, g_steal_pointer (&job->rows), (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (job->task, g_steal_pointer (&job->error));
  return G_SOURCE_REMOVE;
}

/* ---- the store's thread ---- */

static void
close_file (Worker *worker)
{
  g_clear_pointer (&worker->file, fl_store_file_close);
}

/* Returns: (transfer full) (nullable): what to tell of it */
static char *
set_aside (Worker *worker)
{
  g_autofree char *beside = NULL;
  g_autofree char *shown = NULL;

  close_file (worker);
  beside = fl_store_file_set_aside (worker->path, NULL);
  if (beside == NULL)
    return NULL;
  shown = g_filename_display_name (beside);
  return g_strdup_printf (_("The file of what was seen was damaged. It is kept as %s, and a new one was begun."), shown);
}

static gboolean
open_file (Worker  *worker,
           GError **error)
{
  if (worker->file == NULL)
    worker->file = fl_store_file_open (worker->path, worker->parts, worker->n_parts, error);
  return worker->file != NULL;
}

/* What is damaged is found when it is opened; it is begun anew, and the call succeeds. */
static gboolean
open_or_begin (Worker  *worker,
               Job     *job,
               GError **error)
{
  g_autoptr(GError) open_error = NULL;

  if (open_file (worker, &open_error))
    return TRUE;
  if (g_error_matches (open_error, FL_STORE_ERROR, FL_STORE_ERROR_BROKEN))
    job->note = set_aside (worker);
  if (job->note != NULL)
    return open_file (worker, error);
  g_propagate_error (error, g_steal_pointer (&open_error));
  return FALSE;
}

static void
carry_out (Worker *worker,
           Job    *job)
{
  if (!open_or_begin (worker, job, &job->error))
    return;
  job->rows = fl_store_file_run (worker->file, job->batch, &job->error);
  if (g_error_matches (job->error, FL_STORE_ERROR, FL_STORE_ERROR_BROKEN))
    job->note = set_aside (worker);
}

static void
hand_back (Job *job)
{
  g_autoptr(GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, finish_job, job, job_free);
  g_source_attach (source, g_task_get_context (job->task));
}

static gpointer
store_thread (gpointer data)
{
  Worker *worker = data;
  gboolean is_open = TRUE;

  while (is_open)
    {
      Job *job = g_async_queue_pop (worker->jobs);

      is_open = job->task != NULL;
      if (is_open)
        {
          carry_out (worker, job);
          hand_back (job);
        }
      else
        job_free (job);
    }
  close_file (worker);
  return NULL;
}

/* ---- the main thread ---- */

static void
fl_store_get_property (GObject    *object,
                       guint       property_id,
                       GValue     *value,
                       GParamSpec *pspec)
{
  FlStore *self = FL_STORE (object);

  switch (property_id)
    {
    case PROP_NOTE:
      g_value_set_string (value, self->note);
      break;
    case PROP_TROUBLE:
      g_value_set_string (value, self->trouble);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_store_finalize (GObject *object)
{
  FlStore *self = FL_STORE (object);

  fl_store_close (self);
  worker_free (self->worker);
  g_free (self->note);
  g_free (self->trouble);
  G_OBJECT_CLASS (fl_store_parent_class)->finalize (object);
}

static void
fl_store_class_init (FlStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = fl_store_get_property;
  object_class->finalize = fl_store_finalize;
  properties[PROP_NOTE] = g_param_spec_string ("note", NULL, NULL, NULL, flags);
  properties[PROP_TROUBLE] = g_param_spec_string ("trouble", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
fl_store_init (FlStore *self)
{
  self->worker = g_new0 (Worker, 1);
  self->worker->jobs = g_async_queue_new_full (job_free);
}

/** fl_store_dup_default_path: Returns: (transfer full): where the user's file is: below $XDG_DATA_HOME */
char *
fl_store_dup_default_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "fernlight", "fernlight.db", NULL);
}

/**
 * fl_store_new:
 * @path: of the file; its folder is made if it is missing
 * @parts: (array length=n_parts): static: whose tables there have to be
 *
 * Nothing is opened before the first call.
 *
 * Returns: (transfer full): the store
 */
FlStore *
fl_store_new (const char        *path,
              const FlStorePart *parts,
              guint              n_parts)
{
  FlStore *self;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (parts != NULL || n_parts == 0, NULL);

  self = g_object_new (FL_TYPE_STORE, NULL);
  self->worker->path = g_strdup (path);
  self->worker->parts = parts;
  self->worker->n_parts = n_parts;
  self->thread = g_thread_new ("fl-store", store_thread, self->worker);
  return self;
}

/**
 * fl_store_run_async:
 * @batch: what to do, all of it or nothing, in one transaction; not changed any more
 *
 * Comes back in the thread-default main context of the caller. Calls are carried out in their order; a cancelled one is
 * carried out too.
 */
void
fl_store_run_async (FlStore             *self,
                    FlStoreBatch        *batch,
                    GCancellable        *cancellable,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Job *job;

  g_return_if_fail (FL_IS_STORE (self));
  g_return_if_fail (batch != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, fl_store_run_async);
  if (self->thread == NULL)
    {
      g_task_return_new_error (task, FL_STORE_ERROR, FL_STORE_ERROR_CLOSED, "%s", _("The file is closed"));
      return;
    }
  job = g_new0 (Job, 1);
  job->task = g_steal_pointer (&task);
  job->batch = fl_store_batch_ref (batch);
  g_async_queue_push (self->worker->jobs, job);
}

/** fl_store_run_finish: Returns: (transfer full) (element-type GVariant): the rows; %NULL with an %FL_STORE_ERROR */
GPtrArray *
fl_store_run_finish (FlStore       *self,
                     GAsyncResult  *result,
                     GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * fl_store_close:
 *
 * Waits until everything that was asked for is in the file, and closes it: at the end of the program, where a few
 * milliseconds do not matter. Calls from now on fail. Idempotent.
 */
void
fl_store_close (FlStore *self)
{
  g_return_if_fail (FL_IS_STORE (self));

  if (self->thread == NULL)
    return;
  g_async_queue_push (self->worker->jobs, g_new0 (Job, 1));
  g_thread_join (g_steal_pointer (&self->thread));
}

const char *
fl_store_get_path (FlStore *self)
{
  g_return_val_if_fail (FL_IS_STORE (self), NULL);

  return self->worker->path;
}

/** fl_store_get_note: Returns: (nullable) (transfer none): a sentence to show once */
const char *
fl_store_get_note (FlStore *self)
{
  g_return_val_if_fail (FL_IS_STORE (self), NULL);

  return self->note;
}

/** fl_store_get_trouble: Returns: (nullable) (transfer none): why the last call could not be carried out */
const char *
fl_store_get_trouble (FlStore *self)
{
  g_return_val_if_fail (FL_IS_STORE (self), NULL);

  return self->trouble;
}
