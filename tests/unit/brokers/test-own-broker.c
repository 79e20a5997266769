/* The folder of a broker of one's own: complete, private, renewed and extended without losing anything.
 *
 * tests/live/certs.py lets real brokers and clients use it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "brokers/fl-own-broker.h"

#include <string.h>
#include <sys/stat.h>

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "brokers/fl-folder-writer.h"

#define DAY ((gint64) 86400)

static const char *const names[] = { "Broker.Home", "192.168.1.5", "broker.home", NULL };
static const char *const devices[] = { "kitchen", "k\303\274che.2", NULL };
static const FlOwnBrokerPlan good_plan = { .names = names, .devices = devices, .days = 100 };

typedef struct
{
  char        *parent;
  char        *path;
  FlOwnBroker *broker;
  GString     *progress;
} Fixture;

static void
progress_cb (guint    n_done,
             guint    n_all,
             gpointer user_data)
{
  g_string_append_printf (user_data, "%u/%u ", n_done, n_all);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  self->parent = g_dir_make_tmp ("fernlight-test-XXXXXX", NULL);
  self->path = g_build_filename (self->parent, "broker", NULL);
  self->progress = g_string_new (NULL);
  self->broker = fl_own_broker_create (self->path, &good_plan, progress_cb, self->progress, &error);
  g_assert_no_error (error);
}

static void
remove_folder (const char *path)
{
  g_autoptr(GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *inner = g_build_filename (path, name, NULL);

      if (g_file_test (inner, G_FILE_TEST_IS_DIR))
        remove_folder (inner);
      else
        g_unlink (inner);
    }
  g_rmdir (path);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  remove_folder (self->parent);
  g_free (self->parent);
  g_free (self->path);
  g_string_free (self->progress, TRUE);
  g_clear_pointer (&self->broker, fl_own_broker_free);
}

static char *
read_file (Fixture    *self,
           const char *name)
{
  g_autofree char *path = g_build_filename (self->path, name, NULL);
  char *content = NULL;

  g_file_get_contents (path, &content, NULL, NULL);
  return content;
}

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Every file with its content, for "nothing has changed". */
static char *
read_all (Fixture *self)
{
  g_autoptr(GDir) folder = g_dir_open (self->path, 0, NULL);
  g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *content = read_file (self, name);

      g_ptr_array_add (all, g_strconcat (name, "\n", content, NULL));
    }
  g_ptr_array_sort (all, compare_texts);
  g_ptr_array_add (all, NULL);
  return g_strjoinv ("\n", (char **) all->pdata);
}

static void
test_files (Fixture       *self,
            gconstpointer  data)
{
  static const struct { const char *name; guint mode; } files[] = {
    { "ca.crt", 0644 },             { "ca.key", 0600 },          { "server.crt", 0644 },     { "server.key", 0600 },
    { "kitchen.crt", 0644 },        { "kitchen.key", 0600 },     { "kitchen.txt", 0600 },
    { "k\303\274che.2.crt", 0644 }, { "k\303\274che.2.key", 0600 }, { "k\303\274che.2.txt", 0600 },
    { "psk_file", 0600 },           { "password_file", 0600 },   { "mosquitto.conf", 0644 }, { "README.txt", 0644 },
    { "fernlight.password", 0600 },
  };
  g_autoptr(GDir) folder = g_dir_open (self->path, 0, NULL);
  guint n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (self->path, files[i].name, NULL);
      GStatBuf info;

      g_test_message ("%s", files[i].name);
      g_assert_cmpint (g_stat (path, &info), ==, 0);
      g_assert_cmpuint (info.st_mode & 0777, ==, files[i].mode);
      g_assert_cmpint (info.st_size, >, 0);
    }
  while (g_dir_read_name (folder) != NULL)
    n++;
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (files));
  g_assert_cmpstr (self->progress->str, ==, "0/4 1/4 2/4 3/4 ");
}

static void
test_facts (Fixture       *self,
            gconstpointer  data)
{
  const char *const *made = fl_own_broker_get_names (self->broker);
  FlCertificate *certificate = fl_own_broker_get_certificate (self->broker);
  const gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  g_assert_cmpstr (fl_own_broker_get_folder (self->broker), ==, self->path);
  g_assert_cmpuint (fl_own_broker_get_port (self->broker), ==, 8883);
  g_assert_cmpuint (g_strv_length ((char **) made), ==, 2); /* one was given twice */
  g_assert_cmpstr (made[0], ==, "broker.home");
  g_assert_cmpstr (made[1], ==, "192.168.1.5");
  g_assert_true (fl_certificate_matches_host (certificate, "broker.home"));
  g_assert_true (fl_certificate_matches_host (certificate, "192.168.1.5"));
  g_assert_cmpstr (fl_certificate_get_key_type (certificate), ==, "EC");
  g_assert_cmpint (ABS (fl_certificate_get_not_after (certificate) - (now + 100 * DAY)), <, 3600);
}

/* No secret of one file stands in a file that everybody may read. */
static void
test_secrets (Fixture       *self,
              gconstpointer  data)
{
  static const char *const public[] = { "ca.crt", "server.crt", "kitchen.crt", "mosquitto.conf", "README.txt",
                                        "password_file" };
  g_autofree char *password = read_file (self, "fernlight.password");
  g_autofree char *psk_file = read_file (self, "psk_file");
  g_autofree char *sheet = read_file (self, "kitchen.txt");
  g_auto(GStrv) lines = g_strsplit (psk_file, "\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, 3);
  g_assert_true (g_str_has_prefix (lines[0], "kitchen:"));
  g_assert_cmpuint (strlen (lines[0]), ==, strlen ("kitchen:") + 64);
  g_assert_nonnull (strstr (sheet, lines[0]));
  g_assert_nonnull (strstr (sheet, lines[0] + strlen ("kitchen:")));
  g_assert_cmpuint (strlen (password), ==, 24);
  for (gsize i = 0; i < G_N_ELEMENTS (public); i++)
    {
      g_autofree char *content = read_file (self, public[i]);

      g_assert_null (strstr (content, password));
      g_assert_null (strstr (content, lines[0] + strlen ("kitchen:")));
      g_assert_null (strstr (content, "PRIVATE KEY"));
    }
}

static void
test_never_over (Fixture       *self,
                 gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *before = read_all (self);
  g_autofree char *after = NULL;

  g_assert_null (fl_own_broker_create (self->path, &good_plan, NULL, NULL, &error));
  g_assert_error (error, FL_FOLDER_WRITER_ERROR, FL_FOLDER_WRITER_ERROR_NOT_EMPTY);
  after = read_all (self);
  g_assert_cmpstr (before, ==, after);
}

static void
test_renew (Fixture       *self,
            gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(FlOwnBroker) broker = fl_own_broker_open (self->path, &error);
  g_autoptr(FlCertificate) old = NULL;
  g_autofree char *key = read_file (self, "server.key");
  g_autofree char *same_key = NULL;
  FlCertificate *new;

  g_assert_no_error (error);
  old = fl_certificate_ref (fl_own_broker_get_certificate (broker));
  g_assert_true (fl_certificate_equal (old, fl_own_broker_get_certificate (self->broker)));
  g_assert_true (fl_own_broker_renew (broker, NULL, 200, FALSE, &error));
  g_assert_no_error (error);
  new = fl_own_broker_get_certificate (broker);
  same_key = read_file (self, "server.key");
  g_assert_cmpstr (key, ==, same_key);
  g_assert_false (fl_certificate_equal (old, new));
  g_assert_cmpstr (fl_certificate_get_spki_sha256 (old), ==, fl_certificate_get_spki_sha256 (new));
  g_assert_cmpint (fl_certificate_get_not_after (new), >, fl_certificate_get_not_after (old) + 99 * DAY);
  g_assert_true (fl_certificate_matches_host (new, "192.168.1.5"));
}

static void
test_renew_new_key (Fixture       *self,
                    gconstpointer  data)
{
  static const char *const others[] = { "other.home", NULL };
  g_autoptr(GError) error = NULL;
  g_autoptr(FlCertificate) old = fl_certificate_ref (fl_own_broker_get_certificate (self->broker));
  g_autofree char *key = read_file (self, "server.key");
  g_autofree char *new_key = NULL;
  g_autoptr(FlOwnBroker) again = NULL;

  g_assert_true (fl_own_broker_renew (self->broker, others, 0, TRUE, &error));
  g_assert_no_error (error);
  new_key = read_file (self, "server.key");
  g_assert_cmpstr (key, !=, new_key);
  again = fl_own_broker_open (self->path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (fl_own_broker_get_names (again)[0], ==, "other.home");
  g_assert_cmpstr (fl_certificate_get_spki_sha256 (fl_own_broker_get_certificate (again)), !=,
                   fl_certificate_get_spki_sha256 (old));
}

static void
test_renew_refused (Fixture       *self,
                    gconstpointer  data)
{
  static const char *const bad[] = { "no name", NULL };
  g_autoptr(GError) name_error = NULL;
  g_autoptr(GError) days_error = NULL;
  g_autoptr(GError) key_error = NULL;
  g_autofree char *before = read_all (self);
  g_autofree char *after = NULL;
  g_autofree char *path = g_build_filename (self->path, "server.key", NULL);

  g_assert_false (fl_own_broker_renew (self->broker, bad, 0, FALSE, &name_error));
  g_assert_error (name_error, FL_OWN_BROKER_ERROR, FL_OWN_BROKER_ERROR_NAME);
  g_assert_false (fl_own_broker_renew (self->broker, NULL, 99999, FALSE, &days_error));
  g_assert_error (days_error, FL_OWN_BROKER_ERROR, FL_OWN_BROKER_ERROR_NUMBER);
  after = read_all (self);
  g_assert_cmpstr (before, ==, after);
  g_assert_true (g_file_set_contents (path, "noise", -1, NULL));
  g_assert_false (fl_own_broker_renew (self->broker, NULL, 0, FALSE, &key_error));
  g_assert_error (key_error, FL_PRIVATE_KEY_ERROR, FL_PRIVATE_KEY_ERROR_NOT_A_KEY);
  g_assert_nonnull (strstr (key_error->message, "server.key"));
}

static void
test_add_devices (Fixture       *self,
                  gconstpointer  data)
{
  static const char *const more[] = { "garden", "cellar", NULL };
  g_autoptr(GError) error = NULL;
  g_autofree char *psk_before = read_file (self, "psk_file");
  g_autofree char *passwords_before = read_file (self, "password_file");
  g_autofree char *psk = NULL;
  g_autofree char *passwords = NULL;
  g_autofree char *sheet = NULL;
  g_autofree char *key = NULL;

  g_assert_true (fl_own_broker_add_devices (self->broker, more, 0, &error));
  g_assert_no_error (error);
  psk = read_file (self, "psk_file");
  passwords = read_file (self, "password_file");
  sheet = read_file (self, "garden.txt");
  key = read_file (self, "cellar.key");
  g_assert_true (g_str_has_prefix (psk, psk_before));
  g_assert_true (g_str_has_prefix (passwords, passwords_before));
  g_assert_true (g_str_has_prefix (psk + strlen (psk_before), "garden:"));
  g_assert_nonnull (strstr (passwords, "\ncellar:$7$"));
  g_assert_nonnull (strstr (sheet, "setPreSharedKey(\"garden\""));
  g_assert_nonnull (key);
}

static void
test_add_refused (Fixture       *self,
                  gconstpointer  data)
{
  static const char *const there[] = { "garden", "kitchen", NULL };
  static const char *const bad[] = { "a/b", NULL };
  static const char *const file_there[] = { "cellar", NULL };
  g_autoptr(GError) there_error = NULL;
  g_autoptr(GError) bad_error = NULL;
  g_autoptr(GError) file_error = NULL;
  g_autofree char *path = g_build_filename (self->path, "cellar.key", NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  g_assert_true (g_file_set_contents (path, "the user's own", -1, NULL));
  before = read_all (self);
  g_assert_false (fl_own_broker_add_devices (self->broker, there, 0, &there_error));
  g_assert_error (there_error, FL_OWN_BROKER_ERROR, FL_OWN_BROKER_ERROR_DEVICE_EXISTS);
  g_assert_false (fl_own_broker_add_devices (self->broker, bad, 0, &bad_error));
  g_assert_error (bad_error, FL_OWN_BROKER_ERROR, FL_OWN_BROKER_ERROR_DEVICE);
  g_assert_false (fl_own_broker_add_devices (self->broker, file_there, 0, &file_error));
  g_assert_error (file_error, FL_FOLDER_WRITER_ERROR, FL_FOLDER_WRITER_ERROR_EXISTS);
  after = read_all (self);
  g_assert_cmpstr (before, ==, after);
}

static void
test_open_refused (Fixture       *self,
                   gconstpointer  data)
{
  static const char *const broken[] = { "server.crt", "ca.key", "ca.crt" };

  for (gsize i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *path = g_build_filename (self->path, broken[i], NULL);

      g_assert_true (g_file_set_contents (path, "noise", -1, NULL));
      g_assert_null (fl_own_broker_open (self->path, &error));
      g_test_message ("%s", error->message);
      g_assert_error (error, FL_OWN_BROKER_ERROR, FL_OWN_BROKER_ERROR_NOT_OURS);
    }
  g_assert_null (fl_own_broker_open (self->parent, NULL));
}

/* mosquitto.conf is the user's to edit: the ports are read from it, and a strange one does no harm. */
static void
test_port (Fixture       *self,
           gconstpointer  data)
{
  static const struct { const char *conf; guint port; } cases[] = {
    { "listener 1234\n", 1234 }, { "", 8883 }, { "listener 65535\n", 8883 },
  };
  g_autofree char *path = g_build_filename (self->path, "mosquitto.conf", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlOwnBroker) broker = NULL;

      g_assert_true (g_file_set_contents (path, cases[i].conf, -1, NULL));
      broker = fl_own_broker_open (self->path, NULL);
      g_assert_cmpuint (fl_own_broker_get_port (broker), ==, cases[i].port);
    }
}

static void
test_bad_devices (void)
{
  static const char *const bad[] = {
    "", ".hidden", "-x", "_x", "a/b", "a b", "a+", "a#", "$SYS", "a:b", "a\"b", "a\\b", "a\nb", "\xff", "a\342\200\256b",
    "ca", "CA", "Server", "readme", "fernlight", "..",
    "a1234567890123456789012345678901234567890123456789012345678901234",
  };
  static const char *const good[] = { "a", "1", "kitchen", "esp32-1", "a_b.c", "k\303\274che", "cafe\xcc\x81" };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;

      g_test_message ("%" G_GSIZE_FORMAT, i);
      g_assert_false (fl_own_broker_check_device (bad[i], &error));
      g_assert_error (error, FL_OWN_BROKER_ERROR, FL_OWN_BROKER_ERROR_DEVICE);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr(GError) error = NULL;

      fl_own_broker_check_device (good[i], &error);
      g_assert_no_error (error);
    }
}

static void
test_bad_plans (void)
{
  static const char *const none[] = { NULL };
  static const char *const no_host[] = { "localhost", "broker:8883", NULL };
  static const char *const twice[] = { "kitchen", "Kitchen", NULL };
  static const struct { FlOwnBrokerPlan plan; int code; } cases[] = {
    { { .names = NULL },                         FL_OWN_BROKER_ERROR_NAME   },
    { { .names = none },                         FL_OWN_BROKER_ERROR_NAME   },
    { { .names = no_host },                      FL_OWN_BROKER_ERROR_NAME   },
    { { .names = names, .devices = twice },      FL_OWN_BROKER_ERROR_DEVICE },
    { { .names = names, .days = -1 },            FL_OWN_BROKER_ERROR_NUMBER },
    { { .names = names, .days = 7301 },          FL_OWN_BROKER_ERROR_NUMBER },
    { { .names = names, .port = 65534 },         FL_OWN_BROKER_ERROR_NUMBER },
  };
  g_autofree char *parent = g_dir_make_tmp ("fernlight-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (parent, "broker", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (fl_own_broker_create (path, &cases[i].plan, NULL, NULL, &error));
      g_assert_error (error, FL_OWN_BROKER_ERROR, cases[i].code);
      g_assert_false (fl_own_broker_check_plan (&cases[i].plan, NULL));
    }
  g_assert_true (fl_own_broker_check_plan (&good_plan, NULL));
  g_assert_cmpint (g_rmdir (parent), ==, 0); /* nothing was left in it */
}

static void
test_too_many (void)
{
  g_autoptr(GPtrArray) many = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GError) error = NULL;
  FlOwnBrokerPlan plan = { .names = names };

  for (guint i = 0; i <= FL_OWN_BROKER_MAX_DEVICES; i++)
    g_ptr_array_add (many, g_strdup_printf ("d%u", i));
  g_ptr_array_add (many, NULL);
  plan.devices = (const char *const *) many->pdata;
  g_assert_false (fl_own_broker_check_plan (&plan, &error));
  g_assert_error (error, FL_OWN_BROKER_ERROR, FL_OWN_BROKER_ERROR_DEVICE);
}

/* mosquitto.conf could not name its files. */
static void
test_path (void)
{
  g_autofree char *parent = g_dir_make_tmp ("fernlight-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (parent, "bro\nker", NULL);
  g_autoptr(GError) error = NULL;

  g_assert_null (fl_own_broker_create (path, &good_plan, NULL, NULL, &error));
  g_assert_error (error, FL_FOLDER_WRITER_ERROR, FL_FOLDER_WRITER_ERROR_IO);
  g_assert_cmpint (g_rmdir (parent), ==, 0);
}

static void
test_rsa (void)
{
  static const char *const one[] = { "localhost", NULL };
  const FlOwnBrokerPlan plan = { .names = one, .key_type = FL_KEY_TYPE_RSA, .port = 1000 };
  g_autofree char *parent = g_dir_make_tmp ("fernlight-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (parent, "broker", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(FlOwnBroker) broker = fl_own_broker_create (path, &plan, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (fl_certificate_get_key_type (fl_own_broker_get_certificate (broker)), ==, "RSA");
  g_assert_cmpuint (fl_certificate_get_key_bits (fl_own_broker_get_certificate (broker)), ==, 2048);
  g_assert_cmpuint (fl_own_broker_get_port (broker), ==, 1000);
  g_assert_true (fl_own_broker_renew (broker, NULL, 0, TRUE, &error));
  g_assert_cmpstr (fl_certificate_get_key_type (fl_own_broker_get_certificate (broker)), ==, "RSA");
  remove_folder (parent);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/own-broker/files", Fixture, NULL, set_up, test_files, tear_down);
  g_test_add ("/own-broker/facts", Fixture, NULL, set_up, test_facts, tear_down);
  g_test_add ("/own-broker/secrets", Fixture, NULL, set_up, test_secrets, tear_down);
  g_test_add ("/own-broker/never-over", Fixture, NULL, set_up, test_never_over, tear_down);
  g_test_add ("/own-broker/renew", Fixture, NULL, set_up, test_renew, tear_down);
  g_test_add ("/own-broker/renew-new-key", Fixture, NULL, set_up, test_renew_new_key, tear_down);
  g_test_add ("/own-broker/renew-refused", Fixture, NULL, set_up, test_renew_refused, tear_down);
  g_test_add ("/own-broker/add-devices", Fixture, NULL, set_up, test_add_devices, tear_down);
  g_test_add ("/own-broker/add-refused", Fixture, NULL, set_up, test_add_refused, tear_down);
  g_test_add ("/own-broker/open-refused", Fixture, NULL, set_up, test_open_refused, tear_down);
  g_test_add ("/own-broker/port", Fixture, NULL, set_up, test_port, tear_down);
  g_test_add_func ("/own-broker/bad-devices", test_bad_devices);
  g_test_add_func ("/own-broker/bad-plans", test_bad_plans);
  g_test_add_func ("/own-broker/too-many", test_too_many);
  g_test_add_func ("/own-broker/path", test_path);
  g_test_add_func ("/own-broker/rsa", test_rsa);
  return g_test_run ();
}
