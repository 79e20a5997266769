/* fl-field-grid: each field is shown as plain text and can be copied as it is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-field-grid.h"

#include "support/fl-test-certificate.h"
#include "tls/fl-certificate-sections.h"
#include "ui/fl-copy-button.h"
#include "ui/fl-ui-test.h"

/* The copy buttons, from top to bottom. */
static void
collect (GtkWidget *widget,
         GPtrArray *buttons)
{
  if (FL_IS_COPY_BUTTON (widget))
    g_ptr_array_add (buttons, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    collect (child, buttons);
}

static void
test_fields (void)
{
  g_autoptr(FlCertificate) certificate = fl_test_certificate_new (&(FlTestCertificate) {
    .common_name = "<b>kitchen</b>", .organization = "Fern" });
  g_autoptr(GListModel) sections = fl_certificate_list_sections (certificate, 0);
  g_autoptr(FlCertificateSection) subject = g_list_model_get_item (sections, 0);
  GListModel *fields = fl_certificate_section_get_fields (subject);
  g_autoptr(GtkWidget) grid = g_object_ref_sink (fl_field_grid_new (fields));
  g_autoptr(GPtrArray) buttons = g_ptr_array_new ();

  collect (grid, buttons);
  g_assert_cmpuint (g_list_model_get_n_items (fields), ==, 2);
  g_assert_cmpuint (buttons->len, ==, 2);
  for (guint i = 0; i < buttons->len; i++)
    {
      g_autoptr(FlCertificateField) field = g_list_model_get_item (fields, i);
      g_autofree char *name = g_strdup_printf ("Copy %s", fl_certificate_field_get_label (field));
      GtkWidget *value = fl_ui_test_find (grid, GTK_TYPE_LABEL, fl_certificate_field_get_value (field));

      g_assert_nonnull (fl_ui_test_find (grid, GTK_TYPE_LABEL, fl_certificate_field_get_label (field)));
      g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (value)), ==, fl_certificate_field_get_value (field));
      g_assert_true (gtk_label_get_selectable (GTK_LABEL (value)));
      g_assert_cmpstr (fl_copy_button_get_text (buttons->pdata[i]), ==, fl_certificate_field_get_value (field));
      g_assert_cmpstr (fl_copy_button_get_name (buttons->pdata[i]), ==, name);
    }
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/field-grid/fields", test_fields);
  return g_test_run ();
}
