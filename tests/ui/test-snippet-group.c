/* fl-snippet-group: what is chosen is shown and remembered; what is not to be had is a sentence; nothing without TLS.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-snippet-group.h"

#include "support/fl-test-certificate.h"
#include "support/fl-test-log.h"
#include "support/fl-test-report.h"
#include "ui/fl-copy-button.h"
#include "ui/fl-ui-test.h"

#include <string.h>

static FlSnippetGroup *
show (const FlTestReport *wish,
      FlTrust            *trust)
{
  FlSnippetGroup *group = g_object_ref_sink (FL_SNIPPET_GROUP (fl_snippet_group_new ()));
  g_autoptr(FlTlsReport) report = fl_test_report_new (wish);

  fl_snippet_group_show (group, report, trust, FL_TEST_NOW);
  return group;
}

static FlSnippetGroup *
show_ca (void)
{
  const FlTestCertificates *certificates = fl_test_certificates_get ();
  FlTestReport wish = { FL_TEST_REPORT_BARE, .way = FL_TRUST_CA, .leaf = certificates->good, .issuer = certificates->ca };

  return show (&wish, NULL);
}

static void
forget (void)
{
  g_autoptr(GSettings) settings = g_settings_new (APP_ID);

  g_settings_reset (settings, "snippet-firmware");
  g_settings_reset (settings, "snippet-way");
}

static GtkWidget *
find_by_id (GtkWidget  *root,
            const char *id)
{
  if (g_str_equal (gtk_widget_get_name (root), id))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_by_id (child, id);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static GtkWidget *
get_code_label (FlSnippetGroup *group)
{
  return find_by_id (GTK_WIDGET (group), "snippet-text");
}

static GtkWidget *
find_more_button (GtkWidget *root)
{
  if (GTK_IS_BUTTON (root) && g_str_has_prefix (gtk_button_get_label (GTK_BUTTON (root)) != NULL
                                                  ? gtk_button_get_label (GTK_BUTTON (root)) : "", "Show "))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_more_button (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* All of it, the end of a long one after it was asked for; without the last line break. */
static char *
get_code (FlSnippetGroup *group)
{
  GtkLabel *label = GTK_LABEL (get_code_label (group));
  GtkWidget *button = find_more_button (GTK_WIDGET (group));

  if (gtk_widget_get_visible (button))
    g_signal_emit_by_name (button, "clicked");
  g_assert_false (gtk_widget_get_visible (button));
  g_assert_true (gtk_label_get_selectable (label));
  g_assert_false (gtk_label_get_use_markup (label));
  return g_strdup (gtk_label_get_label (label));
}

static void
assert_code (FlSnippetGroup *group,
             const char     *text)
{
  g_autofree char *code = get_code (group);
  g_autofree char *stripped = g_strdup (text);

  g_assert_cmpstr (code, ==, g_strchomp (stripped));
}

static void
test_shown (void)
{
  g_autoptr(FlSnippetGroup) group = NULL;
  FlSnippet *snippet;
  g_autofree char *beginning = NULL;
  g_auto(GStrv) lines = NULL;
  GtkWidget *copy;

  forget ();
  group = show_ca ();
  snippet = fl_snippet_group_get_snippet (group);
  beginning = g_strdup (gtk_label_get_label (GTK_LABEL (get_code_label (group))));
  copy = fl_ui_test_find (GTK_WIDGET (group), FL_TYPE_COPY_BUTTON, NULL);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (group)));
  g_assert_cmpstr (fl_snippet_get_id (snippet), ==, "esp8266/ca");
  g_assert_true (g_str_has_prefix (fl_snippet_get_text (snippet), beginning));
  lines = g_strsplit (beginning, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 14);
  assert_code (group, fl_snippet_get_text (snippet));
  /* Whatever is shown, all of it is copied. */
  g_assert_cmpstr (fl_copy_button_get_text (FL_COPY_BUTTON (copy)), ==, fl_snippet_get_text (snippet));
  g_assert_true (fl_ui_test_says (GTK_WIDGET (group), fl_snippet_get_works_until_text (snippet)));
  g_assert_true (fl_ui_test_says (GTK_WIDGET (group), fl_snippet_get_remark (snippet)));
}

/* Every firmware and way: a text, or the reason; never the one of the choice before. */
static void
test_every_choice (void)
{
  g_autoptr(FlSnippetGroup) group = show_ca ();

  for (int firmware = 0; firmware < (int) FL_N_FIRMWARES; firmware++)
    for (int way = 0; way < (int) FL_N_SNIPPET_WAYS; way++)
      {
        FlSnippet *snippet;

        fl_snippet_group_choose (group, (FlFirmware) firmware, (FlSnippetWay) way);
        snippet = fl_snippet_group_get_snippet (group);
        g_assert_cmpint (fl_snippet_get_firmware (snippet), ==, firmware);
        assert_code (group, fl_snippet_get_text (snippet));
        g_assert_true (fl_ui_test_says (GTK_WIDGET (group), fl_snippet_get_works_until_text (snippet)));
      }
  forget ();
}

static void
test_remembered (void)
{
  g_autoptr(FlSnippetGroup) first = show_ca ();
  g_autoptr(FlSnippetGroup) second = NULL;
  GtkWidget *row = fl_ui_test_find (GTK_WIDGET (first), ADW_TYPE_COMBO_ROW, "Firmware");

  adw_combo_row_set_selected (ADW_COMBO_ROW (row), FL_FIRMWARE_PYTHON);
  row = fl_ui_test_find (GTK_WIDGET (first), ADW_TYPE_COMBO_ROW, "Knows the broker by");
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), 0);
  g_assert_cmpstr (fl_snippet_get_id (fl_snippet_group_get_snippet (first)), ==, "python-paho/fingerprint");
  second = show_ca ();
  g_assert_cmpstr (fl_snippet_get_id (fl_snippet_group_get_snippet (second)), ==, "python-paho/fingerprint");
  forget ();
}

static void
test_obstacle (void)
{
  FlTestReport wish = { FL_TEST_REPORT_BARE, .way = FL_TRUST_PIN, .leaf = fl_test_certificates_get ()->good };
  g_autoptr(FlSnippetGroup) group = show (&wish, NULL);
  GtkWidget *row = fl_ui_test_find (GTK_WIDGET (group), ADW_TYPE_COMBO_ROW, "Knows the broker by");

  /* Nobody looked for a CA: what is to be had comes first, what is not says why. */
  g_assert_cmpstr (fl_snippet_get_id (fl_snippet_group_get_snippet (group)), ==, "esp8266/fingerprint");
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), 1);
  g_assert_cmpstr (fl_snippet_get_id (fl_snippet_group_get_snippet (group)), ==, "esp8266/ca");
  g_assert_true (fl_ui_test_says (GTK_WIDGET (group), fl_snippet_get_obstacle (fl_snippet_group_get_snippet (group))));
  g_assert_false (gtk_widget_get_visible (gtk_widget_get_ancestor (get_code_label (group), GTK_TYPE_LIST_BOX_ROW)));
  forget ();
}

static void
test_calendar_button (void)
{
  g_autoptr(FlSnippetGroup) group = show_ca ();
  GtkWidget *button = fl_ui_test_find (GTK_WIDGET (group), GTK_TYPE_BUTTON, "Save to Calendar…");

  fl_snippet_group_choose (group, FL_FIRMWARE_ESP8266, FL_SNIPPET_WAY_FINGERPRINT);
  g_assert_true (gtk_widget_get_visible (button));
  fl_snippet_group_choose (group, FL_FIRMWARE_ESP8266, FL_SNIPPET_WAY_INSECURE);
  g_assert_false (gtk_widget_get_visible (button));
  forget ();
}

static void
test_psk (void)
{
  FlTestReport wish = { FL_TEST_REPORT_BARE, .way = FL_TRUST_PSK };
  g_autoptr(FlSecret) key = fl_secret_new ("0123456789abcdef", 16);
  g_autoptr(FlTrust) trust = fl_trust_new_psk ("kitchen", key, NULL);
  g_autoptr(FlSnippetGroup) group = NULL;
  g_autofree char *code = NULL;

  forget ();
  group = show (&wish, trust);
  code = get_code (group);
  /* An ESP8266 has no such way, so what has one is shown. */
  g_assert_cmpstr (fl_snippet_get_id (fl_snippet_group_get_snippet (group)), ==, "esp32/psk");
  g_assert_nonnull (strstr (code, "\"kitchen\""));
  g_assert_null (strstr (code, "3031323334353637"));
  g_assert_null (strstr (code, "0123456789abcdef"));
  g_assert_false (gtk_widget_get_visible (fl_ui_test_find (GTK_WIDGET (group), ADW_TYPE_EXPANDER_ROW, NULL)));
}

/* A stranger's certificate is nothing to paste; and without TLS there is none. */
static void
test_nothing (void)
{
  FlTestReport refused = { .way = FL_TRUST_SYSTEM, .leaf = fl_test_certificates_get ()->good, .reason = FL_REASON_UNKNOWN_ISSUER,
                           .remark = -1, .untrusted = TRUE };
  FlTestReport plain = { FL_TEST_REPORT_BARE, .way = FL_TRUST_PLAIN };
  g_autoptr(FlSnippetGroup) group = show (&refused, NULL);
  g_autoptr(FlSnippetGroup) without = show (&plain, NULL);
  g_autofree char *code = get_code (group);

  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (group)));
  g_assert_true (fl_ui_test_says (GTK_WIDGET (group), "Nothing to paste"));
  g_assert_null (fl_snippet_group_get_snippet (group));
  g_assert_cmpstr (code, ==, "");
  g_assert_false (gtk_widget_get_visible (fl_ui_test_find (GTK_WIDGET (group), ADW_TYPE_EXPANDER_ROW, NULL)));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (without)));
  fl_snippet_group_show (group, NULL, NULL, FL_TEST_NOW);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (group)));
}

static void
test_text (void)
{
  FlTestReport plain = { FL_TEST_REPORT_BARE, .way = FL_TRUST_PLAIN };
  g_autoptr(FlSnippetGroup) group = show_ca ();
  g_autoptr(FlSnippetGroup) without = show (&plain, NULL);
  g_autofree char *text = fl_snippet_group_to_text (group);
  FlSnippet *snippet = fl_snippet_group_get_snippet (group);

  g_assert_true (g_str_has_prefix (text, "For your device: ESP8266, Arduino, CA certificate (setTrustAnchors)\n"));
  g_assert_nonnull (strstr (text, fl_snippet_get_works_until_text (snippet)));
  g_assert_true (g_str_has_suffix (text, fl_snippet_get_text (snippet)));
  g_assert_null (fl_snippet_group_to_text (without));
}

static void
test_forms (void)
{
  g_autoptr(FlSnippetGroup) group = show_ca ();
  g_autoptr(GtkWindow) window = g_object_ref_sink (GTK_WINDOW (gtk_window_new ()));
  GtkWidget *row;
  GtkWidget *button;

  gtk_window_set_child (window, GTK_WIDGET (group));
  row = fl_ui_test_find (GTK_WIDGET (group), ADW_TYPE_ACTION_ROW, "SHA-1, bare");
  g_assert_nonnull (row);
  button = fl_ui_test_find (row, FL_TYPE_COPY_BUTTON, NULL);
  g_assert_cmpstr (fl_copy_button_get_text (FL_COPY_BUTTON (button)), ==, fl_certificate_get_sha1 (fl_test_certificates_get ()->good));
  fl_ui_test_check_names (GTK_WIDGET (group));
  gtk_window_destroy (window);
}

/* The first there is: in the group that of what to paste. */
static void
press_copy (GtkWidget *inside)
{
  GtkWidget *button = fl_ui_test_find (inside, FL_TYPE_COPY_BUTTON, NULL);

  g_assert_nonnull (button);
  g_signal_emit_by_name (gtk_widget_get_first_child (button), "clicked");
}

/* What was copied is noted with the certificate it hangs on; what hangs on none is not, and nothing is without a log. */
static void
test_noted (void)
{
  g_autoptr(FlTestLog) log = fl_test_log_new (FL_TEST_NOW);
  g_autoptr(FlSnippetGroup) group = show_ca ();
  g_autoptr(GtkWindow) window = g_object_ref_sink (GTK_WINDOW (gtk_window_new ()));
  g_autoptr(GPtrArray) copied = NULL;
  const FlCopiedSnippet *snippet;

  gtk_window_set_child (window, GTK_WIDGET (group));
  fl_snippet_group_choose (group, FL_FIRMWARE_ESP8266, FL_SNIPPET_WAY_FINGERPRINT);
  press_copy (GTK_WIDGET (group)); /* nobody notes it */
  fl_snippet_group_set_log (group, log->log, "home");
  fl_snippet_group_choose (group, FL_FIRMWARE_ESP8266, FL_SNIPPET_WAY_INSECURE);
  press_copy (GTK_WIDGET (group));
  fl_snippet_group_choose (group, FL_FIRMWARE_ESP32, FL_SNIPPET_WAY_CA);
  press_copy (GTK_WIDGET (group));
  press_copy (fl_ui_test_find (GTK_WIDGET (group), ADW_TYPE_ACTION_ROW, "SHA-1, bare"));
  copied = fl_test_log_list_copied (log, "home");
  g_assert_cmpuint (copied->len, ==, 2);
  for (guint i = 0; i < copied->len; i++)
    {
      snippet = copied->pdata[i];
      if (snippet->bond == FL_SNIPPET_BOND_ISSUER)
        {
          g_assert_cmpstr (snippet->kind, ==, "esp32/ca");
          g_assert_cmpstr (snippet->label, ==, "ESP32, Arduino: CA certificate (setCACert)");
        }
      else
        {
          g_assert_cmpstr (snippet->kind, ==, "sha1-plain");
          g_assert_cmpint (snippet->bond, ==, FL_SNIPPET_BOND_CERTIFICATE);
          g_assert_cmpint (snippet->until, ==, FL_TEST_JANUARY);
        }
    }
  forget ();
  gtk_window_destroy (window);
}

/* Where there is a session, and for the two chips; what it is not to be had for is said. */
static void
test_complete_sketch (void)
{
  g_autoptr(FlSnippetGroup) group = show_ca ();
  GtkWidget *button = fl_ui_test_find (GTK_WIDGET (group), GTK_TYPE_BUTTON, "Copy a Complete Sketch…");
  GtkWidget *row = gtk_widget_get_ancestor (button, ADW_TYPE_ACTION_ROW);

  forget ();
  g_assert_false (gtk_widget_get_visible (row));
  fl_snippet_group_set_session (group, NULL, "home");
  for (int i = 0; i < (int) FL_N_FIRMWARES; i++)
    {
      fl_snippet_group_choose (group, (FlFirmware) i, FL_SNIPPET_WAY_CA);
      g_assert_cmpint (gtk_widget_get_visible (row), ==, i == FL_FIRMWARE_ESP8266 || i == FL_FIRMWARE_ESP32);
      g_assert_true (gtk_widget_get_sensitive (button));
    }
  fl_snippet_group_set_session (group, NULL, NULL);
  g_assert_false (gtk_widget_get_visible (row));
  forget ();
}

static void
test_no_complete_sketch (void)
{
  FlTestReport wish = { FL_TEST_REPORT_BARE, .way = FL_TRUST_PSK };
  g_autoptr(FlSnippetGroup) group = show (&wish, NULL);
  GtkWidget *button = fl_ui_test_find (GTK_WIDGET (group), GTK_TYPE_BUTTON, "Copy a Complete Sketch…");

  fl_snippet_group_set_session (group, NULL, "home");
  fl_snippet_group_choose (group, FL_FIRMWARE_ESP8266, FL_SNIPPET_WAY_FINGERPRINT);
  g_assert_false (gtk_widget_get_sensitive (button));
  fl_snippet_group_choose (group, FL_FIRMWARE_ESP32, FL_SNIPPET_WAY_PSK);
  g_assert_true (gtk_widget_get_sensitive (button));
  forget ();
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/snippet-group/shown", test_shown);
  g_test_add_func ("/snippet-group/every-choice", test_every_choice);
  g_test_add_func ("/snippet-group/remembered", test_remembered);
  g_test_add_func ("/snippet-group/obstacle", test_obstacle);
  g_test_add_func ("/snippet-group/calendar-button", test_calendar_button);
  g_test_add_func ("/snippet-group/psk", test_psk);
  g_test_add_func ("/snippet-group/nothing", test_nothing);
  g_test_add_func ("/snippet-group/text", test_text);
  g_test_add_func ("/snippet-group/forms", test_forms);
  g_test_add_func ("/snippet-group/noted", test_noted);
  g_test_add_func ("/snippet-group/complete-sketch", test_complete_sketch);
  g_test_add_func ("/snippet-group/no-complete-sketch", test_no_complete_sketch);
  return g_test_run ();
}
