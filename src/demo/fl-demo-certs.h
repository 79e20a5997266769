/* A certificate authority and a server certificate of this minute, for this computer only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

#include "crypto/fl-secret.h"

G_BEGIN_DECLS

/* How long both certificates are good for. */
#define FL_DEMO_CERTS_DAYS 30

typedef struct _FlDemoCerts FlDemoCerts;

FlDemoCerts *fl_demo_certs_make            (GError      **error) G_GNUC_WARN_UNUSED_RESULT;
GBytes      *fl_demo_certs_get_ca          (FlDemoCerts  *self);
GBytes      *fl_demo_certs_get_certificate (FlDemoCerts  *self);
FlSecret    *fl_demo_certs_get_key         (FlDemoCerts  *self);
void         fl_demo_certs_free            (FlDemoCerts  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlDemoCerts, fl_demo_certs_free)

G_END_DECLS
