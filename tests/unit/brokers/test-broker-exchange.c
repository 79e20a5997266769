/* A file of brokers to give away: everything but secrets goes out, and nothing a stranger wrote gets at a secret here.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "brokers/fl-broker-exchange.h"

#include <string.h>

#include "brokers/fl-broker-json.h"
#include "saved-broker.h"

static GBytes *
write_one (FlBroker *broker)
{
  g_autoptr(GPtrArray) brokers = g_ptr_array_new ();

  g_ptr_array_add (brokers, broker);
  return fl_broker_exchange_write (brokers);
}

static char *
to_text (GBytes *bytes)
{
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static FlBrokerExchange *
read_text (const char  *text,
           GError     **error)
{
  g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));

  return fl_broker_exchange_read (bytes, error);
}

/* Every property comes back but the id and what the user here has to agree to. */
static void
test_there_and_back (void)
{
  g_autoptr(FlBroker) broker = fl_broker_new ("broker.test", 8883);
  g_autoptr(FlBroker) expected = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(FlBrokerExchange) read = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  FlBroker *copy;

  test_broker_change_everything (broker);
  bytes = write_one (broker);
  text = to_text (bytes);
  g_assert_nonnull (strstr (text, "\"about\""));
  g_assert_nonnull (strstr (text, "no passwords or keys"));
  g_assert_null (strstr (text, fl_broker_get_id (broker)));
  read = fl_broker_exchange_read (bytes, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (read->brokers->len, ==, 1);
  g_assert_cmpuint (read->n_unreadable, ==, 0);
  g_assert_false (read->had_secrets);
  copy = g_ptr_array_index (read->brokers, 0);
  g_assert_cmpstr (fl_broker_get_id (copy), !=, fl_broker_get_id (broker));
  g_assert_true (fl_broker_get_plain_password_allowed (broker));
  g_assert_false (fl_broker_get_plain_password_allowed (copy));
  g_assert_true (fl_broker_exchange_is_same (broker, copy));
  expected = fl_broker_copy (copy);
  fl_broker_assign (expected, broker);
  g_object_set (expected, "plain-password-allowed", FALSE, "device-rules", "", NULL);
  test_broker_assert_equal (expected, copy);
}

static void
test_same (void)
{
  static const struct { const char *property; gboolean is_text, same; } cases[] = {
    { "host", TRUE, FALSE }, { "name", TRUE, FALSE }, { "ca-pem", TRUE, FALSE }, { "username", TRUE, FALSE },
    { "tls-seen", FALSE, TRUE }, { "remembered-sha256", TRUE, TRUE }, { "encrypt-commands", FALSE, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlBroker) broker = fl_broker_new ("broker.test", 8883);
      g_autoptr(FlBroker) other = fl_broker_new ("broker.test", 8883);

      g_assert_true (fl_broker_exchange_is_same (broker, other));
      if (cases[i].is_text)
        g_object_set (other, cases[i].property, "another", NULL);
      else
        g_object_set (other, cases[i].property, TRUE, NULL);
      g_test_message ("%s", cases[i].property);
      g_assert_cmpint (fl_broker_exchange_is_same (broker, other), ==, cases[i].same);
    }
}

static void
test_refused (void)
{
  static const struct { const char *text; FlBrokerExchangeError code; } cases[] = {
    { "", FL_BROKER_EXCHANGE_ERROR_NOT_JSON },
    { "{\"format\":1,\"brokers\":[{\"host\":\"a\"}", FL_BROKER_EXCHANGE_ERROR_NOT_JSON },
    { "\xff\xfe", FL_BROKER_EXCHANGE_ERROR_NOT_JSON },
    { "<html>", FL_BROKER_EXCHANGE_ERROR_NOT_JSON },
    { "[]", FL_BROKER_EXCHANGE_ERROR_NO_BROKERS },
    { "null", FL_BROKER_EXCHANGE_ERROR_NO_BROKERS },
    { "{}", FL_BROKER_EXCHANGE_ERROR_NO_BROKERS },
    { "{\"format\":1,\"brokers\":[]}", FL_BROKER_EXCHANGE_ERROR_NO_BROKERS },
    { "{\"format\":1,\"brokers\":[{\"host\":\"a b\"},{\"host\":5},7]}", FL_BROKER_EXCHANGE_ERROR_NO_BROKERS },
    { "{\"format\":2,\"brokers\":[{\"host\":\"a\"}]}", FL_BROKER_EXCHANGE_ERROR_LATER_FORMAT },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(FlBrokerExchange) read = read_text (cases[i].text, &error);

      g_test_message ("%s", i == 2 ? "not UTF-8" : cases[i].text);
      g_assert_null (read);
      g_assert_error (error, FL_BROKER_EXCHANGE_ERROR, (int) cases[i].code);
    }
}

static void
test_limits (void)
{
  g_autofree char *spaces = g_strnfill (FL_BROKER_EXCHANGE_MAX_BYTES + 1, ' ');
  g_autoptr(GString) many = g_string_new ("{\"format\":1,\"brokers\":[{\"host\":\"a\"}");
  g_autofree char *topic = g_strnfill (70000, 't');
  g_autofree char *long_topic = g_strdup_printf (
    "{\"format\":1,\"brokers\":[{\"host\":\"a\",\"base_topic\":\"%s\"},{\"host\":\"b\"}]}", topic);
  g_autofree char *long_name = g_strdup_printf ("{\"format\":1,\"brokers\":[{\"host\":\"a\",\"name\":\"%s\"}]}", topic);
  g_autoptr(FlBrokerExchange) without_topic = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_null (read_text (spaces, &error));
  g_assert_error (error, FL_BROKER_EXCHANGE_ERROR, FL_BROKER_EXCHANGE_ERROR_TOO_LARGE);
  g_clear_error (&error);
  for (int i = 0; i < FL_BROKER_EXCHANGE_MAX_BROKERS; i++)
    g_string_append_printf (many, ",{\"host\":\"b%d\"}", i);
  g_string_append (many, "]}");
  g_assert_null (read_text (many->str, &error));
  g_assert_error (error, FL_BROKER_EXCHANGE_ERROR, FL_BROKER_EXCHANGE_ERROR_TOO_LARGE);
  g_clear_error (&error);

  without_topic = read_text (long_topic, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (without_topic->brokers->len, ==, 1);
  g_assert_cmpuint (without_topic->n_unreadable, ==, 1);
  g_assert_null (read_text (long_name, &error)); /* a name is a text, too */
  g_assert_error (error, FL_BROKER_EXCHANGE_ERROR, FL_BROKER_EXCHANGE_ERROR_NO_BROKERS);
}

/* What is wrong is counted, the rest is taken; what only a later version knows is kept. */
static void
test_partly (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(FlBrokerExchange) read = read_text (
    "{\"format\":1,\"brokers\":[{\"host\":\"a\",\"shape\":\"round\"},{\"host\":5},{}]}", &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (read->brokers->len, ==, 1);
  g_assert_cmpuint (read->n_unreadable, ==, 2);
  text = test_broker_to_text (g_ptr_array_index (read->brokers, 0));
  g_assert_nonnull (strstr (text, "\"shape\":\"round\""));
}

/* No id of the file is taken: it could be the one of a broker whose password is in the keyring here. */
static void
test_new_ids (void)
{
  g_autoptr(FlBrokerExchange) read = read_text (
    "{\"format\":1,\"brokers\":[{\"host\":\"evil\",\"id\":\"11111111-2222-3333-4444-555555555555\"}]}", NULL);

  g_assert_cmpstr (fl_broker_get_id (g_ptr_array_index (read->brokers, 0)), !=, "11111111-2222-3333-4444-555555555555");
}

/* A name cannot pretend to be another by what is not seen. */
static void
test_name (void)
{
  g_autoptr(FlBrokerExchange) read = read_text (
    "{\"format\":1,\"brokers\":[{\"host\":\"a\",\"name\":\"a\\n\\u202eb\"}]}", NULL);

  g_assert_cmpstr (fl_broker_get_name (g_ptr_array_index (read->brokers, 0)), ==, "a\\n\\u202eb");
}

static void
test_secret_members (void)
{
  static const char *const names[] = {
    "password", "Password", "mqtt_password", "psk", "fernet_keys", "fernet-keys", "client_key", "key_passphrase",
    "private_key", "secret", "access_token",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *text = g_strdup_printf (
        "{\"format\":1,\"brokers\":[{\"host\":\"a\",\"shape\":1,\"%s\":\"hunter2\"}]}", names[i]);
      g_autoptr(FlBrokerExchange) read = read_text (text, NULL);
      g_autoptr(JsonNode) node = json_from_string (text, NULL);
      g_autoptr(FlBroker) by_hand = fl_broker_from_json (
        json_array_get_element (json_object_get_array_member (json_node_get_object (node), "brokers"), 0), NULL);
      g_autoptr(GBytes) bytes = write_one (by_hand);
      g_autofree char *written = to_text (bytes);
      g_autofree char *taken = test_broker_to_text (g_ptr_array_index (read->brokers, 0));
      g_autofree char *by_hand_text = test_broker_to_text (by_hand);

      g_test_message ("%s", names[i]);
      g_assert_true (read->had_secrets);
      g_assert_null (strstr (taken, "hunter2"));
      g_assert_nonnull (strstr (taken, "shape"));
      g_assert_null (strstr (written, "hunter2"));
      g_assert_nonnull (strstr (written, "shape"));
      g_assert_nonnull (strstr (by_hand_text, "hunter2")); /* the broker itself is left alone */
    }
}

/* A private key that stands in the file among certificates. */
static void
test_private_keys (void)
{
  g_autoptr(FlBrokerExchange) read = read_text (
    "{\"format\":1,\"brokers\":[{\"host\":\"a\",\"ca_pem\":\"-----BEGIN CERTIFICATE-----\\nMIIB\\n-----END CERTIFICATE-----\\n"
    "-----BEGIN EC PRIVATE KEY-----\\nc2VjcmV0\\n-----END EC PRIVATE KEY-----\\n\"}]}", NULL);
  g_autofree char *text = test_broker_to_text (g_ptr_array_index (read->brokers, 0));
  g_autoptr(GBytes) bytes = fl_broker_exchange_write (read->brokers);
  g_autofree char *written = to_text (bytes);

  g_assert_nonnull (strstr (text, "MIIB"));
  g_assert_null (strstr (text, "c2VjcmV0"));
  g_assert_null (strstr (written, "c2VjcmV0"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/broker-exchange/there-and-back", test_there_and_back);
  g_test_add_func ("/broker-exchange/same", test_same);
  g_test_add_func ("/broker-exchange/refused", test_refused);
  g_test_add_func ("/broker-exchange/limits", test_limits);
  g_test_add_func ("/broker-exchange/partly", test_partly);
  g_test_add_func ("/broker-exchange/new-ids", test_new_ids);
  g_test_add_func ("/broker-exchange/name", test_name);
  g_test_add_func ("/broker-exchange/secret-members", test_secret_members);
  g_test_add_func ("/broker-exchange/private-keys", test_private_keys);
  return g_test_run ();
}
