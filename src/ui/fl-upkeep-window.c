/* The upkeep list: everything that expires or must be renewed, what comes first first.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-upkeep-window"

#include "config.h"

#include "ui/fl-upkeep-window.h"

#include "session/fl-upkeep-rules.h"
#include "ui/fl-level-row.h"
#include "ui/fl-ui.h"

#include <glib/gi18n-lib.h>

struct _FlUpkeepWindow
{
  AdwWindow   parent_instance;

  GtkStack   *stack;
  GtkWidget  *due_group;
  GtkListBox *due_list;
  GtkWidget  *later_group;
  GtkListBox *later_list;

  FlUpkeep   *upkeep;
};

enum
{
  SIGNAL_OPEN_BROKER,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FlUpkeepWindow, fl_upkeep_window, ADW_TYPE_WINDOW)

static void
clear_list (GtkListBox *list)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, row);
}

static FlSecurityTone
tone_of (gint64 days_left)
{
  if (days_left < 0)
    return FL_SECURITY_TONE_BAD;
  return days_left <= FL_UPKEEP_DUE_DAYS ? FL_SECURITY_TONE_CAUTION : FL_SECURITY_TONE_NEUTRAL;
}

static GtkWidget *
new_row (FlUpkeepItem *item,
         gint64        now)
{
  const FlSecurityTone tone = tone_of (fl_upkeep_item_get_days_left (item, now));
  g_autofree char *until = fl_upkeep_item_describe_until (item, now);
  g_autofree char *subtitle = g_strdup_printf ("%s · %s\n%s", fl_upkeep_item_get_place (item), until, fl_upkeep_item_get_advice (item));
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *image = g_object_new (GTK_TYPE_IMAGE, "icon-name", fl_level_tone_to_icon (tone),
                                   "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL); /* the texts say it */

  /* Before the texts: what comes from the network is never markup. */
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), fl_upkeep_item_get_what (item));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  if (tone != FL_SECURITY_TONE_NEUTRAL)
    gtk_widget_add_css_class (image, fl_level_tone_to_class (tone));
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), image);
  if (fl_upkeep_item_get_broker (item) != NULL)
    {
      g_object_set_data_full (G_OBJECT (row), "broker", g_strdup (fl_upkeep_item_get_broker (item)), g_free);
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      gtk_widget_set_tooltip_text (row, _("Open this broker"));
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
    }
  return row;
}

static void
update (FlUpkeepWindow *self)
{
  GListModel *items = G_LIST_MODEL (self->upkeep);
  const guint n = g_list_model_get_n_items (items);
  const gint64 now = fl_upkeep_get_now (self->upkeep);
  guint n_due = 0;

  clear_list (self->due_list);
  clear_list (self->later_list);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(FlUpkeepItem) item = g_list_model_get_item (items, i);
      const gboolean is_due = fl_upkeep_item_get_days_left (item, now) <= FL_UPKEEP_DUE_DAYS;

      gtk_list_box_append (is_due ? self->due_list : self->later_list, new_row (item, now));
      n_due += is_due;
    }
  gtk_widget_set_visible (self->due_group, n_due > 0);
  gtk_widget_set_visible (self->later_group, n > n_due);
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : fl_upkeep_get_is_loading (self->upkeep) ? "loading" : "empty");
}

static void
row_activated_cb (FlUpkeepWindow *self,
                  GtkListBoxRow  *row)
{
  const char *id = g_object_get_data (G_OBJECT (row), "broker");

  if (id != NULL)
    g_signal_emit (self, signals[SIGNAL_OPEN_BROKER], 0, id);
}

static void
fl_upkeep_window_dispose (GObject *object)
{
  FlUpkeepWindow *self = FL_UPKEEP_WINDOW (object);

  if (self->upkeep != NULL)
    g_signal_handlers_disconnect_by_data (self->upkeep, self);
  g_clear_object (&self->upkeep);
  G_OBJECT_CLASS (fl_upkeep_window_parent_class)->dispose (object);
}

static void
fl_upkeep_window_class_init (FlUpkeepWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fl_upkeep_window_dispose;

  signals[SIGNAL_OPEN_BROKER] =
    g_signal_new ("open-broker", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-upkeep-window"));
  gtk_widget_class_bind_template_child (widget_class, FlUpkeepWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, FlUpkeepWindow, due_group);
  gtk_widget_class_bind_template_child (widget_class, FlUpkeepWindow, due_list);
  gtk_widget_class_bind_template_child (widget_class, FlUpkeepWindow, later_group);
  gtk_widget_class_bind_template_child (widget_class, FlUpkeepWindow, later_list);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
fl_upkeep_window_init (FlUpkeepWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * fl_upkeep_window_new:
 * @upkeep: what is shown, and made anew now
 */
FlUpkeepWindow *
fl_upkeep_window_new (FlUpkeep *upkeep)
{
  FlUpkeepWindow *self;

  g_return_val_if_fail (FL_IS_UPKEEP (upkeep), NULL);

  self = g_object_new (FL_TYPE_UPKEEP_WINDOW, NULL);
  self->upkeep = g_object_ref (upkeep);
  fl_upkeep_refresh (upkeep);
  g_signal_connect_swapped (upkeep, "items-changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (upkeep, "notify::is-loading", G_CALLBACK (update), self);
  update (self);
  return self;
}
