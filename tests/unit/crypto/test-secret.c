/* A secret is locked, wiped, compared and read from files and the environment.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "crypto/fl-secret.h"

#include <string.h>
#include <unistd.h>

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <openssl/crypto.h>

static const char text[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

static void
test_bytes (void)
{
  g_autoptr(FlSecret) secret = fl_secret_new ("a\0b", 3);
  g_autoptr(FlSecret) empty = fl_secret_new (NULL, 0);
  size_t n;
  const char *bytes = fl_secret_peek (secret, &n);

  g_assert_cmpmem (bytes, n, "a\0b", 3);
  g_assert_cmpint (bytes[3], ==, '\0');
  g_assert_cmpstr (fl_secret_peek (empty, &n), ==, "");
  g_assert_cmpuint (n, ==, 0);
}

static void
test_locked_and_wiped (void)
{
  FlSecret *secret = fl_secret_new (text, sizeof text);
  FlSecret *second = fl_secret_ref (secret);
  const volatile char *bytes = fl_secret_peek (secret, NULL);

  g_assert_true (CRYPTO_secure_malloc_initialized ());
  g_assert_true (CRYPTO_secure_allocated ((const void *) bytes));
  fl_secret_unref (secret);
  g_assert_cmpint (bytes[40], ==, text[40]);

  /* The locked heap stays mapped. Its free list takes the first 16 bytes. */
  fl_secret_unref (second);
  for (size_t i = 16; i < sizeof text; i++)
    g_assert_cmpint (bytes[i], ==, 0);
}

static void
test_full_heap (void)
{
  g_autoptr(GPtrArray) secrets = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_secret_unref);
  gboolean some_outside = FALSE;

  for (int i = 0; i < 100; i++)
    {
      FlSecret *secret = fl_secret_new_from_file (g_test_get_filename (G_TEST_DIST, "data", "fernet", "invalid.json", NULL), NULL);
      size_t n;
      const char *bytes;

      g_assert_nonnull (secret);
      bytes = fl_secret_peek (secret, &n);
      some_outside |= !CRYPTO_secure_allocated (bytes);
      g_assert_cmpuint (n, >, 2048);
      g_assert_cmpint (bytes[0], ==, '[');
      g_ptr_array_add (secrets, secret);
    }
  g_assert_true (some_outside);
}

static void
test_equal (void)
{
  g_autoptr(FlSecret) one = fl_secret_new ("abc", 3);
  g_autoptr(FlSecret) same = fl_secret_new ("abc", 3);
  g_autoptr(FlSecret) other = fl_secret_new ("abd", 3);
  g_autoptr(FlSecret) longer = fl_secret_new ("abcd", 4);

  g_assert_true (fl_secret_equal (one, same));
  g_assert_false (fl_secret_equal (one, other));
  g_assert_false (fl_secret_equal (one, longer));
}

static void
test_environment (void)
{
  g_autoptr(FlSecret) secret = NULL;
  const char *where;
  size_t n;

  g_assert_null (fl_secret_new_take_env ("FERNLIGHT_TEST_UNSET"));
  g_setenv ("FERNLIGHT_TEST", text, TRUE);
  where = getenv ("FERNLIGHT_TEST");
  secret = fl_secret_new_take_env ("FERNLIGHT_TEST");
  g_assert_cmpstr (fl_secret_peek (secret, &n), ==, text);
  g_assert_cmpuint (n, ==, strlen (text));
  g_assert_null (getenv ("FERNLIGHT_TEST"));
  for (size_t i = 0; i < strlen (text); i++)
    g_assert_cmpint (where[i], ==, '\0');
}

static void
test_file (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *dir = g_dir_make_tmp ("fernlight-secret-XXXXXX", &error);
  g_autofree char *path = g_build_filename (dir, "secret", NULL);
  g_autofree char *long_text = g_strnfill (FL_SECRET_FILE_MAX + 1, 'x');
  g_autoptr(FlSecret) secret = NULL;
  g_autoptr(FlSecret) longest = NULL;
  size_t n;
  const char *bytes;

  g_assert_null (fl_secret_new_from_file (path, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, path));
  g_clear_error (&error);

  g_assert_true (g_file_set_contents (path, "a\0b\n", 4, NULL));
  secret = fl_secret_new_from_file (path, &error);
  g_assert_no_error (error);
  bytes = fl_secret_peek (secret, &n);
  g_assert_cmpmem (bytes, n, "a\0b\n", 4);

  g_assert_true (g_file_set_contents (path, long_text, FL_SECRET_FILE_MAX, NULL));
  longest = fl_secret_new_from_file (path, &error);
  g_assert_no_error (error);
  fl_secret_peek (longest, &n);
  g_assert_cmpuint (n, ==, FL_SECRET_FILE_MAX);

  g_assert_true (g_file_set_contents (path, long_text, FL_SECRET_FILE_MAX + 1, NULL));
  g_assert_null (fl_secret_new_from_file (path, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_clear_error (&error);

  g_assert_null (fl_secret_new_from_file (dir, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY);
  g_unlink (path);
  g_rmdir (dir);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/secret/bytes", test_bytes);
  g_test_add_func ("/secret/locked-and-wiped", test_locked_and_wiped);
  g_test_add_func ("/secret/equal", test_equal);
  g_test_add_func ("/secret/environment", test_environment);
  g_test_add_func ("/secret/file", test_file);
  g_test_add_func ("/secret/full-heap", test_full_heap);
  return g_test_run ();
}
