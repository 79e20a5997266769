/* What of a light is set by degrees: brightness, colour, colour temperature.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#define G_LOG_DOMAIN "fernlight-level"

#include "devices/fl-level.h"

#include "mqtt/fl-link.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define DEFAULT_LIMIT_MS 5000

#define MAX_COLOR 0xffffff

/* Devices keep colours as hue and saturation: so much may be lost of a channel on the way. */
#define CHANNEL_TOLERANCE 4

struct _FlLevel
{
  GObject parent_instance;

  FlEntity *entity;
  const FlAspect *aspect; /* of the entity */
  double minimum;
  double maximum;

  gboolean has_report;
  double reported;

  gboolean pending;
  double wanted;
  gboolean is_waiting;  /* wanted is not sent yet */
  double sent;
  gint64 sent_at;       /* monotonic µs; 0: never */
  gboolean accepted;    /* the broker has acknowledged it */
  gboolean contradicted; /* something else was reported since */
  guint serial;         /* of the latest command: answers to older ones are stale */
  guint limit_ms;
  guint source;

  char *note;
  gboolean needs_attention;
  gboolean available;
  char *reason;

  FlPublisher *publisher;
  FlLevelClock clock;   /* NULL: the machine's */
  gpointer clock_data;
};

enum
{
  PROP_HAS_REPORT = 1,
  PROP_REPORTED,
  PROP_PENDING,
  PROP_WANTED,
  PROP_NOTE,
  PROP_NEEDS_ATTENTION,
  PROP_AVAILABLE,
  PROP_REASON,
  N_PROPERTIES
};

/* An answer still to come; the level may be gone by then. */
typedef struct
{
  GWeakRef level;
  guint serial;
} Errand;

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (FlLevel, fl_level, G_TYPE_OBJECT)

static void
notify (FlLevel *self,
        guint    property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static gint64
get_now (FlLevel *self)
{
  return self->clock != NULL ? self->clock (self->clock_data) : g_get_monotonic_time ();
}

static void
set_note (FlLevel    *self,
          const char *note,
          gboolean    needs_attention)
{
  if (g_strcmp0 (self->note, note) != 0)
    {
      g_free (self->note);
      self->note = g_strdup (note);
      notify (self, PROP_NOTE);
    }
  if (self->needs_attention != needs_attention)
    {
      self->needs_attention = needs_attention;
      notify (self, PROP_NEEDS_ATTENTION);
    }
}

static void
set_wish (FlLevel  *self,
          gboolean  pending,
          double    wanted)
{
  if (self->wanted != wanted)
    {
      self->wanted = wanted;
      notify (self, PROP_WANTED);
    }
  if (self->pending != pending)
    {
      self->pending = pending;
      notify (self, PROP_PENDING);
    }
}

/* Whoever hears that it is no longer pending finds the note that says why. */
static void
settle (FlLevel    *self,
        const char *note,
        gboolean    needs_attention)
{
  g_object_freeze_notify (G_OBJECT (self));
  g_clear_handle_id (&self->source, g_source_remove);
  self->is_waiting = FALSE;
  set_note (self, note, needs_attention);
  set_wish (self, FALSE, 0);
  g_object_thaw_notify (G_OBJECT (self));
}

static gboolean
reports (FlLevel *self)
{
  return self->aspect->state_topic != NULL && g_strcmp0 (self->aspect->state_topic, self->aspect->command_topic) != 0;
}

static gboolean
is_same_color (double a,
               double b)
{
  for (guint shift = 0; shift < 24; shift += 8)
    if (ABS ((int) ((guint) a >> shift & 0xff) - (int) ((guint) b >> shift & 0xff)) > CHANNEL_TOLERANCE)
      return FALSE;
  return TRUE;
}

/* A device that counts in percent brings 128 of 255 back as 127 or 129. */
static gboolean
is_same (FlLevel *self,
         double   a,
         double   b)
{
  if (self->aspect->kind == FL_ASPECT_COLOR)
    return is_same_color (a, b);
  return fabs (a - b) <= MAX (pow (10, -(double) self->aspect->decimals) / 2, (self->maximum - self->minimum) / 200) + 1e-9;
}

static gboolean
is_settable (FlLevel *self,
             double   number)
{
  return isfinite (number) && number >= self->minimum && number <= self->maximum &&
         (self->aspect->kind != FL_ASPECT_COLOR || number == floor (number));
}

static char *
build_payload (FlLevel *self,
               double   number)
{
  const guint rgb = self->aspect->kind == FL_ASPECT_COLOR ? (guint) number : 0;
  const FlAspectColor color = { (guint8) (rgb >> 16), (guint8) (rgb >> 8), (guint8) rgb };

  return self->aspect->kind == FL_ASPECT_COLOR ? fl_aspect_build_color (self->aspect, &color)
                                               : fl_aspect_build_number (self->aspect, number);
}

static void
errand_free (Errand *errand)
{
  g_weak_ref_clear (&errand->level);
  g_free (errand);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Errand, errand_free)

static void
accept_without_report (FlLevel *self)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%H:%M:%S");
  g_autofree char *note = g_strdup_printf (_("sent %s, accepted by the broker; this device does not report"), time);

  settle (self, note, FALSE);
}

static void
published_cb (const GError *error,
              gpointer      published_data)
{
  g_autoptr(Errand) errand = published_data;
  g_autoptr(FlLevel) self = g_weak_ref_get (&errand->level);

  if (self == NULL || errand->serial != self->serial || !self->pending || self->is_waiting)
    return;
  if (error != NULL)
    {
      g_autofree char *note = g_error_matches (error, FL_LINK_ERROR, FL_LINK_ERROR_LOST)
                                ? g_strdup_printf (_("not confirmed: %s"), error->message)
                                : g_strdup_printf (_("not sent: %s"), error->message);

      settle (self, note, TRUE);
      return;
    }
  self->accepted = TRUE;
  if (!reports (self))
    accept_without_report (self);
}

static void
send_wish (FlLevel *self,
           gint64   now)
{
  Errand *errand = g_new0 (Errand, 1);
  char *text = build_payload (self, self->wanted);
  g_autoptr(GBytes) payload = g_bytes_new_take (text, strlen (text));

  g_weak_ref_init (&errand->level, self);
  errand->serial = ++self->serial;
  self->is_waiting = FALSE;
  self->accepted = FALSE;
  self->contradicted = FALSE;
  self->sent = self->wanted;
  self->sent_at = now;
  fl_publisher_publish (self->publisher, self->aspect->command_topic, payload, FALSE, published_cb, errand);
}

static void
expire (FlLevel *self)
{
  g_autofree char *reported = self->contradicted ? fl_level_dup_text (self, self->reported) : NULL;
  /* Translators: %s is a brightness or a colour such as 40 % or #ff8000. */
  g_autofree char *note = reported != NULL ? g_strdup_printf (_("the device reports %s"), reported) : NULL;

  if (note != NULL)
    settle (self, note, TRUE);
  else
    settle (self, self->accepted ? _("not confirmed") : _("not confirmed: the broker has not accepted it either"), TRUE);
}

static gboolean
due_cb (gpointer user_data)
{
  FlLevel *self = user_data;

  self->source = 0;
  fl_level_tick (self);
  return G_SOURCE_REMOVE;
}

/* Monotonic µs. */
static gint64
get_next (FlLevel *self)
{
  return self->sent_at + (self->is_waiting ? FL_LEVEL_INTERVAL_US : (gint64) self->limit_ms * 1000);
}

static gboolean
read_report (FlLevel    *self,
             const char *text,
             double     *number)
{
  /* Also what is outside is shown as reported: no range here. */
  const FlAspect unbounded = { .kind = self->aspect->kind };
  FlAspectColor color;

  if (self->aspect->kind != FL_ASPECT_COLOR)
    return fl_aspect_read_number (&unbounded, text, number);
  if (!fl_aspect_read_color (self->aspect, text, &color))
    return FALSE;
  *number = (color.red << 16) + (color.green << 8) + color.blue;
  return TRUE;
}

static void
set_reported (FlLevel  *self,
              gboolean  has_report,
              double    reported)
{
  if (self->reported != reported)
    {
      self->reported = reported;
      notify (self, PROP_REPORTED);
    }
  if (self->has_report != has_report)
    {
      self->has_report = has_report;
      notify (self, PROP_HAS_REPORT);
    }
}

static void
fl_level_get_property (GObject    *object,
                       guint       property,
                       GValue     *value,
                       GParamSpec *pspec)
{
  FlLevel *self = FL_LEVEL (object);

  switch (property)
    {
    case PROP_HAS_REPORT:
      g_value_set_boolean (value, self->has_report);
      break;
    case PROP_REPORTED:
      g_value_set_double (value, self->reported);
      break;
    case PROP_PENDING:
      g_value_set_boolean (value, self->pending);
      break;
    case PROP_WANTED:
      g_value_set_double (value, self->wanted);
      break;
    case PROP_NOTE:
      g_value_set_string (value, self->note);
      break;
    case PROP_NEEDS_ATTENTION:
      g_value_set_boolean (value, self->needs_attention);
      break;
    case PROP_AVAILABLE:
      g_value_set_boolean (value, self->available);
      break;
    case PROP_REASON:
      g_value_set_string (value, self->reason);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
fl_level_dispose (GObject *object)
{
  FlLevel *self = FL_LEVEL (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_pointer (&self->publisher, fl_publisher_unref);

  G_OBJECT_CLASS (fl_level_parent_class)->dispose (object);
}

static void
fl_level_finalize (GObject *object)
{
  FlLevel *self = FL_LEVEL (object);

  fl_entity_unref (self->entity);
  g_free (self->note);
  g_free (self->reason);

  G_OBJECT_CLASS (fl_level_parent_class)->finalize (object);
}

static void
fl_level_class_init (FlLevelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = fl_level_get_property;
  object_class->dispose = fl_level_dispose;
  object_class->finalize = fl_level_finalize;

  properties[PROP_HAS_REPORT] = g_param_spec_boolean ("has-report", NULL, NULL, FALSE, flags);
  properties[PROP_REPORTED] = g_param_spec_double ("reported", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0, flags);
  properties[PROP_PENDING] = g_param_spec_boolean ("pending", NULL, NULL, FALSE, flags);
  properties[PROP_WANTED] = g_param_spec_double ("wanted", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0, flags);
  properties[PROP_NOTE] = g_param_spec_string ("note", NULL, NULL, NULL, flags);
  properties[PROP_NEEDS_ATTENTION] = g_param_spec_boolean ("needs-attention", NULL, NULL, FALSE, flags);
  properties[PROP_AVAILABLE] = g_param_spec_boolean ("available", NULL, NULL, FALSE, flags);
  properties[PROP_REASON] = g_param_spec_string ("reason", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
fl_level_init (FlLevel *self)
{
  self->limit_ms = DEFAULT_LIMIT_MS;
}

FlAspectKind
fl_level_get_kind (FlLevel *self)
{
  g_return_val_if_fail (FL_IS_LEVEL (self), FL_ASPECT_VALUE);

  return self->aspect->kind;
}

const FlAspect *
fl_level_get_aspect (FlLevel *self)
{
  g_return_val_if_fail (FL_IS_LEVEL (self), NULL);

  return self->aspect;
}

double
fl_level_get_minimum (FlLevel *self)
{
  g_return_val_if_fail (FL_IS_LEVEL (self), 0);

  return self->minimum;
}

double
fl_level_get_maximum (FlLevel *self)
{
  g_return_val_if_fail (FL_IS_LEVEL (self), 0);

  return self->maximum;
}

gboolean
fl_level_get_has_report (FlLevel *self)
{
  g_return_val_if_fail (FL_IS_LEVEL (self), FALSE);

  return self->has_report;
}

double
fl_level_get_reported (FlLevel *self)
{
  g_return_val_if_fail (FL_IS_LEVEL (self), 0);

  return self->reported;
}

gboolean
fl_level_is_out_of_range (FlLevel *self)
{
  g_return_val_if_fail (FL_IS_LEVEL (self), FALSE);

  return self->has_report && (self->reported < self->minimum || self->reported > self->maximum);
}

gboolean
fl_level_get_pending (FlLevel *self)
{
  g_return_val_if_fail (FL_IS_LEVEL (self), FALSE);

  return self->pending;
}

double
fl_level_get_wanted (FlLevel *self)
{
  g_return_val_if_fail (FL_IS_LEVEL (self), 0);

  return self->wanted;
}

const char *
fl_level_get_note (FlLevel *self)
{
  g_return_val_if_fail (FL_IS_LEVEL (self), NULL);

  return self->note;
}

gboolean
fl_level_get_needs_attention (FlLevel *self)
{
  g_return_val_if_fail (FL_IS_LEVEL (self), FALSE);

  return self->needs_attention;
}

gboolean
fl_level_get_available (FlLevel *self)
{
  g_return_val_if_fail (FL_IS_LEVEL (self), FALSE);

  return self->available;
}

const char *
fl_level_get_reason (FlLevel *self)
{
  g_return_val_if_fail (FL_IS_LEVEL (self), NULL);

  return self->reason;
}

char *
fl_level_dup_text (FlLevel *self,
                   double   number)
{
  g_return_val_if_fail (FL_IS_LEVEL (self), NULL);

  if (self->aspect->kind == FL_ASPECT_COLOR)
    return g_strdup_printf ("#%06x", (guint) CLAMP (number, 0, MAX_COLOR));
  if (self->aspect->kind == FL_ASPECT_COLOR_TEMPERATURE)
    return g_strdup_printf (self->aspect->kelvin ? _("%.0f K") : _("%.0f mired"), number);
  if (number < self->minimum || number > self->maximum)
    return g_strdup_printf ("%g", number);
  /* Translators: a brightness in percent. */
  return g_strdup_printf (_("%.0f %%"), 100 * number / self->maximum);
}

/* Wishes it were so. While one command follows the other too fast, only the last goes out. */
gboolean
fl_level_command (FlLevel *self,
                  double   number)
{
  g_return_val_if_fail (FL_IS_LEVEL (self), FALSE);

  if (!self->available || self->publisher == NULL || self->aspect->command_topic == NULL || !is_settable (self, number))
    return FALSE;

  g_object_freeze_notify (G_OBJECT (self));
  self->is_waiting = TRUE;
  set_note (self, NULL, FALSE);
  set_wish (self, TRUE, number);
  fl_level_tick (self);
  g_object_thaw_notify (G_OBJECT (self));
  return TRUE;
}

/* NULL: the entity has no such aspect. */
FlLevel *
fl_level_new (FlEntity    *entity,
              FlAspectKind kind)
{
  const FlAspect *aspect;
  FlLevel *self;

  g_return_val_if_fail (entity != NULL, NULL);
  g_return_val_if_fail (kind == FL_ASPECT_BRIGHTNESS || kind == FL_ASPECT_COLOR || kind == FL_ASPECT_COLOR_TEMPERATURE, NULL);

  aspect = fl_entity_find_aspect (entity, kind);
  if (aspect == NULL)
    return NULL;
  self = g_object_new (FL_TYPE_LEVEL, NULL);
  self->entity = fl_entity_ref (entity);
  self->aspect = aspect;
  self->minimum = aspect->minimum;
  self->maximum = aspect->maximum;
  if (kind == FL_ASPECT_COLOR)
    {
      self->minimum = 0;
      self->maximum = MAX_COLOR;
    }
  else if (self->maximum <= self->minimum)
    {
      self->minimum = kind == FL_ASPECT_BRIGHTNESS ? 0 : aspect->kelvin ? 2000 : 153;
      self->maximum = kind == FL_ASPECT_BRIGHTNESS ? 255 : aspect->kelvin ? 6500 : 500;
    }
  return self;
}

void
fl_level_set_publisher (FlLevel     *self,
                        FlPublisher *publisher)
{
  g_return_if_fail (FL_IS_LEVEL (self));

  if (publisher != NULL)
    fl_publisher_ref (publisher);
  g_clear_pointer (&self->publisher, fl_publisher_unref);
  self->publisher = publisher;
}

/* How long a command may stay unconfirmed, in ms. */
void
fl_level_set_limit_ms (FlLevel *self,
                       guint    limit_ms)
{
  g_return_if_fail (FL_IS_LEVEL (self) && limit_ms > 0);

  self->limit_ms = limit_ms;
}

/* reason: a translated sentence; NULL if available. What was on its way ends with it, and nothing is kept for later. */
void
fl_level_set_available (FlLevel    *self,
                        gboolean    available,
                        const char *reason)
{
  g_return_if_fail (FL_IS_LEVEL (self) && (available || reason != NULL));

  g_object_freeze_notify (G_OBJECT (self));
  if (g_strcmp0 (self->reason, available ? NULL : reason) != 0)
    {
      g_free (self->reason);
      self->reason = available ? NULL : g_strdup (reason);
      notify (self, PROP_REASON);
    }
  if (self->available != available)
    {
      self->available = available;
      notify (self, PROP_AVAILABLE);
    }
  if (!available && self->pending)
    {
      g_autofree char *note = g_strdup_printf (_("not confirmed: %s"), reason);

      settle (self, note, TRUE);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

/* retained: a copy the broker kept, or a message seen before: it tells the state, but settles no command. */
void
fl_level_take_report (FlLevel    *self,
                      const char *text,
                      gboolean    retained)
{
  double number = 0;
  gboolean is_read;

  g_return_if_fail (FL_IS_LEVEL (self) && text != NULL);

  if (!reports (self))
    return;
  is_read = read_report (self, text, &number);
  g_object_freeze_notify (G_OBJECT (self));
  set_reported (self, is_read, number);
  if (!is_read && !self->pending)
    set_note (self, _("the device’s report cannot be read"), TRUE);
  else if (!retained && self->pending && !self->is_waiting && is_read)
    {
      if (is_same (self, number, self->sent))
        settle (self, NULL, FALSE);
      else
        self->contradicted = TRUE;
    }
  else if (!self->pending)
    set_note (self, NULL, FALSE);
  g_object_thaw_notify (G_OBJECT (self));
}

void
fl_level_set_clock (FlLevel      *self,
                    FlLevelClock  clock,
                    gpointer      user_data)
{
  g_return_if_fail (FL_IS_LEVEL (self));

  self->clock = clock;
  self->clock_data = user_data;
}

void
fl_level_tick (FlLevel *self)
{
  g_autoptr(FlLevel) hold = NULL;
  gint64 now;

  g_return_if_fail (FL_IS_LEVEL (self));

  hold = g_object_ref (self);
  now = get_now (self);
  if (self->is_waiting && (self->sent_at == 0 || now >= get_next (self)))
    send_wish (self, now);
  else if (self->pending && !self->is_waiting && now >= get_next (self))
    expire (self);

  g_clear_handle_id (&self->source, g_source_remove);
  if (self->pending && self->clock == NULL)
    self->source = g_timeout_add ((guint) (MAX (get_next (self) - now, 0) / 1000 + 1), due_cb, self);
}
