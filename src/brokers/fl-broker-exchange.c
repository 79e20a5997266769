/* Saved brokers as a file to give away or to keep elsewhere: without any secret.
 *
 * A broker has no secrets: those are in the keyring, and FlBroker takes no private key into a certificate. What is left
 * out here is what somebody wrote into the file by hand.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-broker-exchange"

#include "config.h"

#include "brokers/fl-broker-exchange.h"

#include "brokers/fl-broker-file-content.h"
#include "brokers/fl-broker-json.h"
#include "brokers/fl-broker-private.h"
#include "brokers/fl-broker-secrets.h"
#include "messages/fl-json.h"
#include "messages/fl-text.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define ABOUT "about"

/* What fits into a row; the rest of a name is not looked at. */
#define NAME_MAX_CHARACTERS 100

/* No host, topic or user name is longer (MQTT's strings have 16 bits of length). */
#define TEXT_MAX_BYTES 65535

G_DEFINE_QUARK (fl-broker-exchange-error-quark, fl_broker_exchange_error)

/* ---- what must not be in such a file ---- */

/* Whether a member that we do not know is called as a secret would be. */
static gboolean
is_secret_name (const char *member)
{
  static const char *const words[] = { "passw", "passphrase", "secret", "private", "token" };
  g_autofree char *name = g_ascii_strdown (member, -1);

  g_strdelimit (name, "_", '-');
  for (guint i = 0; i < FL_N_SECRET_KINDS; i++)
    if (strcmp (name, fl_secret_kind_to_code ((FlSecretKind) i)) == 0)
      return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strstr (name, words[i]) != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
drop_secret_members (FlBroker *broker)
{
  JsonObject *kept = json_object_new ();
  gboolean dropped = FALSE;
  JsonObjectIter iter;
  JsonNode *value;
  const char *member;

  json_object_iter_init_ordered (&iter, broker->unknown);
  while (json_object_iter_next_ordered (&iter, &member, &value))
    {
      if (is_secret_name (member))
        dropped = TRUE;
      else
        json_object_set_member (kept, member, json_node_copy (value));
    }
  json_object_unref (broker->unknown);
  broker->unknown = kept;
  return dropped;
}

/* A copy under another id, without what must not leave or enter; TRUE in @dropped if there was something. */
static FlBroker *
copy_without_secrets (FlBroker *broker,
                      gboolean *dropped)
{
  FlBroker *copy = g_object_new (FL_TYPE_BROKER, NULL);

  fl_broker_assign (copy, broker);
  *dropped |= drop_secret_members (copy);
  return copy;
}

/**
 * fl_broker_exchange_write:
 * @brokers: (element-type FlBroker): what to write
 *
 * Returns: (transfer full): the content of the file
 */
GBytes *
fl_broker_exchange_write (GPtrArray *brokers)
{
  g_autoptr(GPtrArray) copies = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(JsonObject) members = json_object_new ();
  gboolean dropped = FALSE;

  g_return_val_if_fail (brokers != NULL, NULL);

  for (guint i = 0; i < brokers->len; i++)
    g_ptr_array_add (copies, copy_without_secrets (g_ptr_array_index (brokers, i), &dropped));
  json_object_set_string_member (members, ABOUT,
                                 _("Saved brokers of Fernlight. There are no passwords or keys in this file; they are "
                                   "asked for when they are needed."));
  return fl_broker_file_content_serialize (copies, members);
}

/* ---- reading what a stranger may have written ---- */

static gboolean
has_long_text (FlBroker *broker)
{
  for (guint i = 1; i < FL_BROKER_N_FIELDS; i++)
    {
      if (fl_broker_fields[i].kind != FL_BROKER_KIND_TEXT || i == FL_BROKER_FIELD_CA_PEM ||
          i == FL_BROKER_FIELD_CLIENT_CERTIFICATE_PEM || i == FL_BROKER_FIELD_ADDED_LEDS ||
          i == FL_BROKER_FIELD_DEVICE_RULES || i == FL_BROKER_FIELD_DASHBOARD)
        continue;
      if (strlen (broker->texts[i]) > TEXT_MAX_BYTES)
        return TRUE;
    }
  return FALSE;
}

/* "Send my password unencrypted" and "plain text of this device is as good" are for this user to say, not for whoever wrote the file. */
static void
take_broker (FlBrokerExchange *self,
             FlBroker         *broker)
{
  g_autoptr(FlBroker) copy = copy_without_secrets (broker, &self->had_secrets);
  g_autofree char *name = fl_text_shorten (fl_broker_get_name (copy), -1, NAME_MAX_CHARACTERS);

  g_object_set (copy, "name", name, "plain-password-allowed", FALSE, "device-rules", "", NULL);
  g_ptr_array_add (self->brokers, g_steal_pointer (&copy));
}

static FlBrokerExchange *
take_content (FlBrokerFileContent  *content,
              GError              **error)
{
  g_autoptr(FlBrokerExchange) self = g_new0 (FlBrokerExchange, 1);

  self->brokers = g_ptr_array_new_with_free_func (g_object_unref);
  self->n_unreadable = content->n_unreadable;
  if (content->brokers->len > FL_BROKER_EXCHANGE_MAX_BROKERS)
    {
      g_set_error (error, FL_BROKER_EXCHANGE_ERROR, FL_BROKER_EXCHANGE_ERROR_TOO_LARGE,
                   _("There are %u brokers in it; at most %d can be imported at once"), content->brokers->len,
                   FL_BROKER_EXCHANGE_MAX_BROKERS);
      return NULL;
    }
  for (guint i = 0; i < content->brokers->len; i++)
    {
      FlBroker *broker = g_ptr_array_index (content->brokers, i);

      if (has_long_text (broker))
        self->n_unreadable++;
      else
        take_broker (self, broker);
    }
  if (self->brokers->len == 0)
    {
      g_set_error_literal (error, FL_BROKER_EXCHANGE_ERROR, FL_BROKER_EXCHANGE_ERROR_NO_BROKERS,
                           _("There are no saved brokers in it"));
      return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * fl_broker_exchange_read:
 * @bytes: the content of a file of fl_broker_exchange_write(), or of a stranger's
 * @error: return location for an #FlBrokerExchangeError; its message continues "NAME cannot be imported: "
 *
 * Members that only a later version knows are kept, but none that is called as a secret is.
 *
 * Returns: (transfer full) (nullable): at least one broker
 */
FlBrokerExchange *
fl_broker_exchange_read (GBytes  *bytes,
                         GError **error)
{
  g_autoptr(FlBrokerFileContent) content = NULL;
  const char *data;
  gsize n;

  g_return_val_if_fail (bytes != NULL, NULL);

  data = g_bytes_get_data (bytes, &n);
  if (n > FL_BROKER_EXCHANGE_MAX_BYTES)
    {
      g_set_error (error, FL_BROKER_EXCHANGE_ERROR, FL_BROKER_EXCHANGE_ERROR_TOO_LARGE, _("It is larger than %d MiB"),
                   FL_BROKER_EXCHANGE_MAX_BYTES / 1024 / 1024);
      return NULL;
    }
  if (n == 0 || !g_utf8_validate_len (data, n, NULL) || !fl_json_is_valid (data, n))
    {
      g_set_error_literal (error, FL_BROKER_EXCHANGE_ERROR, FL_BROKER_EXCHANGE_ERROR_NOT_JSON,
                           _("It is damaged, or not a file of brokers"));
      return NULL;
    }
  content = fl_broker_file_content_parse (bytes);
  if (content == NULL)
    {
      g_set_error_literal (error, FL_BROKER_EXCHANGE_ERROR, FL_BROKER_EXCHANGE_ERROR_NO_BROKERS,
                           _("There are no saved brokers in it"));
      return NULL;
    }
  if (content->format > FL_BROKER_FILE_FORMAT)
    {
      g_set_error_literal (error, FL_BROKER_EXCHANGE_ERROR, FL_BROKER_EXCHANGE_ERROR_LATER_FORMAT,
                           _("It is from a later version of Fernlight"));
      return NULL;
    }
  return take_content (content, error);
}

void
fl_broker_exchange_free (FlBrokerExchange *self)
{
  g_ptr_array_unref (self->brokers);
  g_free (self);
}

/* ---- is it there already? ---- */

/* What it is, without what was only seen or agreed to here. */
static JsonNode *
essence (FlBroker *broker)
{
  static const char *const members[] = {
    "id", "tls_seen", "pin_since", "remembered_sha256", "remembered_since", "plain_password_allowed",
    "device_rules",
  };
  gboolean dropped = FALSE;
  g_autoptr(FlBroker) copy = copy_without_secrets (broker, &dropped);
  JsonNode *node = fl_broker_to_json (copy);

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    json_object_remove_member (json_node_get_object (node), members[i]);
  return node;
}

/**
 * fl_broker_exchange_is_same:
 * @one: a saved broker
 * @other: one that was read
 *
 * Returns: whether they are set up alike; ids, and what was only seen at one of them, do not count
 */
gboolean
fl_broker_exchange_is_same (FlBroker *one,
                            FlBroker *other)
{
  g_autoptr(JsonNode) a = NULL;
  g_autoptr(JsonNode) b = NULL;

  g_return_val_if_fail (FL_IS_BROKER (one) && FL_IS_BROKER (other), FALSE);

  if (strcmp (fl_broker_get_host (one), fl_broker_get_host (other)) != 0 ||
      strcmp (fl_broker_get_name (one), fl_broker_get_name (other)) != 0)
    return FALSE; /* the quick answer, for long lists */
  a = essence (one);
  b = essence (other);
  return json_node_equal (a, b);
}
