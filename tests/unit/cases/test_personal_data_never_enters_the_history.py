"""Events go out on the bus and stay for ever: ids, codes, hashes and dates only."""

import json

import pytest

from chalicelib.aws.history import events_among
from chalicelib.cases.events import FormSaved
from chalicelib.cases.vocabulary import Outcome
from chalicelib.kernel.events import Event
from tests.support.cases import (
    ADDRESS,
    APPLICANT,
    CALENDAR,
    HEAD,
    PACKAGE,
    RECIPIENT,
    WHO,
    a_case_to_correct,
    advise,
    by,
    check,
    deliver,
    field,
    filled_in,
    issue,
    material,
    official,
    pay,
    stored,
    submit,
    upload,
)
from tests.support.clocks import on
from tests.support.items import joint_item, seeded_item
from tests.support.memory_table import MemoryTable

PERSONAL = (WHO.name, WHO.id_number, WHO.mobile, ADDRESS, *RECIPIENT.values(), "海口市龙华区虚构路九号")


def a_case_with_everything(table: MemoryTable) -> None:
    item = seeded_item()
    points = (field("/residence_address"), field("/recipient/mobile"), material("photo"))
    case = stored(table, a_case_to_correct(*points))
    recipient = {**RECIPIENT, "mobile": "13900000003"}
    form = filled_in(item, residence_address="海口市龙华区虚构路九号", recipient=recipient)
    case.save_form(form, item, by(APPLICANT))
    upload(case, "photo", "upload-2")
    submit(case)
    check(case, "reviewer")
    stored(table, case)
    case.disclose("核对收件人", by(official("reviewer")))
    advise(case, "reviewer")
    case.decide(Outcome.GRANTED, "符合条件", by(HEAD), CALENDAR)
    issue(case)
    pay(case)
    deliver(case)
    case.note_evaluated(5, by(APPLICANT))
    case.archive(PACKAGE, by(HEAD))
    stored(table, case)


@pytest.fixture(scope="module")
def rows() -> list[dict]:
    table = MemoryTable()
    a_case_with_everything(table)
    return list(table.rows.values())


@pytest.mark.parametrize("personal", PERSONAL)
def test_no_event_row_of_a_whole_life_holds_it(rows, personal):
    events = events_among(rows)
    assert len(events) > 35
    assert [event.type for event in events if personal in event.model_dump_json()] == []


@pytest.mark.parametrize("personal", PERSONAL)
def test_nothing_but_the_snapshot_holds_it(rows, personal):
    assert {row["sk"] for row in rows if personal in json.dumps(row, ensure_ascii=False)} <= {"SNAPSHOT"}


def test_a_worklist_row_shows_a_masked_name():
    table = MemoryTable()
    stored(table, a_case_to_correct(item=joint_item()))
    works = [row for row in table.rows.values() if str(row["sk"]).startswith("WORK#")]
    assert works
    assert all("王**" in str(row["body"]) for row in works)


def test_no_event_has_a_place_for_a_form_or_a_person():
    told_of_cases = [kind for kind in Event.__subclasses__() if getattr(kind, "type", "").startswith("case.")]
    fields = {name for kind in told_of_cases for name in kind.model_fields}
    assert "form_sha256" in FormSaved.model_fields
    assert not fields & {"form", "name", "mobile", "id_number", "address", "applicant", "rejected", "official"}


def test_who_looked_at_personal_data_and_why_stays():
    table = MemoryTable()
    case = stored(table, a_case_to_correct(material("photo")))
    case.disclose("核对收件人", by(official("reviewer"), on(3, 3)))
    event = case.pending[-1]
    assert (event.type, event.data, event.actor.id) == (
        "case.DataDisclosed",
        {"reason": "核对收件人", "department": "", "region": ""},
        "staff-reviewer",
    )
