"""Scenes of members of staff."""

from chalicelib.http.access import Caller, Role
from chalicelib.parties.officials import service
from chalicelib.parties.officials.interests import InterestKind
from chalicelib.parties.service import provision_staff
from chalicelib.parties.staff import StaffMember
from infra.seed.staff import staff_entries
from tests.integration.staging import Asked, Scene, Stage
from tests.support.cases import WHO

OPERATOR = Caller("staff-operator", Role.OPERATOR, 4, "session-6")


def on_the_list(stage: Stage, number: int = 0) -> StaffMember:
    """Somebody of the seeded list."""
    uow = stage.unit_of_work()
    member = provision_staff(stage.cloud, uow, staff_entries()[number])
    uow.commit()
    return member


def by_member(stage: Stage) -> Asked:
    return Asked(by=on_the_list(stage).principal.as_caller("session-7"))


def interest_declared(stage: Stage) -> Asked:
    member, uow = on_the_list(stage), stage.unit_of_work()
    declaring = service.declare_interest(stage.cloud, uow, member.id, kind=InterestKind.SPOUSE, number=WHO.id_number)
    uow.commit()
    return Asked(by=OPERATOR, path={"staff_id": member.id, "interest_id": declaring.interests[0].id})


def leaving(stage: Stage) -> Asked:
    return Asked(by=OPERATOR, path={"staff_id": on_the_list(stage).id})


OFFICIALS_SCENES: dict[str, Scene] = {
    "POST /v1/me/interests": by_member,
    "GET /v1/me/interests": by_member,
    "DELETE /v1/staff/{staff_id}/interests/{interest_id}": interest_declared,
    "POST /v1/staff/{staff_id}/departure": leaving,
}
