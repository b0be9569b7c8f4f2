"""Scenes of members of staff."""

from datetime import UTC, date, datetime

from chalicelib.http.access import Caller, Role
from chalicelib.kernel.canonical import sha256_hex
from chalicelib.parties.officials import service, substitution
from chalicelib.parties.officials.interests import InterestKind
from chalicelib.parties.provisioning import service as provisioning
from chalicelib.parties.provisioning.service import provision_staff
from chalicelib.parties.staff import StaffMember
from infra.seed.staff import staff_entries
from tests.integration.staging import Asked, Scene, Stage
from tests.support.cases import WHO
from tests.support.samples import BODIES
from tests.support.staff_lists import a_list

OPERATOR = Caller("staff-operator", Role.OPERATOR, 4, "session-6")


def on_the_list(stage: Stage, number: int = 0) -> StaffMember:
    """Somebody of the seeded list."""
    uow = stage.unit_of_work()
    member = provision_staff(stage.cloud, uow, staff_entries()[number], datetime.now(UTC))
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


def head_and_reviewer(stage: Stage) -> Asked:
    on_the_list(stage)
    return Asked(by=on_the_list(stage, 1).principal.as_caller("session-8"))


def absence_to_declare(stage: Stage) -> Asked:
    today = stage.today.isoformat()
    asked = head_and_reviewer(stage)
    asked.body = {**BODIES["POST /v1/staff/absences"], "valid_from": today, "valid_to": today}
    return asked


def absence_declared(stage: Stage) -> Asked:
    asked, uow = head_and_reviewer(stage), stage.unit_of_work()
    substitute, absent = staff_entries()[:2]
    away, standing_in = substitution.both(stage.cloud.table, absent.id, substitute.id)
    absence = substitution.declare(
        uow, absent=away, substitute=standing_in, valid_from=date(2026, 3, 2), valid_to=date(2026, 3, 6)
    )
    uow.commit()
    asked.path = {"absence_id": absence.id}
    return asked


def absences(stage: Stage) -> Asked:
    return Asked(by=absence_declared(stage).by)


def list_uploaded(stage: Stage) -> Asked:
    """An import of staff that waits to be started; its list has arrived."""
    uow, data = stage.unit_of_work(), a_list()
    job, _ = provisioning.begin_import(
        uow,
        stage.cloud.materials,
        filename="staff.csv",
        size=len(data),
        sha256=sha256_hex(data),
        dry_run=True,
        complete=False,
        confirm_departures=False,
    )
    uow.commit()
    stage.cloud.materials.write(str(job.input["object_key"]), data, media_type="text/csv")
    return Asked(by=OPERATOR, path={"job_id": job.id})


OFFICIALS_SCENES: dict[str, Scene] = {
    "POST /v1/staff/imports": lambda stage: Asked(by=OPERATOR),
    "POST /v1/staff/imports/{job_id}/start": list_uploaded,
    "POST /v1/me/interests": by_member,
    "GET /v1/me/interests": by_member,
    "DELETE /v1/staff/{staff_id}/interests/{interest_id}": interest_declared,
    "POST /v1/staff/{staff_id}/departure": leaving,
    "POST /v1/staff/absences": absence_to_declare,
    "GET /v1/staff/absences": absences,
    "DELETE /v1/staff/absences/{absence_id}": absence_declared,
}
