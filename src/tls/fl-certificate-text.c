/* Text out of certificates, made safe: valid UTF-8, bounded, nothing invisible.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-certificate-text"

#include "config.h"

#include "tls/fl-certificate-text.h"

#include <gio/gio.h>
#include <string.h>

/* What cannot be seen or reorders what can: controls, line and paragraph separators, formatting
 * characters (bidirectional marks among them), private use and unassigned code points. */
static gboolean
is_invisible (gunichar c)
{
  switch (g_unichar_type (c))
    {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_UNASSIGNED:
      return TRUE;
    case G_UNICODE_CLOSE_PUNCTUATION:
    case G_UNICODE_CONNECT_PUNCTUATION:
    case G_UNICODE_CURRENCY_SYMBOL:
    case G_UNICODE_DASH_PUNCTUATION:
    case G_UNICODE_DECIMAL_NUMBER:
    case G_UNICODE_ENCLOSING_MARK:
    case G_UNICODE_FINAL_PUNCTUATION:
    case G_UNICODE_INITIAL_PUNCTUATION:
    case G_UNICODE_LETTER_NUMBER:
    case G_UNICODE_LOWERCASE_LETTER:
    case G_UNICODE_MATH_SYMBOL:
    case G_UNICODE_MODIFIER_LETTER:
    case G_UNICODE_MODIFIER_SYMBOL:
    case G_UNICODE_NON_SPACING_MARK:
    case G_UNICODE_OPEN_PUNCTUATION:
    case G_UNICODE_OTHER_LETTER:
    case G_UNICODE_OTHER_NUMBER:
    case G_UNICODE_OTHER_PUNCTUATION:
    case G_UNICODE_OTHER_SYMBOL:
    case G_UNICODE_SPACE_SEPARATOR:
    case G_UNICODE_SPACING_MARK:
    case G_UNICODE_TITLECASE_LETTER:
    case G_UNICODE_UPPERCASE_LETTER:
    default:
      return FALSE;
    }
}

static void
append_character (GString  *text,
                  gunichar  c,
                  gboolean  escape_backslash)
{
  if (c == '\\' && escape_backslash)
    g_string_append (text, "\\\\");
  else if (!is_invisible (c))
    g_string_append_unichar (text, c);
  else if (c <= 0xffff)
    g_string_append_printf (text, "\\u%04X", c);
  else
    g_string_append_printf (text, "\\U%08X", c);
}

static char *
escape (const char *bytes,
        size_t      n_bytes,
        gboolean    escape_backslash,
        gboolean    keep_lines)
{
  g_autoptr(GString) text = g_string_new (NULL);
  const char *end = bytes + n_bytes;

  while (bytes < end)
    {
      gunichar c = g_utf8_get_char_validated (bytes, end - bytes);

      if (text->len > FL_CERTIFICATE_TEXT_MAX)
        {
          g_string_append (text, "…");
          break;
        }
      if (*bytes == '\0')
        {
          /* g_utf8_get_char_validated() takes NUL for the end of the text. */
          append_character (text, 0, escape_backslash);
          bytes++;
        }
      else if (c == (gunichar) -1 || c == (gunichar) -2)
        {
          g_string_append_printf (text, "\\x%02X", (unsigned char) *bytes);
          bytes++;
        }
      else
        {
          if (keep_lines && c == '\n')
            g_string_append_c (text, '\n');
          else
            append_character (text, c, escape_backslash);
          bytes = g_utf8_next_char (bytes);
        }
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* A stranger's bytes as text: a backslash is doubled, so that an escape cannot be forged. */
char *
fl_certificate_text_escape (const char *bytes,
                            size_t      n_bytes)
{
  return escape (bytes, n_bytes, TRUE, FALSE);
}

char *
fl_certificate_text_from_string (const ASN1_STRING *string)
{
  unsigned char *utf8 = NULL;
  int length = ASN1_STRING_to_UTF8 (&utf8, string);
  char *text;

  if (length < 0)
    return fl_certificate_text_escape ((const char *) ASN1_STRING_get0_data (string),
                                       (size_t) ASN1_STRING_length (string));
  text = fl_certificate_text_escape ((const char *) utf8, (size_t) length);
  OPENSSL_free (utf8);
  return text;
}

/* What was written to @bio, where OpenSSL has escaped controls and backslashes already. */
char *
fl_certificate_text_from_bio (BIO      *bio,
                              gboolean  keep_lines)
{
  char *data = NULL;
  long length = BIO_get_mem_data (bio, &data);

  if (length <= 0 || data == NULL)
    return g_strdup ("");
  return escape (data, (size_t) length, FALSE, keep_lines);
}

/* As RFC 2253 writes it, UTF-8, most specific first: "CN=localhost,O=Fern". */
char *
fl_certificate_text_from_name (const X509_NAME *name)
{
  const unsigned long flags = (XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB) | ASN1_STRFLGS_ESC_CTRL | ASN1_STRFLGS_UTF8_CONVERT;
  BIO *bio = BIO_new (BIO_s_mem ());
  char *text;

  if (X509_NAME_print_ex (bio, name, 0, flags) < 0)
    {
      /* A string that is not what its type says: every byte above ASCII as an escape. */
      (void) BIO_reset (bio);
      X509_NAME_print_ex (bio, name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_UTF8_CONVERT);
    }
  text = fl_certificate_text_from_bio (bio, FALSE);
  BIO_free (bio);
  return text;
}

/* The last (most specific) entry of that kind, or NULL. */
char *
fl_certificate_text_from_name_entry (const X509_NAME *name,
                                     int              nid)
{
  int found = -1;

  for (int i = -1; (i = X509_NAME_get_index_by_NID (name, nid, i)) >= 0;)
    found = i;
  if (found < 0)
    return NULL;
  return fl_certificate_text_from_string (X509_NAME_ENTRY_get_data (X509_NAME_get_entry (name, found)));
}

/* OpenSSL's long name of an object, or its numbers. */
char *
fl_certificate_text_from_object (const ASN1_OBJECT *object)
{
  char buffer[256];
  int nid = OBJ_obj2nid (object);

  if (nid != NID_undef)
    return g_strdup (OBJ_nid2ln (nid));
  if (OBJ_obj2txt (buffer, sizeof buffer, object, 1) <= 0)
    return g_strdup ("?");
  return fl_certificate_text_escape (buffer, strlen (buffer));
}

static char *
address_to_text (const ASN1_OCTET_STRING *address)
{
  int length = ASN1_STRING_length (address);
  g_autoptr(GInetAddress) inet = NULL;

  if (length != 4 && length != 16)
    return fl_certificate_text_to_hex (ASN1_STRING_get0_data (address), (size_t) length, ':', 64);
  inet = g_inet_address_new_from_bytes (ASN1_STRING_get0_data (address),
                                        length == 4 ? G_SOCKET_FAMILY_IPV4 : G_SOCKET_FAMILY_IPV6);
  return g_inet_address_to_string (inet);
}

/* "DNS:host", "IP:127.0.0.1", "email:…", "URI:…", "DirName:…", "RID:…", "other:OID". */
char *
fl_certificate_text_from_general_name (const GENERAL_NAME *name)
{
  int type = 0;
  const void *value = GENERAL_NAME_get0_value (name, &type);
  g_autofree char *text = NULL;
  const char *kind;

  switch (type)
    {
    case GEN_DNS:
      kind = "DNS";
      text = fl_certificate_text_from_string (value);
      break;
    case GEN_IPADD:
      kind = "IP";
      text = address_to_text (value);
      break;
    case GEN_EMAIL:
      kind = "email";
      text = fl_certificate_text_from_string (value);
      break;
    case GEN_URI:
      kind = "URI";
      text = fl_certificate_text_from_string (value);
      break;
    case GEN_DIRNAME:
      kind = "DirName";
      text = fl_certificate_text_from_name (value);
      break;
    case GEN_RID:
      kind = "RID";
      text = fl_certificate_text_from_object (value);
      break;
    case GEN_OTHERNAME:
      kind = "other";
      text = fl_certificate_text_from_object (((const OTHERNAME *) value)->type_id);
      break;
    default:
      kind = "other";
      text = g_strdup ("?");
      break;
    }
  return g_strconcat (kind, ":", text, NULL);
}

/* Lower-case pairs; @separator 0 puts nothing between them. After @max_data bytes: "… (N bytes)". */
char *
fl_certificate_text_to_hex (const unsigned char *data,
                            size_t               n_data,
                            char                 separator,
                            size_t               max_data)
{
  g_autoptr(GString) text = g_string_sized_new (MIN (n_data, max_data) * 3 + 32);

  for (size_t i = 0; i < n_data && i < max_data; i++)
    {
      if (i > 0 && separator != 0)
        g_string_append_c (text, separator);
      g_string_append_printf (text, "%02x", data[i]);
    }
  if (n_data > max_data)
    g_string_append_printf (text, "… (%zu bytes)", n_data);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
