/* The certificates that were seen at each saved broker, and what was copied from them for devices.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-certificate-log"

#include "tls/fl-certificate-log.h"

#include "store/fl-store-row.h"

/* The members of FlCertificateSighting, in their order. */
#define SEEN_COLUMNS "broker, endpoint, sha256, sha1, spki_sha256, subject, issuer, not_before, not_after, first_seen," \
                     " last_seen, how, trusted, der"
/* The same without what is only needed of one of them. */
#define SEEN_COLUMNS_BRIEF "broker, endpoint, sha256, sha1, spki_sha256, subject, issuer, not_before, not_after, first_seen," \
                           " last_seen, how, trusted, NULL"
/* The members of FlCopiedSnippet. */
#define COPIED_COLUMNS "broker, kind, label, bond, until, copied_at, stopped_at"

/* What the rows of note() are, in the first column. */
typedef enum
{
  ROW_KNOWN,
  ROW_BEFORE,
  ROW_STOPPED,
  ROW_NOW,
} RowKind;

/* As published. Changes are further elements. */
static const char *const migrations[] = {
  "CREATE TABLE certificate_seen ("
  " broker TEXT NOT NULL, endpoint TEXT NOT NULL, sha256 TEXT NOT NULL, sha1 TEXT NOT NULL, spki_sha256 TEXT NOT NULL,"
  " subject TEXT NOT NULL, issuer TEXT NOT NULL, not_before INTEGER NOT NULL, not_after INTEGER NOT NULL,"
  " first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL, how INTEGER NOT NULL, trusted INTEGER NOT NULL,"
  " der BLOB NOT NULL, PRIMARY KEY (broker, endpoint, sha256));"
  "CREATE INDEX certificate_seen_at ON certificate_seen (endpoint, last_seen);"
  "CREATE TABLE certificate_forgotten (broker TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;"
  "CREATE TABLE certificate_warned ("
  " broker TEXT NOT NULL, sha256 TEXT NOT NULL, days INTEGER NOT NULL, PRIMARY KEY (broker, sha256, days)) WITHOUT ROWID;"
  "CREATE TABLE snippet_copied ("
  " broker TEXT NOT NULL, kind TEXT NOT NULL, label TEXT NOT NULL, bond TEXT NOT NULL, bound_to TEXT NOT NULL,"
  " until INTEGER NOT NULL, copied_at INTEGER NOT NULL, stopped_at INTEGER NOT NULL DEFAULT 0,"
  " PRIMARY KEY (broker, kind, bound_to))",
  NULL,
};

const FlStorePart fl_certificate_log_part = { "certificates", migrations };

struct _FlCertificateLog
{
  GObject                parent_instance;

  FlStore               *store;
  FlCertificateLogClock  clock;
  gpointer               clock_data;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FlCertificateLog, fl_certificate_log, G_TYPE_OBJECT)

static gint64
read_system_clock (gpointer user_data)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static void
fl_certificate_log_dispose (GObject *object)
{
  g_clear_object (&FL_CERTIFICATE_LOG (object)->store);
  G_OBJECT_CLASS (fl_certificate_log_parent_class)->dispose (object);
}

static void
fl_certificate_log_class_init (FlCertificateLogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fl_certificate_log_dispose;

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
fl_certificate_log_init (FlCertificateLog *self)
{
  self->clock = read_system_clock;
}

/**
 * fl_certificate_log_new:
 * @store: with #fl_certificate_log_part in it
 */
FlCertificateLog *
fl_certificate_log_new (FlStore *store)
{
  FlCertificateLog *self;

  g_return_val_if_fail (FL_IS_STORE (store), NULL);

  self = g_object_new (FL_TYPE_CERTIFICATE_LOG, NULL);
  self->store = g_object_ref (store);
  return self;
}

/** fl_certificate_log_set_clock: another clock than the system's, for tests. */
void
fl_certificate_log_set_clock (FlCertificateLog      *self,
                              FlCertificateLogClock  clock,
                              gpointer               user_data)
{
  g_return_if_fail (FL_IS_CERTIFICATE_LOG (self));
  g_return_if_fail (clock != NULL);

  self->clock = clock;
  self->clock_data = user_data;
}

/** fl_certificate_log_get_now: Returns: Unix seconds, by the clock of this log */
gint64
fl_certificate_log_get_now (FlCertificateLog *self)
{
  g_return_val_if_fail (FL_IS_CERTIFICATE_LOG (self), 0);

  return self->clock (self->clock_data);
}

/* ---- every call ---- */

static void
ran_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  GPtrArray *rows = fl_store_run_finish (FL_STORE (source), result, &error);

  if (rows != NULL)
    g_task_return_pointer (task, rows, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* The task comes back with the rows. @data: (transfer full) */
static void
run (FlCertificateLog    *self,
     FlStoreBatch        *batch,
     gpointer             tag,
     gpointer             data,
     GDestroyNotify       data_free,
     GCancellable        *cancellable,
     GAsyncReadyCallback  callback,
     gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, data, data_free);
  fl_store_run_async (self->store, batch, cancellable, ran_cb, task);
}

/* ---- a certificate was seen ---- */

/* Whether it proved who it is. A broker that only wants a certificate of ours has. */
static gboolean
is_proved (FlTlsReport *report)
{
  FlVerdict *verdict = fl_tls_report_get_verdict (report);
  const FlTrustWay way = fl_tls_report_get_way (report);
  gboolean proved = fl_verdict_get_n_reasons (verdict) > 0 && way != FL_TRUST_INSECURE && way != FL_TRUST_PSK;

  for (guint i = 0; i < fl_verdict_get_n_reasons (verdict); i++)
    {
      const FlReason reason = fl_verdict_get_reason (verdict, i);

      proved = proved && (reason == FL_REASON_CLIENT_CERTIFICATE_REQUIRED || reason == FL_REASON_CLIENT_CERTIFICATE_REFUSED);
    }
  return proved || fl_verdict_is_trusted (verdict);
}

static void
add_identities (GString   *text,
                GPtrArray *certificates)
{
  for (guint i = 0; certificates != NULL && i < certificates->len; i++)
    g_string_append_printf (text, " %s", fl_certificate_get_sha256 (g_ptr_array_index (certificates, i)));
}

/* What snippets can be bound to, in one text: the leaf, its key, and who vouches for it. */
static char *
list_identities (FlTlsReport *report)
{
  FlCertificate *leaf = fl_tls_report_get_leaf (report);
  GString *text = g_string_new (fl_certificate_get_sha256 (leaf));

  g_string_append_printf (text, " %s", fl_certificate_get_spki_sha256 (leaf));
  add_identities (text, fl_tls_report_get_chain (report));
  add_identities (text, fl_tls_report_get_verified_path (report));
  return g_string_free (text, FALSE);
}

static void
add_sighting (FlStoreBatch                *batch,
              const FlCertificateSighting *seen)
{
  g_autoptr(GVariant) der = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, seen->der, TRUE));

  fl_store_batch_add (batch,
                      "INSERT INTO certificate_seen (" SEEN_COLUMNS ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
                      " ON CONFLICT DO UPDATE SET first_seen = min (first_seen, excluded.first_seen),"
                      " last_seen = max (last_seen, excluded.last_seen), how = how | excluded.how, trusted = excluded.trusted"
                      " RETURNING 3, " SEEN_COLUMNS,
                      g_variant_new ("(sssssssxxxxxx@ay)", seen->broker, seen->endpoint, seen->sha256, seen->sha1,
                                     seen->spki_sha256, seen->subject, seen->issuer, seen->not_before, seen->not_after,
                                     seen->first_seen, seen->last_seen, (gint64) seen->how, (gint64) seen->trusted, der));
}

/* Only a verified path says who vouches; without one a snippet that holds an authority is left as it is. */
static void
add_snippets (FlStoreBatch *batch,
              const char   *broker,
              FlTlsReport  *report,
              gint64        now)
{
  g_autofree char *identities = list_identities (report);
  const gint64 judges_issuer = fl_tls_report_get_verified_path (report) != NULL && fl_tls_report_get_verified_path (report)->len > 0;

  /* A key lives on in the next certificate. */
  fl_store_batch_add (batch,
                      "UPDATE snippet_copied SET stopped_at = 0, until = CASE bond WHEN 'key' THEN ? ELSE until END"
                      " WHERE broker = ? AND instr (?, bound_to) > 0",
                      g_variant_new ("(xss)", fl_certificate_get_not_after (fl_tls_report_get_leaf (report)), broker, identities));
  fl_store_batch_add (batch,
                      "UPDATE snippet_copied SET stopped_at = ? WHERE broker = ? AND stopped_at = 0 AND instr (?, bound_to) = 0"
                      " AND (bond <> 'issuer' OR ?) RETURNING 2, " COPIED_COLUMNS,
                      g_variant_new ("(xssx)", now, broker, identities, judges_issuer));
}

static void
add_pruning (FlStoreBatch *batch,
             const char   *broker)
{
  fl_store_batch_add (batch,
                      "INSERT INTO certificate_forgotten SELECT ?1, count (*) - ?2 FROM certificate_seen WHERE broker = ?1"
                      " GROUP BY broker HAVING count (*) > ?2 ON CONFLICT DO UPDATE SET n = n + excluded.n",
                      g_variant_new ("(sx)", broker, (gint64) FL_CERTIFICATE_LOG_MAX));
  fl_store_batch_add (batch,
                      "DELETE FROM certificate_seen WHERE rowid IN (SELECT rowid FROM certificate_seen WHERE broker = ?"
                      " ORDER BY last_seen DESC, first_seen DESC, rowid DESC LIMIT -1 OFFSET ?)",
                      g_variant_new ("(sx)", broker, (gint64) FL_CERTIFICATE_LOG_MAX));
  fl_store_batch_add (batch,
                      "DELETE FROM certificate_warned WHERE broker = ?1"
                      " AND sha256 NOT IN (SELECT sha256 FROM certificate_seen WHERE broker = ?1)",
                      g_variant_new ("(s)", broker));
}

static FlCertificateSighting *
new_sighting (FlCertificateLog  *self,
              const char        *broker,
              FlTlsReport       *report,
              FlCertificateSeen  how)
{
  g_autofree char *endpoint = fl_endpoint_to_text (fl_tls_report_get_endpoint (report));
  FlCertificateSighting *seen = fl_certificate_sighting_new (broker, endpoint, fl_tls_report_get_leaf (report));

  seen->first_seen = seen->last_seen = fl_certificate_log_get_now (self);
  seen->how = how;
  seen->trusted = is_proved (report);
  return seen;
}

/**
 * fl_certificate_log_note_async:
 * @broker: id of a saved broker
 * @report: of a handshake there, in which the broker showed a certificate
 * @how: one of them
 */
void
fl_certificate_log_note_async (FlCertificateLog    *self,
                               const char          *broker,
                               FlTlsReport         *report,
                               FlCertificateSeen    how,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(FlStoreBatch) batch = NULL;
  g_autoptr(FlCertificateSighting) seen = NULL;

  g_return_if_fail (FL_IS_CERTIFICATE_LOG (self));
  g_return_if_fail (broker != NULL && report != NULL);
  g_return_if_fail (fl_tls_report_get_leaf (report) != NULL);

  batch = fl_store_batch_new ();
  seen = new_sighting (self, broker, report, how);
  fl_store_batch_add (batch, "SELECT 0 FROM certificate_seen WHERE broker = ? AND endpoint = ? AND sha256 = ?",
                      g_variant_new ("(sss)", broker, seen->endpoint, seen->sha256));
  fl_store_batch_add (batch,
                      "SELECT 1, " SEEN_COLUMNS " FROM certificate_seen WHERE broker = ? AND endpoint = ? AND sha256 <> ?"
                      " ORDER BY trusted DESC, last_seen DESC LIMIT 1",
                      g_variant_new ("(sss)", broker, seen->endpoint, seen->sha256));
  add_snippets (batch, broker, report, seen->last_seen);
  add_sighting (batch, seen);
  add_pruning (batch, broker);
  run (self, batch, fl_certificate_log_note_async, g_strdup (broker), g_free, cancellable, callback, user_data);
}

void
fl_certificate_news_free (FlCertificateNews *news)
{
  g_return_if_fail (news != NULL);

  g_clear_pointer (&news->now, fl_certificate_sighting_unref);
  g_clear_pointer (&news->before, fl_certificate_sighting_unref);
  g_ptr_array_unref (news->stopped);
  g_free (news);
}

static void
take_row (FlCertificateNews *news,
          GVariant          *row)
{
  switch ((RowKind) fl_store_row_get_number (row, 0))
    {
    case ROW_KNOWN:
      news->is_new = FALSE;
      break;
    case ROW_BEFORE:
      news->before = fl_certificate_sighting_new_from_row (row, 1);
      break;
    case ROW_STOPPED:
      g_ptr_array_add (news->stopped, fl_copied_snippet_new_from_row (row, 1));
      break;
    case ROW_NOW:
    default:
      news->now = fl_certificate_sighting_new_from_row (row, 1);
      break;
    }
}

/** fl_certificate_log_note_finish: Returns: (transfer full): what follows from it; %NULL with an error */
FlCertificateNews *
fl_certificate_log_note_finish (FlCertificateLog  *self,
                                GAsyncResult      *result,
                                GError           **error)
{
  g_autoptr(GPtrArray) rows = NULL;
  g_autoptr(FlCertificateNews) news = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  rows = g_task_propagate_pointer (G_TASK (result), error);
  if (rows == NULL)
    return NULL;
  news = g_new0 (FlCertificateNews, 1);
  news->is_new = TRUE;
  news->stopped = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_copied_snippet_free);
  for (guint i = 0; i < rows->len; i++)
    take_row (news, g_ptr_array_index (rows, i));
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, g_task_get_task_data (G_TASK (result)));
  return g_steal_pointer (&news);
}

/* ---- what was seen ---- */

/**
 * fl_certificate_log_list_async:
 * @broker: its id
 *
 * What was seen at it: the one seen last first.
 */
void
fl_certificate_log_list_async (FlCertificateLog    *self,
                               const char          *broker,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(FlStoreBatch) batch = NULL;

  g_return_if_fail (FL_IS_CERTIFICATE_LOG (self));
  g_return_if_fail (broker != NULL);

  batch = fl_store_batch_new ();
  fl_store_batch_add (batch, "SELECT 0, " SEEN_COLUMNS " FROM certificate_seen WHERE broker = ?"
                             " ORDER BY last_seen DESC, first_seen DESC, rowid DESC", g_variant_new ("(s)", broker));
  fl_store_batch_add (batch, "SELECT 1, n FROM certificate_forgotten WHERE broker = ?", g_variant_new ("(s)", broker));
  run (self, batch, fl_certificate_log_list_async, NULL, NULL, cancellable, callback, user_data);
}

/**
 * fl_certificate_log_list_seen_at_async:
 * @endpoint: host and port
 *
 * What was seen there, whatever broker it was saved as: each certificate once, the one seen last first, without its DER
 * and with the first broker's id. For "matched this broker until DATE": SHA-1, SHA-256, SPKI and both dates are there.
 */
void
fl_certificate_log_list_seen_at_async (FlCertificateLog    *self,
                                       FlEndpoint          *endpoint,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data)
{
  g_autoptr(FlStoreBatch) batch = NULL;
  g_autofree char *text = NULL;

  g_return_if_fail (FL_IS_CERTIFICATE_LOG (self));
  g_return_if_fail (endpoint != NULL);

  batch = fl_store_batch_new ();
  text = fl_endpoint_to_text (endpoint);
  fl_store_batch_add (batch,
                      "SELECT 0, min (broker), endpoint, sha256, sha1, spki_sha256, subject, issuer, not_before, not_after,"
                      " min (first_seen), max (last_seen), max (how), max (trusted), NULL FROM certificate_seen"
                      " WHERE endpoint = ? GROUP BY sha256 ORDER BY max (last_seen) DESC", g_variant_new ("(s)", text));
  run (self, batch, fl_certificate_log_list_seen_at_async, NULL, NULL, cancellable, callback, user_data);
}

/**
 * fl_certificate_log_list_latest_async:
 *
 * Of each broker and endpoint the certificate that was seen last, without its DER.
 */
void
fl_certificate_log_list_latest_async (FlCertificateLog    *self,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  g_autoptr(FlStoreBatch) batch = NULL;

  g_return_if_fail (FL_IS_CERTIFICATE_LOG (self));

  batch = fl_store_batch_new ();
  /* SQLite gives the other columns of the row that has the maximum. */
  fl_store_batch_add (batch, "SELECT 0, " SEEN_COLUMNS_BRIEF ", max (last_seen) FROM certificate_seen GROUP BY broker, endpoint",
                      NULL);
  run (self, batch, fl_certificate_log_list_latest_async, NULL, NULL, cancellable, callback, user_data);
}

/**
 * fl_certificate_log_list_finish:
 * @n_forgotten: (out) (optional): how many of that broker were seen and are not kept any more
 *
 * Of each of the three above.
 *
 * Returns: (transfer full) (element-type FlCertificateSighting): %NULL with an error
 */
GPtrArray *
fl_certificate_log_list_finish (FlCertificateLog  *self,
                                GAsyncResult      *result,
                                gint64            *n_forgotten,
                                GError           **error)
{
  g_autoptr(GPtrArray) rows = NULL;
  GPtrArray *seen;
  gint64 n = 0;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  rows = g_task_propagate_pointer (G_TASK (result), error);
  if (rows == NULL)
    return NULL;
  seen = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_certificate_sighting_unref);
  for (guint i = 0; i < rows->len; i++)
    {
      GVariant *row = g_ptr_array_index (rows, i);

      if (fl_store_row_get_number (row, 0) == 1)
        n = fl_store_row_get_number (row, 1);
      else
        g_ptr_array_add (seen, fl_certificate_sighting_new_from_row (row, 1));
    }
  if (n_forgotten != NULL)
    *n_forgotten = n;
  return seen;
}

/* ---- what was said ---- */

/**
 * fl_certificate_log_take_threshold_async:
 * @days: before it expires: the threshold that is reached
 *
 * Asks whether to warn now: once for each threshold of each certificate of a broker, also after a restart.
 */
void
fl_certificate_log_take_threshold_async (FlCertificateLog            *self,
                                         const FlCertificateSighting *sighting,
                                         int                          days,
                                         GCancellable                *cancellable,
                                         GAsyncReadyCallback          callback,
                                         gpointer                     user_data)
{
  g_autoptr(FlStoreBatch) batch = NULL;

  g_return_if_fail (FL_IS_CERTIFICATE_LOG (self));
  g_return_if_fail (sighting != NULL);

  batch = fl_store_batch_new ();
  fl_store_batch_add (batch, "INSERT OR IGNORE INTO certificate_warned VALUES (?, ?, ?) RETURNING 0",
                      g_variant_new ("(ssx)", sighting->broker, sighting->sha256, (gint64) days));
  run (self, batch, fl_certificate_log_take_threshold_async, NULL, NULL, cancellable, callback, user_data);
}

/** fl_certificate_log_take_threshold_finish: Returns: TRUE the first time */
gboolean
fl_certificate_log_take_threshold_finish (FlCertificateLog  *self,
                                          GAsyncResult      *result,
                                          GError           **error)
{
  g_autoptr(GPtrArray) rows = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  rows = g_task_propagate_pointer (G_TASK (result), error);
  return rows != NULL && rows->len > 0;
}

/* ---- what was copied ---- */

static void
noted_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) rows = g_task_propagate_pointer (G_TASK (result), &error);

  if (rows != NULL)
    g_signal_emit (source, signals[SIGNAL_CHANGED], 0, g_task_get_task_data (G_TASK (result)));
  else
    g_debug ("Not noted: %s", error->message);
}

/**
 * fl_certificate_log_note_copied:
 * @broker: id of a saved broker
 * @kind: stable code of the snippet
 * @label: what it is called, in a list of such: "setFingerprint (ESP8266)"
 * @bond: what in it has to stay the same; a snippet that depends on nothing (setInsecure, a pre-shared key) is not noted
 * @certificate: what it was made of: the leaf, or for %FL_SNIPPET_BOND_ISSUER the authority that the snippet holds
 *
 * To be called when a snippet was copied or exported: from then on it is said when it will stop working. The text of the
 * snippet is not stored. Comes back at once.
 */
void
fl_certificate_log_note_copied (FlCertificateLog    *self,
                                const char          *broker,
                                const char          *kind,
                                const char          *label,
                                FlSnippetBond        bond,
                                const FlCertificate *certificate)
{
  g_autoptr(FlStoreBatch) batch = NULL;
  g_autofree char *identity = NULL;

  g_return_if_fail (FL_IS_CERTIFICATE_LOG (self));
  g_return_if_fail (broker != NULL && kind != NULL && label != NULL);
  g_return_if_fail (certificate != NULL);

  batch = fl_store_batch_new ();
  identity = fl_snippet_bond_dup_identity (bond, certificate);
  fl_store_batch_add (batch,
                      "INSERT OR REPLACE INTO snippet_copied (broker, kind, label, bond, bound_to, until, copied_at, stopped_at)"
                      " VALUES (?, ?, ?, ?, ?, ?, ?, 0)",
                      g_variant_new ("(sssssxx)", broker, kind, label, fl_snippet_bond_to_code (bond), identity,
                                     fl_certificate_get_not_after (certificate), fl_certificate_log_get_now (self)));
  fl_store_batch_add (batch,
                      "DELETE FROM snippet_copied WHERE rowid IN (SELECT rowid FROM snippet_copied WHERE broker = ?"
                      " ORDER BY copied_at DESC, rowid DESC LIMIT -1 OFFSET ?)",
                      g_variant_new ("(sx)", broker, (gint64) FL_COPIED_SNIPPET_MAX));
  run (self, batch, fl_certificate_log_note_copied, g_strdup (broker), g_free, NULL, noted_cb, NULL);
}

/**
 * fl_certificate_log_list_copied_async:
 * @broker: (nullable): its id; %NULL: of all
 *
 * What was copied: what stops working first comes first; what does not fit any more comes last.
 */
void
fl_certificate_log_list_copied_async (FlCertificateLog    *self,
                                      const char          *broker,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  g_autoptr(FlStoreBatch) batch = NULL;

  g_return_if_fail (FL_IS_CERTIFICATE_LOG (self));

  batch = fl_store_batch_new ();
  fl_store_batch_add (batch, "SELECT " COPIED_COLUMNS " FROM snippet_copied WHERE ?1 = '' OR broker = ?1"
                             " ORDER BY stopped_at > 0, until, copied_at, rowid",
                      g_variant_new ("(s)", broker != NULL ? broker : ""));
  run (self, batch, fl_certificate_log_list_copied_async, NULL, NULL, cancellable, callback, user_data);
}

/** fl_certificate_log_list_copied_finish: Returns: (transfer full) (element-type FlCopiedSnippet): %NULL with an error */
GPtrArray *
fl_certificate_log_list_copied_finish (FlCertificateLog  *self,
                                       GAsyncResult      *result,
                                       GError           **error)
{
  g_autoptr(GPtrArray) rows = NULL;
  GPtrArray *copied;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  rows = g_task_propagate_pointer (G_TASK (result), error);
  if (rows == NULL)
    return NULL;
  copied = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_copied_snippet_free);
  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (copied, fl_copied_snippet_new_from_row (g_ptr_array_index (rows, i), 0));
  return copied;
}

/** fl_certificate_log_forget: everything of a broker, as it was deleted. Comes back at once. */
void
fl_certificate_log_forget (FlCertificateLog *self,
                           const char       *broker)
{
  static const char *const statements[] = {
    "DELETE FROM certificate_seen WHERE broker = ?",
    "DELETE FROM certificate_forgotten WHERE broker = ?",
    "DELETE FROM certificate_warned WHERE broker = ?",
    "DELETE FROM snippet_copied WHERE broker = ?",
  };
  g_autoptr(FlStoreBatch) batch = NULL;

  g_return_if_fail (FL_IS_CERTIFICATE_LOG (self));
  g_return_if_fail (broker != NULL);

  batch = fl_store_batch_new ();
  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    fl_store_batch_add (batch, statements[i], g_variant_new ("(s)", broker));
  run (self, batch, fl_certificate_log_forget, g_strdup (broker), g_free, NULL, noted_cb, NULL);
}
