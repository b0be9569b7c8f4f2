"""Every way in which a call can fail ends as one of two errors."""

import pytest

from chalicelib.aws.counterparty_http import LARGEST_ANSWER, CounterpartyHttp, Refused, Unavailable
from tests.unit.adapters.world import receiving


@pytest.mark.parametrize("status", [302, 304, 429, 500, 502, 503])
def test_try_again_later(status: int) -> None:
    with receiving() as other:
        other.answers = [(status, b"")]
        with pytest.raises(Unavailable):
            CounterpartyHttp(other.url).send("POST", "/anything", {})
        assert len(other.received) == 1


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"code": "NO", "message": "because"}'])
def test_no_is_no(body: bytes) -> None:
    with receiving() as other:
        other.answers = [(400, body)]
        with pytest.raises(Refused) as refusal:
            CounterpartyHttp(other.url).send("POST", "/anything", {})
    assert refusal.value.code in ("NO", "UNKNOWN")


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"\xff", b"[" * 100_000])
def test_an_answer_that_is_no_json_object_is_unusable(body: bytes) -> None:
    with receiving() as other:
        other.answers = [(200, body)]
        answer = CounterpartyHttp(other.url).send("GET", "/anything", {})
        with pytest.raises(Unavailable):
            answer.document()


def test_nobody_there() -> None:
    with pytest.raises(Unavailable):
        CounterpartyHttp("http://127.0.0.1:1").send("GET", "/", {})


@pytest.mark.parametrize(("extra", "fits"), [(0, True), (1, False)])
def test_an_answer_without_end_is_not_read_to_its_end(extra: int, fits: bool) -> None:
    with receiving() as other:
        other.answers = [(200, b"x" * (LARGEST_ANSWER + extra))]
        http = CounterpartyHttp(other.url)
        if fits:
            assert len(http.send("GET", "/anything", {}).body) == LARGEST_ANSWER
        else:
            with pytest.raises(Unavailable, match="more than"):
                http.send("GET", "/anything", {})
