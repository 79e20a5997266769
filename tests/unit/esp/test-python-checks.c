/* Each mistake of a Python script is found at its line, and a corrected script has it no more.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "esp/fl-python-checks.h"

#include <string.h>

#include "esp/fl-code-edit.h"
#include "esp/fl-finding.h"

#define IMPORT "import paho.mqtt.client as mqtt\n"

static void
test_run (void)
{
  static const struct { const char *text; const char *codes; const char *corrected; } cases[] = {
    { IMPORT "mqttc = mqtt.Client()\nmqttc.connect('h', 1883)\n", "2:python-no-tls! 3:plain-port!",
      IMPORT "mqttc = mqtt.Client()\nmqttc.tls_set()\nmqttc.connect('h', 8883)\n" },
    { IMPORT "mqttc = mqtt.Client()\nmqttc.tls_set('ca.crt')\nmqttc.connect('h')\n", "4:plain-port!",
      IMPORT "mqttc = mqtt.Client()\nmqttc.tls_set('ca.crt')\nmqttc.connect('h', 8883)\n" },
    { IMPORT "def f():\n    c = mqtt.Client(\n        client_id='x')\n    c.connect(url.hostname, url.port)\n", "4:python-no-tls!",
      IMPORT "def f():\n    c = mqtt.Client(\n        client_id='x')\n    c.tls_set()\n    c.connect(url.hostname, url.port)\n" },
    { IMPORT "c = mqtt.Client()\nc.tls_set('ca', cert_reqs=ssl.CERT_NONE)\nc.tls_insecure_set(True)\n", "3:python-no-verify! 4:python-no-verify!",
      IMPORT "c = mqtt.Client()\nc.tls_set('ca', cert_reqs=ssl.CERT_REQUIRED)\nc.tls_insecure_set(False)\n" },
    { IMPORT "c = mqtt.Client(); c.connect('h', 8883)\n", "2:python-no-tls", NULL },
    { IMPORT "c = mqtt.Client()\nc.tls_set()\nc.connect('h', 8883) # not 1883\n", "", NULL },
    { "from umqtt.simple import MQTTClient\nc = MQTTClient('id', 'h')\n", "2:python-no-tls", NULL },
    { "print('1883')\n", "", NULL },
  };
  const FlPasteContext context = { .now = 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlCode) code = fl_code_new (cases[i].text, FL_CODE_PYTHON);
      g_autoptr(GPtrArray) findings = fl_finding_list_new ();
      g_autoptr(GPtrArray) edits = fl_code_edit_list_new ();
      g_autoptr(GString) codes = g_string_new (NULL);
      g_autofree char *corrected = NULL;

      fl_python_checks_run (code, &context, findings, edits);
      fl_finding_list_sort (findings);
      for (guint j = 0; j < findings->len; j++)
        {
          const FlFinding *finding = findings->pdata[j];

          g_string_append_printf (codes, "%s%u:%s%s", j > 0 ? " " : "", finding->line, finding->code, finding->is_corrected ? "!" : "");
        }
      corrected = fl_code_edit_apply (edits, cases[i].text);
      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (codes->str, ==, cases[i].codes);
      g_assert_cmpstr (corrected, ==, cases[i].corrected != NULL ? cases[i].corrected : cases[i].text);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/python-checks/run", test_run);
  return g_test_run ();
}
