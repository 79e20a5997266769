/* fl-certificate-view: every field of every section, and the PEM, as plain text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-certificate-view.h"

#include "support/fl-test-certificate.h"
#include "tls/fl-certificate-sections.h"
#include "ui/fl-copy-button.h"
#include "ui/fl-ui-test.h"

static void
assert_shown (GtkWidget  *view,
              const char *text)
{
  GtkWidget *label = fl_ui_test_find (view, GTK_TYPE_LABEL, text);

  g_test_message ("%s", text);
  g_assert_nonnull (label);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (label)), ==, text);
}

static void
test_complete (void)
{
  g_autoptr(FlCertificate) certificate = fl_test_certificate_new (&(FlTestCertificate) {
    .common_name = "<b>&\"", .san = "DNS:localhost,IP:::1", .extensions = "1.2.3.4=DER:deadbeef\nkeyUsage=critical,digitalSignature" });
  g_autoptr(GListModel) sections = fl_certificate_list_sections (certificate, 0);
  g_autoptr(GtkWidget) view = g_object_ref_sink (fl_certificate_view_new (certificate, 0));

  for (guint i = 0; i < g_list_model_get_n_items (sections); i++)
    {
      g_autoptr(FlCertificateSection) section = g_list_model_get_item (sections, i);
      GListModel *fields = fl_certificate_section_get_fields (section);

      if (!fl_certificate_section_is_critical (section))
        assert_shown (view, fl_certificate_section_get_title (section));
      for (guint j = 0; j < g_list_model_get_n_items (fields); j++)
        {
          g_autoptr(FlCertificateField) field = g_list_model_get_item (fields, j);

          assert_shown (view, fl_certificate_field_get_label (field));
          assert_shown (view, fl_certificate_field_get_value (field));
        }
    }
  assert_shown (view, "<b>&\"");
  assert_shown (view, "de:ad:be:ef");
  assert_shown (view, "Key usage (critical)");
}

static void
test_pem (void)
{
  g_autoptr(FlCertificate) certificate = fl_test_certificate_load ("ec.pem");
  g_autoptr(GtkWidget) view = g_object_ref_sink (fl_certificate_view_new (certificate, 0));
  GtkWidget *copy = fl_ui_test_find (view, FL_TYPE_COPY_BUTTON, NULL);

  g_assert_cmpstr (fl_copy_button_get_text (FL_COPY_BUTTON (copy)), ==, fl_certificate_get_pem (certificate));
}

static void
test_names (void)
{
  g_autoptr(FlCertificate) certificate = fl_test_certificate_load ("rsa2048.pem");
  GtkWidget *window = adw_window_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new (); /* it is taller than a screen */

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), fl_certificate_view_new (certificate, 0));
  adw_window_set_content (ADW_WINDOW (window), scrolled);
  gtk_window_present (GTK_WINDOW (window));
  fl_ui_test_settle ();
  fl_ui_test_check_names (window);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/certificate-view/complete", test_complete);
  g_test_add_func ("/certificate-view/pem", test_pem);
  g_test_add_func ("/certificate-view/names", test_names);
  return g_test_run ();
}
