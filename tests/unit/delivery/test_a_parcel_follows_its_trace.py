"""The trace decides where a parcel is, in whatever order and however often it is told."""

import itertools

import pytest

from chalicelib.delivery import errors, service
from chalicelib.delivery.vocabulary import TERMINAL, Stage
from tests.unit.delivery.post import NOON, RECIPIENT, SHIPMENT_ID, WAYBILL, Post, S, event, push

WAY = [event(0, S.PICKED_UP), event(30, S.IN_TRANSIT), event(60, S.DELIVERING), event(90, S.SIGNED)]


def traces() -> list[object]:
    """What the courier pushes on the way: each time the whole trace, newest first."""
    return [push(*reversed(WAY[: count + 1])) for count in range(len(WAY))]


def test_a_shipment_is_opened_once(post: Post) -> None:
    assert post.open().version == post.open().version == 1
    assert (post.shipment.stage, post.events) == (Stage.BOOK, ["ShipmentOpened"])


def test_a_courier_is_booked_once(post: Post) -> None:
    post.booked()
    post.book()
    (consignment,) = post.courier.booked
    assert (consignment.reference, consignment.recipient.name, consignment.sender.address) == (
        SHIPMENT_ID, RECIPIENT.name, "海南省海口市政务服务中心",
    )  # fmt: skip
    assert (post.shipment.stage, post.shipment.waybill) == (Stage.AWAIT_ARRIVAL, WAYBILL)
    assert post.events == ["ShipmentOpened", "Booked"]


def test_events_hold_nothing_personal(post: Post) -> None:
    post.booked()
    post.push(push(*reversed(WAY)))
    data = "".join(str(row["data"]) for row in post.cloud.table.partition(f"SHIPMENT#{SHIPMENT_ID}", last="EVENT$"))
    assert not any(secret in data for secret in RECIPIENT.model_dump().values())


def test_the_way_to_the_signature(post: Post) -> None:
    post.booked()
    states = [post.push(told).status for told in traces()]
    assert states == [S.PICKED_UP, S.IN_TRANSIT, S.DELIVERING, S.SIGNED]
    assert (post.shipment.signed_at, post.shipment.stage) == (WAY[-1].occurred_at, Stage.DONE)
    assert post.events[2:] == ["Moved"] * 4 + ["Signed"]


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_in_any_order_and_twice_the_outcome_is_the_same(post: Post, order: tuple[int, ...]) -> None:
    post.booked()
    told = traces()
    for number in (*order, *order):
        post.push(told[number])
    assert (post.shipment.status, post.states) == (S.SIGNED, [one.state for one in WAY])
    assert post.events.count("Signed") == 1


def test_an_older_push_never_moves_a_parcel_back(post: Post) -> None:
    post.booked()
    post.push(push(WAY[2]))
    assert post.push(push(WAY[0])).status is S.DELIVERING
    assert post.states == [S.PICKED_UP, S.DELIVERING]


def test_the_same_push_ten_times_changes_nothing(post: Post) -> None:
    post.booked()
    told = push(WAY[1], WAY[0])
    versions = {post.push(told).version for _ in range(10)}
    assert (len(versions), len(post.shipment.trace)) == (1, 2)


def test_events_of_the_same_second_stand_in_the_order_of_the_way(post: Post) -> None:
    post.booked()
    post.push(push(event(0, S.DELIVERING), event(0, S.IN_TRANSIT), event(0, S.PICKED_UP)))
    assert (post.shipment.status, post.states) == (S.DELIVERING, [S.PICKED_UP, S.IN_TRANSIT, S.DELIVERING])


@pytest.mark.parametrize("last", sorted(TERMINAL))
def test_nothing_leaves_a_terminal_state_and_the_trace_is_kept(post: Post, last: S) -> None:
    post.booked()
    post.push(push(event(10, last)))
    assert post.push(push(event(20, S.DELIVERING), event(5, S.IN_TRANSIT))).status is last
    assert post.states == [S.IN_TRANSIT, last, S.DELIVERING]


def test_an_event_without_a_state_of_its_own_has_that_of_its_push(post: Post) -> None:
    post.booked()
    assert post.push(push(event(0, None, "揽收"), state=S.PICKED_UP)).status is S.PICKED_UP


def test_another_parcels_waybill_is_refused(post: Post) -> None:
    post.booked()
    before = post.shipment.version
    with pytest.raises(errors.WaybillForeign):
        post.push(push(WAY[3], waybill="SOMEBODY-ELSES"))
    assert post.shipment.version == before


def test_a_waybill_that_comes_later_is_taken_from_the_first_push(post: Post) -> None:
    post.courier.slow = True
    assert (post.booked().waybill, post.shipment.stage) == ("", Stage.AWAIT_ARRIVAL)
    post.push(push(WAY[0]))
    assert post.shipment.waybill == WAYBILL
    assert post.events == ["ShipmentOpened", "Booked", "Booked", "Moved"]


def test_a_push_may_overtake_the_answer_to_the_booking(post: Post) -> None:
    post.open()
    post.push(push(WAY[0]))
    late = post.shipment
    late.note_booked(1, "ems", WAYBILL, post.cloud.act())
    assert (late.pending, late.status) == ((), S.PICKED_UP)


def test_a_cancelled_order_is_noted_once(post: Post) -> None:
    post.booked()
    for _ in range(3):
        post.push(push(waybill=WAYBILL, state=S.CANCELLED, watching=False))
    assert (post.shipment.status, post.events.count("Returned"), len(post.shipment.trace)) == (S.CANCELLED, 1, 1)


def test_late_news_of_the_order_never_moves_a_parcel_back(post: Post) -> None:
    post.booked()
    post.push(push(WAY[2]))
    assert post.push(push(state=S.PICKED_UP)).status is S.DELIVERING


def test_a_trace_that_the_courier_gave_up_is_an_exception_until_it_goes_on(post: Post) -> None:
    post.booked()
    post.push(push(WAY[0], state=S.EXCEPTION, watching=False))
    assert post.shipment.status is S.EXCEPTION
    later = event(2 * 24 * 60, S.SIGNED)
    assert later.occurred_at > NOON
    assert post.push(push(later, WAY[0])).status is S.SIGNED


def test_the_same_trouble_is_said_once(post: Post) -> None:
    post.open()
    for error in ("Unavailable", "Unavailable", "Refused"):
        service.apply(
            post.cloud.table,
            SHIPMENT_ID,
            post.cloud.act(),
            lambda it, said=error: it.note_trouble(said, post.cloud.act()),
        )
    assert (post.events.count("TroubleRecorded"), post.shipment.trouble) == (2, "Refused")
