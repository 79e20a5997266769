/* fl-messages-page: shows the newest topic, its value, its token, its history; network text is never markup.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "crypto/fl-fernet.h"
#include "ui/fl-chart.h"
#include "ui/fl-message-view.h"
#include "ui/fl-messages-page.h"
#include "ui/fl-publish-form.h"
#include "ui/fl-topic-list.h"
#include "ui/fl-topic-row.h"
#include "ui/fl-ui-test.h"

#define KEY "xqi9zRusHkcv3Om050HwX82eMTO-LbeW4YlqVVEzpw8="

typedef struct
{
  GtkWidget      *window;
  FlMessagesPage *page;
  FlTopicTree    *tree;
  guint           n_published;
  char           *topic;
  GBytes         *payload;
  int             qos;
  gboolean        retained;
  gboolean        encrypt;
} Fixture;

static void
published_cb (Fixture    *fixture,
              const char *topic,
              GBytes     *payload,
              int         qos,
              gboolean    retained,
              gboolean    encrypt)
{
  fixture->n_published++;
  g_free (fixture->topic);
  fixture->topic = g_strdup (topic);
  g_clear_pointer (&fixture->payload, g_bytes_unref);
  fixture->payload = g_bytes_ref (payload);
  fixture->qos = qos;
  fixture->retained = retained;
  fixture->encrypt = encrypt;
}

static void
set_up (Fixture *fixture,
        int      width,
        int      height)
{
  *fixture = (Fixture) { .tree = fl_topic_tree_new (0) };
  fixture->window = adw_window_new ();
  fixture->page = FL_MESSAGES_PAGE (fl_messages_page_new ());
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), width, height);
  adw_window_set_content (ADW_WINDOW (fixture->window), GTK_WIDGET (fixture->page));
  g_signal_connect_swapped (fixture->page, "publish", G_CALLBACK (published_cb), fixture);
  fl_messages_page_set_tree (fixture->page, fixture->tree);
  gtk_window_present (GTK_WINDOW (fixture->window));
  fl_ui_test_settle ();
}

static void
tear_down (Fixture *fixture)
{
  FlMessagesPage *page = fixture->page;

  g_object_add_weak_pointer (G_OBJECT (page), (gpointer *) &page);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  fl_ui_test_settle ();
  g_assert_null (page);
  g_assert_finalize_object (fixture->tree);
  g_free (fixture->topic);
  g_clear_pointer (&fixture->payload, g_bytes_unref);
}

static void
ingest (Fixture         *fixture,
        FlMessageFields *fields,
        const char      *topic,
        const char      *text)
{
  g_autoptr(GPtrArray) batch = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_message_unref);
  g_autoptr(GBytes) payload = g_bytes_new (text, strlen (text));
  FlMessageFields all = fields != NULL ? *fields : (FlMessageFields) { 0 };

  all.topic = topic;
  all.payload = payload;
  g_ptr_array_add (batch, fl_message_new (&all));
  fl_topic_tree_ingest (fixture->tree, batch);
}

static GtkWidget *
find (Fixture    *fixture,
      GType       type,
      const char *label)
{
  return fl_ui_test_find (GTK_WIDGET (fixture->page), type, label);
}

/* A label with this text, wherever it is. */
typedef struct
{
  Fixture    *fixture;
  const char *text;
} Wanted;

static gboolean
has_label (gpointer data)
{
  const Wanted *wanted = data;

  return find (wanted->fixture, GTK_TYPE_LABEL, wanted->text) != NULL;
}

static void
assert_label (Fixture    *fixture,
              const char *text)
{
  Wanted wanted = { fixture, text };

  if (!fl_ui_test_wait (has_label, &wanted, 30))
    g_error ("No label \"%s\"", text);
}

static GtkWidget *
find_by_name (GtkWidget  *root,
              const char *name)
{
  if (g_str_equal (gtk_widget_get_name (root), name))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_by_name (child, name);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static const char *
get_text (Fixture    *fixture,
          const char *name)
{
  return gtk_label_get_text (GTK_LABEL (find_by_name (GTK_WIDGET (fixture->page), name)));
}

typedef struct
{
  Fixture    *fixture;
  const char *view;
  const char *text;
} Shown;

static gboolean
is_shown (gpointer data)
{
  const Shown *shown = data;

  return g_str_equal (get_text (shown->fixture, shown->view), shown->text);
}

static void
assert_shown (Fixture    *fixture,
              const char *view,
              const char *expected)
{
  Shown shown = { fixture, view, expected };

  if (!fl_ui_test_wait (is_shown, &shown, 30))
    g_assert_cmpstr (get_text (fixture, view), ==, expected);
}

static void
test_newest (void)
{
  Fixture fixture;

  set_up (&fixture, 1000, 700);
  assert_label (&fixture, "No Messages Yet");
  ingest (&fixture, NULL, "home/kitchen/temperature", "{\"temperature\": 33.02, \"timestamp\": 1614555518.139419}");
  fl_ui_test_settle ();
  assert_label (&fixture, "home/kitchen/temperature");
  assert_label (&fixture, "Not encrypted: the broker can read and change it");
  assert_shown (&fixture, "message-value", "{\n  \"temperature\": 33.02,\n  \"timestamp\": 1614555518.139419\n}");
  g_assert_true (fl_messages_page_get_selected (fixture.page) == fl_topic_tree_get_newest (fixture.tree));
  g_assert_true (fl_messages_page_get_tree (fixture.page) == fixture.tree);

  /* It stays where it is when others are newer; it follows its own. */
  ingest (&fixture, NULL, "home/bath", "ON");
  ingest (&fixture, NULL, "home/kitchen/temperature", "{\"temperature\": 33.10, \"timestamp\": 1614555519}");
  assert_label (&fixture, "+0.08");
  assert_shown (&fixture, "message-value", "{\n  \"temperature\": 33.10,\n  \"timestamp\": 1614555519\n}");
  g_assert_true (gtk_widget_get_visible (find (&fixture, FL_TYPE_CHART, NULL)));
  assert_label (&fixture, "33.10");

  fl_messages_page_select (fixture.page, fl_topic_tree_lookup (fixture.tree, "home/bath"));
  assert_label (&fixture, "home/bath");
  assert_shown (&fixture, "message-value", "ON");
  fl_ui_test_check_names (GTK_WIDGET (fixture.page));
  tear_down (&fixture);
}

static void
test_hostile (void)
{
  static const struct { const char *payload, *shown; } cases[] = {
    { "<b>&\"", "<b>&\"" },
    { "<span foreground='green'>verified</span>", "<span foreground='green'>verified</span>" },
    { "user\u202egpj", "user\\u202egpj" },
    { "two\nlines\x1b[31m", "two\nlines\\u001b[31m" },
    { "\xff\xfe", "00000000  ff fe                                             ..\n" },
    { "", "(empty)" },
  };
  Fixture fixture;

  set_up (&fixture, 1000, 700);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *topic = g_strdup_printf ("<i>/\u202e%u", i);
      g_autofree char *shown = g_strdup_printf ("<i>/\\u202e%u", i);
      FlTopic *found;

      ingest (&fixture, NULL, topic, cases[i].payload);
      found = fl_topic_tree_lookup (fixture.tree, topic);
      fl_messages_page_select (fixture.page, found);
      assert_label (&fixture, shown);
      assert_label (&fixture, "<i>");
      assert_shown (&fixture, "message-value", cases[i].shown);
    }
  tear_down (&fixture);
}

static void
test_token (void)
{
  g_autoptr(FlKeyRing) ring = fl_key_ring_parse (KEY, NULL);
  g_autoptr(FlFernet) fernet = fl_fernet_new (ring);
  g_autofree char *token = fl_fernet_encrypt (fernet, "33.02", 5, 1614555518, NULL);
  g_autoptr(GBytes) raw = g_bytes_new (token, strlen (token));
  FlMessageFields fields = { .raw = raw, .encryption = FL_MESSAGE_DECRYPTED, .key_id = "0123abcd",
                             .token_time = 1614555518, .arrived = G_GINT64_CONSTANT (1614555518400000) };
  Fixture fixture;

  set_up (&fixture, 1000, 700);
  ingest (&fixture, &fields, "home/t", "33.02");
  assert_label (&fixture, "Fernet, decrypted and genuine · key 0123abcd");
  assert_label (&fixture, "100 bytes carry 5 · 20.0 × the size");
  assert_shown (&fixture, "message-value", "33.02");
  assert_shown (&fixture, "message-token", token);
  assert_shown (&fixture, "message-bytes",
                "00000000  33 33 2e 30 32                                    33.02\n");

  fields.token_time = 12;
  ingest (&fixture, &fields, "home/t", "33.02");
  assert_label (&fixture, "Device clock not set");

  fields = (FlMessageFields) { .encryption = FL_MESSAGE_FAILED, .failure = "wrong-key" };
  ingest (&fixture, &fields, "home/t", token);
  assert_label (&fixture, "Fernet, not opened: wrong key, or changed on the way");
  fields.failure = FL_MESSAGE_NO_KEY;
  ingest (&fixture, &fields, "home/t", token);
  assert_label (&fixture, "Fernet, not opened: this broker has no key yet");
  assert_shown (&fixture, "message-value", token);
  tear_down (&fixture);
}

static GtkWidget *
find_history (Fixture *fixture)
{
  return fl_ui_test_find_named (GTK_WIDGET (fixture->page), GTK_TYPE_LIST_BOX, "Messages of this topic, newest first");
}

static gboolean
has_rows (gpointer data)
{
  GtkWidget *list = find_history (data);

  return gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 2) != NULL;
}

static void
test_history (void)
{
  Fixture fixture;
  GtkListBox *list;

  set_up (&fixture, 1000, 700);
  ingest (&fixture, NULL, "home/t", "1");
  ingest (&fixture, NULL, "home/t", "2");
  ingest (&fixture, NULL, "home/t", "3");
  g_assert_true (fl_ui_test_wait (has_rows, &fixture, 30));
  assert_shown (&fixture, "message-value", "3");

  /* An earlier one stays shown while new ones come, until the button. */
  list = GTK_LIST_BOX (find_history (&fixture));
  g_signal_emit_by_name (list, "row-activated", gtk_list_box_get_row_at_index (list, 2));
  ingest (&fixture, NULL, "home/t", "4");
  assert_label (&fixture, "4"); /* in the history */
  assert_shown (&fixture, "message-value", "1");
  g_signal_emit_by_name (find (&fixture, GTK_TYPE_BUTTON, "Show Latest"), "clicked");
  assert_shown (&fixture, "message-value", "4");
  tear_down (&fixture);
}

static gboolean
is_hidden (gpointer widget)
{
  return !gtk_widget_get_visible (widget);
}

static void
test_retained (void)
{
  FlMessageFields fields = { .retained = TRUE, .qos = 1 };
  Fixture fixture;
  GtkWidget *clear;
  GtkWidget *badge;
  gsize n;

  set_up (&fixture, 1000, 700);
  ingest (&fixture, &fields, "home/<t>", "{\"a\": 1}");
  assert_label (&fixture, "Retained copy (may be old)");
  badge = find (&fixture, GTK_TYPE_LABEL, "Retained copy (may be old)");
  g_assert_true (gtk_widget_get_visible (badge));
  clear = fl_ui_test_find_named (GTK_WIDGET (fixture.page), GTK_TYPE_BUTTON, "Clear retained copy");
  g_assert_true (gtk_widget_get_visible (clear));

  fl_messages_page_set_online (fixture.page, FALSE, "Not connected");
  g_assert_false (gtk_widget_is_sensitive (clear));
  fl_messages_page_set_online (fixture.page, TRUE, NULL);
  g_signal_emit_by_name (clear, "clicked");
  g_assert_cmpuint (fixture.n_published, ==, 1);
  g_assert_cmpstr (fixture.topic, ==, "home/<t>");
  g_assert_cmpuint (g_bytes_get_size (fixture.payload), ==, 0);
  g_assert_true (fixture.retained);
  g_assert_false (gtk_widget_get_visible (clear));

  /* Undo puts the very bytes back. */
  fl_ui_test_settle ();
  assert_label (&fixture, "Retained copy of home/&lt;t&gt; cleared"); /* a toast's title is markup */
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (find (&fixture, GTK_TYPE_LABEL, "Retained copy of home/&lt;t&gt; cleared"))),
                   ==, "Retained copy of home/<t> cleared");
  {
    GtkWidget *undo = find (&fixture, GTK_TYPE_BUTTON, "Undo");

    g_assert_nonnull (undo);
    g_signal_emit_by_name (undo, "clicked");
  }
  g_assert_cmpuint (fixture.n_published, ==, 2);
  g_assert_cmpmem (g_bytes_get_data (fixture.payload, &n), g_bytes_get_size (fixture.payload), "{\"a\": 1}", 8);
  g_assert_true (fixture.retained);
  g_assert_false (fixture.encrypt);

  /* A live message is no retained copy. */
  ingest (&fixture, NULL, "home/<t>", "live");
  g_assert_true (fl_ui_test_wait (is_hidden, badge, 30));
  tear_down (&fixture);
}

static void
use_as_led_cb (char       **used,
               const char  *topic)
{
  g_free (*used);
  *used = g_strdup (topic);
}

static void
test_use_as_led (void)
{
  g_autofree char *used = NULL;
  Fixture fixture;

  set_up (&fixture, 1000, 700);
  g_signal_connect_swapped (fixture.page, "use-as-led", G_CALLBACK (use_as_led_cb), &used);
  ingest (&fixture, NULL, "home/lamp <b>/set", "ON");
  fl_ui_test_settle ();
  g_signal_emit_by_name (fl_ui_test_find_named (GTK_WIDGET (fixture.page), GTK_TYPE_BUTTON, "Use as LED"), "clicked");
  g_assert_cmpstr (used, ==, "home/lamp <b>/set");
  tear_down (&fixture);
}

static void
test_publish (void)
{
  Fixture fixture;
  GtkMenuButton *menu_button;
  GtkWidget *form;

  set_up (&fixture, 1000, 700);
  ingest (&fixture, NULL, "home/led/set", "ON");
  fl_ui_test_settle ();
  menu_button = GTK_MENU_BUTTON (find (&fixture, GTK_TYPE_MENU_BUTTON, NULL));
  fl_messages_page_set_online (fixture.page, FALSE, "Not connected");
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (menu_button)));
  fl_messages_page_set_online (fixture.page, TRUE, NULL);
  fl_messages_page_set_can_encrypt (fixture.page, TRUE, TRUE);

  gtk_menu_button_popup (menu_button);
  fl_ui_test_settle ();
  form = fl_ui_test_find (GTK_WIDGET (gtk_menu_button_get_popover (menu_button)), FL_TYPE_PUBLISH_FORM, NULL);
  g_assert_cmpstr (fl_publish_form_get_topic (FL_PUBLISH_FORM (form)), ==, "home/led/set");
  g_signal_emit_by_name (fl_ui_test_find (form, GTK_TYPE_BUTTON, "Publish"), "clicked");
  g_assert_cmpuint (fixture.n_published, ==, 1);
  g_assert_cmpstr (fixture.topic, ==, "home/led/set");
  g_assert_cmpint (fixture.qos, ==, 1);
  g_assert_false (fixture.retained);
  g_assert_true (fixture.encrypt);
  fl_ui_test_settle ();

  {
    g_autoptr(GError) error = g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, "<not> connected");

    fl_messages_page_published (fixture.page, error);
  }
  assert_label (&fixture, "Not published: &lt;not&gt; connected");
  tear_down (&fixture);
}

static void
test_ceiling (void)
{
  Fixture fixture;

  set_up (&fixture, 1000, 700);
  {
    g_autoptr(FlTopicTree) tree = fl_topic_tree_new (1);

    fl_messages_page_set_tree (fixture.page, tree);
    g_set_object (&fixture.tree, tree);
  }
  ingest (&fixture, NULL, "a", "1");
  ingest (&fixture, NULL, "b", "1");
  assert_label (&fixture, "1 message is not shown: more than 1 topics");
  tear_down (&fixture);
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  fl_secret_init ();
  g_test_add_func ("/messages-page/newest", test_newest);
  g_test_add_func ("/messages-page/hostile", test_hostile);
  g_test_add_func ("/messages-page/token", test_token);
  g_test_add_func ("/messages-page/history", test_history);
  g_test_add_func ("/messages-page/retained", test_retained);
  g_test_add_func ("/messages-page/use-as-led", test_use_as_led);
  g_test_add_func ("/messages-page/publish", test_publish);
  g_test_add_func ("/messages-page/ceiling", test_ceiling);
  return g_test_run ();
}
