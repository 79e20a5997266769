/* An entity on a card: the LED or reading it became, and what its reports do to it.
 *
 * Main thread only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "devices/fl-device.h"
#include "devices/fl-entity.h"
#include "devices/fl-report.h"

G_BEGIN_DECLS

typedef struct _FlBinding FlBinding;

/* What a topic is to a binding. */
typedef enum
{
  FL_TOPIC_USE_REPORT,
  FL_TOPIC_USE_TARGET,
  FL_TOPIC_USE_COMMAND,
  FL_TOPIC_USE_AVAILABILITY
} FlTopicUseRole;

typedef struct
{
  FlBinding *binding;
  FlTopicUseRole role;
  guint position; /* of the aspect, or of the source of availability */
} FlTopicUse;

/* Called for each topic of the entity; the same topic may come several times. */
typedef void (*FlTopicUseFunc) (const char       *topic,
                                const FlTopicUse *use,
                                gpointer          user_data);

/* device: not owned, has to outlive it. NULL: its card is full. */
FlBinding      *fl_binding_new              (FlEntity           *entity,
                                             FlDevice           *device) G_GNUC_WARN_UNUSED_RESULT;
/* Takes the LED or reading off the card. */
void            fl_binding_free             (FlBinding          *self);
/* The same thing, described anew: same device and id, and switched or read as before. What was known of its state is
 * kept where its topics and words are. */
void            fl_binding_set_entity       (FlBinding          *self,
                                             FlEntity           *entity);
void            fl_binding_foreach_topic    (FlBinding          *self,
                                             FlTopicUseFunc      func,
                                             gpointer            user_data);
/* TRUE: its availability may have changed. */
gboolean        fl_binding_take             (const FlTopicUse   *use,
                                             const FlReport     *report);
FlEntity       *fl_binding_get_entity       (FlBinding          *self);
FlDevice       *fl_binding_get_device       (FlBinding          *self);
/* NULL: it is read. */
FlLed          *fl_binding_get_led          (FlBinding          *self);
FlAvailability  fl_binding_get_availability (FlBinding          *self);
/* Real µs, 0: not known. */
gint64          fl_binding_get_available_at (FlBinding          *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlBinding, fl_binding_free)

G_END_DECLS
