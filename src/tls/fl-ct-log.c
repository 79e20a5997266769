/* The names of certificate transparency logs.
 *
 * A log's id is the SHA-256 of its public key (RFC 6962, 3.2). The names are those of the list of logs that Chrome publishes
 * (https://www.gstatic.com/ct/log_list/v3/all_logs_list.json), the ids were computed from the keys that stand there. Logs
 * for certificates that end in 2025 and 2026; one that is missing here is shown by its id.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-ct-log"

#include "tls/fl-ct-log.h"

#include <string.h>

static const struct
{
  const char *name;
  const char *id; /* base64 */
} logs[] = {
  { "Cloudflare Nimbus2025", "zPsPaoVxCWX+lZtTzumyfCLphVwNl422qX5UwP5MDbA=" },
  { "Cloudflare Nimbus2026", "yzj3FYl8hKFEX1vB3fvJbvKaWc1HCmkFhbDLFMMUWOc=" },
  { "DigiCert Sphinx2025h1", "3oWB11AkfGvNy69WN8XngcZM5G7WF2OfjzSnJsnivTc=" },
  { "DigiCert Sphinx2025h2", "pELFBklgYVSPD9TqnPt6LSZFTYepfy/fRVn2J086hFQ=" },
  { "DigiCert Sphinx2026h1", "SZybad4dfOz8Nt7Nh2SmuFuvCoeAGdFVUvvp6ynd+MM=" },
  { "DigiCert Sphinx2026h2", "lE5Dh/rswe+B8xkkJqgYZQHH0184AgE/cmd9VTcuGdg=" },
  { "DigiCert Wyvern2025h1", "cyAiDwgWivnzxKaLCrJqmkoA7vV3hYoITQUA1KVCRFk=" },
  { "DigiCert Wyvern2025h2", "7TxL1ugGwqSiAFfbyyTiOAHfUS/txIbFcA8g3bc+P+A=" },
  { "DigiCert Wyvern2026h1", "ZBHEbKQS7KeJHKICLgC8q08oB9QeNSer6v7VA8l9zfA=" },
  { "DigiCert Wyvern2026h2", "wjF+V0UZo0XufzjespBB68fCIVoiv3/Vta12mtkOUs0=" },
  { "Google Argon2025h1", "TnWjJ1yaEMM4W2zU3z9S6x3w4I4bjWnAsfpksWKaOd8=" },
  { "Google Argon2025h2", "EvFONL1TckyEBhnDjz96E/jntWKHiJxtMAWE6+WGJjo=" },
  { "Google Argon2026h1", "DleUvPOuqT4zGyyZB7P3kN+bwj1xMiXdIaklrGHFTiE=" },
  { "Google Argon2026h2", "1219ENGn9XfCx+lf1wC/+YLJM1pl4dCzAXMXwMjFaXc=" },
  { "Google Xenon2025h1", "zxFW7tUufK/zh1vZaS6b6RpxZ0qwF+ysAdJbd87MOwg=" },
  { "Google Xenon2025h2", "3dzKNJXX4RYF55Uy+sef+D0cUN/bADoUEnYKLKy7yCo=" },
  { "Google Xenon2026h1", "lpdkv1VYl633Q4doNwhCd+nwOtX2pPM2bkakPw/KqcY=" },
  { "Google Xenon2026h2", "2AlVO5RPev/IFhlvlE+Fq7D4/F6HVSYPFdEucrtFSxQ=" },
  { "Let’s Encrypt Oak2025h1", "ouMK5EXvva2bfjjtR2d3U9eCW4SU1yteGyzEuVCkR+c=" },
  { "Let’s Encrypt Oak2025h2", "DeHyMCvTDcFAYhIJ6lUu/Ed0fLHX6TDvDkIetH5OqjQ=" },
  { "Let’s Encrypt Oak2026h1", "GYbUxyiqb/66A294Kk0BkarOLXIxD67OXXBBLSVMx9Q=" },
  { "Let’s Encrypt Oak2026h2", "rKswcGzr7IQx9BPS9JFfER5CJEOx8qaMTzwrO6ceAsM=" },
  { "Sectigo Mammoth2025h1", "E0rfGrWYQgl4DG/vTHqRpBa3I0nOWFdq367ap8Kr4CI=" },
  { "Sectigo Mammoth2025h2", "rxgaKNaMo+CpikycZ6sJ+Lu8IrquvLE4o6Gd0/m2Aw0=" },
  { "Sectigo Mammoth2026h1", "JS+Uwisp6W6fQRpyBytpXFtS/5epDSVAu/zcUexN7gs=" },
  { "Sectigo Mammoth2026h2", "lLHBirDQV8R74KwEDh8svI3DdXJ7yVHyClJhJoY7pzw=" },
  { "Sectigo Sabre2025h1", "4JKz/AwdyOdoNh/eYbmWTQpSeBmKctZyxLBNpW1vVAQ=" },
  { "Sectigo Sabre2025h2", "GgT/SdBUHUCv9qDDv/HYxGcvTuzuI0BomGsXQC7ciX0=" },
  { "Sectigo Sabre2026h1", "VmzVo3a+g9/jQrZ1xJwjJJinabrDgsurSaOHfZqzLQE=" },
  { "Sectigo Sabre2026h2", "H1bRq5RwSkHdP+r99GmTVTAsFDG/5hNGCJ//rnldzC8=" },
  { "TrustAsia2026a", "dNudWPfUfp39eHoWKpkcGM9pjafHKZGMmhiwRQ26RLw=" },
  { "TrustAsia2026b", "Jbfv3qETAZPtkweXcKoyKiZiDeNayKp8dRl94LGp4GU=" },
};

/**
 * fl_ct_log_find_name:
 * @id: (array length=n_id): of a log, from a signed certificate timestamp
 * @n_id: 32 in every timestamp of version 1
 *
 * Any thread. That a timestamp names a log proves nothing: its signature is not checked here.
 *
 * Returns: (nullable): the name, not translated; NULL: not known here
 */
const char *
fl_ct_log_find_name (const guint8 *id,
                     gsize         n_id)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (id != NULL || n_id == 0, NULL);

  text = g_base64_encode (id, n_id);
  for (gsize i = 0; i < G_N_ELEMENTS (logs); i++)
    if (strcmp (logs[i].id, text) == 0)
      return logs[i].name;
  return NULL;
}
