"""Setting, seeing and clearing faults. What each does is shown beside the adapter that has to bear it."""

import time

import pytest

from chalicelib.parties.sources.population import IdentityMatch
from infra.sandbox.faults import COUNTERPARTIES
from tests.unit.adapters.world import World


@pytest.mark.parametrize("counterparty", COUNTERPARTIES)
def test_a_fault_is_seen_until_it_is_cleared(world: World, counterparty: str) -> None:
    world.fault(counterparty, unavailable=True, repeat=3)
    fault = world.ask("GET", "/panel/faults")[counterparty]
    assert (fault["unavailable"], fault["repeat"], fault["silent"]) == (True, 3, False)
    world.no_fault(counterparty)
    assert world.ask("GET", "/panel/faults")[counterparty]["unavailable"] is False


def test_a_new_setting_replaces_the_old_one(world: World) -> None:
    world.fault("sms", unavailable=True)
    world.fault("sms", repeat=2)
    assert world.ask("GET", "/panel/faults")["sms"]["unavailable"] is False


@pytest.mark.parametrize("switches", [{"explode": True}, {"repeat": "3"}, {"silent": 1}, {"repeat": True}])
def test_a_switch_that_does_not_exist_is_refused(world: World, switches: dict[str, object]) -> None:
    world.ask("PUT", "/panel/faults/sms", switches, status=400)


def test_a_counterparty_that_does_not_exist_is_refused(world: World) -> None:
    world.ask("PUT", "/panel/faults/nobody", {}, status=404)
    world.ask("DELETE", "/panel/faults/nobody", status=404)


def test_a_late_answer_comes_after_the_work_is_done(world: World) -> None:
    world.fault("population", reply_delay_ms=60)
    begin = time.monotonic()
    assert world.population.check("王示例", "460105199003072215") is IdentityMatch.MATCH
    assert time.monotonic() - begin >= 0.06


def test_faults_of_one_leave_the_others_alone(world: World) -> None:
    world.fault("population", unavailable=True)
    assert world.place_order()
