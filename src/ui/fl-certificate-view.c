/* A certificate in full: its sections and their fields, and the certificate itself to copy and to export.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-certificate-view"

#include "config.h"

#include "ui/fl-certificate-view.h"

#include "tls/fl-certificate-sections.h"
#include "ui/fl-compat.h"
#include "ui/fl-copy-button.h"
#include "ui/fl-field-grid.h"
#include "ui/fl-ui.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _FlCertificateView
{
  AdwBin         parent_instance;

  GtkBox        *box;
  GtkButton     *pem_button;
  GtkButton     *der_button;
  FlCopyButton  *copy_button;
  FlCertificate *certificate;
};

G_DEFINE_FINAL_TYPE (FlCertificateView, fl_certificate_view, ADW_TYPE_BIN)

/* Which of the two files somebody chooses a place for. */
typedef struct
{
  FlCertificateView   *view;
  FlCertificateFormat  format;
} Export;

static Export *
export_new (FlCertificateView   *view,
            FlCertificateFormat  format)
{
  Export *export = g_new0 (Export, 1);

  export->view = g_object_ref (view);
  export->format = format;
  return export;
}

static void
export_free (Export *export)
{
  g_object_unref (export->view);
  g_free (export);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Export, export_free)

static GtkButton *
get_button (const Export *export)
{
  return export->format == FL_CERTIFICATE_FORMAT_DER ? export->view->der_button : export->view->pem_button;
}

static void
file_written_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(Export) export = user_data;
  g_autoptr(GError) error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    {
      gtk_button_set_label (get_button (export), _("Exported"));
      return;
    }
  gtk_button_set_label (get_button (export), _("Export failed"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (get_button (export)), error->message);
}

static void
file_chosen_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(Export) export = user_data;
  g_autoptr(GFile) file = fl_compat_file_finish (result);

  if (file != NULL)
    fl_certificate_view_export (export->view, export->format, file);
}

static void
export_pem_clicked_cb (FlCertificateView *self)
{
  fl_compat_save_file_async (GTK_WIDGET (self), _("Export Certificate"), "certificate.pem", file_chosen_cb,
                             export_new (self, FL_CERTIFICATE_FORMAT_PEM));
}

static void
export_der_clicked_cb (FlCertificateView *self)
{
  fl_compat_save_file_async (GTK_WIDGET (self), _("Export Certificate"), "certificate.der", file_chosen_cb,
                             export_new (self, FL_CERTIFICATE_FORMAT_DER));
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
  gtk_widget_class_bind_template_child (widget_class, FlCertificateView, pem_button);
  gtk_widget_class_bind_template_child (widget_class, FlCertificateView, der_button);
  gtk_widget_class_bind_template_child (widget_class, FlCertificateView, copy_button);
  gtk_widget_class_bind_template_callback (widget_class, export_pem_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, export_der_clicked_cb);
}

static void
fl_certificate_view_init (FlCertificateView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static GtkWidget *
make_title (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, "heading");
  return label;
}

static GtkWidget *
make_section (FlCertificateSection *section)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  g_autofree char *critical = NULL;
  const char *title = fl_certificate_section_get_title (section);

  if (fl_certificate_section_is_critical (section))
    /* Translators: the title of an extension that a client must understand */
    title = critical = g_strdup_printf (_("%s (critical)"), title);
  gtk_box_append (GTK_BOX (box), make_title (title));
  gtk_box_append (GTK_BOX (box), fl_field_grid_new (fl_certificate_section_get_fields (section)));
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

/**
 * fl_certificate_view_export:
 * @file: is written anew, in the background
 *
 * The button of that format says how it went.
 */
void
fl_certificate_view_export (FlCertificateView   *self,
                            FlCertificateFormat  format,
                            GFile               *file)
{
  g_autoptr(GBytes) bytes = NULL;
  const char *pem;

  g_return_if_fail (FL_IS_CERTIFICATE_VIEW (self) && G_IS_FILE (file));

  pem = fl_certificate_get_pem (self->certificate);
  bytes = format == FL_CERTIFICATE_FORMAT_DER ? g_bytes_ref (fl_certificate_get_der (self->certificate))
                                              : g_bytes_new (pem, strlen (pem));
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_NONE, NULL, file_written_cb,
                                       export_new (self, format));
}
