/* fl-sketch-window: what is copied and saved is the sketch for that name and no secret; nothing is written over; it waits for the
 * device itself, and for nothing that was kept.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-sketch-window.h"

#include "messages/fl-message.h"
#include "support/fl-test-report.h"
#include "ui/fl-copy-button.h"
#include "ui/fl-ui-test.h"

#include <glib/gstdio.h>
#include <string.h>

#define AT G_GINT64_CONSTANT (1795176000000000)

static FlSketchWindow *
open_window (FlFirmware  firmware,
             FlTrustWay  way,
             const char *host,
             const char *base_topic)
{
  const FlTestCertificates *certificates = fl_test_certificates_get ();
  FlTestReport wish = { FL_TEST_REPORT_BARE, .host = host, .way = way, .leaf = way == FL_TRUST_PSK ? NULL : certificates->good,
                        .issuer = way == FL_TRUST_PSK ? NULL : certificates->ca };
  g_autoptr(FlTlsReport) report = fl_test_report_new (&wish);
  FlSketchWindow *window = fl_sketch_window_new (firmware, fl_snippet_facts_new (report, "kitchen", FL_TEST_NOW), base_topic);

  gtk_window_present (GTK_WINDOW (window));
  fl_ui_test_settle ();
  return window;
}

static GtkWidget *
child (FlSketchWindow *window,
       const char     *name)
{
  return GTK_WIDGET (gtk_widget_get_template_child (GTK_WIDGET (window), FL_TYPE_SKETCH_WINDOW, name));
}

static const char *
text_of (FlSketchWindow *window,
         const char     *button)
{
  return fl_copy_button_get_text (FL_COPY_BUTTON (child (window, button)));
}

static void
set_name (FlSketchWindow *window,
          const char     *name)
{
  gtk_editable_set_text (GTK_EDITABLE (child (window, "name_row")), name);
}

static void
arrive (FlSketchWindow *window,
        const char     *topic,
        const char     *text,
        gboolean        retained)
{
  g_autoptr(GPtrArray) batch = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_message_unref);
  g_autoptr(GBytes) payload = g_bytes_new (text, strlen (text));
  FlMessageFields fields = { .topic = topic, .payload = payload, .arrived = AT, .retained = retained };

  g_ptr_array_add (batch, fl_message_new (&fields));
  fl_sketch_window_take_batch (window, batch);
}

static void
test_files (void)
{
  static const struct { FlFirmware firmware; FlTrustWay way; gboolean has_fernet; } cases[] = {
    { FL_FIRMWARE_ESP8266, FL_TRUST_CA,  FALSE },
    { FL_FIRMWARE_ESP32,   FL_TRUST_CA,  TRUE  },
    { FL_FIRMWARE_ESP32,   FL_TRUST_PSK, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      FlSketchWindow *window = open_window (cases[i].firmware, cases[i].way, NULL, "home");

      g_assert_nonnull (strstr (text_of (window, "sketch_button"), "#define TOPIC \"home/kitchen\"\n"));
      g_assert_nonnull (strstr (text_of (window, "secrets_button"), "YOUR-WIFI-PASSWORD"));
      g_assert_cmpint (gtk_widget_get_visible (child (window, "fernet_row")), ==, cases[i].has_fernet);
      g_assert_cmpint (text_of (window, "fernet_button") != NULL, ==, cases[i].has_fernet);
      fl_ui_test_check_names (GTK_WIDGET (window));
      gtk_window_destroy (GTK_WINDOW (window));
    }
}

static void
test_name (void)
{
  FlSketchWindow *window = open_window (FL_FIRMWARE_ESP32, FL_TRUST_CA, NULL, "home");

  set_name (window, "Küche \"2\"");
  g_assert_nonnull (strstr (text_of (window, "sketch_button"), "#define DEVICE \"Küche \\\"2\\\"\"\n"));
  g_assert_true (fl_ui_test_says (GTK_WIDGET (window), "Its topics begin with home/Küche \"2\""));
  set_name (window, "a/b");
  g_assert_null (text_of (window, "sketch_button"));
  g_assert_false (gtk_widget_get_sensitive (child (window, "save_button")));
  g_assert_true (gtk_widget_has_css_class (child (window, "name_note"), "error"));
  set_name (window, "garden");
  g_assert_true (gtk_widget_get_sensitive (child (window, "save_button")));
  g_assert_false (gtk_widget_has_css_class (child (window, "name_note"), "error"));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
test_waiting (void)
{
  FlSketchWindow *window = open_window (FL_FIRMWARE_ESP32, FL_TRUST_CA, NULL, "home");
  guint n_taken = 0;

  g_signal_connect_swapped (window, "taken", G_CALLBACK (count_cb), &n_taken);
  arrive (window, "home/kitchen/status", "online", FALSE);
  g_assert_false (gtk_widget_get_visible (child (window, "wait_box")));
  g_signal_emit_by_name (child (window, "sketch_button"), "copying");
  g_signal_emit_by_name (child (window, "sketch_button"), "copying");
  g_assert_cmpuint (n_taken, ==, 1);
  g_assert_true (fl_ui_test_says (GTK_WIDGET (window), "Waiting for kitchen…"));
  arrive (window, "home/kitchen/status", "online", TRUE);
  arrive (window, "home/kitchen/status", "offline", FALSE);
  arrive (window, "home/garden/status", "online", FALSE);
  g_assert_true (fl_ui_test_says (GTK_WIDGET (window), "Waiting for kitchen…"));
  arrive (window, "home/kitchen/status", "online", FALSE);
  g_assert_true (fl_ui_test_says (GTK_WIDGET (window), "kitchen is here since"));
  g_assert_false (gtk_spinner_get_spinning (GTK_SPINNER (child (window, "wait_spinner"))));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_feeds (void)
{
  FlSketchWindow *window = open_window (FL_FIRMWARE_ESP8266, FL_TRUST_CA, "io.adafruit.com", "anna/feeds");

  g_assert_nonnull (strstr (text_of (window, "sketch_button"), "#define ADAFRUIT_IO 1\n"));
  g_signal_emit_by_name (child (window, "sketch_button"), "copying");
  arrive (window, "anna/feeds/led", "ON", FALSE);
  g_assert_true (fl_ui_test_says (GTK_WIDGET (window), "Waiting for"));
  arrive (window, "anna/feeds/light", "512", FALSE);
  g_assert_true (fl_ui_test_says (GTK_WIDGET (window), "The device is here since"));
  gtk_window_destroy (GTK_WINDOW (window));
}

static char *
read_file (const char *folder,
           const char *name)
{
  g_autofree char *path = g_build_filename (folder, "led_ca_fernet", name, NULL);
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);
  return text;
}

static void
remove_all (const char *folder)
{
  static const char *const names[] = { "led_ca_fernet/led_ca_fernet.ino", "led_ca_fernet/secrets.h", "led_ca_fernet/fernet.h", "led_ca_fernet", "" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);

      g_remove (path);
    }
}

static void
test_save (void)
{
  FlSketchWindow *window = open_window (FL_FIRMWARE_ESP32, FL_TRUST_CA, NULL, "home");
  g_autofree char *folder = g_dir_make_tmp ("fernlight-XXXXXX", NULL);
  g_autofree char *secrets = g_build_filename (folder, "led_ca_fernet", "secrets.h", NULL);
  g_autoptr(GFile) place = g_file_new_for_path (folder);
  g_autofree char *sketch = NULL;
  g_autofree char *header = NULL;
  g_autofree char *kept = NULL;
  GStatBuf status;

  fl_sketch_window_save (window, place);
  fl_ui_test_wait_said (GTK_WIDGET (window), "Fill in secrets.h there.");
  g_assert_true (fl_ui_test_says (GTK_WIDGET (window), "Waiting for kitchen…"));
  sketch = read_file (folder, "led_ca_fernet.ino");
  header = read_file (folder, "fernet.h");
  g_assert_cmpstr (sketch, ==, text_of (window, "sketch_button"));
  g_assert_nonnull (strstr (header, "fernet_decrypt"));
  g_assert_cmpint (g_stat (secrets, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0077, ==, 0);

  /* Somebody has filled it in: it stays. */
  g_assert_true (g_file_set_contents (secrets, "mine", -1, NULL));
  fl_sketch_window_save (window, place);
  fl_ui_test_wait_said (GTK_WIDGET (window), "already. Choose another place");
  kept = read_file (folder, "secrets.h");
  g_assert_cmpstr (kept, ==, "mine");
  gtk_window_destroy (GTK_WINDOW (window));
  remove_all (folder);
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/sketch-window/files", test_files);
  g_test_add_func ("/sketch-window/name", test_name);
  g_test_add_func ("/sketch-window/waiting", test_waiting);
  g_test_add_func ("/sketch-window/feeds", test_feeds);
  g_test_add_func ("/sketch-window/save", test_save);
  return g_test_run ();
}
