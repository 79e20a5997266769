/* The complete sketch for a broker that is there, as the window copies it:
 *
 *   complete-sketch FOLDER FIRMWARE BASE-TOPIC DEVICE HOST PORT LEAF-FILE CA-FILE
 *   complete-sketch FOLDER FIRMWARE BASE-TOPIC DEVICE HOST PORT PSK-IDENTITY
 *
 * Writes the files into the folder and prints the sketch's name. The host may be a service's: the files say nothing of where it is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "esp/fl-complete-sketch.h"

#include "tls/fl-certificate-private.h"

#include <openssl/pem.h>
#include <stdlib.h>

static FlCertificate *
read_certificate (const char *path)
{
  BIO *bio = BIO_new_file (path, "r");
  X509 *x509 = bio != NULL ? PEM_read_bio_X509 (bio, NULL, NULL, NULL) : NULL;
  FlCertificate *certificate;

  if (x509 == NULL)
    exit (2);
  certificate = fl_certificate_new_from_x509 (x509);
  X509_free (x509);
  BIO_free (bio);
  return certificate;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(FlSnippetFacts) facts = g_new0 (FlSnippetFacts, 1);
  g_autoptr(FlCompleteSketch) sketch = NULL;
  g_autoptr(GError) error = NULL;
  FlFirmware firmware;

  if (argc < 8 || !fl_firmware_from_id (argv[2], &firmware))
    return 2;
  facts->host = g_strdup (argv[5]);
  facts->port = (guint16) atoi (argv[6]);
  facts->is_trusted = TRUE;
  facts->way = argc > 8 ? FL_TRUST_CA : FL_TRUST_PSK;
  if (argc > 8)
    {
      facts->leaf = read_certificate (argv[7]);
      facts->anchor = read_certificate (argv[8]);
    }
  else
    facts->psk_identity = g_strdup (argv[7]);
  sketch = fl_complete_sketch_new (firmware, facts, argv[3], argv[4], &error);
  if (sketch == NULL)
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  for (guint i = 0; i < fl_complete_sketch_get_n_files (sketch); i++)
    {
      const char *name;
      const char *content = fl_complete_sketch_get_file (sketch, i, &name);
      g_autofree char *path = g_build_filename (argv[1], name, NULL);

      if (!g_file_set_contents (path, content, -1, NULL))
        return 2;
    }
  g_print ("%s\n", fl_complete_sketch_get_name (sketch));
  return 0;
}
