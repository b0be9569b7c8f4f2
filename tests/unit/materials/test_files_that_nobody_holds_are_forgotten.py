"""A file stays while some case refers to it; a month after the last one let go it is forgotten, with its previews."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.aws.machine_time import machine_now
from chalicelib.aws.unit_of_work import Overtaken
from chalicelib.cases import service as cases
from chalicelib.cases import store
from chalicelib.cases.model import Case
from chalicelib.cases.retention import service as retention
from chalicelib.cases.retention.schedule import DRAFT_DAYS, FILE_DAYS, SCHEDULE
from chalicelib.jobs.service import run
from chalicelib.jobs.store import lines_behind
from chalicelib.materials.holdings import service as holdings
from chalicelib.materials.model import kept_key, preview_key
from chalicelib.materials.vault import service as vault
from chalicelib.workflow.carry_out_jobs import HANDLERS
from chalicelib.workflow.consuming import CloudEvent
from chalicelib.workflow.join_effects import join
from tests.support.applications import ITEM, SHOP_BY_LI, WANG, opened, platform_with_catalogue, submitted
from tests.support.kept import kept_photo
from tests.support.platform import FakePlatform

FIRST, SECOND = "1" * 64, "2" * 64
MONTH = FILE_DAYS + 1


@dataclass
class Office:
    """Applicants who bring photos, and the daily run."""

    cloud: FakePlatform
    uploads: int = 0

    def expects(self, case: Case, sha256: str) -> str:
        self.uploads += 1
        upload_id, act = f"upload-{self.uploads}", self.cloud.act()

        def expect(it: Case) -> None:
            it.expect_upload("photo", upload_id=upload_id, sha256=sha256, act=act)

        cases.apply(self.cloud, case.id, act, expect)
        return upload_id

    def arrives(self, case: Case, upload_id: str, sha256: str) -> None:
        """It lies where files are kept, and the case hears of it."""
        for key in (kept_key(sha256), preview_key(sha256, "1"), preview_key(sha256, "thumbnail")):
            self.cloud.materials.write(key, b"photo", media_type="image/jpeg")
        data: dict[str, Any] = {"reference": case.id, "slot": "photo", "upload_id": upload_id, "sha256": sha256}
        data |= {"object_key": kept_key(sha256), "size": 5, "media_type": "image/jpeg", "previews": 1}
        news = {"id": upload_id, "type": "material.Verified", "subject": upload_id, "correlationid": "c", "data": data}
        join(self.cloud, CloudEvent(**news, time=self.cloud.clock.now()))

    def brings(self, case: Case, sha256: str) -> None:
        self.arrives(case, self.expects(case, sha256), sha256)

    def runs(self, *, dry_run: bool = False) -> dict[str, str]:
        """What the run says of files and drafts."""
        uow = self.cloud.unit_of_work()
        job = retention.begin(uow, dry_run=dry_run)
        uow.commit()
        run(self.cloud, job.id, HANDLERS, lambda: 900_000)
        lines = lines_behind(self.cloud.table, job.id, len(SCHEDULE)).values()
        return {line.label: line.outcome for line in lines}

    def keeps(self, sha256: str) -> bool:
        """Whether file and previews are there: all of them, or none."""
        keys = (kept_key(sha256), preview_key(sha256, "1"), preview_key(sha256, "thumbnail"))
        there = {key in self.cloud.materials.contents for key in keys}
        assert len(there) == 1
        return there.pop()


@pytest.fixture
def office() -> Office:
    return Office(platform_with_catalogue())


def test_what_was_replaced_in_a_draft_is_forgotten_after_a_month(office: Office) -> None:
    case = opened(office.cloud)
    office.brings(case, FIRST)
    office.brings(case, SECOND)
    office.cloud.clock.move(days=FILE_DAYS - 1)
    assert office.runs() == {}
    office.cloud.clock.move(days=2)
    assert office.runs() == {FIRST: "FORGOTTEN"}
    assert (office.keeps(FIRST), office.keeps(SECOND)) == (False, True)
    assert office.runs() == {}, "nothing is looked at twice"


def test_while_an_upload_is_under_way_the_former_file_stays(office: Office) -> None:
    case = opened(office.cloud)
    office.brings(case, FIRST)
    office.expects(case, SECOND)
    office.cloud.clock.move(days=MONTH)
    assert office.runs() == {}
    assert office.keeps(FIRST)


def test_with_a_forgotten_draft_its_files_go(office: Office) -> None:
    case = opened(office.cloud)
    office.brings(case, FIRST)
    office.cloud.clock.move(days=DRAFT_DAYS, hours=1)
    assert office.runs() == {case.id: "FORGOTTEN"}
    office.cloud.clock.move(days=MONTH)
    assert office.runs() == {FIRST: "FORGOTTEN"}
    assert not office.keeps(FIRST)


def test_a_draft_that_was_given_up_is_forgotten_like_any_other(office: Office) -> None:
    case = opened(office.cloud)
    office.brings(case, FIRST)
    cases.apply(office.cloud, case.id, office.cloud.act(), lambda it: it.withdraw("不办了", office.cloud.act()))
    office.cloud.clock.move(days=DRAFT_DAYS, hours=1)
    assert office.runs() == {case.id: "FORGOTTEN"}
    assert WANG.id_number not in str(office.cloud.table.rows[f"CASE#{case.id}", "SNAPSHOT"]["body"])
    office.cloud.clock.move(days=MONTH)
    assert office.runs() == {FIRST: "FORGOTTEN"}, "the draft itself is not looked at again"


def test_a_case_that_was_handed_in_and_then_withdrawn_stays(office: Office) -> None:
    case = submitted(office.cloud)
    cases.apply(office.cloud, case.id, office.cloud.act(), lambda it: it.withdraw("不办了", office.cloud.act()))
    office.cloud.clock.move(days=DRAFT_DAYS + MONTH)
    assert office.runs() == {}
    assert store.load(office.cloud.table, case.id).form != {}


def test_the_same_bytes_of_two_cases_stay_until_both_let_go(office: Office) -> None:
    hers, theirs = opened(office.cloud), opened(office.cloud, applicant=SHOP_BY_LI)
    office.brings(hers, FIRST)
    office.brings(theirs, FIRST)
    office.brings(hers, SECOND)
    office.cloud.clock.move(days=MONTH)
    assert office.runs() == {FIRST: "KEPT"}
    assert office.keeps(FIRST)
    office.brings(theirs, SECOND)
    assert office.runs() == {}
    office.cloud.clock.move(days=MONTH)
    assert office.runs() == {FIRST: "FORGOTTEN"}
    assert (office.keeps(FIRST), office.keeps(SECOND)) == (False, True)


def test_the_one_who_let_go_last_counts(office: Office) -> None:
    hers, theirs = opened(office.cloud), opened(office.cloud, applicant=SHOP_BY_LI)
    office.brings(hers, FIRST)
    office.brings(theirs, FIRST)
    office.brings(hers, SECOND)
    office.cloud.clock.move(days=20)
    office.brings(theirs, SECOND)
    office.cloud.clock.move(days=MONTH - 20)
    assert office.runs() == {FIRST: "KEPT"}
    office.cloud.clock.move(days=20)
    assert office.runs() == {FIRST: "FORGOTTEN"}


def test_what_was_handed_in_stays_when_another_file_takes_its_place(office: Office) -> None:
    """The correction request rests on it."""
    case = submitted(office.cloud)
    uow = office.cloud.unit_of_work()
    replaced = store.load(uow.table, case.id)
    photo = replaced.materials["photo"]
    replaced._set_slot(photo.model_copy(update={"sha256": SECOND, "object_key": kept_key(SECOND)}))
    replaced.note_trouble("review", "replaced", uow.act)
    store.save(uow, replaced)
    uow.commit()
    held = {sk: row["held"] for (pk, sk), row in office.cloud.table.rows.items() if pk == f"FILE#{photo.sha256}"}
    assert held == {f"HOLDER#CASE#{case.id}": True}
    office.cloud.clock.move(days=MONTH)
    assert office.runs() == {}


def test_a_file_that_comes_when_nobody_waits_for_it_any_more_is_forgotten(office: Office) -> None:
    case = opened(office.cloud)
    late = office.expects(case, FIRST)
    office.brings(case, SECOND)
    office.arrives(case, late, FIRST)
    office.cloud.clock.move(days=MONTH)
    assert office.runs() == {FIRST: "FORGOTTEN"}
    assert office.keeps(SECOND)


def test_bytes_that_were_brought_again_meanwhile_are_not_taken_away_with_the_old(office: Office) -> None:
    """The new version lies there already, and its case has not heard of it yet."""
    case = opened(office.cloud)
    office.brings(case, FIRST)
    office.brings(case, SECOND)
    office.cloud.clock.move(days=MONTH)
    again = office.expects(case, FIRST)
    versions = office.cloud.material_versions
    versions.written |= {key: machine_now() + timedelta(days=1) for key in office.cloud.materials.contents}
    assert office.runs() == {FIRST: "KEPT"}
    assert office.keeps(FIRST)
    office.arrives(case, again, FIRST)
    office.cloud.clock.move(days=MONTH)
    assert office.runs() == {SECOND: "KEPT"}, "written later than it was let go; looked at again in a month"
    assert office.keeps(FIRST)


def test_who_takes_it_again_at_the_same_moment_is_not_forgotten(office: Office) -> None:
    case = opened(office.cloud)
    office.brings(case, FIRST)
    office.brings(case, SECOND)
    office.cloud.clock.move(days=MONTH)
    uow = office.cloud.unit_of_work()
    assert holdings.forget(uow, office.cloud.material_versions, FIRST, dry_run=False)
    office.brings(case, FIRST)
    with pytest.raises(Overtaken):
        uow.commit()
    office.cloud.clock.move(days=MONTH)
    office.runs()
    assert office.keeps(FIRST)


def test_a_dry_run_says_the_same_and_removes_nothing(office: Office) -> None:
    case = opened(office.cloud)
    office.brings(case, FIRST)
    office.brings(case, SECOND)
    office.cloud.clock.move(days=MONTH)
    before = dict(office.cloud.table.rows)
    assert office.runs(dry_run=True) == {FIRST: "FORGOTTEN"}
    assert office.keeps(FIRST)
    assert {key: row for key, row in office.cloud.table.rows.items() if key[0].startswith("FILE#")} == {
        key: row for key, row in before.items() if key[0].startswith("FILE#")
    }


def test_what_its_owner_withdraws_from_the_vault_stays_with_the_case_that_it_was_brought_for(office: Office) -> None:
    """The vault needs no reference of its own: it keeps nothing but what a case holds that was handed in."""
    case = submitted(office.cloud)
    photo = case.materials["photo"].sha256
    assert office.cloud.table.rows[f"FILE#{photo}", f"HOLDER#CASE#{case.id}"]["held"] is True
    kept = kept_photo(office.cloud.unit_of_work(), WANG.account_id, material=ITEM.materials[1], sha256=photo)
    kept.withdraw(office.cloud.act())
    uow = office.cloud.unit_of_work()
    vault.put(uow, kept)
    uow.commit()
    office.cloud.clock.move(days=MONTH)
    assert office.runs() == {}
