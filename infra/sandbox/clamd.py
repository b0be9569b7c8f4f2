"""ClamAV's daemon as far as uploads need it: INSTREAM, and one signature, that of the EICAR test file."""

import socketserver
from typing import BinaryIO, cast

from infra.sandbox.faults import Faults

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
NAME = "clamd"
LOOPBACK = "127.0.0.1"


class Clamd(socketserver.ThreadingTCPServer):
    """Serves on loopback; its port is chosen by whoever starts it."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, port: int, faults: Faults) -> None:
        super().__init__((LOOPBACK, port), _Conversation)
        self.faults = faults

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        if cast(Clamd, self.server).faults.of(NAME).unavailable:
            return
        if _until_zero(self.rfile) != b"zINSTREAM":
            self.wfile.write(b"UNKNOWN COMMAND\0")
            return
        found = self._is_in_the_stream(EICAR)
        self.wfile.write(b"stream: Eicar-Test-Signature FOUND\0" if found else b"stream: OK\0")

    def _is_in_the_stream(self, signature: bytes) -> bool:
        found, tail = False, b""
        while length := int.from_bytes(self.rfile.read(4)):
            seen = tail + self.rfile.read(length)
            found, tail = found or signature in seen, seen[-len(signature) :]
        return found


def _until_zero(stream: BinaryIO) -> bytes:
    command = b""
    while (letter := stream.read(1)) not in {b"", b"\0"}:
        command += letter
    return command
