/* fl-publish-form: only what may be published, with what the switches say.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "ui/fl-publish-form.h"
#include "ui/fl-ui-test.h"

typedef struct
{
  guint    n;
  char    *topic;
  GBytes  *payload;
  int      qos;
  gboolean retained, encrypt;
} Published;

static void
published_cb (Published  *published,
              const char *topic,
              GBytes     *payload,
              int         qos,
              gboolean    retained,
              gboolean    encrypt)
{
  published->n++;
  g_free (published->topic);
  published->topic = g_strdup (topic);
  g_clear_pointer (&published->payload, g_bytes_unref);
  published->payload = g_bytes_ref (payload);
  published->qos = qos;
  published->retained = retained;
  published->encrypt = encrypt;
}

static void
test_topics (void)
{
  static const struct { const char *topic; gboolean is_good; } cases[] = {
    { "", FALSE }, { "home/led/set", TRUE }, { "home/+", FALSE }, { "#", FALSE }, { "/", TRUE },
  };
  FlPublishForm *form = FL_PUBLISH_FORM (g_object_ref_sink (fl_publish_form_new ()));
  GtkWidget *button = fl_ui_test_find (GTK_WIDGET (form), GTK_TYPE_BUTTON, "Publish");
  g_autofree char *too_long = g_strnfill (5000, 'a');

  g_assert_false (gtk_widget_get_sensitive (button));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      fl_publish_form_set_topic (form, cases[i].topic);
      g_assert_cmpint (gtk_widget_get_sensitive (button), ==, cases[i].is_good);
    }
  fl_publish_form_set_topic (form, too_long);
  g_assert_false (gtk_widget_get_sensitive (button));
  g_assert_finalize_object (form);
}

static void
test_publish (void)
{
  FlPublishForm *form = FL_PUBLISH_FORM (g_object_ref_sink (fl_publish_form_new ()));
  GtkWidget *widget = GTK_WIDGET (form);
  GtkWidget *button = fl_ui_test_find (widget, GTK_TYPE_BUTTON, "Publish");
  GtkWidget *text = fl_ui_test_find_named (widget, GTK_TYPE_TEXT_VIEW, "Payload");
  Published published = { 0 };
  gsize n;

  g_signal_connect_swapped (form, "publish", G_CALLBACK (published_cb), &published);
  fl_publish_form_set_topic (form, "home/led/set");
  fl_publish_form_set_encrypt (form, TRUE);
  fl_publish_form_set_can_encrypt (form, FALSE);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (text)), "ON", -1);
  g_signal_emit_by_name (button, "clicked");
  g_assert_cmpuint (published.n, ==, 1);
  g_assert_cmpstr (published.topic, ==, "home/led/set");
  g_assert_cmpmem (g_bytes_get_data (published.payload, &n), g_bytes_get_size (published.payload), "ON", 2);
  g_assert_cmpint (published.qos, ==, 1);
  g_assert_false (published.retained);
  g_assert_false (published.encrypt); /* there is no key */

  fl_publish_form_set_can_encrypt (form, TRUE);
  gtk_switch_set_active (GTK_SWITCH (fl_ui_test_find_named (widget, GTK_TYPE_SWITCH, "Retain")), TRUE);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (fl_ui_test_find_named (widget, GTK_TYPE_DROP_DOWN, "QoS")), 2);
  g_signal_emit_by_name (button, "clicked");
  g_assert_cmpint (published.qos, ==, 2);
  g_assert_true (published.retained);
  g_assert_true (published.encrypt);
  g_free (published.topic);
  g_bytes_unref (published.payload);
  g_assert_finalize_object (form);
}

/* What a service does not take cannot be chosen, and it is said why. */
static void
test_service (void)
{
  FlPublishForm *form = FL_PUBLISH_FORM (g_object_ref_sink (fl_publish_form_new ()));
  GtkDropDown *qos = GTK_DROP_DOWN (gtk_widget_get_template_child (GTK_WIDGET (form), FL_TYPE_PUBLISH_FORM, "qos"));
  GtkSwitch *retained = GTK_SWITCH (gtk_widget_get_template_child (GTK_WIDGET (form), FL_TYPE_PUBLISH_FORM, "retained"));
  AdwActionRow *qos_row = ADW_ACTION_ROW (gtk_widget_get_template_child (GTK_WIDGET (form), FL_TYPE_PUBLISH_FORM, "qos_row"));
  AdwActionRow *retained_row = ADW_ACTION_ROW (gtk_widget_get_template_child (GTK_WIDGET (form), FL_TYPE_PUBLISH_FORM, "retained_row"));

  gtk_drop_down_set_selected (qos, 2);
  gtk_switch_set_active (retained, TRUE);
  fl_publish_form_set_service (form, fl_service_of_host ("io.adafruit.com"));
  g_assert_cmpuint (g_list_model_get_n_items (gtk_drop_down_get_model (qos)), ==, 2);
  g_assert_cmpuint (gtk_drop_down_get_selected (qos), ==, 1);
  g_assert_nonnull (strstr (adw_action_row_get_subtitle (qos_row), "no QoS 2"));
  g_assert_false (gtk_switch_get_active (retained));
  g_assert_false (gtk_widget_get_sensitive (GTK_WIDGET (retained)));
  g_assert_nonnull (strstr (adw_action_row_get_subtitle (retained_row), "Adafruit IO retains nothing"));

  fl_publish_form_set_service (form, fl_service_of_host ("broker.example"));
  g_assert_cmpuint (g_list_model_get_n_items (gtk_drop_down_get_model (qos)), ==, 3);
  g_assert_true (gtk_widget_get_sensitive (GTK_WIDGET (retained)));
  g_assert_cmpstr (adw_action_row_get_subtitle (qos_row), ==, "");
  g_assert_finalize_object (form);
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/publish-form/topics", test_topics);
  g_test_add_func ("/publish-form/publish", test_publish);
  g_test_add_func ("/publish-form/service", test_service);
  return g_test_run ();
}
