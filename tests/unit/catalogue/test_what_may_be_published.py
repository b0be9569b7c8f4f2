"""Publication checks that one version can answer for (Hainan plan 2017; State Council order 716)."""

import pytest
from pydantic import ValidationError

from chalicelib.catalogue.model import ItemVersion
from tests.support.items import changed, joint_item, seeded_item

ITEM = seeded_item()
PHOTO = ITEM.material("photo").model_dump(mode="json")
SHARED = ITEM.material("medical-certificate").model_dump(mode="json")


def refused(**parts) -> str:
    with pytest.raises(ValidationError) as refusal:
        changed(ITEM, **parts)
    return str(refusal.value)


@pytest.mark.parametrize("item", [ITEM, joint_item()], ids=lambda item: item.code)
def test_the_items_of_these_tests_may_be(item):
    assert ItemVersion.model_validate_json(item.model_dump_json()) == item


@pytest.mark.parametrize("basis", ["", "   "])
def test_a_visit_without_a_cited_law_may_not(basis):
    assert "a visit without a cited legal basis" in refused(visits=1, visit_basis=basis)
    assert changed(ITEM, visits=1, visit_basis="居民身份证法第十条").visits == 1


@pytest.mark.parametrize("other", ["0898-00000001", " 0898-00000001 ", "0898 00000001", "089800000001"])
def test_enquiries_and_complaints_go_to_different_numbers(other):
    assert "different numbers" in refused(supervision_phone=other)


def test_a_promise_is_never_longer_than_the_statute():
    assert "cannot exceed" in refused(limits={"statutory": {"amount": 1}, "promised": {"amount": 2}})


@pytest.mark.parametrize(
    ("limit", "may"),
    [
        ({"amount": 5}, True),
        ({"amount": 6}, False),
        ({"amount": 5, "unit": "CALENDAR_DAY"}, True),
        ({"amount": 8, "unit": "HOUR"}, True),
        ({"amount": 1, "unit": "MONTH"}, False),
    ],
)
def test_papers_are_checked_within_five_working_days(limit, may):
    if may:
        assert changed(ITEM, acceptance_check=limit)
    else:
        assert "art. 32" in refused(acceptance_check=limit)


@pytest.mark.parametrize("extension", [{"amount": 16}, {"amount": 1, "unit": "MONTH"}])
def test_no_extension_is_longer_than_the_law_knows(extension):
    limits = {"statutory": {"amount": 45}, "promised": {"amount": 45}}
    assert "art. 42" in refused(limits={**limits, "extension": extension})
    assert changed(ITEM, limits={**limits, "extension": {"amount": 15}})


@pytest.mark.parametrize("lack", [{"media_types": []}, {"max_bytes": 0}, {"max_bytes": -1}])
@pytest.mark.parametrize("material", [PHOTO, SHARED], ids=["to upload", "shared, may have to be uploaded"])
def test_a_material_says_which_files_are_accepted(material, lack):
    assert refused(materials=[{**material, **lack}])


def test_a_material_is_asked_for_once():
    assert "photo: asked for twice" in refused(materials=[PHOTO, PHOTO])


@pytest.mark.parametrize(
    "parts",
    [
        {"fee": {"name": {"zh": "工本费"}, "amount_fen": 0, "basis": "有依据", "moment": "AFTER_DECISION"}},
        {"fee": {"name": {"zh": "工本费"}, "amount_fen": 10, "basis": "", "moment": "AFTER_DECISION"}},
        {"fee": {"name": {"zh": "工本费"}, "amount_fen": 10.5, "basis": "有依据的", "moment": "AFTER_DECISION"}},
    ],
    ids=["nothing", "no basis", "half a fen"],
)
def test_a_fee_has_an_amount_in_fen_and_a_basis(parts):
    assert "fee" in refused(**parts)


@pytest.mark.parametrize(
    "parts",
    [
        {"legal_basis": []},
        {"review": []},
        {"review": [{"name": {"zh": "审查"}, "desks": []}]},
        {"delivery": []},
        {"minimum_level": 5},
        {"code": "lower case"},
        {"version": 0},
        {"colour": "red"},
        {"kind": "permit"},
        {"promise": {"version": "1", "text": "真", "consequence": {"zh": "撤销"}}},
    ],
    ids=lambda parts: next(iter(parts)),
)
def test_an_item_is_whole(parts):
    assert next(iter(parts)) in refused(**parts)


def test_a_version_does_not_change():
    with pytest.raises(ValidationError):
        ITEM.name = joint_item().name


def test_a_text_falls_back_to_chinese():
    assert ITEM.name.in_language("en") == "Driving-licence renewal on expiry"
    assert changed(ITEM, name={"zh": "换证"}).name.in_language("en") == "换证"
    assert ITEM.name.in_language("zh-CN") == "机动车驾驶证期满换证"


def test_the_hash_of_a_promise_is_that_of_its_bytes():
    other = changed(ITEM, promise={**ITEM.promise.model_dump(), "text": ITEM.promise.text + " "})
    assert other.promise.sha256 != ITEM.promise.sha256
    assert len(ITEM.promise.sha256) == 64
