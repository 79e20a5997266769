/* One of the four levels of security: what protects here, and what it costs; opened, why, and what it leaves open.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-level-row"

#include "config.h"

#include "ui/fl-level-row.h"

#include "tls/fl-security-explanation.h"
#include "ui/fl-ui.h"

#include <glib/gi18n-lib.h>

struct _FlLevelRow
{
  GtkListBoxRow    parent_instance;

  GtkImage        *image;
  GtkLabel        *title;
  GtkLabel        *proof;
  GtkLabel        *cost;
  GtkImage        *arrow;
  GtkRevealer     *revealer;
  GtkGrid         *aspects;
  GtkLabel        *sentences[FL_N_SECURITY_ASPECTS]; /* none before it is opened */
  FlSecurityLevel  level;
};

G_DEFINE_FINAL_TYPE (FlLevelRow, fl_level_row, GTK_TYPE_LIST_BOX_ROW)

static GtkLabel *
new_label (const char *text)
{
  GtkLabel *label = GTK_LABEL (gtk_label_new (text));

  gtk_label_set_xalign (label, 0);
  gtk_label_set_yalign (label, 0);
  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_wrap_mode (label, PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (GTK_WIDGET (label), "caption");
  return label;
}

static void
add_aspects (FlLevelRow *self)
{
  if (self->sentences[0] != NULL)
    return;
  for (int i = 0; i < (int) FL_N_SECURITY_ASPECTS; i++)
    {
      GtkLabel *title = new_label (fl_security_aspect_get_title ((FlSecurityAspect) i));

      self->sentences[i] = new_label ("");
      gtk_label_set_width_chars (title, 14);
      gtk_label_set_max_width_chars (title, 14);
      gtk_widget_add_css_class (GTK_WIDGET (title), "dim-label");
      gtk_widget_set_hexpand (GTK_WIDGET (self->sentences[i]), TRUE);
      gtk_grid_attach (self->aspects, GTK_WIDGET (title), 0, i, 1, 1);
      gtk_grid_attach (self->aspects, GTK_WIDGET (self->sentences[i]), 1, i, 1, 1);
    }
}

static void
show_aspects (FlLevelRow            *self,
              const FlSecurityFacts *facts)
{
  for (int i = 0; i < (int) FL_N_SECURITY_ASPECTS; i++)
    {
      g_autofree char *text = fl_security_explanation_describe (self->level, (FlSecurityAspect) i, facts);

      gtk_label_set_label (self->sentences[i], text);
    }
}

static void
fl_level_row_class_init (FlLevelRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-level-row"));
  gtk_widget_class_bind_template_child (widget_class, FlLevelRow, image);
  gtk_widget_class_bind_template_child (widget_class, FlLevelRow, title);
  gtk_widget_class_bind_template_child (widget_class, FlLevelRow, proof);
  gtk_widget_class_bind_template_child (widget_class, FlLevelRow, cost);
  gtk_widget_class_bind_template_child (widget_class, FlLevelRow, arrow);
  gtk_widget_class_bind_template_child (widget_class, FlLevelRow, revealer);
  gtk_widget_class_bind_template_child (widget_class, FlLevelRow, aspects);
}

static void
fl_level_row_init (FlLevelRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_EXPANDED, FALSE, -1);
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
  if (fl_level_row_is_expanded (self))
    show_aspects (self, facts);
}

/* Opens it to what it says at length, or closes it. */
void
fl_level_row_toggle (FlLevelRow            *self,
                     const FlSecurityFacts *facts)
{
  gboolean expanded;

  g_return_if_fail (FL_IS_LEVEL_ROW (self) && facts != NULL);

  expanded = !fl_level_row_is_expanded (self);
  if (expanded)
    {
      add_aspects (self);
      show_aspects (self, facts);
    }
  gtk_revealer_set_reveal_child (self->revealer, expanded);
  gtk_image_set_from_icon_name (self->arrow, expanded ? "pan-up-symbolic" : "pan-down-symbolic");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_EXPANDED, expanded, -1);
}

gboolean
fl_level_row_is_expanded (FlLevelRow *self)
{
  g_return_val_if_fail (FL_IS_LEVEL_ROW (self), FALSE);

  return gtk_revealer_get_reveal_child (self->revealer);
}

const char *
fl_level_row_get_proof (FlLevelRow *self)
{
  g_return_val_if_fail (FL_IS_LEVEL_ROW (self), NULL);

  return gtk_label_get_label (self->proof);
}
