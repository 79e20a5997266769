/* What was found out about who else gets in, as a sentence, and the lines of mosquitto.conf that change it.
 *
 *   outcome             of an extra listener        does it let in?       may it subscribe?
 *   ──────────────────  ──────────────────────────  ────────────────────  ────────────────────────────────────
 *   nobody, not-mqtt    none there: good            –                     –
 *   silence             nobody knows                –                     –
 *   turned-away         there is one: caution       no: good              –
 *   needs-…             there is one: caution       no: good              –
 *   may-not-subscribe   there is one: caution       yes: bad              no: good
 *   heard-nothing       there is one: caution       yes: bad              good if it was held back, else caution
 *   heard               there is one: caution       yes: bad              yes: bad
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-exposure-finding"

#include "config.h"

#include "session/fl-exposure-finding.h"

#include "messages/fl-text.h"

#include <glib/gi18n-lib.h>

/* Not translated: they go into mosquitto's files (mosquitto.conf(5)). */
#define SIGN_IN_LINES "allow_anonymous false\npassword_file /etc/mosquitto/passwords"
#define ACL_FILE "/etc/mosquitto/acl"

struct _FlExposureFinding
{
  GObject         parent_instance;

  FlSecurityTone  tone;
  char           *text;
  const char     *advice; /* NULL where nothing has to be done; so is lines */
  char           *lines;
};

G_DEFINE_FINAL_TYPE (FlExposureFinding, fl_exposure_finding, G_TYPE_OBJECT)

static void
fl_exposure_finding_finalize (GObject *object)
{
  FlExposureFinding *self = FL_EXPOSURE_FINDING (object);

  g_free (self->text);
  g_free (self->lines);
  G_OBJECT_CLASS (fl_exposure_finding_parent_class)->finalize (object);
}

static void
fl_exposure_finding_class_init (FlExposureFindingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fl_exposure_finding_finalize;
}

static void
fl_exposure_finding_init (FlExposureFinding *self)
{
}

/* Takes text and lines. */
static void
add (GPtrArray      *findings,
     FlSecurityTone  tone,
     char           *text,
     const char     *advice,
     char           *lines)
{
  FlExposureFinding *finding = g_object_new (FL_TYPE_EXPOSURE_FINDING, NULL);

  finding->tone = tone;
  finding->text = text;
  finding->advice = advice;
  finding->lines = lines;
  g_ptr_array_add (findings, finding);
}

/* Nothing has to be done. */
static void
add_plain (GPtrArray      *findings,
           FlSecurityTone  tone,
           char           *text)
{
  add (findings, tone, text, NULL, NULL);
}

/* ---- is there a listener without TLS? ---- */

static char *
describe_extra (const FlExposureListener *listener)
{
  if (listener->is_loopback)
    return g_strdup_printf (_("Port %u answers MQTT without TLS, to this computer at least: on a network anyone on the way could read "
                              "what is sent there, passwords too."), listener->port);
  return g_strdup_printf (_("Port %u answers MQTT without TLS: anyone on the way can read what is sent there, passwords too."),
                          listener->port);
}

static void
judge_extra (const FlExposureListener *listener,
             GPtrArray                *findings)
{
  switch (listener->outcome)
    {
    case FL_STRANGER_NOBODY:
      add_plain (findings, FL_SECURITY_TONE_GOOD, g_strdup_printf (_("Nothing listens on port %u, the one for MQTT without TLS."),
                                                                   listener->port));
      break;
    case FL_STRANGER_NOT_MQTT:
      add_plain (findings, FL_SECURITY_TONE_GOOD, g_strdup_printf (_("What listens on port %u does not speak MQTT without TLS."),
                                                                   listener->port));
      break;
    case FL_STRANGER_SILENCE:
      add_plain (findings, FL_SECURITY_TONE_NEUTRAL,
                 g_strdup_printf (_("Port %u, the one for MQTT without TLS, does not answer this computer; a firewall may let others through."),
                                  listener->port));
      break;
    case FL_STRANGER_UNKNOWN:
      break; /* see judge_sign_in () */
    case FL_STRANGER_NEEDS_CERTIFICATE:
    case FL_STRANGER_NEEDS_KEY:
    case FL_STRANGER_TURNED_AWAY:
    case FL_STRANGER_MAY_NOT_SUBSCRIBE:
    case FL_STRANGER_HEARD_NOTHING:
    case FL_STRANGER_HEARD:
    default:
      add (findings, FL_SECURITY_TONE_CAUTION, describe_extra (listener),
           _("Take this listener out of mosquitto.conf, or let only programs on the broker’s own computer reach it:"),
           g_strdup_printf ("listener %u 127.0.0.1", listener->port));
      break;
    }
}

/* ---- does it let in somebody with nothing? ---- */

static void
judge_sign_in (const FlExposureListener *listener,
               GPtrArray                *findings)
{
  switch (listener->outcome)
    {
    case FL_STRANGER_TURNED_AWAY:
      add_plain (findings, FL_SECURITY_TONE_GOOD, g_strdup_printf (_("Port %u turns away a client without user name and password."),
                                                                   listener->port));
      break;
    case FL_STRANGER_NEEDS_CERTIFICATE:
      add_plain (findings, FL_SECURITY_TONE_GOOD, g_strdup_printf (_("Port %u lets in nobody without a client certificate."), listener->port));
      break;
    case FL_STRANGER_NEEDS_KEY:
      add_plain (findings, FL_SECURITY_TONE_GOOD, g_strdup_printf (_("Port %u lets in nobody without the shared key."), listener->port));
      break;
    case FL_STRANGER_MAY_NOT_SUBSCRIBE:
    case FL_STRANGER_HEARD_NOTHING:
    case FL_STRANGER_HEARD:
      add (findings, FL_SECURITY_TONE_BAD,
           g_strdup_printf (_("Port %u lets in a client without user name and password: anyone who can reach it."), listener->port),
           _("In mosquitto.conf: with “per_listener_settings true” below each “listener” line, else once for all of them:"),
           g_strdup (SIGN_IN_LINES));
      break;
    case FL_STRANGER_UNKNOWN:
      add_plain (findings, FL_SECURITY_TONE_NEUTRAL,
                 g_strdup_printf (_("Port %u could not be asked: %s"), listener->port,
                                  listener->fault_text != NULL ? listener->fault_text : "…"));
      break;
    case FL_STRANGER_NOBODY:
    case FL_STRANGER_NOT_MQTT:
    case FL_STRANGER_SILENCE:
    default:
      if (!listener->is_extra)
        add_plain (findings, FL_SECURITY_TONE_NEUTRAL, g_strdup_printf (_("Port %u gave a client without user name and password no answer."),
                                                                        listener->port));
      break;
    }
}

/* ---- and may it subscribe? ---- */

static char *
make_acl_lines (const FlExposureListener *listener)
{
  g_autofree char *name = fl_text_escape (listener->username != NULL ? listener->username : "NAME", -1);
  g_autofree char *filter = fl_text_escape (listener->filter, -1);

  return g_strdup_printf ("acl_file " ACL_FILE "\n\n# " ACL_FILE "\nuser %s\ntopic readwrite %s", name, filter);
}

static char *
describe_nothing_heard (const FlExposureListener *listener,
                        const char               *filter)
{
  if (listener->is_held_back)
    return g_strdup_printf (_("Such a client may subscribe to “%s” on port %u, but got none of the messages that you got meanwhile."), filter,
                            listener->port);
  return g_strdup_printf (ngettext ("Such a client may subscribe to “%s” on port %u; nothing came within %u second. Mosquitto grants every "
                                    "subscription and holds back what its acl_file forbids: check again while your devices send.",
                                    "Such a client may subscribe to “%s” on port %u; nothing came within %u seconds. Mosquitto grants every "
                                    "subscription and holds back what its acl_file forbids: check again while your devices send.",
                                    listener->listen_s), filter, listener->port, listener->listen_s);
}

static void
judge_subscription (const FlExposureListener *listener,
                    GPtrArray                *findings)
{
  const char *advice = _("In mosquitto.conf, below each “listener” line with “per_listener_settings true”; the rest in the file it names. "
                         "Whoever no rule is about then gets nothing:");
  g_autofree char *filter = fl_text_escape (listener->filter, -1);

  if (listener->outcome == FL_STRANGER_MAY_NOT_SUBSCRIBE)
    add_plain (findings, FL_SECURITY_TONE_GOOD, g_strdup_printf (_("Such a client may not subscribe to “%s” on port %u."), filter,
                                                                 listener->port));
  else if (listener->outcome == FL_STRANGER_HEARD_NOTHING && listener->is_held_back)
    add_plain (findings, FL_SECURITY_TONE_GOOD, describe_nothing_heard (listener, filter));
  else if (listener->outcome == FL_STRANGER_HEARD_NOTHING)
    add (findings, FL_SECURITY_TONE_CAUTION, describe_nothing_heard (listener, filter), advice, make_acl_lines (listener));
  else if (listener->outcome == FL_STRANGER_HEARD)
    add (findings, FL_SECURITY_TONE_BAD,
         g_strdup_printf (_("Such a client gets the messages of “%s” on port %u, as you do."), filter, listener->port), advice,
         make_acl_lines (listener));
}

/**
 * fl_exposure_finding_list:
 * @listener: what is known of one listener
 *
 * Returns: (transfer full) (element-type FlExposureFinding): what follows from it, never empty
 */
GPtrArray *
fl_exposure_finding_list (const FlExposureListener *listener)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (listener != NULL && listener->filter != NULL, findings);

  if (listener->is_extra)
    judge_extra (listener, findings);
  judge_sign_in (listener, findings);
  judge_subscription (listener, findings);
  return findings;
}

FlSecurityTone
fl_exposure_finding_get_tone (FlExposureFinding *self)
{
  g_return_val_if_fail (FL_IS_EXPOSURE_FINDING (self), FL_SECURITY_TONE_NEUTRAL);

  return self->tone;
}

/* One or more translated sentences. */
const char *
fl_exposure_finding_get_text (FlExposureFinding *self)
{
  g_return_val_if_fail (FL_IS_EXPOSURE_FINDING (self), NULL);

  return self->text;
}

/* (nullable): where the lines go, translated, with a colon; NULL where nothing has to be done */
const char *
fl_exposure_finding_get_advice (FlExposureFinding *self)
{
  g_return_val_if_fail (FL_IS_EXPOSURE_FINDING (self), NULL);

  return self->advice;
}

/* (nullable): lines of mosquitto's files */
const char *
fl_exposure_finding_get_lines (FlExposureFinding *self)
{
  g_return_val_if_fail (FL_IS_EXPOSURE_FINDING (self), NULL);

  return self->lines;
}
