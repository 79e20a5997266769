/* What is kept of devices from one start to the next: how long their LEDs wait, and what is due from them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-device-rules"

#include "devices/fl-device-rules.h"

#include <string.h>

typedef struct
{
  guint limit_ms;
  gboolean expects_tokens;
  gboolean accepts_plain;
} Rule;

struct _FlDeviceRules
{
  GHashTable *rule_of_key;
};

/* NULL: it cannot be kept in a line. */
static char *
dup_key (FlDevice *device)
{
  FlDeviceInfo *info = fl_device_get_info (device);
  char *key = info != NULL ? g_strconcat ("#", fl_device_info_get_key (info), NULL) : g_strdup (fl_device_get_root (device));

  if (strpbrk (key, "\t\n") == NULL)
    return key;
  g_free (key);
  return NULL;
}

static gboolean
is_empty (const Rule *rule)
{
  return rule->limit_ms == 0 && !rule->expects_tokens && !rule->accepts_plain;
}

static void
read_line (FlDeviceRules *self,
           const char    *line)
{
  g_auto(GStrv) words = g_strsplit (line, "\t", -1);
  guint64 limit_ms;
  Rule rule;

  if (g_strv_length (words) != 3 || g_hash_table_size (self->rule_of_key) == FL_DEVICE_RULES_MAX ||
      !g_ascii_string_to_unsigned (words[1], 10, 0, FL_DEVICE_MAX_CONFIRM_LIMIT_MS, &limit_ms, NULL))
    return;
  rule = (Rule) { .limit_ms = (guint) limit_ms, .expects_tokens = strchr (words[2], 'e') != NULL,
                  .accepts_plain = strchr (words[2], 'p') != NULL };
  if (!is_empty (&rule))
    g_hash_table_replace (self->rule_of_key, g_strdup (words[0]), g_memdup2 (&rule, sizeof rule));
}

FlDeviceRules *
fl_device_rules_new (const char *text)
{
  g_auto(GStrv) lines = NULL;
  FlDeviceRules *self;

  g_return_val_if_fail (text != NULL, NULL);

  self = g_new0 (FlDeviceRules, 1);
  self->rule_of_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    read_line (self, lines[i]);
  return self;
}

void
fl_device_rules_free (FlDeviceRules *self)
{
  g_return_if_fail (self != NULL);

  g_hash_table_unref (self->rule_of_key);
  g_free (self);
}

/* Sorted, so that the same rules are the same text. */
char *
fl_device_rules_print (FlDeviceRules *self)
{
  g_autoptr(GList) keys = NULL;
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (self != NULL, NULL);

  keys = g_list_sort (g_hash_table_get_keys (self->rule_of_key), (GCompareFunc) strcmp);
  for (GList *key = keys; key != NULL; key = key->next)
    {
      const Rule *rule = g_hash_table_lookup (self->rule_of_key, key->data);

      g_string_append_printf (text, "%s\t%u\t%s%s\n", (const char *) key->data, rule->limit_ms, rule->expects_tokens ? "e" : "",
                              rule->accepts_plain ? "p" : "");
    }
  return g_string_free (text, FALSE);
}

void
fl_device_rules_apply (FlDeviceRules *self,
                       FlDevice      *device)
{
  g_autofree char *key = NULL;
  const Rule *rule;

  g_return_if_fail (self != NULL && FL_IS_DEVICE (device));

  key = dup_key (device);
  rule = key != NULL ? g_hash_table_lookup (self->rule_of_key, key) : NULL;
  if (rule == NULL)
    return;
  fl_device_set_confirm_limit_ms (device, rule->limit_ms);
  fl_device_set_accepts_plain (device, rule->accepts_plain);
  fl_device_set_expects_tokens (device, rule->expects_tokens);
}

gboolean
fl_device_rules_take (FlDeviceRules *self,
                      FlDevice      *device)
{
  g_autofree char *key = NULL;
  const Rule *was;
  Rule rule;

  g_return_val_if_fail (self != NULL && FL_IS_DEVICE (device), FALSE);

  key = dup_key (device);
  if (key == NULL)
    return FALSE;
  rule = (Rule) { .limit_ms = fl_device_get_confirm_limit_ms (device), .expects_tokens = fl_device_get_expects_tokens (device),
                  .accepts_plain = fl_device_get_accepts_plain (device) };
  was = g_hash_table_lookup (self->rule_of_key, key);
  if (was == NULL ? is_empty (&rule) : memcmp (was, &rule, sizeof rule) == 0)
    return FALSE;
  if (is_empty (&rule))
    return g_hash_table_remove (self->rule_of_key, key);
  if (was == NULL && g_hash_table_size (self->rule_of_key) == FL_DEVICE_RULES_MAX)
    return FALSE;
  g_hash_table_replace (self->rule_of_key, g_steal_pointer (&key), g_memdup2 (&rule, sizeof rule));
  return TRUE;
}
