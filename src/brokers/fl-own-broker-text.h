/* The texts in the folder of a broker of one's own: mosquitto.conf, README.txt, a device's sheet.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

#include "crypto/fl-secret.h"

G_BEGIN_DECLS

/* What the files are called; a device's are its name and one of the endings. */
#define FL_OWN_BROKER_CA               "ca.crt"
#define FL_OWN_BROKER_CA_KEY           "ca.key"
#define FL_OWN_BROKER_SERVER           "server.crt"
#define FL_OWN_BROKER_SERVER_KEY       "server.key"
#define FL_OWN_BROKER_PSK_FILE         "psk_file"
#define FL_OWN_BROKER_PASSWORD_FILE    "password_file"
#define FL_OWN_BROKER_CONF             "mosquitto.conf"
#define FL_OWN_BROKER_README           "README.txt"
#define FL_OWN_BROKER_USER             "fernlight"
#define FL_OWN_BROKER_USER_PASSWORD    "fernlight.password"
#define FL_OWN_BROKER_CERTIFICATE_END  ".crt"
#define FL_OWN_BROKER_KEY_END          ".key"
#define FL_OWN_BROKER_SHEET_END        ".txt"

/* What the texts speak of. */
typedef struct
{
  const char        *folder;    /* absolute path */
  const char *const *names;     /* of the broker, as in its certificate */
  guint16            port;      /* the first of three */
  gint64             not_after; /* of its certificate, Unix seconds */
} FlOwnBrokerFacts;

char     *fl_own_broker_text_conf   (const FlOwnBrokerFacts *facts) G_GNUC_WARN_UNUSED_RESULT;
char     *fl_own_broker_text_readme (const FlOwnBrokerFacts *facts) G_GNUC_WARN_UNUSED_RESULT;
char     *fl_own_broker_text_system_lines (const char       *folder) G_GNUC_WARN_UNUSED_RESULT;
char     *fl_own_broker_text_start_line   (const char       *folder) G_GNUC_WARN_UNUSED_RESULT;
FlSecret *fl_own_broker_text_sheet  (const char             *device,
                                     guint16                 port,
                                     FlSecret               *password,
                                     FlSecret               *psk_hex) G_GNUC_WARN_UNUSED_RESULT;
guint16   fl_own_broker_text_port   (const char             *conf);

G_END_DECLS
