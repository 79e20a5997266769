/* The page of the broker editor that says who we are.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-broker-sign-in-page"

#include "config.h"

#include "ui/fl-broker-sign-in-page.h"

#include <glib/gi18n.h>

#include "tls/fl-service.h"
#include "ui/fl-broker-form.h"
#include "ui/fl-client-certificate-group.h"
#include "ui/fl-remark-label.h"
#include "ui/fl-secret-field.h"
#include "ui/fl-ui.h"

static const FlBrokerFormInfo infos[] = {
  { "username_row", "username_note", FL_BROKER_FIELD_USERNAME, "username" },
};

#define N_FIELDS G_N_ELEMENTS (infos)

struct _FlBrokerSignInPage
{
  AdwPreferencesPage        parent_instance;

  FlBrokerFormField         fields[N_FIELDS];
  AdwEntryRow              *password_row;
  GtkLabel                 *keyring_note;
  GtkWidget                *plain_password_group;
  GtkSwitch                *plain_password_switch;
  FlClientCertificateGroup *certificate_group;

  FlSecretField            *password;
  gboolean                  filling;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FlBrokerSignInPage, fl_broker_sign_in_page, ADW_TYPE_PREFERENCES_PAGE)

static void
field_changed_cb (FlBrokerSignInPage *self)
{
  if (!self->filling)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
fl_broker_sign_in_page_dispose (GObject *object)
{
  FlBrokerSignInPage *self = FL_BROKER_SIGN_IN_PAGE (object);

  g_clear_pointer (&self->password, fl_secret_field_free);
  G_OBJECT_CLASS (fl_broker_sign_in_page_parent_class)->dispose (object);
}

static void
fl_broker_sign_in_page_class_init (FlBrokerSignInPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fl_broker_sign_in_page_dispose;
  g_type_ensure (FL_TYPE_CLIENT_CERTIFICATE_GROUP);
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-broker-sign-in-page"));
  fl_broker_form_bind (widget_class, infos, N_FIELDS, G_STRUCT_OFFSET (FlBrokerSignInPage, fields));
  gtk_widget_class_bind_template_child (widget_class, FlBrokerSignInPage, password_row);
  gtk_widget_class_bind_template_child (widget_class, FlBrokerSignInPage, keyring_note);
  gtk_widget_class_bind_template_child (widget_class, FlBrokerSignInPage, plain_password_group);
  gtk_widget_class_bind_template_child (widget_class, FlBrokerSignInPage, plain_password_switch);
  gtk_widget_class_bind_template_child (widget_class, FlBrokerSignInPage, certificate_group);
  gtk_widget_class_bind_template_callback (widget_class, field_changed_cb);
}

static void
fl_broker_sign_in_page_init (FlBrokerSignInPage *self)
{
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->filling = FALSE;
}

GtkWidget *
fl_broker_sign_in_page_new (void)
{
  return g_object_new (FL_TYPE_BROKER_SIGN_IN_PAGE, NULL);
}

/* Shows what the broker says; without "changed". Once. */
void
fl_broker_sign_in_page_fill (FlBrokerSignInPage *self,
                             FlBroker           *broker,
                             FlBrokerSecrets    *secrets,
                             gboolean            keyring_available)
{
  g_return_if_fail (FL_IS_BROKER_SIGN_IN_PAGE (self));
  g_return_if_fail (self->password == NULL);

  self->filling = TRUE;
  for (guint i = 0; i < N_FIELDS; i++)
    fl_broker_form_fill (&self->fields[i], &infos[i], broker);
  gtk_switch_set_active (self->plain_password_switch, fl_broker_get_plain_password_allowed (broker));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->password_row),
                                 fl_service_of_host (fl_broker_get_host (broker))->has_feeds ? _("AIO key") : _("Password"));
  self->password = fl_secret_field_new (self->password_row, fl_broker_secrets_get (secrets, FL_SECRET_KIND_PASSWORD));
  fl_client_certificate_group_fill (self->certificate_group, broker, secrets);
  fl_remark_label_show (self->keyring_note, NULL, FL_REMARK_NOTE,
                        keyring_available ? _("Kept in your keyring")
                                          : _("Kept until the application closes: there is no keyring"));
  self->filling = FALSE;
}

/* What is asked for depends on how the broker proves who it is. */
void
fl_broker_sign_in_page_set_way (FlBrokerSignInPage *self,
                                FlTrustWay          way)
{
  g_return_if_fail (FL_IS_BROKER_SIGN_IN_PAGE (self));

  gtk_widget_set_visible (self->plain_password_group, way == FL_TRUST_PLAIN);
  /* Only who proves by a certificate who he is may see ours. */
  gtk_widget_set_visible (GTK_WIDGET (self->certificate_group),
                          way == FL_TRUST_SYSTEM || way == FL_TRUST_CA || way == FL_TRUST_PIN);
}

void
fl_broker_sign_in_page_set_username (FlBrokerSignInPage *self,
                                     const char         *username)
{
  g_return_if_fail (FL_IS_BROKER_SIGN_IN_PAGE (self));

  gtk_editable_set_text (self->fields[0].row, username);
}

/* Says under each field what is to be said. Returns: whether it can be saved like this. */
gboolean
fl_broker_sign_in_page_check (FlBrokerSignInPage *self)
{
  gboolean valid = TRUE;

  g_return_val_if_fail (FL_IS_BROKER_SIGN_IN_PAGE (self), FALSE);

  for (guint i = 0; i < N_FIELDS; i++)
    if (fl_broker_form_check (&self->fields[i], &infos[i]) == FL_REMARK_ERROR)
      valid = FALSE;
  /* What is out of sight is not used, and does not keep from saving. */
  if (!fl_client_certificate_group_check (self->certificate_group) &&
      gtk_widget_get_visible (GTK_WIDGET (self->certificate_group)))
    valid = FALSE;
  return valid;
}

void
fl_broker_sign_in_page_store (FlBrokerSignInPage *self,
                              FlBroker           *broker)
{
  g_return_if_fail (FL_IS_BROKER_SIGN_IN_PAGE (self));

  for (guint i = 0; i < N_FIELDS; i++)
    fl_broker_form_store (&self->fields[i], &infos[i], broker);
  fl_client_certificate_group_store (self->certificate_group, broker);
  g_object_set (broker, "plain-password-allowed", gtk_switch_get_active (self->plain_password_switch), NULL);
}

/* Returns: (transfer full): @before with those that are entered here. */
FlBrokerSecrets *
fl_broker_sign_in_page_make_secrets (FlBrokerSignInPage *self,
                                     FlBrokerSecrets    *before)
{
  g_autoptr(FlSecret) password = NULL;
  g_autoptr(FlBrokerSecrets) with_password = NULL;

  g_return_val_if_fail (FL_IS_BROKER_SIGN_IN_PAGE (self), NULL);

  password = fl_secret_field_dup_secret (self->password);
  with_password = fl_broker_secrets_with (before, FL_SECRET_KIND_PASSWORD, password);
  return fl_client_certificate_group_make_secrets (self->certificate_group, with_password);
}
