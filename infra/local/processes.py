"""Long-running processes of the developer's machine: started detached, found again by a file, ended by their own id."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

HOST = "127.0.0.1"
_PATIENCE = 60.0
_GRACE = 20.0


class ProcessError(Exception):
    """A process did not come up; the message ends with the end of its log."""


@dataclass(frozen=True)
class Running:
    """A process that was started here."""

    pid: int
    port: int

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"


def free_port() -> int:
    """A port of the loopback interface that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def start(
    name: str, state: Path, command: Sequence[str], port: int, *, environment: Mapping[str, str], health: str = "/"
) -> Running:
    """Start a process detached from this one and wait until `health` answers. Raises `ProcessError` if it does not."""
    state.mkdir(parents=True, exist_ok=True)
    log = state / f"{name}.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            command, env=environment, stdout=output, stderr=output, stdin=subprocess.DEVNULL, start_new_session=True
        )
    running = Running(process.pid, port)
    (state / f"{name}.json").write_text(json.dumps(asdict(running)), encoding="utf-8")
    deadline = time.monotonic() + _PATIENCE
    while not _answers(running.url + health):
        if process.poll() is not None or time.monotonic() > deadline:
            raise ProcessError(f"{name} did not start:\n{log.read_text(encoding='utf-8', errors='replace')[-2000:]}")
        time.sleep(0.05)
    return running


def find(name: str, state: Path) -> Running | None:
    """The process of that name, if it is still alive."""
    path = state / f"{name}.json"
    if not path.exists():
        return None
    running = Running(**json.loads(path.read_text(encoding="utf-8")))
    return running if _alive(running.pid) and _listens(running.port) else None


def stop(name: str, state: Path, *, finished: Callable[[], bool] = lambda: False) -> bool:
    """Ask the process to end, wait until it has, and say whether there was one.

    Once it has `finished` its work, or after twenty seconds, it is ended by force.
    """
    running = find(name, state)
    (state / f"{name}.json").unlink(missing_ok=True)  # a dead process's number may by now be somebody else's
    if running is None:
        return False
    os.kill(running.pid, signal.SIGTERM)
    deadline = time.monotonic() + _GRACE
    while _alive(running.pid):
        if finished() or time.monotonic() > deadline:
            os.kill(running.pid, signal.SIGKILL)
        time.sleep(0.05)
    return True


def discard(name: str, state: Path) -> None:
    """End the process and all that it has started, at once: for a state that nobody wants any more."""
    running = find(name, state)
    (state / f"{name}.json").unlink(missing_ok=True)
    if running is not None:
        os.killpg(running.pid, signal.SIGKILL)


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=2):
            return True
    except HTTPError:
        return True
    except (URLError, OSError):
        return False


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def _alive(pid: int) -> bool:
    with contextlib.suppress(ChildProcessError):  # not our child: whoever started it waits for it
        os.waitpid(pid, os.WNOHANG)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
