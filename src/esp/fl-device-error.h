/* The error numbers in what a serial monitor printed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "esp/fl-device-error-code.h"

G_BEGIN_DECLS

typedef struct
{
  FlDeviceErrorFamily family;
  int                 number;
  guint               line; /* from 1, where it is first */
} FlDeviceError;

/* Most that are found in one text. */
#define FL_DEVICE_ERROR_MAX 8

GArray *fl_device_error_find (const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
