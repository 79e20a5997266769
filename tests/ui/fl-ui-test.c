/* What the widget tests share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-ui-test.h"

#include "ui/fl-ui.h"

typedef struct
{
  GType       type;
  const char *label;
} Wanted;

/* A widget test's main() begins with this: libraries, resources and style, as in the application. */
void
fl_ui_test_init (int    *argc,
                 char ***argv)
{
  g_autoptr(GtkCssProvider) provider = gtk_css_provider_new ();

  g_test_init (argc, argv, NULL);
  fl_ui_init ();
  adw_init ();
  gtk_css_provider_load_from_resource (provider, FL_UI_RESOURCE_BASE "/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()),
                                    FL_UI_RESOURCE_BASE "/icons");
}

/* Runs the main loop until nothing is left to do at once. */
void
fl_ui_test_settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

static gboolean
woken_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* Runs the main loop until @done says so; FALSE if it did not within the time. */
gboolean
fl_ui_test_wait (gboolean (*done) (gpointer),
                 gpointer   data,
                 guint      seconds)
{
  const gint64 deadline = g_get_monotonic_time () + seconds * G_USEC_PER_SEC;
  const guint tick = g_timeout_add (20, woken_cb, NULL);
  gboolean good;

  while (!(good = done (data)) && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (tick);
  return good;
}

static gboolean
is_wanted (GtkWidget    *widget,
           const Wanted *wanted)
{
  g_autofree char *label = NULL;
  const char *property = NULL;

  if (!g_type_is_a (G_OBJECT_TYPE (widget), wanted->type))
    return FALSE;
  if (wanted->label == NULL)
    return TRUE;
  if (g_object_class_find_property (G_OBJECT_GET_CLASS (widget), "label") != NULL)
    property = "label";
  else if (g_object_class_find_property (G_OBJECT_GET_CLASS (widget), "title") != NULL)
    property = "title";
  if (property == NULL)
    return FALSE;
  g_object_get (widget, property, &label, NULL);
  return g_strcmp0 (label, wanted->label) == 0;
}

/**
 * fl_ui_test_find:
 * @label: (nullable): its "label" or "title"
 *
 * Returns: (transfer none) (nullable): the first such widget at or below @root
 */
GtkWidget *
fl_ui_test_find (GtkWidget  *root,
                 GType       type,
                 const char *label)
{
  const Wanted wanted = { type, label };

  if (is_wanted (root, &wanted))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = fl_ui_test_find (child, type, label);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* Whether a label with these words in it is on screen at or below @root. */
gboolean
fl_ui_test_says (GtkWidget  *root,
                 const char *words)
{
  if (GTK_IS_LABEL (root) && gtk_widget_is_visible (root) && strstr (gtk_label_get_label (GTK_LABEL (root)), words) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (fl_ui_test_says (child, words))
      return TRUE;
  return FALSE;
}

typedef struct
{
  GtkWidget  *root;
  const char *words;
} Sentence;

static gboolean
is_said (gpointer data)
{
  Sentence *sentence = data;

  return fl_ui_test_says (sentence->root, sentence->words);
}

/* Waits until it is; fails if it never is. */
void
fl_ui_test_wait_said (GtkWidget  *root,
                      const char *words)
{
  Sentence sentence = { root, words };

  g_test_message ("waiting for “%s”", words);
  g_assert_true (fl_ui_test_wait (is_said, &sentence, 60));
}

static gboolean
has_name (GtkWidget  *widget,
          const char *name)
{
  g_autofree char *other =
    gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name);

  return other == NULL;
}

/**
 * fl_ui_test_find_named:
 * @name: its accessible label
 *
 * Returns: (transfer none) (nullable): the first such widget at or below @root
 */
GtkWidget *
fl_ui_test_find_named (GtkWidget  *root,
                       GType       type,
                       const char *name)
{
  if (g_type_is_a (G_OBJECT_TYPE (root), type) && has_name (root, name))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = fl_ui_test_find_named (child, type, name);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
has_text (GtkWidget *widget)
{
  GtkWidget *label = fl_ui_test_find (widget, GTK_TYPE_LABEL, NULL);

  return label != NULL && *gtk_label_get_text (GTK_LABEL (label)) != '\0';
}

/* Newer GTK speaks the tooltip of a control that has no other name, and libadwaita's own buttons rely on it. */
static gboolean
is_named_by_tooltip (GtkWidget *widget)
{
#if GTK_CHECK_VERSION (4, 18, 0)
  return gtk_widget_get_tooltip_text (widget) != NULL;
#else
  return FALSE;
#endif
}

static gboolean
is_named (GtkWidget *widget)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (widget);

  return gtk_test_accessible_has_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL) ||
         gtk_test_accessible_has_relation (accessible, GTK_ACCESSIBLE_RELATION_LABELLED_BY) ||
         (GTK_IS_BUTTON (widget) && has_text (widget)) || is_named_by_tooltip (widget);
}

/* Whether a person can act on it; the inner parts of composite widgets speak through these. */
static gboolean
is_control (GtkWidget *widget)
{
  const GType types[] = {
    GTK_TYPE_BUTTON, GTK_TYPE_MENU_BUTTON, GTK_TYPE_SWITCH, GTK_TYPE_ENTRY, GTK_TYPE_PASSWORD_ENTRY,
    GTK_TYPE_SEARCH_ENTRY, GTK_TYPE_SPIN_BUTTON, GTK_TYPE_DROP_DOWN, GTK_TYPE_TEXT_VIEW,
  };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_type_is_a (G_OBJECT_TYPE (widget), types[i]))
      return TRUE;
  return FALSE;
}

/* AdwEntryRow's own Apply button is there, unnamed and not shown, in every row that does not ask for it. */
static gboolean
is_unused_apply_button (GtkWidget *widget)
{
  return gtk_widget_has_css_class (widget, "apply-button") && !gtk_widget_get_child_visible (widget);
}

/* Fails the test for each visible control at or below @root without an accessible name. */
void
fl_ui_test_check_names (GtkWidget *root)
{
  if (!gtk_widget_get_visible (root) || is_unused_apply_button (root))
    return;
  if (is_control (root))
    {
      if (!is_named (root))
        {
          g_test_message ("%s (%s) in %s has no accessible name", G_OBJECT_TYPE_NAME (root),
                          gtk_widget_get_name (root),
                          G_OBJECT_TYPE_NAME (gtk_widget_get_parent (root)));
          g_test_fail ();
        }
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    fl_ui_test_check_names (child);
}

/* Whether what is beyond its edges can be scrolled to: nothing is cut there. */
static gboolean
scrolls (GtkWidget      *widget,
         GtkOrientation  orientation)
{
  GtkWidget *scrolled = GTK_IS_SCROLLABLE (widget) ? gtk_widget_get_parent (widget) : NULL;
  GtkPolicyType horizontal;
  GtkPolicyType vertical;

  if (GTK_IS_TEXT (widget))
    return TRUE;
  if (!GTK_IS_SCROLLED_WINDOW (scrolled))
    return FALSE;
  gtk_scrolled_window_get_policy (GTK_SCROLLED_WINDOW (scrolled), &horizontal, &vertical);
  return (orientation == GTK_ORIENTATION_HORIZONTAL ? horizontal : vertical) != GTK_POLICY_NEVER;
}

/* The nearest widget above @label that it sticks out of, or NULL. */
static GtkWidget *
find_overrun (GtkWidget *label,
              GtkWidget *root)
{
  gboolean wide = TRUE;
  gboolean high = TRUE;

  for (GtkWidget *above = gtk_widget_get_parent (label); above != NULL && (wide || high); above = gtk_widget_get_parent (above))
    {
      graphene_rect_t bounds;

      if (!gtk_widget_compute_bounds (label, above, &bounds))
        return NULL;
      wide = wide && !scrolls (above, GTK_ORIENTATION_HORIZONTAL);
      high = high && !scrolls (above, GTK_ORIENTATION_VERTICAL);
      if (wide && (bounds.origin.x < -1 || bounds.origin.x + bounds.size.width > gtk_widget_get_width (above) + 1))
        return above;
      if (high && (bounds.origin.y < -1 || bounds.origin.y + bounds.size.height > gtk_widget_get_height (above) + 1))
        return above;
      if (above == root)
        break;
    }
  return NULL;
}

static void
find_label_trouble (GtkLabel  *label,
                    GPtrArray *troubles)
{
  GtkWidget *widget = GTK_WIDGET (label);
  GtkWidget *overrun;
  int text_width;
  int text_height;

  if (*gtk_label_get_text (label) == '\0')
    return;
  pango_layout_get_pixel_size (gtk_label_get_layout (label), &text_width, &text_height);
  if (gtk_label_get_ellipsize (label) == PANGO_ELLIPSIZE_NONE
      && (text_width > gtk_widget_get_width (widget) + 1 || text_height > gtk_widget_get_height (widget) + 1))
    g_ptr_array_add (troubles, g_strdup_printf ("“%s” (%d×%d) is cut to %d×%d", gtk_label_get_text (label), text_width,
                                                text_height, gtk_widget_get_width (widget), gtk_widget_get_height (widget)));
  overrun = find_overrun (widget, GTK_WIDGET (gtk_widget_get_root (widget)));
  if (overrun != NULL)
    g_ptr_array_add (troubles, g_strdup_printf ("“%s” sticks out of a %s (%s)", gtk_label_get_text (label),
                                                G_OBJECT_TYPE_NAME (overrun), gtk_widget_get_name (overrun)));
}

static void
find_layout_troubles (GtkWidget *root,
                      GPtrArray *troubles)
{
  if (!gtk_widget_get_mapped (root) || !gtk_widget_get_child_visible (root))
    return;
  if (GTK_IS_LABEL (root))
    find_label_trouble (GTK_LABEL (root), troubles);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    find_layout_troubles (child, troubles);
}

typedef struct
{
  GtkWidget *root;
  GPtrArray *troubles;
} LayoutCheck;

static gboolean
is_well_laid_out (gpointer data)
{
  LayoutCheck *check = data;

  g_ptr_array_set_size (check->troubles, 0);
  find_layout_troubles (check->root, check->troubles);
  return check->troubles->len == 0;
}

/* Fails the test for each label at or below @root whose text is cut though it neither wraps nor ends in “…”,
 * and for each that is outside of what is around it. @where is for the message. A text that has just changed is
 * measured before it is laid out, so only what stays so counts. */
void
fl_ui_test_check_layout (GtkWidget  *root,
                         const char *where)
{
  LayoutCheck check = { root, g_ptr_array_new_with_free_func (g_free) };

  if (!fl_ui_test_wait (is_well_laid_out, &check, 60))
    {
      for (guint i = 0; i < check.troubles->len; i++)
        g_test_message ("%s: %s", where, (const char *) g_ptr_array_index (check.troubles, i));
      g_test_fail ();
    }
  g_ptr_array_unref (check.troubles);
}
