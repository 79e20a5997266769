/* Text out of certificates, made safe: valid UTF-8, bounded, nothing invisible. For this room only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <openssl/x509v3.h>

G_BEGIN_DECLS

/* Longest text, in bytes, before it is cut and ends in "…". */
#define FL_CERTIFICATE_TEXT_MAX 2048

char *fl_certificate_text_escape            (const char          *bytes,
                                             size_t               n_bytes) G_GNUC_WARN_UNUSED_RESULT;
char *fl_certificate_text_from_string       (const ASN1_STRING   *string) G_GNUC_WARN_UNUSED_RESULT;
char *fl_certificate_text_from_name         (const X509_NAME     *name) G_GNUC_WARN_UNUSED_RESULT;
char *fl_certificate_text_from_name_entry   (const X509_NAME     *name,
                                             int                  nid) G_GNUC_WARN_UNUSED_RESULT;
char *fl_certificate_text_from_general_name (const GENERAL_NAME  *name) G_GNUC_WARN_UNUSED_RESULT;
char *fl_certificate_text_from_object       (const ASN1_OBJECT   *object) G_GNUC_WARN_UNUSED_RESULT;
char *fl_certificate_text_from_bio          (BIO                 *bio,
                                             gboolean             keep_lines) G_GNUC_WARN_UNUSED_RESULT;
char *fl_certificate_text_to_hex            (const unsigned char *data,
                                             size_t               n_data,
                                             char                 separator,
                                             size_t               max_data) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
