# What went over the loopback: dumpcap takes it down, tshark takes it apart.
# SPDX-License-Identifier: GPL-3.0-or-later
"""Use:

    own_loopback ()                          # first thing in the test: a user gets a network of their own, root needs none
    with Capture(port) as capture:           # from here on
        ...one connection to that port...
        capture.wait_closed ()
    capture.messages (key_log)               # [Message], in the order of the wire; without keys what everybody can read
"""
import collections
import fcntl
import os
import shutil
import socket
import struct
import sys
import threading
import xml.etree.ElementTree

from fernlight_test import DEADLINE, Skip, run, spawn, temp_dir, wait_until
from zoo import ALERT_NAMES, HANDSHAKE_NAMES

# direction as the client sees it; n_records: bytes of the records that went that way since the message before
Message = collections.namedtuple("Message", "direction name bytes n_records")

IN_NAMESPACE = "FERNLIGHT_OWN_LOOPBACK"
FILE_HEADER = 24
PACKET_HEADER = 16
ETHERNET = 14
FIN, RST = 1, 4
CCS, ALERT, HANDSHAKE = 20, 21, 22


def _may_listen():
    """Whether this process may listen to the loopback that everybody uses."""
    try:
        socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0).close()
    except PermissionError:
        return False
    return True


def own_loopback():
    """Root may listen to everybody's loopback; a user runs the test again in a network of their own.

    Where neither is allowed the test ends as skipped."""
    if os.environ.get(IN_NAMESPACE):
        with socket.socket() as any_socket:  # SIOCSIFFLAGS: IFF_UP
            fcntl.ioctl(any_socket, 0x8914, struct.pack("16sH22x", b"lo", 1))
        return
    if _may_listen():
        return
    namespace = ["unshare", "--user", "--map-root-user", "--net"]
    if shutil.which(namespace[0]) is None or run([*namespace, "true"]).returncode != 0:
        print("1..0 # SKIP nobody may listen to the loopback here, nor have one of their own", flush=True)
        sys.exit(0)
    os.execvp(namespace[0], [*namespace, "env", IN_NAMESPACE + "=1", sys.executable, *sys.argv])


class Capture:
    """One connection to a port of the loopback, taken down from the moment that this object is there."""

    def __init__(self, port):
        if shutil.which("dumpcap") is None or shutil.which("tshark") is None:
            raise Skip("dumpcap and tshark are not installed")
        self.port = port
        self.file = os.path.join(temp_dir(), "capture.pcap")
        self.totals = {}  # bytes of all records each way, once messages () has read them
        self._data = b""
        self._process = spawn(["dumpcap", "-q", "-i", "lo", "-f", f"tcp port {port}", "-P", "-w", "-"], stdout=-1,
                              stderr=-1, bufsize=0)
        self._error = b""
        self._threads = [threading.Thread(target=self._read, daemon=True),
                         threading.Thread(target=self._read_error, daemon=True)]
        for thread in self._threads:
            thread.start()
        # It listens before it writes the head of the file.
        wait_until(lambda: len(self._data) >= FILE_HEADER or self._process.poll() is not None, what="dumpcap")
        if len(self._data) < FILE_HEADER:
            raise AssertionError(f"dumpcap: {self._error.decode()}")

    def _read(self):
        while data := self._process.stdout.read(65536):
            self._data += data

    def _read_error(self):
        while data := self._process.stderr.read(65536):
            self._error += data

    def __enter__(self):
        return self

    def __exit__(self, *_unused):
        self._process.terminate()
        self._process.wait(DEADLINE)
        for thread in self._threads:
            thread.join(DEADLINE)
        self._process.stdout.close()
        self._process.stderr.close()
        with open(self.file, "wb") as file:
            file.write(self._data)

    def _packets(self):
        """(to the server, TCP flags) of every packet that is there as a whole."""
        offset = FILE_HEADER
        while offset + PACKET_HEADER <= len(self._data):
            size = struct.unpack_from("<I", self._data, offset + 8)[0]
            packet = self._data[offset + PACKET_HEADER:offset + PACKET_HEADER + size]
            offset += PACKET_HEADER + size
            if len(packet) < size:
                return
            tcp = packet[ETHERNET + 4 * (packet[ETHERNET] & 15):]
            yield struct.unpack_from(">H", tcp, 2)[0] == self.port, tcp[13]

    def wait_closed(self):
        """Until both sides said on the wire that they have nothing more to say, or one broke off."""
        def is_closed():
            packets = list(self._packets())
            ended = {to_server for to_server, flags in packets if flags & FIN}
            return len(ended) == 2 or any(flags & RST for _to_server, flags in packets)
        wait_until(is_closed, what=lambda: f"the end of the connection in {list(self._packets())}")

    def messages(self, key_log=None):
        """Every handshake message, alert and ChangeCipherSpec that can be read (with the keys)."""
        keys = ["-o", f"tls.keylog_file:{key_log}"] if key_log else []
        result = run(["tshark", "-r", self.file, *keys, "-d", f"tcp.port=={self.port},tls", "-T", "pdml"],
                     env={"HOME": temp_dir()})
        assert result.returncode == 0, result.stderr
        found, pending, self.totals = [], {"out": 0, "in": 0}, {"out": 0, "in": 0}
        for packet in xml.etree.ElementTree.fromstring(result.stdout).iter("packet"):
            port = packet.find("proto[@name='tcp']/field[@name='tcp.dstport']").get("show")
            direction = "out" if int(port) == self.port else "in"
            for record in packet.iterfind("proto[@name='tls']//field[@name='tls.record']"):
                n_bytes = 5 + _number(record, "tls.record.length")
                pending[direction] += n_bytes
                self.totals[direction] += n_bytes
                for name, size in _read_record(record):
                    found.append(Message(direction, name, size, pending[direction]))
                    pending[direction] = 0
        return found


def _number(field, name):
    """The value of the first field of that name in it, or None."""
    child = next((child for child in field.iter("field") if child.get("name") == name), None)
    return int(child.get("show"), 0) if child is not None and child.get("show") else None


def _read_record(record):
    """Name and bytes of each message in a record; nothing of what cannot be read."""
    if _number(record, "tls.record.content_type") == CCS:
        yield "ChangeCipherSpec", _number(record, "tls.record.length")
    for field in record:
        if field.get("name") == "tls.handshake" and _number(field, "tls.handshake.type") is not None:
            name = HANDSHAKE_NAMES[_number(field, "tls.handshake.type")]
            if "Hello Retry Request" in (field.get("showname") or ""):
                name = "HelloRetryRequest"
            yield name, 4 + _number(field, "tls.handshake.length")
        elif field.get("name") == "tls.alert_message" and _number(field, "tls.alert_message.desc") is not None:
            yield "Alert " + ALERT_NAMES[_number(field, "tls.alert_message.desc")], 2
