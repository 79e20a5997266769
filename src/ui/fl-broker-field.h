/* What may stand in a field of the broker editor, without any widget.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  FL_BROKER_FIELD_NAME,
  FL_BROKER_FIELD_HOST,
  FL_BROKER_FIELD_BASE_TOPIC,
  FL_BROKER_FIELD_FILTER,
  FL_BROKER_FIELD_USERNAME,
  FL_BROKER_FIELD_CLIENT_ID,
  FL_BROKER_FIELD_PIN,
  FL_BROKER_FIELD_PSK_IDENTITY,
  FL_BROKER_FIELD_SECOND_PIN, /* may be empty */
  FL_BROKER_FIELD_FERNET_KEY,
  FL_BROKER_FIELD_COMMAND_TEMPLATE,
  FL_BROKER_FIELD_REPORT_TEMPLATE,
  FL_BROKER_FIELD_AVAILABILITY_TEMPLATE,
} FlBrokerField;

/* How serious a remark is. */
typedef enum
{
  FL_REMARK_NONE,  /* nothing to say */
  FL_REMARK_NOTE,  /* worth knowing */
  FL_REMARK_WARNING, /* it will work, and has a price */
  FL_REMARK_ERROR, /* it cannot be saved like this */
} FlRemark;

FlRemark  fl_broker_field_check (FlBrokerField   field,
                                 const char     *text,
                                 char          **sentence);

G_END_DECLS
