"""The officials' commands: check, accept, advise, decide, and the clock."""

from typing import Any

from chalicelib.cases import errors, handling_errors, service
from chalicelib.cases.api import OFFICIALS, cases_area, changed, changed_as_item_says, desk_in, reached, shown
from chalicelib.cases.asked_twice.service import note_attempt, obtainable
from chalicelib.cases.bringing.sources import sources_of
from chalicelib.cases.late import errors as late_errors
from chalicelib.cases.looking import note_seen
from chalicelib.cases.model import Case
from chalicelib.cases.requests import (
    Accept,
    Decide,
    Disclose,
    ExtendClock,
    GiveOpinion,
    PauseClock,
    RefuseAcceptance,
    RequestCorrection,
    ResumeClock,
)
from chalicelib.cases.views import CaseView
from chalicelib.catalogue.service import catalogue_of
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import allow, desk, head, reviewer
from chalicelib.http.shapes import Shape
from chalicelib.kernel.text import Text

CHECK_REFUSALS = (
    errors.NotNow,
    handling_errors.CheckOverdue,
    handling_errors.CorrectionUsed,
    handling_errors.CorrectionTargetUnknown,
    handling_errors.NeverAskTwice,
    late_errors.MaterialMayFollow,
    handling_errors.OpinionAlreadyGiven,
    handling_errors.DeskNotAsked,
    errors.OwnCase,
)


class DisclosedAgentView(Shape):
    """The data of whoever acted for the applicant, unmasked."""

    name: str
    id_number: str
    mobile: str


class DisclosedView(Shape):
    """The applicant's data, unmasked."""

    name: str
    id_number: str
    mobile: str
    agent: DisclosedAgentView | None = None
    form: dict[str, Any]


@cases_area.post(
    "/v1/cases/{case_id}/correction-request",
    access=allow(desk()),
    changes=True,
    summary=Text("一次性告知补正", "Request a correction"),
    refusals=CHECK_REFUSALS,
)
def request_correction(call: Call, case_id: str, body: RequestCorrection) -> Reply[CaseView]:
    """Once, at once, the full list, each point pinned to a field or a material. What the system holds, or obtains when
    it is asked for, is nobody's to ask for: the attempt is refused, kept in the history and counted.
    """
    points = [point.to_point() for point in body.points]
    case = reached(call, case_id, changing=True)
    item, calendar = service.item_of(call.platform, case), catalogue_of(call.platform).calendar()
    desk, found = desk_in(call, case), obtainable(call.platform, case, item, points, sources_of(call.platform))
    try:
        case.check(desk, points, item=item, act=call.act, calendar=calendar, obtainable=found)
    except handling_errors.NeverAskTwice as refused:
        note_attempt(call.uow, call.caller, case, desk, materials=refused.materials, found=found)
        raise
    service.put(call.uow, case)
    return shown(call, case)


@cases_area.post(
    "/v1/cases/{case_id}/acceptance",
    access=allow(desk()),
    changes=True,
    summary=Text("受理", "Accept"),
    refusals=CHECK_REFUSALS,
)
def accept(call: Call, case_id: str, body: Accept) -> Reply[CaseView]:
    """The papers are complete and lawful: the item's own clock starts, and a dated receipt is made."""
    calendar = catalogue_of(call.platform).calendar()
    return changed_as_item_says(
        call,
        case_id,
        lambda case, item: case.check(desk_in(call, case), [], item=item, act=call.act, calendar=calendar),
    )


@cases_area.post(
    "/v1/cases/{case_id}/refusal-to-accept",
    access=allow(reviewer()),
    changes=True,
    summary=Text("不予受理", "Refuse acceptance"),
    refusals=(errors.NotNow, handling_errors.CheckOverdue, errors.OwnCase),
)
def refuse_acceptance(call: Call, case_id: str, body: RefuseAcceptance) -> Reply[CaseView]:
    """With reasons, and with the right authority where it is another one."""

    def refuse(case: Case) -> None:
        say = case.refuse_acceptance if body.kind == "NOT_ACCEPTED" else case.declare_not_required
        say(body.reason, body.right_authority, call.act)

    return changed(call, case_id, refuse)


@cases_area.post(
    "/v1/cases/{case_id}/opinions",
    access=allow(desk()),
    changes=True,
    summary=Text("出具审查意见", "Advise"),
    refusals=(errors.NotNow, handling_errors.OpinionAlreadyGiven, handling_errors.DeskNotAsked, errors.OwnCase),
)
def give_opinion(call: Call, case_id: str, body: GiveOpinion) -> Reply[CaseView]:
    """The desk's recommendation in the stage that is open."""
    return changed(
        call, case_id, lambda case: case.give_opinion(desk_in(call, case), body.advice, body.reason, call.act)
    )


@cases_area.post(
    "/v1/cases/{case_id}/decision",
    access=allow(head()),
    changes=True,
    summary=Text("作出决定", "Decide"),
    refusals=(
        errors.NotNow,
        errors.AlreadyDecided,
        handling_errors.SilenceWasConsent,
        errors.OwnCase,
        handling_errors.AdvisedBefore,
        late_errors.LateMaterialsOutstanding,
    ),
)
def decide(call: Call, case_id: str, body: Decide) -> Reply[CaseView]:
    """Grant or deny, once every desk has advised; no grant before what follows later is there and confirmed."""
    calendar = catalogue_of(call.platform).calendar()
    return changed(call, case_id, lambda case: case.decide(body.outcome, body.reason, call.act, calendar))


@cases_area.post(
    "/v1/cases/{case_id}/clock/pause",
    access=allow(reviewer(), head()),
    changes=True,
    summary=Text("暂停计时", "Pause the clock"),
    refusals=(errors.NotNow, handling_errors.ClockRefused, errors.OwnCase),
)
def pause_clock(call: Call, case_id: str, body: PauseClock) -> Reply[CaseView]:
    """For a special procedure, whose time is not counted; an ordinary hold is recorded and moves nothing."""
    calendar = catalogue_of(call.platform).calendar()
    return changed(
        call,
        case_id,
        lambda case: case.pause_clock(
            body.procedure, reason=body.reason, legal_basis=body.legal_basis, act=call.act, calendar=calendar
        ),
    )


@cases_area.post(
    "/v1/cases/{case_id}/clock/resumption",
    access=allow(reviewer(), head()),
    changes=True,
    summary=Text("恢复计时", "Resume the clock"),
    refusals=(errors.NotNow, handling_errors.ClockRefused, errors.OwnCase),
)
def resume_clock(call: Call, case_id: str, body: ResumeClock) -> Reply[CaseView]:
    """The special procedure is over; both dates move by the working days it took."""
    calendar = catalogue_of(call.platform).calendar()
    return changed(
        call,
        case_id,
        lambda case: case.resume_clock(
            reason=body.reason, legal_basis=body.legal_basis, act=call.act, calendar=calendar
        ),
    )


@cases_area.post(
    "/v1/cases/{case_id}/clock/extension",
    access=allow(head()),
    changes=True,
    summary=Text("延长时限", "Extend the limit"),
    refusals=(errors.NotNow, handling_errors.ClockRefused, errors.OwnCase),
)
def extend_clock(call: Call, case_id: str, body: ExtendClock) -> Reply[CaseView]:
    """Once, with the head's approval, and the applicant is told why."""
    calendar = catalogue_of(call.platform).calendar()
    return changed(
        call,
        case_id,
        lambda case: case.extend_clock(
            body.amount, reason=body.reason, legal_basis=body.legal_basis, act=call.act, calendar=calendar
        ),
    )


@cases_area.post(
    "/v1/cases/{case_id}/disclosures",
    access=allow(*OFFICIALS),
    changes=True,
    summary=Text("查看完整个人信息", "See personal data in full"),
    refusals=(errors.OwnCase,),
)
def disclose(call: Call, case_id: str, body: Disclose) -> Reply[DisclosedView]:
    """The applicant's data unmasked, and that of whoever acted for them; who looked, when and why stays in the case's
    history, and each of these people sees it (`GET /v1/me/looks`). The same request sent again under its key is the
    same look: the first answer, which is kept sealed, and no second entry.
    """
    case = reached(call, case_id, changing=True)
    note_seen(call, case, body.reason)
    return Reply(_disclosed(case), version=case.version)


def _disclosed(case: Case) -> DisclosedView:
    who = case.applicant
    agent = DisclosedAgentView(**who.agent.model_dump(include={"name", "id_number", "mobile"})) if who.agent else None
    return DisclosedView(name=who.name, id_number=who.id_number, mobile=who.mobile, agent=agent, form=case.form)
