"""What an applicant is told beforehand: what to bring, what not, the price, the time, the promise."""

import pytest

from chalicelib.catalogue.api import catalogue_area
from chalicelib.catalogue.views import ItemView
from chalicelib.http import edge
from tests.support.calls import Client
from tests.support.cases import with_catalogue
from tests.support.items import changed, joint_item, seeded_item
from tests.support.platform import FakePlatform

ITEM = seeded_item()


def test_what_the_state_holds_need_not_be_brought():
    medical, photo = ItemView.of(ITEM, "en").materials
    assert (medical.obtained_by_sharing_from, photo.obtained_by_sharing_from) == (
        "Health commission's licence base",
        None,
    )
    assert (photo.name, photo.media_types, photo.max_bytes) == (
        "Recent photo on a white background",
        ("image/jpeg",),
        2_097_152,
    )


def test_the_promise_is_the_very_text_that_will_be_signed():
    for language in ("zh-CN", "en"):
        promise = ItemView.of(ITEM, language).promise
        assert (promise.text, promise.sha256) == (ITEM.promise.text, ITEM.promise.sha256)
        assert promise.consequence


def test_price_and_time_are_told():
    view = ItemView.of(ITEM, "zh-CN")
    assert (view.fee_fen, view.fee_name, view.fee_basis) == (1000, "驾驶证工本费", ITEM.fee.basis)
    assert (view.statutory_limit.amount, view.promised_limit.amount, view.visits) == (1, 0, 0)
    assert ItemView.of(changed(ITEM, fee=None), "en").fee_fen is None


def test_where_no_english_was_given_the_chinese_stands():
    view = ItemView.of(joint_item(), "en")
    assert (view.name, view.fee_name) == ("Fictional joint permit", "工本费")


@pytest.mark.parametrize(("code", "status"), [("GA-JG-0102", 200), ("NO-SUCH-ITEM", 404)])
def test_anybody_may_read_it_and_a_warm_read_asks_nobody(monkeypatch, code, status):
    cloud = with_catalogue(FakePlatform())
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    client = Client(cloud, catalogue_area)
    first, second = (client.call("GET", "/v1/items/{item_code}", item_code=code) for _ in range(2))
    assert (first.status, second.status) == (status, status)
    assert (first.round_trips, second.round_trips) == (1, 0 if status == 200 else 1)
