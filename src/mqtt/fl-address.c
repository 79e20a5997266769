/* Which address a broker is reached at: looked up, and where there are several, tried.
 *
 * Paho would look names up under its global mutex, where a slow resolver stops every other link; so it is given
 * an address. Where a name has several (localhost often has ::1 and 127.0.0.1) the first that lets us connect
 * is taken, each tried a little after the one before (after RFC 8305); a single address is not tried at all.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-address"

#include "mqtt/fl-address.h"

#include "tls/fl-dial-limit.h"

/* RFC 8305, section 8: the recommended delay between attempts. */
#define STAGGER_MS 250

typedef struct
{
  FlEndpoint    *endpoint;
  char          *preferred;
  GSocketClient *client;
  GList         *addresses;   /* GInetAddress */
  GList         *next;        /* the one not tried yet */
  GCancellable  *race;        /* ends the losers */
  GCancellable  *outer;       /* the caller's, or NULL */
  gulong         outer_id;
  GSource       *stagger;
  unsigned       n_running;
  GError        *first_error;
  gboolean       is_over;
} Search;

static void try_next (GTask *task);

static void
clear_stagger (Search *search)
{
  if (search->stagger != NULL)
    g_source_destroy (search->stagger);
  g_clear_pointer (&search->stagger, g_source_unref);
}

static void
search_free (gpointer data)
{
  Search *search = data;

  if (search->outer_id != 0)
    g_cancellable_disconnect (search->outer, search->outer_id);
  g_clear_object (&search->outer);
  clear_stagger (search);
  g_list_free_full (search->addresses, g_object_unref);
  fl_endpoint_unref (search->endpoint);
  g_free (search->preferred);
  g_clear_object (&search->client);
  g_clear_object (&search->race);
  g_clear_error (&search->first_error);
  g_free (search);
}

static void
return_address (GTask        *task,
                GInetAddress *address)
{
  Search *search = g_task_get_task_data (task);
  g_autofree char *text = g_inet_address_to_string (address);

  search->is_over = TRUE;
  clear_stagger (search);
  g_cancellable_cancel (search->race);
  g_task_return_pointer (task, fl_endpoint_with_address (search->endpoint, text), (GDestroyNotify) fl_endpoint_unref);
}

static void
return_failure (GTask *task)
{
  Search *search = g_task_get_task_data (task);

  search->is_over = TRUE;
  if (g_task_return_error_if_cancelled (task))
    return;
  g_task_return_error (task, g_steal_pointer (&search->first_error));
}

/* A try is a connection too, where connections are counted. */
static gboolean
may_try_next (Search *search)
{
  if (search->next != NULL && fl_dial_limit_take (fl_endpoint_get_host (search->endpoint), g_get_monotonic_time ()) > 0)
    search->next = NULL;
  return search->next != NULL;
}

static void
tried_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Search *search = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GSocketConnection) connection = g_socket_client_connect_finish (G_SOCKET_CLIENT (source), result, &error);
  g_autoptr(GSocketAddress) remote = NULL;

  search->n_running--;
  if (search->is_over)
    return;
  if (connection != NULL)
    remote = g_socket_connection_get_remote_address (connection, &error);
  if (remote != NULL)
    {
      return_address (task, g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (remote)));
      return;
    }
  if (search->first_error == NULL)
    search->first_error = g_steal_pointer (&error);
  if (!g_cancellable_is_cancelled (search->race) && may_try_next (search))
    try_next (task);
  else if (search->n_running == 0)
    return_failure (task);
}

static gboolean
stagger_cb (gpointer user_data)
{
  GTask *task = user_data;
  Search *search = g_task_get_task_data (task);

  clear_stagger (search);
  if (may_try_next (search))
    try_next (task);
  return G_SOURCE_REMOVE;
}

/* The pending timer borrows the task: at least one attempt is running while it is set, and holds it. */
static void
try_next (GTask *task)
{
  Search *search = g_task_get_task_data (task);
  g_autoptr(GSocketAddress) address = NULL;

  clear_stagger (search);
  address = g_inet_socket_address_new (search->next->data, fl_endpoint_get_port (search->endpoint));
  search->next = search->next->next;
  search->n_running++;
  g_socket_client_connect_async (search->client, G_SOCKET_CONNECTABLE (address), search->race, tried_cb,
                                 g_object_ref (task));
  if (search->next != NULL)
    {
      g_autoptr(GSource) source = g_timeout_source_new (STAGGER_MS);

      g_source_set_callback (source, stagger_cb, task, NULL);
      search->stagger = g_source_ref (source);
      g_source_attach (source, g_task_get_context (task));
    }
}

static GInetAddress *
find_preferred (Search *search)
{
  for (GList *l = search->addresses; l != NULL; l = l->next)
    {
      g_autofree char *text = g_inet_address_to_string (l->data);

      if (g_strcmp0 (text, search->preferred) == 0)
        return l->data;
    }
  return NULL;
}

static void
outer_cancelled_cb (GCancellable *outer,
                    gpointer      user_data)
{
  g_cancellable_cancel (user_data);
}

static void
looked_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Search *search = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  GInetAddress *preferred;

  search->addresses = g_resolver_lookup_by_name_finish (G_RESOLVER (source), result, &error);
  if (search->addresses == NULL)
    {
      if (!g_task_return_error_if_cancelled (task))
        g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  preferred = find_preferred (search);
  if (preferred != NULL || search->addresses->next == NULL)
    {
      return_address (task, preferred != NULL ? preferred : search->addresses->data);
      return;
    }
  if (search->outer != NULL)
    search->outer_id = g_cancellable_connect (search->outer, G_CALLBACK (outer_cancelled_cb),
                                              g_object_ref (search->race), g_object_unref);
  search->next = search->addresses;
  if (may_try_next (search))
    try_next (task);
  else
    return_address (task, search->addresses->data); /* who connects will be told to wait */
}

/**
 * fl_address_find_async:
 * @endpoint: host and port; a host that is an address is taken as it is
 * @preferred: (nullable): an address that worked before: taken untried if the name still has it
 *
 * Uses the default #GResolver. Has no time limit of its own: cancel it. Works on the caller's thread-default main
 * context.
 */
void
fl_address_find_async (FlEndpoint          *endpoint,
                       const char          *preferred,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(GResolver) resolver = NULL;
  Search *search;

  g_return_if_fail (endpoint != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, fl_address_find_async);
  search = g_new0 (Search, 1);
  search->endpoint = fl_endpoint_ref (endpoint);
  search->preferred = g_strdup (preferred);
  search->race = g_cancellable_new ();
  search->outer = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  g_task_set_task_data (task, search, search_free);

  if (fl_endpoint_host_is_address (endpoint))
    {
      g_autoptr(GInetAddress) address = g_inet_address_new_from_string (fl_endpoint_get_host (endpoint));

      return_address (task, address);
      return;
    }
  /* No proxy: neither the system's nor the environment's. */
  search->client = g_object_new (G_TYPE_SOCKET_CLIENT, "enable-proxy", FALSE, NULL);
  resolver = g_resolver_get_default ();
  g_resolver_lookup_by_name_async (resolver, fl_endpoint_get_host (endpoint), cancellable, looked_up_cb,
                                   g_steal_pointer (&task));
}

/**
 * fl_address_find_finish:
 *
 * Returns: (transfer full): the endpoint with its address, or %NULL with an error of the resolver or of the first
 *   connection attempt (see fl_link_fault_from_io_error())
 */
FlEndpoint *
fl_address_find_finish (GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
