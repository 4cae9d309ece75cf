"""A client that writes the remote protocol itself, byte by byte: what no well-behaved library would send."""

import socket
import struct

REMOTE = 0x20008086
KEEPALIVE = 0x6B656570
CALL, REPLY, MESSAGE, STREAM, CALL_WITH_FDS = range(5)
OK, ERROR = 0, 1
LIMIT_S = 30


def text(value):
    """XDR text."""
    data = value.encode() if isinstance(value, str) else value
    return struct.pack(">I", len(data)) + data + bytes(-len(data) % 4)


def domain(uuid, name="", identifier=-1):
    """XDR handle of a domain."""
    return text(name) + uuid + struct.pack(">i", identifier)


def packet(procedure, payload=b"", program=REMOTE, version=1, kind=CALL, serial=0, status=OK):
    """A whole packet."""
    return struct.pack(">IIIiiIi", 28 + len(payload), program, version, procedure, kind, serial, status) + payload


class Reply:
    """A packet from the daemon."""

    def __init__(self, data):
        (_, self.program, self.version, self.procedure, self.kind, self.serial, self.status) = struct.unpack(
            ">IIIiiIi", data[:28])
        self.payload = data[28:]

    def error(self):
        """Code, domain and message of an error."""
        assert self.status == ERROR, "the call succeeded"
        code, domain_number, _, size = struct.unpack(">iiII", self.payload[:16])
        return code, domain_number, self.payload[16:16 + size].decode(errors="replace")

    def number(self, index=0):
        """A word of the results."""
        return struct.unpack(f">{len(self.payload) // 4}i", self.payload)[index]


class WireClient:
    """One connection."""

    def __init__(self, path_or_port):
        if isinstance(path_or_port, int):
            self.socket = socket.create_connection(("127.0.0.1", path_or_port), LIMIT_S)
        else:
            self.socket = socket.socket(socket.AF_UNIX)
            self.socket.settimeout(LIMIT_S)
            self.socket.connect(str(path_or_port))
        self.serial = 0

    def close(self):
        self.socket.close()

    def send(self, data):
        self.socket.sendall(data)

    def receive(self):
        """The next packet; None when the daemon hung up."""
        head = self._exactly(4)
        return head and Reply(head + self._exactly(struct.unpack(">I", head)[0] - 4))

    def _exactly(self, size):
        data = b""
        while len(data) < size:
            try:
                piece = self.socket.recv(size - len(data))
            except ConnectionResetError:
                piece = b""
            if not piece:
                return b""
            data += piece
        return data

    def call(self, procedure, payload=b"", **header):
        """The reply to one call."""
        self.serial += 1
        self.send(packet(procedure, payload, serial=self.serial, **header))
        return self.receive()

    def open(self, name="mock:///default", flags=0):
        """Authenticates and opens a host, as every client begins."""
        self.call(66)
        return self.call(1, struct.pack(">I", 1) + text(name) + struct.pack(">I", flags))
