"""Checking promises: what officials find, what their subjects say to it, and what is decided."""

from chalicelib.aws.rows import BY_APPLICANT, BY_DESK
from chalicelib.cases import errors as case_errors
from chalicelib.cases.api import cases_area, keep_away, reached
from chalicelib.cases.promise_checks import errors, service, store
from chalicelib.cases.promise_checks.model import PromiseCheck
from chalicelib.cases.promise_checks.service import Noted
from chalicelib.cases.promise_checks.views import (
    BreachReason,
    CheckAgain,
    CheckPromise,
    ObjectToBreach,
    PromiseCheckView,
    UpholdBreach,
)
from chalicelib.http.authority import Power
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import allow, applicant, head, reviewer
from chalicelib.http.paging import ListOf, PageQuery, one_page
from chalicelib.kernel.text import Text
from chalicelib.parties.officials import service as officials

FINDERS = allow(reviewer(), head())


@cases_area.post(
    "/v1/cases/{case_id}/promise-checks",
    access=FINDERS,
    status=201,
    summary=Text("核查承诺", "Check a promise"),
    refusals=(
        case_errors.CaseUnknown,
        case_errors.OwnCase,
        errors.NothingPromised,
        errors.CheckUnderWay,
        errors.TruthCannotBeFixed,
        errors.FixByMissing,
    ),
)
def check_promise(call: Call, case_id: str, body: CheckPromise) -> Reply[PromiseCheckView]:
    """That it holds, that something is to be fixed by a day, or that it was broken: then its subject is told and may
    object, and somebody else decides.
    """
    case = reached(call, case_id)
    keep_away(call, case)
    case.require_not_own(call.act)
    noted = Noted(**body.model_dump(include={*Noted.model_fields}))
    check = service.open_check(
        call.platform, call.uow, case, kind=body.promise_kind, material=body.material, noted=noted
    )
    return _shown(call, check, location=f"/v1/promise-checks/{check.id}")


@cases_area.get(
    "/v1/promise-checks/{check_id}",
    access=allow(applicant(level=2), reviewer(), head()),
    summary=Text("查看承诺核查", "Read a check of a promise"),
    refusals=(errors.CheckUnknown,),
)
def read_promise_check(call: Call, check_id: str) -> Reply[PromiseCheckView]:
    """What was found and on which evidence, until when one may object, what was decided."""
    return _shown(call, _reached(call, check_id))


@cases_area.get(
    "/v1/me/promise-checks",
    access=allow(applicant(level=2)),
    summary=Text("对我的承诺核查", "Checks of my promises"),
    consistency="eventual",
)
def list_my_promise_checks(call: Call, query: PageQuery) -> Reply[ListOf[PromiseCheckView]]:
    """The newest first, also those that found nothing wrong."""
    owner_id = call.own()
    after = query.after(BY_APPLICANT, store.owner_pk(owner_id))
    found, behind = service.of_owner(call.uow.table, owner_id, limit=query.limit, after=after)
    return one_page([PromiseCheckView.of(it, call.language) for it in found if call.covers(it.item_code)], behind)


@cases_area.get(
    "/v1/promise-checks",
    access=FINDERS,
    summary=Text("待处理的承诺核查", "Checks that wait for something"),
    consistency="eventual",
)
def list_promise_checks(call: Call, query: PageQuery) -> Reply[ListOf[PromiseCheckView]]:
    """Of the caller's department in their region, the oldest first: to be fixed, to be objected to, to be decided."""
    call.own()
    department, region = call.caller.department, call.caller.region
    after = query.after(BY_DESK, store.desk_pk(department, region))
    page = store.waiting(call.uow.table, department, region, limit=query.limit, after=after)
    return one_page([PromiseCheckView.of(store.check_in(row), call.language) for row in page.rows], page.next)


@cases_area.post(
    "/v1/promise-checks/{check_id}/outcome",
    access=FINDERS,
    changes=True,
    summary=Text("整改后复核", "Check again what was to be fixed"),
    refusals=(errors.CheckUnknown, errors.NotToBeFixed, errors.FixNotOver, case_errors.OwnCase),
)
def check_again(call: Call, check_id: str, body: CheckAgain) -> Reply[PromiseCheckView]:
    """That it holds now, at any time; that it was broken, once the day is over."""
    check = _to_change(call, check_id)
    service.note_again(call.platform, call.uow, check, Noted(**body.model_dump()))
    return _shown(call, check)


@cases_area.post(
    "/v1/promise-checks/{check_id}/objection",
    access=allow(applicant(level=2, power=Power.SUBMIT)),
    summary=Text("陈述申辩", "Object to a notice of breach"),
    refusals=(errors.CheckUnknown, errors.NoNoticeStands, errors.ObjectionTooLate),
)
def object_to_breach(call: Call, check_id: str, body: ObjectToBreach) -> Reply[PromiseCheckView]:
    """Until the day in `objection_until`; whoever decides has it before them."""
    check = _reached(call, check_id)
    service.hear(call.uow, check, body.statement)
    return _shown(call, check)


@cases_area.post(
    "/v1/promise-checks/{check_id}/breach",
    access=allow(head()),
    changes=True,
    summary=Text("认定失信", "Uphold a breach"),
    refusals=(
        errors.CheckUnknown,
        errors.NoNoticeStands,
        errors.FoundByYou,
        errors.ObjectionAwaited,
        errors.PeriodDoesNotFit,
        case_errors.OwnCase,
    ),
)
def uphold_breach(call: Call, check_id: str, body: UpholdBreach) -> Reply[PromiseCheckView]:
    """By a head who took no part in the check, once the subject was heard or let the time pass. It stands on record for
    the months named, and until it is repaired no pledge is taken; the licence stays until it is revoked.
    """
    check = _to_change(call, check_id)
    service.uphold(call.uow, check, body.reason, basis=body.basis, level=body.breach_level, months=body.months)
    return _shown(call, check)


@cases_area.post(
    "/v1/promise-checks/{check_id}/dismissal",
    access=allow(head()),
    changes=True,
    summary=Text("不予认定失信", "Dismiss a breach"),
    refusals=(errors.CheckUnknown, errors.NoNoticeStands, errors.FoundByYou, case_errors.OwnCase),
)
def dismiss_breach(call: Call, check_id: str, body: BreachReason) -> Reply[PromiseCheckView]:
    """By a head who took no part in the check, at any time."""
    check = _to_change(call, check_id)
    service.dismiss(call.uow, check, body.reason)
    return _shown(call, check)


@cases_area.post(
    "/v1/promise-checks/{check_id}/repair",
    access=allow(head()),
    changes=True,
    summary=Text("修复失信记录", "Repair a breach on record"),
    refusals=(errors.CheckUnknown, errors.NothingToRepair, case_errors.OwnCase),
)
def repair_breach(call: Call, check_id: str, body: BreachReason) -> Reply[PromiseCheckView]:
    """The subject has made it good: it stands against them no more, and pledges are taken again."""
    check = _to_change(call, check_id)
    service.repair(call.uow, check, body.reason)
    return _shown(call, check)


def _reached(call: Call, check_id: str) -> PromiseCheck:
    check = service.read(call.uow.table, check_id)
    call.require_reach(check)
    return check


def _to_change(call: Call, check_id: str) -> PromiseCheck:
    """For an official: in the version that they know, and never in an affair of their own (回避)."""
    check = _reached(call, check_id)
    call.require_version(check.version)
    if call.act.actor.id in {check.owner_id, *check.promised.people}:
        raise case_errors.OwnCase
    numbers, person_id = check.promised.numbers, call.caller.person_id
    officials.keep_away(call.platform, call.uow, person_id, numbers, lambda _: case_errors.OwnCase())
    return check


def _shown(call: Call, check: PromiseCheck, location: str | None = None) -> Reply[PromiseCheckView]:
    return Reply(PromiseCheckView.of(check, call.language), version=check.version, location=location)
