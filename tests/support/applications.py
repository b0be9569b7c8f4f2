"""A platform with the seeded item online, and applications taken as far as a test needs them."""

import json
from pathlib import Path

from chalicelib.aws.bus import cloud_event
from chalicelib.cases import service
from chalicelib.cases.applicant import Applicant
from chalicelib.cases.events import DraftOpened
from chalicelib.cases.model import Case
from chalicelib.cases.store import load, load_history
from chalicelib.cases.vocabulary import Advice, Outcome, SlotState
from chalicelib.catalogue.calendars.service import announce_year
from chalicelib.catalogue.model import ItemVersion
from chalicelib.catalogue.service import catalogue_of
from chalicelib.catalogue.vocabulary import SubjectKind
from chalicelib.http.authority import AuthorityKind
from chalicelib.kernel.calendar import CalendarYear
from chalicelib.kernel.events import Act, Actor, Party
from chalicelib.parties.applicants.model import AgentDetails, ApplicantKind
from chalicelib.workflow.consuming import CloudEvent, received
from tests.support.items import seeded_item
from tests.support.objects import FakeObjects, FakeVersions
from tests.support.platform import FakePlatform
from tests.support.publishing import put_online

SEED = Path(__file__).parents[2] / "infra" / "seed"
ITEM = seeded_item()
WANG = Applicant(
    account_id="account-wang", name="王示例", id_number="460105199003072215", mobile="13800000001", level=3
)
AGENT = AgentDetails(
    account_id="account-li",
    name="李示例",
    id_number="460105199101012224",
    mobile="13800000002",
    level=3,
    authority=AuthorityKind.AGENT,
    authority_id="mandate-1",
)
SHOP_BY_LI = Applicant(
    account_id="organisation-1",
    name="海口示例商贸有限公司",
    id_number="91460100XNYL00013T",
    mobile="",
    level=3,
    kind=ApplicantKind.ORGANISATION,
    subject=SubjectKind.ENTERPRISE,
    agent=AGENT,
)
APPLICANT = Actor(id=WANG.account_id, party=Party.APPLICANT, role="applicant")
REVIEWER = Actor(id="staff-reviewer", party=Party.OFFICIAL, role="reviewer")
HEAD = Actor(id="staff-head", party=Party.OFFICIAL, role="head")
FORM = {
    "licence_number": "460105199003072215",
    "licence_class": "C1",
    "residence_address": "海口市龙华区示例路1号",
    "physical_condition": "FIT",
    "delivery_way": "COURIER",
    "recipient": {"name": "王示例", "mobile": "13800000001", "address": "海口市龙华区示例路1号"},
}


def platform_with_catalogue(item: ItemVersion = ITEM) -> FakePlatform:
    """Monday morning, buckets empty, the item and the announced years online."""
    cloud = FakePlatform()
    cloud.quarantine, cloud.materials = FakeObjects("quarantine"), FakeObjects("materials")
    cloud.documents = FakeObjects("documents")
    cloud.material_versions = FakeVersions(cloud.materials)
    put_online(cloud.table, item)
    uow = cloud.unit_of_work()
    for path in sorted((SEED / "calendars").glob("*.json")):
        announce_year(uow, CalendarYear.model_validate(json.loads(path.read_text(encoding="utf-8"))))
    uow.commit()
    return cloud


def opened(cloud: FakePlatform, item: ItemVersion = ITEM, applicant: Applicant = WANG) -> Case:
    """A draft whose sources are being asked; for whatever kind of applicant, the item serves them."""
    item = item.model_copy(update={"subjects": (applicant.subject,)})
    uow = cloud.unit_of_work(APPLICANT)
    case = service.open_case(uow, item=item, applicant=applicant, region="460100")
    uow.commit()
    return case


def submitted(cloud: FakePlatform, applicant: Applicant = WANG) -> Case:
    """Handed in: the medical certificate obtained by sharing, the photo uploaded."""
    case = opened(cloud, applicant=applicant)
    act = cloud.act(APPLICANT)

    def fill_in(it: Case) -> None:
        it.save_form(FORM, ITEM, act)
        _bring_materials(it, act)
        it.sign_promise(version=ITEM.promise.version, sha256=ITEM.promise.sha256, item=ITEM, level=3, act=act)

    service.apply(cloud, case.id, act, fill_in)
    uow = cloud.unit_of_work(APPLICANT)
    case = load(cloud.table, case.id)
    service.submit(uow, cloud, case, level=3)
    uow.commit()
    return case


def accepted(cloud: FakePlatform, applicant: Applicant = WANG) -> Case:
    """Handed in and accepted by the reviewer."""
    act, calendar = cloud.act(REVIEWER), catalogue_of(cloud).calendar()
    case_id = submitted(cloud, applicant).id
    return service.apply(
        cloud, case_id, act, lambda it: it.check("reviewer", (), item=ITEM, act=act, calendar=calendar)
    )


def decided(
    cloud: FakePlatform,
    outcome: Outcome = Outcome.GRANTED,
    reason: str = "材料齐全，符合换证条件。",
    applicant: Applicant = WANG,
) -> Case:
    """Accepted, reviewed, and decided by the head at the present instant."""
    return decide(cloud, accepted(cloud, applicant).id, outcome, reason)


def settle(cloud: FakePlatform, case_id: str) -> Case:
    """The fee's order is opened and paid at the present instant."""
    act = cloud.act()

    def pay(it: Case) -> None:
        it.request_fee("order-1", act)
        it.note_fee_settled("order-1", act)

    return service.apply(cloud, case_id, act, pay)


def decide(cloud: FakePlatform, case_id: str, outcome: Outcome, reason: str) -> Case:
    """The reviewer's opinion and the head's decision, now."""
    review, decision, calendar = cloud.act(REVIEWER), cloud.act(HEAD), catalogue_of(cloud).calendar()
    advice = Advice.GRANT if outcome is Outcome.GRANTED else Advice.DENY
    service.apply(cloud, case_id, review, lambda it: it.give_opinion("reviewer", advice, reason, review))
    return service.apply(cloud, case_id, decision, lambda it: it.decide(outcome, reason, decision, calendar))


def draft_opened(cloud: FakePlatform, case: Case) -> CloudEvent:
    """The case's first event, as the bus delivers it."""
    first = load_history(cloud.table, case.id)[1][0]
    assert first.type == DraftOpened.type
    return received({"detail": cloud_event(first)})


def _bring_materials(case: Case, act: Act) -> None:
    shared = case.materials["medical-certificate"]
    obtained = {"state": SlotState.OBTAINED, "why": "held-by-source", "certificate_id": "certificate-1"}
    case.resolve_material(shared.model_copy(update=obtained), act)
    case.expect_upload("photo", upload_id="upload-1", sha256="0" * 64, act=act)
    case.receive_material(
        "photo",
        upload_id="upload-1",
        object_key="uploads/case/photo/upload-1",
        sha256="0" * 64,
        size=1,
        media_type="image/jpeg",
        act=act,
    )
