/* fl-remark-label: nothing to say is nothing shown; how serious it is, is more than a colour.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-remark-label.h"
#include "ui/fl-ui-test.h"

static const struct { FlRemark remark; const char *sentence; const char *css_class; gboolean marks_field; } cases[] = {
  { FL_REMARK_NONE,    NULL,     "dim-label", FALSE },
  { FL_REMARK_NOTE,    "note",   "dim-label", FALSE },
  { FL_REMARK_WARNING, "<b>&",   "warning",   FALSE },
  { FL_REMARK_ERROR,   "error",  "error",     TRUE },
  { FL_REMARK_NONE,    NULL,     "dim-label", FALSE },
};

static void
test_remarks (void)
{
  g_autoptr(GtkLabel) label = g_object_ref_sink (GTK_LABEL (gtk_label_new (NULL)));
  g_autoptr(GtkWidget) field = g_object_ref_sink (adw_entry_row_new ());

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      fl_remark_label_show (label, field, cases[i].remark, cases[i].sentence);
      g_assert_cmpint (gtk_widget_get_visible (GTK_WIDGET (label)), ==, cases[i].sentence != NULL);
      g_assert_cmpstr (gtk_label_get_text (label), ==, cases[i].sentence != NULL ? cases[i].sentence : "");
      g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (label), cases[i].css_class));
      g_assert_cmpint (gtk_widget_has_css_class (field, "error"), ==, cases[i].marks_field);
      gtk_test_accessible_assert_state (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_STATE_INVALID,
                                        cases[i].marks_field ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE);
    }
  fl_remark_label_show (NULL, NULL, FL_REMARK_ERROR, "nowhere to put it");
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/remark-label/remarks", test_remarks);
  return g_test_run ();
}
