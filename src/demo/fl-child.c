/* A child process that lives no longer than we do.
 *
 * g_spawn cannot ask for a parent-death signal without a child setup function, and posix_spawn not at all; so
 * this forks by itself. Between fork and exec only async-signal-safe functions are called.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-child"

#include "config.h"

#include "demo/fl-child.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <signal.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib-unix.h>
#include <glib/gi18n-lib.h>

#define LOOK_AGAIN_MS 50

struct _FlChild
{
  pid_t             pid;   /* 0 once it was waited for */
  int               pidfd; /* readable once it ended; -1: nobody watches, or the kernel has none */
  GSource          *source;
  FlChildEndedFunc  func;
  gpointer          user_data;
};

/* Everything the new process needs, made ready before the fork. */
typedef struct
{
  const char * const *argv;
  pid_t               parent;
  int                 status_fd;                  /* tells errno if exec fails, closes if it does not */
  int                 fds[FL_CHILD_MAX_FDS + 3];  /* what becomes file 0, 1, 2, 3… */
  guint               n_fds;
} Plan;

G_NORETURN static void
die_telling_errno (const Plan *plan)
{
  int code = errno;
  ssize_t ignored = write (plan->status_fd, &code, sizeof code);

  (void) ignored;
  _exit (127);
}

/* In the child. First out of the way of each other, then to their numbers. */
static gboolean
place_fds (Plan *plan)
{
  for (guint i = 0; i < plan->n_fds; i++)
    {
      plan->fds[i] = fcntl (plan->fds[i], F_DUPFD_CLOEXEC, FL_CHILD_MAX_FDS + 4);
      if (plan->fds[i] < 0)
        return FALSE;
    }
  plan->status_fd = fcntl (plan->status_fd, F_DUPFD_CLOEXEC, FL_CHILD_MAX_FDS + 4);
  for (guint i = 0; i < plan->n_fds; i++)
    if (dup2 (plan->fds[i], (int) i) < 0)
      return FALSE;
  /* A kernel without it: what we opened ourselves is close-on-exec anyway. */
  close_range (plan->n_fds, ~0U, CLOSE_RANGE_CLOEXEC);
  return TRUE;
}

G_NORETURN static void
become (Plan *plan)
{
  sigset_t none;

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  if (getppid () != plan->parent)
    _exit (127);
  sigemptyset (&none);
  sigprocmask (SIG_SETMASK, &none, NULL);
  signal (SIGPIPE, SIG_DFL);
  if (place_fds (plan))
    execv (plan->argv[0], (char * const *) plan->argv);
  die_telling_errno (plan);
}

/* Waits until the child has become the program; 0, or why it could not. */
static int
read_status (int fd)
{
  int code = 0;
  ssize_t n;

  do
    n = read (fd, &code, sizeof code);
  while (n < 0 && errno == EINTR);
  return n == sizeof code ? code : 0;
}

static void
reap (pid_t pid,
      int  *wait_status)
{
  while (waitpid (pid, wait_status, 0) < 0 && errno == EINTR)
    continue;
}

static FlChild *
fork_plan (Plan    *plan,
           GError **error)
{
  int pipe_fds[2];
  FlChild *self;
  pid_t pid;
  int code;

  if (!g_unix_open_pipe (pipe_fds, FD_CLOEXEC, error))
    return NULL;
  plan->status_fd = pipe_fds[1];
  pid = fork ();
  if (pid == 0)
    become (plan);
  code = pid < 0 ? errno : 0;
  close (pipe_fds[1]);
  if (pid > 0)
    code = read_status (pipe_fds[0]);
  close (pipe_fds[0]);
  if (code != 0)
    {
      if (pid > 0)
        reap (pid, NULL);
      g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (code), _("%s does not start: %s"),
                   plan->argv[0], g_strerror (code));
      return NULL;
    }
  self = g_new0 (FlChild, 1);
  self->pid = pid;
  self->pidfd = -1;
  return self;
}

/**
 * fl_child_spawn:
 * @argv: the program's path and its arguments, %NULL at the end; no secrets, everybody can read them
 * @stdin_fd: its standard input, or −1 for none
 * @log_fd: its standard output and error, or −1 for no output and our own standard error
 * @fds: (array length=n_fds): files it is given, as 3, 4, 5…
 * @n_fds: how many, at most %FL_CHILD_MAX_FDS
 * @error: return location for an error in %G_IO_ERROR
 *
 * Starts a program with these files open and no others, in our environment. The files remain the caller's.
 * The program is killed by the kernel when the calling thread ends (prctl(2), PR_SET_PDEATHSIG).
 * Main thread only.
 *
 * Returns: (transfer full): the child, or %NULL
 */
FlChild *
fl_child_spawn (const char * const  *argv,
                int                  stdin_fd,
                int                  log_fd,
                const int           *fds,
                guint                n_fds,
                GError             **error)
{
  Plan plan = { .argv = argv, .parent = getpid (), .n_fds = n_fds + FL_CHILD_FIRST_FD };
  FlChild *self;
  int nowhere;

  g_return_val_if_fail (argv != NULL && argv[0] != NULL, NULL);
  g_return_val_if_fail (n_fds <= FL_CHILD_MAX_FDS, NULL);
  g_return_val_if_fail (gettid () == getpid (), NULL);

  nowhere = open ("/dev/null", O_RDWR | O_CLOEXEC);
  if (nowhere < 0)
    {
      g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (errno), "/dev/null: %s", g_strerror (errno));
      return NULL;
    }
  plan.fds[0] = stdin_fd >= 0 ? stdin_fd : nowhere;
  plan.fds[1] = log_fd >= 0 ? log_fd : nowhere;
  plan.fds[2] = log_fd >= 0 ? log_fd : STDERR_FILENO;
  for (guint i = 0; i < n_fds; i++)
    plan.fds[FL_CHILD_FIRST_FD + i] = fds[i];
  self = fork_plan (&plan, error);
  close (nowhere);
  return self;
}

static gboolean
tell_end (FlChild *self)
{
  int wait_status = 0;

  if (waitpid (self->pid, &wait_status, WNOHANG) != self->pid)
    return G_SOURCE_CONTINUE;
  self->pid = 0;
  g_clear_pointer (&self->source, g_source_unref);
  self->func (self, wait_status, self->user_data);
  return G_SOURCE_REMOVE;
}

static gboolean
pidfd_readable_cb (int          fd,
                   GIOCondition condition,
                   gpointer     user_data)
{
  return tell_end (user_data);
}

static gboolean
look_again_cb (gpointer user_data)
{
  return tell_end (user_data);
}

/**
 * fl_child_watch:
 * @self: a child
 * @func: called once, when the child has ended; never after fl_child_free()
 * @user_data: for @func
 *
 * Asks to be told of the end. At most once for a child.
 */
void
fl_child_watch (FlChild          *self,
                FlChildEndedFunc  func,
                gpointer          user_data)
{
  g_return_if_fail (self != NULL && self->source == NULL && self->pid > 0);

  self->func = func;
  self->user_data = user_data;
  self->pidfd = pidfd_open (self->pid, 0);
  if (self->pidfd >= 0)
    {
      self->source = g_unix_fd_source_new (self->pidfd, G_IO_IN);
      g_source_set_callback (self->source, G_SOURCE_FUNC (pidfd_readable_cb), self, NULL);
    }
  else
    {
      /* Some sandboxes, and valgrind, do not know the call. */
      self->source = g_timeout_source_new (LOOK_AGAIN_MS);
      g_source_set_callback (self->source, look_again_cb, self, NULL);
    }
  g_source_attach (self->source, g_main_context_get_thread_default ());
}

/**
 * fl_child_get_pid:
 * @self: a child
 *
 * Returns: its process id; 0 once its end was told
 */
pid_t
fl_child_get_pid (FlChild *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->pid;
}

/**
 * fl_child_free:
 * @self: (transfer full): a child
 *
 * Kills the child if it still runs, and waits the moment until the kernel has taken it away.
 */
void
fl_child_free (FlChild *self)
{
  g_return_if_fail (self != NULL);

  if (self->source != NULL)
    {
      g_source_destroy (self->source);
      g_source_unref (self->source);
    }
  if (self->pidfd >= 0)
    close (self->pidfd);
  if (self->pid > 0)
    {
      kill (self->pid, SIGKILL);
      reap (self->pid, NULL);
    }
  g_free (self);
}
