/* Certificates, keys and configuration for a mosquitto of one's own, in a folder.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-own-broker"

#include "config.h"

#include "brokers/fl-own-broker.h"

#include <string.h>

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <openssl/crypto.h>
#include <openssl/rand.h>

#include "brokers/fl-folder-writer.h"
#include "brokers/fl-mosquitto-password.h"
#include "brokers/fl-own-broker-text.h"
#include "crypto/fl-secret.h"
#include "tls/fl-authority.h"
#include "tls/fl-certificate-parser.h"
#include "tls/fl-host-name.h"

/* As many bytes as the ESP32's library takes. */
#define PSK_SIZE 32

/* Room for a line of psk_file, so that the text never moves and leaves a copy behind. */
#define PSK_LINE_MAX (FL_AUTHORITY_COMMON_NAME_MAX * 4 + 2 * PSK_SIZE + 8)

/* A line of password_file is a user name and some 130 bytes. */
#define PASSWORDS_MAX (1024 * 1024)

struct _FlOwnBroker
{
  char          *folder;
  FlAuthority   *authority;
  FlCertificate *certificate;
  char         **names;
  guint16        port;
};

/* What grows with each device. The pre-shared keys' text never moves: it is made as large as it will be. */
typedef struct
{
  GString *psk;
  GString *passwords;
} Lists;

G_DEFINE_QUARK (fl-own-broker-error-quark, fl_own_broker_error)

static void
lists_init (Lists *lists,
            gsize  n_psk_there,
            guint  n_devices)
{
  lists->psk = g_string_sized_new (n_psk_there + (gsize) (n_devices + 1) * PSK_LINE_MAX);
  lists->passwords = g_string_new (NULL);
}

static void
lists_clear (Lists *lists)
{
  if (lists->psk == NULL)
    return;
  OPENSSL_cleanse (lists->psk->str, lists->psk->allocated_len);
  g_string_free (lists->psk, TRUE);
  g_string_free (lists->passwords, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Lists, lists_clear)

/* ------------------------------------------------------------------------------------- what may be wanted */

/* Words that are, or would collide with, names of other files or users, in a file system that does not tell
 * upper case from lower. */
static gboolean
is_taken (const char *device)
{
  static const char *const words[] = { "ca", "server", "readme", FL_OWN_BROKER_USER };
  g_autofree char *folded = g_utf8_casefold (device, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (folded, words[i]) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
has_good_characters (const char *device)
{
  if (!g_utf8_validate (device, -1, NULL) || !g_unichar_isalnum (g_utf8_get_char (device)))
    return FALSE;
  for (const char *c = device; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);

      if (!g_unichar_isalnum (character) && !g_unichar_ismark (character) &&
          (character > 0x7f || strchr ("-_.", (int) character) == NULL))
        return FALSE;
    }
  return TRUE;
}

/**
 * fl_own_broker_check_device:
 * @device: a name somebody typed
 * @error: return location for %FL_OWN_BROKER_ERROR_DEVICE
 *
 * The name becomes a file name, a topic level, a user name, a PSK identity and a string in a sketch.
 *
 * Returns: whether it can
 */
gboolean
fl_own_broker_check_device (const char  *device,
                            GError     **error)
{
  g_return_val_if_fail (device != NULL, FALSE);

  if (!has_good_characters (device))
    g_set_error (error, FL_OWN_BROKER_ERROR, FL_OWN_BROKER_ERROR_DEVICE,
                 _("A device’s name starts with a letter or digit and has only letters, digits, “-”, “_” and “.” in it"));
  else if (g_utf8_strlen (device, -1) > FL_AUTHORITY_COMMON_NAME_MAX)
    g_set_error (error, FL_OWN_BROKER_ERROR, FL_OWN_BROKER_ERROR_DEVICE,
                 _("A device’s name has at most %d characters"), FL_AUTHORITY_COMMON_NAME_MAX);
  else if (is_taken (device))
    g_set_error (error, FL_OWN_BROKER_ERROR, FL_OWN_BROKER_ERROR_DEVICE,
                 _("A device cannot be called “%s”: files or users of the broker are"), device);
  else
    return TRUE;
  return FALSE;
}

static gboolean
check_devices (const char *const  *devices,
               GError            **error)
{
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (; devices != NULL && *devices != NULL; devices++)
    {
      if (!fl_own_broker_check_device (*devices, error))
        return FALSE;
      if (!g_hash_table_add (seen, g_utf8_casefold (*devices, -1)))
        {
          g_set_error (error, FL_OWN_BROKER_ERROR, FL_OWN_BROKER_ERROR_DEVICE,
                       _("There are two devices called “%s”"), *devices);
          return FALSE;
        }
    }
  if (g_hash_table_size (seen) > FL_OWN_BROKER_MAX_DEVICES)
    {
      g_set_error (error, FL_OWN_BROKER_ERROR, FL_OWN_BROKER_ERROR_DEVICE,
                   _("At most %d devices can be made at once"), FL_OWN_BROKER_MAX_DEVICES);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_days (int      days,
            GError **error)
{
  if (days >= 0 && days <= FL_OWN_BROKER_CA_DAYS)
    return TRUE;
  g_set_error (error, FL_OWN_BROKER_ERROR, FL_OWN_BROKER_ERROR_NUMBER,
               _("Certificates can be good for 1 to %d days"), FL_OWN_BROKER_CA_DAYS);
  return FALSE;
}

/* In the form in which they stand in the certificate, each once. */
static char **
normalize_names (const char *const  *names,
                 GError            **error)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (; names != NULL && *names != NULL; names++)
    {
      g_autoptr(GError) cause = NULL;
      g_autofree char *name = fl_host_name_normalize (*names, &cause);

      if (name == NULL)
        {
          g_set_error_literal (error, FL_OWN_BROKER_ERROR, FL_OWN_BROKER_ERROR_NAME, cause->message);
          return NULL;
        }
      if (g_hash_table_add (seen, g_strdup (name)))
        g_strv_builder_add (builder, name);
    }
  if (g_hash_table_size (seen) == 0)
    {
      g_set_error (error, FL_OWN_BROKER_ERROR, FL_OWN_BROKER_ERROR_NAME,
                   _("The broker needs a name or address, as devices will connect to it"));
      return NULL;
    }
  return g_strv_builder_end (builder);
}

/**
 * fl_own_broker_check_plan:
 * @plan: what is wanted
 * @error: return location for %FL_OWN_BROKER_ERROR_NAME, _DEVICE or _NUMBER
 *
 * Returns: whether fl_own_broker_create() can make it, as far as the plan is concerned
 */
gboolean
fl_own_broker_check_plan (const FlOwnBrokerPlan  *plan,
                          GError                **error)
{
  g_auto(GStrv) names = NULL;

  g_return_val_if_fail (plan != NULL, FALSE);

  names = normalize_names (plan->names, error);
  if (names == NULL || !check_devices (plan->devices, error) || !check_days (plan->days, error))
    return FALSE;
  if (plan->port > G_MAXUINT16 - (FL_OWN_BROKER_N_PORTS - 1))
    {
      g_set_error (error, FL_OWN_BROKER_ERROR, FL_OWN_BROKER_ERROR_NUMBER,
                   _("The first port can be 1 to %d"), G_MAXUINT16 - (FL_OWN_BROKER_N_PORTS - 1));
      return FALSE;
    }
  return TRUE;
}

/* ------------------------------------------------------------------------------------------ writing files */

static gboolean
add_bytes (FlFolderWriter  *writer,
           const char      *name,
           GBytes          *bytes,
           GError         **error)
{
  gsize n;
  const void *data = g_bytes_get_data (bytes, &n);

  return fl_folder_writer_add (writer, name, data, n, FL_FOLDER_FILE_PUBLIC, error);
}

static gboolean
add_secret (FlFolderWriter  *writer,
            const char      *name,
            FlSecret        *secret,
            GError         **error)
{
  size_t n;
  const char *data = fl_secret_peek (secret, &n);

  return fl_folder_writer_add (writer, name, data, n, FL_FOLDER_FILE_SECRET, error);
}

static gboolean
set_random_error (GError **error)
{
  g_set_error (error, FL_OWN_BROKER_ERROR, FL_OWN_BROKER_ERROR_RANDOM, _("OpenSSL has no random numbers to give"));
  return FALSE;
}

/* Adds a line to the password file for a fresh password. */
static FlSecret *
make_password (Lists       *lists,
               const char  *user,
               GError     **error)
{
  g_autoptr(FlSecret) password = fl_mosquitto_password_make ();
  g_autofree char *line = password != NULL ? fl_mosquitto_password_line (user, password) : NULL;

  if (line == NULL)
    {
      set_random_error (error);
      return NULL;
    }
  g_string_append (lists->passwords, line);
  return g_steal_pointer (&password);
}

/* Adds a line to the file of pre-shared keys for a fresh key; returns that in hexadecimal. */
static FlSecret *
make_psk (Lists       *lists,
          const char  *device,
          GError     **error)
{
  static const char digits[] = "0123456789abcdef";
  guint8 key[PSK_SIZE];
  char hex[2 * PSK_SIZE];
  FlSecret *secret;

  if (RAND_priv_bytes (key, sizeof key) != 1)
    {
      set_random_error (error);
      return NULL;
    }
  for (gsize i = 0; i < sizeof key; i++)
    {
      hex[2 * i] = digits[key[i] >> 4];
      hex[2 * i + 1] = digits[key[i] & 15];
    }
  g_string_append (lists->psk, device);
  g_string_append_c (lists->psk, ':');
  g_string_append_len (lists->psk, hex, sizeof hex);
  g_string_append_c (lists->psk, '\n');
  secret = fl_secret_new (hex, sizeof hex);
  OPENSSL_cleanse (key, sizeof key);
  OPENSSL_cleanse (hex, sizeof hex);
  return secret;
}

static gboolean
add_sheet (FlFolderWriter  *writer,
           Lists           *lists,
           const char      *device,
           guint16          port,
           GError         **error)
{
  g_autofree char *name = g_strconcat (device, FL_OWN_BROKER_SHEET_END, NULL);
  g_autoptr(FlSecret) password = make_password (lists, device, error);
  g_autoptr(FlSecret) psk = password != NULL ? make_psk (lists, device, error) : NULL;
  g_autoptr(FlSecret) sheet = NULL;

  if (psk == NULL)
    return FALSE;
  sheet = fl_own_broker_text_sheet (device, port, password, psk);
  return add_secret (writer, name, sheet, error);
}

static gboolean
add_device (FlOwnBroker     *self,
            FlFolderWriter  *writer,
            Lists           *lists,
            const char      *device,
            int              days,
            GError         **error)
{
  g_autofree char *certificate_name = g_strconcat (device, FL_OWN_BROKER_CERTIFICATE_END, NULL);
  g_autofree char *key_name = g_strconcat (device, FL_OWN_BROKER_KEY_END, NULL);
  g_autoptr(FlSecret) key = fl_private_key_generate (fl_authority_get_key_type (self->authority), error);
  g_autoptr(GBytes) certificate = NULL;

  if (key != NULL)
    certificate = fl_authority_issue_client (self->authority, key, device, days, error);
  return certificate != NULL &&
         add_bytes (writer, certificate_name, certificate, error) &&
         add_secret (writer, key_name, key, error) &&
         add_sheet (writer, lists, device, self->port, error);
}

/* The certificate that was just issued, to be asked about. */
static gboolean
take_certificate (FlOwnBroker  *self,
                  GBytes       *pem,
                  GError      **error)
{
  g_autoptr(GPtrArray) parsed = fl_certificate_parse_all (pem, error);

  if (parsed == NULL)
    return FALSE;
  g_clear_pointer (&self->certificate, fl_certificate_unref);
  self->certificate = fl_certificate_ref (g_ptr_array_index (parsed, 0));
  return TRUE;
}

static gboolean
add_server (FlOwnBroker     *self,
            FlFolderWriter  *writer,
            FlKeyType        key_type,
            int              days,
            GError         **error)
{
  g_autoptr(FlSecret) key = fl_private_key_generate (key_type, error);
  g_autoptr(GBytes) certificate = NULL;

  if (key != NULL)
    certificate = fl_authority_issue_server (self->authority, key, (const char *const *) self->names, days, error);
  return certificate != NULL &&
         take_certificate (self, certificate, error) &&
         add_bytes (writer, FL_OWN_BROKER_SERVER, certificate, error) &&
         add_secret (writer, FL_OWN_BROKER_SERVER_KEY, key, error);
}

static gboolean
add_lists (FlFolderWriter  *writer,
           Lists           *lists,
           GError         **error)
{
  return fl_folder_writer_add (writer, FL_OWN_BROKER_PSK_FILE, lists->psk->str, lists->psk->len,
                               FL_FOLDER_FILE_SECRET, error) &&
         fl_folder_writer_add (writer, FL_OWN_BROKER_PASSWORD_FILE, lists->passwords->str, lists->passwords->len,
                               FL_FOLDER_FILE_SECRET, error);
}

static FlOwnBrokerFacts
get_facts (FlOwnBroker *self)
{
  return (FlOwnBrokerFacts) {
    .folder = self->folder,
    .names = (const char *const *) self->names,
    .port = self->port,
    .not_after = fl_certificate_get_not_after (self->certificate),
  };
}

static gboolean
add_texts (FlOwnBroker     *self,
           FlFolderWriter  *writer,
           GError         **error)
{
  const FlOwnBrokerFacts facts = get_facts (self);
  g_autofree char *conf = fl_own_broker_text_conf (&facts);
  g_autofree char *readme = fl_own_broker_text_readme (&facts);

  return fl_folder_writer_add (writer, FL_OWN_BROKER_CONF, conf, strlen (conf), FL_FOLDER_FILE_PUBLIC, error) &&
         fl_folder_writer_add (writer, FL_OWN_BROKER_README, readme, strlen (readme), FL_FOLDER_FILE_PUBLIC, error);
}

/* "broker.home CA 1f3a5b7c": two authorities for one broker are not mixed up, and no name is too long. */
static char *
make_authority_name (const char *broker)
{
  guint32 tag;

  if (RAND_bytes ((unsigned char *) &tag, sizeof tag) != 1)
    return NULL;
  return g_strdup_printf ("%s CA %08x", strlen (broker) <= FL_AUTHORITY_COMMON_NAME_MAX - 12 ? broker : "MQTT", tag);
}

static gboolean
make_authority (FlOwnBroker  *self,
                FlKeyType     key_type,
                GError      **error)
{
  g_autofree char *name = make_authority_name (self->names[0]);

  if (name == NULL)
    return set_random_error (error);
  self->authority = fl_authority_new (key_type, NULL, name, FL_OWN_BROKER_CA_DAYS, error);
  return self->authority != NULL;
}

/* mosquitto.conf has no way to write a path with a line end in it. */
static gboolean
check_path (FlFolderWriter  *writer,
            GError         **error)
{
  for (const char *c = fl_folder_writer_get_path (writer); *c != '\0'; c++)
    if (g_ascii_iscntrl (*c))
      {
        g_set_error (error, FL_FOLDER_WRITER_ERROR, FL_FOLDER_WRITER_ERROR_IO,
                     _("The path of the folder has a control character in it, which mosquitto.conf cannot hold"));
        return FALSE;
      }
  return TRUE;
}

static void
tell (FlOwnBrokerProgress progress,
      gpointer            user_data,
      guint               n_done,
      guint               n_all)
{
  if (progress != NULL)
    progress (n_done, n_all, user_data);
}

/* Everything into the writer, key by key: two and one for each device. */
static gboolean
write_all (FlOwnBroker            *self,
           FlFolderWriter         *writer,
           const FlOwnBrokerPlan  *plan,
           FlOwnBrokerProgress     progress,
           gpointer                user_data,
           GError                **error)
{
  const int days = plan->days != 0 ? plan->days : FL_OWN_BROKER_DEFAULT_DAYS;
  const guint n_devices = plan->devices != NULL ? g_strv_length ((char **) plan->devices) : 0;
  g_auto(Lists) lists = { NULL };
  g_autoptr(FlSecret) password = NULL;

  lists_init (&lists, 0, n_devices);
  tell (progress, user_data, 0, n_devices + 2);
  if (!make_authority (self, plan->key_type, error) ||
      !add_bytes (writer, FL_OWN_BROKER_CA, fl_authority_get_certificate (self->authority), error) ||
      !add_secret (writer, FL_OWN_BROKER_CA_KEY, fl_authority_get_key (self->authority), error))
    return FALSE;
  tell (progress, user_data, 1, n_devices + 2);
  if (!add_server (self, writer, plan->key_type, days, error))
    return FALSE;
  password = make_password (&lists, FL_OWN_BROKER_USER, error);
  if (password == NULL || !add_secret (writer, FL_OWN_BROKER_USER_PASSWORD, password, error))
    return FALSE;
  for (guint i = 0; i < n_devices; i++)
    {
      tell (progress, user_data, i + 2, n_devices + 2);
      if (!add_device (self, writer, &lists, plan->devices[i], days, error))
        return FALSE;
    }
  return add_lists (writer, &lists, error) && add_texts (self, writer, error);
}

/**
 * fl_own_broker_create:
 * @path: the folder to be made; nothing may be there but an empty folder
 * @plan: what is wanted
 * @progress: (nullable): called before each key
 * @user_data: for @progress
 * @error: return location for an error, see #FlOwnBrokerError
 *
 * Makes an authority, the broker's certificate, for each device a certificate, a pre-shared key and a password,
 * and all that mosquitto needs to be told. The folder appears as a whole or not at all; nobody else may enter it.
 *
 * Returns: (transfer full) (nullable): the broker of that folder
 */
FlOwnBroker *
fl_own_broker_create (const char             *path,
                      const FlOwnBrokerPlan  *plan,
                      FlOwnBrokerProgress     progress,
                      gpointer                user_data,
                      GError                **error)
{
  g_autoptr(FlOwnBroker) self = NULL;
  g_autoptr(FlFolderWriter) writer = NULL;

  g_return_val_if_fail (path != NULL && plan != NULL, NULL);

  if (!fl_own_broker_check_plan (plan, error))
    return NULL;
  writer = fl_folder_writer_new (path, error);
  if (writer == NULL || !check_path (writer, error))
    return NULL;
  self = g_new0 (FlOwnBroker, 1);
  self->folder = g_strdup (fl_folder_writer_get_path (writer));
  self->names = normalize_names (plan->names, NULL);
  self->port = (guint16) (plan->port != 0 ? plan->port : FL_OWN_BROKER_DEFAULT_PORT);
  if (!write_all (self, writer, plan, progress, user_data, error) || !fl_folder_writer_finish (writer, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* --------------------------------------------------------------------------------- a folder that is there */

static GBytes *
read_public (const char  *folder,
             const char  *name,
             gsize        max,
             GError     **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *content = NULL;
  gsize n;

  if (!g_file_get_contents (path, &content, &n, error))
    return NULL;
  if (n > max)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, _("%s is too long"), name);
      return NULL;
    }
  return g_bytes_new_take (g_steal_pointer (&content), n);
}

static FlSecret *
read_secret (const char  *folder,
             const char  *name,
             GError     **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return fl_secret_new_from_file (path, error);
}

/* The names of the broker's certificate; addresses stand in it twice. */
static char **
read_names (FlCertificate *certificate)
{
  const char *const *san = fl_certificate_get_san (certificate);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (; san != NULL && *san != NULL; san++)
    if (g_str_has_prefix (*san, "DNS:"))
      g_strv_builder_add (builder, *san + strlen ("DNS:"));
  return g_strv_builder_end (builder);
}

static gboolean
load (FlOwnBroker  *self,
      GError      **error)
{
  g_autoptr(GBytes) ca = read_public (self->folder, FL_OWN_BROKER_CA, FL_SECRET_FILE_MAX, error);
  g_autoptr(FlSecret) key = ca != NULL ? read_secret (self->folder, FL_OWN_BROKER_CA_KEY, error) : NULL;
  g_autoptr(GBytes) server = NULL;
  g_autoptr(GBytes) conf = NULL;

  if (key == NULL)
    return FALSE;
  self->authority = fl_authority_load (ca, key, error);
  if (self->authority == NULL)
    return FALSE;
  server = read_public (self->folder, FL_OWN_BROKER_SERVER, FL_SECRET_FILE_MAX, error);
  if (server == NULL || !take_certificate (self, server, error))
    return FALSE;
  self->names = read_names (self->certificate);
  conf = read_public (self->folder, FL_OWN_BROKER_CONF, PASSWORDS_MAX, NULL);
  if (conf != NULL)
    {
      g_autofree char *text = g_strndup (g_bytes_get_data (conf, NULL), g_bytes_get_size (conf));

      self->port = fl_own_broker_text_port (text);
    }
  if (self->port == 0 || self->port > G_MAXUINT16 - (FL_OWN_BROKER_N_PORTS - 1))
    self->port = FL_OWN_BROKER_DEFAULT_PORT;
  return TRUE;
}

/**
 * fl_own_broker_open:
 * @path: a folder of fl_own_broker_create()
 * @error: return location for %FL_OWN_BROKER_ERROR_NOT_OURS
 *
 * Returns: (transfer full) (nullable): the broker of that folder
 */
FlOwnBroker *
fl_own_broker_open (const char  *path,
                    GError     **error)
{
  g_autoptr(FlOwnBroker) self = NULL;
  g_autoptr(GError) cause = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_new0 (FlOwnBroker, 1);
  self->folder = g_canonicalize_filename (path, NULL);
  if (!load (self, &cause))
    {
      g_autofree char *shown = g_filename_display_name (self->folder);

      g_set_error (error, FL_OWN_BROKER_ERROR, FL_OWN_BROKER_ERROR_NOT_OURS,
                   _("%s is no folder with an authority and a broker’s certificate: %s"), shown, cause->message);
      return NULL;
    }
  return g_steal_pointer (&self);
}

/* The key the broker has, or a new one of the same type. */
static FlSecret *
get_server_key (FlOwnBroker  *self,
                gboolean      new_key,
                GError      **error)
{
  g_autoptr(FlSecret) key = NULL;
  FlKeyType type;

  if (new_key)
    {
      type = strcmp (fl_certificate_get_key_type (self->certificate), "RSA") == 0 ? FL_KEY_TYPE_RSA : FL_KEY_TYPE_EC;
      return fl_private_key_generate (type, error);
    }
  key = read_secret (self->folder, FL_OWN_BROKER_SERVER_KEY, error);
  if (key == NULL)
    return NULL;
  if (!fl_private_key_read_type (key, &type, error))
    {
      g_prefix_error (error, "%s: ", FL_OWN_BROKER_SERVER_KEY);
      return NULL;
    }
  return g_steal_pointer (&key);
}

static gboolean
replace_server (FlOwnBroker  *self,
                GBytes       *certificate,
                FlSecret     *key,
                gboolean      new_key,
                GError      **error)
{
  g_autoptr(FlFolderWriter) writer = fl_folder_writer_open (self->folder, error);
  gsize n_certificate;
  const void *certificate_data = g_bytes_get_data (certificate, &n_certificate);
  size_t n_key;
  const char *key_data = fl_secret_peek (key, &n_key);

  return writer != NULL &&
         fl_folder_writer_replace (writer, FL_OWN_BROKER_SERVER, certificate_data, n_certificate,
                                   FL_FOLDER_FILE_PUBLIC, error) &&
         (!new_key || fl_folder_writer_replace (writer, FL_OWN_BROKER_SERVER_KEY, key_data, n_key,
                                                FL_FOLDER_FILE_SECRET, error)) &&
         fl_folder_writer_finish (writer, error);
}

/**
 * fl_own_broker_renew:
 * @self: a broker
 * @names: (nullable): its names from now on; %NULL or empty for those it has
 * @days: how long the certificate shall be good for; 0: default. It ends with the authority at the latest
 * @new_key: whether the broker gets a new key, too; otherwise pins of its key still hold
 * @error: return location for an error, see #FlOwnBrokerError
 *
 * Replaces server.crt, and server.key if the key is new: both or none.
 *
 * Returns: whether it was done
 */
gboolean
fl_own_broker_renew (FlOwnBroker        *self,
                     const char *const  *names,
                     int                 days,
                     gboolean            new_key,
                     GError            **error)
{
  g_auto(GStrv) wanted = NULL;
  g_autoptr(FlSecret) key = NULL;
  g_autoptr(GBytes) certificate = NULL;
  const gboolean keeps_names = names == NULL || names[0] == NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  wanted = normalize_names (keeps_names ? (const char *const *) self->names : names, error);
  if (wanted == NULL || !check_days (days, error))
    return FALSE;
  key = get_server_key (self, new_key, error);
  if (key == NULL)
    return FALSE;
  certificate = fl_authority_issue_server (self->authority, key, (const char *const *) wanted,
                                           days != 0 ? days : FL_OWN_BROKER_DEFAULT_DAYS, error);
  if (certificate == NULL || !replace_server (self, certificate, key, new_key, error))
    return FALSE;
  g_strfreev (self->names);
  self->names = g_steal_pointer (&wanted);
  return take_certificate (self, certificate, error);
}

/* Whether a list has a line for a user already. */
static gboolean
has_line (const GString *list,
          const char    *user)
{
  g_autofree char *begin = g_strconcat ("\n", user, ":", NULL);

  return g_str_has_prefix (list->str, begin + 1) || strstr (list->str, begin) != NULL;
}

static void
append_list (GString    *list,
             const char *data,
             gsize       n)
{
  g_string_append_len (list, data, (gssize) n);
  if (n > 0 && data[n - 1] != '\n')
    g_string_append_c (list, '\n');
}

static gboolean
read_lists (FlOwnBroker  *self,
            Lists        *lists,
            guint         n_devices,
            GError      **error)
{
  g_autoptr(FlSecret) psk = read_secret (self->folder, FL_OWN_BROKER_PSK_FILE, error);
  g_autoptr(GBytes) passwords = NULL;
  const char *text;
  size_t n;

  if (psk != NULL)
    passwords = read_public (self->folder, FL_OWN_BROKER_PASSWORD_FILE, PASSWORDS_MAX, error);
  if (passwords == NULL)
    return FALSE;
  text = fl_secret_peek (psk, &n);
  lists_init (lists, n, n_devices);
  append_list (lists->psk, text, n);
  append_list (lists->passwords, g_bytes_get_data (passwords, NULL), g_bytes_get_size (passwords));
  return TRUE;
}

static gboolean
check_new_devices (Lists              *lists,
                   const char *const  *devices,
                   GError            **error)
{
  for (; *devices != NULL; devices++)
    if (has_line (lists->psk, *devices) || has_line (lists->passwords, *devices))
      {
        g_set_error (error, FL_OWN_BROKER_ERROR, FL_OWN_BROKER_ERROR_DEVICE_EXISTS,
                     _("“%s” is already a user of this broker"), *devices);
        return FALSE;
      }
  return TRUE;
}

/**
 * fl_own_broker_add_devices:
 * @self: a broker
 * @devices: names of devices that it does not have yet
 * @days: how long their certificates shall be good for; 0: default. They end with the authority at the latest
 * @error: return location for an error, see #FlOwnBrokerError
 *
 * Adds their files, and their lines to psk_file and password_file: all or none.
 *
 * Returns: whether it was done
 */
gboolean
fl_own_broker_add_devices (FlOwnBroker        *self,
                           const char *const  *devices,
                           int                 days,
                           GError            **error)
{
  g_auto(Lists) lists = { NULL };
  g_autoptr(FlFolderWriter) writer = NULL;

  g_return_val_if_fail (self != NULL && devices != NULL, FALSE);

  if (!check_devices (devices, error) || !check_days (days, error) ||
      !read_lists (self, &lists, g_strv_length ((char **) devices), error) ||
      !check_new_devices (&lists, devices, error))
    return FALSE;
  writer = fl_folder_writer_open (self->folder, error);
  if (writer == NULL)
    return FALSE;
  for (; *devices != NULL; devices++)
    if (!add_device (self, writer, &lists, *devices, days != 0 ? days : FL_OWN_BROKER_DEFAULT_DAYS, error))
      return FALSE;
  return fl_folder_writer_replace (writer, FL_OWN_BROKER_PSK_FILE, lists.psk->str, lists.psk->len,
                                   FL_FOLDER_FILE_SECRET, error) &&
         fl_folder_writer_replace (writer, FL_OWN_BROKER_PASSWORD_FILE, lists.passwords->str, lists.passwords->len,
                                   FL_FOLDER_FILE_SECRET, error) &&
         fl_folder_writer_finish (writer, error);
}

/**
 * fl_own_broker_get_folder:
 *
 * Returns: (transfer none): the absolute path of its folder
 */
const char *
fl_own_broker_get_folder (FlOwnBroker *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->folder;
}

/**
 * fl_own_broker_get_certificate:
 *
 * Returns: (transfer none): the certificate the broker shows
 */
FlCertificate *
fl_own_broker_get_certificate (FlOwnBroker *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->certificate;
}

/**
 * fl_own_broker_get_names:
 *
 * Returns: (transfer none): its names and addresses, %NULL-terminated
 */
const char *const *
fl_own_broker_get_names (FlOwnBroker *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char *const *) self->names;
}

/**
 * fl_own_broker_get_port:
 *
 * Returns: the first of its %FL_OWN_BROKER_N_PORTS ports
 */
guint16
fl_own_broker_get_port (FlOwnBroker *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->port;
}

/**
 * fl_own_broker_free:
 * @self: (transfer full): a broker
 */
void
fl_own_broker_free (FlOwnBroker *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->folder);
  g_clear_pointer (&self->authority, fl_authority_free);
  g_clear_pointer (&self->certificate, fl_certificate_unref);
  g_strfreev (self->names);
  g_free (self);
}
