/* The BROKER argument, --saved and the TRUST options that several commands share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "cli/fl-cli-keys.h"
#include "cli/fl-cli.h"
#include "devices/fl-device-settings.h"
#include "mqtt/fl-link-settings.h"
#include "mqtt/fl-mqtt-url.h"

G_BEGIN_DECLS

#define FL_CLI_BROKER_ERROR (fl_cli_broker_error_quark ())

typedef enum
{
  FL_CLI_BROKER_ERROR_USAGE, /* exit status 2 */
} FlCliBrokerError;

/* What stands on the command line. Fill it through the option group, then resolve it. */
typedef struct
{
  char     *saved;
  char     *ca_file;
  char    **pins;           /* NULL, or one or two: the second one is planned */
  gboolean  insecure;
  char     *psk_identity;
  char     *psk_file;
  char     *cert_file;
  char     *key_file;
  char     *key_passphrase_file;
  char     *username;
  char     *password_file;
  gboolean  plain_password;
} FlCliBrokerOptions;

/* What it means. */
typedef struct
{
  FlEndpoint       *endpoint;
  FlTrust          *trust;
  char             *base_topic;
  char             *filter;
  char             *username;
  FlSecret         *password;
  gboolean          upgraded;        /* mqtt:// that becomes TLS: for its port, or for a trust option */
  gboolean          is_tls_port;     /* … for its port */
  FlLinkSettings   *link_settings;   /* of a saved broker, with its secrets; else NULL */
  FlDeviceSettings *device_settings; /* of a saved broker; else NULL */
} FlCliBroker;

GQuark        fl_cli_broker_error_quark  (void);
GOptionGroup *fl_cli_broker_new_group    (FlCliBrokerOptions *options);
void          fl_cli_broker_options_clear (FlCliBrokerOptions *options);
gboolean      fl_cli_broker_take_address (FlCliBrokerOptions  *options,
                                          int                 *argc,
                                          char               **argv,
                                          const char         **address);
FlCliBroker  *fl_cli_broker_resolve      (const char          *address,
                                          FlCliBrokerOptions  *options,
                                          GError             **error) G_GNUC_WARN_UNUSED_RESULT;
FlCliStatus   fl_cli_broker_complain     (const GError        *error);
FlCliBroker  *fl_cli_broker_find         (const char          *address,
                                          FlCliBrokerOptions  *options,
                                          FlKeyRing          **ring,
                                          GError             **error) G_GNUC_WARN_UNUSED_RESULT;
FlCliStatus   fl_cli_broker_prepare      (const char          *address,
                                          FlCliBrokerOptions  *options,
                                          FlCliKeys           *keys,
                                          FlCliBroker        **broker,
                                          FlKeyRing          **ring);
FlLinkSettings *
              fl_cli_broker_new_settings (FlCliBroker         *self,
                                          gboolean             subscribe,
                                          int                  qos) G_GNUC_WARN_UNUSED_RESULT;
void          fl_cli_broker_free         (FlCliBroker         *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlCliBroker, fl_cli_broker_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FlCliBrokerOptions, fl_cli_broker_options_clear)

G_END_DECLS
