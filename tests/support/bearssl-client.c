/* One TLS handshake with BearSSL, the library of the ESP8266, configured as its Arduino core or Tasmota does:
 *
 *   bearssl-client [--model=esp8266|esp8266_basic|tasmota8266] [--way=ca|fingerprint|known_key|insecure]
 *                  [--client=CERTIFICATE-FILE,KEY-FILE] CERTIFICATE-FILE NAME ADDRESS PORT
 *
 * The file is the authority (ca) or the server's own certificate, of which the sketch has the fingerprint or the
 * key. Prints "connected VERSION" and ends with 0, or "refused ERROR" (BearSSL's number) and ends with 1.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <arpa/inet.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <bearssl.h>

#define FILE_MAX_SIZE 65536

/* What the cores add to the sizes of their buffers, which are 16384 and 512, or 1024 and 1024. */
#define IN_OVERHEAD  325
#define OUT_OVERHEAD 85

/* From the year 0 to 1970, as BearSSL counts days. */
#define DAYS_TO_1970 719528
#define DAY_SECONDS  86400

typedef struct { unsigned char data[FILE_MAX_SIZE]; size_t n; } Bytes;

typedef enum { MODEL_FULL, MODEL_BASIC, MODEL_TASMOTA } Model;
typedef enum { WAY_CA, WAY_FINGERPRINT, WAY_KNOWN_KEY, WAY_INSECURE } Way;

/* Looks at the first certificate only: at its SHA-1 (ESP8266), at that of its key (Tasmota), or at nothing. */
typedef struct
{
  const br_x509_class     *vtable;
  br_x509_decoder_context  decoder;
  br_sha1_context          hash;
  unsigned char            wanted[br_sha1_SIZE];
  Model                    model;
  int                      is_anything_good;
  int                      n_done;
} FirstOnly;

static const uint16_t full_suites[] = {
  BR_TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, BR_TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
  BR_TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, BR_TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
  BR_TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, BR_TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
  BR_TLS_ECDHE_ECDSA_WITH_AES_128_CCM, BR_TLS_ECDHE_ECDSA_WITH_AES_256_CCM,
  BR_TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8, BR_TLS_ECDHE_ECDSA_WITH_AES_256_CCM_8,
  BR_TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256, BR_TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256,
  BR_TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384, BR_TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384,
  BR_TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, BR_TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA,
  BR_TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA, BR_TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA,
  BR_TLS_ECDH_ECDSA_WITH_AES_128_GCM_SHA256, BR_TLS_ECDH_RSA_WITH_AES_128_GCM_SHA256,
  BR_TLS_ECDH_ECDSA_WITH_AES_256_GCM_SHA384, BR_TLS_ECDH_RSA_WITH_AES_256_GCM_SHA384,
  BR_TLS_ECDH_ECDSA_WITH_AES_128_CBC_SHA256, BR_TLS_ECDH_RSA_WITH_AES_128_CBC_SHA256,
  BR_TLS_ECDH_ECDSA_WITH_AES_256_CBC_SHA384, BR_TLS_ECDH_RSA_WITH_AES_256_CBC_SHA384,
  BR_TLS_ECDH_ECDSA_WITH_AES_128_CBC_SHA, BR_TLS_ECDH_RSA_WITH_AES_128_CBC_SHA,
  BR_TLS_ECDH_ECDSA_WITH_AES_256_CBC_SHA, BR_TLS_ECDH_RSA_WITH_AES_256_CBC_SHA,
  BR_TLS_RSA_WITH_AES_128_GCM_SHA256, BR_TLS_RSA_WITH_AES_256_GCM_SHA384,
  BR_TLS_RSA_WITH_AES_128_CCM, BR_TLS_RSA_WITH_AES_256_CCM,
  BR_TLS_RSA_WITH_AES_128_CCM_8, BR_TLS_RSA_WITH_AES_256_CCM_8,
  BR_TLS_RSA_WITH_AES_128_CBC_SHA256, BR_TLS_RSA_WITH_AES_256_CBC_SHA256,
  BR_TLS_RSA_WITH_AES_128_CBC_SHA, BR_TLS_RSA_WITH_AES_256_CBC_SHA,
  BR_TLS_ECDHE_ECDSA_WITH_3DES_EDE_CBC_SHA, BR_TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA,
  BR_TLS_ECDH_ECDSA_WITH_3DES_EDE_CBC_SHA, BR_TLS_ECDH_RSA_WITH_3DES_EDE_CBC_SHA,
  BR_TLS_RSA_WITH_3DES_EDE_CBC_SHA,
};
static const uint16_t basic_suites[] = {
  BR_TLS_RSA_WITH_AES_128_CBC_SHA256, BR_TLS_RSA_WITH_AES_256_CBC_SHA256,
  BR_TLS_RSA_WITH_AES_128_CBC_SHA, BR_TLS_RSA_WITH_AES_256_CBC_SHA,
};
static const uint16_t tasmota_suites[] = { BR_TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 };

static const struct { int id; const br_hash_class *hash; } hashes[] = {
  { br_md5_ID, &br_md5_vtable },       { br_sha1_ID, &br_sha1_vtable },     { br_sha224_ID, &br_sha224_vtable },
  { br_sha256_ID, &br_sha256_vtable }, { br_sha384_ID, &br_sha384_vtable }, { br_sha512_ID, &br_sha512_vtable },
};

static void
append (void       *bytes,
        const void *data,
        size_t      n)
{
  Bytes *self = bytes;

  if (self->n + n > sizeof self->data)
    abort ();
  memcpy (self->data + self->n, data, n);
  self->n += n;
}

static void
read_file (const char *path,
           Bytes      *bytes)
{
  FILE *file = fopen (path, "rb");

  if (file == NULL)
    {
      perror (path);
      exit (2);
    }
  bytes->n = fread (bytes->data, 1, sizeof bytes->data, file);
  fclose (file);
}

/* The first object of a PEM file. */
static void
decode_pem (const char *path,
            Bytes      *der)
{
  static Bytes pem;
  br_pem_decoder_context decoder;
  size_t done = 0;

  read_file (path, &pem);
  br_pem_decoder_init (&decoder);
  while (done < pem.n)
    {
      done += br_pem_decoder_push (&decoder, pem.data + done, pem.n - done);
      switch (br_pem_decoder_event (&decoder))
        {
        case BR_PEM_BEGIN_OBJ:
          br_pem_decoder_setdest (&decoder, append, der);
          break;
        case BR_PEM_END_OBJ:
          return;
        case BR_PEM_ERROR:
          exit (2);
        default:
          break;
        }
    }
  exit (2);
}

/* As the ESP8266 core's X509List does it. dn and decoder hold what the anchor points into. */
static void
load_anchor (const Bytes             *der,
             Bytes                   *dn,
             br_x509_decoder_context *decoder,
             br_x509_trust_anchor    *anchor)
{
  br_x509_pkey *key;

  br_x509_decoder_init (decoder, append, dn);
  br_x509_decoder_push (decoder, der->data, der->n);
  key = br_x509_decoder_get_pkey (decoder);
  if (key == NULL)
    {
      printf ("refused %d\n", br_x509_decoder_last_error (decoder));
      exit (1);
    }
  anchor->dn.data = dn->data;
  anchor->dn.len = dn->n;
  anchor->flags = br_x509_decoder_isCA (decoder) ? BR_X509_TA_CA : 0;
  anchor->pkey = *key;
}

static void
add_length (br_sha1_context *hash,
            const void      *data,
            size_t           n)
{
  const unsigned char length[4] = { n >> 24, n >> 16, n >> 8, n };

  br_sha1_update (hash, length, sizeof length);
  br_sha1_update (hash, data, n);
}

/* Of an RSA key, as Tasmota has it. */
static void
hash_key (const br_x509_pkey *key,
          unsigned char      *out)
{
  br_sha1_context hash;

  br_sha1_init (&hash);
  add_length (&hash, "ssh-rsa", strlen ("ssh-rsa"));
  if (key->key_type == BR_KEYTYPE_RSA)
    {
      add_length (&hash, key->key.rsa.e, key->key.rsa.elen);
      add_length (&hash, key->key.rsa.n, key->key.rsa.nlen);
    }
  br_sha1_out (&hash, out);
}

static void
first_start_chain (const br_x509_class **vtable,
                   const char           *server_name)
{
  FirstOnly *self = (FirstOnly *) vtable;

  (void) server_name;
  br_x509_decoder_init (&self->decoder, NULL, NULL);
  br_sha1_init (&self->hash);
  self->n_done = 0;
}

static void
first_start_cert (const br_x509_class **vtable,
                  uint32_t              length)
{
  (void) vtable;
  (void) length;
}

static void
first_append (const br_x509_class **vtable,
              const unsigned char  *data,
              size_t                n)
{
  FirstOnly *self = (FirstOnly *) vtable;

  if (self->n_done > 0)
    return;
  br_sha1_update (&self->hash, data, n);
  br_x509_decoder_push (&self->decoder, data, n);
}

static void
first_end_cert (const br_x509_class **vtable)
{
  ((FirstOnly *) vtable)->n_done++;
}

static unsigned
first_end_chain (const br_x509_class **vtable)
{
  FirstOnly *self = (FirstOnly *) vtable;
  unsigned char found[br_sha1_SIZE];

  if (self->n_done == 0)
    return BR_ERR_X509_EMPTY_CHAIN;
  if (self->model == MODEL_TASMOTA)
    hash_key (&self->decoder.pkey, found);
  else
    br_sha1_out (&self->hash, found);
  if (!self->is_anything_good && memcmp (found, self->wanted, sizeof found) != 0)
    return BR_ERR_X509_NOT_TRUSTED;
  return 0;
}

/* Also of a certificate that could not be read to its end, as the cores do. */
static const br_x509_pkey *
first_get_pkey (const br_x509_class *const *vtable,
                unsigned                   *usages)
{
  if (usages != NULL)
    *usages = BR_KEYTYPE_KEYX | BR_KEYTYPE_SIGN;
  return &((const FirstOnly *) vtable)->decoder.pkey;
}

static const br_x509_class first_only_class = {
  sizeof (FirstOnly), first_start_chain, first_start_cert, first_append, first_end_cert, first_end_chain,
  first_get_pkey,
};

/* On that chip a longer key crashes the verification. */
static uint32_t
verify_up_to_2048 (const unsigned char     *signature,
                   size_t                   n_signature,
                   const unsigned char     *hash_oid,
                   size_t                   n_hash,
                   const br_rsa_public_key *key,
                   unsigned char           *hash)
{
  if (key->nlen > 2048 / 8)
    return 0;
  return br_rsa_pkcs1_vrfy_get_default () (signature, n_signature, hash_oid, n_hash, key, hash);
}

static void
init_arduino (br_ssl_client_context *client,
              int                    is_basic)
{
  br_ssl_engine_context *engine = &client->eng;

  br_ssl_engine_add_flags (engine, BR_OPT_NO_RENEGOTIATION);
  br_ssl_engine_set_versions (engine, BR_TLS10, BR_TLS12);
  if (is_basic)
    br_ssl_engine_set_suites (engine, basic_suites, sizeof basic_suites / sizeof *basic_suites);
  else
    br_ssl_engine_set_suites (engine, full_suites, sizeof full_suites / sizeof *full_suites);
  br_ssl_client_set_default_rsapub (client);
  br_ssl_engine_set_default_rsavrfy (engine);
  for (size_t i = 0; i < sizeof hashes / sizeof *hashes; i++)
    br_ssl_engine_set_hash (engine, hashes[i].id, hashes[i].hash);
  br_ssl_engine_set_prf10 (engine, br_tls10_prf);
  br_ssl_engine_set_prf_sha256 (engine, br_tls12_sha256_prf);
  br_ssl_engine_set_prf_sha384 (engine, br_tls12_sha384_prf);
  br_ssl_engine_set_default_aes_cbc (engine);
  if (is_basic)
    return;
  br_ssl_engine_set_default_ecdsa (engine);
  br_ssl_engine_set_default_aes_gcm (engine);
  br_ssl_engine_set_default_aes_ccm (engine);
  br_ssl_engine_set_default_des_cbc (engine);
  br_ssl_engine_set_default_chapol (engine);
}

static void
init_tasmota (br_ssl_client_context *client)
{
  br_ssl_engine_context *engine = &client->eng;

  br_ssl_engine_add_flags (engine, BR_OPT_NO_RENEGOTIATION);
  br_ssl_engine_set_versions (engine, BR_TLS12, BR_TLS12);
  br_ssl_engine_set_suites (engine, tasmota_suites, 1);
  br_ssl_client_set_default_rsapub (client);
  br_ssl_engine_set_rsavrfy (engine, verify_up_to_2048);
  br_ssl_engine_set_hash (engine, br_sha256_ID, &br_sha256_vtable);
  br_ssl_engine_set_prf_sha256 (engine, br_tls12_sha256_prf);
  br_ssl_engine_set_default_aes_gcm (engine);
  br_ssl_engine_set_ec (engine, &br_ec_p256_m15);
}

static void
init_judge (br_x509_minimal_context    *judge,
            br_ssl_engine_context      *engine,
            Model                       model,
            const br_x509_trust_anchor *anchor)
{
  const time_t now = time (NULL);

  br_x509_minimal_init (judge, &br_sha256_vtable, anchor, 1);
  br_x509_minimal_set_rsa (judge, br_ssl_engine_get_rsavrfy (engine));
  if (model == MODEL_FULL)
    br_x509_minimal_set_ecdsa (judge, br_ssl_engine_get_ec (engine), br_ssl_engine_get_ecdsa (engine));
  for (size_t i = 0; i < sizeof hashes / sizeof *hashes; i++)
    if (model != MODEL_TASMOTA || hashes[i].id == br_sha256_ID)
      br_x509_minimal_set_hash (judge, hashes[i].id, hashes[i].hash);
  br_x509_minimal_set_time (judge, now / DAY_SECONDS + DAYS_TO_1970, now % DAY_SECONDS);
  br_ssl_engine_set_x509 (engine, &judge->vtable);
}

/* "CERTIFICATE-FILE,KEY-FILE": as setClientRSACert() and setClientECCert() do it. */
static void
use_client (br_ssl_client_context *client,
            char                  *files)
{
  static Bytes cert_der, key_der;
  static br_skey_decoder_context key;
  static br_x509_certificate cert;

  decode_pem (strtok (files, ","), &cert_der);
  decode_pem (strtok (NULL, ","), &key_der);
  br_skey_decoder_init (&key);
  br_skey_decoder_push (&key, key_der.data, key_der.n);
  cert.data = cert_der.data;
  cert.data_len = cert_der.n;
  if (br_skey_decoder_key_type (&key) == BR_KEYTYPE_RSA)
    br_ssl_client_set_single_rsa (client, &cert, 1, br_skey_decoder_get_rsa (&key), br_rsa_pkcs1_sign_get_default ());
  else
    br_ssl_client_set_single_ec (client, &cert, 1, br_skey_decoder_get_ec (&key), BR_KEYTYPE_KEYX | BR_KEYTYPE_SIGN,
                                 BR_KEYTYPE_EC, br_ec_get_default (), br_ecdsa_sign_asn1_get_default ());
}

static void
use_known_key (br_ssl_client_context *client,
               const Bytes           *der)
{
  static br_x509_decoder_context decoder;
  static br_x509_knownkey_context judge;
  const br_x509_pkey *key;

  br_x509_decoder_init (&decoder, NULL, NULL);
  br_x509_decoder_push (&decoder, der->data, der->n);
  key = br_x509_decoder_get_pkey (&decoder);
  if (key == NULL)
    {
      printf ("refused %d\n", br_x509_decoder_last_error (&decoder));
      exit (1);
    }
  if (key->key_type == BR_KEYTYPE_RSA)
    br_x509_knownkey_init_rsa (&judge, &key->key.rsa, BR_KEYTYPE_KEYX | BR_KEYTYPE_SIGN);
  else
    br_x509_knownkey_init_ec (&judge, &key->key.ec, BR_KEYTYPE_KEYX | BR_KEYTYPE_SIGN);
  br_ssl_engine_set_x509 (&client->eng, &judge.vtable);
}

static void
use_first_only (br_ssl_client_context *client,
                Model                  model,
                Way                    way,
                const Bytes           *der)
{
  static FirstOnly judge;
  br_x509_decoder_context decoder;

  judge.vtable = &first_only_class;
  judge.model = model;
  judge.is_anything_good = way == WAY_INSECURE;
  if (model == MODEL_TASMOTA)
    {
      br_x509_decoder_init (&decoder, NULL, NULL);
      br_x509_decoder_push (&decoder, der->data, der->n);
      hash_key (&decoder.pkey, judge.wanted);
    }
  else
    {
      br_sha1_init (&judge.hash);
      br_sha1_update (&judge.hash, der->data, der->n);
      br_sha1_out (&judge.hash, judge.wanted);
    }
  br_ssl_engine_set_x509 (&client->eng, &judge.vtable);
}

static void
use_way (br_ssl_client_context *client,
         Model                  model,
         Way                    way,
         const Bytes           *der)
{
  static Bytes dn;
  static br_x509_decoder_context decoder;
  static br_x509_minimal_context judge;
  static br_x509_trust_anchor anchor;

  switch (way)
    {
    case WAY_CA:
      load_anchor (der, &dn, &decoder, &anchor);
      init_judge (&judge, &client->eng, model, &anchor);
      break;
    case WAY_KNOWN_KEY:
      use_known_key (client, der);
      break;
    case WAY_FINGERPRINT:
    case WAY_INSECURE:
    default:
      use_first_only (client, model, way, der);
      break;
    }
}

static void
use_buffers (br_ssl_client_context *client,
             Model                  model)
{
  static unsigned char in[16384 + IN_OVERHEAD];
  static unsigned char out[1024 + OUT_OVERHEAD];

  if (model == MODEL_TASMOTA)
    br_ssl_engine_set_buffers_bidi (&client->eng, in, 1024 + IN_OVERHEAD, out, 1024 + OUT_OVERHEAD);
  else
    br_ssl_engine_set_buffers_bidi (&client->eng, in, sizeof in, out, 512 + OUT_OVERHEAD);
}

static int
open_socket (const char *address,
             const char *port)
{
  struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons ((unsigned short) atoi (port)) };
  int fd = socket (AF_INET, SOCK_STREAM, 0);

  if (fd < 0 || inet_pton (AF_INET, address, &to.sin_addr) != 1 ||
      connect (fd, (struct sockaddr *) &to, sizeof to) != 0)
    {
      perror ("connect");
      exit (2);
    }
  return fd;
}

static int
receive (void          *fd,
         unsigned char *data,
         size_t         n)
{
  ssize_t got = read (*(int *) fd, data, n);

  return got > 0 ? (int) got : -1;
}

static int
transmit (void                *fd,
          const unsigned char *data,
          size_t               n)
{
  ssize_t done = send (*(int *) fd, data, n, MSG_NOSIGNAL);

  return done > 0 ? (int) done : -1;
}

static int
find (const char        *word,
      const char *const *words)
{
  for (int i = 0; words[i] != NULL; i++)
    if (strcmp (word, words[i]) == 0)
      return i;
  fprintf (stderr, "what is \"%s\"?\n", word);
  exit (2);
}

int
main (int    argc,
      char **argv)
{
  static const struct option options[] = {
    { "model", required_argument, NULL, 'm' },
    { "way", required_argument, NULL, 'w' },
    { "client", required_argument, NULL, 'c' },
    { 0 },
  };
  static const char *const models[] = { "esp8266", "esp8266_basic", "tasmota8266", NULL };
  static const char *const ways[] = { "ca", "fingerprint", "known_key", "insecure", NULL };
  static br_ssl_client_context client;
  static Bytes der;
  br_sslio_context stream;
  char *client_files = NULL;
  Model model = MODEL_FULL;
  Way way = WAY_CA;
  int letter, fd;

  while ((letter = getopt_long (argc, argv, "", options, NULL)) != -1)
    {
      if (letter == 'm')
        model = (Model) find (optarg, models);
      else if (letter == 'w')
        way = (Way) find (optarg, ways);
      else if (letter == 'c')
        client_files = optarg;
      else
        return 2;
    }
  if (argc - optind != 4)
    return 2;
  argv += optind;
  decode_pem (argv[0], &der);
  br_ssl_client_zero (&client);
  if (model == MODEL_TASMOTA)
    init_tasmota (&client);
  else
    init_arduino (&client, model == MODEL_BASIC);
  use_way (&client, model, way, &der);
  use_buffers (&client, model);
  if (client_files != NULL)
    use_client (&client, client_files);
  fd = open_socket (argv[2], argv[3]);
  br_ssl_client_reset (&client, argv[1], 0);
  br_sslio_init (&stream, &client.eng, receive, &fd, transmit, &fd);
  /* Flushing needs a finished handshake. */
  if (br_sslio_flush (&stream) != 0 || br_ssl_engine_last_error (&client.eng) != BR_ERR_OK)
    {
      printf ("refused %d\n", br_ssl_engine_last_error (&client.eng));
      return 1;
    }
  printf ("connected %x\n", br_ssl_engine_get_version (&client.eng));
  br_sslio_close (&stream);
  close (fd);
  return 0;
}
