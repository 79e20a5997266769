/* The real mosquitto as a child, on a free port of this computer, with everything it reads in memory.
 *
 *   start ──▶ spawn ──"running" in the log──▶ ask the port ──it answers──▶ running
 *               ▲ │                                │
 *               │ └─ended: port taken, tries left──┘ ended otherwise, or out of time: failed
 *
 * Configuration, password file, certificate and key are memory files, which it opens as /proc/self/fd/N:
 * nothing is written to the disk and nothing is left behind, however this process ends.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-mosquitto"

#include "config.h"

#include "demo/fl-mosquitto.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gio/gunixinputstream.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>

#include "brokers/fl-mosquitto-password.h"
#include "demo/fl-child.h"

/* Where it is when it is not in PATH: Debian puts it into sbin, which users do not have there. */
#define SYSTEM_FOLDERS "/usr/sbin:/usr/local/sbin:/usr/local/bin:/usr/bin:/sbin"

#define DEFAULT_START_TIMEOUT_S 20
#define MAX_TRIES 5
#define ASK_AGAIN_MS 20

/* In this order mosquitto is given its files. */
enum
{
  CONFIG_FD = FL_CHILD_FIRST_FD,
  PASSWORDS_FD,
  CERTIFICATE_FD,
  KEY_FD,
};
#define N_FILES 4

struct _FlMosquitto
{
  GObject       parent_instance;

  GBytes       *certificate;
  FlSecret     *key;
  GString      *passwords; /* hashed lines */
  char         *search_path;
  gboolean      verbose;
  guint16       first_port;
  guint         start_timeout_s;

  FlChild      *child;
  GTask        *starting;  /* while a start is under way */
  guint         n_tries;
  guint16       wanted_port;
  guint         timeout_id;
  guint         ask_id;
  GCancellable *reading;   /* cancelled: the log of a broker that is no longer ours */
  gboolean      log_ended;
  gboolean      child_ended;
  char         *last_line;
  gboolean      port_taken;

  guint16       port;
  gboolean      running;
  char         *version;
};

enum
{
  PROP_0,
  PROP_SEARCH_PATH,
  PROP_VERBOSE,
  PROP_FIRST_PORT,
  PROP_START_TIMEOUT,
  PROP_PORT,
  PROP_RUNNING,
  PROP_VERSION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum
{
  LOGGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FlMosquitto, fl_mosquitto, G_TYPE_OBJECT)
G_DEFINE_QUARK (fl-mosquitto-error-quark, fl_mosquitto_error)

/* Two circles of callbacks, see the drawing above: the only functions named before they are written. */
static gboolean try_to_start     (FlMosquitto   *self,
                                  GError       **error);
static void     port_answered_cb (GObject       *source,
                                  GAsyncResult  *result,
                                  gpointer       user_data);

static void
set_running (FlMosquitto *self,
             gboolean     running)
{
  guint16 port = running ? self->wanted_port : 0;

  g_object_freeze_notify (G_OBJECT (self));
  if (self->port != port)
    {
      self->port = port;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PORT]);
    }
  if (self->running != running)
    {
      self->running = running;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUNNING]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

/* A loopback port nobody had a moment ago; 0 if there is none. */
static guint16
find_free_port (void)
{
  g_autoptr(GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr(GSocketAddress) got = NULL;

  if (socket == NULL || !g_socket_bind (socket, any, FALSE, NULL))
    return 0;
  got = g_socket_get_local_address (socket, NULL);
  return got != NULL ? g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (got)) : 0;
}

static char *
write_configuration (FlMosquitto *self)
{
  GString *text = g_string_new ("log_dest stderr\n"
                                "log_timestamp false\n"
                                "connection_messages true\n"
                                "persistence false\n"
                                "allow_anonymous false\n");

  g_string_append (text, self->verbose ? "log_type all\n"
                                       : "log_type error\nlog_type warning\nlog_type notice\nlog_type information\n");
  /* As root it would become the user "mosquitto" and could not open our memory files any more. */
  if (geteuid () == 0)
    g_string_append (text, "user root\n");
  g_string_append_printf (text, "password_file /proc/self/fd/%d\n", PASSWORDS_FD);
  g_string_append_printf (text, "listener %u 127.0.0.1\n", self->wanted_port);
  g_string_append_printf (text, "certfile /proc/self/fd/%d\n", CERTIFICATE_FD);
  g_string_append_printf (text, "keyfile /proc/self/fd/%d\n", KEY_FD);
  g_string_append (text, "tls_version tlsv1.2\n");
  return g_string_free (text, FALSE);
}

/* A file in memory with this content, only for us; -1 if the kernel gives none. */
static int
open_memory_file (const void  *data,
                  size_t       n,
                  GError     **error)
{
  int fd = memfd_create ("fernlight-demo", MFD_CLOEXEC);
  size_t done = 0;

  while (fd >= 0 && done < n)
    {
      ssize_t written = write (fd, (const char *) data + done, n - done);

      if (written < 0 && errno != EINTR)
        break;
      done += written > 0 ? (size_t) written : 0;
    }
  if (fd >= 0 && done == n && fchmod (fd, 0600) == 0)
    return fd;
  g_set_error (error, FL_MOSQUITTO_ERROR, FL_MOSQUITTO_ERROR_FAILED, _("No file in memory for the broker: %s"),
               g_strerror (errno));
  if (fd >= 0)
    close (fd);
  return -1;
}

static gboolean
open_files (FlMosquitto  *self,
            int          *fds,
            GError      **error)
{
  g_autofree char *config = write_configuration (self);
  size_t n_key;
  const char *key = fl_secret_peek (self->key, &n_key);
  const struct { const void *data; size_t n; } files[N_FILES] = {
    { config, strlen (config) },
    { self->passwords->str, self->passwords->len },
    { g_bytes_get_data (self->certificate, NULL), g_bytes_get_size (self->certificate) },
    { key, n_key },
  };

  for (guint i = 0; i < N_FILES; i++)
    {
      fds[i] = open_memory_file (files[i].data, files[i].n, error);
      if (fds[i] < 0)
        return FALSE;
    }
  return TRUE;
}

static void
close_files (int   *fds,
             guint  n)
{
  for (guint i = 0; i < n; i++)
    if (fds[i] >= 0)
      close (fds[i]);
}

/* ------------------------------------------------------------------------------------------- outcomes */

static void
forget_child (FlMosquitto *self)
{
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_clear_handle_id (&self->ask_id, g_source_remove);
  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_pointer (&self->child, fl_child_free);
  self->log_ended = self->child_ended = FALSE;
}

static void
fail_start (FlMosquitto *self,
            GError      *error)
{
  g_autoptr(GTask) task = g_steal_pointer (&self->starting);

  forget_child (self);
  set_running (self, FALSE);
  g_task_return_error (task, error);
}

static void
succeed_start (FlMosquitto *self)
{
  g_autoptr(GTask) task = g_steal_pointer (&self->starting);

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  set_running (self, TRUE);
  g_task_return_boolean (task, TRUE);
}

/* The process is gone and all it said was read. */
static void
broker_ended (FlMosquitto *self)
{
  gboolean again = self->port_taken && self->n_tries < MAX_TRIES;
  GError *error = NULL;

  forget_child (self);
  if (self->starting == NULL)
    set_running (self, FALSE);
  else if (!again)
    fail_start (self, g_error_new (FL_MOSQUITTO_ERROR, FL_MOSQUITTO_ERROR_FAILED,
                                   _("The broker for the demo did not start: %s"),
                                   self->last_line != NULL ? self->last_line : _("it said nothing")));
  else if (!try_to_start (self, &error))
    fail_start (self, error);
}

static void
child_ended_cb (FlChild *child,
                int      wait_status,
                gpointer user_data)
{
  g_autoptr(FlMosquitto) self = g_object_ref (user_data);

  g_debug ("mosquitto ended, wait status %d", wait_status);
  self->child_ended = TRUE;
  if (self->log_ended)
    broker_ended (self);
}

/* ------------------------------------------------------------------------------------------- its start */

static gboolean
ask_port_cb (gpointer user_data)
{
  FlMosquitto *self = user_data;
  g_autoptr(GSocketClient) client = g_socket_client_new ();

  self->ask_id = 0;
  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_connect_to_host_async (client, "127.0.0.1", self->wanted_port, self->reading, port_answered_cb, self);
  return G_SOURCE_REMOVE;
}

static void
port_answered_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GSocketConnection) connection =
    g_socket_client_connect_to_host_finish (G_SOCKET_CLIENT (source), result, &error);
  FlMosquitto *self = user_data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->starting == NULL)
    return;
  if (connection == NULL)
    self->ask_id = g_timeout_add (ASK_AGAIN_MS, ask_port_cb, self);
  else
    succeed_start (self);
}

static gboolean
out_of_time_cb (gpointer user_data)
{
  FlMosquitto *self = user_data;

  self->timeout_id = 0;
  fail_start (self, g_error_new (FL_MOSQUITTO_ERROR, FL_MOSQUITTO_ERROR_SILENT,
                                 _("The broker for the demo did not answer within %u seconds"),
                                 self->start_timeout_s));
  return G_SOURCE_REMOVE;
}

/* ------------------------------------------------------------------------------------------- its log */

static void
understand_line (FlMosquitto *self,
                 const char  *line)
{
  g_auto(GStrv) words = g_strsplit (line, " ", 5);

  if (strstr (line, "Address already in use") != NULL)
    self->port_taken = TRUE;
  if (g_strv_length (words) < 4 || strcmp (words[0], "mosquitto") != 0 || strcmp (words[1], "version") != 0)
    return;
  if (g_strcmp0 (self->version, words[2]) != 0)
    {
      g_free (self->version);
      self->version = g_strdup (words[2]);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VERSION]);
    }
  if (strcmp (words[3], "running") == 0 && self->starting != NULL && self->ask_id == 0)
    self->ask_id = g_idle_add (ask_port_cb, self);
}

static void
line_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  GDataInputStream *stream = G_DATA_INPUT_STREAM (source);
  g_autoptr(GError) error = NULL;
  g_autofree char *bytes = g_data_input_stream_read_line_finish (stream, result, NULL, &error);
  g_autoptr(FlMosquitto) self = NULL;
  g_autoptr(GCancellable) reading = NULL;
  g_autofree char *line = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = g_object_ref (user_data);
  reading = g_object_ref (self->reading);
  if (bytes == NULL)
    {
      self->log_ended = TRUE;
      if (self->child_ended)
        broker_ended (self);
      return;
    }
  line = g_utf8_make_valid (bytes, -1);
  g_free (self->last_line);
  self->last_line = g_strdup (line);
  understand_line (self, line);
  g_signal_emit (self, signals[LOGGED], 0, line);
  if (!g_cancellable_is_cancelled (reading))
    g_data_input_stream_read_line_async (stream, G_PRIORITY_DEFAULT, reading, line_read_cb, self);
}

static void
read_log (FlMosquitto *self,
          int          fd)
{
  g_autoptr(GInputStream) pipe = g_unix_input_stream_new (fd, TRUE);
  g_autoptr(GDataInputStream) stream = g_data_input_stream_new (pipe);

  self->reading = g_cancellable_new ();
  g_data_input_stream_read_line_async (stream, G_PRIORITY_DEFAULT, self->reading, line_read_cb, self);
}

/* ------------------------------------------------------------------------------------------- spawning */

static FlChild *
spawn (FlMosquitto  *self,
       const char   *path,
       int           log_fd,
       GError      **error)
{
  g_autofree char *config_path = g_strdup_printf ("/proc/self/fd/%d", CONFIG_FD);
  const char * const argv[] = { path, "-c", config_path, NULL };
  int fds[N_FILES] = { -1, -1, -1, -1 };
  FlChild *child = NULL;

  if (open_files (self, fds, error))
    child = fl_child_spawn (argv, -1, log_fd, fds, N_FILES, error);
  close_files (fds, N_FILES);
  return child;
}

static gboolean
try_to_start (FlMosquitto  *self,
              GError      **error)
{
  g_autofree char *path = fl_mosquitto_find (self->search_path);
  int log_fds[2];

  if (path == NULL)
    {
      g_set_error (error, FL_MOSQUITTO_ERROR, FL_MOSQUITTO_ERROR_MISSING,
                   _("The demo needs the broker mosquitto, which is not installed. Its package is called “%s”."),
                   FL_MOSQUITTO_PACKAGE);
      return FALSE;
    }
  self->wanted_port = self->n_tries == 0 && self->first_port != 0 ? self->first_port : find_free_port ();
  self->n_tries++;
  self->port_taken = FALSE;
  if (!g_unix_open_pipe (log_fds, FD_CLOEXEC, error))
    return FALSE;
  self->child = spawn (self, path, log_fds[1], error);
  close (log_fds[1]);
  if (self->child == NULL)
    {
      close (log_fds[0]);
      return FALSE;
    }
  fl_child_watch (self->child, child_ended_cb, self);
  read_log (self, log_fds[0]);
  self->timeout_id = g_timeout_add_seconds (self->start_timeout_s, out_of_time_cb, self);
  return TRUE;
}

/* ------------------------------------------------------------------------------------------- the object */

static void
fl_mosquitto_dispose (GObject *object)
{
  FlMosquitto *self = FL_MOSQUITTO (object);

  forget_child (self);
  G_OBJECT_CLASS (fl_mosquitto_parent_class)->dispose (object);
}

static void
fl_mosquitto_finalize (GObject *object)
{
  FlMosquitto *self = FL_MOSQUITTO (object);

  g_clear_pointer (&self->certificate, g_bytes_unref);
  g_clear_pointer (&self->key, fl_secret_unref);
  g_string_free (self->passwords, TRUE);
  g_free (self->search_path);
  g_free (self->last_line);
  g_free (self->version);
  G_OBJECT_CLASS (fl_mosquitto_parent_class)->finalize (object);
}

static void
fl_mosquitto_get_property (GObject    *object,
                           guint       property_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  FlMosquitto *self = FL_MOSQUITTO (object);

  switch (property_id)
    {
    case PROP_SEARCH_PATH:
      g_value_set_string (value, self->search_path);
      break;
    case PROP_VERBOSE:
      g_value_set_boolean (value, self->verbose);
      break;
    case PROP_FIRST_PORT:
      g_value_set_uint (value, self->first_port);
      break;
    case PROP_START_TIMEOUT:
      g_value_set_uint (value, self->start_timeout_s);
      break;
    case PROP_PORT:
      g_value_set_uint (value, self->port);
      break;
    case PROP_RUNNING:
      g_value_set_boolean (value, self->running);
      break;
    case PROP_VERSION:
      g_value_set_string (value, self->version);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_mosquitto_set_property (GObject      *object,
                           guint         property_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  FlMosquitto *self = FL_MOSQUITTO (object);

  switch (property_id)
    {
    case PROP_SEARCH_PATH:
      g_free (self->search_path);
      self->search_path = g_value_dup_string (value);
      break;
    case PROP_VERBOSE:
      self->verbose = g_value_get_boolean (value);
      break;
    case PROP_FIRST_PORT:
      self->first_port = (guint16) g_value_get_uint (value);
      break;
    case PROP_START_TIMEOUT:
      self->start_timeout_s = g_value_get_uint (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_mosquitto_class_init (FlMosquittoClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags settable = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = fl_mosquitto_dispose;
  object_class->finalize = fl_mosquitto_finalize;
  object_class->get_property = fl_mosquitto_get_property;
  object_class->set_property = fl_mosquitto_set_property;

  properties[PROP_SEARCH_PATH] = g_param_spec_string ("search-path", NULL, NULL, NULL, settable);
  properties[PROP_VERBOSE] = g_param_spec_boolean ("verbose", NULL, NULL, FALSE, settable);
  properties[PROP_FIRST_PORT] = g_param_spec_uint ("first-port", NULL, NULL, 0, G_MAXUINT16, 0, settable);
  properties[PROP_START_TIMEOUT] = g_param_spec_uint ("start-timeout", NULL, NULL, 1, G_MAXUINT16,
                                                      DEFAULT_START_TIMEOUT_S, settable);
  properties[PROP_PORT] = g_param_spec_uint ("port", NULL, NULL, 0, G_MAXUINT16, 0, readable);
  properties[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE, readable);
  properties[PROP_VERSION] = g_param_spec_string ("version", NULL, NULL, NULL, readable);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[LOGGED] = g_signal_new ("logged", FL_TYPE_MOSQUITTO, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE);
}

static void
fl_mosquitto_init (FlMosquitto *self)
{
  self->passwords = g_string_new (NULL);
  self->start_timeout_s = DEFAULT_START_TIMEOUT_S;
}

/**
 * fl_mosquitto_find:
 * @search_path: (nullable): folders to look into, separated by ':'; %NULL for PATH and then where
 *   distributions put it
 *
 * Returns: (transfer full) (nullable): the path of the program, or %NULL if it is not installed
 */
char *
fl_mosquitto_find (const char *search_path)
{
  g_autofree char *whole = NULL;
  g_auto(GStrv) folders = NULL;

  if (search_path == NULL)
    whole = g_strconcat (g_getenv ("PATH") != NULL ? g_getenv ("PATH") : "", ":", SYSTEM_FOLDERS, NULL);
  folders = g_strsplit (search_path != NULL ? search_path : whole, ":", -1);
  for (guint i = 0; folders[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (folders[i], "mosquitto", NULL);

      if (folders[i][0] == '/' && g_file_test (path, G_FILE_TEST_IS_REGULAR) &&
          g_file_test (path, G_FILE_TEST_IS_EXECUTABLE))
        return g_steal_pointer (&path);
    }
  return NULL;
}

/**
 * fl_mosquitto_new:
 * @certificate: the certificate it shows, as PEM
 * @key: the key of that, as PEM
 *
 * Returns: (transfer full): a broker that is not running and has no users
 */
FlMosquitto *
fl_mosquitto_new (GBytes   *certificate,
                  FlSecret *key)
{
  FlMosquitto *self;

  g_return_val_if_fail (certificate != NULL && key != NULL, NULL);

  self = g_object_new (FL_TYPE_MOSQUITTO, NULL);
  self->certificate = g_bytes_ref (certificate);
  self->key = fl_secret_ref (key);
  return self;
}

/**
 * fl_mosquitto_add_user:
 * @self: a broker that does not run yet
 * @name: a user name, without colon and line end
 * @password: its password; only a hash of it is kept
 *
 * Lets somebody in. Nobody else is.
 *
 * Returns: %FALSE if OpenSSL could not hash the password
 */
gboolean
fl_mosquitto_add_user (FlMosquitto *self,
                       const char  *name,
                       FlSecret    *password)
{
  g_autofree char *line = NULL;

  g_return_val_if_fail (FL_IS_MOSQUITTO (self), FALSE);
  g_return_val_if_fail (self->child == NULL, FALSE);

  line = fl_mosquitto_password_line (name, password);
  if (line != NULL)
    g_string_append (self->passwords, line);
  return line != NULL;
}

/**
 * fl_mosquitto_start_async:
 * @self: a broker that does not run
 * @cancellable: (nullable): not looked at after the start began; stop it with fl_mosquitto_stop()
 * @callback: called when its port answers, or it is clear that it will not
 * @user_data: for @callback
 *
 * Starts mosquitto on a free port of 127.0.0.1; on another one if somebody took that in the meantime.
 */
void
fl_mosquitto_start_async (FlMosquitto         *self,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  GError *error = NULL;

  g_return_if_fail (FL_IS_MOSQUITTO (self));
  g_return_if_fail (self->child == NULL && self->starting == NULL);

  self->starting = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (self->starting, fl_mosquitto_start_async);
  self->n_tries = 0;
  g_clear_pointer (&self->last_line, g_free);
  if (!try_to_start (self, &error))
    fail_start (self, error);
}

/**
 * fl_mosquitto_start_finish:
 * @error: return location for an error in %FL_MOSQUITTO_ERROR, or %G_IO_ERROR_CANCELLED if it was stopped
 *
 * Returns: whether it runs and its port answers
 */
gboolean
fl_mosquitto_start_finish (FlMosquitto   *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * fl_mosquitto_stop:
 * @self: a broker, running or not
 *
 * Ends the broker at once; when this returns its process is gone. A start under way fails as cancelled.
 */
void
fl_mosquitto_stop (FlMosquitto *self)
{
  g_return_if_fail (FL_IS_MOSQUITTO (self));

  if (self->starting != NULL)
    fail_start (self, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _("The demo was stopped")));
  forget_child (self);
  set_running (self, FALSE);
}

/**
 * fl_mosquitto_get_port:
 *
 * Returns: the port of 127.0.0.1 it listens on; 0 while it does not run
 */
guint16
fl_mosquitto_get_port (FlMosquitto *self)
{
  g_return_val_if_fail (FL_IS_MOSQUITTO (self), 0);

  return self->port;
}

/**
 * fl_mosquitto_get_running:
 *
 * Returns: whether it runs; it turns %FALSE by itself when the process ends
 */
gboolean
fl_mosquitto_get_running (FlMosquitto *self)
{
  g_return_val_if_fail (FL_IS_MOSQUITTO (self), FALSE);

  return self->running;
}

/**
 * fl_mosquitto_get_version:
 *
 * Returns: (transfer none) (nullable): its version as it says it, for example "2.0.11"
 */
const char *
fl_mosquitto_get_version (FlMosquitto *self)
{
  g_return_val_if_fail (FL_IS_MOSQUITTO (self), NULL);

  return self->version;
}

/**
 * fl_mosquitto_get_pid:
 *
 * Returns: its process id; 0 while there is no process
 */
pid_t
fl_mosquitto_get_pid (FlMosquitto *self)
{
  g_return_val_if_fail (FL_IS_MOSQUITTO (self), 0);

  return self->child != NULL ? fl_child_get_pid (self->child) : 0;
}
