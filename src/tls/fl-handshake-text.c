/* A handshake in words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-handshake-text"

#include "config.h"

#include "tls/fl-handshake-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const struct
{
  const char *name;
  const char *sent;     /* NULL: never ours */
  const char *received; /* NULL: never theirs */
} explanations[] = {
  { "ClientHello",
    N_("We offer versions, cipher suites and our half of a key, and name the host we want: in the clear."), NULL },
  { "ServerHello", NULL,
    N_("The broker picks version and cipher suite and sends its half of the key. Both now compute the same secret.") },
  { "HelloRetryRequest", NULL,
    N_("The broker cannot use the key we offered and asks for another kind.") },
  { "EncryptedExtensions", NULL,
    N_("The first encrypted message: what else the broker agrees to.") },
  { "CertificateRequest", NULL,
    N_("The broker asks who we are: it wants a client certificate.") },
  { "Certificate",
    N_("We show our certificate. Anyone could show it: the proof comes next."),
    N_("The broker shows its certificates. Anyone could show them: the proof comes next.") },
  { "CertificateStatus", NULL,
    N_("The issuer’s word that the certificate was not revoked.") },
  { "ServerKeyExchange", NULL,
    N_("The broker’s half of the key, signed with the certificate’s private key: only its owner can do that.") },
  { "CertificateVerify",
    N_("We sign all that was said so far with our private key: the proof that the certificate is ours."),
    N_("The broker signs all that was said so far with its private key: the proof that the certificate is its own.") },
  { "ServerHelloDone", NULL,
    N_("The broker has said all that it wanted to say; it is our turn.") },
  { "ClientKeyExchange",
    N_("Our half of the key. Both sides now compute the same secret."), NULL },
  { "Finished",
    N_("A checksum of all that was said, under the new key: nobody changed a byte on the way to the broker."),
    N_("A checksum of all that was said, under the new key: nobody changed a byte on the way to us.") },
  { "NewSessionTicket", NULL,
    N_("A ticket for a quicker start next time. It is not used: every connection is judged afresh.") },
  { "KeyUpdate", N_("From here on we use a new key."), N_("From here on the broker uses a new key.") },
  { "HelloRequest", NULL, N_("The broker wants to start over; we decline.") },
  { "Alert close_notify", N_("We say goodbye."), N_("The broker says goodbye.") },
};

/* What an alert says, by its number (RFC 8446, 6.2): the end of a sentence. */
static const struct
{
  guint8      type;
  const char *meaning;
} alert_meanings[] = {
  { 40, N_("there is nothing that both sides can do") },
  { 42, N_("the certificate is not acceptable") },
  { 43, N_("this kind of certificate is not supported") },
  { 44, N_("the certificate was revoked") },
  { 45, N_("the certificate is out of date") },
  { 46, N_("the certificate is not acceptable") },
  { 48, N_("nobody known here issued the certificate") },
  { 49, N_("the certificate is good, but has no access") },
  { 51, N_("a signature or a checksum is wrong") },
  { 70, N_("there is no version that both sides speak") },
  { 71, N_("what is offered is too weak") },
  { 112, N_("no host of this name is here") },
  { 113, N_("the proof that the certificate is not revoked is not acceptable") },
  { 115, N_("nobody of this identity is known") },
  { 116, N_("a client certificate is required") },
};

/* A Certificate message that holds none: header and empty list, in TLS 1.3 an empty context before it. */
#define MAX_EMPTY_CERTIFICATE_BYTES 8

static gboolean
is_named (const FlHandshakeMessage *message,
          const char               *name)
{
  return strcmp (message->name, name) == 0;
}

static const char *
explain_alert (const FlHandshakeMessage *message)
{
  if (message->outgoing)
    return _("We end it here and say why. Nothing else was sent.");
  return _("The broker ends it here and says why.");
}

/* "3.1 ms", "1.2 s" */
char *
fl_handshake_text_format_duration (gint64 duration_us)
{
  if (duration_us < 10000)
    return g_strdup_printf (_("%.1f ms"), (double) duration_us / 1000);
  if (duration_us < G_USEC_PER_SEC)
    return g_strdup_printf (_("%.0f ms"), (double) duration_us / 1000);
  return g_strdup_printf (_("%.1f s"), (double) duration_us / G_USEC_PER_SEC);
}

/* "8 messages · 2 round trips · 3.1 ms · 4.2 kB" */
char *
fl_handshake_text_summarize (const FlHandshake *handshake)
{
  g_autofree char *messages = NULL;
  g_autofree char *trips = NULL;
  g_autofree char *duration = NULL;
  g_autofree char *size = NULL;
  guint n_messages;
  guint n_trips;

  if (handshake == NULL || fl_handshake_get_n_messages (handshake) == 0)
    return g_strdup (_("There was no handshake."));
  n_messages = fl_handshake_get_n_messages (handshake) + fl_handshake_get_n_left_out (handshake);
  n_trips = fl_handshake_get_n_round_trips (handshake);
  messages = g_strdup_printf (ngettext ("%u message", "%u messages", n_messages), n_messages);
  trips = g_strdup_printf (ngettext ("%u round trip", "%u round trips", n_trips), n_trips);
  size = g_format_size (fl_handshake_get_bytes_sent (handshake) + fl_handshake_get_bytes_received (handshake));
  if (fl_handshake_get_duration_us (handshake) < 0)
    return g_strdup_printf ("%s · %s · %s · %s", messages, trips, _("not completed"), size);
  duration = fl_handshake_text_format_duration (fl_handshake_get_duration_us (handshake));
  return g_strdup_printf ("%s · %s · %s · %s", messages, trips, duration, size);
}

/**
 * fl_handshake_text_explain:
 * @protocol: (nullable): "TLSv1.3" and the like: some messages mean another thing there
 *
 * Returns: what this message of a handshake is for, translated; "" for one that nobody knows
 */
const char *
fl_handshake_text_explain (const FlHandshakeMessage *message,
                           const char               *protocol)
{
  g_return_val_if_fail (message != NULL, NULL);

  if (message->content_type == FL_TLS_CONTENT_CHANGE_CIPHER_SPEC)
    {
      if (g_strcmp0 (protocol, "TLSv1.3") == 0)
        return _("Says nothing in TLS 1.3; it only lets old equipment on the way believe that this is TLS 1.2.");
      return message->outgoing ? _("All that we send from here on is encrypted.")
                               : _("All that the broker sends from here on is encrypted.");
    }
  if (message->outgoing && is_named (message, "Certificate") && message->bytes <= MAX_EMPTY_CERTIFICATE_BYTES)
    return _("An empty list: we have no certificate to show.");
  for (gsize i = 0; i < G_N_ELEMENTS (explanations); i++)
    {
      const char *text = message->outgoing ? explanations[i].sent : explanations[i].received;

      if (strcmp (explanations[i].name, message->name) == 0 && text != NULL)
        return _(text);
    }
  return message->content_type == FL_TLS_CONTENT_ALERT ? explain_alert (message) : "";
}

static const char *
find_alert_meaning (const FlHandshakeMessage *message)
{
  for (gsize i = 0; message->content_type == FL_TLS_CONTENT_ALERT && i < G_N_ELEMENTS (alert_meanings); i++)
    if (alert_meanings[i].type == message->type)
      return _(alert_meanings[i].meaning);
  return NULL;
}

/* Whether the staple came with this message: TLS 1.3 puts it into the Certificate (RFC 8446, 4.4.2.1). */
static gboolean
carries_staple (const FlTlsReport        *report,
                const FlHandshakeMessage *message)
{
  if (message->outgoing || fl_tls_report_get_ocsp (report) == NULL)
    return FALSE;
  return is_named (message, "CertificateStatus")
         || (is_named (message, "Certificate") && g_strcmp0 (fl_tls_report_get_protocol (report), "TLSv1.3") == 0);
}

/* Whether a ClientHello is the answer to a HelloRetryRequest. */
static gboolean
is_second_hello (const FlHandshake *handshake,
                 guint              position)
{
  return position > 0 && is_named (fl_handshake_get_message (handshake, position), "ClientHello");
}

/**
 * fl_handshake_text_explain_step:
 * @report: of a connection
 * @position: of a message in its handshake, from 0
 *
 * Like fl_handshake_text_explain(), with what is known of this connection: the staple that came with it, and what an
 * alert means.
 *
 * Returns: (transfer full): translated; "" if nobody knows what the message is for
 */
char *
fl_handshake_text_explain_step (const FlTlsReport *report,
                                guint              position)
{
  FlHandshake *handshake;
  const FlHandshakeMessage *message;
  const char *text;
  g_autofree char *staple = NULL;

  g_return_val_if_fail (report != NULL, NULL);

  handshake = fl_tls_report_get_handshake (report);
  g_return_val_if_fail (position < fl_handshake_get_n_messages (handshake), NULL);
  message = fl_handshake_get_message (handshake, position);
  text = fl_handshake_text_explain (message, fl_tls_report_get_protocol (report));
  if (is_second_hello (handshake, position))
    return g_strdup (_("We offer the same again, now with the kind of key that the broker asked for."));
  if (find_alert_meaning (message) != NULL)
    return g_strdup_printf (message->outgoing ? _("We end it here: %s. Nothing else was sent.")
                                              : _("The broker ends it here: %s."), find_alert_meaning (message));
  if (!carries_staple (report, message))
    return g_strdup (text);
  staple = fl_ocsp_describe (fl_tls_report_get_ocsp (report));
  /* Translators: what this message is for, and what the issuer's answer that came with it says. */
  return g_strdup_printf (_("%s With it came the issuer’s answer. %s"), text, staple);
}

/* (transfer full): how the handshake ended, or why it did not */
char *
fl_handshake_text_describe_end (const FlTlsReport *report)
{
  g_return_val_if_fail (report != NULL, NULL);

  if (fl_tls_report_get_error_text (report) != NULL)
    return g_strdup (fl_tls_report_get_error_text (report));
  if (!fl_tls_report_is_complete (report))
    return g_strdup (_("The handshake is not over."));
  return g_strdup (_("The handshake is over: all that follows is encrypted."));
}

/* Whose handshake it is: the one that carries the data, or one that was made to look. */
const char *
fl_handshake_text_describe_source (gboolean is_live)
{
  return is_live ? _("the connection that carries your data") : _("a probe: a connection made only to look");
}
