"""Puts the fictional members of staff of `staff.json` into a deployment."""

from datetime import UTC, datetime
from pathlib import Path

from pydantic import TypeAdapter

from chalicelib.aws.platform import Platform
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.kernel.events import SYSTEM, Act
from chalicelib.parties.provisioning.service import provision_staff
from chalicelib.parties.staff import StaffEntry

STAFF = Path(__file__).with_name("staff.json")


def staff_entries() -> list[StaffEntry]:
    """The list, in order; nobody on it exists."""
    return TypeAdapter(list[StaffEntry]).validate_json(STAFF.read_bytes())


def seed_staff(cloud: Platform) -> None:
    """Bring the deployment in line with the list; run again, nothing changes."""
    for entry in staff_entries():
        uow = UnitOfWork(cloud.table, Act(actor=SYSTEM, at=cloud.clock.now(), correlation_id="seed-staff"))
        provision_staff(cloud, uow, entry, datetime.now(UTC))
        uow.commit()
