"""The vault: what somebody brought for a granted case may stand for the same material again, by their own act."""

import datetime as dt
from dataclasses import replace

import pytest

from app import AREAS
from chalicelib.aws.bus import cloud_event
from chalicelib.aws.unit_of_work import Overtaken
from chalicelib.cases.bringing import reusing
from chalicelib.cases.bringing.model import Holder, Way
from chalicelib.cases.bringing.service import to_bring
from chalicelib.cases.bringing.sources import Sources
from chalicelib.cases.model import Case
from chalicelib.cases.store import load, load_history
from chalicelib.cases.vocabulary import Outcome, SlotState
from chalicelib.http import edge
from chalicelib.http.access import Caller, Role
from chalicelib.materials.trust import TrustGrade
from chalicelib.materials.vault import service as vault
from chalicelib.materials.vault.model import KeptMaterial
from chalicelib.workflow.consuming import received
from chalicelib.workflow.resolve_materials import resolve, see_to_files
from tests.support.applications import ITEM, WANG, decided, draft_opened, opened, submitted
from tests.support.kept import PHOTO, kept_photo
from tests.support.people import FakePopulation
from tests.support.platform import MONDAY_MORNING, FakePlatform
from tests.support.probes import Api
from tests.unit.cases.test_who_must_bring_what import Base, item_with

TODAY = MONDAY_MORNING.date()
MINE = Caller(WANG.account_id, Role.APPLICANT, 3, "session-1")
REVIEWER = Caller("staff-reviewer", Role.REVIEWER, 4, "session-2", "GA", "460100")


@pytest.fixture
def api(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> Api:
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    return Api(cloud, *AREAS)


def concluded(cloud: FakePlatform, case: Case) -> None:
    """The consumer hears of the decision, and finds the files where the case says they are."""
    for slot in load(cloud.table, case.id).materials.values():
        if slot.object_key:
            cloud.materials.write(slot.object_key, b"file", media_type=slot.media_type)
    (event,) = [it for it in load_history(cloud.table, case.id)[1] if it.type == "case.Decided"]
    see_to_files(cloud, received({"detail": cloud_event(event)}))


def mine(cloud: FakePlatform) -> list[KeptMaterial]:
    return vault.kept_for(cloud.table, WANG.account_id)


def kept(cloud: FakePlatform, **how: object) -> KeptMaterial:
    return kept_photo(cloud.unit_of_work(), WANG.account_id, **how)


def offered(cloud: FakePlatform) -> Case:
    """A draft whose sources were asked."""
    case = opened(cloud)
    resolve(cloud, Sources(Base(holds=True)), draft_opened(cloud, case))
    return load(cloud.table, case.id)


def reuse(api: Api, case: Case, kept_id: str, code: str = "photo", caller: Caller = MINE) -> object:
    path, headers = "/v1/cases/{case_id}/materials/{code}/reuse", {"If-Match": f'"{case.version}"'}
    return api.call("POST", path, {"kept_id": kept_id}, by=caller, headers=headers, case_id=case.id, code=code)


def test_what_was_brought_for_a_granted_case_is_kept_once_for_a_year(cloud: FakePlatform) -> None:
    case = decided(cloud)
    for _ in range(3):
        concluded(cloud, case)
    (photo,) = mine(cloud)
    assert (photo.code, photo.grade, photo.valid_to) == ("photo", TrustGrade.C, dt.date(2027, 3, 2))
    assert (photo.file.sha256, photo.origin.case_id) == ("0" * 64, case.id)


def test_what_was_brought_in_vain_is_not_kept(cloud: FakePlatform) -> None:
    concluded(cloud, decided(cloud, Outcome.DENIED))
    assert mine(cloud) == []


def test_the_next_case_offers_it_and_the_applicant_agrees_to_nothing_more(api: Api, cloud: FakePlatform) -> None:
    brought = kept(cloud)
    case = offered(cloud)
    slot = case.materials["photo"]
    assert (slot.state, slot.why, slot.certificate_id) == (SlotState.TO_UPLOAD, "kept-from-earlier", brought.id)
    answer = reuse(api, case, brought.id)
    photo = next(it for it in answer.body["materials"] if it["code"] == "photo")
    assert (photo["state"], photo["way"], photo["kept_id"]) == ("UPLOADED", "KEPT", brought.id)
    assert all(slot.is_there for slot in load(cloud.table, case.id).materials.values())


def test_whoever_examines_it_sees_the_pages_of_the_file_that_it_was_brought_with(api: Api, cloud: FakePlatform) -> None:
    brought, case = kept(cloud, previews=3), offered(cloud)
    uow = cloud.unit_of_work()
    case.materials = {**case.materials, "photo": case.materials["photo"].model_copy(update={"previews": 1})}
    reusing.reuse(uow, case, ITEM, "photo", brought.id)
    assert case.materials["photo"].previews == 3
    left = case.materials["photo"].without_file(state=SlotState.PLEDGED, why="pledged")
    assert left.previews == 0


def test_its_use_stands_in_the_case_and_in_the_vault(api: Api, cloud: FakePlatform) -> None:
    brought, case = kept(cloud), offered(cloud)
    reuse(api, case, brought.id)
    event = load_history(cloud.table, case.id)[1][-1]
    assert (event.type, event.data["kept_id"]) == ("case.MaterialReused", brought.id)
    (listed,) = api.call("GET", "/v1/me/kept-materials", by=MINE).body["entries"]
    assert [use["case_id"] for use in listed["uses"]] == [case.id]


def test_a_repeated_event_offers_it_once(cloud: FakePlatform) -> None:
    kept(cloud)
    case = opened(cloud)
    for _ in range(3):
        resolve(cloud, Sources(Base(holds=True)), draft_opened(cloud, case))
    types = [event.type for event in load_history(cloud.table, case.id)[1]]
    assert types.count("case.MaterialResolved") == 2


def test_what_needs_nobodys_act_comes_before_it(cloud: FakePlatform) -> None:
    item = item_with("RESIDENT_ID_CARD", pledge=True)
    kept(cloud, material=item.materials[0])
    ways = [
        next(iter(to_bring(cloud, item, Holder.of(WANG), Sources(Base(), people), within=1)))[1].way
        for people in (FakePopulation(), None)
    ]
    assert ways == [Way.BASE_CHECK, Way.KEPT]


@pytest.mark.parametrize("change", [{"name": {"zh": "另一照片"}}, {"media_types": ("image/png",)}, {"max_bytes": 10}])
def test_what_is_not_the_same_material_is_not_offered(cloud: FakePlatform, change: dict[str, object]) -> None:
    wanted = type(PHOTO).model_validate({**PHOTO.model_dump(), **change})
    assert not kept(cloud).fits(wanted)


def test_nobody_uses_what_is_somebody_elses(api: Api, cloud: FakePlatform) -> None:
    theirs = kept_photo(cloud.unit_of_work(), "account-li")
    answer = reuse(api, offered(cloud), theirs.id)
    assert (answer.status, answer.body["code"]) == (404, "vault.material-unknown")


def test_what_fits_another_material_does_not_fit(api: Api, cloud: FakePlatform) -> None:
    other = kept(cloud, material=type(PHOTO).model_validate({**PHOTO.model_dump(), "code": "diary"}))
    assert reuse(api, offered(cloud), other.id).body["code"] == "vault.material-does-not-fit"


def test_after_its_last_day_it_is_neither_offered_nor_used(api: Api, cloud: FakePlatform) -> None:
    brought = kept(cloud)
    cloud.clock.move(days=366)
    case = offered(cloud)
    assert case.materials["photo"].why == "only-the-applicant-has-it"
    assert reuse(api, case, brought.id).body["code"] == "vault.material-over"


def test_what_is_withdrawn_is_used_no_more_and_kept_no_more(api: Api, cloud: FakePlatform) -> None:
    brought = kept(cloud)
    path = "/v1/kept-materials/{kept_id}/withdrawal"
    for _ in range(2):
        assert api.call("POST", path, by=MINE, kept_id=brought.id).body["usable"] is False
    assert reuse(api, offered(cloud), brought.id).body["code"] == "vault.material-over"
    assert kept(cloud).withdrawn_at is not None


def test_of_a_withdrawal_and_a_use_at_once_one_begins_anew(cloud: FakePlatform) -> None:
    brought, case = kept(cloud), offered(cloud)
    using = cloud.unit_of_work()
    reusing.reuse(using, case, ITEM, "photo", brought.id)
    withdrawing = cloud.unit_of_work()
    standing = vault.read(cloud.table, brought.id)
    standing.withdraw(withdrawing.act)
    vault.put(withdrawing, standing)
    withdrawing.commit()
    with pytest.raises(Overtaken):
        using.commit()
    assert load(cloud.table, case.id).materials["photo"].state is SlotState.TO_UPLOAD


def compare(api: Api, case: Case, caller: Caller = REVIEWER, *, agrees: bool = True, code: str = "photo") -> object:
    path, body = "/v1/cases/{case_id}/materials/{code}/counter-check", {"agrees": agrees, "note": "已核对原件"}
    return api.call("POST", path, body, by=caller, case_id=case.id, code=code)


def test_what_agrees_with_the_original_is_worth_b_in_later_cases_too(api: Api, cloud: FakePlatform) -> None:
    case = submitted(cloud)
    assert compare(api, case).body["trust_grade"] == "B"
    (photo,) = mine(cloud)
    assert photo.check is not None
    assert (photo.grade, photo.check.official, photo.is_good_on(TODAY)) == (TrustGrade.B, "staff-reviewer", True)


def test_what_differs_from_the_original_is_not_used_again(api: Api, cloud: FakePlatform) -> None:
    assert compare(api, submitted(cloud), agrees=False).body["usable"] is False
    assert offered_photo(cloud) == "only-the-applicant-has-it"


def offered_photo(cloud: FakePlatform) -> str:
    item = item_with("DIPLOMA").model_copy(update={"materials": (PHOTO,)})
    ((_, brought),) = to_bring(cloud, item, Holder.of(WANG), Sources(Base()), within=1)
    return brought.why


def test_there_has_to_be_a_file_to_compare(api: Api, cloud: FakePlatform) -> None:
    case = submitted(cloud)
    assert compare(api, case, code="medical-certificate").body["code"] == "vault.nothing-to-compare"
    assert compare(api, case, code="diary").body["code"] == "case.material-unknown"


def test_nobody_compares_their_own(api: Api, cloud: FakePlatform) -> None:
    me = replace(REVIEWER, id=WANG.account_id)
    assert compare(api, submitted(cloud), me).body["code"] == "case.own-case"


def test_no_event_of_the_vault_holds_personal_data(cloud: FakePlatform) -> None:
    kept(cloud)
    told = [str(row) for row in cloud.table.rows.values() if str(row["sk"]).startswith("EVENT#")]
    assert told and not [text for text in told if WANG.name in text or WANG.id_number in text]
