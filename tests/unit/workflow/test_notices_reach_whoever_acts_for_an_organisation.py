"""An organisation has no mobile: it is told at that of its agent while they stand for it, afterwards at that of its
representative. A former agent hears nothing any more.
"""

from datetime import UTC, datetime

import pytest

from app import AREAS
from chalicelib.cases import service as cases
from chalicelib.cases.applicant import Applicant
from chalicelib.http import edge
from chalicelib.http.access import Caller, Role
from chalicelib.parties.applicants.model import ApplicantKind
from chalicelib.parties.applicants.service import applicant_details
from chalicelib.parties.authorities.service import end
from chalicelib.workflow import notify
from chalicelib.workflow.consuming import CloudEvent
from tests.support.cases import with_catalogue
from tests.support.items import changed, seeded_item
from tests.support.mandates import AGENT_MOBILE, AGENT_NAME, AGENT_NUMBER
from tests.support.organisations import bound, limited
from tests.support.people import MOBILE, identified
from tests.support.platform import FakePlatform
from tests.support.probes import Api

ITEM = changed(seeded_item(), code="ZZ-SHOPS-1", subjects=["2"])


class Gateway:
    def __init__(self) -> None:
        self.sent: list[str] = []

    def send(self, message_id: str, mobile: str, template: str, parameters: dict[str, str]) -> None:
        self.sent.append(mobile)


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> FakePlatform:
    platform = with_catalogue(FakePlatform(), ITEM)
    monkeypatch.setattr(edge, "platform", lambda: platform)
    return platform


@pytest.fixture
def organisation(cloud: FakePlatform) -> str:
    owner = Caller(identified(cloud), Role.APPLICANT, 3, "session-1")
    return bound(Api(cloud, *AREAS), cloud, owner)


@pytest.fixture
def agent(cloud: FakePlatform, organisation: str) -> Caller:
    clerk = Caller(identified(cloud, AGENT_MOBILE, AGENT_NAME, AGENT_NUMBER), Role.APPLICANT, 3, "session-2")
    return limited(cloud, clerk, organisation, ITEM.code)


@pytest.fixture
def case_id(cloud: FakePlatform, agent: Caller) -> str:
    return opened(cloud, Applicant(**applicant_details(cloud.table, agent).model_dump()))


def opened(cloud: FakePlatform, applicant: Applicant) -> str:
    uow = cloud.unit_of_work()
    case = cases.open_case(uow, item=ITEM, applicant=applicant, region="460100")
    uow.commit()
    return case.id


def told(cloud: FakePlatform, case_id: str) -> list[str]:
    """The mobiles to which the news of an acceptance goes."""
    gateway, at = Gateway(), datetime(2026, 3, 2, tzinfo=UTC)
    event = CloudEvent(
        id=f"{case_id}:7", type="case.Accepted", subject=case_id, time=at, correlationid="correlation-1", data={}
    )
    notify.tell(cloud, gateway, event)
    return gateway.sent


def test_the_agent_is_told_while_they_stand_for_it(cloud: FakePlatform, case_id: str) -> None:
    assert told(cloud, case_id) == [AGENT_MOBILE]


def test_afterwards_the_representative_is_told_and_the_former_agent_is_not(
    cloud: FakePlatform, agent: Caller, case_id: str
) -> None:
    assert agent.authority is not None
    uow = cloud.unit_of_work()
    end(uow, agent.authority.id, cloud.wall.now())
    uow.commit()
    assert told(cloud, case_id) == [MOBILE]


def test_nobody_is_told_where_nobody_stands_for_it_any_more(cloud: FakePlatform, agent: Caller, case_id: str) -> None:
    assert agent.authority is not None
    for key in list(cloud.table.rows):
        if key[0].startswith(("ORGANISATION#", "AUTHORITY#")):
            del cloud.table.rows[key]
    assert told(cloud, case_id) == []


def test_a_person_without_a_mobile_is_reached_at_whoever_acts_for_them(cloud: FakePlatform, agent: Caller) -> None:
    person = Applicant(**applicant_details(cloud.table, agent).model_dump()).model_copy(
        update={"kind": ApplicantKind.PERSON, "account_id": "account-of-a-child", "mobile": ""}
    )
    assert told(cloud, opened(cloud, person)) == [AGENT_MOBILE]
