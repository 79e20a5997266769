/* Keeps the children of a plain container in step with a list.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-children"

#include "config.h"

#include "ui/fl-children.h"

#define BINDING "fl-children-binding"

typedef struct
{
  GtkWidget   *parent; /* not owned: owns this */
  GListModel  *model;
  gulong       handler;
  FlChildFunc  create;
  gpointer     user_data;
} Binding;

static GtkWidget *
nth_child (GtkWidget *parent,
           guint      n)
{
  GtkWidget *child = gtk_widget_get_first_child (parent);

  for (; n > 0 && child != NULL; n--)
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       n_removed,
                  guint       n_added,
                  Binding    *binding)
{
  GtkWidget *previous = position > 0 ? nth_child (binding->parent, position - 1) : NULL;

  for (; n_removed > 0; n_removed--)
    gtk_widget_unparent (previous != NULL ? gtk_widget_get_next_sibling (previous) : gtk_widget_get_first_child (binding->parent));

  for (guint i = 0; i < n_added; i++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (model, position + i);
      GtkWidget *child = binding->create (item, binding->user_data);

      gtk_widget_insert_after (child, binding->parent, previous);
      previous = child;
    }
}

static void
binding_free (Binding *binding)
{
  g_signal_handler_disconnect (binding->model, binding->handler);
  g_object_unref (binding->model);
  g_free (binding);
}

/**
 * fl_children_bind:
 * @parent: has no children but those made here
 * @model: (nullable): none, no children
 * @create: makes the child for an item
 *
 * Replaces an earlier binding. It ends with @parent.
 */
void
fl_children_bind (GtkWidget   *parent,
                  GListModel  *model,
                  FlChildFunc  create,
                  gpointer     user_data)
{
  GtkWidget *child;
  Binding *binding;

  g_return_if_fail (GTK_IS_WIDGET (parent));

  g_object_set_data (G_OBJECT (parent), BINDING, NULL);
  while ((child = gtk_widget_get_first_child (parent)) != NULL)
    gtk_widget_unparent (child);
  if (model == NULL)
    return;

  binding = g_new0 (Binding, 1);
  binding->parent = parent;
  binding->model = g_object_ref (model);
  binding->create = create;
  binding->user_data = user_data;
  binding->handler = g_signal_connect (model, "items-changed", G_CALLBACK (items_changed_cb), binding);
  g_object_set_data_full (G_OBJECT (parent), BINDING, binding, (GDestroyNotify) binding_free);
  items_changed_cb (model, 0, 0, g_list_model_get_n_items (model), binding);
}
