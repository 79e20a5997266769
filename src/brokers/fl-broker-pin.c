/* How the pins of a saved broker change, and how that is undone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-broker-pin"

#include "config.h"

#include "brokers/fl-broker-pin.h"

#include "brokers/fl-broker-private.h"
#include "tls/fl-certificate-parser.h"

#include <string.h>

static const FlBrokerField texts[] = {
  FL_BROKER_FIELD_PIN, FL_BROKER_FIELD_SECOND_PIN, FL_BROKER_FIELD_SKETCH_PIN, FL_BROKER_FIELD_PINNED_CERTIFICATE_PEM,
};

struct _FlBrokerPins
{
  FlTrustWay  way;
  gint64      since;
  gboolean    sha1_kept;
  char       *texts[G_N_ELEMENTS (texts)];
};

/* NULL: none, or none that can be read. */
static FlPin *
dup_pin (FlBroker      *self,
         FlBrokerField  field)
{
  return *self->texts[field] != '\0' ? fl_pin_parse (self->texts[field], NULL) : NULL;
}

static gboolean
is_pin_of (FlBroker      *self,
           FlBrokerField  field,
           FlCertificate *leaf)
{
  g_autoptr(FlPin) pin = dup_pin (self, field);

  return pin != NULL && fl_pin_matches (pin, leaf);
}

/* Everything about pins and the way to trust, to be restored by an Undo. */
FlBrokerPins *
fl_broker_save_pins (FlBroker *self)
{
  FlBrokerPins *pins;

  g_return_val_if_fail (FL_IS_BROKER (self), NULL);

  pins = g_new0 (FlBrokerPins, 1);
  pins->way = fl_broker_get_trust_way (self);
  pins->since = fl_broker_get_pin_since (self);
  pins->sha1_kept = self->numbers[FL_BROKER_FIELD_SHA1_KEPT] != 0;
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    pins->texts[i] = g_strdup (self->texts[texts[i]]);
  return pins;
}

void
fl_broker_restore_pins (FlBroker     *self,
                        FlBrokerPins *pins)
{
  g_return_if_fail (FL_IS_BROKER (self));
  g_return_if_fail (pins != NULL);

  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    fl_broker_set_text (self, texts[i], pins->texts[i]);
  g_object_set (self, "pin-since", pins->since, "sha1-kept", pins->sha1_kept, NULL);
  fl_broker_set_trust_way (self, pins->way);
  g_object_thaw_notify (G_OBJECT (self));
}

void
fl_broker_pins_free (FlBrokerPins *pins)
{
  g_return_if_fail (pins != NULL);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (pins->texts[i]);
  g_free (pins);
}

/**
 * fl_broker_strengthen_pin:
 * @self: a broker
 * @leaf: the certificate of a connection that was trusted by its pin
 *
 * Where the pin is a SHA-1 and @leaf has it, the pin becomes the SHA-256 of @leaf, and the SHA-1 is kept to be shown. The
 * date stays: what was trusted is the same. Nothing is done where the person wants the SHA-1 alone.
 *
 * Returns: whether the pin was changed
 */
gboolean
fl_broker_strengthen_pin (FlBroker      *self,
                          FlCertificate *leaf)
{
  g_autoptr(FlPin) pin = NULL;
  g_autoptr(FlPin) strong = NULL;
  g_autofree char *sketch = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (FL_IS_BROKER (self), FALSE);
  g_return_val_if_fail (leaf != NULL, FALSE);

  pin = dup_pin (self, FL_BROKER_FIELD_PIN);
  if (fl_broker_get_trust_way (self) != FL_TRUST_PIN || self->numbers[FL_BROKER_FIELD_SHA1_KEPT] != 0
      || pin == NULL || !fl_pin_is_weak (pin) || !fl_pin_matches (pin, leaf))
    return FALSE;
  strong = fl_pin_new_for_certificate (leaf, FL_PIN_SHA256);
  text = fl_pin_to_text (strong);
  sketch = g_strdup (self->texts[FL_BROKER_FIELD_PIN]);
  g_object_freeze_notify (G_OBJECT (self));
  fl_broker_set_text (self, FL_BROKER_FIELD_SKETCH_PIN, sketch);
  fl_broker_set_text (self, FL_BROKER_FIELD_PIN, text);
  g_object_thaw_notify (G_OBJECT (self));
  return TRUE;
}

/* The person wants the SHA-1 alone: not asked again until the pin is changed. */
void
fl_broker_keep_sha1 (FlBroker *self)
{
  g_return_if_fail (FL_IS_BROKER (self));

  g_object_set (self, "sha1-kept", TRUE, NULL);
}

/* Whether the planned certificate is in use: @leaf has the second pin and not the first. */
gboolean
fl_broker_has_second_pin_of (FlBroker      *self,
                             FlCertificate *leaf)
{
  g_return_val_if_fail (FL_IS_BROKER (self), FALSE);
  g_return_val_if_fail (leaf != NULL, FALSE);

  return fl_broker_get_trust_way (self) == FL_TRUST_PIN && !is_pin_of (self, FL_BROKER_FIELD_PIN, leaf)
         && is_pin_of (self, FL_BROKER_FIELD_SECOND_PIN, leaf);
}

/**
 * fl_broker_promote_second_pin:
 * @self: a broker
 * @leaf: the certificate of a connection that was trusted
 * @now_s: Unix time in seconds
 *
 * After a planned rotation: the second pin is the only one from now on, and strengthened if it is a SHA-1.
 *
 * Returns: FALSE, and nothing is changed, unless @leaf has the second pin and not the first
 */
gboolean
fl_broker_promote_second_pin (FlBroker      *self,
                              FlCertificate *leaf,
                              gint64         now_s)
{
  g_autoptr(FlPin) pin = NULL;

  if (!fl_broker_has_second_pin_of (self, leaf))
    return FALSE;
  pin = dup_pin (self, FL_BROKER_FIELD_SECOND_PIN);
  g_object_freeze_notify (G_OBJECT (self));
  fl_broker_trust_pin (self, pin, now_s);
  fl_broker_set_text (self, FL_BROKER_FIELD_SECOND_PIN, "");
  fl_broker_strengthen_pin (self, leaf);
  fl_broker_note_pinned_certificate (self, leaf);
  g_object_thaw_notify (G_OBJECT (self));
  return TRUE;
}

/**
 * fl_broker_note_pinned_certificate:
 * @self: a broker
 * @leaf: the certificate it shows
 *
 * So that a renewal can be shown beside what was there before. Only a certificate that has a pin is remembered.
 *
 * Returns: whether it has one
 */
gboolean
fl_broker_note_pinned_certificate (FlBroker      *self,
                                   FlCertificate *leaf)
{
  g_return_val_if_fail (FL_IS_BROKER (self), FALSE);
  g_return_val_if_fail (leaf != NULL, FALSE);

  if (fl_broker_get_trust_way (self) != FL_TRUST_PIN
      || (!is_pin_of (self, FL_BROKER_FIELD_PIN, leaf) && !is_pin_of (self, FL_BROKER_FIELD_SECOND_PIN, leaf)))
    return FALSE;
  fl_broker_set_text (self, FL_BROKER_FIELD_PINNED_CERTIFICATE_PEM, fl_certificate_get_pem (leaf));
  return TRUE;
}

/* (transfer full) (nullable): the certificate seen last under a pin */
FlCertificate *
fl_broker_dup_pinned_certificate (FlBroker *self)
{
  const char *text;
  g_autoptr(GBytes) pem = NULL;
  g_autoptr(GPtrArray) certificates = NULL;

  g_return_val_if_fail (FL_IS_BROKER (self), NULL);

  text = self->texts[FL_BROKER_FIELD_PINNED_CERTIFICATE_PEM];
  if (*text == '\0')
    return NULL;
  pem = g_bytes_new (text, strlen (text));
  certificates = fl_certificate_parse_all (pem, NULL);
  return certificates != NULL && certificates->len > 0 ? fl_certificate_ref (certificates->pdata[0]) : NULL;
}
