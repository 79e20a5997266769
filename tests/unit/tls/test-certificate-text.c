/* What a stranger wrote into a certificate becomes bounded, visible, valid UTF-8.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-certificate-text.h"

#include <string.h>

static void
test_escape (void)
{
  static const struct { const char *bytes; size_t n; const char *text; } cases[] = {
    { "localhost", 9, "localhost" },
    { "", 0, "" },
    { "Zürich 東京", 14, "Zürich 東京" },
    { "a\0b", 3, "a\\u0000b" },
    { "a\\u0000b", 8, "a\\\\u0000b" },
    { "<b>a</b>&\"", 10, "<b>a</b>&\"" },
    { "line\nline\r\t", 11, "line\\u000Aline\\u000D\\u0009" },
    { "\xe2\x80\xae" "gro", 6, "\\u202Egro" },
    { "\xe2\x81\xa6x\xe2\x81\xa9", 7, "\\u2066x\\u2069" },
    { "\xe2\x80\x8b", 3, "\\u200B" },
    { "\xc2\x85", 2, "\\u0085" },
    { "\xff\xfe", 2, "\\xFF\\xFE" },
    { "a\xc3", 2, "a\\xC3" },
    { "\xed\xa0\x80", 3, "\\xED\\xA0\\x80" },
    { "\xf3\xa0\x80\x81", 4, "\\U000E0001" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = fl_certificate_text_escape (cases[i].bytes, cases[i].n);

      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_true (g_utf8_validate (text, -1, NULL));
    }
}

static void
test_bounded (void)
{
  g_autofree char *million = g_strnfill (1000000, 'a');
  g_autofree char *nulls = g_malloc0 (1000000);
  g_autofree char *text = fl_certificate_text_escape (million, 1000000);
  g_autofree char *escaped = fl_certificate_text_escape (nulls, 1000000);

  g_assert_cmpuint (strlen (text), <=, FL_CERTIFICATE_TEXT_MAX + 16);
  g_assert_true (g_str_has_suffix (text, "a…"));
  g_assert_cmpuint (strlen (escaped), <=, FL_CERTIFICATE_TEXT_MAX + 16);
  g_assert_true (g_utf8_validate (escaped, -1, NULL));
}

static void
test_hex (void)
{
  const unsigned char data[] = { 0x00, 0x18, 0xc0, 0xff };
  g_autofree char *plain = fl_certificate_text_to_hex (data, 4, 0, 4);
  g_autofree char *colons = fl_certificate_text_to_hex (data, 4, ':', 16);
  g_autofree char *cut = fl_certificate_text_to_hex (data, 4, ':', 2);
  g_autofree char *nothing = fl_certificate_text_to_hex (data, 0, ':', 2);

  g_assert_cmpstr (plain, ==, "0018c0ff");
  g_assert_cmpstr (colons, ==, "00:18:c0:ff");
  g_assert_cmpstr (cut, ==, "00:18… (4 bytes)");
  g_assert_cmpstr (nothing, ==, "");
}

static void
test_names (void)
{
  X509_NAME *name = X509_NAME_new ();
  g_autofree char *empty = fl_certificate_text_from_name (name);
  g_autofree char *whole = NULL;
  g_autofree char *last = NULL;
  g_autofree char *broken = NULL;

  g_assert_cmpstr (empty, ==, "");
  g_assert_null (fl_certificate_text_from_name_entry (name, NID_commonName));

  X509_NAME_add_entry_by_txt (name, "O", MBSTRING_UTF8, (const unsigned char *) "Fern, Öl & Co", -1, -1, 0);
  X509_NAME_add_entry_by_txt (name, "CN", MBSTRING_UTF8, (const unsigned char *) "first", -1, -1, 0);
  X509_NAME_add_entry_by_txt (name, "CN", MBSTRING_UTF8, (const unsigned char *) "a\nb\xe2\x80\xae", -1, -1, 0);
  whole = fl_certificate_text_from_name (name);
  last = fl_certificate_text_from_name_entry (name, NID_commonName);
  g_assert_cmpstr (whole, ==, "CN=a\\0Ab\\u202E,CN=first,O=Fern\\, Öl & Co");
  g_assert_cmpstr (last, ==, "a\\u000Ab\\u202E");

  /* A UTF8String that is none. */
  X509_NAME_add_entry_by_NID (name, NID_organizationalUnitName, V_ASN1_UTF8STRING, (const unsigned char *) "\xff", 1, -1, 0);
  broken = fl_certificate_text_from_name (name);
  g_assert_true (g_utf8_validate (broken, -1, NULL));
  g_assert_nonnull (strstr (broken, "OU=\\xFF"));
  X509_NAME_free (name);
}

static void
test_general_names (void)
{
  static const struct { const char *written, *text; } cases[] = {
    { "DNS:localhost", "DNS:localhost" },
    { "IP:127.0.0.1", "IP:127.0.0.1" },
    { "IP:::1", "IP:::1" },
    { "email:a@b.example", "email:a@b.example" },
    { "URI:https://a.example/", "URI:https://a.example/" },
    { "RID:1.2.3.4", "RID:1.2.3.4" },
    { "otherName:1.2.3.4;UTF8:x", "other:1.2.3.4" },
    { "DNS:*.a.example", "DNS:*.a.example" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GENERAL_NAMES *names;
      X509_EXTENSION *extension = X509V3_EXT_nconf_nid (NULL, NULL, NID_subject_alt_name, cases[i].written);
      g_autofree char *text = NULL;

      g_assert_nonnull (extension);
      names = X509V3_EXT_d2i (extension);
      text = fl_certificate_text_from_general_name (sk_GENERAL_NAME_value (names, 0));
      g_assert_cmpstr (text, ==, cases[i].text);
      GENERAL_NAMES_free (names);
      X509_EXTENSION_free (extension);
    }
}

static void
test_objects (void)
{
  ASN1_OBJECT *known = OBJ_nid2obj (NID_server_auth);
  ASN1_OBJECT *unknown = OBJ_txt2obj ("1.2.3.4.5", 1);
  g_autofree char *known_text = fl_certificate_text_from_object (known);
  g_autofree char *unknown_text = fl_certificate_text_from_object (unknown);

  g_assert_cmpstr (known_text, ==, "TLS Web Server Authentication");
  g_assert_cmpstr (unknown_text, ==, "1.2.3.4.5");
  ASN1_OBJECT_free (unknown);
}

static void
test_bio (void)
{
  BIO *bio = BIO_new (BIO_s_mem ());
  g_autofree char *empty = fl_certificate_text_from_bio (bio, TRUE);
  g_autofree char *one_line = NULL;
  g_autofree char *lines = NULL;

  BIO_puts (bio, "a\\0A\nb\x1b");
  one_line = fl_certificate_text_from_bio (bio, FALSE);
  lines = fl_certificate_text_from_bio (bio, TRUE);
  g_assert_cmpstr (empty, ==, "");
  g_assert_cmpstr (one_line, ==, "a\\0A\\u000Ab\\u001B");
  g_assert_cmpstr (lines, ==, "a\\0A\nb\\u001B");
  BIO_free (bio);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/certificate-text/escape", test_escape);
  g_test_add_func ("/certificate-text/bounded", test_bounded);
  g_test_add_func ("/certificate-text/hex", test_hex);
  g_test_add_func ("/certificate-text/names", test_names);
  g_test_add_func ("/certificate-text/general-names", test_general_names);
  g_test_add_func ("/certificate-text/objects", test_objects);
  g_test_add_func ("/certificate-text/bio", test_bio);
  return g_test_run ();
}
