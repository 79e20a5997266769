/* What changed from one message of a topic to the next, in a few words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-difference"

#include "config.h"

#include "messages/fl-difference.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "messages/fl-payload.h"
#include "messages/fl-text.h"
#include "messages/fl-topic-name.h"

/* So many changes are told one by one. */
#define MAX_CHANGES    3
#define MAX_CHARACTERS 24

typedef struct
{
  GString    *text;
  const char *topic_level;
  guint       n_changes;
} Changes;

/* Returns where to write the next change, NULL when there are enough. */
static GString *
begin_change (Changes    *changes,
              const char *name)
{
  if (changes->n_changes++ >= MAX_CHANGES)
    return NULL;
  if (changes->text->len > 0)
    g_string_append (changes->text, ", ");
  if (strcmp (name, changes->topic_level) != 0)
    {
      g_autofree char *shown = fl_text_shorten (name, -1, MAX_CHARACTERS);

      g_string_append_printf (changes->text, "%s ", shown);
    }
  return changes->text;
}

static void
add_number (Changes       *changes,
            const FlValue *before,
            const FlValue *after)
{
  GString *text = begin_change (changes, after->name);
  double delta = after->number - before->number;
  int decimals = (int) MIN (MAX (before->decimals, after->decimals), 9);
  char format[8];
  char number[400];

  if (text == NULL)
    return;
  if (fabs (delta) >= 1e15)
    g_strlcpy (format, "%g", sizeof format);
  else
    g_snprintf (format, sizeof format, "%%.%df", decimals);
  g_ascii_formatd (number, sizeof number, format, fabs (delta));
  /* A real minus is as wide as the plus. */
  g_string_append_printf (text, "%s%s", delta < 0 ? "−" : "+", number);
}

static void
add_text (Changes       *changes,
          const FlValue *before,
          const FlValue *after)
{
  GString *text = begin_change (changes, after->name);
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  if (text == NULL)
    return;
  from = fl_text_shorten (before->text, -1, MAX_CHARACTERS);
  to = fl_text_shorten (after->text, -1, MAX_CHARACTERS);
  g_string_append_printf (text, "%s → %s", from, to);
}

static void
add_name (Changes    *changes,
          const char *sign,
          const char *name)
{
  GString *text = begin_change (changes, changes->topic_level);
  g_autofree char *shown = NULL;

  if (text == NULL)
    return;
  shown = fl_text_shorten (name, -1, MAX_CHARACTERS);
  g_string_append_printf (text, "%s%s", sign, shown);
}

static void
compare_values (Changes         *changes,
                const FlPayload *before,
                const FlPayload *after)
{
  for (guint i = 0; i < fl_payload_get_n_values (after); i++)
    {
      const FlValue *value = fl_payload_get_value (after, i);
      const FlValue *old = fl_payload_find_value (before, value->name);

      if (old == NULL)
        add_name (changes, "+", value->name);
      else if (strcmp (old->text, value->text) == 0)
        continue;
      else if (old->type == FL_VALUE_NUMBER && value->type == FL_VALUE_NUMBER)
        add_number (changes, old, value);
      else
        add_text (changes, old, value);
    }
  for (guint i = 0; i < fl_payload_get_n_values (before); i++)
    if (fl_payload_find_value (after, fl_payload_get_value (before, i)->name) == NULL)
      add_name (changes, "−", fl_payload_get_value (before, i)->name);
}

static void
compare_tables (Changes         *changes,
                const FlPayload *before,
                const FlPayload *after)
{
  for (guint i = 0; i < MIN (fl_payload_get_n_tables (before), fl_payload_get_n_tables (after)); i++)
    {
      const FlPayloadTable *old = fl_payload_get_table (before, i);
      const FlPayloadTable *table = fl_payload_get_table (after, i);
      GString *text;

      if (old->n_rows_sent == table->n_rows_sent)
        continue;
      text = begin_change (changes, table->name);
      if (text != NULL)
        g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%u → %u row", "%u → %u rows", table->n_rows_sent),
                                old->n_rows_sent, table->n_rows_sent);
    }
}

/**
 * fl_difference_describe:
 * @before: (nullable): the message before
 * @after: a message of the same topic
 *
 * Any thread. The text is safe to show: what is from the network is escaped.
 *
 * Returns: (transfer full) (nullable): such as "+0.40", "state OFF → ON", "unchanged"; %NULL without @before
 */
char *
fl_difference_describe (const FlMessage *before,
                        const FlMessage *after)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(FlPayload) old = NULL;
  g_autoptr(FlPayload) new = NULL;
  Changes changes = { .text = text };

  if (before == NULL)
    return NULL;
  if (g_bytes_equal (fl_message_get_payload (before), fl_message_get_payload (after)))
    return g_strdup (_("unchanged"));

  changes.topic_level = fl_topic_name_get_last_level (fl_message_get_topic (after));
  old = fl_payload_new (before);
  new = fl_payload_new (after);
  compare_values (&changes, old, new);
  compare_tables (&changes, old, new);
  if (changes.n_changes == 0)
    return g_strdup (_("changed"));
  if (changes.n_changes > MAX_CHANGES)
    {
      g_string_append (text, ", ");
      g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%u more", "%u more", changes.n_changes - MAX_CHANGES),
                              changes.n_changes - MAX_CHANGES);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
