"""Small routes, declared like real ones, through which the edge of the API is tried."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import count
from types import SimpleNamespace
from typing import Any

from chalice.app import CaseInsensitiveMapping
from pydantic import BaseModel, ConfigDict, Field

from chalicelib.aws.history import to_aggregate
from chalicelib.aws.platform import Platform
from chalicelib.aws.rows import BY_APPLICANT, SNAPSHOT, Key, Row
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.http import edge
from chalicelib.http.access import Caller, Role
from chalicelib.http.access_refusals import OutOfReach
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import allow, applicant, head, operator, public, reviewer
from chalicelib.http.paging import ListOf, PageQuery, one_page
from chalicelib.http.routes import Area
from chalicelib.http.tokens import Tokens
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.ids import new_ulid
from chalicelib.kernel.text import Text
from tests.support.histories import Ledger
from tests.support.platform import alive

probes = Area(Text("探针", "Probes"))

OWNER = Caller("account-1", Role.APPLICANT, 2, "session-1")
SOMEBODY_ELSE = Caller("account-2", Role.APPLICANT, 4, "session-2")
REVIEWER = Caller("staff-1", Role.REVIEWER, 4, "session-3", "GA", "460100")
REVIEWER_ELSEWHERE = Caller("staff-2", Role.REVIEWER, 4, "session-4", "GA", "460200")
REVIEWER_OF_ANOTHER_DEPARTMENT = Caller("staff-3", Role.REVIEWER, 4, "session-5", "WJ", "460100")
HEAD = Caller("staff-4", Role.HEAD, 4, "session-6", "GA", "460100")
OPERATOR = Caller("staff-5", Role.OPERATOR, 4, "session-7")


class Closed(Conflict):
    """The ledger takes no notes like this; `status` is a fact that is called like a member of the problem."""

    code = "probe.closed"
    title = Text("账本状态为 {status}", "The ledger is {status}")
    next_step = Text("请联系 {title}。", "Ask {title}.")


class NewLedger(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    note: str = Field(min_length=1, max_length=20)
    pages: int = Field(1, ge=1, le=10)


class NewNote(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    note: str


class LedgerView(BaseModel):
    id: str
    notes: list[str]
    owner: str | None = None


def ledger_pk(ledger_id: str) -> str:
    return f"LEDGER#{ledger_id}"


def load(table: Table, ledger_id: str) -> Ledger:
    row = table.row(Key(ledger_pk(ledger_id), SNAPSHOT))
    if row is None:
        raise OutOfReach
    return to_aggregate(Ledger, row)


def save(uow: UnitOfWork, ledger: Ledger) -> None:
    uow.save(ledger_pk(ledger.id), ledger, indexes={"applicant_pk": ledger.owner_id, "applicant_sk": ledger.id})


def view(ledger: Ledger) -> Reply[LedgerView]:
    return Reply(LedgerView(id=ledger.id, notes=ledger.notes), version=ledger.version)


@probes.post("/v1/ledgers", access=allow(applicant(level=2)), status=201, summary=Text("开账", "Open"))
def open_ledger(call: Call, body: NewLedger) -> Reply[LedgerView]:
    ledger = Ledger.open(new_ulid(call.act.at), call.own(), call.act)
    ledger.note(body.note, call.act)
    save(call.uow, ledger)
    reply = view(ledger)
    return Reply(reply.body, version=reply.version, location=f"/v1/ledgers/{ledger.id}")


@probes.get("/v1/ledgers/{ledger_id}", access=allow(applicant(), reviewer(), operator()), summary=Text("读账", "Read"))
def read_ledger(call: Call, ledger_id: str) -> Reply[LedgerView]:
    ledger = load(call.uow.table, ledger_id)
    call.require_reach(ledger)
    return view(ledger)


@probes.get("/v1/ledgers", access=allow(applicant()), summary=Text("账本", "Ledgers"))
def list_ledgers(call: Call, query: PageQuery) -> Reply[ListOf[str]]:
    after = query.after(BY_APPLICANT, call.own())
    page = call.uow.table.page(BY_APPLICANT, call.own(), limit=query.limit, after=after)
    entries = [str(row["applicant_sk"]) for row in page.rows]
    return one_page(entries, page.next)


@probes.put("/v1/ledgers/{ledger_id}/note", access=allow(applicant()), summary=Text("换记", "Replace"))
def replace_note(call: Call, ledger_id: str, body: NewNote) -> Reply[LedgerView]:
    return _noted(call, ledger_id, body)


@probes.post(
    "/v1/ledgers/{ledger_id}/notes", access=allow(applicant(), reviewer()), changes=True, summary=Text("记", "Note")
)
def add_note(call: Call, ledger_id: str, body: NewNote) -> Reply[LedgerView]:
    return _noted(call, ledger_id, body)


@probes.post("/v1/careless", access=allow(applicant()), summary=Text("不查", "Unchecked"))
def forget_reach(call: Call) -> Reply[None]:
    """Writes without asking whose it is."""
    call.uow.put({"pk": "CARELESS", "sk": "1"})
    return Reply(None)


@probes.put("/v1/careless/{ledger_id}", access=allow(applicant()), summary=Text("不查", "Unchecked"))
def forget_version(call: Call, ledger_id: str) -> Reply[None]:
    """Changes without asking which version the caller knows."""
    call.require_reach(load(call.uow.table, ledger_id))
    call.uow.put({"pk": "CARELESS", "sk": "1"})
    return Reply(None)


@probes.post("/v1/accidents", access=public("anybody may have one"), summary=Text("事故", "Accident"))
def have_accident(call: Call) -> Reply[None]:
    call.uow.put({"pk": "ACCIDENT", "sk": "1"})
    raise RuntimeError("王示例 460105199003072215")


@probes.post("/v1/refusals", access=public("anybody may be refused"), summary=Text("拒绝", "Refusal"))
def refuse(call: Call) -> Reply[None]:
    call.uow.put({"pk": "REFUSED", "sk": "1"})
    raise Closed(status="CLOSED", title="the owner")


@probes.delete("/v1/ledgers", access=allow(head()), summary=Text("销毁", "Shred"), status=204)
def shred(call: Call) -> Reply[None]:
    call.own()
    return Reply(None)


def _noted(call: Call, ledger_id: str, body: NewNote) -> Reply[LedgerView]:
    ledger = load(call.uow.table, ledger_id)
    call.require_reach(ledger)
    call.require_version(ledger.version)
    if body.note == "closed":
        raise Closed(status="CLOSED", title="the owner")
    ledger.note(body.note, call.act)
    save(call.uow, ledger)
    return view(ledger)


class Answered:
    """An answer as it goes over the wire."""

    def __init__(self, response: Any) -> None:
        self.status: int = response.status_code
        self.text: str = response.body
        self.headers: Mapping[str, str] = response.headers

    @property
    def body(self) -> Any:
        return json.loads(self.text)

    @property
    def version(self) -> str:
        """The ETag, as If-Match wants it."""
        return self.headers["ETag"]


class Api:
    """A client that says exactly what it is told to; what a test does not care about is right."""

    def __init__(self, cloud: Platform, *areas: Area) -> None:
        self._cloud = cloud
        self._routes = {(route.method, route.path): route for it in areas for route in it.routes}
        self._keys = count()

    def token(self, caller: Caller) -> str:
        """A good token of `caller`, valid now."""
        alive(self._cloud.table, caller)
        return Tokens(self._cloud.token_key, self._cloud.settings.public_base_url).issue(caller, datetime.now(UTC))

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        by: Caller | None = None,
        query: dict[str, str] | None = None,
        raw: bytes | None = None,
        headers: Mapping[str, str | None] | None = None,
        **parameters: str,
    ) -> Answered:
        """`headers` add to, replace, or (None) take away what is sent by default; `parameters` fill in the path."""
        sent: dict[str, str | None] = {
            "Content-Type": "application/json",
            "Accept-Language": "en",
            "Idempotency-Key": f"key-{next(self._keys):016d}",
            "Authorization": f"Bearer {self.token(by)}" if by else None,
            **(headers or {}),
        }
        request = SimpleNamespace(
            headers=CaseInsensitiveMapping({name: value for name, value in sent.items() if value is not None}),
            path=path,
            query_params=query,
            raw_body=raw if raw is not None else json.dumps(body).encode() if body is not None else b"",
            context={"requestId": "request-0001", "identity": {"sourceIp": "192.0.2.1"}},
        )
        return Answered(edge.serve(self._routes[method, path], request, parameters))


def rows_of(table: Any) -> dict[tuple[str, str], Row]:
    """Everything in a table in memory but remembered answers."""
    return {key: row for key, row in table.rows.items() if not key[0].startswith("IDEMPOTENCY#")}
