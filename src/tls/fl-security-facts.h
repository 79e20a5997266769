/* What is known of one connection's security, and what follows from it: no widget, no clock, no network.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-route.h"
#include "tls/fl-tls-report.h"

G_BEGIN_DECLS

/* A certificate with fewer days left is to be renewed now. */
#define FL_SECURITY_SOON_DAYS 14

typedef enum
{
  FL_SECURITY_TONE_NEUTRAL,
  FL_SECURITY_TONE_GOOD,    /* proved */
  FL_SECURITY_TONE_CAUTION, /* the user should do something */
  FL_SECURITY_TONE_BAD,     /* refused, or readable by all */
} FlSecurityTone;

/* What the sentences of the Security page are made of. Everything is borrowed. */
typedef struct
{
  FlTlsReport *report;        /* of the latest attempt; NULL: none, or no TLS */
  FlRoute     *route;         /* to the address in it; NULL: not known, or not yet */
  FlTrust     *trust;         /* what the broker is set to */
  FlCertificate *pinned;      /* seen last under the pin; NULL: not known */
  gboolean     online;        /* connected at this moment */
  gboolean     is_inspection; /* only the handshake was made: no MQTT was spoken */
  const char  *fault_text;    /* why not, a sentence; NULL: nothing known */
  const char  *username;      /* NULL: none is sent */
  gboolean     has_password;
  gint64       now;           /* Unix seconds, as all times here */
  gint64       trusted_at;    /* when the pin was made; 0: not known */
  gint64       remembered_at; /* when the remembered certificate was seen first; 0: not known */
  guint64      n_messages;
  guint64      n_fernet;      /* of them tokens */
  guint64      n_failed;      /* of these, those that no key of now opens */
  guint64      n_token_bytes; /* of the tokens that were opened, and of what was in them */
  guint64      n_plain_bytes;
  const char  *refused_text;  /* what the broker did not let us do, a sentence; NULL: nothing */
} FlSecurityFacts;

FlTrustWay      fl_security_facts_get_way                 (const FlSecurityFacts *facts);
FlVerdict      *fl_security_facts_get_verdict             (const FlSecurityFacts *facts);
FlCertificate  *fl_security_facts_get_leaf                (const FlSecurityFacts *facts);
const char     *fl_security_facts_get_host                (const FlSecurityFacts *facts);
FlPin          *fl_security_facts_get_matched_pin         (const FlSecurityFacts *facts);
gboolean        fl_security_facts_is_second_pin_in_use    (const FlSecurityFacts *facts);
gboolean        fl_security_facts_has_remark              (const FlSecurityFacts *facts,
                                                           FlReason               reason);
gboolean        fl_security_facts_differs_from_remembered (const FlSecurityFacts *facts);
gboolean        fl_security_facts_is_refused              (const FlSecurityFacts *facts);
gboolean        fl_security_facts_is_nothing_sent         (const FlSecurityFacts *facts);
gboolean        fl_security_facts_can_be_pinned           (const FlSecurityFacts *facts);
gboolean        fl_security_facts_is_expiring             (const FlSecurityFacts *facts);
gboolean        fl_security_facts_is_renewal              (const FlSecurityFacts *facts);
gboolean        fl_security_facts_has_changed             (const FlSecurityFacts *facts);
FlSecurityTone  fl_security_facts_get_tone                (const FlSecurityFacts *facts);

G_END_DECLS
