/* The file read by a strict little reader of RFC 5545: lines, folding, escapes, components, properties.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "esp/fl-calendar.h"

#include <string.h>

/* 12 January 2027, 23:30 UTC, and 20 November 2026, noon. */
#define JANUARY 1799796600
#define NOW     1795176000

/* The content lines, unfolded. Fails on anything that section 3.1 does not allow. */
static GPtrArray *
read_lines (const char *file)
{
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  const char *start = file;

  g_assert_true (g_utf8_validate (file, -1, NULL));
  g_assert_true (g_str_has_suffix (file, "\r\n"));
  while (*start != '\0')
    {
      const char *end = strstr (start, "\r\n");

      g_assert_nonnull (end);
      g_assert_cmpint (end - start, >, 0);
      g_assert_cmpint (end - start, <=, 75);
      /* Whole characters only: a line is text of its own. */
      g_assert_true (g_utf8_validate (start, end - start, NULL));
      for (const char *c = start; c < end; c++)
        g_assert_false (g_ascii_iscntrl (*c));
      if (*start == ' ')
        {
          g_autofree char *rest = g_strndup (start + 1, (gsize) (end - start - 1));
          char *line;

          g_assert_cmpuint (lines->len, >, 0);
          line = g_strconcat (lines->pdata[lines->len - 1], rest, NULL);
          g_free (lines->pdata[lines->len - 1]);
          lines->pdata[lines->len - 1] = line;
        }
      else
        g_ptr_array_add (lines, g_strndup (start, (gsize) (end - start)));
      start = end + 2;
    }
  return g_steal_pointer (&lines);
}

/* TEXT of section 3.3.11. */
static char *
unescape (const char *value)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (; *value != '\0'; value++)
    {
      g_assert_true (*value != ';' && *value != ',');
      if (*value == '\\')
        {
          value++;
          g_assert_nonnull (memchr ("\\;,nN", *value, 5));
          g_string_append_c (text, *value == 'n' || *value == 'N' ? '\n' : *value);
        }
      else
        g_string_append_c (text, *value);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The value of a property of a component ("VCALENDAR/VEVENT"), which is there exactly once. */
static const char *
get (GPtrArray  *lines,
     const char *component,
     const char *name)
{
  g_autoptr(GString) path = g_string_new (NULL);
  const char *found = NULL;

  for (guint i = 0; i < lines->len; i++)
    {
      const char *line = lines->pdata[i];
      const char *colon = strchr (line, ':');

      g_assert_nonnull (colon);
      if (g_str_has_prefix (line, "BEGIN:"))
        g_string_append_printf (path, "/%s", colon + 1);
      else if (g_str_has_prefix (line, "END:"))
        {
          const char *open = strrchr (path->str, '/');

          g_assert_nonnull (open);
          g_assert_cmpstr (open + 1, ==, colon + 1);
          g_string_truncate (path, (gsize) (open - path->str));
        }
      else if (g_str_equal (path->str + 1, component) && (gsize) (colon - line) == strlen (name) && g_str_has_prefix (line, name))
        {
          g_assert_null (found);
          found = colon + 1;
        }
    }
  g_assert_cmpuint (path->len, ==, 0);
  if (found == NULL)
    g_error ("no %s in %s", name, component);
  return found;
}

static void
test_event (void)
{
  const FlCalendarEvent event = { "localhost:8883 esp8266/fingerprint", "localhost:8883: renew", "One.\nTwo.", JANUARY, NOW };
  g_autofree char *file = fl_calendar_write (&event);
  g_autoptr(GPtrArray) lines = read_lines (file);
  static const struct { const char *component, *name, *value; } cases[] = {
    { "VCALENDAR", "VERSION", "2.0" },
    { "VCALENDAR/VEVENT", "DTSTAMP", "20261120T120000Z" },
    { "VCALENDAR/VEVENT", "DTSTART;VALUE=DATE", "20270112" },
    { "VCALENDAR/VEVENT", "DTEND;VALUE=DATE", "20270113" },
    { "VCALENDAR/VEVENT", "SUMMARY", "localhost:8883: renew" },
    { "VCALENDAR/VEVENT", "DESCRIPTION", "One.\\nTwo." },
    { "VCALENDAR/VEVENT", "TRANSP", "TRANSPARENT" },
    { "VCALENDAR/VEVENT/VALARM", "ACTION", "DISPLAY" },
    { "VCALENDAR/VEVENT/VALARM", "TRIGGER", "-P14D" },
    { "VCALENDAR/VEVENT/VALARM", "DESCRIPTION", "localhost:8883: renew" },
  };

  g_assert_cmpstr (lines->pdata[0], ==, "BEGIN:VCALENDAR");
  g_assert_cmpstr (lines->pdata[lines->len - 1], ==, "END:VCALENDAR");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (get (lines, cases[i].component, cases[i].name), ==, cases[i].value);
  g_assert_cmpstr (get (lines, "VCALENDAR", "PRODID"), !=, "");
}

static char *
uid_of (const char *id,
        gint64      at,
        gint64      now)
{
  const FlCalendarEvent event = { id, "s", "d", at, now };
  g_autofree char *file = fl_calendar_write (&event);
  g_autoptr(GPtrArray) lines = read_lines (file);

  return g_strdup (get (lines, "VCALENDAR/VEVENT", "UID"));
}

/* The same matter on another day moves the entry; another matter is another entry. */
static void
test_uid (void)
{
  g_autofree char *first = uid_of ("a", JANUARY, NOW);
  g_autofree char *again = uid_of ("a", JANUARY + 400 * 86400, NOW + 86400);
  g_autofree char *other = uid_of ("b", JANUARY, NOW);

  g_assert_cmpstr (first, ==, again);
  g_assert_cmpstr (first, !=, other);
  g_assert_nonnull (strchr (first, '@'));
}

static void
test_text (void)
{
  g_autofree char *umlauts = g_strnfill (300, 'x');
  g_autofree char *long_text = g_strconcat ("äöü€𝄞", umlauts, "äöü€𝄞äöü€𝄞äöü€𝄞äöü€𝄞äöü€𝄞äöü€𝄞äöü€𝄞äöü€𝄞äöü€𝄞äöü€𝄞äöü€𝄞", NULL);
  const struct { const char *text, *read; } cases[] = {
    { "plain", "plain" },
    { "a,b;c\\d\ne", "a,b;c\\d\ne" },
    { "END:VCALENDAR\r\nBEGIN:VCALENDAR", "END:VCALENDAR\nBEGIN:VCALENDAR" },
    { "bell\a\x7f", "bell" },
    { long_text, long_text },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const FlCalendarEvent event = { "id", cases[i].text, cases[i].text, JANUARY, NOW };
      g_autofree char *file = fl_calendar_write (&event);
      g_autoptr(GPtrArray) lines = read_lines (file);
      g_autofree char *summary = unescape (get (lines, "VCALENDAR/VEVENT", "SUMMARY"));
      g_autofree char *description = unescape (get (lines, "VCALENDAR/VEVENT", "DESCRIPTION"));

      g_assert_cmpstr (summary, ==, cases[i].read);
      g_assert_cmpstr (description, ==, cases[i].read);
    }
}

static void
test_no_day (void)
{
  const FlCalendarEvent never = { "id", "s", "d", G_MAXINT64, NOW };
  const FlCalendarEvent far = { "id", "s", "d", G_GINT64_CONSTANT (253402300799), NOW };

  g_assert_null (fl_calendar_write (&never));
  g_assert_null (fl_calendar_write (&far));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/calendar/event", test_event);
  g_test_add_func ("/calendar/uid", test_uid);
  g_test_add_func ("/calendar/text", test_text);
  g_test_add_func ("/calendar/no-day", test_no_day);
  return g_test_run ();
}
