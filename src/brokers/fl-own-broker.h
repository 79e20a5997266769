/* Certificates, keys and configuration for a mosquitto of one's own, in a folder.
 *
 * The folder's files are named in fl-own-broker-text.h. Every function blocks (an RSA key takes up to seconds) and
 * may be called in any thread, one at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

#include "tls/fl-certificate.h"
#include "tls/fl-private-key.h"

G_BEGIN_DECLS

#define FL_OWN_BROKER_ERROR (fl_own_broker_error_quark ())

/**
 * FlOwnBrokerError:
 * @FL_OWN_BROKER_ERROR_NAME: no name for the broker, or one that is neither host name nor address
 * @FL_OWN_BROKER_ERROR_DEVICE: a device's name that cannot be a file name, a topic level and a user name, or is
 *   given twice
 * @FL_OWN_BROKER_ERROR_NUMBER: days or ports out of range
 * @FL_OWN_BROKER_ERROR_NOT_OURS: the folder holds no files of fl_own_broker_create()
 * @FL_OWN_BROKER_ERROR_DEVICE_EXISTS: the device is already in the folder
 * @FL_OWN_BROKER_ERROR_RANDOM: OpenSSL has no random numbers
 *
 * Others come from FL_FOLDER_WRITER_ERROR, FL_AUTHORITY_ERROR, FL_PRIVATE_KEY_ERROR and G_IO_ERROR.
 */
typedef enum
{
  FL_OWN_BROKER_ERROR_NAME,
  FL_OWN_BROKER_ERROR_DEVICE,
  FL_OWN_BROKER_ERROR_NUMBER,
  FL_OWN_BROKER_ERROR_NOT_OURS,
  FL_OWN_BROKER_ERROR_DEVICE_EXISTS,
  FL_OWN_BROKER_ERROR_RANDOM,
} FlOwnBrokerError;

/* The authority outlives a few renewals of what it issues: sketches hold its certificate. */
#define FL_OWN_BROKER_CA_DAYS      7300
#define FL_OWN_BROKER_DEFAULT_DAYS 3650
#define FL_OWN_BROKER_DEFAULT_PORT 8883
#define FL_OWN_BROKER_N_PORTS      3
#define FL_OWN_BROKER_MAX_DEVICES  100

/* What is wanted; strings are borrowed. */
typedef struct
{
  const char *const *names;    /* of the broker: host names and addresses, at least one */
  const char *const *devices;  /* (nullable) */
  int                days;     /* how long the broker's and the devices' certificates are good for; 0: default */
  FlKeyType          key_type;
  guint              port;     /* the first of three; 0: default */
} FlOwnBrokerPlan;

/* Called in the working thread before each key is made. */
typedef void (*FlOwnBrokerProgress) (guint    n_done,
                                     guint    n_all,
                                     gpointer user_data);

typedef struct _FlOwnBroker FlOwnBroker;

GQuark         fl_own_broker_error_quark      (void);
gboolean       fl_own_broker_check_device     (const char             *device,
                                               GError                **error);
gboolean       fl_own_broker_check_plan       (const FlOwnBrokerPlan  *plan,
                                               GError                **error);
FlOwnBroker   *fl_own_broker_create           (const char             *path,
                                               const FlOwnBrokerPlan  *plan,
                                               FlOwnBrokerProgress     progress,
                                               gpointer                user_data,
                                               GError                **error) G_GNUC_WARN_UNUSED_RESULT;
FlOwnBroker   *fl_own_broker_open             (const char             *path,
                                               GError                **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean       fl_own_broker_renew            (FlOwnBroker            *self,
                                               const char *const      *names,
                                               int                     days,
                                               gboolean                new_key,
                                               GError                **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean       fl_own_broker_add_devices      (FlOwnBroker            *self,
                                               const char *const      *devices,
                                               int                     days,
                                               GError                **error) G_GNUC_WARN_UNUSED_RESULT;
const char    *fl_own_broker_get_folder       (FlOwnBroker            *self);
FlCertificate *fl_own_broker_get_certificate  (FlOwnBroker            *self);
const char *const *
               fl_own_broker_get_names        (FlOwnBroker            *self);
guint16        fl_own_broker_get_port         (FlOwnBroker            *self);
void           fl_own_broker_free             (FlOwnBroker            *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlOwnBroker, fl_own_broker_free)

G_END_DECLS
