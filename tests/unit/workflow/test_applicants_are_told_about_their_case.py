"""For every step that the law wants the applicant told about there is one SMS, to the applicant, without more words."""

from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.cases import clock_events, events
from chalicelib.cases import service as cases
from chalicelib.cases.applicant import Applicant
from chalicelib.cases.late import events as late_events
from chalicelib.kernel.events import Event
from chalicelib.workflow import notify
from chalicelib.workflow.case_notices import NOTICES
from chalicelib.workflow.consuming import CloudEvent
from tests.support.items import seeded_item
from tests.support.platform import FakePlatform

MOBILE = "13800138000"


class Gateway:
    def __init__(self) -> None:
        self.sent: list[tuple[str, str, str, dict[str, str]]] = []

    def send(self, message_id: str, mobile: str, template: str, parameters: dict[str, str]) -> None:
        self.sent.append((message_id, mobile, template, dict(parameters)))


@pytest.fixture
def case_id(cloud: FakePlatform) -> str:
    return case_of(cloud, MOBILE)


def case_of(cloud: FakePlatform, mobile: str) -> str:
    uow = cloud.unit_of_work()
    applicant = Applicant(account_id="a", name="王示例", id_number="460105199003072215", mobile=mobile, level=3)
    case = cases.open_case(uow, item=seeded_item(), applicant=applicant, region="460100")
    uow.commit()
    return case.id


@pytest.fixture
def cloud() -> FakePlatform:
    return FakePlatform()


MOVED = {
    "kind": "HANDLING",
    "due_before": "2027-01-05",
    "due": "2027-01-07",
    "statutory_before": "2027-01-20",
    "statutory": "2027-01-20",
}


def happened(kind: str, case_id: str, sequence: int = 7, data: dict[str, Any] = MOVED) -> CloudEvent:
    return CloudEvent(
        id=f"{case_id}:{sequence}",
        type=kind,
        subject=case_id,
        time=datetime(2026, 3, 2, tzinfo=UTC),
        correlationid="correlation-1",
        data=data,
    )


@pytest.mark.parametrize("kind", sorted(NOTICES))
def test_the_applicant_is_told_once_however_often_the_event_comes(cloud: FakePlatform, case_id: str, kind: str) -> None:
    gateway = Gateway()
    for _ in range(3):
        notify.tell(cloud, gateway, happened(kind, case_id))
    ((message_id, mobile, template, parameters),) = gateway.sent
    assert (message_id, mobile, template) == (f"{case_id}:7", MOBILE, f"{NOTICES[kind]}.zh-CN")
    assert set(parameters) == {"number", "item"}


def test_every_notice_is_of_an_event_that_a_case_has() -> None:
    def types(kind: type[Event]) -> set[str]:
        modules = {events.__name__, clock_events.__name__, late_events.__name__}
        return {each.type for each in kind.__subclasses__() if each.__module__ in modules}

    assert set(NOTICES) <= types(Event)


def test_what_nobody_has_to_be_told_is_not_sent(cloud: FakePlatform, case_id: str) -> None:
    gateway = Gateway()
    notify.tell(cloud, gateway, happened("case.OpinionGiven", case_id))
    assert gateway.sent == []


@pytest.mark.parametrize("difference", [{"due": "2027-01-05"}, {"kind": "EVALUATION"}, {"kind": "SERVICE"}])
def test_a_date_that_did_not_move_or_was_never_told_is_no_news(
    cloud: FakePlatform, case_id: str, difference: dict[str, str]
) -> None:
    gateway = Gateway()
    notify.tell(cloud, gateway, happened("case.ClockRecomputed", case_id, data=MOVED | difference))
    assert gateway.sent == []


def test_somebody_without_a_mobile_gets_none(cloud: FakePlatform) -> None:
    """Registered at a window, or a child: they read the same there or after signing in."""
    gateway = Gateway()
    notify.tell(cloud, gateway, happened("case.Accepted", case_of(cloud, "")))
    assert gateway.sent == []
