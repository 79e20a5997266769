/* What the tests of a saved broker share: every property changed, two brokers compared.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "saved-broker.h"

#include <string.h>

#include "brokers/fl-broker-json.h"

char *
test_broker_to_text (FlBroker *broker)
{
  g_autoptr(JsonNode) node = fl_broker_to_json (broker);

  return json_to_string (node, FALSE);
}

/* Sets every property to something else than at first. */
void
test_broker_change_everything (FlBroker *broker)
{
  guint n;
  g_autofree GParamSpec **pspecs = g_object_class_list_properties (G_OBJECT_GET_CLASS (broker), &n);

  for (guint i = 0; i < n; i++)
    {
      const char *name = pspecs[i]->name;

      if ((pspecs[i]->flags & G_PARAM_WRITABLE) == 0 || strcmp (name, "trust-way") == 0 || strcmp (name, "tls") == 0)
        continue;
      if (G_IS_PARAM_SPEC_STRING (pspecs[i]))
        g_object_set (broker, name, name, NULL);
      else if (G_IS_PARAM_SPEC_BOOLEAN (pspecs[i]))
        g_object_set (broker, name, !G_PARAM_SPEC_BOOLEAN (pspecs[i])->default_value, NULL);
      else if (G_IS_PARAM_SPEC_INT64 (pspecs[i]))
        g_object_set (broker, name, (gint64) 5000000000 + i, NULL);
      else
        g_object_set (broker, name, strcmp (name, "qos") == 0 ? 2 : strcmp (name, "mqtt-version") == 0 ? 5 : 100 + i, NULL);
    }
  fl_broker_set_trust_way (broker, FL_TRUST_PSK);
  g_object_set (broker, "tls", FALSE, NULL);
}

void
test_broker_assert_equal (FlBroker *one,
                          FlBroker *two)
{
  g_autofree char *first = test_broker_to_text (one);
  g_autofree char *second = test_broker_to_text (two);

  g_assert_cmpstr (first, ==, second);
}
