"""draft → checked → approved → published → retired; whoever changes the content takes it back to its draft."""

import datetime as dt

import pytest

from chalicelib.aws.unit_of_work import transact
from chalicelib.catalogue.editing import errors, service
from chalicelib.catalogue.editing.model import CatalogueItem
from chalicelib.catalogue.editing.parts import Action, Outcome, Stage
from chalicelib.kernel.chain import verify
from tests.support.catalogue import (
    APPROVER,
    COLLEAGUE,
    MANAGER,
    a_checked_item,
    a_draft,
    an_approved_item,
    by,
    content,
)
from tests.support.platform import FakePlatform
from tests.support.seeding import with_seeded_registers

OTHER_DEPARTMENT = {"code": "JT", "name": {"zh": "交通运输局"}}
NAMED = {"zh": "另一名称", "en": "Another name"}
JUNE, MAY = dt.date(2026, 6, 1), dt.date(2026, 5, 1)


def published(valid_from: dt.date = MAY, edition: int = 1) -> CatalogueItem:
    item = an_approved_item()
    item.enter_batch("batch-1", Action.PUBLISH, by(MANAGER))
    item.publish(valid_from, edition, by(APPROVER))
    return item


def test_a_new_item_begins_as_a_draft_of_version_1():
    item = a_draft()
    assert (item.work.number, item.work.stage, item.published) == (1, Stage.DRAFT, ())


def test_writing_says_what_it_came_to():
    item = CatalogueItem.new(content())
    assert item.write(content(), (), by(MANAGER)) is Outcome.CREATED
    assert item.write(content(), (), by(MANAGER)) is Outcome.UNCHANGED
    assert item.write(content(name=NAMED), (), by(MANAGER)) is Outcome.CHANGED


@pytest.mark.parametrize("begun", [a_draft, a_checked_item, an_approved_item])
def test_the_same_content_again_changes_nothing_wherever_it_stands(begun):
    item = begun()
    before = item.model_dump()
    assert item.write(content(), (), by(COLLEAGUE)) is Outcome.UNCHANGED
    assert item.model_dump() == before


@pytest.mark.parametrize("begun", [a_checked_item, an_approved_item])
def test_another_content_begins_again_at_the_draft(begun):
    item = begun()
    item.write(content(name=NAMED), (), by(COLLEAGUE))
    assert (item.work.stage, item.work.checked_by, item.work.approved_by) == (Stage.DRAFT, "", "")
    assert item.work.authors == ("manager-1", "manager-2")


def test_what_changed_is_in_the_history_with_its_author():
    item = a_draft()
    item.write(content(name=NAMED, visits=1), ("visit-needs-law",), by(COLLEAGUE))
    event = item.pending[-1]
    assert (event.type, event.actor.id) == ("catalogue.DraftWritten", "manager-2")
    assert event.data["changed"] == ["#/name", "#/visits"]
    assert event.data["violations"] == ["visit-needs-law"]
    verify(item.pending)


def test_a_new_version_says_what_it_changes_of_the_one_online():
    item = published()
    item.write(content(name=NAMED), (), by(MANAGER), content())
    assert item.pending[-1].data["changed"] == ["#/name"]
    assert item.work.number == 2


def test_the_published_content_again_is_no_new_version():
    item = published()
    assert item.write(content(), (), by(MANAGER)) is Outcome.UNCHANGED
    assert item.work is None


def test_a_description_belongs_to_the_item_of_its_code():
    with pytest.raises(errors.CodeDiffers):
        a_draft().write(content(code="OTHER-1"), (), by(MANAGER))


def test_approval_comes_after_the_check():
    item = a_draft()
    with pytest.raises(errors.WrongStage) as refused:
        item.approve(item.work.sha256, by(APPROVER))
    assert refused.value.facts == {"stage": Stage.DRAFT}


def test_what_is_sent_back_is_checked_and_approved_again():
    item = a_checked_item()
    item.send_back("请补充", by(APPROVER))
    assert (item.work.stage, item.work.sent_back) == (Stage.DRAFT, "请补充")
    with pytest.raises(errors.WrongStage):
        item.send_back("再退", by(APPROVER))
    item.check((), by(MANAGER))
    item.approve(item.work.sha256, by(APPROVER))
    with pytest.raises(errors.WrongStage):
        item.check((), by(MANAGER))
    item.send_back("发现新问题", by(APPROVER))
    assert (item.work.stage, item.work.approved_by) == (Stage.DRAFT, "")


def test_nothing_in_work_is_nothing_to_check_approve_send_back_or_discard():
    item = published()
    acts = (
        lambda: item.check((), by(MANAGER)),
        lambda: item.approve("0" * 64, by(APPROVER)),
        lambda: item.send_back("原因", by(APPROVER)),
        lambda: item.discard(by(MANAGER)),
    )
    for act in acts:
        with pytest.raises(errors.NothingInWork):
            act()


def test_a_draft_that_is_given_up_leaves_what_is_published():
    item = published()
    item.write(content(name=NAMED), (), by(MANAGER))
    item.discard(by(MANAGER))
    assert (item.work, len(item.published)) == (None, 1)


def test_a_hand_over_that_is_given_up_leaves_the_item_where_it_was():
    item = published()
    item.write(content(department=OTHER_DEPARTMENT), (), by(MANAGER))
    assert item.department == "JT"
    item.discard(by(MANAGER))
    assert item.department == "GA"
    assert item.pending[-1].data["department_before"] == "JT", "the figures of both change"


def test_an_item_of_which_nothing_is_left_is_described_by_whoever_comes_next():
    cloud = FakePlatform()
    with_seeded_registers(cloud)
    act = cloud.act(MANAGER)
    transact(cloud.table, act, lambda uow: service.put_draft(uow, cloud, content()))
    transact(
        cloud.table,
        act,
        lambda uow: service.change(uow, service.load_item(uow.table, content().code), lambda it: it.discard(act)),
    )
    assert service.load_or_new(cloud.table, content(department=OTHER_DEPARTMENT)).department == "JT"


def test_in_a_batch_nothing_changes():
    item = an_approved_item()
    item.enter_batch("batch-1", Action.PUBLISH, by(MANAGER))
    acts = (
        lambda: item.write(content(name=NAMED), (), by(MANAGER)),
        lambda: item.discard(by(MANAGER)),
        lambda: item.send_back("原因", by(APPROVER)),
        lambda: item.enter_batch("batch-2", Action.PUBLISH, by(MANAGER)),
    )
    for act in acts:
        with pytest.raises(errors.InBatch) as refused:
            act()
        assert refused.value.facts == {"batch_id": "batch-1"}
    item.leave_batch(by(MANAGER))
    assert item.write(content(name=NAMED), (), by(MANAGER)) is Outcome.CHANGED


@pytest.mark.parametrize("begun", [a_draft, a_checked_item])
def test_only_what_is_approved_enters_a_batch(begun):
    with pytest.raises(errors.WrongStage):
        begun().enter_batch("batch-1", Action.PUBLISH, by(MANAGER))


def test_only_what_is_online_is_retired():
    with pytest.raises(errors.NotOnline):
        an_approved_item().enter_batch("batch-1", Action.RETIRE, by(MANAGER))
    item = published()
    item.enter_batch("batch-2", Action.RETIRE, by(MANAGER))
    item.retire(JUNE, 2, by(APPROVER))
    assert (item.retired_from, item.batch_id, item.is_online) == (JUNE, "", False)
    with pytest.raises(errors.NotOnline):
        item.enter_batch("batch-3", Action.RETIRE, by(MANAGER))


def test_a_retired_item_may_come_back_as_a_new_version():
    item = published()
    item.enter_batch("batch-2", Action.RETIRE, by(MANAGER))
    item.retire(JUNE, 2, by(APPROVER))
    assert item.write(content(), (), by(MANAGER)) is Outcome.CHANGED
    item.check((), by(MANAGER))
    item.approve(item.work.sha256, by(APPROVER))
    item.enter_batch("batch-3", Action.PUBLISH, by(MANAGER))
    assert item.publish(JUNE, 3, by(APPROVER)).version == 2
    assert item.is_online


def test_what_was_published_is_the_content_that_was_approved():
    item = an_approved_item()
    item.enter_batch("batch-1", Action.PUBLISH, by(MANAGER))
    version = item.publish(JUNE, 1, by(APPROVER))
    assert (version.version, version.sha256) == (1, content().sha256)
    assert item.published[0].sha256 == content().sha256


def test_nothing_begins_before_what_was_announced_earlier():
    item = published(JUNE)
    with pytest.raises(errors.StartsTooEarly) as refused:
        item.require_start(MAY)
    assert refused.value.facts == {"announced": "2026-06-01"}
    item.require_start(JUNE)


def test_an_item_that_its_row_could_not_hold_is_refused_and_stands_as_it_stood():
    item, long = a_draft(), {"zh": "长" * 4000}
    with pytest.raises(errors.ItemTooLarge) as refused:
        item.write(content(questions=[{"question": long, "answer": long}] * 16), (), by(MANAGER))
    assert refused.value.facts["bytes"] > refused.value.facts["most"]
    assert item.work.sha256 == content().sha256


@pytest.mark.parametrize("version", ["0", "2", "1000000", "²", "first"])
def test_a_version_that_was_never_published_is_unknown_and_not_its_item(version):
    with pytest.raises(errors.VersionUnknown):
        service.version_of(FakePlatform(), a_draft(), version)
