/* The states of the Security page, made of reports of connections that never were.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "esp/fl-esp-check.h"
#include "ui/fl-security-page.h"

G_BEGIN_DECLS

typedef enum
{
  FL_UI_STATE_CA,
  FL_UI_STATE_PIN,
  FL_UI_STATE_PSK,
  FL_UI_STATE_INSECURE,
  FL_UI_STATE_PLAIN,
  FL_UI_STATE_OFFLINE,
  FL_UI_STATE_REFUSED,
  FL_UI_STATE_CHANGED,
  FL_UI_STATE_HOSTILE,
  FL_UI_STATE_EXPIRING,
  FL_UI_STATE_INSPECTION,
} FlUiState;

#define FL_N_UI_STATES (FL_UI_STATE_INSPECTION + 1)

const char     *fl_ui_state_to_name (FlUiState state);
FlSecurityPage *fl_ui_state_to_page (FlUiState state) G_GNUC_WARN_UNUSED_RESULT;
FlEspCheck     *fl_ui_state_make_check (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
