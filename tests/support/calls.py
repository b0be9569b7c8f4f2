"""Calling one capability's routes through the real edge."""

import json
from datetime import UTC, datetime
from itertools import count
from types import SimpleNamespace
from typing import Any, NamedTuple

from chalicelib.http import edge
from chalicelib.http.access import Caller
from chalicelib.http.routes import Area
from chalicelib.http.tokens import Tokens
from tests.support.platform import FakePlatform, alive


class Answered(NamedTuple):
    """What came back, and how many round trips to the table it took."""

    status: int
    body: Any
    headers: dict[str, str]
    round_trips: int


class Client:
    """A client of an area's routes; `edge.platform` has to give the same platform."""

    def __init__(self, cloud: FakePlatform, *areas: Area) -> None:
        self._cloud = cloud
        self._routes = {(route.method, route.path): route for area in areas for route in area.routes}
        self._keys = count()

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        by: Caller | None = None,
        version: int | None = None,
        query: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
        **parameters: str,
    ) -> Answered:
        """Ask as `by`, naming `version` in If-Match; `parameters` fill in the path."""
        headers = {
            "accept-language": "en",
            "idempotency-key": f"key-{next(self._keys):016d}",
            **(headers or {}),
        }
        if by is not None:
            alive(self._cloud.table, by)
            tokens = Tokens(self._cloud.token_key, self._cloud.settings.public_base_url)
            headers["authorization"] = f"Bearer {tokens.issue(by, datetime.now(UTC))}"
        if version is not None:
            headers["if-match"] = f'"{version}"'
        request = SimpleNamespace(
            headers=headers,
            path=path.format(**parameters),
            query_params=query,
            raw_body=json.dumps(body or {}).encode(),
            context={"requestId": "request-0001", "identity": {"sourceIp": "192.0.2.1"}},
        )
        before = self._cloud.table.round_trips
        answer = edge.serve(self._routes[method, path], request, parameters)
        told = json.loads(answer.body) if answer.body else None
        return Answered(answer.status_code, told, answer.headers, self._cloud.table.round_trips - before)
