/* The client certificate of a broker and its key: chosen as files, opened with a passphrase, checked at once.
 *
 * What was saved is taken as it is. From the first change on, certificate, key and passphrase are opened in a worker (a
 * passphrase takes its time), and only what belongs together is stored.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-client-certificate-group"

#include "config.h"

#include "ui/fl-client-certificate-group.h"

#include <glib/gi18n.h>

#include "tls/fl-certificate-parser.h"
#include "tls/fl-certificate-validity.h"
#include "tls/fl-client-identity.h"
#include "ui/fl-file-row.h"
#include "ui/fl-remark-label.h"
#include "ui/fl-secret-field.h"
#include "ui/fl-ui.h"

/* A passphrase is tried when nothing was typed for so long. */
#define TYPED_MS 400

struct _FlClientCertificateGroup
{
  AdwPreferencesGroup  parent_instance;

  FlFileRow           *certificate_row;
  GtkLabel            *certificate_note;
  FlFileRow           *key_row;
  GtkLabel            *key_note;
  GtkWidget           *passphrase_list;
  AdwEntryRow         *passphrase_row;
  GtkLabel            *passphrase_note;

  FlSecretField       *passphrase;
  FlClientFile        *certificate;         /* (nullable) */
  FlClientFile        *key;                 /* (nullable): of a file of its own, or saved */
  char                *certificate_failure; /* (nullable): why the file chosen last was not taken */
  char                *key_failure;         /* (nullable) */
  FlClientIdentity    *identity;            /* (nullable): what the files are, once they are opened */
  GError              *error;               /* (nullable): why they are none */
  GCancellable        *opening;             /* while a worker opens them */
  guint                typed_id;
  gboolean             has_changed;         /* is not what was saved */
  gboolean             asks_passphrase;
  gboolean             filling;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FlClientCertificateGroup, fl_client_certificate_group, ADW_TYPE_PREFERENCES_GROUP)

static void
emit_changed (FlClientCertificateGroup *self)
{
  fl_client_certificate_group_check (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static FlCertificate *
parse_leaf (const char *pem)
{
  g_autoptr(GBytes) bytes = pem != NULL ? g_bytes_new (pem, strlen (pem)) : NULL;
  g_autoptr(GPtrArray) certificates = bytes != NULL ? fl_certificate_parse_all (bytes, NULL) : NULL;

  return certificates != NULL ? fl_certificate_ref (certificates->pdata[0]) : NULL;
}

/* The certificate, as far as it can be known yet. */
static FlCertificate *
dup_leaf (FlClientCertificateGroup *self)
{
  FlClientFile *file = self->certificate != NULL ? self->certificate : self->key;

  if (self->identity != NULL)
    return fl_certificate_ref (fl_client_identity_get_certificate (self->identity));
  return file != NULL ? parse_leaf (fl_client_file_get_certificate_pem (file)) : NULL;
}

static void
show_certificate (FlClientCertificateGroup *self,
                  FlCertificate            *leaf)
{
  const gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autofree char *validity = leaf != NULL ? fl_certificate_validity_describe (leaf, now) : NULL;
  g_autofree char *subtitle = NULL;

  if (leaf != NULL)
    {
      /* Translators: the issuer of a certificate; “valid until 12 January 2027 (53 days)” */
      subtitle = g_strdup_printf (_("Issued by %s, %s"), fl_certificate_get_issuer_name (leaf), validity);
      fl_file_row_show (self->certificate_row, fl_certificate_get_common_name (leaf), subtitle, TRUE);
    }
  else if (self->certificate != NULL)
    fl_file_row_show (self->certificate_row, _("PKCS#12 file"), _("Locked"), TRUE);
  else
    fl_file_row_show (self->certificate_row, _("Certificate"), _("None"), FALSE);
}

static void
show_key (FlClientCertificateGroup *self)
{
  const gboolean is_within = self->certificate != NULL &&
    (fl_client_file_is_locked (self->certificate) || fl_client_file_get_key (self->certificate) != NULL);

  gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (self->key_row)), self->certificate != NULL || self->key != NULL);
  if (self->key != NULL)
    fl_file_row_show (self->key_row, _("Private key"), self->has_changed ? _("Chosen") : _("Saved"), TRUE);
  else
    fl_file_row_show (self->key_row, _("Private key"), is_within ? _("In the same file") : _("None"), FALSE);
}

static void
show (FlClientCertificateGroup *self)
{
  g_autoptr(FlCertificate) leaf = dup_leaf (self);

  show_certificate (self, leaf);
  show_key (self);
  gtk_widget_set_visible (self->passphrase_list, self->asks_passphrase);
}

/* Whether a worker, or what is typed, may still change the answer. */
static gboolean
is_pending (FlClientCertificateGroup *self)
{
  return self->opening != NULL || self->typed_id != 0;
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(FlClientCertificateGroup) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(FlClientIdentity) identity = fl_client_identity_open_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->opening);
  self->asks_passphrase = self->asks_passphrase ||
    g_error_matches (error, FL_CLIENT_IDENTITY_ERROR, FL_CLIENT_IDENTITY_ERROR_PASSPHRASE_REQUIRED) ||
    g_error_matches (error, FL_CLIENT_IDENTITY_ERROR, FL_CLIENT_IDENTITY_ERROR_WRONG_PASSPHRASE);
  self->identity = g_steal_pointer (&identity);
  self->error = g_steal_pointer (&error);
  show (self);
  emit_changed (self);
}

/* Forgets what was found, also what a worker is still to find. */
static void
forget_answer (FlClientCertificateGroup *self)
{
  if (self->opening != NULL)
    g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  g_clear_handle_id (&self->typed_id, g_source_remove);
  g_clear_pointer (&self->identity, fl_client_identity_unref);
  g_clear_error (&self->error);
}

static void
reopen (FlClientCertificateGroup *self)
{
  g_autoptr(FlSecret) passphrase = NULL;

  forget_answer (self);
  self->has_changed = TRUE;
  if (self->certificate != NULL || self->key != NULL)
    {
      passphrase = fl_secret_field_dup_secret (self->passphrase);
      self->opening = g_cancellable_new ();
      fl_client_identity_open_async (self->certificate, self->key, passphrase, self->opening, opened_cb, g_object_ref (self));
    }
  show (self);
  emit_changed (self);
}

static void
set_file (FlClientFile **file,
          FlClientFile  *value)
{
  g_clear_pointer (file, fl_client_file_unref);
  *file = value;
}

static void
certificate_failed_cb (FlClientCertificateGroup *self,
                       const char               *sentence)
{
  g_free (self->certificate_failure);
  self->certificate_failure = g_strdup (sentence);
  emit_changed (self);
}

/* A file with everything in it leaves no other key. */
static void
certificate_loaded_cb (FlClientCertificateGroup *self,
                       GBytes                   *bytes)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(FlClientFile) file = fl_client_file_parse (bytes, &error);

  if (file == NULL || (!fl_client_file_is_locked (file) && fl_client_file_get_certificate_pem (file) == NULL))
    {
      certificate_failed_cb (self, file == NULL ? error->message : _("This is a private key, not a certificate."));
      return;
    }
  g_clear_pointer (&self->certificate_failure, g_free);
  if (fl_client_file_is_locked (file) || fl_client_file_get_key (file) != NULL)
    {
      set_file (&self->key, NULL);
      g_clear_pointer (&self->key_failure, g_free);
    }
  set_file (&self->certificate, g_steal_pointer (&file));
  reopen (self);
}

static void
certificate_removed_cb (FlClientCertificateGroup *self)
{
  g_clear_pointer (&self->certificate_failure, g_free);
  g_clear_pointer (&self->key_failure, g_free);
  set_file (&self->certificate, NULL);
  set_file (&self->key, NULL);
  self->asks_passphrase = FALSE;
  reopen (self);
}

static void
key_failed_cb (FlClientCertificateGroup *self,
               const char               *sentence)
{
  g_free (self->key_failure);
  self->key_failure = g_strdup (sentence);
  emit_changed (self);
}

static void
key_loaded_cb (FlClientCertificateGroup *self,
               GBytes                   *bytes)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(FlClientFile) file = fl_client_file_parse (bytes, &error);

  if (file == NULL || (!fl_client_file_is_locked (file) && fl_client_file_get_key (file) == NULL))
    {
      key_failed_cb (self, file == NULL ? error->message : _("This is a certificate, not a private key."));
      return;
    }
  g_clear_pointer (&self->key_failure, g_free);
  set_file (&self->key, g_steal_pointer (&file));
  reopen (self);
}

static void
key_removed_cb (FlClientCertificateGroup *self)
{
  g_clear_pointer (&self->key_failure, g_free);
  set_file (&self->key, NULL);
  reopen (self);
}

static void
passphrase_entered_cb (FlClientCertificateGroup *self)
{
  if (!self->filling)
    reopen (self);
}

static gboolean
typed_cb (gpointer user_data)
{
  FlClientCertificateGroup *self = user_data;

  self->typed_id = 0;
  reopen (self);
  return G_SOURCE_REMOVE;
}

static void
passphrase_changed_cb (FlClientCertificateGroup *self)
{
  if (self->filling)
    return;
  forget_answer (self);
  self->has_changed = TRUE;
  self->typed_id = g_timeout_add (TYPED_MS, typed_cb, self);
  emit_changed (self);
}

/* What to say of a certificate that would do. */
static void
say_validity (FlClientCertificateGroup *self)
{
  const gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr(FlCertificate) leaf = dup_leaf (self);
  const char *sentence = NULL;

  if (leaf != NULL && fl_certificate_get_days_left (leaf, now) < 0)
    sentence = _("It has expired: the broker will refuse it");
  else if (leaf != NULL && fl_certificate_get_not_before (leaf) > now)
    sentence = _("It is not valid yet: the broker will refuse it");
  fl_remark_label_show (self->certificate_note, GTK_WIDGET (self->certificate_row),
                        sentence != NULL ? FL_REMARK_WARNING : FL_REMARK_NONE, sentence);
}

static void
say_certificate (FlClientCertificateGroup *self)
{
  const char *sentence = self->certificate_failure;

  if (sentence == NULL && g_error_matches (self->error, FL_CLIENT_IDENTITY_ERROR, FL_CLIENT_IDENTITY_ERROR_CERTIFICATE))
    sentence = self->error->message;
  if (sentence != NULL)
    fl_remark_label_show (self->certificate_note, GTK_WIDGET (self->certificate_row), FL_REMARK_ERROR, sentence);
  else
    say_validity (self);
}

static void
say_key (FlClientCertificateGroup *self)
{
  const gboolean is_lost = !self->has_changed && self->certificate != NULL && self->key == NULL;
  const char *sentence = self->key_failure;

  if (sentence == NULL && (g_error_matches (self->error, FL_CLIENT_IDENTITY_ERROR, FL_CLIENT_IDENTITY_ERROR_KEY) ||
                           g_error_matches (self->error, FL_CLIENT_IDENTITY_ERROR, FL_CLIENT_IDENTITY_ERROR_KEY_MISSING) ||
                           g_error_matches (self->error, FL_CLIENT_IDENTITY_ERROR, FL_CLIENT_IDENTITY_ERROR_PAIR_MISMATCH)))
    sentence = self->error->message;
  if (sentence != NULL)
    fl_remark_label_show (self->key_note, GTK_WIDGET (self->key_row), FL_REMARK_ERROR, sentence);
  else
    fl_remark_label_show (self->key_note, GTK_WIDGET (self->key_row), is_lost ? FL_REMARK_WARNING : FL_REMARK_NONE,
                          is_lost ? _("The key is not in the keyring any more: choose it again") : NULL);
}

static void
say_passphrase (FlClientCertificateGroup *self)
{
  const gboolean is_wrong =
    g_error_matches (self->error, FL_CLIENT_IDENTITY_ERROR, FL_CLIENT_IDENTITY_ERROR_PASSPHRASE_REQUIRED) ||
    g_error_matches (self->error, FL_CLIENT_IDENTITY_ERROR, FL_CLIENT_IDENTITY_ERROR_WRONG_PASSPHRASE);

  fl_remark_label_show (self->passphrase_note, GTK_WIDGET (self->passphrase_row),
                        is_wrong ? FL_REMARK_ERROR : FL_REMARK_NONE, is_wrong ? self->error->message : NULL);
}

static void
fl_client_certificate_group_dispose (GObject *object)
{
  FlClientCertificateGroup *self = FL_CLIENT_CERTIFICATE_GROUP (object);

  forget_answer (self);
  set_file (&self->certificate, NULL);
  set_file (&self->key, NULL);
  g_clear_pointer (&self->passphrase, fl_secret_field_free);
  g_clear_pointer (&self->certificate_failure, g_free);
  g_clear_pointer (&self->key_failure, g_free);
  G_OBJECT_CLASS (fl_client_certificate_group_parent_class)->dispose (object);
}

static void
fl_client_certificate_group_class_init (FlClientCertificateGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fl_client_certificate_group_dispose;
  g_type_ensure (FL_TYPE_FILE_ROW);
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-client-certificate-group"));
  gtk_widget_class_bind_template_child (widget_class, FlClientCertificateGroup, certificate_row);
  gtk_widget_class_bind_template_child (widget_class, FlClientCertificateGroup, certificate_note);
  gtk_widget_class_bind_template_child (widget_class, FlClientCertificateGroup, key_row);
  gtk_widget_class_bind_template_child (widget_class, FlClientCertificateGroup, key_note);
  gtk_widget_class_bind_template_child (widget_class, FlClientCertificateGroup, passphrase_list);
  gtk_widget_class_bind_template_child (widget_class, FlClientCertificateGroup, passphrase_row);
  gtk_widget_class_bind_template_child (widget_class, FlClientCertificateGroup, passphrase_note);
  gtk_widget_class_bind_template_callback (widget_class, certificate_failed_cb);
  gtk_widget_class_bind_template_callback (widget_class, certificate_loaded_cb);
  gtk_widget_class_bind_template_callback (widget_class, certificate_removed_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_failed_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_loaded_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_removed_cb);
  gtk_widget_class_bind_template_callback (widget_class, passphrase_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, passphrase_entered_cb);
}

static void
fl_client_certificate_group_init (FlClientCertificateGroup *self)
{
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  fl_file_row_set_up (self->certificate_row, _("Client certificate"), FL_CLIENT_FILE_MAX);
  fl_file_row_set_up (self->key_row, _("Private key"), FL_CLIENT_FILE_MAX);
  self->passphrase = fl_secret_field_new (self->passphrase_row, NULL);
  show (self);
  self->filling = FALSE;
}

GtkWidget *
fl_client_certificate_group_new (void)
{
  return g_object_new (FL_TYPE_CLIENT_CERTIFICATE_GROUP, NULL);
}

/* Shows what is saved: without "changed". */
void
fl_client_certificate_group_fill (FlClientCertificateGroup *self,
                                  FlBroker                 *broker,
                                  FlBrokerSecrets          *secrets)
{
  const char *pem = fl_broker_get_client_certificate_pem (broker);
  FlSecret *key = fl_broker_secrets_get (secrets, FL_SECRET_KIND_CLIENT_KEY);
  FlSecret *passphrase = fl_broker_secrets_get (secrets, FL_SECRET_KIND_KEY_PASSPHRASE);

  g_return_if_fail (FL_IS_CLIENT_CERTIFICATE_GROUP (self));

  self->filling = TRUE;
  forget_answer (self);
  self->has_changed = FALSE;
  set_file (&self->certificate, *pem != '\0' ? fl_client_file_new (pem, NULL) : NULL);
  set_file (&self->key, *pem != '\0' && key != NULL ? fl_client_file_new (NULL, key) : NULL);
  self->asks_passphrase = self->key != NULL && passphrase != NULL;
  fl_secret_field_free (self->passphrase);
  self->passphrase = fl_secret_field_new (self->passphrase_row, passphrase);
  show (self);
  self->filling = FALSE;
}

/* Says under each row what is to be said. Returns: whether it can be saved like this; not while a check runs. */
gboolean
fl_client_certificate_group_check (FlClientCertificateGroup *self)
{
  g_return_val_if_fail (FL_IS_CLIENT_CERTIFICATE_GROUP (self), FALSE);

  say_certificate (self);
  say_key (self);
  say_passphrase (self);
  if (!self->has_changed)
    return TRUE;
  return !is_pending (self) && (self->identity != NULL || (self->certificate == NULL && self->key == NULL));
}

void
fl_client_certificate_group_store (FlClientCertificateGroup *self,
                                   FlBroker                 *broker)
{
  g_return_if_fail (FL_IS_CLIENT_CERTIFICATE_GROUP (self));

  if (self->has_changed && fl_client_certificate_group_check (self))
    g_object_set (broker, "client-certificate-pem",
                  self->identity != NULL ? fl_client_identity_get_certificate_pem (self->identity) : "", NULL);
}

/* Returns: (transfer full): @before with the key and, if that is encrypted, its passphrase. */
FlBrokerSecrets *
fl_client_certificate_group_make_secrets (FlClientCertificateGroup *self,
                                          FlBrokerSecrets          *before)
{
  g_autoptr(FlSecret) passphrase = NULL;
  g_autoptr(FlBrokerSecrets) with_key = NULL;

  g_return_val_if_fail (FL_IS_CLIENT_CERTIFICATE_GROUP (self), NULL);

  if (!self->has_changed) /* perhaps the passphrase was forgotten */
    {
      passphrase = fl_secret_field_dup_secret (self->passphrase);
      return fl_broker_secrets_with (before, FL_SECRET_KIND_KEY_PASSPHRASE, passphrase);
    }
  if (!fl_client_certificate_group_check (self))
    return fl_broker_secrets_ref (before);
  if (self->identity != NULL && fl_client_identity_needs_passphrase (self->identity))
    passphrase = fl_secret_field_dup_secret (self->passphrase);
  with_key = fl_broker_secrets_with (before, FL_SECRET_KIND_CLIENT_KEY,
                                     self->identity != NULL ? fl_client_identity_get_key (self->identity) : NULL);
  return fl_broker_secrets_with (with_key, FL_SECRET_KIND_KEY_PASSPHRASE, passphrase);
}
