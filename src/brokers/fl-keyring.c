/* The user's keyring: where the secrets of saved brokers live.
 *
 * What is asked of it is fl-stored-secrets'; what it does not take is kept by fl-remembered-secrets.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-keyring"

#include "config.h"

#include "brokers/fl-keyring.h"

#include <glib/gi18n-lib.h>

#include "brokers/fl-remembered-secrets.h"
#include "brokers/fl-stored-secrets.h"
#include "brokers/fl-task-queue.h"

struct _FlKeyring
{
  GObject              parent_instance;
  gboolean             is_available;
  gboolean             was_declined; /* the user was asked to unlock and did not: not asked again */
  char                *note;
  FlRememberedSecrets *remembered;
  FlTaskQueue         *requests;     /* each with a Request */
};

enum
{
  PROP_0,
  PROP_AVAILABLE,
  PROP_NOTE,
  N_PROPERTIES
};

typedef void (*StartFunc) (FlKeyring *self,
                           GTask     *task);

/* One call of ours. A cancellable of the caller is looked at before its first step and after the last. */
typedef struct
{
  StartFunc        start;
  char            *broker_id;
  char            *broker_name;
  FlBrokerSecrets *secrets;      /* to save, or loaded so far */
  FlStoredKinds    stored;
  gboolean         keeps_absent; /* saves without taking out what is not in secrets */
  gboolean         is_rename;    /* saves what it loaded, under the new name */
  gboolean         is_repeated;
} Request;

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (FlKeyring, fl_keyring, G_TYPE_OBJECT)

static void save_remembered (FlKeyring *self);

static void
request_free (Request *request)
{
  g_free (request->broker_id);
  g_free (request->broker_name);
  g_clear_pointer (&request->secrets, fl_broker_secrets_unref);
  g_free (request);
}

static void
set_state (FlKeyring  *self,
           gboolean    is_available,
           const char *note)
{
  g_object_freeze_notify (G_OBJECT (self));
  if (self->is_available != is_available)
    {
      self->is_available = is_available;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_AVAILABLE]);
    }
  if (g_strcmp0 (self->note, note) != 0)
    {
      g_free (self->note);
      self->note = g_strdup (note);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NOTE]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

/* The error's own words are for developers ("The name org.freedesktop.secrets was not
 * provided…"). */
static void
set_missing (FlKeyring    *self,
             const GError *error)
{
  g_debug ("The keyring cannot be used: %s", error->message);
  set_state (self, FALSE,
             _("There is no keyring. Passwords and keys are kept until Fernlight is closed, and asked for next time"));
}

static void
set_unusable (FlKeyring    *self,
              const GError *error)
{
  if (!fl_stored_secrets_is_dismissed (error))
    {
      set_missing (self, error);
      return;
    }
  self->was_declined = TRUE;
  set_state (self, FALSE,
             _("The keyring is locked. Passwords and keys are kept until Fernlight is closed, and asked for next time"));
}

/* ---- one request after the other ---- */

static void
start_request (GTask *task)
{
  const Request *request = g_task_get_task_data (task);

  request->start (g_task_get_source_object (task), task);
}

/* Takes the task, and secrets. */
static void
queue_request (FlKeyring       *self,
               GTask           *task,
               StartFunc        start,
               const char      *broker_id,
               const char      *broker_name,
               FlBrokerSecrets *secrets)
{
  Request *request = g_new0 (Request, 1);

  request->start = start;
  request->broker_id = g_strdup (broker_id);
  request->broker_name = g_strdup (broker_name);
  request->secrets = secrets;
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  fl_task_queue_push (self->requests, task);
}

/* Ends the running request; error is NULL for success. */
static void
end_request (FlKeyring *self,
             GTask     *task,
             GError    *error)
{
  Request *request = g_task_get_task_data (task);
  GTask *ended;

  g_object_ref (self); /* the task may hold the last reference */
  ended = fl_task_queue_end (self->requests);
  g_assert (ended == task);
  if (error != NULL)
    g_task_return_error (task, error);
  else if (request->secrets != NULL)
    g_task_return_pointer (task, g_steal_pointer (&request->secrets), (GDestroyNotify) fl_broker_secrets_unref);
  else
    g_task_return_boolean (task, TRUE);
  g_object_unref (ended);
  fl_task_queue_start (self->requests);
  g_object_unref (self);
}

/* The keyring's process may have ended since it was used last, and another be there: that is worth a second try. */
static gboolean
start_again (FlKeyring    *self,
             GTask        *task,
             const GError *error)
{
  Request *request = g_task_get_task_data (task);

  if (request->is_repeated || fl_stored_secrets_is_dismissed (error) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return FALSE;
  g_debug ("Trying again, because the keyring says: %s", error->message);
  fl_stored_secrets_reconnect ();
  request->is_repeated = TRUE;
  request->start (self, task);
  return TRUE;
}

/* ---- save ---- */

static gboolean
keeps_absent (FlKeyring     *self,
              const Request *request)
{
  return request->keeps_absent || fl_remembered_secrets_is_unread (self->remembered, request->broker_id);
}

/* Keeps in memory what the keyring does not take, and ends the request well. A new name is no reason to keep anything
 * in memory. */
static void
end_save_badly (FlKeyring *self,
                GTask     *task)
{
  Request *request = g_task_get_task_data (task);

  if (!request->is_rename)
    fl_remembered_secrets_set (self->remembered, request->broker_id, request->broker_name, request->secrets,
                               keeps_absent (self, request));
  g_clear_pointer (&request->secrets, fl_broker_secrets_unref);
  end_request (self, task, NULL);
}

static void
written_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  GTask *task = user_data;
  FlKeyring *self = g_task_get_source_object (task);
  Request *request = g_task_get_task_data (task);
  /* Else the keyring was not asked for anything. */
  const gboolean has_answer = !keeps_absent (self, request) || !fl_broker_secrets_is_empty (request->secrets);
  g_autoptr(GError) error = NULL;

  if (!fl_stored_secrets_write_finish (result, &error))
    {
      if (start_again (self, task, error))
        return;
      set_unusable (self, error);
      end_save_badly (self, task);
      return;
    }
  if (!request->is_rename)
    fl_remembered_secrets_remove (self->remembered, request->broker_id);
  g_clear_pointer (&request->secrets, fl_broker_secrets_unref);
  if (has_answer)
    {
      set_state (self, TRUE, NULL);
      save_remembered (self);
    }
  end_request (self, task, NULL);
}

/* What is not there is taken out, unless nobody knows what is in the keyring: it may be what was saved there before. */
static void
write_secrets (FlKeyring *self,
               GTask     *task)
{
  const Request *request = g_task_get_task_data (task);

  fl_stored_secrets_write_async (request->broker_id, request->broker_name, request->secrets,
                                 keeps_absent (self, request), written_cb, task);
}

/* The user did not unlock it when asked. Was it unlocked since? Storing would ask again, searching does not. */
static void
searched_all_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  GTask *task = user_data;
  FlKeyring *self = g_task_get_source_object (task);
  FlStoredKinds kinds;

  if (fl_stored_secrets_search_finish (result, &kinds, NULL) && kinds.is_unlocked)
    self->was_declined = FALSE;
  if (self->was_declined)
    end_save_badly (self, task);
  else
    write_secrets (self, task);
}

static void
start_save (FlKeyring *self,
            GTask     *task)
{
  if (self->was_declined)
    fl_stored_secrets_search_async (NULL, searched_all_cb, task);
  else
    write_secrets (self, task);
}

static void
remembered_saved_cb (GObject      *object,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_task_propagate_boolean (G_TASK (result), NULL);
}

/* What is newest in memory, if it was not saved since. */
static void
start_save_remembered (FlKeyring *self,
                       GTask     *task)
{
  Request *request = g_task_get_task_data (task);
  const char *broker_name;
  FlBrokerSecrets *secrets =
    fl_remembered_secrets_get (self->remembered, request->broker_id, &broker_name, &request->keeps_absent);

  if (secrets == NULL)
    {
      end_request (self, task, NULL);
      return;
    }
  request->broker_name = g_strdup (broker_name);
  request->secrets = fl_broker_secrets_ref (secrets);
  start_save (self, task);
}

/* The keyring is there, or there again: what it did not take before is saved, after the running request. */
static void
save_remembered (FlKeyring *self)
{
  g_autoptr(GPtrArray) broker_ids = fl_remembered_secrets_take_unsaved (self->remembered);

  for (guint i = 0; i < broker_ids->len; i++)
    queue_request (self, g_task_new (self, NULL, remembered_saved_cb, NULL), start_save_remembered,
                   broker_ids->pdata[i], NULL, NULL);
}

/* ---- load: find what there is without asking, then read it ---- */

static void
end_load (FlKeyring *self,
          GTask     *task)
{
  Request *request = g_task_get_task_data (task);
  g_autoptr(FlBrokerSecrets) loaded = request->secrets;

  request->secrets = fl_remembered_secrets_merge (self->remembered, request->broker_id, loaded);
  end_request (self, task, NULL);
}

/* What the keyring has is not known; is_locked: because it was not unlocked. */
static void
end_load_unread (FlKeyring *self,
                 GTask     *task,
                 gboolean   is_locked)
{
  Request *request = g_task_get_task_data (task);

  if (request->is_rename)
    {
      g_clear_pointer (&request->secrets, fl_broker_secrets_unref);
      end_request (self, task, NULL);
      return;
    }
  fl_remembered_secrets_set_unread (self->remembered, request->broker_id, is_locked);
  end_load (self, task);
}

/* All that there is was read. */
static void
end_load_read (FlKeyring *self,
               GTask     *task)
{
  Request *request = g_task_get_task_data (task);

  fl_remembered_secrets_set_read (self->remembered, request->broker_id);
  /* That there is nothing for this broker does not tell whether the keyring is locked. */
  if (!fl_broker_secrets_is_empty (request->secrets))
    self->was_declined = FALSE;
  if (request->is_rename)
    {
      request->keeps_absent = TRUE;
      write_secrets (self, task);
      return;
    }
  if (!self->was_declined)
    {
      set_state (self, TRUE, NULL);
      save_remembered (self);
    }
  end_load (self, task);
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  GTask *task = user_data;
  FlKeyring *self = g_task_get_source_object (task);
  Request *request = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  fl_broker_secrets_unref (request->secrets);
  request->secrets = fl_stored_secrets_read_finish (result, &error);
  if (error != NULL && start_again (self, task, error))
    return;
  if (error != NULL)
    {
      set_unusable (self, error);
      end_load_unread (self, task, self->was_declined);
      return;
    }
  end_load_read (self, task);
}

static void
searched_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  GTask *task = user_data;
  FlKeyring *self = g_task_get_source_object (task);
  Request *request = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  if (!fl_stored_secrets_search_finish (result, &request->stored, &error))
    {
      if (start_again (self, task, error))
        return;
      set_unusable (self, error);
      end_load_unread (self, task, FALSE);
      return;
    }
  if (request->stored.is_locked && (self->was_declined || request->is_rename))
    end_load_unread (self, task, TRUE);
  else
    fl_stored_secrets_read_async (request->broker_id, &request->stored, read_cb, task);
}

/* Searching asks nobody for anything; it is also how a keyring is noticed that was unlocked elsewhere. */
static void
start_load (FlKeyring *self,
            GTask     *task)
{
  const Request *request = g_task_get_task_data (task);

  fl_stored_secrets_search_async (request->broker_id, searched_cb, task);
}

/* ---- rename: nobody is asked to unlock anything for a label ---- */

static void
start_rename (FlKeyring *self,
              GTask     *task)
{
  Request *request = g_task_get_task_data (task);

  request->is_rename = TRUE;
  fl_remembered_secrets_rename (self->remembered, request->broker_id, request->broker_name);
  start_load (self, task);
}

/* ---- clear ---- */

static void
cleared_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  GTask *task = user_data;
  FlKeyring *self = g_task_get_source_object (task);
  const Request *request = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  if (!fl_stored_secrets_clear_finish (result, &error))
    set_missing (self, error);
  else if (request->stored.is_locked)
    error = fl_stored_secrets_new_locked_error ();
  end_request (self, task, g_steal_pointer (&error));
}

/* What is locked is not cleared. */
static void
searched_to_clear_cb (GObject      *object,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  GTask *task = user_data;
  FlKeyring *self = g_task_get_source_object (task);
  Request *request = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  if (!fl_stored_secrets_search_finish (result, &request->stored, &error))
    {
      if (start_again (self, task, error))
        return;
      set_missing (self, error);
      end_request (self, task, g_steal_pointer (&error));
      return;
    }
  fl_stored_secrets_clear_async (request->broker_id, cleared_cb, task);
}

static void
start_clear (FlKeyring *self,
             GTask     *task)
{
  const Request *request = g_task_get_task_data (task);

  fl_remembered_secrets_remove (self->remembered, request->broker_id);
  fl_remembered_secrets_set_read (self->remembered, request->broker_id);
  fl_stored_secrets_search_async (request->broker_id, searched_to_clear_cb, task);
}

static void
fl_keyring_get_property (GObject    *object,
                         guint       property_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  FlKeyring *self = FL_KEYRING (object);

  switch (property_id)
    {
    case PROP_AVAILABLE:
      g_value_set_boolean (value, self->is_available);
      break;
    case PROP_NOTE:
      g_value_set_string (value, self->note);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_keyring_finalize (GObject *object)
{
  FlKeyring *self = FL_KEYRING (object);

  fl_task_queue_free (self->requests); /* each request holds a reference, so none is left */
  g_free (self->note);
  fl_remembered_secrets_free (self->remembered);
  G_OBJECT_CLASS (fl_keyring_parent_class)->finalize (object);
}

static void
fl_keyring_class_init (FlKeyringClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = fl_keyring_get_property;
  object_class->finalize = fl_keyring_finalize;

  properties[PROP_AVAILABLE] = g_param_spec_boolean ("available", NULL, NULL, TRUE, flags);
  properties[PROP_NOTE] = g_param_spec_string ("note", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
fl_keyring_init (FlKeyring *self)
{
  self->is_available = TRUE;
  self->remembered = fl_remembered_secrets_new ();
  self->requests = fl_task_queue_new (start_request);
}

/**
 * fl_keyring_new:
 *
 * Returns: (transfer full): the user's keyring; nothing is asked of it yet
 */
FlKeyring *
fl_keyring_new (void)
{
  return g_object_new (FL_TYPE_KEYRING, NULL);
}

/**
 * fl_keyring_load_async:
 * @self: a keyring
 * @broker_id: which broker's secrets
 * @cancellable: (nullable): gives up the result, and the request if it has not begun
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * If the keyring is locked the desktop asks the user to unlock it, once in the run of the program. After a no, what
 * is locked stays so until fl_keyring_try_again() or until the user unlocks it elsewhere, which is noticed here.
 */
void
fl_keyring_load_async (FlKeyring           *self,
                       const char          *broker_id,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (FL_IS_KEYRING (self));
  g_return_if_fail (broker_id != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, fl_keyring_load_async);
  queue_request (self, task, start_load, broker_id, NULL, fl_broker_secrets_new ());
}

/**
 * fl_keyring_load_finish:
 *
 * Returns: (transfer full) (nullable): the secrets there are, maybe none; NULL only with
 *   G_IO_ERROR_CANCELLED
 */
FlBrokerSecrets *
fl_keyring_load_finish (FlKeyring     *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * fl_keyring_save_async:
 * @self: a keyring
 * @broker_id: which broker's secrets
 * @broker_name: for people who look into their keyring
 * @secrets: all of its secrets; a kind that is not in them is taken out of the keyring
 * @cancellable: (nullable): gives up the result, and the request if it has not begun
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Nothing is taken out while what the keyring has for the broker could not be read: the user then knows only of what
 * was typed since.
 */
void
fl_keyring_save_async (FlKeyring           *self,
                       const char          *broker_id,
                       const char          *broker_name,
                       FlBrokerSecrets     *secrets,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (FL_IS_KEYRING (self));
  g_return_if_fail (broker_id != NULL && broker_name != NULL);
  g_return_if_fail (secrets != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, fl_keyring_save_async);
  queue_request (self, task, start_save, broker_id, broker_name, fl_broker_secrets_ref (secrets));
}

/**
 * fl_keyring_save_finish:
 *
 * Returns: TRUE if the secrets are kept: in the keyring while "available", else in memory
 */
gboolean
fl_keyring_save_finish (FlKeyring     *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * fl_keyring_rename_async:
 * @self: a keyring
 * @broker_id: whose secrets are to be shown under another name
 * @broker_name: the name, for people who look into their keyring
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Nobody is asked to unlock the keyring for this: what is locked keeps its old name until it is saved.
 */
void
fl_keyring_rename_async (FlKeyring           *self,
                         const char          *broker_id,
                         const char          *broker_name,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (FL_IS_KEYRING (self));
  g_return_if_fail (broker_id != NULL && broker_name != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, fl_keyring_rename_async);
  queue_request (self, task, start_rename, broker_id, broker_name, fl_broker_secrets_new ());
}

/**
 * fl_keyring_rename_finish:
 *
 * Returns: always TRUE: the secrets are where they were, whatever they are called
 */
gboolean
fl_keyring_rename_finish (FlKeyring     *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * fl_keyring_clear_async:
 * @self: a keyring
 * @broker_id: whose secrets are to go, from the keyring and from memory
 * @cancellable: (nullable): gives up the result, and the request if it has not begun
 * @callback: called on the main thread
 * @user_data: for @callback
 */
void
fl_keyring_clear_async (FlKeyring           *self,
                        const char          *broker_id,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (FL_IS_KEYRING (self));
  g_return_if_fail (broker_id != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, fl_keyring_clear_async);
  queue_request (self, task, start_clear, broker_id, NULL, NULL);
}

/**
 * fl_keyring_clear_finish:
 *
 * Returns: FALSE if there may still be something in the keyring: it is locked, or not there
 */
gboolean
fl_keyring_clear_finish (FlKeyring     *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * fl_keyring_try_again:
 * @self: a keyring
 *
 * "Unlock" on the row that says the keyring is locked: the next request may ask again.
 */
void
fl_keyring_try_again (FlKeyring *self)
{
  g_return_if_fail (FL_IS_KEYRING (self));

  self->was_declined = FALSE;
}

/**
 * fl_keyring_has_locked:
 * @self: a keyring
 * @broker_id: a broker
 *
 * Returns: whether there are secrets of the broker that could not be read because the keyring is locked, as far as is
 *   known since they were last asked for
 */
gboolean
fl_keyring_has_locked (FlKeyring  *self,
                       const char *broker_id)
{
  g_return_val_if_fail (FL_IS_KEYRING (self), FALSE);
  g_return_val_if_fail (broker_id != NULL, FALSE);

  return fl_remembered_secrets_is_locked (self->remembered, broker_id);
}

/**
 * fl_keyring_was_declined:
 *
 * Returns: whether the user was asked to unlock the keyring and did not, so that fl_keyring_try_again() makes sense
 */
gboolean
fl_keyring_was_declined (FlKeyring *self)
{
  g_return_val_if_fail (FL_IS_KEYRING (self), FALSE);

  return self->was_declined;
}

gboolean
fl_keyring_is_available (FlKeyring *self)
{
  g_return_val_if_fail (FL_IS_KEYRING (self), FALSE);

  return self->is_available;
}

const char *
fl_keyring_get_note (FlKeyring *self)
{
  g_return_val_if_fail (FL_IS_KEYRING (self), NULL);

  return self->note;
}
