/* Fuzz target: certificates as a server sends them, before the rules of every device's library. What they say has to
 * hold together: a chain that is believed with an authority is one that can be read.
 *
 * The input is one DER certificate after the other; the last one is the authority too.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "esp/fl-esp-rules.h"

#include <openssl/err.h>

#define MAX_CERTIFICATES 20

int LLVMFuzzerTestOneInput (const guint8 *data,
                            size_t        size);

static STACK_OF(X509) *
read_chain (const guint8 *data,
            size_t        size)
{
  STACK_OF(X509) *chain = sk_X509_new_null ();
  const unsigned char *at = data;
  const unsigned char *const end = data + size;
  X509 *cert;

  while (at < end && sk_X509_num (chain) < MAX_CERTIFICATES && (cert = d2i_X509 (NULL, &at, end - at)) != NULL)
    sk_X509_push (chain, cert);
  ERR_clear_error ();

  return chain;
}

static void
judge (const STACK_OF(X509) *chain,
       const FlClientModel  *model,
       const char           *host)
{
  for (int is_ephemeral = 0; is_ephemeral < 2; is_ephemeral++)
    {
      const FlEspSight sight = { .model = model, .chain = chain, .host = host, .is_ephemeral = is_ephemeral, .now = 1795176000 };
      FlEspReasons leaf = fl_esp_rules_judge_leaf (&sight);
      STACK_OF(X509) *anchors = fl_esp_rules_find_anchors (chain, NULL);

      for (int i = 0; i < sk_X509_num (anchors); i++)
        if (fl_esp_rules_judge_chain (&sight, sk_X509_value (anchors, i)) == 0)
          g_assert_cmpuint (leaf, ==, 0);
      sk_X509_pop_free (anchors, X509_free);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        size_t        size)
{
  STACK_OF(X509) *chain = read_chain (data, size);

  for (guint i = 0; sk_X509_num (chain) > 0 && i < fl_client_model_get_n (); i++)
    {
      judge (chain, fl_client_model_get (i), "broker.home.test");
      judge (chain, fl_client_model_get (i), "127.0.0.1");
    }
  sk_X509_pop_free (chain, X509_free);

  return 0;
}
