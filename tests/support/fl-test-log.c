/* A log of certificates in a folder of its own, with a clock that stands still, for tests.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "support/fl-test-log.h"

#include <glib/gstdio.h>

static gint64
read_clock (gpointer user_data)
{
  return ((FlTestLog *) user_data)->now;
}

static void
open_log (FlTestLog *self)
{
  self->store = fl_store_new (self->path, &fl_certificate_log_part, 1);
  self->log = fl_certificate_log_new (self->store);
  fl_certificate_log_set_clock (self->log, read_clock, self);
}

static void
close_log (FlTestLog *self)
{
  fl_store_close (self->store);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&self->log);
  g_clear_object (&self->store);
}

FlTestLog *
fl_test_log_new (gint64 now)
{
  FlTestLog *self = g_new0 (FlTestLog, 1);

  self->folder = g_dir_make_tmp ("fernlight-log-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "fernlight.db", NULL);
  self->now = now;
  open_log (self);
  return self;
}

/* As after a restart of the program. */
void
fl_test_log_reopen (FlTestLog *self)
{
  close_log (self);
  open_log (self);
}

void
fl_test_log_free (FlTestLog *self)
{
  close_log (self);
  g_unlink (self->path);
  g_assert_cmpint (g_rmdir (self->folder), ==, 0); /* nothing else was left */
  g_free (self->folder);
  g_free (self->path);
  g_free (self);
}

static void
ended_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

FlCertificateNews *
fl_test_log_note (FlTestLog         *self,
                  const char        *broker,
                  FlTlsReport       *report,
                  FlCertificateSeen  how)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  FlCertificateNews *news;

  fl_certificate_log_note_async (self->log, broker, report, how, NULL, ended_cb, &result);
  wait_for (&result);
  news = fl_certificate_log_note_finish (self->log, result, &error);
  g_assert_no_error (error);
  return news;
}

static GPtrArray *
finish_list (FlTestLog     *self,
             GAsyncResult **result,
             gint64        *n_forgotten)
{
  g_autoptr(GError) error = NULL;
  GPtrArray *list;

  wait_for (result);
  list = fl_certificate_log_list_finish (self->log, *result, n_forgotten, &error);
  g_assert_no_error (error);
  return list;
}

GPtrArray *
fl_test_log_list (FlTestLog  *self,
                  const char *broker,
                  gint64     *n_forgotten)
{
  g_autoptr(GAsyncResult) result = NULL;

  fl_certificate_log_list_async (self->log, broker, NULL, ended_cb, &result);
  return finish_list (self, &result, n_forgotten);
}

GPtrArray *
fl_test_log_list_at (FlTestLog  *self,
                     FlEndpoint *endpoint)
{
  g_autoptr(GAsyncResult) result = NULL;

  fl_certificate_log_list_seen_at_async (self->log, endpoint, NULL, ended_cb, &result);
  return finish_list (self, &result, NULL);
}

GPtrArray *
fl_test_log_list_latest (FlTestLog *self)
{
  g_autoptr(GAsyncResult) result = NULL;

  fl_certificate_log_list_latest_async (self->log, NULL, ended_cb, &result);
  return finish_list (self, &result, NULL);
}

GPtrArray *
fl_test_log_list_copied (FlTestLog  *self,
                         const char *broker)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GPtrArray *list;

  fl_certificate_log_list_copied_async (self->log, broker, NULL, ended_cb, &result);
  wait_for (&result);
  list = fl_certificate_log_list_copied_finish (self->log, result, &error);
  g_assert_no_error (error);
  return list;
}

gboolean
fl_test_log_take (FlTestLog                   *self,
                  const FlCertificateSighting *sighting,
                  int                          days)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  gboolean taken;

  fl_certificate_log_take_threshold_async (self->log, sighting, days, NULL, ended_cb, &result);
  wait_for (&result);
  taken = fl_certificate_log_take_threshold_finish (self->log, result, &error);
  g_assert_no_error (error);
  return taken;
}
