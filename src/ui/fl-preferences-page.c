/* The preferences: appearance, what happens at start, what is notified of, where secrets are.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-preferences-page"

#include "config.h"

#include "ui/fl-preferences-page.h"

#include "ui/fl-ui.h"

#include <glib/gi18n.h>

struct _FlPreferencesPage
{
  AdwPreferencesPage  parent_instance;

  AdwComboRow        *color_scheme_row;
  GtkSwitch          *reopen_switch;
  GtkSwitch          *certificates_switch;
  AdwActionRow       *keyring_row;

  GSettings          *settings;
};

G_DEFINE_FINAL_TYPE (FlPreferencesPage, fl_preferences_page, ADW_TYPE_PREFERENCES_PAGE)

static void
color_scheme_chosen_cb (FlPreferencesPage *self)
{
  g_settings_set_enum (self->settings, "color-scheme", (int) adw_combo_row_get_selected (self->color_scheme_row));
}

static void
fl_preferences_page_dispose (GObject *object)
{
  FlPreferencesPage *self = FL_PREFERENCES_PAGE (object);

  g_clear_object (&self->settings);
  G_OBJECT_CLASS (fl_preferences_page_parent_class)->dispose (object);
}

static void
fl_preferences_page_class_init (FlPreferencesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fl_preferences_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-preferences-page"));
  gtk_widget_class_bind_template_child (widget_class, FlPreferencesPage, color_scheme_row);
  gtk_widget_class_bind_template_child (widget_class, FlPreferencesPage, reopen_switch);
  gtk_widget_class_bind_template_child (widget_class, FlPreferencesPage, certificates_switch);
  gtk_widget_class_bind_template_child (widget_class, FlPreferencesPage, keyring_row);
}

static void
fl_preferences_page_init (FlPreferencesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->settings = g_settings_new (APP_ID);
  adw_combo_row_set_selected (self->color_scheme_row, (guint) g_settings_get_enum (self->settings, "color-scheme"));
  g_signal_connect_object (self->color_scheme_row, "notify::selected",
                           G_CALLBACK (color_scheme_chosen_cb), self, G_CONNECT_SWAPPED);
  g_settings_bind (self->settings, "reopen-tabs", self->reopen_switch, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "notify-certificates", self->certificates_switch, "active", G_SETTINGS_BIND_DEFAULT);
}

/**
 * fl_preferences_page_new:
 * @keyring_note: (nullable): why secrets do not outlive the application; %NULL: they do
 */
GtkWidget *
fl_preferences_page_new (const char *keyring_note)
{
  FlPreferencesPage *self = g_object_new (FL_TYPE_PREFERENCES_PAGE, NULL);

  adw_action_row_set_subtitle (self->keyring_row,
                               keyring_note != NULL ? keyring_note : _("In your keyring and nowhere else; without a keyring they are forgotten when the application closes"));
  return GTK_WIDGET (self);
}
