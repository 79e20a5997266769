/* A certificate that is not the pinned one, beside the one that was: what changed, and what that can mean.
 *
 * Pure: no widget, no network. What comes from certificates is as FlCertificate gives it: safe text, never markup.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-trust.h"

G_BEGIN_DECLS

typedef enum
{
  FL_RENEWAL_KEY_UNKNOWN, /* only a fingerprint of the old certificate is known */
  FL_RENEWAL_KEY_SAME,    /* whoever has it is the one that was trusted */
  FL_RENEWAL_KEY_OTHER,
} FlRenewalKey;

typedef struct
{
  char     *label;
  char     *before;   /* NULL: not known */
  char     *after;
  gboolean  differs;  /* FALSE if it is not known */
  gboolean  is_code;  /* a fingerprint: not words */
} FlRenewalLine;

GPtrArray    *fl_renewal_list_lines   (const FlTrust       *trust,
                                       const FlCertificate *before,
                                       const FlCertificate *after) G_GNUC_WARN_UNUSED_RESULT;
FlRenewalKey  fl_renewal_compare_keys (const FlTrust       *trust,
                                       const FlCertificate *before,
                                       const FlCertificate *after);
char         *fl_renewal_summarize    (const FlTrust       *trust,
                                       const FlCertificate *before,
                                       const FlCertificate *after) G_GNUC_WARN_UNUSED_RESULT;
const char   *fl_renewal_explain      (FlRenewalKey         key);

G_END_DECLS
