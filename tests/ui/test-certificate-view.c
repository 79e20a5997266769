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

#include <glib/gstdio.h>
#include <string.h>

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

static GtkWidget *
find_copy_button (GtkWidget  *root,
                  const char *name)
{
  if (FL_IS_COPY_BUTTON (root) && g_strcmp0 (fl_copy_button_get_name (FL_COPY_BUTTON (root)), name) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_copy_button (child, name);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
test_pem (void)
{
  g_autoptr(FlCertificate) certificate = fl_test_certificate_load ("ec.pem");
  g_autoptr(GtkWidget) view = g_object_ref_sink (fl_certificate_view_new (certificate, 0));
  GtkWidget *copy = find_copy_button (view, "Copy PEM");

  g_assert_cmpstr (fl_copy_button_get_text (FL_COPY_BUTTON (copy)), ==, fl_certificate_get_pem (certificate));
}

static gboolean
says_exported (gpointer button)
{
  return g_str_equal (gtk_button_get_label (button), "Exported") || g_str_equal (gtk_button_get_label (button), "Export failed");
}

/* What openssl reads of the file is the certificate; a file that cannot be written is said. */
static void
test_export (void)
{
  static const struct { FlCertificateFormat format; const char *label, *form, *folder, *outcome; } cases[] = {
    { FL_CERTIFICATE_FORMAT_PEM, "Export PEM…", "PEM", "", "Exported" },
    { FL_CERTIFICATE_FORMAT_DER, "Export DER…", "DER", "", "Exported" },
    { FL_CERTIFICATE_FORMAT_DER, "Export DER…", "DER", "no/such/", "Export failed" },
  };
  g_autoptr(FlCertificate) certificate = fl_test_certificate_load ("ec.pem");
  g_autofree char *folder = g_dir_make_tmp ("fernlight-test-XXXXXX", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GtkWidget) view = g_object_ref_sink (fl_certificate_view_new (certificate, 0));
      GtkWidget *button = fl_ui_test_find (view, GTK_TYPE_BUTTON, cases[i].label);
      g_autofree char *path = g_strdup_printf ("%s/%sfile", folder, cases[i].folder);
      g_autoptr(GFile) file = g_file_new_for_path (path);
      g_autofree char *pem = NULL;

      g_assert_nonnull (button);
      fl_certificate_view_export (FL_CERTIFICATE_VIEW (view), cases[i].format, file);
      g_assert_true (fl_ui_test_wait (says_exported, button, 60));
      g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (button)), ==, cases[i].outcome);
      if (!g_str_equal (cases[i].outcome, "Exported"))
        continue;
      pem = fl_test_run (NULL, "openssl x509 -inform %s -in %s", cases[i].form, path);
      g_assert_true (g_str_has_prefix (fl_certificate_get_pem (certificate), pem)); /* but for the last end of line */
      g_assert_cmpuint (strlen (pem), >, 500);
      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* A stranger's certificate at its worst: shown, bounded, and nothing in it is markup or turns the text around. */
static void
test_hostile (void)
{
  static const FlTestCertificate wishes[] = {
    { .common_name = "x", .n_dns_names = 10000 },
    { .common_name = "<span foreground='green'>verified</span>\n\u202Eevil", .san = "DNS:a\u202Eb" },
    { .common_name = "x", .serial = -42, .end_date = "99991231235959Z" },
    { .common_name = "x", .extensions = "1.2.3.4=critical,DER:deadbeef" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wishes); i++)
    {
      g_autoptr(FlCertificate) certificate = fl_test_certificate_new (&wishes[i]);
      g_autoptr(GtkWidget) view = g_object_ref_sink (fl_certificate_view_new (certificate, 0));

      if (i == 0)
        assert_shown (view, "9900 more are not shown");
      if (i == 1)
        assert_shown (view, "<span foreground='green'>verified</span>\\u000A\\u202Eevil");
      if (i == 2)
        assert_shown (view, "-2A");
      if (i == 3)
        assert_shown (view, "de:ad:be:ef");
    }
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
  g_test_add_func ("/certificate-view/export", test_export);
  g_test_add_func ("/certificate-view/hostile", test_hostile);
  g_test_add_func ("/certificate-view/names", test_names);
  return g_test_run ();
}
