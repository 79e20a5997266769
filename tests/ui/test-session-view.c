/* A session's tab: what it is called, its pages, what it keeps of added LEDs, what its banner says.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-banner.h"
#include "ui/fl-card-menu.h"
#include "ui/fl-session-view.h"
#include "ui/fl-ui-test.h"

/* Nobody listens on port 1 of the loopback: the session stays off line. */
static FlSessionView *
open_view (FlBroker **broker)
{
  g_autoptr(FlBrokerSecrets) secrets = fl_broker_secrets_new ();
  FlSessionView *view;

  *broker = fl_broker_new ("127.0.0.1", 1);
  g_object_set (*broker, "name", "<b>Home</b>", "base-topic", "home",
                "added-leds", "attic/lamp/set\tattic/lamp\tAttic\nnonsense\n", "device-rules", "home/kitchen\t2000\te\n", NULL);
  view = g_object_ref_sink (fl_session_view_new (*broker, NULL, NULL));
  fl_session_view_open_with_secrets (view, secrets);
  return view;
}

static void
test_tab (void)
{
  g_autoptr(FlBroker) broker = NULL;
  g_autoptr(FlSessionView) view = open_view (&broker);

  g_assert_true (fl_session_view_get_broker (view) == broker);
  g_assert_cmpstr (fl_session_view_get_title (view), ==, "<b>Home</b>");
  g_assert_false (fl_session_view_is_saved (view));
  g_assert_nonnull (fl_session_view_get_session (view));
  g_object_set (broker, "name", "Attic", NULL);
  g_assert_cmpstr (fl_session_view_get_title (view), ==, "Attic");
  fl_session_view_close (view);
  g_assert_null (fl_session_view_get_session (view));
}

static void
test_pages (void)
{
  static const char *const names[] = { "messages", "security", "dashboard" };
  g_autoptr(FlBroker) broker = NULL;
  g_autoptr(FlSessionView) view = open_view (&broker);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      fl_session_view_show_page (view, names[i]);
      g_assert_cmpstr (adw_view_stack_get_visible_child_name (fl_session_view_get_stack (view)), ==, names[i]);
    }
  fl_session_view_close (view);
}

static void
test_added_leds (void)
{
  g_autoptr(FlBroker) broker = NULL;
  g_autoptr(FlSessionView) view = open_view (&broker);
  FlDeviceRegistry *registry = fl_session_get_registry (fl_session_view_get_session (view));
  gboolean found = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (registry)); i++)
    {
      g_autoptr(FlDevice) device = g_list_model_get_item (G_LIST_MODEL (registry), i);
      GListModel *leds = fl_device_get_leds (device);

      for (guint k = 0; k < g_list_model_get_n_items (leds); k++)
        {
          g_autoptr(FlLed) led = g_list_model_get_item (leds, k);

          found = found || g_strcmp0 (fl_led_get_command_topic (led), "attic/lamp/set") == 0;
        }
    }
  g_assert_true (found);
  fl_session_view_close (view);
}

/* What is set of a device is there again, and what is set now is kept with the broker. */
static void
test_device_rules (void)
{
  g_autoptr(FlBroker) broker = NULL;
  g_autoptr(FlSessionView) view = open_view (&broker);
  FlDeviceRegistry *registry = fl_session_get_registry (fl_session_view_get_session (view));
  g_autoptr(GPtrArray) batch = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_message_unref);
  FlDevice *device;

  g_ptr_array_add (batch, fl_message_new_plain ("home/kitchen/led", "ON"));
  fl_device_registry_ingest (registry, batch);
  device = fl_device_registry_find_device (registry, "kitchen");
  g_assert_cmpuint (fl_device_get_confirm_limit_ms (device), ==, 2000);
  g_assert_true (fl_device_get_expects_tokens (device));
  g_assert_cmpstr (fl_device_get_attention_text (device), ==, "Stopped encrypting");
  fl_device_set_confirm_limit_ms (device, 9000);
  fl_device_set_accepts_plain (device, TRUE);
  g_assert_cmpstr (fl_broker_get_device_rules (broker), ==, "home/kitchen\t9000\tep\n");
  fl_session_view_close (view);
}

static void
test_notice (void)
{
  g_autoptr(FlBroker) broker = NULL;
  g_autoptr(FlSessionView) view = open_view (&broker);
  GtkWidget *banner = fl_ui_test_find (GTK_WIDGET (view), FL_TYPE_BANNER, NULL);

  /* What is more serious goes first: there is no connection, and the page says so at length. */
  fl_session_view_set_notice (view, "A demo.");
  g_assert_cmpstr (fl_banner_get_title (FL_BANNER (banner)), !=, "A demo.");
  fl_session_view_close (view);
}

/* Nothing is opened: nobody else's broker is asked for anything. */
static void
test_public (void)
{
  static const char line[] = "Public broker: anyone can read and publish here; use Fernet.";
  g_autoptr(FlBroker) broker = fl_broker_new ("localhost", 8883);
  g_autoptr(FlSessionView) view = g_object_ref_sink (fl_session_view_new (broker, NULL, NULL));
  GtkWidget *label = fl_ui_test_find (GTK_WIDGET (view), GTK_TYPE_LABEL, line);

  g_assert_nonnull (label);
  g_assert_false (gtk_widget_get_visible (label));
  g_object_set (broker, "host", "broker.emqx.io", NULL);
  g_assert_true (gtk_widget_get_visible (label));
}

/* How the cards are arranged is kept with the broker, and found again by the next view of it. */
static void
test_arrangement (void)
{
  g_autoptr(FlBroker) broker = NULL;
  g_autoptr(FlBrokerSecrets) secrets = fl_broker_secrets_new ();
  g_autoptr(FlSessionView) view = open_view (&broker);
  g_autoptr(FlSessionView) next = NULL;
  GtkWidget *menu = fl_ui_test_find (GTK_WIDGET (view), FL_TYPE_CARD_MENU, NULL);

  g_assert_nonnull (menu);
  g_assert_null (fl_ui_test_find (GTK_WIDGET (view), GTK_TYPE_LABEL, "Under the <roof>"));
  g_assert_true (gtk_widget_activate_action (menu, "card.room", "s", "Under the <roof>"));
  fl_ui_test_settle ();
  g_assert_nonnull (fl_ui_test_find (GTK_WIDGET (view), GTK_TYPE_LABEL, "Under the <roof>"));
  g_assert_nonnull (strstr (fl_broker_get_dashboard (broker), "Under the <roof>"));
  fl_session_view_close (view);

  next = g_object_ref_sink (fl_session_view_new (broker, NULL, NULL));
  fl_session_view_open_with_secrets (next, secrets);
  fl_ui_test_settle ();
  g_assert_nonnull (fl_ui_test_find (GTK_WIDGET (next), GTK_TYPE_LABEL, "Under the <roof>"));
  fl_session_view_close (next);
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/session-view/tab", test_tab);
  g_test_add_func ("/session-view/pages", test_pages);
  g_test_add_func ("/session-view/added-leds", test_added_leds);
  g_test_add_func ("/session-view/arrangement", test_arrangement);
  g_test_add_func ("/session-view/device-rules", test_device_rules);
  g_test_add_func ("/session-view/notice", test_notice);
  g_test_add_func ("/session-view/public", test_public);
  return g_test_run ();
}
