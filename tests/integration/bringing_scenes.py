"""Scenes of who must bring what."""

from chalicelib.cases.pledges import pledge_for
from chalicelib.http.access import Caller, Role
from tests.integration.staging import Asked, Scene, Stage
from tests.integration.standing import account_at
from tests.support.cases import WHO, a_new_case, a_submitted_case
from tests.support.items import pledging_item
from tests.support.kept import kept_photo

APPLICANT = Caller(WHO.account_id, Role.APPLICANT, 3, "session-1")
REVIEWER = Caller("staff-reviewer", Role.REVIEWER, 4, "session-2", "GA", "460100")


def to_bring(stage: Stage) -> Asked:
    """Nobody outside is asked for what this item wants."""
    account_at(stage, 3)
    return Asked(by=APPLICANT, query={"item_code": pledging_item().code, "region": "460100"})


def of_a_pledge(*, given: bool) -> Scene:
    """A draft whose one material may be pledged."""

    def scene(stage: Stage) -> Asked:
        case, material = stage.case(a_new_case(pledging_item())), pledging_item().materials[0]
        pledge = pledge_for(pledging_item(), material)
        body = {"version": pledge.version, "sha256": pledge.sha256, "accepted": True} if given else None
        path = {"case_id": case.id, "code": material.code}
        return Asked(by=APPLICANT, path=path, version=case.version if given else None, body=body)

    return scene


def of_what_is_kept(stage: Stage) -> Asked:
    """Its owner asks."""
    return Asked(by=APPLICANT, path={"kept_id": kept_photo(stage.unit_of_work(), WHO.account_id).id})


def to_reuse(stage: Stage) -> Asked:
    """A draft that wants a photo."""
    case = stage.case(a_new_case())
    path = {"case_id": case.id, "code": "photo"}
    return Asked(
        by=APPLICANT,
        path=path,
        version=case.version,
        body={"kept_id": kept_photo(stage.unit_of_work(), WHO.account_id).id},
    )


def to_compare(stage: Stage) -> Asked:
    """A case in which a photo was brought."""
    return Asked(by=REVIEWER, path={"case_id": stage.case(a_submitted_case()).id, "code": "photo"})


BRINGING_SCENES: dict[str, Scene] = {
    "GET /v1/me/materials-to-bring": to_bring,
    "GET /v1/asked-twice": lambda _: Asked(),
    "GET /v1/me/kept-materials": lambda stage: Asked(by=of_what_is_kept(stage).by),
    "POST /v1/kept-materials/{kept_id}/withdrawal": of_what_is_kept,
    "POST /v1/cases/{case_id}/materials/{code}/reuse": to_reuse,
    "POST /v1/cases/{case_id}/materials/{code}/counter-check": to_compare,
    "GET /v1/cases/{case_id}/materials/{code}/pledge": of_a_pledge(given=False),
    "POST /v1/cases/{case_id}/materials/{code}/pledge": of_a_pledge(given=True),
}
