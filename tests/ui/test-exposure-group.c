/* fl-exposure-group: whose broker may be asked, and that nothing is asked before somebody wants it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-exposure-group.h"

#include "crypto/fl-secret.h"
#include "mqtt/fl-link.h"
#include "support/fl-fake-broker.h"
#include "ui/fl-exposure-row.h"
#include "ui/fl-ui-test.h"

static FlLinkSettings *
make_settings (const char *host,
               guint16     port)
{
  static const char *const filters[] = { "home/#", NULL };
  g_autoptr(FlEndpoint) endpoint = fl_endpoint_new (host, port);
  g_autoptr(FlTrust) trust = fl_trust_new_plain ();
  FlLinkSettings *settings = fl_link_settings_new (endpoint, trust);

  fl_link_settings_set_filters (settings, filters);
  return settings;
}

static GtkButton *
find_button (FlExposureGroup *group,
             const char      *label)
{
  return GTK_BUTTON (fl_ui_test_find (GTK_WIDGET (group), GTK_TYPE_BUTTON, label));
}

static void
test_offered (void)
{
  g_autoptr(FlExposureGroup) group = g_object_ref_sink (FL_EXPOSURE_GROUP (fl_exposure_group_new ()));
  g_autoptr(FlLinkSettings) public_one = make_settings ("test.mosquitto.org", 8883);
  g_autoptr(FlLinkSettings) service = make_settings ("io.adafruit.com", 8883);
  g_autoptr(FlLinkSettings) own = make_settings ("127.0.0.1", 8883);

  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (group)));
  g_object_set (group, "settings", public_one, NULL);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (group)));
  g_object_set (group, "settings", own, NULL);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (group)));
  g_assert_nonnull (find_button (group, "Check"));
  g_assert_null (fl_ui_test_find (GTK_WIDGET (group), FL_TYPE_EXPOSURE_ROW, NULL));
  fl_ui_test_check_names (GTK_WIDGET (group));
  g_object_set (group, "settings", service, NULL);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (group)));
}

static void
test_click (void)
{
  const FlFakeBehaviour silent = { .connack_v5 = FL_FAKE_SILENT };
  g_autoptr(FlFakeBroker) broker = fl_fake_broker_new (&silent);
  g_autoptr(FlLinkSettings) settings = make_settings ("127.0.0.1", fl_fake_broker_get_port (broker));
  g_autoptr(FlExposureGroup) group = g_object_ref_sink (FL_EXPOSURE_GROUP (fl_exposure_group_new ()));
  FlExposure *exposure = fl_exposure_group_get_exposure (group);

  fl_exposure_set_plain_port (exposure, fl_fake_broker_get_port (broker));
  g_object_set (group, "settings", settings, "n-messages", (guint64) 7, NULL);
  fl_ui_test_settle ();
  g_assert_cmpuint (fl_fake_broker_get_counts (broker).n_accepted, ==, 0); /* on the click only */

  g_signal_emit_by_name (find_button (group, "Check"), "clicked");
  g_assert_nonnull (find_button (group, "Cancel"));
  g_assert_nonnull (fl_ui_test_find (GTK_WIDGET (group), GTK_TYPE_LABEL, "0 of 1 port has answered; it takes ten seconds at most."));
  fl_fake_wait_for (fl_fake_broker_get_counts (broker).n_connects == 1);
  g_signal_emit_by_name (find_button (group, "Cancel"), "clicked");
  g_assert_nonnull (find_button (group, "Check"));
  g_assert_null (fl_ui_test_find (GTK_WIDGET (group), FL_TYPE_EXPOSURE_ROW, NULL));

  fl_fake_broker_set_behaviour (broker, &(FlFakeBehaviour) { .connack_v5 = 0x87 });
  g_signal_emit_by_name (find_button (group, "Check"), "clicked");
  fl_fake_wait_for (fl_exposure_is_done (exposure));
  g_assert_nonnull (find_button (group, "Check Again"));
  g_assert_nonnull (fl_ui_test_find (GTK_WIDGET (group), FL_TYPE_EXPOSURE_ROW, NULL));
  fl_ui_test_check_names (GTK_WIDGET (group));
}

int
main (int    argc,
      char **argv)
{
  fl_link_scrub_environment ();
  fl_secret_init ();
  fl_ui_test_init (&argc, &argv);

  g_test_add_func ("/exposure-group/offered", test_offered);
  g_test_add_func ("/exposure-group/click", test_click);

  return g_test_run ();
}
