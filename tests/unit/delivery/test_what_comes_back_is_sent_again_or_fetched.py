"""A parcel that did not reach its recipient: once more by courier, or over the counter."""

import pytest

from chalicelib.delivery import errors
from chalicelib.delivery.vocabulary import FAILED, Stage
from tests.unit.delivery.post import ELSEWHERE, SECOND_WAYBILL, SHIPMENT_ID, WAYBILL, Post, S, event, push


def came_back(post: Post, why: S = S.RETURNED) -> None:
    post.booked()
    post.push(push(event(10, why)))


@pytest.mark.parametrize("why", sorted(FAILED))
def test_it_waits_for_a_choice_and_says_so_once(post: Post, why: S) -> None:
    came_back(post, why)
    assert (post.shipment.stage, post.events.count("Returned")) == (Stage.AWAIT_CHOICE, 1)


def test_rejected_then_returned_is_one_return(post: Post) -> None:
    came_back(post, S.REJECTED)
    post.push(push(event(30, S.RETURNED), event(20, S.RETURNING), event(10, S.REJECTED)))
    assert (post.shipment.status, post.events.count("Returned")) == (S.RETURNED, 1)


def test_the_courier_may_still_succeed_after_a_rejection(post: Post) -> None:
    came_back(post, S.REJECTED)
    assert post.push(push(event(30, S.SIGNED), event(10, S.REJECTED))).stage is Stage.DONE


def test_sent_again_it_is_booked_once_more_to_the_new_address(post: Post) -> None:
    came_back(post)
    assert post.resend().stage is Stage.BOOK
    post.book()
    assert [one.reference for one in post.courier.booked] == [SHIPMENT_ID, f"{SHIPMENT_ID}r2"]
    assert post.courier.booked[-1].recipient.address == ELSEWHERE.address
    post.push(push(event(200, S.SIGNED), waybill=SECOND_WAYBILL))
    assert (post.shipment.status, post.shipment.stage) == (S.SIGNED, Stage.DONE)
    assert post.states == [S.RETURNED, S.SIGNED]


def test_late_news_of_the_first_parcel_does_not_move_the_second(post: Post) -> None:
    came_back(post)
    post.resend()
    post.book()
    post.push(push(event(20, S.SIGNED), event(10, S.RETURNED), waybill=WAYBILL))
    assert (post.shipment.status, post.shipment.waybill) == (S.CREATED, SECOND_WAYBILL)


def test_it_is_sent_again_only_once(post: Post) -> None:
    came_back(post)
    post.resend()
    post.book()
    post.push(push(event(300, S.RETURNED), waybill=SECOND_WAYBILL))
    with pytest.raises(errors.AlreadyResent):
        post.resend()
    assert (post.hand_over().stage, post.events[-1]) == (Stage.DONE, "HandedOver")


@pytest.mark.parametrize("state", [S.PICKED_UP, S.DELIVERING, S.SIGNED])
def test_what_did_not_come_back_is_neither_sent_again_nor_handed_over(post: Post, state: S) -> None:
    post.booked()
    before = post.push(push(event(10, state))).version
    with pytest.raises(errors.NotReturned):
        post.resend()
    with pytest.raises(errors.NotReturned):
        post.hand_over()
    assert post.shipment.version == before


def test_a_parcel_that_is_held_up_is_sent_again(post: Post) -> None:
    came_back(post, S.EXCEPTION)
    assert (post.shipment.stage, post.resend().stage) == (Stage.AWAIT_ARRIVAL, Stage.BOOK)
    post.book()
    post.push(push(event(20, S.SIGNED), event(10, S.EXCEPTION), waybill=WAYBILL))
    assert (post.shipment.status, post.shipment.waybill) == (S.CREATED, SECOND_WAYBILL)


def test_a_parcel_that_is_held_up_is_handed_over(post: Post) -> None:
    came_back(post, S.EXCEPTION)
    assert (post.hand_over().stage, post.events[-1]) == (Stage.DONE, "HandedOver")


def test_it_is_handed_over_once_and_then_nothing_moves_it(post: Post) -> None:
    came_back(post, S.REJECTED)
    post.hand_over()
    with pytest.raises(errors.NotReturned):
        post.hand_over()
    post.push(push(event(50, S.SIGNED)))
    assert (post.shipment.stage, post.events.count("HandedOver"), "Signed" in post.events) == (Stage.DONE, 1, False)
