/* A small table on a card, such as who is at home; who left is said with the time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-table-view"

#include "config.h"

#include "ui/fl-table-view.h"

#include <glib/gi18n.h>

#include "messages/fl-text.h"
#include "ui/fl-age.h"
#include "ui/fl-ui.h"

/* What a card has room for; the rest is counted below. */
#define MAX_ROWS 6
#define MAX_COLUMNS 3
#define MAX_CELL_CHARACTERS 80

struct _FlTableView
{
  GtkWidget  parent_instance;

  FlTable   *table;
  GPtrArray *watched; /* FlTableRow of the rows shown */
  GPtrArray *ages;    /* GtkLabel of each of them that left, else NULL; not owned */
  guint      fill_source;
  GSourceFunc fill_func;

  GtkWidget *box;
  GtkLabel  *name_label;
  GtkGrid   *grid;
  GtkLabel  *more_label;
};

enum
{
  PROP_0,
  PROP_TABLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (FlTableView, fl_table_view, GTK_TYPE_WIDGET)

static GtkWidget *
make_cell (const char *text,
           gboolean    is_dim)
{
  g_autofree char *shown = fl_text_shorten (text, -1, MAX_CELL_CHARACTERS);
  GtkWidget *label = gtk_label_new (shown);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  fl_ui_keep_left_to_right (GTK_LABEL (label));
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_tooltip_text (label, shown);
  gtk_widget_add_css_class (label, "numeric");
  if (is_dim)
    gtk_widget_add_css_class (label, "dim-label");
  return label;
}

static GtkWidget *
make_heading (const char *text)
{
  GtkWidget *label = make_cell (text, TRUE);

  gtk_widget_add_css_class (label, "caption");
  return label;
}

static void
clear_rows (FlTableView *self)
{
  GtkWidget *child;

  for (guint i = 0; i < self->watched->len; i++)
    g_signal_handlers_disconnect_by_data (self->watched->pdata[i], self);
  g_ptr_array_set_size (self->watched, 0);
  g_ptr_array_set_size (self->ages, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->grid))) != NULL)
    gtk_grid_remove (self->grid, child);
}

/* A row that left has its age in the last column. */
static void
append_row (FlTableView *self,
            FlTableRow  *row,
            guint        n_columns)
{
  const char *const *cells = fl_table_row_get_cells (row);
  const gboolean has_left = fl_table_row_get_left_at (row) != 0;
  const int line = (int) self->watched->len + 1;
  GtkWidget *age = NULL;

  for (guint i = 0; i < n_columns && cells[i] != NULL; i++)
    {
      GtkWidget *cell = make_cell (cells[i], has_left);

      if (has_left && i == n_columns - 1 && i > 0)
        {
          gtk_widget_add_css_class (cell, "caption");
          age = cell;
        }
      gtk_grid_attach (self->grid, cell, (int) i, line, 1, 1);
    }
  g_ptr_array_add (self->watched, g_object_ref (row));
  g_ptr_array_add (self->ages, age);
}

static void
watch_rows (FlTableView *self,
            GCallback    changed)
{
  for (guint i = 0; i < self->watched->len; i++)
    g_signal_connect_object (self->watched->pdata[i], "notify", changed, self, G_CONNECT_SWAPPED);
}

static void
show_rest (FlTableView *self,
           guint        n_rows,
           guint        n_columns)
{
  const guint n_refused = fl_table_get_n_refused (self->table);
  const guint n_more_rows = n_rows > MAX_ROWS ? n_rows - MAX_ROWS : 0;
  const guint n_more_columns = n_columns > MAX_COLUMNS ? n_columns - MAX_COLUMNS : 0;
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *text = NULL;

  if (n_more_rows > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u more row", "%u more rows", n_more_rows), n_more_rows));
  if (n_more_columns > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u more column", "%u more columns", n_more_columns), n_more_columns));
  if (n_refused > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u row not kept", "%u rows not kept", n_refused), n_refused));
  if (n_rows == 0)
    g_ptr_array_add (parts, g_strdup (_("empty")));
  g_ptr_array_add (parts, NULL);
  text = g_strjoinv (" · ", (char **) parts->pdata);
  gtk_label_set_label (self->more_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->more_label), text[0] != '\0');
}

/* changed: called when a row that is shown changes. */
static void
fill (FlTableView *self,
      GCallback    changed)
{
  GListModel *rows = fl_table_get_rows (self->table);
  const char *const *columns = fl_table_get_columns (self->table);
  const guint n_rows = g_list_model_get_n_items (rows);
  const guint n_columns = g_strv_length ((char **) columns);

  clear_rows (self);
  for (guint i = 0; n_rows > 0 && i < MIN (n_columns, MAX_COLUMNS); i++)
    gtk_grid_attach (self->grid, make_heading (columns[i]), (int) i, 0, 1, 1);
  for (guint i = 0; i < MIN (n_rows, MAX_ROWS); i++)
    {
      g_autoptr(FlTableRow) row = g_list_model_get_item (rows, i);

      append_row (self, row, MIN (n_columns, MAX_COLUMNS));
    }
  watch_rows (self, changed);
  show_rest (self, n_rows, n_columns);
  fl_table_view_tick (self, g_get_real_time ());
}

/* A list changes in many steps; it is shown once. */
static void
queue_fill (FlTableView *self)
{
  if (self->fill_source == 0)
    self->fill_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, self->fill_func, self, NULL);
}

static gboolean
fill_cb (gpointer user_data)
{
  FlTableView *self = user_data;

  self->fill_source = 0;
  fill (self, G_CALLBACK (queue_fill));
  return G_SOURCE_REMOVE;
}

static void
forget_table (FlTableView *self)
{
  g_clear_handle_id (&self->fill_source, g_source_remove);
  clear_rows (self);
  if (self->table == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->table, self);
  g_signal_handlers_disconnect_by_data (fl_table_get_rows (self->table), self);
  g_clear_object (&self->table);
}

static void
fl_table_view_get_property (GObject    *object,
                            guint       property_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_TABLE:
      g_value_set_object (value, FL_TABLE_VIEW (object)->table);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_table_view_set_property (GObject      *object,
                            guint         property_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  switch (property_id)
    {
    case PROP_TABLE:
      fl_table_view_set_table (FL_TABLE_VIEW (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_table_view_dispose (GObject *object)
{
  FlTableView *self = FL_TABLE_VIEW (object);

  if (self->box != NULL)
    forget_table (self);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (fl_table_view_parent_class)->dispose (object);
}

static void
fl_table_view_finalize (GObject *object)
{
  FlTableView *self = FL_TABLE_VIEW (object);

  g_ptr_array_unref (self->watched);
  g_ptr_array_unref (self->ages);

  G_OBJECT_CLASS (fl_table_view_parent_class)->finalize (object);
}

static void
fl_table_view_class_init (FlTableViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = fl_table_view_get_property;
  object_class->set_property = fl_table_view_set_property;
  object_class->dispose = fl_table_view_dispose;
  object_class->finalize = fl_table_view_finalize;

  properties[PROP_TABLE] = g_param_spec_object ("table", NULL, NULL, FL_TYPE_TABLE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-table-view"));
  gtk_widget_class_bind_template_child (widget_class, FlTableView, box);
  gtk_widget_class_bind_template_child (widget_class, FlTableView, name_label);
  gtk_widget_class_bind_template_child (widget_class, FlTableView, grid);
  gtk_widget_class_bind_template_child (widget_class, FlTableView, more_label);
}

static void
fl_table_view_init (FlTableView *self)
{
  self->watched = g_ptr_array_new_with_free_func (g_object_unref);
  self->ages = g_ptr_array_new ();
  self->fill_func = fill_cb;
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
fl_table_view_new (FlTable *table)
{
  return g_object_new (FL_TYPE_TABLE_VIEW, "table", table, NULL);
}

FlTable *
fl_table_view_get_table (FlTableView *self)
{
  g_return_val_if_fail (FL_IS_TABLE_VIEW (self), NULL);

  return self->table;
}

void
fl_table_view_set_table (FlTableView *self,
                         FlTable     *table)
{
  g_return_if_fail (FL_IS_TABLE_VIEW (self));

  if (self->table == table)
    return;
  forget_table (self);
  if (table != NULL)
    {
      g_autofree char *name = fl_text_shorten (fl_table_get_name (table), -1, MAX_CELL_CHARACTERS);

      self->table = g_object_ref (table);
      gtk_label_set_label (self->name_label, name);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
      g_signal_connect_object (table, "notify", G_CALLBACK (queue_fill), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (fl_table_get_rows (table), "items-changed", G_CALLBACK (queue_fill), self, G_CONNECT_SWAPPED);
      fill (self, G_CALLBACK (queue_fill));
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TABLE]);
}

/**
 * fl_table_view_tick:
 * @now: real time, µs
 *
 * Brings the ages up to date.
 */
void
fl_table_view_tick (FlTableView *self,
                    gint64       now)
{
  g_return_if_fail (FL_IS_TABLE_VIEW (self));

  for (guint i = 0; i < self->watched->len; i++)
    if (self->ages->pdata[i] != NULL)
      {
        g_autofree char *age = fl_age_format_left (now, fl_table_row_get_left_at (self->watched->pdata[i]));

        gtk_label_set_label (self->ages->pdata[i], age);
      }
}
