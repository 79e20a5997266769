/* How one kind of firmware uses topics and payloads: recognise a message, build a command, read a report; or: find out
 * from its messages which devices there are.
 *
 * No network, no clock, main thread only. A convention is pure where it can be; one whose device arrives in pieces keeps
 * what it has seen of each, bounded.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "devices/fl-device-enums.h"
#include "devices/fl-device-settings.h"
#include "devices/fl-discovery.h"

G_BEGIN_DECLS

#define FL_TYPE_CONVENTION (fl_convention_get_type ())

G_DECLARE_INTERFACE (FlConvention, fl_convention, FL, CONVENTION, GObject)

/* What a topic is to a convention. */
typedef enum
{
  FL_TOPIC_ROLE_NONE,         /* not its topic */
  FL_TOPIC_ROLE_REPORT,       /* only the device writes it */
  FL_TOPIC_ROLE_COMMAND,      /* only whoever switches writes it */
  FL_TOPIC_ROLE_SHARED,       /* commands and, perhaps, reports */
  FL_TOPIC_ROLE_AVAILABILITY, /* its last will */
  FL_TOPIC_ROLE_COPY          /* the same value again in another form: to be passed over */
} FlTopicRole;

/* A topic recognised. Empty one: { 0 }; clear it after use. */
typedef struct
{
  FlTopicRole role;
  gboolean guessed;    /* another convention's certain match is to be preferred */
  char *root;          /* the topic above all topics of the device */
  char *led;           /* the LED's name, NULL for availability */
  char *command_topic; /* where commands go */
  char *report_topic;  /* where reports come from; equal to command_topic: one topic */
} FlTopicMatch;

struct _FlConventionInterface
{
  GTypeInterface parent;

  gboolean       (*recognise)         (FlConvention *self,
                                       const char   *base,
                                       const char   *topic,
                                       FlTopicMatch *match);
  GBytes        *(*build_command)     (FlConvention *self,
                                       gboolean      on);
  FlLedState     (*read_report)       (FlConvention *self,
                                       const char   *led,
                                       const char   *text);
  FlAvailability (*read_availability) (FlConvention *self,
                                       const char   *text);

  /* What finds devices by itself has these two and none of the above; entities say all the rest. */
  gboolean           (*discover)    (FlConvention *self,
                                     const char   *base,
                                     const char   *topic,
                                     const char   *text,
                                     FlDiscovery  *discovery);
  const char *const *(*get_filters) (FlConvention *self);
};

void            fl_topic_match_clear             (FlTopicMatch *match);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FlTopicMatch, fl_topic_match_clear)

gboolean        fl_convention_recognise          (FlConvention *self,
                                                  const char   *base,
                                                  const char   *topic,
                                                  FlTopicMatch *match);
GBytes         *fl_convention_build_command      (FlConvention *self,
                                                  gboolean      on) G_GNUC_WARN_UNUSED_RESULT;
FlLedState      fl_convention_read_report        (FlConvention *self,
                                                  const char   *led,
                                                  const char   *text);
FlAvailability  fl_convention_read_availability  (FlConvention *self,
                                                  const char   *text);

/* TRUE: the message is one of this convention, and the discovery (empty at first) says what it means; FALSE: it is left
 * empty. text: the payload in the clear, "" for an empty one: that is how a retained document is taken back. Called for
 * each message on a topic that no entity is known to use, and for each on a topic that was a document before; so say
 * FALSE by the topic alone wherever it can be done. */
gboolean           fl_convention_discover        (FlConvention *self,
                                                  const char   *base,
                                                  const char   *topic,
                                                  const char   *text,
                                                  FlDiscovery  *discovery);
/* Filters outside the base ("homeassistant/+/+/config"), NULL-terminated, never NULL, transfer none. */
const char *const *fl_convention_get_filters     (FlConvention *self);

/* For conventions. What on and off look like in most firmwares, the settings' own words first. */
FlLedState      fl_convention_read_words         (FlDeviceSettings *settings,
                                                  const char       *led,
                                                  const char       *text);
/* Whether the broker's own templates name this topic as a LED's: then no pattern of a firmware may take it. */
gboolean        fl_convention_is_configured      (FlDeviceSettings *settings,
                                                  const char       *base,
                                                  const char       *topic);
/* Whether a topic level names a LED by itself: led, LED, led2, led-green; not "ledger". */
gboolean        fl_convention_names_led          (const char       *level);
/* The topic of the card a topic belongs to: the base for topics directly under it, else
 * base/DEVICE; NULL: not below the base. */
char           *fl_convention_dup_root           (const char       *base,
                                                  const char       *topic) G_GNUC_WARN_UNUSED_RESULT;
/* The topic of a device below the base; device NULL: the base itself. */
char           *fl_convention_join               (const char       *base,
                                                  const char       *device) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
