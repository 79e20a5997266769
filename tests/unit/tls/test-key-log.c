/* Tests of fl-key-log: whose file it is, and that the keys of both ends are the same.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-key-log.h"

#include "support/fl-test-tls.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A folder of its own for each test; removed with what is in it. */
typedef struct
{
  char *folder;
  char *path;
} Place;

static void
place_init (Place *place)
{
  place->folder = g_dir_make_tmp ("fernlight-test-XXXXXX", NULL);
  g_assert_nonnull (place->folder);
  place->path = g_build_filename (place->folder, "keys", NULL);
}

static void
place_clear (Place *place)
{
  g_unlink (place->path);
  g_assert_cmpint (g_rmdir (place->folder), ==, 0);
  g_free (place->path);
  g_free (place->folder);
}

static GString *server_lines;

static void
server_key_cb (const SSL  *ssl,
               const char *line)
{
  g_string_append_printf (server_lines, "%s\n", line);
}

/* Both ends of a handshake in memory. */
static void
shake_hands (FlKeyLog *log,
             int       version)
{
  const FlTestAuthority *authority = fl_test_authority_get ();
  SSL_CTX *context = SSL_CTX_new (TLS_client_method ());
  SSL *server = fl_test_server_new (authority->cert, authority->key);
  SSL *client;
  BIO *to_client;
  BIO *to_server;

  fl_key_log_attach (log, context);
  SSL_CTX_set_keylog_callback (SSL_get_SSL_CTX (server), server_key_cb);
  SSL_CTX_set_max_proto_version (context, version);
  client = SSL_new (context);
  g_assert_cmpint (BIO_new_bio_pair (&to_client, 0, &to_server, 0), ==, 1);
  SSL_set_bio (client, to_client, to_client);
  SSL_set_bio (server, to_server, to_server);
  SSL_set_connect_state (client);
  SSL_set_accept_state (server);
  for (int i = 0; i < 10; i++)
    {
      SSL_do_handshake (client);
      SSL_do_handshake (server);
    }
  g_assert_true (SSL_is_init_finished (client) && SSL_is_init_finished (server));
  SSL_free (client);
  SSL_free (server);
  SSL_CTX_free (context);
}

static int
compare_lines (const void *a,
               const void *b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static char *
sort_lines (const char *text)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);

  qsort (lines, g_strv_length (lines), sizeof *lines, compare_lines);
  return g_strjoinv ("\n", lines);
}

/* What the client writes is what the server has, for both versions. */
static void
test_keys (gconstpointer version)
{
  Place place;
  g_autoptr(GError) error = NULL;
  g_autoptr(FlKeyLog) log = NULL;
  g_autofree char *text = NULL;
  g_autofree char *ours = NULL;
  g_autofree char *theirs = NULL;

  place_init (&place);
  server_lines = g_string_new (NULL);
  log = fl_key_log_new (place.path, &error);
  g_assert_no_error (error);
  shake_hands (log, GPOINTER_TO_INT (version));
  g_assert_true (fl_key_log_finish (log, &error) && fl_key_log_has_keys (log));
  g_assert_true (g_file_get_contents (place.path, &text, NULL, NULL));
  ours = sort_lines (text);
  theirs = sort_lines (server_lines->str);
  g_assert_cmpuint (strlen (text), >, 100);
  g_assert_cmpstr (ours, ==, theirs);
  g_string_free (server_lines, TRUE);
  place_clear (&place);
}

/* Nobody else may read it, whatever the umask; what is there is left alone. */
static void
test_file (void)
{
  Place place;
  struct stat about;
  const mode_t mask = umask (0);
  g_autoptr(GError) error = NULL;
  FlKeyLog *log;

  place_init (&place);
  log = fl_key_log_new (place.path, &error);
  umask (mask);
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (place.path, &about), ==, 0);
  g_assert_cmpint (about.st_mode & 07777, ==, 0600);
  g_assert_true (fl_key_log_finish (log, NULL) && !fl_key_log_has_keys (log));
  fl_key_log_free (log);
  g_assert_false (g_file_test (place.path, G_FILE_TEST_EXISTS)); /* nothing was in it */
  g_assert_true (g_file_set_contents (place.path, "mine", -1, NULL));
  g_assert_null (fl_key_log_new (place.path, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  g_assert_nonnull (strstr (error->message, place.path));
  g_clear_error (&error);
  g_unlink (place.path);
  g_assert_cmpint (symlink ("/nonexistent", place.path), ==, 0);
  g_assert_null (fl_key_log_new (place.path, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  place_clear (&place);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/key-log/keys/1.3", GINT_TO_POINTER (TLS1_3_VERSION), test_keys);
  g_test_add_data_func ("/key-log/keys/1.2", GINT_TO_POINTER (TLS1_2_VERSION), test_keys);
  g_test_add_func ("/key-log/file", test_file);
  return g_test_run ();
}
