/* A convention for tests: "disc/KEY" says in lines what the device KEY has.
 *
 *   name NAME · root TOPIC · claim TOPIC · sign · partial · bad
 *   switch ID COMMAND STATE [TEMPLATE] · sensor ID STATE [TEMPLATE] · binary ID STATE
 *   light ID COMMAND STATE (brightness at COMMAND/b and STATE/b; asked again by "?" to COMMAND)
 *   avail TOPIC… (for all after it) · all · any
 *
 * and "BASE/own/…" is a sign of a switch of the device BASE/own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "devices/fl-convention.h"

G_BEGIN_DECLS

#define FL_TYPE_TEST_CONVENTION (fl_test_convention_get_type ())

G_DECLARE_FINAL_TYPE (FlTestConvention, fl_test_convention, FL, TEST_CONVENTION, GObject)

/* GPtrArray of one convention. */
GPtrArray *fl_test_convention_new_list (void);

G_END_DECLS
