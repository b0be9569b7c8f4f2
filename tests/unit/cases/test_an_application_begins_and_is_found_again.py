import pytest

from chalicelib.cases import errors, service, store
from chalicelib.cases.vocabulary import Status
from tests.support.cases import (
    APPLICANT,
    REGION,
    WHO,
    a_submitted_case,
    stored,
    with_catalogue,
)
from tests.support.clocks import on
from tests.support.items import changed, joint_item, seeded_item
from tests.support.platform import FakePlatform


@pytest.fixture
def cloud() -> FakePlatform:
    return with_catalogue(FakePlatform())


def opened(cloud, item=None, level=3, region=REGION):
    uow = cloud.unit_of_work(APPLICANT)
    who = WHO.model_copy(update={"level": level})
    case = service.open_case(uow, item=item or seeded_item(), applicant=who, region=region)
    uow.commit()
    return case


def test_ids_sort_by_the_time_of_their_making(cloud):
    first = opened(cloud)
    cloud.clock.move(seconds=1)
    second = opened(cloud, joint_item())
    page = store.cases_of(cloud.table, WHO.account_id, limit=9, after=None)
    assert [row["applicant_sk"] for row in page.rows] == [second.id, first.id]
    assert len(first.id) == 26


def test_a_draft_needs_a_name_that_was_checked(cloud):
    with pytest.raises(errors.LevelBelowItem) as refused:
        opened(cloud, level=1)
    assert refused.value.facts == {
        "required_level": 2,
        "present_level": 1,
        "step_up": ["POST /v1/me/identity-checks"],
    }
    assert opened(cloud, level=2).status is Status.DRAFT


def test_an_item_for_everybody_asks_for_no_more_than_it_says(cloud):
    assert opened(cloud, changed(seeded_item(), minimum_level=1), level=1).status is Status.DRAFT


def test_a_region_that_is_not_served_leaves_nothing(cloud):
    before = set(cloud.table.rows)
    with pytest.raises(errors.RegionNotServed):
        opened(cloud, region="460300")
    assert set(cloud.table.rows) == before


def test_a_second_application_is_told_the_first_and_writes_nothing(cloud):
    first = opened(cloud)
    before = set(cloud.table.rows)
    with pytest.raises(errors.OpenCaseExists) as refused:
        opened(cloud)
    assert refused.value.facts == {"case_id": first.id}
    assert set(cloud.table.rows) == before


def test_twenty_at_once_make_one_case(cloud):
    units = [cloud.unit_of_work(APPLICANT) for _ in range(20)]
    cases = [service.open_case(uow, item=seeded_item(), applicant=WHO, region=REGION) for uow in units]
    refused = []
    for uow in units:
        try:
            uow.commit()
        except errors.OpenCaseExists as refusal:
            refused.append(refusal.facts["case_id"])
    assert refused == [cases[0].id] * 19
    assert sum(pk.startswith("CASE#") and sk == "SNAPSHOT" for pk, sk in cloud.table.rows) == 1


def test_a_case_stays_on_the_version_it_began_with(cloud):
    case = opened(cloud)
    with_catalogue(cloud, changed(seeded_item(), version=2, name={"zh": "新名称"}))
    assert service.item_of(cloud, case).version == 1
    assert (case.terms.version, case.terms.name_zh) == (1, "机动车驾驶证期满换证")


def test_the_timer_and_the_sweep_come_to_the_same(cloud):
    stored(cloud.table, a_submitted_case())
    cloud.clock.instant = on(3, 10, 0)
    assert list(service.alarms_due(cloud, on(3, 10, 0))) == ["case-1"]
    for _ in range(2):
        case = service.tick(cloud, "case-1", cloud.act())
    assert case.status is Status.DEEMED_ACCEPTED
    _, history = store.load_history(cloud.table, "case-1")
    assert [event.type for event in history].count("case.DeemedAccepted") == 1
