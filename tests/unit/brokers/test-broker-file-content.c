/* Whatever can be understood of a file of brokers is taken, and the rest is known to be missing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "brokers/fl-broker-file-content.h"

#include "brokers/fl-broker-json.h"

#include <string.h>

static FlBrokerFileContent *
parse (const char *text)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static (text, strlen (text));

  return fl_broker_file_content_parse (bytes);
}

static void
test_nothing (void)
{
  static const char *const texts[] = { "", "{", "[]", "5", "null", "\"brokers\"", "\xff", "{\"a\":1} {}" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_null (parse (texts[i]));
}

static void
test_some (void)
{
  static const struct { const char *text; guint n_brokers; gboolean complete; gint64 format; } cases[] = {
    { "{}", 0, FALSE, 1 },
    { "{\"format\":1,\"brokers\":[]}", 0, TRUE, 1 },
    { "{\"format\":1,\"brokers\":{}}", 0, FALSE, 1 },
    { "{\"format\":0,\"brokers\":[]}", 0, FALSE, 1 },
    { "{\"format\":\"1\",\"brokers\":[]}", 0, FALSE, 1 },
    { "{\"format\":7,\"brokers\":[{\"host\":\"a\"}]}", 1, TRUE, 7 },
    { "{\"format\":1,\"brokers\":[{\"host\":\"a\"},{\"host\":5},{\"host\":\"b\"}]}", 2, FALSE, 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlBrokerFileContent) content = parse (cases[i].text);

      g_test_message ("%s", cases[i].text);
      g_assert_nonnull (content);
      g_assert_cmpuint (content->brokers->len, ==, cases[i].n_brokers);
      g_assert_cmpint (content->complete, ==, cases[i].complete);
      g_assert_cmpint (content->format, ==, cases[i].format);
    }
}

/* Two brokers with one id would share their secrets. */
static void
test_shared_id (void)
{
  g_autoptr(FlBrokerFileContent) content = parse (
    "{\"format\":1,\"brokers\":[{\"host\":\"a\",\"id\":\"x\"},{\"host\":\"b\",\"id\":\"x\"}]}");

  g_assert_cmpuint (content->brokers->len, ==, 2);
  g_assert_false (content->complete);
  g_assert_cmpstr (fl_broker_get_id (content->brokers->pdata[0]), ==, "x");
  g_assert_cmpstr (fl_broker_get_id (content->brokers->pdata[1]), !=, "x");
  g_assert_cmpstr (fl_broker_get_host (content->brokers->pdata[1]), ==, "b");
}

static void
test_there_and_back (void)
{
  g_autoptr(FlBrokerFileContent) content = parse (
    "{\"format\":1,\"color\":[1,null],\"brokers\":[{\"host\":\"a\",\"shape\":\"round\"},{\"host\":\"b\"}]}");
  g_autoptr(GBytes) bytes = fl_broker_file_content_serialize (content->brokers, content->unknown);
  g_autoptr(FlBrokerFileContent) again = fl_broker_file_content_parse (bytes);
  g_autoptr(GBytes) bytes_again = fl_broker_file_content_serialize (again->brokers, again->unknown);

  g_assert_true (again->complete);
  g_assert_cmpuint (again->brokers->len, ==, 2);
  g_assert_true (json_object_has_member (again->unknown, "color"));
  g_assert_true (g_bytes_equal (bytes, bytes_again));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/broker-file-content/nothing", test_nothing);
  g_test_add_func ("/broker-file-content/some", test_some);
  g_test_add_func ("/broker-file-content/shared-id", test_shared_id);
  g_test_add_func ("/broker-file-content/there-and-back", test_there_and_back);
  return g_test_run ();
}
