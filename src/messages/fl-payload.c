/* What a payload says: readings, tables, its own time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-payload"

#include "messages/fl-payload.h"

#include <math.h>
#include <string.h>

#include "messages/fl-json.h"
#include "messages/fl-text.h"
#include "messages/fl-topic-name.h"

G_STATIC_ASSERT (FL_PAYLOAD_MAX_JSON_DEPTH == FL_JSON_MAX_DEPTH);
G_STATIC_ASSERT (FL_PAYLOAD_MAX_JSON_BYTES == FL_JSON_MAX_BYTES);

#define MAX_WORD_BYTES 256

struct _FlPayload
{
  gatomicrefcount  ref_count;
  FlPayloadKind    kind;
  GArray          *values; /* FlValue */
  GPtrArray       *tables; /* FlPayloadTable */
  GStringChunk    *strings;
  guint            n_left_out;
  gint64           time; /* µs, -1: none */
  guint            time_rank;
  gboolean         is_clock_unset;
};

typedef struct
{
  FlPayload    *payload;
  FlJsonReader  reader;
  const char   *topic_level;
  GString      *name; /* of the member being read, "" at the top */
} Walk;

G_DEFINE_BOXED_TYPE (FlPayload, fl_payload, fl_payload_ref, fl_payload_unref)

static guint
count_decimals (const char *number)
{
  const char *point = strchr (number, '.');

  return point != NULL ? (guint) strspn (point + 1, "0123456789") : 0;
}

static const char *
keep (FlPayload  *self,
      const char *text,
      gsize       n)
{
  return g_string_chunk_insert_len (self->strings, text, (gssize) n);
}

static void
add_value (FlPayload   *self,
           const char  *name,
           FlValueType  type,
           const char  *text,
           double       number)
{
  FlValue value = { .name = g_string_chunk_insert (self->strings, name), .text = text, .type = type,
                    .number = number };

  if (self->values->len == FL_PAYLOAD_MAX_VALUES)
    {
      self->n_left_out++;
      return;
    }
  if (type == FL_VALUE_NUMBER)
    value.decimals = count_decimals (text);
  g_array_append_val (self->values, value);
}

/* text is kept already. A number beyond double is shown, but is none to draw. */
static void
add_number (FlPayload  *self,
            const char *name,
            const char *text)
{
  double number = g_ascii_strtod (text, NULL);

  if (isfinite (number))
    add_value (self, name, FL_VALUE_NUMBER, text, number);
  else
    add_value (self, name, FL_VALUE_STRING, text, 0);
}

/* The text of the token just read: strings without their quotes, containers as they were written. */
static const char *
keep_token (Walk        *walk,
            FlJsonToken  token)
{
  g_autofree char *text = NULL;

  fl_json_reader_skip (&walk->reader, token);
  if (token != FL_JSON_STRING)
    return keep (walk->payload, walk->reader.start, walk->reader.n);
  text = fl_json_unescape (walk->reader.start, walk->reader.n);
  return g_string_chunk_insert (walk->payload->strings, text);
}

static const char *
get_name (Walk *walk)
{
  return walk->name->len > 0 ? walk->name->str : walk->topic_level;
}

static void
add_token (Walk        *walk,
           FlJsonToken  token)
{
  const char *text = keep_token (walk, token);

  if (token == FL_JSON_NUMBER)
    add_number (walk->payload, get_name (walk), text);
  else if (token == FL_JSON_TRUE || token == FL_JSON_FALSE)
    add_value (walk->payload, get_name (walk), FL_VALUE_BOOLEAN, text, token == FL_JSON_TRUE ? 1 : 0);
  else if (token == FL_JSON_NULL)
    add_value (walk->payload, get_name (walk), FL_VALUE_NULL, text, 0);
  else
    add_value (walk->payload, get_name (walk), FL_VALUE_STRING, text, 0);
}

/* Returns whether the member is the payload's time and no reading. */
static gboolean
take_time (Walk        *walk,
           const char  *name,
           FlJsonToken  token)
{
  FlPayload *self = walk->payload;
  guint rank = fl_payload_time_rank_name (name);
  gint64 time;

  if (rank == FL_PAYLOAD_TIME_N_NAMES)
    return FALSE;
  time = fl_payload_time_read (token, walk->reader.start, walk->reader.n);
  if (time < 0)
    return FALSE;
  if (rank < self->time_rank)
    {
      self->time_rank = rank;
      self->is_clock_unset = !fl_payload_time_is_set (time);
      self->time = self->is_clock_unset ? -1 : time;
    }
  return TRUE;
}

/* Looks ahead on a copy of the reader, which is behind `[`: are all elements objects? */
static gboolean
is_table (FlJsonReader reader)
{
  FlJsonToken token = fl_json_reader_next (&reader);

  while (token == FL_JSON_OBJECT_BEGIN)
    {
      fl_json_reader_skip (&reader, token);
      token = fl_json_reader_next (&reader);
    }
  return token == FL_JSON_ARRAY_END;
}

/* Behind `{` of a row. */
static void
read_row (Walk           *walk,
          FlPayloadTable *table)
{
  while (fl_json_reader_next (&walk->reader) == FL_JSON_NAME)
    {
      g_autofree char *column = fl_json_unescape (walk->reader.start, walk->reader.n);
      const char *text = keep_token (walk, fl_json_reader_next (&walk->reader));

      if (!fl_payload_table_set_cell (table, column, text))
        walk->payload->n_left_out++;
    }
}

/* Behind `[`, after is_table(). */
static void
read_table (Walk *walk)
{
  FlPayloadTable *table = fl_payload_table_new (walk->payload->strings, get_name (walk));

  while (fl_json_reader_next (&walk->reader) == FL_JSON_OBJECT_BEGIN)
    {
      if (fl_payload_table_add_row (table))
        read_row (walk, table);
      else
        fl_json_reader_skip (&walk->reader, FL_JSON_OBJECT_BEGIN);
    }
  fl_payload_table_finish (table);
  g_ptr_array_add (walk->payload->tables, table);
}

static void read_object (Walk *walk);

static void
read_value (Walk        *walk,
            FlJsonToken  token)
{
  if (token == FL_JSON_OBJECT_BEGIN)
    read_object (walk);
  else if (token == FL_JSON_ARRAY_BEGIN && walk->payload->tables->len < FL_PAYLOAD_MAX_TABLES
           && is_table (walk->reader))
    read_table (walk);
  else
    add_token (walk, token);
}

/* Behind `{`. As deep as the reader lets it be. */
static void
read_object (Walk *walk)
{
  gsize n_outer = walk->name->len;

  while (fl_json_reader_next (&walk->reader) == FL_JSON_NAME)
    {
      g_autofree char *name = fl_json_unescape (walk->reader.start, walk->reader.n);
      FlJsonToken token = fl_json_reader_next (&walk->reader);

      if (n_outer == 0 && take_time (walk, name, token))
        continue;
      if (n_outer > 0)
        g_string_append_c (walk->name, '.');
      g_string_append (walk->name, name);
      read_value (walk, token);
      g_string_truncate (walk->name, n_outer);
    }
}

static void
read_json (FlPayload  *self,
           const char *topic_level,
           const char *text,
           gsize       n)
{
  g_autoptr(GString) name = g_string_new (NULL);
  Walk walk = { .payload = self, .topic_level = topic_level, .name = name };
  FlJsonToken token;

  fl_json_reader_init (&walk.reader, text, n);
  token = fl_json_reader_next (&walk.reader);
  if (token == FL_JSON_OBJECT_BEGIN || token == FL_JSON_ARRAY_BEGIN)
    self->kind = FL_PAYLOAD_JSON;
  read_value (&walk, token);
}

/* What dtostrf() and friends write: also "+5", ".5", "5.", "007". */
static gboolean
is_loose_number (const char *text)
{
  char *end;

  if (strspn (text, "0123456789+-.eE") != strlen (text) || strpbrk (text, "0123456789") == NULL)
    return FALSE;
  g_ascii_strtod (text, &end);
  return *end == '\0';
}

static void
read_word (FlPayload  *self,
           const char *topic_level,
           const char *text,
           gsize       n)
{
  const char *word = keep (self, text, n);
  g_autofree char *shown = NULL;

  if (n == 0 || n > MAX_WORD_BYTES)
    return;
  if (is_loose_number (word))
    {
      add_number (self, topic_level, word);
      return;
    }
  shown = fl_text_escape (text, (gssize) n);
  if (strcmp (shown, word) == 0)
    add_value (self, topic_level, FL_VALUE_STRING, word, 0);
}

static void
read_text (FlPayload  *self,
           const char *topic_level,
           const char *text,
           gsize       n)
{
  while (n > 0 && g_ascii_isspace (text[n - 1]))
    n--;
  while (n > 0 && g_ascii_isspace (*text))
    {
      text++;
      n--;
    }
  if (n <= FL_PAYLOAD_MAX_JSON_BYTES && fl_json_is_valid (text, n))
    read_json (self, topic_level, text, n);
  else
    read_word (self, topic_level, text, n);
}

static FlPayload *
fl_payload_alloc (void)
{
  FlPayload *self = g_new0 (FlPayload, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->values = g_array_new (FALSE, FALSE, sizeof (FlValue));
  self->tables = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_payload_table_free);
  self->strings = g_string_chunk_new (128);
  self->time = -1;
  self->time_rank = G_MAXUINT;
  return self;
}

static void
set_kind (FlPayload  *self,
          const void *bytes,
          gsize       n)
{
  if (n == 0)
    self->kind = FL_PAYLOAD_EMPTY;
  else
    self->kind = fl_text_is_text (bytes, (gssize) n) ? FL_PAYLOAD_TEXT : FL_PAYLOAD_BINARY;
}

/**
 * fl_payload_new_from_bytes:
 * @name: the topic's last level, which names a bare value
 *
 * Any thread.
 *
 * Returns: (transfer full): what the bytes say
 */
FlPayload *
fl_payload_new_from_bytes (const char *name,
                           const void *bytes,
                           gsize       n)
{
  FlPayload *self = fl_payload_alloc ();

  set_kind (self, bytes, n);
  if (self->kind == FL_PAYLOAD_TEXT)
    read_text (self, name, bytes, n);
  return self;
}

/**
 * fl_payload_new:
 *
 * A token that was not opened says nothing. Any thread.
 *
 * Returns: (transfer full): what the message's payload says
 */
FlPayload *
fl_payload_new (const FlMessage *message)
{
  const char *name = fl_topic_name_get_last_level (fl_message_get_topic (message));
  gsize n;
  const void *bytes = g_bytes_get_data (fl_message_get_payload (message), &n);
  FlPayload *self;

  if (fl_message_get_encryption (message) == FL_MESSAGE_FAILED)
    {
      self = fl_payload_alloc ();
      set_kind (self, bytes, n);
      return self;
    }
  self = fl_payload_new_from_bytes (name, bytes, n);
  if (fl_message_get_encryption (message) == FL_MESSAGE_DECRYPTED
      && fl_message_get_token_time (message) < FL_PAYLOAD_TIME_FIRST_BELIEVED)
    self->is_clock_unset = TRUE;
  return self;
}

FlPayload *
fl_payload_ref (FlPayload *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
fl_payload_unref (FlPayload *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_array_unref (self->values);
  g_ptr_array_unref (self->tables);
  g_string_chunk_free (self->strings);
  g_free (self);
}

FlPayloadKind
fl_payload_get_kind (const FlPayload *self)
{
  return self->kind;
}

guint
fl_payload_get_n_values (const FlPayload *self)
{
  return self->values->len;
}

/**
 * fl_payload_get_value:
 *
 * Returns: (transfer none) (nullable): the value, in the order of the payload; %NULL beyond the last
 */
const FlValue *
fl_payload_get_value (const FlPayload *self,
                      guint            position)
{
  return position < self->values->len ? &g_array_index (self->values, FlValue, position) : NULL;
}

/**
 * fl_payload_find_value:
 *
 * Returns: (transfer none) (nullable): the last value of this name
 */
const FlValue *
fl_payload_find_value (const FlPayload *self,
                       const char      *name)
{
  for (guint i = self->values->len; i > 0; i--)
    {
      const FlValue *value = &g_array_index (self->values, FlValue, i - 1);

      if (strcmp (value->name, name) == 0)
        return value;
    }
  return NULL;
}

/**
 * fl_payload_get_n_left_out:
 *
 * Returns: how many values and cells are over the bounds and not here (rows are counted by the table)
 */
guint
fl_payload_get_n_left_out (const FlPayload *self)
{
  return self->n_left_out;
}

guint
fl_payload_get_n_tables (const FlPayload *self)
{
  return self->tables->len;
}

/**
 * fl_payload_get_table:
 *
 * Returns: (transfer none) (nullable): the table; %NULL beyond the last. An empty array is a table without rows.
 */
const FlPayloadTable *
fl_payload_get_table (const FlPayload *self,
                      guint            position)
{
  return position < self->tables->len ? g_ptr_array_index (self->tables, position) : NULL;
}

/**
 * fl_payload_get_time:
 *
 * From `timestamp`, `time` or `ts` at the top: seconds, milliseconds or microseconds since 1970, or ISO 8601.
 *
 * Returns: the payload's own time, real time in µs, or -1 when it tells none that can be believed
 */
gint64
fl_payload_get_time (const FlPayload *self)
{
  return self->time;
}

/**
 * fl_payload_is_clock_unset:
 *
 * Returns: whether the device's clock was never set: it tells a time before 2016
 */
gboolean
fl_payload_is_clock_unset (const FlPayload *self)
{
  return self->is_clock_unset;
}

/**
 * fl_payload_resolve_time:
 * @message: the message of this payload
 * @source: (out) (optional): where the time is from
 *
 * As fl_payload_time_choose() chooses.
 *
 * Returns: when the payload was true, real time in µs
 */
gint64
fl_payload_resolve_time (const FlPayload *self,
                         const FlMessage *message,
                         FlTimeSource    *source)
{
  return fl_payload_time_choose (self->time, fl_message_get_token_time (message), fl_message_get_arrived (message),
                                 source);
}
