"""Somebody works in several posts, one at a time and in their own name; taken from them, nothing is done in it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.aws.history import events_among
from chalicelib.http.access import Role
from chalicelib.parties.challenges import Purpose
from chalicelib.parties.officials.posts import Post
from chalicelib.parties.provisioning.service import provision_staff
from chalicelib.parties.staff import StaffEntry, StaffMember
from infra.seed.staff import staff_entries
from tests.support.cases import a_submitted_case, stored
from tests.support.people import signed_in
from tests.support.platform import FakePlatform
from tests.support.probes import OPERATOR, Answered, Api

ENTRY = staff_entries()[3]
GA = Post(role=Role.REVIEWER, department="GA", region="460100")
HEAD = Post(role=Role.HEAD, department="RS", region="460100")


def listed(cloud: FakePlatform, *posts: Post, **changes: Any) -> StaffMember:
    uow = cloud.unit_of_work()
    entry = StaffEntry(**{**dict(ENTRY), "posts": posts, **changes})
    member = provision_staff(cloud, uow, entry, cloud.wall.now())
    uow.commit()
    return member


def ask(api: Api, token: str, method: str, path: str, body: Any = None, **parameters: Any) -> Answered:
    headers = {"Authorization": f"Bearer {token}", "If-Match": parameters.pop("version", None)}
    return api.call(method, path, body, headers=headers, **parameters)


def own_token(cloud: FakePlatform) -> str:
    """Good now: the edge looks at the machine's clock."""
    cloud.wall.instant = datetime.now(UTC)
    return signed_in(cloud, ENTRY.mobile, Purpose.LOGIN).access_token


def in_post(cloud: FakePlatform, api: Api, member: StaffMember, token: str) -> str:
    chosen = ask(api, token, "POST", "/v1/sessions/current/capacity", {"capacity_id": member.posts[0].id})
    assert chosen.status == 200
    return str(chosen.body["access_token"])


def accept(api: Api, token: str, case: Any) -> Answered:
    path = "/v1/cases/{case_id}/acceptance"
    return ask(api, token, "POST", path, {}, case_id=case.id, version=f'"{case.version}"')


def test_posts_of_the_list_are_among_their_capacities(cloud: FakePlatform, api: Api) -> None:
    member = listed(cloud, GA, HEAD)
    capacities = ask(api, own_token(cloud), "GET", "/v1/me/capacities").body["entries"]
    assert {(it["kind"], it["role"], it["department"], it["region"]) for it in capacities} == {
        ("POST", "reviewer", "GA", "460100"),
        ("POST", "head", "RS", "460100"),
    }
    assert {it["capacity_id"] for it in capacities} == {held.id for held in member.posts}


def test_work_of_another_post_is_done_in_it_and_in_ones_own_name(cloud: FakePlatform, api: Api) -> None:
    case, member, own = stored(cloud.table, a_submitted_case()), listed(cloud, GA), own_token(cloud)
    assert accept(api, own, case).status == 404, "in their own post it is another department's"
    assert accept(api, in_post(cloud, api, member, own), case).status == 200
    event = next(it for it in events_among(cloud.table.stream) if it.type == "case.Accepted")
    assert (event.actor.id, event.actor.authority, event.actor.on_behalf_of) == (ENTRY.id, member.posts[0].id, "")


def test_a_post_that_the_list_no_longer_names_ends_at_once(cloud: FakePlatform, api: Api) -> None:
    case, member, own = stored(cloud.table, a_submitted_case()), listed(cloud, GA), own_token(cloud)
    token = in_post(cloud, api, member, own)
    assert listed(cloud).posts == ()
    refused = accept(api, token, case)
    assert (refused.status, refused.body["code"]) == (401, "access.authority-over")
    assert ask(api, own, "GET", "/v1/me/capacities").body["entries"] == []
    gone = ask(api, own, "POST", "/v1/sessions/current/capacity", {"capacity_id": member.posts[0].id})
    assert gone.body["code"] == "party.capacity-unknown"


def test_leaving_ends_every_post_and_coming_back_gives_new_ones(cloud: FakePlatform, api: Api) -> None:
    first = listed(cloud, GA, HEAD)
    path = "/v1/staff/{staff_id}/departure"
    assert api.call("POST", path, by=OPERATOR, staff_id=ENTRY.id).status == 200
    assert not [key for key in cloud.table.rows if key[0].startswith("AUTHORITY#")]
    again = listed(cloud, GA)
    assert again.posts[0].id != first.posts[0].id, "a token of the former time does not live again"


def test_an_unchanged_post_stays_the_same_one(cloud: FakePlatform) -> None:
    first = listed(cloud, GA)
    second = listed(cloud, GA, HEAD, name="孙改名")
    assert second.posts[0] == first.posts[0]
    types = [event.type for event in events_among(cloud.table.stream) if event.type.startswith("party.Post")]
    assert types == ["party.PostGiven", "party.PostGiven"]


@pytest.mark.parametrize("advised_in_own_post", [True, False])
def test_in_two_posts_nobody_decides_on_their_own_advice(
    cloud: FakePlatform, api: Api, advised_in_own_post: bool
) -> None:
    own, other = (GA.model_copy(update={"role": role}) for role in (Role.REVIEWER, Role.HEAD))
    if not advised_in_own_post:
        own, other = other, own
    member = listed(cloud, other, role=own.role, department=own.department)
    token = own_token(cloud)
    posts = {own.role: token, other.role: in_post(cloud, api, member, token)}
    case = stored(cloud.table, a_submitted_case())
    accepted = accept(api, posts[Role.REVIEWER], case)
    advice = {"advice": "GRANT", "reason": "材料齐全"}
    path = "/v1/cases/{case_id}/opinions"
    advised = ask(api, posts[Role.REVIEWER], "POST", path, advice, case_id=case.id, version=accepted.version)
    assert advised.status == 200
    decision = {"outcome": "GRANTED", "reason": "符合法定条件"}
    path = "/v1/cases/{case_id}/decision"
    refused = ask(api, posts[Role.HEAD], "POST", path, decision, case_id=case.id, version=advised.version)
    assert (refused.status, refused.body["code"]) == (403, "case.advised-before")
