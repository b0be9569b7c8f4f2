"""Re-sealing over HTTP: for operators, after they have replaced the key of personal data."""

from pydantic import Field

from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import allow, operator
from chalicelib.http.shapes import Request, Shape
from chalicelib.kernel.text import Text
from chalicelib.parties.api import parties_area
from chalicelib.parties.resealing import service
from chalicelib.parties.resealing.errors import NothingToReseal


class BeginResealing(Request):
    """Whether anything is to be written."""

    dry_run: bool = Field(False, description="Count what is under a former key, and write nothing.")


class ResealingView(Shape):
    """The job that was asked for."""

    job_id: str
    key: str = Field(description="Name of the key in use, under which everything is brought.")
    dry_run: bool


class EveryRow:
    """What concerns all personal data, as the subject of access."""

    owner_id = department = region = ""


@parties_area.post(
    "/v1/resealings",
    access=allow(operator()),
    status=202,
    summary=Text("用现行密钥重新加密", "Seal anew with the key in use"),
    refusals=(NothingToReseal,),
)
def begin_resealing(call: Call, body: BeginResealing) -> Reply[ResealingView]:
    """Rows sealed with a former key are sealed anew, and the hashes by which people are found follow, while the service
    runs. How far it is: `GET /v1/jobs/{job_id}`; whether a former key may go: `python -m infra.turn_key … left`.
    """
    call.require_reach(EveryRow())
    job = service.begin(call.platform.key_ring, call.uow, dry_run=body.dry_run)
    view = ResealingView(job_id=job.id, key=str(job.input["key"]), dry_run=job.dry_run)
    return Reply(view, location=f"/v1/jobs/{job.id}")
