"""Seeing somebody's data whole is an act with a reason: it stays in the history, and whom it concerns is told."""

from chalicelib.cases import service
from chalicelib.cases.model import Case
from chalicelib.http.call import Call
from chalicelib.parties.looks import Look, note_look


def note_seen(call: Call, case: Case, reason: str) -> None:
    """The caller sees the applicant's data whole, and that of whoever acted for them."""
    caller = call.caller
    desk = {"department": caller.department, "region": caller.region}
    service.change(call.uow, case, lambda it: it.disclose(reason, call.act, **desk))
    look = Look(
        at=call.act.at,
        by=caller.person_id,
        role=caller.role,
        department=caller.department,
        region=caller.region,
        case_id=case.id,
        number=case.number,
        reason=reason,
    )
    for person_id in case.applicant.people:
        note_look(call.uow, person_id, look)
