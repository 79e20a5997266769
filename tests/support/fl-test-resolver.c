/* A resolver for which every name is this computer, so that tests may use the names of services.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "support/fl-test-resolver.h"

G_DECLARE_FINAL_TYPE (FlTestResolver, fl_test_resolver, FL, TEST_RESOLVER, GResolver)

struct _FlTestResolver
{
  GResolver parent_instance;
};

G_DEFINE_FINAL_TYPE (FlTestResolver, fl_test_resolver, G_TYPE_RESOLVER)

static int n_asked; /* atomic */

static void
free_addresses (gpointer list)
{
  g_resolver_free_addresses (list);
}

static GList *
look_up (void)
{
  g_atomic_int_inc (&n_asked);
  return g_list_prepend (NULL, g_inet_address_new_from_string ("127.0.0.1"));
}

static GList *
fl_test_resolver_lookup (GResolver     *resolver,
                         const char    *host,
                         GCancellable  *cancellable,
                         GError       **error)
{
  return look_up ();
}

static void
fl_test_resolver_lookup_async (GResolver           *resolver,
                               const char          *host,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (resolver, cancellable, callback, user_data);

  g_task_return_pointer (task, look_up (), free_addresses);
}

static GList *
fl_test_resolver_lookup_finish (GResolver     *resolver,
                                GAsyncResult  *result,
                                GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static GList *
fl_test_resolver_lookup_with_flags (GResolver                 *resolver,
                                    const char                *host,
                                    GResolverNameLookupFlags   flags,
                                    GCancellable              *cancellable,
                                    GError                   **error)
{
  return look_up ();
}

static void
fl_test_resolver_lookup_with_flags_async (GResolver                *resolver,
                                          const char               *host,
                                          GResolverNameLookupFlags  flags,
                                          GCancellable             *cancellable,
                                          GAsyncReadyCallback       callback,
                                          gpointer                  user_data)
{
  g_autoptr(GTask) task = g_task_new (resolver, cancellable, callback, user_data);

  if (flags & G_RESOLVER_NAME_LOOKUP_FLAGS_IPV6_ONLY)
    g_task_return_new_error (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "IPv4 only");
  else
    g_task_return_pointer (task, look_up (), free_addresses);
}

static void
fl_test_resolver_class_init (FlTestResolverClass *klass)
{
  GResolverClass *resolver_class = G_RESOLVER_CLASS (klass);

  resolver_class->lookup_by_name = fl_test_resolver_lookup;
  resolver_class->lookup_by_name_async = fl_test_resolver_lookup_async;
  resolver_class->lookup_by_name_finish = fl_test_resolver_lookup_finish;
  resolver_class->lookup_by_name_with_flags = fl_test_resolver_lookup_with_flags;
  resolver_class->lookup_by_name_with_flags_async = fl_test_resolver_lookup_with_flags_async;
  resolver_class->lookup_by_name_with_flags_finish = fl_test_resolver_lookup_finish;
}

static void
fl_test_resolver_init (FlTestResolver *self)
{
}

/** fl_test_resolver_install: from now on no name leaves this process. */
void
fl_test_resolver_install (void)
{
  g_autoptr(GResolver) resolver = g_object_new (fl_test_resolver_get_type (), NULL);

  g_resolver_set_default (resolver);
}

/** fl_test_resolver_get_n_asked: how many names were looked up so far. */
unsigned
fl_test_resolver_get_n_asked (void)
{
  return (unsigned) g_atomic_int_get (&n_asked);
}
