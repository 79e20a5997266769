/* One tab: a session's three pages and the banner above them.
 *
 * The keeper decides what the person's answers change; the view finds the place for what the session says.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-session-view"

#include "config.h"

#include "ui/fl-session-view.h"

#include "brokers/fl-added-leds.h"
#include "brokers/fl-broker-json.h"
#include "brokers/fl-broker-pin.h"
#include "brokers/fl-broker-url.h"
#include "brokers/fl-dashboard-layout.h"
#include "brokers/fl-preset.h"
#include "ui/fl-application.h"
#include "ui/fl-banner.h"
#include "ui/fl-broker-editor.h"
#include "ui/fl-dashboard-page.h"
#include "ui/fl-fault-page.h"
#include "ui/fl-messages-page.h"
#include "ui/fl-security-page.h"
#include "ui/fl-session-banner.h"
#include "ui/fl-session-keeper.h"
#include "ui/fl-ui.h"
#include "ui/fl-window.h"

#include <glib/gi18n.h>

/* Seconds in which a change of the pins can be undone, or a planned one be made final. */
#define PIN_TOAST_S 20

struct _FlSessionView
{
  AdwBin           parent_instance;

  FlBanner        *banner;
  GtkWidget       *public_label;
  AdwViewStack    *stack;
  GtkStack        *dashboard_stack;
  FlFaultPage     *fault_page;
  FlDashboardPage *dashboard_page;
  FlMessagesPage  *messages_page;
  FlSecurityPage  *security_page;

  FlDashboardLayout *layout;          /* of the dashboard, as the broker keeps it */
  FlSessionKeeper *keeper;
  FlSession       *session;           /* the keeper's, while its signals are listened to */
  const char      *banner_action;     /* of the button, and its target */
  const char      *banner_target;
  guint            tick;              /* once a second while the banner counts down */
  AdwToast        *pin_toast;         /* weak: of the last change of the pins, as long as it can be undone */
  char            *notice;            /* for the banner, when there is nothing more serious to say */
  gboolean         keyring_dismissed;
  gboolean         is_impossible; /* no session can be made of the broker's settings */
  gboolean         refusal_shown;     /* the Security page was put in front once */
};

enum
{
  PROP_0,
  PROP_SESSION,
  PROP_TITLE,
  PROP_LOADING,
  PROP_TROUBLED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (FlSessionView, fl_session_view, ADW_TYPE_BIN)

static FlSessionState
state_of (FlSessionView *self)
{
  return self->session != NULL ? fl_session_get_state (self->session) : FL_SESSION_STATE_IDLE;
}

static FlBroker *
broker_of (FlSessionView *self)
{
  return fl_session_keeper_get_broker (self->keeper);
}

/* The banner */

/* Whether the page in front says at length what the banner would say. */
static gboolean
page_says_it (FlSessionView *self)
{
  const char *page = adw_view_stack_get_visible_child_name (self->stack);
  const FlLinkFault fault = fl_session_get_fault (self->session);

  if (g_strcmp0 (page, "security") == 0)
    return fault == FL_LINK_FAULT_NOT_TRUSTED || fault == FL_LINK_FAULT_TLS_FAILED;
  return !fl_session_keeper_was_online (self->keeper) && g_strcmp0 (page, "dashboard") == 0;
}

static void
show_banner (FlSessionView *self)
{
  const gint64 left = fl_session_get_retry_at (self->session) - g_get_monotonic_time ();
  const FlSessionBannerFacts facts = {
    .state = fl_session_get_state (self->session),
    .fault = fl_session_get_fault (self->session),
    .fault_text = fl_session_get_fault_text (self->session),
    .seconds_left = (left + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC,
    .is_said_by_page = page_says_it (self),
    .certificate_changed = fl_session_keeper_is_certificate_changed (self->keeper),
    .n_failed = fl_session_get_n_failed (self->session),
    .has_keys = fl_session_get_keys (self->session) != NULL,
    .service_note = fl_session_get_service_note (self->session),
    .n_refused = fl_session_get_n_refused (self->session),
    .keyring_note = self->keyring_dismissed ? NULL : fl_session_keeper_get_keyring_note (self->keeper),
    .notice = self->notice,
  };
  g_auto(FlSessionBanner) said = { 0 };

  fl_session_banner_init (&said, &facts);
  self->banner_action = said.action;
  self->banner_target = said.target;
  if (said.title != NULL)
    {
      fl_banner_set_title (self->banner, said.title);
      fl_banner_set_button_label (self->banner, said.button_label);
      fl_banner_set_tone (self->banner, said.tone);
    }
  fl_banner_set_revealed (self->banner, said.title != NULL);
}

static gboolean
tick_cb (gpointer user_data)
{
  show_banner (user_data);
  return G_SOURCE_CONTINUE;
}

static void
banner_clicked_cb (FlSessionView *self)
{
  if (self->banner_action == NULL)
    return;
  if (self->banner_target != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), self->banner_action, "s", self->banner_target);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), self->banner_action, NULL);
}

static void
visible_page_changed_cb (FlSessionView *self)
{
  if (self->is_impossible)
    fl_banner_set_revealed (self->banner,
                            g_strcmp0 (adw_view_stack_get_visible_child_name (self->stack), "dashboard") != 0);
  else if (self->session != NULL)
    show_banner (self);
}

/* What is wrong with the settings is said in the place of a session: on the dashboard at length, elsewhere above. */
static void
impossible_cb (FlSessionView *self,
               const char    *sentence)
{
  self->banner_action = "session.edit-broker";
  self->banner_target = "trust";
  fl_banner_set_title (self->banner, sentence);
  fl_banner_set_button_label (self->banner, _("Edit…"));
  fl_banner_set_tone (self->banner, FL_SECURITY_TONE_BAD);
  fl_fault_page_show_impossible (self->fault_page, sentence);
  self->is_impossible = TRUE;
  visible_page_changed_cb (self);
}

/* What the session says, to the pages */

static void
show_refusal (FlSessionView *self)
{
  if (self->refusal_shown || fl_session_get_fault (self->session) != FL_LINK_FAULT_NOT_TRUSTED)
    return;
  self->refusal_shown = TRUE;
  fl_session_view_show_page (self, "security");
}

/* What the broker did not let us do: sign in, subscribe. */
static const char *
refused_text_of (FlSession *session)
{
  const FlLinkFault fault = fl_session_get_fault (session);

  return fault == FL_LINK_FAULT_BAD_CREDENTIALS || fault == FL_LINK_FAULT_NOT_AUTHORIZED ? fl_session_get_fault_text (session) : NULL;
}

static void
tell_pages_state (FlSessionView *self)
{
  const gboolean online = state_of (self) == FL_SESSION_STATE_ONLINE;
  const char *reason = fl_session_get_fault_text (self->session);

  fl_messages_page_set_online (self->messages_page, online, reason != NULL ? reason : _("Not connected"));
  g_object_set (self->security_page, "online", online, "refused-text", refused_text_of (self->session), NULL);
  gtk_stack_set_visible_child_name (self->dashboard_stack,
                                    fl_session_keeper_was_online (self->keeper) ? "dashboard" : "fault");
}

static void
state_changed_cb (FlSessionView *self)
{
  const FlSessionState state = state_of (self);

  g_clear_handle_id (&self->tick, g_source_remove);
  if (state == FL_SESSION_STATE_REFUSED)
    show_refusal (self);
  else if (state == FL_SESSION_STATE_WAITING)
    self->tick = g_timeout_add_seconds (1, tick_cb, self);
  tell_pages_state (self);
  show_banner (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TROUBLED]);
}

static void
facts_changed_cb (FlSessionView *self)
{
  g_object_set (self->security_page, "refused-text", refused_text_of (self->session), NULL);
  show_banner (self);
}

static void
keys_changed_cb (FlSessionView *self)
{
  fl_messages_page_set_can_encrypt (self->messages_page, fl_session_get_keys (self->session) != NULL,
                                    fl_broker_get_encrypt_commands (broker_of (self)));
  show_banner (self);
}

/* What is pinned, and what was seen under it. */
static void
tell_pins (FlSessionView *self)
{
  g_autoptr(FlCertificate) pinned = NULL;

  if (self->session == NULL)
    return;
  pinned = fl_broker_dup_pinned_certificate (broker_of (self));
  g_object_set (self->security_page,
                "trust", fl_link_settings_get_trust (fl_session_get_link_settings (self->session)),
                "pinned-certificate", pinned,
                "trusted-at", fl_broker_get_pin_since (broker_of (self)),
                NULL);
  fl_security_page_set_link_settings (self->security_page, fl_session_get_link_settings (self->session));
}

/* What the Security page must know besides the handshake. */
static void
tell_security_page (FlSessionView *self)
{
  static const char *const names[] = { "report", "fault-text", "n-messages", "n-fernet", "n-token-bytes", "n-plain-bytes" };
  FlLinkSettings *settings = fl_session_get_link_settings (self->session);

  tell_pins (self);
  fl_security_page_set_session (self->security_page, self->session, fl_session_get_base_topic (self->session));
  g_object_set (self->security_page,
                "username", fl_link_settings_get_username (settings),
                "has-password", fl_link_settings_get_password (settings) != NULL,
                "remembered-at", fl_broker_get_remembered_since (broker_of (self)),
                NULL);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_object_bind_property (self->session, names[i], self->security_page, names[i], G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->session, "n-unopened", self->security_page, "n-failed", G_BINDING_SYNC_CREATE);
}

/* What it shows is noted, and what was noted is shown; of the demo nothing is. */
static void
tell_watch (FlSessionView *self)
{
  GApplication *application = g_application_get_default ();
  FlCertificateWatch *watch = FL_IS_APPLICATION (application) ? fl_application_get_watch (FL_APPLICATION (application)) : NULL;

  if (watch == NULL || !fl_session_keeper_may_be_saved (self->keeper))
    return;
  fl_certificate_watch_add_session (watch, broker_of (self), self->session);
  fl_security_page_set_log (self->security_page, fl_certificate_watch_get_log (watch), fl_broker_get_id (broker_of (self)));
}

static void
add_led_cb (const char *command_topic,
            const char *report_topic,
            const char *name,
            gpointer    user_data)
{
  g_autoptr(GError) error = NULL;

  if (fl_device_registry_add_led (user_data, name, command_topic, report_topic, &error) == NULL)
    g_debug ("A LED of the broker's file is none: %s", error->message);
}

/* What is to be kept of the devices is kept with the broker. */
static void
rules_changed_cb (FlSessionView *self)
{
  g_autofree char *rules = fl_device_registry_dup_rules (fl_session_get_registry (self->session));

  g_object_set (broker_of (self), "device-rules", rules, NULL);
}

static void
layout_changed_cb (FlSessionView *self)
{
  g_autofree char *text = fl_dashboard_layout_to_text (self->layout);

  g_object_set (broker_of (self), "dashboard", text, NULL);
}

/* The first time as the broker keeps it; another session of it finds it as it is. */
static void
ensure_layout (FlSessionView *self)
{
  if (self->layout != NULL)
    return;
  self->layout = fl_dashboard_layout_new (fl_broker_get_dashboard (broker_of (self)));
  g_signal_connect_object (self->layout, "changed", G_CALLBACK (layout_changed_cb), self, G_CONNECT_SWAPPED);
  fl_dashboard_page_set_layout (self->dashboard_page, self->layout);
}

static void
tell_dashboard_page (FlSessionView *self)
{
  g_autofree char *filter = fl_broker_dup_filter (broker_of (self));

  fl_device_registry_set_rules (fl_session_get_registry (self->session), fl_broker_get_device_rules (broker_of (self)));
  g_signal_connect_object (fl_session_get_registry (self->session), "notify::rules", G_CALLBACK (rules_changed_cb), self, G_CONNECT_SWAPPED);
  ensure_layout (self);

  fl_added_leds_foreach (fl_broker_get_added_leds (broker_of (self)), add_led_cb, fl_session_get_registry (self->session));
  fl_dashboard_page_set_filter (self->dashboard_page, filter);
  fl_dashboard_page_set_registry (self->dashboard_page, fl_session_get_registry (self->session));
}

static void
listen_to_session (FlSessionView *self)
{
  static const char *const facts[] = { "notify::fault", "notify::n-failed", "notify::n-refused", "notify::service-note" };

  g_signal_connect_swapped (self->session, "notify::state", G_CALLBACK (state_changed_cb), self);
  g_signal_connect_swapped (self->session, "notify::has-keys", G_CALLBACK (keys_changed_cb), self);
  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    g_signal_connect_swapped (self->session, facts[i], G_CALLBACK (facts_changed_cb), self);
}

static void
drop_session (FlSessionView *self)
{
  g_clear_handle_id (&self->tick, g_source_remove);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  if (self->security_page != NULL)
    fl_security_page_set_session (self->security_page, NULL, NULL);
  g_clear_object (&self->session);
}

static void
host_changed_cb (FlSessionView *self)
{
  gtk_widget_set_visible (self->public_label, fl_preset_is_public_host (fl_broker_get_host (broker_of (self))));
}

static void
session_changed_cb (FlSessionView *self)
{
  drop_session (self);
  if (!g_set_object (&self->session, fl_session_keeper_get_session (self->keeper)))
    return;
  self->refusal_shown = FALSE;
  self->is_impossible = FALSE;
  listen_to_session (self);
  g_object_set (self->fault_page,
                "session", self->session,
                "tls-seen", fl_broker_get_tls_seen (broker_of (self)),
                "keyring-available", fl_session_keeper_has_keyring (self->keeper),
                NULL);
  tell_dashboard_page (self);
  tell_security_page (self);
  tell_watch (self);
  fl_messages_page_set_tree (self->messages_page, fl_session_get_tree (self->session));
  fl_messages_page_set_service (self->messages_page, fl_link_settings_get_service (fl_session_get_link_settings (self->session)));
  keys_changed_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
  state_changed_cb (self);
}

/* What the pages ask for */

static void
published_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(FlSessionView) self = user_data;
  g_autoptr(GError) error = NULL;

  fl_session_publish_finish (FL_SESSION (source), result, &error);
  if (self->session == FL_SESSION (source))
    fl_messages_page_published (self->messages_page, error);
}

static void
publish_cb (FlSessionView *self,
            const char    *topic,
            GBytes        *payload,
            int            qos,
            gboolean       retained,
            gboolean       encrypt)
{
  if (self->session != NULL)
    fl_session_publish_async (self->session, topic, payload, qos, retained, encrypt, NULL,
                              published_cb, g_object_ref (self));
}

static void
use_as_led_cb (FlSessionView *self,
               const char    *topic)
{
  fl_session_view_show_page (self, "dashboard");
  fl_dashboard_page_add_led (self->dashboard_page, topic);
}

/* The topic above the device's own, in Messages. */
static void
open_device_cb (FlSessionView *self,
                FlDevice      *device)
{
  FlTopic *topic = fl_topic_tree_lookup (fl_session_get_tree (self->session), fl_device_get_root (device));

  fl_session_view_show_page (self, "messages");
  if (topic != NULL)
    fl_messages_page_select (self->messages_page, topic);
}

static void
led_added_cb (FlSessionView *self,
              FlLed         *led,
              const char    *name,
              const char    *command_topic,
              const char    *report_topic)
{
  g_autofree char *leds = fl_added_leds_add (fl_broker_get_added_leds (broker_of (self)), command_topic, report_topic, name);

  g_object_set (broker_of (self), "added-leds", leds, NULL);
}

static void
add_key_cb (FlSessionView *self,
            FlDevice      *device)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "session.edit-broker", "s", "keys");
}

static void
sign_in_cb (FlSessionView *self,
            const char    *username,
            FlSecret      *password,
            gboolean       plain_allowed)
{
  fl_session_keeper_sign_in (self->keeper, username, password, plain_allowed);
}

static void
use_tls_cb (FlSessionView *self,
            guint          port)
{
  fl_session_keeper_use_tls (self->keeper, port);
}

static void
use_plain_cb (FlSessionView *self,
              guint          port)
{
  fl_session_keeper_use_plain (self->keeper, port);
}

/* What changed the pins, and the one button that goes with it; an earlier such toast goes. Seconds: 0 for ever. */
static void
show_pin_toast (FlSessionView *self,
                const char    *title,
                const char    *button_label,
                guint          seconds,
                GCallback      clicked)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  AdwToast *toast;

  if (self->pin_toast != NULL)
    adw_toast_dismiss (self->pin_toast);
  if (!FL_IS_WINDOW (root))
    return;
  toast = adw_toast_new (title);
  adw_toast_set_button_label (toast, button_label);
  adw_toast_set_timeout (toast, seconds);
  g_signal_connect_object (toast, "button-clicked", clicked, self, G_CONNECT_SWAPPED);
  g_set_weak_pointer (&self->pin_toast, toast);
  fl_window_add_toast (FL_WINDOW (root), toast);
}

static void
undo_pins_cb (FlSessionView *self)
{
  fl_session_keeper_undo_pins (self->keeper);
}

static void
promote_asked_cb (FlSessionView *self)
{
  fl_session_keeper_promote_second_pin (self->keeper);
  show_pin_toast (self, _("Only this certificate is accepted now"), _("Undo"), PIN_TOAST_S, G_CALLBACK (undo_pins_cb));
}

static void
pin_strengthened_cb (FlSessionView *self)
{
  show_pin_toast (self, _("Now pinned by SHA-256 too"), _("Undo"), PIN_TOAST_S, G_CALLBACK (undo_pins_cb));
}

/* A question waits for its answer. */
static void
planned_pin_used_cb (FlSessionView *self)
{
  show_pin_toast (self, _("The planned certificate is in use; make it the only one?"), _("Only This One"), 0,
                  G_CALLBACK (promote_asked_cb));
}

static void
trust_asked_cb (FlSessionView *self,
                FlPin         *pin)
{
  fl_session_keeper_trust_pin (self->keeper, pin);
  show_pin_toast (self, _("This certificate is trusted now"), _("Undo"), PIN_TOAST_S, G_CALLBACK (undo_pins_cb));
}

static void
edit_asked_cb (FlSessionView *self,
               const char    *page)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "session.edit-broker", "s", page);
}

static void
broker_saved_cb (FlSessionView   *self,
                 FlBrokerSecrets *secrets,
                 FlBrokerEditor  *editor)
{
  if (self->pin_toast != NULL)
    adw_toast_dismiss (self->pin_toast);
  fl_session_keeper_take_edit (self->keeper, g_object_get_data (G_OBJECT (editor), "before"), secrets);
}

/* Actions */

static void
edit_broker_cb (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  FlSessionView *self = FL_SESSION_VIEW (widget);
  FlBrokerSecrets *secrets = fl_session_keeper_get_secrets (self->keeper);
  FlBrokerEditor *editor;

  if (secrets == NULL)
    return;
  editor = fl_broker_editor_new (broker_of (self), secrets, fl_session_keeper_has_keyring (self->keeper));
  g_object_set_data_full (G_OBJECT (editor), "before", fl_broker_to_json (broker_of (self)),
                          (GDestroyNotify) json_node_unref);
  fl_broker_editor_show_page (editor, g_variant_get_string (parameter, NULL));
  gtk_window_set_transient_for (GTK_WINDOW (editor), GTK_WINDOW (gtk_widget_get_root (widget)));
  g_signal_connect_object (editor, "saved", G_CALLBACK (broker_saved_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (editor));
}

static void
show_page_cb (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  fl_session_view_show_page (FL_SESSION_VIEW (widget), g_variant_get_string (parameter, NULL));
}

static void
try_now_cb (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  FlSessionView *self = FL_SESSION_VIEW (widget);

  if (self->session != NULL)
    fl_session_try_now (self->session);
}

static void
accept_change_cb (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  FlSessionView *self = FL_SESSION_VIEW (widget);

  fl_session_keeper_accept_certificate (self->keeper);
  fl_session_view_show_page (self, "security");
  show_banner (self);
}

static void
dismiss_keyring_cb (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  FlSessionView *self = FL_SESSION_VIEW (widget);

  self->keyring_dismissed = TRUE;
  show_banner (self);
}

static void
dismiss_service_note_cb (GtkWidget  *widget,
                         const char *action_name,
                         GVariant   *parameter)
{
  FlSessionView *self = FL_SESSION_VIEW (widget);

  if (self->session != NULL)
    fl_session_dismiss_service_note (self->session);
}

static void
dismiss_notice_cb (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  fl_session_view_set_notice (FL_SESSION_VIEW (widget), NULL);
}

static void
name_changed_cb (FlSessionView *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

static void
fl_session_view_get_property (GObject    *object,
                              guint       property_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  FlSessionView *self = FL_SESSION_VIEW (object);
  const FlSessionState state = state_of (self);

  switch (property_id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_TITLE:
      g_value_set_string (value, fl_session_view_get_title (self));
      break;
    case PROP_LOADING:
      g_value_set_boolean (value, state == FL_SESSION_STATE_CONNECTING);
      break;
    case PROP_TROUBLED:
      g_value_set_boolean (value, state == FL_SESSION_STATE_WAITING || state == FL_SESSION_STATE_REFUSED);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_session_view_dispose (GObject *object)
{
  FlSessionView *self = FL_SESSION_VIEW (object);

  drop_session (self);
  if (self->pin_toast != NULL)
    adw_toast_dismiss (self->pin_toast);
  g_clear_weak_pointer (&self->pin_toast);
  if (self->keeper != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->keeper, self);
      g_signal_handlers_disconnect_by_data (broker_of (self), self);
      fl_session_keeper_close (self->keeper);
    }
  if (self->layout != NULL)
    g_signal_handlers_disconnect_by_data (self->layout, self);
  g_clear_object (&self->layout);
  g_clear_object (&self->keeper);
  g_clear_pointer (&self->notice, g_free);
  G_OBJECT_CLASS (fl_session_view_parent_class)->dispose (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, FL_TYPE_SESSION, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", flags);
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, flags);
  properties[PROP_TROUBLED] = g_param_spec_boolean ("troubled", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-session-view"));
  gtk_widget_class_bind_template_child (widget_class, FlSessionView, banner);
  gtk_widget_class_bind_template_child (widget_class, FlSessionView, public_label);
  gtk_widget_class_bind_template_child (widget_class, FlSessionView, stack);
  gtk_widget_class_bind_template_child (widget_class, FlSessionView, dashboard_stack);
  gtk_widget_class_bind_template_child (widget_class, FlSessionView, fault_page);
  gtk_widget_class_bind_template_child (widget_class, FlSessionView, dashboard_page);
  gtk_widget_class_bind_template_child (widget_class, FlSessionView, messages_page);
  gtk_widget_class_bind_template_child (widget_class, FlSessionView, security_page);
  gtk_widget_class_bind_template_callback (widget_class, add_key_cb);
  gtk_widget_class_bind_template_callback (widget_class, banner_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, edit_asked_cb);
  gtk_widget_class_bind_template_callback (widget_class, led_added_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_device_cb);
  gtk_widget_class_bind_template_callback (widget_class, promote_asked_cb);
  gtk_widget_class_bind_template_callback (widget_class, publish_cb);
  gtk_widget_class_bind_template_callback (widget_class, use_as_led_cb);
  gtk_widget_class_bind_template_callback (widget_class, sign_in_cb);
  gtk_widget_class_bind_template_callback (widget_class, trust_asked_cb);
  gtk_widget_class_bind_template_callback (widget_class, use_plain_cb);
  gtk_widget_class_bind_template_callback (widget_class, use_tls_cb);
  gtk_widget_class_bind_template_callback (widget_class, visible_page_changed_cb);
}

static void
fl_session_view_class_init (FlSessionViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = fl_session_view_get_property;
  object_class->dispose = fl_session_view_dispose;
  install_properties (object_class);

  g_type_ensure (FL_TYPE_BANNER);
  g_type_ensure (FL_TYPE_DASHBOARD_PAGE);
  g_type_ensure (FL_TYPE_FAULT_PAGE);
  g_type_ensure (FL_TYPE_MESSAGES_PAGE);
  g_type_ensure (FL_TYPE_SECURITY_PAGE);
  bind_template (widget_class);

  gtk_widget_class_install_action (widget_class, "session.show-page", "s", show_page_cb);
  gtk_widget_class_install_action (widget_class, "session.edit-broker", "s", edit_broker_cb);
  gtk_widget_class_install_action (widget_class, "session.try-now", NULL, try_now_cb);
  gtk_widget_class_install_action (widget_class, "session.accept-change", NULL, accept_change_cb);
  gtk_widget_class_install_action (widget_class, "session.dismiss-keyring", NULL, dismiss_keyring_cb);
  gtk_widget_class_install_action (widget_class, "session.dismiss-notice", NULL, dismiss_notice_cb);
  gtk_widget_class_install_action (widget_class, "session.dismiss-service-note", NULL, dismiss_service_note_cb);
}

static void
fl_session_view_init (FlSessionView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * fl_session_view_new:
 * @broker: whom to connect to
 * @file: (nullable): where it is saved once it was reached; none, never
 * @keyring: (nullable): where its secrets are; none, nowhere
 */
FlSessionView *
fl_session_view_new (FlBroker     *broker,
                     FlBrokerFile *file,
                     FlKeyring    *keyring)
{
  FlSessionView *self;

  g_return_val_if_fail (FL_IS_BROKER (broker), NULL);

  self = g_object_new (FL_TYPE_SESSION_VIEW, NULL);
  self->keeper = fl_session_keeper_new (broker, file, keyring);
  g_signal_connect_swapped (self->keeper, "notify::session", G_CALLBACK (session_changed_cb), self);
  g_signal_connect_swapped (self->keeper, "pins-changed", G_CALLBACK (tell_pins), self);
  g_signal_connect_swapped (self->keeper, "pin-strengthened", G_CALLBACK (pin_strengthened_cb), self);
  g_signal_connect_swapped (self->keeper, "planned-pin-used", G_CALLBACK (planned_pin_used_cb), self);
  g_signal_connect_object (broker, "notify::host", G_CALLBACK (host_changed_cb), self, G_CONNECT_SWAPPED);
  host_changed_cb (self);
  g_signal_connect_swapped (self->keeper, "impossible", G_CALLBACK (impossible_cb), self);
  g_signal_connect_swapped (broker, "notify::name", G_CALLBACK (name_changed_cb), self);
  return self;
}

/* Asks the keyring for the secrets and connects. */
void
fl_session_view_open (FlSessionView *self)
{
  g_return_if_fail (FL_IS_SESSION_VIEW (self));

  fl_session_keeper_open (self->keeper);
}

/**
 * fl_session_view_open_with_secrets:
 * @secrets: instead of those in the keyring
 */
void
fl_session_view_open_with_secrets (FlSessionView   *self,
                                   FlBrokerSecrets *secrets)
{
  g_return_if_fail (FL_IS_SESSION_VIEW (self));

  fl_session_keeper_open_with_secrets (self->keeper, secrets);
}

/**
 * fl_session_view_set_notice:
 * @notice: (nullable): plain text for the banner, as long as there is nothing more serious to say
 */
void
fl_session_view_set_notice (FlSessionView *self,
                            const char    *notice)
{
  g_return_if_fail (FL_IS_SESSION_VIEW (self));

  if (g_strcmp0 (self->notice, notice) == 0)
    return;
  g_free (self->notice);
  self->notice = g_strdup (notice);
  if (self->session != NULL)
    show_banner (self);
}

/* Tells the broker that we go. The view shows nothing new afterwards. */
void
fl_session_view_close (FlSessionView *self)
{
  g_return_if_fail (FL_IS_SESSION_VIEW (self));

  drop_session (self);
  if (self->pin_toast != NULL)
    adw_toast_dismiss (self->pin_toast);
  fl_session_keeper_close (self->keeper);
}

/**
 * fl_session_view_show_page:
 * @name: "dashboard", "messages" or "security"
 */
void
fl_session_view_show_page (FlSessionView *self,
                           const char    *name)
{
  g_return_if_fail (FL_IS_SESSION_VIEW (self));

  adw_view_stack_set_visible_child_name (self->stack, name);
}

/**
 * fl_session_view_get_stack:
 *
 * Returns: (transfer none): the stack of pages, for the switchers in the window
 */
AdwViewStack *
fl_session_view_get_stack (FlSessionView *self)
{
  g_return_val_if_fail (FL_IS_SESSION_VIEW (self), NULL);

  return self->stack;
}

FlSession *
fl_session_view_get_session (FlSessionView *self)
{
  g_return_val_if_fail (FL_IS_SESSION_VIEW (self), NULL);

  return self->session;
}

FlBroker *
fl_session_view_get_broker (FlSessionView *self)
{
  g_return_val_if_fail (FL_IS_SESSION_VIEW (self), NULL);

  return self->keeper != NULL ? broker_of (self) : NULL;
}

/**
 * fl_session_view_get_title:
 *
 * Returns: (transfer none): the broker's name, plain text
 */
const char *
fl_session_view_get_title (FlSessionView *self)
{
  g_return_val_if_fail (FL_IS_SESSION_VIEW (self), NULL);

  return self->keeper != NULL ? fl_broker_get_name (broker_of (self)) : "";
}

/* Whether it is among the saved brokers, so that it can be opened again next time. */
gboolean
fl_session_view_is_saved (FlSessionView *self)
{
  g_return_val_if_fail (FL_IS_SESSION_VIEW (self), FALSE);

  return self->keeper != NULL && fl_session_keeper_is_saved (self->keeper);
}
