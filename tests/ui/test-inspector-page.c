/* fl-inspector-page: what the form lets through, what is shown when nobody answers, and that Cancel ends it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <gio/gio.h>

#include "ui/fl-inspector-page.h"
#include "ui/fl-security-page.h"
#include "ui/fl-ui-test.h"

typedef struct
{
  GtkWidget       *window;
  FlInspectorPage *page;
} Shown;

static Shown
show (void)
{
  Shown shown = { adw_window_new (), FL_INSPECTOR_PAGE (fl_inspector_page_new ()) };

  adw_window_set_content (ADW_WINDOW (shown.window), GTK_WIDGET (shown.page));
  gtk_window_set_default_size (GTK_WINDOW (shown.window), 720, 480);
  gtk_window_present (GTK_WINDOW (shown.window));
  fl_ui_test_settle ();
  return shown;
}

static void
hide (Shown *shown)
{
  gtk_window_destroy (GTK_WINDOW (shown->window));
  fl_ui_test_settle ();
}

static GtkWidget *
run_button (Shown *shown)
{
  GtkWidget *button = fl_ui_test_find (GTK_WIDGET (shown->page), GTK_TYPE_BUTTON, "Inspect");

  return button != NULL ? button : fl_ui_test_find (GTK_WIDGET (shown->page), GTK_TYPE_BUTTON, "Reload");
}

static const char *
visible_page (Shown *shown)
{
  GtkWidget *stack = gtk_widget_get_ancestor (fl_ui_test_find (GTK_WIDGET (shown->page), FL_TYPE_SECURITY_PAGE, NULL), GTK_TYPE_STACK);

  return gtk_stack_get_visible_child_name (GTK_STACK (stack));
}

static void
choose_way (Shown *shown,
            guint  way)
{
  adw_combo_row_set_selected (ADW_COMBO_ROW (fl_ui_test_find (GTK_WIDGET (shown->page), ADW_TYPE_COMBO_ROW, NULL)), way);
}

static void
test_form (void)
{
  static const struct { const char *address; gboolean can_run; const char *note; } cases[] = {
    { "", FALSE, NULL },
    { "localhost", TRUE, NULL },
    { "https://localhost/x", TRUE, NULL },
    { "localhost:0", FALSE, "The port is a number" },
    { "http://localhost", FALSE, "begins with https://" },
    { "https://me:hunter2@localhost", FALSE, "There is a password in this address" },
  };
  Shown shown = show ();

  fl_ui_test_check_names (GTK_WIDGET (shown.page));
  g_assert_cmpstr (visible_page (&shown), ==, "nothing");
  g_assert_cmpstr (fl_inspector_page_get_title (shown.page), ==, "Inspector");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("“%s”", cases[i].address);
      fl_inspector_page_set_address (shown.page, cases[i].address);
      g_assert_cmpint (gtk_widget_get_sensitive (run_button (&shown)), ==, cases[i].can_run);
      g_assert_true (cases[i].note == NULL || fl_ui_test_says (GTK_WIDGET (shown.page), cases[i].note));
      fl_inspector_page_run (shown.page);
      g_assert_cmpint (fl_inspector_page_is_loading (shown.page), ==, cases[i].can_run);
      fl_inspector_page_cancel (shown.page);
      while (fl_inspector_page_is_loading (shown.page))
        g_main_context_iteration (NULL, TRUE);
    }
  hide (&shown);
}

/* Each way asks for what it needs, and is not tried without. */
static void
test_trust (void)
{
  Shown shown = show ();
  GtkWidget *pin;

  fl_inspector_page_set_address (shown.page, "localhost");
  choose_way (&shown, 1);
  g_assert_false (gtk_widget_get_sensitive (run_button (&shown)));
  choose_way (&shown, 2);
  g_assert_false (gtk_widget_get_sensitive (run_button (&shown)));
  pin = fl_ui_test_find (GTK_WIDGET (shown.page), ADW_TYPE_ENTRY_ROW, "SHA-256, SHA-1, or sha256//…");
  g_assert_true (gtk_widget_is_visible (pin));
  gtk_editable_set_text (GTK_EDITABLE (pin), "18 C0 C2");
  g_assert_false (gtk_widget_get_sensitive (run_button (&shown)));
  gtk_editable_set_text (GTK_EDITABLE (pin), "18 C0 C2 3D BE DD 81 37 73 40 E7 E4 36 61 CB 0A DF 96 AD 25");
  g_assert_true (gtk_widget_get_sensitive (run_button (&shown)));
  choose_way (&shown, 3);
  g_assert_false (gtk_widget_is_visible (pin));
  g_assert_true (gtk_widget_get_sensitive (run_button (&shown)));
  hide (&shown);
}

/* Listens, and never says a word. */
static GSocketListener *
listen_somewhere (guint16 *port)
{
  GSocketListener *listener = g_socket_listener_new ();
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) wanted = g_inet_socket_address_new (loopback, 0);
  g_autoptr(GSocketAddress) got = NULL;

  g_assert_true (g_socket_listener_add_address (listener, wanted, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL, &got, NULL));
  *port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (got));
  return listener;
}

static void
test_cancel (void)
{
  Shown shown = show ();
  guint16 port;
  GSocketListener *listener = listen_somewhere (&port);
  g_autofree char *address = g_strdup_printf ("127.0.0.1:%u", port);

  fl_inspector_page_set_address (shown.page, address);
  g_signal_emit_by_name (run_button (&shown), "clicked");
  g_assert_true (fl_inspector_page_is_loading (shown.page));
  g_assert_cmpstr (visible_page (&shown), ==, "running");
  g_assert_cmpstr (fl_inspector_page_get_title (shown.page), ==, "127.0.0.1");
  g_assert_false (gtk_widget_get_sensitive (run_button (&shown)));
  fl_ui_test_check_names (GTK_WIDGET (shown.page));
  g_signal_emit_by_name (fl_ui_test_find (GTK_WIDGET (shown.page), GTK_TYPE_BUTTON, "Cancel"), "clicked");
  while (fl_inspector_page_is_loading (shown.page))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (visible_page (&shown), ==, "nothing");
  g_assert_true (gtk_widget_get_sensitive (run_button (&shown)));
  hide (&shown);
  g_object_unref (listener);
}

/* The words of the fault page, and the way back. */
static void
test_nobody_there (void)
{
  Shown shown = show ();
  guint16 port;
  GSocketListener *listener = listen_somewhere (&port);
  g_autofree char *address = g_strdup_printf ("127.0.0.1:%u", port);

  g_socket_listener_close (listener);
  g_object_unref (listener);
  fl_inspector_page_set_address (shown.page, address);
  fl_inspector_page_run (shown.page);
  while (fl_inspector_page_is_loading (shown.page))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (visible_page (&shown), ==, "fault");
  g_assert_true (fl_ui_test_says (GTK_WIDGET (shown.page), "Nobody Answers on This Port"));
  g_assert_true (fl_ui_test_says (GTK_WIDGET (shown.page), address));
  g_assert_nonnull (fl_ui_test_find (GTK_WIDGET (shown.page), GTK_TYPE_BUTTON, "Reload"));
  fl_inspector_page_set_address (shown.page, "localhost");
  g_assert_nonnull (fl_ui_test_find (GTK_WIDGET (shown.page), GTK_TYPE_BUTTON, "Inspect"));
  hide (&shown);
}

/* The page is closed while a handshake is being made. */
static void
test_closed (void)
{
  Shown shown = show ();
  guint16 port;
  GSocketListener *listener = listen_somewhere (&port);
  g_autofree char *address = g_strdup_printf ("127.0.0.1:%u", port);

  fl_inspector_page_set_address (shown.page, address);
  fl_inspector_page_run (shown.page);
  g_object_add_weak_pointer (G_OBJECT (shown.page), (gpointer *) &shown.page);
  gtk_window_destroy (GTK_WINDOW (shown.window));
  while (shown.page != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_object_unref (listener);
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/inspector-page/form", test_form);
  g_test_add_func ("/inspector-page/trust", test_trust);
  g_test_add_func ("/inspector-page/cancel", test_cancel);
  g_test_add_func ("/inspector-page/nobody-there", test_nobody_there);
  g_test_add_func ("/inspector-page/closed", test_closed);
  return g_test_run ();
}
