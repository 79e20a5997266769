/* Makes certificates, keys and configuration for a broker of one's own.
 *
 *   form ──Create──▶ working ──▶ done
 *     ▲                 │
 *     └────failed───────┘   what was typed is kept
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define FL_TYPE_CERTIFICATES_WINDOW (fl_certificates_window_get_type ())

/* Signal: "save-broker" (FlBroker, FlBrokerSecrets): what was made is to be among the saved brokers. */
G_DECLARE_FINAL_TYPE (FlCertificatesWindow, fl_certificates_window, FL, CERTIFICATES_WINDOW, AdwWindow)

FlCertificatesWindow *fl_certificates_window_new        (void) G_GNUC_WARN_UNUSED_RESULT;
void                  fl_certificates_window_set_place  (FlCertificatesWindow *self,
                                                         GFile                *place);
GFile                *fl_certificates_window_get_folder (FlCertificatesWindow *self);

G_END_DECLS
