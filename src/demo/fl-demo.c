/* The demo: a broker with a certificate of this minute, and three devices to look at, or one of every firmware.
 *
 * Passwords and keys are random, made at the start and gone at the end; the devices have a password of their own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-demo"

#include "config.h"

#include "demo/fl-demo.h"

#include <glib/gi18n-lib.h>

#include "brokers/fl-mosquitto-password.h"
#include "crypto/fl-fernet-key.h"
#include "demo/fl-demo-certs.h"
#include "demo/fl-fake-device-process.h"

#define USERNAME "demo"
#define DEVICE_USERNAME "devices"

/* The garden's Wi-Fi is weak. */
#define GARDEN_ONLINE_S 40
#define GARDEN_OFFLINE_S 8

struct _FlDemo
{
  GObject      parent_instance;

  FlDemoCerts *certs;
  FlMosquitto *broker;
  FlSecret    *password;
  FlSecret    *device_password;
  FlSecret    *fernet_key;
  char        *url;
  gboolean     running;
  gboolean     all;
  FlChild     *devices[FL_DEMO_N_ALL]; /* NULL: not started */
};

enum
{
  PROP_0,
  PROP_RUNNING,
  PROP_URL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (FlDemo, fl_demo, G_TYPE_OBJECT)

/* The first FL_DEMO_N_DEVICES are the demo; the others come with them if all are wanted. */
static const FlFakeDeviceKind kinds[FL_DEMO_N_ALL] = {
  FL_FAKE_DEVICE_KITCHEN,       FL_FAKE_DEVICE_PRESENCE,     FL_FAKE_DEVICE_GARDEN,       FL_FAKE_DEVICE_SKETCH,
  FL_FAKE_DEVICE_HA_SWITCH,     FL_FAKE_DEVICE_HA_LIGHT,     FL_FAKE_DEVICE_HA_LIGHT_JSON, FL_FAKE_DEVICE_HA_SENSOR,
  FL_FAKE_DEVICE_HA_DEVICE,     FL_FAKE_DEVICE_TASMOTA,      FL_FAKE_DEVICE_TASMOTA_TWO,  FL_FAKE_DEVICE_TASMOTA_LIGHT,
  FL_FAKE_DEVICE_ESPHOME,       FL_FAKE_DEVICE_ESPHOME_BARE, FL_FAKE_DEVICE_WLED,         FL_FAKE_DEVICE_SHELLY1,
  FL_FAKE_DEVICE_SHELLY_PLUS,   FL_FAKE_DEVICE_HOMIE4,       FL_FAKE_DEVICE_HOMIE5,
};

static const FlDemoExpectation expectations[FL_DEMO_N_DEVICES] = {
  { "kitchen", "led", TRUE,  TRUE,  FALSE },
  { "home",    NULL,  TRUE,  FALSE, FALSE },
  { "garden",  "led", FALSE, TRUE,  TRUE },
};

static void
set_running (FlDemo   *self,
             gboolean  running)
{
  if (self->running == running)
    return;
  self->running = running;
  g_free (self->url);
  self->url = running ? g_strdup_printf ("mqtts://127.0.0.1:%u/" FL_DEMO_BASE_TOPIC,
                                         fl_mosquitto_get_port (self->broker))
                      : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUNNING]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_URL]);
}

static void
stop_devices (FlDemo *self)
{
  for (guint i = 0; i < FL_DEMO_N_ALL; i++)
    g_clear_pointer (&self->devices[i], fl_child_free);
}

/* A house in the evening: most of it is on. */
static gboolean
is_on_at_first (FlFakeDeviceKind kind)
{
  return kind > FL_FAKE_DEVICE_SKETCH && kind != FL_FAKE_DEVICE_HA_LIGHT && kind != FL_FAKE_DEVICE_TASMOTA_LIGHT &&
         kind != FL_FAKE_DEVICE_ESPHOME_BARE && kind != FL_FAKE_DEVICE_SHELLY1;
}

static FlChild *
start_device (FlDemo            *self,
              FlFakeDeviceKind   kind,
              GError           **error)
{
  g_autoptr(FlFakeDeviceSettings) settings = fl_fake_device_settings_new (kind);

  settings->port = fl_mosquitto_get_port (self->broker);
  settings->ca = g_bytes_ref (fl_demo_certs_get_ca (self->certs));
  settings->username = g_strdup (DEVICE_USERNAME);
  settings->password = fl_secret_ref (self->device_password);
  g_free (settings->base);
  settings->base = g_strdup (FL_DEMO_BASE_TOPIC);
  if (kind == FL_FAKE_DEVICE_GARDEN)
    {
      settings->online_s = GARDEN_ONLINE_S;
      settings->offline_s = GARDEN_OFFLINE_S;
    }
  else if (kind < FL_FAKE_DEVICE_SKETCH)
    settings->key = fl_secret_ref (self->fernet_key);
  settings->led_on = is_on_at_first (kind);
  return fl_fake_device_process_spawn (settings, error);
}

static gboolean
start_devices (FlDemo  *self,
               GError **error)
{
  for (guint i = 0; i < (self->all ? FL_DEMO_N_ALL : FL_DEMO_N_DEVICES); i++)
    {
      self->devices[i] = start_device (self, kinds[i], error);
      if (self->devices[i] == NULL)
        return FALSE;
    }
  return TRUE;
}

static void
broker_running_cb (FlMosquitto *broker,
                   GParamSpec  *pspec,
                   FlDemo      *self)
{
  if (fl_mosquitto_get_running (broker))
    return;
  stop_devices (self);
  set_running (self, FALSE);
}

/* What is left of an earlier run is forgotten: every start has its own secrets. */
static void
forget_secrets (FlDemo *self)
{
  if (self->broker != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->broker, self);
      fl_mosquitto_stop (self->broker);
    }
  g_clear_object (&self->broker);
  g_clear_pointer (&self->certs, fl_demo_certs_free);
  g_clear_pointer (&self->password, fl_secret_unref);
  g_clear_pointer (&self->device_password, fl_secret_unref);
  g_clear_pointer (&self->fernet_key, fl_secret_unref);
}

static gboolean
make_secrets (FlDemo  *self,
              GError **error)
{
  g_autoptr(FlFernetKey) key = NULL;

  forget_secrets (self);
  self->certs = fl_demo_certs_make (error);
  if (self->certs == NULL)
    return FALSE;
  key = fl_fernet_key_generate (error);
  if (key == NULL)
    return FALSE;
  self->fernet_key = fl_fernet_key_to_text (key);
  self->password = fl_mosquitto_password_make ();
  self->device_password = fl_mosquitto_password_make ();
  self->broker = fl_mosquitto_new (fl_demo_certs_get_certificate (self->certs), fl_demo_certs_get_key (self->certs));
  if (self->password != NULL && self->device_password != NULL &&
      fl_mosquitto_add_user (self->broker, USERNAME, self->password) &&
      fl_mosquitto_add_user (self->broker, DEVICE_USERNAME, self->device_password))
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                       _("OpenSSL could not make the demo’s passwords"));
  return FALSE;
}

static void
broker_started_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  FlDemo *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!fl_mosquitto_start_finish (FL_MOSQUITTO (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (!start_devices (self, &error))
    {
      fl_demo_stop (self);
      g_task_return_error (task, error);
      return;
    }
  g_signal_connect (self->broker, "notify::running", G_CALLBACK (broker_running_cb), self);
  set_running (self, TRUE);
  g_task_return_boolean (task, TRUE);
}

static void
fl_demo_dispose (GObject *object)
{
  FlDemo *self = FL_DEMO (object);

  stop_devices (self);
  forget_secrets (self);
  g_clear_pointer (&self->url, g_free);
  G_OBJECT_CLASS (fl_demo_parent_class)->dispose (object);
}

static void
fl_demo_get_property (GObject    *object,
                      guint       property_id,
                      GValue     *value,
                      GParamSpec *pspec)
{
  FlDemo *self = FL_DEMO (object);

  switch (property_id)
    {
    case PROP_RUNNING:
      g_value_set_boolean (value, self->running);
      break;
    case PROP_URL:
      g_value_set_string (value, self->url);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_demo_class_init (FlDemoClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = fl_demo_dispose;
  object_class->get_property = fl_demo_get_property;

  properties[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE, flags);
  properties[PROP_URL] = g_param_spec_string ("url", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
fl_demo_init (FlDemo *self)
{
}

/**
 * fl_demo_new:
 *
 * Returns: (transfer full): a demo that is not running
 */
FlDemo *
fl_demo_new (void)
{
  return g_object_new (FL_TYPE_DEMO, NULL);
}

/**
 * fl_demo_set_all:
 * @self: a demo that does not run
 * @all: whether there is one device of every firmware
 */
void
fl_demo_set_all (FlDemo   *self,
                 gboolean  all)
{
  g_return_if_fail (FL_IS_DEMO (self));
  g_return_if_fail (!self->running);

  self->all = all;
}

/**
 * fl_demo_get_all:
 *
 * Returns: whether there is one device of every firmware. Most of them speak outside of the base topic.
 */
gboolean
fl_demo_get_all (FlDemo *self)
{
  g_return_val_if_fail (FL_IS_DEMO (self), FALSE);

  return self->all;
}

/**
 * fl_demo_start_async:
 * @self: a demo that does not run
 * @cancellable: (nullable): only looked at at the end; fl_demo_stop() ends a start under way
 * @callback: called when the broker answers and the devices are on their way, or with an error
 * @user_data: for @callback
 *
 * Makes certificates, passwords and a Fernet key, starts the broker and the devices. First values are there
 * within a second.
 */
void
fl_demo_start_async (FlDemo              *self,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  GError *error = NULL;

  g_return_if_fail (FL_IS_DEMO (self));
  g_return_if_fail (!self->running);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, fl_demo_start_async);
  if (!make_secrets (self, &error))
    g_task_return_error (task, error);
  else
    fl_mosquitto_start_async (self->broker, NULL, broker_started_cb, g_steal_pointer (&task));
}

/**
 * fl_demo_start_finish:
 * @error: return location for an error in %FL_MOSQUITTO_ERROR (a sentence for the user; MISSING means that
 *   %FL_MOSQUITTO_PACKAGE is to be installed), %FL_AUTHORITY_ERROR or %G_IO_ERROR
 *
 * Returns: whether the demo runs
 */
gboolean
fl_demo_start_finish (FlDemo        *self,
                      GAsyncResult  *result,
                      GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * fl_demo_stop:
 * @self: a demo, running or not
 *
 * When this returns the broker and the devices are gone, and nothing is left of them.
 */
void
fl_demo_stop (FlDemo *self)
{
  g_return_if_fail (FL_IS_DEMO (self));

  stop_devices (self);
  if (self->broker != NULL)
    fl_mosquitto_stop (self->broker);
  set_running (self, FALSE);
}

/**
 * fl_demo_get_running:
 *
 * Returns: whether it runs
 */
gboolean
fl_demo_get_running (FlDemo *self)
{
  g_return_val_if_fail (FL_IS_DEMO (self), FALSE);

  return self->running;
}

/**
 * fl_demo_get_url:
 *
 * Returns: (transfer none) (nullable): for example mqtts://127.0.0.1:41837/fernlight/home; %NULL while not running
 */
const char *
fl_demo_get_url (FlDemo *self)
{
  g_return_val_if_fail (FL_IS_DEMO (self), NULL);

  return self->url;
}

/**
 * fl_demo_get_port:
 *
 * Returns: the broker's port; 0 while not running
 */
guint16
fl_demo_get_port (FlDemo *self)
{
  g_return_val_if_fail (FL_IS_DEMO (self), 0);

  return self->broker != NULL ? fl_mosquitto_get_port (self->broker) : 0;
}

/**
 * fl_demo_get_username:
 *
 * Returns: (transfer none): the dashboard's user name
 */
const char *
fl_demo_get_username (FlDemo *self)
{
  g_return_val_if_fail (FL_IS_DEMO (self), NULL);

  return USERNAME;
}

/**
 * fl_demo_get_password:
 *
 * Returns: (transfer none) (nullable): the dashboard's password; %NULL before the first start
 */
FlSecret *
fl_demo_get_password (FlDemo *self)
{
  g_return_val_if_fail (FL_IS_DEMO (self), NULL);

  return self->password;
}

/**
 * fl_demo_get_fernet_key:
 *
 * Returns: (transfer none) (nullable): the key of the encrypting devices, as text; %NULL before the first start
 */
FlSecret *
fl_demo_get_fernet_key (FlDemo *self)
{
  g_return_val_if_fail (FL_IS_DEMO (self), NULL);

  return self->fernet_key;
}

/**
 * fl_demo_get_ca:
 *
 * Returns: (transfer none) (nullable): the certificate to trust, as PEM; %NULL before the first start
 */
GBytes *
fl_demo_get_ca (FlDemo *self)
{
  g_return_val_if_fail (FL_IS_DEMO (self), NULL);

  return self->certs != NULL ? fl_demo_certs_get_ca (self->certs) : NULL;
}

/**
 * fl_demo_get_broker:
 *
 * Returns: (transfer none) (nullable): the broker, for its version and its log; %NULL before the first start
 */
FlMosquitto *
fl_demo_get_broker (FlDemo *self)
{
  g_return_val_if_fail (FL_IS_DEMO (self), NULL);

  return self->broker;
}

/**
 * fl_demo_get_expectations:
 * @n: (out): how many
 *
 * Returns: (transfer none) (array length=n): what a dashboard must find of the first three devices
 */
const FlDemoExpectation *
fl_demo_get_expectations (guint *n)
{
  g_return_val_if_fail (n != NULL, NULL);

  *n = FL_DEMO_N_DEVICES;
  return expectations;
}
