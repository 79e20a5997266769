/* What watch prints of a message as JSON, and its usage.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/fl-cli-watch.h"

#include "crypto/fl-fernet.h"
#include "tests/unit/cli/usage.h"

static void
test_plain (void)
{
  g_autoptr(FlMessage) message = fl_message_new_plain ("home/a\"b", "33.02");
  g_autofree char *line = fl_cli_watch_to_json (message);

  g_assert_cmpstr (line, ==, "{\"topic\":\"home/a\\\"b\",\"payload\":\"33.02\",\"encrypted\":false,\"key\":null,"
                             "\"token_time\":null,\"qos\":0,\"retained\":false,\"error\":null}");
}

static void
test_binary (void)
{
  g_autoptr(GBytes) payload = g_bytes_new_static ("\xff\x00\x01", 3);
  const FlMessageFields fields = { .topic = "home/raw", .payload = payload, .qos = 2, .retained = TRUE };
  g_autoptr(FlMessage) message = fl_message_new (&fields);
  g_autofree char *line = fl_cli_watch_to_json (message);

  g_assert_cmpstr (line, ==, "{\"topic\":\"home/raw\",\"payload_base64\":\"/wAB\",\"encrypted\":false,\"key\":null,"
                             "\"token_time\":null,\"qos\":2,\"retained\":true,\"error\":null}");
}

static void
test_decrypted (void)
{
  g_autoptr(GBytes) payload = g_bytes_new_static ("ON", 2);
  g_autoptr(GBytes) raw = g_bytes_new_static ("gAAAA…", 8);
  const FlMessageFields fields = { .topic = "home/led", .payload = payload, .raw = raw, .qos = 1,
                                   .encryption = FL_MESSAGE_DECRYPTED, .key_id = "0123abcd", .token_time = 1614555518 };
  g_autoptr(FlMessage) message = fl_message_new (&fields);
  g_autofree char *line = fl_cli_watch_to_json (message);

  g_assert_cmpstr (line, ==, "{\"topic\":\"home/led\",\"payload\":\"ON\",\"encrypted\":true,\"key\":\"0123abcd\","
                             "\"token_time\":1614555518,\"qos\":1,\"retained\":false,\"error\":null}");
}

static void
test_failed (void)
{
  static const char *const failures[] = { FL_MESSAGE_NO_KEY, "wrong-key" };

  for (size_t i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autoptr(GBytes) payload = g_bytes_new_static ("gAAAA", 5);
      const FlMessageFields fields = { .topic = "home/led", .payload = payload, .encryption = FL_MESSAGE_FAILED,
                                       .failure = failures[i] };
      g_autoptr(FlMessage) message = fl_message_new (&fields);
      g_autofree char *line = fl_cli_watch_to_json (message);

      g_assert_cmpstr (line, ==, "{\"topic\":\"home/led\",\"payload\":\"gAAAA\",\"encrypted\":true,\"key\":null,"
                                 "\"token_time\":null,\"qos\":0,\"retained\":false,\"error\":\"wrong-key\"}");
    }
}

static void
test_usage (void)
{
  static const char *const lines[] = {
    "watch", "watch a b", "watch localhost --qos 3", "watch localhost --count=-1", "watch localhost --no-such-option",
    "watch localhost --timeout=-2", "watch mqtt://me:secret@localhost",
  };

  assert_usage (fl_cli_watch_run, lines, G_N_ELEMENTS (lines));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli-watch/json/plain", test_plain);
  g_test_add_func ("/cli-watch/json/binary", test_binary);
  g_test_add_func ("/cli-watch/json/decrypted", test_decrypted);
  g_test_add_func ("/cli-watch/json/failed", test_failed);
  g_test_add_func ("/cli-watch/usage", test_usage);
  return g_test_run ();
}
