/* The pre-shared key of a broker: identity and key; a new one can be made, and copied until it is saved.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-broker-psk-group"

#include "config.h"

#include "ui/fl-broker-psk-group.h"

#include <glib/gi18n.h>
#include <openssl/crypto.h>
#include <openssl/rand.h>

#include "tls/fl-trust.h"
#include "ui/fl-broker-form.h"
#include "ui/fl-copy-button.h"
#include "ui/fl-remark-label.h"
#include "ui/fl-secret-field.h"
#include "ui/fl-ui.h"

/* Of a key made here: as much as an ESP takes. */
#define N_KEY FL_TRUST_MAX_ESP_PSK

static const FlBrokerFormInfo infos[] = {
  { "identity_row", "identity_note", FL_BROKER_FIELD_PSK_IDENTITY, "psk-identity" },
};

#define N_FIELDS G_N_ELEMENTS (infos)

struct _FlBrokerPskGroup
{
  AdwPreferencesGroup  parent_instance;

  FlBrokerFormField    fields[N_FIELDS];
  AdwEntryRow         *key_row;
  GtkLabel            *key_note;
  GtkWidget           *copy_list;
  FlCopyButton        *broker_copy;
  FlCopyButton        *sketch_copy;

  FlSecretField       *key;
  FlSecret            *saved; /* (nullable): not to be shown again */
  gboolean             filling;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FlBrokerPskGroup, fl_broker_psk_group, ADW_TYPE_PREFERENCES_GROUP)

static void
field_changed_cb (FlBrokerPskGroup *self)
{
  if (!self->filling)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
generate_cb (FlBrokerPskGroup *self)
{
  static const char digits[] = "0123456789abcdef";
  guint8 bytes[N_KEY];
  char hex[2 * N_KEY];
  g_autoptr(FlSecret) key = NULL;

  if (RAND_priv_bytes (bytes, N_KEY) != 1)
    {
      fl_remark_label_show (self->key_note, NULL, FL_REMARK_ERROR, _("There are no random numbers to make a key from"));
      return;
    }
  for (guint i = 0; i < N_KEY; i++)
    {
      hex[2 * i] = digits[bytes[i] >> 4];
      hex[2 * i + 1] = digits[bytes[i] & 15];
    }
  key = fl_secret_new (hex, sizeof hex);
  OPENSSL_cleanse (bytes, sizeof bytes);
  OPENSSL_cleanse (hex, sizeof hex);
  fl_secret_field_set_secret (self->key, key);
  field_changed_cb (self);
}

/* The text stays with the clipboard, not with the button. */
static void
forget_text_cb (gpointer user_data)
{
  g_autoptr(FlCopyButton) button = user_data;

  fl_copy_button_set_text (button, NULL);
}

static void
set_line (FlBrokerPskGroup *self,
          FlCopyButton     *button,
          const char       *before,
          const char       *between,
          const char       *after)
{
  g_autoptr(FlSecret) key = fl_broker_psk_group_dup_key (self);
  g_autofree char *line = NULL;
  g_autofree char *hex = NULL;

  if (key == NULL)
    return;
  hex = g_strstrip (g_strdup (fl_secret_peek (key, NULL)));
  line = g_strconcat (before, between, hex, after, NULL);
  fl_copy_button_set_text (button, line);
  OPENSSL_cleanse (hex, strlen (hex));
  OPENSSL_cleanse (line, strlen (line));
  g_idle_add_once (forget_text_cb, g_object_ref (button));
}

static void
broker_copying_cb (FlBrokerPskGroup *self)
{
  set_line (self, self->broker_copy, gtk_editable_get_text (self->fields[0].row), ":", "\n");
}

static void
sketch_copying_cb (FlBrokerPskGroup *self)
{
  g_autofree char *identity = g_strescape (gtk_editable_get_text (self->fields[0].row), "");
  g_autofree char *call = g_strdup_printf ("client.setPreSharedKey(\"%s\"", identity);

  set_line (self, self->sketch_copy, call, ", \"", "\");\n");
}

/* Says under the key what is to be said. Returns: whether it is one. */
static gboolean
check_key (FlBrokerPskGroup *self)
{
  g_autoptr(FlSecret) hex = fl_broker_psk_group_dup_key (self);
  g_autoptr(FlSecret) nothing = fl_secret_new ("", 0);
  g_autoptr(GError) error = NULL;
  g_autoptr(FlSecret) key = fl_trust_parse_psk (hex != NULL ? hex : nothing, &error);
  g_autofree char *warning = NULL;
  size_t n = 0;

  if (key == NULL)
    {
      fl_remark_label_show (self->key_note, GTK_WIDGET (self->key_row), FL_REMARK_ERROR, error->message);
      gtk_widget_set_visible (self->copy_list, FALSE);
      return FALSE;
    }
  fl_secret_peek (key, &n);
  if (n > FL_TRUST_MAX_ESP_PSK)
    warning = g_strdup_printf (_("This key has %zu bytes; an ESP takes at most %d"), n, FL_TRUST_MAX_ESP_PSK);
  fl_remark_label_show (self->key_note, GTK_WIDGET (self->key_row), warning != NULL ? FL_REMARK_WARNING : FL_REMARK_NONE, warning);
  gtk_widget_set_visible (self->copy_list, self->saved == NULL || !fl_secret_equal (hex, self->saved));
  return TRUE;
}

static void
fl_broker_psk_group_dispose (GObject *object)
{
  FlBrokerPskGroup *self = FL_BROKER_PSK_GROUP (object);

  g_clear_pointer (&self->key, fl_secret_field_free);
  g_clear_pointer (&self->saved, fl_secret_unref);
  G_OBJECT_CLASS (fl_broker_psk_group_parent_class)->dispose (object);
}

static void
fl_broker_psk_group_class_init (FlBrokerPskGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fl_broker_psk_group_dispose;
  g_type_ensure (FL_TYPE_COPY_BUTTON);
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-broker-psk-group"));
  fl_broker_form_bind (widget_class, infos, N_FIELDS, G_STRUCT_OFFSET (FlBrokerPskGroup, fields));
  gtk_widget_class_bind_template_child (widget_class, FlBrokerPskGroup, key_row);
  gtk_widget_class_bind_template_child (widget_class, FlBrokerPskGroup, key_note);
  gtk_widget_class_bind_template_child (widget_class, FlBrokerPskGroup, copy_list);
  gtk_widget_class_bind_template_child (widget_class, FlBrokerPskGroup, broker_copy);
  gtk_widget_class_bind_template_child (widget_class, FlBrokerPskGroup, sketch_copy);
  gtk_widget_class_bind_template_callback (widget_class, broker_copying_cb);
  gtk_widget_class_bind_template_callback (widget_class, field_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, generate_cb);
  gtk_widget_class_bind_template_callback (widget_class, sketch_copying_cb);
}

static void
fl_broker_psk_group_init (FlBrokerPskGroup *self)
{
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->key = fl_secret_field_new (self->key_row, NULL);
  self->filling = FALSE;
}

GtkWidget *
fl_broker_psk_group_new (void)
{
  return g_object_new (FL_TYPE_BROKER_PSK_GROUP, NULL);
}

/**
 * fl_broker_psk_group_fill:
 * @saved: (nullable): the key, hexadecimal; never shown
 *
 * Without "changed".
 */
void
fl_broker_psk_group_fill (FlBrokerPskGroup *self,
                          FlBroker         *broker,
                          FlSecret         *saved)
{
  g_return_if_fail (FL_IS_BROKER_PSK_GROUP (self));

  self->filling = TRUE;
  for (guint i = 0; i < N_FIELDS; i++)
    fl_broker_form_fill (&self->fields[i], &infos[i], broker);
  g_clear_pointer (&self->saved, fl_secret_unref);
  self->saved = saved != NULL ? fl_secret_ref (saved) : NULL;
  fl_secret_field_free (self->key);
  self->key = fl_secret_field_new (self->key_row, saved);
  self->filling = FALSE;
}

/* Says under each field what is to be said. Returns: whether it can be saved like this. */
gboolean
fl_broker_psk_group_check (FlBrokerPskGroup *self)
{
  gboolean valid = TRUE;

  g_return_val_if_fail (FL_IS_BROKER_PSK_GROUP (self), FALSE);

  for (guint i = 0; i < N_FIELDS; i++)
    if (fl_broker_form_check (&self->fields[i], &infos[i]) == FL_REMARK_ERROR)
      valid = FALSE;
  return check_key (self) && valid;
}

void
fl_broker_psk_group_store (FlBrokerPskGroup *self,
                           FlBroker         *broker)
{
  g_return_if_fail (FL_IS_BROKER_PSK_GROUP (self));

  for (guint i = 0; i < N_FIELDS; i++)
    fl_broker_form_store (&self->fields[i], &infos[i], broker);
}

/* Returns: (transfer full) (nullable): hexadecimal, as it is kept. */
FlSecret *
fl_broker_psk_group_dup_key (FlBrokerPskGroup *self)
{
  g_return_val_if_fail (FL_IS_BROKER_PSK_GROUP (self), NULL);

  return fl_secret_field_dup_secret (self->key);
}
