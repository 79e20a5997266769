# A broker of a hundred lines that sends what no real one would: any topic, any bytes. MQTT 3.1.1 and 5, TLS or not.
# SPDX-License-Identifier: GPL-3.0-or-later
"""Use:

    broker = TinyBroker(server, [("home/a\\nb", b"\\0")])  # an Identity of certs.py, or None for no TLS; (topic, payload)
    broker.port
    broker.wait_subscribed()              # somebody has, and was sent everything
    broker.stop()
"""
import contextlib
import socket
import ssl
import struct
import threading

from fernlight_test import wait_until

CONNECT, CONNACK, PUBLISH, SUBSCRIBE, SUBACK, PINGREQ, PINGRESP, DISCONNECT = 1, 2, 3, 8, 9, 12, 13, 14


def _length(size):
    out = bytearray()
    while True:
        size, digit = divmod(size, 128)
        out.append(digit | (128 if size else 0))
        if not size:
            return bytes(out)


def _packet(kind, body, flags=0):
    return bytes([kind << 4 | flags]) + _length(len(body)) + body


class TinyBroker:
    """Listens until stopped; each connection has a thread of its own."""

    def __init__(self, identity, messages):
        self.messages = messages
        self.subscribed = 0
        self._context = None
        if identity is not None:
            self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._context.load_cert_chain(identity.chain_file, identity.key_file)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    @staticmethod
    def _read(stream, count):
        data = stream.read(count)
        if len(data) < count:
            raise EOFError
        return data

    def _read_packet(self, stream):
        head, size, shift = self._read(stream, 1)[0], 0, 0
        while True:
            digit = self._read(stream, 1)[0]
            size |= (digit & 127) << shift
            shift += 7
            if not digit & 128:
                return head >> 4, self._read(stream, size)

    def _serve(self, connection):
        with contextlib.suppress(OSError, EOFError):
            if self._context is not None:
                connection = self._context.wrap_socket(connection, server_side=True)
            stream = connection.makefile("rb")
            properties = b""
            while True:
                kind, body = self._read_packet(stream)
                if kind == CONNECT:
                    properties = b"\0" if body[6] == 5 else b""  # after the name: the version of the protocol
                    connection.sendall(_packet(CONNACK, b"\0\0" + properties))
                elif kind == SUBSCRIBE:
                    connection.sendall(_packet(SUBACK, body[:2] + properties + b"\1"))
                    for topic, payload in self.messages:
                        name = topic.encode("utf-8")
                        connection.sendall(_packet(PUBLISH, struct.pack(">H", len(name)) + name + properties + payload))
                    self.subscribed += 1
                elif kind == PINGREQ:
                    connection.sendall(_packet(PINGRESP, b""))
                elif kind == DISCONNECT:
                    return

    def wait_subscribed(self):
        wait_until(lambda: self.subscribed, what="a subscription")

    def stop(self):
        self._listener.close()
