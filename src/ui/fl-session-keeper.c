/* Keeps one broker connected: its secrets, its session, and what the person's answers change in it.
 *
 *   broker, keyring ──load──▶ secrets ──▶ link settings ──▶ session
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-session-keeper"

#include "config.h"

#include "ui/fl-session-keeper.h"

#include "brokers/fl-broker-json.h"
#include "brokers/fl-broker-pin.h"
#include "brokers/fl-broker-settings.h"
#include "brokers/fl-broker-trust.h"
#include "brokers/fl-broker-url.h"

/* What the last change of the pins was, and so how it is undone. */
typedef enum
{
  PIN_STRENGTHENED, /* the person wants the SHA-1 alone: keep it so */
  PIN_PROMOTED,     /* with the same connection */
  PIN_TRUSTED,      /* with another connection */
} PinChange;

struct _FlSessionKeeper
{
  GObject          parent_instance;

  FlBroker        *broker;
  FlBrokerFile    *file;        /* none for the demo */
  FlKeyring       *keyring;     /* none for the demo */
  FlBrokerSecrets *secrets;
  FlSession       *session;
  GCancellable    *cancellable;
  gboolean         was_online;  /* with these settings */
  gboolean         certificate_changed;
  gboolean         has_told_of_second_pin;
  FlBrokerPins    *pins_before; /* what Undo brings back; NULL: nothing to undo */
  PinChange        pin_change;  /* what was done to them */
};

enum
{
  PROP_0,
  PROP_SESSION,
  N_PROPS
};

enum
{
  SIGNAL_IMPOSSIBLE,
  SIGNAL_PINS_CHANGED,
  SIGNAL_PIN_STRENGTHENED,
  SIGNAL_PLANNED_PIN_USED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FlSessionKeeper, fl_session_keeper, G_TYPE_OBJECT)

static gint64
now_s (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static void
save_broker (FlSessionKeeper *self)
{
  if (self->file != NULL && !fl_session_keeper_is_saved (self))
    fl_broker_file_append (self->file, self->broker);
}

static void
secrets_saved_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  /* Without a keyring this succeeds, and the keyring's note says what became of it. */
  if (!fl_keyring_save_finish (FL_KEYRING (source), result, &error))
    g_debug ("Secrets not saved: %s", error->message);
}

static void
take_secrets (FlSessionKeeper *self,
              FlBrokerSecrets *secrets)
{
  fl_broker_secrets_ref (secrets);
  g_clear_pointer (&self->secrets, fl_broker_secrets_unref);
  self->secrets = secrets;
}

static void
save_secrets (FlSessionKeeper *self)
{
  if (self->keyring != NULL)
    fl_keyring_save_async (self->keyring, fl_broker_get_id (self->broker), fl_broker_get_name (self->broker),
                           self->secrets, NULL, secrets_saved_cb, NULL);
}

static FlCertificate *
get_leaf (FlSessionKeeper *self)
{
  FlTlsReport *report = self->session != NULL ? fl_session_get_report (self->session) : NULL;

  return report != NULL ? fl_tls_report_get_leaf (report) : NULL;
}

/* Undo brings the pins back as they are now. */
static void
begin_pin_change (FlSessionKeeper *self,
                  PinChange        change)
{
  g_clear_pointer (&self->pins_before, fl_broker_pins_free);
  self->pins_before = fl_broker_save_pins (self->broker);
  self->pin_change = change;
}

/* Later connections of this session are judged by the new pins; the one there is has them too. */
static void
apply_pins (FlSessionKeeper *self)
{
  g_autoptr(FlTrust) trust = fl_broker_dup_trust (self->broker, self->secrets, NULL);

  if (trust != NULL && self->session != NULL)
    fl_session_set_trust (self->session, trust);
  g_signal_emit (self, signals[SIGNAL_PINS_CHANGED], 0);
}

/* On the live connection, not on a look-alike: what was seen under a pin, and which. */
static void
look_at_pins (FlSessionKeeper *self)
{
  FlCertificate *leaf = get_leaf (self);
  g_autoptr(FlBrokerPins) before = NULL;

  if (leaf == NULL || !fl_broker_note_pinned_certificate (self->broker, leaf))
    return;
  before = fl_broker_save_pins (self->broker);
  if (fl_broker_strengthen_pin (self->broker, leaf))
    {
      g_clear_pointer (&self->pins_before, fl_broker_pins_free);
      self->pins_before = g_steal_pointer (&before);
      self->pin_change = PIN_STRENGTHENED;
      apply_pins (self);
      g_signal_emit (self, signals[SIGNAL_PIN_STRENGTHENED], 0);
      return;
    }
  g_signal_emit (self, signals[SIGNAL_PINS_CHANGED], 0); /* of the certificate that was noted */
  if (!self->has_told_of_second_pin && fl_broker_has_second_pin_of (self->broker, leaf))
    {
      self->has_told_of_second_pin = TRUE;
      g_signal_emit (self, signals[SIGNAL_PLANNED_PIN_USED], 0);
    }
}

/* An unchecked certificate is remembered all the same, so that a change can be said. */
static void
look_at_certificate (FlSessionKeeper *self)
{
  FlCertificate *leaf = get_leaf (self);
  const char *remembered = fl_broker_get_remembered_sha256 (self->broker);
  const char *seen = leaf != NULL ? fl_certificate_get_sha256 (leaf) : NULL;

  if (seen == NULL || fl_broker_get_trust_way (self->broker) != FL_TRUST_INSECURE)
    return;
  self->certificate_changed = *remembered != '\0' && !g_str_equal (remembered, seen);
  if (*remembered == '\0')
    fl_broker_remember_certificate (self->broker, seen, now_s ());
}

static void
state_changed_cb (FlSessionKeeper *self)
{
  if (fl_session_get_state (self->session) != FL_SESSION_STATE_ONLINE)
    return;
  self->was_online = TRUE;
  if (fl_broker_get_tls (self->broker))
    g_object_set (self->broker, "tls-seen", TRUE, NULL);
  look_at_certificate (self);
  save_broker (self);
  look_at_pins (self);
}

static void
session_closed_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GApplication) application = user_data;

  fl_session_close_finish (FL_SESSION (source), result, NULL);
  if (application != NULL)
    g_application_release (application);
}

/* The broker is told that we go, also when the window is gone already. */
static void
drop_session (FlSessionKeeper *self)
{
  GApplication *application = g_application_get_default ();
  g_autoptr(FlSession) session = g_steal_pointer (&self->session);

  if (session == NULL)
    return;
  g_signal_handlers_disconnect_by_data (session, self);
  if (application != NULL)
    g_application_hold (g_object_ref (application));
  fl_session_close_async (session, NULL, session_closed_cb, application);
}

static void
take_session (FlSessionKeeper *self,
              FlSession       *session)
{
  drop_session (self);
  self->session = session;
  self->was_online = FALSE;
  self->certificate_changed = FALSE;
  g_signal_connect_swapped (session, "notify::state", G_CALLBACK (state_changed_cb), self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

static void
start_session (FlSessionKeeper *self)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(FlLinkSettings) link_settings = fl_broker_dup_link_settings (self->broker, self->secrets, &error);
  g_autoptr(FlDeviceSettings) device_settings = NULL;
  g_autoptr(FlKeyRing) keys = NULL;
  g_autofree char *base_topic = NULL;

  if (link_settings != NULL)
    device_settings = fl_broker_dup_device_settings (self->broker, &error);
  if (device_settings == NULL || !fl_broker_secrets_dup_key_ring (self->secrets, &keys, &error))
    {
      g_signal_emit (self, signals[SIGNAL_IMPOSSIBLE], 0, error->message);
      return;
    }
  base_topic = fl_broker_dup_base_topic (self->broker);
  take_session (self, fl_session_new (link_settings, keys, base_topic, device_settings, FL_SESSION_FRAME_MS));
  fl_session_open (self->session);
}

static void
secrets_loaded_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(FlSessionKeeper) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(FlBrokerSecrets) secrets = fl_keyring_load_finish (FL_KEYRING (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (secrets == NULL)
    secrets = fl_broker_secrets_new ();
  fl_session_keeper_open_with_secrets (self, secrets);
}

static gboolean
only_keys_differ (FlBrokerSecrets *before,
                  FlBrokerSecrets *after)
{
  for (int kind = 0; kind < FL_N_SECRET_KINDS; kind++)
    {
      FlSecret *a = fl_broker_secrets_get (before, (FlSecretKind) kind);
      FlSecret *b = fl_broker_secrets_get (after, (FlSecretKind) kind);

      if (kind == FL_SECRET_KIND_FERNET_KEYS)
        continue;
      if ((a == NULL) != (b == NULL) || (a != NULL && !fl_secret_equal (a, b)))
        return FALSE;
    }
  return TRUE;
}

static void
fl_session_keeper_get_property (GObject    *object,
                                guint       property_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  FlSessionKeeper *self = FL_SESSION_KEEPER (object);

  switch (property_id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_session_keeper_dispose (GObject *object)
{
  FlSessionKeeper *self = FL_SESSION_KEEPER (object);

  fl_session_keeper_close (self);
  g_clear_object (&self->broker);
  g_clear_object (&self->file);
  g_clear_object (&self->keyring);
  g_clear_pointer (&self->secrets, fl_broker_secrets_unref);
  g_clear_pointer (&self->pins_before, fl_broker_pins_free);
  G_OBJECT_CLASS (fl_session_keeper_parent_class)->dispose (object);
}

static void
fl_session_keeper_finalize (GObject *object)
{
  g_clear_object (&FL_SESSION_KEEPER (object)->cancellable);
  G_OBJECT_CLASS (fl_session_keeper_parent_class)->finalize (object);
}

static void
fl_session_keeper_class_init (FlSessionKeeperClass *klass)
{
  static const struct { guint id; const char *name; } plain_signals[] = {
    { SIGNAL_PINS_CHANGED, "pins-changed" },
    { SIGNAL_PIN_STRENGTHENED, "pin-strengthened" },
    { SIGNAL_PLANNED_PIN_USED, "planned-pin-used" },
  };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = fl_session_keeper_get_property;
  object_class->dispose = fl_session_keeper_dispose;
  object_class->finalize = fl_session_keeper_finalize;

  properties[PROP_SESSION] =
    g_param_spec_object ("session", NULL, NULL, FL_TYPE_SESSION, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_IMPOSSIBLE] =
    g_signal_new ("impossible", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);
  for (guint i = 0; i < G_N_ELEMENTS (plain_signals); i++)
    signals[plain_signals[i].id] =
      g_signal_new (plain_signals[i].name, G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 0);
}

static void
fl_session_keeper_init (FlSessionKeeper *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * fl_session_keeper_new:
 * @broker: whom to connect to
 * @file: (nullable): where it is saved once it was reached; none, never
 * @keyring: (nullable): where its secrets are; none, nowhere
 */
FlSessionKeeper *
fl_session_keeper_new (FlBroker     *broker,
                       FlBrokerFile *file,
                       FlKeyring    *keyring)
{
  FlSessionKeeper *self;

  g_return_val_if_fail (FL_IS_BROKER (broker), NULL);

  self = g_object_new (FL_TYPE_SESSION_KEEPER, NULL);
  self->broker = g_object_ref (broker);
  g_set_object (&self->file, file);
  g_set_object (&self->keyring, keyring);
  return self;
}

/* Asks the keyring for the secrets and connects. */
void
fl_session_keeper_open (FlSessionKeeper *self)
{
  g_return_if_fail (FL_IS_SESSION_KEEPER (self));
  g_return_if_fail (self->keyring != NULL);

  fl_keyring_load_async (self->keyring, fl_broker_get_id (self->broker), self->cancellable,
                         secrets_loaded_cb, g_object_ref (self));
}

/**
 * fl_session_keeper_open_with_secrets:
 * @secrets: instead of those in the keyring
 */
void
fl_session_keeper_open_with_secrets (FlSessionKeeper *self,
                                     FlBrokerSecrets *secrets)
{
  g_return_if_fail (FL_IS_SESSION_KEEPER (self));
  g_return_if_fail (secrets != NULL);

  take_secrets (self, secrets);
  start_session (self);
}

/* Tells the broker that we go. Idempotent. */
void
fl_session_keeper_close (FlSessionKeeper *self)
{
  g_return_if_fail (FL_IS_SESSION_KEEPER (self));

  g_cancellable_cancel (self->cancellable);
  drop_session (self);
}

/**
 * fl_session_keeper_sign_in:
 * @password: kept in the keyring
 * @plain_allowed: whether it may be sent without encryption
 */
void
fl_session_keeper_sign_in (FlSessionKeeper *self,
                           const char      *username,
                           FlSecret        *password,
                           gboolean         plain_allowed)
{
  g_autoptr(FlBrokerSecrets) secrets = NULL;

  g_return_if_fail (FL_IS_SESSION_KEEPER (self));
  g_return_if_fail (self->secrets != NULL);

  secrets = fl_broker_secrets_with (self->secrets, FL_SECRET_KIND_PASSWORD, password);
  g_object_set (self->broker, "username", username, "plain-password-allowed", plain_allowed, NULL);
  take_secrets (self, secrets);
  save_secrets (self);
  start_session (self);
}

void
fl_session_keeper_use_tls (FlSessionKeeper *self,
                           guint            port)
{
  g_return_if_fail (FL_IS_SESSION_KEEPER (self));

  g_object_set (self->broker, "tls", TRUE, "port", port, NULL);
  start_session (self);
}

/* FALSE, and nothing is done, if TLS was ever seen there: an attacker could have provoked the question. */
gboolean
fl_session_keeper_use_plain (FlSessionKeeper *self,
                             guint            port)
{
  g_return_val_if_fail (FL_IS_SESSION_KEEPER (self), FALSE);

  if (fl_broker_get_tls_seen (self->broker))
    return FALSE;
  g_object_set (self->broker, "tls", FALSE, "port", port, NULL);
  start_session (self);
  return TRUE;
}

/* From now on only this certificate is accepted. */
void
fl_session_keeper_trust_pin (FlSessionKeeper *self,
                             FlPin           *pin)
{
  FlCertificate *leaf;

  g_return_if_fail (FL_IS_SESSION_KEEPER (self));
  g_return_if_fail (pin != NULL);

  begin_pin_change (self, PIN_TRUSTED);
  leaf = get_leaf (self);
  fl_broker_trust_pin (self->broker, pin, now_s ());
  if (leaf != NULL)
    fl_broker_note_pinned_certificate (self->broker, leaf);
  save_broker (self);
  start_session (self);
}

/* After a planned rotation: the second pin, which the broker has, is the only one from now on. */
void
fl_session_keeper_promote_second_pin (FlSessionKeeper *self)
{
  FlCertificate *leaf;

  g_return_if_fail (FL_IS_SESSION_KEEPER (self));

  leaf = get_leaf (self);
  if (leaf == NULL || !fl_broker_has_second_pin_of (self->broker, leaf))
    return;
  begin_pin_change (self, PIN_PROMOTED);
  fl_broker_promote_second_pin (self->broker, leaf, now_s ());
  apply_pins (self);
}

/**
 * fl_session_keeper_undo_pins:
 *
 * Takes back the last change of the pins: what was trusted before is trusted again, and nothing else. A SHA-1 that was
 * strengthened stays alone from then on.
 *
 * Returns: FALSE if there is nothing to undo
 */
gboolean
fl_session_keeper_undo_pins (FlSessionKeeper *self)
{
  g_autoptr(FlBrokerPins) before = NULL;

  g_return_val_if_fail (FL_IS_SESSION_KEEPER (self), FALSE);

  before = g_steal_pointer (&self->pins_before);
  if (before == NULL)
    return FALSE;
  fl_broker_restore_pins (self->broker, before);
  if (self->pin_change == PIN_STRENGTHENED)
    fl_broker_keep_sha1 (self->broker);
  if (self->pin_change == PIN_TRUSTED)
    start_session (self);
  else
    apply_pins (self);
  return TRUE;
}

/* The person has seen that the unchecked certificate is another one: it is the remembered one now. */
void
fl_session_keeper_accept_certificate (FlSessionKeeper *self)
{
  FlCertificate *leaf;

  g_return_if_fail (FL_IS_SESSION_KEEPER (self));

  leaf = get_leaf (self);
  if (leaf != NULL)
    fl_broker_remember_certificate (self->broker, fl_certificate_get_sha256 (leaf), now_s ());
  self->certificate_changed = FALSE;
}

/**
 * fl_session_keeper_take_edit:
 * @before: the broker before it was edited
 * @secrets: the new ones
 *
 * New keys open what is on the screen at once; anything else needs another connection.
 */
void
fl_session_keeper_take_edit (FlSessionKeeper *self,
                             JsonNode        *before,
                             FlBrokerSecrets *secrets)
{
  g_autoptr(JsonNode) after = NULL;
  g_autoptr(FlKeyRing) keys = NULL;
  gboolean keys_only;

  g_return_if_fail (FL_IS_SESSION_KEEPER (self));
  g_return_if_fail (before != NULL && secrets != NULL);

  after = fl_broker_to_json (self->broker);
  keys_only = self->session != NULL && json_node_equal (before, after) && only_keys_differ (self->secrets, secrets);
  g_clear_pointer (&self->pins_before, fl_broker_pins_free); /* nothing that was edited is undone */
  self->has_told_of_second_pin = FALSE;
  take_secrets (self, secrets);
  save_broker (self);
  save_secrets (self);
  if (!keys_only)
    start_session (self);
  else if (fl_broker_secrets_dup_key_ring (secrets, &keys, NULL))
    fl_session_set_keys (self->session, keys);
}

FlBroker *
fl_session_keeper_get_broker (FlSessionKeeper *self)
{
  g_return_val_if_fail (FL_IS_SESSION_KEEPER (self), NULL);

  return self->broker;
}

/* Returns: (nullable): %NULL until the keyring has answered */
FlBrokerSecrets *
fl_session_keeper_get_secrets (FlSessionKeeper *self)
{
  g_return_val_if_fail (FL_IS_SESSION_KEEPER (self), NULL);

  return self->secrets;
}

FlSession *
fl_session_keeper_get_session (FlSessionKeeper *self)
{
  g_return_val_if_fail (FL_IS_SESSION_KEEPER (self), NULL);

  return self->session;
}

gboolean
fl_session_keeper_is_saved (FlSessionKeeper *self)
{
  g_return_val_if_fail (FL_IS_SESSION_KEEPER (self), FALSE);

  return self->file != NULL && self->broker != NULL &&
         fl_broker_file_find (self->file, fl_broker_get_id (self->broker)) != NULL;
}

/* Whether it is saved once it was reached: all but the demo's. */
gboolean
fl_session_keeper_may_be_saved (FlSessionKeeper *self)
{
  g_return_val_if_fail (FL_IS_SESSION_KEEPER (self), FALSE);

  return self->file != NULL;
}

/* Whether the broker has taken us since the last answer. */
gboolean
fl_session_keeper_was_online (FlSessionKeeper *self)
{
  g_return_val_if_fail (FL_IS_SESSION_KEEPER (self), FALSE);

  return self->was_online;
}

/* Whether nobody checks the certificate and it is another one than last time. */
gboolean
fl_session_keeper_is_certificate_changed (FlSessionKeeper *self)
{
  g_return_val_if_fail (FL_IS_SESSION_KEEPER (self), FALSE);

  return self->certificate_changed;
}

/* Whether secrets outlive the application, as far as is known. */
gboolean
fl_session_keeper_has_keyring (FlSessionKeeper *self)
{
  g_return_val_if_fail (FL_IS_SESSION_KEEPER (self), FALSE);

  return self->keyring != NULL && fl_keyring_is_available (self->keyring);
}

/* Returns: (nullable): why the secrets that there are do not outlive the application */
const char *
fl_session_keeper_get_keyring_note (FlSessionKeeper *self)
{
  g_return_val_if_fail (FL_IS_SESSION_KEEPER (self), NULL);

  if (self->keyring == NULL || self->secrets == NULL || fl_broker_secrets_is_empty (self->secrets))
    return NULL;
  return fl_keyring_get_note (self->keyring);
}
