/* The page of the broker editor that says where the broker is and what to subscribe to.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-broker-address-page"

#include "config.h"

#include "ui/fl-broker-address-page.h"

#include "mqtt/fl-mqtt-url.h"
#include "ui/fl-broker-form.h"
#include "ui/fl-ui.h"

/* Text that grows by this much at once was pasted or dropped. */
#define PASTED 4

static const FlBrokerFormInfo infos[] = {
  { "name_row", NULL, FL_BROKER_FIELD_NAME, "name" },
  { "host_row", "host_note", FL_BROKER_FIELD_HOST, "host" },
  { "base_topic_row", "base_topic_note", FL_BROKER_FIELD_BASE_TOPIC, "base-topic" },
  { "filter_row", "filter_note", FL_BROKER_FIELD_FILTER, "filter" },
};

#define N_FIELDS G_N_ELEMENTS (infos)
#define FIELD_NAME 0
#define FIELD_HOST 1
#define FIELD_BASE_TOPIC 2
#define FIELD_FILTER 3

struct _FlBrokerAddressPage
{
  AdwPreferencesPage  parent_instance;

  FlBrokerFormField   fields[N_FIELDS];
  GtkSpinButton      *port_spin;
  GtkSwitch          *tls_switch;

  guint               host_length; /* of the text at the last change, in characters */
  gboolean            filling;
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_USERNAME_FOUND,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FlBrokerAddressPage, fl_broker_address_page, ADW_TYPE_PREFERENCES_PAGE)

static void
field_changed_cb (FlBrokerAddressPage *self)
{
  if (!self->filling)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* The usual ports follow the switch; any other stays. */
static void
tls_switched_cb (FlBrokerAddressPage *self)
{
  const int port = gtk_spin_button_get_value_as_int (self->port_spin);
  const gboolean has_tls = gtk_switch_get_active (self->tls_switch);

  if (self->filling)
    return;
  if (has_tls && port == FL_MQTT_URL_PORT_PLAIN)
    gtk_spin_button_set_value (self->port_spin, FL_MQTT_URL_PORT_TLS);
  else if (!has_tls && port == FL_MQTT_URL_PORT_TLS)
    gtk_spin_button_set_value (self->port_spin, FL_MQTT_URL_PORT_PLAIN);
  field_changed_cb (self);
}

static void
set_text (FlBrokerAddressPage *self,
          guint                i,
          const char          *text)
{
  gtk_editable_set_text (self->fields[i].row, text);
}

/* A path with + or # is the filter itself; else it is the base topic, and the filter follows from it. */
static void
spread_topics (FlBrokerAddressPage *self,
               FlMqttUrl           *url)
{
  const char *base = fl_mqtt_url_get_base_topic (url);
  const char *filter = fl_mqtt_url_get_filter (url);
  g_autofree char *follows = g_strconcat (base, *base != '\0' ? "/#" : "#", NULL);

  if (*base != '\0')
    set_text (self, FIELD_BASE_TOPIC, base);
  if (!g_str_equal (filter, follows))
    set_text (self, FIELD_FILTER, filter);
}

/* Puts the parts of a whole address where they belong. */
static void
spread_url (FlBrokerAddressPage *self,
            FlMqttUrl           *url)
{
  FlEndpoint *endpoint = fl_mqtt_url_get_endpoint (url);
  const char *username = fl_mqtt_url_get_username (url);

  self->filling = TRUE;
  set_text (self, FIELD_HOST, fl_endpoint_get_host (endpoint));
  gtk_spin_button_set_value (self->port_spin, fl_endpoint_get_port (endpoint));
  if (fl_mqtt_url_has_scheme (url))
    gtk_switch_set_active (self->tls_switch, fl_mqtt_url_get_tls (url));
  spread_topics (self, url);
  self->filling = FALSE;
  if (username != NULL)
    g_signal_emit (self, signals[SIGNAL_USERNAME_FOUND], 0, username);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* Whether there is more in it than a host. */
static gboolean
is_whole_address (const char *text)
{
  return strstr (text, "://") != NULL || strchr (text, '/') != NULL ||
         (strchr (text, ':') != NULL && !g_hostname_is_ip_address (text));
}

static void
host_changed_cb (FlBrokerAddressPage *self)
{
  const guint length = (guint) g_utf8_strlen (gtk_editable_get_text (self->fields[FIELD_HOST].row), -1);
  const gboolean pasted = length >= self->host_length + PASTED;

  self->host_length = length;
  if (self->filling)
    return;
  if (pasted)
    fl_broker_address_page_spread (self);
  field_changed_cb (self);
}

static void
fl_broker_address_page_class_init (FlBrokerAddressPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_USERNAME_FOUND] =
    g_signal_new ("username-found", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-broker-address-page"));
  fl_broker_form_bind (widget_class, infos, N_FIELDS, G_STRUCT_OFFSET (FlBrokerAddressPage, fields));
  gtk_widget_class_bind_template_child (widget_class, FlBrokerAddressPage, port_spin);
  gtk_widget_class_bind_template_child (widget_class, FlBrokerAddressPage, tls_switch);
  gtk_widget_class_bind_template_callback (widget_class, field_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, host_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, tls_switched_cb);
}

static void
fl_broker_address_page_init (FlBrokerAddressPage *self)
{
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->filling = FALSE;
}

GtkWidget *
fl_broker_address_page_new (void)
{
  return g_object_new (FL_TYPE_BROKER_ADDRESS_PAGE, NULL);
}

/* Shows what the broker says; without "changed". */
void
fl_broker_address_page_fill (FlBrokerAddressPage *self,
                             FlBroker            *broker)
{
  g_return_if_fail (FL_IS_BROKER_ADDRESS_PAGE (self));

  self->filling = TRUE;
  for (guint i = 0; i < N_FIELDS; i++)
    fl_broker_form_fill (&self->fields[i], &infos[i], broker);
  gtk_spin_button_set_value (self->port_spin, fl_broker_get_port (broker));
  gtk_switch_set_active (self->tls_switch, fl_broker_get_trust_way (broker) != FL_TRUST_PLAIN);
  self->filling = FALSE;
}

/* Says under each field what is to be said. Returns: whether it can be saved like this. */
gboolean
fl_broker_address_page_check (FlBrokerAddressPage *self)
{
  gboolean valid = TRUE;

  g_return_val_if_fail (FL_IS_BROKER_ADDRESS_PAGE (self), FALSE);

  for (guint i = 0; i < N_FIELDS; i++)
    if (fl_broker_form_check (&self->fields[i], &infos[i]) == FL_REMARK_ERROR)
      valid = FALSE;
  return valid;
}

/* Takes a whole address in the field of the host apart. */
void
fl_broker_address_page_spread (FlBrokerAddressPage *self)
{
  const char *text;
  g_autoptr(FlMqttUrl) url = NULL;

  g_return_if_fail (FL_IS_BROKER_ADDRESS_PAGE (self));

  text = gtk_editable_get_text (self->fields[FIELD_HOST].row);
  if (!is_whole_address (text))
    return;
  url = fl_mqtt_url_parse (text, NULL);
  if (url != NULL)
    spread_url (self, url);
}

/* All but whether there is TLS, which the way of trust says. */
void
fl_broker_address_page_store (FlBrokerAddressPage *self,
                              FlBroker            *broker)
{
  g_return_if_fail (FL_IS_BROKER_ADDRESS_PAGE (self));

  for (guint i = 0; i < N_FIELDS; i++)
    fl_broker_form_store (&self->fields[i], &infos[i], broker);
  if (*gtk_editable_get_text (self->fields[FIELD_NAME].row) == '\0')
    g_object_set (broker, "name", gtk_editable_get_text (self->fields[FIELD_HOST].row), NULL);
  g_object_set (broker, "port", (guint) gtk_spin_button_get_value_as_int (self->port_spin), NULL);
}

gboolean
fl_broker_address_page_has_tls (FlBrokerAddressPage *self)
{
  g_return_val_if_fail (FL_IS_BROKER_ADDRESS_PAGE (self), FALSE);

  return gtk_switch_get_active (self->tls_switch);
}
