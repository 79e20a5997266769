/* Text fields of a saved broker: which row, which sentence under it, which property, as a table.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "brokers/fl-broker.h"
#include "ui/fl-broker-field.h"

G_BEGIN_DECLS

/* What a page of the editor says of one of its fields. */
typedef struct
{
  const char    *row;      /* id in its template */
  const char    *note;     /* (nullable): id of the sentence under it */
  FlBrokerField  field;    /* what may stand there */
  const char    *property; /* of the broker: where it is kept */
} FlBrokerFormInfo;

/* The widgets of one field, bound by fl_broker_form_bind(). */
typedef struct
{
  GtkEditable *row;
  GtkLabel    *note; /* NULL if it has none */
} FlBrokerFormField;

void     fl_broker_form_bind  (GtkWidgetClass          *widget_class,
                               const FlBrokerFormInfo  *infos,
                               guint                    n_infos,
                               gssize                   offset);
void     fl_broker_form_fill  (const FlBrokerFormField *field,
                               const FlBrokerFormInfo  *info,
                               FlBroker                *broker);
FlRemark fl_broker_form_check (const FlBrokerFormField *field,
                               const FlBrokerFormInfo  *info);
void     fl_broker_form_store (const FlBrokerFormField *field,
                               const FlBrokerFormInfo  *info,
                               FlBroker                *broker);

G_END_DECLS
