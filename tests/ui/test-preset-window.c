/* fl-preset-window: each way asks for what it needs, and is what the broker becomes; the public line is always there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "brokers/fl-broker-secrets.h"
#include "support/fl-test-certificate.h"
#include "ui/fl-preset-window.h"
#include "ui/fl-ui-test.h"

typedef struct
{
  FlBroker        *broker;
  FlBrokerSecrets *secrets;
  gboolean         needs_client_certificate;
} Chosen;

static void
chosen_cb (Chosen          *chosen,
           FlBroker        *broker,
           FlBrokerSecrets *secrets,
           gboolean         needs_client_certificate)
{
  chosen->broker = g_object_ref (broker);
  chosen->secrets = fl_broker_secrets_ref (secrets);
  chosen->needs_client_certificate = needs_client_certificate;
}

static void
chosen_clear (Chosen *chosen)
{
  g_clear_object (&chosen->broker);
  g_clear_pointer (&chosen->secrets, fl_broker_secrets_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Chosen, chosen_clear)

static FlPresetWindow *
open_window (const char *id,
             Chosen     *chosen)
{
  FlPresetWindow *window = fl_preset_window_new (fl_preset_find (id), TRUE);

  g_signal_connect_swapped (window, "chosen", G_CALLBACK (chosen_cb), chosen);
  return window;
}

static GtkWidget *
child (FlPresetWindow *window,
       const char     *name)
{
  return GTK_WIDGET (gtk_widget_get_template_child (GTK_WIDGET (window), FL_TYPE_PRESET_WINDOW, name));
}

static void
type (FlPresetWindow *window,
      const char     *row,
      const char     *text)
{
  gtk_editable_set_text (GTK_EDITABLE (child (window, row)), text);
}

static gboolean
can_connect (FlPresetWindow *window)
{
  return gtk_widget_get_sensitive (child (window, "connect_button"));
}

/* Every way of every preset: what is visible is what it needs, nothing goes on without it, and it is in the broker. */
static void
test_ways (void)
{
  g_autoptr(FlCertificate) authority = fl_test_certificate_new (&(FlTestCertificate) { .common_name = "CA of a test", .is_ca = TRUE });
  g_autoptr(GBytes) pem = g_bytes_new (fl_certificate_get_pem (authority), strlen (fl_certificate_get_pem (authority)));
  guint n_presets;
  const FlPreset *presets = fl_preset_list (&n_presets);

  for (guint i = 0; i < n_presets; i++)
    for (guint j = 0; j < presets[i].n_ways; j++)
      {
        const FlPresetWay *way = &presets[i].ways[j];
        g_auto(Chosen) chosen = { NULL };
        FlPresetWindow *window = open_window (presets[i].id, &chosen);
        const gboolean needs_ca = way->trust_way == FL_TRUST_CA;

        g_test_message ("%s, port %u", presets[i].id, way->port);
        fl_preset_window_choose_way (window, j);
        g_assert_cmpint (gtk_widget_get_visible (child (window, "public_label")), ==, presets[i].is_public);
        g_assert_cmpint (gtk_widget_get_visible (child (window, "topic_box")), ==, presets[i].is_public);
        g_assert_cmpint (gtk_widget_get_visible (child (window, "ca_box")), ==, needs_ca);
        g_assert_cmpint (gtk_widget_get_visible (child (window, "sign_in_box")), ==, way->needs_sign_in);
        g_assert_cmpint (can_connect (window), ==, !needs_ca && !way->needs_sign_in);
        if (needs_ca)
          g_assert_true (fl_preset_window_take_ca (window, pem, NULL));
        if (way->needs_sign_in)
          {
            g_assert_false (can_connect (window));
            type (window, "username_row", "ada");
            g_assert_false (can_connect (window));
            type (window, "password_row", "aio_secret");
          }
        g_assert_true (can_connect (window));
        g_signal_emit_by_name (child (window, "connect_button"), "clicked");

        g_assert_nonnull (chosen.broker);
        g_assert_cmpstr (fl_broker_get_host (chosen.broker), ==, presets[i].host);
        g_assert_cmpuint (fl_broker_get_port (chosen.broker), ==, way->port);
        g_assert_cmpint (fl_broker_get_trust_way (chosen.broker), ==, way->trust_way);
        g_assert_cmpint (*fl_broker_get_ca_pem (chosen.broker) != '\0', ==, needs_ca);
        g_assert_cmpint (g_str_has_prefix (fl_broker_get_base_topic (chosen.broker), "fernlight-"), ==, presets[i].is_public);
        g_assert_cmpstr (fl_broker_get_username (chosen.broker), ==, way->needs_sign_in ? "ada" : "");
        g_assert_cmpint (fl_broker_secrets_get (chosen.secrets, FL_SECRET_KIND_PASSWORD) != NULL, ==, way->needs_sign_in);
        g_assert_cmpint (chosen.needs_client_certificate, ==, way->needs_client_certificate);
      }
}

static void
test_topic (void)
{
  g_auto(Chosen) chosen = { NULL };
  FlPresetWindow *window = open_window ("emqx", &chosen);

  g_assert_true (can_connect (window));
  type (window, "base_topic_row", "");
  g_assert_false (can_connect (window));
  type (window, "base_topic_row", "fxwalsh/home");
  g_assert_true (can_connect (window));
  g_signal_emit_by_name (child (window, "connect_button"), "clicked");
  g_assert_cmpstr (fl_broker_get_base_topic (chosen.broker), ==, "fxwalsh/home");
}

static void
test_bad_ca (void)
{
  g_autoptr(GBytes) junk = g_bytes_new_static ("no certificate", 14);
  g_autoptr(GError) error = NULL;
  g_auto(Chosen) chosen = { NULL };
  FlPresetWindow *window = open_window ("mosquitto", &chosen);

  fl_preset_window_choose_way (window, 1);
  g_assert_false (fl_preset_window_take_ca (window, junk, &error));
  g_assert_nonnull (error);
  g_assert_false (can_connect (window));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* The word of the service: its password is called something else there, and where the feeds are is said. */
static void
test_aio_key (void)
{
  g_auto(Chosen) chosen = { NULL };
  FlPresetWindow *window = open_window ("adafruit", &chosen);

  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (child (window, "password_row"))), ==, "AIO key");
  type (window, "username_row", "ada");
  g_assert_nonnull (strstr (gtk_label_get_label (GTK_LABEL (child (window, "sign_in_note"))), "ada/feeds"));
  g_assert_false (gtk_widget_get_visible (child (window, "ways_group")));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/preset-window/ways", test_ways);
  g_test_add_func ("/preset-window/topic", test_topic);
  g_test_add_func ("/preset-window/bad-ca", test_bad_ca);
  g_test_add_func ("/preset-window/aio-key", test_aio_key);
  return g_test_run ();
}
