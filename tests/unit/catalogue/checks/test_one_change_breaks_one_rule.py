"""For every rule: the lawful item, changed in one place, breaks exactly that rule, and says where."""

from typing import Any, NamedTuple

import pytest

from chalicelib.catalogue.checks import RULES, violations_of
from chalicelib.catalogue.model import ItemContent
from tests.support.contents import changed_at, lawful_document
from tests.support.registers import registers

IN_PERSON = lawful_document(
    visits=1, visit_reason={"zh": "采集指纹"}, visit_basis="居民身份证法第十条", online_depth=4, accepts_post=True
)
JOINT = lawful_document(joint_departments=["WJ"])
INSTANT = lawful_document(case_kind="1", limits={"statutory": {"amount": 1}, "promised": {"amount": 0}})
SAFE = lawful_document(safety_related=True)
PROVINCIAL = lawful_document(level="2", regions=["460000"])
OPTIONAL = changed_at("/materials/1/necessity", "OPTIONAL")
MAY_FOLLOW = changed_at("/materials/1/necessity", "MAY_FOLLOW", changed_at("/materials/1/follow_within", {"amount": 1}))
PAPER = changed_at("/materials/1/form", "PAPER", changed_at("/materials/1/media_types", [], OPTIONAL))
PROPERTIES = "/form/properties"
RECIPIENT = f"{PROPERTIES}/recipient"
BY_WIRE = lawful_document(
    delivery=["ELECTRONIC"], form={"type": "object", "additionalProperties": False, "properties": {}}
)


class Broken(NamedTuple):
    """`value` put at `pointer` breaks `rule`, told at `told` (where it was put, if not said otherwise)."""

    rule: str
    pointer: str
    value: Any
    base: dict[str, Any] | None = None
    told: str = ""


CASES = [
    Broken("item-needs-basis", "/legal_basis", []),
    Broken("item-needs-basis", "/legal_basis/0", " 法 "),
    Broken("promise-is-long-enough", "/promise/text", "不实承担责任"),
    Broken("promise-names-consequences", "/promise/text", "本人承诺所填写的信息和提交的材料真实、准确、完整。"),
    Broken("promise-names-consequences", "/promise/consequence/zh", " "),
    Broken("phones-needed", "/enquiry_phone", "  "),
    Broken("phones-needed", "/supervision_phone", "见公告"),
    Broken("phones-differ", "/supervision_phone", " 0898 00000001 "),
    Broken("result-certificate-registered", "/result/certificate_type", "UNHEARD_OF"),
    Broken("result-certificate-registered", "/result/certificate_type", "OLD_PERMIT"),
    Broken("subject-needed", "/subjects", []),
    Broken("form-certificate-is-obtained", f"{PROPERTIES}/number/x-from", "licence:CHARTER#title"),
    Broken("form-sources-are-known", f"{RECIPIENT}/x-from", "applicant.name"),
    Broken("archive-period-stated", "/archive_period", None),
    Broken("listed-once", "/regions", ["460100", "469001", "460100"], told="/regions/2"),
    Broken("listed-once", "/delivery", ["COURIER", "ELECTRONIC", "COURIER"], told="/delivery/2"),
    Broken("review-has-a-stage", "/review", []),
    Broken("department-registered", "/department/code", "XX"),
    Broken("department-registered", "/joint_departments", ["WJ", "GS"], told="/joint_departments/1"),
    Broken(
        "department-registered",
        "/review/0/desks",
        ["reviewer", {"role": "reviewer", "department": "XX"}],
        told="/review/0/desks/1/department",
    ),
    Broken("desk-is-staffed", "/review/0/desks", ["reviewer", "panel"], told="/review/0/desks/1/role"),
    Broken("desk-is-staffed", "/review/0/desks/0", {"role": "head"}, told="/review/0/desks/0/role"),
    Broken("region-needed", "/regions", []),
    Broken("region-registered", "/regions/0", "469003"),
    Broken("region-registered", "/regions/0", "469099"),
    Broken("region-registered", "/regions/0", "460100001"),
    Broken("region-in-scope", "/regions/0", "460300"),
    Broken("province-level-means-province", "/regions/0", "460000"),
    Broken("province-level-means-province", "/level", "2", lawful_document(regions=["460100"]), "/regions/0"),
    Broken("province-level-means-province", "/level", "3", PROVINCIAL, "/regions/0"),
    Broken("visit-needs-law", "/visit_basis", "", IN_PERSON),
    Broken("visit-needs-law", "/visit_basis", "按照有关规定", IN_PERSON),
    Broken("visit-needs-reason", "/visit_reason", None, IN_PERSON),
    Broken("online-means-no-visit", "/online_depth", 5, IN_PERSON, "/visits"),
    Broken("no-visit-needs-a-way-in", "/online_depth", 4, told="/accepts_post"),
    Broken("delivery-needed", "/delivery", [], changed_at(f"{PROPERTIES}/delivery_way/enum", [])),
    Broken("channel-needed", "/channels", []),
    Broken("instant-means-zero", "/limits/promised/amount", 0, told="/case_kind"),
    Broken("instant-means-zero", "/case_kind", "1"),
    Broken("instant-means-zero", "/case_kind", "2", INSTANT),
    Broken("promise-within-statute", "/limits/promised", {"amount": 21}),
    Broken("promise-within-statute", "/limits/promised", {"amount": 1, "unit": "MONTH"}),
    Broken("acceptance-within-five-days", "/acceptance_check", {"amount": 6}),
    Broken("acceptance-within-five-days", "/acceptance_check", {"amount": 1, "unit": "MONTH"}),
    Broken("correction-takes-time", "/correction_time", {"amount": 0}),
    Broken("correction-takes-time", "/correction_time", {"amount": 23, "unit": "HOUR"}),
    Broken("extension-within-the-law", "/limits/extension", {"amount": 11}),
    Broken("extension-within-the-law", "/limits/extension", {"amount": 16}, JOINT),
    Broken("extension-within-the-law", "/limits/extension", {"amount": 1, "unit": "MONTH"}),
    Broken("extension-within-the-law", "/limits/extension", {"amount": 10, "unit": "HOUR"}),
    Broken("silence-needs-law", "/tacit_approval", {"basis": "无"}, told="/tacit_approval/basis"),
    Broken("silence-never-about-safety", "/tacit_approval", {"basis": "某某条例第三条"}, SAFE),
    Broken("pledge-never-about-safety", "/credit", {"pledge_allowed": True}, SAFE, "/credit/pledge_allowed"),
    Broken("fee-needs-basis", "/fee/basis", "   无  "),
    Broken("fee-needs-name", "/fee/name/zh", " "),
    Broken("fee-needs-online-payment", "/online_payment", False),
    Broken("waiver-needs-basis", "/fee/waivers", [{"condition": {"zh": "低保"}}], told="/fee/waivers/0/basis"),
    Broken("material-already-held", "/materials/0/shared_source", None),
    Broken("material-already-held", "/materials/1/name/zh", "公司 章程", told="/materials/1/shared_source"),
    Broken("material-already-held", "/materials/1/name/zh", "体检证明", told="/materials/1/shared_source"),
    Broken("material-already-held", "/materials/1/certificate_type", "CHARTER", told="/materials/1/shared_source"),
    Broken("shared-source-is-obtainable", "/materials/0/shared_source/certificate_type", "DRIVING_LICENCE"),
    Broken("shared-source-is-obtainable", "/materials/0/shared_source/certificate_type", "OLD_PERMIT"),
    Broken("shared-source-is-obtainable", "/materials/0/shared_source/certificate_type", "UNHEARD_OF"),
    Broken("shared-source-says-why", "/materials/0/shared_source/use_reason", " "),
    Broken("material-certificate-registered", "/materials/1/certificate_type", "UNHEARD_OF"),
    Broken("material-asked-once", "/materials/1/code", "medical-certificate", changed_at("/materials/1/shared_source",
           lawful_document()["materials"][0]["shared_source"])),
    Broken("material-needs-basis", "/materials/1/legal_basis", ""),
    Broken("government-material-names-issuer", "/materials/1/source", "20", told="/materials/1/issuing_authority"),
    Broken("late-material-says-by-when", "/materials/1/necessity", "MAY_FOLLOW", told="/materials/1/follow_within"),
    Broken("material-validity-fits", "/materials/1/valid_for", {"amount": 6, "unit": "WORKING_DAY"}),
    Broken("material-validity-fits", "/materials/1/valid_for", {"amount": 0, "unit": "MONTH"}),
    Broken("material-validity-fits", "/materials/1/valid_for", {"amount": 121, "unit": "MONTH"},
           changed_at("/materials/1/certificate_type", "DRIVING_LICENCE")),
    Broken("late-material-comes-in-time", "/materials/1/follow_within", {"amount": 21}, MAY_FOLLOW),
    Broken("electronic-material-says-which-files", "/materials/1/media_types", []),
    Broken("electronic-material-says-which-files", "/materials/0/max_bytes", 0),
    Broken("electronic-material-says-which-files", "/materials/1/form", "EITHER", PAPER, "/materials/1/media_types"),
    Broken(
        "electronic-material-says-which-files", "/materials/1/necessity", "REQUIRED", PAPER, "/materials/1/media_types"
    ),
    Broken("form-is-bounded", "/form/x-note", "长" * 65_536, told="/form"),
    Broken("form-refers-to-itself-only", "/form/allOf", [{"$ref": "https://example.org/form.json"}],
           told="/form/allOf/0/$ref"),
    Broken("form-refers-to-itself-only", "/form/allOf", [{"$ref": "#/$defs/none"}], told="/form/allOf/0/$ref"),
    Broken("form-refers-to-itself-only", "/form/$id", "file:///etc/hostname"),
    Broken("form-refers-to-itself-only", "/form/$schema", "http://json-schema.org/draft-07/schema#"),
    Broken("form-comes-to-an-end", "/form/$ref", "#", told="/form"),
    Broken("form-patterns-are-linear", f"{PROPERTIES}/number/pattern", "^(?=a)(a+)+$"),
    Broken("form-patterns-are-linear", f"{PROPERTIES}/number/pattern", "((a{0,100}){0,100}){0,100}"),
    Broken("form-patterns-are-linear", f"{PROPERTIES}/number/pattern", "("),
    Broken("form-is-json-schema", f"{PROPERTIES}/number/maxLength", "long"),
    Broken("form-is-json-schema", "/form/required", "number"),
    Broken("form-is-closed", "/form/additionalProperties", True, told="/form"),
    Broken("form-is-closed", "/form/additionalProperties", ..., told="/form"),
    Broken("form-is-closed", "/form/type", "string", told="/form"),
    Broken("form-is-closed", f"{PROPERTIES}/recipient/additionalProperties", ..., told=f"{PROPERTIES}/recipient"),
    Broken("form-fields-are-labelled", f"{PROPERTIES}/number/x-label", {"en": "Number"}, told=f"{PROPERTIES}/number"),
    Broken("form-fields-say-their-type", f"{PROPERTIES}/number/type", ..., told=f"{PROPERTIES}/number"),
    Broken("form-fields-say-their-type", f"{PROPERTIES}/number/type", ["string", "object"],
           told=f"{PROPERTIES}/number"),
    Broken("form-fields-say-their-type", f"{PROPERTIES}/remarks/items", {}),
    Broken("form-required-fields-exist", "/form/required", ["colour", "delivery_way"], told="/form/required/0"),
    Broken("form-masks-are-known", f"{PROPERTIES}/number/x-mask", "stars"),
    Broken("form-masks-are-known", "/form/$defs", {"a": {"x-mask": "id"}}, told="/form/$defs/a/x-mask"),
    Broken("form-masks-personal-data", f"{PROPERTIES}/number/x-mask", ..., told=f"{PROPERTIES}/number"),
    Broken("form-masks-personal-data", f"{PROPERTIES}/mobile", {"type": "string", "x-label": {"zh": "电话"}}),
    Broken("courier-knows-where-to", "/form/required", ["number"], told="/form"),
    Broken("courier-knows-where-to", "/form/then", ..., told="/form"),
    Broken("courier-knows-where-to", f"{RECIPIENT}/required", ["name", "mobile"], told=RECIPIENT),
    Broken("courier-knows-where-to", f"{RECIPIENT}/properties/address/type", ["string", "null"], told=RECIPIENT),
    Broken("courier-knows-where-to", f"{RECIPIENT}/properties/code", {"type": "string", "x-label": {"zh": "邮编"}},
           told=RECIPIENT),
    Broken("courier-knows-where-to", RECIPIENT, ...),
    Broken("courier-knows-where-to", "/delivery", ["COURIER"], BY_WIRE, RECIPIENT),
    Broken("form-delivery-agrees", f"{PROPERTIES}/delivery_way/enum", ["COURIER"], told=f"{PROPERTIES}/delivery_way"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[f"{case.rule}: {case.pointer}" for case in CASES])
def test_one_change_breaks_exactly_one_rule(case: Broken) -> None:
    """And the change is needed: without it the rule is kept."""
    before = violations_of(ItemContent.model_validate(case.base or lawful_document()), registers())
    assert case.rule not in {violation.rule for violation in before}
    content = ItemContent.model_validate(changed_at(case.pointer, case.value, case.base))
    broken = violations_of(content, registers())
    assert [(it.rule, it.pointer) for it in broken] == [(case.rule, f"#{case.told or case.pointer}")]


@pytest.mark.parametrize("base", [IN_PERSON, JOINT, INSTANT, SAFE, PROVINCIAL, PAPER, BY_WIRE])
def test_the_items_that_are_changed_are_lawful(base: dict[str, Any]) -> None:
    assert violations_of(ItemContent.model_validate(base), registers()) == ()


def test_every_rule_is_tried() -> None:
    assert {case.rule for case in CASES} == {rule.code for rule in RULES}
