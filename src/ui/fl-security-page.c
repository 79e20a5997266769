/* The Security page: one true sentence, the four levels, whom we talk to, the handshake, the certificates.
 *
 * The sentences are made in tls/fl-security-verdict and tls/fl-security-level; here they only find their place. What comes from the
 * network is shown by plain labels and rows whose markup is off.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-security-page"

#include "config.h"

#include "ui/fl-security-page.h"

#include "tls/fl-security-as-text.h"
#include "tls/fl-security-level.h"
#include "ui/fl-certificate-timeline.h"
#include "ui/fl-check-window.h"
#include "ui/fl-connection-details.h"
#include "ui/fl-esp-group.h"
#include "ui/fl-exposure-group.h"
#include "ui/fl-identity-card.h"
#include "ui/fl-level-row.h"
#include "ui/fl-renewal-card.h"
#include "ui/fl-snippet-group.h"
#include "ui/fl-ui.h"
#include "ui/fl-verdict-card.h"

#include <glib/gi18n-lib.h>

struct _FlSecurityPage
{
  AdwBin             parent_instance;

  FlVerdictCard     *verdict;
  GtkListBox        *levels;
  GtkLabel          *inspection_label;
  FlLevelRow        *level_rows[FL_N_SECURITY_LEVELS];
  FlIdentityCard    *identity;
  FlRenewalCard     *renewal;
  FlEspGroup        *esp;
  FlSnippetGroup    *snippets;
  FlConnectionDetails *details;
  FlExposureGroup   *exposure;
  FlCertificateTimeline *timeline;

  FlTlsReport       *report;
  FlCertificateLog  *log;            /* of what was seen at this broker; NULL: none is kept */
  FlRoute           *route;
  GCancellable      *route_question; /* while the route to the report's address is asked for */
  FlTrust           *trust;
  FlCertificate     *pinned;
  char              *fault_text;
  char              *refused_text;
  char              *username;
  gboolean           online;
  gboolean           is_inspection;
  gboolean           has_password;
  gint64             trusted_at;
  gint64             remembered_at;
  guint64            n_messages;
  guint64            n_fernet;
  guint64            n_failed;
  guint64            n_token_bytes;
  guint64            n_plain_bytes;
};

enum
{
  PROP_0,
  PROP_REPORT,
  PROP_TRUST,
  PROP_PINNED_CERTIFICATE,
  PROP_ONLINE,
  PROP_FAULT_TEXT,
  PROP_REFUSED_TEXT,
  PROP_INSPECTION,
  PROP_USERNAME,
  PROP_HAS_PASSWORD,
  PROP_TRUSTED_AT,
  PROP_REMEMBERED_AT,
  PROP_N_MESSAGES,
  PROP_N_FERNET,
  PROP_N_FAILED,
  PROP_N_TOKEN_BYTES,
  PROP_N_PLAIN_BYTES,
  N_PROPS
};

enum
{
  SIGNAL_TRUST_CERTIFICATE,
  SIGNAL_EDIT_BROKER,
  SIGNAL_PROMOTE_SECOND_PIN,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FlSecurityPage, fl_security_page, ADW_TYPE_BIN)

static FlSecurityFacts
get_facts (FlSecurityPage *self)
{
  return (FlSecurityFacts) {
    .report = self->report,
    .route = self->route,
    .trust = self->trust,
    .pinned = self->pinned,
    .online = self->online,
    .is_inspection = self->is_inspection,
    .fault_text = self->fault_text,
    .refused_text = self->refused_text,
    .username = self->username,
    .has_password = self->has_password,
    .now = g_get_real_time () / G_USEC_PER_SEC,
    .trusted_at = self->trusted_at,
    .remembered_at = self->remembered_at,
    .n_messages = self->n_messages,
    .n_fernet = self->n_fernet,
    .n_failed = self->n_failed,
    .n_token_bytes = self->n_token_bytes,
    .n_plain_bytes = self->n_plain_bytes,
  };
}

static FlCertificate *
get_leaf (FlSecurityPage *self)
{
  return self->report != NULL ? fl_tls_report_get_leaf (self->report) : NULL;
}

static void
update_levels (FlSecurityPage *self)
{
  FlSecurityFacts facts = get_facts (self);

  for (guint i = 0; i < FL_N_SECURITY_LEVELS; i++)
    {
      fl_level_row_update (self->level_rows[i], &facts);
      gtk_widget_set_visible (GTK_WIDGET (self->level_rows[i]), fl_security_level_applies ((FlSecurityLevel) i, &facts));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->inspection_label), self->is_inspection);
}

/* Old and new, side by side; made anew when one of them is another. */
static void
update_renewal (FlSecurityPage *self)
{
  FlSecurityFacts facts = get_facts (self);
  gboolean shown = fl_security_facts_is_renewal (&facts) && !self->is_inspection;

  gtk_widget_set_visible (GTK_WIDGET (self->renewal), shown);
  if (shown)
    fl_renewal_card_show (self->renewal, self->trust, self->pinned, get_leaf (self));
}

static void
update_verdict (FlSecurityPage *self)
{
  FlSecurityFacts facts = get_facts (self);
  FlVerdict *verdict = fl_security_facts_get_verdict (&facts);

  fl_identity_card_set_now (self->identity, g_get_real_time () / G_USEC_PER_SEC);
  fl_identity_card_set_proved (self->identity, self->online && verdict != NULL && fl_verdict_is_trusted (verdict));
  fl_verdict_card_show (self->verdict, &facts, fl_identity_card_get_comparison (self->identity) == FL_COMPARISON_SAME);
  update_levels (self);
}

static void
update_esp (FlSecurityPage *self)
{
  fl_esp_group_set_broker (self->esp, self->report != NULL ? fl_tls_report_get_endpoint (self->report) : NULL, self->trust);
}

static void
update_snippets (FlSecurityPage *self)
{
  fl_snippet_group_show (self->snippets, self->report, self->trust, g_get_real_time () / G_USEC_PER_SEC);
}

static void
update_everything (FlSecurityPage *self)
{
  FlCertificate *leaf = get_leaf (self);

  fl_identity_card_set_certificate (self->identity, leaf, g_get_real_time () / G_USEC_PER_SEC);
  gtk_widget_set_visible (GTK_WIDGET (self->identity), leaf != NULL);
  update_verdict (self);
  update_renewal (self);
  update_esp (self);
  update_snippets (self);
  fl_connection_details_show (self->details, self->report);
}

static void
route_found_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  FlSecurityPage *self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(FlRoute) route = fl_route_find_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->route_question);
  if (route == NULL)
    return;
  self->route = g_steal_pointer (&route);
  update_verdict (self);
}

/* The route to the address of the latest report, asked for anew with every one: a VPN may have come up. */
static void
ask_for_route (FlSecurityPage *self)
{
  FlEndpoint *endpoint = self->report != NULL ? fl_tls_report_get_endpoint (self->report) : NULL;
  const char *address = endpoint != NULL ? fl_endpoint_get_address (endpoint) : NULL;

  g_cancellable_cancel (self->route_question);
  g_clear_object (&self->route_question);
  g_clear_pointer (&self->route, fl_route_unref);
  if (address == NULL)
    return;
  self->route_question = g_cancellable_new ();
  fl_route_find_async (fl_route_source_get_system (), address, self->route_question, route_found_cb, self);
}

static void
level_activated_cb (FlSecurityPage *self,
                    GtkListBoxRow  *row)
{
  FlSecurityFacts facts = get_facts (self);

  fl_level_row_toggle (FL_LEVEL_ROW (row), &facts);
}

static void
copying_cb (FlSecurityPage *self)
{
  g_autofree char *text = fl_security_page_to_text (self);

  fl_verdict_card_set_text (self->verdict, text);
}

static void
comparison_changed_cb (FlSecurityPage *self)
{
  const gboolean is_compared = fl_identity_card_get_comparison (self->identity) == FL_COMPARISON_SAME;
  FlSecurityFacts facts = get_facts (self);

  fl_renewal_card_set_compared (self->renewal, is_compared);
  fl_verdict_card_show (self->verdict, &facts, is_compared);
}

/* Without the log the window knows less, and says nothing wrong. */
static void
seen_listed_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(FlCheckWindow) window = user_data;
  g_autoptr(GPtrArray) sightings = fl_certificate_log_list_finish (FL_CERTIFICATE_LOG (source), result, NULL, NULL);
  g_autoptr(GArray) seen = g_array_new (FALSE, FALSE, sizeof (FlSeenCertificate));

  for (guint i = 0; sightings != NULL && i < sightings->len; i++)
    {
      const FlCertificateSighting *sighting = sightings->pdata[i];
      const FlSeenCertificate one = { sighting->endpoint, sighting->sha1, sighting->sha256, sighting->spki_sha256,
                                      sighting->first_seen, sighting->last_seen };

      g_array_append_val (seen, one);
    }
  fl_check_window_set_seen (window, (const FlSeenCertificate *) (gpointer) seen->data, seen->len);
}

/* What is pasted there is held against this connection's broker, and what it had before. */
static void
check_clicked_cb (FlSecurityPage *self)
{
  FlCheckWindow *window = fl_check_window_new (self->report);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->log != NULL && self->report != NULL)
    fl_certificate_log_list_seen_at_async (self->log, fl_tls_report_get_endpoint (self->report), NULL, seen_listed_cb,
                                           g_object_ref (window));
  gtk_window_set_transient_for (GTK_WINDOW (window), GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL);
  gtk_window_present (GTK_WINDOW (window));
}

static void
promote_clicked_cb (FlSecurityPage *self)
{
  g_signal_emit (self, signals[SIGNAL_PROMOTE_SECOND_PIN], 0);
}

/* Whoever pinned the key goes on pinning the key. */
static void
trust_clicked_cb (FlSecurityPage *self)
{
  FlCertificate *leaf = get_leaf (self);
  FlPin *old = self->trust != NULL ? fl_trust_get_pin (self->trust) : NULL;
  g_autoptr(FlPin) pin = NULL;

  if (leaf == NULL)
    return;
  pin = fl_pin_new_for_certificate (leaf, old != NULL && fl_pin_get_kind (old) == FL_PIN_SPKI ? FL_PIN_SPKI : FL_PIN_SHA256);
  g_signal_emit (self, signals[SIGNAL_TRUST_CERTIFICATE], 0, pin);
}

static void
compare_clicked_cb (FlSecurityPage *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->renewal)); /* scrolls there */
}

static void
edit_clicked_cb (FlSecurityPage *self,
                 const char     *page)
{
  g_signal_emit (self, signals[SIGNAL_EDIT_BROKER], 0, page);
}

static void
fl_security_page_get_property (GObject    *object,
                               guint       property_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  FlSecurityPage *self = FL_SECURITY_PAGE (object);

  switch (property_id)
    {
    case PROP_REPORT:
      g_value_set_boxed (value, self->report);
      break;
    case PROP_TRUST:
      g_value_set_boxed (value, self->trust);
      break;
    case PROP_PINNED_CERTIFICATE:
      g_value_set_boxed (value, self->pinned);
      break;
    case PROP_ONLINE:
      g_value_set_boolean (value, self->online);
      break;
    case PROP_FAULT_TEXT:
      g_value_set_string (value, self->fault_text);
      break;
    case PROP_REFUSED_TEXT:
      g_value_set_string (value, self->refused_text);
      break;
    case PROP_INSPECTION:
      g_value_set_boolean (value, self->is_inspection);
      break;
    case PROP_USERNAME:
      g_value_set_string (value, self->username);
      break;
    case PROP_HAS_PASSWORD:
      g_value_set_boolean (value, self->has_password);
      break;
    case PROP_TRUSTED_AT:
      g_value_set_int64 (value, self->trusted_at);
      break;
    case PROP_REMEMBERED_AT:
      g_value_set_int64 (value, self->remembered_at);
      break;
    case PROP_N_MESSAGES:
      g_value_set_uint64 (value, self->n_messages);
      break;
    case PROP_N_FERNET:
      g_value_set_uint64 (value, self->n_fernet);
      break;
    case PROP_N_FAILED:
      g_value_set_uint64 (value, self->n_failed);
      break;
    case PROP_N_TOKEN_BYTES:
      g_value_set_uint64 (value, self->n_token_bytes);
      break;
    case PROP_N_PLAIN_BYTES:
      g_value_set_uint64 (value, self->n_plain_bytes);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

/* Takes what is cheap to compare; the caller shows it and notifies. */
static gboolean
take_value (FlSecurityPage *self,
            guint           property_id,
            const GValue   *value)
{
  gint64 *times[N_PROPS] = { [PROP_TRUSTED_AT] = &self->trusted_at, [PROP_REMEMBERED_AT] = &self->remembered_at };
  guint64 *counts[N_PROPS] = { [PROP_N_MESSAGES] = &self->n_messages, [PROP_N_FERNET] = &self->n_fernet,
                               [PROP_N_FAILED] = &self->n_failed, [PROP_N_TOKEN_BYTES] = &self->n_token_bytes,
                               [PROP_N_PLAIN_BYTES] = &self->n_plain_bytes };
  gboolean *flags[N_PROPS] = { [PROP_ONLINE] = &self->online, [PROP_HAS_PASSWORD] = &self->has_password,
                               [PROP_INSPECTION] = &self->is_inspection };
  char **texts[N_PROPS] = { [PROP_FAULT_TEXT] = &self->fault_text, [PROP_USERNAME] = &self->username,
                            [PROP_REFUSED_TEXT] = &self->refused_text };

  if (times[property_id] != NULL && *times[property_id] != g_value_get_int64 (value))
    *times[property_id] = g_value_get_int64 (value);
  else if (counts[property_id] != NULL && *counts[property_id] != g_value_get_uint64 (value))
    *counts[property_id] = g_value_get_uint64 (value);
  else if (flags[property_id] != NULL && *flags[property_id] != g_value_get_boolean (value))
    *flags[property_id] = g_value_get_boolean (value);
  else if (texts[property_id] != NULL && g_strcmp0 (*texts[property_id], g_value_get_string (value)) != 0)
    {
      g_free (*texts[property_id]);
      *texts[property_id] = g_value_dup_string (value);
    }
  else
    return FALSE;
  return TRUE;
}

static void
fl_security_page_set_property (GObject      *object,
                               guint         property_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  FlSecurityPage *self = FL_SECURITY_PAGE (object);
  FlSecurityFacts facts;

  switch (property_id)
    {
    case PROP_REPORT:
      fl_security_page_set_report (self, g_value_get_boxed (value));
      break;
    case PROP_TRUST:
      fl_security_page_set_trust (self, g_value_get_boxed (value));
      break;
    case PROP_PINNED_CERTIFICATE:
      fl_security_page_set_pinned_certificate (self, g_value_get_boxed (value));
      break;
    case PROP_ONLINE:
    case PROP_FAULT_TEXT:
    case PROP_REFUSED_TEXT:
    case PROP_INSPECTION:
    case PROP_USERNAME:
    case PROP_HAS_PASSWORD:
    case PROP_TRUSTED_AT:
    case PROP_REMEMBERED_AT:
      if (!take_value (self, property_id, value))
        return;
      update_verdict (self);
      g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_N_MESSAGES:
    case PROP_N_FERNET:
    case PROP_N_FAILED:
    case PROP_N_TOKEN_BYTES:
    case PROP_N_PLAIN_BYTES:
      /* These come with every batch of messages: only the one row changes, and the sentence if it speaks of them. */
      if (!take_value (self, property_id, value))
        return;
      facts = get_facts (self);
      fl_level_row_update (self->level_rows[FL_SECURITY_PAYLOAD], &facts);
      if (property_id == PROP_N_FAILED)
        fl_verdict_card_show_sentence (self->verdict, &facts);
      g_object_set (self->exposure, "n-messages", self->n_messages, NULL);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_security_page_dispose (GObject *object)
{
  FlSecurityPage *self = FL_SECURITY_PAGE (object);

  g_cancellable_cancel (self->route_question);
  g_clear_object (&self->route_question);
  g_clear_object (&self->log);
  G_OBJECT_CLASS (fl_security_page_parent_class)->dispose (object);
}

static void
fl_security_page_finalize (GObject *object)
{
  FlSecurityPage *self = FL_SECURITY_PAGE (object);

  g_clear_pointer (&self->route, fl_route_unref);
  g_clear_pointer (&self->report, fl_tls_report_unref);
  g_clear_pointer (&self->trust, fl_trust_unref);
  g_clear_pointer (&self->pinned, fl_certificate_unref);
  g_free (self->fault_text);
  g_free (self->refused_text);
  g_free (self->username);
  G_OBJECT_CLASS (fl_security_page_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  /* Of the latest attempt, or NULL. */
  properties[PROP_REPORT] = g_param_spec_boxed ("report", NULL, NULL, FL_TYPE_TLS_REPORT, flags);
  properties[PROP_TRUST] = g_param_spec_boxed ("trust", NULL, NULL, FL_TYPE_TRUST, flags);
  /* Seen last under the pin, or NULL. */
  properties[PROP_PINNED_CERTIFICATE] = g_param_spec_boxed ("pinned-certificate", NULL, NULL, FL_TYPE_CERTIFICATE, flags);
  properties[PROP_ONLINE] = g_param_spec_boolean ("online", NULL, NULL, FALSE, flags);
  /* Why it is not online, a sentence. */
  properties[PROP_FAULT_TEXT] = g_param_spec_string ("fault-text", NULL, NULL, NULL, flags);
  /* What the broker did not let us do, a sentence. */
  properties[PROP_REFUSED_TEXT] = g_param_spec_string ("refused-text", NULL, NULL, NULL, flags);
  /* Only the handshake was made: nothing is saved, nothing is signed in. */
  properties[PROP_INSPECTION] = g_param_spec_boolean ("inspection", NULL, NULL, FALSE, flags);
  properties[PROP_USERNAME] = g_param_spec_string ("username", NULL, NULL, NULL, flags);
  properties[PROP_HAS_PASSWORD] = g_param_spec_boolean ("has-password", NULL, NULL, FALSE, flags);
  /* Unix seconds; 0: not known. */
  properties[PROP_TRUSTED_AT] = g_param_spec_int64 ("trusted-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_REMEMBERED_AT] = g_param_spec_int64 ("remembered-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_N_MESSAGES] = g_param_spec_uint64 ("n-messages", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_N_FERNET] = g_param_spec_uint64 ("n-fernet", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_N_FAILED] = g_param_spec_uint64 ("n-failed", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_N_TOKEN_BYTES] = g_param_spec_uint64 ("n-token-bytes", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_N_PLAIN_BYTES] = g_param_spec_uint64 ("n-plain-bytes", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
fl_security_page_class_init (FlSecurityPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = fl_security_page_get_property;
  object_class->set_property = fl_security_page_set_property;
  object_class->dispose = fl_security_page_dispose;
  object_class->finalize = fl_security_page_finalize;
  install_properties (object_class);

  signals[SIGNAL_TRUST_CERTIFICATE] =
    g_signal_new ("trust-certificate", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, FL_TYPE_PIN);
  signals[SIGNAL_EDIT_BROKER] =
    g_signal_new ("edit-broker", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_PROMOTE_SECOND_PIN] =
    g_signal_new ("promote-second-pin", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  g_type_ensure (FL_TYPE_CERTIFICATE_TIMELINE);
  g_type_ensure (FL_TYPE_CONNECTION_DETAILS);
  g_type_ensure (FL_TYPE_ESP_GROUP);
  g_type_ensure (FL_TYPE_EXPOSURE_GROUP);
  g_type_ensure (FL_TYPE_IDENTITY_CARD);
  g_type_ensure (FL_TYPE_RENEWAL_CARD);
  g_type_ensure (FL_TYPE_SNIPPET_GROUP);
  g_type_ensure (FL_TYPE_VERDICT_CARD);
  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-security-page"));
  gtk_widget_class_bind_template_child (widget_class, FlSecurityPage, verdict);
  gtk_widget_class_bind_template_child (widget_class, FlSecurityPage, levels);
  gtk_widget_class_bind_template_child (widget_class, FlSecurityPage, inspection_label);
  gtk_widget_class_bind_template_child (widget_class, FlSecurityPage, identity);
  gtk_widget_class_bind_template_child (widget_class, FlSecurityPage, renewal);
  gtk_widget_class_bind_template_child (widget_class, FlSecurityPage, snippets);
  gtk_widget_class_bind_template_child (widget_class, FlSecurityPage, details);
  gtk_widget_class_bind_template_child (widget_class, FlSecurityPage, esp);
  gtk_widget_class_bind_template_child (widget_class, FlSecurityPage, exposure);
  gtk_widget_class_bind_template_child (widget_class, FlSecurityPage, timeline);
  gtk_widget_class_bind_template_callback (widget_class, copying_cb);
  gtk_widget_class_bind_template_callback (widget_class, check_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, compare_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, comparison_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, level_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, promote_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, trust_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, edit_clicked_cb);
}

static void
fl_security_page_init (FlSecurityPage *self)
{
  g_autoptr(GtkSizeGroup) titles = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);

  gtk_widget_init_template (GTK_WIDGET (self));
  for (int i = 0; i < (int) FL_N_SECURITY_LEVELS; i++)
    {
      self->level_rows[i] = FL_LEVEL_ROW (fl_level_row_new ((FlSecurityLevel) i));
      fl_level_row_align (self->level_rows[i], titles);
      gtk_list_box_append (self->levels, GTK_WIDGET (self->level_rows[i]));
    }
  gtk_label_set_label (self->inspection_label, fl_security_level_get_inspection_note ());
  fl_renewal_card_set_command (self->renewal, FL_VERDICT_CARD_COMMAND);
  update_everything (self);
}

GtkWidget *
fl_security_page_new (void)
{
  return g_object_new (FL_TYPE_SECURITY_PAGE, NULL);
}

/* @report: (nullable) */
void
fl_security_page_set_report (FlSecurityPage *self,
                             FlTlsReport    *report)
{
  g_return_if_fail (FL_IS_SECURITY_PAGE (self));

  if (self->report == report)
    return;
  g_clear_pointer (&self->report, fl_tls_report_unref);
  self->report = report != NULL ? fl_tls_report_ref (report) : NULL;
  ask_for_route (self);
  update_everything (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REPORT]);
}

/* @trust: (nullable): what the broker is set to */
void
fl_security_page_set_trust (FlSecurityPage *self,
                            FlTrust        *trust)
{
  g_return_if_fail (FL_IS_SECURITY_PAGE (self));

  if (self->trust == trust)
    return;
  g_clear_pointer (&self->trust, fl_trust_unref);
  self->trust = trust != NULL ? fl_trust_ref (trust) : NULL;
  update_verdict (self);
  update_renewal (self);
  update_esp (self);
  update_snippets (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TRUST]);
}

/* @settings: (nullable): of the link, for the question who else gets in */
void
fl_security_page_set_link_settings (FlSecurityPage *self,
                                    FlLinkSettings *settings)
{
  g_return_if_fail (FL_IS_SECURITY_PAGE (self));

  g_object_set (self->exposure, "settings", settings, NULL);
}

/* @certificate: (nullable): the one that was seen last under the pin */
void
fl_security_page_set_pinned_certificate (FlSecurityPage *self,
                                         FlCertificate  *certificate)
{
  g_return_if_fail (FL_IS_SECURITY_PAGE (self));

  if (self->pinned == certificate)
    return;
  g_clear_pointer (&self->pinned, fl_certificate_unref);
  self->pinned = certificate != NULL ? fl_certificate_ref (certificate) : NULL;
  update_renewal (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PINNED_CERTIFICATE]);
}

/**
 * fl_security_page_set_log:
 * @log: where it is noted what was seen at this broker and copied from it
 * @broker: the saved broker's id
 */
void
fl_security_page_set_log (FlSecurityPage   *self,
                          FlCertificateLog *log,
                          const char       *broker)
{
  g_return_if_fail (FL_IS_SECURITY_PAGE (self));
  g_return_if_fail (FL_IS_CERTIFICATE_LOG (log) && broker != NULL);

  g_set_object (&self->log, log);
  fl_certificate_timeline_set_log (self->timeline, log, broker);
  fl_snippet_group_set_log (self->snippets, log, broker);
}

/* @session: (nullable): where a device can be waited for; @base_topic: (nullable): below which devices speak */
void
fl_security_page_set_session (FlSecurityPage *self,
                              FlSession      *session,
                              const char     *base_topic)
{
  g_return_if_fail (FL_IS_SECURITY_PAGE (self));

  fl_snippet_group_set_session (self->snippets, session, base_topic);
}

/* (transfer none): the part that shows what was seen here earlier */
FlCertificateTimeline *
fl_security_page_get_timeline (FlSecurityPage *self)
{
  g_return_val_if_fail (FL_IS_SECURITY_PAGE (self), NULL);

  return self->timeline;
}

/* All of the page as plain text, without secrets. */
char *
fl_security_page_to_text (FlSecurityPage *self)
{
  FlSecurityFacts facts;
  g_autofree char *page = NULL;
  g_autofree char *snippet = NULL;
  g_autofree char *timeline = NULL;
  g_autoptr(GString) text = NULL;

  g_return_val_if_fail (FL_IS_SECURITY_PAGE (self), NULL);

  facts = get_facts (self);
  page = fl_security_as_text (&facts);
  text = g_string_new (page);
  snippet = fl_snippet_group_to_text (self->snippets);
  if (snippet != NULL)
    g_string_append_printf (text, "\n%s", snippet);
  timeline = fl_certificate_timeline_to_text (self->timeline);
  if (*timeline != '\0')
    g_string_append_printf (text, "\n%s\n%s", _("Timeline"), timeline);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
