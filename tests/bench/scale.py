"""What requests and sweeps consume, in a table with a thousand cases and in one with a hundred thousand.

The others' cases are synthetic: a snapshot in the indexes by applicant and by due instant, a work item in the index by
desk. They stand on the same desks as the measured ones and fall due later.
"""

from collections.abc import Callable
from datetime import timedelta

from app import AREAS
from chalicelib.aws.rows import Row
from chalicelib.cases import store
from chalicelib.cases.lines import CaseCard, WorklistEntry
from chalicelib.workflow.sweep_deadlines import sweep
from tests.bench.capacity import Consumed
from tests.bench.figures import Figure, Kind
from tests.bench.harness import edge_on, quiet_log
from tests.bench.metered_table import MeteredTable
from tests.integration.scenes import SCENES
from tests.integration.staging import Stage
from tests.support.cases import a_draft, seeded_item, submit, with_catalogue
from tests.support.memory_table import MemoryTable
from tests.support.objects import FakeObjects
from tests.support.platform import FakePlatform
from tests.support.probes import Api
from tests.support.publishing import warm_up
from tests.support.samples import BODIES

GROUP = "Capacity of a request"
SMALL, LARGE = 1_000, 100_000
DUE_CASES = 5
DESKS = 20
LATER = "2027-06-01T00:00:00.000Z"
READS = (
    "GET /v1/me",
    "GET /v1/cases",
    "GET /v1/worklist",
    "GET /v1/cases/{case_id}",
    "GET /v1/cases/{case_id}/timeline",
    "POST /v1/case-lookups",
)
COMMANDS = (
    "POST /v1/cases",
    "PUT /v1/cases/{case_id}/form",
    "POST /v1/cases/{case_id}/materials/{code}/uploads",
    "POST /v1/cases/{case_id}/promise",
    "POST /v1/cases/{case_id}/submission",
    "POST /v1/cases/{case_id}/correction-request",
    "POST /v1/cases/{case_id}/acceptance",
    "POST /v1/cases/{case_id}/opinions",
    "POST /v1/cases/{case_id}/decision",
    "POST /v1/cases/{case_id}/evaluation",
    "POST /v1/cases/{case_id}/enquiries",
)
SWEEP = f"sweep that finds {DUE_CASES} cases due"
IDLE_SWEEP = "sweep that finds nothing due"


def measure(small: int = SMALL, large: int = LARGE) -> list[Figure]:
    """Every request at both sizes; any difference is over budget."""
    few, many = consumption(small), consumption(large)
    lines = [line for name, consumed in few.items() for line in _lines(name, consumed)]
    differing = sum(few[name] != many[name] for name in few)
    what = f"requests and sweeps that differ between {small:,} and {large:,} cases"
    return [*lines, Figure(GROUP, what, differing, "of " + str(len(few)), 0, Kind.COUNTED)]


def consumption(cases: int) -> dict[str, Consumed]:
    """What each request and sweep consumes beside that many cases of others."""
    cloud, others = _platform(), synthetic_cases(cases)
    acts: dict[str, Callable[[FakePlatform], Callable[[], object]]] = {
        **{name: _request(name) for name in (*READS, *COMMANDS)},
        IDLE_SWEEP: _sweeping(0),
        SWEEP: _sweeping(DUE_CASES),
    }
    return {name: _consumed(cloud, others, prepare) for name, prepare in acts.items()}


def synthetic_cases(number: int) -> dict[tuple[str, str], Row]:
    """Rows of cases that somebody else has applied for, all submitted and none due."""
    body, entry, card = _template()
    rows: dict[tuple[str, str], Row] = {}
    for index in range(number):
        case_id = f"other-{index:08d}"
        pk = store.case_pk(case_id)
        rows[pk, "SNAPSHOT"] = {
            "pk": pk,
            "sk": "SNAPSHOT",
            "version": 9,
            "schema": 1,
            "body": body,
            "due_pk": store.due_pk(index % store.DUE_SHARDS),
            "due_sk": f"{LATER}#{case_id}",
        }
        rows[pk, "CARD"] = {
            "pk": pk,
            "sk": "CARD",
            "applicant_pk": store.applicant_pk(f"account-{case_id}"),
            "applicant_sk": case_id,
            "body": card,
        }
        region = f"46{index % DESKS:02d}00" if index % DESKS else "460100"
        rows[pk, "WORK#reviewer"] = {
            "pk": pk,
            "sk": "WORK#reviewer",
            "desk_pk": store.desk_pk("GA", region, "reviewer"),
            "desk_sk": f"{LATER}#{case_id}",
            "body": entry,
        }
    return rows


def _template() -> tuple[str, str, str]:
    case = a_draft()
    submit(case)
    return case.model_dump_json(), WorklistEntry.of(case).model_dump_json(), CaseCard.of(case).model_dump_json()


def _platform() -> FakePlatform:
    """Warm: catalogue and calendar have been read."""
    cloud = FakePlatform()
    cloud.quarantine, cloud.documents = FakeObjects("quarantine"), FakeObjects("documents")  # type: ignore[assignment]
    cloud.materials = FakeObjects("materials")  # type: ignore[assignment]
    warm_up(with_catalogue(cloud, seeded_item()), seeded_item())
    return cloud


def _consumed(
    cloud: FakePlatform, others: dict[tuple[str, str], Row], prepare: Callable[[FakePlatform], Callable[[], object]]
) -> Consumed:
    table = MeteredTable(MemoryTable(rows=dict(others)))
    cloud.table = table  # type: ignore[assignment]
    act = prepare(cloud)
    with table.metering() as told, quiet_log(), edge_on(cloud):
        act()
    return told[0]


def _request(name: str) -> Callable[[FakePlatform], Callable[[], object]]:
    method, path = name.split(" ")

    def prepare(cloud: FakePlatform) -> Callable[[], object]:
        asked, api = SCENES[name](Stage(cloud, {})), Api(cloud, *AREAS)
        headers = {"If-Match": f'"{asked.version}"'} if asked.version is not None else {}
        body = asked.body if asked.body is not None else BODIES.get(name)

        def act() -> None:
            answer = api.call(method, path, body, by=asked.by, headers=headers, **asked.path)
            if answer.status >= 300:  # noqa: PLR2004 - any success
                raise AssertionError(f"{name}: {answer.text}")

        return act

    return prepare


def _sweeping(due: int) -> Callable[[FakePlatform], Callable[[], object]]:
    def prepare(cloud: FakePlatform) -> Callable[[], object]:
        for number in range(due):
            case = a_draft(case_id=f"case-{number}")
            case.applicant = case.applicant.model_copy(update={"account_id": f"account-{number}"})
            submit(case, number=f"460100202603020{number:05d}")
            Stage(cloud, {}).case(case)
        return lambda: _at_a_later_day(cloud)

    return prepare


def _at_a_later_day(cloud: FakePlatform) -> None:
    standing = cloud.clock.instant
    cloud.clock.instant = standing + timedelta(days=30)
    try:
        sweep(cloud)
    finally:
        cloud.clock.instant = standing


def _lines(name: str, consumed: Consumed) -> list[Figure]:
    """Reads in read units, commands in write units (each reads the one row that it changes), sweeps in both."""
    reads = Figure(GROUP, f"{name}: {_rows(consumed.rows_read)} read", consumed.read_units, "read units")
    writes = Figure(GROUP, f"{name}: {_rows(consumed.rows_written)} written", consumed.all_write_units, "write units")
    if name in READS:
        return [reads]
    return [writes] if name in COMMANDS else [reads, writes]


def _rows(number: int) -> str:
    return f"{number} row" if number == 1 else f"{number} rows"
