/* Lines of mosquitto's password file.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

#include "crypto/fl-secret.h"

G_BEGIN_DECLS

/* What mosquitto_passwd of mosquitto 2.0 uses. */
#define FL_MOSQUITTO_PASSWORD_ITERATIONS 101
#define FL_MOSQUITTO_PASSWORD_SALT_SIZE  12

char     *fl_mosquitto_password_hash (FlSecret     *password,
                                      const guint8 *salt,
                                      size_t        n_salt,
                                      guint         iterations) G_GNUC_WARN_UNUSED_RESULT;
char     *fl_mosquitto_password_line (const char   *user,
                                      FlSecret     *password) G_GNUC_WARN_UNUSED_RESULT;
FlSecret *fl_mosquitto_password_make (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
