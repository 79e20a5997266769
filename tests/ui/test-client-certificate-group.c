/* fl-client-certificate-group: every form of file becomes a certificate and its key; each mistake is said under its row.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-client-certificate-group.h"

#include "ui/fl-file-row.h"
#include "ui/fl-ui-test.h"

static char *
corpus (const char *name)
{
  return g_test_build_filename (G_TEST_DIST, "fuzz", "corpus", "client-file", name, NULL);
}

typedef struct
{
  FlBroker        *broker;
  FlBrokerSecrets *none;
  GtkWidget       *window;
  GtkWidget       *group;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->broker = fl_broker_new ("broker.example", 8883);
  fixture->none = fl_broker_secrets_new ();
  fixture->window = gtk_window_new ();
  fixture->group = fl_client_certificate_group_new ();
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->group);
  gtk_window_present (GTK_WINDOW (fixture->window));
  fl_client_certificate_group_fill (FL_CLIENT_CERTIFICATE_GROUP (fixture->group), fixture->broker, fixture->none);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_object_unref (fixture->broker);
  fl_broker_secrets_unref (fixture->none);
}

static gboolean
is_valid (gpointer data)
{
  return fl_client_certificate_group_check (data);
}

static void
wait_valid (Fixture *fixture)
{
  g_assert_true (fl_ui_test_wait (is_valid, fixture->group, 60));
}

/* The row of the certificate, or that of the key. */
static FlFileRow *
file_row (Fixture    *fixture,
          const char *name)
{
  g_autofree char *choose = g_strdup_printf ("Choose File… (%s)", name);
  g_autofree char *replace = g_strdup_printf ("Replace… (%s)", name);
  GtkWidget *button = fl_ui_test_find_named (fixture->group, GTK_TYPE_BUTTON, choose);

  if (button == NULL)
    button = fl_ui_test_find_named (fixture->group, GTK_TYPE_BUTTON, replace);
  g_assert_nonnull (button);
  return FL_FILE_ROW (gtk_widget_get_ancestor (button, FL_TYPE_FILE_ROW));
}

static void
load (Fixture    *fixture,
      const char *row,
      const char *name)
{
  g_autofree char *path = corpus (name);
  g_autoptr(GFile) file = g_file_new_for_path (path);

  fl_file_row_load (file_row (fixture, row), file);
}

static void
load_certificate (Fixture    *fixture,
                  const char *name)
{
  load (fixture, "Client certificate", name);
}

static void
load_key (Fixture    *fixture,
          const char *name)
{
  load (fixture, "Private key", name);
}

static void
type_passphrase (Fixture    *fixture,
                 const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (fl_ui_test_find (fixture->group, ADW_TYPE_ENTRY_ROW, NULL)), text);
}

static FlBrokerSecrets *
save (Fixture *fixture)
{
  fl_client_certificate_group_store (FL_CLIENT_CERTIFICATE_GROUP (fixture->group), fixture->broker);
  return fl_client_certificate_group_make_secrets (FL_CLIENT_CERTIFICATE_GROUP (fixture->group), fixture->none);
}

static void
assert_saved (Fixture    *fixture,
              const char *label,
              const char *passphrase)
{
  g_autoptr(FlBrokerSecrets) secrets = NULL;
  FlSecret *kept;

  wait_valid (fixture);
  secrets = save (fixture);
  g_assert_true (g_str_has_prefix (fl_broker_get_client_certificate_pem (fixture->broker), "-----BEGIN CERTIFICATE-----"));
  g_assert_true (g_str_has_prefix (fl_secret_peek (fl_broker_secrets_get (secrets, FL_SECRET_KIND_CLIENT_KEY), NULL), label));
  kept = fl_broker_secrets_get (secrets, FL_SECRET_KIND_KEY_PASSPHRASE);
  g_assert_cmpstr (kept != NULL ? fl_secret_peek (kept, NULL) : NULL, ==, passphrase);
}

static void
test_two_files (Fixture       *fixture,
                gconstpointer  data)
{
  load_certificate (fixture, "cert.pem");
  fl_ui_test_wait_said (fixture->group, "Choose the private key that belongs to this certificate, too.");
  fl_ui_test_wait_said (fixture->group, "Issued by kitchen, valid until");
  g_assert_false (fl_client_certificate_group_check (FL_CLIENT_CERTIFICATE_GROUP (fixture->group)));
  load_key (fixture, "key.der");
  assert_saved (fixture, "-----BEGIN PRIVATE KEY-----", NULL);
}

static void
test_one_file (Fixture       *fixture,
               gconstpointer  data)
{
  load_certificate (fixture, "both.pem");
  fl_ui_test_wait_said (fixture->group, "In the same file");
  assert_saved (fixture, "-----BEGIN PRIVATE KEY-----", NULL);
}

static void
test_locked_key (Fixture       *fixture,
                 gconstpointer  data)
{
  load_certificate (fixture, "cert.der");
  fl_ui_test_wait_said (fixture->group, "Choose the private key");
  load_key (fixture, "traditional.pem");
  fl_ui_test_wait_said (fixture->group, "The private key is encrypted and needs its passphrase.");
  type_passphrase (fixture, "staple");
  fl_ui_test_wait_said (fixture->group, "The passphrase does not open the private key.");
  g_assert_false (fl_client_certificate_group_check (FL_CLIENT_CERTIFICATE_GROUP (fixture->group)));
  type_passphrase (fixture, "horse");
  assert_saved (fixture, "-----BEGIN ", "horse");
}

static void
test_container (Fixture       *fixture,
                gconstpointer  data)
{
  load_certificate (fixture, "box.p12");
  fl_ui_test_wait_said (fixture->group, "This PKCS#12 file needs its passphrase.");
  type_passphrase (fixture, "staple");
  fl_ui_test_wait_said (fixture->group, "The passphrase does not open this PKCS#12 file.");
  type_passphrase (fixture, "horse");
  fl_ui_test_wait_said (fixture->group, "Issued by kitchen");
  assert_saved (fixture, "-----BEGIN PRIVATE KEY-----", NULL);
}

static void
test_old_container (Fixture       *fixture,
                    gconstpointer  data)
{
  load_certificate (fixture, "old.p12");
  fl_ui_test_wait_said (fixture->group, "needs its passphrase");
  type_passphrase (fixture, "horse");
  fl_ui_test_wait_said (fixture->group, "encrypted in a way that is not read any more (such as RC2)");
}

/* Each bad file is named under its row; what was chosen before is still there. */
static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  load_certificate (fixture, "key.pem");
  fl_ui_test_wait_said (fixture->group, "This is a private key, not a certificate.");
  load_certificate (fixture, "empty");
  fl_ui_test_wait_said (fixture->group, "This is empty.");
  load_certificate (fixture, ".");
  fl_ui_test_wait_said (fixture->group, "This is a folder, not a file.");
  load_certificate (fixture, "both.pem");
  fl_ui_test_wait_said (fixture->group, "In the same file");
  wait_valid (fixture);
  load_key (fixture, "cert.pem");
  fl_ui_test_wait_said (fixture->group, "This is a certificate, not a private key.");
  g_assert_true (fl_client_certificate_group_check (FL_CLIENT_CERTIFICATE_GROUP (fixture->group)));
  load_key (fixture, "stranger.pem");
  fl_ui_test_wait_said (fixture->group, "The client certificate and the private key do not belong together.");
  g_assert_false (fl_client_certificate_group_check (FL_CLIENT_CERTIFICATE_GROUP (fixture->group)));
  g_assert_true (fl_ui_test_says (fixture->group, "Issued by kitchen"));
}

static void
test_expired (Fixture       *fixture,
              gconstpointer  data)
{
  load_certificate (fixture, "expired.pem");
  fl_ui_test_wait_said (fixture->group, "It has expired: the broker will refuse it");
  wait_valid (fixture);
}

/* What was saved stays as it is, also without a look at it; Remove takes the secrets with it. */
static void
test_saved (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *path = corpus ("cert.pem");
  g_autofree char *pem = NULL;
  g_autoptr(FlSecret) key = fl_secret_new ("key", 3);
  g_autoptr(FlSecret) passphrase = fl_secret_new ("horse", 5);
  g_autoptr(FlBrokerSecrets) with_key = fl_broker_secrets_with (fixture->none, FL_SECRET_KIND_CLIENT_KEY, key);
  g_autoptr(FlBrokerSecrets) before = fl_broker_secrets_with (with_key, FL_SECRET_KIND_KEY_PASSPHRASE, passphrase);
  FlClientCertificateGroup *group = FL_CLIENT_CERTIFICATE_GROUP (fixture->group);
  g_autoptr(FlBrokerSecrets) same = NULL;
  g_autoptr(FlBrokerSecrets) after = NULL;

  g_assert_true (g_file_get_contents (path, &pem, NULL, NULL));
  g_object_set (fixture->broker, "client-certificate-pem", pem, NULL);
  fl_client_certificate_group_fill (group, fixture->broker, before);
  g_assert_true (fl_client_certificate_group_check (group));
  g_assert_true (fl_ui_test_says (fixture->group, "Saved"));
  g_assert_false (fl_ui_test_says (fixture->group, "horse"));
  same = fl_client_certificate_group_make_secrets (group, before);
  for (guint kind = 0; kind < FL_N_SECRET_KINDS; kind++)
    g_assert_true (fl_broker_secrets_get (same, kind) == fl_broker_secrets_get (before, kind));

  g_signal_emit_by_name (fl_ui_test_find_named (fixture->group, GTK_TYPE_BUTTON, "Remove (Client certificate)"), "clicked");
  wait_valid (fixture);
  fl_client_certificate_group_store (group, fixture->broker);
  g_assert_cmpstr (fl_broker_get_client_certificate_pem (fixture->broker), ==, "");
  after = fl_client_certificate_group_make_secrets (group, before);
  g_assert_true (fl_broker_secrets_is_empty (after));
}

static void
test_lost_key (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *path = corpus ("cert.pem");
  g_autofree char *pem = NULL;

  g_assert_true (g_file_get_contents (path, &pem, NULL, NULL));
  g_object_set (fixture->broker, "client-certificate-pem", pem, NULL);
  fl_client_certificate_group_fill (FL_CLIENT_CERTIFICATE_GROUP (fixture->group), fixture->broker, fixture->none);
  wait_valid (fixture);
  fl_ui_test_wait_said (fixture->group, "The key is not in the keyring any more: choose it again");
  load_key (fixture, "key.pem");
  fl_ui_test_wait_said (fixture->group, "Chosen");
  assert_saved (fixture, "-----BEGIN PRIVATE KEY-----", NULL);
}

#define ADD(path, function) g_test_add ("/client-certificate-group/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  ADD ("two-files", test_two_files);
  ADD ("one-file", test_one_file);
  ADD ("locked-key", test_locked_key);
  ADD ("container", test_container);
  ADD ("old-container", test_old_container);
  ADD ("refused", test_refused);
  ADD ("expired", test_expired);
  ADD ("saved", test_saved);
  ADD ("lost-key", test_lost_key);
  return g_test_run ();
}
