"""Nothing grows with the number of cases but the pages that were asked for."""

import pytest

from tests.bench.capacity import Consumed
from tests.bench.scale import COMMANDS, DUE_CASES, IDLE_SWEEP, SWEEP, consumption

FEW, MANY = 500, 5_000


@pytest.fixture(scope="module")
def few() -> dict[str, Consumed]:
    return consumption(FEW)


def test_ten_times_as_many_cases_cost_the_same(few: dict[str, Consumed]) -> None:
    assert consumption(MANY) == few


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_reads_one_row_and_commits_once(few: dict[str, Consumed], name: str) -> None:
    assert few[name].rows_read == 1
    assert few[name].round_trips == 2


def test_a_page_reads_no_more_than_it_shows(few: dict[str, Consumed]) -> None:
    assert few["GET /v1/worklist"].rows_read == 20
    assert few["GET /v1/cases"].rows_read == 1


def test_a_sweep_touches_the_cases_that_are_due_and_no_others(few: dict[str, Consumed]) -> None:
    """Their entries in the index, then each of them once."""
    assert few[SWEEP].rows_read == 2 * DUE_CASES
    assert few[IDLE_SWEEP].rows_read == 0
    assert few[IDLE_SWEEP].rows_written == 0
