/* What is said of a broker's certificate outside the window: it changed, or it expires soon. Pure: the clock comes in.
 *
 * Nothing that a stranger wrote is in the texts: a desktop may take them for markup.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "brokers/fl-broker.h"
#include "tls/fl-certificate-log.h"

G_BEGIN_DECLS

#define FL_TYPE_CERTIFICATE_NOTICE (fl_certificate_notice_get_type ())

/**
 * FlCertificateNotice:
 * @broker: its id
 * @id: of the notification: a later one with the same takes its place
 * @title: a few words
 * @body: sentences
 */
typedef struct
{
  char *broker;
  char *id;
  char *title;
  char *body;
} FlCertificateNotice;

GType                fl_certificate_notice_get_type      (void) G_GNUC_CONST;
int                  fl_certificate_notice_get_threshold (gint64                       days_left);
FlCertificateNotice *fl_certificate_notice_new_change    (FlBroker                    *broker,
                                                          const FlCertificateNews     *news) G_GNUC_WARN_UNUSED_RESULT;
FlCertificateNotice *fl_certificate_notice_new_expiry    (FlBroker                    *broker,
                                                          const FlCertificateSighting *sighting,
                                                          GPtrArray                   *copied,
                                                          gint64                       now) G_GNUC_WARN_UNUSED_RESULT;
FlCertificateNotice *fl_certificate_notice_copy          (const FlCertificateNotice   *self) G_GNUC_WARN_UNUSED_RESULT;
void                 fl_certificate_notice_free          (FlCertificateNotice         *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlCertificateNotice, fl_certificate_notice_free)

G_END_DECLS
