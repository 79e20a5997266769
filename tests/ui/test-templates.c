/* Every template can be made and thrown away without a warning, and names each of its controls.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-application.h"
#include "ui/fl-banner.h"
#include "ui/fl-chart.h"
#include "ui/fl-copy-button.h"
#include "ui/fl-handshake-ladder.h"
#include "ui/fl-esp-group.h"
#include "ui/fl-exposure-group.h"
#include "ui/fl-identity-card.h"
#include "ui/fl-message-view.h"
#include "ui/fl-messages-page.h"
#include "ui/fl-publish-form.h"
#include "ui/fl-security-page.h"
#include "ui/fl-broker-editor.h"
#include "ui/fl-fault-page.h"
#include "ui/fl-key-list.h"
#include "ui/fl-pill.h"
#include "ui/fl-preferences-page.h"
#include "ui/fl-dashboard-page.h"
#include "ui/fl-session-view.h"
#include "ui/fl-sparkline.h"
#include "ui/fl-start-page.h"
#include "ui/fl-topic-list.h"
#include "ui/fl-topic-row.h"
#include "ui/fl-ui-test.h"
#include "ui/fl-window.h"

/* One line for each widget that can be made without arguments. */
static const struct { const char *name; GType (*get_type) (void); } widgets[] = {
  { "banner", fl_banner_get_type },
  { "chart", fl_chart_get_type },
  { "copy-button", fl_copy_button_get_type },
  { "handshake-ladder", fl_handshake_ladder_get_type },
  { "esp-group", fl_esp_group_get_type },
  { "exposure-group", fl_exposure_group_get_type },
  { "identity-card", fl_identity_card_get_type },
  { "message-view", fl_message_view_get_type },
  { "messages-page", fl_messages_page_get_type },
  { "publish-form", fl_publish_form_get_type },
  { "security-page", fl_security_page_get_type },
  { "fault-page", fl_fault_page_get_type },
  { "key-list", fl_key_list_get_type },
  { "pill", fl_pill_get_type },
  { "preferences-page", fl_preferences_page_get_type },
  { "dashboard-page", fl_dashboard_page_get_type },
  { "session-view", fl_session_view_get_type },
  { "sparkline", fl_sparkline_get_type },
  { "start-page", fl_start_page_get_type },
  { "topic-list", fl_topic_list_get_type },
  { "topic-row", fl_topic_row_get_type },
};

static void
test_widget (gconstpointer data)
{
  GType (*get_type) (void) = widgets[GPOINTER_TO_UINT (data)].get_type;
  GtkWidget *window = adw_window_new ();
  GtkWidget *widget = g_object_new (get_type (), NULL);
  GtkWidget *watched = widget;

  g_object_add_weak_pointer (G_OBJECT (widget), (gpointer *) &watched);
  adw_window_set_content (ADW_WINDOW (window), widget);
  gtk_window_present (GTK_WINDOW (window));
  fl_ui_test_settle ();
  fl_ui_test_check_names (widget);
  gtk_window_destroy (GTK_WINDOW (window));
  fl_ui_test_settle ();
  g_assert_null (watched);
}

/* A port of this computer where nobody listens. */
static FlBroker *
new_broker (void)
{
  FlBroker *broker = fl_broker_new ("127.0.0.1", 1);

  g_object_set (broker, "name", "<b>&\"", NULL);
  return broker;
}

static void
test_editor (void)
{
  g_autoptr(FlBroker) broker = new_broker ();
  FlBrokerEditor *editor = fl_broker_editor_new (broker, NULL, TRUE);
  static const char *const pages[] = { "address", "sign-in", "trust", "keys", "advanced" };

  gtk_window_present (GTK_WINDOW (editor));
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      fl_broker_editor_show_page (editor, pages[i]);
      fl_ui_test_settle ();
      fl_ui_test_check_names (GTK_WIDGET (editor));
    }
  gtk_window_destroy (GTK_WINDOW (editor));
  fl_ui_test_settle ();
}

static void
test_window (void)
{
  g_autoptr(FlApplication) app = fl_application_new ();
  g_autoptr(FlBroker) broker = new_broker ();
  g_autoptr(FlBrokerSecrets) secrets = fl_broker_secrets_new ();
  FlWindow *window;
  FlSessionView *view;

  g_application_set_flags (G_APPLICATION (app), G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (app), NULL, NULL));
  window = fl_window_new (GTK_APPLICATION (app), fl_application_get_shelf (app));
  fl_window_open_start_page (window);
  gtk_window_present (GTK_WINDOW (window));
  fl_ui_test_settle ();
  g_assert_null (fl_window_get_session_view (window));

  view = fl_session_view_new (broker, NULL, NULL);
  fl_window_add_session_view (window, view);
  fl_session_view_open_with_secrets (view, secrets);
  fl_ui_test_settle ();
  g_assert_true (fl_window_get_session_view (window) == view);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (window)), ==, "<b>&\"");
  fl_ui_test_check_names (GTK_WIDGET (window));
  gtk_window_destroy (GTK_WINDOW (window));
  fl_ui_test_settle ();
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (widgets); i++)
    {
      g_autofree char *path = g_strconcat ("/templates/", widgets[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_widget);
    }
  g_test_add_func ("/templates/broker-editor", test_editor);
  g_test_add_func ("/templates/window", test_window);
  return g_test_run ();
}
