/* The one thread that calls Paho, for all links of the process.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** FlLinkThreadFunc: an errand for the link thread; it owns what it is given. */
typedef void (*FlLinkThreadFunc) (gpointer data);

void     fl_link_thread_invoke     (FlLinkThreadFunc function,
                                    gpointer         data);
gboolean fl_link_thread_is_current (void);

G_END_DECLS
