/* Any TLS server looked at: one handshake, shown as the Security page shows a broker's; nothing is saved.
 *
 * The stack below the form shows one of
 *
 *   nothing    what the page is for, before the first handshake and after one that was cancelled
 *   running    whose handshake is being made, and Cancel
 *   fault      why there was no handshake, in the words of the fault page
 *   security   what was seen: trusted, refused, or ended half-way
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-inspector-page"

#include "config.h"

#include "ui/fl-inspector-page.h"

#include "mqtt/fl-inspect-address.h"
#include "mqtt/fl-link-fault.h"
#include "tls/fl-pin.h"
#include "tls/fl-probe.h"
#include "ui/fl-broker-ca-group.h"
#include "ui/fl-fault-advice.h"
#include "ui/fl-remark-label.h"
#include "ui/fl-security-page.h"
#include "ui/fl-ui.h"

#include <glib/gi18n.h>
#include <string.h>

struct _FlInspectorPage
{
  AdwBin           parent_instance;

  AdwEntryRow     *address_row;
  AdwComboRow     *way_row;
  GtkWidget       *pin_list;
  GtkEditable     *pin_row;
  GtkLabel        *note;
  FlBrokerCaGroup *ca_group;
  GtkButton       *run_button;
  GtkStack        *stack;
  AdwStatusPage   *running_page;
  GtkWidget       *cancel_button;
  AdwStatusPage   *fault_page;
  FlSecurityPage  *security_page;

  GCancellable    *running;  /* NULL: no handshake is being made */
  FlEndpoint      *endpoint; /* of the latest handshake; NULL before the first */
  FlTrust         *trust;    /* of the same */
};

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_LOADING,
  N_PROPS
};

/* In the order of the row's items. */
enum
{
  WAY_SYSTEM,
  WAY_CA,
  WAY_PIN,
  WAY_INSECURE,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (FlInspectorPage, fl_inspector_page, ADW_TYPE_BIN)

/* The form */

static FlTrust *
read_trust (FlInspectorPage  *self,
            GError          **error)
{
  const char *pem = fl_broker_ca_group_get_pem (self->ca_group);
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(FlPin) pin = NULL;

  switch (adw_combo_row_get_selected (self->way_row))
    {
    case WAY_CA:
      bytes = g_bytes_new (pem, strlen (pem));
      return fl_trust_new_ca (bytes, error);
    case WAY_PIN:
      pin = fl_pin_parse (gtk_editable_get_text (self->pin_row), error);
      return pin != NULL ? fl_trust_new_pin (pin) : NULL;
    case WAY_INSECURE:
      return fl_trust_new_insecure ();
    case WAY_SYSTEM:
    default:
      return fl_trust_new_system ();
    }
}

/* What the form says is what is shown below it. */
static gboolean
is_shown (FlInspectorPage *self,
          FlEndpoint      *endpoint)
{
  return self->endpoint != NULL && fl_endpoint_equal (self->endpoint, endpoint);
}

/* Nothing is wrong with a field that nobody has filled in yet. */
static void
form_changed_cb (FlInspectorPage *self)
{
  const guint way = adw_combo_row_get_selected (self->way_row);
  const char *address = gtk_editable_get_text (GTK_EDITABLE (self->address_row));
  const char *pin = gtk_editable_get_text (self->pin_row);
  const gboolean lacks_ca = way == WAY_CA && *fl_broker_ca_group_get_pem (self->ca_group) == '\0';
  g_autoptr(GError) address_error = NULL;
  g_autoptr(GError) trust_error = NULL;
  g_autoptr(FlEndpoint) endpoint = fl_inspect_address_parse (address, &address_error);
  g_autoptr(FlTrust) trust = lacks_ca ? NULL : read_trust (self, &trust_error);
  const gboolean address_wrong = address_error != NULL && !g_error_matches (address_error, FL_MQTT_URL_ERROR, FL_MQTT_URL_ERROR_EMPTY);
  const gboolean pin_wrong = way == WAY_PIN && trust_error != NULL && *pin != '\0';

  gtk_widget_set_visible (self->pin_list, way == WAY_PIN);
  gtk_widget_set_visible (GTK_WIDGET (self->ca_group), way == WAY_CA);
  fl_remark_label_show (self->note, address_wrong ? GTK_WIDGET (self->address_row) : GTK_WIDGET (self->pin_row),
                        address_wrong || pin_wrong ? FL_REMARK_ERROR : FL_REMARK_NONE,
                        address_wrong ? address_error->message : pin_wrong ? trust_error->message : NULL);
  gtk_button_set_label (self->run_button, endpoint != NULL && is_shown (self, endpoint) ? _("Reload") : _("Inspect"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->run_button), endpoint != NULL && trust != NULL && self->running == NULL);
}

/* What was seen */

/* Headline and description of a status page are markup. */
static void
show_fault (FlInspectorPage *self,
            FlTlsReport     *report)
{
  const FlLinkFault fault = fl_link_fault_from_tls_fault (fl_tls_report_get_fault (report));
  const FlFaultAdvice advice = fl_fault_advice_for (fault, fl_tls_report_get_way (report), fl_endpoint_get_port (self->endpoint),
                                                    TRUE, FALSE);
  g_autofree char *place = fl_endpoint_to_text (self->endpoint);
  g_autofree char *text = fl_link_fault_describe (fault, place);
  g_autofree char *sentence = g_markup_escape_text (text, -1);

  adw_status_page_set_icon_name (self->fault_page, advice.icon_name);
  adw_status_page_set_title (self->fault_page, advice.title);
  adw_status_page_set_description (self->fault_page, sentence);
  gtk_stack_set_visible_child_name (self->stack, "fault");
}

/* Whether there is a handshake to be shown, if only the beginning of one. */
static gboolean
has_handshake (FlTlsReport *report)
{
  switch (fl_tls_report_get_fault (report))
    {
    case FL_TLS_FAULT_NONE:
    case FL_TLS_FAULT_NOT_TRUSTED:
    case FL_TLS_FAULT_TLS_FAILED:
      return TRUE;
    case FL_TLS_FAULT_NAME_NOT_FOUND:
    case FL_TLS_FAULT_UNREACHABLE:
    case FL_TLS_FAULT_REFUSED:
    case FL_TLS_FAULT_TIMEOUT:
    case FL_TLS_FAULT_CLOSED:
    case FL_TLS_FAULT_NO_TLS:
    default:
      return FALSE;
    }
}

static void
show_report (FlInspectorPage *self,
             FlTlsReport     *report)
{
  if (!has_handshake (report))
    {
      show_fault (self, report);
      return;
    }
  g_object_set (self->security_page,
                "trust", self->trust,
                "report", report,
                "online", fl_tls_report_get_fault (report) == FL_TLS_FAULT_NONE,
                "fault-text", fl_tls_report_get_error_text (report),
                NULL);
  gtk_stack_set_visible_child_name (self->stack, "security");
}

static void
set_running (FlInspectorPage *self,
             GCancellable    *cancellable)
{
  g_set_object (&self->running, cancellable);
  form_changed_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

/* A probe that was cancelled has no report; one that was cancelled by a new one has no say any more. */
static void
probe_ran_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(FlInspectorPage) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(FlTlsReport) report = fl_probe_run_finish (FL_PROBE (source), result, &error);
  GCancellable *own = g_task_get_cancellable (G_TASK (result));

  if (self->running != own)
    return;
  set_running (self, NULL);
  if (report != NULL)
    show_report (self, report);
  else
    gtk_stack_set_visible_child_name (self->stack, "nothing");
}

static void
fl_inspector_page_get_property (GObject    *object,
                                guint       property_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  FlInspectorPage *self = FL_INSPECTOR_PAGE (object);

  switch (property_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, fl_inspector_page_get_title (self));
      break;
    case PROP_LOADING:
      g_value_set_boolean (value, fl_inspector_page_is_loading (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static gboolean
fl_inspector_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (FL_INSPECTOR_PAGE (widget)->address_row));
}

static void
fl_inspector_page_dispose (GObject *object)
{
  FlInspectorPage *self = FL_INSPECTOR_PAGE (object);

  g_cancellable_cancel (self->running);
  g_clear_object (&self->running);
  g_clear_pointer (&self->endpoint, fl_endpoint_unref);
  g_clear_pointer (&self->trust, fl_trust_unref);
  G_OBJECT_CLASS (fl_inspector_page_parent_class)->dispose (object);
}

static void
reload_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  fl_inspector_page_run (FL_INSPECTOR_PAGE (widget));
}

static void
fl_inspector_page_class_init (FlInspectorPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = fl_inspector_page_get_property;
  object_class->dispose = fl_inspector_page_dispose;
  widget_class->grab_focus = fl_inspector_page_grab_focus;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", flags);
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (FL_TYPE_BROKER_CA_GROUP);
  g_type_ensure (FL_TYPE_SECURITY_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-inspector-page"));
  gtk_widget_class_bind_template_child (widget_class, FlInspectorPage, address_row);
  gtk_widget_class_bind_template_child (widget_class, FlInspectorPage, way_row);
  gtk_widget_class_bind_template_child (widget_class, FlInspectorPage, pin_list);
  gtk_widget_class_bind_template_child (widget_class, FlInspectorPage, pin_row);
  gtk_widget_class_bind_template_child (widget_class, FlInspectorPage, note);
  gtk_widget_class_bind_template_child (widget_class, FlInspectorPage, ca_group);
  gtk_widget_class_bind_template_child (widget_class, FlInspectorPage, run_button);
  gtk_widget_class_bind_template_child (widget_class, FlInspectorPage, stack);
  gtk_widget_class_bind_template_child (widget_class, FlInspectorPage, running_page);
  gtk_widget_class_bind_template_child (widget_class, FlInspectorPage, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, FlInspectorPage, fault_page);
  gtk_widget_class_bind_template_child (widget_class, FlInspectorPage, security_page);
  gtk_widget_class_bind_template_callback (widget_class, form_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, fl_inspector_page_run);
  gtk_widget_class_bind_template_callback (widget_class, fl_inspector_page_cancel);
  gtk_widget_class_install_action (widget_class, "inspector.run", NULL, reload_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F5, 0, "inspector.run", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_r, GDK_CONTROL_MASK, "inspector.run", NULL);
}

static void
fl_inspector_page_init (FlInspectorPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  form_changed_cb (self);
}

GtkWidget *
fl_inspector_page_new (void)
{
  return g_object_new (FL_TYPE_INSPECTOR_PAGE, NULL);
}

void
fl_inspector_page_set_address (FlInspectorPage *self,
                               const char      *address)
{
  g_return_if_fail (FL_IS_INSPECTOR_PAGE (self) && address != NULL);

  gtk_editable_set_text (GTK_EDITABLE (self->address_row), address);
}

/* Makes the handshake that the form asks for; nothing if it asks for none, or one is being made. */
void
fl_inspector_page_run (FlInspectorPage *self)
{
  g_autoptr(FlEndpoint) endpoint = NULL;
  g_autoptr(GCancellable) cancellable = NULL;
  g_autoptr(FlProbe) probe = NULL;
  g_autofree char *place = NULL;
  g_autofree char *markup = NULL;

  g_return_if_fail (FL_IS_INSPECTOR_PAGE (self));

  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->run_button)))
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      return;
    }
  endpoint = fl_inspect_address_parse (gtk_editable_get_text (GTK_EDITABLE (self->address_row)), NULL);
  g_clear_pointer (&self->endpoint, fl_endpoint_unref);
  g_clear_pointer (&self->trust, fl_trust_unref);
  self->endpoint = g_steal_pointer (&endpoint);
  self->trust = read_trust (self, NULL);
  place = fl_endpoint_to_text (self->endpoint);
  markup = g_markup_escape_text (place, -1);
  adw_status_page_set_description (self->running_page, markup);
  gtk_stack_set_visible_child_name (self->stack, "running");
  cancellable = g_cancellable_new ();
  set_running (self, cancellable);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
  gtk_widget_grab_focus (self->cancel_button);
  probe = fl_probe_new (self->endpoint, self->trust);
  fl_probe_run_async (probe, cancellable, probe_ran_cb, g_object_ref (self));
}

/* Ends the handshake that is being made. */
void
fl_inspector_page_cancel (FlInspectorPage *self)
{
  g_return_if_fail (FL_IS_INSPECTOR_PAGE (self));

  g_cancellable_cancel (self->running);
}

/* (transfer none): plain text */
const char *
fl_inspector_page_get_title (FlInspectorPage *self)
{
  g_return_val_if_fail (FL_IS_INSPECTOR_PAGE (self), NULL);

  return self->endpoint != NULL ? fl_endpoint_get_host (self->endpoint) : _("Inspector");
}

gboolean
fl_inspector_page_is_loading (FlInspectorPage *self)
{
  g_return_val_if_fail (FL_IS_INSPECTOR_PAGE (self), FALSE);

  return self->running != NULL;
}
