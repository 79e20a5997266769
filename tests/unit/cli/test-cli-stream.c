/* Lines of any length with any bytes, a last one without newline; JSON that every parser takes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/fl-cli-stream.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <json-glib/json-glib.h>

/* A file without a name that holds the bytes. */
static int
file_of (const void *data,
         size_t      n)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "fernlight-stream-XXXXXX", NULL);
  int fd = g_mkstemp (path);

  g_assert_cmpint (fd, >=, 0);
  unlink (path);
  g_assert_cmpint (write (fd, data, n), ==, (gssize) n);
  lseek (fd, 0, SEEK_SET);
  return fd;
}

static GBytes *
read_back (int fd)
{
  off_t n = lseek (fd, 0, SEEK_END);
  g_autofree char *data = g_malloc ((size_t) n + 1);

  g_assert_cmpint (pread (fd, data, (size_t) n, 0), ==, n);
  data[n] = '\0';
  return g_bytes_new_take (g_steal_pointer (&data), (size_t) n);
}

static void
test_lines (void)
{
  static const struct { const char *input; size_t n; const char *lines[4]; size_t lengths[4]; } cases[] = {
    { "",             0,  { NULL },               { 0 }       },
    { "\n",           1,  { "" },                 { 0 }       },
    { "a",            1,  { "a" },                { 1 }       },
    { "a\n",          2,  { "a" },                { 1 }       },
    { "a\n\nb",       4,  { "a", "", "b" },       { 1, 0, 1 } },
    { "a\r\nb\0c\n",  7,  { "a\r", "b\0c" },      { 2, 3 }    },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      int fd = file_of (cases[i].input, cases[i].n);
      g_auto(FlCliLines) lines = { 0, };
      g_autoptr(GError) error = NULL;
      const char *line;
      size_t n;
      size_t number = 0;

      fl_cli_lines_init (&lines, fd, NULL);
      for (; fl_cli_lines_next (&lines, &line, &n, &error); number++)
        {
          g_assert_cmpmem (line, n, cases[i].lines[number], cases[i].lengths[number]);
          g_assert_cmpuint (lines.number, ==, number + 1);
        }
      g_assert_no_error (error);
      g_assert_true (number == G_N_ELEMENTS (cases[i].lines) || cases[i].lines[number] == NULL);
      close (fd);
    }
}

/* Lines around the buffer's size, from a pipe that gives them in pieces. */
static gpointer
write_lines (gpointer data)
{
  int fd = GPOINTER_TO_INT (data);

  for (size_t n = 0; n < 300000; n += 9973)
    {
      g_autofree char *line = g_strnfill (n + 1, 'x');

      line[n] = '\n';
      for (size_t done = 0; done < n + 1;)
        {
          gssize written = write (fd, line + done, MIN (n + 1 - done, 7001));

          g_assert_cmpint (written, >, 0);
          done += (size_t) written;
        }
    }
  close (fd);
  return NULL;
}

static void
test_long_lines (void)
{
  g_auto(FlCliLines) lines = { 0, };
  g_autoptr(GError) error = NULL;
  g_autoptr(GThread) thread = NULL;
  const char *line;
  size_t n;
  size_t expected = 0;
  int fds[2];

  g_assert_cmpint (pipe (fds), ==, 0);
  thread = g_thread_new ("writer", write_lines, GINT_TO_POINTER (fds[1]));
  fl_cli_lines_init (&lines, fds[0], NULL);
  for (; fl_cli_lines_next (&lines, &line, &n, &error); expected += 9973)
    {
      g_assert_cmpuint (n, ==, expected);
      for (size_t i = 0; i < n; i++)
        g_assert_true (line[i] == 'x');
    }
  g_assert_no_error (error);
  g_assert_cmpuint (expected, >=, 300000);
  g_thread_join (g_steal_pointer (&thread));
  close (fds[0]);
}

static void
test_endless_line (void)
{
  g_auto(FlCliLines) lines = { 0, };
  g_autoptr(GError) error = NULL;
  const char *line;
  size_t n;
  int fd = open ("/dev/zero", O_RDONLY | O_CLOEXEC);

  fl_cli_lines_init (&lines, fd, NULL);
  lines.line_max = 1000000;
  g_assert_false (fl_cli_lines_next (&lines, &line, &n, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_assert_cmpuint (lines.size, <, 4000000);
  close (fd);
}

static void
test_read_error (void)
{
  g_auto(FlCliLines) lines = { 0, };
  g_autoptr(GError) error = NULL;
  const char *line;
  size_t n;
  int fd = open ("/", O_RDONLY | O_CLOEXEC);

  fl_cli_lines_init (&lines, fd, NULL);
  g_assert_false (fl_cli_lines_next (&lines, &line, &n, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY);
  close (fd);
}

static void
test_output (void)
{
  g_auto(FlCliOutput) output = { 0, };
  g_autofree char *text = g_strnfill (400000, 'y');
  g_autoptr(GBytes) written = NULL;
  const char *data;
  size_t n;
  int fd = file_of ("", 0);

  fl_cli_output_init (&output, fd);
  fl_cli_output_write (&output, "a\0b", 3);
  fl_cli_output_write (&output, text, 400000);
  for (int i = 0; i < 1000; i++)
    fl_cli_output_write (&output, text, 1000);
  fl_cli_output_printf (&output, "%d%s", 5, "z");
  g_assert_true (fl_cli_output_flush (&output));
  written = read_back (fd);
  data = g_bytes_get_data (written, &n);
  g_assert_cmpuint (n, ==, 3 + 1400000 + 2);
  g_assert_cmpmem (data, 5, "a\0byy", 5);
  g_assert_cmpmem (data + n - 4, 4, "yy5z", 4);
  close (fd);
}

static void
test_write_error (void)
{
  g_auto(FlCliOutput) output = { 0, };
  int fd = open ("/dev/full", O_WRONLY | O_CLOEXEC);

  fl_cli_output_init (&output, fd);
  fl_cli_output_write (&output, "x", 1);
  g_assert_false (fl_cli_output_flush (&output));
  g_assert_cmpint (output.error, !=, 0);
  close (fd);
}

/* What a JSON parser reads is what was written; bytes that are no text go as Base64. */
static void
test_json (void)
{
  static const struct { const char *data; size_t n; const char *member; } cases[] = {
    { "",                      0,  "payload"        },
    { "plain",                 5,  "payload"        },
    { "\"\\/\b\f\n\r\t\033",   9,  "payload"        },
    { "\x7f\xc2\x9b\xe2\x80\xae", 6, "payload"      },
    { "Grün 💡",               10, "payload"        },
    { "a\0b",                  3,  "payload_base64" },
    { "\xff\xfe",              2,  "payload_base64" },
    { "\xed\xa0\x80",          3,  "payload_base64" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto(FlCliOutput) output = { 0, };
      g_autoptr(JsonParser) parser = json_parser_new ();
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) written = NULL;
      const char *value;
      int fd = file_of ("", 0);

      fl_cli_output_init (&output, fd);
      fl_cli_output_write (&output, "{", 1);
      fl_cli_output_write_payload (&output, cases[i].data, cases[i].n);
      fl_cli_output_write (&output, "}", 1);
      g_assert_true (fl_cli_output_flush (&output));
      written = read_back (fd);
      close (fd);
      g_assert_null (memchr (g_bytes_get_data (written, NULL), '\n', g_bytes_get_size (written)));
      json_parser_load_from_data (parser, g_bytes_get_data (written, NULL), (gssize) g_bytes_get_size (written), &error);
      g_assert_no_error (error);
      value = json_object_get_string_member (json_node_get_object (json_parser_get_root (parser)), cases[i].member);
      if (g_str_equal (cases[i].member, "payload"))
        g_assert_cmpmem (value, strlen (value), cases[i].data, cases[i].n);
      else
        {
          size_t n;
          g_autofree guchar *bytes = g_base64_decode (value, &n);

          g_assert_cmpmem (bytes, n, cases[i].data, cases[i].n);
        }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli-stream/lines", test_lines);
  g_test_add_func ("/cli-stream/long-lines", test_long_lines);
  g_test_add_func ("/cli-stream/endless-line", test_endless_line);
  g_test_add_func ("/cli-stream/read-error", test_read_error);
  g_test_add_func ("/cli-stream/output", test_output);
  g_test_add_func ("/cli-stream/write-error", test_write_error);
  g_test_add_func ("/cli-stream/json", test_json);
  return g_test_run ();
}
