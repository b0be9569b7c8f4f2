"""A due date that rests on a year nobody has announced raises an alarm: its logged word is what the alarm counts."""

import pytest

from chalicelib.workflow import join_effects
from chalicelib.workflow.consuming import CloudEvent
from tests.support.platform import MONDAY_MORNING, FakePlatform

EVENT = CloudEvent(
    id="CASE1:7",
    type="case.DueDateProvisional",
    subject="CASE1",
    time=MONDAY_MORNING,
    correlationid="correlation-1",
    data={"clock": 1, "kind": "CHECK", "due": "2027-01-05", "statutory": "2027-01-05"},
)


def test_it_is_logged_once_for_each_date_that_was_given(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[tuple[str, dict[str, str]]] = []
    monkeypatch.setattr(join_effects.logger, "error", lambda word, extra: said.append((word, extra)))
    for _ in range(3):
        join_effects.join(cloud, EVENT)
    assert said == [("calendar-alert", {"case_id": "CASE1", "due": "2027-01-05"})]
