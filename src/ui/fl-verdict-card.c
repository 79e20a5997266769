/* The first thing on the Security page: the one true sentence, what follows from it, and the one thing to do.
 *
 * The sentences are made in tls/fl-security-verdict and tls/fl-reason; here they only find their place.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-verdict-card"

#include "config.h"

#include "ui/fl-verdict-card.h"

#include "tls/fl-security-verdict.h"
#include "ui/fl-copy-button.h"
#include "ui/fl-level-row.h"
#include "ui/fl-ui.h"

#include <glib/gi18n-lib.h>

struct _FlVerdictCard
{
  AdwBin        parent_instance;

  GtkWidget    *box;
  GtkImage     *image;
  GtkLabel     *label;
  FlCopyButton *copy_button;
  GtkBox       *notes_box;
  GtkWidget    *refusal_box;
  GtkWidget    *command_box;
  GtkLabel     *command_label;
  FlCopyButton *command_button;
  GtkWidget    *trust_button;
  GtkButton    *edit_button;
  GtkWidget    *promote_button;
  GtkLabel     *hint_label;
  const char   *page; /* where the edit button leads; NULL: to old and new */
};

enum
{
  SIGNAL_COMPARE,
  SIGNAL_COPYING,
  SIGNAL_EDIT,
  SIGNAL_PROMOTE,
  SIGNAL_TRUST,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FlVerdictCard, fl_verdict_card, ADW_TYPE_BIN)

static void
show_tone (FlVerdictCard  *self,
           FlSecurityTone  tone)
{
  static const FlSecurityTone tones[] = {
    FL_SECURITY_TONE_NEUTRAL, FL_SECURITY_TONE_GOOD, FL_SECURITY_TONE_CAUTION, FL_SECURITY_TONE_BAD,
  };

  for (guint i = 0; i < G_N_ELEMENTS (tones); i++)
    gtk_widget_remove_css_class (self->box, fl_level_tone_to_class (tones[i]));
  if (tone != FL_SECURITY_TONE_NEUTRAL)
    gtk_widget_add_css_class (self->box, fl_level_tone_to_class (tone));
  gtk_image_set_from_icon_name (self->image, fl_level_tone_to_icon (tone));
  gtk_widget_set_css_classes (GTK_WIDGET (self->image), (const char *[]) { fl_level_tone_to_class (tone), NULL });
}

static void
clear_box (GtkBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
}

static void
add_note (FlVerdictCard *self,
          const char    *text,
          const char    *style_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (style_class != NULL)
    gtk_widget_add_css_class (label, style_class);
  gtk_box_append (self->notes_box, label);
}

static gboolean
is_plain (const FlSecurityFacts *facts)
{
  return facts->online && fl_security_facts_get_way (facts) == FL_TRUST_PLAIN;
}

/* Further reasons, what could happen, and what to do, which stands out. */
static void
add_reasons (FlVerdictCard         *self,
             const FlSecurityFacts *facts,
             FlVerdict             *verdict)
{
  const guint n_reasons = fl_verdict_get_n_reasons (verdict);

  for (guint i = 1; i < n_reasons; i++)
    {
      g_autofree char *text = fl_reason_describe (fl_verdict_get_reason (verdict, i), fl_security_facts_get_leaf (facts),
                                                  fl_security_facts_get_host (facts));

      add_note (self, text, NULL);
    }
  if (n_reasons == 0)
    return;
  add_note (self, fl_reason_get_risk (fl_verdict_get_reason (verdict, 0)), NULL);
  add_note (self, fl_reason_get_action (fl_verdict_get_reason (verdict, 0)), "heading");
}

static void
add_remarks (FlVerdictCard         *self,
             const FlSecurityFacts *facts,
             FlVerdict             *verdict)
{
  for (guint i = 0; i < fl_verdict_get_n_remarks (verdict); i++)
    {
      FlReason reason = fl_verdict_get_remark (verdict, i);
      g_autofree char *sentence = fl_reason_describe (reason, fl_security_facts_get_leaf (facts), fl_security_facts_get_host (facts));
      g_autofree char *text = g_strdup_printf ("%s %s", sentence, fl_reason_get_action (reason));

      add_note (self, text, "caption");
    }
}

/* What the headline does not say. */
static void
show_notes (FlVerdictCard         *self,
            const FlSecurityFacts *facts)
{
  FlVerdict *verdict = fl_security_facts_get_verdict (facts);

  clear_box (self->notes_box);
  if (verdict != NULL)
    add_reasons (self, facts, verdict);
  if (verdict != NULL && (facts->online || fl_verdict_get_n_reasons (verdict) > 0))
    add_remarks (self, facts, verdict);
  if (is_plain (facts))
    add_note (self, _("Let the broker listen with TLS, as a rule on port 8883, and connect there."), NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->notes_box), gtk_widget_get_first_child (GTK_WIDGET (self->notes_box)) != NULL);
}

/* Whether a pin is what cures it; where it only puts up with what is wrong, its button does not stand out. */
static gboolean
is_pin_the_cure (const FlSecurityFacts *facts)
{
  FlReason reason;

  if (!fl_security_facts_is_refused (facts))
    return TRUE;
  reason = fl_verdict_get_reason (fl_security_facts_get_verdict (facts), 0);
  return reason == FL_REASON_SELF_SIGNED || reason == FL_REASON_UNKNOWN_ISSUER || reason == FL_REASON_PIN_MISMATCH;
}

/* A changed certificate is only trusted anew by someone who compared it. */
static void
show_trust_button (FlVerdictCard         *self,
                   const FlSecurityFacts *facts,
                   gboolean               is_compared)
{
  const gboolean is_renewal = fl_security_facts_is_renewal (facts);
  const gboolean possible = !facts->is_inspection && fl_security_facts_can_be_pinned (facts) && !is_renewal;
  const gboolean must_compare = possible && fl_security_facts_has_changed (facts);
  const char *hint = "";

  if (must_compare && !is_compared)
    hint = _("Paste the broker’s own SHA-256 into “Compare with a fingerprint” first: only the same one can be trusted.");
  else if (possible)
    hint = _("From then on only this certificate is accepted, whatever its name and date.");
  else if (fl_security_facts_is_second_pin_in_use (facts))
    hint = _("From then on the certificate from before the rotation is refused.");
  gtk_widget_set_visible (self->trust_button, possible);
  gtk_widget_set_visible (self->command_box, possible || (is_renewal && !facts->is_inspection));
  gtk_widget_set_sensitive (self->trust_button, possible && (!must_compare || is_compared));
  if (is_pin_the_cure (facts))
    gtk_widget_remove_css_class (self->trust_button, "flat");
  else
    gtk_widget_add_css_class (self->trust_button, "flat");
  gtk_label_set_label (self->hint_label, hint);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->trust_button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, hint, -1);
}

/* The label of the button that cures this reason, and the page of the broker's settings that it opens. */
static const char *
get_cure (FlReason     reason,
          const char **page)
{
  switch ((int) reason)
    {
    case FL_REASON_CLIENT_CERTIFICATE_REQUIRED:
      *page = "sign-in";
      return _("Add Client Certificate…");
    case FL_REASON_CLIENT_CERTIFICATE_REFUSED:
      *page = "sign-in";
      return _("Change Client Certificate…");
    case FL_REASON_PSK_REFUSED:
      *page = "trust";
      return _("Edit Shared Key…");
    case FL_REASON_PIN_MISMATCH:
      *page = NULL; /* old and new stand below on the page */
      return _("Compare Old and New");
    case FL_REASON_UNKNOWN_ISSUER:
      *page = "trust";
      return _("Add CA File…");
    default:
      *page = NULL;
      return NULL;
    }
}

/* The next step, where it is in the broker's settings; NULL: there is none. */
static const char *
get_next_step (const FlSecurityFacts *facts,
               const char           **page)
{
  const char *label = NULL;

  *page = NULL;
  if (facts->is_inspection)
    return NULL;
  if (is_plain (facts))
    {
      *page = "trust";
      return _("Use TLS…");
    }
  if (fl_security_facts_is_refused (facts))
    label = get_cure (fl_verdict_get_reason (fl_security_facts_get_verdict (facts), 0), page);
  return *page != NULL || fl_security_facts_is_renewal (facts) ? label : NULL;
}

static void
compare_or_edit_cb (FlVerdictCard *self)
{
  if (self->page != NULL)
    g_signal_emit (self, signals[SIGNAL_EDIT], 0, self->page);
  else
    g_signal_emit (self, signals[SIGNAL_COMPARE], 0);
}

static void
copying_cb (FlVerdictCard *self)
{
  g_signal_emit (self, signals[SIGNAL_COPYING], 0);
}

static void
promote_clicked_cb (FlVerdictCard *self)
{
  g_signal_emit (self, signals[SIGNAL_PROMOTE], 0);
}

static void
trust_clicked_cb (FlVerdictCard *self)
{
  g_signal_emit (self, signals[SIGNAL_TRUST], 0);
}

static void
add_signals (GType type)
{
  signals[SIGNAL_COMPARE] = g_signal_new ("compare", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_COPYING] = g_signal_new ("copying", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_EDIT] = g_signal_new ("edit", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_PROMOTE] = g_signal_new ("promote", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_TRUST] = g_signal_new ("trust", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
fl_verdict_card_class_init (FlVerdictCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  add_signals (G_TYPE_FROM_CLASS (klass));
  g_type_ensure (FL_TYPE_COPY_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-verdict-card"));
  gtk_widget_class_bind_template_child (widget_class, FlVerdictCard, box);
  gtk_widget_class_bind_template_child (widget_class, FlVerdictCard, image);
  gtk_widget_class_bind_template_child (widget_class, FlVerdictCard, label);
  gtk_widget_class_bind_template_child (widget_class, FlVerdictCard, copy_button);
  gtk_widget_class_bind_template_child (widget_class, FlVerdictCard, notes_box);
  gtk_widget_class_bind_template_child (widget_class, FlVerdictCard, refusal_box);
  gtk_widget_class_bind_template_child (widget_class, FlVerdictCard, command_box);
  gtk_widget_class_bind_template_child (widget_class, FlVerdictCard, command_label);
  gtk_widget_class_bind_template_child (widget_class, FlVerdictCard, command_button);
  gtk_widget_class_bind_template_child (widget_class, FlVerdictCard, trust_button);
  gtk_widget_class_bind_template_child (widget_class, FlVerdictCard, edit_button);
  gtk_widget_class_bind_template_child (widget_class, FlVerdictCard, promote_button);
  gtk_widget_class_bind_template_child (widget_class, FlVerdictCard, hint_label);
  gtk_widget_class_bind_template_callback (widget_class, compare_or_edit_cb);
  gtk_widget_class_bind_template_callback (widget_class, copying_cb);
  gtk_widget_class_bind_template_callback (widget_class, promote_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, trust_clicked_cb);
}

static void
fl_verdict_card_init (FlVerdictCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_label_set_label (self->command_label, FL_VERDICT_CARD_COMMAND);
  fl_copy_button_set_text (self->command_button, FL_VERDICT_CARD_COMMAND);
}

GtkWidget *
fl_verdict_card_new (void)
{
  return g_object_new (FL_TYPE_VERDICT_CARD, NULL);
}

/* The sentence alone: payloads that no key opens come with every batch of messages. */
void
fl_verdict_card_show_sentence (FlVerdictCard         *self,
                               const FlSecurityFacts *facts)
{
  g_autofree char *sentence = NULL;

  g_return_if_fail (FL_IS_VERDICT_CARD (self) && facts != NULL);

  sentence = fl_security_verdict_describe (facts);
  gtk_label_set_label (self->label, sentence);
  show_tone (self, fl_security_verdict_get_tone (facts));
}

/**
 * fl_verdict_card_show:
 * @facts: what is known; nothing of it is kept
 * @is_compared: whether somebody pasted the broker's own fingerprint, and it is the same
 */
void
fl_verdict_card_show (FlVerdictCard         *self,
                      const FlSecurityFacts *facts,
                      gboolean               is_compared)
{
  const char *next_step;
  gboolean is_second_pin;

  g_return_if_fail (FL_IS_VERDICT_CARD (self) && facts != NULL);

  fl_verdict_card_show_sentence (self, facts);
  show_notes (self, facts);
  next_step = get_next_step (facts, &self->page);
  is_second_pin = fl_security_facts_is_second_pin_in_use (facts);
  gtk_widget_set_visible (self->promote_button, is_second_pin);
  gtk_button_set_label (self->edit_button, next_step != NULL ? next_step : "");
  gtk_widget_set_visible (GTK_WIDGET (self->edit_button), next_step != NULL);
  gtk_widget_set_visible (self->refusal_box, next_step != NULL || is_second_pin
                                               || (fl_security_facts_can_be_pinned (facts) && !facts->is_inspection));
  show_trust_button (self, facts, is_compared);
}

/* What is copied: all of the page. */
void
fl_verdict_card_set_text (FlVerdictCard *self,
                          const char    *text)
{
  g_return_if_fail (FL_IS_VERDICT_CARD (self) && text != NULL);

  fl_copy_button_set_text (self->copy_button, text);
}
