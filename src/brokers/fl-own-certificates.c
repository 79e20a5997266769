/* The certificates in the folder of a broker of one's own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-own-certificates"

#include "brokers/fl-own-certificates.h"

#include "brokers/fl-own-broker-text.h"
#include "tls/fl-certificate-parser.h"

#include <glib/gstdio.h>
#include <string.h>

static void
own_certificate_free (gpointer data)
{
  FlOwnCertificate *own = data;

  g_free (own->folder);
  g_free (own->device);
  fl_certificate_unref (own->certificate);
  g_free (own);
}

/* (transfer full) (nullable): the first certificate in a file */
static FlCertificate *
read_certificate (const char *path)
{
  g_autoptr(GPtrArray) certificates = NULL;
  g_autoptr(GBytes) bytes = NULL;
  GStatBuf info;
  char *data;
  gsize n;

  if (g_stat (path, &info) != 0 || !S_ISREG (info.st_mode) || info.st_size > FL_CERTIFICATE_MAX_INPUT ||
      !g_file_get_contents (path, &data, &n, NULL))
    return NULL;
  bytes = g_bytes_new_take (data, n);
  certificates = fl_certificate_parse_all (bytes, NULL);
  return certificates != NULL && certificates->len > 0 ? fl_certificate_ref (g_ptr_array_index (certificates, 0)) : NULL;
}

static void
take_file (GPtrArray  *all,
           const char *folder,
           const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr(FlCertificate) certificate = read_certificate (path);
  FlOwnCertificate *own;

  if (certificate == NULL)
    return;
  own = g_new0 (FlOwnCertificate, 1);
  own->folder = g_strdup (folder);
  own->certificate = g_steal_pointer (&certificate);
  if (g_str_equal (name, FL_OWN_BROKER_CA))
    own->kind = FL_OWN_CERTIFICATE_AUTHORITY;
  else if (g_str_equal (name, FL_OWN_BROKER_SERVER))
    own->kind = FL_OWN_CERTIFICATE_SERVER;
  else
    {
      own->kind = FL_OWN_CERTIFICATE_DEVICE;
      own->device = g_strndup (name, strlen (name) - strlen (FL_OWN_BROKER_CERTIFICATE_END));
    }
  g_ptr_array_add (all, own);
}

/**
 * fl_own_certificates_read:
 * @folder: absolute path, in which fl_own_broker_create() wrote
 *
 * Blocks; any thread. A folder that is gone, or is none of ours (without ca.crt), has no certificates, and a file that is
 * none is passed over.
 *
 * Returns: (transfer full) (element-type FlOwnCertificate): what is in the files whose names end in .crt
 */
GPtrArray *
fl_own_certificates_read (const char *folder)
{
  GPtrArray *all = g_ptr_array_new_with_free_func (own_certificate_free);
  g_autofree char *authority = NULL;
  g_autoptr(GDir) dir = NULL;
  const char *name;

  g_return_val_if_fail (folder != NULL, all);

  authority = g_build_filename (folder, FL_OWN_BROKER_CA, NULL);
  if (!g_file_test (authority, G_FILE_TEST_IS_REGULAR))
    return all;
  dir = g_dir_open (folder, 0, NULL);
  while (dir != NULL && all->len < FL_OWN_CERTIFICATES_MAX && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, FL_OWN_BROKER_CERTIFICATE_END) && g_utf8_validate (name, -1, NULL))
      take_file (all, folder, name);
  return all;
}
