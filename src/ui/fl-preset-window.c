/* What a well-known broker has to be told before connecting: the way, its certificate file, user name, topic.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-preset-window"

#include "config.h"

#include "ui/fl-preset-window.h"

#include <string.h>

#include <glib/gi18n.h>

#include "brokers/fl-broker-secrets.h"
#include "tls/fl-certificate-parser.h"
#include "tls/fl-service.h"
#include "ui/fl-broker-field.h"
#include "ui/fl-compat.h"
#include "ui/fl-remark-label.h"
#include "ui/fl-ui.h"

struct _FlPresetWindow
{
  AdwWindow       parent_instance;

  GtkWidget      *connect_button;
  GtkWidget      *public_label;
  GtkWidget      *ways_group;
  GtkListBox     *ways_list;
  GtkWidget      *ca_box;
  AdwActionRow   *ca_row;
  GtkLabel       *ca_note;
  GtkWidget      *ca_page_button;
  GtkWidget      *sign_in_box;
  GtkEditable    *username_row;
  GtkEditable    *password_row;
  GtkLabel       *sign_in_note;
  GtkWidget      *topic_box;
  GtkEditable    *base_topic_row;
  GtkLabel       *topic_note;

  const FlPreset *preset;
  const FlPresetWay *way;
  GPtrArray      *radios;            /* GtkCheckButton, one for each way; the rows own them */
  char           *ca_pem;
  gboolean        keyring_available;
};

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FlPresetWindow, fl_preset_window, ADW_TYPE_WINDOW)

static const char *
text_of (GtkEditable *row)
{
  return gtk_editable_get_text (row);
}

/* What is missing or wrong; the note under the topic says the second. */
static gboolean
check_topic (FlPresetWindow *self)
{
  const char *topic = text_of (self->base_topic_row);
  g_autofree char *sentence = NULL;
  FlRemark remark;

  if (!self->preset->is_public)
    return TRUE;
  remark = fl_broker_field_check (FL_BROKER_FIELD_BASE_TOPIC, topic, &sentence);
  if (*topic == '\0')
    {
      remark = FL_REMARK_ERROR;
      g_free (sentence);
      sentence = g_strdup (_("Without a topic of your own you would get the whole world’s messages"));
    }
  else if (remark == FL_REMARK_NONE)
    {
      remark = FL_REMARK_NOTE;
      sentence = g_strdup (_("Give your devices the same one. It is hard to guess, but no secret"));
    }
  fl_remark_label_show (self->topic_note, GTK_WIDGET (self->base_topic_row), remark, sentence);
  return remark != FL_REMARK_ERROR;
}

static gboolean
check_sign_in (FlPresetWindow *self)
{
  return !self->way->needs_sign_in || (*text_of (self->username_row) != '\0' && *text_of (self->password_row) != '\0');
}

static void
show_sign_in (FlPresetWindow *self)
{
  const gboolean has_feeds = fl_service_of_host (self->preset->host)->has_feeds;
  const char *kept = self->keyring_available ? _("Kept in your keyring")
                                             : _("Kept until the application closes: there is no keyring");
  const char *username = *text_of (self->username_row) != '\0' ? text_of (self->username_row) : _("USER");
  g_autofree char *feeds = has_feeds ? g_strdup_printf (_("Your feeds are below %s/feeds."), username) : NULL;
  g_autofree char *note = has_feeds ? g_strdup_printf ("%s\n%s", feeds, kept) : g_strdup (kept);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->password_row), has_feeds ? _("AIO key") : _("Password"));
  gtk_label_set_label (self->sign_in_note, note);
}

static void
show_ca (FlPresetWindow *self)
{
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GPtrArray) certificates = NULL;
  g_autofree char *wanted = NULL;

  if (self->ca_pem == NULL)
    {
      wanted = g_strdup_printf (_("To be downloaded from %s"), self->preset->ca_page);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->ca_row), self->preset->ca_file);
      adw_action_row_set_subtitle (self->ca_row, wanted);
      return;
    }
  bytes = g_bytes_new (self->ca_pem, strlen (self->ca_pem));
  certificates = fl_certificate_parse_all (bytes, NULL);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->ca_row), fl_certificate_get_common_name (certificates->pdata[0]));
  wanted = g_strdup_printf (ngettext ("%u certificate", "%u certificates", certificates->len), certificates->len);
  adw_action_row_set_subtitle (self->ca_row, wanted);
}

static void
check (FlPresetWindow *self)
{
  const gboolean topic_good = check_topic (self);
  const gboolean has_ca = self->way->trust_way != FL_TRUST_CA || self->ca_pem != NULL;

  gtk_widget_set_sensitive (self->connect_button, topic_good && has_ca && check_sign_in (self));
}

static void
show_way (FlPresetWindow *self)
{
  gtk_widget_set_visible (self->ca_box, self->way->trust_way == FL_TRUST_CA);
  gtk_widget_set_visible (self->sign_in_box, self->way->needs_sign_in);
  gtk_button_set_label (GTK_BUTTON (self->connect_button),
                        self->way->needs_client_certificate ? _("Add Certificate…") : _("Connect"));
  show_sign_in (self);
  check (self);
}

static void
changed_cb (FlPresetWindow *self)
{
  if (self->way == NULL)
    return;
  show_sign_in (self);
  check (self);
}

static void
way_toggled_cb (GtkCheckButton *radio,
                FlPresetWindow *self)
{
  guint i;

  if (gtk_check_button_get_active (radio) && g_ptr_array_find (self->radios, radio, &i))
    {
      self->way = &self->preset->ways[i];
      show_way (self);
    }
}

static void
add_way (FlPresetWindow    *self,
         const FlPresetWay *way)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *radio = gtk_check_button_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), fl_preset_way_get_name (way));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), fl_preset_way_get_note (way));
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 3);
  gtk_widget_set_valign (radio, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (radio), GTK_ACCESSIBLE_PROPERTY_LABEL, fl_preset_way_get_name (way), -1);
  if (self->radios->len > 0)
    gtk_check_button_set_group (GTK_CHECK_BUTTON (radio), self->radios->pdata[0]);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), radio);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), radio);
  g_ptr_array_add (self->radios, radio);
  gtk_list_box_append (self->ways_list, row);
  g_signal_connect_object (radio, "toggled", G_CALLBACK (way_toggled_cb), self, 0);
}

/* The certificate file */

static void
ca_came (FlPresetWindow *self,
         GBytes         *bytes,
         const GError   *problem)
{
  g_autoptr(GError) error = NULL;

  if (bytes != NULL && fl_preset_window_take_ca (self, bytes, &error))
    return;
  fl_remark_label_show (self->ca_note, NULL, FL_REMARK_ERROR, problem != NULL ? problem->message : error->message);
}

static void
ca_loaded_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(FlPresetWindow) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = g_file_load_bytes_finish (G_FILE (source), result, NULL, &error);

  ca_came (self, bytes, error);
}

static void
ca_chosen_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GFile) file = fl_compat_file_finish (result);

  if (file != NULL)
    g_file_load_bytes_async (file, NULL, ca_loaded_cb, g_object_ref (source));
}

static void
choose_cb (FlPresetWindow *self)
{
  g_autoptr(GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _("Certificates"));
  gtk_file_filter_add_suffix (filter, "pem");
  gtk_file_filter_add_suffix (filter, "crt");
  gtk_file_filter_add_suffix (filter, "cer");
  gtk_file_filter_add_suffix (filter, "der");
  fl_compat_open_file_async (GTK_WIDGET (self), _("Choose a Certificate File"), filter, ca_chosen_cb, NULL);
}

static void
pasted_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(FlPresetWindow) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, &error);
  g_autoptr(GBytes) bytes = g_bytes_new (text != NULL ? text : "", text != NULL ? strlen (text) : 0);

  ca_came (self, bytes, NULL);
}

static void
paste_cb (FlPresetWindow *self)
{
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), NULL, pasted_cb, g_object_ref (self));
}

static void
open_page_cb (FlPresetWindow *self)
{
  fl_compat_launch_uri (GTK_WIDGET (self), self->preset->ca_page);
}

static FlBrokerSecrets *
make_secrets (FlPresetWindow *self)
{
  g_autoptr(FlBrokerSecrets) none = fl_broker_secrets_new ();
  g_autoptr(FlSecret) password = NULL;

  if (!self->way->needs_sign_in)
    return g_steal_pointer (&none);
  password = fl_secret_new (text_of (self->password_row), strlen (text_of (self->password_row)));
  return fl_broker_secrets_with (none, FL_SECRET_KIND_PASSWORD, password);
}

static void
connect_cb (FlPresetWindow *self)
{
  g_autoptr(FlBroker) broker = NULL;
  g_autoptr(FlBrokerSecrets) secrets = NULL;

  if (!gtk_widget_get_sensitive (self->connect_button))
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      return;
    }
  broker = fl_preset_new_broker_for_way (self->preset, self->way);
  secrets = make_secrets (self);
  if (self->preset->is_public)
    g_object_set (broker, "base-topic", text_of (self->base_topic_row), NULL);
  if (self->way->needs_sign_in)
    g_object_set (broker, "username", text_of (self->username_row), NULL);
  if (self->way->trust_way == FL_TRUST_CA)
    g_object_set (broker, "ca-pem", self->ca_pem, NULL);
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, broker, secrets, self->way->needs_client_certificate);
  gtk_editable_set_text (self->password_row, "");
  gtk_window_close (GTK_WINDOW (self));
}

static void
fl_preset_window_finalize (GObject *object)
{
  FlPresetWindow *self = FL_PRESET_WINDOW (object);

  g_clear_pointer (&self->radios, g_ptr_array_unref);
  g_clear_pointer (&self->ca_pem, g_free);
  G_OBJECT_CLASS (fl_preset_window_parent_class)->finalize (object);
}

static void
fl_preset_window_class_init (FlPresetWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = fl_preset_window_finalize;
  signals[SIGNAL_CHOSEN] =
    g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 3, FL_TYPE_BROKER, FL_TYPE_BROKER_SECRETS, G_TYPE_BOOLEAN);

  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-preset-window"));
  gtk_widget_class_bind_template_child (widget_class, FlPresetWindow, connect_button);
  gtk_widget_class_bind_template_child (widget_class, FlPresetWindow, public_label);
  gtk_widget_class_bind_template_child (widget_class, FlPresetWindow, ways_group);
  gtk_widget_class_bind_template_child (widget_class, FlPresetWindow, ways_list);
  gtk_widget_class_bind_template_child (widget_class, FlPresetWindow, ca_box);
  gtk_widget_class_bind_template_child (widget_class, FlPresetWindow, ca_row);
  gtk_widget_class_bind_template_child (widget_class, FlPresetWindow, ca_note);
  gtk_widget_class_bind_template_child (widget_class, FlPresetWindow, ca_page_button);
  gtk_widget_class_bind_template_child (widget_class, FlPresetWindow, sign_in_box);
  gtk_widget_class_bind_template_child (widget_class, FlPresetWindow, username_row);
  gtk_widget_class_bind_template_child (widget_class, FlPresetWindow, password_row);
  gtk_widget_class_bind_template_child (widget_class, FlPresetWindow, sign_in_note);
  gtk_widget_class_bind_template_child (widget_class, FlPresetWindow, topic_box);
  gtk_widget_class_bind_template_child (widget_class, FlPresetWindow, base_topic_row);
  gtk_widget_class_bind_template_child (widget_class, FlPresetWindow, topic_note);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
  gtk_widget_class_bind_template_callback (widget_class, connect_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_page_cb);
  gtk_widget_class_bind_template_callback (widget_class, paste_cb);
}

static void
fl_preset_window_init (FlPresetWindow *self)
{
  self->radios = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * fl_preset_window_new:
 * @preset: one that has ways
 * @keyring_available: whether a password outlives the application
 */
FlPresetWindow *
fl_preset_window_new (const FlPreset *preset,
                      gboolean        keyring_available)
{
  FlPresetWindow *self;
  g_autofree char *topic = NULL;

  g_return_val_if_fail (preset != NULL && preset->n_ways > 0, NULL);

  self = g_object_new (FL_TYPE_PRESET_WINDOW, "title", fl_preset_get_name (preset), NULL);
  self->preset = preset;
  self->keyring_available = keyring_available;
  topic = fl_preset_suggest_base_topic ();
  gtk_editable_set_text (self->base_topic_row, topic);
  gtk_widget_set_visible (self->public_label, preset->is_public);
  gtk_widget_set_visible (self->topic_box, preset->is_public);
  gtk_widget_set_visible (self->ways_group, preset->n_ways > 1);
  for (guint i = 0; i < preset->n_ways; i++)
    add_way (self, &preset->ways[i]);
  if (preset->ca_file != NULL)
    show_ca (self);
  fl_preset_window_choose_way (self, 0);
  return self;
}

/**
 * fl_preset_window_choose_way:
 * @i: which of the preset's ways
 */
void
fl_preset_window_choose_way (FlPresetWindow *self,
                             guint           i)
{
  g_return_if_fail (FL_IS_PRESET_WINDOW (self));
  g_return_if_fail (i < self->radios->len);

  gtk_check_button_set_active (self->radios->pdata[i], TRUE);
}

/**
 * fl_preset_window_take_ca:
 * @bytes: a file of certificates, PEM or DER
 *
 * Returns: FALSE, and what was there stays, if it is none
 */
gboolean
fl_preset_window_take_ca (FlPresetWindow  *self,
                          GBytes          *bytes,
                          GError         **error)
{
  g_autoptr(GPtrArray) certificates = NULL;
  g_autoptr(GString) pem = g_string_new (NULL);

  g_return_val_if_fail (FL_IS_PRESET_WINDOW (self), FALSE);
  g_return_val_if_fail (bytes != NULL, FALSE);

  certificates = fl_certificate_parse_all (bytes, error);
  if (certificates == NULL)
    return FALSE;
  for (guint i = 0; i < certificates->len; i++)
    g_string_append (pem, fl_certificate_get_pem (certificates->pdata[i]));
  g_free (self->ca_pem);
  self->ca_pem = g_string_free (g_steal_pointer (&pem), FALSE);
  fl_remark_label_show (self->ca_note, NULL, FL_REMARK_NONE, NULL);
  show_ca (self);
  check (self);
  return TRUE;
}
