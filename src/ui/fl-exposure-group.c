/* "Who else gets in?" on the Security page: a button, and what was found out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-exposure-group"

#include "config.h"

#include "ui/fl-exposure-group.h"

#include "ui/fl-exposure-row.h"
#include "ui/fl-ui.h"

#include <glib/gi18n-lib.h>

struct _FlExposureGroup
{
  AdwBin      parent_instance;

  GtkLabel   *status;
  GtkSpinner *spinner;
  GtkButton  *button;
  GtkListBox *findings;

  FlExposure *exposure;
};

enum
{
  PROP_0,
  PROP_SETTINGS,
  PROP_N_MESSAGES,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (FlExposureGroup, fl_exposure_group, ADW_TYPE_BIN)

static char *
describe_status (FlExposure *exposure)
{
  guint n_questions = fl_exposure_get_n_questions (exposure);

  if (fl_exposure_is_asking (exposure))
    return g_strdup_printf (ngettext ("%u of %u port has answered; it takes ten seconds at most.",
                                      "%u of %u ports have answered; it takes ten seconds at most.", n_questions),
                            fl_exposure_get_n_answers (exposure), n_questions);
  if (fl_exposure_is_done (exposure))
    return g_strdup (_("Found out from this computer; from elsewhere a firewall may let in others, or fewer."));
  return g_strdup_printf (_("Knocks at this broker like a stranger, here and on port %u, without your password, certificate and keys."),
                          FL_EXPOSURE_PLAIN_PORT);
}

static void
update (FlExposureGroup *self)
{
  gboolean is_asking = fl_exposure_is_asking (self->exposure);
  g_autofree char *status = describe_status (self->exposure);
  const char *label = is_asking ? _("Cancel") : fl_exposure_is_done (self->exposure) ? _("Check Again") : _("Check");

  gtk_label_set_label (self->status, status);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), is_asking);
  gtk_spinner_set_spinning (self->spinner, is_asking);
  gtk_button_set_label (self->button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, _("Who else gets in?"), -1);
  gtk_widget_set_visible (GTK_WIDGET (self->findings), g_list_model_get_n_items (G_LIST_MODEL (self->exposure)) > 0);
  gtk_widget_set_visible (GTK_WIDGET (self), fl_exposure_is_own (self->exposure));
}

static void
clicked_cb (FlExposureGroup *self)
{
  if (fl_exposure_is_asking (self->exposure))
    fl_exposure_cancel (self->exposure);
  else
    fl_exposure_ask (self->exposure);
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  return fl_exposure_row_new (item);
}

static void
fl_exposure_group_get_property (GObject    *object,
                                guint       property_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  FlExposureGroup *self = FL_EXPOSURE_GROUP (object);

  g_object_get_property (G_OBJECT (self->exposure), pspec->name, value);
}

static void
fl_exposure_group_set_property (GObject      *object,
                                guint         property_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  FlExposureGroup *self = FL_EXPOSURE_GROUP (object);

  g_object_set_property (G_OBJECT (self->exposure), pspec->name, value);
}

static void
fl_exposure_group_dispose (GObject *object)
{
  FlExposureGroup *self = FL_EXPOSURE_GROUP (object);

  if (self->exposure != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->exposure, self);
      gtk_list_box_bind_model (self->findings, NULL, NULL, NULL, NULL);
    }
  g_clear_object (&self->exposure);
  G_OBJECT_CLASS (fl_exposure_group_parent_class)->dispose (object);
}

static void
fl_exposure_group_class_init (FlExposureGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = fl_exposure_group_get_property;
  object_class->set_property = fl_exposure_group_set_property;
  object_class->dispose = fl_exposure_group_dispose;

  properties[PROP_SETTINGS] = g_param_spec_boxed ("settings", NULL, NULL, FL_TYPE_LINK_SETTINGS, flags);
  properties[PROP_N_MESSAGES] = g_param_spec_uint64 ("n-messages", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-exposure-group"));
  gtk_widget_class_bind_template_child (widget_class, FlExposureGroup, status);
  gtk_widget_class_bind_template_child (widget_class, FlExposureGroup, spinner);
  gtk_widget_class_bind_template_child (widget_class, FlExposureGroup, button);
  gtk_widget_class_bind_template_child (widget_class, FlExposureGroup, findings);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
}

static void
fl_exposure_group_init (FlExposureGroup *self)
{
  static const char *const facts[] = { "notify::asking", "notify::n-answers", "notify::n-questions", "notify::is-done", "notify::is-own",
                                       "items-changed" };

  self->exposure = fl_exposure_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_bind_model (self->findings, G_LIST_MODEL (self->exposure), create_row, NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    g_signal_connect_swapped (self->exposure, facts[i], G_CALLBACK (update), self);
  update (self);
}

GtkWidget *
fl_exposure_group_new (void)
{
  return g_object_new (FL_TYPE_EXPOSURE_GROUP, NULL);
}

/* (transfer none) */
FlExposure *
fl_exposure_group_get_exposure (FlExposureGroup *self)
{
  g_return_val_if_fail (FL_IS_EXPOSURE_GROUP (self), NULL);

  return self->exposure;
}
