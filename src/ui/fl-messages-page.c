/* The Messages page: topics on one side, the chosen topic on the other.
 *
 * The page looks at its models a few times a second while it is on the screen; messages come as fast as they like.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-messages-page"

#include "config.h"

#include "ui/fl-messages-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "messages/fl-text.h"
#include "messages/fl-topic-history.h"
#include "messages/fl-topic-search.h"
#include "ui/fl-chart.h"
#include "ui/fl-format.h"
#include "ui/fl-message-view.h"
#include "ui/fl-publish-form.h"
#include "ui/fl-topic-list.h"
#include "ui/fl-topic-row.h"
#include "ui/fl-ui.h"

/* ms */
#define UPDATE_INTERVAL 250

#define MAX_VALUE_CHARACTERS 200
#define MAX_TOAST_CHARACTERS 60

struct _FlMessagesPage
{
  AdwBin          parent_instance;

  GtkStack       *stack;
  AdwToastOverlay *toasts;
  FlTopicList    *list;
  GtkLabel       *status;
  GtkWidget      *refused_box;
  GtkLabel       *refused;
  GtkMenuButton  *publish_button;
  FlPublishForm  *publish_form;
  GtkStack       *detail;
  GtkLabel       *path;
  GtkLabel       *summary;
  GtkWidget      *retained_badge;
  GtkWidget      *clear_button;
  GtkWidget      *earlier_box;
  GtkLabel       *earlier;
  FlMessageView  *message_view;
  GtkWidget      *chart_box;
  GtkLabel       *chart_name;
  GtkDropDown    *chart_chooser;
  GtkStringList  *chart_names;
  FlChart        *chart;
  GtkListBox     *history_list;

  FlTopicTree    *tree;
  FlTopicHistory *history;
  FlMessage      *chosen;       /* in the history; NULL: the latest is shown */
  FlMessage      *retained;     /* the last retained copy seen of the topic */
  guint           update_id;

  /* For undo. */
  char           *cleared_topic;
  FlMessage      *cleared;
};

enum
{
  PROP_0,
  PROP_TREE,
  PROP_SELECTED,
  N_PROPS
};

enum
{
  SIGNAL_PUBLISH,
  SIGNAL_USE_AS_LED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FlMessagesPage, fl_messages_page, ADW_TYPE_BIN)

/* --- The topic list's status --- */

static void
update_status (FlMessagesPage *self,
               gint64          now)
{
  guint n = fl_topic_tree_get_n_topics (self->tree);
  g_autofree char *count = fl_format_count (n);
  g_autofree char *topics = g_strdup_printf (ngettext ("%s topic", "%s topics", n), count);
  g_autofree char *rate = fl_format_rate (fl_topic_tree_get_rate (self->tree, now));
  g_autofree char *text = NULL;

  if (fl_topic_list_is_search_full (self->list))
    text = g_strdup_printf (_("The first %d found of %s"), FL_TOPIC_SEARCH_MAX_RESULTS, topics);
  else
    text = *rate != '\0' ? g_strdup_printf ("%s · %s", topics, rate) : g_strdup (topics);
  gtk_label_set_label (self->status, text);
}

static void
update_refused (FlMessagesPage *self)
{
  guint64 n = fl_topic_tree_get_n_refused (self->tree);
  g_autofree char *count = fl_format_count (n);
  g_autofree char *ceiling = fl_format_count (fl_topic_tree_get_ceiling (self->tree));
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->refused_box, n > 0);
  if (n == 0)
    return;
  text = g_strdup_printf (ngettext ("%s message is not shown: more than %s topics", "%s messages are not shown: more than %s topics", n),
                          count, ceiling);
  gtk_label_set_label (self->refused, text);
}

/* --- The chosen topic --- */

static FlTopic *
get_topic (FlMessagesPage *self)
{
  return self->history != NULL ? fl_topic_history_get_topic (self->history) : NULL;
}

static void
update_summary (FlMessagesPage *self,
                gint64          now)
{
  FlTopic *topic = get_topic (self);
  guint64 n = fl_topic_get_n_messages (topic);
  FlMessage *latest = fl_topic_get_latest (topic);
  g_autofree char *count = fl_format_count (n);
  g_autofree char *messages = g_strdup_printf (ngettext ("%s message", "%s messages", n), count);
  g_autofree char *rate = fl_topic_row_dup_rate (topic, now);
  g_autofree char *age = latest != NULL ? fl_format_age (fl_message_get_arrived (latest), now) : NULL;
  g_autoptr(GString) text = g_string_new (messages);

  if (*rate != '\0')
    g_string_append_printf (text, " · %s", rate);
  if (age != NULL)
    {
      g_string_append (text, " · ");
      g_string_append_printf (text, _("last: %s"), age);
    }
  gtk_label_set_label (self->summary, text->str);
}

static void
update_message (FlMessagesPage *self)
{
  FlMessage *latest = fl_topic_get_latest (get_topic (self));
  FlMessage *shown = self->chosen != NULL ? self->chosen : latest;

  gtk_widget_set_visible (self->earlier_box, self->chosen != NULL && self->chosen != latest);
  gtk_widget_set_visible (self->retained_badge, shown != NULL && fl_message_is_retained (shown));
  gtk_widget_set_visible (self->clear_button, self->retained != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->message_view), shown != NULL);
  fl_message_view_set_message (self->message_view, shown);
}

static void
update_chart (FlMessagesPage *self)
{
  guint position = gtk_drop_down_get_selected (self->chart_chooser);
  FlSeries *series = fl_topic_history_get_series (self->history, position != GTK_INVALID_LIST_POSITION ? position : 0);
  guint n = fl_topic_history_get_n_series (self->history);

  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->chart_names)); i < n; i++)
    {
      g_autofree char *name = fl_text_shorten (fl_topic_history_get_series_name (self->history, i), -1, 40);

      gtk_string_list_append (self->chart_names, name);
      if (i == 0)
        gtk_label_set_label (self->chart_name, name);
    }
  gtk_widget_set_visible (self->chart_box, series != NULL && fl_series_get_n_points (series) > 1);
  gtk_widget_set_visible (GTK_WIDGET (self->chart_chooser), n > 1);
  gtk_widget_set_visible (GTK_WIDGET (self->chart_name), n <= 1);
  fl_chart_set_series (self->chart, series);
}

static void
update_topic (FlMessagesPage *self,
              gint64          now)
{
  if (self->history == NULL)
    return;
  update_summary (self, now);
  update_message (self);
  update_chart (self);
}

static void
update (FlMessagesPage *self)
{
  gint64 now = g_get_real_time ();

  if (self->tree == NULL)
    return;
  fl_topic_list_update (self->list, now);
  update_status (self, now);
  update_refused (self);
  update_topic (self, now);
}

static gboolean
update_cb (gpointer user_data)
{
  update (user_data);
  return G_SOURCE_CONTINUE;
}

/* --- History --- */

static GtkWidget *
label_new (const char *text,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "numeric");
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
create_history_row (gpointer item,
                    gpointer user_data)
{
  FlTopicHistoryEntry *entry = item;
  FlMessage *message = fl_topic_history_entry_get_message (entry);
  g_autofree char *time = fl_format_time (fl_message_get_arrived (message));
  g_autofree char *value = fl_topic_row_dup_value (message, MAX_VALUE_CHARACTERS);
  g_autofree char *difference = fl_topic_history_entry_dup_difference (entry);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *value_label = label_new (value, NULL);
  GtkWidget *difference_label;

  if (difference == NULL)
    difference = g_strdup (fl_message_is_retained (message) ? _("retained copy") : "");
  difference_label = label_new (difference, "dim-label");
  gtk_widget_add_css_class (box, "fl-history-row");
  gtk_box_append (GTK_BOX (box), label_new (time, "dim-label"));
  gtk_label_set_ellipsize (GTK_LABEL (value_label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (value_label, TRUE);
  gtk_box_append (GTK_BOX (box), value_label);
  gtk_label_set_ellipsize (GTK_LABEL (difference_label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (difference_label), 28);
  gtk_label_set_xalign (GTK_LABEL (difference_label), 1);
  gtk_widget_add_css_class (difference_label, "caption");
  gtk_box_append (GTK_BOX (box), difference_label);
  return box;
}

static void
history_activated_cb (FlMessagesPage *self,
                      GtkListBoxRow  *row)
{
  g_autoptr(FlTopicHistoryEntry) entry =
    g_list_model_get_item (G_LIST_MODEL (self->history), (guint) gtk_list_box_row_get_index (row));
  FlMessage *message;
  g_autofree char *time = NULL;
  g_autofree char *text = NULL;

  if (entry == NULL)
    return;
  message = fl_topic_history_entry_get_message (entry);
  g_clear_pointer (&self->chosen, fl_message_unref);
  self->chosen = fl_message_ref (message);
  time = fl_format_time (fl_message_get_arrived (message));
  text = g_strdup_printf (_("Message of %s"), time);
  gtk_label_set_label (self->earlier, text);
  update_message (self);
}

static void
show_latest_cb (FlMessagesPage *self)
{
  g_clear_pointer (&self->chosen, fl_message_unref);
  update_message (self);
}

/* Remembers the last retained copy, for clearing it; an empty one is the sign that it was cleared. */
static void
history_changed_cb (FlMessagesPage *self,
                    guint           position,
                    guint           removed,
                    guint           added)
{
  for (guint i = position + added; i > position; i--)
    {
      g_autoptr(FlTopicHistoryEntry) entry = g_list_model_get_item (G_LIST_MODEL (self->history), i - 1);
      FlMessage *message = fl_topic_history_entry_get_message (entry);

      if (fl_message_is_retained (message))
        {
          g_clear_pointer (&self->retained, fl_message_unref);
          self->retained = fl_message_ref (message);
        }
      else if (fl_message_get_true_size (message) == 0)
        g_clear_pointer (&self->retained, fl_message_unref);
    }
}

/* --- Choosing a topic --- */

static void
drop_history (FlMessagesPage *self)
{
  fl_chart_set_series (self->chart, NULL);
  gtk_list_box_bind_model (self->history_list, NULL, NULL, NULL, NULL);
  if (self->history != NULL)
    g_signal_handlers_disconnect_by_func (self->history, history_changed_cb, self);
  g_clear_object (&self->history);
  g_clear_pointer (&self->chosen, fl_message_unref);
  g_clear_pointer (&self->retained, fl_message_unref);
  gtk_string_list_splice (self->chart_names, 0, g_list_model_get_n_items (G_LIST_MODEL (self->chart_names)), NULL);
}

static void
show_topic (FlMessagesPage *self,
            FlTopic        *topic)
{
  g_autofree char *path = fl_topic_dup_path (topic);
  g_autofree char *shown = fl_text_escape (path, -1);

  self->history = fl_topic_history_new (topic);
  g_signal_connect_swapped (self->history, "items-changed", G_CALLBACK (history_changed_cb), self);
  history_changed_cb (self, 0, 0, g_list_model_get_n_items (G_LIST_MODEL (self->history)));
  gtk_list_box_bind_model (self->history_list, G_LIST_MODEL (self->history), create_history_row, NULL, NULL);
  gtk_label_set_label (self->path, shown);
  fl_publish_form_set_topic (self->publish_form, path);
}

static void
selected_changed_cb (FlMessagesPage *self)
{
  FlTopic *topic = fl_topic_list_get_selected (self->list);

  if (topic == get_topic (self) && topic != NULL)
    return;
  drop_history (self);
  gtk_stack_set_visible_child_name (self->detail, topic != NULL ? "topic" : "none");
  if (topic != NULL)
    {
      show_topic (self, topic);
      update_topic (self, g_get_real_time ());
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

/* Opened on the newest topic, which may still have to come. */
static void
newest_changed_cb (FlMessagesPage *self)
{
  FlTopic *newest = fl_topic_tree_get_newest (self->tree);

  gtk_stack_set_visible_child_name (self->stack, newest != NULL ? "topics" : "none");
  if (newest == NULL || fl_topic_list_get_selected (self->list) != NULL)
    return;
  fl_topic_list_select (self->list, newest);
  update (self);
}

static void
search_changed_cb (FlMessagesPage *self,
                   GtkSearchEntry *entry)
{
  fl_topic_list_set_search_text (self->list, gtk_editable_get_text (GTK_EDITABLE (entry)));
  update (self);
}

static void
chart_chosen_cb (FlMessagesPage *self)
{
  if (self->history != NULL)
    update_chart (self);
}

/* --- Publishing --- */

static void
publish_cb (FlMessagesPage *self,
            const char     *topic,
            GBytes         *payload,
            int             qos,
            gboolean        retained,
            gboolean        encrypt)
{
  gtk_menu_button_popdown (self->publish_button);
  g_signal_emit (self, signals[SIGNAL_PUBLISH], 0, topic, payload, qos, retained, encrypt);
}

static void
undo_clear_cb (FlMessagesPage *self)
{
  if (self->cleared == NULL)
    return;
  /* As it was: a token stays a token. */
  g_signal_emit (self, signals[SIGNAL_PUBLISH], 0, self->cleared_topic, fl_message_get_raw (self->cleared),
                 MIN (fl_message_get_qos (self->cleared), 1), TRUE, FALSE);
  g_clear_pointer (&self->cleared, fl_message_unref);
  g_clear_pointer (&self->cleared_topic, g_free);
}

static void
clear_retained_cb (FlMessagesPage *self)
{
  g_autoptr(GBytes) nothing = g_bytes_new_static ("", 0);
  g_autofree char *shown = NULL;
  g_autofree char *markup = NULL;
  g_autofree char *title = NULL;
  AdwToast *toast;

  if (self->retained == NULL)
    return;
  g_free (self->cleared_topic);
  self->cleared_topic = g_strdup (fl_message_get_topic (self->retained));
  g_clear_pointer (&self->cleared, fl_message_unref);
  self->cleared = g_steal_pointer (&self->retained);
  g_signal_emit (self, signals[SIGNAL_PUBLISH], 0, self->cleared_topic, nothing, 1, TRUE, FALSE);

  shown = fl_text_shorten (self->cleared_topic, -1, MAX_TOAST_CHARACTERS);
  markup = g_markup_escape_text (shown, -1);
  title = g_strdup_printf (_("Retained copy of %s cleared"), markup);
  toast = adw_toast_new (title);
  /* What was not kept whole cannot be put back. */
  if (!fl_message_is_cut (self->cleared))
    adw_toast_set_button_label (toast, _("Undo"));
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (undo_clear_cb), self, G_CONNECT_SWAPPED);
  adw_toast_overlay_add_toast (self->toasts, toast);
  update (self);
}

static void
copy_topic_cb (FlMessagesPage *self)
{
  FlTopic *topic = get_topic (self);
  g_autofree char *path = topic != NULL ? fl_topic_dup_path (topic) : NULL;

  if (path != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), path);
}

static void
use_as_led_cb (FlMessagesPage *self)
{
  FlTopic *topic = get_topic (self);
  g_autofree char *path = topic != NULL ? fl_topic_dup_path (topic) : NULL;

  if (path != NULL)
    g_signal_emit (self, signals[SIGNAL_USE_AS_LED], 0, path);
}

static void
fl_messages_page_map (GtkWidget *widget)
{
  FlMessagesPage *self = FL_MESSAGES_PAGE (widget);

  GTK_WIDGET_CLASS (fl_messages_page_parent_class)->map (widget);
  update (self);
  self->update_id = g_timeout_add (UPDATE_INTERVAL, update_cb, self);
}

static void
fl_messages_page_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&FL_MESSAGES_PAGE (widget)->update_id, g_source_remove);

  GTK_WIDGET_CLASS (fl_messages_page_parent_class)->unmap (widget);
}

static void
fl_messages_page_get_property (GObject    *object,
                               guint       property_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  FlMessagesPage *self = FL_MESSAGES_PAGE (object);

  switch (property_id)
    {
    case PROP_TREE:
      g_value_set_object (value, self->tree);
      break;
    case PROP_SELECTED:
      g_value_set_object (value, get_topic (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_messages_page_set_property (GObject      *object,
                               guint         property_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  FlMessagesPage *self = FL_MESSAGES_PAGE (object);

  switch (property_id)
    {
    case PROP_TREE:
      fl_messages_page_set_tree (self, g_value_get_object (value));
      break;
    case PROP_SELECTED:
      fl_messages_page_select (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_messages_page_dispose (GObject *object)
{
  FlMessagesPage *self = FL_MESSAGES_PAGE (object);

  fl_messages_page_set_tree (self, NULL);
  g_clear_handle_id (&self->update_id, g_source_remove);
  g_clear_pointer (&self->cleared, fl_message_unref);
  g_clear_pointer (&self->cleared_topic, g_free);

  G_OBJECT_CLASS (fl_messages_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, FlMessagesPage, stack);
  gtk_widget_class_bind_template_child (widget_class, FlMessagesPage, toasts);
  gtk_widget_class_bind_template_child (widget_class, FlMessagesPage, list);
  gtk_widget_class_bind_template_child (widget_class, FlMessagesPage, status);
  gtk_widget_class_bind_template_child (widget_class, FlMessagesPage, refused_box);
  gtk_widget_class_bind_template_child (widget_class, FlMessagesPage, refused);
  gtk_widget_class_bind_template_child (widget_class, FlMessagesPage, publish_button);
  gtk_widget_class_bind_template_child (widget_class, FlMessagesPage, publish_form);
  gtk_widget_class_bind_template_child (widget_class, FlMessagesPage, detail);
  gtk_widget_class_bind_template_child (widget_class, FlMessagesPage, path);
  gtk_widget_class_bind_template_child (widget_class, FlMessagesPage, summary);
  gtk_widget_class_bind_template_child (widget_class, FlMessagesPage, retained_badge);
  gtk_widget_class_bind_template_child (widget_class, FlMessagesPage, clear_button);
  gtk_widget_class_bind_template_child (widget_class, FlMessagesPage, earlier_box);
  gtk_widget_class_bind_template_child (widget_class, FlMessagesPage, earlier);
  gtk_widget_class_bind_template_child (widget_class, FlMessagesPage, message_view);
  gtk_widget_class_bind_template_child (widget_class, FlMessagesPage, chart_box);
  gtk_widget_class_bind_template_child (widget_class, FlMessagesPage, chart_name);
  gtk_widget_class_bind_template_child (widget_class, FlMessagesPage, chart_chooser);
  gtk_widget_class_bind_template_child (widget_class, FlMessagesPage, chart_names);
  gtk_widget_class_bind_template_child (widget_class, FlMessagesPage, chart);
  gtk_widget_class_bind_template_child (widget_class, FlMessagesPage, history_list);
}

static void
bind_callbacks (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, selected_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, publish_cb);
  gtk_widget_class_bind_template_callback (widget_class, clear_retained_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_topic_cb);
  gtk_widget_class_bind_template_callback (widget_class, use_as_led_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_latest_cb);
  gtk_widget_class_bind_template_callback (widget_class, chart_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, history_activated_cb);
}

static void
fl_messages_page_class_init (FlMessagesPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = fl_messages_page_get_property;
  object_class->set_property = fl_messages_page_set_property;
  object_class->dispose = fl_messages_page_dispose;
  widget_class->map = fl_messages_page_map;
  widget_class->unmap = fl_messages_page_unmap;

  properties[PROP_TREE] = g_param_spec_object ("tree", NULL, NULL, FL_TYPE_TOPIC_TREE, flags);
  properties[PROP_SELECTED] = g_param_spec_object ("selected", NULL, NULL, FL_TYPE_TOPIC, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_PUBLISH] =
    g_signal_new ("publish", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 5,
                  G_TYPE_STRING, G_TYPE_BYTES, G_TYPE_INT, G_TYPE_BOOLEAN, G_TYPE_BOOLEAN);
  signals[SIGNAL_USE_AS_LED] =
    g_signal_new ("use-as-led", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                  G_TYPE_STRING);

  g_type_ensure (FL_TYPE_CHART);
  g_type_ensure (FL_TYPE_MESSAGE_VIEW);
  g_type_ensure (FL_TYPE_PUBLISH_FORM);
  g_type_ensure (FL_TYPE_TOPIC_LIST);
  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-messages-page"));
  bind_children (widget_class);
  bind_callbacks (widget_class);
}

static void
fl_messages_page_init (FlMessagesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  fl_messages_page_set_can_encrypt (self, FALSE, FALSE);
}

GtkWidget *
fl_messages_page_new (void)
{
  return g_object_new (FL_TYPE_MESSAGES_PAGE, NULL);
}

/**
 * fl_messages_page_get_tree:
 *
 * Returns: (transfer none) (nullable): the topics
 */
FlTopicTree *
fl_messages_page_get_tree (FlMessagesPage *self)
{
  g_return_val_if_fail (FL_IS_MESSAGES_PAGE (self), NULL);

  return self->tree;
}

/**
 * fl_messages_page_set_tree:
 * @tree: (nullable): the topics of a session
 */
void
fl_messages_page_set_tree (FlMessagesPage *self,
                           FlTopicTree    *tree)
{
  g_return_if_fail (FL_IS_MESSAGES_PAGE (self));

  if (self->tree == tree)
    return;
  if (self->tree != NULL)
    {
      g_signal_handlers_disconnect_by_func (self->tree, newest_changed_cb, self);
      drop_history (self);
      gtk_stack_set_visible_child_name (self->detail, "none");
      gtk_stack_set_visible_child_name (self->stack, "none");
    }
  g_set_object (&self->tree, tree);
  fl_topic_list_set_tree (self->list, tree);
  if (tree != NULL)
    {
      g_signal_connect_swapped (tree, "notify::newest", G_CALLBACK (newest_changed_cb), self);
      newest_changed_cb (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TREE]);
}

/**
 * fl_messages_page_get_selected:
 *
 * Returns: (transfer none) (nullable): the topic shown
 */
FlTopic *
fl_messages_page_get_selected (FlMessagesPage *self)
{
  g_return_val_if_fail (FL_IS_MESSAGES_PAGE (self), NULL);

  return get_topic (self);
}

/**
 * fl_messages_page_select:
 * @topic: a topic of the tree
 */
void
fl_messages_page_select (FlMessagesPage *self,
                         FlTopic        *topic)
{
  g_return_if_fail (FL_IS_MESSAGES_PAGE (self));

  fl_topic_list_select (self->list, topic);
}

/**
 * fl_messages_page_set_online:
 * @online: whether something can be published
 * @reason: (nullable): why not, translated
 */
void
fl_messages_page_set_online (FlMessagesPage *self,
                             gboolean        online,
                             const char     *reason)
{
  g_return_if_fail (FL_IS_MESSAGES_PAGE (self));

  gtk_widget_set_sensitive (GTK_WIDGET (self->publish_button), online);
  gtk_widget_set_sensitive (self->clear_button, online);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->publish_button), online || reason == NULL ? _("Publish") : reason);
}

/**
 * fl_messages_page_set_service:
 * @service: whose broker it is
 */
void
fl_messages_page_set_service (FlMessagesPage  *self,
                              const FlService *service)
{
  g_return_if_fail (FL_IS_MESSAGES_PAGE (self));

  fl_publish_form_set_service (self->publish_form, service);
}

/**
 * fl_messages_page_set_can_encrypt:
 * @can_encrypt: whether there is a key
 * @encrypt: whether this broker's commands are encrypted: how the switch stands at first
 */
void
fl_messages_page_set_can_encrypt (FlMessagesPage *self,
                                  gboolean        can_encrypt,
                                  gboolean        encrypt)
{
  g_return_if_fail (FL_IS_MESSAGES_PAGE (self));

  fl_publish_form_set_can_encrypt (self->publish_form, can_encrypt);
  fl_publish_form_set_encrypt (self->publish_form, can_encrypt && encrypt);
}

/**
 * fl_messages_page_published:
 * @error: (nullable): why it failed; none, the broker has accepted the message
 */
void
fl_messages_page_published (FlMessagesPage *self,
                            const GError   *error)
{
  g_autofree char *markup = NULL;
  g_autofree char *title = NULL;

  g_return_if_fail (FL_IS_MESSAGES_PAGE (self));

  if (error != NULL)
    {
      markup = g_markup_escape_text (error->message, -1);
      title = g_strdup_printf (_("Not published: %s"), markup);
    }
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (title != NULL ? title : _("Published")));
}
