/* A command template of a discovery document, such as {"brightness": {{ value }}}: the payload it makes of variables.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#define G_LOG_DOMAIN "fernlight-command-template"

#include "devices/fl-command-template.h"

#include "devices/fl-template-scan.h"

#include <string.h>

typedef struct
{
  const FlCommandVariable *variables;
  GString                 *out;
  gboolean                 is_hidden; /* inside an if that is not met */
  gboolean                 is_inside; /* an if */
  gboolean                 trims;     /* a minus just before: white space that follows is not meant */
} Render;

/* What the one who sends fills in. */
static const char *const placeholders[] = { "{n}", "{r}", "{g}", "{b}", "{h}", "{s}", "{x}", "{y}", "{rrggbb}" };

static const char *
find (const FlCommandVariable *variables,
      const char              *name)
{
  for (; variables->name != NULL; variables++)
    if (g_str_equal (variables->name, name))
      return variables->value;
  return NULL;
}

static void
put (Render     *render,
     const char *text,
     gsize       n)
{
  if (!render->is_hidden)
    g_string_append_len (render->out, text, (gssize) n);
}

static void
write_text (Render     *render,
            const char *text,
            gsize       n)
{
  gsize n_space = 0;

  if (render->trims)
    while (n_space < n && g_ascii_isspace (text[n_space]))
      n_space++;
  render->trims = FALSE;
  put (render, text + n_space, n - n_space);
}

/* What stands before a minus loses the white space at its end. */
static void
trim_end (Render *render)
{
  while (!render->is_hidden && render->out->len > 0 && g_ascii_isspace (render->out->str[render->out->len - 1]))
    g_string_truncate (render->out, render->out->len - 1);
}

static void
scan_open (Render      *render,
           const char **at)
{
  *at += 2;
  if (fl_template_scan_text (at, "-"))
    trim_end (render);
  fl_template_scan_space (at);
}

static gboolean
scan_close (Render      *render,
            const char **at,
            const char  *close)
{
  fl_template_scan_space (at);
  render->trims = fl_template_scan_text (at, "-");
  return fl_template_scan_text (at, close);
}

/* Filters that change nothing of the whole numbers that are put in. */
static gboolean
scan_filters (const char **at)
{
  while (fl_template_scan_sign (at, "|"))
    {
      g_autofree char *name = fl_template_scan_name (at);

      if (g_strcmp0 (name, "round") == 0)
        {
          if (fl_template_scan_sign (at, "(") && (!fl_template_scan_sign (at, "0") || !fl_template_scan_sign (at, ")")))
            return FALSE;
        }
      else if (g_strcmp0 (name, "int") != 0 && g_strcmp0 (name, "d") != 0)
        return FALSE;
    }
  return TRUE;
}

/* '#%02x%02x%02x' | format(red, green, blue); all three are placeholders, or none is there. */
static gboolean
scan_format (Render      *render,
             const char **at)
{
  static const char hex[] = "%02x%02x%02x";
  static const char *const signs[] = { "(", "red", ",", "green", ",", "blue", ")" };
  g_autofree char *text = fl_template_scan_quoted (at);
  const char *percent = text != NULL ? strstr (text, hex) : NULL;

  if (percent == NULL || strchr (text, '%') != percent || strchr (percent + strlen (hex), '%') != NULL ||
      !fl_template_scan_sign (at, "|") || !fl_template_scan_word (at, "format"))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (!fl_template_scan_sign (at, signs[i]))
      return FALSE;
  if (g_strcmp0 (find (render->variables, "red"), "{r}") != 0)
    return FALSE;
  put (render, text, (gsize) (percent - text));
  put (render, "{rrggbb}", strlen ("{rrggbb}"));
  put (render, percent + strlen (hex), strlen (percent + strlen (hex)));
  return TRUE;
}

/* What is hidden need not be understood. */
static gboolean
render_expression (Render      *render,
                   const char **at)
{
  g_autofree char *name = NULL;
  const char *value;

  if (render->is_hidden)
    {
      const char *end = strstr (*at, "}}");

      *at = end != NULL ? end + 2 : *at;
      return end != NULL;
    }
  scan_open (render, at);
  name = fl_template_scan_name (at);
  if (name == NULL)
    return scan_format (render, at) && scan_close (render, at, "}}");
  if (!scan_filters (at))
    return FALSE;
  value = find (render->variables, name);
  if (value != NULL)
    put (render, value, strlen (value));
  return scan_close (render, at, "}}");
}

static gboolean
scan_is_defined (Render      *render,
                 const char **at,
                 gboolean    *is_met)
{
  do
    {
      g_autofree char *name = fl_template_scan_name (at);

      if (name == NULL || !fl_template_scan_word (at, "is") || !fl_template_scan_word (at, "defined"))
        return FALSE;
      *is_met = *is_met && find (render->variables, name) != NULL;
    }
  while (fl_template_scan_word (at, "and"));
  return TRUE;
}

static gboolean
render_statement (Render      *render,
                  const char **at)
{
  gboolean is_met = TRUE;

  scan_open (render, at);
  if (fl_template_scan_word (at, "endif"))
    {
      if (!render->is_inside)
        return FALSE;
      render->is_inside = render->is_hidden = FALSE;
      return scan_close (render, at, "%}");
    }
  if (render->is_inside || !fl_template_scan_word (at, "if") || !scan_is_defined (render, at, &is_met))
    return FALSE;
  render->is_inside = TRUE;
  render->is_hidden = !is_met;
  return scan_close (render, at, "%}");
}

static gboolean
render_all (Render     *render,
            const char *at)
{
  while (*at != '\0')
    {
      gsize n = 0;

      while (at[n] != '\0' && !(at[n] == '{' && (at[n + 1] == '{' || at[n + 1] == '%' || at[n + 1] == '#')))
        n++;
      write_text (render, at, n);
      at += n;
      if (*at == '\0')
        break;
      if (!(at[1] == '{' ? render_expression (render, &at) : at[1] == '%' && render_statement (render, &at)))
        return FALSE;
    }
  return !render->is_inside;
}

char *
fl_command_template_render (const char              *text,
                            const FlCommandVariable *variables)
{
  g_autoptr(GString) out = g_string_new (NULL);
  Render render = { .variables = variables, .out = out };

  g_return_val_if_fail (text != NULL && variables != NULL, NULL);

  if (strnlen (text, FL_COMMAND_TEMPLATE_MAX_BYTES + 1) > FL_COMMAND_TEMPLATE_MAX_BYTES)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (placeholders); i++)
    if (strstr (text, placeholders[i]) != NULL)
      return NULL;
  if (!render_all (&render, text))
    return NULL;
  return g_strstrip (g_string_free (g_steal_pointer (&out), FALSE));
}

gboolean
fl_command_template_uses (const char              *text,
                          const FlCommandVariable *variables)
{
  static const FlCommandVariable none[] = { { NULL, NULL } };
  g_autofree char *empty = fl_command_template_render (text, none);
  g_autofree char *filled = fl_command_template_render (text, variables);

  return empty != NULL && filled != NULL && !g_str_equal (empty, filled);
}
