/* fl-certificates-window: says what is wrong while it is typed, makes the folder, shows what to run.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "brokers/fl-broker-secrets.h"
#include "brokers/fl-broker.h"
#include "ui/fl-certificates-window.h"
#include "ui/fl-ui-test.h"

#include <glib/gstdio.h>

typedef struct
{
  FlCertificatesWindow *window;
  char                 *place;
} Fixture;

static void
remove_folder (const char *path)
{
  g_autoptr(GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *inner = g_build_filename (path, name, NULL);

      if (g_file_test (inner, G_FILE_TEST_IS_DIR))
        remove_folder (inner);
      else
        g_unlink (inner);
    }
  g_rmdir (path);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->window = fl_certificates_window_new ();
  self->place = g_dir_make_tmp ("fernlight-test-XXXXXX", NULL);
  gtk_window_present (GTK_WINDOW (self->window));
  fl_ui_test_settle ();
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  remove_folder (self->place);
  g_free (self->place);
}

static GtkWidget *
find (Fixture    *self,
      GType       type,
      const char *label)
{
  return fl_ui_test_find (GTK_WIDGET (self->window), type, label);
}

static GtkWidget *
type_into (Fixture    *self,
           const char *title,
           const char *text)
{
  GtkWidget *row = find (self, ADW_TYPE_ENTRY_ROW, title);

  gtk_editable_set_text (GTK_EDITABLE (row), text);
  return row;
}

static void
set_place (Fixture *self)
{
  g_autoptr(GFile) place = g_file_new_for_path (self->place);

  fl_certificates_window_set_place (self->window, place);
}

static void
test_form (Fixture       *self,
           gconstpointer  data)
{
  GtkWidget *create = find (self, GTK_TYPE_BUTTON, "Create");
  GtkWidget *names;
  GtkWidget *devices;

  fl_ui_test_check_names (GTK_WIDGET (self->window));
  g_assert_false (gtk_widget_get_sensitive (create));
  names = type_into (self, "Names and addresses", "");
  g_assert_false (gtk_widget_has_css_class (names, "error")); /* nothing typed is not wrong yet */
  type_into (self, "Names and addresses", "broker.home, broker:8883");
  g_assert_true (gtk_widget_has_css_class (names, "error"));
  g_assert_nonnull (find (self, GTK_TYPE_LABEL, "“broker:8883” is neither a host name nor an IP address"));
  type_into (self, "Names and addresses", "broker.home, 192.168.1.5");
  g_assert_false (gtk_widget_has_css_class (names, "error"));
  devices = type_into (self, "Device names", "kitchen Kitchen");
  g_assert_true (gtk_widget_has_css_class (devices, "error"));
  g_assert_nonnull (find (self, GTK_TYPE_LABEL, "There are two devices called “Kitchen”"));
  set_place (self);
  g_assert_false (gtk_widget_get_sensitive (create));
  type_into (self, "Device names", "kitchen garden");
  g_assert_false (gtk_widget_has_css_class (devices, "error"));
  g_assert_true (gtk_widget_get_sensitive (create));
  type_into (self, "Names and addresses", "");
  g_assert_false (gtk_widget_get_sensitive (create));
}

static gboolean
is_made (gpointer window)
{
  return fl_certificates_window_get_folder (window) != NULL;
}

static gboolean
is_form_again (gpointer button)
{
  return gtk_widget_get_visible (button);
}

static void
saved_cb (FlCertificatesWindow  *window,
          FlBroker              *broker,
          FlBrokerSecrets       *secrets,
          FlBroker             **saved)
{
  g_assert_nonnull (fl_broker_secrets_get (secrets, FL_SECRET_KIND_PASSWORD));
  g_assert_true (g_set_object (saved, broker));
}

static void
test_made (Fixture       *self,
           gconstpointer  data)
{
  static const char *const files[] = { "ca.crt", "server.key", "kitchen.txt", "garden.crt", "mosquitto.conf", "README.txt" };
  g_autofree char *folder = g_build_filename (self->place, "broker.home", NULL);
  g_autofree char *made = NULL;
  g_autoptr(GSettings) settings = g_settings_new (APP_ID);
  g_auto(GStrv) remembered = NULL;
  g_autoptr(FlBroker) saved = NULL;
  GtkWidget *save;
  g_autofree char *line = g_strdup_printf ("mosquitto -c '%s/mosquitto.conf'", folder);

  type_into (self, "Names and addresses", "broker.home 192.168.1.5");
  type_into (self, "Device names", "kitchen garden");
  set_place (self);
  g_signal_emit_by_name (find (self, GTK_TYPE_BUTTON, "Create"), "clicked");
  /* Cannot be closed half-way. */
  gtk_window_close (GTK_WINDOW (self->window));
  g_assert_true (fl_ui_test_wait (is_made, self->window, 60));
  made = g_file_get_path (fl_certificates_window_get_folder (self->window));
  remembered = g_settings_get_strv (settings, "own-broker-folders"); /* for the upkeep list */
  g_assert_cmpstr (remembered[0], ==, folder);
  g_settings_reset (settings, "own-broker-folders");
  g_assert_cmpstr (made, ==, folder);
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (folder, files[i], NULL);

      g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
    }
  fl_ui_test_settle ();
  g_assert_nonnull (find (self, GTK_TYPE_LABEL, line));
  g_assert_true (gtk_widget_get_visible (find (self, GTK_TYPE_BUTTON, "Open Folder")));
  save = find (self, GTK_TYPE_BUTTON, "Save This Broker");
  g_assert_true (gtk_widget_is_visible (save));
  g_signal_connect (self->window, "save-broker", G_CALLBACK (saved_cb), &saved);
  g_signal_emit_by_name (save, "clicked");
  g_assert_cmpstr (fl_broker_get_host (saved), ==, "broker.home");
  g_assert_false (gtk_widget_get_sensitive (save));
  g_assert_true (gtk_widget_get_sensitive (find (self, GTK_TYPE_BUTTON, "Close")));
  fl_ui_test_check_names (GTK_WIDGET (self->window));
}

/* What cannot be written is said, and what was typed is kept. */
static void
test_failed (Fixture       *self,
             gconstpointer  data)
{
  g_autofree char *folder = g_build_filename (self->place, "broker.home", NULL);
  g_autofree char *file = g_build_filename (folder, "theirs", NULL);
  g_autofree char *sentence = g_strdup_printf ("%s is not empty; nothing was written", folder);
  GtkWidget *create = find (self, GTK_TYPE_BUTTON, "Create");
  GtkWidget *names = type_into (self, "Names and addresses", "broker.home");

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (file, "kept", -1, NULL));
  set_place (self);
  g_signal_emit_by_name (create, "clicked");
  g_assert_false (gtk_widget_get_visible (create));
  g_assert_true (fl_ui_test_wait (is_form_again, create, 60));
  g_assert_nonnull (find (self, GTK_TYPE_LABEL, sentence));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (names)), ==, "broker.home");
  g_assert_true (gtk_widget_get_sensitive (create));
  g_assert_null (fl_certificates_window_get_folder (self->window));
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add ("/certificates-window/form", Fixture, NULL, set_up, test_form, tear_down);
  g_test_add ("/certificates-window/made", Fixture, NULL, set_up, test_made, tear_down);
  g_test_add ("/certificates-window/failed", Fixture, NULL, set_up, test_failed, tear_down);
  return g_test_run ();
}
