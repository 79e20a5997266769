/* Fuzz target: a file of brokers that somebody gave away.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include <glib.h>

#include "brokers/fl-broker-exchange.h"

int LLVMFuzzerTestOneInput (const unsigned char *data, size_t size);

/* What was taken is given away so that it reads back as itself, with no secret in it and none lost any more. */
static void
check (FlBrokerExchange *read)
{
  g_autoptr(GBytes) bytes = fl_broker_exchange_write (read->brokers);
  g_autoptr(FlBrokerExchange) again = fl_broker_exchange_read (bytes, NULL);

  if (g_bytes_get_size (bytes) > FL_BROKER_EXCHANGE_MAX_BYTES)
    return;
  g_assert_nonnull (again);
  g_assert_false (again->had_secrets);
  g_assert_cmpuint (again->n_unreadable, ==, 0);
  g_assert_cmpuint (again->brokers->len, ==, read->brokers->len);
  for (guint i = 0; i < read->brokers->len; i++)
    {
      FlBroker *one = g_ptr_array_index (read->brokers, i);
      FlBroker *other = g_ptr_array_index (again->brokers, i);

      g_assert_false (fl_broker_get_plain_password_allowed (one));
      g_assert_null (strstr (fl_broker_get_ca_pem (one), "PRIVATE KEY"));
      g_assert_null (strstr (fl_broker_get_client_certificate_pem (one), "PRIVATE KEY"));
      g_assert_cmpstr (fl_broker_get_id (one), !=, fl_broker_get_id (other));
      g_assert_cmpstr (fl_broker_get_host (one), ==, fl_broker_get_host (other));
    }
}

int
LLVMFuzzerTestOneInput (const unsigned char *data,
                        size_t               size)
{
  g_autoptr(GBytes) bytes = g_bytes_new (data, size);
  g_autoptr(GError) error = NULL;
  g_autoptr(FlBrokerExchange) read = fl_broker_exchange_read (bytes, &error);

  g_assert_true ((read == NULL) == (error != NULL));
  if (read != NULL)
    check (read);
  return 0;
}
