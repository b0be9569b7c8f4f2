"""Scenes of who must bring what."""

from chalicelib.cases.data_disputes.service import dispute
from chalicelib.cases.pledges import pledge_for
from chalicelib.http.access import Caller, Role
from tests.integration.staging import Asked, Scene, Stage
from tests.integration.standing import account_at
from tests.support.cases import WHO, a_new_case, a_submitted_case
from tests.support.items import pledging_item, prefilled_item
from tests.support.kept import kept_photo

APPLICANT = Caller(WHO.account_id, Role.APPLICANT, 3, "session-1")
OPERATOR = Caller("operator-1", Role.OPERATOR, 4, "session-9")
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


def to_dispute(stage: Stage) -> Asked:
    """A draft that was filled in with a name."""
    return Asked(by=APPLICANT, path={"case_id": stage.case(a_new_case(prefilled_item())).id})


def disputed(stage: Stage) -> str:
    """What waits for its answer."""
    uow, case = stage.unit_of_work(), stage.case(a_new_case(prefilled_item()))
    opened = dispute(uow, case, prefilled_item(), field="/holder", claimed="王示利", reason="姓名用字登记有误")
    uow.commit()
    return opened.id


def to_answer(stage: Stage) -> Asked:
    """By an operator."""
    return Asked(by=OPERATOR, path={"dispute_id": disputed(stage)})


def of_disputes(by: Caller) -> Scene:
    def scene(stage: Stage) -> Asked:
        disputed(stage)
        return Asked(by=by)

    return scene


BRINGING_SCENES: dict[str, Scene] = {
    "GET /v1/me/materials-to-bring": to_bring,
    "GET /v1/asked-twice": lambda _: Asked(),
    "POST /v1/cases/{case_id}/data-disputes": to_dispute,
    "GET /v1/me/data-disputes": of_disputes(APPLICANT),
    "GET /v1/data-disputes": of_disputes(OPERATOR),
    "POST /v1/data-disputes/{dispute_id}/answer": to_answer,
    "GET /v1/me/kept-materials": lambda stage: Asked(by=of_what_is_kept(stage).by),
    "POST /v1/kept-materials/{kept_id}/withdrawal": of_what_is_kept,
    "POST /v1/cases/{case_id}/materials/{code}/reuse": to_reuse,
    "POST /v1/cases/{case_id}/materials/{code}/counter-check": to_compare,
    "GET /v1/cases/{case_id}/materials/{code}/pledge": of_a_pledge(given=False),
    "POST /v1/cases/{case_id}/materials/{code}/pledge": of_a_pledge(given=True),
}
