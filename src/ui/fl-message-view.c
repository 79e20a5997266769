/* All there is to see of one message: its value, the token, the bytes, and what Fernet says.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-message-view"

#include "config.h"

#include "ui/fl-message-view.h"

#include <inttypes.h>
#include <glib/gi18n.h>
#include <string.h>

#include "crypto/fl-fernet.h"
#include "messages/fl-json-print.h"
#include "messages/fl-payload.h"
#include "messages/fl-text.h"
#include "ui/fl-format.h"
#include "ui/fl-ui.h"

/* More is not laid out as text; the note says so. */
#define MAX_TEXT_BYTES (16 * 1024)
#define MAX_HEX_BYTES  4096

struct _FlMessageView
{
  AdwBin        parent_instance;

  GtkStack     *stack;
  GtkStackPage *token_page;
  GtkLabel     *value;
  GtkLabel     *token;
  GtkLabel     *bytes;
  GtkLabel     *note;
  GtkLabel     *arrived;
  GtkLabel     *size;
  GtkLabel     *qos;
  GtkLabel     *encryption;
  GtkLabel     *token_time;
  GtkLabel     *token_time_name;
  GtkLabel     *cost;
  GtkLabel     *cost_name;

  FlMessage    *message;
};

enum
{
  PROP_0,
  PROP_MESSAGE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (FlMessageView, fl_message_view, ADW_TYPE_BIN)

/* --- Text --- */

/* What somebody has selected stays selected while the same value comes again. */
static void
set_text (GtkLabel   *label,
          const char *text)
{
  if (strcmp (gtk_label_get_label (label), text) != 0)
    gtk_label_set_label (label, text);
}

/* The beginning, not ending within a character. */
static gsize
limit_text (const char *text,
            gsize       n)
{
  if (n <= MAX_TEXT_BYTES)
    return n;
  n = MAX_TEXT_BYTES;
  while (n > 0 && ((guint8) text[n] & 0xc0) == 0x80)
    n--;
  return n;
}

static char *
dup_limited (const char *text,
             gsize       n,
             gboolean    is_whole)
{
  return fl_text_escape_lines (text, (gssize) (is_whole ? n : limit_text (text, n)));
}

/* JSON with a member a line; text as it is; what is no text as hex. */
static char *
dup_value (FlMessage *message,
           gboolean   is_whole)
{
  gsize size;
  const void *data = g_bytes_get_data (fl_message_get_payload (message), &size);
  gsize n;
  const char *text = fl_message_get_text (message, &n);
  g_autofree char *pretty = text != NULL ? fl_json_print (data, size) : NULL;

  if (size == 0)
    return g_strdup (_("(empty)"));
  if (pretty != NULL)
    return dup_limited (pretty, strlen (pretty), is_whole);
  if (text != NULL)
    return dup_limited (text, n, is_whole);
  return fl_text_to_hex_dump (data, size, is_whole ? size : MAX_HEX_BYTES);
}

static char *
dup_token (FlMessage *message,
           gboolean   is_whole)
{
  gsize n;
  const char *raw = g_bytes_get_data (fl_message_get_raw (message), &n);

  return dup_limited (raw, n, is_whole);
}

static char *
dup_bytes (FlMessage *message,
           gboolean   is_whole)
{
  gsize n;
  const void *payload = g_bytes_get_data (fl_message_get_payload (message), &n);

  return fl_text_to_hex_dump (payload, n, is_whole ? n : MAX_HEX_BYTES);
}

static void
show_text (FlMessageView *self)
{
  gboolean is_token = fl_message_get_encryption (self->message) != FL_MESSAGE_PLAIN;
  g_autofree char *value = dup_value (self->message, FALSE);
  g_autofree char *token = is_token ? dup_token (self->message, FALSE) : g_strdup ("");
  g_autofree char *bytes = dup_bytes (self->message, FALSE);

  set_text (self->value, value);
  set_text (self->token, token);
  set_text (self->bytes, bytes);
  gtk_stack_page_set_visible (self->token_page, is_token);
  if (!is_token && g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "token") == 0)
    gtk_stack_set_visible_child_name (self->stack, "value");
}

static void
show_note (FlMessageView *self)
{
  g_autofree char *kept = g_format_size (g_bytes_get_size (fl_message_get_raw (self->message)));
  g_autofree char *sent = g_format_size (fl_message_get_true_size (self->message));
  g_autofree char *shown = g_format_size (MAX_TEXT_BYTES);
  g_autofree char *note = NULL;

  if (fl_message_is_cut (self->message))
    note = g_strdup_printf (_("Over the limit: %s were sent, the first %s are kept."), sent, kept);
  else if (g_bytes_get_size (fl_message_get_payload (self->message)) > MAX_TEXT_BYTES)
    note = g_strdup_printf (_("Only the first %s are shown."), shown);
  gtk_label_set_label (self->note, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), note != NULL);
}

/* --- Facts --- */

/* What to do about a token that was not opened, by its code. */
static const char *
describe_failure (const char *failure)
{
  if (g_strcmp0 (failure, FL_MESSAGE_NO_KEY) == 0)
    return _("Fernet, not opened: this broker has no key yet");
  if (g_strcmp0 (failure, fl_fernet_error_to_code (FL_FERNET_ERROR_WRONG_KEY)) == 0)
    return _("Fernet, not opened: wrong key, or changed on the way");
  if (g_strcmp0 (failure, fl_fernet_error_to_code (FL_FERNET_ERROR_BAD_PADDING)) == 0)
    return _("Fernet, not opened: the sender padded it wrongly");
  return _("Looks like Fernet, but is no valid token");
}

/* A token that opened; it may have been recorded and sent again. Transfer full. */
static char *
describe_token (FlMessage *message)
{
  const char *key = fl_message_get_key_id (message);

  switch (fl_message_get_replay (message))
    {
    case FL_MESSAGE_SAME_TOKEN:
      return g_strdup_printf (_("Fernet, genuine, but replayed: this very token came before · key %s"), key);
    case FL_MESSAGE_OLDER_TOKEN:
      return g_strdup_printf (_("Fernet, genuine, but replayed: a newer token came before it · key %s"), key);
    case FL_MESSAGE_NOT_REPLAYED:
    default:
      return g_strdup_printf (_("Fernet, decrypted and genuine · key %s"), key);
    }
}

static void
show_encryption (FlMessageView *self)
{
  g_autofree char *text = NULL;

  switch (fl_message_get_encryption (self->message))
    {
    case FL_MESSAGE_DECRYPTED:
      text = describe_token (self->message);
      break;
    case FL_MESSAGE_FAILED:
      text = g_strdup (describe_failure (fl_message_get_failure (self->message)));
      break;
    case FL_MESSAGE_PLAIN:
    default:
      text = g_strdup (_("Not encrypted: the broker can read and change it"));
      break;
    }
  gtk_label_set_label (self->encryption, text);
  if (fl_message_get_encryption (self->message) == FL_MESSAGE_FAILED || fl_message_get_replay (self->message) != FL_MESSAGE_NOT_REPLAYED)
    gtk_widget_add_css_class (GTK_WIDGET (self->encryption), "warning");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->encryption), "warning");
}

static void
show_token_time (FlMessageView *self,
                 gboolean       is_decrypted)
{
  g_autoptr(FlPayload) payload = fl_payload_new (self->message);
  gint64 time = fl_message_get_token_time (self->message);
  gint64 late;
  g_autofree char *when = NULL;
  g_autofree char *duration = NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->token_time_name), is_decrypted);
  gtk_widget_set_visible (GTK_WIDGET (self->token_time), is_decrypted);
  if (!is_decrypted)
    return;
  if (fl_payload_is_clock_unset (payload) || time > G_MAXINT64 / G_USEC_PER_SEC)
    {
      gtk_label_set_label (self->token_time, _("Device clock not set"));
      return;
    }
  late = fl_message_get_arrived (self->message) - time * G_USEC_PER_SEC;
  when = fl_format_date (time * G_USEC_PER_SEC);
  duration = fl_format_duration (ABS (late));
  /* Token times are whole seconds. */
  if (ABS (late) < 2 * G_USEC_PER_SEC)
    text = g_strdup_printf (_("%s · on arrival"), when);
  else if (late > 0)
    text = g_strdup_printf (_("%s · %s before arrival"), when, duration);
  else
    text = g_strdup_printf (_("%s · %s ahead of our clock"), when, duration);
  gtk_label_set_label (self->token_time, text);
}

static void
show_cost (FlMessageView *self,
           gboolean       is_decrypted)
{
  gsize plain = g_bytes_get_size (fl_message_get_payload (self->message));
  guint64 raw = fl_message_get_true_size (self->message);
  gboolean is_known = is_decrypted && !fl_message_is_cut (self->message);
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->cost_name), is_known);
  gtk_widget_set_visible (GTK_WIDGET (self->cost), is_known);
  if (!is_known)
    return;
  if (plain > 0)
    text = g_strdup_printf (_("%" PRIu64 " bytes carry %zu · %.1f × the size"), raw, plain,
                            (double) raw / (double) plain);
  else
    text = g_strdup_printf (_("%" PRIu64 " bytes carry nothing"), raw);
  gtk_label_set_label (self->cost, text);
}

static void
show_facts (FlMessageView *self)
{
  static const char *const qos_names[] = { N_("0 · at most once"), N_("1 · at least once"), N_("2 · exactly once") };
  gboolean is_decrypted = fl_message_get_encryption (self->message) == FL_MESSAGE_DECRYPTED;
  g_autofree char *arrived = fl_format_date (fl_message_get_arrived (self->message));
  g_autofree char *size = g_format_size_full (fl_message_get_true_size (self->message), G_FORMAT_SIZE_LONG_FORMAT);

  gtk_label_set_label (self->arrived, arrived);
  gtk_label_set_label (self->size, size);
  gtk_label_set_label (self->qos, _(qos_names[CLAMP (fl_message_get_qos (self->message), 0, 2)]));
  show_encryption (self);
  show_token_time (self, is_decrypted);
  show_cost (self, is_decrypted);
}

/* All of it, also what is not shown. */
static void
copy_cb (FlMessageView *self)
{
  const char *page = gtk_stack_get_visible_child_name (self->stack);
  g_autofree char *text = NULL;

  if (self->message == NULL)
    return;
  if (g_strcmp0 (page, "token") == 0)
    text = dup_token (self->message, TRUE);
  else if (g_strcmp0 (page, "bytes") == 0)
    text = dup_bytes (self->message, TRUE);
  else
    text = dup_value (self->message, TRUE);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static void
fl_message_view_get_property (GObject    *object,
                              guint       property_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_MESSAGE:
      g_value_set_boxed (value, FL_MESSAGE_VIEW (object)->message);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_message_view_set_property (GObject      *object,
                              guint         property_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  switch (property_id)
    {
    case PROP_MESSAGE:
      fl_message_view_set_message (FL_MESSAGE_VIEW (object), g_value_get_boxed (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_message_view_finalize (GObject *object)
{
  g_clear_pointer (&FL_MESSAGE_VIEW (object)->message, fl_message_unref);

  G_OBJECT_CLASS (fl_message_view_parent_class)->finalize (object);
}

static void
fl_message_view_class_init (FlMessageViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = fl_message_view_get_property;
  object_class->set_property = fl_message_view_set_property;
  object_class->finalize = fl_message_view_finalize;

  properties[PROP_MESSAGE] = g_param_spec_boxed ("message", NULL, NULL, FL_TYPE_MESSAGE,
                                                 G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-message-view"));
  gtk_widget_class_bind_template_child (widget_class, FlMessageView, stack);
  gtk_widget_class_bind_template_child (widget_class, FlMessageView, token_page);
  gtk_widget_class_bind_template_child (widget_class, FlMessageView, value);
  gtk_widget_class_bind_template_child (widget_class, FlMessageView, token);
  gtk_widget_class_bind_template_child (widget_class, FlMessageView, bytes);
  gtk_widget_class_bind_template_child (widget_class, FlMessageView, note);
  gtk_widget_class_bind_template_child (widget_class, FlMessageView, arrived);
  gtk_widget_class_bind_template_child (widget_class, FlMessageView, size);
  gtk_widget_class_bind_template_child (widget_class, FlMessageView, qos);
  gtk_widget_class_bind_template_child (widget_class, FlMessageView, encryption);
  gtk_widget_class_bind_template_child (widget_class, FlMessageView, token_time);
  gtk_widget_class_bind_template_child (widget_class, FlMessageView, token_time_name);
  gtk_widget_class_bind_template_child (widget_class, FlMessageView, cost);
  gtk_widget_class_bind_template_child (widget_class, FlMessageView, cost_name);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
}

static void
fl_message_view_init (FlMessageView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* Code begins on the left in every language, and so do the bytes. */
  gtk_widget_set_direction (GTK_WIDGET (self->value), GTK_TEXT_DIR_LTR);
  gtk_widget_set_direction (GTK_WIDGET (self->token), GTK_TEXT_DIR_LTR);
  gtk_widget_set_direction (GTK_WIDGET (self->bytes), GTK_TEXT_DIR_LTR);
}

GtkWidget *
fl_message_view_new (void)
{
  return g_object_new (FL_TYPE_MESSAGE_VIEW, NULL);
}

/**
 * fl_message_view_get_message:
 *
 * Returns: (transfer none) (nullable): the message
 */
FlMessage *
fl_message_view_get_message (FlMessageView *self)
{
  g_return_val_if_fail (FL_IS_MESSAGE_VIEW (self), NULL);

  return self->message;
}

/**
 * fl_message_view_set_message:
 * @message: (nullable): the message; with none, the last one stays on the screen
 */
void
fl_message_view_set_message (FlMessageView *self,
                             FlMessage     *message)
{
  g_return_if_fail (FL_IS_MESSAGE_VIEW (self));

  if (self->message == message)
    return;
  g_clear_pointer (&self->message, fl_message_unref);
  if (message != NULL)
    {
      self->message = fl_message_ref (message);
      show_text (self);
      show_note (self);
      show_facts (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MESSAGE]);
}
