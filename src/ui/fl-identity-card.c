/* Whom we talk to: the certificate in a few lines, its fingerprints to copy, and one to compare with.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-identity-card"

#include "config.h"

#include "ui/fl-identity-card.h"

#include "tls/fl-fingerprint.h"
#include "tls/fl-pin.h"
#include "tls/fl-certificate-validity.h"
#include "tls/fl-security-facts.h"
#include "ui/fl-copy-button.h"
#include "ui/fl-level-row.h"
#include "ui/fl-ui.h"

#include <glib/gi18n-lib.h>

struct _FlIdentityCard
{
  AdwBin         parent_instance;

  AdwActionRow  *subject_row;
  GtkLabel      *validity;
  AdwActionRow  *sha256_row;
  FlCopyButton  *sha256_button;
  AdwActionRow  *sha1_row;
  FlCopyButton  *sha1_button;
  AdwEntryRow   *compare_row;
  GtkImage      *compare_image;
  GtkLabel      *compare_label;
  FlCertificate *certificate;
  FlComparison   comparison;
};

enum
{
  PROP_0,
  PROP_COMPARISON,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (FlIdentityCard, fl_identity_card, ADW_TYPE_BIN)

static FlComparison
compare (const char          *text,
         const FlCertificate *certificate,
         const char         **sentence)
{
  g_autoptr(FlPin) pin = fl_pin_parse (text, NULL);

  if (pin == NULL)
    {
      *sentence = _("This is not a fingerprint yet");
      return FL_COMPARISON_UNREADABLE;
    }
  if (certificate == NULL || !fl_pin_matches (pin, certificate))
    {
      *sentence = fl_pin_get_kind (pin) == FL_PIN_SPKI ? _("Another key") : _("Another certificate");
      return FL_COMPARISON_DIFFERENT;
    }
  if (fl_pin_is_weak (pin))
    {
      *sentence = _("The same certificate (SHA-1)");
      return FL_COMPARISON_SAME_WEAK;
    }
  *sentence = fl_pin_get_kind (pin) == FL_PIN_SPKI ? _("The same key") : _("The same certificate");
  return FL_COMPARISON_SAME;
}

static FlSecurityTone
tone_of (FlComparison comparison)
{
  switch (comparison)
    {
    case FL_COMPARISON_SAME:
    case FL_COMPARISON_SAME_WEAK:
      return FL_SECURITY_TONE_GOOD;
    case FL_COMPARISON_DIFFERENT:
      return FL_SECURITY_TONE_BAD;
    case FL_COMPARISON_NONE:
    case FL_COMPARISON_UNREADABLE:
    default:
      return FL_SECURITY_TONE_NEUTRAL;
    }
}

static void
set_comparison (FlIdentityCard *self,
                FlComparison    comparison)
{
  if (self->comparison == comparison)
    return;
  self->comparison = comparison;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPARISON]);
}

static void
compare_changed_cb (FlIdentityCard *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->compare_row));
  gboolean entered = text[0] != '\0';
  const char *sentence = "";
  FlComparison comparison = entered ? compare (text, self->certificate, &sentence) : FL_COMPARISON_NONE;
  const char *classes[] = { fl_level_tone_to_class (tone_of (comparison)), NULL };

  gtk_image_set_from_icon_name (self->compare_image, fl_level_tone_to_icon (tone_of (comparison)));
  gtk_widget_set_css_classes (GTK_WIDGET (self->compare_image), classes);
  gtk_label_set_label (self->compare_label, sentence);
  gtk_widget_set_css_classes (GTK_WIDGET (self->compare_label), classes);
  gtk_widget_set_visible (GTK_WIDGET (self->compare_image), entered);
  gtk_widget_set_visible (GTK_WIDGET (self->compare_label), entered);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->compare_row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, sentence, -1);
  set_comparison (self, comparison);
}

static void
fl_identity_card_get_property (GObject    *object,
                               guint       property_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  FlIdentityCard *self = FL_IDENTITY_CARD (object);

  switch (property_id)
    {
    case PROP_COMPARISON:
      g_value_set_int (value, (int) self->comparison);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_identity_card_finalize (GObject *object)
{
  FlIdentityCard *self = FL_IDENTITY_CARD (object);

  g_clear_pointer (&self->certificate, fl_certificate_unref);
  G_OBJECT_CLASS (fl_identity_card_parent_class)->finalize (object);
}

static void
fl_identity_card_class_init (FlIdentityCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = fl_identity_card_get_property;
  object_class->finalize = fl_identity_card_finalize;

  /* A FlComparison. */
  properties[PROP_COMPARISON] = g_param_spec_int ("comparison", NULL, NULL, FL_COMPARISON_NONE, FL_COMPARISON_SAME,
                                                  FL_COMPARISON_NONE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (FL_TYPE_COPY_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-identity-card"));
  gtk_widget_class_bind_template_child (widget_class, FlIdentityCard, subject_row);
  gtk_widget_class_bind_template_child (widget_class, FlIdentityCard, validity);
  gtk_widget_class_bind_template_child (widget_class, FlIdentityCard, sha256_row);
  gtk_widget_class_bind_template_child (widget_class, FlIdentityCard, sha256_button);
  gtk_widget_class_bind_template_child (widget_class, FlIdentityCard, sha1_row);
  gtk_widget_class_bind_template_child (widget_class, FlIdentityCard, sha1_button);
  gtk_widget_class_bind_template_child (widget_class, FlIdentityCard, compare_row);
  gtk_widget_class_bind_template_child (widget_class, FlIdentityCard, compare_image);
  gtk_widget_class_bind_template_child (widget_class, FlIdentityCard, compare_label);
  gtk_widget_class_bind_template_callback (widget_class, compare_changed_cb);
}

static void
fl_identity_card_init (FlIdentityCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
fl_identity_card_new (void)
{
  return g_object_new (FL_TYPE_IDENTITY_CARD, NULL);
}

static void
show_validity (FlIdentityCard *self,
               gint64          now)
{
  g_autofree char *validity = fl_certificate_validity_describe (self->certificate, now);
  gint64 not_before = fl_certificate_get_not_before (self->certificate);
  gint64 days = fl_certificate_get_days_left (self->certificate, now);
  const char *tone_class = "dim-label";

  if (days < 0 || not_before > now)
    tone_class = "error";
  else if (days < FL_SECURITY_SOON_DAYS)
    tone_class = "warning";
  gtk_label_set_label (self->validity, validity);
  gtk_widget_set_css_classes (GTK_WIDGET (self->validity), (const char *[]) { tone_class, NULL });
}

/**
 * fl_identity_card_set_certificate:
 * @certificate: (nullable): the one that the broker sent first
 * @now: Unix time in seconds
 */
void
fl_identity_card_set_certificate (FlIdentityCard *self,
                                  FlCertificate  *certificate,
                                  gint64          now)
{
  g_autofree char *issuer = NULL;
  g_autofree char *sha256 = NULL;
  g_autofree char *sha1 = NULL;

  g_return_if_fail (FL_IS_IDENTITY_CARD (self));

  g_clear_pointer (&self->certificate, fl_certificate_unref);
  if (certificate == NULL)
    return;
  self->certificate = fl_certificate_ref (certificate);
  issuer = g_strdup_printf (fl_certificate_is_self_signed (certificate) ? _("Signed by itself: “%s”") : _("Issued by “%s”"),
                            fl_certificate_get_issuer_name (certificate));
  sha256 = fl_fingerprint_to_colons (fl_certificate_get_sha256 (certificate));
  sha1 = fl_fingerprint_to_arduino (fl_certificate_get_sha1 (certificate));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->subject_row), fl_certificate_get_common_name (certificate));
  adw_action_row_set_subtitle (self->subject_row, issuer);
  adw_action_row_set_subtitle (self->sha256_row, sha256);
  fl_copy_button_set_text (self->sha256_button, sha256);
  adw_action_row_set_subtitle (self->sha1_row, sha1);
  fl_copy_button_set_text (self->sha1_button, sha1);
  show_validity (self, now);
  compare_changed_cb (self);
}

/* How many days are left changes while the window is open. */
void
fl_identity_card_set_now (FlIdentityCard *self,
                          gint64          now)
{
  g_return_if_fail (FL_IS_IDENTITY_CARD (self));

  if (self->certificate != NULL)
    show_validity (self, now);
}

/* Puts @text into the compare entry, as a paste does. */
void
fl_identity_card_set_entered (FlIdentityCard *self,
                              const char     *text)
{
  g_return_if_fail (FL_IS_IDENTITY_CARD (self) && text != NULL);

  gtk_editable_set_text (GTK_EDITABLE (self->compare_row), text);
}

FlComparison
fl_identity_card_get_comparison (FlIdentityCard *self)
{
  g_return_val_if_fail (FL_IS_IDENTITY_CARD (self), FL_COMPARISON_NONE);

  return self->comparison;
}

/* A fingerprint of who knows whom is not simply to be pasted. */
void
fl_identity_card_set_proved (FlIdentityCard *self,
                             gboolean        proved)
{
  g_return_if_fail (FL_IS_IDENTITY_CARD (self));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->sha1_row),
                                 proved ? _("SHA-1, as pasted in a sketch; stops working when this certificate is renewed") : _("SHA-1; compare it before you paste it in a sketch"));
}
