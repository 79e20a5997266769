/* The window: header, tabs, toasts. A tab is a session view, an inspector or a start page.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-window"

#include "config.h"

#include "ui/fl-window.h"

#include "brokers/fl-broker-url.h"
#include "ui/fl-application.h"
#include "ui/fl-broker-editor.h"
#include "ui/fl-certificates-window.h"
#include "ui/fl-check-window.h"
#include "ui/fl-inspector-page.h"
#include "ui/fl-pill.h"
#include "ui/fl-preset-window.h"
#include "ui/fl-saved-actions.h"
#include "ui/fl-start-page.h"
#include "ui/fl-ui.h"

#include <glib/gi18n.h>

/* Below this width the page switcher moves to the bottom (application pixels at a font scale of 1). */
#define NARROW_WIDTH 860

struct _FlWindow
{
  AdwApplicationWindow  parent_instance;

  AdwToastOverlay      *toast_overlay;
  GtkStack             *title_stack;
  AdwWindowTitle       *window_title;
  AdwViewSwitcher      *view_switcher;
  AdwViewSwitcherBar   *view_switcher_bar;
  AdwTabView           *tab_view;
  FlPill               *pill;
  GtkWidget            *menu_button;

  FlBrokerFile         *brokers;
  FlKeyring            *keyring;
  FlSavedActions       *saved_actions;
  GSettings            *settings;
  gboolean              narrow;
  gboolean              closing;
};

G_DEFINE_FINAL_TYPE (FlWindow, fl_window, ADW_TYPE_APPLICATION_WINDOW)

static AdwTabPage *
selected_tab (FlWindow *self)
{
  return adw_tab_view_get_selected_page (self->tab_view);
}

static AdwTabPage *
find_tab (FlWindow   *self,
          gboolean  (*is_wanted) (GtkWidget *child, gpointer data),
          gpointer    data)
{
  for (int i = 0; i < adw_tab_view_get_n_pages (self->tab_view); i++)
    {
      AdwTabPage *page = adw_tab_view_get_nth_page (self->tab_view, i);

      if (is_wanted (adw_tab_page_get_child (page), data))
        return page;
    }
  return NULL;
}

static gboolean
is_start_page (GtkWidget *child,
               gpointer   data)
{
  return FL_IS_START_PAGE (child);
}

static gboolean
is_view_of_broker (GtkWidget *child,
                   gpointer   data)
{
  return FL_IS_SESSION_VIEW (child) && fl_session_view_get_broker (FL_SESSION_VIEW (child)) == data;
}

/* What is in front */

static void
update_switchers (FlWindow *self)
{
  FlSessionView *view = fl_window_get_session_view (self);
  AdwViewStack *stack = view != NULL ? fl_session_view_get_stack (view) : NULL;

  adw_view_switcher_set_stack (self->view_switcher, stack);
  adw_view_switcher_bar_set_stack (self->view_switcher_bar, stack);
  adw_view_switcher_bar_set_reveal (self->view_switcher_bar, stack != NULL && self->narrow);
  gtk_stack_set_visible_child_name (self->title_stack,
                                    stack != NULL && !self->narrow ? "switcher" : "title");
}

static void
show_front (FlWindow *self)
{
  FlSessionView *view = fl_window_get_session_view (self);
  GtkWidget *front = selected_tab (self) != NULL ? adw_tab_page_get_child (selected_tab (self)) : NULL;
  const char *title = view != NULL ? fl_session_view_get_title (view)
                      : FL_IS_INSPECTOR_PAGE (front) ? fl_inspector_page_get_title (FL_INSPECTOR_PAGE (front)) : "Fernlight";

  adw_window_title_set_title (self->window_title, title);
  gtk_window_set_title (GTK_WINDOW (self), title);
  fl_pill_set_session (self->pill, view != NULL ? fl_session_view_get_session (view) : NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.edit-broker", view != NULL);
  if (self->saved_actions != NULL)
    fl_saved_actions_set_front (self->saved_actions, view != NULL ? fl_session_view_get_broker (view) : NULL);
  update_switchers (self);
}

static void
save_tabs (FlWindow *self)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) ids = NULL;
  FlSessionView *front = fl_window_get_session_view (self);

  if (self->closing)
    return;
  for (int i = 0; i < adw_tab_view_get_n_pages (self->tab_view); i++)
    {
      GtkWidget *child = adw_tab_page_get_child (adw_tab_view_get_nth_page (self->tab_view, i));

      if (FL_IS_SESSION_VIEW (child) && fl_session_view_is_saved (FL_SESSION_VIEW (child)))
        g_strv_builder_add (builder, fl_broker_get_id (fl_session_view_get_broker (FL_SESSION_VIEW (child))));
    }
  ids = g_strv_builder_end (builder);
  g_settings_set_strv (self->settings, "open-tabs", (const char *const *) ids);
  g_settings_set_string (self->settings, "selected-tab",
                         front != NULL ? fl_broker_get_id (fl_session_view_get_broker (front)) : "");
}

static void
selected_page_changed_cb (FlWindow *self)
{
  show_front (self);
  save_tabs (self);
}

static void
view_changed_cb (FlWindow *self)
{
  show_front (self);
}

/* A closed session, or inspector, leaves the start page behind it; a window without tabs would be an empty grey area. */
static gboolean
close_page_cb (FlWindow   *self,
               AdwTabPage *page)
{
  GtkWidget *child = adw_tab_page_get_child (page);

  if (!FL_IS_START_PAGE (child) && adw_tab_view_get_n_pages (self->tab_view) == 1)
    fl_window_open_start_page (self);
  if (FL_IS_SESSION_VIEW (child))
    fl_session_view_close (FL_SESSION_VIEW (child));
  else if (FL_IS_INSPECTOR_PAGE (child))
    fl_inspector_page_cancel (FL_INSPECTOR_PAGE (child));
  adw_tab_view_close_page_finish (self->tab_view, page, TRUE);
  return GDK_EVENT_STOP;
}

static void
n_pages_changed_cb (FlWindow *self)
{
  if (self->closing)
    return;
  if (adw_tab_view_get_n_pages (self->tab_view) == 0)
    gtk_window_close (GTK_WINDOW (self));
  else
    save_tabs (self);
}

static void
surface_width_changed_cb (FlWindow *self)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (self));
  int dpi = -1;
  double scale;
  gboolean narrow;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-xft-dpi", &dpi, NULL);
  scale = dpi > 0 ? dpi / 1024.0 / 96.0 : 1;
  narrow = gdk_surface_get_width (surface) < NARROW_WIDTH * scale;
  if (narrow == self->narrow)
    return;
  self->narrow = narrow;
  update_switchers (self);
}

/* The start page */

static void
connect_to_cb (FlWindow  *self,
               FlMqttUrl *url)
{
  fl_window_open_url (self, url);
}

static void
open_broker_cb (FlWindow *self,
                FlBroker *broker)
{
  fl_window_open_broker (self, broker);
}

static void
secrets_saved_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  fl_keyring_save_finish (FL_KEYRING (source), result, NULL);
}

static void
broker_saved_cb (FlWindow        *self,
                 FlBrokerSecrets *secrets,
                 FlBrokerEditor  *editor)
{
  FlBroker *broker = g_object_get_data (G_OBJECT (editor), "broker");

  fl_keyring_save_async (self->keyring, fl_broker_get_id (broker), fl_broker_get_name (broker), secrets,
                         NULL, secrets_saved_cb, NULL);
  if (fl_broker_file_find (self->brokers, fl_broker_get_id (broker)) == NULL)
    {
      fl_broker_file_append (self->brokers, broker);
      fl_window_open_broker (self, broker);
    }
}

/* Secrets are asked for before the editor opens, so that saving it does not lose those it was not shown. */
static void
secrets_loaded_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(FlBrokerEditor) editor = NULL;
  g_autoptr(GTask) task = user_data;
  FlWindow *self = g_task_get_source_object (task);
  FlBroker *broker = g_task_get_task_data (task);
  g_autoptr(FlBrokerSecrets) secrets = fl_keyring_load_finish (FL_KEYRING (source), result, NULL);

  editor = g_object_ref (fl_broker_editor_new (broker, secrets, fl_keyring_is_available (self->keyring)));
  g_object_set_data_full (G_OBJECT (editor), "broker", g_object_ref (broker), g_object_unref);
  gtk_window_set_transient_for (GTK_WINDOW (editor), GTK_WINDOW (self));
  g_signal_connect_object (editor, "saved", G_CALLBACK (broker_saved_cb), self, G_CONNECT_SWAPPED);
  if (*fl_broker_get_host (broker) != '\0' && fl_broker_file_find (self->brokers, fl_broker_get_id (broker)) == NULL)
    fl_broker_editor_show_page (editor, fl_broker_get_trust_way (broker) == FL_TRUST_CA ? "trust" : "sign-in");
  gtk_window_present (GTK_WINDOW (editor));
  g_task_return_boolean (task, TRUE);
}

static void
edit_broker_cb (FlWindow *self,
                FlBroker *broker)
{
  fl_window_edit_broker (self, broker);
}

/* Presets */

static void
preset_chosen_cb (FlWindow        *self,
                  FlBroker        *broker,
                  FlBrokerSecrets *secrets,
                  gboolean         needs_client_certificate)
{
  FlSessionView *view;

  if (needs_client_certificate)
    {
      edit_broker_cb (self, broker);
      return;
    }
  if (fl_broker_secrets_get (secrets, FL_SECRET_KIND_PASSWORD) != NULL)
    fl_keyring_save_async (self->keyring, fl_broker_get_id (broker), fl_broker_get_name (broker), secrets,
                           NULL, secrets_saved_cb, NULL);
  view = fl_session_view_new (broker, self->brokers, self->keyring);
  fl_window_add_session_view (self, view);
  fl_session_view_open_with_secrets (view, secrets);
}

static void
choose_preset_cb (FlWindow   *self,
                  const char *id)
{
  FlPresetWindow *window = fl_preset_window_new (fl_preset_find (id), fl_keyring_is_available (self->keyring));

  gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (self));
  g_signal_connect_object (window, "chosen", G_CALLBACK (preset_chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (window));
}

static void
import_file_cb (FlWindow *self,
                GFile    *file)
{
  fl_saved_actions_import_file (self->saved_actions, file);
}

/* Actions */

static void
new_tab_cb (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  fl_window_open_start_page (FL_WINDOW (widget));
}

static void
close_tab_cb (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  FlWindow *self = FL_WINDOW (widget);

  adw_tab_view_close_page (self->tab_view, selected_tab (self));
}

static void
show_page_cb (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  FlSessionView *view = fl_window_get_session_view (FL_WINDOW (widget));

  if (view != NULL)
    fl_session_view_show_page (view, g_variant_get_string (parameter, NULL));
}

static void
edit_front_cb (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  FlSessionView *view = fl_window_get_session_view (FL_WINDOW (widget));

  if (view != NULL)
    gtk_widget_activate_action (GTK_WIDGET (view), "session.edit-broker", "s", "address");
}

static void
toast_cb (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  g_autofree char *title = g_markup_escape_text (g_variant_get_string (parameter, NULL), -1);

  fl_window_add_toast (FL_WINDOW (widget), adw_toast_new (title));
}

/* Made when it is asked for. GTK's own help overlay is a hidden window from the start, and GTK 4.8 ends in a crash when
 * an assistive tool asks the application for a child beyond the last visible one while the last of all is hidden. */
static void
show_shortcuts_cb (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  g_autoptr(GtkBuilder) builder = gtk_builder_new_from_resource (FL_UI_TEMPLATE ("fl-shortcuts"));
  GtkWindow *shortcuts = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));

  gtk_window_set_transient_for (shortcuts, GTK_WINDOW (widget));
  gtk_window_present (shortcuts);
}

static void
fl_window_realize (GtkWidget *widget)
{
  FlWindow *self = FL_WINDOW (widget);

  GTK_WIDGET_CLASS (fl_window_parent_class)->realize (widget);
  g_signal_connect_object (gtk_native_get_surface (GTK_NATIVE (self)), "notify::width",
                           G_CALLBACK (surface_width_changed_cb), self, G_CONNECT_SWAPPED);
}

static void
save_size (FlWindow *self)
{
  GtkWindow *window = GTK_WINDOW (self);
  int width, height;

  gtk_window_get_default_size (window, &width, &height);
  g_settings_set_boolean (self->settings, "window-maximized", gtk_window_is_maximized (window));
  g_settings_set_int (self->settings, "window-width", MAX (width, 1));
  g_settings_set_int (self->settings, "window-height", MAX (height, 1));
}

static gboolean
fl_window_close_request (GtkWindow *window)
{
  FlWindow *self = FL_WINDOW (window);

  save_size (self);
  save_tabs (self);
  self->closing = TRUE;
  for (int i = 0; i < adw_tab_view_get_n_pages (self->tab_view); i++)
    {
      GtkWidget *child = adw_tab_page_get_child (adw_tab_view_get_nth_page (self->tab_view, i));

      if (FL_IS_SESSION_VIEW (child))
        fl_session_view_close (FL_SESSION_VIEW (child));
    }
  return GTK_WINDOW_CLASS (fl_window_parent_class)->close_request (window);
}

static void
fl_window_dispose (GObject *object)
{
  FlWindow *self = FL_WINDOW (object);

  self->closing = TRUE;
  g_clear_object (&self->saved_actions);
  g_clear_object (&self->brokers);
  g_clear_object (&self->keyring);
  G_OBJECT_CLASS (fl_window_parent_class)->dispose (object);
}

static void
fl_window_finalize (GObject *object)
{
  FlWindow *self = FL_WINDOW (object);

  g_clear_object (&self->settings);
  G_OBJECT_CLASS (fl_window_parent_class)->finalize (object);
}

/* With an address it looks at once. */
static void
open_inspector (FlWindow   *self,
                const char *address)
{
  GtkWidget *inspector = fl_inspector_page_new ();
  AdwTabPage *before = selected_tab (self);
  AdwTabPage *page = adw_tab_view_append (self->tab_view, inspector);

  g_object_bind_property (inspector, "title", page, "title", G_BINDING_SYNC_CREATE);
  g_object_bind_property (inspector, "loading", page, "loading", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (inspector, "notify::title", G_CALLBACK (view_changed_cb), self, G_CONNECT_SWAPPED);
  adw_tab_view_set_selected_page (self->tab_view, page);
  if (before != NULL && FL_IS_START_PAGE (adw_tab_page_get_child (before)))
    adw_tab_view_close_page (self->tab_view, before);
  gtk_widget_grab_focus (inspector);
  fl_inspector_page_set_address (FL_INSPECTOR_PAGE (inspector), address);
  if (*address != '\0')
    fl_inspector_page_run (FL_INSPECTOR_PAGE (inspector));
}

static void
inspect_cb (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  open_inspector (FL_WINDOW (widget), "");
}

static void
inspect_address_cb (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  open_inspector (FL_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

/* It may not run yet: it is saved, and not connected to. */
static void
own_broker_made_cb (FlWindow        *self,
                    FlBroker        *broker,
                    FlBrokerSecrets *secrets)
{
  fl_keyring_save_async (self->keyring, fl_broker_get_id (broker), fl_broker_get_name (broker), secrets,
                         NULL, secrets_saved_cb, NULL);
  fl_broker_file_append (self->brokers, broker);
}

static void
make_certificates_cb (GtkWidget  *widget,
                      const char *action_name,
                      GVariant   *parameter)
{
  FlCertificatesWindow *window = fl_certificates_window_new ();

  gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (widget));
  g_signal_connect_object (window, "save-broker", G_CALLBACK (own_broker_made_cb), widget, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (window));
}

/* Without a broker; the Security page opens it with its own. */
static void
check_paste_cb (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  FlCheckWindow *window = fl_check_window_new (NULL);

  gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (widget));
  gtk_window_present (GTK_WINDOW (window));
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.new-tab", NULL, new_tab_cb);
  gtk_widget_class_install_action (widget_class, "win.close-tab", NULL, close_tab_cb);
  gtk_widget_class_install_action (widget_class, "win.show-page", "s", show_page_cb);
  gtk_widget_class_install_action (widget_class, "win.edit-broker", NULL, edit_front_cb);
  gtk_widget_class_install_action (widget_class, "win.show-shortcuts", NULL, show_shortcuts_cb);
  gtk_widget_class_install_action (widget_class, "win.toast", "s", toast_cb);
  gtk_widget_class_install_action (widget_class, "win.inspect", NULL, inspect_cb);
  gtk_widget_class_install_action (widget_class, "win.inspect-address", "s", inspect_address_cb);
  gtk_widget_class_install_action (widget_class, "win.make-certificates", NULL, make_certificates_cb);
  gtk_widget_class_install_action (widget_class, "win.check-paste", NULL, check_paste_cb);
}

static void
fl_window_class_init (FlWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fl_window_dispose;
  object_class->finalize = fl_window_finalize;
  widget_class->realize = fl_window_realize;
  GTK_WINDOW_CLASS (klass)->close_request = fl_window_close_request;

  g_type_ensure (FL_TYPE_PILL);

  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-window"));
  gtk_widget_class_bind_template_child (widget_class, FlWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, FlWindow, title_stack);
  gtk_widget_class_bind_template_child (widget_class, FlWindow, window_title);
  gtk_widget_class_bind_template_child (widget_class, FlWindow, view_switcher);
  gtk_widget_class_bind_template_child (widget_class, FlWindow, view_switcher_bar);
  gtk_widget_class_bind_template_child (widget_class, FlWindow, tab_view);
  gtk_widget_class_bind_template_child (widget_class, FlWindow, pill);
  gtk_widget_class_bind_template_child (widget_class, FlWindow, menu_button);
  gtk_widget_class_bind_template_callback (widget_class, close_page_cb);
  gtk_widget_class_bind_template_callback (widget_class, n_pages_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, selected_page_changed_cb);
  install_actions (widget_class);
}

static void
fl_window_init (FlWindow *self)
{
  self->settings = g_settings_new (APP_ID);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.edit-broker", FALSE);
  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
}

/**
 * fl_window_new:
 * @shelf: the saved brokers and their secrets
 */
FlWindow *
fl_window_new (GtkApplication *application,
               FlBrokerShelf  *shelf)
{
  FlWindow *self;

  g_return_val_if_fail (FL_IS_BROKER_SHELF (shelf), NULL);

  self = g_object_new (FL_TYPE_WINDOW, "application", application, NULL);
  self->brokers = g_object_ref (fl_broker_shelf_get_file (shelf));
  self->keyring = g_object_ref (fl_broker_shelf_get_keyring (shelf));
  self->saved_actions = fl_saved_actions_new (self, shelf, self->menu_button);
  return self;
}

static AdwTabPage *
new_start_page (FlWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  GtkWidget *child = fl_start_page_new ();
  AdwTabPage *page = adw_tab_view_append (self->tab_view, child);

  fl_start_page_set_brokers (FL_START_PAGE (child), G_LIST_MODEL (self->brokers));
  if (FL_IS_APPLICATION (application))
    fl_start_page_set_upkeep (FL_START_PAGE (child), fl_application_get_upkeep (FL_APPLICATION (application)));
  g_signal_connect_object (child, "connect-to", G_CALLBACK (connect_to_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (child, "open-broker", G_CALLBACK (open_broker_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (child, "edit-broker", G_CALLBACK (edit_broker_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (child, "import-file", G_CALLBACK (import_file_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (child, "choose-preset", G_CALLBACK (choose_preset_cb), self, G_CONNECT_SWAPPED);
  adw_tab_page_set_title (page, _("New Connection"));
  return page;
}

/* Opens a tab with the start page, or shows the one that is open. */
void
fl_window_open_start_page (FlWindow *self)
{
  AdwTabPage *page;

  g_return_if_fail (FL_IS_WINDOW (self));

  page = find_tab (self, is_start_page, NULL);
  if (page == NULL)
    page = new_start_page (self);
  adw_tab_view_set_selected_page (self->tab_view, page);
  gtk_widget_grab_focus (adw_tab_page_get_child (page));
}

/**
 * fl_window_open_broker:
 * @broker: saved or new
 *
 * Connects to it in a tab, or shows the tab that is connected to it.
 */
void
fl_window_open_broker (FlWindow *self,
                       FlBroker *broker)
{
  AdwTabPage *page;
  FlSessionView *view;

  g_return_if_fail (FL_IS_WINDOW (self));
  g_return_if_fail (FL_IS_BROKER (broker));

  page = find_tab (self, is_view_of_broker, broker);
  if (page != NULL)
    {
      adw_tab_view_set_selected_page (self->tab_view, page);
      return;
    }
  view = fl_session_view_new (broker, self->brokers, self->keyring);
  fl_window_add_session_view (self, view);
  fl_session_view_open (view);
}

/**
 * fl_window_close_broker:
 * @broker: saved or new
 *
 * Closes its tab.
 *
 * Returns: whether there was one
 */
gboolean
fl_window_close_broker (FlWindow *self,
                        FlBroker *broker)
{
  AdwTabPage *page;

  g_return_val_if_fail (FL_IS_WINDOW (self), FALSE);
  g_return_val_if_fail (FL_IS_BROKER (broker), FALSE);

  page = find_tab (self, is_view_of_broker, broker);
  if (page != NULL)
    adw_tab_view_close_page (self->tab_view, page);
  return page != NULL;
}

/**
 * fl_window_edit_broker:
 * @broker: saved or new
 *
 * Opens the editor, once the keyring has given its secrets.
 */
void
fl_window_edit_broker (FlWindow *self,
                       FlBroker *broker)
{
  GTask *task;

  g_return_if_fail (FL_IS_WINDOW (self));
  g_return_if_fail (FL_IS_BROKER (broker));

  task = g_task_new (self, NULL, NULL, NULL);
  g_task_set_task_data (task, g_object_ref (broker), g_object_unref);
  fl_keyring_load_async (self->keyring, fl_broker_get_id (broker), NULL, secrets_loaded_cb, task);
}

/* Whether the saved broker is what the address means. */
static gboolean
is_broker_of_url (FlBroker  *broker,
                  FlMqttUrl *url)
{
  g_autoptr(FlBroker) meant = fl_broker_new_for_url (url);
  g_autofree char *filter = fl_broker_dup_filter (broker);
  g_autofree char *meant_filter = fl_broker_dup_filter (meant);

  return g_ascii_strcasecmp (fl_broker_get_host (broker), fl_broker_get_host (meant)) == 0 &&
         fl_broker_get_port (broker) == fl_broker_get_port (meant) &&
         fl_broker_get_tls (broker) == fl_broker_get_tls (meant) &&
         g_str_equal (filter, meant_filter) &&
         (*fl_broker_get_username (meant) == '\0' ||
          g_str_equal (fl_broker_get_username (broker), fl_broker_get_username (meant)));
}

/**
 * fl_window_open_url:
 * @url: what was typed
 *
 * Connects to the saved broker that is meant, or to a new one with the system's authorities.
 */
void
fl_window_open_url (FlWindow  *self,
                    FlMqttUrl *url)
{
  g_autoptr(FlBroker) fresh = NULL;

  g_return_if_fail (FL_IS_WINDOW (self));
  g_return_if_fail (url != NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->brokers)); i++)
    {
      g_autoptr(FlBroker) broker = g_list_model_get_item (G_LIST_MODEL (self->brokers), i);

      if (is_broker_of_url (broker, url))
        {
          fl_window_open_broker (self, broker);
          return;
        }
    }
  fresh = fl_broker_new_for_url (url);
  fl_window_open_broker (self, fresh);
}

/**
 * fl_window_restore_tabs:
 *
 * Opens last time's tabs and connects, if the person wants that.
 *
 * Returns: whether there was one
 */
gboolean
fl_window_restore_tabs (FlWindow *self)
{
  g_auto(GStrv) ids = NULL;
  g_autofree char *selected = NULL;
  FlBroker *front;

  g_return_val_if_fail (FL_IS_WINDOW (self), FALSE);

  if (!g_settings_get_boolean (self->settings, "reopen-tabs"))
    return FALSE;
  ids = g_settings_get_strv (self->settings, "open-tabs");
  selected = g_settings_get_string (self->settings, "selected-tab");
  for (guint i = 0; ids[i] != NULL; i++)
    {
      FlBroker *broker = fl_broker_file_find (self->brokers, ids[i]);

      if (broker != NULL)
        fl_window_open_broker (self, broker);
    }
  front = fl_broker_file_find (self->brokers, selected);
  if (front != NULL && find_tab (self, is_view_of_broker, front) != NULL)
    fl_window_open_broker (self, front);
  return adw_tab_view_get_n_pages (self->tab_view) > 0;
}

/**
 * fl_window_add_session_view:
 * @view: (transfer floating): shown at once, in place of the start page if that is in front
 */
void
fl_window_add_session_view (FlWindow      *self,
                            FlSessionView *view)
{
  AdwTabPage *before;
  AdwTabPage *page;

  g_return_if_fail (FL_IS_WINDOW (self));
  g_return_if_fail (FL_IS_SESSION_VIEW (view));

  before = selected_tab (self);
  page = adw_tab_view_append (self->tab_view, GTK_WIDGET (view));
  g_object_bind_property (view, "title", page, "title", G_BINDING_SYNC_CREATE);
  g_object_bind_property (view, "loading", page, "loading", G_BINDING_SYNC_CREATE);
  g_object_bind_property (view, "troubled", page, "needs-attention", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (view, "notify::session", G_CALLBACK (view_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "notify::title", G_CALLBACK (view_changed_cb), self, G_CONNECT_SWAPPED);
  adw_tab_view_set_selected_page (self->tab_view, page);
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  if (before != NULL && FL_IS_START_PAGE (adw_tab_page_get_child (before)))
    adw_tab_view_close_page (self->tab_view, before);
}

/**
 * fl_window_get_session_view:
 *
 * Returns: (transfer none) (nullable): the session in front
 */
FlSessionView *
fl_window_get_session_view (FlWindow *self)
{
  AdwTabPage *page;
  GtkWidget *child;

  g_return_val_if_fail (FL_IS_WINDOW (self), NULL);

  page = selected_tab (self);
  child = page != NULL ? adw_tab_page_get_child (page) : NULL;
  return FL_IS_SESSION_VIEW (child) ? FL_SESSION_VIEW (child) : NULL;
}

/**
 * fl_window_show_trouble:
 * @sentence: plain text
 * @copyable: (nullable): what a Copy button puts on the clipboard
 *
 * Says on the start page what did not work.
 */
void
fl_window_show_trouble (FlWindow   *self,
                        const char *sentence,
                        const char *copyable)
{
  AdwTabPage *page;

  g_return_if_fail (FL_IS_WINDOW (self));

  fl_window_open_start_page (self);
  page = selected_tab (self);
  fl_start_page_show_trouble (FL_START_PAGE (adw_tab_page_get_child (page)), sentence, copyable);
}

/**
 * fl_window_add_toast:
 * @toast: (transfer full): its title is markup: escape what came from the network
 */
void
fl_window_add_toast (FlWindow *self,
                     AdwToast *toast)
{
  g_return_if_fail (FL_IS_WINDOW (self));

  adw_toast_overlay_add_toast (self->toast_overlay, toast);
}
