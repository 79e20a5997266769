/* What connects to a broker from a computer: a mosquitto_sub command, a Python script.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-program-snippet"

#include "config.h"

#include "esp/fl-program-snippet.h"

#include "esp/fl-quoting.h"

static char *
write_mosquitto (FlSnippetWay          way,
                 const FlSnippetFacts *facts)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *host = fl_quoting_to_shell (facts->host);
  g_autofree char *identity = fl_quoting_to_shell (facts->psk_identity != NULL ? facts->psk_identity : "IDENTITY");

  if (way == FL_SNIPPET_WAY_PSK)
    {
      g_string_append_printf (text, "PSK_KEY=PASTE-THE-KEY-HERE # hexadecimal\n"
                              "mosquitto_sub -h %s -p %u --psk-identity %s --psk \"$PSK_KEY\" -t '#' -v\n", host, facts->port, identity);
      return g_string_free (g_steal_pointer (&text), FALSE);
    }
  g_string_append_printf (text, "cat > broker-ca.pem << 'EOF'\n%sEOF\n", fl_certificate_get_pem (facts->anchor));
  g_string_append_printf (text, "mosquitto_sub -h %s -p %u --cafile broker-ca.pem", host, facts->port);
  if (way == FL_SNIPPET_WAY_CLIENT_CERTIFICATE)
    g_string_append (text, " --cert device.crt --key device.key");
  g_string_append (text, " -t '#' -v\n");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Looks at the certificate within the handshake: before CONNECT and its password are sent. */
static const char python_pinned[] =
  "class PinnedSocket(ssl.SSLSocket):\n"
  "    def do_handshake(self, block=False):\n"
  "        super().do_handshake(block)\n"
  "        if hashlib.sha256(self.getpeercert(binary_form=True)).hexdigest() != SHA256:\n"
  "            raise ssl.SSLError(\"This is not the pinned certificate\")\n\n\n";

static void
append_python_context (GString              *text,
                       FlSnippetWay          way,
                       const FlSnippetFacts *facts)
{
  switch (way)
    {
    case FL_SNIPPET_WAY_FINGERPRINT:
      g_string_append (text, "context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)\n"
                             "context.check_hostname = False  # the pin alone decides\n"
                             "context.verify_mode = ssl.CERT_NONE\n"
                             "context.sslsocket_class = PinnedSocket\n"
                             "client.tls_set_context(context)\n");
      break;
    case FL_SNIPPET_WAY_INSECURE:
      g_string_append (text, "client.tls_set(cert_reqs=ssl.CERT_NONE)  # nobody checks whom this script talks to\n"
                             "client.tls_insecure_set(True)\n");
      break;
    case FL_SNIPPET_WAY_CA:
    case FL_SNIPPET_WAY_CLIENT_CERTIFICATE:
    case FL_SNIPPET_WAY_KNOWN_KEY:
    case FL_SNIPPET_WAY_PSK:
    default:
      g_string_append (text, "context = ssl.create_default_context(cadata=CA)\n");
      if (!fl_certificate_is_self_signed (facts->anchor))
        g_string_append (text, "context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN\n");
      if (way == FL_SNIPPET_WAY_CLIENT_CERTIFICATE)
        g_string_append (text, "context.load_cert_chain(\"device.crt\", \"device.key\")\n");
      g_string_append (text, "client.tls_set_context(context)\n");
      break;
    }
}

static char *
write_python (FlSnippetWay          way,
              const FlSnippetFacts *facts)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *host = fl_quoting_to_literal (facts->host);
  gboolean has_ca = way == FL_SNIPPET_WAY_CA || way == FL_SNIPPET_WAY_CLIENT_CERTIFICATE;

  if (way == FL_SNIPPET_WAY_FINGERPRINT)
    g_string_append (text, "import hashlib\n");
  g_string_append_printf (text, "import ssl\n\nimport paho.mqtt.client as mqtt\n\nHOST = %s\nPORT = %u\n", host, facts->port);
  if (way == FL_SNIPPET_WAY_FINGERPRINT)
    g_string_append_printf (text, "SHA256 = \"%s\"\n", fl_certificate_get_sha256 (facts->leaf));
  if (has_ca)
    g_string_append_printf (text, "CA = \"\"\"\n%s\"\"\"\n", fl_certificate_get_pem (facts->anchor));
  g_string_append (text, "\n\n");
  if (way == FL_SNIPPET_WAY_FINGERPRINT)
    g_string_append (text, python_pinned);
  g_string_append (text,
                   "def on_connect(client, userdata, flags, reason, properties=None):\n"
                   "    client.subscribe(\"#\")\n\n\n"
                   "def on_message(client, userdata, message):\n"
                   "    print(message.topic, message.payload, flush=True)\n\n\n"
                   "if hasattr(mqtt, \"CallbackAPIVersion\"):  # paho-mqtt 2\n"
                   "    client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2)\n"
                   "else:\n"
                   "    client = mqtt.Client()\n"
                   "client.on_connect = on_connect\n"
                   "client.on_message = on_message\n");
  append_python_context (text, way, facts);
  g_string_append (text, "client.connect(HOST, PORT)\nclient.loop_forever()\n");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * fl_program_snippet_write:
 * @firmware: %FL_FIRMWARE_MOSQUITTO or %FL_FIRMWARE_PYTHON
 * @way: one for which there is no obstacle
 *
 * Any thread.
 *
 * Returns: (transfer full): lines for a POSIX shell, or a script for paho-mqtt 1.6 or 2
 */
char *
fl_program_snippet_write (FlFirmware            firmware,
                          FlSnippetWay          way,
                          const FlSnippetFacts *facts)
{
  g_return_val_if_fail (facts != NULL && facts->host != NULL, NULL);

  return firmware == FL_FIRMWARE_MOSQUITTO ? write_mosquitto (way, facts) : write_python (way, facts);
}
