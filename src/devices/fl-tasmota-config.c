/* What a Tasmota says about itself on tasmota/discovery/MAC/config.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-tasmota-config"

#include "devices/fl-tasmota-config.h"

#include "devices/fl-firmware-json.h"
#include "messages/fl-topic-name.h"

#include <string.h>

#define DISCOVERY_VERSION 1

/* FullTopic has at most 100 characters, each token of it at most some dozens. */
#define MAX_TOPIC_BYTES 512

/* What stands for what in a FullTopic. */
typedef struct
{
  const char *prefix;
  const char *topic;
  const char *host;
  const char *mac;
} Tokens;

static const char *
find_token (const Tokens *tokens,
            const char   *at,
            size_t       *n)
{
  const struct { const char *token, *text; } all[] = {
    { "%prefix%", tokens->prefix },
    { "%topic%", tokens->topic },
    { "%hostname%", tokens->host },
    { "%id%", tokens->mac },
  };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if (g_str_has_prefix (at, all[i].token))
      {
        *n = strlen (all[i].token);
        return all[i].text;
      }
  return NULL;
}

/* As the firmware does it: no #, no //, a / at the end. NULL: what comes of it is no topic. */
static char *
expand (const char   *full_topic,
        const Tokens *tokens)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GString) topic = g_string_new (NULL);

  for (const char *c = full_topic; *c != '\0' && text->len <= MAX_TOPIC_BYTES;)
    {
      size_t n = 1;
      const char *token = find_token (tokens, c, &n);

      g_string_append_len (text, token != NULL ? token : c, token != NULL ? (gssize) strlen (token) : 1);
      c += n;
    }
  g_string_append_c (text, '/');
  for (const char *c = text->str; *c != '\0'; c++)
    if (*c != '#' && !(*c == '/' && topic->len > 0 && topic->str[topic->len - 1] == '/'))
      g_string_append_c (topic, *c);

  if (topic->len > MAX_TOPIC_BYTES || topic->len < 2 || topic->str[0] == '$' || !fl_topic_name_is_valid (topic->str, -1))
    return NULL;
  return g_string_free (g_steal_pointer (&topic), FALSE);
}

static gboolean
is_empty (const char *text)
{
  return text == NULL || text[0] == '\0';
}

static char *
expand_prefix (JsonObject *object,
               guint       position,
               const char *mac)
{
  JsonArray *prefixes = fl_firmware_json_get_array (object, "tp");
  const char *host = fl_firmware_json_get_text (object, "hn");
  const char *full = fl_firmware_json_get_text (object, "ft");
  Tokens tokens = { .topic = fl_firmware_json_get_text (object, "t"), .host = host != NULL ? host : "", .mac = mac };
  g_autofree char *with_prefix = NULL;

  tokens.prefix = prefixes != NULL ? fl_firmware_json_get_item (prefixes, position) : NULL;
  if (is_empty (full) || is_empty (tokens.topic) || is_empty (tokens.prefix))
    return NULL;
  /* Without the token, commands get one all the same, so that the device does not hear itself. */
  if (position == 0 && strstr (full, "%prefix%") == NULL)
    with_prefix = g_strconcat (full, "/%prefix%", NULL);
  return expand (with_prefix != NULL ? with_prefix : full, &tokens);
}

static gboolean
read_prefixes (FlTasmotaConfig *self,
               JsonObject      *object)
{
  self->command_prefix = expand_prefix (object, 0, self->mac);
  self->report_prefix = expand_prefix (object, 1, self->mac);
  self->telemetry_prefix = expand_prefix (object, 2, self->mac);
  return self->command_prefix != NULL && self->report_prefix != NULL && self->telemetry_prefix != NULL;
}

static gboolean
read_words (FlTasmotaConfig *self,
            JsonObject      *object)
{
  JsonArray *states = fl_firmware_json_get_array (object, "state");
  const char *off = states != NULL ? fl_firmware_json_get_item (states, 0) : NULL;
  const char *on = states != NULL ? fl_firmware_json_get_item (states, 1) : NULL;
  const char *online = fl_firmware_json_get_text (object, "onln");
  const char *offline = fl_firmware_json_get_text (object, "ofln");

  if (on == NULL || off == NULL || on[0] == '\0' || off[0] == '\0' || g_ascii_strcasecmp (on, off) == 0)
    return FALSE;
  self->on = g_strdup (on);
  self->off = g_strdup (off);
  self->online = g_strdup (online != NULL && online[0] != '\0' ? online : "Online");
  self->offline = g_strdup (offline != NULL && offline[0] != '\0' ? offline : "Offline");
  return TRUE;
}

static gboolean
read_relays (FlTasmotaConfig *self,
             JsonObject      *object)
{
  JsonArray *relays = fl_firmware_json_get_array (object, "rl");
  JsonArray *names = fl_firmware_json_get_array (object, "fn");

  if (relays == NULL || json_array_get_length (relays) > FL_TASMOTA_MAX_RELAYS)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (relays); i++)
    {
      int kind = fl_firmware_json_to_number (json_array_get_element (relays, i));
      const char *name = names != NULL ? fl_firmware_json_get_item (names, i) : NULL;

      if (kind < FL_TASMOTA_RELAY_NONE || kind > FL_TASMOTA_RELAY_SHUTTER)
        return FALSE;
      self->relays[i] = (FlTasmotaRelay) kind;
      self->relay_names[i] = name != NULL && name[0] != '\0' ? g_strdup (name) : NULL;
      if (kind != FL_TASMOTA_RELAY_NONE)
        self->n_relays = i + 1;
    }
  return TRUE;
}

/* An option that is not said is off; one of another type means that this is not what we think it is. */
static gboolean
read_options (FlTasmotaConfig *self,
              JsonObject      *object)
{
  JsonObject *options = fl_firmware_json_get_object (object, "so");
  const struct { const char *name; gboolean *option; } all[] = {
    { "4", &self->answers_by_command },
    { "30", &self->is_all_light },
    { "68", &self->has_channels },
    { "82", &self->has_short_range },
  };
  int light = fl_firmware_json_get_number (object, "lt_st");

  for (guint i = 0; options != NULL && i < G_N_ELEMENTS (all); i++)
    {
      if (json_object_has_member (options, all[i].name) && fl_firmware_json_get_number (options, all[i].name) < 0)
        return FALSE;
      *all[i].option = fl_firmware_json_is_set (options, all[i].name);
    }
  self->light = light >= FL_TASMOTA_LIGHT_NONE && light <= FL_TASMOTA_LIGHT_RGBCW ? (FlTasmotaLight) light : FL_TASMOTA_LIGHT_NONE;
  self->is_linked = fl_firmware_json_is_set (object, "lk");
  self->is_tuya = fl_firmware_json_is_set (object, "ty");
  self->is_fan = fl_firmware_json_is_set (object, "if");
  return TRUE;
}

FlTasmotaConfig *
fl_tasmota_config_parse (const char *mac,
                         const char *text)
{
  g_autoptr(FlTasmotaConfig) self = NULL;
  g_autoptr(JsonNode) root = NULL;
  JsonObject *object;

  g_return_val_if_fail (mac != NULL && text != NULL, NULL);

  root = fl_firmware_json_parse (text);
  if (root == NULL)
    return NULL;
  object = json_node_get_object (root);
  if (g_strcmp0 (fl_firmware_json_get_text (object, "mac"), mac) != 0 ||
      fl_firmware_json_get_number (object, "ver") != DISCOVERY_VERSION)
    return NULL;

  self = g_new0 (FlTasmotaConfig, 1);
  self->mac = g_strdup (mac);
  self->name = g_strdup (fl_firmware_json_get_text (object, "dn"));
  self->model = g_strdup (fl_firmware_json_get_text (object, "md"));
  if (!read_prefixes (self, object) || !read_words (self, object) || !read_relays (self, object) || !read_options (self, object))
    return NULL;
  return g_steal_pointer (&self);
}

void
fl_tasmota_config_free (FlTasmotaConfig *self)
{
  for (guint i = 0; i < FL_TASMOTA_MAX_RELAYS; i++)
    g_free (self->relay_names[i]);
  g_free (self->mac);
  g_free (self->name);
  g_free (self->model);
  g_free (self->command_prefix);
  g_free (self->report_prefix);
  g_free (self->telemetry_prefix);
  g_free (self->online);
  g_free (self->offline);
  g_free (self->on);
  g_free (self->off);
  g_free (self);
}

char *
fl_tasmota_config_name_power (const FlTasmotaConfig *self,
                              guint                  position)
{
  g_return_val_if_fail (self != NULL && position < self->n_relays, NULL);

  if (self->n_relays == 1 && !self->is_fan)
    return g_strdup ("POWER");
  return g_strdup_printf ("POWER%u", position + 1);
}
