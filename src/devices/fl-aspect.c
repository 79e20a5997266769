/* One side of an entity: what is sent to change it, where it reports, and how both are written.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-aspect"

#include "devices/fl-aspect.h"

#include "devices/fl-color.h"
#include "messages/fl-json.h"
#include "messages/fl-payload.h"

#include <math.h>
#include <string.h>

static gboolean
is_word (const char *word,
         const char *text)
{
  return word != NULL && g_ascii_strcasecmp (word, text) == 0;
}

/* Words are compared without case and without the white space around them. UNKNOWN: neither word. */
FlLedState
fl_aspect_read_state (const FlAspect *self,
                      const char     *text)
{
  const char *on;
  const char *off;
  g_autofree char *word = NULL;

  g_return_val_if_fail (self != NULL && text != NULL, FL_LED_STATE_UNKNOWN);

  on = self->state_on != NULL ? self->state_on : self->on;
  off = self->state_off != NULL ? self->state_off : self->off;
  word = g_strstrip (g_strdup (text));
  if (is_word (off, word))
    return FL_LED_STATE_OFF;
  if (is_word (on, word))
    return FL_LED_STATE_ON;
  return word[0] != '\0' && g_strcmp0 (on, FL_ASPECT_ANY_OTHER) == 0 ? FL_LED_STATE_ON : FL_LED_STATE_UNKNOWN;
}

/* The whole text as a finite number, brought between minimum and maximum for levels. */
gboolean
fl_aspect_read_number (const FlAspect *self,
                       const char     *text,
                       double         *number)
{
  g_autofree char *word = NULL;
  char *end = NULL;
  double found;

  g_return_val_if_fail (self != NULL && text != NULL && number != NULL, FALSE);

  word = g_strstrip (g_strdup (text));
  if (!fl_json_is_number (word, strlen (word)))
    return FALSE;
  found = g_ascii_strtod (word, &end);
  if (*end != '\0' || !isfinite (found))
    return FALSE;
  *number = self->maximum > self->minimum ? CLAMP (found, self->minimum, self->maximum) : found;
  return TRUE;
}

static gboolean
read_channel (const char *text,
              guint8     *channel)
{
  char *end = NULL;
  double number = g_ascii_strtod (text, &end);

  while (end != text && g_ascii_isspace (*end))
    end++;
  if (end == text || *end != '\0' || !(number >= 0 && number <= 255))
    return FALSE;
  *channel = (guint8) lrint (number);
  return TRUE;
}

/* "#ff8000", "ff8000"; with white before the colour where there is a # (WLED: "#20ff8000", "#5ff8000"), behind it where there is
 * none (Tasmota: "ff800020", "ff80002010"). */
static gboolean
read_hex_color (const char    *word,
                FlAspectColor *color)
{
  gboolean has_hash = word[0] == '#';
  size_t n = strspn (word + has_hash, "0123456789abcdefABCDEF");
  g_autofree char *digits = NULL;
  guint64 number;

  if (word[has_hash + n] != '\0' || !(n == 6 || (has_hash && (n == 7 || n == 8)) || (!has_hash && (n == 8 || n == 10))))
    return FALSE;
  digits = g_strndup (has_hash ? word + 1 + n - 6 : word, 6);
  number = g_ascii_strtoull (digits, NULL, 16);
  *color = (FlAspectColor) { (guint8) (number >> 16), (guint8) (number >> 8), (guint8) number };
  return TRUE;
}

/* "255,128,0", and with one or two whites behind it; "rgb,255,128,0" (Homie 5). */
static gboolean
read_list_color (const char    *word,
                 FlAspectColor *color)
{
  g_auto(GStrv) parts = g_strsplit (g_str_has_prefix (word, "rgb,") ? word + strlen ("rgb,") : word, ",", 6);
  guint n = g_strv_length (parts);
  guint8 white;

  for (guint i = 3; i < MIN (n, 5); i++)
    if (!read_channel (parts[i], &white))
      return FALSE;
  return n >= 3 && n <= 5 && read_channel (parts[0], &color->red) && read_channel (parts[1], &color->green) &&
         read_channel (parts[2], &color->blue);
}

static gboolean
read_member (const FlPayload *payload,
             const char      *name,
             const char      *long_name,
             guint8          *channel)
{
  const FlValue *value = fl_payload_find_value (payload, name);

  if (value == NULL)
    value = fl_payload_find_value (payload, long_name);
  return value != NULL && value->type == FL_VALUE_NUMBER && read_channel (value->text, channel);
}

static gboolean
read_pair (const FlPayload *payload,
           const char      *first,
           const char      *second,
           double          *a,
           double          *b)
{
  const FlValue *one = fl_payload_find_value (payload, first);
  const FlValue *other = fl_payload_find_value (payload, second);

  if (one == NULL || one->type != FL_VALUE_NUMBER || other == NULL || other->type != FL_VALUE_NUMBER)
    return FALSE;
  *a = one->number;
  *b = other->number;
  return TRUE;
}

/* {"r":255,"g":128,"b":0}, {"red":…}, {"h":24,"s":100} or {"hue":…,"saturation":…}, {"x":0.7,"y":0.3} */
static gboolean
read_json_color (const char    *word,
                 FlAspectColor *color)
{
  g_autoptr(FlPayload) payload = fl_payload_new_from_bytes ("color", word, strlen (word));
  double a;
  double b;

  if (read_pair (payload, "x", "y", &a, &b))
    return fl_color_from_xy (a, b, color);
  if (read_pair (payload, "h", "s", &a, &b) || read_pair (payload, "hue", "saturation", &a, &b))
    {
      fl_color_from_hs (a, b, color);
      return TRUE;
    }
  return read_member (payload, "r", "red", &color->red) && read_member (payload, "g", "green", &color->green) &&
         read_member (payload, "b", "blue", &color->blue);
}

/* "24,100" or "0.7,0.3", whichever of the two the form writes. */
static gboolean
read_pair_color (const char    *form,
                 const char    *word,
                 FlAspectColor *color)
{
  g_auto(GStrv) parts = g_strsplit (word, ",", 3);
  double numbers[2];

  if (form == NULL || g_strv_length (parts) != 2)
    return FALSE;
  for (guint i = 0; i < 2; i++)
    {
      char *end = NULL;

      numbers[i] = g_ascii_strtod (parts[i], &end);
      if (end == parts[i] || *end != '\0' || !isfinite (numbers[i]))
        return FALSE;
    }
  if (strstr (form, "{x}") != NULL)
    return fl_color_from_xy (numbers[0], numbers[1], color);
  if (strstr (form, "{h}") == NULL)
    return FALSE;
  fl_color_from_hs (numbers[0], numbers[1], color);
  return TRUE;
}

/* "255,128,0", "[255,128,0]", "#ff8000", "ff8000", two numbers, or an object with r, g and b (or red …), with h and s, or with
 * x and y. White channels are passed over. color is meant only on TRUE. */
gboolean
fl_aspect_read_color (const FlAspect *self,
                      const char     *text,
                      FlAspectColor  *color)
{
  g_autofree char *word = NULL;

  g_return_val_if_fail (self != NULL && text != NULL && color != NULL, FALSE);

  word = g_strstrip (g_strdup (text));
  if (word[0] == '{')
    return read_json_color (word, color);
  if (word[0] == '[' && g_str_has_suffix (word, "]"))
    {
      word[strlen (word) - 1] = '\0';
      return read_list_color (word + 1, color);
    }
  return read_hex_color (word, color) || read_list_color (word, color) || read_pair_color (self->command_form, word, color);
}

/* Each of these in the form becomes its text; anything else stays. */
static char *
fill_in (const char        *form,
         const char *const *names,
         char             **texts)
{
  g_autoptr(GString) filled = g_string_sized_new (strlen (form) + 16);

  for (const char *c = form; *c != '\0';)
    {
      guint i = 0;

      while (names[i] != NULL && !g_str_has_prefix (c, names[i]))
        i++;
      if (names[i] != NULL)
        {
          g_string_append (filled, texts[i]);
          c += strlen (names[i]);
        }
      else
        g_string_append_c (filled, *c++);
    }
  return g_string_free (g_steal_pointer (&filled), FALSE);
}

char *
fl_aspect_build_power (const FlAspect *self,
                       gboolean        on)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->command_topic != NULL ? g_strdup (on ? self->on : self->off) : NULL;
}

/* number is brought between minimum and maximum. */
char *
fl_aspect_build_number (const FlAspect *self,
                        double          number)
{
  static const char *const names[] = { "{n}", NULL };
  static const char *const formats[] = { "%.0f", "%.1f", "%.2f", "%.3f" };
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  char *texts[] = { text };

  g_return_val_if_fail (self != NULL && isfinite (number), NULL);

  if (self->command_topic == NULL || self->command_form == NULL)
    return NULL;
  if (self->maximum > self->minimum)
    number = CLAMP (number, self->minimum, self->maximum);
  g_ascii_formatd (text, sizeof text, formats[MIN (self->decimals, G_N_ELEMENTS (formats) - 1)], number);
  return fill_in (self->command_form, names, texts);
}

static char *
dup_number (double number,
            const char *format)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup (g_ascii_formatd (text, sizeof text, format, number));
}

char *
fl_aspect_build_color (const FlAspect      *self,
                       const FlAspectColor *color)
{
  static const char *const names[] = { "{r}", "{g}", "{b}", "{rrggbb}", "{h}", "{s}", "{x}", "{y}", NULL };
  g_auto(GStrv) texts = NULL;
  double hue;
  double saturation;
  double x;
  double y;

  g_return_val_if_fail (self != NULL && color != NULL, NULL);

  if (self->command_topic == NULL || self->command_form == NULL)
    return NULL;
  fl_color_to_hs (color, &hue, &saturation);
  fl_color_to_xy (color, &x, &y);
  texts = g_new0 (char *, G_N_ELEMENTS (names));
  texts[0] = g_strdup_printf ("%u", color->red);
  texts[1] = g_strdup_printf ("%u", color->green);
  texts[2] = g_strdup_printf ("%u", color->blue);
  texts[3] = g_strdup_printf ("%02x%02x%02x", color->red, color->green, color->blue);
  texts[4] = dup_number (hue, "%.1f");
  texts[5] = dup_number (saturation, "%.1f");
  texts[6] = dup_number (x, "%.4f");
  texts[7] = dup_number (y, "%.4f");
  return fill_in (self->command_form, names, texts);
}

gboolean
fl_aspect_equal (const FlAspect *a,
                 const FlAspect *b)
{
  return a->kind == b->kind && a->minimum == b->minimum && a->maximum == b->maximum && a->decimals == b->decimals &&
         a->kelvin == b->kelvin && g_strcmp0 (a->command_topic, b->command_topic) == 0 &&
         g_strcmp0 (a->command_form, b->command_form) == 0 && g_strcmp0 (a->on_topic, b->on_topic) == 0 && g_strcmp0 (a->on, b->on) == 0 && g_strcmp0 (a->off, b->off) == 0 &&
         g_strcmp0 (a->state_topic, b->state_topic) == 0 && g_strcmp0 (a->state_template, b->state_template) == 0 &&
         g_strcmp0 (a->state_on, b->state_on) == 0 && g_strcmp0 (a->state_off, b->state_off) == 0 &&
         g_strcmp0 (a->target_topic, b->target_topic) == 0;
}
