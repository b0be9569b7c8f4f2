"""A written pledge is enough where the item says so (国办发〔2020〕42号), and only then."""

import pytest

from chalicelib.cases import errors
from chalicelib.cases.model import Case
from chalicelib.cases.pledges import pledge_for
from chalicelib.cases.vocabulary import SlotState
from tests.support.cases import APPLICANT, MONDAY, a_new_case, by, filled_in, only, sign, submit, upload
from tests.support.items import pledging_item, seeded_item

ITEM = pledging_item()
PLEDGE = pledge_for(ITEM, ITEM.materials[0])


def give(case: Case, item=ITEM, code="premises", *, version=PLEDGE.version, sha256=PLEDGE.sha256, level=3) -> None:
    case.pledge_material(code, version=version, sha256=sha256, item=item, level=level, act=by(APPLICANT))


def test_the_pledge_is_kept_word_for_word_and_the_case_can_be_handed_in() -> None:
    case = a_new_case(ITEM)
    assert case.materials["premises"].why == "pledge-is-enough"
    give(case)
    kept = case.pledges["premises"]
    assert (kept.text, kept.sha256, kept.level, kept.at) == (PLEDGE.text, PLEDGE.sha256, 3, MONDAY)
    assert only(case, "MaterialPledged").data["pledge_sha256"] == PLEDGE.sha256
    case.save_form(filled_in(ITEM), ITEM, by(APPLICANT))
    sign(case, ITEM)
    submit(case, ITEM)
    assert case.materials["premises"].state is SlotState.PLEDGED


def test_it_tells_what_is_demanded_by_what_and_what_follows_from_a_false_one() -> None:
    assert all(words in PLEDGE.text for words in (ITEM.name.zh, ITEM.materials[0].legal_basis, "依法撤销决定"))


def test_other_words_are_not_pledged() -> None:
    with pytest.raises(errors.PledgeDiffers) as refused:
        give(a_new_case(ITEM), sha256="0" * 64)
    assert refused.value.facts == {"version": PLEDGE.version, "sha256": PLEDGE.sha256}


def test_somebody_identified_too_weakly_pledges_nothing() -> None:
    with pytest.raises(errors.LevelBelowItem):
        give(a_new_case(ITEM), level=ITEM.minimum_level - 1)


def test_where_safety_is_at_stake_nothing_is_pledged() -> None:
    with pytest.raises(errors.PledgeNotTaken):
        give(a_new_case(seeded_item()), seeded_item(), "photo")


def test_an_upload_takes_its_place() -> None:
    case = a_new_case(ITEM)
    give(case)
    upload(case, "premises")
    assert case.materials["premises"].state is SlotState.UPLOADED
