import datetime as dt

import pytest
from pydantic import ValidationError

from chalicelib.kernel.clock_entries import (
    AlreadyPausedError,
    ExtensionTooLongError,
    LimitExpiredError,
    NotPausedError,
    OutOfOrderError,
    PauseReason,
    SecondExtensionError,
)
from chalicelib.kernel.clock_ledger import ClockLedger
from chalicelib.kernel.time_limits import TimeLimits
from chalicelib.kernel.working_time import Limit, NaiveInstantError, Unit
from tests.support.clocks import WHY, extended, on, paused, running

LEDGER = running(on(3, 2))


def test_a_second_pause():
    with pytest.raises(AlreadyPausedError):
        paused(paused(LEDGER, on(3, 3)), on(3, 4))


def test_a_resumption_without_a_pause():
    with pytest.raises(NotPausedError):
        LEDGER.resume(**WHY, at=on(3, 3))


def test_a_second_extension():
    with pytest.raises(SecondExtensionError):
        extended(extended(LEDGER, 5, on(3, 3)), 5, on(3, 4))


@pytest.mark.parametrize(("allowed", "amount"), [(10, 11), (15, 16)])
def test_an_extension_longer_than_allowed(allowed, amount):
    ledger = running(on(3, 2), extension=allowed)
    with pytest.raises(ExtensionTooLongError):
        extended(ledger, amount, on(3, 3))
    assert extended(ledger, allowed, on(3, 3)).is_extended


def test_an_extension_of_nothing():
    with pytest.raises(ValueError, match="greater than 0"):
        extended(LEDGER, 0, on(3, 3))


def test_an_extension_after_the_statutory_date():
    with pytest.raises(LimitExpiredError):
        extended(LEDGER, 5, on(3, 31, 0))


def test_an_extension_in_a_long_pause_that_began_in_time():
    assert extended(paused(LEDGER, on(3, 5)), 5, on(6, 1)).is_extended


def test_an_entry_earlier_than_the_last_one():
    with pytest.raises(OutOfOrderError):
        LEDGER.pause(PauseReason.HEARING, **WHY, at=on(3, 1))


@pytest.mark.parametrize("field", ["reason", "legal_basis", "actor"])
def test_an_entry_without_its_grounds(field):
    with pytest.raises(ValidationError):
        LEDGER.pause(PauseReason.HEARING, **(WHY | {field: " "}), at=on(3, 3))


def test_a_naive_instant():
    naive = dt.datetime(2026, 3, 3, 10)
    with pytest.raises(NaiveInstantError):
        running(naive)
    with pytest.raises(NaiveInstantError):
        paused(LEDGER, naive)


def test_a_refused_entry_leaves_the_ledger_as_it_was():
    before = LEDGER.model_dump_json()
    with pytest.raises(OutOfOrderError):
        paused(LEDGER, on(3, 1))
    assert LEDGER.model_dump_json() == before


def test_a_promise_beyond_the_statute():
    with pytest.raises(ValidationError, match="promised limit"):
        running(on(3, 2), promised=21)


def test_an_extension_in_hours():
    with pytest.raises(ValidationError, match="days or months"):
        TimeLimits(statutory=Limit(amount=20), promised=Limit(amount=5), extension=Limit(amount=5, unit=Unit.HOUR))


def test_json_comes_back_as_the_same_ledger():
    ledger = extended(paused(LEDGER, on(3, 5), on(3, 13)), 10, on(3, 16))
    assert ClockLedger.model_validate_json(ledger.model_dump_json()) == ledger


def test_json_with_a_history_that_cannot_be_is_refused():
    document = LEDGER.model_dump(mode="json")
    document["entries"].append({"kind": "resume", **WHY, "at": "2026-03-03T10:00:00+08:00"})
    with pytest.raises(ValidationError, match="not paused"):
        ClockLedger.model_validate(document)
