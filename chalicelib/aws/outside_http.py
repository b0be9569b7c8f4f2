"""How we call an address that somebody else chose: only public ones, only over TLS, and for ten seconds at most.

The name is resolved here and the connection made to the address that was looked at, so that a name which answers
differently a moment later (DNS rebinding) leads nowhere. Redirects are not followed, and nothing of the answer is read
but its status.
"""

import http.client
import ipaddress
import socket
import ssl
from contextlib import closing
from functools import cache
from threading import Timer
from urllib.parse import SplitResult, urlsplit

from chalicelib.aws.counterparty_http import CONNECT_SECONDS, READ_SECONDS, Unavailable

ALL_IN_ALL_SECONDS = 10.0
"""However slowly the other side lets its answer drip."""
LONGEST = 2000
LONGEST_LABEL = 63
"""Characters between two dots of a name (RFC 1035 §2.3.4)."""
HTTPS_PORT, HTTP_PORT = 443, 80
TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
"""An IPv4 address in IPv6's clothes (RFC 6052): it counts as global whatever it leads to."""


def reason_to_refuse(url: str, *, private_allowed: bool = False) -> str:
    """Why nothing may be sent to `url`, in a word; empty where nothing in it speaks against it. Resolves no name."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "not-a-url"
    host = parts.hostname or ""
    is_plain = url.isascii() and url.isprintable() and " " not in url and len(url) <= LONGEST
    if not is_plain or not host or parts.username or parts.password or parts.fragment or port == 0:
        return "not-a-url"
    if private_allowed:
        return "" if parts.scheme in {"http", "https"} else "not-https"
    if parts.scheme != "https":
        return "not-https"
    return "" if _is_domain(host) else "not-a-domain"


class OutsideHttp:
    """`private_allowed`: addresses of any kind, and without TLS; for the embedded cloud's stand-ins alone."""

    def __init__(self, *, private_allowed: bool = False) -> None:
        self._private_allowed = private_allowed

    def post(self, url: str, headers: dict[str, str], body: bytes) -> int:
        """The status of the answer. Raises `Unavailable` with one word: why there is none."""
        why = reason_to_refuse(url, private_allowed=self._private_allowed)
        if why:
            raise Unavailable(why)
        try:
            return self._posted(urlsplit(url), headers, body)
        except TimeoutError as error:
            raise Unavailable("too-slow") from error
        except ssl.SSLError as error:
            raise Unavailable("no-trust") from error
        except (OSError, ValueError, http.client.HTTPException) as error:  # ValueError: cut off while it was read
            raise Unavailable("no-answer") from error

    def _posted(self, parts: SplitResult, headers: dict[str, str], body: bytes) -> int:
        with closing(_secured(self._connected(parts), parts)) as line:
            watch = Timer(ALL_IN_ALL_SECONDS, _cut, (line,))
            watch.daemon = True
            watch.start()
            try:
                if isinstance(line, ssl.SSLSocket):
                    line.do_handshake()
                connection = http.client.HTTPConnection(parts.netloc.rpartition("@")[2])
                connection.sock = line
                connection.request("POST", _target(parts), body=body, headers=headers)
                return connection.getresponse().status
            finally:
                watch.cancel()

    def _connected(self, parts: SplitResult) -> socket.socket:
        host = str(parts.hostname)
        try:
            found = socket.getaddrinfo(host, _port(parts), type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:  # UnicodeError: no name at all, though it looks like one
            raise Unavailable("unknown-name") from error
        if not self._private_allowed and not all(is_public(str(address[0])) for *_, address in found):
            raise Unavailable("not-public")
        (family, kind, protocol, _, address), *_ = found
        line = socket.socket(family, kind, protocol)
        try:
            line.settimeout(CONNECT_SECONDS)
            line.connect(address)
            line.settimeout(READ_SECONDS)
        except OSError:
            line.close()
            raise
        return line


def is_public(address: str) -> bool:
    """Whether it lies in the public internet: not ours, not this machine's, not the cloud's own (169.254.169.254)."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        within = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if found in TRANSLATED:
            within = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if within is not None:
            return is_public(str(within))
    return found.is_global and not found.is_multicast


def _is_domain(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        labels = host.removesuffix(".").split(".")
        fitting = all(0 < len(label) <= LONGEST_LABEL for label in labels)
        return len(labels) > 1 and fitting and not labels[-1].isdigit()
    return False


def _port(parts: SplitResult) -> int:
    return parts.port or (HTTPS_PORT if parts.scheme == "https" else HTTP_PORT)


def _target(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _secured(line: socket.socket, parts: SplitResult) -> socket.socket:
    """Its handshake is made later, when somebody watches how long it takes."""
    if parts.scheme != "https":
        return line
    return trust().wrap_socket(line, server_hostname=parts.hostname, do_handshake_on_connect=False)


def _cut(line: socket.socket) -> None:
    try:
        line.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it is closed already


@cache
def trust() -> ssl.SSLContext:
    """Whom we believe: the authorities that the system knows."""
    return ssl.create_default_context()
