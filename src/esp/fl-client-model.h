/* What the TLS library of a device offers, checks and can bear: the devices as data.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The ways in which a sketch or a firmware proves whom it talks to. */
typedef enum
{
  FL_CLIENT_WAY_FINGERPRINT, /* of the server's certificate; Tasmota: of its key */
  FL_CLIENT_WAY_CA,          /* a certificate authority, and the name */
  FL_CLIENT_WAY_KNOWN_KEY,   /* the server's public key */
  FL_CLIENT_WAY_PSK,         /* a pre-shared key */
  FL_CLIENT_WAY_INSECURE,    /* nothing */
} FlClientWay;

#define FL_N_CLIENT_WAYS (FL_CLIENT_WAY_INSECURE + 1)

typedef enum
{
  FL_CLIENT_ENGINE_BEARSSL,
  FL_CLIENT_ENGINE_MBEDTLS,
} FlClientEngine;

/* Key and signature algorithms, as bits. */
typedef enum
{
  FL_CLIENT_KEY_RSA = 1 << 0,
  FL_CLIENT_KEY_EC = 1 << 1,
} FlClientKeys;

/* Hashes of signatures in certificates, as bits. */
typedef enum
{
  FL_CLIENT_HASH_SHA1 = 1 << 0,
  FL_CLIENT_HASH_SHA224 = 1 << 1,
  FL_CLIENT_HASH_SHA256 = 1 << 2,
  FL_CLIENT_HASH_SHA384 = 1 << 3,
  FL_CLIENT_HASH_SHA512 = 1 << 4,
} FlClientHashes;

/**
 * FlClientModel:
 * @code: stable; the key in `inspect --esp --json`
 * @name: what people call it; a proper name, the same in every language
 * @engine: whose rules about certificates hold
 * @min_version: TLS1_VERSION and so on, as OpenSSL numbers them
 * @max_version: the same
 * @suites: offered, best first, in OpenSSL's names
 * @psk_suites: offered besides, once a pre-shared key is set; %NULL: none
 * @groups: offered; %NULL: no elliptic curves at all
 * @signatures: offered for the handshake
 * @max_fragment: the record size that the device asks for (RFC 6066), in bytes; 0: it does not ask
 * @ways: bits 1 << FlClientWay: which it has
 * @keys: FlClientKeys that it can verify with
 * @client_keys: FlClientKeys that its own certificate may have; 0: it sends none
 * @hashes: FlClientHashes that it knows in certificates
 * @min_rsa_bits: of a certificate on the way to an authority
 * @max_rsa_bits: of every key
 * @checks_dates: with an authority; no other way looks at them
 * @matches_addresses: an IP address in a certificate is compared
 * @has_client_certificate_if_insecure: it keeps its own certificate when nothing is checked
 * @has_extended_master_secret: RFC 7627
 * @has_tickets: RFC 5077
 * @has_fixed_authorities: it believes only the authorities built into it
 *
 * Static, immutable; any thread.
 */
typedef struct
{
  const char     *code;
  const char     *name;
  FlClientEngine  engine;
  int             min_version;
  int             max_version;
  const char     *suites;
  const char     *psk_suites;
  const char     *groups;
  const char     *signatures;
  guint           max_fragment;
  guint           ways;
  guint           keys;
  guint           client_keys;
  guint           hashes;
  guint           min_rsa_bits;
  guint           max_rsa_bits;
  gboolean        checks_dates;
  gboolean        matches_addresses;
  gboolean        has_client_certificate_if_insecure;
  gboolean        has_extended_master_secret;
  gboolean        has_tickets;
  gboolean        has_fixed_authorities;
} FlClientModel;

guint                fl_client_model_get_n      (void);
const FlClientModel *fl_client_model_get        (guint                position);
const FlClientModel *fl_client_model_from_code  (const char          *code);
gboolean             fl_client_model_has_way    (const FlClientModel *self,
                                                 FlClientWay          way);
const char          *fl_client_way_to_code      (FlClientWay          way);
const char          *fl_client_way_get_label    (const FlClientModel *model,
                                                 FlClientWay          way);

G_END_DECLS
