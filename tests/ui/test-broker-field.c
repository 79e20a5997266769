/* fl-broker-field: what each field of the editor accepts, warns of and refuses.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-broker-field.h"

#define SHA1 "18 C0 C2 3D BE DD 81 37 73 40 E7 E4 36 61 CB 0A DF 96 AD 25"
#define SHA256 "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define SPKI "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
/* Printed in fernet/spec. */
#define PUBLISHED_KEY "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4="

static const struct { FlBrokerField field; const char *text; FlRemark remark; } cases[] = {
  { FL_BROKER_FIELD_NAME,       "Kitchen",          FL_REMARK_NONE },
  { FL_BROKER_FIELD_NAME,       "",                 FL_REMARK_NONE },
  { FL_BROKER_FIELD_NAME,       "a\nb",             FL_REMARK_ERROR },
  { FL_BROKER_FIELD_HOST,       "broker.example",   FL_REMARK_NONE },
  { FL_BROKER_FIELD_HOST,       "192.168.1.4",      FL_REMARK_NONE },
  { FL_BROKER_FIELD_HOST,       "::1",              FL_REMARK_NONE },
  { FL_BROKER_FIELD_HOST,       "fe80::1",          FL_REMARK_NONE },
  { FL_BROKER_FIELD_HOST,       "",                 FL_REMARK_ERROR },
  { FL_BROKER_FIELD_HOST,       "two words",        FL_REMARK_ERROR },
  { FL_BROKER_FIELD_HOST,       "http://x",         FL_REMARK_ERROR },
  { FL_BROKER_FIELD_BASE_TOPIC, "",                 FL_REMARK_NONE },
  { FL_BROKER_FIELD_BASE_TOPIC, "fxwalsh/home",     FL_REMARK_NONE },
  { FL_BROKER_FIELD_BASE_TOPIC, "{username}/feeds", FL_REMARK_NONE },
  { FL_BROKER_FIELD_BASE_TOPIC, "fxwalsh/#",        FL_REMARK_ERROR },
  { FL_BROKER_FIELD_BASE_TOPIC, "+/home",           FL_REMARK_ERROR },
  { FL_BROKER_FIELD_FILTER,     "",                 FL_REMARK_NOTE },
  { FL_BROKER_FIELD_FILTER,     "a/+/b/#",          FL_REMARK_NONE },
  { FL_BROKER_FIELD_FILTER,     "a/b#",             FL_REMARK_ERROR },
  { FL_BROKER_FIELD_FILTER,     "#/a",              FL_REMARK_ERROR },
  { FL_BROKER_FIELD_USERNAME,   "fx",               FL_REMARK_NONE },
  { FL_BROKER_FIELD_USERNAME,   "f\tx",             FL_REMARK_ERROR },
  { FL_BROKER_FIELD_CLIENT_ID,  "",                 FL_REMARK_NOTE },
  { FL_BROKER_FIELD_CLIENT_ID,  "esp-kitchen",      FL_REMARK_WARNING },
  { FL_BROKER_FIELD_CLIENT_ID,  "a\nb",             FL_REMARK_ERROR },
  { FL_BROKER_FIELD_PIN,        "",                 FL_REMARK_ERROR },
  { FL_BROKER_FIELD_PIN,        "18 C0",            FL_REMARK_ERROR },
  { FL_BROKER_FIELD_PIN,        "not a pin",        FL_REMARK_ERROR },
  { FL_BROKER_FIELD_SECOND_PIN, "",                 FL_REMARK_NONE },
  { FL_BROKER_FIELD_SECOND_PIN, "not a pin",        FL_REMARK_ERROR },
  { FL_BROKER_FIELD_SECOND_PIN, SHA1,               FL_REMARK_WARNING },
  { FL_BROKER_FIELD_PIN,        SHA1,               FL_REMARK_WARNING },
  { FL_BROKER_FIELD_PIN,        SHA256,             FL_REMARK_NOTE },
  { FL_BROKER_FIELD_PIN,        SPKI,               FL_REMARK_NOTE },
  { FL_BROKER_FIELD_PIN,        "18:c0:c2:3d:be:dd:81:37:73:40:e7:e4:36:61:cb:0a:df:96:ad:25", FL_REMARK_WARNING },
  { FL_BROKER_FIELD_PIN,        "sha256 Fingerprint=" SHA256, FL_REMARK_NOTE },
  { FL_BROKER_FIELD_PIN,        "18 C0 C2 3D BE DD 81 37 73 40 E7 E4 36 61 CB 0A DF 96 AD XX", FL_REMARK_ERROR },
  { FL_BROKER_FIELD_PSK_IDENTITY, "kitchen",        FL_REMARK_NONE },
  { FL_BROKER_FIELD_PSK_IDENTITY, "",               FL_REMARK_ERROR },
  { FL_BROKER_FIELD_PSK_IDENTITY, "a\nb",          FL_REMARK_ERROR },
  { FL_BROKER_FIELD_PSK_IDENTITY, SHA256 SHA256 "1", FL_REMARK_ERROR },
  { FL_BROKER_FIELD_PSK_IDENTITY, "a:b",            FL_REMARK_WARNING },
  { FL_BROKER_FIELD_FERNET_KEY, "",                 FL_REMARK_ERROR },
  { FL_BROKER_FIELD_FERNET_KEY, "short",            FL_REMARK_ERROR },
  { FL_BROKER_FIELD_FERNET_KEY, PUBLISHED_KEY,      FL_REMARK_WARNING },
  { FL_BROKER_FIELD_FERNET_KEY, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", FL_REMARK_NONE },
  { FL_BROKER_FIELD_COMMAND_TEMPLATE,      "",                    FL_REMARK_NONE },
  { FL_BROKER_FIELD_COMMAND_TEMPLATE,      "{base}/{device}/set", FL_REMARK_NONE },
  { FL_BROKER_FIELD_COMMAND_TEMPLATE,      "{base}/set",          FL_REMARK_ERROR },
  { FL_BROKER_FIELD_COMMAND_TEMPLATE,      "{base}/{device}/#",   FL_REMARK_ERROR },
  { FL_BROKER_FIELD_REPORT_TEMPLATE,       "{base}/{device}/+",   FL_REMARK_ERROR },
  { FL_BROKER_FIELD_AVAILABILITY_TEMPLATE, "{base}/x",            FL_REMARK_ERROR },
  { FL_BROKER_FIELD_AVAILABILITY_TEMPLATE, "{base}/{device}/lwt", FL_REMARK_NONE },
};

static void
test_fields (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *sentence = NULL;
      const FlRemark remark = fl_broker_field_check (cases[i].field, cases[i].text, &sentence);

      g_test_message ("field %u, “%s”: %s", cases[i].field, cases[i].text, sentence != NULL ? sentence : "–");
      g_assert_cmpint (remark, ==, cases[i].remark);
      g_assert_cmpint (sentence != NULL, ==, remark != FL_REMARK_NONE);
    }
}

static void
test_no_secret_in_sentence (void)
{
  static const char *const secrets[] = { "hunter2-hunter2", "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4!", PUBLISHED_KEY };

  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    {
      g_autofree char *sentence = NULL;
      g_autofree char *half = g_strndup (secrets[i], 8);

      g_assert_cmpint (fl_broker_field_check (FL_BROKER_FIELD_FERNET_KEY, secrets[i], &sentence), !=, FL_REMARK_NONE);
      g_assert_null (strstr (sentence, half));
    }
}

/* A byte is missing, or a letter is none of the digits: said in numbers. */
static void
test_pin_sentences (void)
{
  static const struct { const char *text, *says; } pins[] = {
    { "18 C0 C2 3D BE DD 81 37 73 40 E7 E4 36 61 CB 0A DF 96 AD", "40 hexadecimal digits (SHA-1) or 64 (SHA-256); this has 38" },
    { "18 C0 C2 3D BE DD 81 37 73 40 E7 E4 36 61 CB 0A DF 96 AD GH", "This is not a fingerprint" },
    { "sha256//AAAA", "This key pin holds 3 bytes; a SHA-256 has 32." },
    { SHA1, "SHA-1 is weak" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pins); i++)
    {
      g_autofree char *sentence = NULL;

      fl_broker_field_check (FL_BROKER_FIELD_PIN, pins[i].text, &sentence);
      g_assert_nonnull (strstr (sentence, pins[i].says));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/broker-field/fields", test_fields);
  g_test_add_func ("/broker-field/pin-sentences", test_pin_sentences);
  g_test_add_func ("/broker-field/no-secret-in-sentence", test_no_secret_in_sentence);
  return g_test_run ();
}
