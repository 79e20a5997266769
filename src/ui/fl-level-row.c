/* One of the four levels of security: what protects here, and what it costs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-level-row"

#include "config.h"

#include "ui/fl-level-row.h"

#include "ui/fl-ui.h"

#include <glib/gi18n-lib.h>

struct _FlLevelRow
{
  GtkListBoxRow    parent_instance;

  GtkImage        *image;
  GtkLabel        *title;
  GtkLabel        *proof;
  GtkLabel        *cost;
  FlSecurityLevel  level;
};

G_DEFINE_FINAL_TYPE (FlLevelRow, fl_level_row, GTK_TYPE_LIST_BOX_ROW)

static void
fl_level_row_class_init (FlLevelRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-level-row"));
  gtk_widget_class_bind_template_child (widget_class, FlLevelRow, image);
  gtk_widget_class_bind_template_child (widget_class, FlLevelRow, title);
  gtk_widget_class_bind_template_child (widget_class, FlLevelRow, proof);
  gtk_widget_class_bind_template_child (widget_class, FlLevelRow, cost);
}

static void
fl_level_row_init (FlLevelRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* A shape for each tone: nothing is said by colour alone. */
const char *
fl_level_tone_to_icon (FlSecurityTone tone)
{
  switch (tone)
    {
    case FL_SECURITY_TONE_GOOD:
      return "fl-proved-symbolic";
    case FL_SECURITY_TONE_CAUTION:
      return "dialog-warning-symbolic";
    case FL_SECURITY_TONE_BAD:
      return "dialog-error-symbolic";
    case FL_SECURITY_TONE_NEUTRAL:
    default:
      return "fl-neutral-symbolic";
    }
}

/* The style class of a tone. */
const char *
fl_level_tone_to_class (FlSecurityTone tone)
{
  switch (tone)
    {
    case FL_SECURITY_TONE_GOOD:
      return "success";
    case FL_SECURITY_TONE_CAUTION:
      return "warning";
    case FL_SECURITY_TONE_BAD:
      return "error";
    case FL_SECURITY_TONE_NEUTRAL:
    default:
      return "dim-label";
    }
}

/* What assistive technology says for the icon. */
const char *
fl_level_tone_to_text (FlSecurityTone tone)
{
  switch (tone)
    {
    case FL_SECURITY_TONE_GOOD:
      return _("protected");
    case FL_SECURITY_TONE_CAUTION:
      return _("needs attention");
    case FL_SECURITY_TONE_BAD:
      return _("not protected");
    case FL_SECURITY_TONE_NEUTRAL:
    default:
      return _("for information");
    }
}

GtkWidget *
fl_level_row_new (FlSecurityLevel level)
{
  FlLevelRow *self = g_object_new (FL_TYPE_LEVEL_ROW, NULL);

  self->level = level;
  gtk_label_set_label (self->title, fl_security_level_get_title (level));
  return GTK_WIDGET (self);
}

/* The titles of rows that stand below each other are as wide as the widest. */
void
fl_level_row_align (FlLevelRow   *self,
                    GtkSizeGroup *titles)
{
  g_return_if_fail (FL_IS_LEVEL_ROW (self) && GTK_IS_SIZE_GROUP (titles));

  gtk_size_group_add_widget (titles, GTK_WIDGET (self->title));
}

void
fl_level_row_update (FlLevelRow            *self,
                     const FlSecurityFacts *facts)
{
  g_autofree char *proof = NULL;
  g_autofree char *cost = NULL;
  g_autofree char *spoken = NULL;
  FlSecurityTone tone;

  g_return_if_fail (FL_IS_LEVEL_ROW (self) && facts != NULL);

  proof = fl_security_level_describe_proof (self->level, facts);
  cost = fl_security_level_describe_cost (self->level, facts);
  tone = fl_security_level_get_tone (self->level, facts);
  spoken = g_strdup_printf ("%s, %s: %s %s", fl_security_level_get_title (self->level), fl_level_tone_to_text (tone), proof, cost);
  gtk_label_set_label (self->proof, proof);
  gtk_label_set_label (self->cost, cost);
  gtk_widget_set_visible (GTK_WIDGET (self->cost), cost[0] != '\0');
  gtk_image_set_from_icon_name (self->image, fl_level_tone_to_icon (tone));
  gtk_widget_set_css_classes (GTK_WIDGET (self->image), (const char *[]) { fl_level_tone_to_class (tone), NULL });
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

const char *
fl_level_row_get_proof (FlLevelRow *self)
{
  g_return_val_if_fail (FL_IS_LEVEL_ROW (self), NULL);

  return gtk_label_get_label (self->proof);
}
