/* What the policy says of one handshake.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-verdict"

#include "config.h"

#include "tls/fl-verdict.h"

struct _FlVerdict
{
  gboolean trusted;
  guint    n_reasons;
  guint    n_remarks;
  FlReason reasons[FL_N_REASONS];
  FlReason remarks[FL_N_REASONS];
};

G_DEFINE_BOXED_TYPE (FlVerdict, fl_verdict, fl_verdict_ref, fl_verdict_unref)

/* Writes each of @from once, the most serious first. */
static guint
copy_in_order (FlReason        to[FL_N_REASONS],
               const FlReason *from,
               guint           n_from)
{
  guint n_to = 0;

  for (int reason = 0; reason < (int) FL_N_REASONS; reason++)
    {
      gboolean found = FALSE;

      for (guint i = 0; i < n_from && !found; i++)
        found = from[i] == (FlReason) reason;
      if (found)
        to[n_to++] = (FlReason) reason;
    }
  return n_to;
}

static gboolean
contains (const FlReason *reasons,
          guint           n_reasons,
          FlReason        reason)
{
  for (guint i = 0; i < n_reasons; i++)
    if (reasons[i] == reason)
      return TRUE;
  return FALSE;
}

/**
 * fl_verdict_new:
 * @trusted: whether the other side proved itself; ignored when there is a reason against
 * @reasons: (array length=n_reasons) (nullable): in any order, doubles allowed
 * @remarks: (array length=n_remarks) (nullable): the same
 */
FlVerdict *
fl_verdict_new (gboolean        trusted,
                const FlReason *reasons,
                guint           n_reasons,
                const FlReason *remarks,
                guint           n_remarks)
{
  FlVerdict *self;

  g_return_val_if_fail (n_reasons == 0 || reasons != NULL, NULL);
  g_return_val_if_fail (n_remarks == 0 || remarks != NULL, NULL);

  self = g_atomic_rc_box_new0 (FlVerdict);
  self->n_reasons = copy_in_order (self->reasons, reasons, n_reasons);
  self->n_remarks = copy_in_order (self->remarks, remarks, n_remarks);
  self->trusted = trusted && self->n_reasons == 0;
  return self;
}

FlVerdict *
fl_verdict_ref (FlVerdict *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

void
fl_verdict_unref (FlVerdict *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release (self);
}

/* NULL is not trusted. */
gboolean
fl_verdict_is_trusted (const FlVerdict *self)
{
  return self != NULL && self->trusted;
}

guint
fl_verdict_get_n_reasons (const FlVerdict *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_reasons;
}

/* The most serious is at 0. */
FlReason
fl_verdict_get_reason (const FlVerdict *self,
                       guint            position)
{
  g_return_val_if_fail (self != NULL && position < self->n_reasons, FL_REASON_UNKNOWN_ISSUER);

  return self->reasons[position];
}

gboolean
fl_verdict_has_reason (const FlVerdict *self,
                       FlReason         reason)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return contains (self->reasons, self->n_reasons, reason);
}

guint
fl_verdict_get_n_remarks (const FlVerdict *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_remarks;
}

FlReason
fl_verdict_get_remark (const FlVerdict *self,
                       guint            position)
{
  g_return_val_if_fail (self != NULL && position < self->n_remarks, FL_REASON_CHAIN_ORDER);

  return self->remarks[position];
}

gboolean
fl_verdict_has_remark (const FlVerdict *self,
                       FlReason         reason)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return contains (self->remarks, self->n_remarks, reason);
}
