/* Until when a snippet works, as a day and as a sentence.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-works-until"

#include "config.h"

#include "esp/fl-works-until.h"

#include <glib/gi18n-lib.h>

/* The devices' Mbed TLS is built without dates. */
static gboolean
ignores_dates (FlFirmware firmware)
{
  return firmware == FL_FIRMWARE_ESP32 || firmware == FL_FIRMWARE_ESPHOME;
}

/* Whether it breaks with the broker's own certificate, whatever comes after that. */
static gboolean
hangs_on_leaf (FlSnippetWay          way,
               const FlSnippetFacts *facts)
{
  return way == FL_SNIPPET_WAY_FINGERPRINT
         || ((way == FL_SNIPPET_WAY_CA || way == FL_SNIPPET_WAY_CLIENT_CERTIFICATE) && fl_snippet_facts_has_own_anchor (facts));
}

/**
 * fl_works_until_find:
 * @at: (out): Unix seconds; 0 if there is no day
 *
 * Any thread.
 */
FlWorksUntil
fl_works_until_find (FlFirmware            firmware,
                     FlSnippetWay          way,
                     const FlSnippetFacts *facts,
                     gint64               *at)
{
  const FlCertificate *certificate = NULL;
  FlWorksUntil kind = FL_WORKS_UNTIL_END;

  g_return_val_if_fail (facts != NULL && at != NULL, FL_WORKS_UNTIL_OPEN);

  *at = 0;
  if (way == FL_SNIPPET_WAY_KNOWN_KEY)
    {
      certificate = facts->leaf;
      kind = FL_WORKS_UNTIL_CHECK;
    }
  else if (hangs_on_leaf (way, facts))
    certificate = facts->leaf;
  else if (way == FL_SNIPPET_WAY_CA || way == FL_SNIPPET_WAY_CLIENT_CERTIFICATE)
    {
      certificate = facts->anchor;
      kind = ignores_dates (firmware) ? FL_WORKS_UNTIL_CHECK : FL_WORKS_UNTIL_END;
    }
  if (certificate == NULL || fl_certificate_get_not_after (certificate) == FL_CERTIFICATE_TIME_INVALID)
    return FL_WORKS_UNTIL_OPEN;
  *at = fl_certificate_get_not_after (certificate);
  return kind;
}

/**
 * fl_works_until_find_bond:
 * @bond: (out): what ties it to that certificate
 *
 * Any thread.
 *
 * Returns: (transfer none) (nullable): the certificate with which it ends to work; %NULL if it hangs on none
 */
FlCertificate *
fl_works_until_find_bond (FlSnippetWay          way,
                          const FlSnippetFacts *facts,
                          FlSnippetBond        *bond)
{
  g_return_val_if_fail (facts != NULL && bond != NULL, NULL);

  if (way == FL_SNIPPET_WAY_KNOWN_KEY)
    {
      *bond = FL_SNIPPET_BOND_KEY;
      return facts->leaf;
    }
  if (hangs_on_leaf (way, facts))
    {
      *bond = FL_SNIPPET_BOND_CERTIFICATE;
      return facts->leaf;
    }
  *bond = FL_SNIPPET_BOND_ISSUER;
  return way == FL_SNIPPET_WAY_CA || way == FL_SNIPPET_WAY_CLIENT_CERTIFICATE ? facts->anchor : NULL;
}

/* "2027-01-12": the day in UTC, as the certificate has it. */
char *
fl_works_until_format_day (gint64 time)
{
  g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc (time);

  return date != NULL ? g_date_time_format (date, "%Y-%m-%d") : g_strdup ("?");
}

/* Whether the same device could be given the CA instead. */
static gboolean
can_have_ca (FlFirmware            firmware,
             const FlSnippetFacts *facts)
{
  return firmware != FL_FIRMWARE_ESPHOME && facts->anchor != NULL && !fl_snippet_facts_has_own_anchor (facts);
}

static char *
describe_leaf (FlFirmware            firmware,
               const FlSnippetFacts *facts,
               gint64                at,
               const char           *day)
{
  if (at == 0)
    return g_strdup (_("Stops connecting when this certificate is renewed; its own end date cannot be read."));
  if (at <= facts->now)
    return g_strdup_printf (_("This certificate ended on %s: stops connecting when it is renewed, which can be any day."), day);
  if (can_have_ca (firmware, facts))
    return g_strdup_printf (_("Stops connecting on %s at the latest, when this certificate is renewed; pin the CA instead "
                              "to survive it."), day);
  return g_strdup_printf (_("Stops connecting on %s at the latest, when this certificate is renewed."), day);
}

static char *
describe_key (const FlSnippetFacts *facts,
              gint64                at,
              const char           *day)
{
  if (at == 0 || at <= facts->now)
    return g_strdup (_("Survives renewals with the same key; stops connecting when the broker gets another key."));
  return g_strdup_printf (_("Survives the renewal by %s if the broker keeps its key; stops connecting if it gets another one."), day);
}

static char *
describe_ca (FlFirmware            firmware,
             const FlSnippetFacts *facts,
             gint64                at,
             const char           *day)
{
  const char *name = facts->anchor != NULL ? fl_certificate_get_common_name (facts->anchor) : "";

  if (at == 0)
    return g_strdup_printf (_("Survives renewals by the CA “%s”."), name);
  if (ignores_dates (firmware))
    return g_strdup_printf (_("Survives renewals by the CA “%s”, which ends on %s. An ESP32 checks no dates: it goes on as long as "
                              "the broker’s certificates come from this CA."), name, day);
  return g_strdup_printf (_("Survives renewals by the CA “%s”. Stops connecting on %s at the latest, when this CA ends and another "
                            "takes its place."), name, day);
}

/**
 * fl_works_until_describe:
 *
 * Any thread.
 *
 * Returns: (transfer full): one or two sentences in the user's language
 */
char *
fl_works_until_describe (FlFirmware            firmware,
                         FlSnippetWay          way,
                         const FlSnippetFacts *facts)
{
  g_autofree char *day = NULL;
  gint64 at = 0;

  g_return_val_if_fail (facts != NULL, NULL);

  fl_works_until_find (firmware, way, facts, &at);
  day = fl_works_until_format_day (at);
  if (way == FL_SNIPPET_WAY_PSK)
    return g_strdup (_("Works until the key is changed: it has no date."));
  if (way == FL_SNIPPET_WAY_INSECURE)
    return g_strdup (_("Always connects: to this broker, and to anybody else."));
  if (way == FL_SNIPPET_WAY_KNOWN_KEY)
    return describe_key (facts, at, day);
  if (hangs_on_leaf (way, facts))
    return describe_leaf (firmware, facts, at, day);
  return describe_ca (firmware, facts, at, day);
}
