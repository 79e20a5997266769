/* fl-security-page and what it is made of: the whole truth in every state, as plain text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-renewal-card.h"
#include "ui/fl-security-page.h"

#include "support/fl-test-certificate.h"
#include "support/fl-test-report.h"
#include "tls/fl-fingerprint.h"
#include "ui/fl-copy-button.h"
#include "ui/fl-identity-card.h"
#include "ui/fl-level-row.h"
#include "ui/fl-ui-states.h"
#include "ui/fl-ui-test.h"

#include <string.h>

typedef struct
{
  GtkWindow      *window;
  FlSecurityPage *page;
} Shown;

/* The page alone in a window of the size of a page in a window of 1000 × 700: header and switcher above it. */
static Shown
show (FlUiState state)
{
  Shown shown = { GTK_WINDOW (adw_window_new ()), fl_ui_state_to_page (state) };

  adw_window_set_content (ADW_WINDOW (shown.window), GTK_WIDGET (shown.page));
  gtk_window_set_default_size (shown.window, 1000, 700 - 47);
  gtk_window_present (shown.window);
  fl_ui_test_settle ();
  return shown;
}

static void
hide (Shown *shown)
{
  GtkWidget *watched = GTK_WIDGET (shown->page);

  g_object_add_weak_pointer (G_OBJECT (watched), (gpointer *) &watched);
  gtk_window_destroy (shown->window);
  fl_ui_test_settle ();
  g_assert_null (watched);
}

static gboolean
is_allocated (gpointer data)
{
  return gtk_widget_get_height (data) > 100;
}

static void
test_state (gconstpointer data)
{
  static const char *const verdicts[FL_N_UI_STATES] = {
    [FL_UI_STATE_CA] = "Encrypted, and this is localhost: certificate from Fernlight demo CA, good until ",
    [FL_UI_STATE_EXPIRING] = "Encrypted, and this is localhost: certificate from Fernlight demo CA, good until ",
    [FL_UI_STATE_INSPECTION] = "Encrypted, and this is localhost: certificate from Fernlight demo CA, good until ",
    [FL_UI_STATE_PIN] = "Encrypted, with the certificate you trusted on ",
    [FL_UI_STATE_PSK] = "Encrypted; both sides proved they know the key of “kitchen”. There is no certificate.",
    [FL_UI_STATE_INSECURE] = "Encrypted, but nobody checked whom you talk to.",
    [FL_UI_STATE_PLAIN] = "Not encrypted: anyone on the way can read and change everything, your password too.",
    [FL_UI_STATE_OFFLINE] = "Not connected. The host refused the connection on port 8883.",
    [FL_UI_STATE_REFUSED] = "Not connected: the certificate expired on ",
    [FL_UI_STATE_CHANGED] = "Not connected: the certificate is not the one you trusted. Nothing was sent.",
    [FL_UI_STATE_HOSTILE] = "Not connected: the certificate is for “<span foreground='green'>verified</span>\\u000A\\u202Eevil <b>&\"”, ",
  };
  FlUiState state = (FlUiState) GPOINTER_TO_UINT (data);
  Shown shown = show (state);
  g_autofree char *text = fl_security_page_to_text (shown.page);
  GtkWidget *first = fl_ui_test_find (GTK_WIDGET (shown.page), GTK_TYPE_LABEL, NULL);

  g_test_message ("%s", gtk_label_get_text (GTK_LABEL (first)));
  g_assert_true (g_str_has_prefix (gtk_label_get_text (GTK_LABEL (first)), verdicts[state]));
  g_assert_nonnull (strstr (text, verdicts[state]));
  fl_ui_test_check_names (GTK_WIDGET (shown.page));
  hide (&shown);
}

/* Verdict, levels and identity are visible without scrolling. */
static void
test_fits (gconstpointer data)
{
  Shown shown = show ((FlUiState) GPOINTER_TO_UINT (data));
  GtkWidget *identity = fl_ui_test_find (GTK_WIDGET (shown.page), FL_TYPE_IDENTITY_CARD, NULL);
  GtkWidget *level = fl_ui_test_find (GTK_WIDGET (shown.page), FL_TYPE_LEVEL_ROW, NULL);
  GtkWidget *last = gtk_widget_get_visible (identity) ? identity : gtk_widget_get_parent (level);
  graphene_rect_t bounds;

  g_assert_true (fl_ui_test_wait (is_allocated, last, 30));
  g_assert_true (gtk_widget_compute_bounds (last, GTK_WIDGET (shown.page), &bounds));
  g_test_message ("ends at %.0f of %d", bounds.origin.y + bounds.size.height, gtk_widget_get_height (GTK_WIDGET (shown.page)));
  g_assert_cmpfloat (bounds.origin.y + bounds.size.height, <=, gtk_widget_get_height (GTK_WIDGET (shown.page)));
  hide (&shown);
}

static void
take_pin_cb (FlPin  **taken,
             FlPin   *pin)
{
  g_assert_null (*taken);
  *taken = fl_pin_ref (pin);
}

static void
test_trust_button (void)
{
  Shown shown = show (FL_UI_STATE_REFUSED);
  GtkWidget *button = fl_ui_test_find (GTK_WIDGET (shown.page), GTK_TYPE_BUTTON, "Trust This Certificate");
  g_autoptr(FlTlsReport) report = NULL;
  g_autoptr(FlPin) taken = NULL;

  g_object_get (shown.page, "report", &report, NULL);
  g_assert_true (gtk_widget_is_visible (button) && gtk_widget_is_sensitive (button));
  g_signal_connect_swapped (shown.page, "trust-certificate", G_CALLBACK (take_pin_cb), &taken);
  g_signal_emit_by_name (button, "clicked");
  g_assert_nonnull (taken);
  g_assert_cmpint (fl_pin_get_kind (taken), ==, FL_PIN_SHA256);
  g_assert_true (fl_pin_matches (taken, fl_tls_report_get_leaf (report)));
  hide (&shown);
}

/* A certificate that is not the trusted one: only after its fingerprint was compared. */
static void
test_changed_certificate (void)
{
  Shown shown = show (FL_UI_STATE_CHANGED);
  GtkWidget *button = fl_ui_test_find (GTK_WIDGET (shown.page), GTK_TYPE_BUTTON, "Trust the New Certificate");
  GtkWidget *usual = fl_ui_test_find (GTK_WIDGET (shown.page), GTK_TYPE_BUTTON, "Trust This Certificate");
  GtkWidget *renewal = fl_ui_test_find (GTK_WIDGET (shown.page), FL_TYPE_RENEWAL_CARD, NULL);
  FlIdentityCard *identity = FL_IDENTITY_CARD (fl_ui_test_find (GTK_WIDGET (shown.page), FL_TYPE_IDENTITY_CARD, NULL));
  g_autoptr(FlTlsReport) report = NULL;
  FlCertificate *leaf;
  g_autofree char *colons = NULL;
  g_autoptr(FlPin) taken = NULL;

  g_object_get (shown.page, "report", &report, NULL);
  leaf = fl_tls_report_get_leaf (report);
  colons = fl_fingerprint_to_colons (fl_certificate_get_sha256 (leaf));
  g_assert_true (gtk_widget_get_visible (renewal));
  g_assert_false (gtk_widget_is_visible (usual));
  g_assert_nonnull (fl_ui_test_find (renewal, GTK_TYPE_LABEL, "Another key than the one you trusted."));
  g_assert_false (gtk_widget_is_sensitive (button));
  fl_identity_card_set_entered (identity, fl_certificate_get_sha1 (leaf));
  g_assert_cmpint (fl_identity_card_get_comparison (identity), ==, FL_COMPARISON_SAME_WEAK);
  g_assert_false (gtk_widget_is_sensitive (button));
  fl_identity_card_set_entered (identity, colons);
  g_assert_cmpint (fl_identity_card_get_comparison (identity), ==, FL_COMPARISON_SAME);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_connect_swapped (shown.page, "trust-certificate", G_CALLBACK (take_pin_cb), &taken);
  g_signal_emit_by_name (button, "clicked");
  g_assert_true (taken != NULL && fl_pin_get_kind (taken) == FL_PIN_SHA256 && fl_pin_matches (taken, leaf));
  fl_identity_card_set_entered (identity, "");
  g_assert_false (gtk_widget_is_sensitive (button));
  hide (&shown);
}

/* The planned certificate is in use: said, and one button makes it the only one. */
static void
press_cb (guint *n)
{
  ++*n;
}

static void
test_second_pin (void)
{
  Shown shown = show (FL_UI_STATE_PIN);
  GtkWidget *button = fl_ui_test_find (GTK_WIDGET (shown.page), GTK_TYPE_BUTTON, "Accept Only This Certificate");
  g_autoptr(FlTlsReport) report = NULL;
  g_autoptr(FlPin) other = fl_pin_parse ("18c0c23dbedd81377340e7e43661cb0adf96ad25", NULL);
  g_autoptr(FlTrust) one = fl_trust_new_pin (other);
  g_autoptr(FlPin) planned = NULL;
  g_autoptr(FlTrust) two = NULL;
  GtkWidget *verdict = fl_ui_test_find (GTK_WIDGET (shown.page), GTK_TYPE_LABEL, NULL);
  guint n = 0;

  g_assert_false (gtk_widget_is_visible (button));
  g_object_get (shown.page, "report", &report, NULL);
  planned = fl_pin_new_for_certificate (fl_tls_report_get_leaf (report), FL_PIN_SHA256);
  two = fl_trust_with_second_pin (one, planned);
  g_object_set (shown.page, "trust", two, NULL);
  g_assert_true (gtk_widget_is_visible (button));
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (verdict)), "(the second of two pins)"));
  g_signal_connect_swapped (shown.page, "promote-second-pin", G_CALLBACK (press_cb), &n);
  g_signal_emit_by_name (button, "clicked");
  g_assert_cmpuint (n, ==, 1);
  hide (&shown);
}

static void
take_page_cb (char      **taken,
              const char *page)
{
  g_assert_null (*taken);
  *taken = g_strdup (page);
}

/* Without TLS the next step leads to where it is switched on. */
static void
test_plain (void)
{
  Shown shown = show (FL_UI_STATE_PLAIN);
  GtkWidget *button = fl_ui_test_find (GTK_WIDGET (shown.page), GTK_TYPE_BUTTON, "Use TLS…");
  g_autofree char *taken = NULL;

  g_assert_true (gtk_widget_is_visible (button));
  g_signal_connect_swapped (shown.page, "edit-broker", G_CALLBACK (take_page_cb), &taken);
  g_signal_emit_by_name (button, "clicked");
  g_assert_cmpstr (taken, ==, "trust");
  hide (&shown);
}

/* Trusted or not curable by a pin: nothing is offered. */
static void
test_nothing_to_trust (void)
{
  Shown shown = show (FL_UI_STATE_CA);
  GtkWidget *button = fl_ui_test_find (GTK_WIDGET (shown.page), GTK_TYPE_BUTTON, "Trust This Certificate");
  g_autoptr(FlCertificate) leaf = fl_test_certificate_new (&(FlTestCertificate) { .common_name = "x" });
  g_autoptr(FlTlsReport) report = fl_test_report_new (&(FlTestReport) { .leaf = leaf, .reason = FL_REASON_REVOKED, .remark = -1 });

  g_assert_false (gtk_widget_is_visible (button));
  g_object_set (shown.page, "report", report, "online", FALSE, NULL);
  g_assert_false (gtk_widget_is_visible (button));
  hide (&shown);
}

static void
text_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  *(char **) user_data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static gboolean
is_read (gpointer data)
{
  return *(char **) data != NULL;
}

static void
test_clipboard (void)
{
  Shown shown = show (FL_UI_STATE_CA);
  GtkWidget *copy = fl_ui_test_find (GTK_WIDGET (shown.page), FL_TYPE_COPY_BUTTON, NULL);
  g_autofree char *expected = fl_security_page_to_text (shown.page);
  g_autofree char *text = NULL;

  g_signal_emit_by_name (fl_ui_test_find (copy, GTK_TYPE_BUTTON, NULL), "clicked");
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (shown.page)), NULL, text_read_cb, &text);
  g_assert_true (fl_ui_test_wait (is_read, &text, 30));
  g_assert_cmpstr (text, ==, expected);
  g_assert_nonnull (strstr (text, "Payload: 97 of 100 payloads are Fernet"));
  hide (&shown);
}

/* Network text in every row is shown letter by letter; a tag in it does not vanish. */
static void
assert_no_markup (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget) && gtk_label_get_use_markup (GTK_LABEL (widget)))
    g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (widget)), ==, gtk_label_get_label (GTK_LABEL (widget)));
  if (ADW_IS_PREFERENCES_ROW (widget))
    g_assert_false (adw_preferences_row_get_use_markup (ADW_PREFERENCES_ROW (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    assert_no_markup (child);
}

static guint
count_labels (GtkWidget  *widget,
              const char *text)
{
  guint n = GTK_IS_LABEL (widget) && strcmp (gtk_label_get_text (GTK_LABEL (widget)), text) == 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += count_labels (child, text);
  return n;
}

static void
expand_all (GtkWidget *widget)
{
  if (ADW_IS_EXPANDER_ROW (widget))
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (widget), TRUE);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    expand_all (child);
}

static void
test_markup (void)
{
  Shown shown = show (FL_UI_STATE_HOSTILE);

  expand_all (GTK_WIDGET (shown.page));
  fl_ui_test_settle ();
  assert_no_markup (GTK_WIDGET (shown.page));
  /* Identity card, certificate row, subject field. */
  g_assert_cmpuint (count_labels (GTK_WIDGET (shown.page), "<span foreground='green'>verified</span>\\u000A\\u202Eevil <b>&\""), ==, 3);
  hide (&shown);
}

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
test_properties (void)
{
  g_autoptr(FlSecurityPage) page = g_object_ref_sink (fl_ui_state_to_page (FL_UI_STATE_CA));
  GtkWidget *row = fl_ui_test_find (GTK_WIDGET (page), FL_TYPE_LEVEL_ROW, NULL);
  GtkWidget *payload = gtk_widget_get_last_child (gtk_widget_get_parent (row));
  guint n_changes = 0;

  g_signal_connect_swapped (page, "notify", G_CALLBACK (count_cb), &n_changes);
  g_object_set (page, "online", TRUE, "n-messages", (guint64) 100, "username", "frank", "trusted-at", (gint64) 0, NULL);
  g_assert_cmpuint (n_changes, ==, 1); /* trusted-at */
  g_object_set (page, "n-messages", (guint64) 101, "n-fernet", (guint64) 98, "n-failed", (guint64) 1, NULL);
  g_assert_cmpuint (n_changes, ==, 4);
  g_assert_true (g_str_has_prefix (fl_level_row_get_proof (FL_LEVEL_ROW (payload)), "98 of 101 payloads are Fernet"));
}

/* Activating a level opens it; an inspection shows two, and nothing that would need a broker's settings. */
static void
test_levels (void)
{
  Shown shown = show (FL_UI_STATE_CA);
  Shown inspected = show (FL_UI_STATE_INSPECTION);
  GtkWidget *row = fl_ui_test_find (GTK_WIDGET (shown.page), FL_TYPE_LEVEL_ROW, NULL);
  guint n_visible = 0;

  g_assert_false (fl_level_row_is_expanded (FL_LEVEL_ROW (row)));
  g_signal_emit_by_name (row, "activate");
  g_assert_true (fl_level_row_is_expanded (FL_LEVEL_ROW (row)));
  fl_ui_test_check_names (GTK_WIDGET (shown.page));
  for (row = fl_ui_test_find (GTK_WIDGET (inspected.page), FL_TYPE_LEVEL_ROW, NULL); row != NULL; row = gtk_widget_get_next_sibling (row))
    n_visible += gtk_widget_get_visible (row) ? 1 : 0;
  g_assert_cmpuint (n_visible, ==, 2);
  g_assert_true (gtk_widget_is_visible (fl_ui_test_find (GTK_WIDGET (inspected.page), GTK_TYPE_LABEL, fl_security_level_get_inspection_note ())));
  g_assert_false (gtk_widget_is_visible (fl_ui_test_find (GTK_WIDGET (shown.page), GTK_TYPE_LABEL, fl_security_level_get_inspection_note ())));
  hide (&shown);
  hide (&inspected);
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  for (guint i = 0; i < FL_N_UI_STATES; i++)
    {
      g_autofree char *state = g_strconcat ("/security-page/state/", fl_ui_state_to_name ((FlUiState) i), NULL);
      g_autofree char *fits = g_strconcat ("/security-page/fits/", fl_ui_state_to_name ((FlUiState) i), NULL);

      g_test_add_data_func (state, GUINT_TO_POINTER (i), test_state);
      g_test_add_data_func (fits, GUINT_TO_POINTER (i), test_fits);
    }
  g_test_add_func ("/security-page/trust-button", test_trust_button);
  g_test_add_func ("/security-page/changed-certificate", test_changed_certificate);
  g_test_add_func ("/security-page/second-pin", test_second_pin);
  g_test_add_func ("/security-page/plain", test_plain);
  g_test_add_func ("/security-page/nothing-to-trust", test_nothing_to_trust);
  g_test_add_func ("/security-page/clipboard", test_clipboard);
  g_test_add_func ("/security-page/markup", test_markup);
  g_test_add_func ("/security-page/properties", test_properties);
  g_test_add_func ("/security-page/levels", test_levels);
  return g_test_run ();
}
