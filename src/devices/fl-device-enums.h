/* The states a device and its parts can be in, and where a time comes from.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Unknown is the zero value and is never shown as off. */
typedef enum
{
  FL_LED_STATE_UNKNOWN,
  FL_LED_STATE_OFF,
  FL_LED_STATE_ON
} FlLedState;

/* What a LED's topics can prove. Only FL_LED_EVIDENCE_REPORTED lights the lamp. */
typedef enum
{
  FL_LED_EVIDENCE_NONE,     /* nothing comes back */
  FL_LED_EVIDENCE_ECHOED,   /* command and report share a topic: we see our own words again */
  FL_LED_EVIDENCE_REPORTED  /* a topic only the device writes */
} FlLedEvidence;

typedef enum
{
  FL_AVAILABILITY_UNKNOWN,
  FL_AVAILABILITY_ONLINE,
  FL_AVAILABILITY_OFFLINE
} FlAvailability;

/* What is known about the Fernet tokens of a device. */
typedef enum
{
  FL_ENCRYPTED_STATE_NONE,      /* no token was seen */
  FL_ENCRYPTED_STATE_OK,        /* every topic's latest token opened */
  FL_ENCRYPTED_STATE_WRONG_KEY, /* a token no key opens */
  FL_ENCRYPTED_STATE_NO_KEY,    /* a token, and no key to try */
  FL_ENCRYPTED_STATE_STOPPED    /* plain text where a token was due: not believed */
} FlEncryptedState;

typedef enum
{
  FL_ATTENTION_NONE,
  FL_ATTENTION_WARNING, /* amber: says what to do */
  FL_ATTENTION_ERROR    /* red: something was refused */
} FlAttention;

/* Where a value's time comes from; a retained copy without a time of its own has no age. */
typedef enum
{
  FL_TIME_ORIGIN_NONE,
  FL_TIME_ORIGIN_PAYLOAD,  /* timestamp, time or ts in the payload */
  FL_TIME_ORIGIN_TOKEN,    /* the Fernet token's time */
  FL_TIME_ORIGIN_ARRIVAL,  /* when it arrived here */
  FL_TIME_ORIGIN_RETAINED  /* a retained copy: older than its arrival, by how much is not known */
} FlTimeOrigin;

#define FL_TYPE_LED_STATE (fl_led_state_get_type ())
#define FL_TYPE_LED_EVIDENCE (fl_led_evidence_get_type ())
#define FL_TYPE_AVAILABILITY (fl_availability_get_type ())
#define FL_TYPE_ENCRYPTED_STATE (fl_encrypted_state_get_type ())
#define FL_TYPE_ATTENTION (fl_attention_get_type ())
#define FL_TYPE_TIME_ORIGIN (fl_time_origin_get_type ())

GType       fl_led_state_get_type       (void);
GType       fl_led_evidence_get_type    (void);
GType       fl_availability_get_type    (void);
GType       fl_encrypted_state_get_type (void);
GType       fl_attention_get_type       (void);
GType       fl_time_origin_get_type     (void);
const char *fl_led_state_to_code        (FlLedState       state);
const char *fl_led_evidence_to_code     (FlLedEvidence    evidence);
const char *fl_availability_to_code     (FlAvailability   availability);
const char *fl_encrypted_state_to_code  (FlEncryptedState state);
const char *fl_attention_to_code        (FlAttention      attention);
const char *fl_time_origin_to_code      (FlTimeOrigin origin);

G_END_DECLS
