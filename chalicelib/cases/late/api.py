"""Promising to bring materials later, and looking at what came."""

from typing import Literal

from pydantic import Field, ValidationInfo, field_validator

from chalicelib.cases import errors, handling_errors, service
from chalicelib.cases.api import cases_area, changed, changed_as_item_says, desk_in, reached
from chalicelib.cases.late import errors as late_errors
from chalicelib.cases.late.views import PromiseToFollowView
from chalicelib.cases.views import CaseView
from chalicelib.catalogue.service import catalogue_of
from chalicelib.http.authority import Power
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import allow, applicant, desk
from chalicelib.http.shapes import Request
from chalicelib.kernel.text import Text

REASON_MISSING = Text("退回须写明哪里不符合要求", "Say what is wrong with it")


class PromiseToFollow(Request):
    """Promise to bring later what is missing: version and hash of the text that was shown."""

    version: str
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    accepted: Literal[True]


class CheckLateMaterial(Request):
    """What a look at a material that followed has shown."""

    fits: bool
    reason: str = Field(
        "", max_length=500, validate_default=True, description="What is wrong with it, and how to put it right."
    )

    @field_validator("reason")
    @classmethod
    def _given(cls, reason: str, others: ValidationInfo) -> str:
        if others.data.get("fits") is False and not reason.strip():
            raise ValueError(REASON_MISSING)
        return reason.strip()


@cases_area.get(
    "/v1/cases/{case_id}/promise-to-follow",
    access=allow(applicant(power=Power.SUBMIT)),
    summary=Text("阅读容缺受理承诺书", "Read the promise to bring materials later"),
    refusals=(errors.CaseUnknown, errors.NotNow, late_errors.NothingMayFollow),
)
def read_promise_to_follow(call: Call, case_id: str) -> Reply[PromiseToFollowView]:
    """Which of the missing materials may follow, within which time, and the text by which they may."""
    case = reached(call, case_id)
    text = case.promise_to_follow_for(service.item_of(call.platform, case), call.act.at)
    return Reply(PromiseToFollowView.of(text, call.language), version=case.version)


@cases_area.post(
    "/v1/cases/{case_id}/promise-to-follow",
    access=allow(applicant(level=2, power=Power.SUBMIT)),
    changes=True,
    summary=Text("承诺后补材料", "Promise to bring materials later"),
    refusals=(
        late_errors.PromiseToFollowDiffers,
        late_errors.NothingMayFollow,
        errors.LevelBelowItem,
        errors.NotNow,
    ),
)
def promise_to_follow(call: Call, case_id: str, body: PromiseToFollow) -> Reply[CaseView]:
    """Exactly the text that was shown; text, hash, level and time are kept. The application can be submitted without
    these materials; they are brought by uploading them after acceptance.
    """
    level = call.caller.level
    return changed_as_item_says(
        call,
        case_id,
        lambda case, item: case.promise_to_follow(
            version=body.version, sha256=body.sha256, item=item, level=level, act=call.act
        ),
    )


@cases_area.post(
    "/v1/cases/{case_id}/materials/{code}/late-check",
    access=allow(desk()),
    changes=True,
    summary=Text("核对后补材料", "Look at a material that followed"),
    refusals=(
        late_errors.NothingToLookAt,
        late_errors.ReturnedBefore,
        handling_errors.SilenceWasConsent,
        handling_errors.DeskNotAsked,
        errors.NotNow,
        errors.OwnCase,
    ),
)
def check_late_material(call: Call, case_id: str, code: str, body: CheckLateMaterial) -> Reply[CaseView]:
    """It fits, or it is returned with the reason: once, and at least three working days are left to bring it again."""
    calendar = catalogue_of(call.platform).calendar()
    wrong = "" if body.fits else body.reason
    return changed(
        call,
        case_id,
        lambda it: it.check_late_material(code, desk_in(call, it), wrong=wrong, act=call.act, calendar=calendar),
    )
