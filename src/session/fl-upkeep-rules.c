/* What of a saved broker, and of a folder of one's own, has to be renewed some day.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-upkeep-rules"

#include "config.h"

#include "session/fl-upkeep-rules.h"

#include "brokers/fl-broker-pin.h"
#include "brokers/fl-own-certificates.h"
#include "tls/fl-certificate-parser.h"
#include "tls/fl-service.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
add (GPtrArray    *items,
     FlUpkeepKind  kind,
     FlBroker     *broker,
     const char   *what,
     const char   *advice,
     gint64        until)
{
  g_ptr_array_add (items, fl_upkeep_item_new (kind, fl_broker_get_id (broker), fl_broker_get_name (broker), what, advice, until));
}

/* (transfer full) (nullable): what is in a text of the broker's */
static GPtrArray *
parse_pem (const char *pem)
{
  g_autoptr(GBytes) bytes = NULL;

  if (*pem == '\0')
    return NULL;
  bytes = g_bytes_new (pem, strlen (pem));
  return fl_certificate_parse_all (bytes, NULL);
}

/* ---- what the broker shows, and what is pinned ---- */

/* What devices lose when the certificate is renewed. */
static char *
describe_loss (GPtrArray  *copied,
               const char *broker,
               gboolean    with_issuers)
{
  g_autoptr(GPtrArray) lost = g_ptr_array_new ();

  for (guint i = 0; copied != NULL && i < copied->len; i++)
    {
      FlCopiedSnippet *snippet = g_ptr_array_index (copied, i);

      if (g_str_equal (snippet->broker, broker) && snippet->stopped_at == 0
          && (snippet->bond == FL_SNIPPET_BOND_ISSUER) == with_issuers)
        g_ptr_array_add (lost, snippet);
    }
  return lost->len > 0 ? fl_copied_snippet_join_labels (lost) : NULL;
}

static char *
advise_server (FlBroker  *broker,
               GPtrArray *copied)
{
  const FlService *service = fl_service_of_host (fl_broker_get_host (broker));
  g_autofree char *loss = describe_loss (copied, fl_broker_get_id (broker), FALSE);
  g_autofree char *renew = service->name != NULL ? g_strdup_printf (_("%s renews it."), service->name)
                                                 : g_strdup (_("Whoever runs the broker renews it."));
  g_autofree char *flash = loss != NULL ? g_strdup_printf (_("Then copy anew and flash: %s."), loss)
                                        : g_strdup (_("Sketches that hold its fingerprint then need the new one."));

  return g_strdup_printf ("%s %s", renew, flash);
}

static void
add_server (GPtrArray                   *items,
            FlBroker                    *broker,
            const FlCertificateSighting *latest,
            FlCertificate               *pinned,
            GPtrArray                   *copied)
{
  const gboolean is_pinned = pinned != NULL && g_str_equal (fl_certificate_get_sha256 (pinned), latest->sha256);
  g_autofree char *advice = NULL;
  g_autofree char *both = NULL;
  g_autofree char *what = NULL;

  advice = advise_server (broker, copied);
  if (!is_pinned)
    {
      what = g_strdup_printf (_("Certificate of the broker: %s"), latest->subject);
      add (items, FL_UPKEEP_SERVER, broker, what, advice, latest->not_after);
      return;
    }
  both = g_strdup_printf (_("%s It is pinned: add the next one as second pin before that."), advice);
  what = g_strdup_printf (_("Pinned certificate of the broker: %s"), latest->subject);
  add (items, FL_UPKEEP_PIN, broker, what, both, latest->not_after);
}

/* Not shown any more, or never seen since: it is still the only one that is accepted. */
static void
add_pinned (GPtrArray     *items,
            FlBroker      *broker,
            FlCertificate *pinned)
{
  g_autofree char *what = g_strdup_printf (_("Pinned certificate: %s"), fl_certificate_get_common_name (pinned));

  add (items, FL_UPKEEP_PIN, broker, what, _("Compare the broker’s new certificate and trust that one."),
       fl_certificate_get_not_after (pinned));
}

/* ---- what belongs to us ---- */

static int
compare_ends (gconstpointer a,
              gconstpointer b)
{
  const gint64 one = fl_certificate_get_not_after (*(FlCertificate *const *) a);
  const gint64 other = fl_certificate_get_not_after (*(FlCertificate *const *) b);

  return (one > other) - (one < other);
}

static void
add_authorities (GPtrArray *items,
                 FlBroker  *broker,
                 GPtrArray *copied)
{
  g_autoptr(GPtrArray) authorities = parse_pem (fl_broker_get_ca_pem (broker));
  g_autofree char *loss = describe_loss (copied, fl_broker_get_id (broker), TRUE);
  g_autofree char *advice = loss != NULL ? g_strdup_printf (_("Choose the new CA file in the broker’s settings; then copy anew and flash: %s."), loss)
                                         : g_strdup (_("Choose the new CA file in the broker’s settings, and give it to the devices."));

  if (authorities == NULL)
    return;
  g_ptr_array_sort (authorities, compare_ends);
  for (guint i = 0; i < (authorities->len > FL_UPKEEP_MAX_AUTHORITIES ? 1 : authorities->len); i++)
    {
      FlCertificate *authority = g_ptr_array_index (authorities, i);
      g_autofree char *what = NULL;

      if (authorities->len > FL_UPKEEP_MAX_AUTHORITIES)
        what = g_strdup_printf (_("CA file, the first of its %u to expire: %s"), authorities->len,
                                fl_certificate_get_common_name (authority));
      else
        what = g_strdup_printf (_("CA file: %s"), fl_certificate_get_common_name (authority));
      add (items, FL_UPKEEP_CA_FILE, broker, what, advice, fl_certificate_get_not_after (authority));
    }
}

static void
add_client (GPtrArray *items,
            FlBroker  *broker)
{
  g_autoptr(GPtrArray) certificates = parse_pem (fl_broker_get_client_certificate_pem (broker));
  FlCertificate *certificate = certificates != NULL && certificates->len > 0 ? g_ptr_array_index (certificates, 0) : NULL;
  g_autofree char *what = NULL;

  if (certificate == NULL)
    return;
  what = g_strdup_printf (_("Client certificate: %s"), fl_certificate_get_common_name (certificate));
  add (items, FL_UPKEEP_CLIENT, broker, what, _("Get a new one from whoever runs the broker, and choose it in the broker’s settings."),
       fl_certificate_get_not_after (certificate));
}

/**
 * fl_upkeep_rules_add_broker:
 * @items: (element-type FlUpkeepItem): what is added to
 * @broker: a saved one
 * @latest: (nullable): what it showed last
 * @copied: (nullable) (element-type FlCopiedSnippet): what was copied, also of others
 *
 * Without TLS, and by a pre-shared key, there is nothing.
 */
void
fl_upkeep_rules_add_broker (GPtrArray                   *items,
                            FlBroker                    *broker,
                            const FlCertificateSighting *latest,
                            GPtrArray                   *copied)
{
  g_autoptr(FlCertificate) pinned = NULL;
  FlTrustWay way;

  g_return_if_fail (items != NULL);
  g_return_if_fail (FL_IS_BROKER (broker));

  way = fl_broker_get_trust_way (broker);
  if (way == FL_TRUST_PLAIN || way == FL_TRUST_PSK)
    return;
  if (way == FL_TRUST_PIN)
    pinned = fl_broker_dup_pinned_certificate (broker);
  if (latest != NULL)
    add_server (items, broker, latest, pinned, copied);
  if (pinned != NULL && (latest == NULL || !g_str_equal (latest->sha256, fl_certificate_get_sha256 (pinned))))
    add_pinned (items, broker, pinned);
  if (way == FL_TRUST_CA)
    add_authorities (items, broker, copied);
  if (way != FL_TRUST_INSECURE)
    add_client (items, broker);
}

/* ---- what was made here ---- */

static void
add_own (GPtrArray              *items,
         const FlOwnCertificate *own)
{
  static const FlUpkeepKind kinds[] = {
    [FL_OWN_CERTIFICATE_AUTHORITY] = FL_UPKEEP_OWN_CA,
    [FL_OWN_CERTIFICATE_SERVER] = FL_UPKEEP_OWN_SERVER,
    [FL_OWN_CERTIFICATE_DEVICE] = FL_UPKEEP_OWN_DEVICE,
  };
  g_autofree char *folder = g_filename_display_name (own->folder);
  g_autofree char *name = g_filename_display_basename (own->folder);
  g_autofree char *what = NULL;
  g_autofree char *advice = NULL;

  switch (own->kind)
    {
    case FL_OWN_CERTIFICATE_AUTHORITY:
      what = g_strdup (_("Authority of your own broker"));
      advice = g_strdup (_("Make a new folder, and give its ca.crt to every device."));
      break;
    case FL_OWN_CERTIFICATE_SERVER:
      what = g_strdup (_("Certificate of your own broker"));
      advice = g_strdup_printf (_("Run: fernlight-cli certs %s --renew. Devices that hold ca.crt go on connecting."), folder);
      break;
    case FL_OWN_CERTIFICATE_DEVICE:
    default:
      what = g_strdup_printf (_("Device certificate: %s"), own->device);
      advice = g_strdup (_("Make the device anew under another name in the same folder, and flash its certificate and key."));
      break;
    }
  g_ptr_array_add (items, fl_upkeep_item_new (kinds[own->kind], NULL, name, what, advice,
                                              fl_certificate_get_not_after (own->certificate)));
}

/**
 * fl_upkeep_rules_add_own:
 * @items: (element-type FlUpkeepItem): what is added to
 * @certificates: (element-type FlOwnCertificate): of one or more folders
 */
void
fl_upkeep_rules_add_own (GPtrArray *items,
                         GPtrArray *certificates)
{
  g_return_if_fail (items != NULL && certificates != NULL);

  for (guint i = 0; i < certificates->len; i++)
    add_own (items, g_ptr_array_index (certificates, i));
}

/* An unreadable date is the least, and so first: it has to be looked at. */
static int
compare_items (gconstpointer a,
               gconstpointer b)
{
  FlUpkeepItem *one = *(FlUpkeepItem *const *) a;
  FlUpkeepItem *other = *(FlUpkeepItem *const *) b;
  const gint64 first = fl_upkeep_item_get_until (one);
  const gint64 second = fl_upkeep_item_get_until (other);

  if (first != second)
    return first < second ? -1 : 1;
  return g_utf8_collate (fl_upkeep_item_get_place (one), fl_upkeep_item_get_place (other));
}

/** fl_upkeep_rules_sort: what expires first comes first. */
void
fl_upkeep_rules_sort (GPtrArray *items)
{
  g_return_if_fail (items != NULL);

  g_ptr_array_sort (items, compare_items);
}
