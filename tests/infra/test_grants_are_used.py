"""A policy grants what its function's code can call, and what AWS does in the function's name; nothing else."""

import pytest

from tests.support.grants import INDEXES, functions, granted, needed

QUERY = "dynamodb:Query"


@pytest.mark.parametrize("function", functions())
def test_every_granted_action_is_one_that_is_called(function: str) -> None:
    asked = needed(function)
    beside_indexes = {(QUERY, "Table")} if (QUERY, INDEXES) in asked else set()
    assert granted(function) - asked - beside_indexes == set()
