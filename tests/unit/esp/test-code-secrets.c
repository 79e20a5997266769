/* Passwords and keys in the source are found by value, call and name, said by kind and line, and never repeated.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "esp/fl-code-secrets.h"
#include "esp/fl-finding.h"

#include <string.h>

#define RANDOM "b3f1c09a77de4c6d8f20"

static void
test_find (void)
{
  static const struct { FlCodeLanguage language; const char *text; const char *code; const char *value; } cases[] = {
    { FL_CODE_C, "#define WLAN_PASS \"correct horse\"", "secret-wifi", "correct horse" },
    { FL_CODE_C, "WiFi.begin (\"ssid\", \"correct horse\");", "secret-wifi", "correct horse" },
    { FL_CODE_C, "const char *password = \"correct horse\"; void f () { WiFi.begin (ssid, password); }", "secret-wifi", "correct horse" },
    { FL_CODE_C, "const char *password = \"correct horse\";", "secret-password", "correct horse" },
    { FL_CODE_C, "#define AIO_KEY \"" RANDOM "\"", "secret-aio-key", RANDOM },
    { FL_CODE_C, "f (\"aio_abcdEFGH0123456789abcdEFGH01\");", "secret-aio-key", "aio_abcd" },
    { FL_CODE_C, "client.connect (\"id\", \"user\", \"correct horse\");", "secret-password", "correct horse" },
    { FL_CODE_C, "client.setPreSharedKey (\"kitchen\", \"00112233\");", "secret-psk", "00112233" },
    { FL_CODE_C, "const char *api_token = \"" RANDOM "\";", "secret-key", RANDOM },
    { FL_CODE_C, "const char k[] = R\"(-----BEGIN EC PRIVATE KEY-----\nMHc=\n)\";", "secret-private-key", "MHc" },
    { FL_CODE_PYTHON, "mqttc.username_pw_set('frank', 'correct horse')", "secret-password", "correct horse" },
    { FL_CODE_PYTHON, "k=b'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8='", "secret-fernet-key", "AAEC" },
    { FL_CODE_PYTHON, "cypher_key=b'xqi9zRusHkcv3Om050HwX82eMTO-LbeW4YlqVVEzpw8='", "secret-public", "xqi9" },
    { FL_CODE_C, "const char *k = \"cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=\";", "secret-public", "cw_0x" },
    { FL_CODE_C, "#define WLAN_PASS \"password\"", NULL, NULL },
    { FL_CODE_C, "#define AIO_KEY \"adafruit_key\"", NULL, NULL },
    { FL_CODE_C, "#define AIO_KEY \"...your AIO key...\"", NULL, NULL },
    { FL_CODE_C, "#define WLAN_PASS \"\"", NULL, NULL },
    { FL_CODE_C, "const char *key_topic = \"home/keys\";", NULL, NULL },
    { FL_CODE_C, "WiFi.begin (ssid, pass);", NULL, NULL },
    { FL_CODE_C, "client.connect (\"id\", \"user\");", NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf ("\n%s", cases[i].text);
      g_autoptr(FlCode) code = fl_code_new (text, cases[i].language);
      g_autoptr(GPtrArray) findings = fl_finding_list_new ();
      const FlFinding *finding;

      fl_code_secrets_find (code, findings);
      g_test_message ("%s", cases[i].text);
      g_assert_cmpuint (findings->len, ==, cases[i].code != NULL);
      if (cases[i].code == NULL)
        continue;
      finding = findings->pdata[0];
      g_assert_cmpstr (finding->code, ==, cases[i].code);
      g_assert_cmpuint (finding->line, ==, 2);
      g_assert_null (strstr (finding->sentence, cases[i].value));
      g_assert_null (strstr (finding->change, cases[i].value));
    }
}

/* A text that is nothing but secrets does not become an endless list. */
static void
test_many (void)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(FlCode) code = NULL;
  g_autoptr(GPtrArray) findings = fl_finding_list_new ();

  for (int i = 0; i < 1000; i++)
    g_string_append_printf (text, "const char *password = \"correct horse %d\";\n", i);
  code = fl_code_new (text->str, FL_CODE_C);
  fl_code_secrets_find (code, findings);
  g_assert_cmpuint (findings->len, ==, 50);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/code-secrets/find", test_find);
  g_test_add_func ("/code-secrets/many", test_many);
  return g_test_run ();
}
