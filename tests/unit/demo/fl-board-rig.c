/* A simulated firmware under test.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "unit/demo/fl-board-rig.h"

#include <string.h>

#define START (G_GINT64_CONSTANT (1614555518139419))

typedef struct
{
  char     *topic;
  char     *payload;
  gboolean  retained;
} Said;

static void
said_free (gpointer data)
{
  Said *said = data;

  g_free (said->topic);
  g_free (said->payload);
  g_free (said);
}

static void
send_cb (const char *topic,
         const char *payload,
         size_t      n,
         int         qos,
         gboolean    retained,
         gpointer    user_data)
{
  BoardRig *rig = user_data;
  Said *said = g_new0 (Said, 1);

  g_assert_true (g_utf8_validate (payload, (gssize) n, NULL));
  g_assert_true (qos == 0 || qos == 1);
  said->topic = g_strdup (topic);
  said->payload = g_strndup (payload, n);
  said->retained = retained;
  g_ptr_array_add (rig->said, said);
  if (payload[0] == '{')
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonNode) node = json_from_string (said->payload, &error);

      g_assert_no_error (error);
      g_assert_nonnull (node);
    }
}

void
board_rig_start (BoardRig         *rig,
                 FlFakeDeviceKind  kind)
{
  rig->said = g_ptr_array_new_with_free_func (said_free);
  rig->settings = fl_fake_device_settings_new (kind);
  rig->now = START;
  rig->board = fl_fake_board_new (rig->settings, fl_fake_firmware_of_kind (kind), send_cb, rig);
  fl_fake_board_greet (rig->board, rig->now);
}

static const Said *
find_latest (BoardRig   *rig,
             const char *topic)
{
  for (guint i = rig->said->len; i > 0; i--)
    {
      const Said *said = rig->said->pdata[i - 1];

      if (g_str_equal (said->topic, topic))
        return said;
    }
  return NULL;
}

void
board_rig_expect (BoardRig        *rig,
                  const BoardWord *words,
                  guint            n)
{
  for (guint i = 0; i < n; i++)
    {
      const Said *said = find_latest (rig, words[i].topic);

      g_test_message ("%s: %s", words[i].topic, said != NULL ? said->payload : "(nothing)");
      g_assert_cmpint (said != NULL, ==, words[i].payload != NULL);
      if (said == NULL)
        continue;
      g_assert_true (g_pattern_match_simple (words[i].payload, said->payload));
      g_assert_cmpint (said->retained, ==, words[i].retained);
    }
}

/* Whether it was obeyed; what it says by then, but for measurements, is all that is kept. */
static gboolean
tell (BoardRig   *rig,
      const char *topic,
      const char *payload)
{
  gboolean obeyed;

  g_ptr_array_set_size (rig->said, 0);
  obeyed = fl_fake_board_receive (rig->board, topic, payload, ++rig->now);
  fl_fake_board_tick (rig->board, rig->now + (gint64) rig->settings->delay_ms * 1000);
  return obeyed;
}

void
board_rig_tell (BoardRig   *rig,
                const char *topic,
                const char *payload)
{
  tell (rig, topic, payload);
}

void
board_rig_command (BoardRig           *rig,
                   const BoardCommand *commands,
                   guint               n)
{
  for (guint i = 0; i < n; i++)
    {
      const BoardCommand *row = &commands[i];
      const BoardWord word = { row->said_topic, row->said, FALSE };
      const Said *said;

      g_test_message ("%s ← %s", row->topic, row->payload);
      g_assert_cmpint (tell (rig, row->topic, row->payload), ==, row->obeyed);
      if (row->said_topic == NULL)
        {
          g_assert_cmpuint (rig->said->len, ==, 0);
          continue;
        }
      said = find_latest (rig, word.topic);
      g_assert_nonnull (said);
      g_test_message ("  %s: %s", said->topic, said->payload);
      g_assert_true (g_pattern_match_simple (word.payload, said->payload));
    }
}

char *
board_rig_take (BoardRig   *rig,
                const char *topic)
{
  const Said *said = find_latest (rig, topic);
  char *payload = said != NULL ? g_strdup (said->payload) : NULL;

  g_ptr_array_set_size (rig->said, 0);
  return payload;
}

static int
compare_topics (gconstpointer a,
                gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

char *
board_rig_topics (BoardRig *rig)
{
  g_autoptr(GPtrArray) topics = g_ptr_array_new ();

  for (guint i = 0; i < rig->said->len; i++)
    {
      Said *said = rig->said->pdata[i];

      if (!g_ptr_array_find_with_equal_func (topics, said->topic, g_str_equal, NULL))
        g_ptr_array_add (topics, said->topic);
    }
  g_ptr_array_sort (topics, compare_topics);
  g_ptr_array_add (topics, NULL);
  return g_strjoinv ("\n", (char **) topics->pdata);
}

void
board_rig_end (BoardRig *rig)
{
  g_clear_pointer (&rig->board, fl_fake_board_free);
  g_clear_pointer (&rig->settings, fl_fake_device_settings_free);
  g_clear_pointer (&rig->said, g_ptr_array_unref);
}
