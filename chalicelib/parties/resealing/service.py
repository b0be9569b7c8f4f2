"""Asking for a re-sealing: a job; what it does is `workflow/reseal_rows`."""

from chalicelib.aws.key_ring import KeyRing
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.http.access import Role
from chalicelib.jobs.model import Job
from chalicelib.jobs.service import open_job
from chalicelib.parties.resealing.errors import NothingToReseal

RESEAL = "RESEAL"


def begin(ring: KeyRing, uow: UnitOfWork, *, dry_run: bool) -> Job:
    """Bring everything under the key in use. Raises `NothingToReseal` while the ring holds no other key. No round trip
    to the table.
    """
    if len(ring.names()) == 1:
        raise NothingToReseal
    inputs: dict[str, str | int | bool] = {"key": ring.current}
    return open_job(
        uow, kind=RESEAL, department="", title="重新加密", inputs=inputs, dry_run=dry_run, only_for=Role.OPERATOR
    )
