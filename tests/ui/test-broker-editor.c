/* fl-broker-editor: what is typed is what the broker becomes; a whole URL is taken apart; nothing wrong is saved.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-broker-editor.h"
#include "brokers/fl-broker-json.h"
#include "ui/fl-ui-test.h"

#define KEY "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
#define SHA256 "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

typedef struct
{
  FlBroker        *broker;
  FlBrokerEditor  *editor;
  FlBrokerSecrets *saved;
} Fixture;

static void
saved_cb (Fixture         *fixture,
          FlBrokerSecrets *secrets)
{
  g_assert_null (fixture->saved);
  fixture->saved = fl_broker_secrets_ref (secrets);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->broker = fl_broker_new ("broker.example", 8883);
  fixture->editor = fl_broker_editor_new (fixture->broker, NULL, TRUE);
  g_signal_connect_swapped (fixture->editor, "saved", G_CALLBACK (saved_cb), fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->editor));
  g_clear_object (&fixture->broker);
  g_clear_pointer (&fixture->saved, fl_broker_secrets_unref);
}

static GtkEditable *
row (Fixture    *fixture,
     const char *title)
{
  GtkWidget *found = fl_ui_test_find (GTK_WIDGET (fixture->editor), ADW_TYPE_ENTRY_ROW, title);

  g_assert_nonnull (found);
  return GTK_EDITABLE (found);
}

static void
type (Fixture    *fixture,
      const char *title,
      const char *text)
{
  gtk_editable_set_text (row (fixture, title), text);
}

static GtkWidget *
way_row (Fixture *fixture)
{
  return fl_ui_test_find (GTK_WIDGET (fixture->editor), ADW_TYPE_COMBO_ROW, "Identity checked by");
}

static void
test_unchanged (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(JsonNode) before = fl_broker_to_json (fixture->broker);
  g_autoptr(JsonNode) after = NULL;

  g_assert_true (fl_broker_editor_save (fixture->editor));
  after = fl_broker_to_json (fixture->broker);
  g_assert_true (json_node_equal (before, after));
  g_assert_true (fl_broker_secrets_is_empty (fixture->saved));
}

static void
test_fields (Fixture       *fixture,
             gconstpointer  data)
{
  FlSecret *password;

  type (fixture, "Name", "Kitchen");
  type (fixture, "Base topic", "fxwalsh/home");
  type (fixture, "User name", "fx");
  type (fixture, "Password", "hunter2");
  type (fixture, "Command", "{base}/{device}/set");
  g_assert_cmpstr (fl_broker_get_base_topic (fixture->broker), ==, "");
  g_assert_true (fl_broker_editor_save (fixture->editor));
  g_assert_cmpstr (fl_broker_get_name (fixture->broker), ==, "Kitchen");
  g_assert_cmpstr (fl_broker_get_base_topic (fixture->broker), ==, "fxwalsh/home");
  g_assert_cmpstr (fl_broker_get_username (fixture->broker), ==, "fx");
  password = fl_broker_secrets_get (fixture->saved, FL_SECRET_KIND_PASSWORD);
  g_assert_cmpstr (fl_secret_peek (password, NULL), ==, "hunter2");
}

static void
test_url (Fixture       *fixture,
          gconstpointer  data)
{
  type (fixture, "Host name, address, or a whole MQTT URL", "mqtt://me@other.example:1884/a/b");
  g_assert_cmpstr (gtk_editable_get_text (row (fixture, "Host name, address, or a whole MQTT URL")), ==, "other.example");
  g_assert_cmpstr (gtk_editable_get_text (row (fixture, "Base topic")), ==, "a/b");
  g_assert_true (fl_broker_editor_save (fixture->editor));
  g_assert_cmpstr (fl_broker_get_host (fixture->broker), ==, "other.example");
  g_assert_cmpuint (fl_broker_get_port (fixture->broker), ==, 1884);
  g_assert_false (fl_broker_get_tls (fixture->broker));
  g_assert_cmpint (fl_broker_get_trust_way (fixture->broker), ==, FL_TRUST_PLAIN);
  g_assert_cmpstr (fl_broker_get_username (fixture->broker), ==, "me");
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  static const struct { const char *title; const char *text; } cases[] = {
    { "Host name, address, or a whole MQTT URL", "" },
    { "Host name, address, or a whole MQTT URL", "two words" },
    { "Base topic", "a/#" },
    { "Filter, if it is another than everything below", "a#" },
    { "Command", "{base}/set" },
    { "Report", "{device}/+" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *before = g_strdup (gtk_editable_get_text (row (fixture, cases[i].title)));

      g_test_message ("%s: “%s”", cases[i].title, cases[i].text);
      type (fixture, cases[i].title, cases[i].text);
      g_assert_false (fl_broker_editor_is_valid (fixture->editor));
      g_assert_false (fl_broker_editor_save (fixture->editor));
      g_assert_null (fixture->saved);
      type (fixture, cases[i].title, before);
      g_assert_true (fl_broker_editor_is_valid (fixture->editor));
    }
  g_assert_cmpstr (fl_broker_get_host (fixture->broker), ==, "broker.example");
}

static void
test_ways (Fixture       *fixture,
           gconstpointer  data)
{
  AdwComboRow *way = ADW_COMBO_ROW (way_row (fixture));

  /* An own authority without a certificate, and a pin without a pin, cannot be saved. */
  adw_combo_row_set_selected (way, 1);
  g_assert_false (fl_broker_editor_is_valid (fixture->editor));
  adw_combo_row_set_selected (way, 2);
  g_assert_false (fl_broker_editor_is_valid (fixture->editor));
  type (fixture, "SHA-256, SHA-1, or sha256//…", SHA256);
  g_assert_true (fl_broker_editor_save (fixture->editor));
  g_assert_cmpint (fl_broker_get_trust_way (fixture->broker), ==, FL_TRUST_PIN);
  g_assert_cmpint (fl_broker_get_pin_since (fixture->broker), >, 0);
}

static void
test_psk (Fixture       *fixture,
          gconstpointer  data)
{
  adw_combo_row_set_selected (ADW_COMBO_ROW (way_row (fixture)), 3);
  type (fixture, "Identity", "kitchen");
  type (fixture, "Key, hexadecimal", "xyz");
  g_assert_false (fl_broker_editor_is_valid (fixture->editor));
  type (fixture, "Key, hexadecimal", "00112233445566778899aabbccddeeff");
  g_assert_true (fl_broker_editor_save (fixture->editor));
  g_assert_cmpint (fl_broker_get_trust_way (fixture->broker), ==, FL_TRUST_PSK);
  g_assert_cmpstr (fl_broker_get_psk_identity (fixture->broker), ==, "kitchen");
  g_assert_nonnull (fl_broker_secrets_get (fixture->saved, FL_SECRET_KIND_PSK));
}

static void
test_secrets_kept (void)
{
  Fixture fixture = { .broker = fl_broker_new ("broker.example", 8883) };
  g_autoptr(FlBrokerSecrets) empty = fl_broker_secrets_new ();
  g_autoptr(FlSecret) keys = fl_secret_new (KEY "\n", strlen (KEY "\n"));
  g_autoptr(FlSecret) client_key = fl_secret_new ("pem", 3);
  g_autoptr(FlBrokerSecrets) with_keys = fl_broker_secrets_with (empty, FL_SECRET_KIND_FERNET_KEYS, keys);
  g_autoptr(FlBrokerSecrets) before = fl_broker_secrets_with (with_keys, FL_SECRET_KIND_CLIENT_KEY, client_key);

  fixture.editor = fl_broker_editor_new (fixture.broker, before, FALSE);
  g_signal_connect_swapped (fixture.editor, "saved", G_CALLBACK (saved_cb), &fixture);
  g_assert_true (fl_broker_editor_save (fixture.editor));
  for (int kind = 0; kind < FL_N_SECRET_KINDS; kind++)
    {
      FlSecret *a = fl_broker_secrets_get (before, (FlSecretKind) kind);
      FlSecret *b = fl_broker_secrets_get (fixture.saved, (FlSecretKind) kind);

      g_assert_cmpint (a != NULL, ==, b != NULL);
      g_assert_true (a == NULL || fl_secret_equal (a, b));
    }
  tear_down (&fixture, NULL);
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add ("/broker-editor/unchanged", Fixture, NULL, set_up, test_unchanged, tear_down);
  g_test_add ("/broker-editor/fields", Fixture, NULL, set_up, test_fields, tear_down);
  g_test_add ("/broker-editor/url", Fixture, NULL, set_up, test_url, tear_down);
  g_test_add ("/broker-editor/refused", Fixture, NULL, set_up, test_refused, tear_down);
  g_test_add ("/broker-editor/ways", Fixture, NULL, set_up, test_ways, tear_down);
  g_test_add ("/broker-editor/psk", Fixture, NULL, set_up, test_psk, tear_down);
  g_test_add_func ("/broker-editor/secrets-kept", test_secrets_kept);
  return g_test_run ();
}
