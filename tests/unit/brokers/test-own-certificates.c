/* Tests of fl-own-certificates: what is in a folder that was made, and what is passed over.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "brokers/fl-own-certificates.h"

#include "brokers/fl-own-broker.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

typedef struct
{
  char *parent;
  char *path;
} Place;

static void
set_up (Place         *place,
        gconstpointer  data)
{
  place->parent = g_dir_make_tmp ("fernlight-own-XXXXXX", NULL);
  place->path = g_build_filename (place->parent, "home", NULL);
}

static void
remove_all (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *inner = g_build_filename (path, name, NULL);

      g_unlink (inner);
    }
  g_rmdir (path);
}

static void
tear_down (Place         *place,
           gconstpointer  data)
{
  remove_all (place->path);
  remove_all (place->parent);
  g_free (place->path);
  g_free (place->parent);
}

static void
add_file (Place      *place,
          const char *name,
          const char *content)
{
  g_autofree char *path = g_build_filename (place->path, name, NULL);

  g_assert_true (g_file_set_contents (path, content, -1, NULL));
}

static const FlOwnCertificate *
find (GPtrArray            *own,
      FlOwnCertificateKind  kind,
      const char           *device)
{
  for (guint i = 0; i < own->len; i++)
    {
      const FlOwnCertificate *one = g_ptr_array_index (own, i);

      if (one->kind == kind && g_strcmp0 (one->device, device) == 0)
        return one;
    }
  g_error ("Not in the folder");
}

static void
test_folder (Place         *place,
             gconstpointer  data)
{
  static const char *const names[] = { "localhost", NULL };
  static const char *const devices[] = { "kitchen", "garden", NULL };
  const FlOwnBrokerPlan plan = { .names = names, .devices = devices, .days = 100 };
  g_autoptr(FlOwnBroker) broker = fl_own_broker_create (place->path, &plan, NULL, NULL, NULL);
  g_autofree char *pipe = g_build_filename (place->path, "pipe.crt", NULL);
  g_autoptr(GPtrArray) own = NULL;

  g_assert_nonnull (broker);
  add_file (place, "junk.crt", "no certificate");
  add_file (place, "empty.crt", "");
  add_file (place, "notes.txt", "notes");
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0); /* would wait for a writer for ever */
  own = fl_own_certificates_read (place->path);
  g_assert_cmpuint (own->len, ==, 4);
  g_assert_true (fl_certificate_is_ca (find (own, FL_OWN_CERTIFICATE_AUTHORITY, NULL)->certificate));
  g_assert_true (fl_certificate_equal (find (own, FL_OWN_CERTIFICATE_SERVER, NULL)->certificate, fl_own_broker_get_certificate (broker)));
  g_assert_cmpstr (find (own, FL_OWN_CERTIFICATE_DEVICE, "kitchen")->folder, ==, place->path);
  g_assert_cmpstr (fl_certificate_get_common_name (find (own, FL_OWN_CERTIFICATE_DEVICE, "garden")->certificate), ==, "garden");
}

static void
test_none_of_ours (Place         *place,
                   gconstpointer  data)
{
  g_autoptr(GPtrArray) gone = fl_own_certificates_read (place->path);
  g_autoptr(GPtrArray) other = NULL;

  g_assert_cmpuint (gone->len, ==, 0);
  g_assert_cmpint (g_mkdir (place->path, 0700), ==, 0);
  add_file (place, "server.crt", "-----BEGIN CERTIFICATE-----");
  other = fl_own_certificates_read (place->path);
  g_assert_cmpuint (other->len, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/own-certificates/folder", Place, NULL, set_up, test_folder, tear_down);
  g_test_add ("/own-certificates/none-of-ours", Place, NULL, set_up, test_none_of_ours, tear_down);
  return g_test_run ();
}
