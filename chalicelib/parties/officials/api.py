"""Members of staff over HTTP: what they declare about themselves, and how they leave."""

from chalicelib.aws.machine_time import machine_now
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import allow, officials_own, operator
from chalicelib.http.liveness import require_live
from chalicelib.http.routes import Area
from chalicelib.kernel.text import Text
from chalicelib.parties.officials import errors, leaving, service
from chalicelib.parties.officials.views import DeclareInterest, DepartureView, InterestsView
from chalicelib.parties.staff import StaffMember

officials_area = Area(Text("工作人员", "Members of staff"))


@officials_area.post(
    "/v1/me/interests",
    access=allow(*officials_own()),
    status=201,
    summary=Text("申报利害关系", "Declare an interest"),
    refusals=(errors.StaffUnknown, errors.InterestInvalid, errors.TooManyInterests),
)
def declare_interest(call: Call, body: DeclareInterest) -> Reply[InterestsView]:
    """Oneself, one's spouse or one's own company: from now on the caller changes nothing in their cases, and is not
    shown their data in full. Only an operator removes a declaration.
    """
    call.own()
    member = service.declare_interest(
        call.platform, call.uow, call.caller.person_id, kind=body.kind, number=body.number
    )
    return Reply(InterestsView.of(member), location="/v1/me/interests")


@officials_area.get(
    "/v1/me/interests",
    access=allow(*officials_own()),
    summary=Text("我申报的利害关系", "Interests that one declared"),
    refusals=(errors.StaffUnknown,),
)
def list_interests(call: Call) -> Reply[InterestsView]:
    """All of the caller's own, numbers masked."""
    call.own()
    return Reply(InterestsView.of(service.member(call.platform.table, call.caller.person_id)))


@officials_area.delete(
    "/v1/staff/{staff_id}/interests/{interest_id}",
    access=allow(operator()),
    status=204,
    summary=Text("删除利害关系申报", "Remove a declared interest"),
    refusals=(errors.StaffUnknown, errors.InterestUnknown),
)
def remove_interest(call: Call, staff_id: str, interest_id: str) -> Reply[None]:
    """Where it is no more, as after a divorce or a sale; the declaration stays in the history."""
    service.remove_interest(call.platform, call.uow, _reached(call, staff_id), interest_id)
    return Reply(None)


@officials_area.post(
    "/v1/staff/{staff_id}/departure",
    access=allow(operator()),
    not_repeatable="it needs no key: who has left has left, and whatever is still open is ended",
    summary=Text("工作人员离职", "A member of staff leaves"),
    refusals=(errors.StaffUnknown,),
)
def depart(call: Call, staff_id: str) -> Reply[DepartureView]:
    """Access ends at once, on every device and in every post. Work belongs to desks, so what is open stays with the
    desk. Back on the staff list, they can sign in again.
    """
    member, now = _reached(call, staff_id), machine_now()
    require_live(call.uow, call.caller)
    ended = leaving.leave(call.platform, call.uow, member, now)
    left_at = member.left_at or call.act.at
    return Reply(DepartureView(staff_id=member.id, left_at=left_at, sessions_ended=ended))


def _reached(call: Call, staff_id: str) -> StaffMember:
    member = service.member(call.platform.table, staff_id)
    call.require_reach(member)
    return member
