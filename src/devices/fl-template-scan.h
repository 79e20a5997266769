/* Words of a template, one after the other: names, quoted texts, numbers.
 *
 * Each of these moves *at behind what it took, and leaves it alone when that is not there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "devices/fl-template-value.h"

G_BEGIN_DECLS

void      fl_template_scan_space   (const char      **at);
gboolean  fl_template_scan_text    (const char      **at,
                                    const char       *wanted);
/* As the one before, with white space on both sides. */
gboolean  fl_template_scan_sign    (const char      **at,
                                    const char       *wanted);
/* This name and no longer one, with white space on both sides. */
gboolean  fl_template_scan_word    (const char      **at,
                                    const char       *wanted);
/* A name of Jinja; NULL: there is none. */
char     *fl_template_scan_name    (const char      **at) G_GNUC_WARN_UNUSED_RESULT;
/* 'text' or "text", without a backslash in it; NULL: there is none. */
char     *fl_template_scan_quoted  (const char      **at) G_GNUC_WARN_UNUSED_RESULT;
gboolean  fl_template_scan_index   (const char      **at,
                                    guint             most,
                                    guint            *number);
/* A quoted text, a number, true or false; literal is cleared first. */
gboolean  fl_template_scan_literal (const char      **at,
                                    FlTemplateValue  *literal);

G_END_DECLS
