"""Scenes of materials that follow after acceptance."""

from chalicelib.http.access import Caller, Role
from tests.integration.staging import Asked, Scene, Stage
from tests.support.cases import MONDAY, WHO, a_draft, an_accepted_case_with_materials_to_follow, upload
from tests.support.items import late_item

APPLICANT = Caller(WHO.account_id, Role.APPLICANT, 3, "session-1")
REVIEWER = Caller("staff-reviewer", Role.REVIEWER, 4, "session-2", "GA", "460100")


def of_the_promise(*, given: bool) -> Scene:
    """A draft of which some materials are missing that may follow."""

    def scene(stage: Stage) -> Asked:
        case = stage.case(a_draft(late_item()))
        shown = case.promise_to_follow_for(late_item(), MONDAY)
        body = {"version": shown.version, "sha256": shown.sha256, "accepted": True} if given else None
        return Asked(by=APPLICANT, path={"case_id": case.id}, version=case.version if given else None, body=body)

    return scene


def to_look_at(stage: Stage) -> Asked:
    """A material has followed."""
    case = an_accepted_case_with_materials_to_follow()
    upload(case, "rules")
    case = stage.case(case)
    return Asked(by=REVIEWER, path={"case_id": case.id, "code": "rules"}, version=case.version)


LATE_SCENES: dict[str, Scene] = {
    "GET /v1/cases/{case_id}/promise-to-follow": of_the_promise(given=False),
    "POST /v1/cases/{case_id}/promise-to-follow": of_the_promise(given=True),
    "POST /v1/cases/{case_id}/materials/{code}/late-check": to_look_at,
}
