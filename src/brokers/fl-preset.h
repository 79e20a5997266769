/* Brokers many people use, for the first start.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "brokers/fl-broker.h"
#include "tls/fl-trust.h"

G_BEGIN_DECLS

/* One of the ways to reach it. Static. name and note are untranslated: get them through the functions. */
typedef struct
{
  const char *name;
  const char *note;
  guint16     port;
  FlTrustWay  trust_way;              /* FL_TRUST_SYSTEM, FL_TRUST_CA or FL_TRUST_PLAIN */
  gboolean    needs_sign_in;          /* user name and password */
  gboolean    needs_client_certificate;
} FlPresetWay;

/* Static. name and note are untranslated: get them through the functions. */
typedef struct
{
  const char *id; /* a stable code, for tests and actions */
  const char *name;
  const char *host;
  guint16     port;
  gboolean    tls;
  gboolean    is_public;       /* everybody reads and writes everything */
  gboolean    needs_sign_in;   /* asks for user name and password before connecting */
  gboolean    inspect_only;    /* not a broker to subscribe to: Security page only */
  gboolean    host_is_pattern; /* the user fills in the part in capitals */
  const char *note;
  const char *ca_file;         /* what the file is called that a CA way wants, and where it is from */
  const char *ca_page;
  guint       n_ways;          /* 0: only the one of host, port and tls */
  const FlPresetWay *ways;     /* the first is proposed */
} FlPreset;

const FlPreset *fl_preset_list               (guint          *n);
const FlPreset *fl_preset_find               (const char     *id);
const char     *fl_preset_get_name           (const FlPreset *self);
const char     *fl_preset_get_note           (const FlPreset *self);
FlBroker       *fl_preset_new_broker         (const FlPreset *self) G_GNUC_WARN_UNUSED_RESULT;
FlBroker       *fl_preset_new_broker_for_way (const FlPreset    *self,
                                              const FlPresetWay *way) G_GNUC_WARN_UNUSED_RESULT;
const char     *fl_preset_way_get_name       (const FlPresetWay *way);
const char     *fl_preset_way_get_note       (const FlPresetWay *way);
gboolean        fl_preset_is_public_host     (const char     *host);
char           *fl_preset_suggest_base_topic (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
