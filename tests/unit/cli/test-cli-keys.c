/* Where Fernet keys come from: files in order, else the variable, which is wiped.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/fl-cli-keys.h"

#include <string.h>

#include <glib/gstdio.h>

#define SPEC_KEY   "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4="
#define COURSE_KEY "xqi9zRusHkcv3Om050HwX82eMTO-LbeW4YlqVVEzpw8="

static char *folder;

static char *
write_key_file (const char *name,
                const char *text,
                gssize      n)
{
  char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, n, NULL));
  return path;
}

/* Loads with the files given (at most two) and compares the keys' ids. */
static void
assert_keys (const char *first,
             const char *second,
             const char *expected)
{
  const char *files[] = { first, second, NULL };
  FlCliKeys keys = { first != NULL ? (char **) files : NULL };
  g_autoptr(FlKeyRing) ring = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GString) ids = g_string_new (NULL);

  g_assert_true (fl_cli_keys_load (&keys, &ring, &error));
  g_assert_no_error (error);
  for (guint i = 0; ring != NULL && i < fl_key_ring_get_n (ring); i++)
    g_string_append_printf (ids, "%s ", fl_fernet_key_get_id (fl_key_ring_get (ring, i)));
  g_assert_cmpstr (ids->str, ==, expected);
  g_assert_null (g_getenv (FL_CLI_KEYS_VARIABLE));
}

static void
test_sources (void)
{
  g_autofree char *one = write_key_file ("one", COURSE_KEY "\n", -1);
  g_autofree char *two = write_key_file ("two", "\n" SPEC_KEY " " COURSE_KEY, -1);

  assert_keys (NULL, NULL, "");
  g_setenv (FL_CLI_KEYS_VARIABLE, SPEC_KEY " " COURSE_KEY, TRUE);
  assert_keys (NULL, NULL, "cbeb362f 4091a88c ");
  g_setenv (FL_CLI_KEYS_VARIABLE, SPEC_KEY, TRUE);
  assert_keys (one, NULL, "4091a88c ");
  assert_keys (one, two, "4091a88c cbeb362f 4091a88c ");
}

static void
assert_refused (const char *file,
                GQuark      domain,
                int         code,
                const char *name)
{
  const char *files[] = { file, NULL };
  FlCliKeys keys = { file != NULL ? (char **) files : NULL };
  g_autoptr(FlKeyRing) ring = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_false (fl_cli_keys_load (&keys, &ring, &error));
  g_assert_error (error, domain, code);
  g_assert_true (g_str_has_prefix (error->message, name));
  g_assert_null (strstr (error->message, "secret"));
  g_assert_null (ring);
}

static void
test_refused (void)
{
  g_autofree char *missing = g_build_filename (folder, "missing", NULL);
  g_autofree char *empty = write_key_file ("empty", "\n", -1);
  g_autofree char *wrong = write_key_file ("wrong", SPEC_KEY "\nsecret\n", -1);
  g_autofree char *nul = write_key_file ("nul", SPEC_KEY "\0", 45);

  assert_refused (missing, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, missing);
  assert_refused (empty, FL_FERNET_KEY_ERROR, FL_FERNET_KEY_ERROR_EMPTY, empty);
  assert_refused (wrong, FL_FERNET_KEY_ERROR, FL_FERNET_KEY_ERROR_LENGTH, wrong);
  assert_refused (nul, FL_FERNET_KEY_ERROR, FL_FERNET_KEY_ERROR_CHARACTER, nul);
  g_setenv (FL_CLI_KEYS_VARIABLE, "secret", TRUE);
  assert_refused (NULL, FL_FERNET_KEY_ERROR, FL_FERNET_KEY_ERROR_LENGTH, "$FERNLIGHT_KEY");
  g_assert_null (g_getenv (FL_CLI_KEYS_VARIABLE));
}

static void
test_options (void)
{
  g_auto(FlCliKeys) keys = { NULL };
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);
  char *arguments[] = { (char *) "x", (char *) "--key-file", (char *) "a", (char *) "--key-file=b", NULL };
  char **argv = arguments;
  int argc = 4;

  fl_cli_keys_add_options (&keys, context);
  g_assert_true (g_option_context_parse (context, &argc, &argv, NULL));
  g_assert_cmpuint (g_strv_length (keys.files), ==, 2);
  g_assert_cmpstr (keys.files[0], ==, "a");
  g_assert_cmpstr (keys.files[1], ==, "b");
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("fernlight-keys-XXXXXX", NULL);
  g_test_add_func ("/cli-keys/sources", test_sources);
  g_test_add_func ("/cli-keys/refused", test_refused);
  g_test_add_func ("/cli-keys/options", test_options);
  status = g_test_run ();

  for (const char *const *name = (const char *const[]) { "one", "two", "empty", "wrong", "nul", NULL }; *name != NULL; name++)
    {
      g_autofree char *path = g_build_filename (folder, *name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
  g_free (folder);
  return status;
}
