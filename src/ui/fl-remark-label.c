/* The sentence under a field: hidden when there is nothing to say, coloured by how serious it is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-remark-label"

#include "config.h"

#include "ui/fl-remark-label.h"

/**
 * fl_remark_label_show:
 * @label: (nullable): where the sentence goes, as plain text
 * @field: (nullable): marked when it is wrong
 * @remark: how serious it is
 * @sentence: (nullable): what to say
 */
void
fl_remark_label_show (GtkLabel   *label,
                      GtkWidget  *field,
                      FlRemark    remark,
                      const char *sentence)
{
  static const char *const colours[] = {
    [FL_REMARK_NONE] = "dim-label", [FL_REMARK_NOTE] = "dim-label", [FL_REMARK_WARNING] = "warning", [FL_REMARK_ERROR] = "error",
  };
  const char *const classes[] = { "caption", colours[remark], NULL };

  if (label != NULL)
    {
      gtk_label_set_label (label, sentence != NULL ? sentence : "");
      gtk_widget_set_css_classes (GTK_WIDGET (label), (const char **) classes);
      gtk_widget_set_visible (GTK_WIDGET (label), sentence != NULL);
    }
  if (field == NULL)
    return;
  gtk_accessible_update_state (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_STATE_INVALID,
                               remark == FL_REMARK_ERROR ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  if (remark == FL_REMARK_ERROR)
    gtk_widget_add_css_class (field, "error");
  else
    gtk_widget_remove_css_class (field, "error");
}
