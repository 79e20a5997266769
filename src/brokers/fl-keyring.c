/* The user's keyring: where the secrets of saved brokers live.
 *
 * Secrets go through secret_password_* calls only, so that in a sandbox libsecret takes the portal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-keyring"

#include "config.h"

#include "brokers/fl-keyring.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>

#define ATTRIBUTE_BROKER "broker"
#define ATTRIBUTE_KIND   "kind"

struct _FlKeyring
{
  GObject     parent_instance;
  gboolean    is_available;
  gboolean    was_declined; /* the user was asked to unlock and did not: not asked again */
  char       *note;
  GHashTable *memory;       /* broker id → Remembered: what the keyring did not take */
  GHashTable *unread;       /* broker ids: what the keyring has for them is not known */
  GHashTable *locked;       /* those of them for which it has something */
  GQueue      waiting;      /* of GTask, each with a Request */
  GTask      *running;
};

enum
{
  PROP_0,
  PROP_AVAILABLE,
  PROP_NOTE,
  N_PROPERTIES
};

/* Secrets that live in memory only. */
typedef struct
{
  FlBrokerSecrets *secrets;
  char            *broker_name;
  gboolean         is_partial; /* there may be others in the keyring, which was not read */
  gboolean         is_queued;  /* to be saved, now that the keyring is there */
} Remembered;

typedef void (*StartFunc) (FlKeyring *self,
                           GTask     *task);

/* One call of ours. Its steps run one after the other. A cancellable of the caller is looked at
 * before the first and after the last: what is half saved helps nobody, and GDBus would hand a
 * connection that one caller cancelled to the next. */
typedef struct
{
  StartFunc        start;
  char            *broker_id;
  char            *broker_name;
  FlBrokerSecrets *secrets;      /* to save, or loaded so far */
  gboolean         stored[FL_N_SECRET_KINDS];
  gboolean         is_locked;    /* something of it */
  gboolean         keeps_absent; /* saves without taking out what is not in secrets */
  gboolean         is_rename;    /* saves what it loaded, under the new name */
  gboolean         has_answer;   /* the keyring took or gave something */
  gboolean         is_repeated;
  guint            kind;         /* the step */
} Request;

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (FlKeyring, fl_keyring, G_TYPE_OBJECT)

static const SecretSchema *
get_schema (void)
{
  static const SecretSchema schema = {
    APP_ID, SECRET_SCHEMA_NONE,
    {
      { ATTRIBUTE_BROKER, SECRET_SCHEMA_ATTRIBUTE_STRING },
      { ATTRIBUTE_KIND, SECRET_SCHEMA_ATTRIBUTE_STRING },
      { NULL, SECRET_SCHEMA_ATTRIBUTE_STRING },
    },
  };

  return &schema;
}

static void
remembered_free (Remembered *remembered)
{
  fl_broker_secrets_unref (remembered->secrets);
  g_free (remembered->broker_name);
  g_free (remembered);
}

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
set_declined (FlKeyring *self)
{
  self->was_declined = TRUE;
  set_state (self, FALSE,
             _("The keyring is locked. Passwords and keys are kept until Fernlight is closed, and asked for next time"));
}

/* libsecret's words for a prompt that the user dismissed (it is given no cancellable of ours), and in a
 * sandbox for a portal that did not get at the keyring. */
static gboolean
is_dismissed (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_FAILED) ||
         g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED);
}

static void
set_unusable (FlKeyring    *self,
              const GError *error)
{
  if (is_dismissed (error))
    set_declined (self);
  else
    set_missing (self, error);
}

/* ---- one request after the other ---- */

static void
start_next (FlKeyring *self)
{
  GTask *task;
  Request *request;

  while (self->running == NULL && (task = g_queue_pop_head (&self->waiting)) != NULL)
    {
      request = g_task_get_task_data (task);
      if (g_task_return_error_if_cancelled (task))
        {
          g_object_unref (task);
          continue;
        }
      self->running = task;
      request->start (self, task);
    }
}

static void
queue_request (FlKeyring *self,
               GTask     *task,
               StartFunc  start,
               Request   *request)
{
  request->start = start;
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  g_queue_push_tail (&self->waiting, task);
  start_next (self);
}

/* Ends the running request; error is NULL for success. */
static void
end_request (FlKeyring *self,
             GTask     *task,
             GError    *error)
{
  Request *request = g_task_get_task_data (task);

  g_assert (self->running == task);
  g_object_ref (self); /* the task may hold the last reference */
  self->running = NULL;
  if (error != NULL)
    g_task_return_error (task, error);
  else if (request->secrets != NULL)
    g_task_return_pointer (task, g_steal_pointer (&request->secrets), (GDestroyNotify) fl_broker_secrets_unref);
  else
    g_task_return_boolean (task, TRUE);
  g_object_unref (task);
  start_next (self);
  g_object_unref (self);
}

/* The keyring's process may have ended since it was used last, and another be there: libsecret goes on with the session
 * it had with the old one until it is told to forget it. */
static gboolean
start_again (FlKeyring    *self,
             GTask        *task,
             const GError *error)
{
  Request *request = g_task_get_task_data (task);

  if (request->is_repeated || is_dismissed (error) || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return FALSE;
  g_debug ("Trying again, because the keyring says: %s", error->message);
  secret_service_disconnect ();
  request->is_repeated = TRUE;
  request->is_locked = FALSE;
  request->kind = 0;
  memset (request->stored, 0, sizeof request->stored);
  request->start (self, task);
  return TRUE;
}

/* What is in memory only goes before what the keyring has: it is newer. */
static FlBrokerSecrets *
merge (FlBrokerSecrets  *loaded,
       const Remembered *remembered)
{
  FlBrokerSecrets *merged;

  if (!remembered->is_partial)
    return fl_broker_secrets_ref (remembered->secrets);
  merged = fl_broker_secrets_ref (loaded);
  for (guint i = 0; i < FL_N_SECRET_KINDS; i++)
    {
      FlSecret *secret = fl_broker_secrets_get (remembered->secrets, (FlSecretKind) i);

      if (secret != NULL)
        {
          g_autoptr(FlBrokerSecrets) before = merged;

          merged = fl_broker_secrets_with (before, (FlSecretKind) i, secret);
        }
    }
  return merged;
}

static void
end_load (FlKeyring *self,
          GTask     *task)
{
  Request *request = g_task_get_task_data (task);
  const Remembered *remembered = g_hash_table_lookup (self->memory, request->broker_id);

  if (remembered != NULL)
    {
      g_autoptr(FlBrokerSecrets) loaded = request->secrets;

      request->secrets = merge (loaded, remembered);
    }
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
  g_hash_table_add (self->unread, g_strdup (request->broker_id));
  if (is_locked)
    g_hash_table_add (self->locked, g_strdup (request->broker_id));
  end_load (self, task);
}

/* ---- load: find what there is without asking, then look it up ---- */

static void look_up_next    (FlKeyring *self,
                             GTask     *task);
static void save_next       (FlKeyring *self,
                             GTask     *task);
static void save_remembered (FlKeyring *self);

static void
looked_up_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  GTask *task = user_data;
  FlKeyring *self = g_task_get_source_object (task);
  Request *request = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(FlBrokerSecrets) old = NULL;
  g_autoptr(FlSecret) secret = NULL;
  char *text = secret_password_lookup_nonpageable_finish (result, &error);

  if (text == NULL)
    {
      /* It is there, but was not given: the keyring stayed locked. */
      if (error != NULL && start_again (self, task, error))
        return;
      if (error != NULL)
        set_unusable (self, error);
      else
        set_declined (self);
      end_load_unread (self, task, self->was_declined);
      return;
    }
  secret = fl_secret_new (text, strlen (text));
  secret_password_free (text);
  old = request->secrets;
  request->secrets = fl_broker_secrets_with (old, (FlSecretKind) request->kind, secret);
  request->kind++;
  look_up_next (self, task);
}

/* All that there is was read. */
static void
end_look_up (FlKeyring *self,
             GTask     *task)
{
  Request *request = g_task_get_task_data (task);
  const gboolean has_any = !fl_broker_secrets_is_empty (request->secrets);

  g_hash_table_remove (self->unread, request->broker_id);
  g_hash_table_remove (self->locked, request->broker_id);
  /* That there is nothing for this broker does not tell whether the keyring is locked. */
  if (has_any)
    self->was_declined = FALSE;
  if (request->is_rename)
    {
      request->kind = 0;
      request->keeps_absent = TRUE;
      save_next (self, task);
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
look_up_next (FlKeyring *self,
              GTask     *task)
{
  Request *request = g_task_get_task_data (task);

  while (request->kind < FL_N_SECRET_KINDS && !request->stored[request->kind])
    request->kind++;
  if (request->kind == FL_N_SECRET_KINDS)
    {
      end_look_up (self, task);
      return;
    }
  secret_password_lookup (get_schema (), NULL, looked_up_cb, task,
                          ATTRIBUTE_BROKER, request->broker_id,
                          ATTRIBUTE_KIND, fl_secret_kind_to_code ((FlSecretKind) request->kind),
                          NULL);
}

/* Only items of the Secret Service can be locked; libsecret's own file is open or not there. */
static gboolean
is_locked (gpointer item)
{
  return SECRET_IS_ITEM (item) && secret_item_get_locked (item);
}

/* Notes of which kinds there is an item. */
static void
note_stored (Request *request,
             GList   *items)
{
  for (GList *l = items; l != NULL; l = l->next)
    {
      g_autoptr(GHashTable) attributes = secret_retrievable_get_attributes (l->data);
      const char *kind = g_hash_table_lookup (attributes, ATTRIBUTE_KIND);

      for (guint i = 0; i < FL_N_SECRET_KINDS; i++)
        request->stored[i] |= g_strcmp0 (kind, fl_secret_kind_to_code ((FlSecretKind) i)) == 0;
      request->is_locked |= is_locked (l->data);
    }
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
  g_autolist(GObject) items = secret_password_search_finish (result, &error);

  if (error != NULL && start_again (self, task, error))
    return;
  if (error != NULL)
    {
      set_unusable (self, error);
      end_load_unread (self, task, FALSE);
      return;
    }
  note_stored (request, items);
  if (request->is_locked && (self->was_declined || request->is_rename))
    end_load_unread (self, task, TRUE);
  else
    look_up_next (self, task);
}

/* Searching asks nobody for anything; it is also how a keyring is noticed that was unlocked elsewhere. */
static void
start_load (FlKeyring *self,
            GTask     *task)
{
  Request *request = g_task_get_task_data (task);

  secret_password_search (get_schema (), SECRET_SEARCH_ALL, NULL, searched_cb, task,
                          ATTRIBUTE_BROKER, request->broker_id,
                          NULL);
}

/* ---- save: each kind in turn ---- */

/* Keeps in memory what the keyring does not take, and ends the request well. */
static void
end_save_in_memory (FlKeyring *self,
                    GTask     *task)
{
  Request *request = g_task_get_task_data (task);
  Remembered *remembered = g_new0 (Remembered, 1);

  remembered->secrets = g_steal_pointer (&request->secrets);
  remembered->broker_name = g_strdup (request->broker_name);
  remembered->is_partial = request->keeps_absent || g_hash_table_contains (self->unread, request->broker_id);
  g_hash_table_insert (self->memory, g_strdup (request->broker_id), remembered);
  end_request (self, task, NULL);
}

/* A new name is no reason to keep anything in memory. */
static void
end_save_badly (FlKeyring *self,
                GTask     *task)
{
  Request *request = g_task_get_task_data (task);

  if (!request->is_rename)
    {
      end_save_in_memory (self, task);
      return;
    }
  g_clear_pointer (&request->secrets, fl_broker_secrets_unref);
  end_request (self, task, NULL);
}

/* After one kind was stored or cleared. */
static void
continue_save (FlKeyring *self,
               GTask     *task,
               GError    *error)
{
  Request *request = g_task_get_task_data (task);
  g_autoptr(GError) owned = error;

  if (owned != NULL && start_again (self, task, owned))
    return;
  if (owned != NULL)
    {
      set_unusable (self, owned);
      end_save_badly (self, task);
      return;
    }
  request->has_answer = TRUE;
  request->kind++;
  save_next (self, task);
}

static void
stored_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = user_data;
  GError *error = NULL;

  if (!secret_password_store_finish (result, &error) && error == NULL)
    error = g_error_new_literal (SECRET_ERROR, SECRET_ERROR_IS_LOCKED, "not stored");
  continue_save (g_task_get_source_object (task), task, error);
}

static void
cleared_kind_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  GTask *task = user_data;
  GError *error = NULL;

  secret_password_clear_finish (result, &error); /* FALSE without an error: there was none */
  continue_save (g_task_get_source_object (task), task, error);
}

static void
store_kind (GTask    *task,
            Request  *request,
            FlSecret *secret)
{
  const char *kind = fl_secret_kind_to_code ((FlSecretKind) request->kind);
  /* Translators: what the keyring's own program shows: the broker's name and the kind of secret */
  g_autofree char *label = g_strdup_printf (_("Fernlight: %s (%s)"), request->broker_name, kind);

  secret_password_store (get_schema (), SECRET_COLLECTION_DEFAULT, label, fl_secret_peek (secret, NULL),
                         NULL, stored_cb, task,
                         ATTRIBUTE_BROKER, request->broker_id,
                         ATTRIBUTE_KIND, kind,
                         NULL);
}

static void
end_save (FlKeyring *self,
          GTask     *task)
{
  Request *request = g_task_get_task_data (task);

  if (!request->is_rename)
    g_hash_table_remove (self->memory, request->broker_id);
  g_clear_pointer (&request->secrets, fl_broker_secrets_unref);
  if (request->has_answer)
    {
      set_state (self, TRUE, NULL);
      save_remembered (self);
    }
  end_request (self, task, NULL);
}

/* What is not there is taken out, unless nobody knows what is in the keyring: it may be what was saved there before. */
static void
save_next (FlKeyring *self,
           GTask     *task)
{
  Request *request = g_task_get_task_data (task);
  const gboolean keeps_absent =
    request->keeps_absent || g_hash_table_contains (self->unread, request->broker_id);
  FlSecret *secret = NULL;

  while (request->kind < FL_N_SECRET_KINDS &&
         (secret = fl_broker_secrets_get (request->secrets, (FlSecretKind) request->kind)) == NULL && keeps_absent)
    request->kind++;
  if (request->kind == FL_N_SECRET_KINDS)
    end_save (self, task);
  else if (secret != NULL)
    store_kind (task, request, secret);
  else
    secret_password_clear (get_schema (), NULL, cleared_kind_cb, task,
                           ATTRIBUTE_BROKER, request->broker_id,
                           ATTRIBUTE_KIND, fl_secret_kind_to_code ((FlSecretKind) request->kind),
                           NULL);
}

/* The user did not unlock it when asked. Was it unlocked since? Storing would ask again, searching does not. */
static void
searched_all_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  GTask *task = user_data;
  FlKeyring *self = g_task_get_source_object (task);
  g_autolist(GObject) items = secret_password_search_finish (result, NULL);

  for (GList *l = items; l != NULL; l = l->next)
    if (!is_locked (l->data))
      self->was_declined = FALSE;
  if (self->was_declined)
    end_save_badly (self, task);
  else
    save_next (self, task);
}

static void
start_save (FlKeyring *self,
            GTask     *task)
{
  if (self->was_declined)
    secret_password_search (get_schema (), SECRET_SEARCH_ALL, NULL, searched_all_cb, task, NULL);
  else
    save_next (self, task);
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
  Remembered *remembered = g_hash_table_lookup (self->memory, request->broker_id);

  if (remembered == NULL)
    {
      end_request (self, task, NULL);
      return;
    }
  request->broker_name = g_strdup (remembered->broker_name);
  request->secrets = fl_broker_secrets_ref (remembered->secrets);
  request->keeps_absent = remembered->is_partial;
  start_save (self, task);
}

/* The keyring is there, or there again: what it did not take before is saved, after the running request. */
static void
save_remembered (FlKeyring *self)
{
  GHashTableIter iter;
  Remembered *remembered;
  const char *broker_id;

  g_hash_table_iter_init (&iter, self->memory);
  while (g_hash_table_iter_next (&iter, (gpointer *) &broker_id, (gpointer *) &remembered))
    {
      Request *request;
      GTask *task;

      if (remembered->is_queued)
        continue;
      remembered->is_queued = TRUE;
      request = g_new0 (Request, 1);
      request->broker_id = g_strdup (broker_id);
      request->start = start_save_remembered;
      task = g_task_new (self, NULL, remembered_saved_cb, NULL);
      g_task_set_task_data (task, request, (GDestroyNotify) request_free);
      g_queue_push_tail (&self->waiting, task);
    }
}

/* ---- rename: nobody is asked to unlock anything for a label ---- */

static void
start_rename (FlKeyring *self,
              GTask     *task)
{
  Request *request = g_task_get_task_data (task);
  Remembered *remembered = g_hash_table_lookup (self->memory, request->broker_id);

  if (remembered != NULL)
    {
      g_free (remembered->broker_name);
      remembered->broker_name = g_strdup (request->broker_name);
    }
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
  Request *request = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  secret_password_clear_finish (result, &error);
  if (error != NULL)
    set_missing (self, error);
  else if (request->is_locked)
    error = g_error_new_literal (SECRET_ERROR, SECRET_ERROR_IS_LOCKED, "the keyring is locked");
  end_request (self, task, g_steal_pointer (&error));
}

/* libsecret clears what is unlocked, and does not say that there is more. */
static void
searched_to_clear_cb (GObject      *object,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  GTask *task = user_data;
  FlKeyring *self = g_task_get_source_object (task);
  Request *request = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autolist(GObject) items = secret_password_search_finish (result, &error);

  if (error != NULL && start_again (self, task, error))
    return;
  if (error != NULL)
    {
      set_missing (self, error);
      end_request (self, task, g_steal_pointer (&error));
      return;
    }
  note_stored (request, items);
  secret_password_clear (get_schema (), NULL, cleared_cb, task,
                         ATTRIBUTE_BROKER, request->broker_id,
                         NULL);
}

static void
start_clear (FlKeyring *self,
             GTask     *task)
{
  Request *request = g_task_get_task_data (task);

  g_hash_table_remove (self->memory, request->broker_id);
  g_hash_table_remove (self->unread, request->broker_id);
  g_hash_table_remove (self->locked, request->broker_id);
  secret_password_search (get_schema (), SECRET_SEARCH_ALL, NULL, searched_to_clear_cb, task,
                          ATTRIBUTE_BROKER, request->broker_id,
                          NULL);
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

  /* Each request holds a reference, so none is left. */
  g_assert (self->running == NULL && g_queue_is_empty (&self->waiting));
  g_free (self->note);
  g_hash_table_unref (self->memory);
  g_hash_table_unref (self->unread);
  g_hash_table_unref (self->locked);
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
  self->memory = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) remembered_free);
  self->unread = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->locked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_queue_init (&self->waiting);
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
  Request *request;
  GTask *task;

  g_return_if_fail (FL_IS_KEYRING (self));
  g_return_if_fail (broker_id != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, fl_keyring_load_async);
  request = g_new0 (Request, 1);
  request->broker_id = g_strdup (broker_id);
  request->secrets = fl_broker_secrets_new ();
  queue_request (self, task, start_load, request);
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
  Request *request;
  GTask *task;

  g_return_if_fail (FL_IS_KEYRING (self));
  g_return_if_fail (broker_id != NULL && broker_name != NULL);
  g_return_if_fail (secrets != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, fl_keyring_save_async);
  request = g_new0 (Request, 1);
  request->broker_id = g_strdup (broker_id);
  request->broker_name = g_strdup (broker_name);
  request->secrets = fl_broker_secrets_ref (secrets);
  queue_request (self, task, start_save, request);
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
  Request *request;
  GTask *task;

  g_return_if_fail (FL_IS_KEYRING (self));
  g_return_if_fail (broker_id != NULL && broker_name != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, fl_keyring_rename_async);
  request = g_new0 (Request, 1);
  request->broker_id = g_strdup (broker_id);
  request->broker_name = g_strdup (broker_name);
  request->secrets = fl_broker_secrets_new ();
  request->is_rename = TRUE;
  queue_request (self, task, start_rename, request);
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
  Request *request;
  GTask *task;

  g_return_if_fail (FL_IS_KEYRING (self));
  g_return_if_fail (broker_id != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, fl_keyring_clear_async);
  request = g_new0 (Request, 1);
  request->broker_id = g_strdup (broker_id);
  queue_request (self, task, start_clear, request);
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

  return g_hash_table_contains (self->locked, broker_id);
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
