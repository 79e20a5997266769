/* Each message is answered once: by the broker's answer or by the end of the connection.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "mqtt/fl-deliveries.h"

#include "mqtt/fl-link.h"

#include <string.h>

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  GPtrArray *answers = user_data;
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    g_assert_no_error (error);
  g_ptr_array_add (answers, error != NULL ? g_strdup_printf ("%d", error->code) : g_strdup ("sent"));
  g_clear_error (&error);
}

static guint64
publish (FlDeliveries *deliveries,
         GPtrArray    *answers)
{
  return fl_deliveries_add (deliveries, g_task_new (NULL, NULL, answered_cb, answers));
}

static void
answer (FlDeliveries          *deliveries,
        guint64                id,
        FlConnectionEventKind  kind,
        int                    reason)
{
  const FlConnectionEvent event = { .kind = kind, .id = id, .reason = reason };

  fl_deliveries_answer (deliveries, &event);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
test_answers (void)
{
  static const struct { FlConnectionEventKind kind; int reason; int code; } cases[] = {
    { FL_CONNECTION_DELIVERED, 0, -1 },
    { FL_CONNECTION_UNDELIVERED, 0x87, FL_LINK_ERROR_REFUSED },
    { FL_CONNECTION_UNDELIVERED, -1, FL_LINK_ERROR_LOST },
  };
  g_autoptr(FlDeliveries) deliveries = fl_deliveries_new ();
  g_autoptr(GPtrArray) answers = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *expected = cases[i].code < 0 ? g_strdup ("sent") : g_strdup_printf ("%d", cases[i].code);
      guint64 id = publish (deliveries, answers);

      answer (deliveries, id, cases[i].kind, cases[i].reason);
      answer (deliveries, id, FL_CONNECTION_DELIVERED, 0); /* once only */
      g_assert_cmpuint (answers->len, ==, i + 1);
      g_assert_cmpstr (answers->pdata[i], ==, expected);
    }
}

static void
test_fail_all (void)
{
  g_autoptr(FlDeliveries) deliveries = fl_deliveries_new ();
  g_autoptr(GPtrArray) answers = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *lost = g_strdup_printf ("%d", FL_LINK_ERROR_LOST);
  guint64 first = publish (deliveries, answers);
  guint64 second = publish (deliveries, answers);

  g_assert_cmpuint (first, !=, second);
  fl_deliveries_fail_all (deliveries);
  answer (deliveries, first, FL_CONNECTION_DELIVERED, 0);
  g_assert_cmpuint (answers->len, ==, 2);
  g_assert_cmpstr (answers->pdata[0], ==, lost);
  g_assert_cmpstr (answers->pdata[1], ==, lost);
  g_assert_cmpuint (publish (deliveries, answers), >, second); /* an id is never used again */
  fl_deliveries_fail_all (deliveries);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
test_check (void)
{
  static const struct { const char *topic; gboolean good; } cases[] = {
    { "home/led/set", TRUE }, { "/", TRUE }, { "", FALSE }, { "home/+", FALSE }, { "#", FALSE }, { "a\xff", FALSE },
  };
  g_autoptr(GBytes) payload = g_bytes_new_static ("ON", 2);
  g_autoptr(GError) too_long = NULL;
  g_autofree char *topic = g_strnfill (65536, 'a');

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_cmpint (fl_deliveries_check (cases[i].topic, payload, &error), ==, cases[i].good);
      if (!cases[i].good)
        g_assert_error (error, FL_LINK_ERROR, FL_LINK_ERROR_INVALID);
    }
  g_assert_false (fl_deliveries_check (topic, payload, &too_long));
  g_assert_error (too_long, FL_LINK_ERROR, FL_LINK_ERROR_INVALID);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/deliveries/answers", test_answers);
  g_test_add_func ("/deliveries/fail-all", test_fail_all);
  g_test_add_func ("/deliveries/check", test_check);
  return g_test_run ();
}
