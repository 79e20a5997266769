/* One broker's secrets in the user's keyring: found, read, written and taken out.
 *
 * Secrets go through secret_password_* calls only, so that in a sandbox libsecret takes the portal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-stored-secrets"

#include "config.h"

#include "brokers/fl-stored-secrets.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>

#define ATTRIBUTE_BROKER "broker"
#define ATTRIBUTE_KIND   "kind"
#define PORTAL_FAILED    "user interaction failed" /* libsecret, secret-file-backend.c */

/* A walk through the kinds: one after the other is read, or written. */
typedef struct
{
  char            *broker_id;
  char            *broker_name;  /* writing only */
  FlBrokerSecrets *secrets;      /* read so far, or to write */
  FlStoredKinds    stored;       /* reading only */
  gboolean         keeps_absent; /* writing only */
  guint            kind;         /* the step */
} Walk;

static void read_next  (GTask *task);
static void write_next (GTask *task);

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

/* Takes secrets. */
static Walk *
walk_new (const char      *broker_id,
          FlBrokerSecrets *secrets)
{
  Walk *walk = g_new0 (Walk, 1);

  walk->broker_id = g_strdup (broker_id);
  walk->secrets = secrets;
  return walk;
}

static void
walk_free (Walk *walk)
{
  g_free (walk->broker_id);
  g_free (walk->broker_name);
  fl_broker_secrets_unref (walk->secrets);
  g_free (walk);
}

static const char *
get_code (const Walk *walk)
{
  return fl_secret_kind_to_code ((FlSecretKind) walk->kind);
}

/* ---- reading ---- */

/* After a look-up that gave nothing, without an error: either the item is still there and was not given, since the
 * keyring stayed locked, or it went after it was found, which is nobody's refusal. libsecret does not tell them apart,
 * nor whether the keyring ended in the middle of its question: what is still there counts as declined. */
static void
searched_again_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Walk *walk = g_task_get_task_data (task);
  GError *error = NULL;
  g_autolist(GObject) items = secret_password_search_finish (result, &error);

  if (error == NULL && items != NULL)
    error = fl_stored_secrets_new_locked_error ();
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  walk->kind++;
  read_next (g_steal_pointer (&task));
}

static void
looked_up_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Walk *walk = g_task_get_task_data (task);
  g_autoptr(FlBrokerSecrets) before = NULL;
  g_autoptr(FlSecret) secret = NULL;
  GError *error = NULL;
  char *text = secret_password_lookup_nonpageable_finish (result, &error);

  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (text == NULL)
    {
      secret_password_search (get_schema (), SECRET_SEARCH_ALL, NULL, searched_again_cb, g_steal_pointer (&task),
                              ATTRIBUTE_BROKER, walk->broker_id,
                              ATTRIBUTE_KIND, get_code (walk),
                              NULL);
      return;
    }
  secret = fl_secret_new (text, strlen (text));
  secret_password_free (text);
  before = walk->secrets;
  walk->secrets = fl_broker_secrets_with (before, (FlSecretKind) walk->kind, secret);
  walk->kind++;
  read_next (g_steal_pointer (&task));
}

/* Takes task. */
static void
read_next (GTask *task)
{
  Walk *walk = g_task_get_task_data (task);

  while (walk->kind < FL_N_SECRET_KINDS && !walk->stored.has[walk->kind])
    walk->kind++;
  if (walk->kind == FL_N_SECRET_KINDS)
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      return;
    }
  secret_password_lookup (get_schema (), NULL, looked_up_cb, task,
                          ATTRIBUTE_BROKER, walk->broker_id,
                          ATTRIBUTE_KIND, get_code (walk),
                          NULL);
}

/* ---- writing ---- */

/* After one kind was stored or taken out. Takes task and error. */
static void
continue_write (GTask  *task,
                GError *error)
{
  Walk *walk = g_task_get_task_data (task);

  if (error != NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  walk->kind++;
  write_next (task);
}

static void
stored_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  GError *error = NULL;

  if (!secret_password_store_finish (result, &error) && error == NULL)
    error = fl_stored_secrets_new_locked_error ();
  continue_write (user_data, error);
}

static void
cleared_kind_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  GError *error = NULL;

  secret_password_clear_finish (result, &error); /* FALSE without an error: there was none */
  continue_write (user_data, error);
}

static void
store_kind (GTask      *task,
            const Walk *walk,
            FlSecret   *secret)
{
  /* Translators: what the keyring's own program shows: the broker's name and the kind of secret */
  g_autofree char *label = g_strdup_printf (_("Fernlight: %s (%s)"), walk->broker_name, get_code (walk));

  secret_password_store (get_schema (), SECRET_COLLECTION_DEFAULT, label, fl_secret_peek (secret, NULL),
                         NULL, stored_cb, task,
                         ATTRIBUTE_BROKER, walk->broker_id,
                         ATTRIBUTE_KIND, get_code (walk),
                         NULL);
}

/* Takes task. */
static void
write_next (GTask *task)
{
  Walk *walk = g_task_get_task_data (task);
  FlSecret *secret = NULL;

  while (walk->kind < FL_N_SECRET_KINDS &&
         (secret = fl_broker_secrets_get (walk->secrets, (FlSecretKind) walk->kind)) == NULL && walk->keeps_absent)
    walk->kind++;
  if (walk->kind == FL_N_SECRET_KINDS)
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
    }
  else if (secret != NULL)
    store_kind (task, walk, secret);
  else
    secret_password_clear (get_schema (), NULL, cleared_kind_cb, task,
                           ATTRIBUTE_BROKER, walk->broker_id,
                           ATTRIBUTE_KIND, get_code (walk),
                           NULL);
}

/* Only items of the Secret Service can be locked; libsecret's own file is open or not there. */
static gboolean
is_locked (gpointer item)
{
  return SECRET_IS_ITEM (item) && secret_item_get_locked (item);
}

static void
note_item (FlStoredKinds *kinds,
           gpointer       item)
{
  g_autoptr(GHashTable) attributes = secret_retrievable_get_attributes (item);
  const char *kind = g_hash_table_lookup (attributes, ATTRIBUTE_KIND);

  for (guint i = 0; i < FL_N_SECRET_KINDS; i++)
    kinds->has[i] |= g_strcmp0 (kind, fl_secret_kind_to_code ((FlSecretKind) i)) == 0;
  if (is_locked (item))
    kinds->is_locked = TRUE;
  else
    kinds->is_unlocked = TRUE;
}

/**
 * fl_stored_secrets_search_async:
 * @broker_id: (nullable): whose secrets; NULL for those of all brokers
 * @callback: called on the main thread; its source object means nothing
 * @user_data: for @callback
 *
 * Finds out what there is, and reads none of it: nobody is asked to unlock anything.
 */
void
fl_stored_secrets_search_async (const char          *broker_id,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  if (broker_id != NULL)
    secret_password_search (get_schema (), SECRET_SEARCH_ALL, NULL, callback, user_data,
                            ATTRIBUTE_BROKER, broker_id,
                            NULL);
  else
    secret_password_search (get_schema (), SECRET_SEARCH_ALL, NULL, callback, user_data, NULL);
}

/**
 * fl_stored_secrets_search_finish:
 * @result: of fl_stored_secrets_search_async()
 * @kinds: (out): what there is; nothing after an error
 * @error: why that is not known, in libsecret's or GIO's words
 */
gboolean
fl_stored_secrets_search_finish (GAsyncResult   *result,
                                 FlStoredKinds  *kinds,
                                 GError        **error)
{
  g_autoptr(GError) own_error = NULL;
  g_autolist(GObject) items = secret_password_search_finish (result, &own_error);

  memset (kinds, 0, sizeof *kinds);
  if (own_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&own_error));
      return FALSE;
    }
  for (GList *l = items; l != NULL; l = l->next)
    note_item (kinds, l->data);
  return TRUE;
}

/**
 * fl_stored_secrets_read_async:
 * @broker_id: whose secrets
 * @kinds: what a search found of them; nothing else is looked up
 * @callback: called on the main thread; its source object means nothing
 * @user_data: for @callback
 *
 * The desktop asks the user to unlock what is locked.
 */
void
fl_stored_secrets_read_async (const char          *broker_id,
                              const FlStoredKinds *kinds,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  Walk *walk = walk_new (broker_id, fl_broker_secrets_new ());

  g_task_set_source_tag (task, fl_stored_secrets_read_async);
  walk->stored = *kinds;
  g_task_set_task_data (task, walk, (GDestroyNotify) walk_free);
  read_next (task);
}

/**
 * fl_stored_secrets_read_finish:
 * @result: of fl_stored_secrets_read_async()
 * @error: why there is not all of it: fl_stored_secrets_is_dismissed() tells whether the user did not unlock it
 *
 * Returns: (transfer full) (not nullable): the secrets; with @error those that were read before it, maybe none
 */
FlBrokerSecrets *
fl_stored_secrets_read_finish (GAsyncResult  *result,
                               GError       **error)
{
  Walk *walk = g_task_get_task_data (G_TASK (result));

  g_task_propagate_boolean (G_TASK (result), error);
  return fl_broker_secrets_ref (walk->secrets);
}

/**
 * fl_stored_secrets_write_async:
 * @broker_id: whose secrets
 * @broker_name: for people who look into their keyring
 * @secrets: what is to be stored, in place of what is there of these kinds
 * @keeps_absent: leaves in the keyring what is not in @secrets, instead of taking it out
 * @callback: called on the main thread; its source object means nothing
 * @user_data: for @callback
 *
 * The desktop asks the user to unlock a locked keyring. After an error some of it may have been written.
 */
void
fl_stored_secrets_write_async (const char          *broker_id,
                               const char          *broker_name,
                               FlBrokerSecrets     *secrets,
                               gboolean             keeps_absent,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  Walk *walk = walk_new (broker_id, fl_broker_secrets_ref (secrets));

  g_task_set_source_tag (task, fl_stored_secrets_write_async);
  walk->broker_name = g_strdup (broker_name);
  walk->keeps_absent = keeps_absent;
  g_task_set_task_data (task, walk, (GDestroyNotify) walk_free);
  write_next (task);
}

gboolean
fl_stored_secrets_write_finish (GAsyncResult  *result,
                                GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * fl_stored_secrets_clear_async:
 * @broker_id: whose secrets are to be taken out, all of them
 * @callback: called on the main thread; its source object means nothing
 * @user_data: for @callback
 *
 * libsecret takes out what is unlocked and does not say that there is more: a search before tells.
 */
void
fl_stored_secrets_clear_async (const char          *broker_id,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  secret_password_clear (get_schema (), NULL, callback, user_data,
                         ATTRIBUTE_BROKER, broker_id,
                         NULL);
}

/** fl_stored_secrets_clear_finish: Returns: FALSE with @error; TRUE also where there was nothing */
gboolean
fl_stored_secrets_clear_finish (GAsyncResult  *result,
                                GError       **error)
{
  g_autoptr(GError) own_error = NULL;

  secret_password_clear_finish (result, &own_error);
  if (own_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&own_error));
  return FALSE;
}

/** fl_stored_secrets_new_locked_error: Returns: (transfer full): that something stayed locked */
GError *
fl_stored_secrets_new_locked_error (void)
{
  return g_error_new_literal (SECRET_ERROR, SECRET_ERROR_IS_LOCKED, "the keyring is locked");
}

/**
 * fl_stored_secrets_is_dismissed:
 * @error: of a finish function
 *
 * What libsecret gives where a prompt is dismissed: from the Secret Service no error when it reads (see
 * searched_again_cb() in this file) and the service's IS_LOCKED when it writes; in a sandbox CANCELLED for the portal's
 * answer 1 (nothing else cancels: it is given no cancellable), or for its answer 2 FAILED with a text that is never
 * translated. Answer 2 comes where gnome-keyring's portal finds the keyring locked, since that asks nobody, but also for
 * other trouble of the portal: these cannot be told apart. Any other FAILED is trouble of GIO's, and no refusal.
 *
 * Returns: whether the user was asked to unlock the keyring and did not
 */
gboolean
fl_stored_secrets_is_dismissed (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
         (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_FAILED) && g_str_equal (error->message, PORTAL_FAILED)) ||
         g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED);
}

/**
 * fl_stored_secrets_reconnect:
 *
 * The keyring's process may have ended since it was used last, and another be there: libsecret goes on with the
 * session it had with the old one until it is told to forget it.
 */
void
fl_stored_secrets_reconnect (void)
{
  secret_service_disconnect ();
}
