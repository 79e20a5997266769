/* fl-broker-form: a field shows what the broker says, what is wrong with it, and is kept.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-broker-form.h"
#include "ui/fl-ui-test.h"

static const FlBrokerFormInfo info = { "row", "note", FL_BROKER_FIELD_BASE_TOPIC, "base-topic" };

static void
test_round_trip (void)
{
  g_autoptr(FlBroker) broker = fl_broker_new ("broker.example", 8883);
  g_autoptr(GtkWidget) row = g_object_ref_sink (adw_entry_row_new ());
  g_autoptr(GtkWidget) note = g_object_ref_sink (gtk_label_new (NULL));
  const FlBrokerFormField field = { GTK_EDITABLE (row), GTK_LABEL (note) };

  g_object_set (broker, "base-topic", "fxwalsh/home", NULL);
  fl_broker_form_fill (&field, &info, broker);
  g_assert_cmpstr (gtk_editable_get_text (field.row), ==, "fxwalsh/home");
  g_assert_cmpint (fl_broker_form_check (&field, &info), ==, FL_REMARK_NONE);
  g_assert_false (gtk_widget_get_visible (note));

  gtk_editable_set_text (field.row, "a/#");
  g_assert_cmpint (fl_broker_form_check (&field, &info), ==, FL_REMARK_ERROR);
  g_assert_true (gtk_widget_get_visible (note));
  g_assert_true (gtk_widget_has_css_class (row, "error"));
  g_assert_cmpstr (fl_broker_get_base_topic (broker), ==, "fxwalsh/home");

  gtk_editable_set_text (field.row, "a");
  fl_broker_form_store (&field, &info, broker);
  g_assert_cmpstr (fl_broker_get_base_topic (broker), ==, "a");
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/broker-form/round-trip", test_round_trip);
  return g_test_run ();
}
