/* The first thing a person sees: one entry for the broker's address, the demo, and the brokers already known.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-start-page"

#include "config.h"

#include "ui/fl-start-page.h"

#include "brokers/fl-broker-url.h"
#include "brokers/fl-broker.h"
#include "brokers/fl-preset.h"
#include "mqtt/fl-inspect-address.h"
#include "tls/fl-service.h"
#include "ui/fl-banner.h"
#include "ui/fl-saved-row.h"
#include "ui/fl-ui.h"

#include <glib/gi18n.h>

struct _FlStartPage
{
  AdwBin               parent_instance;

  FlBanner            *banner;
  AdwEntryRow         *address_row;
  GtkLabel            *address_note;
  GtkWidget           *connect_button;
  AdwPreferencesGroup *saved_group;
  GtkListBox          *saved_list;
  GtkListBox          *preset_list;
  GtkWidget           *upkeep_list;
  AdwActionRow        *upkeep_row;

  GListModel          *brokers;
  FlUpkeep            *upkeep;
  FlMqttUrl           *url;         /* what the entry says, if it says something */
  char                *placeholder; /* what the person replaces in the preset chosen last */
  char                *copyable;    /* what the banner's button copies */
};

enum
{
  PROP_0,
  PROP_BROKERS,
  N_PROPS
};

enum
{
  SIGNAL_CONNECT_TO,
  SIGNAL_OPEN_BROKER,
  SIGNAL_EDIT_BROKER,
  SIGNAL_IMPORT_FILE,
  SIGNAL_CHOOSE_PRESET,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FlStartPage, fl_start_page, ADW_TYPE_BIN)

static char *
note_for (FlMqttUrl *url)
{
  FlEndpoint *endpoint = fl_mqtt_url_get_endpoint (url);
  g_autofree char *place = fl_endpoint_to_text (endpoint);

  if (fl_service_of_host (fl_endpoint_get_host (endpoint))->is_inspect_only)
    return g_strdup_printf (_("%s: only its TLS is looked at. It lets a device connect once, so a listener would throw out the "
                              "device whose name it uses."), place);
  if (fl_preset_is_public_host (fl_endpoint_get_host (endpoint)))
    return g_strdup_printf (fl_mqtt_url_get_tls (url)
                              ? _("%s, encrypted. Public broker: anyone can read and publish here; use Fernet.")
                              : _("%s, not encrypted. Public broker: anyone can read and publish here; use Fernet."), place);
  if (fl_mqtt_url_get_upgraded (url))
    return g_strdup_printf (_("%s, encrypted: port 8883 is for TLS, so mqtt:// is taken as mqtts://"), place);
  if (fl_mqtt_url_get_tls (url))
    return g_strdup_printf (_("%s, encrypted"), place);
  return g_strdup_printf (_("%s, not encrypted: anyone on the way can read and change everything"), place);
}

/**
 * fl_start_page_parse_address:
 * @address: what was typed: a host, host:port, or any MQTT URL
 * @note: (out) (transfer full) (nullable): what it means or what is wrong with it, a plain sentence; %NULL if nothing was typed
 *
 * Returns: (transfer full) (nullable): what it means; %NULL if it means nothing
 */
FlMqttUrl *
fl_start_page_parse_address (const char  *address,
                             char       **note)
{
  g_autoptr(GError) error = NULL;
  FlMqttUrl *url = fl_mqtt_url_parse (address, &error);

  if (url != NULL)
    *note = note_for (url);
  else if (g_error_matches (error, FL_MQTT_URL_ERROR, FL_MQTT_URL_ERROR_EMPTY))
    *note = NULL;
  else
    *note = g_strdup (error->message);
  return url;
}

static void
set_note (FlStartPage *self,
          const char  *note,
          const char  *css_class)
{
  const char *const classes[] = { "caption", css_class, NULL };

  gtk_label_set_label (self->address_note, note != NULL ? note : "");
  gtk_widget_set_css_classes (GTK_WIDGET (self->address_note), (const char **) classes);
}

static void
address_changed_cb (FlStartPage *self)
{
  const char *address = fl_start_page_get_address (self);
  g_autofree char *note = NULL;

  g_clear_pointer (&self->url, fl_mqtt_url_unref);
  gtk_widget_remove_css_class (GTK_WIDGET (self->address_row), "error");
  if (self->placeholder != NULL && strstr (address, self->placeholder) != NULL)
    {
      note = g_strdup_printf (_("Put your own name in place of %s"), self->placeholder);
      set_note (self, note, "accent");
    }
  else
    {
      self->url = fl_start_page_parse_address (address, &note);
      if (self->url == NULL && note != NULL)
        gtk_widget_add_css_class (GTK_WIDGET (self->address_row), "error");
      set_note (self, note, self->url == NULL ? "error" : fl_mqtt_url_get_tls (self->url) ? "dim-label" : "warning");
    }
  gtk_widget_set_sensitive (self->connect_button, self->url != NULL);
}

/* Selects @part of @address, to be typed over. */
static void
propose (FlStartPage *self,
         const char  *address,
         const char  *part)
{
  const char *place = strstr (address, part);
  const int start = (int) (place - address);

  fl_start_page_set_address (self, address);
  gtk_widget_grab_focus (GTK_WIDGET (self->address_row));
  gtk_editable_select_region (GTK_EDITABLE (self->address_row), start, start + (int) strlen (part));
}

/* At a public broker everything is the whole world's traffic: a base topic of one's own is proposed. */
static void
propose_base_topic (FlStartPage *self,
                    const char  *host,
                    guint16      port,
                    gboolean     tls)
{
  g_autofree char *topic = fl_preset_suggest_base_topic ();
  g_autofree char *address = g_strdup_printf ("%s://%s:%u/%s", tls ? "mqtts" : "mqtt", host, port, topic);

  propose (self, address, topic);
}

static void
connect_cb (FlStartPage *self)
{
  g_autoptr(FlMqttUrl) url = self->url != NULL ? fl_mqtt_url_ref (self->url) : NULL;
  FlEndpoint *endpoint = url != NULL ? fl_mqtt_url_get_endpoint (url) : NULL;

  if (url == NULL)
    gtk_widget_error_bell (GTK_WIDGET (self));
  else if (*fl_mqtt_url_get_base_topic (url) == '\0' && fl_preset_is_public_host (fl_endpoint_get_host (endpoint)))
    propose_base_topic (self, fl_endpoint_get_host (endpoint), fl_endpoint_get_port (endpoint), fl_mqtt_url_get_tls (url));
  else
    g_signal_emit (self, signals[SIGNAL_CONNECT_TO], 0, url);
}

/* What is typed need not be a broker's address; the inspector says what is wrong with it. */
static void
inspect_cb (FlStartPage *self)
{
  const char *address = fl_start_page_get_address (self);
  g_autoptr(FlEndpoint) endpoint = fl_inspect_address_parse (address, NULL);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.inspect-address", "s", endpoint != NULL ? address : "");
}

static void
copy_cb (FlStartPage *self)
{
  if (self->copyable != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->copyable);
}

/* A file of brokers; several, one after the other. */
static gboolean
drop_files (FlStartPage *self,
            GdkFileList *list)
{
  g_autoptr(GSList) files = gdk_file_list_get_files (list);

  for (GSList *l = files; l != NULL; l = l->next)
    g_signal_emit (self, signals[SIGNAL_IMPORT_FILE], 0, l->data);
  return files != NULL;
}

static gboolean
dropped_cb (FlStartPage  *self,
            const GValue *value)
{
  g_autofree char *address = NULL;

  if (G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    return drop_files (self, g_value_get_boxed (value));
  address = g_value_dup_string (value);
  if (address == NULL)
    return FALSE;
  fl_start_page_set_address (self, g_strstrip (address));
  return TRUE;
}

/* The part in capitals of a host such as YOUR-HUB.example.net. */
static char *
capitals_in (const char *host)
{
  size_t n = 0;

  while (g_ascii_isupper (host[n]) || host[n] == '-' || host[n] == '_')
    n++;
  return g_strndup (host, n);
}

/* What only the person knows is selected in the entry, to be typed over; with nothing to ask it connects at once. */
static void
preset_chosen_cb (FlStartPage   *self,
                  GtkListBoxRow *row)
{
  guint n_presets;
  const FlPreset *preset = &fl_preset_list (&n_presets)[gtk_list_box_row_get_index (row)];
  g_autoptr(FlBroker) broker = fl_preset_new_broker (preset);
  g_autofree char *address = fl_broker_dup_url (broker);

  g_clear_pointer (&self->placeholder, g_free);
  if (preset->n_ways > 0)
    g_signal_emit (self, signals[SIGNAL_CHOOSE_PRESET], 0, preset->id);
  else if (preset->host_is_pattern)
    {
      self->placeholder = capitals_in (preset->host);
      propose (self, address, self->placeholder);
    }
  else
    {
      fl_start_page_set_address (self, address);
      connect_cb (self);
    }
}

static GtkWidget *
new_row (const char *title,
         const char *subtitle,
         const char *icon_name)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *image = gtk_image_new_from_icon_name (icon_name);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), image);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  return row;
}

static void
add_presets (FlStartPage *self)
{
  guint n_presets;
  const FlPreset *presets = fl_preset_list (&n_presets);

  for (guint i = 0; i < n_presets; i++)
    {
      GtkWidget *row = new_row (fl_preset_get_name (&presets[i]), fl_preset_get_note (&presets[i]),
                                "network-server-symbolic");

      adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
      gtk_list_box_append (self->preset_list, row);
    }
}

static void
saved_chosen_cb (FlStartPage   *self,
                 GtkListBoxRow *row)
{
  g_autoptr(FlBroker) broker = g_list_model_get_item (self->brokers, (guint) gtk_list_box_row_get_index (row));

  g_signal_emit (self, signals[SIGNAL_OPEN_BROKER], 0, broker);
}

static GtkWidget *
create_saved_row_cb (gpointer item,
                     gpointer user_data)
{
  return fl_saved_row_new (item);
}

static void
n_due_changed_cb (FlStartPage *self)
{
  const guint n_due = fl_upkeep_get_n_due (self->upkeep);
  g_autofree char *title = g_strdup_printf (ngettext ("%u certificate to renew within 30 days", "%u certificates to renew within 30 days", n_due),
                                            n_due);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->upkeep_row), title);
  gtk_widget_set_visible (self->upkeep_list, n_due > 0);
}

static void
n_brokers_changed_cb (FlStartPage *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->saved_group),
                          self->brokers != NULL && g_list_model_get_n_items (self->brokers) > 0);
}

static void
fl_start_page_get_property (GObject    *object,
                            guint       property_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  FlStartPage *self = FL_START_PAGE (object);

  switch (property_id)
    {
    case PROP_BROKERS:
      g_value_set_object (value, self->brokers);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_start_page_set_property (GObject      *object,
                            guint         property_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  switch (property_id)
    {
    case PROP_BROKERS:
      fl_start_page_set_brokers (FL_START_PAGE (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static gboolean
fl_start_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (FL_START_PAGE (widget)->address_row));
}

static void
fl_start_page_dispose (GObject *object)
{
  FlStartPage *self = FL_START_PAGE (object);

  fl_start_page_set_brokers (self, NULL);
  fl_start_page_set_upkeep (self, NULL);
  g_clear_pointer (&self->url, fl_mqtt_url_unref);
  g_clear_pointer (&self->placeholder, g_free);
  g_clear_pointer (&self->copyable, g_free);
  G_OBJECT_CLASS (fl_start_page_parent_class)->dispose (object);
}

static guint
add_signal (const char *name,
            GType       type)
{
  return g_signal_new (name, FL_TYPE_START_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, type);
}

static void
fl_start_page_class_init (FlStartPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = fl_start_page_get_property;
  object_class->set_property = fl_start_page_set_property;
  object_class->dispose = fl_start_page_dispose;
  widget_class->grab_focus = fl_start_page_grab_focus;

  properties[PROP_BROKERS] =
    g_param_spec_object ("brokers", NULL, NULL, G_TYPE_LIST_MODEL,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_CONNECT_TO] = add_signal ("connect-to", FL_TYPE_MQTT_URL);
  signals[SIGNAL_OPEN_BROKER] = add_signal ("open-broker", FL_TYPE_BROKER);
  signals[SIGNAL_EDIT_BROKER] = add_signal ("edit-broker", FL_TYPE_BROKER);
  signals[SIGNAL_IMPORT_FILE] = add_signal ("import-file", G_TYPE_FILE);
  signals[SIGNAL_CHOOSE_PRESET] = add_signal ("choose-preset", G_TYPE_STRING);

  g_type_ensure (FL_TYPE_BANNER);
  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-start-page"));
  gtk_widget_class_bind_template_child (widget_class, FlStartPage, banner);
  gtk_widget_class_bind_template_child (widget_class, FlStartPage, address_row);
  gtk_widget_class_bind_template_child (widget_class, FlStartPage, address_note);
  gtk_widget_class_bind_template_child (widget_class, FlStartPage, connect_button);
  gtk_widget_class_bind_template_child (widget_class, FlStartPage, saved_group);
  gtk_widget_class_bind_template_child (widget_class, FlStartPage, saved_list);
  gtk_widget_class_bind_template_child (widget_class, FlStartPage, preset_list);
  gtk_widget_class_bind_template_child (widget_class, FlStartPage, upkeep_list);
  gtk_widget_class_bind_template_child (widget_class, FlStartPage, upkeep_row);
  gtk_widget_class_bind_template_callback (widget_class, address_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, connect_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, inspect_cb);
  gtk_widget_class_bind_template_callback (widget_class, preset_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, saved_chosen_cb);
}

static void
fl_start_page_init (FlStartPage *self)
{
  GType types[] = { GDK_TYPE_FILE_LIST, G_TYPE_STRING };
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drop_target_set_gtypes (target, types, G_N_ELEMENTS (types));
  g_signal_connect_swapped (target, "drop", G_CALLBACK (dropped_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  add_presets (self);
  address_changed_cb (self);
}

GtkWidget *
fl_start_page_new (void)
{
  return g_object_new (FL_TYPE_START_PAGE, NULL);
}

/**
 * fl_start_page_set_brokers:
 * @brokers: (nullable): the saved ones
 */
void
fl_start_page_set_brokers (FlStartPage *self,
                           GListModel  *brokers)
{
  g_return_if_fail (FL_IS_START_PAGE (self));

  if (self->brokers == brokers)
    return;
  if (self->brokers != NULL)
    g_signal_handlers_disconnect_by_func (self->brokers, n_brokers_changed_cb, self);
  g_set_object (&self->brokers, brokers);
  if (self->saved_list != NULL)
    gtk_list_box_bind_model (self->saved_list, brokers, create_saved_row_cb, self, NULL);
  if (brokers != NULL)
    {
      g_signal_connect_swapped (brokers, "items-changed", G_CALLBACK (n_brokers_changed_cb), self);
      n_brokers_changed_cb (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BROKERS]);
}

/**
 * fl_start_page_set_upkeep:
 * @upkeep: (nullable): what has to be renewed; the page says when something of it is due
 */
void
fl_start_page_set_upkeep (FlStartPage *self,
                          FlUpkeep    *upkeep)
{
  g_return_if_fail (FL_IS_START_PAGE (self));

  if (self->upkeep == upkeep)
    return;
  if (self->upkeep != NULL)
    g_signal_handlers_disconnect_by_func (self->upkeep, n_due_changed_cb, self);
  g_set_object (&self->upkeep, upkeep);
  if (upkeep == NULL)
    return;
  g_signal_connect_swapped (upkeep, "notify::n-due", G_CALLBACK (n_due_changed_cb), self);
  n_due_changed_cb (self);
}

const char *
fl_start_page_get_address (FlStartPage *self)
{
  g_return_val_if_fail (FL_IS_START_PAGE (self), NULL);

  return gtk_editable_get_text (GTK_EDITABLE (self->address_row));
}

void
fl_start_page_set_address (FlStartPage *self,
                           const char  *address)
{
  g_return_if_fail (FL_IS_START_PAGE (self));

  gtk_editable_set_text (GTK_EDITABLE (self->address_row), address);
}

/**
 * fl_start_page_show_trouble:
 * @sentence: plain text: what did not work
 * @copyable: (nullable): what a Copy button puts on the clipboard
 */
void
fl_start_page_show_trouble (FlStartPage *self,
                            const char  *sentence,
                            const char  *copyable)
{
  g_return_if_fail (FL_IS_START_PAGE (self));

  g_free (self->copyable);
  self->copyable = g_strdup (copyable);
  fl_banner_set_title (self->banner, sentence);
  fl_banner_set_button_label (self->banner, copyable != NULL ? _("Copy Name") : NULL);
  fl_banner_set_revealed (self->banner, TRUE);
}
