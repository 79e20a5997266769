/* What is saved of a broker of one's own is what its folder says, and a folder that lacks it is not saved.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "brokers/fl-own-broker-entry.h"

#include <glib/gstdio.h>

#include "brokers/fl-own-broker-text.h"

typedef struct
{
  char        *parent;
  char        *path;
  FlOwnBroker *broker;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  static const char *const names[] = { "broker.home", "192.168.1.5", NULL };
  const FlOwnBrokerPlan plan = { .names = names, .days = 100, .port = 9883 };
  g_autoptr(GError) error = NULL;

  self->parent = g_dir_make_tmp ("fernlight-test-XXXXXX", NULL);
  self->path = g_build_filename (self->parent, "broker", NULL);
  self->broker = fl_own_broker_create (self->path, &plan, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr(GDir) folder = g_dir_open (self->path, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *inner = g_build_filename (self->path, name, NULL);

      g_remove (inner);
    }
  g_remove (self->path);
  g_remove (self->parent);
  fl_own_broker_free (self->broker);
  g_free (self->path);
  g_free (self->parent);
}

static char *
read_file (Fixture    *self,
           const char *name)
{
  g_autofree char *path = g_build_filename (self->path, name, NULL);
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return g_strchomp (text);
}

static void
test_entry (Fixture       *self,
            gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(FlOwnBrokerEntry) entry = fl_own_broker_entry_read (self->broker, &error);
  g_autoptr(FlBroker) broker = fl_own_broker_entry_new_broker (entry);
  g_autoptr(FlBrokerSecrets) secrets = fl_own_broker_entry_new_secrets (entry);
  g_autofree char *ca = read_file (self, FL_OWN_BROKER_CA);
  g_autofree char *password = read_file (self, FL_OWN_BROKER_USER_PASSWORD);
  g_autofree char *ca_pem = NULL;
  FlSecret *secret = fl_broker_secrets_get (secrets, FL_SECRET_KIND_PASSWORD);

  g_assert_no_error (error);
  g_assert_cmpstr (fl_broker_get_host (broker), ==, "broker.home");
  g_assert_cmpint (fl_broker_get_port (broker), ==, 9883);
  g_assert_true (fl_broker_get_tls (broker));
  g_assert_cmpint (fl_broker_get_trust_way (broker), ==, FL_TRUST_CA);
  g_assert_cmpstr (fl_broker_get_username (broker), ==, FL_OWN_BROKER_USER);
  g_object_get (broker, "ca-pem", &ca_pem, NULL);
  g_assert_cmpstr (g_strchomp (ca_pem), ==, ca);
  g_assert_cmpstr (fl_secret_peek (secret, NULL), ==, password);
}

static void
test_incomplete (Fixture       *self,
                 gconstpointer  data)
{
  static const char *const needed[] = { FL_OWN_BROKER_USER_PASSWORD, FL_OWN_BROKER_CA };

  for (gsize i = 0; i < G_N_ELEMENTS (needed); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *path = g_build_filename (self->path, needed[i], NULL);

      g_remove (path);
      g_assert_null (fl_own_broker_entry_read (self->broker, &error));
      g_assert_nonnull (error);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fl_secret_init ();
  g_test_add ("/own-broker-entry/entry", Fixture, NULL, set_up, test_entry, tear_down);
  g_test_add ("/own-broker-entry/incomplete", Fixture, NULL, set_up, test_incomplete, tear_down);
  return g_test_run ();
}
