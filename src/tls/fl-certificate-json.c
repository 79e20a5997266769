/* A certificate as JSON.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-certificate-json"

#include "tls/fl-certificate-json.h"

#include "tls/fl-json-member.h"

#include <time.h>

static void
add_key (JsonBuilder         *builder,
         const FlCertificate *self)
{
  json_builder_set_member_name (builder, "key");
  json_builder_begin_object (builder);
  fl_json_member_add_string (builder, "type", fl_certificate_get_key_type (self));
  fl_json_member_add_int (builder, "bits", fl_certificate_get_key_bits (self));
  fl_json_member_add_string (builder, "curve", fl_certificate_get_key_curve (self));
  json_builder_end_object (builder);
}

/**
 * fl_certificate_json_add_time:
 * @time: Unix time in seconds; what FL_CERTIFICATE_TIME_INVALID stands for becomes null
 *
 * A date as all of the JSON writes them: 2026-11-20T12:00:00Z.
 */
void
fl_certificate_json_add_time (JsonBuilder *builder,
                              const char  *name,
                              gint64       time)
{
  g_autofree char *text = NULL;
  struct tm broken_down;

  if (time != FL_CERTIFICATE_TIME_INVALID && gmtime_r (&(time_t) { time }, &broken_down) != NULL)
    text = g_strdup_printf ("%04d-%02d-%02dT%02d:%02d:%02dZ",
                            broken_down.tm_year + 1900, broken_down.tm_mon + 1, broken_down.tm_mday,
                            broken_down.tm_hour, broken_down.tm_min, broken_down.tm_sec);
  fl_json_member_add_string (builder, name, text);
}

/**
 * fl_certificate_to_json:
 * @builder: gets one object: an element of `chain` in `fernlight-cli inspect --json`
 * @now: Unix time in seconds, for `days_left`
 */
void
fl_certificate_to_json (const FlCertificate *self,
                        JsonBuilder         *builder,
                        gint64               now)
{
  g_return_if_fail (self != NULL && JSON_IS_BUILDER (builder));

  json_builder_begin_object (builder);
  fl_json_member_add_string (builder, "subject", fl_certificate_get_subject (self));
  fl_json_member_add_string (builder, "issuer", fl_certificate_get_issuer (self));
  fl_json_member_add_string (builder, "serial", fl_certificate_get_serial (self));
  fl_certificate_json_add_time (builder, "not_before", fl_certificate_get_not_before (self));
  fl_certificate_json_add_time (builder, "not_after", fl_certificate_get_not_after (self));
  if (fl_certificate_get_not_after (self) != FL_CERTIFICATE_TIME_INVALID)
    fl_json_member_add_int (builder, "days_left", fl_certificate_get_days_left (self, now));
  else
    fl_json_member_add_string (builder, "days_left", NULL);
  fl_json_member_add_string (builder, "sha1", fl_certificate_get_sha1 (self));
  fl_json_member_add_string (builder, "sha256", fl_certificate_get_sha256 (self));
  fl_json_member_add_string (builder, "spki_sha256", fl_certificate_get_spki_sha256 (self));
  add_key (builder, self);
  fl_json_member_add_string (builder, "signature", fl_certificate_get_signature (self));
  json_builder_set_member_name (builder, "san");
  json_builder_begin_array (builder);
  for (const char *const *name = fl_certificate_get_san (self); *name != NULL; name++)
    json_builder_add_string_value (builder, *name);
  json_builder_end_array (builder);
  fl_json_member_add_boolean (builder, "is_ca", fl_certificate_is_ca (self));
  fl_json_member_add_boolean (builder, "self_signed", fl_certificate_is_self_signed (self));
  fl_json_member_add_string (builder, "pem", fl_certificate_get_pem (self));
  json_builder_end_object (builder);
}
