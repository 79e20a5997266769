/* One thing that was found out about who else gets in, and the lines that change it, to be copied.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-exposure-row"

#include "config.h"

#include "ui/fl-exposure-row.h"

#include "ui/fl-copy-button.h"
#include "ui/fl-level-row.h"
#include "ui/fl-ui.h"

struct _FlExposureRow
{
  GtkListBoxRow  parent_instance;

  GtkImage      *image;
  GtkLabel      *text;
  GtkLabel      *advice;
  GtkWidget     *lines_box;
  GtkLabel      *lines;
  FlCopyButton  *copy_button;
};

G_DEFINE_FINAL_TYPE (FlExposureRow, fl_exposure_row, GTK_TYPE_LIST_BOX_ROW)

static void
fl_exposure_row_class_init (FlExposureRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (FL_TYPE_COPY_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-exposure-row"));
  gtk_widget_class_bind_template_child (widget_class, FlExposureRow, image);
  gtk_widget_class_bind_template_child (widget_class, FlExposureRow, text);
  gtk_widget_class_bind_template_child (widget_class, FlExposureRow, advice);
  gtk_widget_class_bind_template_child (widget_class, FlExposureRow, lines_box);
  gtk_widget_class_bind_template_child (widget_class, FlExposureRow, lines);
  gtk_widget_class_bind_template_child (widget_class, FlExposureRow, copy_button);
}

static void
fl_exposure_row_init (FlExposureRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show_lines (FlExposureRow *self,
            const char    *advice,
            const char    *lines)
{
  gtk_label_set_label (self->advice, advice != NULL ? advice : "");
  gtk_widget_set_visible (GTK_WIDGET (self->advice), advice != NULL);
  gtk_label_set_label (self->lines, lines != NULL ? lines : "");
  gtk_widget_set_visible (self->lines_box, lines != NULL);
  fl_copy_button_set_text (self->copy_button, lines);
}

GtkWidget *
fl_exposure_row_new (FlExposureFinding *finding)
{
  FlExposureRow *self;
  g_autofree char *spoken = NULL;
  FlSecurityTone tone;
  const char *text;

  g_return_val_if_fail (FL_IS_EXPOSURE_FINDING (finding), NULL);

  self = g_object_new (FL_TYPE_EXPOSURE_ROW, NULL);
  tone = fl_exposure_finding_get_tone (finding);
  text = fl_exposure_finding_get_text (finding);
  spoken = g_strdup_printf ("%s: %s", fl_level_tone_to_text (tone), text);
  gtk_image_set_from_icon_name (self->image, fl_level_tone_to_icon (tone));
  gtk_widget_set_css_classes (GTK_WIDGET (self->image), (const char *[]) { fl_level_tone_to_class (tone), NULL });
  gtk_label_set_label (self->text, text);
  show_lines (self, fl_exposure_finding_get_advice (finding), fl_exposure_finding_get_lines (finding));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  return GTK_WIDGET (self);
}
