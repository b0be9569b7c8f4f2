import pytest

from chalicelib.aws.rows import Key
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.workflow.consuming import CloudEvent, consume_once
from tests.support.platform import MONDAY_MORNING, FakePlatform

EVENT = CloudEvent(
    id="case-1:3", type="case.Submitted", subject="case-1", time=MONDAY_MORNING, correlationid="correlation-9", data={}
)


def test_a_second_delivery_does_nothing_and_another_consumer_is_not_concerned(cloud: FakePlatform) -> None:
    effects: list[str] = []

    def effect(uow: UnitOfWork) -> None:
        effects.append(uow.act.correlation_id)

    assert consume_once(cloud, EVENT, "first", effect)
    assert not consume_once(cloud, EVENT, "first", effect)
    assert consume_once(cloud, EVENT, "second", effect)
    assert effects == ["correlation-9"] * 2


def test_a_failed_effect_leaves_no_mark_so_that_the_event_comes_again(cloud: FakePlatform) -> None:
    def fail(uow: UnitOfWork) -> None:
        uow.put({"pk": "X", "sk": "X"})
        raise ConnectionError

    with pytest.raises(ConnectionError):
        consume_once(cloud, EVENT, "first", fail)
    assert cloud.table.rows == {}


def test_of_two_deliveries_at_once_the_slower_one_writes_nothing(cloud: FakePlatform) -> None:
    def slow(uow: UnitOfWork) -> None:
        consume_once(cloud, EVENT, "first", lambda other: other.put({"pk": "EFFECT", "sk": "BY", "who": "fast"}))
        uow.put({"pk": "EFFECT", "sk": "BY", "who": "slow"})

    assert not consume_once(cloud, EVENT, "first", slow)
    assert cloud.table.row(Key("EFFECT", "BY"))["who"] == "fast"


def test_an_overtaken_effect_starts_again_on_what_is_there_now(cloud: FakePlatform) -> None:
    runs: list[int] = []

    def effect(uow: UnitOfWork) -> None:
        if not runs:
            cloud.table.rows[("A", "A")] = {"pk": "A", "sk": "A", "version": 1}
        uow.put({"pk": "A", "sk": "A", "version": 2}, equals={"version": len(runs)})
        runs.append(1)

    assert consume_once(cloud, EVENT, "first", effect)
    assert len(runs) == 2
