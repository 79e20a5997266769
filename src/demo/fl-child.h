/* A child process that lives no longer than we do.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <sys/types.h>

#include <gio/gio.h>

G_BEGIN_DECLS

/* More files than any of our children is given. */
#define FL_CHILD_MAX_FDS 8

/* The first file handed over; the others follow in order. */
#define FL_CHILD_FIRST_FD 3

/**
 * FlChild:
 *
 * Killed by the kernel when the thread that spawned it ends, hence spawned from the main thread only.
 */
typedef struct _FlChild FlChild;

/**
 * FlChildEndedFunc:
 * @child: the child; it may be freed here
 * @wait_status: as from waitpid(2)
 *
 * Called in the main context that was thread-default at fl_child_watch().
 */
typedef void (*FlChildEndedFunc) (FlChild *child,
                                  int      wait_status,
                                  gpointer user_data);

FlChild *fl_child_spawn   (const char * const  *argv,
                           int                  stdin_fd,
                           int                  log_fd,
                           const int           *fds,
                           guint                n_fds,
                           GError             **error) G_GNUC_WARN_UNUSED_RESULT;
void     fl_child_watch   (FlChild             *self,
                           FlChildEndedFunc     func,
                           gpointer             user_data);
pid_t    fl_child_get_pid (FlChild             *self);
void     fl_child_free    (FlChild             *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlChild, fl_child_free)

G_END_DECLS
