"""A certificate that is obtained for a material fills in the form too: as its source says, and not to be typed over."""

import datetime as dt
from typing import Any

import pytest

from app import AREAS
from chalicelib.cases import errors
from chalicelib.cases.bringing.model import agreed
from chalicelib.cases.bringing.sources import Sources
from chalicelib.cases.data_disputes.api import DataDisputeView
from chalicelib.cases.data_disputes.service import dispute as dispute_of
from chalicelib.cases.model import Case
from chalicelib.cases.service import put
from chalicelib.cases.store import load, load_history
from chalicelib.cases.vocabulary import SlotState
from chalicelib.catalogue.checks import violations_of
from chalicelib.catalogue.registers.entries import CertificateType
from chalicelib.http import edge
from chalicelib.http.access import Caller, Role
from chalicelib.kernel.identity_numbers import HolderType
from chalicelib.materials.licence_base import Certificate
from chalicelib.materials.trust import TrustGrade
from chalicelib.workflow.consuming import CloudEvent
from chalicelib.workflow.notify import tell
from chalicelib.workflow.resolve_materials import resolve
from tests.support.applications import APPLICANT, SHOP_BY_LI, WANG, draft_opened, opened, platform_with_catalogue
from tests.support.cases import a_new_case
from tests.support.items import changed, seeded_item
from tests.support.platform import MONDAY_MORNING, FakePlatform
from tests.support.probes import Api
from tests.support.registers import registers
from tests.unit.seed.seeded import content_of, seeded_registers
from tests.unit.workflow.test_applicants_are_told_about_their_case import Gateway

TODAY = MONDAY_MORNING.date()
MINE = Caller(WANG.account_id, Role.APPLICANT, 3, "session-1")
OPERATOR = Caller("operator-1", Role.OPERATOR, 4, "session-9")
MEDICAL = "DRIVER_MEDICAL_CERTIFICATE"
CONCLUSION = f"licence:{MEDICAL}#conclusion"
TEXT = {"type": "string", "maxLength": 20}
FORM = {
    "type": "object",
    "additionalProperties": False,
    "required": ["conclusion"],
    "properties": {
        "conclusion": {**TEXT, "x-from": CONCLUSION, "x-label": {"zh": "体检结论", "en": "Conclusion"}},
        "examined_for": {**TEXT, "pattern": "^[A-Z][0-9]$", "x-from": f"licence:{MEDICAL}#examined_for"},
        "remark": TEXT,
    },
}
ITEM = changed(seeded_item(), form=FORM, one_open_case=False)


class Base:
    """A licence base with these certificates, by what their fields say."""

    def __init__(self, *said: dict[str, Any]) -> None:
        self.said = said

    def query(self, code: str, of: HolderType, kind: str, reason: str) -> list[Certificate]:
        until, grade = TODAY + dt.timedelta(days=90), TrustGrade.A
        return [
            Certificate(f"base-{number}", kind, "证", "issuer", "发证机关", TODAY, until, grade, fields)
            for number, fields in enumerate(self.said)
        ]


FIT = {"conclusion": "合格", "examined_for": "C1", "holder_name": "王示例"}


@pytest.fixture
def cloud() -> FakePlatform:
    return platform_with_catalogue(ITEM)


@pytest.fixture
def api(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> Api:
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    return Api(cloud, *AREAS)


def resolved(cloud: FakePlatform, *said: dict[str, Any], typed: dict[str, str] | None = None) -> Case:
    """A draft whose sources were asked, after the applicant had typed something."""
    case = opened(cloud, ITEM)
    if typed is not None:
        uow = cloud.unit_of_work(APPLICANT)
        case.save_form(typed, ITEM, uow.act)
        put(uow, case)
        uow.commit()
    for _ in range(2):
        resolve(cloud, Sources(Base(*said)), draft_opened(cloud, case))
    return load(cloud.table, case.id)


def test_what_the_certificate_says_stands_in_the_form(cloud: FakePlatform) -> None:
    case = resolved(cloud, FIT)
    assert case.form == {"conclusion": "合格", "examined_for": "C1"}
    assert case.obtained[CONCLUSION].certificate_id == "base-0"


def test_the_history_says_which_fields_and_never_what(cloud: FakePlatform) -> None:
    case = resolved(cloud, FIT)
    told = [it for it in load_history(cloud.table, case.id)[1] if it.type == "case.DataObtained"]
    assert [it.data["fields"] for it in told] == [["/conclusion", "/examined_for"]]
    assert "合格" not in str(told)


def test_nobody_types_over_it_and_what_was_typed_before_gives_way(cloud: FakePlatform) -> None:
    case = resolved(cloud, FIT, typed={"conclusion": "不合格", "remark": "无"})
    assert case.form == {"conclusion": "合格", "examined_for": "C1", "remark": "无"}
    with pytest.raises(errors.FieldIsVerified):
        case.save_form({"conclusion": "不合格"}, ITEM, cloud.unit_of_work(APPLICANT).act)


def test_of_two_certificates_only_what_both_say_is_taken(cloud: FakePlatform) -> None:
    assert resolved(cloud, FIT, {**FIT, "examined_for": "A1"}).form == {"conclusion": "合格"}
    assert agreed([{"number": "E1", "pages": 3}, {"number": "E1"}]) == {"number": "E1"}


def test_what_does_not_fit_the_form_is_left_to_the_applicant(cloud: FakePlatform) -> None:
    assert resolved(cloud, {**FIT, "examined_for": "未注明"}).form == {"conclusion": "合格"}


def test_a_source_without_the_certificate_leaves_the_form_to_the_applicant(cloud: FakePlatform) -> None:
    case = resolved(cloud)
    case.save_form({"conclusion": "合格"}, ITEM, cloud.unit_of_work(APPLICANT).act)
    assert case.obtained == {}


def test_a_certificate_on_which_no_material_rests_fills_in_nothing(cloud: FakePlatform) -> None:
    """The applicant brought the material themselves while the source was thinking."""
    case = opened(cloud, ITEM)

    class Slow(Base):
        def query(self, code: str, of: HolderType, kind: str, reason: str) -> list[Certificate]:
            brought, uow = load(cloud.table, case.id), cloud.unit_of_work(APPLICANT)
            there = {"state": SlotState.UPLOADED, "why": "uploaded"}
            brought.materials = {code: slot.model_copy(update=there) for code, slot in brought.materials.items()}
            brought.save_form({"conclusion": "不合格"}, ITEM, uow.act)
            put(uow, brought)
            uow.commit()
            return super().query(code, of, kind, reason)

    resolve(cloud, Sources(Slow(FIT)), draft_opened(cloud, case))
    kept = load(cloud.table, case.id)
    assert (kept.form, kept.obtained) == ({"conclusion": "不合格"}, {})


def test_a_forgotten_draft_holds_nothing_of_it(cloud: FakePlatform) -> None:
    case = resolved(cloud, FIT)
    act = cloud.unit_of_work(APPLICANT).act
    assert case.forget_draft(act, begun_before=act.at + dt.timedelta(days=1))
    assert (case.obtained, case.form) == ({}, {})


def test_the_applicant_sees_who_says_so_and_disputes_it(api: Api, cloud: FakePlatform) -> None:
    case = resolved(cloud, FIT)
    fields = api.call("GET", "/v1/cases/{case_id}", by=MINE, case_id=case.id).body["verified_fields"]
    assert [(it["at"], it["source"], it["editable"]) for it in fields][0] == ("/conclusion", CONCLUSION, False)
    assert "As the certificate says" in fields[0]["explanation"]
    opened_id = dispute(api, case)
    (waiting,) = api.call("GET", "/v1/data-disputes", by=OPERATOR).body["entries"]
    assert (waiting["dispute_id"], waiting["field_label"], waiting["source"], waiting["claimed"]) == (
        opened_id,
        "Conclusion",
        CONCLUSION,
        "优良",
    )


def dispute(api: Api, case: Case) -> str:
    body = {"field": "/conclusion", "claimed": "优良", "reason": "体检机构已更正"}
    answer = api.call("POST", "/v1/cases/{case_id}/data-disputes", body, by=MINE, case_id=case.id)
    return str(answer.body["dispute_id"])


@pytest.mark.parametrize("is_right", [True, False])
def test_whoever_disputed_it_is_told_of_the_answer(api: Api, cloud: FakePlatform, is_right: bool) -> None:
    dispute_id = dispute(api, resolved(cloud, FIT))
    path = "/v1/data-disputes/{dispute_id}/answer"
    api.call("POST", path, {"is_right": is_right, "answer": "已核实"}, by=OPERATOR, dispute_id=dispute_id)
    gateway = Gateway()
    event = CloudEvent(
        id=f"{dispute_id}:2", type="dispute.Answered", subject=dispute_id, time=MONDAY_MORNING,
        correlationid="c", data={"is_right": is_right},
    )  # fmt: skip
    for _ in range(2):
        tell(cloud, gateway, event)
    template = "data-dispute-upheld.zh-CN" if is_right else "data-dispute-rejected.zh-CN"
    assert [(mobile, said) for _, mobile, said, _ in gateway.sent] == [(WANG.mobile, template)]


def test_what_is_claimed_of_a_name_is_masked_to_operators_though_no_form_says_so(api: Api, cloud: FakePlatform) -> None:
    """A name that the form shows whole to the desk that examines it is nobody else's business."""
    item = changed(ITEM, form={**FORM, "properties": {"holder": {**TEXT, "x-from": "applicant.name"}}, "required": []})
    case = a_new_case(item)
    opened_one = dispute_of(
        cloud.unit_of_work(APPLICANT), case, item, field="/holder", claimed="王二", reason="姓名有误"
    )
    assert DataDisputeView.of(opened_one, "zh-CN").claimed == "王*"


def wanting(source: str, **changes: Any) -> list[tuple[str, str]]:
    content = changed(ITEM, form={**FORM, "properties": {"it": {**TEXT, "x-from": source}}, "required": []}, **changes)
    return [(it.rule, it.pointer) for it in violations_of(content, types()) if it.rule.startswith("form-")]


def types() -> Any:
    known = registers()
    kept = [it for it in known.certificate_types if it.code != MEDICAL]
    (medical,) = [it for it in known.certificate_types if it.code == MEDICAL]
    fields = [
        {"name": "conclusion", "label": {"zh": "结论"}},
        {"name": "photo", "label": {"zh": "照片"}, "kind": "IMAGE"},
    ]
    with_fields = CertificateType.model_validate({**medical.model_dump(), "fields": fields})
    return known.with_entries((*kept, with_fields))


@pytest.mark.parametrize(
    ("source", "rule"),
    [
        (CONCLUSION, None),
        ("organisation.name", None),
        ("licence:DRIVING_LICENCE#number", "form-certificate-is-obtained"),
        (f"licence:{MEDICAL}#diagnosis", "form-certificate-is-obtained"),
        (f"licence:{MEDICAL}#photo", "form-certificate-is-obtained"),
        ("licence:medical#conclusion", "form-sources-are-known"),
        ("account.shoe_size", "form-sources-are-known"),
    ],
)
def test_an_unknown_source_is_not_published(source: str, rule: str | None) -> None:
    expected = [(rule, "#/form/properties/it/x-from")] if rule else []
    assert [
        it for it in wanting(source) if it[0] in {"form-sources-are-known", "form-certificate-is-obtained"}
    ] == expected


def test_an_organisation_is_filled_in_with_its_own_name_and_a_person_with_none() -> None:
    fields = {"enterprise": "organisation.name", "code": "organisation.number", "mobile": "agent.mobile"}
    form = {**FORM, "required": [], "properties": {name: {**TEXT, "x-from": it} for name, it in fields.items()}}
    item = changed(ITEM, form=form)
    act = FakePlatform().unit_of_work(APPLICANT).act
    served = item.model_copy(update={"subjects": (SHOP_BY_LI.subject,)})
    shop = Case.open(case_id="case-2", item=served, applicant=SHOP_BY_LI, region="460100", act=act)
    assert shop.form == {"enterprise": SHOP_BY_LI.name, "code": SHOP_BY_LI.id_number, "mobile": "13800000002"}
    assert a_new_case(item).form == {}


@pytest.mark.parametrize(
    ("slug", "sources"),
    [
        ("id-card-replacement", {"licence:HOUSEHOLD_REGISTER#address", "applicant.mobile"}),
        ("hk-macao-endorsement", {"licence:HM_TRAVEL_PERMIT#number", "applicant.mobile"}),
        ("ordinary-passport-renewal", {"licence:ORDINARY_PASSPORT#number", "applicant.mobile"}),
        ("physician-registration", {"licence:PHYSICIAN_QUALIFICATION#number", "applicant.mobile"}),
        ("talent-household-registration", {"licence:HOUSEHOLD_REGISTER#address", "applicant.mobile"}),
        ("food-operation-permit", {"organisation.name", "organisation.number"}),
    ],
)
def test_seeded_items_ask_for_nothing_that_is_known(slug: str, sources: set[str]) -> None:
    content = content_of(slug)
    assert {it["x-from"] for it in content.form["properties"].values() if "x-from" in it} == sources
    assert violations_of(content, seeded_registers()) == ()
