/* Value templates: what they give of a payload, and which are not supported.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-value-template.h"

#include <string.h>

/* value NULL: the payload has none there. */
static const struct { const char *text, *payload, *value; } cases[] = {
  { "{{ value }}", "ON", "ON" },
  { "{{value}}", "", "" },
  { " {{- value -}} \n", " 21.5 ", "21.5" },
  { "{{ value_json }}", "21.50", "21.50" },
  { "{{ value_json }}", "\"ON\"", "ON" },
  { "{{ value_json }}", "ON", NULL },
  { "{{ value_json.state }}", "{\"state\":\"ON\"}", "ON" },
  { "{{value_json.state}}", "{\"state\":\"ON\"}", "ON" },
  { "{{ value_json.state }}", "{\"State\":\"ON\"}", NULL },
  { "{{ value_json.state }}", "ON", NULL },
  { "{{ value_json.state }}", "", NULL },
  { "{{ value_json.state }}", "[\"ON\"]", NULL },
  { "{{ value_json.state }}", "{\"state\":\"ON\"", NULL },
  { "{{ value_json.state }}", "{\"state\":null}", "null" },
  { "{{ value_json.state }}", "{\"state\":true}", "true" },
  { "{{ value_json.t }}", "{\"t\":21.50}", "21.50" },
  { "{{ value_json.t }}", "{\"t\":1,\"t\":2}", "2" },
  { "{{ value_json.s }}", "{\"s\":\"a\\n\\u00e9\"}", "a\n\303\251" },
  { "{{ value_json.o }}", "{\"o\": {\"a\": [1]} }", "{\"a\": [1]}" },
  { "{{ value_json.a.b.c }}", "{\"a\":{\"x\":1,\"b\":{\"c\":3}},\"b\":4}", "3" },
  { "{{ value_json.a.b }}", "{\"b\":4}", NULL },
  { "{{ value_json.a.b }}", "{\"a\":4}", NULL },
  { "{{ value_json['k'] }}", "{\"k\":1}", "1" },
  { "{{ value_json[\"k k\"] }}", "{\"k k\":1}", "1" },
  { "{{ value_json[ 'k' ]['l'] }}", "{\"k\":{\"l\":2}}", "2" },
  { "{{ value_json['DS18B20-1'].Temperature }}", "{\"DS18B20-1\":{\"Temperature\":20.6}}", "20.6" },
  { "{{ value_json.rl[1] }}", "{\"rl\":[0,{\"a\":1},2]}", "{\"a\":1}" },
  { "{{ value_json.rl[1].a }}", "{\"rl\":[0,{\"a\":1},2]}", "1" },
  { "{{ value_json[0] }}", "[7]", "7" },
  { "{{ value_json[1] }}", "[7]", NULL },
  { "{{ value_json[0] }}", "{\"0\":7}", NULL },
  { "{{ value_json['update']['state'] }}", "{\"update\":{\"state\":\"idle\"}}", "idle" },

  { "{{ value_json.t | int }}", "{\"t\":21.9}", "21" },
  { "{{ value_json.t|int }}", "{\"t\":-21.9}", "-21" },
  { "{{ value_json.t | int }}", "{\"t\":\"42.23\"}", "42" },
  { "{{ value_json.t | int }}", "{\"t\":12345678901234567890}", "12345678901234567890" },
  { "{{ value_json.t | int }}", "{\"t\":-0.2}", "0" },
  { "{{ value_json.t | int }}", "{\"t\":true}", "1" },
  { "{{ value_json.t | int }}", "{\"t\":\"x\"}", NULL },
  { "{{ value_json.t | int(0) }}", "{\"t\":\"x\"}", "0" },
  { "{{ value_json.t | int(-1) }}", "{\"t\":null}", "-1" },
  { "{{ value_json.t | int(0) }}", "{}", NULL },
  { "{{ value | int }}", " 007 ", "7" },
  { "{{ value | int }}", "0x10", NULL },
  { "{{ value | int }}", "1e3", "1000" },
  { "{{ value | float }}", "21", "21.0" },
  { "{{ value | float }}", "0.1", "0.1" },
  { "{{ value | float }}", "inf", NULL },
  { "{{ value | float }}", "1e999", NULL },
  { "{{ value | float(0) }}", "nothing", "0" },
  { "{{ value_json.t | float | round(1) }}", "{\"t\":\"21.46\"}", "21.5" },
  { "{{ value_json.t | round(2) }}", "{\"t\":21.5}", "21.5" },
  { "{{ value_json.t | round(1) }}", "{\"t\":21}", "21.0" },
  { "{{ value_json.t | round(1) }}", "{\"t\":0.25}", "0.2" },
  { "{{ value_json.t | round }}", "{\"t\":2.5}", "2" },
  { "{{ value_json.t | round }}", "{\"t\":3.5}", "4" },
  { "{{ value_json.t | round(0) }}", "{\"t\":-0.4}", "0" },
  { "{{ value_json.t | round(2) }}", "{\"t\":\"warm\"}", NULL },
  { "{{ value_json.s | default('OFF') }}", "{}", "OFF" },
  { "{{ value_json.s | default(\"OFF\") }}", "{\"s\":\"ON\"}", "ON" },
  { "{{ value_json.s | default(0) | float }}", "{}", "0.0" },
  { "{{ value_json.s | default('x') }}", "{\"s\":null}", "null" },
  { "{{ value_json.s | int }}", "{\"s\":null}", NULL },
  { "{{ value_json.s | lower }}", "{\"s\":null}", NULL },
  { "{{ value_json.a.s | default('x') }}", "{}", NULL },
  { "{{ value_json.s | default('x') }}", "not JSON", NULL },
  { "{{ value_json.t | is_defined }}", "{\"t\":3}", "3" },
  { "{{ value_json.t | is_defined }}", "{}", NULL },
  { "{{ value | lower }}", "On", "on" },
  { "{{ value_json.b | upper }}", "{\"b\":false}", "FALSE" },
  { "{{ value_json.o | upper }}", "{\"o\":{}}", NULL },
  { "{{ value | trim | upper }}", " on\n", "ON" },
  { "{{ value_json.b | float | multiply(2.55) | round(0) }}", "{\"b\":40}", "102" },
  { "{{ value_json.rgb | join(',') }}", "{\"rgb\":[255, 128,0]}", "255,128,0" },
  { "{{ value_json.rgb | join(',') }}", "{\"rgb\":[[1]]}", NULL },
  { "{{ value.split(',')[0] }}", "on,255,1-2-3", "on" },
  { "{{ value.split(',')[2].split('-')[1] }}", "on,255,1-2-3", "2" },
  { "{{ value.split(',')[3] }}", "on,255,1-2-3", NULL },
  { "{{ value_json.c.split('-')[1] }}", "{\"c\":\"a-b\"}", "b" },
  { "{{ value_json.c.split('-')[1] }}", "{\"c\":7}", NULL },
  { "{{ value.split(',')[0] }}", "", "" },

  { "value", "ON", "ON" },
  { " value_json.a['b'] ", "{\"a\":{\"b\":1}}", "1" },

  { "{{ 'ON' if value_json.a else 'OFF' }}", "{\"a\":true}", "ON" },
  { "{{ 'ON' if value_json.a else 'OFF' }}", "{\"a\":0}", "OFF" },
  { "{{ 'ON' if value_json.a else 'OFF' }}", "{}", "OFF" },
  { "{{ 'ON' if value_json.a else 'OFF' }}", "a", NULL },
  { "{{ 'ON' if value_json.a > 3 else 'OFF' }}", "{\"a\":3.5}", "ON" },
  { "{{ 1 if value == 'open' else 0 }}", "open", "1" },
  { "{% if value_json.a == 'x' %}ON{% else %}OFF{% endif %}", "{\"a\":\"x\"}", "ON" },
  { "{%- if not value_json.a -%} ON {%- else -%} OFF {%- endif -%}", "{\"a\":1}", "OFF" },
  { "{% if value_json.ison and value_json.mode == 'white' %}on{% else %}off{% endif %}",
    "{\"ison\":true,\"mode\":\"white\"}", "on" },
  { "{% if value_json.ison and value_json.mode == 'white' %}on{% else %}off{% endif %}",
    "{\"ison\":true,\"mode\":\"color\"}", "off" },
};

static void
test_apply (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlValueTemplate) template = fl_value_template_new (cases[i].text);
      g_autofree char *value = NULL;

      g_test_message ("%s of %s", cases[i].text, cases[i].payload);
      g_assert_true (fl_value_template_is_supported (template));
      g_assert_cmpstr (fl_value_template_get_text (template), ==, cases[i].text);
      value = fl_value_template_apply (template, cases[i].payload);
      g_assert_cmpstr (value, ==, cases[i].value);
    }
}

static const char *const unsupported[] = {
  "",
  "ON",
  "{{ }}",
  "{{ states }}",
  "{{ value",
  "{{ value }",
  "{{ value }} %",
  "is {{ value }}",
  "{{ value }}{{ value }}",
  "{{ value.a }}",
  "{{ value[0] }}",
  "{{ value_jsonx.a }}",
  "{{ value_json. a }}",
  "{{ value_json.0 }}",
  "{{ value_json[-1] }}",
  "{{ value_json[1:2] }}",
  "{{ value_json[k] }}",
  "{{ value_json['k }}",
  "{{ value_json['a\\'b'] }}",
  "{{ value_json['k'] ",
  "{{ value_json[9999999] }}",
  "{{ value_json.a + 1 }}",
  "{{ value_json.a / 10 | round(1) }}",
  "{{ value_json.a == 'ON' }}",
  "{% if value_json.a %}ON{% endif %}",
  "{{ value_json.get('a') }}",
  "{{ (value_json.a) }}",
  "{{ value_json.a | }}",
  "{{ value_json.a | nosuch }}",
  "{{ value_json.a | round(1, 'floor') }}",
  "{{ value_json.a | round(-1) }}",
  "{{ value_json.a | round(16) }}",
  "{{ value_json.a | default }}",
  "{{ value_json.a | default() }}",
  "{{ value_json.a | default('x', true) }}",
  "{{ value_json.a | default(none) }}",
  "{{ value_json.a | int(1..2) }}",
  "{{ value_json.a | lower() }}",
  "{{ value_json.a | join }}",
  "{{ value_json.a | multiply('x' }}",
  "{{ value_json.a.split(',') }}",
  "{{ value.split('')[0] }}",
  "{{ value.split(',')[0].a }}",
  "values",
  "value value",
  "{{ 'ON' if value_json.a }}",
  "{{ value if value_json.a else 'OFF' }}",
  "{{ 'ON' if a else 'OFF' }}",
  "{% if value_json.a %}{{ value }}{% else %}OFF{% endif %}",
  "{% if value_json.a %}ON{% elif value_json.b %}OFF{% endif %}",
  "{% set a = 1 %}",
  "{{ value_json.a | int | int | int | int | int | int | int | int | int }}",
  "{{ value_json.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a }}",
  "{{ value_json['\xff'] }}",
};

static void
test_unsupported (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (unsupported); i++)
    {
      g_autoptr(FlValueTemplate) template = fl_value_template_new (unsupported[i]);

      g_assert_cmpstr (fl_value_template_get_text (template), ==, unsupported[i]);
      if (fl_value_template_is_supported (template))
        g_error ("supported: %s", unsupported[i]);
      g_assert_null (fl_value_template_apply (template, "{\"a\":1}"));
    }
}

static void
test_long (void)
{
  g_autofree char *key = g_strnfill (FL_VALUE_TEMPLATE_MAX_BYTES, 'k');
  g_autofree char *text = g_strdup_printf ("{{ value_json.%s }}", key);
  g_autofree char *deep = g_strnfill (100000, '[');
  g_autoptr(FlValueTemplate) too_long = fl_value_template_new (text);
  g_autoptr(FlValueTemplate) whole = fl_value_template_new ("{{ value_json }}");

  g_assert_false (fl_value_template_is_supported (too_long));
  g_assert_null (fl_value_template_apply (whole, deep));
}

static void
test_ref (void)
{
  g_autoptr(FlValueTemplate) template = fl_value_template_new ("{{ value }}");
  FlValueTemplate *other = fl_value_template_ref (template);

  g_assert_true (other == template);
  fl_value_template_unref (other);
  g_assert_true (fl_value_template_is_supported (template));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/value-template/apply", test_apply);
  g_test_add_func ("/value-template/unsupported", test_unsupported);
  g_test_add_func ("/value-template/long", test_long);
  g_test_add_func ("/value-template/ref", test_ref);
  return g_test_run ();
}
