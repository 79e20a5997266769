/* The kernel is asked rightly: loopback always, and a tunnel of our own where one may be made.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-route.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <linux/if_arp.h>
#include <linux/if_tun.h>
#include <netinet/in.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <unistd.h>

static void
test_loopback (void)
{
  static const char *const addresses[] = { "127.0.0.1", "::1" };

  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autoptr(GInetAddress) peer = g_inet_address_new_from_string (addresses[i]);
      g_autoptr(GInetAddress) local = fl_route_source_get_system ()->find_local (peer, NULL);
      g_autoptr(FlRoute) route = fl_route_find (fl_route_source_get_system (), addresses[i]);

      g_assert_cmpint (fl_route_get_kind (route), ==, FL_ROUTE_LOOPBACK);
      if (i == 0 || local != NULL) /* there are computers without IPv6 */
        g_assert_cmpstr (fl_route_get_interface (route), ==, "lo");
    }
}

static void
make_folder (const char *sysfs,
             const char *interface,
             const char *file)
{
  g_autofree char *folder = g_build_filename (sysfs, interface, NULL);
  g_autofree char *path = g_build_filename (folder, file, NULL);

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  if (file != NULL)
    g_assert_true (g_file_set_contents (path, "", 0, NULL));
}

static void
remove_folder (const char *sysfs,
               const char *interface,
               const char *file)
{
  g_autofree char *folder = g_build_filename (sysfs, interface, NULL);
  g_autofree char *path = g_build_filename (folder, file, NULL);

  if (file != NULL)
    g_remove (path);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_is_tunnel (void)
{
  static const struct { const char *name, *file; guint type; gboolean is_tunnel; } cases[] = {
    { "tun0", "tun_flags", ARPHRD_NONE, TRUE },     { "tap0", "tun_flags", ARPHRD_ETHER, TRUE },
    { "wg0", NULL, ARPHRD_NONE, TRUE },             { "wwan0", "device", ARPHRD_NONE, FALSE },
    { "eth0", "device", ARPHRD_ETHER, FALSE },      { "br0", NULL, ARPHRD_ETHER, FALSE },
    { "gre1", NULL, ARPHRD_IPGRE, TRUE },           { "sit0", NULL, ARPHRD_SIT, TRUE },
    { "tunl0", NULL, ARPHRD_TUNNEL, TRUE },         { "ip6tnl0", NULL, ARPHRD_TUNNEL6, TRUE },
    { "ip6gre0", NULL, ARPHRD_IP6GRE, TRUE },       { "ppp0", NULL, ARPHRD_PPP, FALSE },
    { "lo", NULL, ARPHRD_LOOPBACK, FALSE },         { "x0", NULL, ARPHRD_VOID, FALSE },
  };
  g_autofree char *sysfs = g_dir_make_tmp ("fernlight-test-XXXXXX", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].name);
      make_folder (sysfs, cases[i].name, cases[i].file);
      g_assert_cmpint (fl_route_interface_is_tunnel (cases[i].name, cases[i].type, sysfs), ==, cases[i].is_tunnel);
      remove_folder (sysfs, cases[i].name, cases[i].file);
    }
  g_assert_cmpint (g_rmdir (sysfs), ==, 0);
}

/* A network of our own, in which nothing is but what we make. */
static gboolean
enter_own_network (void)
{
  return unshare (CLONE_NEWNET | CLONE_NEWNS) == 0 && mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0
         && mount ("sysfs", "/sys", "sysfs", MS_RDONLY, NULL) == 0;
}

static void
give_address (const char *name,
              const char *address)
{
  const int fd = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  g_autoptr(GInetAddress) parsed = g_inet_address_new_from_string (address);
  struct ifreq request = { 0 };
  struct sockaddr_in inner = { .sin_family = AF_INET };

  g_strlcpy (request.ifr_name, name, sizeof request.ifr_name);
  memcpy (&inner.sin_addr, g_inet_address_to_bytes (parsed), sizeof inner.sin_addr);
  memcpy (&request.ifr_addr, &inner, sizeof inner);
  g_assert_cmpint (ioctl (fd, SIOCSIFADDR, &request), ==, 0);
  inner.sin_addr.s_addr = htonl (0xffffff00);
  memcpy (&request.ifr_netmask, &inner, sizeof inner);
  g_assert_cmpint (ioctl (fd, SIOCSIFNETMASK, &request), ==, 0);
  request.ifr_flags = IFF_UP;
  g_assert_cmpint (ioctl (fd, SIOCSIFFLAGS, &request), ==, 0);
  close (fd);
}

static void
assert_tunnel (const char *peer,
               const char *name)
{
  g_autoptr(FlRoute) route = fl_route_find (fl_route_source_get_system (), peer);

  g_assert_cmpint (fl_route_get_kind (route), ==, FL_ROUTE_TUNNEL);
  g_assert_cmpstr (fl_route_get_interface (route), ==, name);
}

/* Only as root, and where the kernel has tun; elsewhere it says what is missing. */
static void
test_real_tunnels (void)
{
  static const struct { const char *name, *own, *peer; short flags; } cases[] = {
    { "fern0", "10.77.1.1", "10.77.1.2", IFF_TUN }, { "fern1", "10.77.2.1", "10.77.2.2", IFF_TAP },
  };
  int fds[G_N_ELEMENTS (cases)];

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
      g_test_trap_assert_passed ();
      g_test_trap_assert_stdout ("*tunnels: *");
      return;
    }
  if (!enter_own_network ())
    {
      g_print ("tunnels: none, no network of our own (%s)\n", g_strerror (errno));
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      struct ifreq request = { .ifr_flags = (short) (cases[i].flags | IFF_NO_PI) };

      g_strlcpy (request.ifr_name, cases[i].name, sizeof request.ifr_name);
      fds[i] = open ("/dev/net/tun", O_RDWR | O_CLOEXEC);
      if (fds[i] < 0 || ioctl (fds[i], TUNSETIFF, &request) != 0)
        {
          g_print ("tunnels: none, no tun device (%s)\n", g_strerror (errno));
          return;
        }
      give_address (cases[i].name, cases[i].own);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_tunnel (cases[i].peer, cases[i].name);
  g_print ("tunnels: tun and tap\n");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/route-source/loopback", test_loopback);
  g_test_add_func ("/route-source/is-tunnel", test_is_tunnel);
  g_test_add_func ("/route-source/real-tunnels", test_real_tunnels);
  return g_test_run ();
}
