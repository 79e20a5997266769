/* A list a device sends as an array of objects, such as who is at home.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#define G_LOG_DOMAIN "fernlight-table"

#include "devices/fl-table.h"

struct _FlTableRow
{
  GObject parent_instance;

  char *key;
  char **cells;
  gint64 left_at;
};

struct _FlTable
{
  GObject parent_instance;

  char *name;
  char *topic;
  GPtrArray *columns;    /* of char *, NULL-terminated */
  GListStore *rows;
  GHashTable *row_of_key; /* key → FlTableRow, both owned by rows */
  GPtrArray *arriving;   /* FlTableRow of the list that is being taken */
  GHashTable *is_arriving;
  guint n_present;
  guint n_refused;
};

enum
{
  ROW_PROP_KEY = 1,
  ROW_PROP_CELLS,
  ROW_PROP_LEFT_AT,
  ROW_N_PROPERTIES
};

enum
{
  PROP_NAME = 1,
  PROP_TOPIC,
  PROP_COLUMNS,
  PROP_ROWS,
  PROP_N_PRESENT,
  PROP_N_REFUSED,
  N_PROPERTIES
};

static GParamSpec *row_properties[ROW_N_PROPERTIES];
static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (FlTableRow, fl_table_row, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE (FlTable, fl_table, G_TYPE_OBJECT)

static void
row_set_left_at (FlTableRow *self,
                 gint64      left_at)
{
  if (self->left_at == left_at)
    return;
  self->left_at = left_at;
  g_object_notify_by_pspec (G_OBJECT (self), row_properties[ROW_PROP_LEFT_AT]);
}

/* Takes cells. */
static void
row_take_cells (FlTableRow  *self,
                char       **cells)
{
  if (self->cells != NULL && g_strv_equal ((const char *const *) self->cells, (const char *const *) cells))
    {
      g_strfreev (cells);
      return;
    }
  g_strfreev (self->cells);
  self->cells = cells;
  g_object_notify_by_pspec (G_OBJECT (self), row_properties[ROW_PROP_CELLS]);
}

static void
fl_table_row_get_property (GObject    *object,
                           guint       property,
                           GValue     *value,
                           GParamSpec *pspec)
{
  FlTableRow *self = FL_TABLE_ROW (object);

  switch (property)
    {
    case ROW_PROP_KEY:
      g_value_set_string (value, self->key);
      break;
    case ROW_PROP_CELLS:
      g_value_set_boxed (value, self->cells);
      break;
    case ROW_PROP_LEFT_AT:
      g_value_set_int64 (value, self->left_at);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
fl_table_row_finalize (GObject *object)
{
  FlTableRow *self = FL_TABLE_ROW (object);

  g_free (self->key);
  g_strfreev (self->cells);

  G_OBJECT_CLASS (fl_table_row_parent_class)->finalize (object);
}

static void
fl_table_row_class_init (FlTableRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = fl_table_row_get_property;
  object_class->finalize = fl_table_row_finalize;

  row_properties[ROW_PROP_KEY] = g_param_spec_string ("key", NULL, NULL, NULL, flags);
  row_properties[ROW_PROP_CELLS] = g_param_spec_boxed ("cells", NULL, NULL, G_TYPE_STRV, flags);
  row_properties[ROW_PROP_LEFT_AT] = g_param_spec_int64 ("left-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, ROW_N_PROPERTIES, row_properties);
}

static void
fl_table_row_init (FlTableRow *self)
{
}

static guint
count_columns (FlTable *self)
{
  return self->columns->len - 1;
}

/* The column called name, added while there is room; -1: no room. */
static int
ensure_column (FlTable    *self,
               const char *name)
{
  guint n = count_columns (self);

  for (guint i = 0; i < n; i++)
    if (g_str_equal (self->columns->pdata[i], name))
      return (int) i;

  if (n == FL_TABLE_MAX_COLUMNS)
    return -1;
  g_ptr_array_insert (self->columns, (int) n, g_strdup (name));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COLUMNS]);
  return (int) n;
}

/* As many cells as there are columns; a NULL one is empty. */
static char **
make_cells (FlTable           *self,
            const char *const *names,
            const char *const *texts)
{
  g_autofree const char **found = g_new0 (const char *, FL_TABLE_MAX_COLUMNS);
  char **cells;
  guint n;

  for (guint i = 0; names[i] != NULL; i++)
    {
      int column = ensure_column (self, names[i]);

      if (column >= 0)
        found[column] = texts[i];
    }

  n = count_columns (self);
  cells = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    cells[i] = g_strdup (found[i] != NULL ? found[i] : "");
  return cells;
}

static void
pad_cells (FlTable    *self,
           FlTableRow *row)
{
  g_auto(GStrv) old = g_strdupv (row->cells);
  guint n = count_columns (self);
  guint n_old = g_strv_length (old);
  char **cells;

  if (n_old == n)
    return;
  cells = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    cells[i] = g_strdup (i < n_old ? old[i] : "");
  row_take_cells (row, cells);
}

static FlTableRow *
find_row (FlTable    *self,
          const char *key)
{
  FlTableRow *row = g_hash_table_lookup (self->row_of_key, key);

  if (row != NULL)
    return g_object_ref (row);
  row = g_object_new (FL_TYPE_TABLE_ROW, NULL);
  row->key = g_strdup (key);
  return row;
}

/* Appends the rows that are shown but did not arrive, unless they left too long ago. */
static void
append_left_rows (FlTable   *self,
                  GPtrArray *rows,
                  gint64     now)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->rows));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(FlTableRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), i);

      if (g_hash_table_contains (self->is_arriving, row->key))
        continue;
      if (row->left_at == 0)
        row_set_left_at (row, now);
      if (now - row->left_at < FL_TABLE_LEFT_US && rows->len < FL_TABLE_MAX_ROWS)
        g_ptr_array_add (rows, g_steal_pointer (&row));
    }
}

static gboolean
shows_rows (FlTable   *self,
            GPtrArray *rows)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->rows)) != rows->len)
    return FALSE;

  for (guint i = 0; i < rows->len; i++)
    {
      g_autoptr(FlTableRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), i);

      if (row != rows->pdata[i])
        return FALSE;
    }
  return TRUE;
}

static void
show_rows (FlTable   *self,
           GPtrArray *rows)
{
  if (shows_rows (self, rows))
    return;

  g_hash_table_remove_all (self->row_of_key);
  g_list_store_splice (self->rows, 0, g_list_model_get_n_items (G_LIST_MODEL (self->rows)), rows->pdata, rows->len);
  for (guint i = 0; i < rows->len; i++)
    {
      FlTableRow *row = rows->pdata[i];

      g_hash_table_insert (self->row_of_key, row->key, row);
    }
}

static void
set_count (FlTable *self,
           guint   *field,
           guint    value,
           guint    property)
{
  if (*field == value)
    return;
  *field = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
fl_table_get_property (GObject    *object,
                       guint       property,
                       GValue     *value,
                       GParamSpec *pspec)
{
  FlTable *self = FL_TABLE (object);

  switch (property)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_TOPIC:
      g_value_set_string (value, self->topic);
      break;
    case PROP_COLUMNS:
      g_value_set_boxed (value, self->columns->pdata);
      break;
    case PROP_ROWS:
      g_value_set_object (value, self->rows);
      break;
    case PROP_N_PRESENT:
      g_value_set_uint (value, self->n_present);
      break;
    case PROP_N_REFUSED:
      g_value_set_uint (value, self->n_refused);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
fl_table_finalize (GObject *object)
{
  FlTable *self = FL_TABLE (object);

  g_free (self->name);
  g_free (self->topic);
  g_ptr_array_unref (self->columns);
  g_hash_table_unref (self->row_of_key);
  g_hash_table_unref (self->is_arriving);
  g_ptr_array_unref (self->arriving);
  g_object_unref (self->rows);

  G_OBJECT_CLASS (fl_table_parent_class)->finalize (object);
}

static void
fl_table_class_init (FlTableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = fl_table_get_property;
  object_class->finalize = fl_table_finalize;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_TOPIC] = g_param_spec_string ("topic", NULL, NULL, NULL, flags);
  properties[PROP_COLUMNS] = g_param_spec_boxed ("columns", NULL, NULL, G_TYPE_STRV, flags);
  properties[PROP_ROWS] = g_param_spec_object ("rows", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_N_PRESENT] = g_param_spec_uint ("n-present", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_N_REFUSED] = g_param_spec_uint ("n-refused", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
fl_table_init (FlTable *self)
{
  self->columns = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->columns, NULL);
  self->rows = g_list_store_new (FL_TYPE_TABLE_ROW);
  self->row_of_key = g_hash_table_new (g_str_hash, g_str_equal);
  self->is_arriving = g_hash_table_new (g_str_hash, g_str_equal);
  self->arriving = g_ptr_array_new_with_free_func (g_object_unref);
}

const char *
fl_table_row_get_key (FlTableRow *self)
{
  g_return_val_if_fail (FL_IS_TABLE_ROW (self), NULL);

  return self->key;
}

const char *const *
fl_table_row_get_cells (FlTableRow *self)
{
  g_return_val_if_fail (FL_IS_TABLE_ROW (self), NULL);

  return (const char *const *) self->cells;
}

gint64
fl_table_row_get_left_at (FlTableRow *self)
{
  g_return_val_if_fail (FL_IS_TABLE_ROW (self), 0);

  return self->left_at;
}

FlTable *
fl_table_new (const char *name,
              const char *topic)
{
  FlTable *self;

  g_return_val_if_fail (name != NULL && topic != NULL, NULL);

  self = g_object_new (FL_TYPE_TABLE, NULL);
  self->name = g_strdup (name);
  self->topic = g_strdup (topic);
  return self;
}

const char *
fl_table_get_name (FlTable *self)
{
  g_return_val_if_fail (FL_IS_TABLE (self), NULL);

  return self->name;
}

const char *
fl_table_get_topic (FlTable *self)
{
  g_return_val_if_fail (FL_IS_TABLE (self), NULL);

  return self->topic;
}

/* The columns in order of first appearance; they only become more. */
const char *const *
fl_table_get_columns (FlTable *self)
{
  g_return_val_if_fail (FL_IS_TABLE (self), NULL);

  return (const char *const *) self->columns->pdata;
}

GListModel *
fl_table_get_rows (FlTable *self)
{
  g_return_val_if_fail (FL_IS_TABLE (self), NULL);

  return G_LIST_MODEL (self->rows);
}

guint
fl_table_get_n_present (FlTable *self)
{
  g_return_val_if_fail (FL_IS_TABLE (self), 0);

  return self->n_present;
}

guint
fl_table_get_n_refused (FlTable *self)
{
  g_return_val_if_fail (FL_IS_TABLE (self), 0);

  return self->n_refused;
}

void
fl_table_begin (FlTable *self)
{
  g_return_if_fail (FL_IS_TABLE (self));

  g_object_freeze_notify (G_OBJECT (self));
  g_hash_table_remove_all (self->is_arriving);
  g_ptr_array_set_size (self->arriving, 0);
  set_count (self, &self->n_refused, 0, PROP_N_REFUSED);
}

/* names and texts: NULL-terminated names, as many texts. A key that came before in this list, or a
 * row over FL_TABLE_MAX_ROWS, is counted as refused. */
void
fl_table_take_row (FlTable           *self,
                   const char        *key,
                   const char *const *names,
                   const char *const *texts)
{
  g_autoptr(FlTableRow) row = NULL;

  g_return_if_fail (FL_IS_TABLE (self) && key != NULL && names != NULL && texts != NULL);

  if (self->arriving->len == FL_TABLE_MAX_ROWS || g_hash_table_contains (self->is_arriving, key))
    {
      set_count (self, &self->n_refused, self->n_refused + 1, PROP_N_REFUSED);
      return;
    }

  row = find_row (self, key);
  row_take_cells (row, make_cells (self, names, texts));
  row_set_left_at (row, 0);
  g_hash_table_add (self->is_arriving, row->key);
  g_ptr_array_add (self->arriving, g_steal_pointer (&row));
}

void
fl_table_refuse_rows (FlTable *self,
                      guint    n)
{
  g_return_if_fail (FL_IS_TABLE (self));

  set_count (self, &self->n_refused, self->n_refused + n, PROP_N_REFUSED);
}

/* The list is complete: who is not in it has left. now: real µs. */
void
fl_table_end (FlTable *self,
              gint64   now)
{
  g_autoptr(GPtrArray) rows = NULL;

  g_return_if_fail (FL_IS_TABLE (self));

  rows = g_steal_pointer (&self->arriving);
  self->arriving = g_ptr_array_new_with_free_func (g_object_unref);
  set_count (self, &self->n_present, rows->len, PROP_N_PRESENT);
  append_left_rows (self, rows, now);
  for (guint i = 0; i < rows->len; i++)
    pad_cells (self, rows->pdata[i]);
  g_hash_table_remove_all (self->is_arriving);
  show_rows (self, rows);
  g_object_thaw_notify (G_OBJECT (self));
}

gboolean
fl_table_expire (FlTable *self,
                 gint64   now)
{
  gboolean some_left = FALSE;

  g_return_val_if_fail (FL_IS_TABLE (self), FALSE);

  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->rows)); i > 0; i--)
    {
      g_autoptr(FlTableRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), i - 1);

      if (row->left_at != 0 && now - row->left_at >= FL_TABLE_LEFT_US)
        {
          g_hash_table_remove (self->row_of_key, row->key);
          g_list_store_remove (self->rows, i - 1);
        }
      else if (row->left_at != 0)
        some_left = TRUE;
    }
  return some_left;
}
