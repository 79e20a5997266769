#!/usr/bin/env python3
# "Can my ESP connect?" is true: what inspect --esp says of each server is what the devices' TLS libraries do with it.
# SPDX-License-Identifier: GPL-3.0-or-later
import collections
import concurrent.futures
import json
import os
import subprocess
import sys
import traceback

from cryptography.hazmat.primitives.asymmetric import rsa

sys.path.insert(0, os.path.join(os.environ.get("FERNLIGHT_SRC", "."), "tests", "support"))
from esp_zoo import cases  # noqa: E402
from fernlight_test import DEADLINE, Tap, has_program, program, run, temp_dir, write_file  # noqa: E402

tap = Tap()
BEARSSL_MODELS = ["esp8266", "esp8266_basic", "tasmota8266"]
MODELS = [*BEARSSL_MODELS, "esp32"]
WAYS = ["fingerprint", "ca", "known_key", "psk", "insecure"]
HAS_WAYS = {"esp8266": {"fingerprint", "ca", "known_key", "insecure"}, "esp32": {"ca", "psk", "insecure"},
            "esp8266_basic": {"fingerprint", "ca", "known_key", "insecure"},
            "tasmota8266": {"fingerprint", "ca", "insecure"}}
BUILT_IN = ["/etc/ssl/certs/ISRG_Root_X1.pem", "/etc/ssl/certs/Amazon_Root_CA_1.pem"]
AT_ONCE = 6


def inspect(case, port):
    """The object that `inspect --esp --json` prints."""
    if case.psk:
        trust = ["--psk-identity", "kitchen", "--psk-file", write_file(temp_dir(), "psk", case.psk)]
    else:
        trust = ["--ca", case.authority.file]
        if case.client is not None:
            trust += ["--cert", case.client.file, "--key", case.client.key_file]
    result = run([program("named-cli"), "inspect", f"{case.host}:{port}", *trust, "--esp", "--json", "--timeout", "300"],
                 timeout=300)
    try:
        return json.loads(result.stdout)
    except ValueError:
        raise AssertionError(result.stderr.decode()) from None


def shake_hands(name, *arguments):
    """What a client says. There are fifteen hundred of them, each as short as its handshake: without the care that run()
    takes of processes that could stay."""
    return subprocess.run([program(name), *(str(argument) for argument in arguments)], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, timeout=DEADLINE, check=False).stdout.decode().strip()


def bearssl(case, port, model, way, file):
    """What BearSSL does, in its own words."""
    client = []
    is_rsa = case.client is not None and isinstance(case.client.key, rsa.RSAPrivateKey)
    if case.client is not None and (model == "esp8266" or (model == "esp8266_basic" and is_rsa)):
        client = [f"--client={case.client.file},{case.client.key_file}"]
    return shake_hands("bearssl-client", f"--model={model}", f"--way={way}", *client, file, case.host, "127.0.0.1", port)


def mbedtls(case, port, way, file):
    """What Mbed TLS does, in its own words."""
    arguments = {"ca": ["ca", file], "insecure": ["insecure"],
                 "psk": ["psk", "kitchen", write_file(temp_dir(), "psk", case.psk or "00")]}[way]
    if way == "ca" and case.client is not None:
        arguments += [case.client.file, case.client.key_file]
    return shake_hands("mbedtls-client", case.host, "127.0.0.1", port, *arguments)


def engine(case, port, model, way, file):
    """Whether it connects, and its words."""
    words = mbedtls(case, port, way, file) if model == "esp32" else bearssl(case, port, model, way, file)
    assert words.split(" ")[0] in ("connected", "refused"), f"{model} {way}: {words!r}"
    return words.startswith("connected"), words


def files_for(case, model, way, device):
    """What the device is given: the authority that the app names; if it names none, all there are."""
    if way != "ca":
        return [case.leaf.file if case.leaf is not None else case.authority.file]
    if model == "tasmota8266":
        return [file for file in BUILT_IN if os.path.exists(file)]
    if device["authority_sha256"] is None:
        return [cert.file for cert in case.candidates]
    return [cert.file for cert in case.candidates if cert.sha256 == device["authority_sha256"]]


class Result:
    """Of one server: what was compared, what differs, what could not be compared."""

    def __init__(self, case):
        self.case = case
        self.compared = 0
        self.differences = []
        self.skipped = []
        self.devices = {}


def compare_way(case, port, result, model, way):
    """One model, one way."""
    device = result.devices[model]
    said = device["with"][way]
    if way not in HAS_WAYS[model] or (way == "psk" and not case.psk):
        if said is not None:
            result.differences.append(f"{model} {way}: {said} where there is no such way")
        return
    if said is None and way == "ca" and case.psk and "no-authority" in [reason["code"] for reason in device["reasons"]]:
        result.skipped.append(f"{case.title}, {model}, {way}: a broker with a pre-shared key has no CA file to try with")
        return
    if said is None:
        result.differences.append(f"{model} {way}: no verdict")
        return
    if case.not_with and model == "esp32" and way in case.not_with[1] and mbedtls_version() < case.not_with[0]:
        result.skipped.append(f"{case.title}, {model}, {way}: {case.not_with[2]}; here is {mbedtls_version()}")
        return
    files = files_for(case, model, way, device)
    if not files:
        result.differences.append(f"{model} {way}: {device['authority_sha256']} is not one of the certificates")
    expected = [(file, said) for file in files]
    if way == "ca" and said and model != "tasmota8266" and case.authority.sha256 != device["authority_sha256"]:
        expected.append((case.authority.file, False))  # it named another because this one would not do
    for file, good in expected:
        does, words = engine(case, port, model, way, file)
        result.compared += 1
        if does != good:
            reasons = [reason["code"] for reason in device["reasons"] if way in reason["ways"]]
            result.differences.append(f"{model} {way}: said {good} {reasons}, but {words} with {os.path.basename(file)}")


def compare(case):
    """One server, all models, all ways."""
    result = Result(case)
    try:
        with case.start() as server:
            report = inspect(case, server.port)
            result.devices = report["devices"]
            if result.devices is None:
                result.differences.append(f"no devices: {report['error']}")
                return result
            for model in MODELS:
                for way in WAYS:
                    compare_way(case, server.port, result, model, way)
    except Exception:
        result.differences.append(traceback.format_exc())
    return result


def mbedtls_version():
    """As numbers."""
    if not hasattr(mbedtls_version, "found"):
        text = run([program("mbedtls-client"), "--version"]).stdout.decode()
        mbedtls_version.found = tuple(int(part) for part in text.split("."))
    return mbedtls_version.found


def main():
    missing = [name for name in ("bearssl-client", "mbedtls-client") if not has_program(name)]
    assert not missing, f"{missing}: libbearssl-dev and libmbedtls-dev are needed (build-aux/deps test)"
    chosen = [case for case in cases() if not sys.argv[1:] or case.title in sys.argv[1:]]
    mbedtls_version()
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        results = list(pool.map(compare, chosen))
    reasons = collections.defaultdict(set)
    refused = 0
    for result in results:
        with tap.case(result.case.title):
            for line in result.differences:
                print("#", line)
            tap.equal(result.differences, [])
        for line in result.skipped:
            print("# not compared:", line)
        if any(not device["connects"] for device in (result.devices or {}).values()):
            refused += 1
        for model, device in (result.devices or {}).items():
            reasons[model] |= {reason["code"] for reason in device["reasons"]}
    print(f"# {len(results)} servers, {sum(result.compared for result in results)} handshakes compared, "
          f"{refused} servers refuse a device altogether")
    for model in MODELS:
        print(f"# {model}: {', '.join(sorted(reasons[model]))}")
    if not sys.argv[1:]:
        with tap.case("there are enough servers, refusals and reasons"):
            assert len(results) >= 40, len(results)
            assert refused >= 10, refused
            for model in MODELS:
                assert len(reasons[model]) >= 3, (model, reasons[model])
    tap.finish()


main()
