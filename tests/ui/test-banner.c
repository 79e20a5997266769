/* fl-banner: what it is told is what it shows, as plain text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-banner.h"
#include "ui/fl-ui-test.h"

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
test_text (void)
{
  g_autoptr(FlBanner) banner = g_object_ref_sink (FL_BANNER (fl_banner_new ()));
  GtkWidget *label = fl_ui_test_find (GTK_WIDGET (banner), GTK_TYPE_LABEL, NULL);

  fl_banner_set_title (banner, "<b>&\"");
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (label)), ==, "<b>&\"");
  g_assert_cmpstr (fl_banner_get_title (banner), ==, "<b>&\"");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (banner), GTK_ACCESSIBLE_PROPERTY_LABEL, "<b>&\"");
}

static void
test_button (void)
{
  g_autoptr(FlBanner) banner = g_object_ref_sink (FL_BANNER (fl_banner_new ()));
  GtkWidget *button = fl_ui_test_find (GTK_WIDGET (banner), GTK_TYPE_BUTTON, NULL);
  guint n_clicks = 0;

  g_assert_false (gtk_widget_get_visible (button));
  fl_banner_set_button_label (banner, "Try now");
  g_assert_true (gtk_widget_get_visible (button));
  g_signal_connect_swapped (banner, "button-clicked", G_CALLBACK (count_cb), &n_clicks);
  g_signal_emit_by_name (button, "clicked");
  g_assert_cmpuint (n_clicks, ==, 1);
  fl_banner_set_button_label (banner, NULL);
  g_assert_false (gtk_widget_get_visible (button));
}

static void
test_tone (void)
{
  static const struct { FlSecurityTone tone; const char *css_class; } cases[] = {
    { FL_SECURITY_TONE_NEUTRAL, "neutral" }, { FL_SECURITY_TONE_BAD, "error" }, { FL_SECURITY_TONE_CAUTION, "warning" },
  };
  g_autoptr(FlBanner) banner = g_object_ref_sink (FL_BANNER (fl_banner_new ()));
  GtkWidget *box = fl_ui_test_find (GTK_WIDGET (banner), GTK_TYPE_BOX, NULL);

  g_assert_cmpint (fl_banner_get_tone (banner), ==, FL_SECURITY_TONE_CAUTION);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      fl_banner_set_tone (banner, cases[i].tone);
      g_assert_cmpint (fl_banner_get_tone (banner), ==, cases[i].tone);
      for (guint k = 0; k < G_N_ELEMENTS (cases); k++)
        g_assert_cmpint (gtk_widget_has_css_class (box, cases[k].css_class), ==, i == k);
    }
}

static void
test_notify (void)
{
  g_autoptr(FlBanner) banner = g_object_ref_sink (FL_BANNER (fl_banner_new ()));
  guint n_changes = 0;

  g_signal_connect_swapped (banner, "notify", G_CALLBACK (count_cb), &n_changes);
  fl_banner_set_revealed (banner, FALSE);
  fl_banner_set_tone (banner, FL_SECURITY_TONE_CAUTION);
  g_assert_cmpuint (n_changes, ==, 0);
  fl_banner_set_revealed (banner, TRUE);
  fl_banner_set_title (banner, "x");
  fl_banner_set_title (banner, "x");
  g_assert_cmpuint (n_changes, ==, 2);
  g_assert_true (fl_banner_get_revealed (banner));
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/banner/text-is-not-markup", test_text);
  g_test_add_func ("/banner/button", test_button);
  g_test_add_func ("/banner/tone", test_tone);
  g_test_add_func ("/banner/notifies-only-changes", test_notify);
  return g_test_run ();
}
