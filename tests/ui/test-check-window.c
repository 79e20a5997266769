/* fl-check-window: what is pasted, dropped or opened is answered while it is typed, long texts without holding up the window.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "support/fl-test-report.h"
#include "tls/fl-fingerprint.h"
#include "ui/fl-check-window.h"
#include "ui/fl-finding-row.h"
#include "ui/fl-ui-test.h"

#include <glib/gstdio.h>
#include <string.h>

#define CLASS "18 C0 C2 3D BE DD 81 37 73 40 E7 E4 36 61 CB 0A DF 96 AD 25"
#define SKETCH                                                                                                             \
  "#include <ESP8266WiFi.h>\n#define PORT 1883\nWiFiClient client;\nvoid setup () {\n  WiFi.begin (a, b);\n"               \
  "  while (WiFi.status () != WL_CONNECTED) ;\n}\n"

typedef struct
{
  FlCheckWindow *window;
  GtkTextBuffer *buffer;
} Fixture;

static void
open_window (Fixture     *self,
             FlTlsReport *report)
{
  self->window = fl_check_window_new (report);
  gtk_window_present (GTK_WINDOW (self->window));
  fl_ui_test_settle ();
  self->buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (fl_ui_test_find (GTK_WIDGET (self->window), GTK_TYPE_TEXT_VIEW, NULL)));
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  open_window (self, NULL);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  fl_ui_test_settle ();
}

static GtkWidget *
find (Fixture    *self,
      GType       type,
      const char *label)
{
  return fl_ui_test_find (GTK_WIDGET (self->window), type, label);
}

static gboolean
has_answer (gpointer window)
{
  return fl_check_window_get_answer (window) != NULL;
}

static void
set_bytes (Fixture    *self,
           const void *data,
           gsize       n)
{
  g_autoptr(GBytes) bytes = g_bytes_new (data, n);

  fl_check_window_set_bytes (self->window, bytes);
}

/* Nothing, then a fingerprint, then a sketch, then nothing again. */
static void
test_typed (Fixture       *self,
            gconstpointer  data)
{
  const FlPasteAnswer *answer;
  GtkWidget *copy;

  g_assert_nonnull (find (self, GTK_TYPE_LABEL, "What Is the Matter with It?"));
  g_assert_null (fl_check_window_get_answer (self->window));
  fl_ui_test_check_names (GTK_WIDGET (self->window));
  gtk_text_buffer_set_text (self->buffer, CLASS, -1);
  g_assert_true (fl_ui_test_says (GTK_WIDGET (self->window), "io.adafruit.com’s certificate of August 2022 to July 2023"));
  copy = find (self, GTK_TYPE_BUTTON, "Copy the Corrected Sketch");
  g_assert_false (gtk_widget_get_visible (copy));

  gtk_text_buffer_set_text (self->buffer, SKETCH, -1);
  answer = fl_check_window_get_answer (self->window);
  g_assert_cmpuint (answer->findings->len, ==, 3);
  g_assert_nonnull (find (self, GTK_TYPE_LABEL, "A sketch for an ESP8266: 3 things to change."));
  g_assert_nonnull (find (self, GTK_TYPE_LABEL, "Line 2, changed in the corrected copy"));
  g_assert_true (gtk_widget_get_visible (copy));
  fl_ui_test_settle ();
  fl_ui_test_check_names (GTK_WIDGET (self->window));

  gtk_text_buffer_set_text (self->buffer, "", -1);
  g_assert_null (fl_check_window_get_answer (self->window));
}

static void
text_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  *(char **) user_data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static gboolean
is_read (gpointer text)
{
  return *(char **) text != NULL;
}

static void
test_copied (Fixture       *self,
             gconstpointer  data)
{
  g_autofree char *text = NULL;

  gtk_text_buffer_set_text (self->buffer, SKETCH, -1);
  g_signal_emit_by_name (find (self, GTK_TYPE_BUTTON, "Copy the Corrected Sketch"), "clicked");
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self->window)), NULL, text_read_cb, &text);
  g_assert_true (fl_ui_test_wait (is_read, &text, 60));
  g_assert_nonnull (strstr (text, "#define PORT 8883\nWiFiClientSecure client;\nstatic const char *fingerprint PROGMEM = "));
  g_assert_nonnull (strstr (text, "\n  client.setFingerprint(fingerprint);\n}"));
}

/* A finding leads to its line. */
static void
test_line (Fixture       *self,
           gconstpointer  data)
{
  GtkWidget *list = find (self, GTK_TYPE_LIST_BOX, NULL);
  GtkTextIter start, end;
  g_autofree char *selected = NULL;

  gtk_text_buffer_set_text (self->buffer, SKETCH, -1);
  g_signal_emit_by_name (list, "row-activated", gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 0));
  g_assert_true (gtk_text_buffer_get_selection_bounds (self->buffer, &start, &end));
  selected = gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
  g_assert_cmpstr (selected, ==, "#define PORT 1883");
}

/* Held against a broker that proved who it is: the sketch gets its fingerprint. */
static void
test_broker (void)
{
  const FlTestCertificates *certificates = fl_test_certificates_get ();
  const FlTestReport wish = { FL_TEST_REPORT_BARE, .host = "broker.home", .leaf = certificates->good, .issuer = certificates->ca };
  g_autoptr(FlTlsReport) report = fl_test_report_new (&wish);
  g_autofree char *arduino = fl_fingerprint_to_arduino (fl_certificate_get_sha1 (certificates->good));
  const FlSeenCertificate seen = { .host = "broker.home", .sha1 = "28c0c23dbedd81377340e7e43661cb0adf96ad25", .last_seen = FL_TEST_MAY };
  Fixture self;

  open_window (&self, report);
  g_assert_true (fl_ui_test_says (GTK_WIDGET (self.window), "Compared with broker.home:8883"));
  gtk_text_buffer_set_text (self.buffer, SKETCH, -1);
  g_assert_nonnull (strstr (fl_check_window_get_answer (self.window)->corrected, arduino));
  gtk_text_buffer_set_text (self.buffer, "28c0c23dbedd81377340e7e43661cb0adf96ad25", -1);
  g_assert_true (fl_ui_test_says (GTK_WIDGET (self.window), "neither broker.home’s certificate"));
  fl_check_window_set_seen (self.window, &seen, 1);
  g_assert_true (fl_ui_test_says (GTK_WIDGET (self.window), "This matched broker.home until 3 May 2026."));
  tear_down (&self, NULL);
}

/* What is no text is answered in a sentence and not shown. */
static void
test_bad (Fixture       *self,
          gconstpointer  data)
{
  set_bytes (self, "WiFiClient\0", 11);
  g_assert_true (fl_ui_test_says (GTK_WIDGET (self->window), "This is not text"));
  set_bytes (self, "\xff\xfe" "W\0", 4);
  g_assert_true (fl_ui_test_says (GTK_WIDGET (self->window), "This is UTF-16"));
  g_assert_cmpint (gtk_text_buffer_get_char_count (self->buffer), ==, 0);
  set_bytes (self, "rc=-2", 5);
  g_assert_cmpint (gtk_text_buffer_get_char_count (self->buffer), ==, 5);
  g_assert_cmpint (fl_check_window_get_answer (self->window)->kind, ==, FL_PASTE_ERROR);
}

/* Ten megabytes, pasted: a sentence. More than 64 kB: a worker; and what changed meanwhile is answered, not the old. */
static void
test_long (Fixture       *self,
           gconstpointer  data)
{
  g_autofree char *ten = g_strnfill (10 * 1024 * 1024, 'x');
  g_autoptr(GString) much = g_string_new (SKETCH);

  gtk_text_buffer_insert_at_cursor (self->buffer, ten, -1);
  fl_ui_test_wait_said (GTK_WIDGET (self->window), "This is too long for a sketch");
  g_assert_cmpint (gtk_text_buffer_get_char_count (self->buffer), ==, 0);

  while (much->len < 96 * 1024)
    g_string_append (much, "void loop () { delay (1); }\n");
  set_bytes (self, much->str, much->len);
  gtk_text_buffer_set_text (self->buffer, "rc=-4", -1);
  fl_ui_test_wait_said (GTK_WIDGET (self->window), "-4 MQTT_CONNECTION_TIMEOUT");
  set_bytes (self, much->str, much->len);
  fl_ui_test_wait_said (GTK_WIDGET (self->window), "A sketch for an ESP8266: 3 things to change.");
}

static void
test_opened (Fixture       *self,
             gconstpointer  data)
{
  g_autofree char *folder = g_dir_make_tmp ("fernlight-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "sketch.ino", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GFile) none = g_file_new_for_path (folder);

  g_assert_true (g_file_set_contents (path, SKETCH, -1, NULL));
  fl_check_window_open (self->window, file);
  g_assert_true (fl_ui_test_wait (has_answer, self->window, 60));
  g_assert_nonnull (find (self, GTK_TYPE_LABEL, "A sketch for an ESP8266: 3 things to change."));
  fl_check_window_open (self->window, none);
  fl_ui_test_wait_said (GTK_WIDGET (self->window), "This is a folder, not a file.");
  g_assert_null (fl_check_window_get_answer (self->window));
  g_remove (path);
  g_rmdir (folder);
}

/* Closed while a worker is at it. */
static void
test_closed (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr(GString) text = g_string_new (NULL);
  FlCheckWindow *window = fl_check_window_new (NULL);
  g_autoptr(GBytes) bytes = NULL;

  while (text->len < 96 * 1024)
    g_string_append (text, "void loop () { delay (1); }\n");
  bytes = g_bytes_new (text->str, text->len);
  gtk_window_present (GTK_WINDOW (window));
  fl_check_window_set_bytes (window, bytes);
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  gtk_window_destroy (GTK_WINDOW (window));
  while (window != NULL)
    g_main_context_iteration (NULL, TRUE);
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add ("/check-window/typed", Fixture, NULL, set_up, test_typed, tear_down);
  g_test_add ("/check-window/copied", Fixture, NULL, set_up, test_copied, tear_down);
  g_test_add ("/check-window/line", Fixture, NULL, set_up, test_line, tear_down);
  g_test_add_func ("/check-window/broker", test_broker);
  g_test_add ("/check-window/bad", Fixture, NULL, set_up, test_bad, tear_down);
  g_test_add ("/check-window/long", Fixture, NULL, set_up, test_long, tear_down);
  g_test_add ("/check-window/opened", Fixture, NULL, set_up, test_opened, tear_down);
  g_test_add ("/check-window/closed", Fixture, NULL, set_up, test_closed, tear_down);
  return g_test_run ();
}
