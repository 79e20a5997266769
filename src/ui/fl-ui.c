/* What a process with windows sets up before it makes one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-ui"

#include "config.h"

#include "ui/fl-ui.h"

#include <libintl.h>
#include <locale.h>

#include "fl-ui-resources.h"

/**
 * fl_ui_init:
 *
 * Translations and compiled-in resources. Idempotent; main thread.
 */
void
fl_ui_init (void)
{
  static gboolean done = FALSE;
  /* As bash and gettext(1) have it: where catalogs lie that are not installed. */
  const char *catalogs = g_getenv ("TEXTDOMAINDIR");

  if (done)
    return;
  done = TRUE;
  /* GTK would do it too, but after the command line was read and --help answered. */
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, catalogs == NULL ? LOCALEDIR : catalogs);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  fl_ui_register_resource ();
}

/**
 * fl_ui_keep_left_to_right:
 *
 * For numbers, bytes and code: they are read from left to right in every language, and a line without a
 * letter would be turned around. The label stays on its side.
 */
void
fl_ui_keep_left_to_right (GtkLabel *label)
{
  if (gtk_widget_get_direction (GTK_WIDGET (label)) != GTK_TEXT_DIR_RTL)
    return;
  gtk_widget_set_direction (GTK_WIDGET (label), GTK_TEXT_DIR_LTR);
  gtk_label_set_xalign (label, 1 - gtk_label_get_xalign (label));
}
