/* One row of the topic list: name, value, age, count and rate.
 *
 * The list calls fl_topic_row_update() a few times a second for the rows on the screen: however fast messages come,
 * labels change no faster.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-topic-row"

#include "config.h"

#include "ui/fl-topic-row.h"

#include <glib/gi18n.h>
#include <string.h>

#include "messages/fl-payload.h"
#include "messages/fl-text.h"
#include "messages/fl-topic-name.h"
#include "ui/fl-format.h"
#include "ui/fl-ui.h"

#define MAX_NAME_CHARACTERS  200
#define MAX_VALUE_CHARACTERS 120
#define MAX_VALUE_BYTES      24
#define MAX_VALUES           8

/* A mean of fewer messages says nothing. */
#define MIN_RATE_MESSAGES 3

struct _FlTopicRow
{
  GtkWidget  parent_instance;

  GtkWidget *grid;
  GtkImage  *icon;
  GtkLabel  *name;
  GtkLabel  *age;
  GtkLabel  *value;
  GtkLabel  *count;

  FlTopic   *topic;
  FlMessage *shown; /* whose value is shown */
};

G_DEFINE_FINAL_TYPE (FlTopicRow, fl_topic_row, GTK_TYPE_WIDGET)

/* Setting a label lays out the list anew; most of the time nothing changed. */
static void
set_text (GtkLabel   *label,
          const char *text)
{
  if (strcmp (gtk_label_get_label (label), text) != 0)
    gtk_label_set_label (label, text);
}

static void
show_value (FlTopicRow *self)
{
  FlMessage *latest = fl_topic_get_latest (self->topic);
  g_autofree char *text = NULL;

  if (latest != NULL)
    {
      if (latest == self->shown)
        return;
      text = fl_topic_row_dup_value (latest, MAX_VALUE_CHARACTERS);
      g_clear_pointer (&self->shown, fl_message_unref);
      self->shown = fl_message_ref (latest);
    }
  else
    {
      guint n = fl_topic_get_n_topics (self->topic);

      text = g_strdup_printf (ngettext ("%u topic", "%u topics", n), n);
    }
  set_text (self->value, text);
}

static void
show_icon (FlTopicRow *self)
{
  FlMessage *latest = fl_topic_get_latest (self->topic);
  gboolean is_failed = latest != NULL && fl_message_get_encryption (latest) == FL_MESSAGE_FAILED;
  gboolean is_decrypted = latest != NULL && fl_message_get_encryption (latest) == FL_MESSAGE_DECRYPTED;

  gtk_widget_set_visible (GTK_WIDGET (self->icon), is_failed || is_decrypted);
  gtk_image_set_from_icon_name (self->icon, is_failed ? "dialog-password-symbolic" : "channel-secure-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->icon), is_failed ? _("Encrypted, not opened") : _("Fernet, decrypted"));
  if (is_failed)
    gtk_widget_add_css_class (GTK_WIDGET (self->icon), "warning");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->icon), "warning");
}

static void
fl_topic_row_dispose (GObject *object)
{
  FlTopicRow *self = FL_TOPIC_ROW (object);

  g_clear_object (&self->topic);
  g_clear_pointer (&self->shown, fl_message_unref);
  g_clear_pointer (&self->grid, gtk_widget_unparent);

  G_OBJECT_CLASS (fl_topic_row_parent_class)->dispose (object);
}

static void
fl_topic_row_class_init (FlTopicRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fl_topic_row_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-topic-row"));
  gtk_widget_class_bind_template_child (widget_class, FlTopicRow, grid);
  gtk_widget_class_bind_template_child (widget_class, FlTopicRow, icon);
  gtk_widget_class_bind_template_child (widget_class, FlTopicRow, name);
  gtk_widget_class_bind_template_child (widget_class, FlTopicRow, age);
  gtk_widget_class_bind_template_child (widget_class, FlTopicRow, value);
  gtk_widget_class_bind_template_child (widget_class, FlTopicRow, count);
}

static void
fl_topic_row_init (FlTopicRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
fl_topic_row_new (void)
{
  return g_object_new (FL_TYPE_TOPIC_ROW, NULL);
}

/**
 * fl_topic_row_get_topic:
 *
 * Returns: (transfer none) (nullable): the topic
 */
FlTopic *
fl_topic_row_get_topic (FlTopicRow *self)
{
  g_return_val_if_fail (FL_IS_TOPIC_ROW (self), NULL);

  return self->topic;
}

/**
 * fl_topic_row_set_topic:
 * @topic: (nullable): the topic
 * @show_path: whether to show its whole name, not the last level
 */
void
fl_topic_row_set_topic (FlTopicRow *self,
                        FlTopic    *topic,
                        gboolean    show_path)
{
  g_autofree char *path = NULL;
  g_autofree char *shown = NULL;

  g_return_if_fail (FL_IS_TOPIC_ROW (self));

  g_set_object (&self->topic, topic);
  g_clear_pointer (&self->shown, fl_message_unref);
  if (topic == NULL)
    return;
  path = show_path ? fl_topic_dup_path (topic) : g_strdup (fl_topic_get_name (topic));
  shown = fl_text_shorten (path, -1, MAX_NAME_CHARACTERS);
  /* Translators: a level of a topic name that has no characters, as in "a//b" */
  gtk_label_set_label (self->name, *shown != '\0' ? shown : _("(empty)"));
  gtk_label_set_ellipsize (self->name, show_path ? PANGO_ELLIPSIZE_START : PANGO_ELLIPSIZE_END);
  fl_topic_row_update (self, g_get_real_time ());
}

/**
 * fl_topic_row_update:
 * @now: real time, µs
 *
 * Shows what the topic is now.
 */
void
fl_topic_row_update (FlTopicRow *self,
                     gint64      now)
{
  g_autofree char *age = NULL;
  g_autofree char *rate = NULL;
  g_autofree char *count = NULL;
  g_autofree char *counts = NULL;

  g_return_if_fail (FL_IS_TOPIC_ROW (self));

  if (self->topic == NULL)
    return;
  show_value (self);
  show_icon (self);
  age = fl_format_age (fl_topic_get_last_arrived (self->topic), now);
  rate = fl_topic_row_dup_rate (self->topic, now);
  count = fl_format_count (fl_topic_get_n_all_messages (self->topic));
  counts = *rate != '\0' ? g_strdup_printf ("%s · %s", count, rate) : g_strdup (count);
  set_text (self->age, age);
  set_text (self->count, counts);
}

/**
 * fl_topic_row_dup_rate:
 * @now: real time, µs
 *
 * Returns: (transfer full): how often the topic and those below speak, "" when it is not known
 */
char *
fl_topic_row_dup_rate (FlTopic *topic,
                       gint64   now)
{
  if (fl_topic_get_n_all_messages (topic) < MIN_RATE_MESSAGES)
    return g_strdup ("");
  return fl_format_rate (fl_topic_get_rate (topic, now));
}

/* "21.50, humidity 47.0": the readings of an object. NULL when there are none. */
static char *
dup_readings (FlMessage *message,
              guint      max_characters)
{
  g_autoptr(FlPayload) payload = fl_payload_new (message);
  const char *level = fl_topic_name_get_last_level (fl_message_get_topic (message));
  guint n = fl_payload_get_n_values (payload);
  g_autoptr(GString) text = g_string_new (NULL);

  if (fl_payload_get_kind (payload) != FL_PAYLOAD_JSON || n == 0 || fl_payload_get_n_tables (payload) > 0)
    return NULL;
  for (guint i = 0; i < MIN (n, MAX_VALUES); i++)
    {
      const FlValue *value = fl_payload_get_value (payload, i);

      if (i > 0)
        g_string_append (text, ", ");
      if (strcmp (value->name, level) != 0)
        g_string_append_printf (text, "%s ", value->name);
      g_string_append (text, value->text);
    }
  if (n > MAX_VALUES)
    g_string_append (text, ", …");
  return fl_text_shorten (text->str, (gssize) text->len, max_characters);
}

/**
 * fl_topic_row_dup_value:
 * @max_characters: how much of a text to show
 *
 * Returns: (transfer full): the payload, or its readings, as one line that is safe to show
 */
char *
fl_topic_row_dup_value (FlMessage *message,
                        guint      max_characters)
{
  gsize n;
  const char *text = fl_message_get_text (message, &n);
  const void *bytes = g_bytes_get_data (fl_message_get_payload (message), NULL);
  gsize size = g_bytes_get_size (fl_message_get_payload (message));
  g_autofree char *hex = NULL;
  char *readings;

  if (fl_message_get_encryption (message) == FL_MESSAGE_FAILED)
    return g_strdup (_("Encrypted"));
  if (size == 0)
    return g_strdup (_("(empty)"));
  readings = text != NULL ? dup_readings (message, max_characters) : NULL;
  if (readings != NULL)
    return readings;
  if (text != NULL)
    return fl_text_shorten (text, (gssize) n, max_characters);
  hex = fl_text_to_hex (bytes, MIN (size, MAX_VALUE_BYTES));
  return size > MAX_VALUE_BYTES ? g_strconcat (hex, " …", NULL) : g_steal_pointer (&hex);
}
