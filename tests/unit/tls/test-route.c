/* A route says what it shows and nothing more, whatever interfaces there are.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-route.h"

#include <string.h>

typedef struct
{
  const char *name;
  const char *address;
  gboolean    is_tunnel;
} Interface;

/* A laptop with a VPN, a modem, and a tunnel that borrows the address of another interface. */
static const Interface laptop[] = {
  { "lo", "127.0.0.1", FALSE },      { "lo", "::1", FALSE },
  { "wlan0", "192.168.1.7", FALSE }, { "wlan0", "fd12:3456::7", FALSE },
  { "tun0", "10.8.0.2", TRUE },      { "wg0", "fd99::2", TRUE },
  { "wwan0", "100.64.3.2", FALSE },  { "gre1", "192.0.2.77", TRUE },
  { "eth1", "192.0.2.77", FALSE },
};

static const char *local_text; /* what the injected source answers */
static gboolean lists;

static GInetAddress *
find_local (GInetAddress  *peer,
            GError       **error)
{
  if (local_text != NULL)
    return g_inet_address_new_from_string (local_text);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE, "no route");
  return NULL;
}

static GPtrArray *
list_interfaces (GError **error)
{
  GPtrArray *list;

  if (!lists)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "no list");
      return NULL;
    }
  list = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_route_interface_free);
  for (gsize i = 0; i < G_N_ELEMENTS (laptop); i++)
    {
      g_autoptr(GInetAddress) address = g_inet_address_new_from_string (laptop[i].address);

      g_ptr_array_add (list, fl_route_interface_new (laptop[i].name, address, laptop[i].is_tunnel));
    }
  return list;
}

static const FlRouteSource source = { find_local, list_interfaces };

static void
test_kinds (void)
{
  static const struct { const char *peer, *local; FlRouteKind kind; const char *interface; } cases[] = {
    { "127.0.0.1", "127.0.0.1", FL_ROUTE_LOOPBACK, "lo" },
    { "127.9.9.9", "127.0.0.1", FL_ROUTE_LOOPBACK, "lo" },
    { "::1", "::1", FL_ROUTE_LOOPBACK, "lo" },
    { "192.168.1.7", "192.168.1.7", FL_ROUTE_LOOPBACK, "wlan0" }, /* this computer by its name in the network */
    { "192.168.1.5", "192.168.1.7", FL_ROUTE_PRIVATE, "wlan0" },
    { "10.1.1.1", "192.168.1.7", FL_ROUTE_PRIVATE, "wlan0" },
    { "172.31.0.1", "192.168.1.7", FL_ROUTE_PRIVATE, "wlan0" },
    { "172.32.0.1", "192.168.1.7", FL_ROUTE_PUBLIC, "wlan0" },
    { "169.254.7.7", "192.168.1.7", FL_ROUTE_PRIVATE, "wlan0" },
    { "fd12:3456::5", "fd12:3456::7", FL_ROUTE_PRIVATE, "wlan0" },
    { "fe80::5", NULL, FL_ROUTE_PRIVATE, NULL },
    { "2001:db8::1", "fd12:3456::7", FL_ROUTE_PUBLIC, "wlan0" },
    { "203.0.113.7", "192.168.1.7", FL_ROUTE_PUBLIC, "wlan0" },
    { "100.64.0.1", "192.168.1.7", FL_ROUTE_PUBLIC, "wlan0" }, /* a provider's, not one's own */
    { "203.0.113.7", "100.64.3.2", FL_ROUTE_PUBLIC, "wwan0" },
    { "10.8.0.1", "10.8.0.2", FL_ROUTE_TUNNEL, "tun0" },
    { "203.0.113.7", "10.8.0.2", FL_ROUTE_TUNNEL, "tun0" }, /* all traffic goes through the VPN */
    { "fd99::1", "fd99::2", FL_ROUTE_TUNNEL, "wg0" },
    { "10.8.0.2", "10.8.0.2", FL_ROUTE_LOOPBACK, "tun0" },
    { "203.0.113.7", "192.0.2.77", FL_ROUTE_PUBLIC, NULL }, /* two interfaces have it: which one is not told */
    { "203.0.113.7", "198.51.100.1", FL_ROUTE_PUBLIC, NULL }, /* none has it */
    { "::ffff:192.168.1.5", "192.168.1.7", FL_ROUTE_PRIVATE, "wlan0" },
    { "::ffff:127.0.0.1", "127.0.0.1", FL_ROUTE_LOOPBACK, "lo" },
  };

  lists = TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlRoute) route = NULL;

      g_test_message ("%s from %s", cases[i].peer, cases[i].local);
      local_text = cases[i].local;
      route = fl_route_find (&source, cases[i].peer);
      g_assert_nonnull (route);
      g_assert_cmpint (fl_route_get_kind (route), ==, cases[i].kind);
      g_assert_cmpstr (fl_route_get_interface (route), ==, cases[i].interface);
    }
}

/* Without an answer the address alone decides; what is no address has no route. */
static void
test_no_answer (void)
{
  static const struct { const char *local; gboolean lists; } cases[] = { { NULL, TRUE }, { NULL, FALSE }, { "10.8.0.2", FALSE } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlRoute) inner = NULL;
      g_autoptr(FlRoute) outer = NULL;

      local_text = cases[i].local;
      lists = cases[i].lists;
      inner = fl_route_find (&source, "10.8.0.1");
      outer = fl_route_find (&source, "203.0.113.7");
      g_assert_cmpint (fl_route_get_kind (inner), ==, FL_ROUTE_PRIVATE);
      g_assert_cmpint (fl_route_get_kind (outer), ==, FL_ROUTE_PUBLIC);
      g_assert_null (fl_route_get_interface (inner));
    }
  g_assert_null (fl_route_find (&source, "broker.example"));
  g_assert_null (fl_route_find (&source, ""));
}

/* The kernel lets an interface be called almost anything. */
static void
test_hostile_name (void)
{
  g_autoptr(FlRoute) route = fl_route_new (FL_ROUTE_TUNNEL, "t\u202e\x01");

  g_assert_cmpstr (fl_route_get_interface (route), ==, "t\\u202E\\u0001");
}

typedef struct
{
  GMainLoop *loop;
  FlRoute   *route;
  GError    *error;
} Answer;

static void
found_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  Answer *answer = user_data;

  answer->route = fl_route_find_finish (result, &answer->error);
  g_main_loop_quit (answer->loop);
}

static void
test_async (void)
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  Answer answer = { .loop = loop };

  local_text = "10.8.0.2";
  lists = TRUE;
  fl_route_find_async (&source, "203.0.113.7", NULL, found_cb, &answer);
  g_main_loop_run (loop);
  g_assert_no_error (answer.error);
  g_assert_cmpstr (fl_route_get_interface (answer.route), ==, "tun0");
  g_clear_pointer (&answer.route, fl_route_unref);

  fl_route_find_async (&source, "broker.example", NULL, found_cb, &answer);
  g_main_loop_run (loop);
  g_assert_null (answer.route);
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  g_clear_error (&answer.error);

  g_cancellable_cancel (cancellable);
  fl_route_find_async (&source, "203.0.113.7", cancellable, found_cb, &answer);
  g_main_loop_run (loop);
  g_assert_null (answer.route);
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&answer.error);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/route/kinds", test_kinds);
  g_test_add_func ("/route/no-answer", test_no_answer);
  g_test_add_func ("/route/hostile-name", test_hostile_name);
  g_test_add_func ("/route/async", test_async);
  return g_test_run ();
}
