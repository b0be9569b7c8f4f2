"""Absences and substitutes over HTTP."""

from chalicelib.aws.machine_time import machine_now
from chalicelib.aws.rows import BY_APPLICANT
from chalicelib.http.access import Grant, Role, Scope
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import allow, head, reviewer
from chalicelib.http.paging import ListOf, PageQuery, one_page
from chalicelib.kernel.text import Text
from chalicelib.parties.officials import errors, store, substitution
from chalicelib.parties.officials.api import officials_area
from chalicelib.parties.officials.views import AbsenceView, DeclareAbsence

THEMSELVES_OR_THEIR_HEAD = allow(Grant(Role.REVIEWER, Scope.OWN), head())


@officials_area.post(
    "/v1/staff/absences",
    access=THEMSELVES_OR_THEIR_HEAD,
    status=201,
    summary=Text("申报离岗代班", "Declare an absence"),
    refusals=(errors.StaffUnknown, errors.SubstituteUnfit, errors.TermInvalid, errors.OnlyInOwnPost),
)
def declare_absence(call: Call, body: DeclareAbsence) -> Reply[AbsenceView]:
    """The substitute finds the post among their capacities and works in it by `POST /v1/sessions/current/capacity`;
    the history names them, and by what they stood in. Whoever has advised on a case does not decide it so.
    """
    absent, substitute = substitution.both(call.platform.table, body.absent_id, body.substitute_id)
    call.require_reach(absent)
    if call.caller.authority is not None:
        raise errors.OnlyInOwnPost
    absence = substitution.declare(
        call.uow, absent=absent, substitute=substitute, valid_from=body.valid_from, valid_to=body.valid_to
    )
    return Reply(AbsenceView.of(absence), location="/v1/staff/absences")


@officials_area.get(
    "/v1/staff/absences",
    access=allow(reviewer(), head()),
    summary=Text("本部门离岗代班", "Absences in one's department"),
    consistency="eventual",
)
def list_absences(call: Call, query: PageQuery) -> Reply[ListOf[AbsenceView]]:
    """Those of the caller's own department and region, the newest first, ended ones too."""
    call.own()
    pk = store.absences_pk(call.caller.department, call.caller.region)
    page = store.absences_of(call.platform.table, pk, limit=query.limit, after=query.after(BY_APPLICANT, pk))
    entries = [AbsenceView.of(store.absence_in(row)) for row in page.rows]
    return one_page(entries, page.next)


@officials_area.delete(
    "/v1/staff/absences/{absence_id}",
    access=THEMSELVES_OR_THEIR_HEAD,
    status=204,
    summary=Text("结束代班", "End a substitution"),
    refusals=(errors.AbsenceUnknown,),
)
def end_absence(call: Call, absence_id: str) -> Reply[None]:
    """At once: nothing more is done as the substitute. What was done stands; repeated, nothing happens."""
    absence = substitution.read(call.platform.table, absence_id)
    call.require_reach(absence)
    substitution.end(call.uow, absence, machine_now())
    return Reply(None)
