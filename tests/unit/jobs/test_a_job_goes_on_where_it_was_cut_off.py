"""Long work is cut off anywhere, started twice and run side by side, and no row of it is done twice or lost."""

import pytest

from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.jobs import service, store
from chalicelib.jobs.errors import NotRunning
from chalicelib.jobs.model import JobStatus
from chalicelib.jobs.service import Progress, open_job, run, start_job
from chalicelib.kernel.errors import Conflict, Invalid, Pointer, Unavailable
from chalicelib.kernel.events import Actor, Party
from chalicelib.kernel.text import Text
from tests.support.platform import FakePlatform

MANAGER = Actor(id="manager-1", party=Party.OFFICIAL, role="catalogue-manager")
PLENTY = 300_000


class Refused(Invalid):
    """For these tests."""

    code = "test.refused"
    title = Text("第 {row} 行不行", "Row {row} will not do")
    next_step = Text("请更正。", "Correct it.")


class Elsewhere(Conflict):
    """For these tests."""

    code = "test.elsewhere"
    title = Text("被占用", "Taken")
    next_step = Text("请改用其他。", "Use another.")


class Away(Unavailable):
    """For these tests."""

    code = "test.away"
    title = Text("暂不可用", "Not there now")
    next_step = Text("请稍后再试。", "Try again later.")


@pytest.fixture
def cloud() -> FakePlatform:
    return FakePlatform()


def opened(cloud: FakePlatform, **options) -> str:
    uow = cloud.unit_of_work(MANAGER)
    job = open_job(uow, kind="COUNT", department="GA", title="五行", inputs={"rows": 5}, **options)
    uow.commit()
    return job.id


def counting(progress: Progress) -> None:
    """Writes one row a number."""
    for number in range(1, int(progress.job.input["rows"]) + 1):
        progress.write(number, f"行 {number}", lambda uow, number=number: put(uow, number))
    progress.finish({"rows": str(progress.job.input["rows"])})


def put(uow: UnitOfWork, number: int) -> str:
    uow.put({"pk": "COUNTED", "sk": str(number), "by": uow.act.actor.id}, new=True)
    return "COUNTED"


def counted(cloud: FakePlatform) -> list[str]:
    return [str(row["sk"]) for row in cloud.table.partition("COUNTED")]


def carried_out(cloud, job_id, handler=counting, remaining=lambda: PLENTY):
    return run(cloud, job_id, {"COUNT": handler}, remaining)


def lines(cloud: FakePlatform, job_id: str) -> list[tuple[int, str]]:
    return [(line.number, line.outcome) for line in store.lines_behind(cloud.table, job_id, 0).values()]


def test_every_row_is_done_and_reported_in_the_name_of_whoever_asked(cloud):
    job_id = opened(cloud)
    assert carried_out(cloud, job_id) is JobStatus.DONE
    job = service.load_job(cloud.table, job_id)
    assert (job.counts, job.result, job.done) == ({"COUNTED": 5}, {"rows": "5"}, 5)
    assert lines(cloud, job_id) == [(number, "COUNTED") for number in range(1, 6)]
    assert {row["by"] for row in cloud.table.partition("COUNTED")} == {"manager-1"}


@pytest.mark.parametrize("rows_in_time", range(5))
def test_a_function_whose_time_is_over_hands_the_job_on(cloud, rows_in_time):
    job_id = opened(cloud)
    left = iter([PLENTY] * rows_in_time)
    assert carried_out(cloud, job_id, remaining=lambda: next(left, 0)) is JobStatus.RUNNING
    assert len(counted(cloud)) == rows_in_time
    handed_on = [row for row in cloud.table.stream if row.get("type") == "job.Continued"]
    assert len(handed_on) == 1
    assert carried_out(cloud, job_id) is JobStatus.DONE
    assert counted(cloud) == ["1", "2", "3", "4", "5"]
    assert service.load_job(cloud.table, job_id).counts == {"COUNTED": 5}


@pytest.mark.parametrize("dies_at", range(1, 6))
def test_a_run_that_dies_is_repeated_without_doing_a_row_twice(cloud, dies_at):
    job_id = opened(cloud)

    def dying(progress: Progress) -> None:
        for number in range(1, 6):
            if number == dies_at:
                raise MemoryError
            progress.write(number, str(number), lambda uow, number=number: put(uow, number))

    with pytest.raises(MemoryError):
        carried_out(cloud, job_id, dying)
    assert carried_out(cloud, job_id) is JobStatus.DONE
    assert counted(cloud) == ["1", "2", "3", "4", "5"]
    assert service.load_job(cloud.table, job_id).counts == {"COUNTED": 5}


def test_two_runs_side_by_side_do_every_row_once(cloud):
    job_id = opened(cloud)
    job = service.load_job(cloud.table, job_id)
    slow = Progress(cloud, job, lambda: PLENTY)
    assert carried_out(cloud, job_id) is JobStatus.DONE
    counting(slow)
    assert counted(cloud) == ["1", "2", "3", "4", "5"]
    assert len(lines(cloud, job_id)) == 5
    assert {line.outcome for line in slow.new_lines.values()} == {"COUNTED"}
    assert len(slow.new_lines) == 5, "what the other run wrote is counted as well"


def test_a_run_that_was_overtaken_in_a_row_reports_what_the_other_one_wrote(cloud):
    job_id = opened(cloud)
    slow = Progress(cloud, service.load_job(cloud.table, job_id), lambda: PLENTY)
    assert carried_out(cloud, job_id) is JobStatus.DONE

    def too_late(uow: UnitOfWork) -> str:
        raise Elsewhere

    slow.write(1, "1", too_late)
    assert slow.new_lines[1].outcome == "COUNTED"


def test_a_job_that_stands_still_is_told_to_go_on(cloud):
    job_id = opened(cloud)

    def dying(progress: Progress) -> None:
        progress.write(1, "1", lambda uow: put(uow, 1))
        raise MemoryError

    with pytest.raises(MemoryError):
        carried_out(cloud, job_id, dying)
    uow = cloud.unit_of_work(MANAGER)
    service.go_on(uow, service.load_job(cloud.table, job_id))
    uow.commit()
    (told,) = [row for row in cloud.table.stream if row.get("type") == "job.Continued"]
    assert carried_out(cloud, job_id) is JobStatus.DONE
    assert service.load_job(cloud.table, job_id).counts == {"COUNTED": 5}


@pytest.mark.parametrize("ended", [True, False])
def test_only_a_job_that_has_begun_and_not_ended_goes_on(cloud, ended):
    job_id = opened(cloud, start=ended)
    if ended:
        carried_out(cloud, job_id)
    uow = cloud.unit_of_work(MANAGER)
    with pytest.raises(NotRunning):
        service.go_on(uow, service.load_job(cloud.table, job_id))


def test_a_refused_row_is_reported_and_the_others_are_done(cloud):
    job_id = opened(cloud)

    def picky(progress: Progress) -> None:
        for number in (1, 2, 3):
            progress.write(number, str(number), lambda uow, number=number: refuse_two(uow, number))

    def refuse_two(uow: UnitOfWork, number: int) -> str:
        outcome = put(uow, number)
        if number == 2:
            raise Refused(row=2, pointers=[Pointer("#/name", Text("缺名称{x}", "No name"))])
        return outcome

    assert carried_out(cloud, job_id, picky) is JobStatus.DONE
    assert counted(cloud) == ["1", "3"]
    line = store.lines_behind(cloud.table, job_id, 0)[2]
    assert line.refusal is not None
    assert (line.refusal.title.zh, line.refusal.places[0].pointer) == ("第 2 行不行", "#/name")
    assert service.load_job(cloud.table, job_id).counts == {"COUNTED": 2, "REFUSED": 1}


def test_a_condition_that_fails_at_the_commit_is_a_refused_row_as_well(cloud):
    job_id = opened(cloud)
    cloud.table.rows["TAKEN", "1"] = {"pk": "TAKEN", "sk": "1"}

    def taking(progress: Progress) -> None:
        progress.write(1, "1", take)

    def take(uow: UnitOfWork) -> str:
        uow.put({"pk": "TAKEN", "sk": "1"}, new=True, refusal=lambda _: Elsewhere())
        return "TAKEN"

    assert carried_out(cloud, job_id, taking) is JobStatus.DONE
    assert lines(cloud, job_id) == [(1, "REFUSED")]


def test_a_source_that_does_not_answer_refuses_nothing_and_is_asked_again(cloud):
    job_id = opened(cloud)

    def away(progress: Progress) -> None:
        progress.write(1, "1", ask)

    def ask(uow: UnitOfWork) -> str:
        raise Away

    with pytest.raises(Away):
        carried_out(cloud, job_id, away)
    assert (service.load_job(cloud.table, job_id).status, lines(cloud, job_id)) == (JobStatus.RUNNING, [])


def test_a_dry_run_reports_everything_and_changes_nothing(cloud):
    job_id = opened(cloud, dry_run=True)
    assert carried_out(cloud, job_id) is JobStatus.DONE
    assert counted(cloud) == []
    assert service.load_job(cloud.table, job_id).counts == {"COUNTED": 5}


def test_what_cannot_be_carried_out_at_all_is_refused_as_a_whole(cloud):
    job_id = opened(cloud)

    def unreadable(progress: Progress) -> None:
        raise Refused(row=0)

    assert carried_out(cloud, job_id, unreadable) is JobStatus.REFUSED
    job = service.load_job(cloud.table, job_id)
    assert job.refusal is not None
    assert job.refusal.code == "test.refused"
    assert carried_out(cloud, job_id) is JobStatus.REFUSED
    assert counted(cloud) == []


def test_a_job_waits_until_its_owner_has_done_their_part(cloud):
    job_id = opened(cloud, start=False)
    assert carried_out(cloud, job_id) is JobStatus.WAITING
    assert counted(cloud) == []
    uow = cloud.unit_of_work(MANAGER)
    start_job(uow, service.load_job(cloud.table, job_id))
    uow.commit()
    assert carried_out(cloud, job_id) is JobStatus.DONE
