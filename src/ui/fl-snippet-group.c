/* "For your device" on the Security page: a firmware, a way, and what to paste; until when it works; the fingerprint in
 * every other form.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-snippet-group"

#include "config.h"

#include "ui/fl-snippet-group.h"

#include "esp/fl-complete-sketch.h"
#include "esp/fl-fingerprint-form.h"
#include "esp/fl-snippet-event.h"
#include "ui/fl-compat.h"
#include "ui/fl-copy-button.h"
#include "ui/fl-sketch-window.h"
#include "ui/fl-ui.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Lines of a long text that are shown until somebody asks for the rest: a pane of its own would stop the page's scrolling. */
#define N_FIRST_LINES 14
/* A text that is this much longer is shown as a whole. */
#define N_SPARE_LINES 2

struct _FlSnippetGroup
{
  AdwBin          parent_instance;

  GtkWidget      *nothing_row;
  AdwComboRow    *firmware_row;
  AdwComboRow    *way_row;
  GtkWidget      *text_row;
  GtkLabel       *text_label;
  FlCopyButton   *copy_button;
  GtkButton      *more_button;
  AdwActionRow   *sketch_row;
  GtkWidget      *sketch_button;
  GtkWidget      *until_row;
  GtkLabel       *until_label;
  GtkLabel       *remark_label;
  GtkButton      *calendar_button;
  AdwExpanderRow *forms_row;
  GPtrArray      *form_rows; /* of GtkWidget, borrowed: in the expander */

  GSettings        *settings;
  FlCertificateLog *log;      /* where it is noted what was copied; NULL: nowhere */
  char             *broker;
  FlSession        *session;  /* where a device is waited for; NULL: nowhere */
  char             *base_topic; /* NULL: there is no session, so no topic to speak on */
  FlTlsReport      *report;
  char             *psk_identity; /* NULL: not known */
  GPtrArray        *snippets; /* of FlSnippet; NULL: none */
  GArray           *ways;     /* of FlSnippetWay: what the way row lists */
  FlFirmware        firmware;
  FlSnippetWay      way;
  gint64            now;      /* Unix seconds */
  gboolean          is_filling;
};

G_DEFINE_FINAL_TYPE (FlSnippetGroup, fl_snippet_group, ADW_TYPE_BIN)

static FlSnippet *
find_snippet (FlSnippetGroup *self,
              FlFirmware      firmware,
              FlSnippetWay    way)
{
  for (guint i = 0; self->snippets != NULL && i < self->snippets->len; i++)
    if (fl_snippet_get_firmware (self->snippets->pdata[i]) == firmware && fl_snippet_get_way (self->snippets->pdata[i]) == way)
      return self->snippets->pdata[i];
  return NULL;
}

static gboolean
has_text (FlSnippetGroup *self,
          FlFirmware      firmware,
          FlSnippetWay    way)
{
  FlSnippet *snippet = find_snippet (self, firmware, way);

  return snippet != NULL && fl_snippet_get_text (snippet) != NULL;
}

/* The way that was wished for if there is something to paste, else the first that has; the one with the CA first of all. */
static FlSnippetWay
find_way (FlSnippetGroup *self,
          FlFirmware      firmware,
          FlSnippetWay    wished)
{
  const FlSnippetWay order[] = { wished, FL_SNIPPET_WAY_CA, FL_SNIPPET_WAY_FINGERPRINT, FL_SNIPPET_WAY_KNOWN_KEY, FL_SNIPPET_WAY_PSK,
                                 FL_SNIPPET_WAY_CLIENT_CERTIFICATE };

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    if (has_text (self, firmware, order[i]))
      return order[i];
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    if (fl_firmware_get_call (firmware, order[i]) != NULL)
      return order[i];
  return wished;
}

/* The firmware that was wished for; another one only if there is nothing at all to paste into that. */
static FlFirmware
find_firmware (FlSnippetGroup *self,
               FlFirmware      wished)
{
  if (has_text (self, wished, find_way (self, wished, FL_SNIPPET_WAY_CA)))
    return wished;
  for (int i = 0; i < (int) FL_N_FIRMWARES; i++)
    if (has_text (self, (FlFirmware) i, find_way (self, (FlFirmware) i, FL_SNIPPET_WAY_CA)))
      return (FlFirmware) i;
  return wished;
}

/* Where line number @n of @text ends, or its end. */
static size_t
find_line_end (const char *text,
               guint       n)
{
  const char *end = text;

  for (guint i = 0; i < n && end != NULL; i++)
    end = i == 0 ? strchr (end, '\n') : strchr (end + 1, '\n');
  return end != NULL ? (size_t) (end - text) : strlen (text);
}

static guint
count_lines (const char *text)
{
  guint n = 0;

  for (; *text != '\0'; text++)
    n += *text == '\n';
  return n;
}

static void
show_text (FlSnippetGroup *self,
           const char     *text,
           gboolean        whole)
{
  guint n_lines = count_lines (text);
  gboolean is_cut = !whole && n_lines > N_FIRST_LINES + N_SPARE_LINES;
  g_autofree char *shown = g_strndup (text, find_line_end (text, is_cut ? N_FIRST_LINES : n_lines));
  g_autofree char *label = g_strdup_printf (ngettext ("Show %u More Line", "Show %u More Lines", n_lines - N_FIRST_LINES),
                                            n_lines - N_FIRST_LINES);

  gtk_label_set_label (self->text_label, shown);
  gtk_button_set_label (self->more_button, label);
  gtk_widget_set_visible (GTK_WIDGET (self->more_button), is_cut);
}

/* Where there is a session there is a topic, and a device to wait for. */
static void
update_sketch (FlSnippetGroup *self)
{
  const gboolean is_there = self->report != NULL && self->base_topic != NULL && fl_complete_sketch_is_for (self->firmware);
  g_autoptr(FlSnippetFacts) facts = is_there ? fl_snippet_facts_new (self->report, self->psk_identity, self->now) : NULL;
  g_autofree char *obstacle = is_there ? fl_complete_sketch_describe_obstacle (self->firmware, facts) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->sketch_row), is_there);
  gtk_widget_set_sensitive (self->sketch_button, obstacle == NULL);
  adw_action_row_set_subtitle (self->sketch_row, obstacle != NULL ? obstacle
                                                                  : _("A LED that reports what it really does, and a last will; your topics are filled in"));
}

static void
update_snippet (FlSnippetGroup *self)
{
  FlSnippet *snippet = fl_snippet_group_get_snippet (self);
  const char *text = snippet != NULL ? fl_snippet_get_text (snippet) : NULL;
  const char *remark = text != NULL ? fl_snippet_get_remark (snippet) : NULL;
  const char *until = NULL;
  gint64 at = 0;

  if (snippet != NULL)
    {
      until = text != NULL ? fl_snippet_get_works_until_text (snippet) : fl_snippet_get_obstacle (snippet);
      fl_snippet_get_works_until (snippet, &at);
    }
  update_sketch (self);
  show_text (self, text != NULL ? text : "", FALSE);
  gtk_widget_set_visible (self->text_row, text != NULL);
  fl_copy_button_set_text (self->copy_button, text);
  gtk_label_set_label (self->until_label, until != NULL ? until : "");
  gtk_label_set_label (self->remark_label, remark != NULL ? remark : "");
  gtk_widget_set_visible (GTK_WIDGET (self->remark_label), remark != NULL);
  gtk_button_set_label (self->calendar_button, _("Save to Calendar…"));
  gtk_widget_set_visible (GTK_WIDGET (self->calendar_button), text != NULL && at > self->now);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->firmware_row), fl_firmware_get_client (self->firmware));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->way_row), snippet != NULL ? fl_firmware_get_call (self->firmware, self->way) : "");
}

/* What the firmware knows, also what is not to be had here: the reason is shown then. */
static void
fill_ways (FlSnippetGroup *self)
{
  g_autoptr(GtkStringList) titles = gtk_string_list_new (NULL);
  guint selected = 0;

  g_array_set_size (self->ways, 0);
  for (int i = 0; i < (int) FL_N_SNIPPET_WAYS; i++)
    {
      FlSnippetWay way = (FlSnippetWay) i;

      if (self->snippets == NULL || fl_firmware_get_call (self->firmware, way) == NULL)
        continue;
      if (way == self->way)
        selected = self->ways->len;
      g_array_append_val (self->ways, way);
      gtk_string_list_append (titles, fl_snippet_way_get_title (way));
    }
  self->is_filling = TRUE;
  adw_combo_row_set_model (self->way_row, G_LIST_MODEL (titles));
  adw_combo_row_set_selected (self->way_row, selected);
  self->is_filling = FALSE;
}

static void
take_firmware (FlSnippetGroup *self,
               FlFirmware      firmware,
               FlSnippetWay    wished)
{
  self->firmware = firmware;
  self->way = find_way (self, firmware, wished);
  self->is_filling = TRUE;
  adw_combo_row_set_selected (self->firmware_row, (guint) firmware);
  self->is_filling = FALSE;
  fill_ways (self);
  update_snippet (self);
}

static FlFirmware
get_wished_firmware (FlSnippetGroup *self)
{
  g_autofree char *id = g_settings_get_string (self->settings, "snippet-firmware");
  FlFirmware firmware = FL_FIRMWARE_ESP8266;

  fl_firmware_from_id (id, &firmware);
  return firmware;
}

static FlSnippetWay
get_wished_way (FlSnippetGroup *self)
{
  g_autofree char *id = g_settings_get_string (self->settings, "snippet-way");
  FlSnippetWay way = FL_SNIPPET_WAY_CA;

  fl_snippet_way_from_id (id, &way);
  return way;
}

static void
firmware_chosen_cb (FlSnippetGroup *self)
{
  guint selected = adw_combo_row_get_selected (self->firmware_row);

  if (self->is_filling || selected >= FL_N_FIRMWARES)
    return;
  g_settings_set_string (self->settings, "snippet-firmware", fl_firmware_to_id ((FlFirmware) selected));
  take_firmware (self, (FlFirmware) selected, get_wished_way (self));
}

static void
way_chosen_cb (FlSnippetGroup *self)
{
  guint selected = adw_combo_row_get_selected (self->way_row);

  if (self->is_filling || selected >= self->ways->len)
    return;
  self->way = g_array_index (self->ways, FlSnippetWay, selected);
  g_settings_set_string (self->settings, "snippet-way", fl_snippet_way_to_id (self->way));
  update_snippet (self);
}

/* What is on the clipboard may be on a device tomorrow: whoever copied it is told when it is about to stop working. */
static void
note_snippet (FlSnippetGroup *self,
              FlSnippet      *snippet)
{
  FlSnippetBond bond;
  FlCertificate *bound_to = snippet != NULL ? fl_snippet_get_bond (snippet, &bond) : NULL;
  g_autofree char *label = NULL;

  if (self->log == NULL || bound_to == NULL)
    return;
  label = g_strdup_printf ("%s: %s", fl_firmware_get_name (fl_snippet_get_firmware (snippet)), fl_snippet_get_title (snippet));
  fl_certificate_log_note_copied (self->log, self->broker, fl_snippet_get_id (snippet), label, bond, bound_to);
}

static void
copying_cb (FlSnippetGroup *self)
{
  note_snippet (self, fl_snippet_group_get_snippet (self));
}

/* In the sketch is what the snippet of its way holds, and ends to work with it. */
static void
sketch_taken_cb (FlSketchWindow *window,
                 FlSnippetGroup *self)
{
  const FlFirmware firmware = (FlFirmware) GPOINTER_TO_INT (g_object_get_data (G_OBJECT (window), "firmware"));
  const FlSnippetWay way = (FlSnippetWay) GPOINTER_TO_INT (g_object_get_data (G_OBJECT (window), "way"));

  note_snippet (self, find_snippet (self, firmware, way));
}

static void
sketch_clicked_cb (FlSnippetGroup *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  FlSnippetFacts *facts = fl_snippet_facts_new (self->report, self->psk_identity, self->now);
  FlSnippetWay way = fl_complete_sketch_get_way (self->firmware, facts);
  FlSketchWindow *window = fl_sketch_window_new (self->firmware, facts, self->base_topic);

  g_object_set_data (G_OBJECT (window), "firmware", GINT_TO_POINTER (self->firmware));
  g_object_set_data (G_OBJECT (window), "way", GINT_TO_POINTER (way));
  g_signal_connect_object (window, "taken", G_CALLBACK (sketch_taken_cb), self, 0);
  if (self->session != NULL)
    g_signal_connect_object (self->session, "batch", G_CALLBACK (fl_sketch_window_take_batch), window, G_CONNECT_SWAPPED);
  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (root));
  gtk_window_present (GTK_WINDOW (window));
}

static void
form_copying_cb (FlCopyButton   *button,
                 FlSnippetGroup *self)
{
  const FlFingerprintForm form = (FlFingerprintForm) GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "form"));
  FlCertificate *leaf = self->report != NULL ? fl_tls_report_get_leaf (self->report) : NULL;

  if (self->log == NULL || leaf == NULL)
    return;
  fl_certificate_log_note_copied (self->log, self->broker, fl_fingerprint_form_to_id (form), fl_fingerprint_form_get_title (form),
                                  fl_fingerprint_form_get_bond (form), leaf);
}

static void
more_clicked_cb (FlSnippetGroup *self)
{
  FlSnippet *snippet = fl_snippet_group_get_snippet (self);

  if (snippet == NULL || fl_snippet_get_text (snippet) == NULL)
    return;
  show_text (self, fl_snippet_get_text (snippet), TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->copy_button));
}

static void
calendar_written_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr(FlSnippetGroup) self = user_data;
  g_autoptr(GError) error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    {
      gtk_button_set_label (self->calendar_button, _("Saved"));
      return;
    }
  gtk_button_set_label (self->calendar_button, _("Saving failed"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->calendar_button), error->message);
}

static void
calendar_chosen_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr(GBytes) content = user_data;
  g_autoptr(GFile) file = fl_compat_file_finish (result);

  if (file != NULL)
    g_file_replace_contents_bytes_async (file, content, NULL, FALSE, G_FILE_CREATE_NONE, NULL, calendar_written_cb, g_object_ref (source));
}

/* What is saved is what was on the screen when the button was pressed. */
static void
calendar_clicked_cb (FlSnippetGroup *self)
{
  FlSnippet *snippet = fl_snippet_group_get_snippet (self);
  g_autofree char *content = NULL;
  g_autofree char *name = NULL;

  if (snippet == NULL)
    return;
  content = fl_snippet_event_write (snippet, fl_tls_report_get_endpoint (self->report), g_get_real_time () / G_USEC_PER_SEC);
  if (content == NULL)
    return;
  note_snippet (self, snippet);
  name = fl_snippet_event_get_name (snippet);
  fl_compat_save_file_async (GTK_WIDGET (self), _("Save to Calendar"), name, calendar_chosen_cb,
                             g_bytes_new (content, strlen (content)));
}

static GtkWidget *
create_form_row (FlSnippetGroup    *self,
                 FlFingerprintForm  form,
                 const char        *text)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *action = g_strdup_printf (_("Copy %s"), fl_fingerprint_form_get_title (form));
  GtkWidget *button = fl_copy_button_new (action);
  GtkWidget *taker = gtk_label_new (fl_fingerprint_form_get_taker (form));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), fl_fingerprint_form_get_title (form));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_widget_add_css_class (row, "fl-fingerprint");
  gtk_label_set_wrap (GTK_LABEL (taker), TRUE);
  gtk_label_set_xalign (GTK_LABEL (taker), 1);
  gtk_label_set_justify (GTK_LABEL (taker), GTK_JUSTIFY_RIGHT);
  gtk_label_set_width_chars (GTK_LABEL (taker), 16);
  gtk_label_set_max_width_chars (GTK_LABEL (taker), 28);
  gtk_widget_add_css_class (taker, "caption");
  gtk_widget_add_css_class (taker, "dim-label");
  fl_copy_button_set_text (FL_COPY_BUTTON (button), text);
  g_object_set_data (G_OBJECT (button), "form", GINT_TO_POINTER (form));
  g_signal_connect_object (button, "copying", G_CALLBACK (form_copying_cb), self, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), taker);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  return row;
}

static void
update_forms (FlSnippetGroup *self,
              FlCertificate  *leaf)
{
  for (guint i = 0; i < self->form_rows->len; i++)
    adw_expander_row_remove (self->forms_row, self->form_rows->pdata[i]);
  g_ptr_array_set_size (self->form_rows, 0);
  for (int i = 0; leaf != NULL && i < (int) FL_N_FINGERPRINT_FORMS; i++)
    {
      g_autofree char *text = fl_fingerprint_form_write ((FlFingerprintForm) i, leaf);
      GtkWidget *row;

      if (text == NULL)
        continue;
      row = create_form_row (self, (FlFingerprintForm) i, text);
      g_ptr_array_add (self->form_rows, row);
      adw_expander_row_add_row (self->forms_row, row);
    }
}

static void
fl_snippet_group_dispose (GObject *object)
{
  FlSnippetGroup *self = FL_SNIPPET_GROUP (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->log);
  g_clear_object (&self->session);
  g_clear_pointer (&self->report, fl_tls_report_unref);
  g_clear_pointer (&self->snippets, g_ptr_array_unref);
  G_OBJECT_CLASS (fl_snippet_group_parent_class)->dispose (object);
}

static void
fl_snippet_group_finalize (GObject *object)
{
  FlSnippetGroup *self = FL_SNIPPET_GROUP (object);

  g_ptr_array_unref (self->form_rows);
  g_array_unref (self->ways);
  g_free (self->broker);
  g_free (self->base_topic);
  g_free (self->psk_identity);
  G_OBJECT_CLASS (fl_snippet_group_parent_class)->finalize (object);
}

static void
fl_snippet_group_class_init (FlSnippetGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fl_snippet_group_dispose;
  object_class->finalize = fl_snippet_group_finalize;

  g_type_ensure (FL_TYPE_COPY_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-snippet-group"));
  gtk_widget_class_bind_template_child (widget_class, FlSnippetGroup, nothing_row);
  gtk_widget_class_bind_template_child (widget_class, FlSnippetGroup, firmware_row);
  gtk_widget_class_bind_template_child (widget_class, FlSnippetGroup, way_row);
  gtk_widget_class_bind_template_child (widget_class, FlSnippetGroup, text_row);
  gtk_widget_class_bind_template_child (widget_class, FlSnippetGroup, text_label);
  gtk_widget_class_bind_template_child (widget_class, FlSnippetGroup, copy_button);
  gtk_widget_class_bind_template_child (widget_class, FlSnippetGroup, more_button);
  gtk_widget_class_bind_template_child (widget_class, FlSnippetGroup, sketch_row);
  gtk_widget_class_bind_template_child (widget_class, FlSnippetGroup, sketch_button);
  gtk_widget_class_bind_template_child (widget_class, FlSnippetGroup, until_row);
  gtk_widget_class_bind_template_child (widget_class, FlSnippetGroup, until_label);
  gtk_widget_class_bind_template_child (widget_class, FlSnippetGroup, remark_label);
  gtk_widget_class_bind_template_child (widget_class, FlSnippetGroup, calendar_button);
  gtk_widget_class_bind_template_child (widget_class, FlSnippetGroup, forms_row);
  gtk_widget_class_bind_template_callback (widget_class, firmware_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, way_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, more_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, calendar_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, copying_cb);
  gtk_widget_class_bind_template_callback (widget_class, sketch_clicked_cb);
}

static void
fl_snippet_group_init (FlSnippetGroup *self)
{
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);

  self->settings = g_settings_new (APP_ID);
  self->form_rows = g_ptr_array_new ();
  self->ways = g_array_new (FALSE, FALSE, sizeof (FlSnippetWay));
  self->is_filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  for (int i = 0; i < (int) FL_N_FIRMWARES; i++)
    gtk_string_list_append (names, fl_firmware_get_name ((FlFirmware) i));
  adw_combo_row_set_model (self->firmware_row, G_LIST_MODEL (names));
  self->is_filling = FALSE;
  /* Code reads from left to right everywhere. */
  gtk_widget_set_direction (GTK_WIDGET (self->text_label), GTK_TEXT_DIR_LTR);
}

GtkWidget *
fl_snippet_group_new (void)
{
  return g_object_new (FL_TYPE_SNIPPET_GROUP, NULL);
}

/**
 * fl_snippet_group_show:
 * @report: (nullable): of the latest attempt
 * @trust: (nullable): what the broker is set to
 * @now: Unix seconds
 *
 * Hides itself where a device has nothing to be told: without TLS, or before anything is known.
 */
void
fl_snippet_group_show (FlSnippetGroup *self,
                       FlTlsReport    *report,
                       FlTrust        *trust,
                       gint64          now)
{
  FlCertificate *leaf = report != NULL ? fl_tls_report_get_leaf (report) : NULL;
  gboolean is_known;
  gboolean is_usable;

  g_return_if_fail (FL_IS_SNIPPET_GROUP (self));

  is_known = report != NULL && fl_tls_report_get_way (report) != FL_TRUST_PLAIN
             && (leaf != NULL || fl_verdict_is_trusted (fl_tls_report_get_verdict (report)));
  is_usable = is_known && (fl_verdict_is_trusted (fl_tls_report_get_verdict (report))
                           || fl_tls_report_get_way (report) == FL_TRUST_INSECURE);
  g_clear_pointer (&self->snippets, g_ptr_array_unref);
  g_clear_pointer (&self->report, fl_tls_report_unref);
  self->now = now;
  if (is_usable)
    {
      self->report = fl_tls_report_ref (report);
      g_free (self->psk_identity);
      self->psk_identity = g_strdup (trust != NULL ? fl_trust_get_psk_identity (trust) : NULL);
      self->snippets = fl_snippet_list (report, self->psk_identity, now);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), is_known);
  gtk_widget_set_visible (self->nothing_row, !is_usable);
  gtk_widget_set_visible (GTK_WIDGET (self->firmware_row), is_usable);
  gtk_widget_set_visible (GTK_WIDGET (self->way_row), is_usable);
  gtk_widget_set_visible (self->until_row, is_usable);
  gtk_widget_set_visible (GTK_WIDGET (self->forms_row), is_usable && leaf != NULL);
  take_firmware (self, find_firmware (self, get_wished_firmware (self)), get_wished_way (self));
  update_forms (self, is_usable ? leaf : NULL);
}

/**
 * fl_snippet_group_set_log:
 * @log: (nullable): where it is noted what was copied; %NULL: nowhere
 * @broker: (nullable): the saved broker's id
 */
void
fl_snippet_group_set_log (FlSnippetGroup   *self,
                          FlCertificateLog *log,
                          const char       *broker)
{
  g_return_if_fail (FL_IS_SNIPPET_GROUP (self));
  g_return_if_fail (log == NULL || broker != NULL);

  g_set_object (&self->log, log);
  g_free (self->broker);
  self->broker = g_strdup (broker);
}

/**
 * fl_snippet_group_set_session:
 * @session: (nullable): whose messages tell that a device is here
 * @base_topic: (nullable): below which devices speak; %NULL: there is nowhere to speak, so no complete sketch either
 */
void
fl_snippet_group_set_session (FlSnippetGroup *self,
                              FlSession      *session,
                              const char     *base_topic)
{
  g_return_if_fail (FL_IS_SNIPPET_GROUP (self));

  g_set_object (&self->session, session);
  g_free (self->base_topic);
  self->base_topic = g_strdup (base_topic);
  update_sketch (self);
}

/* As the two choosers do it, and remembered as there. */
void
fl_snippet_group_choose (FlSnippetGroup *self,
                         FlFirmware      firmware,
                         FlSnippetWay    way)
{
  g_return_if_fail (FL_IS_SNIPPET_GROUP (self));

  g_settings_set_string (self->settings, "snippet-way", fl_snippet_way_to_id (way));
  g_settings_set_string (self->settings, "snippet-firmware", fl_firmware_to_id (firmware));
  take_firmware (self, firmware, way);
}

/* Returns: (transfer none) (nullable): what is shown */
FlSnippet *
fl_snippet_group_get_snippet (FlSnippetGroup *self)
{
  g_return_val_if_fail (FL_IS_SNIPPET_GROUP (self), NULL);

  return find_snippet (self, self->firmware, self->way);
}

/* Returns: (transfer full) (nullable): what is shown, with its title and until when it works; %NULL if nothing is */
char *
fl_snippet_group_to_text (FlSnippetGroup *self)
{
  FlSnippet *snippet;
  const char *text;

  g_return_val_if_fail (FL_IS_SNIPPET_GROUP (self), NULL);

  snippet = fl_snippet_group_get_snippet (self);
  text = snippet != NULL ? fl_snippet_get_text (snippet) : NULL;
  if (text == NULL)
    return NULL;
  return g_strdup_printf ("%s: %s, %s\n%s\n%s\n\n%s", _("For your device"), fl_firmware_get_name (self->firmware),
                          fl_snippet_get_title (snippet), fl_snippet_get_works_until_text (snippet),
                          fl_snippet_get_remark (snippet), text);
}
