"""Members of staff over HTTP: what they declare about themselves."""

from chalicelib.http.access import allow, officials_own, operator
from chalicelib.http.call import Call, Reply
from chalicelib.http.routes import area
from chalicelib.kernel.text import Text
from chalicelib.parties.officials import errors, service
from chalicelib.parties.officials.views import DeclareInterest, InterestsView
from chalicelib.parties.staff import StaffMember

officials_area = area(__name__, Text("工作人员", "Members of staff"))


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


def _reached(call: Call, staff_id: str) -> StaffMember:
    member = service.member(call.platform.table, staff_id)
    call.require_reach(member)
    return member
