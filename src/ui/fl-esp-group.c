/* "Can my ESP connect?" on the Security page: a button, and a row for each kind of device.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-esp-group"

#include "config.h"

#include "ui/fl-esp-group.h"

#include "ui/fl-format.h"
#include "ui/fl-level-row.h"
#include "ui/fl-ui.h"

#include <glib/gi18n-lib.h>

/* For all handshakes together. */
#define TIMEOUT_MS 30000

struct _FlEspGroup
{
  AdwBin        parent_instance;

  GtkLabel     *status;
  GtkSpinner   *spinner;
  GtkButton    *button;
  GtkListBox   *devices;

  FlEndpoint   *endpoint;
  FlTrust      *trust;
  FlEspCheck   *check;
  char         *error_text;
  GCancellable *cancellable; /* while it runs */
};

G_DEFINE_FINAL_TYPE (FlEspGroup, fl_esp_group, ADW_TYPE_BIN)

static char *
describe_status (FlEspGroup *self)
{
  if (self->cancellable != NULL)
    return g_strdup (_("Shaking hands as each of them would…"));
  if (self->error_text != NULL)
    return g_strdup (self->error_text);
  if (self->check != NULL)
    {
      g_autofree char *time = fl_format_time (fl_esp_check_get_time (self->check) * G_USEC_PER_SEC);

      return g_strdup_printf (_("Tried at %s, without sending anything."), time);
    }
  return g_strdup (_("Makes a handshake with this broker as each kind of ESP would, and sends nothing. Once a minute at most."));
}

static FlSecurityTone
tone_of_answer (FlEspAnswer answer)
{
  switch (answer)
    {
    case FL_ESP_ANSWER_YES:
      return FL_SECURITY_TONE_GOOD;
    case FL_ESP_ANSWER_NO:
      return FL_SECURITY_TONE_BAD;
    case FL_ESP_ANSWER_UNKNOWN:
    case FL_ESP_ANSWER_NO_SUCH_WAY:
    default:
      return FL_SECURITY_TONE_NEUTRAL;
    }
}

static GtkWidget *
make_image (FlSecurityTone tone)
{
  GtkWidget *image = g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                   "icon-name", fl_level_tone_to_icon (tone), NULL);

  if (tone != FL_SECURITY_TONE_NEUTRAL)
    gtk_widget_add_css_class (image, fl_level_tone_to_class (tone));
  return image;
}

/* Markup is off before there is a text. */
static GtkWidget *
make_detail (const char *title,
             const char *subtitle,
             GtkWidget  *image)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  if (image != NULL)
    adw_action_row_add_prefix (ADW_ACTION_ROW (row), image);

  return row;
}

static void
add_way (AdwExpanderRow     *row,
         const FlEspVerdict *verdict,
         FlClientWay         way)
{
  const FlClientModel *model = fl_esp_verdict_get_model (verdict);
  FlEspAnswer answer = fl_esp_verdict_get_answer (verdict, way);
  FlSecurityTone tone = tone_of_answer (answer);
  g_autofree char *sentence = fl_esp_verdict_describe_way (verdict, way);

  if (answer == FL_ESP_ANSWER_NO_SUCH_WAY)
    return;
  if (way == FL_CLIENT_WAY_INSECURE && answer == FL_ESP_ANSWER_YES)
    tone = FL_SECURITY_TONE_CAUTION;
  adw_expander_row_add_row (row, make_detail (fl_client_way_get_label (model, way), sentence, make_image (tone)));
}

static FlSecurityTone
tone_of_verdict (const FlEspVerdict *verdict)
{
  if (!fl_esp_verdict_was_tried (verdict))
    return FL_SECURITY_TONE_NEUTRAL;
  if (fl_esp_verdict_connects_safely (verdict))
    return FL_SECURITY_TONE_GOOD;
  return fl_esp_verdict_connects (verdict) ? FL_SECURITY_TONE_CAUTION : FL_SECURITY_TONE_BAD;
}

/* The answer is in the text: not by colour alone. */
static char *
make_title (const FlEspVerdict *verdict)
{
  const char *name = fl_esp_verdict_get_model (verdict)->name;

  switch (tone_of_verdict (verdict))
    {
    case FL_SECURITY_TONE_GOOD:
      /* Translators: a kind of device, then whether it can connect. */
      return g_strdup_printf (_("%s: yes"), name);
    case FL_SECURITY_TONE_CAUTION:
      return g_strdup_printf (_("%s: yes, but not safely"), name);
    case FL_SECURITY_TONE_BAD:
      return g_strdup_printf (_("%s: no"), name);
    case FL_SECURITY_TONE_NEUTRAL:
    default:
      return g_strdup (name);
    }
}

/* Opens only where there is more to say. */
static GtkWidget *
make_row (const FlEspVerdict *verdict)
{
  GtkWidget *row;
  g_autofree char *title = make_title (verdict);
  g_autofree char *sentence = fl_esp_verdict_describe (verdict);
  g_autofree char *buffers = fl_esp_verdict_describe_buffers (verdict);

  if (fl_esp_verdict_is_uniform (verdict))
    return make_detail (title, sentence, make_image (tone_of_verdict (verdict)));

  row = adw_expander_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), sentence);
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (row), make_image (tone_of_verdict (verdict)));
  for (guint way = 0; way < FL_N_CLIENT_WAYS; way++)
    add_way (ADW_EXPANDER_ROW (row), verdict, (FlClientWay) way);
  if (fl_esp_verdict_get_cipher (verdict) != NULL)
    adw_expander_row_add_row (ADW_EXPANDER_ROW (row), make_detail (_("Cipher"), fl_esp_verdict_get_cipher (verdict),
                                                                   make_image (FL_SECURITY_TONE_NEUTRAL)));
  if (buffers != NULL && fl_esp_verdict_connects (verdict))
    adw_expander_row_add_row (ADW_EXPANDER_ROW (row), make_detail (_("Buffers"), buffers, make_image (FL_SECURITY_TONE_NEUTRAL)));

  return row;
}

static void
update_rows (FlEspGroup *self)
{
  const guint n = self->check != NULL ? fl_esp_check_get_n (self->check) : 0;
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->devices))) != NULL)
    gtk_list_box_remove (self->devices, row);
  for (guint i = 0; i < n; i++)
    gtk_list_box_append (self->devices, make_row (fl_esp_check_get_verdict (self->check, i)));
  gtk_widget_set_visible (GTK_WIDGET (self->devices), n > 0);
}

static void
update (FlEspGroup *self)
{
  const gboolean is_running = self->cancellable != NULL;
  g_autofree char *status = describe_status (self);

  gtk_label_set_label (self->status, status);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), is_running);
  gtk_spinner_set_spinning (self->spinner, is_running);
  gtk_button_set_label (self->button, is_running ? _("Cancel") : _("Check Devices"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, _("Can my ESP connect?"), -1);
  gtk_widget_set_visible (GTK_WIDGET (self),
                          self->endpoint != NULL && self->trust != NULL && fl_trust_get_way (self->trust) != FL_TRUST_PLAIN);
}

static void
forget (FlEspGroup *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->check, fl_esp_check_unref);
  g_clear_pointer (&self->error_text, g_free);
}

/* What was cancelled is not this broker's any more. */
static void
check_ran_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(FlEspGroup) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(FlEspCheck) check = fl_esp_check_run_finish (result, &error);

  if (g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;
  g_clear_object (&self->cancellable);
  if (check != NULL)
    {
      fl_esp_group_show_check (self, check);
      return;
    }
  self->error_text = g_strdup (error->message);
  update (self);
}

static void
clicked_cb (FlEspGroup *self)
{
  if (self->cancellable != NULL)
    {
      g_cancellable_cancel (self->cancellable);
      g_clear_object (&self->cancellable);
    }
  else if (self->endpoint != NULL && self->trust != NULL)
    {
      g_clear_pointer (&self->error_text, g_free);
      self->cancellable = g_cancellable_new ();
      fl_esp_check_run_async (self->endpoint, self->trust, TIMEOUT_MS, self->cancellable, check_ran_cb, g_object_ref (self));
    }
  update (self);
}

static void
fl_esp_group_dispose (GObject *object)
{
  FlEspGroup *self = FL_ESP_GROUP (object);

  forget (self);
  g_clear_pointer (&self->endpoint, fl_endpoint_unref);
  g_clear_pointer (&self->trust, fl_trust_unref);

  G_OBJECT_CLASS (fl_esp_group_parent_class)->dispose (object);
}

static void
fl_esp_group_class_init (FlEspGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fl_esp_group_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-esp-group"));
  gtk_widget_class_bind_template_child (widget_class, FlEspGroup, status);
  gtk_widget_class_bind_template_child (widget_class, FlEspGroup, spinner);
  gtk_widget_class_bind_template_child (widget_class, FlEspGroup, button);
  gtk_widget_class_bind_template_child (widget_class, FlEspGroup, devices);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
}

static void
fl_esp_group_init (FlEspGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update_rows (self);
  update (self);
}

GtkWidget *
fl_esp_group_new (void)
{
  return g_object_new (FL_TYPE_ESP_GROUP, NULL);
}

static gboolean
is_same_broker (FlEspGroup *self,
                FlEndpoint *endpoint,
                FlTrust    *trust)
{
  if (self->trust != trust || (self->endpoint == NULL) != (endpoint == NULL))
    return FALSE;
  return endpoint == NULL || fl_endpoint_equal (self->endpoint, endpoint);
}

/**
 * fl_esp_group_set_broker:
 * @self: a group
 * @endpoint: (nullable): the broker, with the address that answered
 * @trust: (nullable): what the broker is set to
 *
 * What was found out about another one is forgotten.
 */
void
fl_esp_group_set_broker (FlEspGroup *self,
                         FlEndpoint *endpoint,
                         FlTrust    *trust)
{
  g_return_if_fail (FL_IS_ESP_GROUP (self));

  if (is_same_broker (self, endpoint, trust))
    return;
  forget (self);
  g_clear_pointer (&self->endpoint, fl_endpoint_unref);
  g_clear_pointer (&self->trust, fl_trust_unref);
  self->endpoint = endpoint != NULL ? fl_endpoint_ref (endpoint) : NULL;
  self->trust = trust != NULL ? fl_trust_ref (trust) : NULL;
  update_rows (self);
  update (self);
}

/* What was found out. */
void
fl_esp_group_show_check (FlEspGroup *self,
                         FlEspCheck *check)
{
  g_return_if_fail (FL_IS_ESP_GROUP (self) && check != NULL);

  fl_esp_check_ref (check);
  g_clear_pointer (&self->check, fl_esp_check_unref);
  self->check = check;
  update_rows (self);
  update (self);
}
