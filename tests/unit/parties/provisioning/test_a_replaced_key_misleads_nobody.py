"""Mobiles are looked up under every key of the ring: after one was replaced, members of staff have one way in still."""

import pytest

from chalicelib.aws.key_ring import KeyRing
from chalicelib.parties.challenges import Purpose
from chalicelib.parties.errors import MobileHeld
from chalicelib.parties.provisioning.service import provision_staff
from chalicelib.parties.staff import StaffEntry
from infra.seed.staff import staff_entries
from tests.support.people import MOBILE, signed_in
from tests.support.platform import FakePlatform, FakeSecretStore

ENTRY = staff_entries()[0]
OTHER_MOBILE = "13900469999"


def turn_the_key(cloud: FakePlatform) -> None:
    cloud.key_ring = KeyRing(FakeSecretStore('{"current": "2", "1": "ring material", "2": "another"}'), "key-ring")


def listed(cloud: FakePlatform, entry: StaffEntry) -> None:
    uow = cloud.unit_of_work()
    provision_staff(cloud, uow, entry, cloud.wall.now())
    uow.commit()


def ways_in(cloud: FakePlatform, staff_id: str) -> int:
    return sum(staff_id in str(row["body"]) for key, row in cloud.table.rows.items() if key[0].startswith("MOBILE#"))


@pytest.mark.parametrize("change", [{"department": "RS"}, {"mobile": OTHER_MOBILE}])
def test_what_the_list_changes_is_in_force_at_the_next_sign_in(cloud: FakePlatform, change: dict[str, str]) -> None:
    changed = ENTRY.model_copy(update=change)
    turn_the_key(cloud)
    listed(cloud, changed)
    assert ways_in(cloud, ENTRY.id) == 1
    principal = signed_in(cloud, changed.mobile, Purpose.LOGIN).principal
    assert (principal.id, principal.department) == (ENTRY.id, changed.department)


def test_a_mobile_that_is_held_under_a_former_key_is_held(cloud: FakePlatform) -> None:
    somebody = signed_in(cloud, MOBILE).principal
    turn_the_key(cloud)
    with pytest.raises(MobileHeld):
        listed(cloud, ENTRY.model_copy(update={"mobile": MOBILE}))
    assert signed_in(cloud, MOBILE, Purpose.LOGIN).principal.id == somebody.id
