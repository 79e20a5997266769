/* One thing that expires and has to be renewed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-upkeep-item"

#include "config.h"

#include "session/fl-upkeep-item.h"

#include "tls/fl-certificate-validity.h"

#include <glib/gi18n-lib.h>

#define DAY_S 86400
/* Beyond that a number of days says nothing. */
#define FAR_DAYS 730

struct _FlUpkeepItem
{
  GObject       parent_instance;

  FlUpkeepKind  kind;
  char         *broker;
  char         *place;
  char         *what;
  char         *advice;
  gint64        until;
};

G_DEFINE_FINAL_TYPE (FlUpkeepItem, fl_upkeep_item, G_TYPE_OBJECT)

static void
fl_upkeep_item_finalize (GObject *object)
{
  FlUpkeepItem *self = FL_UPKEEP_ITEM (object);

  g_free (self->broker);
  g_free (self->place);
  g_free (self->what);
  g_free (self->advice);
  G_OBJECT_CLASS (fl_upkeep_item_parent_class)->finalize (object);
}

static void
fl_upkeep_item_class_init (FlUpkeepItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fl_upkeep_item_finalize;
}

static void
fl_upkeep_item_init (FlUpkeepItem *self)
{
}

/**
 * fl_upkeep_item_new:
 * @broker: (nullable): id of the saved broker that it belongs to
 * @place: its name, or that of the folder
 * @what: what expires
 * @advice: what to do, a sentence
 * @until: Unix seconds, or %FL_CERTIFICATE_TIME_INVALID
 */
FlUpkeepItem *
fl_upkeep_item_new (FlUpkeepKind  kind,
                    const char   *broker,
                    const char   *place,
                    const char   *what,
                    const char   *advice,
                    gint64        until)
{
  FlUpkeepItem *self;

  g_return_val_if_fail (place != NULL && what != NULL && advice != NULL, NULL);

  self = g_object_new (FL_TYPE_UPKEEP_ITEM, NULL);
  self->kind = kind;
  self->broker = g_strdup (broker);
  self->place = g_strdup (place);
  self->what = g_strdup (what);
  self->advice = g_strdup (advice);
  self->until = until;
  return self;
}

FlUpkeepKind
fl_upkeep_item_get_kind (FlUpkeepItem *self)
{
  g_return_val_if_fail (FL_IS_UPKEEP_ITEM (self), FL_UPKEEP_SERVER);

  return self->kind;
}

/** fl_upkeep_item_get_broker: Returns: (nullable): id of the saved broker */
const char *
fl_upkeep_item_get_broker (FlUpkeepItem *self)
{
  g_return_val_if_fail (FL_IS_UPKEEP_ITEM (self), NULL);

  return self->broker;
}

const char *
fl_upkeep_item_get_place (FlUpkeepItem *self)
{
  g_return_val_if_fail (FL_IS_UPKEEP_ITEM (self), NULL);

  return self->place;
}

const char *
fl_upkeep_item_get_what (FlUpkeepItem *self)
{
  g_return_val_if_fail (FL_IS_UPKEEP_ITEM (self), NULL);

  return self->what;
}

const char *
fl_upkeep_item_get_advice (FlUpkeepItem *self)
{
  g_return_val_if_fail (FL_IS_UPKEEP_ITEM (self), NULL);

  return self->advice;
}

gint64
fl_upkeep_item_get_until (FlUpkeepItem *self)
{
  g_return_val_if_fail (FL_IS_UPKEEP_ITEM (self), 0);

  return self->until;
}

/** fl_upkeep_item_get_days_left: Returns: whole days; negative once it is over; %G_MININT64 without a date */
gint64
fl_upkeep_item_get_days_left (FlUpkeepItem *self,
                              gint64        now)
{
  gint64 left;

  g_return_val_if_fail (FL_IS_UPKEEP_ITEM (self), G_MININT64);

  if (self->until == FL_CERTIFICATE_TIME_INVALID)
    return G_MININT64;
  left = self->until - now;
  return left >= 0 ? left / DAY_S : -((-left + DAY_S - 1) / DAY_S);
}

/** fl_upkeep_item_describe_until: Returns: (transfer full): "12 January 2027, in 53 days" */
char *
fl_upkeep_item_describe_until (FlUpkeepItem *self,
                               gint64        now)
{
  g_autofree char *date = NULL;
  gint64 days;
  int n_days;

  g_return_val_if_fail (FL_IS_UPKEEP_ITEM (self), NULL);

  days = fl_upkeep_item_get_days_left (self, now);
  if (days == G_MININT64)
    return g_strdup (_("An unreadable date"));
  date = fl_certificate_validity_format_date (self->until);
  n_days = (int) MIN (ABS (days), G_MAXINT);
  if (days == 0)
    return g_strdup_printf (_("%s, within a day"), date);
  if (days > FAR_DAYS)
    return g_steal_pointer (&date);
  if (days > 0)
    return g_strdup_printf (ngettext ("%s, in %d day", "%s, in %d days", (unsigned long) n_days), date, n_days);
  return g_strdup_printf (ngettext ("%s, %d day ago", "%s, %d days ago", (unsigned long) n_days), date, n_days);
}
