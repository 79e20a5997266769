/* What to publish: topic, payload, QoS, retain, encryption.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-publish-form"

#include "config.h"

#include "ui/fl-publish-form.h"

#include <glib/gi18n.h>
#include <string.h>

#include "messages/fl-topic-name.h"
#include "mqtt/fl-service-rules.h"
#include "ui/fl-ui.h"

struct _FlPublishForm
{
  AdwBin       parent_instance;

  GtkEditable *topic;
  GtkLabel    *remark;
  GtkTextView *payload;
  GtkDropDown *qos;
  GtkWidget   *qos_row;
  GtkWidget   *retained_row;
  GtkSwitch   *retained;
  GtkWidget   *retained_remark;
  GtkWidget   *encrypt_row;
  GtkSwitch   *encrypt;
  GtkWidget   *publish;
};

enum
{
  SIGNAL_PUBLISH,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FlPublishForm, fl_publish_form, ADW_TYPE_BIN)

/* Returns NULL when the topic is good. */
static const char *
judge_topic (const char *topic)
{
  if (*topic == '\0')
    return "";
  if (strpbrk (topic, "+#") != NULL)
    return _("+ and # are for subscribing; a message has one topic.");
  if (!fl_topic_name_is_valid (topic, -1))
    return _("This topic is too long.");
  return NULL;
}

static void
topic_changed_cb (FlPublishForm *self)
{
  const char *remark = judge_topic (gtk_editable_get_text (self->topic));

  gtk_label_set_label (self->remark, remark != NULL ? remark : "");
  gtk_widget_set_visible (GTK_WIDGET (self->remark), remark != NULL && *remark != '\0');
  gtk_widget_set_sensitive (self->publish, remark == NULL);
  if (remark != NULL && *remark != '\0')
    gtk_widget_add_css_class (GTK_WIDGET (self->topic), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->topic), "error");
}

static void
publish_cb (FlPublishForm *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->payload);
  g_autofree char *text = NULL;
  g_autoptr(GBytes) payload = NULL;

  g_object_get (buffer, "text", &text, NULL);
  payload = g_bytes_new (text, strlen (text));
  g_signal_emit (self, signals[SIGNAL_PUBLISH], 0, gtk_editable_get_text (self->topic), payload,
                 (int) gtk_drop_down_get_selected (self->qos), gtk_switch_get_active (self->retained),
                 gtk_switch_get_active (self->encrypt) && gtk_widget_get_sensitive (self->encrypt_row));
}

/* The names of the QoS, as many as there are. */
static void
limit_qos (FlPublishForm *self,
           int            max_qos)
{
  const char *const names[] = { _("0 · at most once"), _("1 · at least once"), _("2 · exactly once"), NULL };
  const guint selected = MIN (gtk_drop_down_get_selected (self->qos), (guint) max_qos);
  g_autoptr(GtkStringList) list = gtk_string_list_new (NULL);

  for (int i = 0; i <= max_qos; i++)
    gtk_string_list_append (list, names[i]);
  gtk_drop_down_set_model (self->qos, G_LIST_MODEL (list));
  gtk_drop_down_set_selected (self->qos, selected);
}

static void
fl_publish_form_class_init (FlPublishFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[SIGNAL_PUBLISH] =
    g_signal_new ("publish", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 5,
                  G_TYPE_STRING, G_TYPE_BYTES, G_TYPE_INT, G_TYPE_BOOLEAN, G_TYPE_BOOLEAN);

  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-publish-form"));
  gtk_widget_class_bind_template_child (widget_class, FlPublishForm, topic);
  gtk_widget_class_bind_template_child (widget_class, FlPublishForm, remark);
  gtk_widget_class_bind_template_child (widget_class, FlPublishForm, payload);
  gtk_widget_class_bind_template_child (widget_class, FlPublishForm, qos);
  gtk_widget_class_bind_template_child (widget_class, FlPublishForm, qos_row);
  gtk_widget_class_bind_template_child (widget_class, FlPublishForm, retained_row);
  gtk_widget_class_bind_template_child (widget_class, FlPublishForm, retained);
  gtk_widget_class_bind_template_child (widget_class, FlPublishForm, retained_remark);
  gtk_widget_class_bind_template_child (widget_class, FlPublishForm, encrypt_row);
  gtk_widget_class_bind_template_child (widget_class, FlPublishForm, encrypt);
  gtk_widget_class_bind_template_child (widget_class, FlPublishForm, publish);
  gtk_widget_class_bind_template_callback (widget_class, topic_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, publish_cb);
}

static void
fl_publish_form_init (FlPublishForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  topic_changed_cb (self);
}

GtkWidget *
fl_publish_form_new (void)
{
  return g_object_new (FL_TYPE_PUBLISH_FORM, NULL);
}

const char *
fl_publish_form_get_topic (FlPublishForm *self)
{
  g_return_val_if_fail (FL_IS_PUBLISH_FORM (self), NULL);

  return gtk_editable_get_text (self->topic);
}

/**
 * fl_publish_form_set_topic:
 * @topic: a topic name
 */
void
fl_publish_form_set_topic (FlPublishForm *self,
                           const char    *topic)
{
  g_return_if_fail (FL_IS_PUBLISH_FORM (self));

  gtk_editable_set_text (self->topic, topic);
}

/**
 * fl_publish_form_set_can_encrypt:
 * @can_encrypt: whether there is a key to encrypt with
 */
void
fl_publish_form_set_can_encrypt (FlPublishForm *self,
                                 gboolean       can_encrypt)
{
  g_return_if_fail (FL_IS_PUBLISH_FORM (self));

  gtk_widget_set_sensitive (self->encrypt_row, can_encrypt);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->encrypt_row), can_encrypt ? "" : _("This broker has no key yet"));
}

/**
 * fl_publish_form_set_encrypt:
 * @encrypt: how the switch is to stand
 */
void
fl_publish_form_set_encrypt (FlPublishForm *self,
                             gboolean       encrypt)
{
  g_return_if_fail (FL_IS_PUBLISH_FORM (self));

  gtk_switch_set_active (self->encrypt, encrypt);
}

/**
 * fl_publish_form_set_service:
 * @service: whose broker it is; what it does not take cannot be chosen, and it is said why
 */
void
fl_publish_form_set_service (FlPublishForm   *self,
                             const FlService *service)
{
  g_autofree char *no_qos = NULL;
  g_autofree char *no_retained = NULL;

  g_return_if_fail (FL_IS_PUBLISH_FORM (self));
  g_return_if_fail (service != NULL);

  no_qos = fl_service_rules_describe_qos (service);
  no_retained = fl_service_rules_describe_retained (service);
  limit_qos (self, service->max_qos);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->qos_row), no_qos != NULL ? no_qos : "");
  if (no_retained != NULL)
    gtk_switch_set_active (self->retained, FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->retained), no_retained == NULL);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->retained_row),
                               no_retained != NULL ? no_retained : _("The broker keeps a copy for whoever comes later"));
}
