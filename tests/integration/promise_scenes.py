"""Scenes of checked promises."""

from datetime import timedelta

from chalicelib.cases.promise_checks.model import PromiseCheck
from chalicelib.cases.promise_checks.vocabulary import Finding, PromiseKind
from chalicelib.http.access import Caller, Role
from tests.integration.staging import Asked, Scene, Stage
from tests.support.cases import ANOTHER_HEAD, WHO, a_decided_case, by
from tests.support.cases import APPLICANT as SUBJECT
from tests.support.promise_checks import found, kept, promised_in, upheld

APPLICANT = Caller(WHO.account_id, Role.APPLICANT, 3, "session-1")
REVIEWER = Caller("staff-reviewer-2", Role.REVIEWER, 4, "session-2", "GA", "460100")
HEAD = Caller("staff-head", Role.HEAD, 4, "session-3", "GA", "460100")


def told(stage: Stage) -> PromiseCheck:
    """Its subject may object."""
    case = a_decided_case()
    return found(promised_in(case), Finding.BREACH, stage.cloud.clock.now())


def objected(stage: Stage) -> PromiseCheck:
    check = told(stage)
    check.object("附原件", by(SUBJECT, stage.cloud.clock.now()))
    return check


def on_record(stage: Stage) -> PromiseCheck:
    return upheld(objected(stage), stage.cloud.clock.now(), ANOTHER_HEAD)


def to_fix(stage: Stage) -> PromiseCheck:
    promised = promised_in(a_decided_case(), PromiseKind.PLEDGE, "premises")
    until = stage.today + timedelta(days=10)
    return found(promised, Finding.TO_FIX, stage.cloud.clock.now(), fix_by=until)


def asked(by_whom: Caller, making: object, *, names_version: bool = False) -> Scene:
    """Somebody asks about a check that stands like that."""

    def scene(stage: Stage) -> Asked:
        check = kept(stage.unit_of_work(), making(stage))
        return Asked(by=by_whom, path={"check_id": check.id}, version=check.version if names_version else None)

    return scene


def listed(by_whom: Caller) -> Scene:
    def scene(stage: Stage) -> Asked:
        kept(stage.unit_of_work(), told(stage))
        return Asked(by=by_whom)

    return scene


PROMISE_SCENES: dict[str, Scene] = {
    "POST /v1/cases/{case_id}/promise-checks": lambda stage: Asked(
        by=REVIEWER, path={"case_id": stage.case(a_decided_case()).id}
    ),
    "GET /v1/promise-checks/{check_id}": asked(APPLICANT, told),
    "GET /v1/me/promise-checks": listed(APPLICANT),
    "GET /v1/promise-checks": listed(HEAD),
    "POST /v1/promise-checks/{check_id}/outcome": asked(REVIEWER, to_fix, names_version=True),
    "POST /v1/promise-checks/{check_id}/objection": asked(APPLICANT, told),
    "POST /v1/promise-checks/{check_id}/breach": asked(HEAD, objected, names_version=True),
    "POST /v1/promise-checks/{check_id}/dismissal": asked(HEAD, objected, names_version=True),
    "POST /v1/promise-checks/{check_id}/repair": asked(HEAD, on_record, names_version=True),
}
