/* Fields that a person reads: name, value, and a button that copies the value.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-field-grid"

#include "config.h"

#include "ui/fl-field-grid.h"

#include "tls/fl-certificate-section.h"
#include "ui/fl-copy-button.h"
#include "ui/fl-ui.h"

#include <glib/gi18n-lib.h>

/* Labels made in C hold plain text; markup is never switched on. */
static GtkWidget *
make_label (const char *text,
            const char *style_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  /* In line with the first line of the button beside it. */
  gtk_widget_set_margin_top (label, 6);
  gtk_widget_set_margin_bottom (label, 6);
  if (style_class != NULL)
    gtk_widget_add_css_class (label, style_class);
  return label;
}

static GtkWidget *
make_copy_button (FlCertificateField *field)
{
  /* Translators: the name of a field, such as "Issuer" */
  g_autofree char *name = g_strdup_printf (_("Copy %s"), fl_certificate_field_get_label (field));
  GtkWidget *button = fl_copy_button_new (name);

  fl_copy_button_set_text (FL_COPY_BUTTON (button), fl_certificate_field_get_value (field));
  gtk_widget_set_valign (button, GTK_ALIGN_START);
  return button;
}

static void
attach_field (GtkGrid            *grid,
              int                 row,
              FlCertificateField *field)
{
  GtkWidget *label = make_label (fl_certificate_field_get_label (field), "dim-label");
  GtkWidget *value = make_label (fl_certificate_field_get_value (field), fl_certificate_field_is_code (field) ? "monospace" : NULL);

  fl_ui_keep_left_to_right (GTK_LABEL (value));
  gtk_label_set_width_chars (GTK_LABEL (label), 20);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 20);
  gtk_widget_set_hexpand (value, TRUE);
  gtk_label_set_selectable (GTK_LABEL (value), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (value), GTK_ACCESSIBLE_PROPERTY_LABEL, fl_certificate_field_get_label (field), -1);
  gtk_grid_attach (grid, label, 0, row, 1, 1);
  gtk_grid_attach (grid, value, 1, row, 1, 1);
  gtk_grid_attach (grid, make_copy_button (field), 2, row, 1, 1);
}

/**
 * fl_field_grid_new:
 * @fields: (element-type FlCertificateField): borrowed for the call; text of a stranger
 */
GtkWidget *
fl_field_grid_new (GListModel *fields)
{
  GtkWidget *grid = gtk_grid_new ();

  g_return_val_if_fail (G_IS_LIST_MODEL (fields), NULL);

  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  for (guint i = 0; i < g_list_model_get_n_items (fields); i++)
    {
      g_autoptr(FlCertificateField) field = g_list_model_get_item (fields, i);

      attach_field (GTK_GRID (grid), (int) i, field);
    }
  return grid;
}
