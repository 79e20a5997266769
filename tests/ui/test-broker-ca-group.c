/* fl-broker-ca-group: what is in the file is shown; what is no certificate is named under the row, and what was there stays.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-broker-ca-group.h"

#include "tls/fl-certificate.h"
#include "ui/fl-file-row.h"
#include "ui/fl-ui-test.h"

static char *
corpus (const char *name)
{
  return g_test_build_filename (G_TEST_DIST, "fuzz", "corpus", "client-file", name, NULL);
}

static void
load (GtkWidget  *group,
      const char *path)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);

  fl_file_row_load (FL_FILE_ROW (fl_ui_test_find (group, FL_TYPE_FILE_ROW, NULL)), file);
}

static GtkWidget *
new_group (GtkWidget **window)
{
  GtkWidget *group = fl_broker_ca_group_new ();

  *window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (*window), group);
  gtk_window_present (GTK_WINDOW (*window));
  return group;
}

/* Every bad file is named, and does not push out the good one. */
static void
test_refused (void)
{
  g_autofree char *folder = g_dir_make_tmp ("ca-XXXXXX", NULL);
  g_autofree char *noise = g_build_filename (folder, "noise", NULL);
  g_autofree char *megabytes = g_strnfill (10 * 1024 * 1024, 'x');
  g_autofree char *key = corpus ("key.pem");
  g_autofree char *box = corpus ("box.p12");
  g_autofree char *empty = corpus ("empty");
  g_autofree char *good = corpus ("cert.pem");
  const struct { const char *path; const char *words; } cases[] = {
    { key, "This is a private key, not a certificate." },
    { box, "This is a PKCS#12 container" },
    { empty, "This is empty." },
    { folder, "This is a folder, not a file." },
    { noise, "This is too large: 10485760 bytes" },
  };
  GtkWidget *window;
  GtkWidget *group = new_group (&window);
  FlBrokerCaGroup *ca = FL_BROKER_CA_GROUP (group);

  g_assert_true (g_file_set_contents (noise, megabytes, 10 * 1024 * 1024, NULL));
  g_assert_false (fl_broker_ca_group_check (ca));
  g_assert_true (fl_ui_test_says (group, "Choose the file with the authority’s certificate"));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      load (group, cases[i].path);
      fl_ui_test_wait_said (group, cases[i].words);
      g_assert_false (fl_broker_ca_group_check (ca));
    }
  load (group, good);
  fl_ui_test_wait_said (group, "valid until");
  g_assert_true (fl_broker_ca_group_check (ca));
  g_assert_false (fl_ui_test_says (group, cases[G_N_ELEMENTS (cases) - 1].words));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      load (group, cases[i].path);
      fl_ui_test_wait_said (group, cases[i].words);
      g_assert_true (fl_broker_ca_group_check (ca));
      g_assert_true (fl_ui_test_says (group, "kitchen"));
    }
  gtk_window_destroy (GTK_WINDOW (window));
  unlink (noise);
  rmdir (folder);
}

/* DER in a file called .pem; and several certificates: how many, whose, until when. */
static void
test_shown (void)
{
  g_autofree char *folder = g_dir_make_tmp ("ca-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "ca.pem", NULL);
  g_autofree char *der_path = corpus ("cert.der");
  g_autofree char *der = NULL;
  gsize n;
  GtkWidget *window;
  GtkWidget *group = new_group (&window);
  FlBrokerCaGroup *ca = FL_BROKER_CA_GROUP (group);
  g_autofree char *twice = NULL;

  g_assert_true (g_file_get_contents (der_path, &der, &n, NULL));
  g_assert_true (g_file_set_contents (path, der, (gssize) n, NULL));
  load (group, path);
  fl_ui_test_wait_said (group, "valid until");
  g_assert_true (g_str_has_prefix (fl_broker_ca_group_get_pem (ca), "-----BEGIN CERTIFICATE-----"));
  twice = g_strconcat (fl_broker_ca_group_get_pem (ca), fl_broker_ca_group_get_pem (ca), NULL);
  fl_broker_ca_group_set_pem (ca, twice);
  g_assert_true (fl_ui_test_says (group, "2 certificates"));
  g_assert_true (fl_ui_test_says (group, "kitchen, kitchen. First to end: kitchen, valid until"));
  g_signal_emit_by_name (fl_ui_test_find_named (group, GTK_TYPE_BUTTON, "Remove (Authority’s certificate)"), "clicked");
  g_assert_cmpstr (fl_broker_ca_group_get_pem (ca), ==, "");
  g_assert_false (fl_broker_ca_group_check (ca));
  gtk_window_destroy (GTK_WINDOW (window));
  unlink (path);
  rmdir (folder);
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/broker-ca-group/refused", test_refused);
  g_test_add_func ("/broker-ca-group/shown", test_shown);
  return g_test_run ();
}
