/* What the banner above a session's pages says, without any widget.
 *
 *   first that holds                          says                                      button
 *   ────────────────────────────────────────  ────────────────────────────────────────  ─────────────
 *   the page in front says it at length       nothing
 *   waiting                                   what the service said, else the fault,    Try Now
 *                                             and when the next attempt is
 *   refused: not trusted                      the fault                                 See Why
 *   refused: user name or password            the fault                                 Sign In…
 *   refused: only for looking at              the fault                                 See It
 *   on line with a fault (filters refused)    the fault                                 Edit…
 *   nobody checks the certificate: it changed                                           See It
 *   the service spoke of this client          what it said                              Dismiss
 *   tokens, and no key opens them             how many                                  Add Key…
 *   over a limit                              how many
 *   no keyring, and there are secrets         until when they are kept                  Dismiss
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-session-banner"

#include "config.h"

#include "ui/fl-session-banner.h"

#include <inttypes.h>
#include <glib/gi18n.h>

static void
offer (FlSessionBanner *self,
       const char      *button_label,
       const char      *action,
       const char      *target)
{
  self->button_label = button_label;
  self->action = action;
  self->target = target;
}

static void
say_waiting (FlSessionBanner            *self,
             const FlSessionBannerFacts *facts)
{
  const char *why = facts->service_note != NULL ? facts->service_note : facts->fault_text;
  const int seconds = (int) CLAMP (facts->seconds_left, 0, G_MAXINT);
  g_autofree char *countdown =
    g_strdup_printf (ngettext ("Next attempt in %d second", "Next attempt in %d seconds", (gulong) seconds), seconds);

  if (why == NULL)
    self->title = g_steal_pointer (&countdown);
  else
    /* Translators: what is wrong, and then: Next attempt in 5 seconds */
    self->title = g_strdup_printf (_("%s – %s"), why, countdown);
  offer (self, _("Try Now"), "session.try-now", NULL);
}

static void
say_refused (FlSessionBanner            *self,
             const FlSessionBannerFacts *facts)
{
  self->title = g_strdup (facts->fault_text != NULL ? facts->fault_text : _("The connection was refused"));
  self->tone = FL_SECURITY_TONE_BAD;
  if (facts->fault == FL_LINK_FAULT_BAD_CREDENTIALS || facts->fault == FL_LINK_FAULT_NOT_AUTHORIZED)
    offer (self, _("Sign In…"), "session.edit-broker", "sign-in");
  else if (facts->fault == FL_LINK_FAULT_INSPECT_ONLY)
    {
      self->tone = FL_SECURITY_TONE_NEUTRAL;
      offer (self, _("See It"), "session.show-page", "security");
    }
  else if (facts->fault == FL_LINK_FAULT_NOT_TRUSTED || facts->fault == FL_LINK_FAULT_TLS_FAILED)
    offer (self, _("See Why"), "session.show-page", "security");
  else
    offer (self, _("Try Now"), "session.try-now", NULL);
}

static void
say_online (FlSessionBanner            *self,
            const FlSessionBannerFacts *facts)
{
  if (facts->fault != FL_LINK_FAULT_NONE && facts->fault_text != NULL)
    {
      self->title = g_strdup (facts->fault_text);
      offer (self, _("Edit…"), "session.edit-broker", "address");
    }
  else if (facts->certificate_changed)
    {
      self->title = g_strdup (_("Nobody checks whom you talk to, and it is not the certificate of last time"));
      self->tone = FL_SECURITY_TONE_BAD;
      offer (self, _("See It"), "session.accept-change", NULL);
    }
  else if (facts->service_note != NULL)
    {
      self->title = g_strdup (facts->service_note);
      offer (self, _("Dismiss"), "session.dismiss-service-note", NULL);
    }
  else if (facts->n_failed > 0 && !facts->has_keys)
    {
      self->title = g_strdup (_("Some payloads are encrypted with Fernet, and there is no key for them"));
      offer (self, _("Add Key…"), "session.edit-broker", "keys");
    }
  else if (facts->n_refused > 0)
    self->title = g_strdup_printf (ngettext ("%" PRIu64 " message was over a limit and is not kept",
                                             "%" PRIu64 " messages were over a limit and are not kept",
                                             facts->n_refused),
                                   facts->n_refused);
  else if (facts->keyring_note != NULL)
    {
      self->title = g_strdup (facts->keyring_note);
      offer (self, _("Dismiss"), "session.dismiss-keyring", NULL);
    }
  else if (facts->notice != NULL)
    {
      self->title = g_strdup (facts->notice);
      self->tone = FL_SECURITY_TONE_NEUTRAL;
      offer (self, _("Dismiss"), "session.dismiss-notice", NULL);
    }
}

/**
 * fl_session_banner_init:
 * @self: (out caller-allocates): what to say; fl_session_banner_clear() it
 * @facts: what is known
 */
void
fl_session_banner_init (FlSessionBanner            *self,
                        const FlSessionBannerFacts *facts)
{
  *self = (FlSessionBanner) { .tone = FL_SECURITY_TONE_CAUTION };
  if (facts->is_said_by_page)
    return;
  switch (facts->state)
    {
    case FL_SESSION_STATE_WAITING:
      say_waiting (self, facts);
      break;
    case FL_SESSION_STATE_REFUSED:
      say_refused (self, facts);
      break;
    case FL_SESSION_STATE_ONLINE:
      say_online (self, facts);
      break;
    case FL_SESSION_STATE_CONNECTING:
      self->title = g_strdup (_("Connecting again…"));
      break;
    case FL_SESSION_STATE_IDLE:
    case FL_SESSION_STATE_CLOSED:
    default:
      break;
    }
}

void
fl_session_banner_clear (FlSessionBanner *self)
{
  g_clear_pointer (&self->title, g_free);
}
