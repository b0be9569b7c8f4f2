"""State Council orders 716 (2019) and 809 (2025): what can be shared is not asked for again."""

import threading
from datetime import date, timedelta

import pytest

from chalicelib.aws.counterparty_http import Refused, Unavailable
from chalicelib.cases.bringing.sources import Sources
from chalicelib.cases.slots import MaterialSlot
from chalicelib.cases.store import load, load_history
from chalicelib.cases.vocabulary import SlotState
from chalicelib.kernel.identity_numbers import HolderType
from chalicelib.materials.licence_base import Certificate
from chalicelib.materials.trust import TrustGrade
from chalicelib.workflow.resolve_materials import resolve
from tests.support.applications import APPLICANT, ITEM, SHOP_BY_LI, WANG, draft_opened, opened, platform_with_catalogue
from tests.support.platform import MONDAY_MORNING, FakePlatform

TODAY = MONDAY_MORNING.date()
MEDICAL = "DRIVER_MEDICAL_CERTIFICATE"


def certificate(
    start: int = -10, end: int = 10, *, number: str = "medical-1", grade: TrustGrade = TrustGrade.A, kind: str = MEDICAL
) -> Certificate:
    """Valid from so many days after today to so many days after today."""
    first, last = TODAY + timedelta(days=start), TODAY + timedelta(days=end)
    return Certificate(number, kind, "证明", "12460000SANDBOX02B", "示例人民医院", first, last, grade, {})


class FakeSource:
    """Answers certificates, or raises what it is given; remembers what it was asked."""

    def __init__(self, *answer: Certificate, failure: Exception | None = None) -> None:
        self._answer, self._failure = list(answer), failure
        self.asked: list[tuple[str, HolderType, str, str]] = []

    def query(
        self, holder_code: str, holder_type: HolderType, certificate_type: str, use_reason: str
    ) -> list[Certificate]:
        self.asked.append((holder_code, holder_type, certificate_type, use_reason))
        if self._failure:
            raise self._failure
        return self._answer


def resolved(cloud: FakePlatform, source: FakeSource) -> MaterialSlot:
    """What became of the medical certificate."""
    case = opened(cloud)
    resolve(cloud, Sources(source), draft_opened(cloud, case))
    return load(cloud.table, case.id).materials["medical-certificate"]


def test_a_valid_certificate_is_obtained_from_its_source(cloud: FakePlatform) -> None:
    source = FakeSource(certificate(end=10), certificate(end=90, number="medical-2"))
    slot = resolved(cloud, source)
    assert (slot.state, slot.why, slot.source) == (SlotState.OBTAINED, "held-by-source", "卫生健康部门证照库")
    assert (slot.certificate_id, slot.valid_to) == ("medical-2", (TODAY + timedelta(days=90)).isoformat())
    assert source.asked == [(WANG.id_number, HolderType.RESIDENT_ID, MEDICAL, "机动车驾驶证期满换证")]


def test_an_organisations_certificates_are_asked_for_by_its_code(cloud: FakePlatform) -> None:
    source, case = FakeSource(certificate()), opened(cloud, applicant=SHOP_BY_LI)
    resolve(cloud, Sources(source), draft_opened(cloud, case))
    assert source.asked == [("91460100XNYL00013T", HolderType.CREDIT_CODE, MEDICAL, "机动车驾驶证期满换证")]
    assert load(cloud.table, case.id).materials["medical-certificate"].state is SlotState.OBTAINED


@pytest.mark.parametrize(("start", "end"), [(0, 0), (-5, 0), (0, 5)])
def test_first_and_last_day_count(cloud: FakePlatform, start: int, end: int) -> None:
    assert resolved(cloud, FakeSource(certificate(start, end))).state is SlotState.OBTAINED


@pytest.mark.parametrize(
    "useless",
    [
        certificate(-10, -1),
        certificate(1, 10),
        certificate(grade=TrustGrade.C),
        certificate(grade=TrustGrade.D),
        certificate(kind="DRIVING_LICENCE"),
    ],
)
def test_expired_not_yet_valid_or_self_made_ones_do_not_count(cloud: FakePlatform, useless: Certificate) -> None:
    slot = resolved(cloud, FakeSource(useless))
    assert (slot.state, slot.why, slot.certificate_id) == (SlotState.TO_UPLOAD, "not-held", "")


@pytest.mark.parametrize("failure", [Unavailable("down"), Refused(403, "NOT_ALLOWED", "no")])
def test_a_source_that_does_not_answer_is_never_a_silent_pass(cloud: FakePlatform, failure: Exception) -> None:
    slot = resolved(cloud, FakeSource(failure=failure))
    assert (slot.state, slot.why) == (SlotState.TO_UPLOAD, "source-unavailable")


def test_a_source_that_keeps_silent_is_not_waited_for(cloud: FakePlatform) -> None:
    silence = threading.Event()

    class SilentSource(FakeSource):
        def query(self, *_: object) -> list[Certificate]:
            silence.wait(5)
            return [certificate()]

    case = opened(cloud)
    resolve(cloud, Sources(SilentSource()), draft_opened(cloud, case), within=0.01)
    silence.set()
    slot = load(cloud.table, case.id).materials["medical-certificate"]
    assert (slot.state, slot.why) == (SlotState.TO_UPLOAD, "source-unavailable")


def test_a_repeated_event_asks_nothing_and_changes_nothing(cloud: FakePlatform) -> None:
    source, case = FakeSource(certificate()), opened(cloud)
    for _ in range(3):
        resolve(cloud, Sources(source), draft_opened(cloud, case))
    assert len(source.asked) == 1
    assert [event.type for event in load_history(cloud.table, case.id)[1]] == [
        "case.DraftOpened",
        "case.MaterialResolved",
    ]


def test_nobody_is_asked_about_a_withdrawn_application(cloud: FakePlatform) -> None:
    source, case = FakeSource(certificate()), opened(cloud)
    event, uow = draft_opened(cloud, case), cloud.unit_of_work(APPLICANT)
    case.withdraw("不再需要", uow.act)
    uow.save(f"CASE#{case.id}", case)
    uow.commit()
    resolve(cloud, Sources(source), event)
    assert source.asked == []


def test_one_slow_source_does_not_hold_up_the_others() -> None:
    shared = ITEM.materials[0]
    licence = shared.model_copy(
        update={
            "code": "driving-licence",
            "shared_source": shared.shared_source.model_copy(update={"certificate_type": "DRIVING_LICENCE"}),
        }
    )
    item = ITEM.model_copy(update={"materials": (*ITEM.materials, licence)})
    cloud, both_asked = platform_with_catalogue(item), threading.Barrier(2, timeout=5)

    class TwoSources(FakeSource):
        def query(self, holder: str, holder_type: HolderType, kind: str, reason: str) -> list[Certificate]:
            both_asked.wait()
            if kind == MEDICAL:
                raise Unavailable("down")
            return [certificate(kind=kind, number="licence-1")]

    case = opened(cloud, item)
    resolve(cloud, Sources(TwoSources()), draft_opened(cloud, case))
    slots = load(cloud.table, case.id).materials
    assert slots["medical-certificate"].why == "source-unavailable"
    assert slots["driving-licence"].certificate_id == "licence-1"


def test_the_answer_is_the_counterpartys_act_and_holds_no_personal_data(cloud: FakePlatform) -> None:
    case = opened(cloud)
    resolve(cloud, Sources(FakeSource(certificate())), draft_opened(cloud, case))
    event = load_history(cloud.table, case.id)[1][-1]
    assert (event.actor.id, event.actor.party) == ("licence-base", "COUNTERPARTY")
    assert WANG.id_number not in event.model_dump_json()


def test_today_is_the_day_in_hainan(cloud: FakePlatform) -> None:
    cloud.clock.move(hours=16)
    assert cloud.clock.now().date() == date(2026, 3, 2)
    assert resolved(cloud, FakeSource(certificate(-10, 0))).why == "not-held"
