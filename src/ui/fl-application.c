/* The application: actions, command line, what all windows share.
 *
 *   fernlight               reopens last time's tabs, or shows the start page
 *   fernlight URL…          connects to each in a tab
 *   fernlight --demo        connects to a broker and devices that are made for it and leave nothing behind
 *   fernlight --demo=all    the same with a device of every firmware
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-application"

#include "config.h"

#include "ui/fl-application.h"

#include "brokers/fl-broker-url.h"
#include "demo/fl-demo.h"
#include "ui/fl-compat.h"
#include "ui/fl-preferences-page.h"
#include "ui/fl-ui.h"
#include "ui/fl-upkeep-window.h"
#include "ui/fl-window.h"

#include <glib-unix.h>
#include <glib/gi18n.h>

/* What --demo=all is inside. */
#define DEMO_ALL "demo-all"

struct _FlApplication
{
  AdwApplication  parent_instance;

  GSettings      *settings;
  FlBrokerFile   *brokers;
  FlKeyring      *keyring;
  FlBrokerShelf  *shelf;
  FlStore        *store;
  FlCertificateWatch *watch;
  FlUpkeep       *upkeep;
  FlDemo         *demo;      /* started, or being started */
  FlSessionView  *demo_view; /* weak */
  guint           terminated; /* sources of the signals that end it */
  guint           interrupted;
};

G_DEFINE_FINAL_TYPE (FlApplication, fl_application, ADW_TYPE_APPLICATION)

static FlWindow *
window_of (FlApplication *self)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (FL_IS_WINDOW (l->data))
      return l->data;
  return fl_window_new (GTK_APPLICATION (self), self->shelf);
}

/* The demo */

static void
stop_demo (FlApplication *self)
{
  if (self->demo != NULL)
    fl_demo_stop (self->demo);
  g_clear_object (&self->demo);
  g_clear_weak_pointer (&self->demo_view);
}

static FlBrokerSecrets *
demo_secrets (FlDemo *demo)
{
  g_autoptr(FlBrokerSecrets) empty = fl_broker_secrets_new ();
  g_autoptr(FlBrokerSecrets) with_password =
    fl_broker_secrets_with (empty, FL_SECRET_KIND_PASSWORD, fl_demo_get_password (demo));

  return fl_broker_secrets_with (with_password, FL_SECRET_KIND_FERNET_KEYS, fl_demo_get_fernet_key (demo));
}

static FlBroker *
demo_broker (FlDemo *demo)
{
  g_autoptr(FlMqttUrl) url = fl_mqtt_url_parse (fl_demo_get_url (demo), NULL);
  FlBroker *broker = fl_broker_new_for_url (url);
  gsize n;
  const char *pem = g_bytes_get_data (fl_demo_get_ca (demo), &n);
  g_autofree char *ca_pem = g_strndup (pem, n);

  g_object_set (broker,
                "name", _("Demo"),
                "username", fl_demo_get_username (demo),
                "ca-pem", ca_pem,
                "tls-seen", TRUE,
                "discovery", TRUE,
                NULL);
  fl_broker_set_trust_way (broker, FL_TRUST_CA);
  return broker;
}

static void
open_demo (FlApplication *self)
{
  g_autofree char *notice =
    g_strdup_printf (_("A demo: mosquitto %s on 127.0.0.1:%u with simulated devices. It ends with this tab and keeps nothing."),
                     fl_mosquitto_get_version (fl_demo_get_broker (self->demo)), fl_demo_get_port (self->demo));
  g_autoptr(FlBroker) broker = demo_broker (self->demo);
  g_autoptr(FlBrokerSecrets) secrets = demo_secrets (self->demo);
  FlSessionView *view = fl_session_view_new (broker, NULL, NULL);
  FlWindow *window = window_of (self);

  g_set_weak_pointer (&self->demo_view, view);
  g_signal_connect_object (view, "destroy", G_CALLBACK (stop_demo), self, G_CONNECT_SWAPPED);
  fl_window_add_session_view (window, view);
  fl_session_view_set_notice (view, notice);
  fl_session_view_open_with_secrets (view, secrets);
  gtk_window_present (GTK_WINDOW (window));
}

static void
demo_started_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(FlApplication) self = user_data;
  g_autoptr(GError) error = NULL;

  g_application_release (G_APPLICATION (self));
  if (fl_demo_start_finish (FL_DEMO (source), result, &error))
    {
      open_demo (self);
      return;
    }
  stop_demo (self);
  fl_window_show_trouble (window_of (self), error->message,
                          g_error_matches (error, FL_MOSQUITTO_ERROR, FL_MOSQUITTO_ERROR_MISSING)
                            ? FL_MOSQUITTO_PACKAGE : NULL);
  gtk_window_present (GTK_WINDOW (window_of (self)));
}

static void
start_demo (FlApplication *self,
            gboolean       all)
{
  if (self->demo_view != NULL)
    {
      fl_window_open_broker (window_of (self), fl_session_view_get_broker (self->demo_view));
      return;
    }
  if (self->demo != NULL)
    return;
  self->demo = fl_demo_new ();
  fl_demo_set_all (self->demo, all);
  g_application_hold (G_APPLICATION (self));
  fl_demo_start_async (self->demo, NULL, demo_started_cb, g_object_ref (self));
}

/* Certificates */

/* The disk is full: what is seen is not kept. */
static void
store_trouble_cb (FlApplication *self)
{
  const char *trouble = fl_store_get_trouble (self->store);

  if (trouble != NULL && gtk_application_get_windows (GTK_APPLICATION (self)) != NULL)
    gtk_widget_activate_action (GTK_WIDGET (window_of (self)), "win.toast", "s", trouble);
}

/* The file was damaged: said once there is a window. */
static void
store_note_cb (FlApplication *self)
{
  if (gtk_application_get_windows (GTK_APPLICATION (self)) != NULL)
    fl_window_show_trouble (window_of (self), fl_store_get_note (self->store), NULL);
}

/* A click on it opens the broker's Security page. */
static void
noticed_cb (FlApplication       *self,
            FlCertificateNotice *notice)
{
  g_autoptr(GNotification) notification = NULL;

  if (!g_settings_get_boolean (self->settings, "notify-certificates"))
    return;
  notification = g_notification_new (notice->title);
  g_notification_set_body (notification, notice->body);
  g_notification_set_default_action_and_target (notification, "app.show-certificate", "s", notice->broker);
  g_application_send_notification (G_APPLICATION (self), notice->id, notification);
}

static void
start_watch (FlApplication *self)
{
  g_autofree char *path = fl_store_dup_default_path ();
  g_autoptr(FlCertificateLog) log = NULL;

  self->store = fl_store_new (path, &fl_certificate_log_part, 1);
  g_signal_connect_object (self->store, "notify::note", G_CALLBACK (store_note_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->store, "notify::trouble", G_CALLBACK (store_trouble_cb), self, G_CONNECT_SWAPPED);
  log = fl_certificate_log_new (self->store);
  self->watch = fl_certificate_watch_new (G_LIST_MODEL (self->brokers), log);
  g_signal_connect_object (self->watch, "notice", G_CALLBACK (noticed_cb), self, G_CONNECT_SWAPPED);
  fl_certificate_watch_start (self->watch);
  self->upkeep = fl_upkeep_new (G_LIST_MODEL (self->brokers), log);
  g_settings_bind (self->settings, "own-broker-folders", self->upkeep, "folders", G_SETTINGS_BIND_GET);
}

static void
stop_watch (FlApplication *self)
{
  if (self->watch != NULL)
    fl_certificate_watch_stop (self->watch);
  if (self->store != NULL)
    fl_store_close (self->store);
}

static void
show_broker (FlApplication *self,
             const char    *id)
{
  FlBroker *broker = fl_broker_file_find (self->brokers, id);
  FlWindow *window = window_of (self);

  if (broker != NULL)
    fl_window_open_broker (window, broker);
  if (broker != NULL && fl_window_get_session_view (window) != NULL)
    fl_session_view_show_page (fl_window_get_session_view (window), "security");
  gtk_window_present (GTK_WINDOW (window));
}

/* Actions */

static void
about_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  fl_compat_present_about (GTK_WIDGET (window_of (user_data)));
}

static void
demo_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  start_demo (user_data, FALSE);
}

static void
preferences_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  FlApplication *self = user_data;
  GtkWidget *page = fl_preferences_page_new (fl_keyring_get_note (self->keyring));

  fl_compat_present_preferences (GTK_WIDGET (window_of (self)), ADW_PREFERENCES_PAGE (page));
}

static void
show_certificate_cb (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  show_broker (user_data, g_variant_get_string (parameter, NULL));
}

static void
upkeep_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  FlApplication *self = user_data;
  FlUpkeepWindow *window = fl_upkeep_window_new (self->upkeep);

  gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (window_of (self)));
  g_signal_connect_object (window, "open-broker", G_CALLBACK (show_broker), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (window));
}

static void
quit_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  g_autoptr(GList) windows = g_list_copy (gtk_application_get_windows (user_data));

  for (GList *l = windows; l != NULL; l = l->next)
    gtk_window_close (l->data);
}

static const GActionEntry actions[] = {
  { "about", about_cb },
  { "demo", demo_cb },
  { "preferences", preferences_cb },
  { "quit", quit_cb },
  { "show-certificate", show_certificate_cb, "s" },
  { "upkeep", upkeep_cb },
};

static const struct { const char *action; const char *accels[2]; } shortcuts[] = {
  { "app.preferences", { "<ctrl>comma", NULL } },
  { "app.quit", { "<ctrl>q", NULL } },
  { "win.new-tab", { "<ctrl>t", NULL } },
  { "win.close-tab", { "<ctrl>w", NULL } },
  { "win.inspect", { "<ctrl>i", NULL } },
  { "win.show-shortcuts", { "<ctrl>question", NULL } },
  { "win.show-page::dashboard", { "<ctrl>1", NULL } },
  { "win.show-page::messages", { "<ctrl>2", NULL } },
  { "win.show-page::security", { "<ctrl>3", NULL } },
};

static void
color_scheme_changed_cb (FlApplication *self)
{
  static const AdwColorScheme schemes[] = { ADW_COLOR_SCHEME_DEFAULT, ADW_COLOR_SCHEME_FORCE_LIGHT, ADW_COLOR_SCHEME_FORCE_DARK };
  const int chosen = g_settings_get_enum (self->settings, "color-scheme");

  adw_style_manager_set_color_scheme (adw_application_get_style_manager (ADW_APPLICATION (self)),
                                      schemes[CLAMP (chosen, 0, (int) G_N_ELEMENTS (schemes) - 1)]);
}

/* The disk is full, or the folder cannot be written: the list on the screen is not what is kept. */
static void
save_error_changed_cb (FlApplication *self)
{
  const char *error = fl_broker_file_get_save_error (self->brokers);

  if (error != NULL)
    gtk_widget_activate_action (GTK_WIDGET (window_of (self)), "win.toast", "s", error);
}

static void
load_brokers (FlApplication *self)
{
  g_autofree char *path = g_build_filename (g_get_user_config_dir (), "fernlight", "brokers.json", NULL);
  g_autoptr(GError) error = NULL;

  self->brokers = fl_broker_file_new (path);
  g_signal_connect_object (self->brokers, "notify::save-error", G_CALLBACK (save_error_changed_cb), self,
                           G_CONNECT_SWAPPED);
  if (!fl_broker_file_load (self->brokers, &error))
    g_info ("%s", error->message);
}

/* The session ends, or somebody pressed Ctrl+C: as with Ctrl+Q, brokers are told and files are written. */
static gboolean
terminated_cb (gpointer user_data)
{
  g_action_group_activate_action (G_ACTION_GROUP (user_data), "quit", NULL);
  return G_SOURCE_CONTINUE;
}

static void
fl_application_startup (GApplication *application)
{
  FlApplication *self = FL_APPLICATION (application);

  G_APPLICATION_CLASS (fl_application_parent_class)->startup (application);

  gtk_window_set_default_icon_name (APP_ID);
  self->settings = g_settings_new (APP_ID);
  g_signal_connect_object (self->settings, "changed::color-scheme",
                           G_CALLBACK (color_scheme_changed_cb), self, G_CONNECT_SWAPPED);
  color_scheme_changed_cb (self);
  load_brokers (self);
  self->keyring = fl_keyring_new ();
  self->shelf = fl_broker_shelf_new (self->brokers, self->keyring);
  g_settings_bind (self->settings, "secrets-to-forget", self->shelf, "to-forget", G_SETTINGS_BIND_DEFAULT);
  fl_broker_shelf_forget_rest (self->shelf);
  start_watch (self);
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), shortcuts[i].action, shortcuts[i].accels);
  self->terminated = g_unix_signal_add (SIGTERM, terminated_cb, self);
  self->interrupted = g_unix_signal_add (SIGINT, terminated_cb, self);
}

/* The demo is told to stop by its tab; this is for a tab that is still being made. */
static void
fl_application_shutdown (GApplication *application)
{
  FlApplication *self = FL_APPLICATION (application);

  g_clear_handle_id (&self->terminated, g_source_remove);
  g_clear_handle_id (&self->interrupted, g_source_remove);
  stop_demo (self);
  if (self->shelf != NULL)
    fl_broker_shelf_flush (self->shelf);
  if (self->brokers != NULL)
    fl_broker_file_flush (self->brokers);
  stop_watch (self);
  G_APPLICATION_CLASS (fl_application_parent_class)->shutdown (application);
}

static void
fl_application_activate (GApplication *application)
{
  FlApplication *self = FL_APPLICATION (application);
  FlWindow *window = window_of (self);
  const char *note = fl_broker_file_get_note (self->brokers);

  if (!gtk_widget_get_visible (GTK_WIDGET (window)))
    {
      if (!fl_window_restore_tabs (window))
        fl_window_open_start_page (window);
      if (note != NULL)
        fl_window_show_trouble (window, note, NULL);
      else if (fl_store_get_note (self->store) != NULL)
        fl_window_show_trouble (window, fl_store_get_note (self->store), NULL);
    }
  gtk_window_present (GTK_WINDOW (window));
}

/* FALSE, with a line on standard error, if it is no address; a password in it is not repeated. */
static gboolean
open_address (FlApplication           *self,
              const char              *address,
              GApplicationCommandLine *command_line)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(FlMqttUrl) url = fl_mqtt_url_parse (address, &error);

  if (url == NULL)
    {
      if (command_line != NULL)
        g_application_command_line_printerr (command_line, "fernlight: %s\n", error->message);
      else
        fl_window_show_trouble (window_of (self), error->message, NULL);
      return FALSE;
    }
  fl_window_open_url (window_of (self), url);
  gtk_window_present (GTK_WINDOW (window_of (self)));
  return TRUE;
}

static void
fl_application_open (GApplication  *application,
                     GFile        **files,
                     int            n_files,
                     const char    *hint)
{
  for (int i = 0; i < n_files; i++)
    {
      g_autofree char *uri = g_file_get_uri (files[i]);

      open_address (FL_APPLICATION (application), uri, NULL);
    }
}

/* GOption gives only an option that needs one a value: --demo=all is another option inside. */
static gboolean
fl_application_local_command_line (GApplication   *application,
                                   char         ***arguments,
                                   int            *exit_status)
{
  for (char **argument = *arguments; *argument != NULL && !g_str_equal (*argument, "--"); argument++)
    if (g_str_equal (*argument, "--demo=all"))
      {
        g_free (*argument);
        *argument = g_strdup ("--" DEMO_ALL);
      }
  return G_APPLICATION_CLASS (fl_application_parent_class)->local_command_line (application, arguments, exit_status);
}

static int
fl_application_handle_local_options (GApplication *application,
                                     GVariantDict *options)
{
  if (!g_variant_dict_contains (options, "version"))
    return -1;
  g_print ("fernlight %s\n", APP_VERSION);
  return 0;
}

static int
fl_application_command_line (GApplication            *application,
                             GApplicationCommandLine *command_line)
{
  FlApplication *self = FL_APPLICATION (application);
  GVariantDict *options = g_application_command_line_get_options_dict (command_line);
  g_autofree const char **addresses = NULL;
  gboolean demo = FALSE;
  gboolean demo_all = FALSE;
  int status = 0;

  g_variant_dict_lookup (options, "demo", "b", &demo);
  g_variant_dict_lookup (options, DEMO_ALL, "b", &demo_all);
  g_variant_dict_lookup (options, G_OPTION_REMAINING, "^a&s", &addresses);
  for (guint i = 0; addresses != NULL && addresses[i] != NULL; i++)
    if (!open_address (self, addresses[i], command_line))
      status = 2;
  if (demo || demo_all)
    start_demo (self, demo_all);
  else if (addresses == NULL)
    g_application_activate (application);
  return status;
}

static void
fl_application_dispose (GObject *object)
{
  FlApplication *self = FL_APPLICATION (object);

  stop_demo (self);
  g_clear_object (&self->upkeep);
  g_clear_object (&self->watch);
  g_clear_object (&self->store);
  g_clear_object (&self->shelf);
  g_clear_object (&self->settings);
  g_clear_object (&self->brokers);
  g_clear_object (&self->keyring);
  G_OBJECT_CLASS (fl_application_parent_class)->dispose (object);
}

static void
fl_application_class_init (FlApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fl_application_dispose;
  application_class->startup = fl_application_startup;
  application_class->shutdown = fl_application_shutdown;
  application_class->activate = fl_application_activate;
  application_class->open = fl_application_open;
  application_class->local_command_line = fl_application_local_command_line;
  application_class->handle_local_options = fl_application_handle_local_options;
  application_class->command_line = fl_application_command_line;
}

static void
fl_application_init (FlApplication *self)
{
  static const GOptionEntry options[] = {
    { "demo", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, NULL,
      N_("Connect to a broker and devices made for a demonstration"), NULL },
    { DEMO_ALL, 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, NULL, NULL, NULL },
    { "version", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, NULL, N_("Print the version"), NULL },
    { G_OPTION_REMAINING, 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_STRING_ARRAY, NULL, NULL, N_("[URL…]") },
    { NULL }
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

FlApplication *
fl_application_new (void)
{
  return g_object_new (FL_TYPE_APPLICATION,
                       "application-id", APP_ID,
                       "flags", G_APPLICATION_HANDLES_OPEN | G_APPLICATION_HANDLES_COMMAND_LINE,
                       "resource-base-path", FL_UI_RESOURCE_BASE,
                       NULL);
}

/**
 * fl_application_get_brokers:
 *
 * Returns: (transfer none): the saved brokers; from startup on
 */
FlBrokerFile *
fl_application_get_brokers (FlApplication *self)
{
  g_return_val_if_fail (FL_IS_APPLICATION (self), NULL);

  return self->brokers;
}

/* (transfer none): from startup on */
FlCertificateWatch *
fl_application_get_watch (FlApplication *self)
{
  g_return_val_if_fail (FL_IS_APPLICATION (self), NULL);

  return self->watch;
}

/* (transfer none): from startup on */
FlUpkeep *
fl_application_get_upkeep (FlApplication *self)
{
  g_return_val_if_fail (FL_IS_APPLICATION (self), NULL);

  return self->upkeep;
}

FlKeyring *
fl_application_get_keyring (FlApplication *self)
{
  g_return_val_if_fail (FL_IS_APPLICATION (self), NULL);

  return self->keyring;
}

/**
 * fl_application_get_shelf:
 *
 * Returns: (transfer none): the saved brokers with their secrets; from startup on
 */
FlBrokerShelf *
fl_application_get_shelf (FlApplication *self)
{
  g_return_val_if_fail (FL_IS_APPLICATION (self), NULL);

  return self->shelf;
}
