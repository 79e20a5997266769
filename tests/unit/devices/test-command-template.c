/* Command templates: payloads for variables, and which are not understood.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-command-template.h"

#include <string.h>

static const FlCommandVariable variables[] = {
  { "value", "{n}" }, { "red", "{r}" }, { "green", "{g}" }, { "blue", "{b}" }, { "word", "ON" }, { NULL, NULL },
};

/* payload NULL: not understood. */
static const struct { const char *text, *payload; } cases[] = {
  { "", "" },
  { "on", "on" },
  { " {{ value }}\n", "{n}" },
  { "{\"brightness\": {{ value }}}", "{\"brightness\": {n}}" },
  { "{\"state\": \"{{word}}\"}", "{\"state\": \"ON\"}" },
  { "{{ value | int }};{{ value|round(0) }};{{ value | round }};{{ value|d }}", "{n};{n};{n};{n}" },
  { "{{ red }},{{ green }},{{ blue }}", "{r},{g},{b}" },
  { "{{ '#%02x%02x%02x' | format(red, green, blue)}}", "#{rrggbb}" },
  { "{{ \"%02x%02x%02x0000\"|format( red , green,blue ) }}", "{rrggbb}0000" },
  { "on,{{ nothing|d }},{{ nothing }}", "on,," },
  { "a  {%- if value is defined -%}  b {{ value }}  {%- endif -%}  c", "ab {n}c" },
  { "a{% if nothing is defined %} {{ nothing | strange(1) }} {% endif %}b", "ab" },
  { "{% if red is defined and nothing is defined %}x{% endif %}{% if red is defined and green is defined %}y{% endif %}", "y" },
  { "{ \"a\": { \"b\": 1 } }", "{ \"a\": { \"b\": 1 } }" },
  { "{{ value", NULL },
  { "{{ value }", NULL },
  { "{{ value + 1 }}", NULL },
  { "{{ value | float }}", NULL },
  { "{{ value | round(1) }}", NULL },
  { "{{ (value * 2) }}", NULL },
  { "{{ 'x' }}", NULL },
  { "{{ '%02x%02x%02x' | format(red, blue, green) }}", NULL },
  { "{{ '%d%02x%02x%02x' | format(red, green, blue) }}", NULL },
  { "{{ '%02x%02x%02x%n' | format(red, green, blue) }}", NULL },
  { "{% if value %}a{% endif %}", NULL },
  { "{% if value is defined %}a", NULL },
  { "{% if value is defined %}a{% else %}b{% endif %}", NULL },
  { "{% if value is defined %}{% if red is defined %}a{% endif %}{% endif %}", NULL },
  { "{% endif %}", NULL },
  { "{% for a in b %}{% endfor %}", NULL },
  { "{# comment #}", NULL },
  { "{n}", NULL },
  { "{\"r\":{r}}", NULL },
  { "{rrggbb}", NULL },
};

static void
test_render (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *payload = fl_command_template_render (cases[i].text, variables);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (payload, ==, cases[i].payload);
    }
}

/* A picture of a colour is only what is filled in later: a colour that is known already is not written so. */
static void
test_format (void)
{
  static const FlCommandVariable known[] = { { "red", "1" }, { "green", "2" }, { "blue", "3" }, { NULL, NULL } };

  g_assert_null (fl_command_template_render ("{{ '%02x%02x%02x' | format(red, green, blue) }}", known));
}

static void
test_long (void)
{
  g_autofree char *text = g_strnfill (FL_COMMAND_TEMPLATE_MAX_BYTES, 'a');
  g_autofree char *longer = g_strconcat (text, "a", NULL);
  g_autofree char *payload = fl_command_template_render (text, variables);

  g_assert_cmpstr (payload, ==, text);
  g_assert_null (fl_command_template_render (longer, variables));
}

static void
test_uses (void)
{
  g_assert_true (fl_command_template_uses ("{{ value }}", variables));
  g_assert_true (fl_command_template_uses ("{% if red is defined and green is defined %}a{% endif %}", variables));
  g_assert_false (fl_command_template_uses ("on", variables));
  g_assert_false (fl_command_template_uses ("{{ nothing }}", variables));
  g_assert_false (fl_command_template_uses ("{{ value + 1 }}", variables));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/command-template/render", test_render);
  g_test_add_func ("/command-template/format", test_format);
  g_test_add_func ("/command-template/long", test_long);
  g_test_add_func ("/command-template/uses", test_uses);
  return g_test_run ();
}
