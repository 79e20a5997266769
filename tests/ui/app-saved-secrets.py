#!/usr/bin/env python3
# No secret of a saved broker leaves the keyring, whatever its way: brokers of every way are saved, used by the window all
# at once and by the command one by one, with every debug message on; then all that was written and shown is searched.
# SPDX-License-Identifier: GPL-3.0-or-later
import base64
import json
import os
import re
import signal
import sys

sys.path.insert(0, os.path.join(os.environ.get("FERNLIGHT_SRC", "."), "tests", "support"))
from cryptography.fernet import Fernet  # noqa: E402
from cryptography.hazmat.primitives import serialization  # noqa: E402
from gi.repository import Gio, GLib  # noqa: E402

from broker import Broker  # noqa: E402
from certs import Authority  # noqa: E402
from fernlight_test import Program, Skip, Tap, program, temp_dir, wait_until, write_file  # noqa: E402
from own_keyring import OwnKeyring  # noqa: E402
from traces import FOLDERS, files_below, forms, of_process, output_of, search  # noqa: E402
from window import Window  # noqa: E402

APP_ID = "io.github.fernlight.Fernlight"
PASSWORD = "correct-horse-" + os.urandom(9).hex()
PASSPHRASE = "battery-staple-" + os.urandom(9).hex()
PSK = os.urandom(24).hex()
KEY = base64.urlsafe_b64encode(os.urandom(32)).decode()
ENVIRONMENT = {"G_MESSAGES_DEBUG": "all", "GSETTINGS_BACKEND": "keyfile"}
TOPIC = "home/kitchen/data"

tap = Tap(chain=True)
try:
    keyring = OwnKeyring()
except Skip as reason:
    tap.skip("secrets of saved brokers", str(reason))
    tap.finish()

ca = Authority()
server = ca.issue()
client, other_client = (ca.issue(names=[], common_name=name, client=True) for name in ("kitchen", "cellar"))
locked_pem = client.encrypted_key_pem(PASSPHRASE)


def forms_of_key(identity, pem):
    """Of a private key: the PEM as it is kept, each line of it, the key in DER, and the number that is the secret."""
    der = identity.key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8,
                                     serialization.NoEncryption())
    number = identity.key.private_numbers().private_value.to_bytes(32, "big")
    lines = [line for line in pem.splitlines() if not line.startswith("-----")]
    return (forms(pem) | forms("".join(lines), der) | forms(number.hex(), number)
            | {line.encode() for line in lines if len(line) > 30})


SECRETS = {
    "password": forms(PASSWORD),
    "pre-shared key": forms(PSK, bytes.fromhex(PSK)),
    "key passphrase": forms(PASSPHRASE),
    "locked client key": forms_of_key(client, locked_pem),
    "open client key": forms_of_key(other_client, other_client.key_pem),
    "Fernet key": forms(KEY, base64.urlsafe_b64decode(KEY)),
}
NEEDLES = set().union(*SECRETS.values())

signed = Broker(tls=server, plain=True, users={"anna": PASSWORD})
certified = Broker(tls=server, plain=True, client_ca=ca, require_certificate=True)
keyed = Broker(psk={"kitchen": PSK}, plain=True)
SIGN_IN = {"username": "anna"}
CERTIFICATE = {"client_certificate_pem": client.cert_pem}
OTHER_CERTIFICATE = {"client_certificate_pem": other_client.cert_pem}
IN_KEYRING = {"password": PASSWORD, "fernet-keys": KEY}
# Name → (mosquitto, port, members of the file, secrets of the keyring).
SAVED = {
    "system": (signed, signed.tls_port, {"trust_way": "system", **SIGN_IN}, IN_KEYRING),
    "ca": (signed, signed.tls_port, {"trust_way": "ca", "ca_pem": ca.cert_pem, **SIGN_IN}, IN_KEYRING),
    "pin": (signed, signed.tls_port, {"trust_way": "pin", "pin": server.sha256, **SIGN_IN}, IN_KEYRING),
    "insecure": (signed, signed.tls_port, {"trust_way": "insecure", **SIGN_IN}, IN_KEYRING),
    "plain": (signed, signed.plain_port, {"tls": False, "plain_password_allowed": True, **SIGN_IN}, IN_KEYRING),
    "psk": (keyed, keyed.psk_port, {"trust_way": "psk", "psk_identity": "kitchen"}, {"psk": PSK, "fernet-keys": KEY}),
    "ca, locked key": (certified, certified.tls_port, {"trust_way": "ca", "ca_pem": ca.cert_pem, **CERTIFICATE},
                       {"client-key": locked_pem, "key-passphrase": PASSPHRASE, "fernet-keys": KEY}),
    "pin, open key": (certified, certified.tls_port, {"trust_way": "pin", "pin": server.sha256, **OTHER_CERTIFICATE},
                      {"client-key": other_client.key_pem, "fernet-keys": KEY}),
}


def broker_id(name):
    return f"00000000-0000-4000-8000-{list(SAVED).index(name):012d}"


def call_keyring(path, interface, method, arguments):
    return bus.call_sync("org.freedesktop.secrets", path, "org.freedesktop.Secret." + interface, method, arguments, None,
                         Gio.DBusCallFlags.NONE, 60000).unpack()


def keep(name, kind, secret):
    """Puts a secret where Fernlight looks for it."""
    attributes = {"xdg:schema": APP_ID, "broker": broker_id(name), "kind": kind}
    properties = {"org.freedesktop.Secret.Item.Label": GLib.Variant("s", f"{name}: {kind}"),
                  "org.freedesktop.Secret.Item.Attributes": GLib.Variant("a{ss}", attributes)}
    call_keyring("/org/freedesktop/secrets/aliases/default", "Collection", "CreateItem",
                 GLib.Variant("(a{sv}(oayays)b)", (properties, (keyring_session, b"", secret.encode(), "text/plain"), True)))


def save_all():
    """The file of brokers as a user has it, and the tabs that were open."""
    folder = os.path.join(os.environ["XDG_CONFIG_HOME"], "fernlight")
    os.makedirs(folder, mode=0o700)
    brokers = [{"id": broker_id(name), "name": name, "host": "localhost", "port": port, "base_topic": "home", **members}
               for name, (_, port, members, _) in SAVED.items()]
    write_file(folder, "brokers.json", json.dumps({"format": 1, "brokers": brokers}))
    settings = os.path.join(os.environ["XDG_CONFIG_HOME"], "glib-2.0", "settings")
    os.makedirs(settings)
    write_file(settings, "keyfile", f"[{APP_ID.replace('.', '/')}]\nopen-tabs={[broker_id(name) for name in SAVED]}\n")


def assert_none(*places):
    """No secret in any of the places, and something in them."""
    places = [place for group in places for place in group]
    tap.true(places, "places")
    tap.equal(search(places, NEEDLES), [], "traces")
    return len(places)


def all_files():
    return list(files_below(FOLDERS, keyring.folder))


def watch(name, *arguments, env=None):
    """Runs the command until it has decrypted what is there; looks at the process while it is connected."""
    watching = Program([program("fernlight-cli"), "watch", *arguments, "--json"], env={**ENVIRONMENT, **(env or {})})
    watching.wait_line(r'"topic":"' + TOPIC + r'".*33\.02.*"encrypted":true')
    n_places = assert_none(of_process(watching.pid))
    watching.stop(signal.SIGTERM)
    tap.true(any("DEBUG" in line for line in watching.err + watching.out), f"{name}: debug messages")
    tap.equal([line for line in watching.out if PASSWORD in line], [])
    return n_places + assert_none(output_of(watching))


with tap.case("the search finds what is there"):
    for name, needles in SECRETS.items():
        for needle in needles:
            tap.true(search([("planted", b"before " + needle + b" after")], needles), f"{name} as {len(needle)} bytes")

token = Fernet(KEY.encode()).encrypt(b'{"temperature": 33.02}')
for broker, user in ((signed, ("anna", PASSWORD)), (certified, ()), (keyed, ())):
    publisher = broker.client(*user)
    publisher.publish(TOPIC, token, qos=1, retain=True).wait_for_publish(30)
    publisher.loop_stop()

bus = Gio.bus_get_sync(Gio.BusType.SESSION)
_, keyring_session = call_keyring("/org/freedesktop/secrets", "Service", "OpenSession",
                                  GLib.Variant("(sv)", ("plain", GLib.Variant("s", ""))))
save_all()
for name, (_, _, _, secrets) in SAVED.items():
    for kind, secret in secrets.items():
        keep(name, kind, secret)

with tap.case("before anything was used there is none"):
    tap.note(assert_none(all_files()), "files")

for name in SAVED:
    with tap.case(f"the command uses the saved broker “{name}”"):
        tap.note(watch(name, "--saved", name, env={"SSL_CERT_FILE": ca.cert_file}), "places")

with tap.case("the command is given them in files and in variables"):
    folder = temp_dir()
    files = {name: write_file(folder, name, content) for name, content in
             (("password", PASSWORD + "\n"), ("psk", PSK), ("key", KEY), ("ca", ca.cert_pem))}
    by_ca, keys = ["--ca", files["ca"]], ["--key-file", files["key"]]
    url = f"mqtts://localhost:{signed.tls_port}/home"
    watch("files", url, *by_ca, *keys, "--username", "anna", "--password-file", files["password"])
    watch("variables", url, *by_ca, "--username", "anna", env={"FERNLIGHT_PASSWORD": PASSWORD, "FERNLIGHT_KEY": KEY})
    watch("key", f"mqtts://localhost:{keyed.psk_port}/home", *keys, "--psk-identity", "kitchen", "--psk-file", files["psk"])
    watch("certificate", f"mqtts://localhost:{certified.tls_port}/home", *by_ca, *keys, "--cert", other_client.cert_file,
          "--key", other_client.key_file)

marks = {broker: len(broker.log) for broker in (signed, certified, keyed)}
with tap.case("the window uses all of them at once"):
    window = Window([], env={**ENVIRONMENT, "SSL_CERT_FILE": ca.cert_file})
    for broker, mark in marks.items():
        expected = sum(saved[0] is broker for saved in SAVED.values())
        wait_until(lambda: len(set(re.findall(r"Sending SUBACK to (fernlight-\w+)", broker.log[mark:]))) == expected,
                   what=lambda: f"{expected} subscriptions: {broker.log[mark:][-1500:]}")
    window.wait(role="label", name=r"^33\.02$")
    window.press_keys("ctrl+3")
    window.wait(name=r"^TLS 1\.[23] · ")
    tap.note(assert_none(of_process(window.program.pid), all_files(),
                         [("window", "\n".join(window.texts()).encode())]), "places")
    window.quit()
    tap.true(any("DEBUG" in line for line in window.program.out + window.program.err), "debug messages")
    assert_none(output_of(window.program), all_files())
    written = [path for path, _ in all_files()]
    tap.note("files:", *[os.path.relpath(path, os.path.dirname(FOLDERS[0])) for path in written])
    tap.true(any(path.endswith("brokers.json") for path in written), written)

for broker in (signed, certified, keyed):
    broker.stop()
keyring.stop()
tap.finish()
