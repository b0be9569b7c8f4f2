"""What a lawful item looks like, and that whoever breaks several rules hears of all of them at once."""

import datetime as dt

import pytest
from pydantic import ValidationError

from chalicelib.catalogue.checks import RULES, remarks_of, violations_of
from chalicelib.catalogue.model import ItemContent, ItemVersion
from tests.support.contents import MEDICAL, PHOTO, lawful_content, lawful_document
from tests.support.registers import registers

BROKEN_TEN_TIMES = {
    "legal_basis": [],
    "regions": ["460300"],
    "review": [],
    "visits": 1,
    "online_depth": 3,
    "delivery": [],
    "supervision_phone": "0898 00000001",
    "limits": {"statutory": {"amount": 2}, "promised": {"amount": 3}},
    "online_payment": False,
    "materials": [{**MEDICAL, "shared_source": None}, {**PHOTO, "legal_basis": ""}],
    "result": {"certificate_type": "UNHEARD_OF", "title": {"zh": "决定书"}},
}


def rules_broken_by(content: ItemContent, **how) -> list[str]:
    return [violation.rule for violation in violations_of(content, registers(), **how)]


def test_a_lawful_item_breaks_no_rule():
    assert violations_of(lawful_content(), registers()) == ()


def test_all_violations_are_told_at_once():
    broken = rules_broken_by(lawful_content(**BROKEN_TEN_TIMES))
    assert broken == [
        "item-needs-basis",
        "phones-differ",
        "result-certificate-registered",
        "review-has-a-stage",
        "region-in-scope",
        "visit-needs-law",
        "visit-needs-reason",
        "delivery-needed",
        "promise-within-statute",
        "fee-needs-online-payment",
        "material-already-held",
        "material-needs-basis",
        "form-delivery-agrees",
    ]


def test_a_violation_says_where_what_to_do_and_why():
    (violation,) = violations_of(lawful_content(online_payment=False), registers())
    assert violation.pointer == "#/online_payment"
    assert violation.detail == ("收费事项请开通网上支付", "Switch online payment on for an item with a fee")
    assert "不见面审批" in violation.basis.zh


def test_every_rule_has_a_code_of_its_own_a_demand_and_a_basis_in_both_languages():
    assert len({rule.code for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert all((*rule.demand, *rule.basis)), rule.code


def test_a_missing_english_name_hinders_nothing():
    content = lawful_content(name={"zh": "虚构换证"})
    assert violations_of(content, registers()) == ()
    assert [(it.rule, it.pointer) for it in remarks_of(content)] == [("english-name-wanted", "#/name/en")]
    assert remarks_of(lawful_content()) == ()


def test_the_day_of_publication_decides_what_is_registered():
    """ZJ has an end, and GS was the code of SJ until 2018."""
    content = lawful_content(joint_departments=["ZJ", "GS"])
    assert rules_broken_by(content) == ["department-registered"] * 2
    assert rules_broken_by(content, on=dt.date(2026, 3, 2)) == ["department-registered"]
    assert rules_broken_by(content, on=dt.date(2018, 3, 2)) == ["department-registered"]
    assert rules_broken_by(lawful_content(joint_departments=["ZJ"]), on=dt.date(2026, 3, 2)) == []


@pytest.mark.parametrize(
    "parts",
    [
        {"minimum_level": 5},
        {"code": "lower case"},
        {"colour": "red"},
        {"kind": "permit"},
        {"review": [{"name": {"zh": "审查"}, "desks": []}]},
        {"fee": {"name": {"zh": "费"}, "amount_fen": 10.5, "basis": "有依据的", "moment": "AFTER_DECISION"}},
        {"fee": {"name": {"zh": "费"}, "amount_fen": 0, "basis": "有依据的", "moment": "AFTER_DECISION"}},
        {"form": {"type": 1.5}},
    ],
    ids=lambda parts: next(iter(parts)),
)
def test_what_is_not_well_formed_is_no_item_at_all(parts):
    with pytest.raises(ValidationError) as refusal:
        ItemContent.model_validate(lawful_document(**parts))
    assert next(iter(parts)) in str(refusal.value)


@pytest.mark.parametrize(("levels", "is_kept"), [(90, True), (101, False), (100_000, False)])
def test_a_form_is_not_nested_deeper_than_can_be_read_back(levels, is_kept):
    form: dict = {}
    for _ in range(levels):
        form = {"not": form}
    if is_kept:
        content = lawful_content(form=form)
        assert ItemContent.model_validate_json(content.model_dump_json()) == content
    else:
        with pytest.raises(ValidationError, match="nested more than 100 levels"):
            ItemContent.model_validate(lawful_document() | {"form": form})


def test_unlawful_content_can_be_kept_as_a_draft():
    assert lawful_content(**BROKEN_TEN_TIMES).visits == 1


def test_a_content_does_not_change():
    content = lawful_content()
    with pytest.raises(ValidationError):
        content.name = content.result.title


def test_a_text_falls_back_to_chinese():
    assert lawful_content().name.in_language("en") == "Fictional renewal"
    assert lawful_content(name={"zh": "换证"}).name.in_language("en") == "换证"
    assert lawful_content().name.in_language("zh-CN") == "虚构换证"


def test_the_hash_of_a_promise_is_that_of_its_bytes():
    promise = lawful_document()["promise"]
    other = lawful_content(promise={**promise, "text": promise["text"] + " "})
    assert other.promise.sha256 != lawful_content().promise.sha256
    assert len(other.promise.sha256) == 64


def test_a_version_is_its_content_under_a_number():
    version = ItemVersion.of(lawful_content(), 3)
    assert version.version == 3
    assert violations_of(version, registers()) == ()
    assert version.sha256 == lawful_content().sha256
