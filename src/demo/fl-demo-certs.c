/* A certificate authority and a server certificate of this minute, for this computer only.
 *
 * The authority's key exists while it signs one certificate and is then gone: nobody can ever sign another.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-demo-certs"

#include "config.h"

#include "demo/fl-demo-certs.h"

#include "tls/fl-authority.h"

struct _FlDemoCerts
{
  GBytes   *ca;
  GBytes   *certificate;
  FlSecret *key;
};

static const char *const names[] = { "localhost", "127.0.0.1", "::1", NULL };

/**
 * fl_demo_certs_make:
 * @error: return location for an error in %FL_AUTHORITY_ERROR or %FL_PRIVATE_KEY_ERROR
 *
 * Makes a self-signed authority and, under it, a certificate for localhost, 127.0.0.1 and ::1 (EC P-256,
 * good for %FL_DEMO_CERTS_DAYS days). Nothing leaves the memory. Takes a few milliseconds; any thread.
 *
 * Returns: (transfer full): the certificates, or %NULL
 */
FlDemoCerts *
fl_demo_certs_make (GError **error)
{
  g_autoptr(FlDemoCerts) self = g_new0 (FlDemoCerts, 1);
  g_autoptr(FlAuthority) authority = fl_authority_new (FL_KEY_TYPE_EC, "Fernlight demo", "Fernlight demo CA",
                                                       FL_DEMO_CERTS_DAYS, error);

  if (authority == NULL)
    return NULL;
  self->key = fl_private_key_generate (FL_KEY_TYPE_EC, error);
  if (self->key == NULL)
    return NULL;
  self->certificate = fl_authority_issue_server (authority, self->key, names, FL_DEMO_CERTS_DAYS, error);
  if (self->certificate == NULL)
    return NULL;
  self->ca = g_bytes_ref (fl_authority_get_certificate (authority));
  return g_steal_pointer (&self);
}

/**
 * fl_demo_certs_get_ca:
 *
 * Returns: (transfer none): the authority's certificate as PEM
 */
GBytes *
fl_demo_certs_get_ca (FlDemoCerts *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->ca;
}

/**
 * fl_demo_certs_get_certificate:
 *
 * Returns: (transfer none): the server's certificate as PEM
 */
GBytes *
fl_demo_certs_get_certificate (FlDemoCerts *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->certificate;
}

/**
 * fl_demo_certs_get_key:
 *
 * Returns: (transfer none): the server's private key as PEM
 */
FlSecret *
fl_demo_certs_get_key (FlDemoCerts *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->key;
}

/**
 * fl_demo_certs_free:
 * @self: (transfer full): the certificates
 */
void
fl_demo_certs_free (FlDemoCerts *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->ca, g_bytes_unref);
  g_clear_pointer (&self->certificate, g_bytes_unref);
  g_clear_pointer (&self->key, fl_secret_unref);
  g_free (self);
}
