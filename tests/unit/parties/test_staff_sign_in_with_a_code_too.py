import pytest

from chalicelib.parties.challenges import Purpose
from chalicelib.parties.errors import MobileHeld, NotRegistered
from chalicelib.parties.provisioning.service import provision_staff
from infra.seed.staff import seed_staff, staff_entries
from tests.support.people import MOBILE, signed_in
from tests.support.platform import FakePlatform


def test_seeding_twice_writes_once(cloud: FakePlatform) -> None:
    seed_staff(cloud)
    before = dict(cloud.table.rows)
    seed_staff(cloud)
    assert cloud.table.rows == before


@pytest.mark.parametrize("entry", staff_entries(), ids=lambda entry: entry.id)
def test_the_token_carries_role_department_region_and_level(cloud: FakePlatform, entry) -> None:
    seed_staff(cloud)
    principal = signed_in(cloud, entry.mobile, Purpose.LOGIN).principal
    expected = (entry.id, entry.role, 4, entry.department, entry.region)
    assert (principal.id, principal.role, principal.level, principal.department, principal.region) == expected


def test_the_list_changes_department_and_mobile(cloud: FakePlatform) -> None:
    seed_staff(cloud)
    moved = staff_entries()[0].model_copy(update={"department": "RS", "mobile": "13900460999"})
    uow = cloud.unit_of_work()
    provision_staff(cloud, uow, moved, cloud.wall.now())
    uow.commit()
    assert signed_in(cloud, "13900460999", Purpose.LOGIN).principal.department == "RS"
    with pytest.raises(NotRegistered):
        signed_in(cloud, "13900460101", Purpose.LOGIN)


def test_a_mobile_that_somebody_signs_in_with_is_not_given_to_staff(cloud: FakePlatform) -> None:
    signed_in(cloud)
    uow = cloud.unit_of_work()
    provision_staff(cloud, uow, staff_entries()[0].model_copy(update={"mobile": MOBILE}), cloud.wall.now())
    with pytest.raises(MobileHeld):
        uow.commit()
