"""Somebody without a mobile at a window, and somebody on the phone: registered, helped, told, heard."""

import time
from base64 import b64encode
from typing import Any

import pytest

from infra.local.journey import ITEM, REGION
from infra.local.people import Person, until
from tests.e2e.conftest import LI, World

WITHOUT_A_MOBILE = ("黄模拟", "460003198602281235")
Headers = dict[str, str]


def client(world: World, channel: str, region: str = "") -> Headers:
    """A workplace that the operator registers, and how it says which one it is."""
    body = {"name": f"{channel} 工作台", "channel": channel, "region": region}
    made = world.official("13900460001").post("/v1/clients", body)
    pair = f"{made['client']['client_id']}:{made['client_secret']}".encode()
    return {"Authorization": f"Basic {b64encode(pair).decode()}"}


def at_work(world: World, mobile: str, workplace: Headers) -> Person:
    """A member of staff, signed in through a workplace."""
    somebody = Person("工作人员", mobile, world.api, world.sandbox)
    seen = {message["message_id"] for message in world.sandbox.messages_to(mobile)}
    asked = somebody.ask("POST", "/v1/logins", {"mobile": mobile}, **workplace)
    assert asked.status_code == 202, asked.text
    code = until(lambda: new_code(world, mobile, seen), f"a code to {mobile}")
    answer = {"challenge_id": asked.json()["challenge_id"], "code": code}
    session = somebody.ask("POST", "/v1/sessions", answer, **workplace)
    assert session.status_code == 201, session.text
    somebody.access_token = session.json()["access_token"]
    return somebody


def new_code(world: World, mobile: str, seen: set[str]) -> str | None:
    new = [each for each in world.sandbox.messages_to(mobile) if each["message_id"] not in seen]
    return next((each["parameters"]["code"] for each in new if "code" in each["parameters"]), None)


def in_the_name_of(helper: Person, assistance_id: str) -> Person:
    """The helper, acting for whom they help."""
    chosen = helper.post("/v1/sessions/current/capacity", {"capacity_id": assistance_id})
    acting = Person(helper.name, helper.mobile, helper.api, helper.sandbox)
    acting.access_token = chosen["access_token"]
    return acting


@pytest.fixture(scope="module")
def clerk(world: World) -> Person:
    return at_work(world, "13900460120", client(world, "WINDOW", REGION))


def test_a_wrong_secret_lets_nobody_sign_in(world: World) -> None:
    wrong = {"Authorization": f"Basic {b64encode(b'nobody:secret').decode()}"}
    refused = world.anyone().ask("POST", "/v1/logins", {"mobile": "13900460120"}, **wrong)
    assert (refused.status_code, refused.json()["code"]) == (401, "party.client-refused")


def test_somebody_without_a_mobile_is_registered_and_applies_at_the_window(world: World, clerk: Person) -> None:
    name, number = WITHOUT_A_MOBILE
    body = {"name": name, "id_number": number, "document": "ID_CARD"}
    account_id = clerk.post("/v1/window-registrations", body)["account_id"]
    here = f"/v1/window-registrations/{account_id}"
    until(lambda: clerk.get(here)["level"] == 4, "the population base")
    present = {"id_number": number, "document": "ID_CARD", "is_present": True, "items": [ITEM], "powers": ["SUBMIT"]}
    assistance_id = clerk.post("/v1/window-assistances", present)["assistance_id"]
    acting = in_the_name_of(clerk, assistance_id)
    case = acting.post("/v1/cases", {"item_code": ITEM, "region": REGION})
    timeline = acting.get(f"/v1/cases/{case['id']}/timeline")["entries"]
    assert {"on_behalf_of": account_id, "authority": assistance_id, "channel": "WINDOW"}.items() <= timeline[0].items()
    ended = clerk.post(f"/v1/assistances/{assistance_id}/ending")
    assert ended["ended"] == "BY_HELPER"
    refused = acting.ask("POST", f"/v1/cases/{case['id']}/enquiries", {"question": "还能办吗？"})
    assert (refused.status_code, refused.json()["code"]) == (401, "access.authority-over")
    (act,) = clerk.get(f"/v1/assistances/{assistance_id}")["acts"]
    assert act["path"] == "/v1/cases"


def test_a_caller_is_helped_hears_of_it_and_disputes(world: World) -> None:
    person, agent = world.person(*LI), at_work(world, "13900460031", client(world, "HOTLINE"))
    person.sign_in(register=True)
    seen = {message["message_id"] for message in world.sandbox.messages_to(person.mobile)}
    asked = code_asked_for(agent, person.mobile)
    code = until(lambda: new_code(world, person.mobile, seen), "the code to read out")
    spoken = {"challenge_id": asked["challenge_id"], "code": code, "call_id": "CALL-0001"}
    begun = agent.post("/v1/hotline-assistances", spoken)
    assert begun["level"] <= 2
    agent.post(f"/v1/assistances/{begun['assistance_id']}/ending")
    until(lambda: told(world, person.mobile), "the message afterwards")
    dispute = {"reason": "我没有打过电话"}
    person.post(f"/v1/assistances/{begun['assistance_id']}/dispute", dispute)
    operator = world.official("13900460001")
    waiting = until(lambda: operator.get("/v1/assistance-disputes")["entries"], "the dispute in the operator's list")
    assert [entry["dispute_reason"] for entry in waiting] == [dispute["reason"]]


def code_asked_for(agent: Person, mobile: str) -> Any:
    """A mobile gets one code a minute: the agent waits for as long as they are told."""
    body = {"mobile": mobile}
    answer = agent.ask("POST", "/v1/hotline-assistances/codes", body)
    if answer.status_code == 429:
        time.sleep(int(answer.headers["Retry-After"]))
        answer = agent.ask("POST", "/v1/hotline-assistances/codes", body)
    assert answer.status_code == 202, answer.text
    return answer.json()


def told(world: World, mobile: str) -> bool:
    return any(each["template"].startswith("assistance-over") for each in world.sandbox.messages_to(mobile))
