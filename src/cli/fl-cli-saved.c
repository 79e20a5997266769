/* --saved NAME: a broker of the file of saved ones, with its secrets from the keyring.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-cli-saved"

#include "config.h"

#include "cli/fl-cli-saved.h"

#include <glib/gi18n-lib.h>

#include "brokers/fl-broker-file.h"
#include "brokers/fl-broker-settings.h"
#include "brokers/fl-broker-url.h"
#include "brokers/fl-keyring.h"

/* The names there are, for the sentence that says there is no such one. */
static char *
list_names (GListModel *brokers)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (brokers); i++)
    {
      g_autoptr(FlBroker) broker = g_list_model_get_item (brokers, i);

      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", fl_broker_get_name (broker));
    }
  return g_string_free (names, FALSE);
}

static FlBroker *
find (FlBrokerFile  *file,
      const char    *name,
      GError       **error)
{
  FlBroker *broker = fl_broker_file_find_by_name (file, name);
  g_autofree char *names = NULL;

  if (broker != NULL)
    return broker;
  names = list_names (G_LIST_MODEL (file));
  if (fl_broker_file_get_note (file) != NULL)
    fl_cli_complain (NULL, "%s", fl_broker_file_get_note (file));
  if (*names == '\0')
    g_set_error (error, FL_CLI_BROKER_ERROR, FL_CLI_BROKER_ERROR_USAGE, _("No broker is saved yet"));
  else
    g_set_error (error, FL_CLI_BROKER_ERROR, FL_CLI_BROKER_ERROR_USAGE,
                 _("No saved broker is called “%s”; there are: %s"), name, names);
  return NULL;
}

typedef struct
{
  FlBrokerSecrets  *secrets;
  GError          **error;
  gboolean          done;
} Loading;

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Loading *loading = user_data;

  loading->secrets = fl_keyring_load_finish (FL_KEYRING (source), result, loading->error);
  loading->done = TRUE;
}

static FlBrokerSecrets *
load_secrets (FlBroker  *broker,
              GError   **error)
{
  g_autoptr(FlKeyring) keyring = fl_keyring_new ();
  Loading loading = { NULL, error, FALSE };

  fl_keyring_load_async (keyring, fl_broker_get_id (broker), NULL, loaded_cb, &loading);
  while (!loading.done)
    g_main_context_iteration (NULL, TRUE);
  if (!fl_keyring_is_available (keyring))
    fl_cli_complain ("warning", "%s", fl_keyring_get_note (keyring));
  return loading.secrets;
}

static FlCliBroker *
prepare (FlBroker         *saved,
         FlBrokerSecrets  *secrets,
         GError          **error)
{
  g_autoptr(FlCliBroker) self = g_new0 (FlCliBroker, 1);
  g_autoptr(FlBroker) broker = fl_broker_copy (saved);

  /* A client id of its own: the window may be connected with the saved one. */
  g_object_set (broker, "client-id", "", NULL);
  self->link_settings = fl_broker_dup_link_settings (broker, secrets, error);
  if (self->link_settings == NULL)
    return NULL;
  self->device_settings = fl_broker_dup_device_settings (broker, error);
  if (self->device_settings == NULL)
    return NULL;
  self->endpoint = fl_endpoint_ref (fl_link_settings_get_endpoint (self->link_settings));
  self->trust = fl_trust_ref (fl_link_settings_get_trust (self->link_settings));
  self->base_topic = fl_broker_dup_base_topic (broker);
  self->filter = fl_broker_dup_filter (broker);
  return g_steal_pointer (&self);
}

/**
 * fl_cli_saved_load:
 * @path: (nullable): the file of saved brokers, or NULL for the user's own
 * @name: of the broker
 * @ring: (out) (optional) (transfer full) (nullable): its Fernet keys
 * @error: FL_CLI_BROKER_ERROR_USAGE if there is no such broker; else what the file or the broker gives
 *
 * Runs the default main context until the keyring has answered.
 *
 * Returns: (transfer full) (nullable): what to connect to
 */
FlCliBroker *
fl_cli_saved_load (const char  *path,
                   const char  *name,
                   FlKeyRing  **ring,
                   GError     **error)
{
  g_autoptr(FlBrokerFile) file = fl_broker_file_new (path);
  g_autoptr(FlBrokerSecrets) secrets = NULL;
  FlBroker *broker;

  if (!fl_broker_file_load (file, error))
    return NULL;
  broker = find (file, name, error);
  if (broker == NULL)
    return NULL;
  secrets = load_secrets (broker, error);
  if (secrets == NULL || (ring != NULL && !fl_broker_secrets_dup_key_ring (secrets, ring, error)))
    return NULL;
  return prepare (broker, secrets, error);
}
