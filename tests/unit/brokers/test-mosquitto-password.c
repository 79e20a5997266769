/* Password lines are the ones mosquitto_passwd writes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <string.h>

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "brokers/fl-mosquitto-password.h"

static const char * const passwords[] = { "secret", "p\xc3\xa4ss word", "x", "0123456789012345678901234567890123456789" };

/* Lets the real mosquitto_passwd write a line, and computes the same from its salt. */
static void
test_same_as_mosquitto_passwd (void)
{
  g_autofree char *program = g_find_program_in_path ("mosquitto_passwd");
  g_autofree char *folder = g_dir_make_tmp ("fernlight-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "passwords", NULL);

  if (program == NULL)
    {
      g_test_skip ("mosquitto_passwd is not installed");
      g_rmdir (folder);
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (passwords); i++)
    {
      const char *argv[] = { program, "-c", "-b", path, "anna", passwords[i], NULL };
      g_autoptr(FlSecret) password = fl_secret_new (passwords[i], strlen (passwords[i]));
      g_autofree char *line = NULL;
      g_autofree guchar *salt = NULL;
      g_autofree char *hash = NULL;
      g_autofree char *expected = NULL;
      g_auto(GStrv) parts = NULL;
      gsize n_salt;

      g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL, NULL, NULL,
                                   NULL));
      g_assert_true (g_file_get_contents (path, &line, NULL, NULL));
      g_strchomp (line);
      parts = g_strsplit (line, "$", -1);
      g_assert_cmpuint (g_strv_length (parts), ==, 5);
      g_assert_cmpstr (parts[2], ==, G_STRINGIFY (FL_MOSQUITTO_PASSWORD_ITERATIONS));
      salt = g_base64_decode (parts[3], &n_salt);
      g_assert_cmpuint (n_salt, ==, FL_MOSQUITTO_PASSWORD_SALT_SIZE);
      hash = fl_mosquitto_password_hash (password, salt, n_salt, FL_MOSQUITTO_PASSWORD_ITERATIONS);
      expected = g_strconcat ("anna:", hash, NULL);
      g_assert_cmpstr (line, ==, expected);
    }
  g_remove (path);
  g_rmdir (folder);
}

/* The same, where mosquitto_passwd is not installed: computed with Python's hashlib.pbkdf2_hmac. */
static void
test_known_hash (void)
{
  static const guint8 salt[] = "0123456789ab";
  g_autoptr(FlSecret) password = fl_secret_new ("secret", 6);
  g_autofree char *hash = fl_mosquitto_password_hash (password, salt, 12, 101);

  g_assert_cmpstr (hash, ==, "$7$101$MDEyMzQ1Njc4OWFi$EO/lLlkeUgIiBaS8G8UK0ZMP1u508TA7Tl+AdJ1cEsmlbGyEPAERErpfq84j1kepISs0UzmcdL4ucgZ2uodxfQ==");
}

static void
test_line (void)
{
  g_autoptr(FlSecret) password = fl_secret_new ("secret", 6);
  g_autofree char *first = fl_mosquitto_password_line ("anna", password);
  g_autofree char *second = fl_mosquitto_password_line ("anna", password);

  g_assert_true (g_str_has_prefix (first, "anna:$7$101$"));
  g_assert_true (g_str_has_suffix (first, "\n"));
  g_assert_cmpstr (first, !=, second); /* fresh salt */
  g_assert_null (strstr (first, "secret"));
}

static void
test_random (void)
{
  g_autoptr(FlSecret) first = fl_mosquitto_password_make ();
  g_autoptr(FlSecret) second = fl_mosquitto_password_make ();
  size_t n;
  const char *text = fl_secret_peek (first, &n);

  g_assert_cmpuint (n, ==, 24);
  g_assert_cmpuint (strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), ==, n);
  g_assert_false (fl_secret_equal (first, second));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/brokers/mosquitto-password/same-as-mosquitto-passwd", test_same_as_mosquitto_passwd);
  g_test_add_func ("/brokers/mosquitto-password/known-hash", test_known_hash);
  g_test_add_func ("/brokers/mosquitto-password/line", test_line);
  g_test_add_func ("/brokers/mosquitto-password/random", test_random);
  return g_test_run ();
}
