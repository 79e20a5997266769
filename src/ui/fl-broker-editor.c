/* The window in which a broker is edited: Address, Sign-in, Trust, Payload keys, Advanced.
 *
 * Each page knows its fields: it is filled, says what is wrong in it, and is stored. What one page says to another goes
 * through here.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-broker-editor"

#include "config.h"

#include "ui/fl-broker-editor.h"

#include "ui/fl-broker-address-page.h"
#include "ui/fl-broker-advanced-page.h"
#include "ui/fl-broker-sign-in-page.h"
#include "ui/fl-broker-trust-page.h"
#include "ui/fl-key-list.h"
#include "ui/fl-ui.h"

struct _FlBrokerEditor
{
  AdwWindow             parent_instance;

  GtkWidget            *save_button;
  AdwViewStack         *stack;
  FlBrokerAddressPage  *address_page;
  FlBrokerSignInPage   *sign_in_page;
  FlBrokerTrustPage    *trust_page;
  FlKeyList            *key_list;
  GtkSwitch            *encrypt_switch;
  FlBrokerAdvancedPage *advanced_page;

  FlBroker             *broker;
  FlBrokerSecrets      *secrets;
};

enum
{
  SIGNAL_SAVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FlBrokerEditor, fl_broker_editor, ADW_TYPE_WINDOW)

/* The first page on which something is wrong, every page being looked at; NULL if there is none. */
static const char *
page_of_first_error (FlBrokerEditor *self)
{
  const gboolean address = fl_broker_address_page_check (self->address_page);
  const gboolean sign_in = fl_broker_sign_in_page_check (self->sign_in_page);
  const gboolean trust = fl_broker_trust_page_check (self->trust_page);
  const gboolean advanced = fl_broker_advanced_page_check (self->advanced_page);

  return !address ? "address" : !sign_in ? "sign-in" : !trust ? "trust" : !advanced ? "advanced" : NULL;
}

static void
changed_cb (FlBrokerEditor *self)
{
  fl_broker_trust_page_set_tls (self->trust_page, fl_broker_address_page_has_tls (self->address_page));
  fl_broker_sign_in_page_set_way (self->sign_in_page, fl_broker_trust_page_get_way (self->trust_page));
  gtk_widget_set_sensitive (self->save_button, fl_broker_editor_is_valid (self));
}

static void
username_found_cb (FlBrokerEditor *self,
                   const char     *username)
{
  fl_broker_sign_in_page_set_username (self->sign_in_page, username);
}

static void
fill (FlBrokerEditor *self,
      gboolean        keyring_available)
{
  g_autoptr(FlKeyRing) ring = NULL;

  fl_broker_address_page_fill (self->address_page, self->broker);
  fl_broker_sign_in_page_fill (self->sign_in_page, self->broker, self->secrets, keyring_available);
  fl_broker_trust_page_fill (self->trust_page, self->broker, self->secrets);
  fl_broker_advanced_page_fill (self->advanced_page, self->broker);
  gtk_switch_set_active (self->encrypt_switch, fl_broker_get_encrypt_commands (self->broker));
  if (fl_broker_secrets_dup_key_ring (self->secrets, &ring, NULL))
    fl_key_list_set_ring (self->key_list, ring);
}

/* What no page asks for stays as it is. */
static FlBrokerSecrets *
make_secrets (FlBrokerEditor *self)
{
  g_autoptr(FlSecret) keys = fl_key_list_dup_text (self->key_list);
  g_autoptr(FlBrokerSecrets) of_sign_in = fl_broker_sign_in_page_make_secrets (self->sign_in_page, self->secrets);
  g_autoptr(FlBrokerSecrets) of_trust = fl_broker_trust_page_make_secrets (self->trust_page, of_sign_in);

  return fl_broker_secrets_with (of_trust, FL_SECRET_KIND_FERNET_KEYS, keys);
}

static void
store_broker (FlBrokerEditor *self)
{
  g_object_freeze_notify (G_OBJECT (self->broker));
  fl_broker_trust_page_store (self->trust_page, self->broker);
  fl_broker_address_page_store (self->address_page, self->broker);
  fl_broker_sign_in_page_store (self->sign_in_page, self->broker);
  fl_broker_advanced_page_store (self->advanced_page, self->broker);
  g_object_set (self->broker, "encrypt-commands", gtk_switch_get_active (self->encrypt_switch), NULL);
  g_object_thaw_notify (G_OBJECT (self->broker));
}

static void
save_cb (FlBrokerEditor *self)
{
  if (fl_broker_editor_save (self))
    gtk_window_close (GTK_WINDOW (self));
}

static void
fl_broker_editor_dispose (GObject *object)
{
  FlBrokerEditor *self = FL_BROKER_EDITOR (object);

  g_clear_object (&self->broker);
  g_clear_pointer (&self->secrets, fl_broker_secrets_unref);
  G_OBJECT_CLASS (fl_broker_editor_parent_class)->dispose (object);
}

static void
ensure_types (void)
{
  g_type_ensure (FL_TYPE_BROKER_ADDRESS_PAGE);
  g_type_ensure (FL_TYPE_BROKER_ADVANCED_PAGE);
  g_type_ensure (FL_TYPE_BROKER_SIGN_IN_PAGE);
  g_type_ensure (FL_TYPE_BROKER_TRUST_PAGE);
  g_type_ensure (FL_TYPE_KEY_LIST);
}

static void
fl_broker_editor_class_init (FlBrokerEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fl_broker_editor_dispose;
  ensure_types ();

  signals[SIGNAL_SAVED] =
    g_signal_new ("saved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, FL_TYPE_BROKER_SECRETS);

  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-broker-editor"));
  gtk_widget_class_bind_template_child (widget_class, FlBrokerEditor, save_button);
  gtk_widget_class_bind_template_child (widget_class, FlBrokerEditor, stack);
  gtk_widget_class_bind_template_child (widget_class, FlBrokerEditor, address_page);
  gtk_widget_class_bind_template_child (widget_class, FlBrokerEditor, sign_in_page);
  gtk_widget_class_bind_template_child (widget_class, FlBrokerEditor, trust_page);
  gtk_widget_class_bind_template_child (widget_class, FlBrokerEditor, key_list);
  gtk_widget_class_bind_template_child (widget_class, FlBrokerEditor, encrypt_switch);
  gtk_widget_class_bind_template_child (widget_class, FlBrokerEditor, advanced_page);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_bind_template_callback (widget_class, username_found_cb);
}

static void
fl_broker_editor_init (FlBrokerEditor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * fl_broker_editor_new:
 * @broker: what is edited; unchanged until it is saved
 * @secrets: (nullable): its secrets
 * @keyring_available: whether they outlive the application
 */
FlBrokerEditor *
fl_broker_editor_new (FlBroker        *broker,
                      FlBrokerSecrets *secrets,
                      gboolean         keyring_available)
{
  FlBrokerEditor *self;

  g_return_val_if_fail (FL_IS_BROKER (broker), NULL);

  self = g_object_new (FL_TYPE_BROKER_EDITOR, NULL);
  self->broker = g_object_ref (broker);
  self->secrets = secrets != NULL ? fl_broker_secrets_ref (secrets) : fl_broker_secrets_new ();
  fill (self, keyring_available);
  changed_cb (self);
  return self;
}

/**
 * fl_broker_editor_show_page:
 * @name: "address", "sign-in", "trust", "keys" or "advanced"
 */
void
fl_broker_editor_show_page (FlBrokerEditor *self,
                            const char     *name)
{
  g_return_if_fail (FL_IS_BROKER_EDITOR (self));

  adw_view_stack_set_visible_child_name (self->stack, name);
}

/* Looks at every field and says under each what is to be said. */
gboolean
fl_broker_editor_is_valid (FlBrokerEditor *self)
{
  g_return_val_if_fail (FL_IS_BROKER_EDITOR (self), FALSE);

  return page_of_first_error (self) == NULL;
}

/* Takes a whole address apart, changes the broker and tells it; FALSE, with the page of the error in front, if
 * something is wrong. */
gboolean
fl_broker_editor_save (FlBrokerEditor *self)
{
  g_autoptr(FlBrokerSecrets) secrets = NULL;
  const char *page;

  g_return_val_if_fail (FL_IS_BROKER_EDITOR (self), FALSE);

  fl_broker_address_page_spread (self->address_page);
  page = page_of_first_error (self);
  if (page != NULL)
    {
      fl_broker_editor_show_page (self, page);
      gtk_widget_error_bell (GTK_WIDGET (self));
      return FALSE;
    }
  store_broker (self);
  secrets = make_secrets (self);
  g_signal_emit (self, signals[SIGNAL_SAVED], 0, secrets);
  return TRUE;
}
