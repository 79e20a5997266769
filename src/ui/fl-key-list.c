/* The Fernet keys of a broker, in order: paste, generate, copy once, remove.
 *
 * A key is shown by its id, which is no secret. Its text can be copied once, right after it was made here.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-key-list"

#include "config.h"

#include "ui/fl-key-list.h"

#include "ui/fl-broker-field.h"
#include "ui/fl-remark-label.h"
#include "ui/fl-ui.h"

#include <glib/gi18n.h>

/* 32 bytes in base64url, with padding. */
#define KEY_TEXT_SIZE 44

struct _FlKeyList
{
  AdwPreferencesGroup  parent_instance;

  GtkListBox          *list;
  AdwEntryRow         *entry_row;
  GtkLabel            *note;

  GPtrArray           *keys; /* FlFernetKey */
  FlFernetKey         *fresh; /* made here and not copied yet */
};

G_DEFINE_FINAL_TYPE (FlKeyList, fl_key_list, ADW_TYPE_PREFERENCES_GROUP)

static GtkWidget *
new_button (FlFernetKey *key,
            const char  *icon_name,
            const char  *label,
            const char  *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon_name);

  gtk_widget_set_tooltip_text (button, label);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", fl_fernet_key_get_id (key));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  return button;
}

/* The key made here can be copied once. */
static GtkWidget *
new_row (FlKeyList   *self,
         FlFernetKey *key,
         gboolean     first)
{
  GtkWidget *row = adw_action_row_new ();
  AdwActionRow *action_row = ADW_ACTION_ROW (row);
  g_autofree char *title = g_strdup_printf (_("Key %s"), fl_fernet_key_get_id (key));
  const char *publication = fl_fernet_key_get_publication (key);
  g_autofree char *warning = NULL;

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (publication != NULL)
    {
      warning = g_strdup_printf (_("Everybody can know this key: it is %s"), publication);
      adw_action_row_set_subtitle (action_row, warning);
      gtk_widget_add_css_class (row, "warning");
    }
  else
    adw_action_row_set_subtitle (action_row, first ? _("Decrypts, and encrypts what is sent") : _("Decrypts"));
  if (key == self->fresh)
    adw_action_row_add_suffix (action_row, new_button (key, "edit-copy-symbolic", _("Copy Once"), "keys.copy"));
  if (!first)
    adw_action_row_add_suffix (action_row, new_button (key, "go-up-symbolic", _("Encrypt With This One"), "keys.make-first"));
  adw_action_row_add_suffix (action_row, new_button (key, "user-trash-symbolic", _("Remove"), "keys.remove"));
  return row;
}

/* The entry is the last row; those before it are the keys. */
static void
show_keys (FlKeyList *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != GTK_LIST_BOX_ROW (self->entry_row))
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (guint i = 0; i < self->keys->len; i++)
    gtk_list_box_insert (self->list, new_row (self, self->keys->pdata[i], i == 0), (int) i);
}

/* Where the key with this id is; FALSE if it is not in the list. */
static gboolean
find_key (FlKeyList  *self,
          const char *id,
          guint      *position)
{
  for (guint i = 0; i < self->keys->len; i++)
    if (g_str_equal (fl_fernet_key_get_id (self->keys->pdata[i]), id))
      {
        *position = i;
        return TRUE;
      }
  return FALSE;
}

static void
copy_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  FlKeyList *self = FL_KEY_LIST (widget);
  g_autoptr(FlSecret) text = NULL;

  if (self->fresh == NULL)
    return;
  text = fl_fernet_key_to_text (self->fresh);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), fl_secret_peek (text, NULL));
  g_clear_pointer (&self->fresh, fl_fernet_key_unref);
  show_keys (self);
  fl_remark_label_show (self->note, NULL, FL_REMARK_NOTE, _("Copied. Paste it into your sketch now: it is not shown again"));
}

static void
remove_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  FlKeyList *self = FL_KEY_LIST (widget);
  guint position;

  if (!find_key (self, g_variant_get_string (parameter, NULL), &position))
    return;
  g_ptr_array_remove_index (self->keys, position);
  show_keys (self);
}

static void
make_first_cb (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  FlKeyList *self = FL_KEY_LIST (widget);
  guint position;

  if (!find_key (self, g_variant_get_string (parameter, NULL), &position))
    return;
  g_ptr_array_insert (self->keys, 0, g_ptr_array_steal_index (self->keys, position));
  show_keys (self);
}

static void
add_cb (FlKeyList *self)
{
  if (fl_key_list_add_text (self, gtk_editable_get_text (GTK_EDITABLE (self->entry_row))))
    gtk_editable_set_text (GTK_EDITABLE (self->entry_row), "");
  else
    gtk_widget_error_bell (GTK_WIDGET (self));
}

static void
entry_changed_cb (FlKeyList *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry_row));
  g_autofree char *sentence = NULL;
  FlRemark remark = FL_REMARK_NONE;

  if (*text != '\0')
    remark = fl_broker_field_check (FL_BROKER_FIELD_FERNET_KEY, text, &sentence);
  fl_remark_label_show (self->note, GTK_WIDGET (self->entry_row), remark, sentence);
}

static void
generate_cb (FlKeyList *self)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(FlFernetKey) key = fl_fernet_key_generate (&error);

  if (key == NULL)
    {
      fl_remark_label_show (self->note, NULL, FL_REMARK_ERROR, error->message);
      return;
    }
  g_ptr_array_insert (self->keys, 0, fl_fernet_key_ref (key));
  g_clear_pointer (&self->fresh, fl_fernet_key_unref);
  self->fresh = g_steal_pointer (&key);
  show_keys (self);
  fl_remark_label_show (self->note, NULL, FL_REMARK_NOTE, _("A new key. Copy it for your devices: that works once"));
}

static void
fl_key_list_dispose (GObject *object)
{
  FlKeyList *self = FL_KEY_LIST (object);

  g_clear_pointer (&self->fresh, fl_fernet_key_unref);
  g_clear_pointer (&self->keys, g_ptr_array_unref);
  G_OBJECT_CLASS (fl_key_list_parent_class)->dispose (object);
}

static void
fl_key_list_class_init (FlKeyListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fl_key_list_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-key-list"));
  gtk_widget_class_bind_template_child (widget_class, FlKeyList, list);
  gtk_widget_class_bind_template_child (widget_class, FlKeyList, entry_row);
  gtk_widget_class_bind_template_child (widget_class, FlKeyList, note);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, generate_cb);

  gtk_widget_class_install_action (widget_class, "keys.copy", "s", copy_cb);
  gtk_widget_class_install_action (widget_class, "keys.remove", "s", remove_cb);
  gtk_widget_class_install_action (widget_class, "keys.make-first", "s", make_first_cb);
}

static void
fl_key_list_init (FlKeyList *self)
{
  self->keys = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_fernet_key_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
fl_key_list_new (void)
{
  return g_object_new (FL_TYPE_KEY_LIST, NULL);
}

/**
 * fl_key_list_set_ring:
 * @ring: (nullable): the keys to show
 */
void
fl_key_list_set_ring (FlKeyList *self,
                      FlKeyRing *ring)
{
  g_return_if_fail (FL_IS_KEY_LIST (self));

  g_ptr_array_set_size (self->keys, 0);
  for (guint i = 0; ring != NULL && i < fl_key_ring_get_n (ring); i++)
    g_ptr_array_add (self->keys, fl_fernet_key_ref (fl_key_ring_get (ring, i)));
  show_keys (self);
}

/**
 * fl_key_list_dup_text:
 *
 * Returns: (transfer full) (nullable): the keys in order, a line each, as the keyring keeps them; %NULL if there is none
 */
FlSecret *
fl_key_list_dup_text (FlKeyList *self)
{
  char *text;
  char *end;
  size_t size;
  FlSecret *secret;

  g_return_val_if_fail (FL_IS_KEY_LIST (self), NULL);

  if (self->keys->len == 0)
    return NULL;
  size = self->keys->len * (KEY_TEXT_SIZE + 1);
  text = end = g_malloc (size);
  for (guint i = 0; i < self->keys->len; i++)
    {
      g_autoptr(FlSecret) key = fl_fernet_key_to_text (self->keys->pdata[i]);
      size_t n;
      const char *key_text = fl_secret_peek (key, &n);

      g_assert (n <= KEY_TEXT_SIZE);
      memcpy (end, key_text, n);
      end += n;
      *end++ = '\n';
    }
  secret = fl_secret_new (text, (size_t) (end - text));
  explicit_bzero (text, size);
  g_free (text);
  return secret;
}

/**
 * fl_key_list_add_text:
 * @text: a key as it stands in a sketch
 *
 * Adds it at the end. One that is there already is not added a second time.
 *
 * Returns: whether it is a key
 */
gboolean
fl_key_list_add_text (FlKeyList  *self,
                      const char *text)
{
  g_autoptr(FlFernetKey) key = NULL;
  guint position;

  g_return_val_if_fail (FL_IS_KEY_LIST (self), FALSE);

  key = fl_fernet_key_parse (text, -1, NULL);
  if (key == NULL)
    return FALSE;
  if (!find_key (self, fl_fernet_key_get_id (key), &position))
    {
      g_ptr_array_add (self->keys, g_steal_pointer (&key));
      show_keys (self);
    }
  return TRUE;
}

guint
fl_key_list_get_n (FlKeyList *self)
{
  g_return_val_if_fail (FL_IS_KEY_LIST (self), 0);

  return self->keys->len;
}
