/* Watches the certificates of the saved brokers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-certificate-watch"

#include "session/fl-certificate-watch.h"

#include "brokers/fl-broker-trust.h"
#include "session/fl-watch-schedule.h"
#include "tls/fl-probe.h"

/* Between two checks: also a computer that slept, or whose clock was set, is noticed by then. */
#define CHECK_S 600

/* A session that is open in a tab. */
typedef struct
{
  FlBroker  *broker;
  FlSession *session; /* weak */
} Open;

struct _FlCertificateWatch
{
  GObject           parent_instance;

  GListModel       *brokers;
  FlCertificateLog *log;
  GCancellable     *cancellable;
  GPtrArray        *open;       /* of Open */
  GHashTable       *looks;      /* id → when it was seen last (gint64 *) */
  GHashTable       *tries;      /* id → when a look was begun (gint64 *) */
  GHashTable       *said;       /* "id sha256 days": asked for already in this run */
  GHashTable       *known;      /* ids of brokers that are or were saved */
  gint64            started_at;
  guint             timer;
  gboolean          is_checking;
};

enum
{
  PROP_0,
  PROP_IS_CHECKING,
  N_PROPS
};

enum
{
  SIGNAL_NOTICE,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* What a call of the log or a look is about; it keeps both alive. */
typedef struct
{
  FlCertificateWatch    *self;
  FlBroker              *broker;
  FlCertificateSighting *sighting;
  gboolean               is_of_check; /* the check goes on after it */
} Errand;

G_DEFINE_FINAL_TYPE (FlCertificateWatch, fl_certificate_watch, G_TYPE_OBJECT)

static void
open_free (gpointer data)
{
  Open *open = data;

  g_clear_object (&open->broker);
  g_clear_weak_pointer (&open->session);
  g_free (open);
}

static Errand *
errand_new (FlCertificateWatch    *self,
            FlBroker              *broker,
            FlCertificateSighting *sighting)
{
  Errand *errand = g_new0 (Errand, 1);

  errand->self = g_object_ref (self);
  errand->broker = g_object_ref (broker);
  errand->sighting = sighting != NULL ? fl_certificate_sighting_ref (sighting) : NULL;
  return errand;
}

static void
errand_free (Errand *errand)
{
  g_object_unref (errand->self);
  g_object_unref (errand->broker);
  g_clear_pointer (&errand->sighting, fl_certificate_sighting_unref);
  g_free (errand);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Errand, errand_free)

/* ---- small questions ---- */

static FlBroker *
find_broker (FlCertificateWatch *self,
             const char         *id)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->brokers); i++)
    {
      g_autoptr(FlBroker) broker = g_list_model_get_item (self->brokers, i);

      if (g_str_equal (fl_broker_get_id (broker), id))
        return broker; /* the list keeps it */
    }
  return NULL;
}

static FlEndpoint *
dup_endpoint (FlBroker *broker)
{
  return fl_endpoint_new (fl_broker_get_host (broker), (guint16) fl_broker_get_port (broker));
}

static gboolean
is_of_endpoint (FlBroker                    *broker,
                const FlCertificateSighting *sighting)
{
  g_autoptr(FlEndpoint) endpoint = dup_endpoint (broker);
  g_autofree char *text = fl_endpoint_to_text (endpoint);

  return g_str_equal (text, sighting->endpoint);
}

static void
set_time (GHashTable *times,
          FlBroker   *broker,
          gint64      time)
{
  g_hash_table_replace (times, g_strdup (fl_broker_get_id (broker)), g_memdup2 (&time, sizeof time));
}

static gint64
get_time (GHashTable *times,
          FlBroker   *broker)
{
  const gint64 *time = g_hash_table_lookup (times, fl_broker_get_id (broker));

  return time != NULL ? *time : 0;
}

static FlSession *
find_session (FlCertificateWatch *self,
              FlBroker           *broker)
{
  for (guint i = 0; i < self->open->len; i++)
    {
      const Open *open = g_ptr_array_index (self->open, i);

      if (open->session != NULL && open->broker == broker && fl_session_get_state (open->session) != FL_SESSION_STATE_CLOSED)
        return open->session;
    }
  return NULL;
}

static void
set_is_checking (FlCertificateWatch *self,
                 gboolean            is_checking)
{
  if (self->is_checking == is_checking)
    return;
  self->is_checking = is_checking;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_CHECKING]);
}

static void
say (FlCertificateWatch  *self,
     FlCertificateNotice *notice)
{
  if (notice != NULL && !g_cancellable_is_cancelled (self->cancellable))
    g_signal_emit (self, signals[SIGNAL_NOTICE], 0, notice);
}

/* ---- what expires soon ---- */

static void
copied_listed_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(Errand) errand = user_data;
  g_autoptr(GPtrArray) copied = fl_certificate_log_list_copied_finish (FL_CERTIFICATE_LOG (source), result, NULL);
  g_autoptr(FlCertificateNotice) notice =
    fl_certificate_notice_new_expiry (errand->broker, errand->sighting, copied, fl_certificate_log_get_now (errand->self->log));

  say (errand->self, notice);
}

static void
threshold_taken_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  Errand *errand = user_data;
  g_autoptr(GError) error = NULL;

  if (fl_certificate_log_take_threshold_finish (FL_CERTIFICATE_LOG (source), result, &error))
    fl_certificate_log_list_copied_async (FL_CERTIFICATE_LOG (source), fl_broker_get_id (errand->broker), NULL, copied_listed_cb,
                                          errand);
  else
    errand_free (errand);
}

/* Says it if a threshold is reached and nobody was told yet. */
static void
look_at_expiry (FlCertificateWatch    *self,
                FlBroker              *broker,
                FlCertificateSighting *sighting)
{
  const gint64 now = fl_certificate_log_get_now (self->log);
  const int threshold = fl_certificate_notice_get_threshold (fl_certificate_sighting_get_days_left (sighting, now));
  g_autofree char *key = g_strdup_printf ("%s %s %d", sighting->broker, sighting->sha256, threshold);

  if (threshold > 0 && g_hash_table_add (self->said, g_steal_pointer (&key)))
    fl_certificate_log_take_threshold_async (self->log, sighting, threshold, NULL, threshold_taken_cb,
                                             errand_new (self, broker, sighting));
}

/* ---- what was seen ---- */

/* A look ends in a note, and a note in the next look. */
static void look_at_next (FlCertificateWatch *self);

static void
noted_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(Errand) errand = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(FlCertificateNews) news = fl_certificate_log_note_finish (FL_CERTIFICATE_LOG (source), result, &error);
  g_autoptr(FlCertificateNotice) notice = news != NULL ? fl_certificate_notice_new_change (errand->broker, news) : NULL;

  say (errand->self, notice);
  if (news != NULL)
    {
      set_time (errand->self->looks, errand->broker, news->now->last_seen);
      look_at_expiry (errand->self, errand->broker, news->now);
    }
  if (errand->is_of_check)
    look_at_next (errand->self);
}

/* FALSE if there is nothing to note. */
static gboolean
note (FlCertificateWatch *self,
      FlBroker           *broker,
      FlTlsReport        *report,
      FlCertificateSeen   how,
      gboolean            is_of_check)
{
  Errand *errand;

  if (report == NULL || fl_tls_report_get_leaf (report) == NULL || find_broker (self, fl_broker_get_id (broker)) == NULL)
    return FALSE;
  errand = errand_new (self, broker, NULL);
  errand->is_of_check = is_of_check;
  g_hash_table_add (self->known, g_strdup (fl_broker_get_id (broker)));
  fl_certificate_log_note_async (self->log, fl_broker_get_id (broker), report, how, NULL, noted_cb, errand);
  return TRUE;
}

/* ---- the quiet look ---- */

/* Nothing of ours is shown: no password, no certificate. */
static FlTrust *
dup_quiet_trust (FlBroker *broker)
{
  g_autoptr(FlBroker) copy = fl_broker_copy (broker);
  g_autoptr(FlBrokerSecrets) none = fl_broker_secrets_new ();

  g_object_set (copy, "client-certificate-pem", "", NULL);
  return fl_broker_dup_trust (copy, none, NULL);
}

static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(Errand) errand = user_data;
  g_autoptr(FlTlsReport) report = fl_probe_run_finish (FL_PROBE (source), result, NULL);

  if (!note (errand->self, errand->broker, report, FL_CERTIFICATE_SEEN_PROBE, TRUE))
    look_at_next (errand->self);
}

static void
look_at (FlCertificateWatch *self,
         FlBroker           *broker,
         FlTrust            *trust)
{
  g_autoptr(FlEndpoint) endpoint = dup_endpoint (broker);
  g_autoptr(FlProbe) probe = fl_probe_new (endpoint, trust);

  fl_probe_run_async (probe, self->cancellable, looked_cb, errand_new (self, broker, NULL));
}

static gboolean
is_due (FlCertificateWatch *self,
        FlBroker           *broker)
{
  const gint64 now = fl_certificate_log_get_now (self->log);
  FlSession *session = find_session (self, broker);
  const FlWatchFacts facts = {
    .started_at = self->started_at,
    .last_look = get_time (self->looks, broker),
    .last_try = get_time (self->tries, broker),
    .has_session = session != NULL,
    .state = session != NULL ? fl_session_get_state (session) : FL_SESSION_STATE_IDLE,
  };

  return fl_watch_schedule_get_next (broker, &facts, now) <= now;
}

/* One after the other; the check ends when nobody is due. */
static void
look_at_next (FlCertificateWatch *self)
{
  const guint n = g_cancellable_is_cancelled (self->cancellable) ? 0 : g_list_model_get_n_items (self->brokers);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(FlBroker) broker = g_list_model_get_item (self->brokers, i);
      g_autoptr(FlTrust) trust = NULL;

      if (!is_due (self, broker))
        continue;
      set_time (self->tries, broker, fl_certificate_log_get_now (self->log));
      trust = dup_quiet_trust (broker);
      if (trust != NULL)
        {
          look_at (self, broker, trust);
          return;
        }
    }
  set_is_checking (self, FALSE);
}

/* ---- a check ---- */

static void
latest_listed_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(FlCertificateWatch) self = user_data;
  g_autoptr(GPtrArray) latest = fl_certificate_log_list_finish (FL_CERTIFICATE_LOG (source), result, NULL, NULL);

  for (guint i = 0; latest != NULL && i < latest->len; i++)
    {
      FlCertificateSighting *sighting = g_ptr_array_index (latest, i);
      FlBroker *broker = find_broker (self, sighting->broker);

      if (broker == NULL || !is_of_endpoint (broker, sighting))
        continue;
      set_time (self->looks, broker, sighting->last_seen);
      look_at_expiry (self, broker, sighting);
    }
  look_at_next (self);
}

static gboolean
is_any_watched (FlCertificateWatch *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->brokers); i++)
    {
      g_autoptr(FlBroker) broker = g_list_model_get_item (self->brokers, i);

      if (fl_broker_get_tls (broker))
        return TRUE;
    }
  return FALSE;
}

static gboolean
check_cb (gpointer user_data)
{
  FlCertificateWatch *self = user_data;

  fl_certificate_watch_check (self);
  self->timer = g_timeout_add_seconds (CHECK_S, check_cb, self);
  return G_SOURCE_REMOVE;
}

/* ---- sessions ---- */

static void
session_changed_cb (FlCertificateWatch *self,
                    GParamSpec         *pspec,
                    FlSession          *session)
{
  for (guint i = 0; i < self->open->len; i++)
    {
      const Open *open = g_ptr_array_index (self->open, i);

      if (open->session == session)
        note (self, open->broker, fl_session_get_report (session), FL_CERTIFICATE_SEEN_LIVE, FALSE);
    }
}

/* It is saved when it is reached for the first time; then what it showed is noted. */
static void
state_changed_cb (FlCertificateWatch *self,
                  GParamSpec         *pspec,
                  FlSession          *session)
{
  if (fl_session_get_state (session) == FL_SESSION_STATE_ONLINE)
    session_changed_cb (self, pspec, session);
}

static void
fl_certificate_watch_get_property (GObject    *object,
                                   guint       property_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_IS_CHECKING:
      g_value_set_boolean (value, FL_CERTIFICATE_WATCH (object)->is_checking);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_certificate_watch_dispose (GObject *object)
{
  FlCertificateWatch *self = FL_CERTIFICATE_WATCH (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->brokers);
  g_clear_object (&self->log);
  G_OBJECT_CLASS (fl_certificate_watch_parent_class)->dispose (object);
}

static void
fl_certificate_watch_finalize (GObject *object)
{
  FlCertificateWatch *self = FL_CERTIFICATE_WATCH (object);

  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->open);
  g_hash_table_unref (self->looks);
  g_hash_table_unref (self->tries);
  g_hash_table_unref (self->said);
  g_hash_table_unref (self->known);
  G_OBJECT_CLASS (fl_certificate_watch_parent_class)->finalize (object);
}

static void
fl_certificate_watch_class_init (FlCertificateWatchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = fl_certificate_watch_get_property;
  object_class->dispose = fl_certificate_watch_dispose;
  object_class->finalize = fl_certificate_watch_finalize;

  properties[PROP_IS_CHECKING] = g_param_spec_boolean ("is-checking", NULL, NULL, FALSE,
                                                       G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_NOTICE] = g_signal_new ("notice", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, FL_TYPE_CERTIFICATE_NOTICE | G_SIGNAL_TYPE_STATIC_SCOPE);
}

static void
fl_certificate_watch_init (FlCertificateWatch *self)
{
  self->cancellable = g_cancellable_new ();
  self->open = g_ptr_array_new_with_free_func (open_free);
  self->looks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->tries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * fl_certificate_watch_new:
 * @brokers: of #FlBroker: the saved ones; nothing is kept of others
 * @log: where it is noted
 */
FlCertificateWatch *
fl_certificate_watch_new (GListModel       *brokers,
                          FlCertificateLog *log)
{
  FlCertificateWatch *self;

  g_return_val_if_fail (G_IS_LIST_MODEL (brokers), NULL);
  g_return_val_if_fail (FL_IS_CERTIFICATE_LOG (log), NULL);

  self = g_object_new (FL_TYPE_CERTIFICATE_WATCH, NULL);
  self->brokers = g_object_ref (brokers);
  self->log = g_object_ref (log);
  self->started_at = fl_certificate_log_get_now (log);
  return self;
}

/** fl_certificate_watch_start: checks from time to time from now on, the first time in five minutes. */
void
fl_certificate_watch_start (FlCertificateWatch *self)
{
  g_return_if_fail (FL_IS_CERTIFICATE_WATCH (self));
  g_return_if_fail (self->timer == 0);

  self->timer = g_timeout_add_seconds (FL_WATCH_DELAY_S, check_cb, self);
}

/** fl_certificate_watch_stop: at the end of the program: a look that is under way ends, and what was noted of brokers that
 * were deleted meanwhile is forgotten. */
void
fl_certificate_watch_stop (FlCertificateWatch *self)
{
  GHashTableIter iter;
  gpointer id;

  g_return_if_fail (FL_IS_CERTIFICATE_WATCH (self));

  g_clear_handle_id (&self->timer, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_hash_table_iter_init (&iter, self->known);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (find_broker (self, id) == NULL)
      fl_certificate_log_forget (self->log, id);
}

/** fl_certificate_watch_check: does what is due now, unless a check is under way. */
void
fl_certificate_watch_check (FlCertificateWatch *self)
{
  g_return_if_fail (FL_IS_CERTIFICATE_WATCH (self));

  if (self->is_checking || !is_any_watched (self))
    return;
  set_is_checking (self, TRUE);
  fl_certificate_log_list_latest_async (self->log, NULL, latest_listed_cb, g_object_ref (self));
}

/**
 * fl_certificate_watch_add_session:
 * @broker: whom @session is with
 * @session: a tab's; its handshakes count as looks, and while it waits there is none
 */
void
fl_certificate_watch_add_session (FlCertificateWatch *self,
                                  FlBroker           *broker,
                                  FlSession          *session)
{
  Open *open;

  g_return_if_fail (FL_IS_CERTIFICATE_WATCH (self));
  g_return_if_fail (FL_IS_BROKER (broker) && FL_IS_SESSION (session));

  for (guint i = self->open->len; i > 0; i--)
    if (((Open *) g_ptr_array_index (self->open, i - 1))->session == NULL)
      g_ptr_array_remove_index_fast (self->open, i - 1);
  open = g_new0 (Open, 1);
  open->broker = g_object_ref (broker);
  g_set_weak_pointer (&open->session, session);
  g_ptr_array_add (self->open, open);
  g_signal_connect_object (session, "notify::report", G_CALLBACK (session_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::state", G_CALLBACK (state_changed_cb), self, G_CONNECT_SWAPPED);
  session_changed_cb (self, NULL, session);
}

/** fl_certificate_watch_get_log: Returns: (transfer none) */
FlCertificateLog *
fl_certificate_watch_get_log (FlCertificateWatch *self)
{
  g_return_val_if_fail (FL_IS_CERTIFICATE_WATCH (self), NULL);

  return self->log;
}

gboolean
fl_certificate_watch_get_is_checking (FlCertificateWatch *self)
{
  g_return_val_if_fail (FL_IS_CERTIFICATE_WATCH (self), FALSE);

  return self->is_checking;
}
