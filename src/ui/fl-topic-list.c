/* The topics of a tree as a list that opens, or those a search finds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-topic-list"

#include "config.h"

#include "ui/fl-topic-list.h"

#include <string.h>

#include "messages/fl-topic-search.h"
#include "ui/fl-topic-row.h"
#include "ui/fl-ui.h"

/* Up to so many topics every level is open at first. */
#define MAX_OPEN_TOPICS 60

/* More siblings than this are sorted a little at a time. */
#define MAX_SORTED_AT_ONCE 5000

struct _FlTopicList
{
  AdwBin              parent_instance;

  GtkListView        *view;

  FlTopicTree        *tree;
  FlTopicSearch      *search;
  GtkSorter          *sorter;
  GtkTreeListModel   *levels;
  GtkSortListModel   *found;
  GtkSingleSelection *selection;
  FlTopic            *selected; /* also while its row is replaced */
  GPtrArray          *rows;     /* FlTopicRow on the screen, not owned */
};

enum
{
  PROP_0,
  PROP_TREE,
  PROP_SEARCH_TEXT,
  PROP_SELECTED,
  PROP_IS_SEARCH_FULL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (FlTopicList, fl_topic_list, ADW_TYPE_BIN)

/* --- Models --- */

static int
compare_topics (gconstpointer a,
                gconstpointer b,
                gpointer      user_data)
{
  return fl_topic_list_compare_names (fl_topic_get_name ((FlTopic *) a), fl_topic_get_name ((FlTopic *) b));
}

/* What is found has its whole name shown. */
static int
compare_paths (gconstpointer a,
               gconstpointer b,
               gpointer      user_data)
{
  g_autofree char *path_a = fl_topic_dup_path ((FlTopic *) a);
  g_autofree char *path_b = fl_topic_dup_path ((FlTopic *) b);

  return fl_topic_list_compare_names (path_a, path_b);
}

static GListModel *
sort_topics (FlTopicList *self,
             GListModel  *topics)
{
  GtkSortListModel *sorted = gtk_sort_list_model_new (g_object_ref (topics), g_object_ref (self->sorter));

  gtk_sort_list_model_set_incremental (sorted, g_list_model_get_n_items (topics) > MAX_SORTED_AT_ONCE);
  return G_LIST_MODEL (sorted);
}

static GListModel *
open_level (gpointer item,
            gpointer user_data)
{
  GListModel *children = fl_topic_get_children (item);

  return children != NULL ? sort_topics (user_data, children) : NULL;
}

/* Transfer full; NULL for no item. */
static FlTopic *
dup_topic (gpointer item)
{
  if (item == NULL)
    return NULL;
  if (GTK_IS_TREE_LIST_ROW (item))
    return gtk_tree_list_row_get_item (item);
  return g_object_ref (item);
}

static guint
find_position (GListModel *model,
               FlTopic    *topic)
{
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (model, i);

      if ((gpointer) item == (gpointer) topic)
        return i;
    }
  return GTK_INVALID_LIST_POSITION;
}

/* Opens what is above the topic. Transfer full. */
static GtkTreeListRow *
open_row (FlTopicList *self,
          FlTopic     *topic)
{
  FlTopic *parent = fl_topic_get_parent (topic);
  g_autoptr(GtkTreeListRow) parent_row = NULL;
  guint position;

  if (parent == NULL)
    {
      position = find_position (gtk_tree_list_model_get_model (self->levels), topic);
      return position != GTK_INVALID_LIST_POSITION ? gtk_tree_list_model_get_child_row (self->levels, position) : NULL;
    }
  parent_row = open_row (self, parent);
  if (parent_row == NULL)
    return NULL;
  gtk_tree_list_row_set_expanded (parent_row, TRUE);
  if (gtk_tree_list_row_get_children (parent_row) == NULL)
    return NULL;
  position = find_position (gtk_tree_list_row_get_children (parent_row), topic);
  return position != GTK_INVALID_LIST_POSITION ? gtk_tree_list_row_get_child_row (parent_row, position) : NULL;
}

static gboolean
is_searching (FlTopicList *self)
{
  return self->search != NULL && *fl_topic_search_get_text (self->search) != '\0';
}

static void
select_row (FlTopicList *self)
{
  guint position = GTK_INVALID_LIST_POSITION;

  if (self->selected != NULL && is_searching (self))
    position = find_position (G_LIST_MODEL (self->found), self->selected);
  else if (self->selected != NULL && self->levels != NULL)
    {
      g_autoptr(GtkTreeListRow) row = open_row (self, self->selected);

      if (row != NULL)
        position = gtk_tree_list_row_get_position (row);
    }
  gtk_single_selection_set_selected (self->selection, position);
  if (position != GTK_INVALID_LIST_POSITION)
    gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", position);
}

/* A row that got its first child is replaced, and the selection with it: the topic stays selected. */
static void
selection_changed_cb (FlTopicList *self)
{
  g_autoptr(FlTopic) topic = dup_topic (gtk_single_selection_get_selected_item (self->selection));

  if (topic == NULL || !g_set_object (&self->selected, topic))
    return;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

static void
n_topics_changed_cb (FlTopicList *self)
{
  if (fl_topic_tree_get_n_topics (self->tree) > MAX_OPEN_TOPICS)
    gtk_tree_list_model_set_autoexpand (self->levels, FALSE);
  if (self->selected != NULL && !is_searching (self)
      && gtk_single_selection_get_selected (self->selection) == GTK_INVALID_LIST_POSITION)
    select_row (self);
}

/* What was selected before the search may have been found. */
static void
busy_changed_cb (FlTopicList *self)
{
  if (is_searching (self) && !fl_topic_search_is_busy (self->search)
      && gtk_single_selection_get_selected (self->selection) == GTK_INVALID_LIST_POSITION)
    select_row (self);
}

static void
is_full_changed_cb (FlTopicList *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_SEARCH_FULL]);
}

/* --- Rows --- */

static void
setup_cb (FlTopicList *self,
          GtkListItem *item)
{
  GtkWidget *expander = gtk_tree_expander_new ();

  gtk_tree_expander_set_child (GTK_TREE_EXPANDER (expander), fl_topic_row_new ());
  gtk_list_item_set_child (item, expander);
}

static void
bind_cb (FlTopicList *self,
         GtkListItem *item)
{
  GtkTreeExpander *expander = GTK_TREE_EXPANDER (gtk_list_item_get_child (item));
  FlTopicRow *row = FL_TOPIC_ROW (gtk_tree_expander_get_child (expander));
  gpointer object = gtk_list_item_get_item (item);
  gboolean is_level = GTK_IS_TREE_LIST_ROW (object);
  g_autoptr(FlTopic) topic = dup_topic (object);

  gtk_tree_expander_set_list_row (expander, is_level ? object : NULL);
  fl_topic_row_set_topic (row, topic, !is_level);
  g_ptr_array_add (self->rows, row);
}

static void
unbind_cb (FlTopicList *self,
           GtkListItem *item)
{
  GtkTreeExpander *expander = GTK_TREE_EXPANDER (gtk_list_item_get_child (item));
  FlTopicRow *row = FL_TOPIC_ROW (gtk_tree_expander_get_child (expander));

  g_ptr_array_remove_fast (self->rows, row);
  fl_topic_row_set_topic (row, NULL, FALSE);
  gtk_tree_expander_set_list_row (expander, NULL);
}

/* Enter and double click open and close a level. */
static void
activate_cb (FlTopicList *self,
             guint        position)
{
  g_autoptr(GObject) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (GTK_IS_TREE_LIST_ROW (item))
    gtk_tree_list_row_set_expanded (GTK_TREE_LIST_ROW (item), !gtk_tree_list_row_get_expanded (GTK_TREE_LIST_ROW (item)));
}

static void
fl_topic_list_get_property (GObject    *object,
                            guint       property_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  FlTopicList *self = FL_TOPIC_LIST (object);

  switch (property_id)
    {
    case PROP_TREE:
      g_value_set_object (value, self->tree);
      break;
    case PROP_SEARCH_TEXT:
      g_value_set_string (value, fl_topic_list_get_search_text (self));
      break;
    case PROP_SELECTED:
      g_value_set_object (value, self->selected);
      break;
    case PROP_IS_SEARCH_FULL:
      g_value_set_boolean (value, fl_topic_list_is_search_full (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_topic_list_set_property (GObject      *object,
                            guint         property_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  FlTopicList *self = FL_TOPIC_LIST (object);

  switch (property_id)
    {
    case PROP_TREE:
      fl_topic_list_set_tree (self, g_value_get_object (value));
      break;
    case PROP_SEARCH_TEXT:
      fl_topic_list_set_search_text (self, g_value_get_string (value));
      break;
    case PROP_SELECTED:
      fl_topic_list_select (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_topic_list_dispose (GObject *object)
{
  FlTopicList *self = FL_TOPIC_LIST (object);

  fl_topic_list_set_tree (self, NULL);
  g_clear_object (&self->selection);
  g_clear_object (&self->sorter);

  G_OBJECT_CLASS (fl_topic_list_parent_class)->dispose (object);
}

static void
fl_topic_list_finalize (GObject *object)
{
  g_ptr_array_unref (FL_TOPIC_LIST (object)->rows);

  G_OBJECT_CLASS (fl_topic_list_parent_class)->finalize (object);
}

static void
fl_topic_list_class_init (FlTopicListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = fl_topic_list_get_property;
  object_class->set_property = fl_topic_list_set_property;
  object_class->dispose = fl_topic_list_dispose;
  object_class->finalize = fl_topic_list_finalize;

  properties[PROP_TREE] = g_param_spec_object ("tree", NULL, NULL, FL_TYPE_TOPIC_TREE, G_PARAM_READWRITE | flags);
  properties[PROP_SEARCH_TEXT] = g_param_spec_string ("search-text", NULL, NULL, "", G_PARAM_READWRITE | flags);
  properties[PROP_SELECTED] = g_param_spec_object ("selected", NULL, NULL, FL_TYPE_TOPIC, G_PARAM_READWRITE | flags);
  properties[PROP_IS_SEARCH_FULL] = g_param_spec_boolean ("is-search-full", NULL, NULL, FALSE,
                                                          G_PARAM_READABLE | flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (FL_TYPE_TOPIC_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-topic-list"));
  gtk_widget_class_bind_template_child (widget_class, FlTopicList, view);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
}

static void
fl_topic_list_init (FlTopicList *self)
{
  self->rows = g_ptr_array_new ();
  self->sorter = GTK_SORTER (gtk_custom_sorter_new (compare_topics, NULL, NULL));
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_swapped (self->selection, "notify::selected-item", G_CALLBACK (selection_changed_cb), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
}

GtkWidget *
fl_topic_list_new (void)
{
  return g_object_new (FL_TYPE_TOPIC_LIST, NULL);
}

/**
 * fl_topic_list_get_tree:
 *
 * Returns: (transfer none) (nullable): the topics
 */
FlTopicTree *
fl_topic_list_get_tree (FlTopicList *self)
{
  g_return_val_if_fail (FL_IS_TOPIC_LIST (self), NULL);

  return self->tree;
}

static void
clear_tree (FlTopicList *self)
{
  gtk_single_selection_set_model (self->selection, NULL);
  g_clear_object (&self->levels);
  g_clear_object (&self->found);
  g_clear_object (&self->search);
  g_clear_object (&self->selected);
  if (self->tree != NULL)
    g_signal_handlers_disconnect_by_func (self->tree, n_topics_changed_cb, self);
  g_clear_object (&self->tree);
}

/**
 * fl_topic_list_set_tree:
 * @tree: (nullable): the topics
 *
 * Nothing is searched and nothing selected then.
 */
void
fl_topic_list_set_tree (FlTopicList *self,
                        FlTopicTree *tree)
{
  g_return_if_fail (FL_IS_TOPIC_LIST (self));

  if (self->tree == tree)
    return;
  clear_tree (self);
  if (tree != NULL)
    {
      gboolean is_small = fl_topic_tree_get_n_topics (tree) <= MAX_OPEN_TOPICS;

      self->tree = g_object_ref (tree);
      self->levels = gtk_tree_list_model_new (sort_topics (self, fl_topic_tree_get_root (tree)), FALSE, is_small,
                                              open_level, self, NULL);
      self->search = fl_topic_search_new (tree);
      self->found = gtk_sort_list_model_new (g_object_ref (G_LIST_MODEL (self->search)),
                                             GTK_SORTER (gtk_custom_sorter_new (compare_paths, NULL, NULL)));
      g_signal_connect_object (self->search, "notify::busy", G_CALLBACK (busy_changed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->search, "notify::is-full", G_CALLBACK (is_full_changed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_swapped (tree, "notify::n-topics", G_CALLBACK (n_topics_changed_cb), self);
      gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->levels));
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TREE]);
}

const char *
fl_topic_list_get_search_text (FlTopicList *self)
{
  g_return_val_if_fail (FL_IS_TOPIC_LIST (self), NULL);

  return self->search != NULL ? fl_topic_search_get_text (self->search) : "";
}

/**
 * fl_topic_list_set_search_text:
 * @text: what to look for; "" shows the whole tree
 */
void
fl_topic_list_set_search_text (FlTopicList *self,
                               const char  *text)
{
  gboolean was_searching;

  g_return_if_fail (FL_IS_TOPIC_LIST (self));

  if (self->search == NULL || strcmp (fl_topic_search_get_text (self->search), text) == 0)
    return;
  was_searching = is_searching (self);
  fl_topic_search_set_text (self->search, text);
  if (was_searching != is_searching (self))
    {
      gtk_single_selection_set_model (self->selection, is_searching (self) ? G_LIST_MODEL (self->found)
                                                                           : G_LIST_MODEL (self->levels));
      select_row (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEARCH_TEXT]);
}

/**
 * fl_topic_list_get_selected:
 *
 * Returns: (transfer none) (nullable): the topic
 */
FlTopic *
fl_topic_list_get_selected (FlTopicList *self)
{
  g_return_val_if_fail (FL_IS_TOPIC_LIST (self), NULL);

  return self->selected;
}

/**
 * fl_topic_list_select:
 * @topic: (nullable): a topic of the tree; the levels above are opened and it is scrolled to
 */
void
fl_topic_list_select (FlTopicList *self,
                      FlTopic     *topic)
{
  g_return_if_fail (FL_IS_TOPIC_LIST (self));

  if (!g_set_object (&self->selected, topic))
    return;
  select_row (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

/**
 * fl_topic_list_is_search_full:
 *
 * Returns: whether more may match than is shown
 */
gboolean
fl_topic_list_is_search_full (FlTopicList *self)
{
  g_return_val_if_fail (FL_IS_TOPIC_LIST (self), FALSE);

  return self->search != NULL && fl_topic_search_is_full (self->search);
}

/**
 * fl_topic_list_update:
 * @now: real time, µs
 *
 * The rows on the screen show what their topics are now.
 */
void
fl_topic_list_update (FlTopicList *self,
                      gint64       now)
{
  g_return_if_fail (FL_IS_TOPIC_LIST (self));

  for (guint i = 0; i < self->rows->len; i++)
    fl_topic_row_update (g_ptr_array_index (self->rows, i), now);
}

/**
 * fl_topic_list_compare_names:
 *
 * Letters in any case, digits by their value: "Sensor2" comes before "sensor10".
 *
 * Returns: negative, 0 or positive, 0 only for the same name
 */
int
fl_topic_list_compare_names (const char *a,
                             const char *b)
{
  const char *all_a = a;
  const char *all_b = b;

  while (*a != '\0' && *b != '\0')
    {
      if (g_ascii_isdigit (*a) && g_ascii_isdigit (*b))
        {
          gsize n_a, n_b;
          int order;

          a += strspn (a, "0");
          b += strspn (b, "0");
          n_a = strspn (a, "0123456789");
          n_b = strspn (b, "0123456789");
          order = n_a != n_b ? (n_a < n_b ? -1 : 1) : strncmp (a, b, n_a);
          if (order != 0)
            return order;
          a += n_a;
          b += n_b;
        }
      else
        {
          int order = (guint8) g_ascii_tolower (*a) - (guint8) g_ascii_tolower (*b);

          if (order != 0)
            return order;
          a++;
          b++;
        }
    }
  if (*a != *b)
    return *a == '\0' ? -1 : 1;
  return strcmp (all_a, all_b);
}
