/* fl-light-row: the slider is the wish while there is one, else the report; what is reported is never sent back.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-light-row.h"
#include "ui/fl-ui-test.h"

typedef struct
{
  FlLevel     *level;
  FlPublisher *publisher;
  GPtrArray   *sent;
  FlLightRow  *row;
  GtkScale    *scale;
} Fixture;

static gint64
clock_cb (gpointer user_data)
{
  return 1000000;
}

/* Never answers. */
static void
publish_cb (const char      *topic,
            GBytes          *payload,
            gboolean         retained,
            FlPublishedFunc  published,
            gpointer         published_data,
            gpointer         user_data)
{
  Fixture *fixture = user_data;

  g_ptr_array_add (fixture->sent, g_strdup_printf ("%s %.*s", topic, (int) g_bytes_get_size (payload),
                                                   (const char *) g_bytes_get_data (payload, NULL)));
  published (NULL, published_data);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  const FlAspect aspects[] = {
    { .kind = FL_ASPECT_POWER, .command_topic = "c", .on = "1", .off = "0", .state_topic = "s" },
    { .kind = FL_ASPECT_BRIGHTNESS, .command_topic = "c/b", .command_form = "{n}", .state_topic = "s/b", .maximum = 200 },
    { .kind = FL_ASPECT_COLOR, .command_topic = "c/c", .command_form = "{rrggbb}", .state_topic = "s/c" },
    { .kind = FL_ASPECT_COLOR_TEMPERATURE, .state_topic = "s/t" },
  };
  g_autoptr(FlDeviceInfo) info = fl_device_info_new (&(FlDeviceInfoFields) { .key = "AA" });
  g_autoptr(FlEntity) entity = fl_entity_new (info, &(FlEntityFields) { .id = "lamp", .kind = FL_ENTITY_LIGHT, .aspects = aspects,
                                                                        .n_aspects = G_N_ELEMENTS (aspects) }, NULL);

  fixture->sent = g_ptr_array_new_with_free_func (g_free);
  fixture->level = fl_level_new (entity, (FlAspectKind) GPOINTER_TO_UINT (data));
  fixture->publisher = fl_publisher_new (publish_cb, fixture, NULL);
  fl_level_set_clock (fixture->level, clock_cb, NULL);
  fl_level_set_publisher (fixture->level, fixture->publisher);
  fl_level_set_available (fixture->level, TRUE, NULL);
  fixture->row = g_object_ref_sink (FL_LIGHT_ROW (fl_light_row_new (fixture->level, "kitchen/<lamp>")));
  fixture->scale = GTK_SCALE (fl_ui_test_find (GTK_WIDGET (fixture->row), GTK_TYPE_SCALE, NULL));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->row);
  g_assert_finalize_object (fixture->level);
  fl_publisher_unref (fixture->publisher);
  g_ptr_array_unref (fixture->sent);
}

static gboolean
shows (Fixture    *fixture,
       const char *text)
{
  GtkWidget *label = fl_ui_test_find (GTK_WIDGET (fixture->row), GTK_TYPE_LABEL, text);

  return label != NULL && gtk_widget_get_visible (label);
}

static void
test_brightness (Fixture       *fixture,
                 gconstpointer  data)
{
  GtkWidget *spinner = fl_ui_test_find (GTK_WIDGET (fixture->row), GTK_TYPE_SPINNER, NULL);

  g_assert_true (fl_light_row_get_level (fixture->row) == fixture->level);
  g_assert_true (shows (fixture, "Brightness"));
  g_assert_true (shows (fixture, "not known"));
  fl_level_take_report (fixture->level, "100", FALSE);
  g_assert_cmpfloat (gtk_range_get_value (GTK_RANGE (fixture->scale)), ==, 100);
  g_assert_true (shows (fixture, "50 %"));
  g_assert_cmpuint (fixture->sent->len, ==, 0);

  gtk_range_set_value (GTK_RANGE (fixture->scale), 60.4);
  g_assert_cmpuint (fixture->sent->len, ==, 1);
  g_assert_cmpstr (fixture->sent->pdata[0], ==, "c/b 60");
  g_assert_true (gtk_widget_get_visible (spinner));
  g_assert_true (shows (fixture, "30 %"));
  g_assert_cmpfloat (fl_level_get_reported (fixture->level), ==, 100);
  fl_level_take_report (fixture->level, "60", FALSE);
  g_assert_false (fl_level_get_pending (fixture->level));
  g_assert_false (gtk_widget_get_visible (spinner));

  fl_level_take_report (fixture->level, "300", FALSE);
  g_assert_true (shows (fixture, "reported 300, which is not between 0 and 200"));
  g_assert_cmpfloat (gtk_range_get_value (GTK_RANGE (fixture->scale)), ==, 200);
  fl_level_take_report (fixture->level, "bright", FALSE);
  g_assert_true (shows (fixture, "the device’s report cannot be read"));
  g_assert_cmpuint (fixture->sent->len, ==, 1);

  fl_level_set_available (fixture->level, FALSE, "it is offline");
  g_assert_false (gtk_widget_get_sensitive (GTK_WIDGET (fixture->scale)));
}

static void
test_names (Fixture       *fixture,
            gconstpointer  data)
{
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (fixture->scale), GTK_ACCESSIBLE_PROPERTY_LABEL, "kitchen/<lamp>: Brightness");
  fl_ui_test_check_names (GTK_WIDGET (fixture->row));
}

static void
test_color (Fixture       *fixture,
            gconstpointer  data)
{
  GtkWidget *button = fl_ui_test_find (GTK_WIDGET (fixture->row), GTK_TYPE_BUTTON, NULL);

  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (fixture->scale)));
  g_assert_true (gtk_widget_get_visible (button));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, "kitchen/<lamp>: Colour");
  fl_level_take_report (fixture->level, "255,128,0", FALSE);
  g_assert_true (shows (fixture, "#ff8000"));
  g_assert_cmpuint (fixture->sent->len, ==, 0);
}

/* It is only told. */
static void
test_read_only (Fixture       *fixture,
                gconstpointer  data)
{
  fl_level_take_report (fixture->level, "370", FALSE);
  g_assert_true (shows (fixture, "370 mired"));
  g_assert_false (gtk_widget_get_sensitive (GTK_WIDGET (fixture->scale)));
  gtk_range_set_value (GTK_RANGE (fixture->scale), 200);
  g_assert_cmpuint (fixture->sent->len, ==, 0);
  g_assert_cmpfloat (gtk_range_get_value (GTK_RANGE (fixture->scale)), ==, 370);
}

#define ADD(path, kind, test) g_test_add ("/light-row/" path, Fixture, GUINT_TO_POINTER (kind), set_up, test, tear_down)

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  ADD ("brightness", FL_ASPECT_BRIGHTNESS, test_brightness);
  ADD ("names", FL_ASPECT_BRIGHTNESS, test_names);
  ADD ("color", FL_ASPECT_COLOR, test_color);
  ADD ("read-only", FL_ASPECT_COLOR_TEMPERATURE, test_read_only);
  return g_test_run ();
}
