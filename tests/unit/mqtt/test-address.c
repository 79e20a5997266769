/* Tests of mqtt/fl-address: addresses as they are, names by the resolver, the first that answers of several.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "mqtt/fl-address.h"

#include "support/fl-fake-broker.h"

G_DECLARE_FINAL_TYPE (FlTestResolver, fl_test_resolver, FL, TEST_RESOLVER, GResolver)

/* Knows "none.test", "one.test", "two.test" (nobody listens at the first address), "dead.test" (at neither),
 * and never answers to "hang.test". */
struct _FlTestResolver
{
  GResolver parent_instance;
};

G_DEFINE_FINAL_TYPE (FlTestResolver, fl_test_resolver, G_TYPE_RESOLVER)

static void
return_addresses (GTask      *task,
                  const char *first,
                  const char *second)
{
  GList *list = g_list_append (NULL, g_inet_address_new_from_string (first));

  if (second != NULL)
    list = g_list_append (list, g_inet_address_new_from_string (second));
  g_task_return_pointer (task, list, (GDestroyNotify) g_resolver_free_addresses);
}

static void
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  g_task_return_error_if_cancelled (user_data);
}

static void
fl_test_resolver_lookup_async (GResolver           *resolver,
                               const char          *hostname,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (resolver, cancellable, callback, user_data);

  if (g_str_equal (hostname, "one.test"))
    return_addresses (task, "127.0.0.9", NULL);
  else if (g_str_equal (hostname, "two.test"))
    return_addresses (task, "127.0.0.77", "127.0.0.1");
  else if (g_str_equal (hostname, "dead.test"))
    return_addresses (task, "127.0.0.77", "127.0.0.78");
  else if (g_str_equal (hostname, "hang.test"))
    g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), g_steal_pointer (&task), g_object_unref);
  else
    g_task_return_new_error (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "no such name");
}

static GList *
fl_test_resolver_lookup_finish (GResolver     *resolver,
                                GAsyncResult  *result,
                                GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
fl_test_resolver_class_init (FlTestResolverClass *klass)
{
  G_RESOLVER_CLASS (klass)->lookup_by_name_async = fl_test_resolver_lookup_async;
  G_RESOLVER_CLASS (klass)->lookup_by_name_finish = fl_test_resolver_lookup_finish;
}

static void
fl_test_resolver_init (FlTestResolver *self)
{
}

typedef struct
{
  gboolean    done;
  FlEndpoint *endpoint;
  GError     *error;
} Answer;

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Answer *answer = user_data;

  answer->endpoint = fl_address_find_finish (result, &answer->error);
  answer->done = TRUE;
}

/* Returns: (transfer full): the address, or NULL with an error */
static char *
find (const char   *host,
      guint16       port,
      const char   *preferred,
      GCancellable *cancellable,
      GError      **error)
{
  g_autoptr(FlEndpoint) endpoint = fl_endpoint_new (host, port);
  Answer answer = { 0 };
  char *address;

  fl_address_find_async (endpoint, preferred, cancellable, found_cb, &answer);
  fl_fake_wait_for (answer.done);
  if (answer.endpoint == NULL)
    {
      g_propagate_error (error, answer.error);
      return NULL;
    }
  g_assert_cmpstr (fl_endpoint_get_host (answer.endpoint), ==, host);
  g_assert_cmpuint (fl_endpoint_get_port (answer.endpoint), ==, port);
  address = g_strdup (fl_endpoint_get_address (answer.endpoint));
  fl_endpoint_unref (answer.endpoint);
  return address;
}

static void
test_addresses (void)
{
  g_autofree char *v4 = find ("127.0.0.1", 1, NULL, NULL, NULL);
  g_autofree char *v6 = find ("::1", 1, NULL, NULL, NULL);

  g_assert_cmpstr (v4, ==, "127.0.0.1");
  g_assert_cmpstr (v6, ==, "::1");
}

/* A single address is not tried: nobody listens there. */
static void
test_one (void)
{
  g_autofree char *address = find ("one.test", 1, NULL, NULL, NULL);

  g_assert_cmpstr (address, ==, "127.0.0.9");
}

static void
test_two (void)
{
  g_autoptr(FlFakeBroker) broker = fl_fake_broker_new (NULL);
  g_autofree char *address = find ("two.test", fl_fake_broker_get_port (broker), NULL, NULL, NULL);

  g_assert_cmpstr (address, ==, "127.0.0.1");
}

static void
test_preferred (void)
{
  g_autofree char *known = find ("dead.test", 1, "127.0.0.78", NULL, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_cmpstr (known, ==, "127.0.0.78");
  g_assert_null (find ("dead.test", 1, "127.0.0.1", NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
}

static void
test_failures (void)
{
  g_autoptr(GError) unknown = NULL;
  g_autoptr(GError) dead = NULL;

  g_assert_null (find ("none.test", 1, NULL, NULL, &unknown));
  g_assert_error (unknown, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND);
  g_assert_null (find ("dead.test", 1, NULL, NULL, &dead));
  g_assert_error (dead, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

static void
test_hanging (void)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  g_timeout_add (50, cancel_cb, cancellable);
  g_assert_null (find ("hang.test", 1, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(FlTestResolver) resolver = NULL;

  g_test_init (&argc, &argv, NULL);
  resolver = g_object_new (fl_test_resolver_get_type (), NULL);
  g_resolver_set_default (G_RESOLVER (resolver));
  g_test_add_func ("/address/addresses", test_addresses);
  g_test_add_func ("/address/one", test_one);
  g_test_add_func ("/address/two", test_two);
  g_test_add_func ("/address/preferred", test_preferred);
  g_test_add_func ("/address/failures", test_failures);
  g_test_add_func ("/address/hanging", test_hanging);
  return g_test_run ();
}
