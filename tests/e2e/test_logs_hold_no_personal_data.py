"""Whatever people did, the logs tell nothing about them: no name, number, mobile, address, code, password or token.

Searched is every line of every log group of the deployment: what our functions write themselves, their tracebacks, and
the platform's bookkeeping (START, END, REPORT). The emulator's own log on disk is not searched: production has none.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import pytest

from infra.local.journey import FORM, Journey
from infra.local.people import Person, until
from infra.seed.staff import staff_entries
from tests.e2e.conftest import World

CORRELATION = "personal-data-in-logs-0001"
CORRECTED_ADDRESS = "海口市龙华区示例路1号2单元301室"
INVOLVED = {"APIHandler", "Relay", "CheckIdentity", "Notify", "ResolveMaterials", "ReceiveUpload", "IssueDocument"}
"""Functions through whose hands personal data went: if one of them had no lines, nothing would have been searched."""
OUTSPOKEN = {"APIHandler", "Notify"}
"""Of these, those that tell of what went wrong here; the others put up with it in silence."""
PASSER_BY = ("郑路人", "13800138009", "460105199505051238")
"""Whom the population base does not know."""
KEPT_WAITING = "13800138010"
"""To whom the first message cannot be sent."""


@dataclass(frozen=True)
class Line:
    """One line, and the group that it stands in."""

    group: str
    text: str

    @property
    def is_said(self) -> bool:
        """Whether a function had something to say, be it a traceback: it is not the platform's own bookkeeping."""
        return not self.text.startswith(("START ", "END ", "REPORT "))


@contextmanager
def unavailable(world: World, counterparty: str) -> Iterator[None]:
    """It answers 503 until it was asked at least once after what is done meanwhile."""

    def asked() -> int:
        return len(world.sandbox.get(f"/panel/calls?counterparty={counterparty}")["calls"])

    before = asked()
    world.sandbox.put(f"/panel/faults/{counterparty}", {"unavailable": True})
    try:
        yield
        until(lambda: asked() > before, f"{counterparty} to be asked")
    finally:
        world.sandbox.delete(f"/panel/faults/{counterparty}")


@pytest.fixture(scope="module")
def mishaps(world: World, renewal: Journey) -> Person:
    """Somebody for whom everything fails: logs become talkative when something goes wrong."""
    person, waiting = world.person(*PASSER_BY), world.person("路人", KEPT_WAITING)
    name, mobile, number = PASSER_BY
    with unavailable(world, "sms"):
        waiting.post("/v1/registrations", {"mobile": KEPT_WAITING})
    until(lambda: world.sandbox.messages_to(KEPT_WAITING), "the message to be sent at last")
    person.sign_in(register=True)
    for path, body in (
        ("/v1/sessions", {"challenge_id": number, "code": mobile}),
        ("/v1/me/identity-checks", {"name": [name], "id_number": number[:-1]}),
        ("/v1/case-lookups", {"number": renewal.receipt["number"], "password": number}),
        ("/v1/callbacks/wechat-pay", {"name": name, "mobile": mobile, "id_number": number}),
        (f"{renewal.case_path}/enquiries", {"question": f"{name} {mobile} {number}"}),
    ):
        assert 400 <= person.ask("POST", path, body).status_code < 500, path
    person.ask("GET", f"/v1/cases/{number}")
    person.ask("GET", f"/v1/items?words={mobile}")
    with unavailable(world, "population"):
        person.post("/v1/me/identity-checks", {"name": name, "id_number": number})
    until(lambda: person.get("/v1/me")["identity_check"]["status"] != "REQUESTED", "the population base")
    return person


@pytest.fixture(scope="module")
def lines(world: World, renewal: Journey, mishaps: Person) -> list[Line]:
    """Everything that was logged until a request that was made after the whole journey and all mishaps."""
    renewal.cast.applicant.ask("GET", "/v1/me", **{"X-Correlation-Id": CORRELATION})

    def logged() -> list[Line] | None:
        found = list(_logged(world))
        return found if any(CORRELATION in line.text for line in found) else None

    return until(logged, "the last request's line")


def _logged(world: World) -> Iterator[Line]:
    logs = world.cloud.client("logs")
    for groups in logs.get_paginator("describe_log_groups").paginate():
        for group in groups["logGroups"]:
            name = group["logGroupName"]
            for page in logs.get_paginator("filter_log_events").paginate(logGroupName=name):
                yield from (Line(name, event["message"]) for event in page["events"])


def secrets_of(world: World, person: Person) -> dict[str, str]:
    """What must not be told of somebody who took part, by what it is."""
    messages = world.sandbox.messages_to(person.mobile)
    told = {f"{name} {at} in a message": value for at, it in enumerate(messages) for name, value in _codes(it)}
    named = {"name": person.name, "ID number": person.id_number} if person.id_number else {}
    tokens = {"access token": person.access_token, "refresh token": person.refresh_token}
    everything = {**named, "mobile": person.mobile, **tokens, **told}
    return {what: text for what, text in everything.items() if text}


def _codes(message: dict[str, Any]) -> Iterator[tuple[str, str]]:
    return ((name, value) for name, value in message["parameters"].items() if name in {"code", "password"})


def personal(world: World, renewal: Journey) -> dict[str, str]:
    """All that must not be told, by whose and what it is: of those in the journey, and of the seeded staff."""
    recipient: dict[str, str] = FORM["recipient"]  # type: ignore[assignment]  # the form's one nested field
    of_people = {
        f"{it.mobile}'s {what}": text for it in world.people.values() for what, text in secrets_of(world, it).items()
    }
    of_staff = {
        f"{it.id}'s {what}": text for it in staff_entries() for what, text in (("name", it.name), ("mobile", it.mobile))
    }
    of_case = {
        "the address": str(FORM["residence_address"]),
        "the corrected address": CORRECTED_ADDRESS,
        "the recipient's name": recipient["name"],
        "the recipient's mobile": recipient["mobile"],
        "the query password": renewal.receipt["query_password"],
    }
    return {**of_people, **of_staff, **of_case}


def spellings(text: str) -> set[str]:
    """As it is, in JSON, and in an address."""
    return {text, json.dumps(text)[1:-1], quote(text), quote(text).lower()}


def found_in(lines: list[Line], text: str) -> list[str]:
    """The lines that hold it, not as a part of a longer word or number of Latin letters and digits."""
    forms = "|".join(re.escape(form) for form in sorted(spellings(text)))
    pattern = re.compile(f"(?<![0-9A-Za-z])(?:{forms})(?![0-9A-Za-z])")
    return [line.text for line in lines if pattern.search(line.text)]


def test_the_search_finds_what_is_there(world: World, renewal: Journey, lines: list[Line]) -> None:
    """A correlation id, a route's word; and personal data, had somebody logged it in any spelling."""
    assert found_in(lines, CORRELATION)
    assert found_in(lines, "answered")
    for what, text in personal(world, renewal).items():
        careless = [
            Line("", f'{{"it":"{text}"}}'),
            Line("", json.dumps([text])),
            Line("", f"GET /?q={quote(text)}&a=b"),
        ]
        assert len(found_in(careless, text)) == len(careless), what


@pytest.mark.parametrize("function", sorted(INVOLVED))
def test_those_who_handled_personal_data_have_logged(lines: list[Line], function: str) -> None:
    assert [line for line in lines if function in line.group]
    assert function not in OUTSPOKEN or [line for line in lines if function in line.group and line.is_said]


def test_a_journey_has_enough_to_look_for(world: World, renewal: Journey) -> None:
    looked_for = personal(world, renewal)
    kinds = ("name", "ID number", "mobile", "access token", "refresh token", "code", "password", "address")
    for kind in kinds:
        assert any(kind in what for what in looked_for), kind


def test_no_line_tells_anything_about_anybody(world: World, renewal: Journey, lines: list[Line]) -> None:
    told = {what: found_in(lines, text)[:3] for what, text in personal(world, renewal).items()}
    assert {what: where for what, where in told.items() if where} == {}
