/* fl-exposure-row: the sentence, where the lines go, and the lines to be copied; nothing of it is markup.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-exposure-row.h"

#include "ui/fl-copy-button.h"
#include "ui/fl-ui-test.h"

static void
test_rows (void)
{
  const FlExposureListener listener = { .port = 1883, .is_extra = TRUE, .outcome = FL_STRANGER_MAY_NOT_SUBSCRIBE,
                                        .filter = "<b>home</b>/#", .listen_s = 3 };
  static const struct { gboolean has_lines; const char *icon; } expected[] = {
    { TRUE, "dialog-warning-symbolic" },
    { TRUE, "dialog-error-symbolic" },
    { FALSE, "fl-proved-symbolic" },
  };
  g_autoptr(GPtrArray) findings = fl_exposure_finding_list (&listener);

  g_assert_cmpuint (findings->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < findings->len; i++)
    {
      FlExposureFinding *finding = findings->pdata[i];
      g_autoptr(GtkWidget) row = g_object_ref_sink (fl_exposure_row_new (finding));
      GtkWidget *copy = fl_ui_test_find (row, FL_TYPE_COPY_BUTTON, NULL);
      GtkWidget *image = fl_ui_test_find (row, GTK_TYPE_IMAGE, NULL);
      GtkWidget *text = fl_ui_test_find (row, GTK_TYPE_LABEL, fl_exposure_finding_get_text (finding));

      g_assert_nonnull (text); /* word for word */
      g_assert_false (gtk_label_get_use_markup (GTK_LABEL (text)));
      g_assert_cmpstr (gtk_image_get_icon_name (GTK_IMAGE (image)), ==, expected[i].icon);
      g_assert_cmpstr (fl_copy_button_get_text (FL_COPY_BUTTON (copy)), ==, fl_exposure_finding_get_lines (finding));
      g_assert_cmpint (gtk_widget_get_visible (gtk_widget_get_parent (copy)), ==, expected[i].has_lines);
      if (expected[i].has_lines)
        g_assert_nonnull (fl_ui_test_find (row, GTK_TYPE_LABEL, fl_exposure_finding_get_lines (finding)));
      fl_ui_test_check_names (row);
    }
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);

  g_test_add_func ("/exposure-row/rows", test_rows);

  return g_test_run ();
}
