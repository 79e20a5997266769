/* fl-message-view: every kind of payload, its limits, and what is copied.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "ui/fl-message-view.h"
#include "ui/fl-ui-test.h"

static const char *
get_text (GtkWidget  *root,
          const char *name)
{
  const char *text = NULL;

  if (g_str_equal (gtk_widget_get_name (root), name))
    return gtk_label_get_text (GTK_LABEL (root));
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && text == NULL;
       child = gtk_widget_get_next_sibling (child))
    text = get_text (child, name);
  return text;
}

static void
test_values (void)
{
  static const struct { const char *bytes; gsize n; const char *shown; } cases[] = {
    { "ON", 2, "ON" },
    { "[1]", 3, "[\n  1\n]" },
    { "", 0, "(empty)" },
    { "\x80", 1, "00000000  80                                                .\n" },
    { "<b>\u202e", 6, "<b>\\u202e" },
  };
  FlMessageView *view = FL_MESSAGE_VIEW (g_object_ref_sink (fl_message_view_new ()));

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GBytes) payload = g_bytes_new (cases[i].bytes, cases[i].n);
      g_autoptr(FlMessage) message = fl_message_new (&(FlMessageFields) { .topic = "t", .payload = payload });

      fl_message_view_set_message (view, message);
      g_assert_true (fl_message_view_get_message (view) == message);
      g_assert_cmpstr (get_text (GTK_WIDGET (view), "message-value"), ==, cases[i].shown);
    }
  fl_message_view_set_message (view, NULL);
  g_assert_null (fl_message_view_get_message (view));
  g_assert_finalize_object (view);
}

/* Deep JSON is shown as the text it is. */
static void
test_deep (void)
{
  g_autofree char *deep = g_strnfill (100000, '[');
  g_autoptr(FlMessage) message = fl_message_new_plain ("t", deep);
  FlMessageView *view = FL_MESSAGE_VIEW (g_object_ref_sink (fl_message_view_new ()));

  fl_message_view_set_message (view, message);
  g_assert_true (g_str_has_prefix (get_text (GTK_WIDGET (view), "message-value"), "[[[[["));
  g_assert_cmpuint (strlen (get_text (GTK_WIDGET (view), "message-value")), ==, 16 * 1024);
  g_assert_nonnull (fl_ui_test_find (GTK_WIDGET (view), GTK_TYPE_LABEL, "Only the first 16.4\u00a0kB are shown."));
  g_assert_finalize_object (view);
}

static void
test_replayed (void)
{
  static const struct { FlMessageReplay replay; const char *text; } cases[] = {
    { FL_MESSAGE_NOT_REPLAYED, "Fernet, decrypted and genuine · key 0123abcd" },
    { FL_MESSAGE_SAME_TOKEN, "Fernet, genuine, but replayed: this very token came before · key 0123abcd" },
    { FL_MESSAGE_OLDER_TOKEN, "Fernet, genuine, but replayed: a newer token came before it · key 0123abcd" },
  };
  FlMessageView *view = FL_MESSAGE_VIEW (g_object_ref_sink (fl_message_view_new ()));
  g_autoptr(GBytes) payload = g_bytes_new_static ("ON", 2);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlMessage) message = fl_message_new (&(FlMessageFields) {
        .topic = "t", .payload = payload, .encryption = FL_MESSAGE_DECRYPTED, .key_id = "0123abcd", .token_time = 1700000000,
        .replay = cases[i].replay });
      GtkWidget *label;

      fl_message_view_set_message (view, message);
      label = fl_ui_test_find (GTK_WIDGET (view), GTK_TYPE_LABEL, cases[i].text);
      g_assert_nonnull (label);
      g_assert_cmpint (gtk_widget_has_css_class (label, "warning"), ==, cases[i].replay != FL_MESSAGE_NOT_REPLAYED);
    }
  g_assert_finalize_object (view);
}

static void
test_cut (void)
{
  g_autoptr(GBytes) payload = g_bytes_new_static ("0123", 4);
  g_autoptr(FlMessage) message = fl_message_new (&(FlMessageFields) {
    .topic = "t", .payload = payload, .true_size = 5000000, .cut = TRUE });
  FlMessageView *view = FL_MESSAGE_VIEW (g_object_ref_sink (fl_message_view_new ()));

  fl_message_view_set_message (view, message);
  g_assert_nonnull (fl_ui_test_find (GTK_WIDGET (view), GTK_TYPE_LABEL,
                                     "Over the limit: 5.0\u00a0MB were sent, the first 4 bytes are kept."));
  g_assert_finalize_object (view);
}

static void
test_token_time (void)
{
  static const struct { gint64 token_time; const char *shown; } cases[] = {
    { 1614555518, "28 February 2021, 23:38:38 · on arrival" },
    { 1614555510, "28 February 2021, 23:38:30 · 8.4 s before arrival" },
    { 1614555218, "28 February 2021, 23:33:38 · 5 min before arrival" },
    { 1614559118, "1 March 2021, 00:38:38 · 59 min ahead of our clock" },
    { 12, "Device clock not set" },
    { G_MAXINT64, "Device clock not set" },
  };
  FlMessageView *view = FL_MESSAGE_VIEW (g_object_ref_sink (fl_message_view_new ()));
  g_autoptr(GBytes) payload = g_bytes_new_static ("1", 1);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlMessage) message = fl_message_new (&(FlMessageFields) {
        .topic = "t", .payload = payload, .encryption = FL_MESSAGE_DECRYPTED, .key_id = "0123abcd",
        .token_time = cases[i].token_time, .arrived = G_GINT64_CONSTANT (1614555518400000) });

      fl_message_view_set_message (view, message);
      g_assert_nonnull (fl_ui_test_find (GTK_WIDGET (view), GTK_TYPE_LABEL, cases[i].shown));
    }
  g_assert_finalize_object (view);
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/message-view/values", test_values);
  g_test_add_func ("/message-view/deep", test_deep);
  g_test_add_func ("/message-view/replayed", test_replayed);
  g_test_add_func ("/message-view/cut", test_cut);
  g_test_add_func ("/message-view/token-time", test_token_time);
  return g_test_run ();
}
