/* A publisher publishes until it is cut; then whoever holds it hears so, and nothing goes out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-publisher.h"

#include <gio/gio.h>

typedef struct
{
  guint n_published;
  guint n_answers;
  guint n_refused;
  guint n_destroyed;
} Counts;

static void
publish_cb (const char      *topic,
            GBytes          *payload,
            gboolean         retained,
            FlPublishedFunc  published,
            gpointer         published_data,
            gpointer         user_data)
{
  g_assert_cmpstr (topic, ==, "a/b");
  g_assert_cmpint (retained, ==, g_bytes_get_size (payload) == 0);
  ((Counts *) user_data)->n_published++;
  published (NULL, published_data);
}

static void
published_cb (const GError *error,
              gpointer      published_data)
{
  Counts *counts = published_data;

  counts->n_answers++;
  counts->n_refused += error != NULL;
}

static void
destroyed_cb (gpointer user_data)
{
  ((Counts *) user_data)->n_destroyed++;
}

static void
test_cut (void)
{
  Counts counts = { 0 };
  FlPublisher *publisher = fl_publisher_new (publish_cb, &counts, destroyed_cb);
  g_autoptr(FlPublisher) other = fl_publisher_ref (publisher);
  g_autoptr(GBytes) payload = g_bytes_new_static ("ON", 2);
  g_autoptr(GBytes) nothing = g_bytes_new (NULL, 0);

  fl_publisher_publish (publisher, "a/b", payload, FALSE, published_cb, &counts);
  fl_publisher_publish (publisher, "a/b", nothing, TRUE, published_cb, &counts);
  g_assert_cmpuint (counts.n_published, ==, 2);
  g_assert_cmpuint (counts.n_refused, ==, 0);

  fl_publisher_cut (publisher);
  g_assert_cmpuint (counts.n_destroyed, ==, 1);
  fl_publisher_unref (publisher);
  fl_publisher_publish (other, "a/b", payload, FALSE, published_cb, &counts);
  g_assert_cmpuint (counts.n_published, ==, 2);
  g_assert_cmpuint (counts.n_answers, ==, 3);
  g_assert_cmpuint (counts.n_refused, ==, 1);
  fl_publisher_cut (other);
  g_assert_cmpuint (counts.n_destroyed, ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/publisher/cut", test_cut);
  return g_test_run ();
}
