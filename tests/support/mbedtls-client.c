/* One TLS handshake with Mbed TLS, the library of the ESP32, in TLS 1.2 as its Arduino core does:
 *
 *   mbedtls-client NAME ADDRESS PORT ca CA-FILE [CERTIFICATE-FILE KEY-FILE]
 *   mbedtls-client NAME ADDRESS PORT psk IDENTITY FILE-WITH-HEX
 *   mbedtls-client NAME ADDRESS PORT insecure
 *   mbedtls-client --version
 *
 * The core's library is Mbed TLS 3.6, built without dates, ChaCha20, DHE, ARIA and 3DES; what an older one offers or
 * checks besides is taken away here. Prints "connected VERSION" and ends with 0, or "refused ERROR FLAGS" (Mbed
 * TLS's numbers) and ends with 1.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <mbedtls/bignum.h>
#include <mbedtls/ctr_drbg.h>
#include <mbedtls/entropy.h>
#include <mbedtls/net_sockets.h>
#include <mbedtls/pk.h>
#include <mbedtls/ssl.h>
#include <mbedtls/version.h>
#include <mbedtls/x509_crt.h>

#define PSK_MAX 32

/* What the chip's accelerator can hold (SOC_RSA_MAX_BIT_LEN). */
#define RSA_MAX_BITS 4096

static mbedtls_ctr_drbg_context random_source;
static mbedtls_entropy_context entropy;
static mbedtls_x509_crt authority;
static mbedtls_x509_crt certificate;
static mbedtls_pk_context key;

/* What is in the names of suites that the core does not have. */
static const char *const missing[] = { "-CHACHA20", "TLS-DHE-", "-3DES-", "-DES-", "-RC4-", "-ARIA-", "-NULL-", "-ECJPAKE-",
                                       "TLS1-3-" };

#if MBEDTLS_VERSION_MAJOR < 3
static const mbedtls_x509_crt_profile profile = {
  MBEDTLS_X509_ID_FLAG (MBEDTLS_MD_SHA256) | MBEDTLS_X509_ID_FLAG (MBEDTLS_MD_SHA384) | MBEDTLS_X509_ID_FLAG (MBEDTLS_MD_SHA512),
  0xfffffff,
  MBEDTLS_X509_ID_FLAG (MBEDTLS_ECP_DP_SECP256R1) | MBEDTLS_X509_ID_FLAG (MBEDTLS_ECP_DP_SECP384R1) |
  MBEDTLS_X509_ID_FLAG (MBEDTLS_ECP_DP_SECP521R1) | MBEDTLS_X509_ID_FLAG (MBEDTLS_ECP_DP_BP256R1) |
  MBEDTLS_X509_ID_FLAG (MBEDTLS_ECP_DP_BP384R1) | MBEDTLS_X509_ID_FLAG (MBEDTLS_ECP_DP_BP512R1) |
  MBEDTLS_X509_ID_FLAG (MBEDTLS_ECP_DP_SECP256K1),
  2048,
};
static const mbedtls_ecp_group_id groups[] = {
  MBEDTLS_ECP_DP_CURVE25519, MBEDTLS_ECP_DP_SECP256R1, MBEDTLS_ECP_DP_SECP384R1, MBEDTLS_ECP_DP_SECP521R1,
  MBEDTLS_ECP_DP_BP256R1, MBEDTLS_ECP_DP_BP384R1, MBEDTLS_ECP_DP_BP512R1, MBEDTLS_ECP_DP_NONE,
};
static const int hashes[] = { MBEDTLS_MD_SHA512, MBEDTLS_MD_SHA384, MBEDTLS_MD_SHA256, MBEDTLS_MD_NONE };
#endif

static void
must (int         code,
      const char *what)
{
  if (code == 0)
    return;
  fprintf (stderr, "%s: -0x%04x\n", what, (unsigned) -code);
  exit (2);
}

static void
load_key (const char *path)
{
#if MBEDTLS_VERSION_MAJOR >= 3
  must (mbedtls_pk_parse_keyfile (&key, path, NULL, mbedtls_ctr_drbg_random, &random_source), "key");
#else
  must (mbedtls_pk_parse_keyfile (&key, path, NULL), "key");
#endif
}

static void
use_ca (mbedtls_ssl_config *config,
        int                 argc,
        char              **argv)
{
  int code = mbedtls_x509_crt_parse_file (&authority, argv[5]);

  if (code != 0)
    {
      printf ("refused -0x%04x authority\n", (unsigned) -code);
      exit (1);
    }
  mbedtls_ssl_conf_ca_chain (config, &authority, NULL);
  if (argc < 8)
    return;
  must (mbedtls_x509_crt_parse_file (&certificate, argv[6]), "certificate");
  load_key (argv[7]);
  must (mbedtls_ssl_conf_own_cert (config, &certificate, &key), "own certificate");
}

static void
use_psk (mbedtls_ssl_config *config,
         const char         *identity,
         const char         *path)
{
  unsigned char psk[PSK_MAX];
  size_t n = 0;
  unsigned byte;
  FILE *file = fopen (path, "r");

  if (file == NULL)
    exit (2);
  while (n < sizeof psk && fscanf (file, "%2x", &byte) == 1)
    psk[n++] = (unsigned char) byte;
  fclose (file);
  must (mbedtls_ssl_conf_psk (config, psk, n, (const unsigned char *) identity, strlen (identity)), "psk");
}

static void
use_tls_1_2 (mbedtls_ssl_config *config)
{
#if MBEDTLS_VERSION_NUMBER >= 0x03020000
  mbedtls_ssl_conf_max_tls_version (config, MBEDTLS_SSL_VERSION_TLS1_2);
#else
  mbedtls_ssl_conf_min_version (config, MBEDTLS_SSL_MAJOR_VERSION_3, MBEDTLS_SSL_MINOR_VERSION_3);
#endif
}

/* Without a clock there is no date. */
static int
forget_dates (void             *data,
              mbedtls_x509_crt *cert,
              int               depth,
              uint32_t         *flags)
{
  (void) data;
  (void) cert;
  (void) depth;
  *flags &= ~(uint32_t) (MBEDTLS_X509_BADCERT_EXPIRED | MBEDTLS_X509_BADCERT_FUTURE);
  return 0;
}

static int
is_too_large (const mbedtls_ssl_context *ssl)
{
  const mbedtls_x509_crt *peer = mbedtls_ssl_get_peer_cert (ssl);

  return peer != NULL && mbedtls_pk_get_type (&peer->pk) == MBEDTLS_PK_RSA && mbedtls_pk_get_bitlen (&peer->pk) > RSA_MAX_BITS;
}

static int
has_suite (const char *name)
{
  for (size_t i = 0; i < sizeof missing / sizeof *missing; i++)
    if (strstr (name, missing[i]) != NULL)
      return 0;
  return 1;
}

static void
use_core_settings (mbedtls_ssl_config *config)
{
  static int suites[512];
  size_t n = 0;

  for (const int *suite = mbedtls_ssl_list_ciphersuites (); *suite != 0; suite++)
    if (has_suite (mbedtls_ssl_get_ciphersuite_name (*suite)) && n + 1 < sizeof suites / sizeof *suites)
      suites[n++] = *suite;
  mbedtls_ssl_conf_ciphersuites (config, suites);
  mbedtls_ssl_conf_verify (config, forget_dates, NULL);
#if MBEDTLS_VERSION_MAJOR < 3
  mbedtls_ssl_conf_cert_profile (config, &profile);
  mbedtls_ssl_conf_curves (config, groups);
  mbedtls_ssl_conf_sig_hashes (config, hashes);
#endif
}

int
main (int    argc,
      char **argv)
{
  mbedtls_net_context net;
  mbedtls_ssl_context ssl;
  mbedtls_ssl_config config;
  int code;

  if (argc == 2 && strcmp (argv[1], "--version") == 0)
    return puts (MBEDTLS_VERSION_STRING) < 0;
  if (argc < 5)
    return 2;
  mbedtls_net_init (&net);
  mbedtls_ssl_init (&ssl);
  mbedtls_ssl_config_init (&config);
  mbedtls_ctr_drbg_init (&random_source);
  mbedtls_entropy_init (&entropy);
  mbedtls_x509_crt_init (&authority);
  mbedtls_x509_crt_init (&certificate);
  mbedtls_pk_init (&key);
  must (mbedtls_ctr_drbg_seed (&random_source, mbedtls_entropy_func, &entropy, NULL, 0), "random numbers");
  must (mbedtls_ssl_config_defaults (&config, MBEDTLS_SSL_IS_CLIENT, MBEDTLS_SSL_TRANSPORT_STREAM,
                                     MBEDTLS_SSL_PRESET_DEFAULT), "defaults");
  mbedtls_ssl_conf_rng (&config, mbedtls_ctr_drbg_random, &random_source);
  mbedtls_ssl_conf_authmode (&config, MBEDTLS_SSL_VERIFY_REQUIRED);
  use_tls_1_2 (&config);
  use_core_settings (&config);
  if (strcmp (argv[4], "insecure") == 0)
    mbedtls_ssl_conf_authmode (&config, MBEDTLS_SSL_VERIFY_NONE);
  else if (strcmp (argv[4], "ca") == 0 && argc > 5)
    use_ca (&config, argc, argv);
  else if (argc == 7)
    use_psk (&config, argv[5], argv[6]);
  else
    return 2;
  must (mbedtls_ssl_setup (&ssl, &config), "setup");
  must (mbedtls_ssl_set_hostname (&ssl, argv[1]), "name");
  must (mbedtls_net_connect (&net, argv[2], argv[3], MBEDTLS_NET_PROTO_TCP), "connect");
  mbedtls_ssl_set_bio (&ssl, &net, mbedtls_net_send, mbedtls_net_recv, NULL);
  code = mbedtls_ssl_handshake (&ssl);
  if (code == 0 && is_too_large (&ssl))
    code = MBEDTLS_ERR_MPI_NOT_ACCEPTABLE;
  if (code == 0)
    {
      printf ("connected %s\n", mbedtls_ssl_get_version (&ssl));
      mbedtls_ssl_close_notify (&ssl);
    }
  else
    printf ("refused -0x%04x %x\n", (unsigned) -code, (unsigned) mbedtls_ssl_get_verify_result (&ssl));
  mbedtls_net_free (&net);
  mbedtls_ssl_free (&ssl);
  mbedtls_ssl_config_free (&config);
  mbedtls_ctr_drbg_free (&random_source);
  mbedtls_entropy_free (&entropy);
  mbedtls_x509_crt_free (&authority);
  mbedtls_x509_crt_free (&certificate);
  mbedtls_pk_free (&key);
  return code == 0 ? 0 : 1;
}
