/* What a message says about a device, put on its card.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-device-intake"

#include "devices/fl-device-intake.h"

#include "messages/fl-text.h"
#include "messages/fl-topic-name.h"

#define MAX_TEXT_CHARACTERS 500
#define MAX_HEX_BYTES 16

/* Whose time it is. Real µs. */
gint64
fl_device_intake_find_time (FlPayload       *payload,
                            const FlMessage *message,
                            FlTimeOrigin    *origin)
{
  FlTimeSource source = FL_TIME_SOURCE_ARRIVAL;
  gint64 time = fl_payload_resolve_time (payload, message, &source);

  switch (source)
    {
    case FL_TIME_SOURCE_PAYLOAD:
      *origin = FL_TIME_ORIGIN_PAYLOAD;
      break;
    case FL_TIME_SOURCE_TOKEN:
      *origin = FL_TIME_ORIGIN_TOKEN;
      break;
    case FL_TIME_SOURCE_ARRIVAL:
    default:
      *origin = fl_message_is_retained (message) ? FL_TIME_ORIGIN_RETAINED : FL_TIME_ORIGIN_ARRIVAL;
    }
  return time;
}

/* When it was last heard of, and whether its clock is right. */
void
fl_device_intake_take_time (FlDevice     *device,
                            FlPayload    *payload,
                            gint64        time,
                            FlTimeOrigin  origin)
{
  fl_device_take_time (device, time, origin);
  if (fl_payload_is_clock_unset (payload))
    fl_device_set_clock_not_set (device, TRUE);
  else if (origin == FL_TIME_ORIGIN_PAYLOAD)
    fl_device_set_clock_not_set (device, FALSE);
}

static void
take_value (FlDevice      *device,
            const char    *topic,
            const FlValue *value,
            gint64         time,
            FlTimeOrigin   origin)
{
  FlReading *reading = fl_device_ensure_reading (device, value->name, topic);

  if (reading == NULL)
    return;
  fl_reading_set_plain (reading, fl_device_has_stopped_encrypting (device, topic));
  if (value->type == FL_VALUE_NUMBER)
    fl_reading_take_number (reading, value->text, value->number, value->decimals, time, origin);
  else
    fl_reading_take_text (reading, value->text, time, origin);
}

/* Text that is not JSON is shown as text, bytes that are not text as hex. */
static void
take_whole_payload (FlDevice        *device,
                    const FlMessage *message,
                    gint64           time,
                    FlTimeOrigin     origin)
{
  const char *topic = fl_message_get_topic (message);
  FlReading *reading = fl_device_ensure_reading (device, fl_topic_name_get_last_level (topic), topic);
  g_autofree char *text = fl_message_dup_text (message);
  g_autofree char *shown = NULL;

  if (reading == NULL)
    return;
  fl_reading_set_plain (reading, fl_device_has_stopped_encrypting (device, topic));
  if (text != NULL)
    shown = g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), MAX_TEXT_CHARACTERS));
  else
    {
      size_t n;
      const void *bytes = g_bytes_get_data (fl_message_get_payload (message), &n);
      g_autofree char *hex = fl_text_to_hex (bytes, MIN (n, MAX_HEX_BYTES));

      shown = g_strconcat (hex, n > MAX_HEX_BYTES ? "…" : NULL, NULL);
    }
  fl_reading_take_text (reading, shown, time, origin);
}

static void
take_table (FlDevice             *device,
            const FlMessage      *message,
            const FlPayloadTable *from)
{
  FlTable *table = fl_device_ensure_table (device, from->name, fl_message_get_topic (message));
  g_autofree const char **texts = g_new0 (const char *, from->n_columns + 1);

  if (table == NULL)
    return;
  fl_table_begin (table);
  for (guint row = 0; row < from->n_rows; row++)
    {
      g_autofree char *number = g_strdup_printf ("%u", row + 1);

      for (guint column = 0; column < from->n_columns; column++)
        texts[column] = fl_payload_table_get_cell (from, row, column);
      fl_table_take_row (table, from->key_column >= 0 ? texts[from->key_column] : number, from->columns, texts);
    }
  fl_table_refuse_rows (table, from->n_rows_sent - from->n_rows);
  fl_table_end (table, fl_message_get_arrived (message));
}

/* Readings and tables; what is neither is shown as a whole. */
void
fl_device_intake_take_values (FlDevice        *device,
                              const FlMessage *message)
{
  g_autoptr(FlPayload) payload = fl_payload_new (message);
  FlTimeOrigin origin;
  gint64 time = fl_device_intake_find_time (payload, message, &origin);
  guint n_values = fl_payload_get_n_values (payload);
  guint n_tables = fl_payload_get_n_tables (payload);

  for (guint i = 0; i < n_values; i++)
    take_value (device, fl_message_get_topic (message), fl_payload_get_value (payload, i), time, origin);
  for (guint i = 0; i < n_tables; i++)
    take_table (device, message, fl_payload_get_table (payload, i));
  if (n_values == 0 && n_tables == 0 && fl_payload_get_kind (payload) != FL_PAYLOAD_JSON)
    take_whole_payload (device, message, time, origin);
  fl_device_intake_take_time (device, payload, time, origin);
}

/* Whether its payloads are tokens, and who can open them. is_report: a LED's report topic.
 *
 * Returns: FALSE if the message says nothing about now: plain text where a token was due, or a token sent again
 */
gboolean
fl_device_intake_take_encryption (FlDevice        *device,
                                  const FlMessage *message,
                                  gboolean         is_report)
{
  const char *topic = fl_message_get_topic (message);
  FlEncryptedState state = FL_ENCRYPTED_STATE_NONE;

  switch (fl_message_get_encryption (message))
    {
    case FL_MESSAGE_DECRYPTED:
      state = FL_ENCRYPTED_STATE_OK;
      break;
    case FL_MESSAGE_FAILED:
      state = g_strcmp0 (fl_message_get_failure (message), FL_MESSAGE_NO_KEY) == 0 ? FL_ENCRYPTED_STATE_NO_KEY
                                                                                   : FL_ENCRYPTED_STATE_WRONG_KEY;
      break;
    case FL_MESSAGE_PLAIN:
    default:
      break;
    }
  fl_device_take_encryption (device, topic, is_report, state, fl_message_get_key_id (message));
  if (fl_message_get_replay (message) == FL_MESSAGE_NOT_REPLAYED)
    return !fl_device_has_stopped_encrypting (device, topic);

  /* Opened again with new keys it is not sent once more. */
  if (!fl_message_is_reopened (message))
    fl_device_take_replay (device, fl_message_get_arrived (message));
  return FALSE;
}

/* Lets rows go that left long ago. FALSE: no row is about to. now: real µs. */
gboolean
fl_device_intake_expire (FlDevice *device,
                         gint64    now)
{
  GListModel *tables = fl_device_get_tables (device);
  gboolean go_on = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (tables); i++)
    {
      g_autoptr(FlTable) table = g_list_model_get_item (tables, i);

      go_on |= fl_table_expire (table, now);
    }
  return go_on;
}
