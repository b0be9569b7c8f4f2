"""State Council order 809: what the system holds or can obtain is not asked for, and who tries is counted."""

import datetime as dt

import pytest

from app import AREAS
from chalicelib.aws.bus import cloud_event
from chalicelib.aws.counterparty_http import Unavailable
from chalicelib.cases import store
from chalicelib.cases.asked_twice import service as asked_twice
from chalicelib.cases.asked_twice.model import Count
from chalicelib.cases.bringing.sources import WARM, Sources
from chalicelib.cases.events import CorrectionRequested, RequestRefused
from chalicelib.cases.model import Case
from chalicelib.cases.vocabulary import SlotState, Status
from chalicelib.http import edge
from chalicelib.http.access import Caller, Role
from chalicelib.kernel.identity_numbers import HolderType
from chalicelib.materials.licence_base import Certificate
from chalicelib.materials.trust import TrustGrade
from chalicelib.workflow import join_effects
from chalicelib.workflow.consuming import CloudEvent, received
from tests.support.applications import platform_with_catalogue
from tests.support.cases import (
    APPLICANT,
    MONDAY,
    SOURCE,
    a_new_case,
    by,
    filled_in,
    not_obtained,
    sign,
    stored,
    submit,
    upload,
)
from tests.support.items import seeded_item
from tests.support.platform import FakePlatform
from tests.support.probes import Answered, Api

MEDICAL = "medical-certificate"
REVIEWER = Caller("staff-reviewer", Role.REVIEWER, 4, "session-2", "GA", "460100")
TODAY = MONDAY.date()


class Base:
    """A licence base that holds what it is asked for, or is silent."""

    def __init__(self, *, holds: bool) -> None:
        self.holds, self.asked = holds, 0

    def query(self, code: str, of: HolderType, kind: str, reason: str) -> list[Certificate]:
        self.asked += 1
        if not self.holds:
            raise Unavailable("down")
        until = TODAY + dt.timedelta(days=90)
        return [Certificate("base-1", kind, "证", "issuer", "发证机关", TODAY, until, TrustGrade.A, {})]


@pytest.fixture
def cloud() -> FakePlatform:
    return platform_with_catalogue()


@pytest.fixture
def api(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> Api:
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    return Api(cloud, *AREAS)


def uploaded_since_the_source_was_silent(cloud: FakePlatform) -> Case:
    """Handed in with an upload in place of what the source could not give."""
    case, item = a_new_case(), seeded_item()
    case.resolve_material(not_obtained(case.materials[MEDICAL], "source-unavailable"), by(SOURCE))
    case.save_form(filled_in(item), item, by(APPLICANT))
    for code in case.materials:
        upload(case, code)
    sign(case, item)
    submit(case)
    return stored(cloud.table, case)


def ask_for(api: Api, cloud: FakePlatform, case: Case, base: Base, *codes: str) -> Answered:
    cloud.warm[WARM] = Sources(base)
    points = [{"target": "MATERIAL", "at": code, "reason": "不清晰", "how": "请重新上传"} for code in codes]
    headers = {"If-Match": f'"{case.version}"'}
    path = "/v1/cases/{case_id}/correction-request"
    return api.call("POST", path, {"points": points}, by=REVIEWER, headers=headers, case_id=case.id)


def heard(cloud: FakePlatform, case_id: str, kind: str) -> list[CloudEvent]:
    events = [it for it in store.load_history(cloud.table, case_id)[1] if it.type == kind]
    return [received({"detail": cloud_event(event)}) for event in events]


def counted(cloud: FakePlatform) -> dict[str, Count]:
    return asked_twice.counts_of(cloud.table, "2026-03")


def test_what_the_system_obtains_when_it_is_asked_for_is_refused_and_kept(api: Api, cloud: FakePlatform) -> None:
    case = uploaded_since_the_source_was_silent(cloud)
    answer = ask_for(api, cloud, case, Base(holds=True), MEDICAL, "photo")
    assert (answer.status, answer.body["code"]) == (422, "case.never-ask-twice")
    assert (answer.body["materials"], answer.body["read_at"]) == ([MEDICAL], f"/v1/cases/{case.id}")
    assert [error["pointer"] for error in answer.body["errors"]] == ["#/points/0/at"]
    after = store.load(cloud.table, case.id)
    assert (after.status, after.correction) == (Status.SUBMITTED, None)
    assert (after.materials[MEDICAL].state, after.materials[MEDICAL].certificate_id) == (SlotState.OBTAINED, "base-1")


def test_the_attempt_stands_in_the_history_and_is_counted_once(api: Api, cloud: FakePlatform) -> None:
    case = uploaded_since_the_source_was_silent(cloud)
    ask_for(api, cloud, case, Base(holds=True), MEDICAL)
    (event,) = heard(cloud, case.id, RequestRefused.type)
    assert event.data == {"desk": "reviewer", "department": "GA", "materials": [MEDICAL]}
    for _ in range(3):
        join_effects.join(cloud, event)
    assert counted(cloud) == {"GA": Count(asked_for=1, refused=1)}


def test_the_same_request_again_asks_for_the_version_that_knows_better(api: Api, cloud: FakePlatform) -> None:
    case = uploaded_since_the_source_was_silent(cloud)
    ask_for(api, cloud, case, Base(holds=True), MEDICAL)
    again = ask_for(api, cloud, case, Base(holds=True), MEDICAL)
    assert again.status == 412
    assert len(heard(cloud, case.id, RequestRefused.type)) == 1


def test_what_no_source_keeps_is_asked_for_and_no_source_is_asked(api: Api, cloud: FakePlatform) -> None:
    case, base = uploaded_since_the_source_was_silent(cloud), Base(holds=True)
    assert ask_for(api, cloud, case, base, "photo").status == 200
    (event,) = heard(cloud, case.id, CorrectionRequested.type)
    join_effects.join(cloud, event)
    assert (base.asked, counted(cloud)) == (0, {"GA": Count(asked_for=1)})


def test_what_a_silent_source_keeps_goes_out_and_counts_as_asked_twice(api: Api, cloud: FakePlatform) -> None:
    case = uploaded_since_the_source_was_silent(cloud)
    assert ask_for(api, cloud, case, Base(holds=False), MEDICAL, "photo").status == 200
    (event,) = heard(cloud, case.id, CorrectionRequested.type)
    join_effects.join(cloud, event)
    assert counted(cloud) == {"GA": Count(asked_for=2, asked_twice=1)}


def test_the_rate_is_published_for_everybody(api: Api, cloud: FakePlatform) -> None:
    for number, (department, count) in enumerate(
        (("GA", Count(asked_for=3)), ("GA", Count(asked_for=5, asked_twice=1)), ("ZJ", Count(asked_for=2, refused=2)))
    ):
        uow = cloud.unit_of_work()
        asked_twice.count(uow, MONDAY, department, f"event-{number}", count)
        uow.commit()
    report = api.call("GET", "/v1/asked-twice", query={"month": "2026-03"}).body
    assert report["total"] == {"asked_for": 10, "refused": 2, "asked_twice": 1, "rate_percent": 10.0}
    assert [(it["department"], it["rate_percent"]) for it in report["departments"]] == [("GA", 12.5), ("ZJ", 0.0)]
    assert api.call("GET", "/v1/asked-twice", query={"month": "2026-04"}).body["departments"] == []
    assert api.call("GET", "/v1/asked-twice", query={"month": "2026-13"}).status == 422


def test_those_who_count_at_once_seldom_meet(cloud: FakePlatform) -> None:
    for number in range(40):
        uow = cloud.unit_of_work()
        asked_twice.count(uow, MONDAY, "GA", f"event-{number}", Count(asked_for=1))
        uow.commit()
    assert counted(cloud) == {"GA": Count(asked_for=40)}
    assert len([row for row in cloud.table.rows.values() if row["pk"] == "ASKED-TWICE#2026-03"]) > 4
