"""A capability's callback routes behind a real HTTP port, for counterparties that call back."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any, NamedTuple

from werkzeug import Request, Response
from werkzeug.serving import make_server

from chalicelib.http import edge
from chalicelib.http.routes import Area, Route
from infra.sandbox.server import QuietHandler
from tests.support.platform import FakePlatform

PATIENCE_SECONDS = 10


class Answered(NamedTuple):
    """One call, and what we said to it."""

    path: str
    sent: bytes
    status: int
    said: bytes


@dataclass
class Door:
    """Lets everybody in to the routes of `area`; remembers what was answered."""

    area: Area
    url: str = ""
    answered: list[Answered] = field(default_factory=list)
    _news: threading.Condition = field(default_factory=threading.Condition)

    def wait_for(self, count: int) -> list[Answered]:
        """The answers, once there are `count` of them."""
        with self._news:
            assert self._news.wait_for(lambda: len(self.answered) >= count, PATIENCE_SECONDS), self.answered
            return list(self.answered)

    def wait_until(self, status: int) -> None:
        """Until a call was answered with `status`."""
        with self._news:
            told = self._news.wait_for(lambda: any(one.status == status for one in self.answered), PATIENCE_SECONDS)
            assert told, self.answered

    @property
    def statuses(self) -> set[int]:
        return {one.status for one in self.answered}

    @Request.application
    def app(self, request: Request) -> Response:
        route, parameters = self._route(request.path)
        asked = SimpleNamespace(
            headers={name.lower(): value for name, value in request.headers.items()},
            path=request.path,
            query_params=None,
            raw_body=request.get_data(cache=True, parse_form_data=False),
            context={"requestId": "request-0001", "identity": {"sourceIp": "192.0.2.1"}},
        )
        answer: Any = edge.serve(route, asked, parameters)
        with self._news:
            self.answered.append(Answered(request.path, asked.raw_body, answer.status_code, answer.body.encode()))
            self._news.notify_all()
        return Response(answer.body, answer.status_code, answer.headers)

    def _route(self, path: str) -> tuple[Route, dict[str, str]]:
        for route in self.area.routes:
            pattern = re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", route.path)
            match = re.fullmatch(pattern, path)
            if route.method == "POST" and match:
                return route, match.groupdict()
        raise AssertionError(path)


@contextmanager
def listening(cloud: FakePlatform, area: Area) -> Iterator[Door]:
    """The door, open; the platform's public address is the door's. `edge.platform` has to give the same platform."""
    door = Door(area)
    server = make_server("127.0.0.1", 0, door.app, threaded=True, request_handler=QuietHandler)
    door.url = f"http://127.0.0.1:{server.port}"
    cloud.settings = replace(cloud.settings, public_base_url=door.url)
    threading.Thread(target=server.serve_forever, args=(0.002,), daemon=True).start()
    yield door
    server.shutdown()
    server.server_close()
