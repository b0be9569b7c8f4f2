"""Leaving ends access at once, everywhere; what was open stays with the desk; the staff list brings people back."""

from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.aws.history import events_among
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.http.access import Caller, Role
from chalicelib.http.authority import AuthorityKind
from chalicelib.parties import sign_in
from chalicelib.parties.authorities import service as authorities
from chalicelib.parties.authorities.model import AuthorityRecord
from chalicelib.parties.challenges import Purpose
from chalicelib.parties.errors import MobileHeld, NotRegistered, RefreshRefused
from chalicelib.parties.provisioning.service import provision_staff
from infra.seed.staff import staff_entries
from tests.support.cases import a_submitted_case, stored
from tests.support.people import answer, ask_code, signed_in
from tests.support.platform import FakePlatform
from tests.support.probes import Answered, Api
from tests.support.samples import BODIES

ENTRY = staff_entries()[0]
OPERATOR = Caller("staff-operator", Role.OPERATOR, 4, "session-operator")
COLLEAGUE = Caller("staff-colleague", ENTRY.role, 4, "session-colleague", ENTRY.department, ENTRY.region)
ACCEPTANCE = "/v1/cases/{case_id}/acceptance"


def leave(api: Api, staff_id: str = ENTRY.id) -> Answered:
    return api.call("POST", "/v1/staff/{staff_id}/departure", by=OPERATOR, staff_id=staff_id)


def with_token(api: Api, token: str, method: str, path: str, **more: str) -> Answered:
    headers = {"Authorization": f"Bearer {token}", "If-Match": more.pop("version", None)}
    return api.call(method, path, BODIES.get(f"{method} {path}"), headers=headers, **more)


def back_on_the_list(cloud: FakePlatform) -> None:
    uow = cloud.unit_of_work()
    provision_staff(cloud, uow, ENTRY, cloud.wall.now())
    uow.commit()


def test_nothing_is_changed_any_more_with_the_tokens_they_had(cloud: FakePlatform, api: Api) -> None:
    cloud.wall.instant = datetime.now(UTC) - timedelta(minutes=2)
    mine = [signed_in(cloud, ENTRY.mobile, Purpose.LOGIN) for _ in range(2)]
    assert with_token(api, mine[0].access_token, "GET", "/v1/me/sessions").status == 200
    case = stored(cloud.table, a_submitted_case())
    assert leave(api).body["sessions_ended"] == 2
    for each in mine:
        refused = with_token(api, each.access_token, "POST", ACCEPTANCE, case_id=case.id, version=f'"{case.version}"')
        assert (refused.status, refused.body["code"]) == (401, "access.token-refused")
        with pytest.raises(RefreshRefused):
            sign_in.refresh_session(cloud, cloud.act(), refresh_token=each.refresh_token, now=cloud.wall.now())


def test_they_cannot_sign_in_any_more(cloud: FakePlatform, api: Api) -> None:
    leave(api)
    with pytest.raises(NotRegistered):
        signed_in(cloud, ENTRY.mobile, Purpose.LOGIN)


def test_a_session_that_is_being_opened_meanwhile_is_refused(
    cloud: FakePlatform, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    challenge, commit = ask_code(cloud, ENTRY.mobile, Purpose.LOGIN), UnitOfWork.commit

    def late(uow: UnitOfWork) -> None:
        monkeypatch.setattr(UnitOfWork, "commit", commit)
        leave(api)
        commit(uow)

    monkeypatch.setattr(UnitOfWork, "commit", late)
    with pytest.raises(NotRegistered):
        answer(cloud, challenge)
    assert not [key for key in cloud.table.rows if key[0] == f"SESSIONS#{ENTRY.id}"]


def test_open_work_stays_with_the_desk(cloud: FakePlatform, api: Api) -> None:
    case = stored(cloud.table, a_submitted_case())
    leave(api)
    entries = api.call("GET", "/v1/worklist", by=COLLEAGUE).body["entries"]
    assert [entry["number"] for entry in entries] == [case.number]
    headers = {"If-Match": f'"{case.version}"'}
    taken = api.call("POST", ACCEPTANCE, {}, by=COLLEAGUE, headers=headers, case_id=case.id)
    assert taken.status == 200


def test_other_posts_end_too(cloud: FakePlatform, api: Api) -> None:
    uow = cloud.unit_of_work()
    post = AuthorityRecord(
        id="post-1",
        kind=AuthorityKind.POST,
        holder_id=ENTRY.id,
        principal_id=ENTRY.id,
        role=Role.HEAD,
        valid_from=date(2026, 1, 1),
    )
    authorities.grant(uow, post)
    uow.commit()
    leave(api)
    assert ("AUTHORITY#post-1", "LIVE") not in cloud.table.rows


def test_repeated_it_ends_what_is_still_open_and_nothing_else(cloud: FakePlatform, api: Api) -> None:
    """The mobile may be somebody else's by now."""
    first = leave(api)
    somebody = signed_in(cloud, ENTRY.mobile).principal
    again = leave(api)
    assert (again.status, again.body) == (200, {**first.body, "sessions_ended": 0})
    assert signed_in(cloud, ENTRY.mobile, Purpose.LOGIN).principal == somebody


def test_the_staff_list_brings_them_back(cloud: FakePlatform, api: Api) -> None:
    leave(api)
    back_on_the_list(cloud)
    assert signed_in(cloud, ENTRY.mobile, Purpose.LOGIN).principal.id == ENTRY.id
    assert leave(api).body["sessions_ended"] == 1
    types = [event.type for event in events_among(cloud.table.partition(f"STAFF#{ENTRY.id}"))]
    assert types == ["party.StaffProvisioned", "party.StaffLeft", "party.StaffReturned", "party.StaffLeft"]


def test_the_list_does_not_take_a_mobile_that_is_somebody_elses_by_now(cloud: FakePlatform, api: Api) -> None:
    leave(api)
    somebody = signed_in(cloud, ENTRY.mobile).principal
    with pytest.raises(MobileHeld):
        back_on_the_list(cloud)
    assert signed_in(cloud, ENTRY.mobile, Purpose.LOGIN).principal == somebody


def test_nobody_unknown_leaves(api: Api) -> None:
    assert leave(api, "staff-nobody").status == 404
