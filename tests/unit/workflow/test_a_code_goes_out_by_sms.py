from collections.abc import Mapping
from datetime import UTC, datetime

from chalicelib.kernel.events import RecordedEvent
from chalicelib.parties import sign_in
from chalicelib.parties.challenges import Challenge, Purpose
from chalicelib.workflow.consuming import CloudEvent
from chalicelib.workflow.notify import tell
from tests.support.people import ADDRESS, MOBILE, answer, as_delivered, code_of
from tests.support.platform import FakePlatform


class FakeGateway:
    def __init__(self) -> None:
        self.sent: list[tuple[str, str, str, dict[str, str]]] = []

    def send(self, message_id: str, mobile: str, template: str, parameters: Mapping[str, str]) -> None:
        self.sent.append((message_id, mobile, template, dict(parameters)))


def issued(cloud: FakePlatform) -> tuple[Challenge, CloudEvent]:
    """A code asked for now by the machine's clock, which the consumer reads; and its event."""
    cloud.wall.instant, uow = datetime.now(UTC), cloud.unit_of_work()
    challenge = sign_in.issue_code(
        cloud, uow, purpose=Purpose.REGISTRATION, mobile=MOBILE, language="en", address=ADDRESS, now=cloud.wall.now()
    )
    event: RecordedEvent = challenge.pending[0]
    uow.commit()
    return challenge, as_delivered(event)


def test_the_code_is_sent_once_to_the_mobile_that_asked(cloud: FakePlatform) -> None:
    (challenge, event), gateway = issued(cloud), FakeGateway()
    for _ in range(3):
        tell(cloud, gateway, event)
    expected = {"code": code_of(cloud, challenge), "minutes": "5"}
    assert gateway.sent == [(event.id, MOBILE, "registration-code.en", expected)]


def test_neither_code_nor_mobile_is_on_the_bus(cloud: FakePlatform) -> None:
    challenge, event = issued(cloud)
    assert event.data == {"purpose": "REGISTRATION"}
    assert MOBILE not in event.model_dump_json()
    assert code_of(cloud, challenge) not in event.model_dump_json(exclude={"id", "subject"})


def test_a_used_code_is_not_sent_any_more(cloud: FakePlatform) -> None:
    (challenge, event), gateway = issued(cloud), FakeGateway()
    answer(cloud, challenge)
    tell(cloud, gateway, event)
    assert gateway.sent == []


def test_events_that_say_nothing_to_anybody_leave_no_trace(cloud: FakePlatform) -> None:
    (_, event), before = issued(cloud), dict(cloud.table.rows)
    tell(cloud, FakeGateway(), event.model_copy(update={"type": "party.SessionOpened"}))
    assert cloud.table.rows == before
