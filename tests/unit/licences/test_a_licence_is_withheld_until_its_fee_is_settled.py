"""A licence whose fee is owed is made and certified, but counts for nobody and is handed out to nobody before the money
has come, in whatever order money and certificate do.
"""

import pytest

from app import AREAS
from chalicelib.cases import service as cases
from chalicelib.http import edge
from chalicelib.http.access import Caller, Role
from chalicelib.licences import service
from chalicelib.licences.errors import StillWithheld
from chalicelib.licences.model import Licence, Standing
from chalicelib.licences.request import Kind
from chalicelib.payments.vocabulary import order_id_of
from chalicelib.workflow import issue_document
from chalicelib.workflow.issue_document import issue
from chalicelib.workflow.join_effects import join
from tests.support.applications import HEAD, WANG, decided, settle
from tests.support.platform import FakePlatform
from tests.support.probes import Api
from tests.support.told_events import told

FILE = "/v1/licences/{licence_id}/file"
OWNER = Caller(WANG.account_id, Role.APPLICANT, 3, "session-1")


@pytest.fixture
def api(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> Api:
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    return Api(cloud, *AREAS)


@pytest.fixture
def case_id(cloud: FakePlatform) -> str:
    """Granted; its fee is asked for when it was issued."""
    case = decided(cloud)
    issue(cloud, case.id, Kind.DECISION)
    act = cloud.act()
    cases.apply(cloud, case.id, act, lambda it: it.request_fee(order_id_of(case.id), act))
    return case.id


def licence_of(cloud: FakePlatform, case_id: str) -> Licence:
    found = service.issued(cloud, case_id, Kind.DECISION)
    assert found is not None
    return found


def standing(cloud: FakePlatform, case_id: str) -> Standing:
    return licence_of(cloud, case_id).standing(cloud.clock.now())


def settled(cloud: FakePlatform, case_id: str) -> None:
    join(cloud, told("payment.Settled", subject=order_id_of(case_id), reference=case_id, order_id=order_id_of(case_id)))


def test_while_its_fee_is_owed_it_counts_for_nobody(cloud: FakePlatform, api: Api, case_id: str) -> None:
    """Neither for the resolver of materials, nor for partners: both ask `held_by`."""
    assert standing(cloud, case_id) is Standing.WITHHELD
    assert service.held_by(cloud, WANG.id_number, now=cloud.clock.now()) == []
    code = licence_of(cloud, case_id).request.verification_code
    assert api.call("GET", "/v1/verifications/{code}", code=code).body["standing"] == "WITHHELD"
    page = api.call("GET", "/v1/verify", query={"code": code})
    assert "not handed out" in page.text


def test_while_its_fee_is_owed_it_is_handed_out_to_nobody(cloud: FakePlatform, api: Api, case_id: str) -> None:
    licence = licence_of(cloud, case_id)
    refused = api.call("GET", FILE, by=OWNER, licence_id=licence.id)
    assert (refused.status, refused.body["code"]) == (409, "licence.still-withheld")
    with pytest.raises(StillWithheld):
        licence.request_reissue("原件损毁", cloud.act(HEAD))
    (listed,), _ = service.listed(cloud.table, service.number_hashes(cloud, WANG.id_number)[0], limit=10, after=None)
    assert listed.standing(cloud.clock.now()) is Standing.WITHHELD


def test_once_it_is_settled_it_counts_and_is_handed_out(cloud: FakePlatform, api: Api, case_id: str) -> None:
    settled(cloud, case_id)
    assert standing(cloud, case_id) is Standing.GENUINE
    assert [it.reference for it in _held(cloud)] == [case_id]
    assert api.call("GET", FILE, by=OWNER, licence_id=licence_of(cloud, case_id).id).status == 200


def test_money_that_comes_while_it_is_being_made_releases_it(
    cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = decided(cloud)
    keep = issue_document.keep_credential

    def and_the_money_comes(platform: FakePlatform, licence: Licence) -> None:
        keep(platform, licence)
        settle(cloud, case.id)

    monkeypatch.setattr(issue_document, "keep_credential", and_the_money_comes)
    issue(cloud, case.id, Kind.DECISION)
    assert standing(cloud, case.id) is Standing.GENUINE


def test_cut_off_before_the_release_it_is_released_by_the_repetition(cloud: FakePlatform, case_id: str) -> None:
    act = cloud.act()
    cases.apply(cloud, case_id, act, lambda it: it.note_fee_settled(order_id_of(case_id), act))
    assert standing(cloud, case_id) is Standing.WITHHELD
    issue(cloud, case_id, Kind.DECISION)
    assert standing(cloud, case_id) is Standing.GENUINE


def test_a_suspended_one_stays_suspended_when_the_money_comes(cloud: FakePlatform, case_id: str) -> None:
    uow = cloud.unit_of_work(HEAD)
    service.change(cloud, uow, licence_of(cloud, case_id), lambda it: it.suspend("核查", uow.act))
    uow.commit()
    settled(cloud, case_id)
    assert standing(cloud, case_id) is Standing.SUSPENDED


def _held(cloud: FakePlatform) -> list[object]:
    return [it.request for it in service.held_by(cloud, WANG.id_number, now=cloud.clock.now())]
