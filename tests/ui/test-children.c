/* fl-children: the children are the list, whatever happens to it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-children.h"
#include "ui/fl-ui-test.h"

static GtkWidget *
make_label (gpointer item,
            gpointer user_data)
{
  g_assert_cmpstr (user_data, ==, "data");
  return gtk_label_new (gtk_string_object_get_string (item));
}

static char *
read_children (GtkWidget *parent)
{
  GString *text = g_string_new (NULL);

  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL; child = gtk_widget_get_next_sibling (child))
    g_string_append (text, gtk_label_get_label (GTK_LABEL (child)));
  return g_string_free (text, FALSE);
}

#define ASSERT_CHILDREN(parent, expected) \
  G_STMT_START { g_autofree char *text_ = read_children (parent); g_assert_cmpstr (text_, ==, expected); } G_STMT_END

static void
test_changes (void)
{
  static const char *const letters[] = { "a", "b", "c", NULL };
  static const char *const more[] = { "x", "y", NULL };
  g_autoptr(GtkWidget) box = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  g_autoptr(GtkStringList) list = gtk_string_list_new (letters);

  fl_children_bind (box, G_LIST_MODEL (list), make_label, (gpointer) "data");
  ASSERT_CHILDREN (box, "abc");
  gtk_string_list_append (list, "d");
  ASSERT_CHILDREN (box, "abcd");
  gtk_string_list_splice (list, 1, 2, more);
  ASSERT_CHILDREN (box, "axyd");
  gtk_string_list_remove (list, 0);
  ASSERT_CHILDREN (box, "xyd");
  gtk_string_list_splice (list, 0, 0, letters);
  ASSERT_CHILDREN (box, "abcxyd");
  fl_children_bind (box, NULL, NULL, NULL);
  ASSERT_CHILDREN (box, "");
  gtk_string_list_append (list, "e");
  ASSERT_CHILDREN (box, "");
}

/* The list may live longer than the children. */
static void
test_parent_goes_first (void)
{
  g_autoptr(GtkStringList) list = gtk_string_list_new (NULL);
  GtkWidget *box = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));

  fl_children_bind (box, G_LIST_MODEL (list), make_label, (gpointer) "data");
  gtk_string_list_append (list, "a");
  g_assert_finalize_object (box);
  gtk_string_list_append (list, "b");
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/children/changes", test_changes);
  g_test_add_func ("/children/parent-goes-first", test_parent_goes_first);
  return g_test_run ();
}
