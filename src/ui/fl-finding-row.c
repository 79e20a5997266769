/* One thing that was found in what somebody pasted: its line, a sentence, and the change, to be copied.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-finding-row"

#include "config.h"

#include "ui/fl-finding-row.h"

#include "ui/fl-copy-button.h"
#include "ui/fl-level-row.h"
#include "ui/fl-ui.h"

#include <glib/gi18n-lib.h>

/* Lines of code that are shown; a certificate has more, and is copied whole. */
#define MAX_LINES 4

struct _FlFindingRow
{
  GtkListBoxRow  parent_instance;

  GtkImage      *image;
  GtkLabel      *place;
  GtkLabel      *text;
  GtkLabel      *advice;
  GtkWidget     *code_box;
  GtkLabel      *code;
  FlCopyButton  *copy_button;

  guint          line;
};

G_DEFINE_FINAL_TYPE (FlFindingRow, fl_finding_row, GTK_TYPE_LIST_BOX_ROW)

static void
fl_finding_row_class_init (FlFindingRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (FL_TYPE_COPY_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-finding-row"));
  gtk_widget_class_bind_template_child (widget_class, FlFindingRow, image);
  gtk_widget_class_bind_template_child (widget_class, FlFindingRow, place);
  gtk_widget_class_bind_template_child (widget_class, FlFindingRow, text);
  gtk_widget_class_bind_template_child (widget_class, FlFindingRow, advice);
  gtk_widget_class_bind_template_child (widget_class, FlFindingRow, code_box);
  gtk_widget_class_bind_template_child (widget_class, FlFindingRow, code);
  gtk_widget_class_bind_template_child (widget_class, FlFindingRow, copy_button);
}

static void
fl_finding_row_init (FlFindingRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  fl_ui_keep_left_to_right (self->code);
}

/* The first lines, and a sign that there are more. */
static char *
shorten (const char *code)
{
  g_auto(GStrv) lines = g_strsplit (code, "\n", MAX_LINES + 1);

  if (g_strv_length (lines) > MAX_LINES)
    {
      g_free (lines[MAX_LINES]);
      lines[MAX_LINES] = g_strdup ("…");
    }
  return g_strjoinv ("\n", lines);
}

static void
show_change (FlFindingRow    *self,
             const FlFinding *finding)
{
  const gboolean has_code = finding->change != NULL && finding->is_code;
  const gboolean has_advice = finding->change != NULL && !finding->is_code;
  g_autofree char *code = has_code ? shorten (finding->change) : NULL;

  gtk_label_set_label (self->advice, has_advice ? finding->change : "");
  gtk_widget_set_visible (GTK_WIDGET (self->advice), has_advice);
  gtk_label_set_label (self->code, has_code ? code : "");
  gtk_widget_set_visible (self->code_box, has_code);
  fl_copy_button_set_text (self->copy_button, has_code ? finding->change : NULL);
}

static char *
describe_place (const FlFinding *finding)
{
  if (finding->line == 0)
    return g_strdup ("");
  if (finding->is_corrected)
    return g_strdup_printf (_("Line %u, changed in the corrected copy"), finding->line);
  return g_strdup_printf (_("Line %u"), finding->line);
}

/* Of @finding nothing is kept. */
GtkWidget *
fl_finding_row_new (const FlFinding *finding)
{
  FlFindingRow *self;
  g_autofree char *place = NULL;
  g_autofree char *spoken = NULL;

  g_return_val_if_fail (finding != NULL, NULL);

  self = g_object_new (FL_TYPE_FINDING_ROW, NULL);
  self->line = finding->line;
  place = describe_place (finding);
  spoken = g_strdup_printf ("%s: %s %s", fl_level_tone_to_text (finding->tone), finding->sentence, place);
  gtk_image_set_from_icon_name (self->image, fl_level_tone_to_icon (finding->tone));
  gtk_widget_set_css_classes (GTK_WIDGET (self->image), (const char *[]) { fl_level_tone_to_class (finding->tone), NULL });
  gtk_label_set_label (self->place, place);
  gtk_widget_set_visible (GTK_WIDGET (self->place), finding->line > 0);
  gtk_label_set_label (self->text, finding->sentence);
  show_change (self, finding);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), finding->line > 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  return GTK_WIDGET (self);
}

/* From 1; 0: of no line */
guint
fl_finding_row_get_line (FlFindingRow *self)
{
  g_return_val_if_fail (FL_IS_FINDING_ROW (self), 0);

  return self->line;
}
