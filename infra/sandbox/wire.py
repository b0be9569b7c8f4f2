"""What every counterparty shares: its surroundings, its routes, and how it reads and answers a request."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from werkzeug import Request, Response

from infra.sandbox.errors import Refusal
from infra.sandbox.faults import Faults
from infra.sandbox.state import State

if TYPE_CHECKING:
    from infra.sandbox.outbound import Outbound

SHANGHAI = timezone(timedelta(hours=8))


@dataclass(frozen=True)
class Surroundings:
    state: State
    faults: Faults
    outbound: "Outbound"
    keys: dict[str, Any]
    now: Callable[[], datetime]


@dataclass(frozen=True)
class Reply:
    """An answer, and for the call log: what it was about and whether it changed anything."""

    document: Any = None
    status: int = 200
    subject: str = ""
    effect: str = "none"

    def response(self) -> Response:
        if self.document is None:
            return Response(status=self.status)
        body = json.dumps(self.document, ensure_ascii=False)
        return Response(body, self.status, content_type="application/json")


Handler = Callable[..., Reply]
Route = tuple[str, str, Handler]


class Counterparty:
    """Base of the stand-ins. `seal` signs an answer where the protocol asks for it."""

    name: str

    def routes(self) -> Iterable[Route]:
        raise NotImplementedError

    def seal(self, response: Response) -> Response:
        return response


def real_now() -> datetime:
    return datetime.now(UTC)


def shanghai_time(instant: datetime) -> str:
    """RFC 3339 with the offset of Shanghai, to the second, as the payment channel writes it."""
    return instant.astimezone(SHANGHAI).isoformat(timespec="seconds")


def json_body(request: Request) -> dict[str, Any]:
    try:
        document = json.loads(request.get_data() or b"{}")
    except ValueError as error:
        raise Refusal(400, "PARAM_ERROR", "the body is not JSON") from error
    if not isinstance(document, dict):
        raise Refusal(400, "PARAM_ERROR", "the body is not a JSON object")
    return document


def text(document: dict[str, Any], name: str, longest: int = 256) -> str:
    """A mandatory, non-empty string of the document."""
    value = document.get(name)
    if not isinstance(value, str) or not value or len(value) > longest:
        raise Refusal(400, "PARAM_ERROR", f"{name} is mandatory: a text of 1 to {longest} characters")
    return value
