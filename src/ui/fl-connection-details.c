/* The lower half of the Security page: the handshake step by step, what was agreed on, each certificate at length.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-connection-details"

#include "config.h"

#include "ui/fl-connection-details.h"

#include "tls/fl-certificate-path.h"
#include "tls/fl-handshake-text.h"
#include "tls/fl-tls-agreement.h"
#include "ui/fl-certificate-view.h"
#include "ui/fl-field-grid.h"
#include "ui/fl-handshake-ladder.h"
#include "ui/fl-ui.h"

#include <glib/gi18n-lib.h>

struct _FlConnectionDetails
{
  AdwBin             parent_instance;

  AdwExpanderRow    *handshake_row;
  FlHandshakeLadder *ladder;
  AdwExpanderRow    *parameters_row;
  GtkWidget         *parameters; /* in that row; NULL: nothing was agreed on */
  GtkWidget         *certificates_title;
  GtkLabel          *certificates_summary;
  GtkListBox        *certificates;
};

G_DEFINE_FINAL_TYPE (FlConnectionDetails, fl_connection_details, ADW_TYPE_BIN)

/* A row of an expander that holds something to read: the focus goes to what is in it. */
static GtkWidget *
make_content_row (GtkWidget *content)
{
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), content);
  return row;
}

/* The full view is only made when somebody opens the row. */
static void
certificate_expanded_cb (AdwExpanderRow *row)
{
  FlCertificate *certificate = g_object_get_data (G_OBJECT (row), "certificate");
  GtkWidget *view;

  if (!adw_expander_row_get_expanded (row) || certificate == NULL)
    return;
  view = fl_certificate_view_new (certificate, g_get_real_time () / G_USEC_PER_SEC);
  adw_expander_row_add_row (row, make_content_row (view));
  g_object_set_data (G_OBJECT (row), "certificate", NULL);
}

static void
add_certificate (FlConnectionDetails *self,
                 FlTlsReport         *report,
                 FlCertificate       *certificate)
{
  GtkWidget *row = adw_expander_row_new ();
  g_autofree char *role = fl_certificate_path_describe_role (report, certificate);

  /* Before the title: what comes from the network is never markup. */
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), fl_certificate_get_common_name (certificate));
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), role);
  g_object_set_data_full (G_OBJECT (row), "certificate", fl_certificate_ref (certificate), (GDestroyNotify) fl_certificate_unref);
  g_signal_connect (row, "notify::expanded", G_CALLBACK (certificate_expanded_cb), NULL);
  gtk_list_box_append (self->certificates, row);
}

/* What its issuer says of the broker's certificate today. A refused connection ended before that could come. */
static void
add_revocation (FlConnectionDetails *self,
                FlTlsReport         *report)
{
  FlOcsp *ocsp = report != NULL ? fl_tls_report_get_ocsp (report) : NULL;
  g_autofree char *sentence = fl_ocsp_describe (ocsp);
  GtkWidget *row;

  if (report == NULL || fl_tls_report_get_leaf (report) == NULL || (ocsp == NULL && !fl_tls_report_is_complete (report)))
    return;
  row = adw_action_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Revocation (OCSP)"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), sentence);
  gtk_list_box_append (self->certificates, row);
}

static void
show_certificates (FlConnectionDetails *self,
                   FlTlsReport         *report)
{
  g_autoptr(GPtrArray) certificates = fl_certificate_path_list (report);
  g_autofree char *summary = fl_certificate_path_summarize (report);
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->certificates))) != NULL)
    gtk_list_box_remove (self->certificates, row);
  for (guint i = 0; i < certificates->len; i++)
    add_certificate (self, report, certificates->pdata[i]);
  add_revocation (self, report);
  gtk_label_set_label (self->certificates_summary, summary != NULL ? summary : "");
  gtk_widget_set_visible (GTK_WIDGET (self->certificates_summary), summary != NULL);
  gtk_widget_set_visible (self->certificates_title, certificates->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->certificates), certificates->len > 0);
}

static void
show_handshake (FlConnectionDetails *self,
                FlTlsReport         *report)
{
  FlHandshake *handshake = report != NULL ? fl_tls_report_get_handshake (report) : NULL;
  g_autofree char *line = fl_handshake_text_summarize (handshake);

  gtk_widget_set_visible (GTK_WIDGET (self), handshake != NULL && fl_handshake_get_n_messages (handshake) > 0);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->handshake_row), line);
  fl_handshake_ladder_set_report (self->ladder, report);
}

/* What was agreed on, as one more row; made anew with every report. */
static void
show_parameters (FlConnectionDetails *self,
                 FlTlsReport         *report)
{
  g_autofree char *summary = report != NULL ? fl_tls_agreement_summarize (report) : NULL;
  g_autoptr(GListModel) fields = NULL;
  GtkWidget *grid;

  gtk_widget_set_visible (GTK_WIDGET (self->parameters_row), summary != NULL);
  if (self->parameters != NULL)
    adw_expander_row_remove (self->parameters_row, self->parameters);
  self->parameters = NULL;
  if (summary == NULL)
    return;

  adw_expander_row_set_subtitle (self->parameters_row, summary);
  fields = fl_tls_agreement_list_fields (report);
  grid = fl_field_grid_new (fields);
  gtk_widget_set_margin_top (grid, 6);
  gtk_widget_set_margin_bottom (grid, 6);
  gtk_widget_set_margin_start (grid, 12);
  gtk_widget_set_margin_end (grid, 12);
  self->parameters = make_content_row (grid);
  adw_expander_row_add_row (self->parameters_row, self->parameters);
}

static void
fl_connection_details_class_init (FlConnectionDetailsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (FL_TYPE_HANDSHAKE_LADDER);
  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-connection-details"));
  gtk_widget_class_bind_template_child (widget_class, FlConnectionDetails, handshake_row);
  gtk_widget_class_bind_template_child (widget_class, FlConnectionDetails, ladder);
  gtk_widget_class_bind_template_child (widget_class, FlConnectionDetails, parameters_row);
  gtk_widget_class_bind_template_child (widget_class, FlConnectionDetails, certificates_title);
  gtk_widget_class_bind_template_child (widget_class, FlConnectionDetails, certificates_summary);
  gtk_widget_class_bind_template_child (widget_class, FlConnectionDetails, certificates);
}

static void
fl_connection_details_init (FlConnectionDetails *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
fl_connection_details_new (void)
{
  return g_object_new (FL_TYPE_CONNECTION_DETAILS, NULL);
}

/**
 * fl_connection_details_show:
 * @report: (nullable): nothing of it is kept but certificates. Without a handshake the widget hides itself
 */
void
fl_connection_details_show (FlConnectionDetails *self,
                            FlTlsReport         *report)
{
  g_return_if_fail (FL_IS_CONNECTION_DETAILS (self));

  show_handshake (self, report);
  show_parameters (self, report);
  show_certificates (self, report);
}
