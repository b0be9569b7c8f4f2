"""Anybody may try anything at any time: whatever comes of it, the case and its rows stay consistent."""

import datetime as dt
from collections.abc import Callable

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.cases import store
from chalicelib.cases.late.model import LateState
from chalicelib.cases.model import Case
from chalicelib.cases.showing import case_view
from chalicelib.cases.timeline import held, timeline
from chalicelib.cases.vocabulary import ACCEPTED_STATES, CONCLUDED, ENDED, Advice, Outcome, SlotState, Stage, Status
from chalicelib.catalogue.model import ItemVersion
from chalicelib.catalogue.vocabulary import FeeMoment
from chalicelib.kernel.calendar import CalendarYear, NamedDay
from chalicelib.kernel.chain import verify
from chalicelib.kernel.clock_entries import PauseReason
from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.events import SYSTEM, Actor
from tests.support.cases import (
    APPLICANT,
    CALENDAR,
    HEAD,
    PACKAGE,
    a_case_to_correct,
    a_decided_case,
    a_delivered_case,
    a_draft,
    a_new_case,
    a_released_case,
    a_reviewed_case,
    a_submitted_case,
    advise,
    an_accepted_case,
    an_accepted_case_with_materials_to_follow,
    by,
    check,
    deliver,
    expect,
    extend,
    field,
    filled_in,
    issue,
    linked_item,
    look_at,
    material,
    not_obtained,
    obtained,
    official,
    pause,
    promise_to_follow,
    receive,
    resume,
    sign,
    stored,
    submit,
    the_next_package,
    tick,
    upload,
)
from tests.support.clocks import on
from tests.support.items import changed, joint_item, late_item, seeded_item
from tests.support.memory_table import MemoryTable

JOINT, LINKED, LATE = joint_item(), linked_item(), late_item()
TACIT = changed(JOINT, code="ZZ-TACIT-1", tacit_approval={"basis": "虚构条例第九条"})
NEW_YEAR = CalendarYear(
    year=2027,
    source="invented for this test",
    holidays=tuple(NamedDay(date=dt.date(2027, 1, day), name_zh="元旦", name_en="New Year") for day in (1, 2, 3, 4, 5)),
    make_up_workdays=(),
)
ANNOUNCED = CALENDAR.with_year(NEW_YEAR)
LATER = ["rules", "contract"]
MATERIALS = ["photo", "plan", "medical-certificate", "charter", *LATER]
DESKS = st.sampled_from(["reviewer", "fire", "panel", "head", "reviewer@ZJ:460100", "reviewer@GA:460000"])
STAGES_OF = {
    Status.DRAFT: {Stage.FILING},
    Status.SUBMITTED: {Stage.ACCEPTANCE},
    Status.CORRECTION_REQUESTED: {Stage.ACCEPTANCE},
    Status.ACCEPTED: {Stage.REVIEW},
    Status.DEEMED_ACCEPTED: {Stage.REVIEW},
    Status.IN_REVIEW: {Stage.REVIEW, Stage.FEE, Stage.DECISION},
    Status.DECIDED: {Stage.ISSUE, Stage.FEE, Stage.DELIVERY},
    Status.DELIVERING: {Stage.DELIVERY},
    Status.DELIVERED: {Stage.EVALUATION, Stage.ARCHIVE},
    Status.EVALUATED: {Stage.ARCHIVE},
    **dict.fromkeys(ENDED, {Stage.ARCHIVE, Stage.CLOSED}),
}
POINTS = {
    seeded_item().code: [field("/residence_address"), material("photo"), material("medical-certificate")],
    **dict.fromkeys(
        (JOINT.code, LINKED.code, TACIT.code, LATE.code),
        [field("/seats"), field("/site/floor"), material("plan"), material("charter")],
    ),
}
NEXT_VERSIONS = ["same", "quicker", "shorter route", "one more material", "one less material", "dearer"]
BUILDERS = [
    a_new_case,
    a_draft,
    a_submitted_case,
    lambda item, at: a_case_to_correct(*POINTS[item.code][:2], item=item, at=at),
    an_accepted_case,
    a_reviewed_case,
    a_decided_case,
    a_released_case,
    a_delivered_case,
    an_accepted_case_with_materials_to_follow,
]


def next_version(item: ItemVersion, kind: str) -> ItemVersion:
    """What the catalogue might publish next."""
    content = item.model_dump(mode="json")
    materials = content["materials"]
    statutory = {**content["limits"]["statutory"], "amount": max(1, content["limits"]["statutory"]["amount"] - 1)}
    parts = {
        "same": {},
        "quicker": {"limits": {**content["limits"], "statutory": statutory, "promised": {"amount": 0}}},
        "shorter route": {"review": content["review"][:1]},
        "one more material": {"materials": [*materials, *({**it, "code": "one-more"} for it in materials[:1])]},
        "one less material": {"materials": content["materials"][:-1]},
        "dearer": {"fee": {**content["fee"], "amount_fen": content["fee"]["amount_fen"] + 1}},
    }
    return changed(item, version=item.version + 1, **parts[kind])


class CaseUnderFire(RuleBasedStateMachine):
    """Commands in any order, each loaded from and stored to the table as the service does it."""

    @initialize(
        item=st.sampled_from([seeded_item(), JOINT, LINKED, TACIT, LATE]),
        build=st.sampled_from(BUILDERS),
        start=st.sampled_from([on(3, 2), on(12, 28)]),
    )
    def begin(self, item: ItemVersion, build: Callable[..., Case], start: dt.datetime) -> None:
        self.table, self.item, self.now = MemoryTable(), item, start
        self.uploads = 0
        stored(self.table, build(item, self.now))
        self.case, self.history = store.load_history(self.table, "case-1")

    def attempt(self, how, actor: Actor = SYSTEM) -> None:
        """Change and commit; a refusal leaves everything as it was."""
        before = dict(self.table.rows)
        uow = UnitOfWork(self.table, by(actor, self.now))
        case = store.load(self.table, "case-1")
        try:
            how(case)
        except DomainError:
            assert self.table.rows == before
            return
        store.save(uow, case)
        uow.commit()
        self.case, self.history = store.load_history(self.table, "case-1")

    @rule(hours=st.sampled_from([1, 5, 24, 24 * 3, 24 * 9, 24 * 30]), rings=st.booleans())
    def time_passes(self, hours: int, rings: bool) -> None:
        self.now += dt.timedelta(hours=hours)
        if rings:
            self.the_timer_rings()

    @rule()
    def the_timer_rings(self) -> None:
        self.attempt(lambda case: tick(case, self.now))
        rows = dict(self.table.rows)
        self.attempt(lambda case: tick(case, self.now))
        assert self.table.rows == rows

    @rule()
    def next_year_is_announced(self) -> None:
        """Some processes have heard of it, others ring with the calendar that they keep warm."""
        self.attempt(lambda case: case.tick(by(SYSTEM, self.now), ANNOUNCED))

    @rule(code=st.sampled_from(["medical-certificate", "charter"]), there=st.booleans())
    def a_source_answers(self, code: str, there: bool) -> None:
        def answer(case: Case) -> None:
            if code in case.materials:
                slot = case.materials[code]
                case.resolve_material(obtained(slot) if there else not_obtained(slot), by(SYSTEM, self.now))

        self.attempt(answer)

    @rule(other=st.booleans())
    def the_applicant_fills_in(self, other: bool) -> None:
        fields = (
            {"residence_address": "三亚市虚构路三号"} if "seats" not in self.item.form["properties"] else {"seats": 13}
        )
        form = filled_in(self.item, **(fields if other else {}))
        self.attempt(lambda case: case.save_form(form, self.item, by(APPLICANT, self.now)), APPLICANT)

    @rule(code=st.sampled_from(MATERIALS), arrives=st.booleans())
    def the_applicant_uploads(self, code: str, arrives: bool) -> None:
        self.uploads += 1
        upload_id = f"upload-{self.uploads}"
        self.attempt(lambda case: expect(case, code, upload_id, self.now), APPLICANT)
        if arrives:
            self.attempt(lambda case: receive(case, code, upload_id, self.now))

    @rule(code=st.sampled_from(["photo", "plan", "rules", "contract"]))
    def an_old_file_arrives(self, code: str) -> None:
        self.attempt(lambda case: receive(case, code, f"upload-{self.uploads}", self.now))

    @rule()
    def the_applicant_promises(self) -> None:
        self.attempt(lambda case: sign(case, self.item, self.now), APPLICANT)

    @rule()
    def the_applicant_promises_to_bring_the_rest(self) -> None:
        self.attempt(lambda case: promise_to_follow(case, self.item, self.now), APPLICANT)

    @rule(code=st.sampled_from(LATER), desk=DESKS, wrong=st.sampled_from(["", "缺少第二页"]))
    def a_desk_looks_at_what_followed(self, code: str, desk: str, wrong: str) -> None:
        self.attempt(lambda case: look_at(case, code, self.now, wrong=wrong, desk=desk), official(desk))

    @rule()
    def the_applicant_submits(self) -> None:
        self.attempt(lambda case: submit(case, self.item, self.now), APPLICANT)

    @precondition(lambda self: self.now.day % 3 == 0)
    @rule()
    def the_applicant_withdraws(self) -> None:
        self.attempt(lambda case: case.withdraw("不再需要", by(APPLICANT, self.now)), APPLICANT)

    @precondition(lambda self: self.now.day % 5 == 0)
    @rule()
    def the_draft_is_forgotten(self) -> None:
        self.attempt(lambda case: case.forget_draft(by(SYSTEM, self.now), begun_before=self.now), SYSTEM)

    @rule(desk=DESKS, data=st.data())
    def a_desk_asks_for_a_correction(self, desk: str, data: st.DataObject) -> None:
        points = data.draw(st.lists(st.sampled_from(POINTS[self.item.code]), min_size=1, max_size=3))
        self.attempt(lambda case: check(case, desk, *points, item=self.item, at=self.now), official(desk))

    @rule(desk=DESKS)
    def a_desk_finds_nothing(self, desk: str) -> None:
        self.attempt(lambda case: check(case, desk, item=self.item, at=self.now), official(desk))

    @precondition(lambda self: self.now.day % 3 == 1)
    @rule(way=st.sampled_from(["refuse_acceptance", "declare_not_required"]))
    def a_desk_turns_it_away(self, way: str) -> None:
        act = by(official("reviewer"), self.now)
        self.attempt(lambda case: getattr(case, way)("不符合条件", "", act), act.actor)

    @rule(desk=DESKS, advice=st.sampled_from(Advice))
    def a_desk_advises(self, desk: str, advice: Advice) -> None:
        self.attempt(lambda case: advise(case, desk, self.now, advice), official(desk))

    @rule(outcome=st.sampled_from(Outcome))
    def the_head_decides(self, outcome: Outcome) -> None:
        self.attempt(lambda case: case.decide(outcome, "理由", by(HEAD, self.now), CALENDAR), HEAD)

    @rule(
        kind=st.sampled_from(["same", "quicker", "shorter route", "one more material", "one less material", "dearer"])
    )
    def the_head_moves_it_to_another_version(self, kind: str) -> None:
        newer = next_version(self.item, kind)

        def move(case: Case) -> None:
            before = case.clock.statutory if case.clock else ""
            case.move_to(newer, "新版本", by(HEAD, self.now), CALENDAR)
            assert case.clock is None or case.clock.statutory <= before

        self.attempt(move, HEAD)
        if self.case.terms.version == newer.version:
            self.item = newer

    @rule(why=st.sampled_from(PauseReason))
    def the_clock_is_paused(self, why: PauseReason) -> None:
        self.attempt(lambda case: pause(case, self.now, why), official("reviewer"))

    @rule()
    def the_clock_is_resumed(self) -> None:
        self.attempt(lambda case: resume(case, self.now), official("reviewer"))

    @rule(amount=st.integers(1, 12))
    def the_clock_is_extended(self, amount: int) -> None:
        self.attempt(lambda case: extend(case, amount, self.now), HEAD)

    @rule(kind=st.sampled_from(["receipt", "decision"]))
    def a_document_is_made(self, kind: str) -> None:
        self.attempt(lambda case: issue(case, self.now, kind))

    @rule(order=st.sampled_from(["order-1", "order-2"]))
    def a_fee_is_asked_for(self, order: str) -> None:
        self.attempt(lambda case: case.request_fee(order, by(SYSTEM, self.now)))

    @rule(order=st.sampled_from(["order-1", "order-2"]))
    def money_comes(self, order: str) -> None:
        self.attempt(lambda case: case.note_fee_settled(order, by(SYSTEM, self.now)))

    @rule()
    def the_result_goes_out(self) -> None:
        self.attempt(lambda case: case.start_delivery("shipment-1", by(SYSTEM, self.now)))

    @rule(comes_back=st.booleans())
    def the_courier_tells(self, comes_back: bool) -> None:
        act = by(SYSTEM, self.now)
        self.attempt(
            lambda case: (
                case.note_delivery_failed("returned", act) if comes_back else case.note_delivered(act, CALENDAR)
            )
        )

    @rule(level=st.integers(1, 5))
    def the_service_is_rated(self, level: int) -> None:
        self.attempt(lambda case: case.note_evaluated(level, by(APPLICANT, self.now)), APPLICANT)

    @rule(parts=st.sampled_from([1, 1, 3]))
    def a_bag_is_stored(self, parts: int) -> None:
        """The one that is missing, or one that another execution was faster to make."""
        self.attempt(lambda case: case.archive(the_next_package(case, parts), by(SYSTEM, self.now)))
        self.attempt(lambda case: case.archive(PACKAGE, by(SYSTEM, self.now)))

    @rule()
    def something_follows(self) -> None:
        self.attempt(lambda case: case.note_sequel("licence.Revoked", by(SYSTEM, self.now)))

    @rule()
    def the_head_asks_for_the_package(self) -> None:
        self.attempt(lambda case: case.request_package(by(HEAD, self.now)), HEAD)

    @rule()
    def everything_goes_well(self) -> None:
        """Whoever's move it is makes it, so that late stages are reached too."""
        for step in self._next_steps():
            self.attempt(step)

    def teardown(self) -> None:
        """However it came to be as it is: when everybody does what the stage asks for, the case comes to its end."""
        if not hasattr(self, "case"):
            return
        for _ in range(12):
            self.everything_goes_well()
            if self.case.awaited_materials:
                self.time_passes(1, rings=True)
            if self.case.stage is Stage.EVALUATION or self.case.status is Status.CORRECTION_REQUESTED:
                self.time_passes(24 * 30, rings=True)
        assert self.case.stage is Stage.CLOSED

    def _next_steps(self) -> list[Callable[[Case], object]]:
        case = self.case
        if case.awaited_materials or any(late.state is LateState.BROUGHT for late in case.late_materials.values()):
            return self._late_steps()
        if case.status in {Status.DRAFT, Status.CORRECTION_REQUESTED}:
            return self._filing_steps()
        return self._steps_of_the_stage()

    def _steps_of_the_stage(self) -> list[Callable[[Case], object]]:
        case, at = self.case, self.now
        if case.stage is Stage.FEE:
            return [
                lambda it: it.request_fee("order-9", by(SYSTEM, at)),
                lambda it: it.note_fee_settled(it.fee.order_id, by(SYSTEM, at)),
            ]
        return {
            Stage.ACCEPTANCE: [lambda it, desk=desk: check(it, desk, item=self.item, at=at) for desk in case.desks],
            Stage.REVIEW: [lambda it, desk=desk: advise(it, desk, at) for desk in case.desks],
            Stage.DECISION: [lambda it: it.decide(Outcome.GRANTED, "理由", by(HEAD, at), CALENDAR)],
            Stage.ISSUE: [lambda it: issue(it, at)],
            Stage.DELIVERY: [lambda it: deliver(it, at)],
            Stage.ARCHIVE: [lambda it: it.archive(the_next_package(it), by(SYSTEM, at))],
        }.get(case.stage, [])

    def _late_steps(self) -> list[Callable[[Case], object]]:
        """What is missing is brought, and looked at; if it is too late for that, time tells."""
        if self.case.status not in ACCEPTED_STATES:
            return self._steps_of_the_stage()
        looking, at = self.case.terms.review[0].desks[0], self.now
        codes = [late.code for late in self.case.late_materials.values()]
        return [
            *(lambda it, code=code: upload(it, code, "upload-late", at) for code in codes),
            *(lambda it, code=code: look_at(it, code, at, desk=looking) for code in codes),
            lambda it: tick(it, at),
        ]

    def _filing_steps(self) -> list[Callable[[Case], object]]:
        slots = self.case.materials_at(self.now).values()
        asked = [slot for slot in slots if slot.state is SlotState.ASKING]
        missing = [slot for slot in slots if slot.is_missing]
        return [
            *(lambda it, slot=slot: it.resolve_material(obtained(slot), by(SYSTEM, self.now)) for slot in asked),
            *(lambda it, slot=slot: upload(it, slot.code, "upload-last", self.now) for slot in missing),
            lambda it: it.save_form(it.form or filled_in(self.item), self.item, by(APPLICANT, self.now)),
            lambda it: sign(it, self.item, self.now),
            lambda it: promise_to_follow(it, self.item, self.now),
            lambda it: submit(it, self.item, self.now),
        ]

    @invariant()
    def the_history_is_whole(self) -> None:
        case, history = self.case, self.history
        assert verify(history) == case.head
        assert case.version == len(history)
        assert [event.at for event in history] == sorted(event.at for event in history)

    @invariant()
    def status_and_stage_fit_together(self) -> None:
        case = self.case
        assert case.stage in STAGES_OF[case.status]
        assert (case.decision is not None) == (case.status in CONCLUDED)
        assert case.stage is not Stage.CLOSED or case.is_in_archive

    @invariant()
    def every_bag_is_in_the_history_in_order(self) -> None:
        packed = {"case.PartPacked", "case.Archived", "case.SupplementArchived"}
        hashes = [event.data["package_sha256"] for event in self.history if event.type in packed]
        assert hashes == [package.sha256 for package in self.case.packages]
        places = [(package.version, package.part) for package in self.case.packages]
        assert places == sorted(set(places))

    @invariant()
    def at_most_one_clock_runs(self) -> None:
        case, history = self.case, self.history
        running: list[int] = []
        for event in history:
            if event.type == "case.ClockStarted":
                running.append(event.data["clock"])
            elif event.type == "case.ClockStopped":
                running.remove(event.data["clock"])
            elif event.type.startswith("case.Clock"):
                assert running == [event.data["clock"]]
            assert len(running) <= 1
        assert running == ([case.clock.number] if case.clock else [])

    @invariant()
    def dates_never_lie_before_their_start(self) -> None:
        clock = self.case.clock
        if clock is not None:
            start = clock.ledger.started_at.astimezone(on(3, 2).tzinfo).date().isoformat()
            assert start <= clock.promised <= clock.statutory
            assert clock.due_at > clock.ledger.started_at

    @invariant()
    def rows_say_what_the_case_says(self) -> None:
        case = self.case
        works = {sk.removeprefix("WORK#") for _, sk in self.table.rows if sk.startswith("WORK#")}
        snapshot = self.table.rows["CASE#case-1", "SNAPSHOT"]
        assert works == set(case.desks)
        for desk in works:
            seat, row = case.seat_of(desk), self.table.rows["CASE#case-1", f"WORK#{desk}"]
            assert row["desk_pk"] == f"DESK#{seat.department}#{seat.region}#{seat.role}"
            assert case.asks(seat.role, seat.department, seat.region) or desk == "head"
        assert any(pk.startswith("OPEN#") for pk, _ in self.table.rows) == case.is_open
        assert any(pk.startswith("NUMBER#") for pk, _ in self.table.rows) == bool(case.number)
        assert ("due_pk" in snapshot) == (
            case.clock is not None or case.status is Status.DRAFT or case.is_given_up_draft
        )
        assert ("item_pk" in snapshot) == case.is_open

    @invariant()
    def an_ended_case_is_nobody_s_and_waits_for_the_archive_at_most(self) -> None:
        case = self.case
        if case.status in ENDED:
            assert (case.clock, case.desks) == (None, ())
            assert not case.fee_is_due

    @invariant()
    def nobody_skips_a_step(self) -> None:
        case = self.case
        if case.number:
            assert case.promise is not None
        if case.decision is not None:
            assert case.accepted_since is not None
            assert self.item.tacit_approval or not case.decision.is_tacit
        if case.decision is not None and not case.decision.is_tacit:
            assert case.current_review_stage is None
            assert (
                case.terms.fee is None
                or self.item.fee.moment is not FeeMoment.BEFORE_DECISION
                or case.fee.settled_at is not None
            )
        if case.fulfilment is not None:
            assert case.is_released
        if case.status not in {Status.DRAFT, Status.CORRECTION_REQUESTED, *ENDED}:
            assert not [slot for slot in case.materials.values() if slot.is_missing or slot.state is SlotState.ASKING]

    @invariant()
    def what_follows_is_waited_for_and_never_granted_without(self) -> None:
        case = self.case
        assert set(case.late_materials) <= set(case.materials)
        for late in case.late_materials.values():
            there = case.materials[late.code].is_there
            assert there == (late.state is not LateState.AWAITED)
            assert late.since < late.due_at
        if case.decision is not None and case.is_granted and not case.decision.is_tacit:
            assert all(late.state is LateState.CONFIRMED for late in case.late_materials.values())
        if case.number and case.status in ACCEPTED_STATES and self.item.code == LATE.code and case.terms.version == 1:
            assert all(case.materials[code].is_there or code in case.late_materials for code in LATER)
        if case.awaited_materials:
            assert case.next_alarm is not None

    @invariant()
    def once_is_once(self) -> None:
        kinds = [event.type.removeprefix("case.") for event in self.history]
        for kind in (
            "CorrectionRequested",
            "Accepted",
            "DeemedAccepted",
            "Decided",
            "TacitlyApproved",
            "FeeRequested",
            "FeeSettled",
            "DeliveryStarted",
            "Delivered",
            "Evaluated",
            "ClockExtended",
            "Archived",
            "Withdrawn",
            "LateMaterialsAwaited",
            "PromiseToFollowBroken",
            "Terminated",
        ):
            assert kinds.count(kind) <= 1
        returned = [event.data["material"] for event in self.history if event.type == "case.LateMaterialReturned"]
        assert len(returned) == len(set(returned))
        told = [event.data for event in self.history if event.type == "case.ClockAlarmRaised"]
        alarms = [(it["clock"], it["alarm"], it["fell_due_at"]) for it in told]
        assert len(alarms) == len(set(alarms))

    @invariant()
    def it_can_always_be_shown(self) -> None:
        case, history = self.case, self.history
        assert case_view(case, "en", now=self.now, calendar=CALENDAR).stage == case.stage
        assert timeline(case.number, history, self.now, "zh-CN", internal=True).entries
        total = sum((time for _, time in held(history, self.now)), dt.timedelta())
        assert dt.timedelta() <= total <= self.now - history[0].at


CaseUnderFire.TestCase.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)
TestCaseUnderFire = CaseUnderFire.TestCase
