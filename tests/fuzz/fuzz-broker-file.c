/* Fuzz target: the file of saved brokers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include <glib.h>

#include "brokers/fl-broker-file.h"
#include "brokers/fl-broker-json.h"
#include "brokers/fl-broker-settings.h"
#include "brokers/fl-broker-trust.h"
#include "brokers/fl-broker-url.h"

int LLVMFuzzerTestOneInput (const unsigned char *data, size_t size);

/* What was read is written so that it reads back as itself, and makes settings or an error. */
static void
check (FlBroker *broker)
{
  g_autoptr(FlBrokerSecrets) secrets = fl_broker_secrets_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(FlTrust) trust = fl_broker_dup_trust (broker, secrets, &error);
  g_autoptr(FlDeviceSettings) settings = fl_broker_dup_device_settings (broker, NULL);
  g_autoptr(JsonNode) node = fl_broker_to_json (broker);
  g_autofree char *text = json_to_string (node, FALSE);
  g_autoptr(JsonNode) parsed = json_from_string (text, NULL);
  g_autoptr(FlBroker) again = fl_broker_from_json (parsed, NULL);
  g_autofree char *filter = fl_broker_dup_filter (broker);
  g_autofree char *url = fl_broker_dup_url (broker);

  g_assert_true ((trust == NULL) == (error != NULL));
  g_assert_true (settings == NULL || *fl_device_settings_get_payload_on (settings) != '\0');
  g_assert_nonnull (again);
  g_assert_cmpstr (fl_broker_get_host (again), ==, fl_broker_get_host (broker));
  g_assert_cmpstr (fl_broker_get_id (again), ==, fl_broker_get_id (broker));
  g_assert_cmpint (fl_broker_get_trust_way (again), ==, fl_broker_get_trust_way (broker));
  g_assert_true (*filter != '\0' && g_str_has_prefix (url, "mqtt"));
}

int
LLVMFuzzerTestOneInput (const unsigned char *data,
                        size_t               size)
{
  g_autoptr(FlBrokerFile) file = fl_broker_file_new ("/nonexistent/brokers.json");
  g_autoptr(GBytes) bytes = g_bytes_new (data, size);
  gboolean complete;
  guint n;

  if (!fl_broker_file_load_bytes (file, bytes, &complete))
    g_assert_false (complete);
  n = g_list_model_get_n_items (G_LIST_MODEL (file));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(FlBroker) broker = g_list_model_get_item (G_LIST_MODEL (file), i);

      check (broker);
    }
  return 0;
}
