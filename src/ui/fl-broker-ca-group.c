/* The authority of one's own that signs a broker's certificate: a file, what is in it, until when it is good.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-broker-ca-group"

#include "config.h"

#include "ui/fl-broker-ca-group.h"

#include <glib/gi18n.h>

#include "tls/fl-certificate-parser.h"
#include "tls/fl-certificate-validity.h"
#include "ui/fl-file-row.h"
#include "ui/fl-remark-label.h"
#include "ui/fl-ui.h"

/* So many names are shown of a file with more certificates. */
#define SHOWN_NAMES 3

struct _FlBrokerCaGroup
{
  AdwPreferencesGroup  parent_instance;

  FlFileRow           *row;
  GtkLabel            *note;

  char                *pem;     /* "" if there is none */
  char                *remark;  /* (nullable): of the certificates */
  char                *failure; /* (nullable): why the file that was chosen last was not taken */
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FlBrokerCaGroup, fl_broker_ca_group, ADW_TYPE_PREFERENCES_GROUP)

static gint64
now_s (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

/* "Root, Intermediate and 3 more" */
static char *
join_names (GPtrArray *certificates)
{
  g_autoptr(GString) names = g_string_new (NULL);
  const guint n_more = certificates->len - MIN (certificates->len, SHOWN_NAMES);

  for (guint i = 0; i < MIN (certificates->len, SHOWN_NAMES); i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", fl_certificate_get_common_name (certificates->pdata[i]));
  if (n_more > 0)
    /* Translators: %s is a list of names with commas */
    return g_strdup_printf (ngettext ("%s and %u more", "%s and %u more", n_more), names->str, n_more);
  return g_string_free (g_steal_pointer (&names), FALSE);
}

/* The one that ends first. */
static FlCertificate *
find_first_to_end (GPtrArray *certificates)
{
  FlCertificate *first = certificates->pdata[0];

  for (guint i = 1; i < certificates->len; i++)
    if (fl_certificate_get_not_after (certificates->pdata[i]) < fl_certificate_get_not_after (first))
      first = certificates->pdata[i];
  return first;
}

static void
show_certificates (FlBrokerCaGroup *self,
                   GPtrArray       *certificates)
{
  FlCertificate *first = find_first_to_end (certificates);
  g_autofree char *validity = fl_certificate_validity_describe (first, now_s ());
  g_autofree char *names = join_names (certificates);
  g_autofree char *title = g_strdup_printf (ngettext ("%u certificate", "%u certificates", certificates->len), certificates->len);
  /* Translators: “1 certificate”; “valid until 12 January 2027 (53 days)” */
  g_autofree char *of_one = g_strdup_printf (_("%s, %s"), title, validity);
  /* Translators: names of several certificates; and of the one that ends first: its name, “valid until 12 January 2027 (53 days)” */
  g_autofree char *subtitle = g_strdup_printf (_("%s. First to end: %s, %s"), names, fl_certificate_get_common_name (first), validity);

  if (certificates->len == 1)
    fl_file_row_show (self->row, names, of_one, TRUE);
  else
    fl_file_row_show (self->row, title, subtitle, TRUE);
  if (fl_certificate_get_days_left (first, now_s ()) < 0)
    /* Translators: %s is the name of a certificate */
    self->remark = g_strdup_printf (_("“%s” has expired: what it signed is not accepted any more"), fl_certificate_get_common_name (first));
}

static void
show (FlBrokerCaGroup *self)
{
  g_autoptr(GBytes) bytes = g_bytes_new (self->pem, strlen (self->pem));
  g_autoptr(GPtrArray) certificates = fl_certificate_parse_all (bytes, NULL);

  g_clear_pointer (&self->remark, g_free);
  if (certificates == NULL)
    fl_file_row_show (self->row, _("No certificate yet"), NULL, FALSE);
  else
    show_certificates (self, certificates);
}

static void
take_failure (FlBrokerCaGroup *self,
              const char      *sentence)
{
  g_free (self->failure);
  self->failure = g_strdup (sentence);
  fl_broker_ca_group_check (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
loaded_cb (FlBrokerCaGroup *self,
           GBytes          *bytes)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) certificates = fl_certificate_parse_all (bytes, &error);
  g_autoptr(GString) pem = g_string_new (NULL);

  if (certificates != NULL)
    {
      for (guint i = 0; i < certificates->len; i++)
        g_string_append (pem, fl_certificate_get_pem (certificates->pdata[i]));
      fl_broker_ca_group_set_pem (self, pem->str);
    }
  take_failure (self, error != NULL ? error->message : NULL);
}

static void
failed_cb (FlBrokerCaGroup *self,
           const char      *sentence)
{
  take_failure (self, sentence);
}

static void
removed_cb (FlBrokerCaGroup *self)
{
  fl_broker_ca_group_set_pem (self, "");
  take_failure (self, NULL);
}

static void
fl_broker_ca_group_finalize (GObject *object)
{
  FlBrokerCaGroup *self = FL_BROKER_CA_GROUP (object);

  g_free (self->pem);
  g_free (self->remark);
  g_free (self->failure);
  G_OBJECT_CLASS (fl_broker_ca_group_parent_class)->finalize (object);
}

static void
fl_broker_ca_group_class_init (FlBrokerCaGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = fl_broker_ca_group_finalize;
  g_type_ensure (FL_TYPE_FILE_ROW);
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-broker-ca-group"));
  gtk_widget_class_bind_template_child (widget_class, FlBrokerCaGroup, row);
  gtk_widget_class_bind_template_child (widget_class, FlBrokerCaGroup, note);
  gtk_widget_class_bind_template_callback (widget_class, failed_cb);
  gtk_widget_class_bind_template_callback (widget_class, loaded_cb);
  gtk_widget_class_bind_template_callback (widget_class, removed_cb);
}

static void
fl_broker_ca_group_init (FlBrokerCaGroup *self)
{
  self->pem = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
  fl_file_row_set_up (self->row, _("Authority’s certificate"), FL_CERTIFICATE_MAX_INPUT);
  show (self);
}

GtkWidget *
fl_broker_ca_group_new (void)
{
  return g_object_new (FL_TYPE_BROKER_CA_GROUP, NULL);
}

/* @pem: certificates; "" for none. Without "changed". */
void
fl_broker_ca_group_set_pem (FlBrokerCaGroup *self,
                            const char      *pem)
{
  g_return_if_fail (FL_IS_BROKER_CA_GROUP (self));

  g_free (self->pem);
  self->pem = g_strdup (pem);
  show (self);
}

/* Never NULL; "" if there is none. */
const char *
fl_broker_ca_group_get_pem (FlBrokerCaGroup *self)
{
  g_return_val_if_fail (FL_IS_BROKER_CA_GROUP (self), "");

  return self->pem;
}

/* Says under the row what is to be said. Returns: whether there is a certificate. */
gboolean
fl_broker_ca_group_check (FlBrokerCaGroup *self)
{
  const gboolean is_missing = FL_IS_BROKER_CA_GROUP (self) && *self->pem == '\0';

  g_return_val_if_fail (FL_IS_BROKER_CA_GROUP (self), FALSE);

  if (self->failure != NULL)
    fl_remark_label_show (self->note, GTK_WIDGET (self->row), FL_REMARK_ERROR, self->failure);
  else if (is_missing)
    fl_remark_label_show (self->note, GTK_WIDGET (self->row), FL_REMARK_ERROR, _("Choose the file with the authority’s certificate"));
  else
    fl_remark_label_show (self->note, GTK_WIDGET (self->row), self->remark != NULL ? FL_REMARK_WARNING : FL_REMARK_NONE, self->remark);
  return !is_missing;
}
