"""Four eyes: of those who wrote or checked a version nobody approves it, whatever role they sign in with."""

import datetime as dt

import pytest

from chalicelib.catalogue.editing import errors
from chalicelib.catalogue.editing.parts import Action, Stage
from chalicelib.kernel.events import Actor, Party
from tests.support.catalogue import APPROVER, COLLEAGUE, MANAGER, a_checked_item, a_draft, an_approved_item, by, content


def as_approver(actor: Actor) -> Actor:
    """The same person with the other role."""
    return Actor(id=actor.id, party=Party.OFFICIAL, role="catalogue-approver")


def test_who_wrote_it_does_not_approve_it():
    item = a_checked_item()
    with pytest.raises(errors.FourEyes):
        item.approve(item.work.sha256, by(as_approver(MANAGER)))
    assert item.work.stage is Stage.CHECKED


def test_nor_does_anybody_who_had_a_hand_in_it():
    item = a_draft()
    item.write(content(visits=1), (), by(COLLEAGUE))
    item.check((), by(COLLEAGUE))
    for author in (MANAGER, COLLEAGUE):
        with pytest.raises(errors.FourEyes):
            item.approve(item.work.sha256, by(as_approver(author)))


def test_nor_does_who_checked_it():
    item = a_draft()
    item.check((), by(COLLEAGUE))
    with pytest.raises(errors.FourEyes):
        item.approve(item.work.sha256, by(as_approver(COLLEAGUE)))


def test_somebody_else_does_and_is_named():
    item = an_approved_item()
    assert (item.work.approved_by, item.pending[-1].actor.id) == ("approver-1", "approver-1")


def test_what_is_approved_is_what_was_read():
    item = a_checked_item()
    with pytest.raises(errors.ContentMoved):
        item.approve("0" * 64, by(APPROVER))


def test_the_hands_of_an_earlier_version_do_not_count_for_the_next():
    item = an_approved_item()
    item.enter_batch("b", Action.PUBLISH, by(MANAGER))
    item.publish(dt.date(2026, 6, 1), 1, by(APPROVER))
    item.write(content(visits=1), (), by(COLLEAGUE))
    assert item.work.authors == ("manager-2",)
