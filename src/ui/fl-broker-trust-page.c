/* The page of the broker editor that says how the broker proves who it is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-broker-trust-page"

#include "config.h"

#include "ui/fl-broker-trust-page.h"

#include <glib/gi18n.h>

#include "tls/fl-fingerprint.h"
#include "ui/fl-broker-ca-group.h"
#include "ui/fl-broker-form.h"
#include "ui/fl-broker-psk-group.h"
#include "ui/fl-remark-label.h"
#include "ui/fl-ui.h"

/* The order of the rows in way_row. */
static const FlTrustWay ways[] = { FL_TRUST_SYSTEM, FL_TRUST_CA, FL_TRUST_PIN, FL_TRUST_PSK, FL_TRUST_INSECURE };

static const FlBrokerFormInfo infos[] = {
  { "pin_row", "pin_note", FL_BROKER_FIELD_PIN, "pin" },
  { "second_pin_row", "second_pin_note", FL_BROKER_FIELD_SECOND_PIN, "second-pin" },
};

#define N_FIELDS G_N_ELEMENTS (infos)
#define FIELD_PIN 0

struct _FlBrokerTrustPage
{
  AdwPreferencesPage  parent_instance;

  FlBrokerFormField   fields[N_FIELDS];
  GtkWidget          *way_group;
  AdwComboRow        *way_row;
  GtkLabel           *way_note;
  FlBrokerCaGroup    *ca_group;
  GtkWidget          *pin_group;
  GtkLabel           *sketch_note;
  FlBrokerPskGroup   *psk_group;
  GtkWidget          *plain_group;

  gboolean            has_tls;
  gboolean            filling;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FlBrokerTrustPage, fl_broker_trust_page, ADW_TYPE_PREFERENCES_PAGE)

static const char *
describe_way (FlTrustWay way)
{
  switch (way)
    {
    case FL_TRUST_SYSTEM:
      return _("One of the authorities that this computer trusts has signed its certificate, and the name fits");
    case FL_TRUST_CA:
      return _("An authority of yours has signed its certificate, and the name fits");
    case FL_TRUST_PIN:
      return _("Exactly this certificate or key; name and dates are not looked at");
    case FL_TRUST_PSK:
      return _("Both sides know the key; there is no certificate");
    case FL_TRUST_INSECURE:
      return _("Encrypted, but anybody in between can pretend to be the broker");
    case FL_TRUST_PLAIN:
    default:
      return "";
    }
}

static void
show_way (FlBrokerTrustPage *self)
{
  const FlTrustWay way = fl_broker_trust_page_get_way (self);

  gtk_widget_set_visible (self->way_group, way != FL_TRUST_PLAIN);
  gtk_widget_set_visible (self->plain_group, way == FL_TRUST_PLAIN);
  gtk_widget_set_visible (GTK_WIDGET (self->ca_group), way == FL_TRUST_CA);
  gtk_widget_set_visible (self->pin_group, way == FL_TRUST_PIN);
  gtk_widget_set_visible (GTK_WIDGET (self->psk_group), way == FL_TRUST_PSK);
  fl_remark_label_show (self->way_note, NULL, way == FL_TRUST_INSECURE ? FL_REMARK_WARNING : FL_REMARK_NOTE,
                        describe_way (way));
}

static void
field_changed_cb (FlBrokerTrustPage *self)
{
  if (!self->filling)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
way_chosen_cb (FlBrokerTrustPage *self)
{
  if (self->filling)
    return;
  show_way (self);
  field_changed_cb (self);
}

static guint
position_of_way (FlTrustWay way)
{
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    if (ways[i] == way)
      return i;
  return 0;
}

/* Each says what is to be said. */
static gboolean
check_pins (FlBrokerTrustPage *self)
{
  gboolean valid = TRUE;

  for (guint i = 0; i < N_FIELDS; i++)
    if (fl_broker_form_check (&self->fields[i], &infos[i]) == FL_REMARK_ERROR)
      valid = FALSE;
  return valid;
}

/* The SHA-1 that a sketch holds, where a SHA-256 took its place here. */
static void
show_sketch (FlBrokerTrustPage *self,
             FlBroker          *broker)
{
  g_autoptr(FlPin) pin = *fl_broker_get_sketch_pin (broker) != '\0' ? fl_pin_parse (fl_broker_get_sketch_pin (broker), NULL) : NULL;
  g_autofree char *hex = pin != NULL ? fl_pin_to_text (pin) : NULL;
  g_autofree char *sketch = hex != NULL ? fl_fingerprint_to_arduino (hex) : NULL;
  g_autofree char *sentence = sketch != NULL ? g_strdup_printf (_("Took the place of the SHA-1 in your sketch: %s"), sketch) : NULL;

  fl_remark_label_show (self->sketch_note, NULL, sentence != NULL ? FL_REMARK_NOTE : FL_REMARK_NONE, sentence);
}

/* A pin typed anew is one of today. */
static void
store_way (FlBrokerTrustPage *self,
           FlBroker          *broker)
{
  const FlTrustWay way = fl_broker_trust_page_get_way (self);
  const char *text = gtk_editable_get_text (self->fields[FIELD_PIN].row);
  g_autoptr(FlPin) pin = NULL;

  if (way == FL_TRUST_PIN && !g_str_equal (fl_broker_get_pin (broker), text))
    {
      pin = fl_pin_parse (text, NULL);
      fl_broker_trust_pin (broker, pin, g_get_real_time () / G_USEC_PER_SEC);
    }
  fl_broker_set_trust_way (broker, way);
}

static void
fl_broker_trust_page_class_init (FlBrokerTrustPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (FL_TYPE_BROKER_CA_GROUP);
  g_type_ensure (FL_TYPE_BROKER_PSK_GROUP);
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-broker-trust-page"));
  fl_broker_form_bind (widget_class, infos, N_FIELDS, G_STRUCT_OFFSET (FlBrokerTrustPage, fields));
  gtk_widget_class_bind_template_child (widget_class, FlBrokerTrustPage, way_group);
  gtk_widget_class_bind_template_child (widget_class, FlBrokerTrustPage, way_row);
  gtk_widget_class_bind_template_child (widget_class, FlBrokerTrustPage, way_note);
  gtk_widget_class_bind_template_child (widget_class, FlBrokerTrustPage, ca_group);
  gtk_widget_class_bind_template_child (widget_class, FlBrokerTrustPage, pin_group);
  gtk_widget_class_bind_template_child (widget_class, FlBrokerTrustPage, sketch_note);
  gtk_widget_class_bind_template_child (widget_class, FlBrokerTrustPage, psk_group);
  gtk_widget_class_bind_template_child (widget_class, FlBrokerTrustPage, plain_group);
  gtk_widget_class_bind_template_callback (widget_class, field_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, way_chosen_cb);
}

static void
fl_broker_trust_page_init (FlBrokerTrustPage *self)
{
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->filling = FALSE;
}

GtkWidget *
fl_broker_trust_page_new (void)
{
  return g_object_new (FL_TYPE_BROKER_TRUST_PAGE, NULL);
}

/* Shows what the broker says; without "changed". Once: a saved key is replaced, not shown. */
void
fl_broker_trust_page_fill (FlBrokerTrustPage *self,
                           FlBroker          *broker,
                           FlBrokerSecrets   *secrets)
{
  g_return_if_fail (FL_IS_BROKER_TRUST_PAGE (self));

  self->filling = TRUE;
  for (guint i = 0; i < N_FIELDS; i++)
    fl_broker_form_fill (&self->fields[i], &infos[i], broker);
  self->has_tls = fl_broker_get_trust_way (broker) != FL_TRUST_PLAIN;
  adw_combo_row_set_selected (self->way_row, position_of_way (fl_broker_get_trust_way (broker)));
  show_sketch (self, broker);
  fl_broker_ca_group_set_pem (self->ca_group, fl_broker_get_ca_pem (broker));
  fl_broker_psk_group_fill (self->psk_group, broker, fl_broker_secrets_get (secrets, FL_SECRET_KIND_PSK));
  show_way (self);
  self->filling = FALSE;
}

/* Without TLS there is one way only. */
void
fl_broker_trust_page_set_tls (FlBrokerTrustPage *self,
                              gboolean           has_tls)
{
  g_return_if_fail (FL_IS_BROKER_TRUST_PAGE (self));

  self->has_tls = has_tls;
  show_way (self);
}

FlTrustWay
fl_broker_trust_page_get_way (FlBrokerTrustPage *self)
{
  g_return_val_if_fail (FL_IS_BROKER_TRUST_PAGE (self), FL_TRUST_SYSTEM);

  if (!self->has_tls)
    return FL_TRUST_PLAIN;
  return ways[MIN (adw_combo_row_get_selected (self->way_row), G_N_ELEMENTS (ways) - 1)];
}

/* Says under the fields of the chosen way what is to be said. Returns: whether it can be saved like this. */
gboolean
fl_broker_trust_page_check (FlBrokerTrustPage *self)
{
  g_return_val_if_fail (FL_IS_BROKER_TRUST_PAGE (self), FALSE);

  switch (fl_broker_trust_page_get_way (self))
    {
    case FL_TRUST_CA:
      return fl_broker_ca_group_check (self->ca_group);
    case FL_TRUST_PIN:
      return check_pins (self);
    case FL_TRUST_PSK:
      return fl_broker_psk_group_check (self->psk_group);
    case FL_TRUST_SYSTEM:
    case FL_TRUST_INSECURE:
    case FL_TRUST_PLAIN:
    default:
      return TRUE;
    }
}

/* What another way than the chosen one needs stays as it was saved, if it would be wrong. */
void
fl_broker_trust_page_store (FlBrokerTrustPage *self,
                            FlBroker          *broker)
{
  FlTrustWay way;

  g_return_if_fail (FL_IS_BROKER_TRUST_PAGE (self));

  way = fl_broker_trust_page_get_way (self);
  store_way (self, broker);
  if (way == FL_TRUST_PIN)
    {
      for (guint i = 0; i < N_FIELDS; i++)
        fl_broker_form_store (&self->fields[i], &infos[i], broker);
    }
  else if (way == FL_TRUST_PSK)
    fl_broker_psk_group_store (self->psk_group, broker);
  g_object_set (broker, "ca-pem", fl_broker_ca_group_get_pem (self->ca_group), NULL);
}

/* Returns: (transfer full): @before with those that are entered here. */
FlBrokerSecrets *
fl_broker_trust_page_make_secrets (FlBrokerTrustPage *self,
                                   FlBrokerSecrets   *before)
{
  g_autoptr(FlSecret) psk = NULL;

  g_return_val_if_fail (FL_IS_BROKER_TRUST_PAGE (self), NULL);

  psk = fl_broker_psk_group_dup_key (self->psk_group);
  return fl_broker_secrets_with (before, FL_SECRET_KIND_PSK, psk);
}
