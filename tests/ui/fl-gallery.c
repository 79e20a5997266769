/* Every page of the window with something on it, for tests of the layout and for pictures.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-gallery.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include <glib/gstdio.h>

#include "crypto/fl-fernet.h"
#include "support/fl-test-report.h"
#include "ui/fl-add-led-window.h"
#include "ui/fl-broker-editor.h"
#include "ui/fl-check-window.h"
#include "ui/fl-dashboard-page.h"
#include "ui/fl-device-card.h"
#include "ui/fl-esp-group.h"
#include "ui/fl-exposure-row.h"
#include "ui/fl-inspector-page.h"
#include "ui/fl-level-row.h"
#include "ui/fl-messages-page.h"
#include "ui/fl-preferences-page.h"
#include "ui/fl-publish-form.h"
#include "ui/fl-scene.h"
#include "ui/fl-sketch-window.h"
#include "ui/fl-start-page.h"
#include "ui/fl-ui.h"
#include "ui/fl-ui-states.h"
#include "ui/fl-ui-test.h"
#include "ui/fl-upkeep-window.h"
#include "ui/fl-window.h"

struct _FlGallery
{
  GtkApplication *app;
  char           *folder;
  FlBrokerFile   *brokers;
  FlKeyring      *keyring;
  FlBrokerShelf  *shelf;
  FlScene        *scene;
  FlScene        *empty_scene;
  FlTopicTree    *tree;
  FlTopicTree    *empty_tree;
  FlStore        *store;
  FlUpkeep       *upkeep;
  FlUpkeep       *empty_upkeep;
};

#define KEY "xqi9zRusHkcv3Om050HwX82eMTO-LbeW4YlqVVEzpw8="

static void
ingest (FlTopicTree     *tree,
        FlMessageFields *fields,
        const char      *topic,
        const char      *text)
{
  g_autoptr(GPtrArray) batch = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_message_unref);
  g_autoptr(GBytes) payload = g_bytes_new (text, strlen (text));

  fields->topic = topic;
  fields->payload = payload;
  g_ptr_array_add (batch, fl_message_new (fields));
  fl_topic_tree_ingest (tree, batch);
}

static void
add_sample (FlTopicTree *tree,
            FlFernet    *fernet,
            const char  *topic,
            const char  *text,
            gint64       age,
            gboolean     retained)
{
  gint64 arrived = g_get_real_time () - age;
  FlMessageFields fields = { .arrived = arrived, .retained = retained, .qos = 1 };
  g_autoptr(GBytes) raw = NULL;

  if (fernet != NULL)
    {
      char *token = fl_fernet_encrypt (fernet, text, strlen (text), arrived / G_USEC_PER_SEC, NULL);

      raw = g_bytes_new_take (token, strlen (token));
      fields.raw = raw;
      fields.encryption = FL_MESSAGE_DECRYPTED;
      fields.key_id = "8c1f02ab";
      fields.token_time = arrived / G_USEC_PER_SEC;
    }
  ingest (tree, &fields, topic, text);
}

static void
fill_tree (FlTopicTree *tree)
{
  g_autoptr(FlKeyRing) ring = fl_key_ring_parse (KEY, NULL);
  g_autoptr(FlFernet) fernet = fl_fernet_new (ring);
  FlMessageFields failed = { .encryption = FL_MESSAGE_FAILED, .failure = "wrong-key" };
  const gint64 second = G_USEC_PER_SEC;

  add_sample (tree, fernet, "fxwalsh/home/temperature", "{\"temperature\": 20.90, \"humidity\": 44.1}", 400 * second, FALSE);
  add_sample (tree, fernet, "fxwalsh/home/devices", "[{\"name\": \"Franks Phone\", \"mac\": \"88:29:9C:00:61:A9\"}]", 31 * second, FALSE);
  add_sample (tree, NULL, "fxwalsh/home/kitchen/status", "online", 3 * 3600 * second, TRUE);
  add_sample (tree, NULL, "fxwalsh/home/kitchen/led", "ON", 65 * second, TRUE);
  add_sample (tree, fernet, "fxwalsh/home/kitchen/soil", "{\"moisture\": 0.42, \"battery\": 3.87, \"rssi\": -61}", 12 * second, FALSE);
  add_sample (tree, NULL, "fxwalsh/home/workshop/status", "offline", 26 * 3600 * second, TRUE);
  add_sample (tree, NULL, "fxwalsh/home/workshop/power", "{\"Time\":\"2026-11-20T12:00:00\",\"ENERGY\":{\"Power\":112,\"Total\":1.503}}", 2 * second, FALSE);
  add_sample (tree, NULL, "fxwalsh/home/garden/very-long-device-name-with-a-suffix/illuminance", "18250", 1 * second, FALSE);
  ingest (tree, &failed, "fxwalsh/home/garage/door", "gAAAAABgPCWBMToBUZNLjJavMLLyTj8iFbi9KBXgalXsrorFiX2nVlczO5jApmZ2osTfmsiU3y5ErmXoOFOCI4MRTCXwANcG2cd32ONl1kmLgejEKjLRvxIrBZAOmOi9eDgxXwLsWZtsBWdBHnUMHyYMTkTZ3_NHKA==");
  for (int i = 60; i >= 0; i--)
    {
      /* JSON has a point in every language. */
      g_autofree char *text = g_strdup_printf ("{\"temperature\": %d.%02d, \"humidity\": %d, \"timestamp\": %" PRId64 "}",
                                               21 + (i / 10) % 3, (i * 37) % 100, 44 + (int) (3 * cos (i / 9.0)),
                                               (g_get_real_time () - i * 5 * second) / second);

      add_sample (tree, fernet, "fxwalsh/home/temperature", text, i * 5 * second, FALSE);
    }
}

static gboolean
passed_cb (gpointer deadline)
{
  return g_get_monotonic_time () > *(gint64 *) deadline;
}

static void
let_pass (guint ms)
{
  gint64 deadline = g_get_monotonic_time () + ms * 1000;

  fl_ui_test_wait (passed_cb, &deadline, 60);
}

/* A window as the application's own, with one page in it. */
static GtkWindow *
frame (GtkWidget *page)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (box), page);
  adw_window_set_content (ADW_WINDOW (window), box);
  gtk_window_set_title (GTK_WINDOW (window), "Home");
  return GTK_WINDOW (window);
}

static GtkWindow *
make_start (FlGallery *self,
            int        data)
{
  FlWindow *window = fl_window_new (self->app, self->shelf);

  fl_window_open_start_page (window);
  return GTK_WINDOW (window);
}

/* Nobody listens at that port of this computer: the page that says why, below the whole header. */
static GtkWindow *
make_fault (FlGallery *self,
            int        data)
{
  FlWindow *window = fl_window_new (self->app, self->shelf);
  g_autoptr(FlBroker) broker = g_list_model_get_item (G_LIST_MODEL (self->brokers), 0);

  fl_window_open_broker (window, broker);
  return GTK_WINDOW (window);
}

/* Its commands stay on their way. */
static void
publish_nothing_cb (const char      *topic,
                    GBytes          *payload,
                    gboolean         retained,
                    FlPublishedFunc  published,
                    gpointer         published_data,
                    gpointer         user_data)
{
  published (NULL, published_data);
}

/* A light that can do everything, of which one wish is not confirmed yet and one report is out of range. */
static FlDevice *
make_light (void)
{
  static const FlAspect aspects[] = {
    { .kind = FL_ASPECT_POWER, .command_topic = "c", .on = "1", .off = "0", .state_topic = "s" },
    { .kind = FL_ASPECT_BRIGHTNESS, .command_topic = "c/b", .command_form = "{n}", .state_topic = "s/b", .maximum = 255 },
    { .kind = FL_ASPECT_COLOR, .command_topic = "c/c", .command_form = "{rrggbb}", .state_topic = "s/c" },
    { .kind = FL_ASPECT_COLOR_TEMPERATURE, .command_topic = "c/t", .command_form = "{n}", .state_topic = "s/t" },
  };
  g_autoptr(FlDeviceInfo) info = fl_device_info_new (&(FlDeviceInfoFields) { .key = "AA", .name = "Reading lamp" });
  g_autoptr(FlEntity) entity = fl_entity_new (info, &(FlEntityFields) { .id = "light", .name = "Light", .kind = FL_ENTITY_LIGHT,
                                                                        .aspects = aspects, .n_aspects = G_N_ELEMENTS (aspects),
                                                                        .query_topic = "q" }, NULL);
  g_autoptr(FlPublisher) publisher = fl_publisher_new (publish_nothing_cb, NULL, NULL);
  FlDevice *device = fl_device_new ("AA", "Reading lamp", "AA");
  FlLed *led = fl_device_add_led (device, entity);

  fl_device_set_info (device, info);
  fl_device_set_default_limit_ms (device, 60 * 60 * 1000);
  fl_led_set_topics (led, "c", "s", FL_LED_EVIDENCE_REPORTED);
  fl_led_set_publisher (led, publisher);
  fl_led_take_report (led, FL_LED_STATE_ON, 1, FL_TIME_ORIGIN_ARRIVAL, FALSE);
  fl_level_take_report (fl_led_find_level (led, FL_ASPECT_BRIGHTNESS), "102", FALSE);
  fl_level_command (fl_led_find_level (led, FL_ASPECT_BRIGHTNESS), 204);
  fl_level_take_report (fl_led_find_level (led, FL_ASPECT_COLOR), "255,128,0", FALSE);
  fl_level_take_report (fl_led_find_level (led, FL_ASPECT_COLOR_TEMPERATURE), "900", FALSE);
  return device;
}

static GtkWindow *
make_card (FlGallery *self,
           int        is_doubtful)
{
  g_autoptr(FlDevice) device = NULL;
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *card;

  if (is_doubtful)
    {
      FlScene *scene = fl_scene_new ("home");

      fl_scene_fill_doubts (scene);
      g_object_set_data_full (G_OBJECT (scroller), "scene", scene, (GDestroyNotify) fl_scene_free);
      device = g_object_ref (fl_device_registry_find_device (scene->registry, "porch"));
    }
  else
    device = make_light ();
  card = fl_device_card_new (device);
  gtk_widget_set_halign (card, GTK_ALIGN_START);
  gtk_widget_set_valign (card, GTK_ALIGN_START);
  gtk_widget_set_size_request (card, 300, -1);
  gtk_widget_set_margin_top (card, 24);
  gtk_widget_set_margin_start (card, 24);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), card);
  return frame (scroller);
}

static GtkWindow *
make_dashboard (FlGallery *self,
                int        is_empty)
{
  GtkWidget *page = fl_dashboard_page_new ();

  fl_dashboard_page_set_filter (FL_DASHBOARD_PAGE (page), "home/#");
  fl_dashboard_page_set_registry (FL_DASHBOARD_PAGE (page), is_empty ? self->empty_scene->registry : self->scene->registry);
  return frame (page);
}

/* Two rooms and what is in none, a wide card with a name of its own, one that is hidden. */
static GtkWindow *
make_dashboard_rooms (FlGallery *self,
                      int        data)
{
  GtkWidget *page = fl_dashboard_page_new ();
  g_autoptr(FlDashboardLayout) layout = fl_dashboard_layout_new (
    "{\"devices\":{\"kitchen\":{\"room\":\"Kitchen\",\"name\":\"Above the stove\",\"icon\":\"fl-lamp-symbolic\"},"
    "\"garden\":{\"room\":\"Outside\",\"wide\":true},\"workshop\":{\"room\":\"Outside\"},\"hallway\":{\"hidden\":true}}}");

  fl_dashboard_page_set_layout (FL_DASHBOARD_PAGE (page), layout);
  fl_dashboard_page_set_registry (FL_DASHBOARD_PAGE (page), self->scene->registry);
  return frame (page);
}

static GtkWindow *
make_messages (FlGallery *self,
               int        kind)
{
  static const char *const topics[] = {
    NULL, "fxwalsh/home/temperature", "fxwalsh/home/kitchen/led", "fxwalsh/home/garage/door", "fxwalsh/home/devices",
  };
  FlMessagesPage *page = FL_MESSAGES_PAGE (fl_messages_page_new ());

  fl_messages_page_set_tree (page, topics[kind] == NULL ? self->empty_tree : self->tree);
  fl_messages_page_set_can_encrypt (page, TRUE, FALSE);
  if (topics[kind] != NULL)
    fl_messages_page_select (page, fl_topic_tree_lookup (self->tree, topics[kind]));
  return frame (GTK_WIDGET (page));
}

static GtkWindow *
make_publish (FlGallery *self,
              int        data)
{
  GtkWidget *form = fl_publish_form_new ();

  fl_publish_form_set_topic (FL_PUBLISH_FORM (form), "fxwalsh/home/kitchen/led/set");
  return frame (form);
}

static void
expand_all (GtkWidget *root)
{
  if (ADW_IS_EXPANDER_ROW (root))
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (root), TRUE);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    expand_all (child);
}

static GtkWindow *
make_security (FlGallery *self,
               int        state)
{
  return frame (GTK_WIDGET (fl_ui_state_to_page ((FlUiState) state)));
}

/* ---- what was seen, and what expires ---- */

static FlCertificateSighting *
sample_sighting (FlCertificate *certificate,
                 gint64         first,
                 gint64         last)
{
  FlCertificateSighting *seen = fl_certificate_sighting_new ("id", "localhost:8883", certificate);

  seen->first_seen = first;
  seen->last_seen = last;
  seen->trusted = TRUE;
  seen->how = FL_CERTIFICATE_SEEN_LIVE;
  return seen;
}

static FlCopiedSnippet *
sample_snippet (const char    *label,
                FlSnippetBond  bond,
                gint64         stopped_at)
{
  FlCopiedSnippet *snippet = g_new0 (FlCopiedSnippet, 1);

  snippet->broker = g_strdup ("id");
  snippet->label = g_strdup (label);
  snippet->bond = bond;
  snippet->until = FL_TEST_JANUARY;
  snippet->stopped_at = stopped_at;
  return snippet;
}

static void
fill_timeline (FlCertificateTimeline *timeline,
               gboolean               is_empty)
{
  const FlTestCertificates *certificates = fl_test_certificates_get ();
  g_autoptr(GPtrArray) seen = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_certificate_sighting_unref);
  g_autoptr(GPtrArray) copied = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_copied_snippet_free);
  FlCertificateSighting *stranger;

  if (!is_empty)
    {
      g_ptr_array_add (seen, sample_sighting (certificates->good, FL_TEST_MAY, FL_TEST_NOW));
      stranger = sample_sighting (certificates->ca, FL_TEST_MAY - 86400, FL_TEST_MAY - 86400);
      stranger->trusted = FALSE;
      stranger->how = FL_CERTIFICATE_SEEN_PROBE;
      g_ptr_array_add (seen, stranger);
      g_ptr_array_add (seen, sample_sighting (certificates->expired, FL_TEST_MAY - FL_TEST_YEAR, FL_TEST_MAY));
      g_ptr_array_add (copied, sample_snippet ("setFingerprint (ESP8266)", FL_SNIPPET_BOND_CERTIFICATE, 0));
      g_ptr_array_add (copied, sample_snippet ("setCACert (ESP32)", FL_SNIPPET_BOND_ISSUER, 0));
      g_ptr_array_add (copied, sample_snippet ("ESPHome", FL_SNIPPET_BOND_CERTIFICATE, FL_TEST_MAY));
    }
  fl_certificate_timeline_show (timeline, seen, is_empty ? 0 : 3, copied, FL_TEST_NOW);
}

static GtkWindow *
make_timeline (FlGallery *self,
               int        is_empty)
{
  FlSecurityPage *page = fl_ui_state_to_page (FL_UI_STATE_CA);

  fill_timeline (fl_security_page_get_timeline (page), is_empty);
  return frame (GTK_WIDGET (page));
}

static GtkWindow *
make_upkeep (FlGallery *self,
             int        is_empty)
{
  FlUpkeepWindow *window = fl_upkeep_window_new (is_empty ? self->empty_upkeep : self->upkeep);

  while (fl_upkeep_get_is_loading (is_empty ? self->empty_upkeep : self->upkeep))
    g_main_context_iteration (NULL, TRUE);
  return GTK_WINDOW (window);
}

/* The complete sketch, while the window waits for the device. */
static GtkWindow *
make_sketch (FlGallery *self,
             int        is_waiting)
{
  const FlTestCertificates *certificates = fl_test_certificates_get ();
  FlTestReport wish = { FL_TEST_REPORT_BARE, .way = FL_TRUST_CA, .leaf = certificates->good, .issuer = certificates->ca };
  g_autoptr(FlTlsReport) report = fl_test_report_new (&wish);
  FlSketchWindow *window = fl_sketch_window_new (FL_FIRMWARE_ESP32, fl_snippet_facts_new (report, NULL, FL_TEST_NOW), "fxwalsh/home");

  if (is_waiting)
    g_signal_emit_by_name (gtk_widget_get_template_child (GTK_WIDGET (window), FL_TYPE_SKETCH_WINDOW, "sketch_button"), "copying");
  return GTK_WINDOW (window);
}

static GtkWindow *
make_due_start (FlGallery *self,
                int        data)
{
  static const GActionEntry actions[] = { { "upkeep" } }; /* else the row is insensitive */
  g_autoptr(GSimpleActionGroup) group = g_simple_action_group_new ();
  FlStartPage *page = FL_START_PAGE (fl_start_page_new ());

  g_action_map_add_action_entries (G_ACTION_MAP (group), actions, G_N_ELEMENTS (actions), NULL);
  gtk_widget_insert_action_group (GTK_WIDGET (page), "app", G_ACTION_GROUP (group));
  fl_start_page_set_upkeep (page, self->upkeep);
  while (fl_upkeep_get_n_due (self->upkeep) == 0)
    g_main_context_iteration (NULL, TRUE);
  return frame (GTK_WIDGET (page));
}

static GtkWindow *
make_open_security (FlGallery *self,
                    int        state)
{
  GtkWidget *page = GTK_WIDGET (fl_ui_state_to_page ((FlUiState) state));

  expand_all (page);
  return frame (page);
}

/* What each kind of ESP could do, in every tone. */
static GtkWindow *
make_esp (FlGallery *self,
          int        is_open)
{
  GtkWidget *group = fl_esp_group_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  g_autoptr(FlEndpoint) endpoint = fl_endpoint_new ("192.168.4.1", 8883);
  g_autoptr(FlTrust) trust = fl_trust_new_system ();
  g_autoptr(FlEspCheck) check = fl_ui_state_make_check ();

  fl_esp_group_set_broker (FL_ESP_GROUP (group), endpoint, trust);
  fl_esp_group_show_check (FL_ESP_GROUP (group), check);
  if (is_open)
    expand_all (group);
  gtk_widget_set_margin_start (group, 12);
  gtk_widget_set_margin_end (group, 12);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), group);
  return frame (scroller);
}

/* What it is for; or that nobody listens where it looked: port 1 of this computer. */
static GtkWindow *
make_inspector (FlGallery *self,
                int        looks)
{
  FlInspectorPage *page = FL_INSPECTOR_PAGE (fl_inspector_page_new ());

  fl_inspector_page_set_address (page, looks ? "https://127.0.0.1:1/" : "http://example.org");
  if (looks)
    fl_inspector_page_run (page);
  return frame (GTK_WIDGET (page));
}

/* The four levels, each opened to what it says at length. */
static GtkWindow *
make_levels (FlGallery *self,
             int        state)
{
  GtkWidget *page = GTK_WIDGET (fl_ui_state_to_page ((FlUiState) state));
  GtkWidget *row = fl_ui_test_find (page, FL_TYPE_LEVEL_ROW, NULL);

  for (; row != NULL; row = gtk_widget_get_next_sibling (row))
    g_signal_emit_by_name (gtk_widget_get_parent (row), "row-activated", row);
  return frame (page);
}

/* What is found out about who else gets in, in every tone: the outcome here and on the port without TLS. */
static GtkWindow *
make_exposure (FlGallery *self,
               int        outcome)
{
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  FlExposureListener listener = { .port = 8883, .outcome = (FlStrangerOutcome) outcome, .filter = "home/#", .listen_s = 3 };

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  for (int i = 0; i < 2; i++)
    {
      g_autoptr(GPtrArray) findings = fl_exposure_finding_list (&listener);

      for (guint j = 0; j < findings->len; j++)
        gtk_list_box_append (GTK_LIST_BOX (list), fl_exposure_row_new (findings->pdata[j]));
      listener.port = 1883;
      listener.is_extra = TRUE;
    }
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), list);
  return frame (scroller);
}

/* What an owner of a broker would choose as its authority, and a device as its own. */
static const char sample_pem[] =
  "-----BEGIN CERTIFICATE-----\n"
  "MIIBeTCCAR+gAwIBAgIUHsvAOhdYRwC2ce2X9EwE0FcEXgQwCgYIKoZIzj0EAwIw\n"
  "EjEQMA4GA1UEAwwHa2l0Y2hlbjAeFw0yNjExMjAyMDUxMTRaFw0zNjExMTcyMDUx\n"
  "MTRaMBIxEDAOBgNVBAMMB2tpdGNoZW4wWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC\n"
  "AASc5APe+R2NJM0jebmzg2oYeZOdsqRD7RaQrJrQAtCbj8oy7oJVBabfvp6HoOD9\n"
  "rb8Yo6fvnGj9rWlD4xyB6dtHo1MwUTAdBgNVHQ4EFgQUoG7Za21hsc8nrFdDqBs6\n"
  "3KZnre0wHwYDVR0jBBgwFoAUoG7Za21hsc8nrFdDqBs63KZnre0wDwYDVR0TAQH/\n"
  "BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiEAn0L671bGzxg1LgQydu747avSAEwl\n"
  "q/xl2dE7Uu+//B0CIEpObCajyrHOVAk5uCojel1gsTe8HxJuKfqpwcXPrkR8\n"
  "-----END CERTIFICATE-----\n";

static GtkWindow *
make_editor (FlGallery *self,
             int        kind)
{
  static const struct { const char *page; FlTrustWay way; } kinds[] = {
    { "address", FL_TRUST_SYSTEM }, { "sign-in", FL_TRUST_SYSTEM }, { "trust", FL_TRUST_SYSTEM },
    { "trust", FL_TRUST_CA }, { "trust", FL_TRUST_PIN }, { "trust", FL_TRUST_PSK }, { "trust", FL_TRUST_INSECURE },
    { "trust", FL_TRUST_PLAIN }, { "keys", FL_TRUST_SYSTEM }, { "advanced", FL_TRUST_SYSTEM },
  };
  g_autoptr(FlBroker) broker = fl_broker_new ("broker.example.org", 8883);
  g_autoptr(FlBrokerSecrets) secrets = fl_broker_secrets_new ();
  FlBrokerEditor *editor;

  g_object_set (broker, "name", "Home", "base-topic", "fxwalsh/home", "username", "frank",
                "trust-way", (int) kinds[kind].way, "tls", kinds[kind].way != FL_TRUST_PLAIN,
                "ca-pem", sample_pem, "client-certificate-pem", sample_pem, NULL);
  editor = fl_broker_editor_new (broker, secrets, TRUE);
  fl_broker_editor_show_page (editor, kinds[kind].page);
  return GTK_WINDOW (editor);
}

static GtkWindow *
make_preferences (FlGallery *self,
                  int        data)
{
  return frame (fl_preferences_page_new (NULL));
}

static GtkWindow *
make_add_led (FlGallery *self,
              int        data)
{
  FlAddLedWindow *window = fl_add_led_window_new (self->scene->registry);

  fl_add_led_window_set_topic (window, "home/cellar/pump/set");
  return GTK_WINDOW (window);
}

/* What somebody pasted, in every kind: nothing, a sketch, one for a broker, what a monitor printed, a fingerprint. */
static GtkWindow *
make_check (FlGallery *self,
            int        kind)
{
  static const char *const texts[] = {
    NULL,
    "#include <ESP8266WiFi.h>\n#include \"Adafruit_MQTT.h\"\n#include \"Adafruit_MQTT_Client.h\"\n\n"
    "#define WLAN_SSID       \"SSID\"\n#define WLAN_PASS       \"correct horse battery\"\n#define AIO_SERVER      \"io.adafruit.com\"\n"
    "#define AIO_SERVERPORT  1883\n\nWiFiClient client;\nAdafruit_MQTT_Client mqtt(&client, AIO_SERVER, AIO_SERVERPORT, AIO_USERNAME, AIO_KEY);\n\n"
    "void setup() {\n  WiFi.begin(WLAN_SSID, WLAN_PASS);\n  while (WiFi.status() != WL_CONNECTED) {\n    delay(500);\n  }\n}\n",
    "#include <WiFi.h>\n#include <WiFiClientSecure.h>\n#include <PubSubClient.h>\nWiFiClientSecure net;\nPubSubClient mqtt(net);\n"
    "void setup() {\n  WiFi.begin(WLAN_SSID, WLAN_PASS);\n  while (WiFi.status() != WL_CONNECTED)\n    delay(500);\n  net.setInsecure();\n}\n",
    "12:00:02 MQT: TLS connection error: 54\n12:00:02 MQT: Connect failed to broker.home:8883, rc -2. Retry in 10 sec\n",
    "18 C0 C2 3D BE DD 81 37 73 40 E7 E4 36 61 CB 0A DF 96 AD 25",
  };
  const FlTestCertificates *certificates = fl_test_certificates_get ();
  const FlTestReport wish = { FL_TEST_REPORT_BARE, .host = "broker.home", .leaf = certificates->good, .issuer = certificates->ca };
  g_autoptr(FlTlsReport) report = kind == 2 || kind == 3 ? fl_test_report_new (&wish) : NULL;
  FlCheckWindow *window = fl_check_window_new (report);
  g_autoptr(GBytes) bytes = texts[kind] != NULL ? g_bytes_new_static (texts[kind], strlen (texts[kind])) : NULL;

  if (bytes != NULL)
    fl_check_window_set_bytes (window, bytes);
  return GTK_WINDOW (window);
}

static GtkWindow *
make_shortcuts (FlGallery *self,
                int        data)
{
  g_autoptr(GtkBuilder) builder = gtk_builder_new_from_resource (FL_UI_TEMPLATE ("fl-shortcuts"));

  return GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));
}

static const struct
{
  const char *name;
  GtkWindow *(*make) (FlGallery *self,
                      int        data);
  int         data;
  gboolean    has_own_size;
  double      scroll; /* how far down, in pixels */
} pages[] = {
  { "start", make_start, 0, FALSE },
  { "fault", make_fault, 0, FALSE },
  { "dashboard", make_dashboard, FALSE, FALSE },
  { "dashboard-empty", make_dashboard, TRUE, FALSE },
  { "card-doubts", make_card, TRUE, FALSE },
  { "card-light", make_card, FALSE, FALSE },
  { "dashboard-rooms", make_dashboard_rooms, FALSE, FALSE },
  { "messages", make_messages, 1, FALSE },
  { "messages-empty", make_messages, 0, FALSE },
  { "messages-retained", make_messages, 2, FALSE },
  { "messages-failed", make_messages, 3, FALSE },
  { "messages-table", make_messages, 4, FALSE },
  { "publish", make_publish, 0, FALSE },
  { "check-empty", make_check, 0, FALSE },
  { "check-sketch", make_check, 1, FALSE },
  { "check-broker", make_check, 2, FALSE },
  { "check-error", make_check, 3, FALSE },
  { "check-fingerprint", make_check, 4, FALSE },
  { "security-ca", make_security, FL_UI_STATE_CA, FALSE },
  { "security-pin", make_security, FL_UI_STATE_PIN, FALSE },
  { "security-psk", make_security, FL_UI_STATE_PSK, FALSE },
  { "security-insecure", make_security, FL_UI_STATE_INSECURE, FALSE },
  { "security-plain", make_security, FL_UI_STATE_PLAIN, FALSE },
  { "security-offline", make_security, FL_UI_STATE_OFFLINE, FALSE },
  { "security-refused", make_security, FL_UI_STATE_REFUSED, FALSE },
  { "security-changed", make_security, FL_UI_STATE_CHANGED, FALSE },
  { "esp", make_esp, FALSE, FALSE },
  { "esp-open", make_esp, TRUE, FALSE },
  { "security-expiring", make_security, FL_UI_STATE_EXPIRING, FALSE },
  { "security-inspection", make_security, FL_UI_STATE_INSPECTION, FALSE },
  { "security-levels", make_levels, FL_UI_STATE_INSECURE, FALSE, 240 },
  { "inspector", make_inspector, FALSE, FALSE },
  { "inspector-fault", make_inspector, TRUE, FALSE },
  { "exposure-open", make_exposure, FL_STRANGER_HEARD_NOTHING, FALSE },
  { "exposure-closed", make_exposure, FL_STRANGER_TURNED_AWAY, FALSE },
  { "security-open", make_open_security, FL_UI_STATE_CA, FALSE },
  { "security-refused-open", make_open_security, FL_UI_STATE_REFUSED, FALSE },
  { "security-snippets", make_open_security, FL_UI_STATE_CA, FALSE, 540 },
  { "security-forms", make_open_security, FL_UI_STATE_PIN, FALSE, 1000 },
  { "security-handshake", make_open_security, FL_UI_STATE_CA, FALSE, 1560 },
  { "security-handshake-end", make_open_security, FL_UI_STATE_CA, FALSE, 2100 },
  { "security-handshake-refused", make_open_security, FL_UI_STATE_REFUSED, FALSE, 1000 },
  { "security-parameters", make_open_security, FL_UI_STATE_CA, FALSE, 2450 },
  { "security-certificates", make_open_security, FL_UI_STATE_CA, FALSE, 3100 },
  { "security-timeline", make_timeline, FALSE, FALSE, 1800 },
  { "security-timeline-empty", make_timeline, TRUE, FALSE, 1800 },
  { "sketch-waiting", make_sketch, TRUE, TRUE },
  { "upkeep", make_upkeep, FALSE, TRUE },
  { "upkeep-empty", make_upkeep, TRUE, TRUE },
  { "start-due", make_due_start, 0, FALSE },
  { "editor-address", make_editor, 0, TRUE },
  { "editor-sign-in", make_editor, 1, TRUE },
  { "editor-trust", make_editor, 2, TRUE },
  { "editor-trust-ca", make_editor, 3, TRUE },
  { "editor-trust-pin", make_editor, 4, TRUE },
  { "editor-trust-psk", make_editor, 5, TRUE },
  { "editor-trust-insecure", make_editor, 6, TRUE },
  { "editor-trust-plain", make_editor, 7, TRUE },
  { "editor-keys", make_editor, 8, TRUE },
  { "editor-advanced", make_editor, 9, TRUE },
  { "preferences", make_preferences, 0, FALSE },
  { "add-led", make_add_led, 0, TRUE },
  { "shortcuts", make_shortcuts, 0, TRUE },
};

static gint64
read_clock (gpointer user_data)
{
  return FL_TEST_JANUARY - 20 * 86400;
}

/* Saved brokers with something to renew: one soon, one that is over, one that lasts. */
static GListStore *
sample_brokers (void)
{
  const FlTestCertificates *certificates = fl_test_certificates_get ();
  GListStore *brokers = g_list_store_new (FL_TYPE_BROKER);
  g_autoptr(FlBroker) home = fl_broker_new ("localhost", 8883);
  g_autoptr(FlBroker) shed = fl_broker_new ("shed.example.org", 8883);

  g_object_set (home, "name", "Home", "ca-pem", fl_certificate_get_pem (certificates->ca), NULL);
  fl_broker_set_trust_way (home, FL_TRUST_CA);
  g_object_set (shed, "name", "The shed behind the house with the long name", "client-certificate-pem",
                fl_certificate_get_pem (certificates->expired), "ca-pem", sample_pem, NULL);
  fl_broker_set_trust_way (shed, FL_TRUST_CA);
  g_list_store_append (brokers, home);
  g_list_store_append (brokers, shed);
  return brokers;
}

static void
open_log (FlGallery *self)
{
  g_autofree char *path = g_build_filename (self->folder, "fernlight.db", NULL);
  g_autoptr(GListStore) brokers = sample_brokers ();
  g_autoptr(GListStore) none = g_list_store_new (FL_TYPE_BROKER);
  g_autoptr(FlCertificateLog) log = NULL;

  self->store = fl_store_new (path, &fl_certificate_log_part, 1);
  log = fl_certificate_log_new (self->store);
  fl_certificate_log_set_clock (log, read_clock, NULL);
  self->upkeep = fl_upkeep_new (G_LIST_MODEL (brokers), log);
  self->empty_upkeep = fl_upkeep_new (G_LIST_MODEL (none), log);
}

static void
close_log (FlGallery *self)
{
  g_autofree char *path = g_strdup (fl_store_get_path (self->store));

  while (fl_upkeep_get_is_loading (self->upkeep) || fl_upkeep_get_is_loading (self->empty_upkeep))
    g_main_context_iteration (NULL, TRUE);
  g_object_unref (self->upkeep);
  g_object_unref (self->empty_upkeep);
  fl_store_close (self->store);
  g_object_unref (self->store);
  g_remove (path);
}

/* Call fl_ui_test_init() first. */
FlGallery *
fl_gallery_new (void)
{
  FlGallery *self = g_new0 (FlGallery, 1);
  g_autofree char *path = NULL;
  g_autoptr(FlBroker) broker = fl_broker_new ("127.0.0.1", 1);

  fl_secret_init ();
  self->app = GTK_APPLICATION (adw_application_new ("io.github.fernlight.Test", G_APPLICATION_NON_UNIQUE));
  g_application_register (G_APPLICATION (self->app), NULL, NULL);
  self->folder = g_dir_make_tmp ("fernlight-test-XXXXXX", NULL);
  path = g_build_filename (self->folder, "brokers.json", NULL);
  self->brokers = fl_broker_file_new (path);
  g_object_set (broker, "name", "Home", "base-topic", "home", NULL);
  fl_broker_file_append (self->brokers, broker);
  self->keyring = fl_keyring_new ();
  self->shelf = fl_broker_shelf_new (self->brokers, self->keyring);
  self->scene = fl_scene_new ("home");
  fl_scene_fill (self->scene);
  self->empty_scene = fl_scene_new ("home");
  self->tree = fl_topic_tree_new (0);
  fill_tree (self->tree);
  self->empty_tree = fl_topic_tree_new (0);
  open_log (self);
  return self;
}

void
fl_gallery_free (FlGallery *self)
{
  g_autofree char *path = g_strdup (fl_broker_file_get_path (self->brokers));

  close_log (self);
  fl_broker_file_flush (self->brokers);
  g_object_unref (self->brokers);
  g_object_unref (self->keyring);
  g_object_unref (self->shelf);
  fl_scene_free (self->scene);
  fl_scene_free (self->empty_scene);
  g_object_unref (self->tree);
  g_object_unref (self->empty_tree);
  g_object_unref (self->app);
  g_remove (path);
  g_rmdir (self->folder);
  g_free (self->folder);
  g_free (self);
}

guint
fl_gallery_get_n (void)
{
  return G_N_ELEMENTS (pages);
}

const char *
fl_gallery_name (guint index)
{
  return pages[index].name;
}

/* Shows a page and waits until it is laid out. Windows with a size of their own keep it. */
GtkWindow *
fl_gallery_present (FlGallery *self,
                    guint      index,
                    int        width,
                    int        height)
{
  GtkWindow *window = pages[index].make (self, pages[index].data);

  if (!pages[index].has_own_size)
    gtk_window_set_default_size (window, width, height);
  gtk_window_present (window);
  let_pass (400);
  if (pages[index].scroll > 0)
    {
      GtkWidget *scrolled = fl_ui_test_find (GTK_WIDGET (window), GTK_TYPE_SCROLLED_WINDOW, NULL);

      gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled)), pages[index].scroll);
      let_pass (400);
    }
  return window;
}

void
fl_gallery_close (FlGallery *self,
                  GtkWindow *window)
{
  gtk_window_destroy (window);
  fl_ui_test_settle ();
}
