/* fernlight-cli inspect: the handshake and the certificates of a broker.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-cli-inspect"

#include "config.h"

#include "cli/fl-cli-inspect.h"

#include "cli/fl-cli-broker.h"
#include "esp/fl-esp-check.h"
#include "tls/fl-fingerprint.h"
#include "tls/fl-probe.h"
#include "tls/fl-tls-report-json.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

/* Columns, not bytes, and a translated name may fill its own. */
#define VALUE_COLUMN 12

static void
print_field (const char *name,
             const char *value)
{
  const int gap = MAX (1, VALUE_COLUMN - (int) g_utf8_strlen (name, -1));

  g_print ("%s%*s%s\n", name, gap, "", value);
}

/* What is asked for on the command line. */
typedef struct
{
  int         timeout_s;
  gboolean    esp;
  gboolean    json;
  const char *key_log; /* a path; NULL: none */
} Wishes;

static void
print_json (FlTlsReport      *report,
            const FlEspCheck *check,
            const Wishes     *wishes)
{
  g_autoptr(JsonNode) node = fl_tls_report_to_json (report);
  g_autofree char *text = NULL;

  if (wishes->esp)
    json_object_set_member (json_node_get_object (node), "devices",
                            check != NULL ? fl_esp_check_to_json (check) : json_node_new (JSON_NODE_NULL));
  text = json_to_string (node, TRUE);
  g_print ("%s\n", text);
}

static void
print_matched_pin (const FlPin *pin)
{
  g_autofree char *text = fl_pin_to_text (pin);
  g_autofree char *sentence = g_strdup_printf (fl_pin_is_weak (pin) ? _("it has the pin %s, which is weak: SHA-1")
                                                                     : _("it has the pin %s"), text);

  print_field ("", sentence);
}

static void
print_verdict (FlTlsReport *report)
{
  FlVerdict *verdict = fl_tls_report_get_verdict (report);
  const char *host = fl_endpoint_get_host (fl_tls_report_get_endpoint (report));
  FlCertificate *leaf = fl_tls_report_get_leaf (report);

  print_field (_("Verdict"), fl_verdict_is_trusted (verdict) ? _("trusted") : _("not trusted"));
  if (fl_tls_report_get_matched_pin (report) != NULL)
    print_matched_pin (fl_tls_report_get_matched_pin (report));
  for (guint i = 0; i < fl_verdict_get_n_reasons (verdict); i++)
    {
      FlReason reason = fl_verdict_get_reason (verdict, i);
      g_autofree char *text = fl_reason_describe (reason, leaf, host);

      print_field ("", text);
    }
  for (guint i = 0; i < fl_verdict_get_n_remarks (verdict); i++)
    {
      g_autofree char *text = fl_reason_describe (fl_verdict_get_remark (verdict, i), leaf, host);
      g_autofree char *remark = g_strdup_printf (_("remark: %s"), text);

      print_field ("", remark);
    }
}

/* A handshake that was refused has no duration: then the time of the last thing that was seen. */
static double
milliseconds_of (FlHandshake *handshake)
{
  guint n = fl_handshake_get_n_messages (handshake);
  gint64 us = fl_handshake_get_duration_us (handshake);

  if (us < 0)
    us = n == 0 ? 0 : fl_handshake_get_message (handshake, n - 1)->at_us;
  return (double) us / 1000;
}

static void
print_handshake (FlTlsReport *report)
{
  FlHandshake *handshake = fl_tls_report_get_handshake (report);
  guint n = fl_handshake_get_n_messages (handshake);
  guint n_trips = fl_handshake_get_n_round_trips (handshake);
  g_autofree char *messages = g_strdup_printf (ngettext ("%u message", "%u messages", n), n);
  g_autofree char *trips = g_strdup_printf (ngettext ("%u round trip", "%u round trips", n_trips), n_trips);
  g_autofree char *bytes = g_strdup_printf (_("%" PRIu64 " bytes sent, %" PRIu64 " received"),
                                            fl_handshake_get_bytes_sent (handshake),
                                            fl_handshake_get_bytes_received (handshake));
  g_autofree char *summary = g_strdup_printf ("%s, %s, %.1f ms, %s", messages, trips, milliseconds_of (handshake), bytes);

  print_field (_("Handshake"), summary);
  for (guint i = 0; i < n; i++)
    {
      const FlHandshakeMessage *message = fl_handshake_get_message (handshake, i);

      g_print ("%12s%s %-24s %6u B %9.1f ms\n", "", message->outgoing ? "→" : "←", message->name, message->bytes,
               (double) message->at_us / 1000);
    }
}

static char *
format_date (gint64 unix_seconds)
{
  g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc (unix_seconds);

  return date == NULL ? g_strdup (_("no date")) : g_date_time_format (date, "%Y-%m-%d %H:%M UTC");
}

static char *
format_validity (FlCertificate *certificate)
{
  g_autofree char *from = format_date (fl_certificate_get_not_before (certificate));
  g_autofree char *to = format_date (fl_certificate_get_not_after (certificate));
  gint64 days = fl_certificate_get_days_left (certificate, g_get_real_time () / G_USEC_PER_SEC);

  /* Translators: two dates, and the days until the second. */
  return g_strdup_printf (ngettext ("%s to %s, %" PRId64 " day left", "%s to %s, %" PRId64 " days left",
                                    (unsigned long) ABS (days)), from, to, days);
}

static char *
format_key (FlCertificate *certificate)
{
  const char *curve = fl_certificate_get_key_curve (certificate);

  return g_strdup_printf (_("%s, %u bits%s%s, signed with %s"), fl_certificate_get_key_type (certificate),
                          fl_certificate_get_key_bits (certificate), curve == NULL ? "" : ", ",
                          curve == NULL ? "" : curve, fl_certificate_get_signature (certificate));
}

static void
print_certificate (FlCertificate *certificate,
                   guint          number,
                   guint          n_certificates)
{
  g_autofree char *validity = format_validity (certificate);
  g_autofree char *key = format_key (certificate);
  g_autofree char *names = g_strjoinv (", ", (char **) fl_certificate_get_san (certificate));
  g_autofree char *sha1 = fl_fingerprint_to_arduino (fl_certificate_get_sha1 (certificate));
  g_autofree char *sha256 = fl_fingerprint_to_colons (fl_certificate_get_sha256 (certificate));
  g_autofree char *spki = g_strconcat ("sha256//", fl_certificate_get_spki_sha256 (certificate), NULL);

  g_print ("\n");
  g_print (_("Certificate %u of %u"), number, n_certificates);
  g_print ("\n");
  print_field (_("Subject"), fl_certificate_get_subject (certificate));
  print_field (_("Issuer"), fl_certificate_get_issuer (certificate));
  print_field (_("Names"), names);
  print_field (_("Valid"), validity);
  print_field (_("Key"), key);
  print_field ("SHA-1", sha1);
  print_field ("SHA-256", sha256);
  print_field (_("Key pin"), spki);
}

static void
print_parameters (FlTlsReport *report)
{
  const gboolean quantum = fl_tls_report_is_post_quantum (report);
  FlOcsp *ocsp = fl_tls_report_get_ocsp (report);
  g_autofree char *revocation = fl_ocsp_describe (ocsp);
  g_autofree char *parameters =
    g_strdup_printf ("%s, %s, %s%s%s%s", fl_tls_report_get_protocol (report), fl_tls_report_get_cipher (report),
                     fl_tls_report_get_group (report) == NULL ? _("no group") : fl_tls_report_get_group (report),
                     quantum ? " (" : "", quantum ? _("post-quantum") : "", quantum ? ")" : "");

  print_field (_("Protocol"), parameters);
  if (fl_tls_report_get_peer_signature (report) != NULL)
    print_field (_("Signature"), fl_tls_report_get_peer_signature (report));
  if (fl_tls_report_get_leaf (report) != NULL && (ocsp != NULL || fl_tls_report_is_complete (report)))
    print_field ("OCSP", revocation);
  if (fl_tls_report_is_client_certificate_requested (report))
    print_field (_("Client"), _("the broker asks for a client certificate"));
}

static void
print_text (FlTlsReport *report)
{
  FlEndpoint *endpoint = fl_tls_report_get_endpoint (report);
  g_autofree char *place = fl_endpoint_to_text (endpoint);
  GPtrArray *chain = fl_tls_report_get_chain (report);

  print_field (_("Broker"), place);
  if (fl_endpoint_get_address (endpoint) != NULL)
    print_field (_("Address"), fl_endpoint_get_address (endpoint));
  print_verdict (report);
  if (fl_tls_report_get_protocol (report) != NULL && fl_tls_report_get_cipher (report) != NULL)
    print_parameters (report);
  print_handshake (report);
  for (guint i = 0; i < chain->len; i++)
    print_certificate (g_ptr_array_index (chain, i), i + 1, chain->len);
}

static const char *
answer_of (const FlEspVerdict *verdict)
{
  if (fl_esp_verdict_connects_safely (verdict))
    return _("Yes");
  /* Translators: a device can connect, but only without checking whom it talks to. */
  return fl_esp_verdict_connects (verdict) ? _("Unsafe") : _("No");
}

static void
print_device (const FlEspVerdict *verdict)
{
  const FlClientModel *model = fl_esp_verdict_get_model (verdict);
  g_autofree char *sentence = fl_esp_verdict_describe (verdict);
  g_autofree char *buffers = fl_esp_verdict_describe_buffers (verdict);

  g_print ("\n");
  print_field (answer_of (verdict), model->name);
  print_field ("", sentence);
  for (guint way = 0; way < FL_N_CLIENT_WAYS && !fl_esp_verdict_is_uniform (verdict); way++)
    if (fl_client_model_has_way (model, (FlClientWay) way))
      {
        g_autofree char *answer = fl_esp_verdict_describe_way (verdict, (FlClientWay) way);
        g_autofree char *line = g_strdup_printf ("%s: %s", fl_client_way_get_label (model, (FlClientWay) way), answer);

        print_field ("", line);
      }
  if (buffers != NULL && fl_esp_verdict_connects (verdict))
    print_field ("", buffers);
}

static void
print_devices (const FlEspCheck *check)
{
  g_print ("\n%s\n", _("Devices"));
  for (guint i = 0; i < fl_esp_check_get_n (check); i++)
    print_device (fl_esp_check_get_verdict (check, i));
}

/* NULL, and the reason on standard error, if the broker could not be asked. */
static FlEspCheck *
check_devices (FlTlsReport  *report,
               FlTrust      *trust,
               const Wishes *wishes)
{
  FlEndpoint *endpoint = fl_tls_report_get_endpoint (report);
  g_autoptr(GError) error = NULL;
  FlEspCheck *check;

  /* Nobody was there. */
  if (fl_endpoint_get_address (endpoint) == NULL)
    return NULL;
  check = fl_esp_check_run (endpoint, trust, (guint) wishes->timeout_s * 1000, NULL, &error);
  if (check == NULL)
    fl_cli_complain ("devices", "%s", error->message);

  return check;
}

static FlCliStatus
status_of (FlTlsReport *report)
{
  if (fl_tls_report_is_connected (report) && fl_verdict_is_trusted (fl_tls_report_get_verdict (report)))
    return FL_CLI_DONE;
  if (fl_tls_report_get_fault (report) == FL_TLS_FAULT_NOT_TRUSTED)
    return FL_CLI_NOT_TRUSTED;
  /* Connected, and no identity was asked for: what the user wanted. */
  if (fl_tls_report_is_connected (report) && fl_tls_report_get_way (report) == FL_TRUST_INSECURE)
    return FL_CLI_DONE;
  return FL_CLI_FAILED;
}

/* The handshake, with its keys in a file if that is wished for. NULL, and the reason on standard error, if it was not made. */
static FlTlsReport *
look (FlCliBroker  *broker,
      FlTrust      *trust,
      const Wishes *wishes)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(FlKeyLog) key_log = wishes->key_log != NULL ? fl_key_log_new (wishes->key_log, &error) : NULL;
  g_autoptr(FlTlsReport) report = NULL;

  if (error == NULL)
    report = fl_probe_run_logged (broker->endpoint, trust, (guint) wishes->timeout_s * 1000, key_log, NULL, &error);
  if (report != NULL && key_log != NULL && fl_key_log_finish (key_log, &error) && fl_key_log_has_keys (key_log))
    fl_cli_complain ("warning", _("%s holds the keys of this handshake: whoever has it can read a recording of it"),
                     wishes->key_log);
  if (error == NULL)
    return g_steal_pointer (&report);
  fl_cli_complain ("inspect", "%s", error->message);
  return NULL;
}

static FlCliStatus
inspect (FlCliBroker  *broker,
         const Wishes *wishes)
{
  g_autoptr(FlEspCheck) check = NULL;
  g_autoptr(FlTrust) trust = NULL;
  g_autoptr(FlTlsReport) report = NULL;
  FlCliStatus status;

  /* Whoever inspects wants to see TLS, also behind an address that does not ask for it. */
  trust = fl_trust_get_way (broker->trust) == FL_TRUST_PLAIN ? fl_trust_new_system () : fl_trust_ref (broker->trust);
  report = look (broker, trust, wishes);
  if (report == NULL)
    return FL_CLI_FAILED;
  status = status_of (report);
  if (wishes->esp)
    check = check_devices (report, trust, wishes);
  if (wishes->esp && check == NULL && status == FL_CLI_DONE)
    status = FL_CLI_FAILED;
  if (wishes->json)
    print_json (report, check, wishes);
  else
    print_text (report);
  if (check != NULL && !wishes->json)
    print_devices (check);
  if (fl_tls_report_get_error_code (report) != NULL)
    fl_cli_complain (fl_tls_report_get_error_code (report), "%s", fl_tls_report_get_error_text (report));
  return status;
}

/**
 * fl_cli_inspect_run:
 * @argc: how many arguments
 * @argv: "inspect", BROKER and options
 *
 * Makes one TLS handshake, with --esp one more for each kind of device; sends nothing else, and prints what was seen.
 *
 * Returns: DONE if the broker is trusted, NOT_TRUSTED if it was reached and refused, FAILED if there was no handshake
 */
FlCliStatus
fl_cli_inspect_run (int    argc,
                    char **argv)
{
  g_auto(FlCliBrokerOptions) options = { NULL };
  Wishes wishes = { .timeout_s = FL_PROBE_DEFAULT_TIMEOUT_MS / 1000 };
  g_autofree char *key_log = NULL;
  const GOptionEntry entries[] = {
    { "esp", 0, 0, G_OPTION_ARG_NONE, &wishes.esp, N_("Try what each kind of ESP could do, too"), NULL },
    { "key-log", 0, 0, G_OPTION_ARG_FILENAME, &key_log, N_("Write the keys of the handshake into a new file"), N_("FILE") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &wishes.json, N_("Print one JSON object"), NULL },
    { "timeout", 0, 0, G_OPTION_ARG_INT, &wishes.timeout_s, N_("Give up after this many seconds"), N_("SECONDS") },
    G_OPTION_ENTRY_NULL
  };
  GOptionContext *context = g_option_context_new ("BROKER");
  g_autoptr(FlCliBroker) broker = NULL;
  g_autoptr(GError) error = NULL;
  const char *address;

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_add_group (context, fl_cli_broker_new_group (&options));
  if (!fl_cli_parse (context, &argc, &argv))
    return FL_CLI_USAGE;
  wishes.key_log = key_log;
  if (!fl_cli_broker_take_address (&options, &argc, argv, &address) || argc != 1
      || wishes.timeout_s < 1 || wishes.timeout_s > 3600)
    {
      fl_cli_complain ("usage", _("inspect BROKER [TRUST] [--esp] [--json] [--key-log FILE] [--timeout SECONDS from 1 to 3600]"));
      return FL_CLI_USAGE;
    }
  broker = fl_cli_broker_find (address, &options, NULL, &error);
  if (broker == NULL)
    return fl_cli_broker_complain (error);
  return inspect (broker, &wishes);
}
