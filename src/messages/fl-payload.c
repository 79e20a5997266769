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

#define MAX_WORD_BYTES   256
#define MAX_PRETTY_BYTES (8 * 1024 * 1024)
#define MAX_FUTURE_US    (24 * G_TIME_SPAN_HOUR)

/* 1 January 2016: a clock before it was never set (it counts from 1970, or from 2000 on MicroPython). */
#define FIRST_BELIEVED_US (G_GINT64_CONSTANT (1451606400) * G_USEC_PER_SEC)

struct _FlPayload
{
  gatomicrefcount  ref_count;
  FlPayloadKind    kind;
  GArray          *values; /* FlValue */
  GPtrArray       *tables; /* Table */
  GStringChunk    *strings;
  guint            n_left_out;
  gint64           time; /* µs, -1: none */
  guint            time_rank;
  gboolean         is_clock_unset;
};

/* Behind the public table: its cells, FL_PAYLOAD_MAX_COLUMNS a row, NULL where there is none. */
typedef struct
{
  FlPayloadTable  public;
  GPtrArray      *columns;
  GPtrArray      *cells;
} Table;

typedef struct
{
  FlPayload    *payload;
  FlJsonReader  reader;
  const char   *topic_level;
  GString      *name; /* of the member being read, "" at the top */
} Walk;

/* The members that tell the time, best first. */
static const char *const time_names[] = { "timestamp", "time", "ts" };

G_DEFINE_BOXED_TYPE (FlPayload, fl_payload, fl_payload_ref, fl_payload_unref)

static void
table_free (Table *table)
{
  g_ptr_array_unref (table->columns);
  g_ptr_array_unref (table->cells);
  g_free (table);
}

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

/* --- Time --- */

/* Seconds, milliseconds or microseconds since 1970, told apart by their size; -1 when it cannot be a time. */
static gint64
time_from_number (const char *text)
{
  double number = g_ascii_strtod (text, NULL);

  if (!(number >= 0 && number < 1e17))
    return -1;
  if (number < 1e11)
    number *= 1e6;
  else if (number < 1e14)
    number *= 1e3;
  return (gint64) llround (number);
}

/* ISO 8601; without a zone it is local time, as Tasmota writes it. */
static gint64
time_from_iso8601 (const char *text)
{
  g_autoptr(GTimeZone) local = g_time_zone_new_local ();
  g_autoptr(GDateTime) date = g_date_time_new_from_iso8601 (text, local);

  if (date == NULL)
    return -1;
  return MAX (g_date_time_to_unix (date), 0) * G_USEC_PER_SEC + g_date_time_get_microsecond (date);
}

static gint64
time_from_token (Walk        *walk,
                 FlJsonToken  token)
{
  g_autofree char *text = g_strndup (walk->reader.start, walk->reader.n);

  if (token == FL_JSON_NUMBER || (token == FL_JSON_STRING && fl_json_is_number (text, walk->reader.n)))
    return time_from_number (text);
  return token == FL_JSON_STRING ? time_from_iso8601 (text) : -1;
}

static guint
rank_time_name (const char *name)
{
  guint rank;

  for (rank = 0; rank < G_N_ELEMENTS (time_names); rank++)
    if (g_ascii_strcasecmp (name, time_names[rank]) == 0)
      break;
  return rank;
}

/* Returns whether the member is the payload's time and no reading. */
static gboolean
take_time (Walk        *walk,
           const char  *name,
           FlJsonToken  token)
{
  FlPayload *self = walk->payload;
  guint rank = rank_time_name (name);
  gint64 time;

  if (rank == G_N_ELEMENTS (time_names))
    return FALSE;
  time = time_from_token (walk, token);
  if (time < 0)
    return FALSE;
  if (rank < self->time_rank)
    {
      self->time_rank = rank;
      self->is_clock_unset = time < FIRST_BELIEVED_US;
      self->time = self->is_clock_unset ? -1 : time;
    }
  return TRUE;
}

/* --- Tables --- */

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

/* Returns -1 when there are too many columns. */
static int
find_column (Walk  *walk,
             Table *table)
{
  g_autofree char *name = fl_json_unescape (walk->reader.start, walk->reader.n);

  for (guint i = 0; i < table->columns->len; i++)
    if (strcmp (g_ptr_array_index (table->columns, i), name) == 0)
      return (int) i;
  if (table->columns->len == FL_PAYLOAD_MAX_COLUMNS)
    return -1;
  g_ptr_array_add (table->columns, g_string_chunk_insert (walk->payload->strings, name));
  return (int) table->columns->len - 1;
}

/* Behind `{` of a row. */
static void
read_row (Walk  *walk,
          Table *table)
{
  guint first_cell = table->cells->len;

  g_ptr_array_set_size (table->cells, (int) (first_cell + FL_PAYLOAD_MAX_COLUMNS));
  while (fl_json_reader_next (&walk->reader) == FL_JSON_NAME)
    {
      int column = find_column (walk, table);
      const char *text = keep_token (walk, fl_json_reader_next (&walk->reader));

      if (column >= 0)
        g_ptr_array_index (table->cells, first_cell + (guint) column) = (char *) text;
      else
        walk->payload->n_left_out++;
    }
}

static gboolean
is_key_column (const Table *table,
               guint        column)
{
  for (guint row = 0; row < table->public.n_rows; row++)
    {
      const char *cell = g_ptr_array_index (table->cells, row * FL_PAYLOAD_MAX_COLUMNS + column);

      if (cell == NULL || *cell == '\0')
        return FALSE;
    }
  return TRUE;
}

static int
find_key_column (const Table *table)
{
  static const char *const keys[] = { "mac", "id", "name" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    for (guint column = 0; column < table->columns->len; column++)
      if (g_ascii_strcasecmp (g_ptr_array_index (table->columns, column), keys[i]) == 0
          && is_key_column (table, column))
        return (int) column;
  return -1;
}

/* Behind `[`, after is_table(). */
static void
read_table (Walk *walk)
{
  Table *table = g_new0 (Table, 1);

  table->columns = g_ptr_array_new ();
  table->cells = g_ptr_array_new ();
  table->public.name = g_string_chunk_insert (walk->payload->strings, get_name (walk));
  while (fl_json_reader_next (&walk->reader) == FL_JSON_OBJECT_BEGIN)
    {
      table->public.n_rows_sent++;
      if (table->public.n_rows == FL_PAYLOAD_MAX_ROWS)
        {
          fl_json_reader_skip (&walk->reader, FL_JSON_OBJECT_BEGIN);
          continue;
        }
      table->public.n_rows++;
      read_row (walk, table);
    }
  table->public.n_columns = table->columns->len;
  table->public.key_column = find_key_column (table);
  g_ptr_array_add (table->columns, NULL);
  table->public.columns = (const char *const *) table->columns->pdata;
  g_ptr_array_add (walk->payload->tables, table);
}

/* --- The walk --- */

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
  self->tables = g_ptr_array_new_with_free_func ((GDestroyNotify) table_free);
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
      && fl_message_get_token_time (message) < FIRST_BELIEVED_US / G_USEC_PER_SEC)
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
  Table *table = position < self->tables->len ? g_ptr_array_index (self->tables, position) : NULL;

  return table != NULL ? &table->public : NULL;
}

/**
 * fl_payload_table_get_cell:
 *
 * Returns: (transfer none): the text of a cell, "" where the object lacks the member
 */
const char *
fl_payload_table_get_cell (const FlPayloadTable *table,
                           guint                 row,
                           guint                 column)
{
  const Table *self = (const Table *) table;
  const char *cell;

  g_return_val_if_fail (row < table->n_rows && column < table->n_columns, "");

  cell = g_ptr_array_index (self->cells, row * FL_PAYLOAD_MAX_COLUMNS + column);
  return cell != NULL ? cell : "";
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
 * The payload's own time; else the token's; else the arrival. A time more than a day after the arrival is
 * not believed.
 *
 * Returns: when the payload was true, real time in µs
 */
gint64
fl_payload_resolve_time (const FlPayload *self,
                         const FlMessage *message,
                         FlTimeSource    *source)
{
  gint64 arrived = fl_message_get_arrived (message);
  gint64 token_time = fl_message_get_token_time (message);
  FlTimeSource found = FL_TIME_SOURCE_ARRIVAL;
  gint64 time = arrived;

  if (self->time >= 0 && self->time <= arrived + MAX_FUTURE_US)
    {
      found = FL_TIME_SOURCE_PAYLOAD;
      time = self->time;
    }
  else if (token_time >= FIRST_BELIEVED_US / G_USEC_PER_SEC
           && token_time <= (arrived + MAX_FUTURE_US) / G_USEC_PER_SEC)
    {
      found = FL_TIME_SOURCE_TOKEN;
      time = token_time * G_USEC_PER_SEC;
    }
  if (source != NULL)
    *source = found;
  return time;
}

/* --- Pretty printing --- */

static void
append_line (GString *out,
             guint    depth)
{
  g_string_append_c (out, '\n');
  for (guint i = 0; i < depth; i++)
    g_string_append (out, "  ");
}

static void
append_token (GString            *out,
              const FlJsonReader *reader,
              FlJsonToken         token)
{
  gboolean is_quoted = token == FL_JSON_NAME || token == FL_JSON_STRING;

  if (is_quoted)
    g_string_append_c (out, '"');
  g_string_append_len (out, reader->start, (gssize) reader->n);
  if (is_quoted)
    g_string_append_c (out, '"');
  if (token == FL_JSON_NAME)
    g_string_append (out, ": ");
}

/* text is valid JSON. Returns FALSE when it would grow too long. */
static gboolean
print_json (GString    *out,
            const char *text,
            gsize       n)
{
  FlJsonReader reader;
  FlJsonToken token;
  guint depth = 0;
  gboolean is_first = TRUE;
  gboolean is_after_name = FALSE;

  fl_json_reader_init (&reader, text, n);
  while ((token = fl_json_reader_next (&reader)) != FL_JSON_END && out->len < MAX_PRETTY_BYTES)
    {
      gboolean is_end = token == FL_JSON_OBJECT_END || token == FL_JSON_ARRAY_END;
      gboolean is_begin = token == FL_JSON_OBJECT_BEGIN || token == FL_JSON_ARRAY_BEGIN;

      if (is_end)
        depth--;
      else if (!is_first && !is_after_name)
        g_string_append_c (out, ',');
      if (is_end ? !is_first : depth > 0 && !is_after_name)
        append_line (out, depth);
      if (is_end)
        g_string_append_c (out, token == FL_JSON_OBJECT_END ? '}' : ']');
      else if (is_begin)
        g_string_append_c (out, token == FL_JSON_OBJECT_BEGIN ? '{' : '[');
      else
        append_token (out, &reader, token);
      depth += is_begin ? 1 : 0;
      is_first = is_begin;
      is_after_name = token == FL_JSON_NAME;
    }
  return token == FL_JSON_END;
}

/**
 * fl_payload_pretty_print:
 *
 * JSON with one member a line, its numbers and strings as they were written.
 *
 * Returns: (transfer full) (nullable): the text, or %NULL when the bytes are no JSON object or array, or too
 *   deep or too long to be shown as one
 */
char *
fl_payload_pretty_print (const void *bytes,
                         gsize       n)
{
  const char *text = bytes;
  g_autoptr(GString) out = NULL;

  while (n > 0 && g_ascii_isspace (*text))
    {
      text++;
      n--;
    }
  if (n == 0 || n > FL_PAYLOAD_MAX_JSON_BYTES || (*text != '{' && *text != '[')
      || !fl_text_is_text (text, (gssize) n) || !fl_json_is_valid (text, n))
    return NULL;
  out = g_string_sized_new (n * 2);
  if (!print_json (out, text, n))
    return NULL;
  return g_string_free (g_steal_pointer (&out), FALSE);
}
