/* The page of the broker editor with what few people ever change.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-broker-advanced-page"

#include "config.h"

#include "ui/fl-broker-advanced-page.h"

#include "mqtt/fl-link-settings.h"
#include "mqtt/fl-service-rules.h"
#include "session/fl-watch-schedule.h"
#include "tls/fl-service.h"
#include "ui/fl-broker-form.h"
#include "ui/fl-ui.h"

#include <glib/gi18n-lib.h>

static const FlBrokerFormInfo infos[] = {
  { "client_id_row", "client_id_note", FL_BROKER_FIELD_CLIENT_ID, "client-id" },
  { "command_template_row", "command_template_note", FL_BROKER_FIELD_COMMAND_TEMPLATE, "command-template" },
  { "report_template_row", "report_template_note", FL_BROKER_FIELD_REPORT_TEMPLATE, "report-template" },
  { "availability_template_row", "availability_template_note", FL_BROKER_FIELD_AVAILABILITY_TEMPLATE, "availability-template" },
  { "payload_on_row", NULL, FL_BROKER_FIELD_NAME, "payload-on" },
  { "payload_off_row", NULL, FL_BROKER_FIELD_NAME, "payload-off" },
  { "payload_online_row", NULL, FL_BROKER_FIELD_NAME, "payload-online" },
  { "payload_offline_row", NULL, FL_BROKER_FIELD_NAME, "payload-offline" },
};

#define N_FIELDS G_N_ELEMENTS (infos)

/* The order of the rows in version_row. */
static const guint versions[] = { FL_MQTT_VERSION_AUTO, FL_MQTT_VERSION_5, FL_MQTT_VERSION_3_1_1, FL_MQTT_VERSION_3_1 };

struct _FlBrokerAdvancedPage
{
  AdwPreferencesPage  parent_instance;

  FlBrokerFormField   fields[N_FIELDS];
  AdwComboRow        *version_row;
  AdwComboRow        *qos_row;
  AdwActionRow       *watch_row;
  GtkSwitch          *watch_switch;
  AdwActionRow       *discovery_row;
  GtkSwitch          *discovery_switch;

  gboolean            filling;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FlBrokerAdvancedPage, fl_broker_advanced_page, ADW_TYPE_PREFERENCES_PAGE)

static guint
position_of_version (guint version)
{
  for (guint i = 0; i < G_N_ELEMENTS (versions); i++)
    if (versions[i] == version)
      return i;
  return 0;
}

/* Where there is nothing to look at, or the service wants no more connections, it says so instead. */
static void
fill_watch (FlBrokerAdvancedPage *self,
            FlBroker             *broker)
{
  const FlService *service = fl_service_of_host (fl_broker_get_host (broker));
  const gboolean can_look = fl_watch_schedule_can_look (broker);
  g_autofree char *subtitle = NULL;

  if (service->is_never_probed)
    subtitle = g_strdup_printf (_("Not at %s: it counts every connection. What your own connections show is noted."), service->name);
  else if (!can_look)
    subtitle = g_strdup (_("By the way it is trusted, this broker shows none."));
  else
    subtitle = g_strdup (_("A handshake without logging in, while Fernlight runs, to tell you of a change or its end in time"));
  adw_action_row_set_subtitle (self->watch_row, subtitle);
  gtk_widget_set_sensitive (GTK_WIDGET (self->watch_switch), can_look);
  gtk_switch_set_active (self->watch_switch, fl_broker_get_watch_certificate (broker));
}

static void
fill_discovery (FlBrokerAdvancedPage *self,
                FlBroker             *broker)
{
  const FlService *service = fl_service_of_host (fl_broker_get_host (broker));
  const gboolean can_find = fl_service_rules_allows_discovery (service);
  g_autofree char *subtitle = NULL;

  if (can_find)
    subtitle = g_strdup (_("Also reads, outside the base topic, where Home Assistant, Tasmota, Shelly and others say what there is. "
                           "Nothing is sent to them."));
  else
    subtitle = g_strdup_printf (_("Not at %s: there are your own feeds only, and asking for more can lock you out."), service->name);
  adw_action_row_set_subtitle (self->discovery_row, subtitle);
  gtk_widget_set_sensitive (GTK_WIDGET (self->discovery_switch), can_find);
  gtk_switch_set_active (self->discovery_switch, fl_broker_get_discovery (broker));
}

static void
field_changed_cb (FlBrokerAdvancedPage *self)
{
  if (!self->filling)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
fl_broker_advanced_page_class_init (FlBrokerAdvancedPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-broker-advanced-page"));
  fl_broker_form_bind (widget_class, infos, N_FIELDS, G_STRUCT_OFFSET (FlBrokerAdvancedPage, fields));
  gtk_widget_class_bind_template_child (widget_class, FlBrokerAdvancedPage, version_row);
  gtk_widget_class_bind_template_child (widget_class, FlBrokerAdvancedPage, qos_row);
  gtk_widget_class_bind_template_child (widget_class, FlBrokerAdvancedPage, watch_row);
  gtk_widget_class_bind_template_child (widget_class, FlBrokerAdvancedPage, watch_switch);
  gtk_widget_class_bind_template_child (widget_class, FlBrokerAdvancedPage, discovery_row);
  gtk_widget_class_bind_template_child (widget_class, FlBrokerAdvancedPage, discovery_switch);
  gtk_widget_class_bind_template_callback (widget_class, field_changed_cb);
}

static void
fl_broker_advanced_page_init (FlBrokerAdvancedPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
fl_broker_advanced_page_new (void)
{
  return g_object_new (FL_TYPE_BROKER_ADVANCED_PAGE, NULL);
}

/* Shows what the broker says; without "changed". */
void
fl_broker_advanced_page_fill (FlBrokerAdvancedPage *self,
                              FlBroker             *broker)
{
  g_return_if_fail (FL_IS_BROKER_ADVANCED_PAGE (self));

  self->filling = TRUE;
  for (guint i = 0; i < N_FIELDS; i++)
    fl_broker_form_fill (&self->fields[i], &infos[i], broker);
  adw_combo_row_set_selected (self->version_row, position_of_version (fl_broker_get_mqtt_version (broker)));
  adw_combo_row_set_selected (self->qos_row, fl_broker_get_qos (broker));
  fill_watch (self, broker);
  fill_discovery (self, broker);
  self->filling = FALSE;
}

/* Says under each field what is to be said. Returns: whether it can be saved like this. */
gboolean
fl_broker_advanced_page_check (FlBrokerAdvancedPage *self)
{
  gboolean valid = TRUE;

  g_return_val_if_fail (FL_IS_BROKER_ADVANCED_PAGE (self), FALSE);

  for (guint i = 0; i < N_FIELDS; i++)
    if (fl_broker_form_check (&self->fields[i], &infos[i]) == FL_REMARK_ERROR)
      valid = FALSE;
  return valid;
}

void
fl_broker_advanced_page_store (FlBrokerAdvancedPage *self,
                               FlBroker             *broker)
{
  g_return_if_fail (FL_IS_BROKER_ADVANCED_PAGE (self));

  for (guint i = 0; i < N_FIELDS; i++)
    fl_broker_form_store (&self->fields[i], &infos[i], broker);
  g_object_set (broker,
                "mqtt-version", versions[adw_combo_row_get_selected (self->version_row)],
                "qos", adw_combo_row_get_selected (self->qos_row),
                "watch-certificate", gtk_switch_get_active (self->watch_switch),
                "discovery", gtk_switch_get_active (self->discovery_switch),
                NULL);
}
