/* What a sketch for an ESP is made of, as far as its connection goes: board, clients, fingerprint, where Wi-Fi is up.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-sketch"

#include "config.h"

#include "esp/fl-sketch.h"

#include <string.h>

/* Pairs of a SHA-1. */
#define N_PAIRS 20
/* More variables than any sketch has. */
#define MAX_CLIENTS 32
/* Calls that are looked at; the rest of a text that has more is no sketch. */
#define MAX_CALLS 64

static const char *const plain_classes[] = { "WiFiClient", "NetworkClient", NULL };
static const char *const secure_classes[] = { "WiFiClientSecure", "NetworkClientSecure", NULL };
/* Libraries that are given a client: by their constructor, setClient() or begin(). */
static const char *const mqtt_classes[] = {
  "Adafruit_MQTT_Client", "PubSubClient", "MqttClient", "MQTTClient", "ArduinoHAMqtt", NULL,
};
/* Libraries that make their own. */
static const char *const own_network_classes[] = { "AdafruitIO_WiFi", "AsyncMqttClient", "EspMQTTClient", NULL };
static const char *const hosts[] = { "server", "host", "broker", NULL };

static gboolean
is_one_of (const FlCode      *code,
           guint              at,
           const char *const *words)
{
  return fl_code_is_kind (code, at, FL_CODE_TOKEN_WORD) && fl_code_is_one_of (code, at, words);
}

/* Whether the file of an #include is called so: <ESP8266WiFi.h> is three tokens, "ESP8266WiFi.h" is one. */
static gboolean
includes (const FlCode *code,
          const char   *stem)
{
  for (guint i = fl_code_find (code, 0, "include"); i != FL_CODE_NONE; i = fl_code_find (code, i + 1, "include"))
    {
      g_autofree char *name = fl_code_body (code, fl_code_is (code, i + 1, "<") ? i + 2 : i + 1);

      if (g_str_equal (name, stem) || (g_str_has_prefix (name, stem) && name[strlen (stem)] == '.'))
        return TRUE;
    }
  return FALSE;
}

static FlBoard
find_board (const FlCode *code)
{
  static const char *const esp8266[] = { "ESP8266WiFi", "ESP8266WiFiMulti", "WiFiClientSecureBearSSL", "ESP8266HTTPClient" };
  static const char *const esp32[] = { "WiFi", "WiFiMulti", "NetworkClientSecure", "HTTPClient", "esp_wifi" };
  gboolean is_esp8266 = fl_code_find (code, 0, "BearSSL") != FL_CODE_NONE;
  gboolean is_esp32 = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (esp8266); i++)
    is_esp8266 = is_esp8266 || includes (code, esp8266[i]);
  for (guint i = 0; i < G_N_ELEMENTS (esp32); i++)
    is_esp32 = is_esp32 || includes (code, esp32[i]);
  if (is_esp8266)
    return is_esp32 ? FL_BOARD_BOTH : FL_BOARD_ESP8266;
  return is_esp32 ? FL_BOARD_ESP32 : FL_BOARD_UNKNOWN;
}

/* "WiFiClient client", "WiFiClient *client = new …", "std::unique_ptr<WiFiClientSecure> client (…": not a parameter, not
 * the result of a function. */
static gboolean
read_declaration (const FlCode   *code,
                  guint           type,
                  FlSketchClient *client)
{
  static const char *const ends[] = { ";", "=", "(", "{", "[", NULL };
  guint name = type + 1;

  *client = (FlSketchClient) { .type = type };
  if (fl_code_is (code, name, "*") || fl_code_is (code, name, ">"))
    {
      client->is_pointer = TRUE;
      name++;
    }
  client->name = name;
  if (!fl_code_is_kind (code, name, FL_CODE_TOKEN_WORD) || !fl_code_is_one_of (code, name + 1, ends)
      || (fl_code_is (code, name + 1, "(") && fl_code_is (code, name + 2, ")"))
      || (type > 0 && (fl_code_is (code, type - 1, "new") || fl_code_is (code, type - 1, "class")
                       || fl_code_is (code, type - 1, "extern") || fl_code_is (code, type - 1, "return"))))
    return FALSE;
  client->is_secure = is_one_of (code, type, secure_classes);
  for (guint i = name + 1; i < name + 6; i++)
    client->is_served = client->is_served || fl_code_is (code, i, "available") || fl_code_is (code, i, "accept");
  return TRUE;
}

static void
find_clients (FlSketch *self)
{
  const FlCode *code = self->code;

  for (guint i = 0; i < code->tokens->len && self->clients->len < MAX_CLIENTS; i++)
    {
      FlSketchClient client;

      if ((is_one_of (code, i, plain_classes) || is_one_of (code, i, secure_classes)) && read_declaration (code, i, &client))
        g_array_append_val (self->clients, client);
    }
}

/* Asked of every word between two brackets: it copies nothing. */
static FlSketchClient *
find_client (FlSketch *self,
             guint     word)
{
  const char *text = self->code->text;
  const FlCodeToken *wanted = fl_code_get (self->code, word);

  for (guint i = 0; i < self->clients->len; i++)
    {
      FlSketchClient *client = &g_array_index (self->clients, FlSketchClient, i);
      const FlCodeToken *name = fl_code_get (self->code, client->name);

      if (name->length == wanted->length && strncmp (text + name->offset, text + wanted->offset, name->length) == 0)
        return client;
    }
  return NULL;
}

/* Marks the clients among the arguments of the call whose "(" is at @open. */
static void
mark_arguments (FlSketch *self,
                guint     open)
{
  const guint close = self->clients->len > 0 ? fl_code_match (self->code, open) : FL_CODE_NONE;

  for (guint i = open + 1; close != FL_CODE_NONE && i < close; i++)
    {
      FlSketchClient *client = fl_code_is_kind (self->code, i, FL_CODE_TOKEN_WORD) ? find_client (self, i) : NULL;

      if (client != NULL)
        client->is_mqtt = TRUE;
    }
}

/* "PubSubClient mqtt (client)", "mqtt.setClient (client)", "mqtt.begin (HOST, client)". */
static void
find_mqtt (FlSketch *self)
{
  static const char *const givers[] = { "setClient", "begin", NULL };
  const FlCode *code = self->code;
  guint n_calls = 0;

  self->has_own_network = fl_code_find_one_of (code, 0, own_network_classes) != FL_CODE_NONE;
  for (guint i = fl_code_find_one_of (code, 0, mqtt_classes); i != FL_CODE_NONE && n_calls < MAX_CALLS;
       i = fl_code_find_one_of (code, i + 1, mqtt_classes), n_calls++)
    {
      self->has_mqtt = TRUE;
      for (guint open = i + 1; open <= i + 2; open++)
        if (fl_code_is (code, open, "(") || fl_code_is (code, open, "{"))
          mark_arguments (self, open);
    }
  for (guint i = fl_code_find_call (code, 0, givers); self->has_mqtt && i != FL_CODE_NONE && n_calls < 2 * MAX_CALLS;
       i = fl_code_find_call (code, i + 1, givers), n_calls++)
    if (i > 1 && !fl_code_is (code, i - 2, "http") && !fl_code_is (code, i - 2, "https"))
      mark_arguments (self, i + 1);
}

static void
choose_client (FlSketch *self)
{
  for (guint i = 0; i < self->clients->len; i++)
    {
      FlSketchClient *client = &g_array_index (self->clients, FlSketchClient, i);

      if (client->is_mqtt)
        {
          self->client = client;
          return;
        }
      if (self->client == NULL && (client->is_secure || fl_sketch_is_plain (self, i)))
        self->client = client;
    }
}

static void
find_setup (FlSketch *self)
{
  const FlCode *code = self->code;
  guint n_calls = 0;

  for (guint i = fl_code_find (code, 0, "setup"); i != FL_CODE_NONE && n_calls++ < MAX_CALLS;
       i = fl_code_find (code, i + 1, "setup"))
    {
      const guint close = fl_code_is (code, i + 1, "(") ? fl_code_match (code, i + 1) : FL_CODE_NONE;

      if (close == FL_CODE_NONE || !fl_code_is (code, close + 1, "{"))
        continue;
      self->is_whole = TRUE;
      self->setup_open = close + 1;
      self->setup_close = fl_code_match (code, close + 1);
      return;
    }
}

/* The last token of the statement that starts at @at: of its block, or its semicolon. */
static guint
statement_end (const FlCode *code,
               guint         at)
{
  if (fl_code_is (code, at, "{"))
    return fl_code_match (code, at);
  return fl_code_find (code, at, ";");
}

/* The loop or condition that waits for Wi-Fi: "while (WiFi.status () != WL_CONNECTED) …", "do … while (…);". */
static guint
wait_end (const FlCode *code,
          guint         word)
{
  guint i = word;

  while (i > 0 && word - i < 12 && !fl_code_is (code, i, "while") && !fl_code_is (code, i, "if"))
    i--;
  if (!fl_code_is (code, i, "while") && !fl_code_is (code, i, "if"))
    return fl_code_find (code, word, ";");
  i = fl_code_match (code, i + 1);
  return i != FL_CODE_NONE ? statement_end (code, i + 1) : FL_CODE_NONE;
}

static void
find_wifi (FlSketch *self)
{
  static const char *const waits[] = { "WL_CONNECTED", "waitForConnectResult", NULL };
  static const char *const stations[] = { "WiFi", "WiFiMulti", "wifiMulti", NULL };
  const FlCode *code = self->code;
  guint wait;

  for (guint i = fl_code_find_one_of (code, 0, stations); i != FL_CODE_NONE && self->wifi_begin == FL_CODE_NONE;
       i = fl_code_find_one_of (code, i + 1, stations))
    if (fl_code_is (code, i + 1, ".") && (fl_code_is (code, i + 2, "begin") || fl_code_is (code, i + 2, "addAP")))
      self->wifi_begin = i;
  if (self->wifi_begin == FL_CODE_NONE)
    return;
  wait = fl_code_find_one_of (code, self->wifi_begin, waits);
  if (wait != FL_CODE_NONE)
    self->wifi_ready = wait_end (code, wait);
}

/* The "}" of an array of 20 bytes, or FL_CODE_NONE. */
static guint
byte_array_end (const FlCode *code,
                guint         open)
{
  guint i = open + 1;

  if (!fl_code_is (code, open, "{"))
    return FL_CODE_NONE;
  for (guint n = 0; n < N_PAIRS; n++, i += 2)
    {
      const FlCodeToken *token = fl_code_get (code, i);

      if (token == NULL || token->kind != FL_CODE_TOKEN_NUMBER || token->length > 4
          || !fl_code_is (code, i + 1, n < N_PAIRS - 1 ? "," : "}"))
        return FL_CODE_NONE;
    }
  return i - 1;
}

static gboolean
looks_like_fingerprint (const FlCode *code,
                        guint         at)
{
  g_autofree char *body = fl_code_is_kind (code, at, FL_CODE_TOKEN_STRING) ? fl_code_body (code, at) : NULL;
  guint n_digits = 0;

  if (body == NULL)
    return byte_array_end (code, at) != FL_CODE_NONE;
  for (const char *c = body; *c != '\0'; c++)
    {
      if (g_ascii_isxdigit (*c))
        n_digits++;
      else if (strchr (" :", *c) == NULL)
        return FALSE;
    }
  return n_digits == 2 * N_PAIRS;
}

/* What is called a fingerprint, though it may be none: "XX XX …", "". */
static gboolean
is_called_fingerprint (const FlCode *code,
                       guint         at)
{
  g_autofree char *name = fl_code_is_kind (code, at, FL_CODE_TOKEN_STRING) ? fl_code_name_of (code, at) : NULL;
  g_autofree char *lower = name != NULL ? g_ascii_strdown (name, -1) : NULL;

  return lower != NULL && strstr (lower, "fingerprint") != NULL;
}

static void
find_fingerprint (FlSketch *self)
{
  const FlCode *code = self->code;
  guint named = FL_CODE_NONE;

  for (guint i = 0; i < code->tokens->len && self->fingerprint == FL_CODE_NONE; i++)
    {
      if (looks_like_fingerprint (code, i))
        self->fingerprint = i;
      else if (named == FL_CODE_NONE && is_called_fingerprint (code, i))
        named = i;
    }
  if (self->fingerprint == FL_CODE_NONE)
    self->fingerprint = named;
  self->fingerprint_name = fl_code_name_of (code, self->fingerprint);
}

/* Thread: any. @code must outlive it. */
FlSketch *
fl_sketch_new (const FlCode *code)
{
  FlSketch *self = g_new0 (FlSketch, 1);

  g_return_val_if_fail (code != NULL, self);

  self->code = code;
  self->clients = g_array_new (FALSE, FALSE, sizeof (FlSketchClient));
  self->setup_open = self->setup_close = self->wifi_begin = self->wifi_ready = self->fingerprint = FL_CODE_NONE;
  self->board = find_board (code);
  find_setup (self);
  find_clients (self);
  find_mqtt (self);
  choose_client (self);
  find_wifi (self);
  find_fingerprint (self);
  return self;
}

void
fl_sketch_free (FlSketch *self)
{
  g_array_unref (self->clients);
  g_free (self->fingerprint_name);
  g_free (self);
}

/* Whether the client at this position of the list ought to be a secure one: MQTT goes through it, or seems to. */
gboolean
fl_sketch_is_plain (const FlSketch *self,
                    guint           client)
{
  const FlSketchClient *it = &g_array_index (self->clients, FlSketchClient, client);

  if (it->is_secure || it->is_served)
    return FALSE;
  return it->is_mqtt || (!self->has_mqtt && (!self->is_whole || fl_code_find (self->code, 0, "1883") != FL_CODE_NONE
                                             || fl_code_find (self->code, 0, "8883") != FL_CODE_NONE));
}

/* The word @name where it is called on any object: "client.NAME (", "client->NAME (". */
guint
fl_sketch_find_method (const FlSketch *self,
                       const char     *name)
{
  const char *const names[] = { name, NULL };
  guint at = fl_code_find_call (self->code, 0, names);

  while (at != FL_CODE_NONE && (at == 0 || (!fl_code_is (self->code, at - 1, ".") && !fl_code_is (self->code, at - 1, "->"))))
    at = fl_code_find_call (self->code, at + 1, names);
  return at;
}

/* (transfer full) (nullable): the text of the fingerprint, of an array as in the source */
char *
fl_sketch_fingerprint (const FlSketch *self)
{
  const FlCodeToken *first = fl_code_get (self->code, self->fingerprint);
  const FlCodeToken *last = fl_code_get (self->code, fl_sketch_fingerprint_end (self));

  if (first == NULL || last == NULL)
    return NULL;
  if (first == last)
    return fl_code_token_body (first, self->code->text);
  return g_strndup (self->code->text + first->offset, last->offset + last->length - first->offset);
}

/* The last token of the fingerprint: itself, or the "}" of an array. */
guint
fl_sketch_fingerprint_end (const FlSketch *self)
{
  const guint end = byte_array_end (self->code, self->fingerprint);

  return end != FL_CODE_NONE ? end : self->fingerprint;
}

static gboolean
looks_like_host (const char *text)
{
  return *text != '\0' && strlen (text) < 254 && strspn (text, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-_")
         == strlen (text) && strchr (text, '.') != NULL;
}

/* The string that is the broker's name: called server, host or broker, or the first argument of setServer(). */
guint
fl_sketch_find_host (const FlSketch *self)
{
  const guint call = fl_sketch_find_method (self, "setServer");
  const guint argument = call != FL_CODE_NONE ? fl_code_argument (self->code, call + 1, 0) : FL_CODE_NONE;

  if (fl_code_is_kind (self->code, argument, FL_CODE_TOKEN_STRING))
    return argument;
  for (guint i = 0; i < self->code->tokens->len; i++)
    {
      g_autofree char *body = fl_code_is_kind (self->code, i, FL_CODE_TOKEN_STRING) ? fl_code_body (self->code, i) : NULL;
      g_autofree char *name = body != NULL && looks_like_host (body) ? fl_code_name_of (self->code, i) : NULL;
      g_autofree char *lower = name != NULL ? g_ascii_strdown (name, -1) : NULL;

      for (guint j = 0; lower != NULL && hosts[j] != NULL; j++)
        if (strstr (lower, hosts[j]) != NULL && strstr (lower, "ntp") == NULL)
          return i;
    }
  return FL_CODE_NONE;
}
