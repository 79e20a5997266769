/* A certificate in full: its sections and their fields, and its PEM to copy.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-certificate-view"

#include "config.h"

#include "ui/fl-certificate-view.h"

#include "tls/fl-certificate-sections.h"
#include "ui/fl-compat.h"
#include "ui/fl-copy-button.h"
#include "ui/fl-ui.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _FlCertificateView
{
  AdwBin         parent_instance;

  GtkBox        *box;
  GtkButton     *export_button;
  FlCopyButton  *copy_button;
  FlCertificate *certificate;
};

G_DEFINE_FINAL_TYPE (FlCertificateView, fl_certificate_view, ADW_TYPE_BIN)

static void
file_written_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(FlCertificateView) self = user_data;
  g_autoptr(GError) error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    {
      gtk_button_set_label (self->export_button, _("Exported"));
      return;
    }
  gtk_button_set_label (self->export_button, _("Export failed"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->export_button), error->message);
}

static void
file_chosen_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(FlCertificateView) self = user_data;
  g_autoptr(GFile) file = fl_compat_file_finish (result);
  const char *pem = fl_certificate_get_pem (self->certificate);

  if (file != NULL)
    g_file_replace_contents_async (file, pem, strlen (pem), NULL, FALSE, G_FILE_CREATE_NONE, NULL, file_written_cb,
                                   g_object_ref (self));
}

static void
export_clicked_cb (FlCertificateView *self)
{
  fl_compat_save_file_async (GTK_WIDGET (self), _("Export Certificate"), "certificate.pem", file_chosen_cb, g_object_ref (self));
}

static void
fl_certificate_view_finalize (GObject *object)
{
  FlCertificateView *self = FL_CERTIFICATE_VIEW (object);

  g_clear_pointer (&self->certificate, fl_certificate_unref);
  G_OBJECT_CLASS (fl_certificate_view_parent_class)->finalize (object);
}

static void
fl_certificate_view_class_init (FlCertificateViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = fl_certificate_view_finalize;
  g_type_ensure (FL_TYPE_COPY_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-certificate-view"));
  gtk_widget_class_bind_template_child (widget_class, FlCertificateView, box);
  gtk_widget_class_bind_template_child (widget_class, FlCertificateView, export_button);
  gtk_widget_class_bind_template_child (widget_class, FlCertificateView, copy_button);
  gtk_widget_class_bind_template_callback (widget_class, export_clicked_cb);
}

static void
fl_certificate_view_init (FlCertificateView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

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
  if (style_class != NULL)
    gtk_widget_add_css_class (label, style_class);
  return label;
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
}

static GtkWidget *
make_section (FlCertificateSection *section)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *grid = gtk_grid_new ();
  GListModel *fields = fl_certificate_section_get_fields (section);
  g_autofree char *critical = NULL;
  const char *title = fl_certificate_section_get_title (section);

  if (fl_certificate_section_is_critical (section))
    /* Translators: the title of an extension that a client must understand */
    title = critical = g_strdup_printf (_("%s (critical)"), title);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  for (guint i = 0; i < g_list_model_get_n_items (fields); i++)
    {
      g_autoptr(FlCertificateField) field = g_list_model_get_item (fields, i);

      attach_field (GTK_GRID (grid), (int) i, field);
    }
  gtk_box_append (GTK_BOX (box), make_label (title, "heading"));
  gtk_box_append (GTK_BOX (box), grid);
  return box;
}

/**
 * fl_certificate_view_new:
 * @now: Unix time in seconds
 */
GtkWidget *
fl_certificate_view_new (FlCertificate *certificate,
                         gint64         now)
{
  FlCertificateView *self;
  g_autoptr(GListModel) sections = NULL;
  GtkWidget *last = NULL;

  g_return_val_if_fail (certificate != NULL, NULL);

  self = g_object_new (FL_TYPE_CERTIFICATE_VIEW, NULL);
  self->certificate = fl_certificate_ref (certificate);
  sections = fl_certificate_list_sections (certificate, now);
  for (guint i = 0; i < g_list_model_get_n_items (sections); i++)
    {
      g_autoptr(FlCertificateSection) section = g_list_model_get_item (sections, i);
      GtkWidget *widget = make_section (section);

      gtk_box_insert_child_after (self->box, widget, last);
      last = widget;
    }
  fl_copy_button_set_text (self->copy_button, fl_certificate_get_pem (certificate));
  return GTK_WIDGET (self);
}
