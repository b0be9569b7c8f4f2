"""ClamAV's daemon: a file is streamed to it, and it says what is in it (clamd(8), INSTREAM).

The packages that speak this protocol have not been kept for years; what is needed of it is this page. The daemon itself
speaks no TLS: a proxy before it (stunnel, a network load balancer) does.
"""

import socket
from pathlib import Path

from chalicelib.aws.outside_http import is_public, trust

OVER_TLS = "tls://"
PIECE = 2**16
PATIENCE_SECONDS = 45.0
"""Without a word from the daemon; the function that waits has 150 seconds for everything."""
LONGEST_ANSWER = 4096
CLEAN, FOUND = "OK", " FOUND"


class ScannerSilent(RuntimeError):
    """The scanner does not answer, or cannot look into this file: nothing is known about it."""


class Clamd:
    """The daemon at `address`: `tls://host:port`, or `host:port` in a private network, without TLS."""

    def __init__(self, address: str) -> None:
        host, _, port = address.removeprefix(OVER_TLS).rpartition(":")
        self._address = (host, int(port))
        self._over_tls = address.startswith(OVER_TLS)

    def threat_in(self, path: Path) -> str:
        """The name of what it found; empty when the file is clean. Raises `ScannerSilent`."""
        try:
            answer = self._answer(path)
        except OSError as error:
            raise ScannerSilent(str(error)) from error
        said = answer.removeprefix("stream: ")
        if said == CLEAN:
            return ""
        if said.endswith(FOUND):
            return said.removesuffix(FOUND)
        raise ScannerSilent(said)

    def _answer(self, path: Path) -> str:
        with self._connected() as connection, path.open("rb") as file:
            connection.sendall(b"zINSTREAM\0")
            while piece := file.read(PIECE):
                connection.sendall(len(piece).to_bytes(4) + piece)
            connection.sendall(bytes(4))
            return _line(connection)

    def _connected(self) -> socket.socket:
        """Raises `ScannerSilent` where a file would travel through the public internet for everybody to read."""
        connection = socket.create_connection(self._address, PATIENCE_SECONDS)
        if self._over_tls:
            return trust().wrap_socket(connection, server_hostname=self._address[0])
        if is_public(str(connection.getpeername()[0])):
            connection.close()
            raise ScannerSilent("the scanner has a public address, and is called without TLS")
        return connection


def _line(connection: socket.socket) -> str:
    received = b""
    while not received.endswith(b"\0") and len(received) < LONGEST_ANSWER:
        piece = connection.recv(LONGEST_ANSWER)
        if not piece:
            break
        received += piece
    return received.rstrip(b"\0").decode()
