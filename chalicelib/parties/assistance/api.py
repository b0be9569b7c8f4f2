"""Assistance over HTTP: for helpers to begin and end, for applicants to see and dispute, for operators to answer."""

from dataclasses import dataclass

from chalicelib.aws.machine_time import machine_now
from chalicelib.aws.rows import BY_APPLICANT, BY_DESK
from chalicelib.http.access import Role
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import allow, applicant, hotline_agent, operator, window_clerk
from chalicelib.http.paging import ListOf, PageQuery, one_page
from chalicelib.http.routes import Area
from chalicelib.kernel.text import Text
from chalicelib.parties.assistance import errors, service, store
from chalicelib.parties.assistance.model import Assistance, Ending
from chalicelib.parties.assistance.views import (
    AskForCode,
    AssistanceCodeView,
    AssistanceView,
    AssistAtWindow,
    AssistOnThePhone,
    DisputeAnswer,
    DisputeBody,
    WholeAssistanceView,
)
from chalicelib.parties.challenges import Purpose
from chalicelib.parties.errors import AccountUnknown, CodeRefused, TooManyCodes, TooManyTries
from chalicelib.parties.mergers.errors import AccountMoved
from chalicelib.parties.windows.errors import NotAtAWorkplace, WorkplaceElsewhere
from chalicelib.parties.windows.workplaces import ON_THE_PHONE, send_code

assistance_area = Area(Text("协助办理", "Assistance"))

AT_WORK = (NotAtAWorkplace, WorkplaceElsewhere)
SOMEBODY = (errors.NobodyThere, AccountUnknown, AccountMoved)


@dataclass(frozen=True)
class _Side:
    """An assistance as the caller's own, if they are its helper or its applicant."""

    owner_id: str
    department: str = ""
    region: str = ""


@assistance_area.post(
    "/v1/window-assistances",
    access=allow(window_clerk()),
    status=201,
    summary=Text("窗口协助办理", "Assist somebody at the window"),
    refusals=(*AT_WORK, *SOMEBODY, errors.PresenceNotConfirmed),
)
def assist_at_window(call: Call, body: AssistAtWindow) -> Reply[AssistanceView]:
    """For two hours the clerk may act for the person whose document they have seen, at L4: choose it as the capacity
    (`POST /v1/sessions/current/capacity`). The person is told afterwards what was done, and may dispute it.
    """
    call.own()
    if not body.is_present:
        raise errors.PresenceNotConfirmed
    assistance = service.open_at_window(
        call.platform,
        call.uow,
        call.caller,
        id_number=body.id_number,
        document=body.document,
        extent=body.extent,
        now=machine_now(),
    )
    return _begun(assistance)


@assistance_area.post(
    "/v1/hotline-assistances/codes",
    access=allow(hotline_agent()),
    status=202,
    summary=Text("向来电人发送协助验证码", "Have a code sent to the person on the phone"),
    refusals=(*AT_WORK, TooManyCodes),
)
def ask_assistance_code(call: Call, body: AskForCode) -> Reply[AssistanceCodeView]:
    """The person reads it out to the agent. The same answer whether or not the mobile is known."""
    call.own()
    challenge = send_code(
        call.platform,
        call.uow,
        call.caller,
        ON_THE_PHONE,
        purpose=Purpose.ASSISTANCE,
        mobile=body.mobile,
        address=call.source_address,
        now=machine_now(),
    )
    return Reply(AssistanceCodeView.of(challenge), version=challenge.version)


@assistance_area.post(
    "/v1/hotline-assistances",
    access=allow(hotline_agent()),
    status=201,
    summary=Text("热线协助办理", "Assist somebody on the phone"),
    refusals=(*AT_WORK, CodeRefused, TooManyTries, *SOMEBODY),
)
def assist_on_the_phone(call: Call, body: AssistOnThePhone) -> Reply[AssistanceView]:
    """For two hours the agent may act for the person who read out their code, at L2 at most."""
    call.own()
    assistance = service.open_on_the_phone(
        call.platform,
        call.uow,
        call.caller,
        answer=(body.challenge_id, body.code),
        call_id=body.call_id,
        extent=body.extent,
        address=call.source_address,
        now=machine_now(),
    )
    return _begun(assistance)


@assistance_area.get(
    "/v1/assistances/{assistance_id}",
    access=allow(window_clerk(), hotline_agent(), applicant(), operator()),
    summary=Text("查看协助记录", "Read an assistance"),
    refusals=(errors.AssistanceUnknown,),
)
def read_assistance(call: Call, assistance_id: str) -> Reply[WholeAssistanceView]:
    """With everything that was done under it."""
    assistance, acts = service.read_whole(call.platform.table, assistance_id)
    _require_side(call, assistance)
    return Reply(WholeAssistanceView.with_acts(assistance, acts, call.language), version=assistance.version)


@assistance_area.post(
    "/v1/assistances/{assistance_id}/ending",
    access=allow(window_clerk(), hotline_agent()),
    summary=Text("结束协助办理", "End an assistance"),
    refusals=(errors.AssistanceUnknown,),
)
def end_assistance(call: Call, assistance_id: str) -> Reply[AssistanceView]:
    """At once, and the person is told what was done. Repeated, nothing happens."""
    assistance = service.read(call.platform.table, assistance_id)
    _require_side(call, assistance)
    service.end(call.uow, assistance, Ending.BY_HELPER, machine_now())
    return _shown(assistance)


@assistance_area.get(
    "/v1/me/assistances",
    access=allow(applicant()),
    summary=Text("我接受过的协助办理", "Assistance that one was given"),
    consistency="eventual",
)
def list_assistances(call: Call, query: PageQuery) -> Reply[ListOf[AssistanceView]]:
    """The latest first; each with its acts at `GET /v1/assistances/{assistance_id}`."""
    me = call.caller.id
    call.require_reach(_Side(me))
    after = query.after(BY_APPLICANT, store.received_pk(me))
    given, behind = service.received(call.platform.table, me, limit=query.limit, after=after)
    return one_page([AssistanceView.of(assistance) for assistance in given], behind)


@assistance_area.post(
    "/v1/assistances/{assistance_id}/dispute",
    access=allow(applicant()),
    summary=Text("对协助办理提出异议", "Dispute an assistance"),
    refusals=(errors.AssistanceUnknown, errors.AlreadyDisputed, errors.HelperCannotDispute),
)
def dispute_assistance(call: Call, assistance_id: str, body: DisputeBody) -> Reply[AssistanceView]:
    """It comes before the operator, and ends at once if it still runs. What was done stands until it is looked into."""
    assistance = service.read(call.platform.table, assistance_id)
    _require_side(call, assistance)
    service.dispute(call.uow, assistance, body.reason, machine_now())
    return _shown(assistance)


@assistance_area.get(
    "/v1/assistance-disputes",
    access=allow(operator()),
    summary=Text("待处理的协助异议", "Disputes of assistance"),
    consistency="eventual",
)
def list_disputes(call: Call, query: PageQuery) -> Reply[ListOf[AssistanceView]]:
    """Those that wait for an answer, the oldest assistance first."""
    after = query.after(BY_DESK, store.DISPUTES)
    page = store.disputed(call.platform.table, limit=query.limit, after=after)
    return one_page([AssistanceView.of(store.assistance_in(row)) for row in page.rows], page.next)


@assistance_area.post(
    "/v1/assistances/{assistance_id}/dispute-answer",
    access=allow(operator()),
    summary=Text("答复协助异议", "Answer a dispute"),
    refusals=(errors.AssistanceUnknown, errors.NothingToAnswer),
)
def answer_dispute(call: Call, assistance_id: str, body: DisputeAnswer) -> Reply[AssistanceView]:
    """The applicant finds the answer with the assistance."""
    assistance = service.read(call.platform.table, assistance_id)
    service.answer_dispute(call.uow, assistance, body.answer)
    return _shown(assistance)


def _require_side(call: Call, assistance: Assistance) -> None:
    owner = assistance.applicant_id if call.caller.role is Role.APPLICANT else assistance.helper.id
    call.require_reach(_Side(owner))


def _begun(assistance: Assistance) -> Reply[AssistanceView]:
    where = f"/v1/assistances/{assistance.id}"
    return Reply(AssistanceView.of(assistance), version=assistance.version, location=where)


def _shown(assistance: Assistance) -> Reply[AssistanceView]:
    return Reply(AssistanceView.of(assistance), version=assistance.version)
