/* "Check a sketch, fingerprint or error…": paste, drop or open something and read what is the matter with it.
 *
 * Works without a broker; with a report what is pasted is held against that broker.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "esp/fl-paste-answer.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define FL_TYPE_CHECK_WINDOW (fl_check_window_get_type ())

G_DECLARE_FINAL_TYPE (FlCheckWindow, fl_check_window, FL, CHECK_WINDOW, AdwWindow)

FlCheckWindow       *fl_check_window_new        (FlTlsReport             *report) G_GNUC_WARN_UNUSED_RESULT;
void                 fl_check_window_set_seen   (FlCheckWindow           *self,
                                                 const FlSeenCertificate *seen,
                                                 guint                    n_seen);
void                 fl_check_window_set_bytes  (FlCheckWindow           *self,
                                                 GBytes                  *bytes);
void                 fl_check_window_open       (FlCheckWindow           *self,
                                                 GFile                   *file);
const FlPasteAnswer *fl_check_window_get_answer (FlCheckWindow           *self);

G_END_DECLS
