import json
from typing import Any, ClassVar

import pytest

from chalicelib.aws.history import to_aggregate
from chalicelib.cases import store
from chalicelib.cases.model import Case
from chalicelib.kernel.aggregate import UnknownSchema
from tests.support.cases import (
    a_case_to_correct,
    a_delivered_case,
    a_new_case,
    a_submitted_case,
    an_accepted_case,
    field,
    material,
    pause,
    stored,
)
from tests.support.clocks import on
from tests.support.items import joint_item
from tests.support.memory_table import MemoryTable

KEY = ("CASE#case-1", "SNAPSHOT")


@pytest.fixture
def table() -> MemoryTable:
    table = MemoryTable()
    stored(table, a_submitted_case())
    return table


@pytest.mark.parametrize("schema", [0, 2, 99])
def test_a_shape_that_nobody_knows_is_refused_by_name(table, schema):
    table.rows[KEY] |= {"schema": schema}
    with pytest.raises(UnknownSchema, match=f"Case cannot read schema {schema}"):
        store.load(table, "case-1")


def test_a_member_that_the_shape_does_not_have_is_refused(table):
    body = json.loads(str(table.rows[KEY]["body"]))
    table.rows[KEY] |= {"body": json.dumps({**body, "colour": "red"})}
    with pytest.raises(ValueError, match="colour"):
        store.load(table, "case-1")


class NextCase(Case):
    """A case of a shape to come: its refusal is called `answer`."""

    schema_version: ClassVar[int] = 2
    answer: str = ""

    @classmethod
    def upcast(cls, body: dict[str, Any], schema: int) -> dict[str, Any]:
        if schema != 1:
            return super().upcast(body, schema)
        return {**body, "answer": body["refusal"].upper()}


def test_an_older_shape_is_brought_up_to_date_on_the_way_in(table):
    body = json.loads(str(table.rows[KEY]["body"]))
    table.rows[KEY] |= {"body": json.dumps({**body, "refusal": "no"})}
    case = to_aggregate(NextCase, table.rows[KEY])
    assert (case.answer, case.status, case.clock.promised) == ("NO", "SUBMITTED", "2026-03-09")
    assert case.clock == store.load(table, "case-1").clock
    with pytest.raises(UnknownSchema):
        to_aggregate(NextCase, {**table.rows[KEY], "schema": 0})


@pytest.mark.parametrize(
    "build",
    [
        a_new_case,
        a_submitted_case,
        an_accepted_case,
        a_delivered_case,
        lambda item: a_case_to_correct(field("/seats"), material("plan"), item=item),
    ],
)
def test_what_is_loaded_is_what_was_stored(build):
    table, case = MemoryTable(), build(joint_item())
    if case.accepted_since and case.decision is None:
        pause(case, on(3, 5))
    stored(table, case)
    assert store.load(table, "case-1") == case
