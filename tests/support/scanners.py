"""ClamAV's own daemon on loopback, where it is installed, with one signature: that of the EICAR test file."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import md5
from pathlib import Path

from tests.unit.materials.files import EICAR

CLAMD = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin")
PATIENCE = 60.0
LARGEST_MEBIBYTES = 250


@contextmanager
def real_clamd(directory: Path) -> Iterator[str]:
    """Its address, while it runs."""
    database = directory / "signatures"
    database.mkdir()
    signature = f"{md5(EICAR, usedforsecurity=False).hexdigest()}:{len(EICAR)}:Eicar-Test-Signature\n"
    (database / "eicar.hdb").write_text(signature, encoding="utf-8")
    address = f"127.0.0.1:{_free_port()}"
    host, _, port = address.partition(":")
    configuration = directory / "clamd.conf"
    lines = (
        *(f"DatabaseDirectory {database}", f"TCPAddr {host}", f"TCPSocket {port}", "Foreground yes"),
        *(
            f"StreamMaxLength {LARGEST_MEBIBYTES}M",
            f"MaxFileSize {LARGEST_MEBIBYTES}M",
            f"TemporaryDirectory {directory}",
        ),
    )
    configuration.write_text("\n".join(lines) + "\n", encoding="utf-8")
    daemon = subprocess.Popen([str(CLAMD), "--config-file", str(configuration)], stdout=subprocess.DEVNULL)
    try:
        _wait_for(host, int(port), daemon)
        yield address
    finally:
        daemon.terminate()
        daemon.wait(PATIENCE)


def _wait_for(host: str, port: int, daemon: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and daemon.poll() is None:
        with suppress(OSError), socket.create_connection((host, port), 1):
            return
        time.sleep(0.05)
    raise AssertionError("clamd did not come up")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
