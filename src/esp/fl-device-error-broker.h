/* A cause that a device named, checked against what is known of the broker: its certificate, its chain, its handshake.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "esp/fl-device-error-code.h"
#include "esp/fl-paste-context.h"

G_BEGIN_DECLS

/**
 * FlDeviceErrorBroker:
 * @sentence: what is so at this broker; %NULL: nothing is known of it that matters
 * @fix: the one change that helps here; %NULL: the usual one
 */
typedef struct
{
  char *sentence;
  char *fix;
} FlDeviceErrorBroker;

void fl_device_error_broker_check (FlDeviceErrorFamily   family,
                                   FlDeviceCause         cause,
                                   const FlPasteContext *context,
                                   FlDeviceErrorBroker  *result);

G_END_DECLS
