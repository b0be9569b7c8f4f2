"""What somebody else registered as an address is called only where it is public, for a bounded time, one step far."""

import socket
import threading
from collections.abc import Iterator
from contextlib import closing

import pytest

from chalicelib.aws import outside_http
from chalicelib.aws.counterparty_http import Unavailable
from chalicelib.aws.outside_http import OutsideHttp, is_public, reason_to_refuse

Answer = bytes
HEADERS = {"Content-Type": "application/json"}


class Server:
    """Takes one connection after the other, says what it is told to, and keeps what was sent."""

    def __init__(self, *said: bytes, drip: bytes = b"") -> None:
        self.said, self.drip, self.came = said, drip, b""
        self.ended = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        line, _ = self._listening.accept()
        with closing(line):
            while b"\r\n\r\n{}" not in self.came:
                self.came += line.recv(65536)
            for part in self.said:
                line.sendall(part)
            while self.drip and not self.ended.wait(0.02):
                try:
                    line.sendall(self.drip)
                except OSError:
                    return

    def close(self) -> None:
        self.ended.set()
        self._listening.close()


@pytest.fixture
def inside() -> OutsideHttp:
    return OutsideHttp(private_allowed=True)


def serving(*said: bytes, drip: bytes = b"") -> Iterator[Server]:
    server = Server(*said, drip=drip)
    try:
        yield server
    finally:
        server.close()


@pytest.mark.parametrize("status", [200, 204, 302, 410, 500])
def test_the_status_is_told_and_no_redirect_followed(inside: OutsideHttp, status: int) -> None:
    for server in serving(
        f"HTTP/1.1 {status} X\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n".encode()
    ):
        assert inside.post(f"http://127.0.0.1:{server.port}/hook?a=1", HEADERS, b"{}") == status
        assert server.came.startswith(b"POST /hook?a=1 HTTP/1.1\r\n")
        assert f"Host: 127.0.0.1:{server.port}".encode() in server.came


def test_whoever_lets_the_answer_drip_is_cut_off(inside: OutsideHttp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside_http, "ALL_IN_ALL_SECONDS", 0.2)
    for server in serving(b"HTTP/1.1 2", drip=b"0"):
        with pytest.raises(Unavailable, match="no-answer"):
            inside.post(f"http://127.0.0.1:{server.port}/", HEADERS, b"{}")


def test_whoever_says_nothing_is_too_slow(inside: OutsideHttp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside_http, "READ_SECONDS", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(Unavailable, match="too-slow"):
        inside.post(f"http://127.0.0.1:{silent.getsockname()[1]}/", HEADERS, b"{}")


def test_nobody_there_and_nobody_trusted(inside: OutsideHttp) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(Unavailable, match="no-answer"):
        inside.post(f"http://127.0.0.1:{port}/", HEADERS, b"{}")
    server = socket.create_server(("127.0.0.1", 0))

    def speak_plainly() -> None:
        line, _ = server.accept()
        with closing(line):
            line.recv(1024)
            line.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    threading.Thread(target=speak_plainly, daemon=True).start()
    with closing(server), pytest.raises(Unavailable, match="no-trust"):
        inside.post(f"https://127.0.0.1:{server.getsockname()[1]}/", HEADERS, b"{}")


@pytest.mark.parametrize("host", ["a..example.com", f"{'a' * 64}.example.com"])
def test_what_looks_like_a_name_and_is_none_is_refused_and_leads_nowhere(host: str, inside: OutsideHttp) -> None:
    assert reason_to_refuse(f"https://{host}/hook") == "not-a-domain"
    with pytest.raises(Unavailable, match="unknown-name"):
        inside.post(f"http://{host}/hook", HEADERS, b"{}")


@pytest.mark.parametrize("found", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:10.0.0.1"])
def test_a_name_that_leads_inside_is_not_called(monkeypatch: pytest.MonkeyPatch, found: str) -> None:
    """Also where only one of its addresses does."""
    family = socket.AF_INET6 if ":" in found else socket.AF_INET
    addresses = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("8.8.8.8", 443)),
        (family, socket.SOCK_STREAM, 6, "", (found, 443)),
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: addresses)
    monkeypatch.setattr(socket, "socket", lambda *_: pytest.fail("it was called"))
    with pytest.raises(Unavailable, match="not-public"):
        OutsideHttp().post("https://partner.example/", HEADERS, b"{}")


def test_the_address_that_was_looked_at_is_the_one_that_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that answers differently a moment later (DNS rebinding) leads nowhere: it is asked once."""
    asked: list[str] = []
    called: list[object] = []

    class Line:
        def __init__(self, *_: object) -> None: ...
        def settimeout(self, _: float) -> None: ...
        def close(self) -> None: ...
        def connect(self, address: object) -> None:
            called.append(address)
            raise ConnectionRefusedError

    def lookup(name: str, *_: object, **__: object) -> list[object]:
        asked.append(name)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("8.8.8.8", 443))]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    monkeypatch.setattr(socket, "socket", Line)
    with pytest.raises(Unavailable, match="no-answer"):
        OutsideHttp().post("https://partner.example/", HEADERS, b"{}")
    assert (asked, called) == (["partner.example"], [("8.8.8.8", 443)])


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2001:4860:4860::8888", True),
        ("100.64.0.1", False),
        ("192.168.1.1", False),
        ("224.0.0.1", False),
        ("0.0.0.0", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("64:ff9b::a00:1", False),
        ("64:ff9b::808:808", True),
        ("2002:a00:1::", False),
        ("::ffff:127.0.0.1", False),
    ],
)
def test_what_is_public(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("https://partner.example/hook?x=1", ""),
        ("https://partner.example:8443/", ""),
        ("http://partner.example/", "not-https"),
        ("https://10.0.0.1/", "not-a-domain"),
        ("https://2130706433/", "not-a-domain"),
        ("https://0x7f.1/", "not-a-domain"),
        ("https://localhost/", "not-a-domain"),
        ("https://a@partner.example/", "not-a-url"),
        ("https://partner.example/\r\nX: 1", "not-a-url"),
        ("https://[::1/", "not-a-url"),
        ("https://合作.example/", "not-a-url"),
    ],
)
def test_what_may_be_registered(url: str, why: str) -> None:
    assert reason_to_refuse(url) == why


def test_stand_ins_of_the_embedded_cloud_may_be_on_this_machine() -> None:
    assert reason_to_refuse("http://127.0.0.1:8080/", private_allowed=True) == ""
    assert reason_to_refuse("ftp://127.0.0.1/", private_allowed=True) == "not-https"
