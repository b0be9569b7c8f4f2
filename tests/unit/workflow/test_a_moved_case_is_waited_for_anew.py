"""Another version may bring another route, other materials, other dates: what waits and asks for a case follows it."""

import pytest

from chalicelib.aws.history import events_among
from chalicelib.cases.model import Case
from chalicelib.cases.service import load_case
from chalicelib.cases.vocabulary import SlotState
from chalicelib.kernel.events import RecordedEvent
from chalicelib.workflow import triggers
from chalicelib.workflow.lifecycle_task import plan_review
from chalicelib.workflow.task_tokens import stage_after_wait
from tests.support.cases import (
    CALENDAR,
    HEAD,
    MONDAY,
    a_new_case,
    advise_all,
    an_accepted_case,
    by,
    stored,
    tick,
)
from tests.support.clocks import on
from tests.support.items import changed, joint_item
from tests.support.machines import Machinery
from tests.support.platform import FakePlatform

JOINT = joint_item()
STAGES = [
    {"name": {"zh": "并联审查"}, "desks": ["reviewer", "fire"]},
    {"name": {"zh": "集体审查"}, "desks": ["board"]},
]


@pytest.fixture
def machinery(cloud: FakePlatform) -> Machinery:
    return Machinery(cloud)


def moved(cloud: FakePlatform, case: Case, **parts: object) -> RecordedEvent:
    """The event of a move to a version with other parts."""
    stored(cloud.table, case)
    case.move_to(changed(JOINT, version=2, **parts), "新版本", by(HEAD, MONDAY), CALENDAR)
    stored(cloud.table, case)
    return events_among(cloud.table.partition(f"CASE#{case.id}"))[-1]


def test_a_review_that_goes_another_way_gets_a_machine_that_knows_it(cloud: FakePlatform, machinery: Machinery) -> None:
    case = an_accepted_case(JOINT, case_id="CASE1")
    event = moved(cloud, case, review=STAGES)
    triggers.begin(cloud, event)
    assert machinery.steps.names == [
        "review:case-CASE1-2",
        f"deadline-clock:case-CASE1-clock-{case.clock.number}-2",
    ]
    stages = plan_review(cloud, case, cloud.act(), {})["stages"]
    assert [desk["desk"] for stage in stages for desk in stage["desks"]] == ["reviewer", "fire", "board"]


def test_a_review_that_goes_the_same_way_goes_on(cloud: FakePlatform, machinery: Machinery) -> None:
    triggers.begin(cloud, moved(cloud, an_accepted_case(JOINT, case_id="CASE1")))
    assert [name for name in machinery.steps.names if name.startswith("review")] == []


def test_a_draft_is_waited_for_by_nothing(cloud: FakePlatform, machinery: Machinery) -> None:
    triggers.begin(cloud, moved(cloud, a_new_case(JOINT, case_id="CASE1"), review=STAGES))
    assert machinery.steps.starts == []


@pytest.mark.parametrize("wait", ["opinion:1:panel", "opinion:2:panel", "opinion:7:reviewer"])
def test_a_wait_for_a_desk_that_is_asked_no_more_is_over(cloud: FakePlatform, wait: str) -> None:
    case = an_accepted_case(JOINT, case_id="CASE1")
    moved(cloud, case, review=STAGES)
    assert stage_after_wait(case, wait) == "REVIEW"


def test_the_lifecycle_goes_back_to_a_review_that_has_one_more_stage(cloud: FakePlatform) -> None:
    case = an_accepted_case(changed(JOINT, fee=None), case_id="CASE1")
    advise_all(case)
    assert stage_after_wait(case, "stage:DECISION") is None
    more = [{"name": {"zh": "专家审查"}, "desks": ["panel"]}, {"name": {"zh": "集体审查"}, "desks": ["board"]}]
    moved(cloud, case, fee=None, review=[STAGES[0], *more])
    assert stage_after_wait(case, "stage:DECISION") == "REVIEW"


def test_silence_that_was_consent_ends_every_wait(cloud: FakePlatform) -> None:
    case = an_accepted_case(changed(JOINT, tacit_approval={"basis": "虚构条例第九条"}), case_id="CASE1")
    tick(case, on(3, 31, 0))
    for wait in ("opinion:0:fire", "opinion:1:panel", "stage:REVIEW"):
        assert stage_after_wait(case, wait) == "ISSUE"


def test_a_source_is_asked_for_what_only_the_new_version_requires(cloud: FakePlatform) -> None:
    registry = {**JOINT.materials[2].model_dump(mode="json"), "code": "registry"}
    event = moved(cloud, a_new_case(JOINT, case_id="CASE1"), materials=[registry])
    assert event.type == "case.MovedToVersion"
    assert load_case(cloud.table, "CASE1").materials["registry"].state is SlotState.ASKING
