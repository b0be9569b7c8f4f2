"""Checking promises, hearing their subjects, deciding, and what stands on record of it."""

import datetime as dt

from chalicelib.aws.platform import Platform
from chalicelib.aws.rows import Row
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.cases.model import Case
from chalicelib.cases.promise_checks import errors, store
from chalicelib.cases.promise_checks.model import BreachRecord, PromiseCheck, Promised
from chalicelib.cases.promise_checks.vocabulary import BreachLevel, CheckStatus, Finding, PromiseKind
from chalicelib.catalogue.service import catalogue_of
from chalicelib.kernel.ids import new_ulid
from chalicelib.kernel.value import Value
from chalicelib.kernel.working_time import Limit

DECISION = "decision"


class Noted(Value):
    """What an official found: the facts, where the evidence is kept, and by when it is to be fixed."""

    finding: Finding
    facts: str
    evidence: str
    fix_by: dt.date | None = None


def open_check(
    platform: Platform, uow: UnitOfWork, case: Case, *, kind: PromiseKind, material: str, noted: Noted
) -> PromiseCheck:
    """What was found of a promise of `case`. Raises `NothingPromised`, `TruthCannotBeFixed`, `FixByMissing`, and at
    commit `CheckUnderWay`.
    """
    check = PromiseCheck.open(check_id=new_ulid(uow.act.at), promised=_promised_in(case, kind, material))
    _note(platform, uow, check, noted)
    if check.is_open:
        store.take_up(uow, check, lambda _: errors.CheckUnderWay())
    else:
        store.require_free(uow, check.promised, lambda _: errors.CheckUnderWay())
    store.save(uow, check)
    return check


def note_again(platform: Platform, uow: UnitOfWork, check: PromiseCheck, noted: Noted) -> None:
    """What was found once there was time to fix it. Raises `NotToBeFixed`, `FixNotOver`."""
    _note(platform, uow, check, noted)
    if check.status is CheckStatus.HELD:
        store.set_free(uow, check.promised)
    store.save(uow, check)


def hear(uow: UnitOfWork, check: PromiseCheck, words: str) -> None:
    """The subject objects. Raises `NoNoticeStands`, `ObjectionTooLate`."""
    check.object(words, uow.act)
    store.save(uow, check)


def dismiss(uow: UnitOfWork, check: PromiseCheck, reason: str) -> None:
    """It was not broken. Raises `NoNoticeStands`, `FoundByYou`."""
    check.dismiss(reason, uow.act)
    store.set_free(uow, check.promised)
    store.save(uow, check)


def uphold(uow: UnitOfWork, check: PromiseCheck, reason: str, *, basis: str, level: BreachLevel, months: int) -> None:
    """It was broken, and stands on record from today. Raises what `PromiseCheck.uphold` raises. One round trip."""
    record = check.uphold(reason, basis=basis, level=level, months=months, act=uow.act)
    _put_on_record(uow, check, record)


def repair(uow: UnitOfWork, check: PromiseCheck, reason: str) -> None:
    """It stands against them no more. Raises `NothingToRepair`. One round trip."""
    _put_on_record(uow, check, check.repair(reason, uow.act))


def read(table: Table, check_id: str) -> PromiseCheck:
    """Raises `CheckUnknown`. One round trip."""
    check = store.load(table, check_id)
    if check is None:
        raise errors.CheckUnknown
    return check


def of_owner(table: Table, owner_id: str, *, limit: int, after: Row | None) -> tuple[list[PromiseCheck], Row | None]:
    """A page of somebody's, the newest first, and the position behind it. One round trip."""
    page = store.of_owner(table, owner_id, limit=limit, after=after)
    return [store.check_in(row) for row in page.rows], page.next


def require_no_breach(uow: UnitOfWork, owner_id: str) -> None:
    """Let `uow` fail with `PledgeBarred` while a breach of theirs stands unrepaired: no round trip, and in force from
    the instant it was recorded.
    """
    uow.require(store.unrepaired_key(owner_id), present=False, refusal=lambda _: errors.PledgeBarred())


def has_unrepaired_breach(table: Table, owner_id: str) -> bool:
    """Whether pledges are not taken of them. One round trip."""
    return table.row(store.unrepaired_key(owner_id)) is not None


def _note(platform: Platform, uow: UnitOfWork, check: PromiseCheck, noted: Noted) -> None:
    check.note(
        **noted.model_dump(),
        act=uow.act,
        calendar=catalogue_of(platform).calendar(),
        objection_time=Limit(amount=platform.settings.objection_days),
    )


def _put_on_record(uow: UnitOfWork, check: PromiseCheck, record: BreachRecord) -> None:
    standing, version = store.load_records(uow.table, check.owner_id)
    others = tuple(one for one in standing if one.check_id != record.check_id)
    store.save_records(uow, check.owner_id, (*others, record), version)
    store.save(uow, check)


def _promised_in(case: Case, kind: PromiseKind, material: str) -> Promised:
    signed = case.promise if kind is PromiseKind.TRUTHFULNESS else case.standing_pledges.get(material)
    if signed is None or not case.number or (kind is PromiseKind.TRUTHFULNESS and material):
        raise errors.NothingPromised
    document = case.documents.get(DECISION)
    return Promised(
        case_id=case.id,
        owner_id=case.owner_id,
        item_code=case.item_code,
        department=case.department,
        region=case.region,
        kind=kind,
        material=material,
        sha256=signed.sha256,
        licence_id=document.licence_id if document and case.is_granted else "",
        people=case.applicant.people,
        numbers=case.applicant.numbers,
    )
