import pytest

from chalicelib.cases import errors
from chalicelib.kernel.canonical import sha256_hex
from tests.support.cases import (
    APPLICANT,
    a_case_to_correct,
    a_draft,
    a_new_case,
    a_submitted_case,
    by,
    field,
    only,
    sign,
    submit,
)
from tests.support.clocks import on
from tests.support.items import changed, seeded_item

ITEM = seeded_item()
PROMISE = ITEM.promise


def test_text_version_hash_level_and_instant_are_kept():
    case = a_new_case()
    sign(case, ITEM, on(3, 2, 11))
    kept = case.promise
    assert kept is not None
    assert (kept.text, kept.version, kept.level, kept.at) == (PROMISE.text, "2026-01", 3, on(3, 2, 11))
    assert kept.sha256 == sha256_hex(kept.text.encode())


def test_the_history_holds_version_hash_and_level():
    case = a_new_case()
    sign(case, ITEM)
    assert only(case, "PromiseSigned").data == {
        "promise_version": "2026-01",
        "promise_sha256": PROMISE.sha256,
        "level": 3,
    }


@pytest.mark.parametrize(
    ("version", "sha256"),
    [("2025-01", PROMISE.sha256), ("2026-01", "0" * 64), ("2026-01", PROMISE.sha256.upper())],
    ids=["another version", "another text", "another spelling of the hash"],
)
def test_anything_but_the_text_in_force_is_refused_and_the_right_one_named(version, sha256):
    case = a_new_case()
    with pytest.raises(errors.PromiseDiffers) as refused:
        case.sign_promise(version=version, sha256=sha256, item=ITEM, level=3, act=by(APPLICANT))
    assert refused.value.facts == {"version": "2026-01", "sha256": PROMISE.sha256}
    assert case.promise is None


def test_a_later_text_does_not_touch_what_was_promised():
    case = a_draft()
    later = changed(ITEM, version=2, promise={**PROMISE.model_dump(), "version": "2027-01", "text": "另" * 30})
    with pytest.raises(errors.PromiseDiffers):
        case.sign_promise(version=PROMISE.version, sha256=PROMISE.sha256, item=later, level=3, act=by(APPLICANT))
    assert case.promise.text == PROMISE.text


def test_who_promises_is_identified_as_strongly_as_the_item_demands():
    case = a_new_case()
    with pytest.raises(errors.LevelBelowItem) as refused:
        sign(case, ITEM, level=2)
    assert refused.value.facts == {
        "required_level": 3,
        "present_level": 2,
        "step_up": ["POST /v1/me/face-checks"],
    }
    assert case.promise is None


def test_a_submission_without_the_promise_is_refused():
    case = a_draft()
    case.promise = None
    with pytest.raises(errors.PromiseMissing):
        submit(case)
    assert case.number == ""


def test_a_correction_may_promise_again_and_what_is_checked_may_not():
    case = a_case_to_correct(field("/residence_address"))
    sign(case, ITEM, on(3, 4))
    assert case.promise.at == on(3, 4)
    with pytest.raises(errors.NotNow):
        sign(a_submitted_case(), ITEM)
