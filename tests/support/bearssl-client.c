/* One TLS handshake with BearSSL, the library of the ESP8266: bearssl-client CA-FILE NAME ADDRESS PORT.
 *
 * Prints "connected VERSION" and ends with 0, or "refused ERROR" (BearSSL's number) and ends with 1.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <bearssl.h>

#define FILE_MAX_SIZE 16384

typedef struct { unsigned char data[FILE_MAX_SIZE]; size_t n; } Bytes;

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
decode_pem (const Bytes *pem,
            Bytes       *der)
{
  br_pem_decoder_context decoder;
  size_t done = 0;

  br_pem_decoder_init (&decoder);
  while (done < pem->n)
    {
      done += br_pem_decoder_push (&decoder, pem->data + done, pem->n - done);
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
load_anchor (const char              *path,
             Bytes                   *dn,
             br_x509_decoder_context *decoder,
             br_x509_trust_anchor    *anchor)
{
  static Bytes pem, der;
  br_x509_pkey *key;

  read_file (path, &pem);
  decode_pem (&pem, &der);
  br_x509_decoder_init (decoder, append, dn);
  br_x509_decoder_push (decoder, der.data, der.n);
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
  ssize_t done = write (*(int *) fd, data, n);

  return done > 0 ? (int) done : -1;
}

int
main (int    argc,
      char **argv)
{
  static unsigned char buffer[BR_SSL_BUFSIZE_BIDI];
  static Bytes dn;
  static br_x509_decoder_context decoder;
  static br_ssl_client_context client;
  static br_x509_minimal_context judge;
  br_x509_trust_anchor anchor = { 0 };
  br_sslio_context stream;
  int fd;

  if (argc != 5)
    return 2;
  load_anchor (argv[1], &dn, &decoder, &anchor);
  br_ssl_client_init_full (&client, &judge, &anchor, 1);
  br_ssl_engine_set_buffer (&client.eng, buffer, sizeof buffer, 1);
  fd = open_socket (argv[3], argv[4]);
  br_ssl_client_reset (&client, argv[2], 0);
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
