"""Each material comes by the first way that leads to it; only what is left is brought by the applicant."""

import datetime as dt
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from app import AREAS
from chalicelib.aws.counterparty_http import Unavailable
from chalicelib.cases.bringing import sources as outside
from chalicelib.cases.bringing.model import Bringing, Holder, Way
from chalicelib.cases.bringing.service import to_bring
from chalicelib.cases.bringing.sources import Sources
from chalicelib.catalogue.model import ItemVersion
from chalicelib.catalogue.vocabulary import MaterialSource
from chalicelib.http import edge
from chalicelib.http.access import Caller, Role
from chalicelib.kernel.events import Act
from chalicelib.kernel.identity_numbers import HolderType
from chalicelib.licences import service as licences
from chalicelib.licences.model import Licence
from chalicelib.licences.request import Kind
from chalicelib.materials.licence_base import Certificate
from chalicelib.materials.trust import TrustGrade
from chalicelib.parties.sources.answer import Answer
from chalicelib.parties.sources.legal_persons import LegalPersonAnswer, LegalPersonMatch
from tests.support.applications import SHOP_BY_LI, WANG, platform_with_catalogue
from tests.support.certificates import request
from tests.support.items import changed, pledging_item, seeded_item
from tests.support.people import FakePopulation, identified
from tests.support.platform import MONDAY_MORNING, FakePlatform
from tests.support.probes import Api

TODAY = MONDAY_MORNING.date()
HOLDER = Holder.of(WANG)


class Base:
    """A licence base that holds one certificate of every type, or none, or is silent."""

    def __init__(self, *, holds: bool = False, failure: Exception | None = None) -> None:
        self.holds, self.failure = holds, failure
        self.asked: list[str] = []

    def query(self, code: str, of: HolderType, kind: str, reason: str) -> list[Certificate]:
        self.asked.append(kind)
        if self.failure:
            raise self.failure
        until = TODAY + dt.timedelta(days=90)
        grade = TrustGrade.A
        return [Certificate("base-1", kind, "证", "issuer", "发证机关", TODAY, until, grade, {})] if self.holds else []


class Registered:
    """A legal-person base with one answer."""

    def __init__(self, result: LegalPersonMatch) -> None:
        self.result, self.asked = result, []

    def check(self, *asked: str) -> LegalPersonAnswer:
        self.asked.append(asked)
        return LegalPersonAnswer(self.result)


def item_with(certificate: str, *, pledge: bool = False, shared: bool = True) -> ItemVersion:
    """An item that wants one certificate."""
    material = {**seeded_item().materials[0].model_dump(mode="json"), "code": "proof", "certificate_type": certificate}
    material["shared_source"] = {**material["shared_source"], "certificate_type": certificate} if shared else None
    return changed(seeded_item(), materials=[material], safety_related=False, credit={"pledge_allowed": pledge})


def how(cloud: FakePlatform, item: ItemVersion, sources: Sources, holder: Holder = HOLDER) -> Bringing:
    ((_, brought),) = to_bring(cloud, item, holder, sources, within=1)
    return brought


@pytest.fixture
def cloud() -> FakePlatform:
    return platform_with_catalogue()


def licensed(cloud: FakePlatform, certificate_type: str, **changes: object) -> str:
    code = licences.verification_code_of(cloud, "case-1", Kind.DECISION)
    wanted = request(cloud, reference="case-1", verification_code=code, certificate_type=certificate_type, **changes)
    return licences.issue(cloud, cloud.act(), wanted).identifier


def test_a_licence_of_ours_comes_first_and_nobody_outside_is_asked(cloud: FakePlatform) -> None:
    identifier = licensed(cloud, "HEALTHCHECKCERTIFICATE")
    base = Base(holds=True)
    brought = how(cloud, item_with("HEALTH_CHECK_CERTIFICATE"), Sources(base))
    assert (brought.way, brought.why, brought.reference, base.asked) == (Way.LICENCE, "held-by-us", identifier, [])


@pytest.mark.parametrize(
    "ended",
    [
        lambda it, act: it.suspend("核查", act),
        lambda it, act: it.revoke("承诺不实", act),
        lambda it, act: setattr(it, "is_withheld", True) or it.suspend("核查", act) or it.resume("核查", act),
    ],
    ids=["suspended", "revoked", "withheld"],
)
def test_a_licence_of_ours_that_does_not_count_is_not_used(
    cloud: FakePlatform, ended: Callable[[Licence, Act], None]
) -> None:
    licensed(cloud, "HEALTHCHECKCERTIFICATE")
    licence = licences.issued(cloud, "case-1", Kind.DECISION)
    assert licence is not None
    uow = cloud.unit_of_work()
    licences.change(cloud, uow, licence, lambda it: ended(it, uow.act))
    uow.commit()
    brought = how(cloud, item_with("HEALTH_CHECK_CERTIFICATE"), Sources(Base()))
    assert brought.way is not Way.LICENCE


def test_a_licence_of_another_type_helps_nobody(cloud: FakePlatform) -> None:
    licensed(cloud, "DIPLOMA")
    brought = how(cloud, item_with("HEALTH_CHECK_CERTIFICATE"), Sources(Base()))
    assert (brought.way, brought.why) == (Way.UPLOAD, "not-held")


def test_then_the_licence_base(cloud: FakePlatform) -> None:
    population = FakePopulation()
    brought = how(cloud, item_with("RESIDENT_ID_CARD"), Sources(Base(holds=True), population))
    assert (brought.way, brought.reference, population.asked) == (Way.LICENCE_BASE, "base-1", [])
    assert brought.valid_to == TODAY + dt.timedelta(days=90)


def test_then_what_a_base_confirms_for_the_day(cloud: FakePlatform) -> None:
    population = FakePopulation()
    brought = how(cloud, item_with("RESIDENT_ID_CARD"), Sources(Base(), population))
    assert (brought.way, brought.why, brought.valid_to) == (Way.BASE_CHECK, "confirmed-by-base", TODAY)
    assert population.asked == [(WANG.name, WANG.id_number)]


@pytest.mark.parametrize(
    ("said", "why"), [(Answer.MISMATCH, "base-says-otherwise"), (Answer.UNAVAILABLE, "source-unavailable")]
)
def test_a_base_that_does_not_confirm_is_no_pass(cloud: FakePlatform, said: Answer, why: str) -> None:
    brought = how(cloud, item_with("RESIDENT_ID_CARD"), Sources(Base(), FakePopulation(said)))
    assert (brought.way, brought.why) == (Way.UPLOAD, why)


@pytest.mark.parametrize(
    ("said", "way"),
    [
        (LegalPersonMatch.MATCH, Way.BASE_CHECK),
        (LegalPersonMatch.DISSOLVED, Way.UPLOAD),
        (LegalPersonMatch.UNAVAILABLE, Way.UPLOAD),
    ],
)
def test_a_business_licence_is_confirmed_for_whoever_represents(
    cloud: FakePlatform, said: LegalPersonMatch, way: Way
) -> None:
    holder = Holder.of(SHOP_BY_LI).model_copy(update={"representative": ("李示例", "460105199101012224")})
    registered = Registered(said)
    assert how(cloud, item_with("BUSINESS_LICENCE"), Sources(Base(), None, registered), holder).way is way
    assert registered.asked == [(SHOP_BY_LI.id_number, SHOP_BY_LI.name, "李示例", "460105199101012224")]


def test_an_agent_is_not_taken_for_the_representative(cloud: FakePlatform) -> None:
    registered = Registered(LegalPersonMatch.MATCH)
    sources = Sources(Base(), None, registered)
    assert how(cloud, item_with("BUSINESS_LICENCE"), sources, Holder.of(SHOP_BY_LI)).way is Way.UPLOAD
    assert registered.asked == []


@pytest.mark.parametrize("failure", [None, Unavailable("down")])
def test_then_a_pledge_where_the_item_takes_one(cloud: FakePlatform, failure: Exception | None) -> None:
    brought = how(cloud, item_with("HEALTH_CHECK_CERTIFICATE", pledge=True), Sources(Base(failure=failure)))
    note = "source-unavailable" if failure else "not-held"
    assert (brought.way, brought.why, brought.note) == (Way.PLEDGE, "pledge-is-enough", note)


def test_a_silent_source_costs_its_time_and_leaves_an_upload_with_a_note(cloud: FakePlatform) -> None:
    silence = threading.Event()

    class Silent(Base):
        def query(self, *_: object) -> list[Certificate]:
            silence.wait(5)
            return []

    ((_, brought),) = to_bring(cloud, item_with("DIPLOMA"), HOLDER, Sources(Silent()), within=0.01)
    silence.set()
    assert (brought.way, brought.why) == (Way.UPLOAD, "source-unavailable")


def test_fifty_at_once_take_two_reads_each_where_nobody_outside_is_asked(cloud: FakePlatform) -> None:
    licensed(cloud, "DIPLOMA")
    base, item = Base(), item_with("DIPLOMA")
    before = cloud.table.round_trips
    with ThreadPoolExecutor(50) as threads:
        answers = list(threads.map(lambda _: how(cloud, item, Sources(base)), range(50)))
    assert {answer.way for answer in answers} == {Way.LICENCE}
    assert (cloud.table.round_trips - before, base.asked) == (100, [])


@pytest.fixture
def api(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> Api:
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    return Api(cloud, *AREAS)


PATH = "/v1/me/materials-to-bring"


def asked(api: Api, cloud: FakePlatform, item: ItemVersion, sources: Sources, **query: str) -> object:
    cloud.warm[outside.WARM] = sources
    caller = Caller(identified(cloud), Role.APPLICANT, 2, "session-1")
    where = {"item_code": item.code, "region": "460100", **query}
    headers = {"Authorization": f"Bearer {api.token(caller)}", "Accept-Language": "en"}
    return api.call("GET", PATH, None, headers=headers, query=where)


def test_the_answer_says_where_from_why_how_long_and_by_what_right(api: Api, cloud: FakePlatform) -> None:
    answer = asked(api, cloud, seeded_item(), Sources(Base(holds=True)))
    medical, photo = answer.body["materials"]
    assert medical["way"] == "LICENCE_BASE" and medical["source"] == "Health commission's licence base"
    assert medical["valid_to"] == "2026-05-31" and "809" in medical["basis"]
    assert photo["way"] == "UPLOAD" and photo["explanation"] == "Only you have it: please upload it"
    assert answer.body["left"] == ["photo"]


def test_nobody_is_told_about_an_item_that_is_not_for_them(api: Api, cloud: FakePlatform) -> None:
    answer = asked(api, cloud, seeded_item(), Sources(Base()), region="460300")
    assert (answer.status, answer.body["code"]) == (422, "case.region-not-served")


def test_no_pledge_is_taken_for_what_the_applicant_makes_or_where_safety_is_at_stake() -> None:
    item, proof = pledging_item(), pledging_item().materials[0]
    own = proof.model_copy(update={"source": MaterialSource.APPLICANT})
    assert item.takes_pledge_for(proof)
    assert not item.takes_pledge_for(own)
    assert not item.model_copy(update={"safety_related": True}).takes_pledge_for(proof)
