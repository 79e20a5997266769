/* The classes that differ between the oldest and the newest libadwaita and GTK we build with.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-compat"

#include "config.h"

#include "ui/fl-compat.h"

#include <glib/gi18n.h>

static GtkWindow *
window_of (GtkWidget *widget)
{
  GtkRoot *root = widget != NULL ? gtk_widget_get_root (widget) : NULL;

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

/* About */

static const char *const developers[] = { "The Fernlight authors", NULL };

#if ADW_CHECK_VERSION (1, 5, 0)

static gpointer
new_about (void)
{
  return adw_about_dialog_new ();
}

static void
present_about (gpointer   dialog,
               GtkWidget *parent)
{
  adw_dialog_present (dialog, parent);
}

#else

static gpointer
new_about (void)
{
  return adw_about_window_new ();
}

static void
present_about (gpointer   window,
               GtkWidget *parent)
{
  gtk_window_set_default_size (window, 400, 640);
  gtk_window_set_modal (window, TRUE);
  gtk_window_set_transient_for (window, window_of (parent));
  gtk_window_present (window);
}

#endif

/**
 * fl_compat_present_about:
 * @parent: a widget of the window it belongs to
 */
void
fl_compat_present_about (GtkWidget *parent)
{
  gpointer about = new_about ();

  g_object_set (about,
                "application-icon", "fernlight",
                "application-name", "Fernlight",
                "comments", _("Watch and switch your own devices over MQTT, and see how safe it is."),
                "copyright", "© 2026 The Fernlight authors",
                "developer-name", _("The Fernlight authors"),
                "developers", developers,
                "issue-url", "https://github.com/fernlight/fernlight/issues",
                "license-type", GTK_LICENSE_GPL_3_0,
                "translator-credits", _("translator-credits"),
                "version", APP_VERSION,
                "website", "https://fernlight.github.io/",
                NULL);
  present_about (about, parent); /* last: the dialog takes the height of what is in it then */
}

/* Preferences */

/**
 * fl_compat_present_preferences:
 * @parent: a widget of the window it belongs to
 * @page: (transfer floating): the only page
 */
void
fl_compat_present_preferences (GtkWidget          *parent,
                               AdwPreferencesPage *page)
{
#if ADW_CHECK_VERSION (1, 5, 0)
  AdwDialog *dialog = adw_preferences_dialog_new ();

  adw_preferences_dialog_add (ADW_PREFERENCES_DIALOG (dialog), page);
  adw_dialog_set_content_width (dialog, 560);
  adw_dialog_set_content_height (dialog, 520);
  adw_dialog_present (dialog, parent);
#else
  GtkWidget *window = adw_preferences_window_new ();

  adw_preferences_window_set_search_enabled (ADW_PREFERENCES_WINDOW (window), FALSE);
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (window), page);
  gtk_window_set_default_size (GTK_WINDOW (window), 560, 480);
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  gtk_window_set_transient_for (GTK_WINDOW (window), window_of (parent));
  gtk_window_present (GTK_WINDOW (window));
#endif
}

/* Questions */

static void
answered_cb (GTask      *task,
             const char *response)
{
  g_task_return_pointer (task, g_strdup (response), g_free);
  g_object_unref (task);
}

/**
 * fl_compat_ask_async:
 * @parent: a widget of the window it belongs to
 * @heading: plain text
 * @body: plain text
 * @answers: the first is the one Escape gives, the last the one Enter gives unless it is destructive
 *
 * Asks a question that cannot be a toast with Undo.
 */
void
fl_compat_ask_async (GtkWidget            *parent,
                     const char           *heading,
                     const char           *body,
                     const FlCompatAnswer *answers,
                     guint                 n_answers,
                     GAsyncReadyCallback   callback,
                     gpointer              user_data)
{
  GTask *task = g_task_new (parent, NULL, callback, user_data);
  const FlCompatAnswer *last = &answers[n_answers - 1];
  const char *enter = last->appearance == ADW_RESPONSE_DESTRUCTIVE ? answers[0].id : last->id;

  g_task_set_source_tag (task, fl_compat_ask_async);
#if ADW_CHECK_VERSION (1, 5, 0)
  {
    AdwAlertDialog *dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (heading, body));

    for (guint i = 0; i < n_answers; i++)
      {
        adw_alert_dialog_add_response (dialog, answers[i].id, answers[i].label);
        adw_alert_dialog_set_response_appearance (dialog, answers[i].id, answers[i].appearance);
      }
    adw_alert_dialog_set_close_response (dialog, answers[0].id);
    adw_alert_dialog_set_default_response (dialog, enter);
    g_signal_connect_swapped (dialog, "response", G_CALLBACK (answered_cb), task);
    adw_dialog_present (ADW_DIALOG (dialog), parent);
  }
#else
  {
    AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (window_of (parent), heading, body));

    for (guint i = 0; i < n_answers; i++)
      {
        adw_message_dialog_add_response (dialog, answers[i].id, answers[i].label);
        adw_message_dialog_set_response_appearance (dialog, answers[i].id, answers[i].appearance);
      }
    adw_message_dialog_set_close_response (dialog, answers[0].id);
    adw_message_dialog_set_default_response (dialog, enter);
    g_signal_connect_swapped (dialog, "response", G_CALLBACK (answered_cb), task);
    gtk_window_present (GTK_WINDOW (dialog));
  }
#endif
}

/**
 * fl_compat_ask_finish:
 *
 * Returns: (transfer full): the id of the answer
 */
char *
fl_compat_ask_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}

/* Colours */

#if GTK_CHECK_VERSION (4, 10, 0)

static void
color_chosen_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;

  g_task_return_pointer (task, gtk_color_dialog_choose_rgba_finish (GTK_COLOR_DIALOG (source), result, NULL),
                         (GDestroyNotify) gdk_rgba_free);
}

static void
choose_color (GTask         *task,
              GtkWidget     *parent,
              const char    *title,
              const GdkRGBA *color)
{
  g_autoptr(GtkColorDialog) dialog = gtk_color_dialog_new ();

  gtk_color_dialog_set_title (dialog, title);
  gtk_color_dialog_set_with_alpha (dialog, FALSE);
  gtk_color_dialog_choose_rgba (dialog, window_of (parent), color, NULL, color_chosen_cb, task);
}

#else

static void
color_chosen_cb (GTask     *task,
                 int        response,
                 GtkDialog *dialog)
{
  GdkRGBA color;

  gtk_color_chooser_get_rgba (GTK_COLOR_CHOOSER (dialog), &color);
  g_task_return_pointer (task, response == GTK_RESPONSE_OK ? gdk_rgba_copy (&color) : NULL, (GDestroyNotify) gdk_rgba_free);
  gtk_window_destroy (GTK_WINDOW (dialog));
  g_object_unref (task);
}

static void
choose_color (GTask         *task,
              GtkWidget     *parent,
              const char    *title,
              const GdkRGBA *color)
{
  GtkWidget *dialog = gtk_color_chooser_dialog_new (title, window_of (parent));

  gtk_window_set_modal (GTK_WINDOW (dialog), TRUE);
  gtk_color_chooser_set_use_alpha (GTK_COLOR_CHOOSER (dialog), FALSE);
  gtk_color_chooser_set_rgba (GTK_COLOR_CHOOSER (dialog), color);
  g_signal_connect_swapped (dialog, "response", G_CALLBACK (color_chosen_cb), task);
  gtk_window_present (GTK_WINDOW (dialog));
}

#endif

/**
 * fl_compat_choose_color_async:
 * @parent: a widget of the window it belongs to
 * @color: what is chosen at first
 */
void
fl_compat_choose_color_async (GtkWidget           *parent,
                              const char          *title,
                              const GdkRGBA       *color,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  choose_color (g_task_new (parent, NULL, callback, user_data), parent, title, color);
}

/**
 * fl_compat_choose_color_finish:
 *
 * Returns: FALSE: the user has changed their mind
 */
gboolean
fl_compat_choose_color_finish (GAsyncResult *result,
                               GdkRGBA      *color)
{
  GdkRGBA *chosen = g_task_propagate_pointer (G_TASK (result), NULL);

  if (chosen == NULL)
    return FALSE;
  *color = *chosen;
  gdk_rgba_free (chosen);
  return TRUE;
}

/* Files */

#if GTK_CHECK_VERSION (4, 10, 0)

static void
file_chosen_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GtkFileDialog *dialog = GTK_FILE_DIALOG (source);
  GFile *file;

  if (g_task_get_source_tag (task) == fl_compat_choose_folder_async)
    file = gtk_file_dialog_select_folder_finish (dialog, result, NULL);
  else if (g_task_get_source_tag (task) == fl_compat_open_file_async)
    file = gtk_file_dialog_open_finish (dialog, result, NULL);
  else
    file = gtk_file_dialog_save_finish (dialog, result, NULL);
  g_task_return_pointer (task, file, g_object_unref);
}

static void
choose_file (GTask         *task,
             GtkWidget     *parent,
             const char    *title,
             GtkFileFilter *filter,
             const char    *name)
{
  g_autoptr(GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, title);
  gtk_file_dialog_set_default_filter (dialog, filter);
  if (g_task_get_source_tag (task) == fl_compat_choose_folder_async)
    {
      gtk_file_dialog_select_folder (dialog, window_of (parent), NULL, file_chosen_cb, task);
      return;
    }
  if (name == NULL)
    {
      gtk_file_dialog_open (dialog, window_of (parent), NULL, file_chosen_cb, task);
      return;
    }
  gtk_file_dialog_set_initial_name (dialog, name);
  gtk_file_dialog_save (dialog, window_of (parent), NULL, file_chosen_cb, task);
}

#else

static GtkFileChooserAction
action_of (GTask *task)
{
  if (g_task_get_source_tag (task) == fl_compat_choose_folder_async)
    return GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER;
  return g_task_get_source_tag (task) == fl_compat_open_file_async ? GTK_FILE_CHOOSER_ACTION_OPEN
                                                                   : GTK_FILE_CHOOSER_ACTION_SAVE;
}

static void
file_chosen_cb (GTask *task,
                int    response)
{
  GtkFileChooserNative *chooser = g_task_get_task_data (task);
  GFile *file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  g_task_return_pointer (task, file, g_object_unref);
  g_object_unref (task);
}

static void
choose_file (GTask         *task,
             GtkWidget     *parent,
             const char    *title,
             GtkFileFilter *filter,
             const char    *name)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (title, window_of (parent), action_of (task), NULL, NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  if (filter != NULL)
    gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
  if (name != NULL)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  g_task_set_task_data (task, chooser, g_object_unref);
  g_signal_connect_swapped (chooser, "response", G_CALLBACK (file_chosen_cb), task);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

#endif

/**
 * fl_compat_open_file_async:
 * @parent: a widget of the window it belongs to
 * @filter: (nullable): which files are offered
 */
void
fl_compat_open_file_async (GtkWidget           *parent,
                           const char          *title,
                           GtkFileFilter       *filter,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  GTask *task = g_task_new (parent, NULL, callback, user_data);

  g_task_set_source_tag (task, fl_compat_open_file_async);
  choose_file (task, parent, title, filter, NULL);
}

/**
 * fl_compat_save_file_async:
 * @parent: a widget of the window it belongs to
 * @name: the name proposed
 */
void
fl_compat_save_file_async (GtkWidget           *parent,
                           const char          *title,
                           const char          *name,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  GTask *task = g_task_new (parent, NULL, callback, user_data);

  g_task_set_source_tag (task, fl_compat_save_file_async);
  choose_file (task, parent, title, NULL, name);
}

/**
 * fl_compat_choose_folder_async:
 * @parent: a widget of the window it belongs to
 *
 * Asks for a folder that is there, or is made in the dialog.
 */
void
fl_compat_choose_folder_async (GtkWidget           *parent,
                               const char          *title,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  GTask *task = g_task_new (parent, NULL, callback, user_data);

  g_task_set_source_tag (task, fl_compat_choose_folder_async);
  choose_file (task, parent, title, NULL, NULL);
}

/**
 * fl_compat_file_finish:
 *
 * Returns: (transfer full) (nullable): the file, %NULL if none was chosen
 */
GFile *
fl_compat_file_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}

/* Small things */

/**
 * fl_compat_launch_uri:
 * @parent: a widget of the window it belongs to
 */
void
fl_compat_launch_uri (GtkWidget  *parent,
                      const char *uri)
{
#if GTK_CHECK_VERSION (4, 10, 0)
  g_autoptr(GtkUriLauncher) launcher = gtk_uri_launcher_new (uri);

  gtk_uri_launcher_launch (launcher, window_of (parent), NULL, NULL, NULL);
#else
  gtk_show_uri (window_of (parent), uri, GDK_CURRENT_TIME);
#endif
}

/**
 * fl_compat_get_color:
 * @color: (out): the colour of text in @widget, for what is drawn by hand
 */
void
fl_compat_get_color (GtkWidget *widget,
                     GdkRGBA   *color)
{
#if GTK_CHECK_VERSION (4, 10, 0)
  gtk_widget_get_color (widget, color);
#else
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), color);
#endif
}
