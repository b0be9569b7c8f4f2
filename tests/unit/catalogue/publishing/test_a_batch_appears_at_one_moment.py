"""All items of a batch are seen at once or not at all, wherever its publication is cut off."""

import contextlib
import datetime as dt
import json

import pytest

from chalicelib.catalogue.editing.errors import FourEyes, InBatch, NothingInWork
from chalicelib.catalogue.editing.model import CatalogueItem
from chalicelib.catalogue.editing.parts import Action, Stage
from chalicelib.catalogue.editions import Editions, read_state
from chalicelib.catalogue.errors import ItemUnknown
from chalicelib.catalogue.finding.snapshot import summaries_in
from chalicelib.catalogue.publishing import errors, model, service, store
from chalicelib.catalogue.publishing.coverage import coverage
from chalicelib.catalogue.publishing.model import BatchStatus
from chalicelib.catalogue.publishing.releasing import release
from chalicelib.catalogue.registers.register import RegisterKind
from chalicelib.catalogue.registers.service import amend, forget_registers, registers_of
from chalicelib.catalogue.service import Catalogue
from chalicelib.jobs.model import JobStatus
from chalicelib.jobs.service import Progress, load_job
from chalicelib.workflow.publication_jobs import PublicationStuck, publish_batch
from tests.support.catalogue import APPROVER, MANAGER
from tests.support.publishing import TODAY

CODES = [f"GA-T-{number}" for number in range(5)]
PLENTY = 10**9
NAMED = {"zh": "另一名称", "en": "Another name"}
TOMORROW = TODAY + dt.timedelta(days=1)


def seen(office, on=TODAY) -> dict[str, int]:
    """The versions that a process which has just begun is told."""
    catalogue, told = Catalogue(office.cloud.table, Editions(office.cloud.table, 60), 60), {}
    for code in CODES:
        try:
            told[code] = catalogue.current(code, on).version
        except ItemUnknown:
            continue
    return told


@pytest.fixture(scope="module")
def approved_rows():
    """What the table holds once the items are approved; filled by the first test that needs it."""
    return {}


@pytest.fixture
def ready(office, approved_rows):
    if not approved_rows:
        for code in CODES:
            office.approve(code)
        approved_rows |= office.cloud.table.rows
    office.cloud.table.rows = {key: dict(row) for key, row in approved_rows.items()}
    return office


def test_what_was_published_is_read_found_and_listed(ready):
    batch = ready.publish(*CODES)
    assert (batch.status, batch.edition) == (BatchStatus.PUBLISHED, 1)
    assert seen(ready) == dict.fromkeys(CODES, 1)
    edition = read_state(ready.cloud.table).live
    snapshot, _ = ready.cloud.documents.read(edition.snapshot_key)
    assert sorted(summary.code for summary in summaries_in(snapshot)) == CODES
    document = json.loads(ready.cloud.documents.read(edition.documents["json"])[0])
    assert len(json.dumps(document)) > 500
    assert ready.cloud.documents.read(edition.documents["xlsx"])[0].startswith(b"PK")


@pytest.mark.parametrize("items_in_time", range(7))
def test_cut_off_anywhere_nothing_of_it_is_seen_and_the_next_run_completes_it(ready, items_in_time):
    ordered = ready.order(ready.open_batch(*CODES).id)
    left = iter([PLENTY] * items_in_time)
    if ready.run(ordered.job_id, lambda: next(left, 0)) is JobStatus.RUNNING:
        assert seen(ready) == {}
        assert ready.run(ordered.job_id) is JobStatus.DONE
    assert seen(ready) == dict.fromkeys(CODES, 1)
    assert service.load_batch(ready.cloud.table, ordered.id).status is BatchStatus.PUBLISHED


def test_storage_that_fails_at_the_end_leaves_everything_unseen(ready, monkeypatch):
    ordered = ready.order(ready.open_batch(*CODES).id)
    monkeypatch.setattr(ready.cloud.documents, "write", lambda *_, **__: (_ for _ in ()).throw(OSError("away")))
    with pytest.raises(OSError, match="away"):
        ready.run(ordered.job_id)
    assert seen(ready) == {}
    monkeypatch.undo()
    assert ready.run(ordered.job_id) is JobStatus.DONE
    assert seen(ready) == dict.fromkeys(CODES, 1)


def test_a_second_run_publishes_nothing_twice(ready):
    batch = ready.publish(*CODES)
    before = dict(ready.cloud.table.rows)
    assert ready.run(batch.job_id) is JobStatus.DONE
    assert ready.cloud.table.rows == before


def test_the_next_edition_holds_what_the_one_before_held(ready):
    ready.publish(*CODES[:3])
    ready.publish(*CODES[3:])
    edition = read_state(ready.cloud.table).live
    snapshot, _ = ready.cloud.documents.read(edition.snapshot_key)
    assert (edition.number, sorted(summary.code for summary in summaries_in(snapshot))) == (2, CODES)


def test_a_new_version_counts_from_its_date_and_the_old_one_until_then(ready):
    ready.publish(*CODES)
    ready.approve(CODES[0], name=NAMED)
    ready.publish(CODES[0], effective_from=TOMORROW)
    assert (seen(ready)[CODES[0]], seen(ready, TOMORROW)[CODES[0]]) == (1, 2)
    snapshot, _ = ready.cloud.documents.read(read_state(ready.cloud.table).live.snapshot_key)
    told = [(it.version, it.valid_from, it.valid_to) for it in summaries_in(snapshot) if it.code == CODES[0]]
    assert sorted(told) == [(1, TODAY, TODAY), (2, TOMORROW, None)]


def test_a_retired_item_is_offered_no_more_and_its_versions_stay(ready):
    ready.publish(*CODES)
    ready.publish(CODES[1], action=Action.RETIRE, effective_from=TOMORROW)
    assert CODES[1] in seen(ready)
    assert CODES[1] not in seen(ready, TOMORROW)
    catalogue = Catalogue(ready.cloud.table, Editions(ready.cloud.table, 60), 60)
    assert catalogue.version(CODES[1], 1).version == 1


def test_who_gathered_a_batch_does_not_publish_it(ready):
    batch = ready.open_batch(*CODES)
    with pytest.raises(FourEyes):
        ready.order(batch.id, MANAGER)


def test_batches_are_published_one_after_the_other(ready):
    first, second = ready.open_batch(*CODES[:2]), ready.open_batch(*CODES[2:])
    ordered = ready.order(first.id)
    with pytest.raises(errors.AnotherBatchRuns):
        ready.order(second.id)
    ready.run(ordered.job_id)
    assert ready.order(second.id).edition == 2


def test_of_two_ordered_at_the_same_moment_one_is_refused(ready):
    batches = [ready.open_batch(*CODES[:2]), ready.open_batch(*CODES[2:])]
    units = [ready.cloud.unit_of_work(APPROVER) for _ in batches]
    for uow, batch in zip(units, batches, strict=True):
        service.order_publication(uow, batch)
    units[0].commit()
    with pytest.raises(errors.AnotherBatchRuns):
        units[1].commit()


def test_an_empty_batch_and_a_date_that_is_past_are_refused(ready):
    with pytest.raises(errors.BatchEmpty):
        ready.order(ready.open_batch().id)
    with pytest.raises(errors.DateInThePast):
        ready.open_batch(effective_from=TODAY - dt.timedelta(days=1))
    batch = ready.open_batch(*CODES)
    ready.cloud.clock.move(days=1)
    with pytest.raises(errors.DateInThePast):
        ready.order(batch.id)


def test_items_go_in_all_or_none_each_with_its_reason(ready):
    ready.describe("GA-T-DRAFT")
    batch = ready.open_batch(CODES[0])
    with pytest.raises(errors.EntriesRefused) as refused:
        ready.enter(batch.id, [CODES[0], CODES[1], "GA-T-DRAFT", "GA-T-NONE"])
    assert [pointer.pointer for pointer in refused.value.pointers] == ["#/items/0", "#/items/2", "#/items/3"]
    assert ready.item(CODES[1]).batch_id == ""


def test_what_is_in_a_batch_is_changed_only_after_it_was_taken_out(ready):
    batch = ready.open_batch(CODES[0])
    with pytest.raises(InBatch):
        ready.describe(CODES[0], name=NAMED)
    ready.do(MANAGER, lambda uow: service.remove(uow, service.load_batch(uow.table, batch.id), CODES[0]))
    ready.describe(CODES[0], name=NAMED)
    assert service.load_batch(ready.cloud.table, batch.id).entries == {}


def test_a_closed_batch_takes_nothing_more(ready):
    batch = ready.publish(CODES[0])
    with pytest.raises(errors.BatchClosed):
        ready.enter(batch.id, [CODES[1]])


def test_every_item_fits_twenty_at_once_into_one_transaction(office):
    codes = [f"GA-M-{number}" for number in range(service.ENTERED_AT_ONCE)]
    for code in codes:
        office.approve(code)
    assert len(office.open_batch(*codes).entries) == service.ENTERED_AT_ONCE


def test_the_public_share_changes_with_the_edition_and_not_item_by_item(ready):
    def share() -> tuple[int, dict[str, int]]:
        service.count_department(ready.cloud.table, ready.cloud.act(), "GA")
        known = store.load_figures(ready.cloud.table)
        whole = coverage(known.departments, TODAY, known.live).whole
        return whole.no_visit, dict(whole.missing)

    ordered = ready.order(ready.open_batch(*CODES).id)
    left = iter([PLENTY] * 3)
    assert ready.run(ordered.job_id, lambda: next(left, 0)) is JobStatus.RUNNING
    assert share() == (0, {"IN_BATCH": len(CODES)})
    assert ready.run(ordered.job_id) is JobStatus.DONE
    assert share() == (len(CODES), {})


def test_an_item_with_a_version_announced_for_later_keeps_its_place_in_the_share(ready):
    ready.publish(*CODES)
    ready.approve(CODES[0], name=NAMED)
    ready.publish(CODES[0], effective_from=TOMORROW)
    service.count_department(ready.cloud.table, ready.cloud.act(), "GA")
    known = store.load_figures(ready.cloud.table)
    assert [coverage(known.departments, day, known.live).whole.no_visit for day in (TODAY, TOMORROW)] == [5, 5]


def stuck_at(office, monkeypatch, code: str, error: Exception):
    """Putting this one item online fails: our own mistake."""
    real = CatalogueItem.publish

    def failing(item, valid_from, edition, act):
        if item.id == code:
            raise error
        return real(item, valid_from, edition, act)

    monkeypatch.setattr(CatalogueItem, "publish", failing)


@pytest.mark.parametrize("items_before_the_pause", [1, 2, 4])
def test_an_item_that_cannot_be_put_online_holds_the_edition_back_and_is_tried_again(
    ready, monkeypatch, items_before_the_pause
):
    ordered = ready.order(ready.open_batch(*CODES).id)
    stuck_at(ready, monkeypatch, CODES[2], NothingInWork())
    left = iter([PLENTY] * items_before_the_pause)
    with contextlib.suppress(PublicationStuck):
        ready.run(ordered.job_id, lambda: next(left, 0))
    for _ in range(2):
        with pytest.raises(PublicationStuck):
            ready.run(ordered.job_id)
    assert (seen(ready), read_state(ready.cloud.table).publishing) == ({}, ordered.id)
    monkeypatch.undo()
    assert ready.run(ordered.job_id) is JobStatus.DONE
    assert seen(ready) == dict.fromkeys(CODES, 1)


@pytest.mark.parametrize("error", [NothingInWork(), MemoryError()])
def test_an_item_that_keeps_a_publication_from_ending_is_set_aside(ready, monkeypatch, error):
    ordered = ready.order(ready.open_batch(*CODES).id)
    stuck_at(ready, monkeypatch, CODES[2], error)
    with pytest.raises((PublicationStuck, MemoryError)):
        ready.run(ordered.job_id)
    ready.do(MANAGER, lambda uow: service.remove(uow, service.load_batch(uow.table, ordered.id), CODES[2]))
    assert ready.run(ordered.job_id) is JobStatus.DONE
    assert sorted(seen(ready)) == [code for code in CODES if code != CODES[2]]
    batch = service.load_batch(ready.cloud.table, ordered.id)
    assert (batch.status, batch.set_aside) == (BatchStatus.PUBLISHED, (CODES[2],))
    assert (ready.item(CODES[2]).batch_id, ready.item(CODES[2]).work.stage) == ("", Stage.APPROVED)
    monkeypatch.undo()
    ready.publish(CODES[2])
    assert seen(ready) == dict.fromkeys(CODES, 1)


def test_what_is_online_already_is_not_set_aside_and_what_was_set_aside_is_not_put_online(ready):
    ordered = ready.order(ready.open_batch(*CODES).id)
    left = iter([PLENTY] * 2)
    ready.run(ordered.job_id, lambda: next(left, 0))
    unaware = service.load_batch(ready.cloud.table, ordered.id)
    for code in (CODES[0], "GA-T-NONE"):
        with pytest.raises(errors.NotInBatch):
            ready.do(MANAGER, lambda uow, code=code: service.remove(uow, unaware.model_copy(deep=True), code))
    ready.do(MANAGER, lambda uow: service.remove(uow, service.load_batch(uow.table, ordered.id), CODES[4]))
    with pytest.raises(errors.NotInBatch):
        ready.do(APPROVER, lambda uow: release(uow, unaware, CODES[4], 0))
    with pytest.raises(errors.NotInBatch):
        ready.do(MANAGER, lambda uow: service.remove(uow, service.load_batch(uow.table, ordered.id), CODES[4]))


def test_a_run_that_only_finds_the_batch_published_says_so_too(ready):
    ordered = ready.order(ready.open_batch(*CODES).id)
    job = load_job(ready.cloud.table, ordered.job_id)
    publish_batch(Progress(ready.cloud, job, lambda: PLENTY))
    assert ready.run(ordered.job_id) is JobStatus.DONE
    assert load_job(ready.cloud.table, ordered.job_id).result == {"edition": "1", "batch_id": ordered.id}


def test_versions_too_large_for_one_row_are_published_found_and_listed(ready):
    long = {"zh": "长" * 4000}
    for number, day in enumerate((TODAY, TOMORROW)):
        ready.approve(CODES[0], questions=[{"question": long, "answer": long}] * (10 + number))
        ready.publish(CODES[0], effective_from=day)
    assert (seen(ready)[CODES[0]], seen(ready, TOMORROW)[CODES[0]]) == (1, 2)
    snapshot, _ = ready.cloud.documents.read(read_state(ready.cloud.table).live.snapshot_key)
    assert sorted(it.version for it in summaries_in(snapshot)) == [1, 2]


def test_a_batch_holds_what_fits_into_its_row(monkeypatch, ready):
    monkeypatch.setattr(model, "MOST_ENTRIES", 3)
    batch = ready.open_batch(*CODES[:3])
    with pytest.raises(errors.BatchFull) as refused:
        ready.enter(batch.id, [CODES[3]])
    assert refused.value.facts == {"most": 3}
    assert ready.item(CODES[3]).batch_id == ""


def test_the_largest_batch_fits_into_a_row():
    codes = [f"{number:040d}" for number in range(model.MOST_ENTRIES)]
    batch = model.Batch(
        id="b", name="批", effective_from=TODAY, editors=("m",), entries=dict.fromkeys(codes, "PUBLISH")
    )
    assert len(batch.model_dump_json().encode()) < 350_000


def test_a_date_that_is_a_slip_of_the_pen_is_refused(ready):
    """What is announced for a day keeps everything earlier out, so a wrong century could never be put right."""
    with pytest.raises(errors.DateTooFar):
        ready.open_batch(effective_from=dt.date(2062, 3, 2))


@pytest.mark.parametrize(("last_day", "fits"), [(TODAY, False), (TOMORROW, True)])
def test_an_item_keeps_the_rules_on_the_day_from_which_it_is_to_be_in_force(ready, last_day, fits):
    """The register was amended after the approval: the certificate type ends."""
    kind = registers_of(ready.cloud).certificate_type(ready.item(CODES[0]).work.content.result.certificate_type)
    ended = kind.model_copy(update={"valid_to": last_day})
    ready.do(MANAGER, lambda uow: amend(uow, RegisterKind.CERTIFICATE_TYPES, [ended]))
    forget_registers(ready.cloud)
    if fits:
        assert ready.open_batch(CODES[0], effective_from=TOMORROW).entries
        return
    with pytest.raises(errors.EntriesRefused) as refused:
        ready.open_batch(CODES[0], effective_from=TOMORROW)
    assert "result-certificate-registered" in refused.value.pointers[0].detail.zh
    assert ready.item(CODES[0]).batch_id == ""


def test_what_is_retired_need_not_keep_the_rules_any_more(ready):
    ready.publish(CODES[0])
    kind = registers_of(ready.cloud).certificate_type("DRIVING_LICENCE")
    ready.do(
        MANAGER, lambda uow: amend(uow, RegisterKind.CERTIFICATE_TYPES, [kind.model_copy(update={"valid_to": TODAY})])
    )
    forget_registers(ready.cloud)
    assert ready.publish(CODES[0], action=Action.RETIRE, effective_from=TOMORROW).entries
