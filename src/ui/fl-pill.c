/* The pill in the header: how safe this connection is, in two or three words, and its details in a popover.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-pill"

#include "config.h"

#include "ui/fl-pill.h"

#include "ui/fl-pill-state.h"
#include "ui/fl-ui.h"

#include <inttypes.h>
#include <glib/gi18n.h>

/* The rate is taken over so many ticks of a second. */
#define RATE_TICKS 10

/* The lines of the popover, top to bottom. */
enum
{
  DETAIL_BROKER,
  DETAIL_FILTER,
  DETAIL_DEVICES,
  DETAIL_QOS,
  DETAIL_MESSAGES,
  DETAIL_RATE,
  DETAIL_FERNET,
  DETAIL_REFUSED,
  N_DETAILS
};

struct _FlPill
{
  GtkWidget   parent_instance;

  GtkWidget  *status_box;
  GtkWidget  *status_button;
  GtkImage   *status_image;
  GtkLabel   *status_label;
  GtkWidget  *fernet_button;
  GtkLabel   *fernet_label;
  GtkGrid    *details_grid;
  GtkWidget  *details_popover;
  GtkLabel   *names[N_DETAILS];
  GtkLabel   *values[N_DETAILS];

  FlSession  *session;
  guint       tick;         /* once a second while the popover is open */
  guint64     counts[RATE_TICKS]; /* messages at the last ticks, a ring */
  gint64      times[RATE_TICKS];  /* of those ticks, monotonic µs */
  guint       n_ticks;
};

enum
{
  PROP_0,
  PROP_SESSION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (FlPill, fl_pill, GTK_TYPE_WIDGET)

static FlPillState
state_of (FlSession *session)
{
  FlTlsReport *report = fl_session_get_report (session);
  FlTrust *trust = fl_link_settings_get_trust (fl_session_get_link_settings (session));
  gboolean proved = report != NULL && fl_verdict_is_trusted (fl_tls_report_get_verdict (report));

  return fl_pill_state_of (fl_session_get_state (session) == FL_SESSION_STATE_ONLINE,
                           fl_trust_get_way (trust), proved);
}

static void
show_status (FlPill *self)
{
  const FlPillState state = state_of (self->session);
  FlTlsReport *report = fl_session_get_report (self->session);
  g_autofree char *text =
    fl_pill_state_to_text (state, report != NULL ? fl_tls_report_get_protocol (report) : NULL);
  const char *const classes[] = { "fl-pill", fl_pill_state_get_css_class (state), NULL };

  gtk_label_set_label (self->status_label, text);
  gtk_image_set_from_icon_name (self->status_image, fl_pill_state_get_icon_name (state));
  gtk_widget_set_css_classes (self->status_box, (const char **) classes);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->status_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
show_fernet (FlPill *self)
{
  const guint64 n_failed = fl_session_get_n_failed (self->session);
  g_autofree char *text = fl_pill_state_fernet_text (fl_session_get_n_messages (self->session),
                                                     fl_session_get_n_fernet (self->session),
                                                     fl_session_get_keys (self->session) != NULL);
  g_autofree char *tooltip = NULL;

  gtk_widget_set_visible (self->fernet_button, text != NULL);
  if (text == NULL)
    return;
  if (n_failed > 0)
    {
      tooltip = g_strdup_printf (ngettext ("%" PRIu64 " token that no key opens",
                                           "%" PRIu64 " tokens that no key opens", n_failed),
                                 n_failed);
      gtk_widget_add_css_class (self->fernet_button, "warning");
    }
  else
    {
      tooltip = g_strdup (_("How many of the payloads are encrypted with Fernet"));
      gtk_widget_remove_css_class (self->fernet_button, "warning");
    }
  gtk_label_set_label (self->fernet_label, text);
  gtk_widget_set_tooltip_text (self->fernet_button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->fernet_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, text,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, tooltip, -1);
}

static void
set_detail (FlPill *self,
            guint   detail,
            char   *value)
{
  g_autofree char *owned = value;

  gtk_widget_set_visible (GTK_WIDGET (self->names[detail]), owned != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->values[detail]), owned != NULL);
  gtk_label_set_label (self->values[detail], owned != NULL ? owned : "");
}

static char *
describe_qos (FlSession *session)
{
  const int granted = fl_session_get_granted_qos (session);
  const int asked = fl_session_get_qos (session);

  if (granted < 0)
    return g_strdup (_("Not subscribed"));
  if (granted < asked)
    return g_strdup_printf (_("%d granted, %d asked for"), granted, asked);
  return g_strdup_printf (_("%d granted"), granted);
}

static char *
describe_rate (FlPill *self)
{
  const guint64 n = fl_session_get_n_messages (self->session);
  const gint64 now = g_get_monotonic_time ();
  const guint slot = self->n_ticks % RATE_TICKS;
  const guint oldest = self->n_ticks >= RATE_TICKS ? slot : 0;
  const gint64 elapsed = now - self->times[oldest];
  char *text;

  if (self->n_ticks > 0 && elapsed > 0)
    text = g_strdup_printf (_("%.1f per second"),
                            (double) (n - self->counts[oldest]) * G_USEC_PER_SEC / (double) elapsed);
  else
    text = g_strdup ("…");
  self->counts[slot] = n;
  self->times[slot] = now;
  self->n_ticks++;
  return text;
}

static char *
describe_fernet (FlSession *session)
{
  const guint64 n_fernet = fl_session_get_n_fernet (session);

  if (n_fernet == 0 && fl_session_get_keys (session) == NULL)
    return NULL;
  /* Translators: how many Fernet tokens came, and how many of them could not be decrypted. */
  return g_strdup_printf (ngettext ("%" PRIu64 " token, %" PRIu64 " that no key opens",
                                    "%" PRIu64 " tokens, %" PRIu64 " that no key opens", (unsigned long) n_fernet),
                          n_fernet, fl_session_get_n_failed (session));
}

/* Why not all devices that there are may be shown. NULL: no reason. */
static char *
describe_devices (FlSession *session)
{
  FlDeviceRegistry *registry = fl_session_get_registry (session);
  const char *note = fl_session_get_discovery_note (session);
  const guint64 n = fl_device_registry_get_n_left_out (registry);
  const char *reason = fl_device_registry_get_left_out_reason (registry);
  g_autofree char *left_out = NULL;

  if (n == 0)
    return g_strdup (note);
  /* Translators: how many; then why the last of them was, as a part of a sentence such as “it has no usable id”. */
  left_out = g_strdup_printf (ngettext ("%" PRIu64 " description of a device cannot be used: %s",
                                        "%" PRIu64 " descriptions of devices cannot be used, the last because %s", (unsigned long) n),
                              n, reason != NULL ? reason : "");
  return note != NULL ? g_strconcat (note, "\n", left_out, NULL) : g_steal_pointer (&left_out);
}

static void
show_details (FlPill *self)
{
  FlLinkSettings *settings = fl_session_get_link_settings (self->session);
  const char *const *filters = fl_link_settings_get_filters (settings);
  const guint64 n_refused = fl_session_get_n_refused (self->session);

  set_detail (self, DETAIL_BROKER, fl_endpoint_to_text (fl_link_settings_get_endpoint (settings)));
  set_detail (self, DETAIL_FILTER, filters != NULL ? g_strjoinv (", ", (char **) filters) : NULL);
  set_detail (self, DETAIL_DEVICES, describe_devices (self->session));
  set_detail (self, DETAIL_QOS, describe_qos (self->session));
  set_detail (self, DETAIL_MESSAGES, g_strdup_printf ("%" G_GUINT64_FORMAT, fl_session_get_n_messages (self->session)));
  set_detail (self, DETAIL_RATE, describe_rate (self));
  set_detail (self, DETAIL_FERNET, describe_fernet (self->session));
  set_detail (self, DETAIL_REFUSED,
              n_refused == 0 ? NULL : g_strdup_printf (_("%" PRIu64 " over a limit, not kept"), n_refused));
}

static gboolean
details_tick_cb (gpointer user_data)
{
  FlPill *self = user_data;

  if (self->session != NULL)
    show_details (self);
  return G_SOURCE_CONTINUE;
}

static void
details_mapped_cb (FlPill *self)
{
  self->n_ticks = 0;
  details_tick_cb (self);
  if (self->tick == 0)
    self->tick = g_timeout_add_seconds (1, details_tick_cb, self);
}

static void
details_unmapped_cb (FlPill *self)
{
  g_clear_handle_id (&self->tick, g_source_remove);
}

static void
session_changed_cb (FlPill *self)
{
  show_status (self);
  show_fernet (self);
}

static void
add_details (FlPill *self)
{
  const char *const names[N_DETAILS] = {
    [DETAIL_BROKER] = _("Broker"),     [DETAIL_FILTER] = _("Subscribed to"), [DETAIL_DEVICES] = _("Devices"), [DETAIL_QOS] = _("Quality of service"),
    [DETAIL_MESSAGES] = _("Messages"), [DETAIL_RATE] = _("Rate"),            [DETAIL_FERNET] = _("Fernet"),
    [DETAIL_REFUSED] = _("Refused"),
  };

  for (int i = 0; i < N_DETAILS; i++)
    {
      self->names[i] = GTK_LABEL (gtk_label_new (names[i]));
      self->values[i] = GTK_LABEL (gtk_label_new (NULL));
      gtk_label_set_xalign (self->names[i], 0);
      gtk_label_set_xalign (self->values[i], 0);
      gtk_label_set_selectable (self->values[i], TRUE);
      gtk_label_set_ellipsize (self->values[i], PANGO_ELLIPSIZE_MIDDLE);
      gtk_label_set_max_width_chars (self->values[i], 40);
      gtk_widget_set_focusable (GTK_WIDGET (self->values[i]), FALSE);
      gtk_widget_add_css_class (GTK_WIDGET (self->names[i]), "dim-label");
      gtk_widget_add_css_class (GTK_WIDGET (self->values[i]), "numeric");
      gtk_grid_attach (self->details_grid, GTK_WIDGET (self->names[i]), 0, i, 1, 1);
      gtk_grid_attach (self->details_grid, GTK_WIDGET (self->values[i]), 1, i, 1, 1);
    }
}

static void
fl_pill_get_property (GObject    *object,
                      guint       property_id,
                      GValue     *value,
                      GParamSpec *pspec)
{
  FlPill *self = FL_PILL (object);

  switch (property_id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_pill_set_property (GObject      *object,
                      guint         property_id,
                      const GValue *value,
                      GParamSpec   *pspec)
{
  switch (property_id)
    {
    case PROP_SESSION:
      fl_pill_set_session (FL_PILL (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_pill_dispose (GObject *object)
{
  FlPill *self = FL_PILL (object);
  GtkWidget *child;

  details_unmapped_cb (self);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_func (self->session, session_changed_cb, self);
  g_clear_object (&self->session);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (fl_pill_parent_class)->dispose (object);
}

static void
fl_pill_class_init (FlPillClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = fl_pill_get_property;
  object_class->set_property = fl_pill_set_property;
  object_class->dispose = fl_pill_dispose;

  properties[PROP_SESSION] =
    g_param_spec_object ("session", NULL, NULL, FL_TYPE_SESSION,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-pill"));
  gtk_widget_class_bind_template_child (widget_class, FlPill, status_box);
  gtk_widget_class_bind_template_child (widget_class, FlPill, status_button);
  gtk_widget_class_bind_template_child (widget_class, FlPill, status_image);
  gtk_widget_class_bind_template_child (widget_class, FlPill, status_label);
  gtk_widget_class_bind_template_child (widget_class, FlPill, fernet_button);
  gtk_widget_class_bind_template_child (widget_class, FlPill, fernet_label);
  gtk_widget_class_bind_template_child (widget_class, FlPill, details_grid);
  gtk_widget_class_bind_template_child (widget_class, FlPill, details_popover);
  gtk_widget_class_bind_template_callback (widget_class, details_mapped_cb);
  gtk_widget_class_bind_template_callback (widget_class, details_unmapped_cb);
}

static void
fl_pill_init (FlPill *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_details (self);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
fl_pill_new (void)
{
  return g_object_new (FL_TYPE_PILL, NULL);
}

FlSession *
fl_pill_get_session (FlPill *self)
{
  g_return_val_if_fail (FL_IS_PILL (self), NULL);

  return self->session;
}

/**
 * fl_pill_set_session:
 * @session: (nullable): whose state it shows
 */
void
fl_pill_set_session (FlPill    *self,
                     FlSession *session)
{
  static const char *const signal_names[] = {
    "notify::state", "notify::report", "notify::n-messages", "notify::n-fernet", "notify::n-failed", "notify::has-keys",
  };

  g_return_if_fail (FL_IS_PILL (self));

  if (self->session == session)
    return;
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_func (self->session, session_changed_cb, self);
  g_set_object (&self->session, session);
  gtk_widget_set_visible (GTK_WIDGET (self), session != NULL);
  if (session != NULL)
    {
      for (guint i = 0; i < G_N_ELEMENTS (signal_names); i++)
        g_signal_connect_swapped (session, signal_names[i], G_CALLBACK (session_changed_cb), self);
      session_changed_cb (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

/**
 * fl_pill_get_text:
 *
 * Returns: (transfer none): the words in it
 */
const char *
fl_pill_get_text (FlPill *self)
{
  g_return_val_if_fail (FL_IS_PILL (self), NULL);

  return gtk_label_get_label (self->status_label);
}
