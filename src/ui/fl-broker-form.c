/* Text fields of a saved broker: which row, which sentence under it, which property, as a table.
 *
 * What may stand in them is fl-broker-field's to say.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-broker-form"

#include "config.h"

#include "ui/fl-broker-form.h"

#include "ui/fl-remark-label.h"

/**
 * fl_broker_form_bind:
 * @infos: the fields
 * @offset: of an array of FlBrokerFormField, as many, in the instance
 *
 * In class_init: binds rows and sentences to the template's children.
 */
void
fl_broker_form_bind (GtkWidgetClass         *widget_class,
                     const FlBrokerFormInfo *infos,
                     guint                   n_infos,
                     gssize                  offset)
{
  for (guint i = 0; i < n_infos; i++)
    {
      const gssize field = offset + (gssize) (i * sizeof (FlBrokerFormField));

      gtk_widget_class_bind_template_child_full (widget_class, infos[i].row, FALSE,
                                                 field + (gssize) G_STRUCT_OFFSET (FlBrokerFormField, row));
      if (infos[i].note != NULL)
        gtk_widget_class_bind_template_child_full (widget_class, infos[i].note, FALSE,
                                                   field + (gssize) G_STRUCT_OFFSET (FlBrokerFormField, note));
    }
}

void
fl_broker_form_fill (const FlBrokerFormField *field,
                     const FlBrokerFormInfo  *info,
                     FlBroker                *broker)
{
  g_autofree char *text = NULL;

  g_object_get (broker, info->property, &text, NULL);
  gtk_editable_set_text (field->row, text != NULL ? text : "");
}

/* Says under the field what is to be said. Returns: how serious it is. */
FlRemark
fl_broker_form_check (const FlBrokerFormField *field,
                      const FlBrokerFormInfo  *info)
{
  g_autofree char *sentence = NULL;
  const FlRemark remark = fl_broker_field_check (info->field, gtk_editable_get_text (field->row), &sentence);

  fl_remark_label_show (field->note, GTK_WIDGET (field->row), remark, sentence);
  return remark;
}

void
fl_broker_form_store (const FlBrokerFormField *field,
                      const FlBrokerFormInfo  *info,
                      FlBroker                *broker)
{
  g_object_set (broker, info->property, gtk_editable_get_text (field->row), NULL);
}
