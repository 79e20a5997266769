/* A refused certificate beside the pinned one, and behind an explanation the button that trusts the new one.
 *
 * Where the key is another, or nobody knows, the button waits until the broker's own fingerprint was compared; a
 * certificate for the same key can be used by nobody but the one who was trusted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-renewal-card"

#include "config.h"

#include "ui/fl-renewal-card.h"

#include "tls/fl-renewal.h"
#include "ui/fl-copy-button.h"
#include "ui/fl-ui.h"

#include <glib/gi18n-lib.h>

struct _FlRenewalCard
{
  AdwBin          parent_instance;

  GtkLabel       *summary_label;
  GtkGrid        *grid;
  AdwExpanderRow *trust_row;
  GtkLabel       *explanation_label;
  GtkLabel       *command_label;
  FlCopyButton   *command_button;
  GtkLabel       *hint_label;
  GtkWidget      *trust_button;

  FlRenewalKey    key;
  gboolean        compared;
};

enum
{
  SIGNAL_TRUST,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FlRenewalCard, fl_renewal_card, ADW_TYPE_BIN)

static void
clear_grid (FlRenewalCard *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->grid))) != NULL)
    gtk_grid_remove (self->grid, child);
}

/* What comes from a certificate is plain text. */
static GtkLabel *
add_label (FlRenewalCard *self,
           const char    *text,
           int            column,
           int            row,
           const char    *style_class)
{
  GtkLabel *label = GTK_LABEL (gtk_label_new (text));

  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_wrap_mode (label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (label, 0);
  gtk_widget_set_valign (GTK_WIDGET (label), GTK_ALIGN_START);
  gtk_widget_set_hexpand (GTK_WIDGET (label), column > 0);
  if (style_class != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (label), style_class);
  gtk_grid_attach (self->grid, GTK_WIDGET (label), column, row, 1, 1);
  return label;
}

/* A fingerprint: any place is good to break it, and a hyphen would be read as part of it. */
static void
show_as_code (GtkLabel *label)
{
  g_autoptr(PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  gtk_label_set_attributes (label, attributes);
  gtk_label_set_wrap_mode (label, PANGO_WRAP_CHAR);
  gtk_widget_add_css_class (GTK_WIDGET (label), "monospace");
  gtk_widget_add_css_class (GTK_WIDGET (label), "caption");
}

static void
add_line (FlRenewalCard       *self,
          const FlRenewalLine *line,
          int                  row)
{
  g_autofree char *changed = g_strdup_printf ("%s\n%s", line->label, _("changed"));
  GtkLabel *label = add_label (self, line->differs ? changed : line->label, 0, row, "dim-label");
  GtkLabel *before = add_label (self, line->before != NULL ? line->before : _("not known"), 1, row, NULL);
  GtkLabel *after = add_label (self, line->after, 2, row, line->differs ? "heading" : NULL);

  if (line->is_code)
    {
      show_as_code (before);
      show_as_code (after);
    }
  gtk_label_set_width_chars (label, 9);
  gtk_label_set_max_width_chars (label, 14);
  gtk_label_set_width_chars (before, 10);
  gtk_label_set_width_chars (after, 10);
  if (line->before == NULL)
    gtk_widget_add_css_class (GTK_WIDGET (before), "dim-label");
}

static void
update_button (FlRenewalCard *self)
{
  gboolean allowed = self->key == FL_RENEWAL_KEY_SAME || self->compared;
  const char *hint = _("From then on only the new certificate is accepted, whatever its name and date.");

  if (!allowed)
    hint = _("Paste the broker’s own SHA-256 into “Compare with a fingerprint” first: only the same one can be trusted.");
  gtk_widget_set_sensitive (self->trust_button, allowed);
  gtk_label_set_label (self->hint_label, hint);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->trust_button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, hint, -1);
}

static void
trust_clicked_cb (FlRenewalCard *self)
{
  g_signal_emit (self, signals[SIGNAL_TRUST], 0);
}

static gboolean
fl_renewal_card_grab_focus (GtkWidget *widget)
{
  return gtk_widget_child_focus (GTK_WIDGET (FL_RENEWAL_CARD (widget)->trust_row), GTK_DIR_TAB_FORWARD);
}

static void
fl_renewal_card_class_init (FlRenewalCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->grab_focus = fl_renewal_card_grab_focus;
  signals[SIGNAL_TRUST] =
    g_signal_new ("trust", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (FL_TYPE_COPY_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-renewal-card"));
  gtk_widget_class_bind_template_child (widget_class, FlRenewalCard, summary_label);
  gtk_widget_class_bind_template_child (widget_class, FlRenewalCard, grid);
  gtk_widget_class_bind_template_child (widget_class, FlRenewalCard, trust_row);
  gtk_widget_class_bind_template_child (widget_class, FlRenewalCard, explanation_label);
  gtk_widget_class_bind_template_child (widget_class, FlRenewalCard, command_label);
  gtk_widget_class_bind_template_child (widget_class, FlRenewalCard, command_button);
  gtk_widget_class_bind_template_child (widget_class, FlRenewalCard, hint_label);
  gtk_widget_class_bind_template_child (widget_class, FlRenewalCard, trust_button);
  gtk_widget_class_bind_template_callback (widget_class, trust_clicked_cb);
}

static void
fl_renewal_card_init (FlRenewalCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->key = FL_RENEWAL_KEY_UNKNOWN;
  update_button (self);
}

GtkWidget *
fl_renewal_card_new (void)
{
  return g_object_new (FL_TYPE_RENEWAL_CARD, NULL);
}

/**
 * fl_renewal_card_show:
 * @trust: a trust setting by pin
 * @before: (nullable): the certificate that was seen last under the pin
 * @after: the one that is refused now
 *
 * The explanation is folded up again.
 */
void
fl_renewal_card_show (FlRenewalCard *self,
                      FlTrust       *trust,
                      FlCertificate *before,
                      FlCertificate *after)
{
  g_autoptr(GPtrArray) lines = NULL;
  g_autofree char *summary = NULL;

  g_return_if_fail (FL_IS_RENEWAL_CARD (self));
  g_return_if_fail (trust != NULL && after != NULL);

  lines = fl_renewal_list_lines (trust, before, after);
  summary = fl_renewal_summarize (trust, before, after);
  self->key = fl_renewal_compare_keys (trust, before, after);
  gtk_label_set_label (self->summary_label, summary);
  gtk_label_set_label (self->explanation_label, fl_renewal_explain (self->key));
  clear_grid (self);
  add_label (self, _("Trusted so far"), 1, 0, "caption-heading");
  add_label (self, _("Shown now"), 2, 0, "caption-heading");
  for (guint i = 0; i < lines->len; i++)
    add_line (self, lines->pdata[i], (int) i + 1);
  adw_expander_row_set_expanded (self->trust_row, FALSE);
  update_button (self);
}

/* @compared: whether the broker's own SHA-256 was entered and is that of the new certificate */
void
fl_renewal_card_set_compared (FlRenewalCard *self,
                              gboolean       compared)
{
  g_return_if_fail (FL_IS_RENEWAL_CARD (self));

  self->compared = compared;
  update_button (self);
}

/* @command: what prints the fingerprint on the broker */
void
fl_renewal_card_set_command (FlRenewalCard *self,
                             const char    *command)
{
  g_return_if_fail (FL_IS_RENEWAL_CARD (self));
  g_return_if_fail (command != NULL);

  gtk_label_set_label (self->command_label, command);
  fl_copy_button_set_text (self->command_button, command);
}
