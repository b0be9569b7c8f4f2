"""What a person sees and what a test reads."""

import urllib3

from infra.sandbox.organisations import ORGANISATIONS
from infra.sandbox.people import PEOPLE
from tests.unit.adapters.test_kuaidi100_booking import consignment
from tests.unit.adapters.world import World


def page(world: World) -> str:
    answer = urllib3.request("GET", world.url + "/")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    return answer.data.decode()


def test_the_page_shows_everything_and_needs_no_internet(world: World) -> None:
    world.place_order()
    waybill = world.kuaidi100.book(consignment(world)).waybill
    world.sms.send("message-1", "13800000002", "one-time-code", {"code": "482913"})
    world.fault("sms", unavailable=True)
    seen = page(world)
    for text in (*(person.name for person in PEOPLE), "ORDER00001", waybill, "code = 482913", "unavailable", "Pay"):
        assert str(text) in seen
    assert all(organisation.name in seen for organisation in ORGANISATIONS)
    for offered in (
        "/face/sessions",
        "/ca/sessions",
        "/panel/oidc/tokens",
        f"/panel/organisations/{ORGANISATIONS[0].uscc}",
    ):
        assert f'data-path="{offered}"' in seen
    assert "http://" not in seen
    assert "https://" not in seen


def test_an_empty_page_says_so(world: World) -> None:
    assert page(world).count("nothing yet") == 3


def test_what_came_from_outside_is_escaped(world: World) -> None:
    world.sms.send("message-1", "13800000002", "<script>alert(1)</script>", {"code": "<b>"})
    seen = page(world)
    assert "<script>alert" not in seen
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in seen


def test_a_paid_order_has_no_pay_button(world: World) -> None:
    world.place_order()
    world.pay()
    assert "/panel/wechat-pay/orders/ORDER00001/pay" not in page(world)


def test_calls_are_told_per_counterparty_with_their_effect(world: World) -> None:
    world.place_order()
    world.pay()
    world.receiver.wait_for(1)
    world.population.check("王示例", "460105199003072215")
    calls = world.ask("GET", "/panel/calls?counterparty=wechat_pay")["calls"]
    assert [(call["direction"], call["subject"], call["effect"]) for call in calls][:1] == [
        ("IN", "ORDER00001", "created")
    ]
    assert {call["counterparty"] for call in world.ask("GET", "/panel/calls")["calls"]} >= {"population"}


def test_what_makes_no_sense_is_refused(world: World) -> None:
    world.place_order()
    pay = "/panel/wechat-pay/orders/ORDER00001/pay"
    for body in ({"amount": 0}, {"amount": "10"}, {"amount": 1.5}, []):
        world.ask("POST", pay, body, status=400)
    world.ask("POST", "/panel/wechat-pay/orders/NOTHING/pay", {}, status=404)
    assert urllib3.request("GET", world.url + "/nowhere").status == 404
    assert urllib3.request("DELETE", world.url + "/sms/messages").status == 405
    assert urllib3.request("POST", world.url + "/panel/people", body=b"{").status == 400
