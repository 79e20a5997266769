/* What stands in place of the dashboard while a broker has not been reached: the cause, and what helps.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-fault-page"

#include "config.h"

#include "ui/fl-fault-page.h"

#include "ui/fl-fault-advice.h"
#include "ui/fl-ui.h"

#include <glib/gi18n.h>

struct _FlFaultPage
{
  AdwBin          parent_instance;

  AdwStatusPage  *status_page;
  GtkSpinner     *spinner;
  GtkWidget      *sign_in_box;
  GtkEditable    *username_row;
  GtkEditable    *password_row;
  GtkWidget      *plain_password_row;
  GtkSwitch      *plain_password_switch;
  GtkLabel       *keyring_label;
  GtkWidget      *sign_in_button;
  GtkWidget      *security_button;
  GtkWidget      *tls_button;
  GtkWidget      *try_now_button;
  GtkWidget      *plain_button;
  GtkWidget      *edit_button;
  GtkWidget      *inspect_label;

  FlSession      *session;
  FlFaultAdvice   advice;
  gboolean        tls_seen;
  gboolean        keyring_available;
  char           *fault_text; /* of the last attempt, shown also during the next */
  guint           tick;       /* once a second while it counts down */
};

enum
{
  PROP_0,
  PROP_SESSION,
  PROP_TLS_SEEN,
  PROP_KEYRING_AVAILABLE,
  N_PROPS
};

enum
{
  SIGNAL_SIGN_IN,
  SIGNAL_USE_TLS,
  SIGNAL_USE_PLAIN,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FlFaultPage, fl_fault_page, ADW_TYPE_BIN)

static FlTrustWay
way_of (FlFaultPage *self)
{
  return fl_trust_get_way (fl_link_settings_get_trust (fl_session_get_link_settings (self->session)));
}

static FlEndpoint *
endpoint_of (FlFaultPage *self)
{
  return fl_link_settings_get_endpoint (fl_session_get_link_settings (self->session));
}

static const FlService *
service_of (FlFaultPage *self)
{
  return fl_link_settings_get_service (fl_session_get_link_settings (self->session));
}

/* The description is Pango markup, and the host's name is somebody else's text. */
static void
set_description (FlFaultPage *self,
                 const char  *first,
                 const char  *second)
{
  g_autofree char *text = g_strjoin (second != NULL ? "\n" : "", first != NULL ? first : "", second, NULL);
  g_autofree char *markup = g_markup_escape_text (text, -1);

  adw_status_page_set_description (self->status_page, markup);
}

static char *
countdown_text (FlFaultPage *self)
{
  const gint64 retry_at = fl_session_get_retry_at (self->session);
  const gint64 left = (retry_at - g_get_monotonic_time () + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC;

  if (fl_session_get_state (self->session) != FL_SESSION_STATE_WAITING || retry_at == 0)
    return NULL;
  return g_strdup_printf (ngettext ("Next attempt in %d second", "Next attempt in %d seconds", (gulong) MAX (left, 0)),
                          (int) MAX (left, 0));
}

static void
show_fault_text (FlFaultPage *self)
{
  g_autofree char *countdown = countdown_text (self);

  set_description (self, self->fault_text, countdown);
}

static gboolean
tick_cb (gpointer user_data)
{
  show_fault_text (user_data);
  return G_SOURCE_CONTINUE;
}

static void
show_sign_in (FlFaultPage *self)
{
  const char *username = fl_link_settings_get_username (fl_session_get_link_settings (self->session));
  const gboolean plain = way_of (self) == FL_TRUST_PLAIN;

  if (username != NULL && *gtk_editable_get_text (self->username_row) == '\0')
    gtk_editable_set_text (self->username_row, username);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->password_row),
                                 service_of (self)->has_feeds ? _("AIO key") : _("Password"));
  gtk_widget_set_visible (self->plain_password_row, plain);
  gtk_label_set_label (self->keyring_label,
                       self->keyring_available
                         ? _("Kept in your keyring")
                         : _("Kept until the application closes: there is no keyring"));
}

static void
show_buttons (FlFaultPage *self,
              gboolean     idle)
{
  const FlFaultAdvice *advice = &self->advice;
  const gboolean has_better = advice->asks_sign_in || advice->shows_security || advice->try_tls_port != 0;
  g_autofree char *label = NULL;

  if (advice->try_tls_port == fl_endpoint_get_port (endpoint_of (self)))
    label = g_strdup (_("Connect With Encryption"));
  else if (way_of (self) == FL_TRUST_PLAIN)
    label = g_strdup_printf (_("Try Encrypted on Port %u"), advice->try_tls_port);
  else
    label = g_strdup_printf (_("Try Port %u"), advice->try_tls_port);
  gtk_button_set_label (GTK_BUTTON (self->tls_button), label);
  gtk_widget_set_visible (self->sign_in_box, idle && advice->asks_sign_in);
  gtk_widget_set_visible (self->sign_in_button, idle && advice->asks_sign_in);
  gtk_widget_set_visible (self->security_button, idle && advice->shows_security);
  gtk_widget_set_visible (self->tls_button, idle && advice->try_tls_port != 0);
  gtk_widget_set_visible (self->plain_button, idle && advice->offers_plain);
  gtk_widget_set_visible (self->try_now_button, idle && !advice->asks_sign_in);
  gtk_widget_set_visible (self->inspect_label, idle && advice->explains_inspection);
  gtk_widget_set_visible (self->edit_button, idle);
  if (has_better)
    gtk_widget_remove_css_class (self->try_now_button, "suggested-action");
  else
    gtk_widget_add_css_class (self->try_now_button, "suggested-action");
}

static void
show_connecting (FlFaultPage *self)
{
  g_autofree char *place = fl_endpoint_to_text (endpoint_of (self));

  adw_status_page_set_icon_name (self->status_page, NULL);
  adw_status_page_set_title (self->status_page, _("Connecting…"));
  set_description (self, place, NULL);
  show_buttons (self, FALSE);
}

static void
show_fault (FlFaultPage *self)
{
  g_free (self->fault_text);
  self->fault_text = g_strdup (fl_session_get_fault_text (self->session));
  adw_status_page_set_icon_name (self->status_page, self->advice.icon_name);
  adw_status_page_set_title (self->status_page, self->advice.title);
  show_fault_text (self);
  show_buttons (self, TRUE);
  if (!self->advice.asks_sign_in)
    return;
  show_sign_in (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->username_row));
}

/* From attempt to attempt the page stays, so that its buttons do not jump away under the pointer. */
static void
session_changed_cb (FlFaultPage *self)
{
  const FlSessionState state = fl_session_get_state (self->session);
  const gboolean connecting = state == FL_SESSION_STATE_IDLE || state == FL_SESSION_STATE_CONNECTING;

  gtk_spinner_set_spinning (self->spinner, connecting && self->fault_text == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), connecting && self->fault_text == NULL);
  g_clear_handle_id (&self->tick, g_source_remove);
  if (connecting && self->fault_text == NULL)
    {
      show_connecting (self);
      return;
    }
  if (connecting)
    {
      set_description (self, self->fault_text, _("Trying again…"));
      return;
    }
  if (state == FL_SESSION_STATE_WAITING)
    self->tick = g_timeout_add_seconds (1, tick_cb, self);
  self->advice = fl_fault_advice_for (fl_session_get_fault (self->session), way_of (self),
                                      fl_endpoint_get_port (endpoint_of (self)), self->tls_seen,
                                      fl_session_get_offers_tls (self->session));
  show_fault (self);
}

static void
sign_in_cb (FlFaultPage *self)
{
  const char *password = gtk_editable_get_text (self->password_row);
  g_autoptr(FlSecret) secret = fl_secret_new (password, strlen (password));

  g_signal_emit (self, signals[SIGNAL_SIGN_IN], 0, gtk_editable_get_text (self->username_row), secret,
                 gtk_switch_get_active (self->plain_password_switch));
  gtk_editable_set_text (self->password_row, "");
}

static void
use_tls_cb (FlFaultPage *self)
{
  g_signal_emit (self, signals[SIGNAL_USE_TLS], 0, (guint) self->advice.try_tls_port);
}

static void
use_plain_cb (FlFaultPage *self)
{
  g_signal_emit (self, signals[SIGNAL_USE_PLAIN], 0, (guint) self->advice.plain_port);
}

static void
fl_fault_page_get_property (GObject    *object,
                            guint       property_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  FlFaultPage *self = FL_FAULT_PAGE (object);

  switch (property_id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_TLS_SEEN:
      g_value_set_boolean (value, self->tls_seen);
      break;
    case PROP_KEYRING_AVAILABLE:
      g_value_set_boolean (value, self->keyring_available);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_fault_page_set_property (GObject      *object,
                            guint         property_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  FlFaultPage *self = FL_FAULT_PAGE (object);

  switch (property_id)
    {
    case PROP_SESSION:
      fl_fault_page_set_session (self, g_value_get_object (value));
      return;
    case PROP_TLS_SEEN:
      self->tls_seen = g_value_get_boolean (value);
      break;
    case PROP_KEYRING_AVAILABLE:
      self->keyring_available = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      return;
    }
  if (self->session != NULL)
    session_changed_cb (self);
}

static void
fl_fault_page_dispose (GObject *object)
{
  FlFaultPage *self = FL_FAULT_PAGE (object);

  g_clear_handle_id (&self->tick, g_source_remove);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_func (self->session, session_changed_cb, self);
  g_clear_object (&self->session);
  g_clear_pointer (&self->fault_text, g_free);
  G_OBJECT_CLASS (fl_fault_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-fault-page"));
  gtk_widget_class_bind_template_child (widget_class, FlFaultPage, status_page);
  gtk_widget_class_bind_template_child (widget_class, FlFaultPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, FlFaultPage, sign_in_box);
  gtk_widget_class_bind_template_child (widget_class, FlFaultPage, username_row);
  gtk_widget_class_bind_template_child (widget_class, FlFaultPage, password_row);
  gtk_widget_class_bind_template_child (widget_class, FlFaultPage, plain_password_row);
  gtk_widget_class_bind_template_child (widget_class, FlFaultPage, plain_password_switch);
  gtk_widget_class_bind_template_child (widget_class, FlFaultPage, keyring_label);
  gtk_widget_class_bind_template_child (widget_class, FlFaultPage, sign_in_button);
  gtk_widget_class_bind_template_child (widget_class, FlFaultPage, security_button);
  gtk_widget_class_bind_template_child (widget_class, FlFaultPage, tls_button);
  gtk_widget_class_bind_template_child (widget_class, FlFaultPage, try_now_button);
  gtk_widget_class_bind_template_child (widget_class, FlFaultPage, plain_button);
  gtk_widget_class_bind_template_child (widget_class, FlFaultPage, edit_button);
  gtk_widget_class_bind_template_child (widget_class, FlFaultPage, inspect_label);
  gtk_widget_class_bind_template_callback (widget_class, sign_in_cb);
  gtk_widget_class_bind_template_callback (widget_class, use_tls_cb);
  gtk_widget_class_bind_template_callback (widget_class, use_plain_cb);
}

static void
fl_fault_page_class_init (FlFaultPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = fl_fault_page_get_property;
  object_class->set_property = fl_fault_page_set_property;
  object_class->dispose = fl_fault_page_dispose;

  properties[PROP_SESSION] =
    g_param_spec_object ("session", NULL, NULL, FL_TYPE_SESSION, flags | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_TLS_SEEN] = g_param_spec_boolean ("tls-seen", NULL, NULL, FALSE, flags);
  properties[PROP_KEYRING_AVAILABLE] = g_param_spec_boolean ("keyring-available", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_SIGN_IN] =
    g_signal_new ("sign-in", FL_TYPE_FAULT_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 3, G_TYPE_STRING, FL_TYPE_SECRET, G_TYPE_BOOLEAN);
  signals[SIGNAL_USE_TLS] =
    g_signal_new ("use-tls", FL_TYPE_FAULT_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[SIGNAL_USE_PLAIN] =
    g_signal_new ("use-plain", FL_TYPE_FAULT_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_UINT);
  bind_children (GTK_WIDGET_CLASS (klass));
}

static void
hide_all_but_edit (FlFaultPage *self)
{
  GtkWidget * const others[] = { self->sign_in_box, self->sign_in_button, self->security_button, self->tls_button,
                                 self->plain_button, self->try_now_button, GTK_WIDGET (self->spinner) };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    gtk_widget_set_visible (others[i], FALSE);
  gtk_widget_set_visible (self->edit_button, TRUE);
}

static void
fl_fault_page_init (FlFaultPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_status_page_set_title (self->status_page, _("Not Connected"));
  hide_all_but_edit (self);
  gtk_widget_set_visible (self->edit_button, FALSE);
}

GtkWidget *
fl_fault_page_new (void)
{
  return g_object_new (FL_TYPE_FAULT_PAGE, NULL);
}

/**
 * fl_fault_page_show_impossible:
 * @sentence: what is wrong with the settings, so that there is no session
 *
 * Until a session is set: the settings are what helps, and nothing else is offered.
 */
void
fl_fault_page_show_impossible (FlFaultPage *self,
                               const char  *sentence)
{
  g_return_if_fail (FL_IS_FAULT_PAGE (self));
  g_return_if_fail (sentence != NULL);

  fl_fault_page_set_session (self, NULL);
  adw_status_page_set_icon_name (self->status_page, "fl-offline-symbolic");
  adw_status_page_set_title (self->status_page, _("Something Is Missing"));
  set_description (self, sentence, NULL);
  hide_all_but_edit (self);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->edit_button), "s", "trust");
  gtk_widget_add_css_class (self->edit_button, "suggested-action");
}

/**
 * fl_fault_page_set_session:
 * @session: (nullable): whose trouble it shows
 */
void
fl_fault_page_set_session (FlFaultPage *self,
                           FlSession   *session)
{
  static const char *const signal_names[] = { "notify::state", "notify::fault", "notify::fault-text", "notify::retry-at",
                                              "notify::offers-tls" };

  g_return_if_fail (FL_IS_FAULT_PAGE (self));

  if (self->session == session)
    return;
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_func (self->session, session_changed_cb, self);
  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_pointer (&self->fault_text, g_free);
  g_set_object (&self->session, session);
  if (session != NULL)
    {
      gtk_actionable_set_action_target (GTK_ACTIONABLE (self->edit_button), "s", "address");
      gtk_widget_remove_css_class (self->edit_button, "suggested-action");
      for (guint i = 0; i < G_N_ELEMENTS (signal_names); i++)
        g_signal_connect_swapped (session, signal_names[i], G_CALLBACK (session_changed_cb), self);
      session_changed_cb (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}
