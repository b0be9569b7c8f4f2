"""A person takes away what the service holds of them: all of it, readable, and nothing of anybody else."""

import io
import json
import zipfile
from datetime import date
from typing import Any

import pytest

from app import AREAS
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.cases.promise_checks.vocabulary import Finding
from chalicelib.cases.service import load_case
from chalicelib.feedback import service as feedback
from chalicelib.http import edge
from chalicelib.http.access import Caller, Role
from chalicelib.http.authority import Power
from chalicelib.jobs.model import JobStatus
from chalicelib.jobs.service import load_job, run
from chalicelib.licences import service as licences
from chalicelib.licences.request import Holder
from chalicelib.parties import store as people
from chalicelib.parties.assistance import store as assistances
from chalicelib.parties.assistance.model import Assistance, Helper, Proof, ProofKind
from chalicelib.parties.communities import store as communities
from chalicelib.parties.communities.model import CommunityAgent, CommunityList, Engagement, Office
from chalicelib.parties.guardians import service as guardians
from chalicelib.parties.guardians import store as guardian_store
from chalicelib.parties.guardians.model import Guardianship
from chalicelib.parties.introductions import store as introductions
from chalicelib.parties.introductions.model import Code, Introduction, Told
from chalicelib.parties.looks import Look, note_look
from chalicelib.parties.mandates.terms import Terms
from chalicelib.parties.service import read_account
from chalicelib.parties.subject_access.service import EXPORT_SUBJECT
from chalicelib.parties.windows.documents import DocumentKind
from chalicelib.parties.windows.visits import WindowVisit
from chalicelib.workflow import subject_cases, subject_sections
from chalicelib.workflow.carry_out_jobs import HANDLERS
from infra.bootstrap.catalogue import seed_registers
from tests.support import certificates
from tests.support.cases import ADDRESS, CALENDAR, HEAD, a_delivered_case, by, stored, with_catalogue
from tests.support.consents import Consenting
from tests.support.mandates import AGENT_MOBILE, AGENT_NAME, AGENT_NUMBER, Pair, a_pair
from tests.support.objects import FakeObjects
from tests.support.people import ID_NUMBER, MOBILE, NAME
from tests.support.platform import FakePlatform
from tests.support.probes import Answered, Api
from tests.support.promise_checks import found, promised_in
from tests.support.promise_checks import kept as kept_check
from tests.support.publishing import TODAY
from tests.support.workplaces import CLERK

PLENTY = 900_000
OFFICIAL = "staff-reviewer"


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> FakePlatform:
    cloud = with_catalogue(FakePlatform())
    cloud.materials = FakeObjects()
    seed_registers(cloud)
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    return cloud


@pytest.fixture
def pair(cloud: FakePlatform) -> Pair:
    """The person, and somebody else whom they mandate."""
    return a_pair(cloud, Api(cloud, *AREAS))


def furnish(cloud: FakePlatform, pair: Pair) -> str:
    """Something of the person in every store; the id of their finished case."""
    person = pair.principal
    pair.accepted()
    Consenting(pair.api, person).given()
    pair.api.call(
        "POST", "/v1/me/organisation-claim", {"uscc": "91460100XNYL00013T", "name": "海口示例商贸有限公司"}, by=person
    )
    licences.issue(cloud, cloud.act(), certificates.request(cloud, holder=Holder(name=NAME, id_number=ID_NUMBER)))
    case = a_delivered_case()
    case.applicant = case.applicant.model_copy(update={"account_id": person.id, "name": NAME, "mobile": MOBILE})
    told = found(promised_in(case), Finding.BREACH, cloud.act().at)
    kept_check(cloud.unit_of_work(), told)
    case.disclose("核对身份", by(HEAD), department="GA", region="460100")
    stored(cloud.table, case)
    uow = cloud.unit_of_work()
    look = Look(at=uow.act.at, by=OFFICIAL, role="reviewer", department="GA", region="460100", case_id=case.id,
                number=case.number, reason="核对身份")  # fmt: skip
    note_look(uow, person.id, look)
    helped(uow, person.id)
    represented(uow, pair)
    introduced(uow, person.id)
    feedback.evaluate(uow, case, stars=2, comment="等了很久")
    enquiry = feedback.ask(uow, case, "什么时候可以领证？", CALENDAR)
    uow.commit()
    uow = cloud.unit_of_work(by(HEAD).actor)
    feedback.answer(uow, enquiry, "明天可以领取。")
    uow.commit()
    return case.id


def represented(uow: UnitOfWork, pair: Pair) -> None:
    """They claim a child, have a guardian themselves, and an office has asked them about its agent."""
    person, other = pair.principal.id, pair.agent.id
    guardians.claim(uow, person, name="王小例", id_number="460105201506010016")
    guardianship = Guardianship.between(
        id=guardian_store.guardianship_id(other, person),
        guardian_id=other,
        ward_id=person,
        birth_date=date(2010, 1, 1),
    )
    guardianship.bind(guardian_name=AGENT_NAME, ward_name=NAME, authority_id="authority-1", act=uow.act)
    guardian_store.save(uow, guardianship)
    made = CommunityList.open(
        id="list-1",
        office=Office(name="示例社区居民委员会", department="GA", region="460100"),
        agent=CommunityAgent(account_id=other, name=AGENT_NAME),
        terms=Terms(items=("GA-JG-0102",), powers=(Power.SUBMIT,), valid_from=TODAY, valid_to=TODAY),
        act=uow.act,
    )
    asked_about = Engagement.propose(
        made, id="engagement-1", person_id=person, person_name=NAME, named="hash", act=uow.act
    )
    communities.save_list(uow, made)
    communities.save(uow, asked_about)


def introduced(uow: UnitOfWork, person_id: str) -> None:
    """A partner system may be told who they are."""
    told = Told(subject="name-for-the-partner", level=3, authenticated_at=uow.act.at, nonce="nonce")
    code = Code.new("introduction-1")
    granted = Introduction.grant(
        code,
        person_id=person_id,
        session_id="session",
        partner_id="partner-1",
        partner="示例合作系统",
        told=told,
        now=uow.act.at,
        act=uow.act,
    )
    introductions.save(uow, granted)
    introductions.remember_subject(uow, person_id, "partner-1", told.subject)


def helped(uow: UnitOfWork, person_id: str) -> None:
    """A clerk has seen their document, and helped them."""
    visit = WindowVisit(at=uow.act.at, by=CLERK.id, region="460100", document=DocumentKind.ID_CARD)
    account = read_account(uow.table, person_id)
    account.note_seen(visit, uow.act)
    people.save_account(uow, account, None)
    given = Assistance.open(
        id="assistance-1",
        helper=Helper(id=CLERK.id, role=CLERK.role, region=CLERK.region, channel="WINDOW"),
        applicant_id=person_id,
        applicant_name=NAME,
        proof=Proof(kind=ProofKind.PRESENCE, document=DocumentKind.ID_CARD),
        level=4,
        items=(),
        powers=(),
        now=uow.act.at,
        act=uow.act,
    )
    assistances.save(uow, given)


def asked(pair: Pair) -> Answered:
    return pair.api.call("POST", "/v1/me/exports", by=pair.principal)


def carried_out(cloud: FakePlatform, export_id: str, remaining: int = PLENTY) -> JobStatus:
    return run(cloud, export_id, HANDLERS, lambda: remaining)


def fetched(cloud: FakePlatform, pair: Pair, export_id: str) -> dict[str, Any]:
    """The files of the copy, JSON read."""
    answer = pair.api.call("GET", "/v1/me/exports/{export_id}/file", by=pair.principal, export_id=export_id)
    assert answer.status == 200, answer.text
    body, media_type = cloud.materials.read(answer.body["url"].removeprefix("https://materials.test/"))
    assert media_type.media_type == "application/zip"
    archive = zipfile.ZipFile(io.BytesIO(body))
    return {
        name: json.loads(archive.read(name)) if name.endswith(".json") else archive.read(name).decode()
        for name in archive.namelist()
    }


def copy_of(cloud: FakePlatform, pair: Pair) -> dict[str, Any]:
    export_id = asked(pair).body["export_id"]
    assert carried_out(cloud, export_id) is JobStatus.DONE
    return fetched(cloud, pair, export_id)


def test_it_holds_what_the_stores_hold(cloud: FakePlatform, pair: Pair) -> None:
    case_id = furnish(cloud, pair)
    files = copy_of(cloud, pair)
    assert set(files) == {
        "index.html",
        *(f"{name}.json" for name in subject_sections.SECTIONS),
        f"cases/{case_id}.json",
    }
    account = files["account.json"]
    assert (account["name"], account["id_number"], account["mobile"], account["level"]) == (NAME, ID_NUMBER, MOBILE, 4)
    assert [it["state"] for it in files["mandates-given.json"]] == ["ACTIVE"]
    assert files["mandates-held.json"] == files["capacities.json"] == []
    assert files["sign-ins.json"][0]["opened_at"]
    assert files["organisation-claim.json"]["uscc"] == "91460100XNYL00013T"
    assert [(it["department"], it["reason"]) for it in files["looks.json"]] == [("GA", "核对身份")]
    (introduced,) = files["partners-told.json"]
    assert (introduced["partner"], introduced["known_as"]) == ("示例合作系统", "name-for-the-partner")
    (assistance,) = files["assistances.json"]
    assert (assistance["helper_role"], assistance["channel"], assistance["acts"]) == ("window-clerk", "WINDOW", [])
    assert (files["ward-claim.json"]["name"], files["ward-claim.json"]["status"]) == ("王**", "REQUESTED")
    assert [(it["name"], it["in_force"]) for it in files["guardians.json"]] == [("李**", True)]
    assert [(it["agent_name"], it["state"]) for it in files["community-engagements.json"]] == [("李**", "PROPOSED")]
    assert [(it["title"], it["standing"]) for it in files["licences.json"]] == [("机动车驾驶证换证决定书", "GENUINE")]
    assert NAME in files["consents.json"][0]["text"]["text"]
    (checked,) = files["promise-checks.json"]
    assert (checked["check_status"], checked["findings"][0]["facts"]) == ("NOTIFIED", "证明系伪造")
    case = files[f"cases/{case_id}.json"]
    assert (case["applicant"]["name"], case["applicant"]["mobile"]) == (NAME, MOBILE)
    assert case["case"]["form"]["residence_address"] == ADDRESS
    assert case["timeline"][0]["what"] == "开始填写申请"
    assert case["evaluation"]["comment"] == "等了很久"
    assert [(it["question"], it["answer"]["text"]) for it in case["enquiries"]] == [
        ("什么时候可以领证？", "明天可以领取。")
    ]


def test_every_row_about_the_person_has_its_place_in_the_copy(cloud: FakePlatform, pair: Pair) -> None:
    """Whatever is kept under a person or names them is collected, or is no data of theirs; something new is noticed."""
    furnish(cloud, pair)
    person = pair.principal.id
    of_parties = {"ACCOUNT", "SESSIONS", "MANDATE", "CONSENT", "ORGANISATION-CLAIM", "LOOK", "ASSISTANCE"}
    of_parties |= {"WARD-CLAIM", "GUARDIANSHIP", "ENGAGEMENT"}
    of_parties |= {"INTRODUCTION", "SUBJECT", "LICENCE"}
    technical = {
        "PRINCIPAL": "what tokens say of the account",
        "MOBILE": "a keyed hash that finds the account",
        "IDNUMBER": "a keyed hash that finds the account",
        "SESSION": "the secrets' hashes behind SESSIONS",
        "CHALLENGE": "a one-time code's, gone after a day",
        "AUTHORITY": "what a mandate that was given lets its agent do",
        "IDEMPOTENCY": "answers kept for two days, so that nothing happens twice",
        "SEEN": "which events were consumed",
        "OPEN": "a guard against a second open case",
        "COMMUNITY-LIST": "the office's copies of ENGAGEMENT",
        "CODES": "when codes were asked for, kept for an hour",
    }
    about = {
        str(pk).partition("#")[0]
        for (pk, _), row in cloud.table.rows.items()
        if any(known in str(row) for known in (person, NAME, MOBILE, ID_NUMBER))
    }
    assert about - set(technical) == {*of_parties, "CASE", "PROMISE-CHECK", "EVALUATION", "ENQUIRY"}


def test_nothing_of_other_people_is_in_it(cloud: FakePlatform, pair: Pair) -> None:
    furnish(cloud, pair)
    told = json.dumps(copy_of(cloud, pair), ensure_ascii=False)
    for other in (AGENT_NAME, AGENT_MOBILE, AGENT_NUMBER, pair.agent.id, OFFICIAL, HEAD.id, CLERK.id):
        assert other not in told, other
    assert "李**" in told
    assert "face_token" not in told and "secret" not in told


def test_what_a_person_reads_is_chinese_and_escaped(cloud: FakePlatform, pair: Pair) -> None:
    case_id = furnish(cloud, pair)
    uow = cloud.unit_of_work()
    feedback.ask(uow, load_case(cloud.table, case_id), "<script>alert(1)</script>", CALENDAR)
    uow.commit()
    page = copy_of(cloud, pair)["index.html"]
    for words in ("个人信息副本", "谁查看过我的信息", NAME, "等了很久", "第四十五条"):
        assert words in page
    assert "<script>" not in page and "http" not in page


def test_cut_off_anywhere_it_goes_on_and_is_the_same(cloud: FakePlatform, pair: Pair) -> None:
    case_id = furnish(cloud, pair)
    export_id = asked(pair).body["export_id"]
    runs = 0
    while carried_out_once(cloud, export_id) is JobStatus.RUNNING:
        runs += 1
    assert runs >= len(subject_sections.SECTIONS)
    files, person = fetched(cloud, pair, export_id), pair.principal.id
    for name, collect in subject_sections.SECTIONS.items():
        assert files[f"{name}.json"] == collect(cloud, person)
    assert files[f"cases/{case_id}.json"] == subject_cases.of_case(cloud, person, case_id)


def carried_out_once(cloud: FakePlatform, export_id: str) -> JobStatus:
    """One part, and the function's time is over."""
    left = iter([PLENTY])
    return run(cloud, export_id, HANDLERS, lambda: next(left, 0))


def test_it_is_told_how_far_it_is_and_fetched_until_it_expires(cloud: FakePlatform, pair: Pair) -> None:
    answer = asked(pair)
    export_id = answer.body["export_id"]
    assert (answer.status, answer.body["job_status"]) == (202, "RUNNING")

    def told(path: str = "") -> Answered:
        return pair.api.call("GET", f"/v1/me/exports/{{export_id}}{path}", by=pair.principal, export_id=export_id)

    assert told("/file").body["code"] == "export.not-ready"
    carried_out(cloud, export_id)
    assert (told().body["job_status"], "available_until" in told().body) == ("DONE", True)
    assert told("/file").status == 200
    cloud.clock.move(days=7)
    assert told("/file").body["code"] == "export.over"


def test_one_a_day_is_made(cloud: FakePlatform, pair: Pair) -> None:
    first, second = asked(pair), asked(pair)
    assert (second.status, second.body["code"]) == (429, "export.exported-today")
    assert second.body["export_id"] == first.body["export_id"]
    cloud.clock.move(days=1)
    assert asked(pair).status == 202
    listed = pair.api.call("GET", "/v1/me/exports", by=pair.principal).body["entries"]
    assert [it["requested_on"] for it in listed] == ["2026-03-02", "2026-03-03"]


def test_it_is_nobody_elses_and_no_job_of_an_office(cloud: FakePlatform, pair: Pair) -> None:
    export_id = asked(pair).body["export_id"]
    carried_out(cloud, export_id)
    for path in ("", "/file"):
        answer = pair.api.call("GET", f"/v1/me/exports/{{export_id}}{path}", by=pair.agent, export_id=export_id)
        assert answer.body["code"] == "access.not-found"
    office = Caller("staff-office", Role.CATALOGUE_MANAGER, 4, "session-5", "", "460000")
    for path in ("", "/lines"):
        assert pair.api.call("GET", f"/v1/jobs/{{job_id}}{path}", by=office, job_id=export_id).status == 404
    assert load_job(cloud.table, export_id).kind == EXPORT_SUBJECT
