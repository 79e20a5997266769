/* Host names and addresses as they stand in a certificate.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define FL_HOST_NAME_ERROR (fl_host_name_error_quark ())

typedef enum
{
  FL_HOST_NAME_ERROR_INVALID, /* neither a host name nor an address */
} FlHostNameError;

GQuark  fl_host_name_error_quark (void);
char   *fl_host_name_normalize   (const char  *text,
                                  GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
