/* A broker of one's own among the saved ones: what its folder says of address, authority and sign-in.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-own-broker-entry"

#include "config.h"

#include "brokers/fl-own-broker-entry.h"

#include "brokers/fl-own-broker-text.h"

/**
 * fl_own_broker_entry_read:
 *
 * Reads the authority's certificate and the password that the folder holds for this program. Blocks: for a worker.
 *
 * Returns: (transfer full): what is to be saved, or %NULL with an error of GFile's or fl_secret_new_from_file()'s
 */
FlOwnBrokerEntry *
fl_own_broker_entry_read (FlOwnBroker  *broker,
                          GError      **error)
{
  g_autoptr(FlOwnBrokerEntry) self = NULL;
  g_autofree char *ca_path = NULL;
  g_autofree char *password_path = NULL;

  g_return_val_if_fail (broker != NULL, NULL);

  self = g_new0 (FlOwnBrokerEntry, 1);
  self->name = g_strdup (fl_own_broker_get_names (broker)[0]);
  self->port = fl_own_broker_get_port (broker);
  ca_path = g_build_filename (fl_own_broker_get_folder (broker), FL_OWN_BROKER_CA, NULL);
  password_path = g_build_filename (fl_own_broker_get_folder (broker), FL_OWN_BROKER_USER_PASSWORD, NULL);
  if (!g_file_get_contents (ca_path, &self->ca_pem, NULL, error))
    return NULL;
  self->password = fl_secret_new_from_file (password_path, error);
  return self->password != NULL ? g_steal_pointer (&self) : NULL;
}

/* (transfer full): trusted by the folder's own authority, with the user that its password file knows */
FlBroker *
fl_own_broker_entry_new_broker (const FlOwnBrokerEntry *self)
{
  FlBroker *broker;

  g_return_val_if_fail (self != NULL, NULL);

  broker = fl_broker_new (self->name, self->port);
  g_object_set (broker, "name", self->name, "tls", TRUE, "username", FL_OWN_BROKER_USER, "ca-pem", self->ca_pem, NULL);
  fl_broker_set_trust_way (broker, FL_TRUST_CA);
  return broker;
}

/* (transfer full): the password, for the keyring */
FlBrokerSecrets *
fl_own_broker_entry_new_secrets (const FlOwnBrokerEntry *self)
{
  g_autoptr(FlBrokerSecrets) none = fl_broker_secrets_new ();

  g_return_val_if_fail (self != NULL, NULL);

  return fl_broker_secrets_with (none, FL_SECRET_KIND_PASSWORD, self->password);
}

void
fl_own_broker_entry_free (FlOwnBrokerEntry *self)
{
  g_free (self->name);
  g_free (self->ca_pem);
  g_clear_pointer (&self->password, fl_secret_unref);
  g_free (self);
}
