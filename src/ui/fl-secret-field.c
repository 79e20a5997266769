/* A password row that never holds a saved secret: empty means "as saved", and there is a button to forget it.
 *
 * What stands in an entry can be read by every client of the accessibility bus, so a saved secret stays out of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-secret-field.h"

#include <glib/gi18n-lib.h>

struct _FlSecretField
{
  AdwEntryRow *row;
  GtkWidget   *forget_button; /* NULL if nothing was saved */
  FlSecret    *saved;         /* NULL once it shall be forgotten */
  gboolean     is_new;        /* that one was made here, and is not saved yet */
  char        *title;         /* of the row with nothing saved */
};

static void
show_title (FlSecretField *self)
{
  /* Translators: title of a password row; %s is the usual title, such as “Password” */
  g_autofree char *with_saved = g_strdup_printf (_("%s – saved; type to replace it"), self->title);
  /* Translators: title of a password row; %s is the usual title, such as “Key” */
  g_autofree char *with_new = g_strdup_printf (_("%s – new; type to replace it"), self->title);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row), self->saved == NULL ? self->title : self->is_new ? with_new : with_saved);
}

static void
forget_cb (FlSecretField *self)
{
  g_clear_pointer (&self->saved, fl_secret_unref);
  gtk_widget_set_visible (self->forget_button, FALSE);
  show_title (self);
  g_signal_emit_by_name (self->row, "changed");
  gtk_widget_grab_focus (GTK_WIDGET (self->row));
}

static void
add_forget_button (FlSecretField *self)
{
  /* Translators: what a button does; %s is the title of a row, such as “Password” */
  g_autofree char *tooltip = g_strdup_printf (_("Forget the saved value of “%s”"), self->title);

  self->forget_button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  gtk_widget_set_valign (self->forget_button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->forget_button, "flat");
  gtk_widget_set_tooltip_text (self->forget_button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->forget_button), GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip, -1);
  g_signal_connect_swapped (self->forget_button, "clicked", G_CALLBACK (forget_cb), self);
  adw_entry_row_add_suffix (self->row, self->forget_button);
}

/**
 * fl_secret_field_new:
 * @row: (transfer none): an empty password row
 * @saved: (nullable): what is kept if nothing is typed
 */
FlSecretField *
fl_secret_field_new (AdwEntryRow *row,
                     FlSecret    *saved)
{
  FlSecretField *self;

  g_return_val_if_fail (ADW_IS_ENTRY_ROW (row), NULL);

  self = g_new0 (FlSecretField, 1);
  self->row = g_object_ref (row);
  self->title = g_strdup (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));
  if (saved != NULL)
    {
      self->saved = fl_secret_ref (saved);
      add_forget_button (self);
    }
  show_title (self);
  return self;
}

/**
 * fl_secret_field_set_secret:
 * @secret: one made here
 *
 * Takes the place of what was typed or saved, and is not shown either.
 */
void
fl_secret_field_set_secret (FlSecretField *self,
                            FlSecret      *secret)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (secret != NULL);

  gtk_editable_set_text (GTK_EDITABLE (self->row), "");
  fl_secret_ref (secret);
  g_clear_pointer (&self->saved, fl_secret_unref);
  self->saved = secret;
  self->is_new = TRUE;
  if (self->forget_button == NULL)
    add_forget_button (self);
  gtk_widget_set_visible (self->forget_button, TRUE);
  show_title (self);
}

/* Returns: (transfer full) (nullable): what was typed, else what was saved and not forgotten, else nothing. */
FlSecret *
fl_secret_field_dup_secret (FlSecretField *self)
{
  const char *text;

  g_return_val_if_fail (self != NULL, NULL);

  text = gtk_editable_get_text (GTK_EDITABLE (self->row));
  if (*text != '\0')
    return fl_secret_new (text, strlen (text));
  return self->saved != NULL ? fl_secret_ref (self->saved) : NULL;
}

void
fl_secret_field_free (FlSecretField *self)
{
  if (self == NULL)
    return;
  if (self->forget_button != NULL)
    g_signal_handlers_disconnect_by_data (self->forget_button, self);
  g_clear_pointer (&self->saved, fl_secret_unref);
  g_clear_object (&self->row);
  g_free (self->title);
  g_free (self);
}
