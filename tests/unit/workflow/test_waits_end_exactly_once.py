"""A wait may be registered before or after what it waits for; it is answered once, and by nobody else's token."""

from typing import Any

import pytest

from chalicelib.aws.rows import Key
from chalicelib.cases.errors import CaseUnknown
from chalicelib.cases.model import Case
from chalicelib.cases.parts import Document
from chalicelib.workflow import task_tokens
from chalicelib.workflow.lifecycle_task import lifecycle_task
from chalicelib.workflow.task_tokens import answer_or_wait, register, signal, stage_after_wait
from tests.support.cases import (
    a_draft,
    a_reviewed_case,
    a_submitted_case,
    advise,
    an_accepted_case,
    by,
    check,
    joint_item,
    official,
    stored,
)
from tests.support.machines import Machinery
from tests.support.platform import FakePlatform
from tests.unit.delivery.post import FakeCourier, Post
from tests.unit.payments.till import FakeChannel, Till

WAIT = "stage:ACCEPTANCE"
A_DOCUMENT = Document(licence_id="L1", verification_code="V1", object_key="documents/1.pdf", sha256="0" * 64)
OUTCOME = [{"stage": "REVIEW"}]


@pytest.fixture
def machinery(cloud: FakePlatform) -> Machinery:
    return Machinery(cloud)


@pytest.fixture
def case(cloud: FakePlatform) -> Case:
    return stored(cloud.table, a_submitted_case())


def accept(cloud: FakePlatform, case: Case) -> None:
    check(case, "reviewer")
    stored(cloud.table, case, official("reviewer"))


def is_answered(cloud: FakePlatform, wait: str = WAIT) -> object:
    row = cloud.table.row(Key("CASE#case-1", f"WAIT#{wait}"))
    return row and row["answered"]


def test_registered_before_the_event_it_ends_with_the_event(
    cloud: FakePlatform, machinery: Machinery, case: Case
) -> None:
    register(cloud, "case", case.id, WAIT, machinery.steps.wait("token-1"))
    assert (machinery.steps.answered, is_answered(cloud)) == ({}, False)
    accept(cloud, case)
    signal(cloud, "case", case.id)
    assert (machinery.steps.answered, is_answered(cloud)) == ({"token-1": OUTCOME}, True)


def test_registered_after_the_event_it_ends_at_once(cloud: FakePlatform, machinery: Machinery, case: Case) -> None:
    accept(cloud, case)
    signal(cloud, "case", case.id)
    register(cloud, "case", case.id, WAIT, machinery.steps.wait("token-1"))
    assert (machinery.steps.answered, is_answered(cloud)) == ({"token-1": OUTCOME}, True)


def test_the_event_between_registering_and_looking_is_not_missed(
    cloud: FakePlatform, machinery: Machinery, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The relay comes in after the row is written and before the registration looks: both see it, once it counts."""

    def after_the_relay(platform: FakePlatform, subject: str, identifier: str) -> None:
        accept(cloud, case)
        signal(platform, subject, identifier)
        signal(platform, subject, identifier)

    monkeypatch.setattr(task_tokens, "signal", after_the_relay)
    register(cloud, "case", case.id, WAIT, machinery.steps.wait("token-1"))
    assert machinery.steps.answered == {"token-1": OUTCOME}


def test_however_often_the_relay_comes_a_wait_ends_once(cloud: FakePlatform, machinery: Machinery, case: Case) -> None:
    register(cloud, "case", case.id, WAIT, machinery.steps.wait("token-1"))
    accept(cloud, case)
    for _ in range(5):
        signal(cloud, "case", case.id)
    assert machinery.steps.answered == {"token-1": OUTCOME}


def test_dying_between_answering_and_noting_it_answers_nothing_twice(
    cloud: FakePlatform, machinery: Machinery, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(cloud, "case", case.id, WAIT, machinery.steps.wait("token-1"))
    accept(cloud, case)
    with monkeypatch.context() as dying:
        dying.setattr(cloud.table, "commit", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            signal(cloud, "case", case.id)
    assert is_answered(cloud) is False
    signal(cloud, "case", case.id)
    assert (machinery.steps.answered, is_answered(cloud)) == ({"token-1": OUTCOME}, True)


def test_a_token_that_nobody_waits_with_any_more_is_a_normal_outcome(
    cloud: FakePlatform, machinery: Machinery, case: Case
) -> None:
    machinery.steps.expired.add("token-late")
    register(cloud, "case", case.id, WAIT, "token-late")
    register(cloud, "case", case.id, "opinion:0:reviewer", "token-unknown")
    accept(cloud, case)
    signal(cloud, "case", case.id)
    assert machinery.steps.answered == {}
    assert is_answered(cloud) is True


def test_a_new_generations_wait_replaces_the_old_ones(cloud: FakePlatform, machinery: Machinery, case: Case) -> None:
    for token in ("old", "new"):
        register(cloud, "case", case.id, WAIT, machinery.steps.wait(token))
    accept(cloud, case)
    signal(cloud, "case", case.id)
    assert machinery.steps.answered == {"new": OUTCOME}


def test_answering_an_old_token_late_does_not_mark_the_new_ones_wait(
    cloud: FakePlatform, machinery: Machinery, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The relay has read the old row when the new generation registers; noting the old answer must not touch it."""
    register(cloud, "case", case.id, WAIT, machinery.steps.wait("old"))
    accept(cloud, case)
    complete = cloud.orchestrator.complete

    def while_the_new_one_registers(token: str, output: dict[str, str]) -> bool:
        done = complete(token, output)
        row = {"pk": "CASE#case-1", "sk": f"WAIT#{WAIT}", "token": "new", "expected": "", "answered": False}
        cloud.table.rows[str(row["pk"]), str(row["sk"])] = row
        return done

    with monkeypatch.context() as between:
        between.setattr(cloud.orchestrator, "complete", while_the_new_one_registers)
        signal(cloud, "case", case.id)
    assert is_answered(cloud) is False
    machinery.steps.wait("new")
    signal(cloud, "case", case.id)
    assert machinery.steps.answered == {"old": OUTCOME, "new": OUTCOME}


def test_a_wait_of_another_round_is_a_wait_of_its_own(cloud: FakePlatform, machinery: Machinery, case: Case) -> None:
    """The same row is registered again with another token once the first was answered."""
    register(cloud, "case", case.id, WAIT, machinery.steps.wait("first"))
    accept(cloud, case)
    signal(cloud, "case", case.id)
    register(cloud, "case", case.id, "stage:REVIEW", machinery.steps.wait("second"))
    assert machinery.steps.answered == {"first": OUTCOME}
    assert is_answered(cloud, "stage:REVIEW") is False


def test_desks_of_a_stage_are_waited_for_one_by_one(cloud: FakePlatform, machinery: Machinery) -> None:
    case = stored(cloud.table, an_accepted_case(joint_item()))
    for desk in ("reviewer", "fire"):
        register(cloud, "case", case.id, f"opinion:0:{desk}", machinery.steps.wait(desk))
    advise(case, "fire")
    stored(cloud.table, case, official("fire"))
    signal(cloud, "case", case.id)
    assert list(machinery.steps.answered) == ["fire"]
    assert machinery.steps.waiting == {"reviewer"}


@pytest.mark.parametrize(
    ("build", "wait", "outcome"),
    [
        (a_submitted_case, "stage:ACCEPTANCE", None),
        (a_submitted_case, "stage:REVIEW", "ACCEPTANCE"),
        (an_accepted_case, "opinion:0:reviewer", None),
        (a_reviewed_case, "opinion:0:reviewer", "DECISION"),
        (a_draft, "opinion:0:reviewer", "FILING"),
    ],
)
def test_what_is_over_and_what_is_not(build: Any, wait: str, outcome: object) -> None:
    assert stage_after_wait(build(), wait) == outcome


def test_a_withdrawn_case_keeps_nobody_waiting(cloud: FakePlatform, machinery: Machinery) -> None:
    case = stored(cloud.table, an_accepted_case())
    for wait in ("stage:REVIEW", "opinion:0:reviewer"):
        register(cloud, "case", case.id, wait, machinery.steps.wait(wait))
    case.withdraw("不再需要", cloud.act())
    stored(cloud.table, case)
    signal(cloud, "case", case.id)
    assert machinery.steps.waiting == set()
    assert set(machinery.steps.answered) == {"stage:REVIEW", "opinion:0:reviewer"}


def test_orders_and_parcels_are_waited_for_by_their_stage(cloud: FakePlatform, machinery: Machinery) -> None:
    till, post = Till(cloud, FakeChannel()), Post(cloud, FakeCourier())
    order, parcel = till.open(), post.open()
    register(cloud, "order", order.id, f"stage:{order.stage}", machinery.steps.wait("order"))
    register(cloud, "shipment", parcel.id, f"stage:{parcel.stage}", machinery.steps.wait("parcel"))
    assert machinery.steps.answered == {}
    till.at_channel.place(order.id)
    post.book()
    signal(cloud, "order", order.id)
    signal(cloud, "shipment", parcel.id)
    assert machinery.steps.answered == {
        "order": [{"stage": till.order.stage}],
        "parcel": [{"stage": post.shipment.stage}],
    }


def test_nothing_waits_for_what_is_not_there(cloud: FakePlatform, machinery: Machinery) -> None:
    with pytest.raises(CaseUnknown):
        register(cloud, "case", "nowhere", WAIT, "token-1")
    with pytest.raises(KeyError):
        register(cloud, "weather", "x", WAIT, "token-1")


@pytest.fixture
def on_cloud(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.workflow.lifecycle_task.platform", lambda: cloud)


@pytest.mark.usefixtures("on_cloud")
def test_the_task_registers_what_its_state_machine_asks_for(
    cloud: FakePlatform, machinery: Machinery, case: Case
) -> None:
    token = machinery.steps.wait("token-1")
    lifecycle_task({"task": "wait", "case_id": case.id, "wait": WAIT, "expected": "REVIEW", "token": token}, None)
    assert is_answered(cloud) is False
    accept(cloud, case)
    signal(cloud, "case", case.id)
    assert machinery.steps.answered == {"token-1": OUTCOME}


def test_a_stage_that_the_machine_did_not_expect_is_an_error_that_names_it(
    cloud: FakePlatform, machinery: Machinery, case: Case
) -> None:
    register(cloud, "case", case.id, WAIT, machinery.steps.wait("token-1"), expected="REVIEW")
    case.withdraw("不再需要", cloud.act())
    stored(cloud.table, case)
    for _ in range(2):
        signal(cloud, "case", case.id)
    assert (machinery.steps.answered, is_answered(cloud)) == ({"token-1": [{"AnotherStage": "ARCHIVE"}]}, True)


def test_a_case_that_was_reviewed_before_it_had_a_receipt_gets_one_first() -> None:
    """Permit Law art. 32: a dated receipt of acceptance, however fast the desks are."""
    case = a_reviewed_case()
    assert (case.stage, stage_after_wait(case, WAIT)) == ("DECISION", "REVIEW")
    case.note_document("receipt", A_DOCUMENT, by(official("reviewer")))
    assert stage_after_wait(case, "stage:REVIEW") == "DECISION"


def test_a_task_after_which_the_stage_is_over_is_answered_without_a_row(
    cloud: FakePlatform, machinery: Machinery, case: Case
) -> None:
    task = {"token": machinery.steps.wait("token-1"), "wait": "stage:FEE", "expected": "DELIVERY"}
    answer_or_wait(cloud, "case", case.id, task, "DELIVERY")
    assert machinery.steps.answered == {"token-1": [{"stage": "DELIVERY"}]}
    answer_or_wait(cloud, "case", case.id, {**task, "token": machinery.steps.wait("token-2")}, "ARCHIVE")
    assert machinery.steps.answered["token-2"] == [{"AnotherStage": "ARCHIVE"}]
    assert is_answered(cloud, "stage:FEE") is None
