"""How long what was brought once may be used again: the item says so, the asking item may want a fresher one, and where
neither does the deployment's default counts. Every answer says which.
"""

import datetime as dt

import pytest

from app import AREAS
from chalicelib.cases.bringing.model import Holder, Way
from chalicelib.cases.bringing.service import to_bring
from chalicelib.cases.bringing.sources import Sources
from chalicelib.cases.bringing.words import valid_because
from chalicelib.cases.model import Case
from chalicelib.cases.store import load
from chalicelib.catalogue.parts import MaterialRequirement
from chalicelib.http import edge
from chalicelib.kernel.events import Act
from chalicelib.kernel.working_time import Limit, Unit
from chalicelib.materials.vault import service as vault
from chalicelib.materials.vault.validity import SaidBy, Validity
from tests.support import applications
from tests.support.applications import WANG, decided, submitted
from tests.support.kept import PHOTO, kept_photo
from tests.support.platform import FakePlatform
from tests.support.probes import Api
from tests.unit.cases.test_who_must_bring_what import Base, item_with
from tests.unit.materials.test_what_was_brought_once_is_kept import MINE, compare, concluded, offered, reuse

KEPT_ON = dt.date(2026, 3, 2)


def wanted(amount: int, unit: str = "MONTH") -> MaterialRequirement:
    """The photo, of an item that says how long one is good for."""
    return MaterialRequirement.model_validate({**PHOTO.model_dump(), "valid_for": {"amount": amount, "unit": unit}})


@pytest.fixture
def api(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> Api:
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    return Api(cloud, *AREAS)


@pytest.mark.parametrize(
    ("limit", "until"),
    [
        (Limit(amount=6, unit=Unit.MONTH), dt.date(2026, 9, 2)),
        (Limit(amount=30, unit=Unit.CALENDAR_DAY), dt.date(2026, 4, 1)),
    ],
)
def test_it_ends_on_that_very_day_holiday_or_not(limit: Limit, until: dt.date) -> None:
    assert Validity(since=KEPT_ON, limit=limit, said_by=SaidBy.ITEM).until == until


def test_a_month_without_such_a_day_ends_on_its_last() -> None:
    leap = Validity(since=dt.date(2028, 2, 29), limit=Limit(amount=12, unit=Unit.MONTH), said_by=SaidBy.DEFAULT)
    assert leap.until == dt.date(2029, 2, 28)


def test_the_item_says_how_long(api: Api, cloud: FakePlatform) -> None:
    kept_photo(cloud.unit_of_work(), WANG.account_id, material=wanted(6))
    (kept,) = api.call("GET", "/v1/me/kept-materials", by=MINE).body["entries"]
    assert (kept["valid_to"], kept["said_by"], kept["valid_for"]) == (
        "2026-09-02",
        "ITEM",
        {"amount": 6, "unit": "MONTH"},
    )


def test_where_no_item_says_so_the_deployment_does(cloud: FakePlatform) -> None:
    object.__setattr__(cloud, "settings", type(cloud.settings)(**{**vars(cloud.settings), "vault_valid_months": 3}))
    concluded(cloud, decided(cloud))
    (kept,) = vault.kept_for(cloud.table, WANG.account_id)
    assert (kept.valid_to, kept.said_by) == (dt.date(2026, 6, 2), SaidBy.DEFAULT)


def brought_for(cloud: FakePlatform, material: MaterialRequirement) -> object:
    item = item_with("DIPLOMA").model_copy(update={"materials": (material,)})
    ((_, brought),) = to_bring(cloud, item, Holder.of(WANG), Sources(Base()), within=1)
    return brought


def test_an_item_may_want_a_fresher_one_and_then_what_is_older_is_not_offered(cloud: FakePlatform) -> None:
    kept_photo(cloud.unit_of_work(), WANG.account_id)
    fresh = brought_for(cloud, wanted(30, "CALENDAR_DAY"))
    assert (fresh.way, fresh.valid_to, fresh.validity.said_by) == (Way.KEPT, dt.date(2026, 4, 1), SaidBy.WANTED)
    cloud.clock.move(days=31)
    assert brought_for(cloud, wanted(30, "CALENDAR_DAY")).way is Way.UPLOAD
    assert brought_for(cloud, PHOTO).way is Way.KEPT


def test_what_the_item_wants_longer_than_it_was_kept_for_changes_nothing(cloud: FakePlatform) -> None:
    kept_photo(cloud.unit_of_work(), WANG.account_id, material=wanted(6))
    assert brought_for(cloud, wanted(24)).valid_to == dt.date(2026, 9, 2)


def test_the_case_and_the_question_before_it_say_until_when_and_why(api: Api, cloud: FakePlatform) -> None:
    brought, case = kept_photo(cloud.unit_of_work(), WANG.account_id), offered(cloud)
    shown = api.call("GET", "/v1/cases/{case_id}", by=MINE, case_id=case.id).body["materials"]
    photo = next(it for it in shown if it["code"] == "photo")
    assert (photo["valid_to"], photo["valid_because"]) == (
        "2027-03-02",
        "No item says how long, so as usual: 12 months, counted from 2026-03-02",
    )
    reuse(api, case, brought.id)
    assert load(cloud.table, case.id).materials["photo"].validity == brought.validity


@pytest.mark.parametrize("said_by", list(SaidBy))
def test_each_reason_is_said_in_both_languages(said_by: SaidBy) -> None:
    validity = Validity(since=KEPT_ON, limit=Limit(amount=6, unit=Unit.MONTH), said_by=said_by)
    assert "6个月" in valid_because(Way.KEPT, validity, "zh-CN")
    assert "6 months, counted from 2026-03-02" in valid_because(Way.KEPT, validity, "en")


@pytest.mark.parametrize("way", [Way.LICENCE, Way.LICENCE_BASE, Way.BASE_CHECK])
def test_what_others_hold_is_valid_as_they_say(way: Way) -> None:
    assert valid_because(way, None, "zh-CN") and valid_because(way, None, "en")


def test_what_was_forgotten_is_kept_anew_when_it_is_brought_again(cloud: FakePlatform) -> None:
    """The row goes some time after its last day, its history stays: that must not stand in the way."""
    case = decided(cloud)
    concluded(cloud, case)
    (first,) = vault.kept_for(cloud.table, WANG.account_id)
    cloud.table.rows = {
        key: row for key, row in cloud.table.rows.items() if (row["pk"], row["sk"]) != (f"KEPT#{first.id}", "SNAPSHOT")
    }
    for _ in range(2):
        concluded(cloud, case)
    (second,) = vault.kept_for(cloud.table, WANG.account_id)
    assert second.id != first.id and second.file == first.file


@pytest.fixture
def nothing_is_left(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever hands in here uses a photo out of the vault, where it is kept no more since."""
    kept, bring = kept_photo(cloud.unit_of_work(), WANG.account_id), applications._bring_materials

    def reuse_photo(case: Case, act: Act) -> None:
        bring(case, act)
        case.reuse_material("photo", kept, kept.validity_for(PHOTO), act)

    monkeypatch.setattr(applications, "_bring_materials", reuse_photo)
    cloud.table.rows = {at: row for at, row in cloud.table.rows.items() if at != (f"KEPT#{kept.id}", "SNAPSHOT")}


@pytest.mark.usefixtures("nothing_is_left")
def test_what_came_out_of_the_vault_gets_no_younger_by_being_used(cloud: FakePlatform) -> None:
    concluded(cloud, decided(cloud))
    assert vault.kept_for(cloud.table, WANG.account_id) == []


@pytest.mark.usefixtures("nothing_is_left")
def test_nor_by_being_compared_with_its_original(api: Api, cloud: FakePlatform) -> None:
    assert compare(api, submitted(cloud)).body["code"] == "vault.nothing-to-compare"
    assert vault.kept_for(cloud.table, WANG.account_id) == []
