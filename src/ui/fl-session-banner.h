/* What the banner above a session's pages says, without any widget.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "session/fl-session.h"
#include "tls/fl-security-facts.h"

G_BEGIN_DECLS

/* What the banner must know; the texts are borrowed. */
typedef struct
{
  FlSessionState state;
  FlLinkFault    fault;
  const char    *fault_text;
  gint64         seconds_left;        /* to the next attempt */
  gboolean       is_said_by_page;     /* at length */
  gboolean       certificate_changed; /* and nobody checks it */
  guint64        n_failed;            /* tokens that no key opens */
  gboolean       has_keys;
  guint64        n_refused;           /* messages over a limit */
  const char    *keyring_note;        /* the keyring cannot be used, and there are secrets */
  const char    *service_note; /* what the service said of this client, escaped, or NULL */
  const char    *notice;              /* what this session is, where that is not plain (the demo) */
} FlSessionBannerFacts;

typedef struct
{
  char       *title;        /* plain text; %NULL: no banner */
  const char *button_label; /* translated, or %NULL */
  const char *action;       /* of the session view */
  const char *target;       /* a string, or %NULL */
  FlSecurityTone tone;
} FlSessionBanner;

void fl_session_banner_init  (FlSessionBanner            *self,
                              const FlSessionBannerFacts *facts);
void fl_session_banner_clear (FlSessionBanner            *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FlSessionBanner, fl_session_banner_clear)

G_END_DECLS
