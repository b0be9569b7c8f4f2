"""Searching twenty thousand items: what an edition costs to build, to load and to hold, and what a question costs.

Questions are made from the catalogue's own names, so that all of them mean something, and asked of a finder that was
loaded as a function loads it. The whole request is the route itself, behind the edge.
"""

import gc
import random
import time
import tracemalloc
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

from chalicelib.catalogue.editions import Edition, EditionState, write_state
from chalicelib.catalogue.finding.api import catalogue_area, find_items
from chalicelib.catalogue.finding.finder import Finder, Wish
from chalicelib.catalogue.finding.phonetics import initials_of
from chalicelib.catalogue.finding.snapshot import build_snapshot, summaries_in
from chalicelib.catalogue.finding.summary import Summary
from chalicelib.http.edge import serve
from tests.bench.figures import Figure
from tests.bench.harness import edge_on, quiet_log
from tests.bench.made_up_catalogue import LINES, REGIONS, SEED, made_up_summaries
from tests.support.objects import FakeObjects
from tests.support.platform import MONDAY_MORNING, FakePlatform
from tests.support.summaries import TODAY

GROUP = "Search over 20,000 items"
ITEMS = 20_000
QUESTIONS = 300
"""Of each kind."""
LIMIT_MS = 6.0
KEY = "editions/1/snapshot"
Question = dict[str, Any]


def measure(items: int = ITEMS, questions: int = QUESTIONS) -> list[Figure]:
    """Building, loading, asking."""
    summaries = made_up_summaries(items)
    snapshot, building = _timed(lambda: build_snapshot(summaries))
    finder, loading = _timed(lambda: Finder.load(snapshot))
    _, listing = _timed(lambda: summaries_in(snapshot))
    figures = [
        Figure(GROUP, "snapshot", len(snapshot) / 1e6, "MB"),
        Figure(GROUP, "· building it, where a batch is published", building, "s CPU"),
        Figure(GROUP, "· reading its summaries, for the next edition", listing, "s CPU"),
        Figure(GROUP, "· loading it, once a process and edition", loading * 1000, "ms CPU"),
        Figure(GROUP, "· memory that it takes", _held(snapshot) / 1e6, "MB"),
    ]
    gc.freeze()  # the made-up summaries are this measurement's own: no collection should look at them
    every: list[float] = []
    for kind, asked in kinds(summaries, questions).items():
        costs = [_timed(lambda it=it: finder.find(Wish(**it), TODAY))[1] for it in asked]
        figures.append(Figure(GROUP, f"· {kind}: half of the questions cost less", _part(costs, 0.5), "ms CPU"))
        every += costs
    figures += _spread("any question", every)
    return figures + _spread("the whole request", _requests(snapshot, summaries, questions))


def kinds(summaries: list[Summary], count: int) -> dict[str, list[Question]]:
    """`count` questions of every kind."""
    chance = random.Random(SEED)

    def each(ask: Callable[[Summary], Question]) -> list[Question]:
        return [ask(chance.choice(summaries)) for _ in range(count)]

    return {
        "a whole name": each(lambda it: {"words": it.name.zh}),
        "a thing": each(lambda it: {"words": it.keywords[0]}),
        "two characters": each(
            lambda it: {"words": it.name.zh[at : at + 2] if (at := chance.randrange(3)) else "登记"}
        ),
        "one wrong character": each(lambda it: {"words": _mistyped(it.name.zh, chance)}),
        "a thing with one wrong character": each(lambda it: {"words": _mistyped(it.keywords[0], chance)}),
        "initials": each(lambda it: {"words": initials_of(it.keywords[0])}),
        "two letters": each(lambda it: {"words": initials_of(it.name.zh)[:2]}),
        "English": each(lambda it: {"words": it.name.en.rpartition(" ")[0]}),
        "English with a letter missing": each(lambda it: {"words": it.name.en.rpartition(" ")[0][1:]}),
        "a long question": each(lambda it: {"words": f"我的{it.keywords[0]}丢失了应该怎么{it.keywords[1]}"}),
        "browsing": each(lambda it: {"region": chance.choice(REGIONS), "department": chance.choice(list(LINES))}),
        "words and filters": each(lambda it: {"words": it.keywords[0], "no_visit": True, "region": it.regions[0]}),
        "nonsense": each(lambda it: {"words": "".join(chr(chance.randrange(0x4E00, 0x9FA5)) for _ in range(8))}),
    }


def _mistyped(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text))
    return text[:at] + chr(chance.randrange(0x4E00, 0x9FA5)) + text[at + 1 :]


def _requests(snapshot: bytes, summaries: list[Summary], count: int) -> list[float]:
    cloud = _deployment(snapshot)
    route = next(it for it in catalogue_area.routes if it.view is find_items)
    costs: list[float] = []
    with quiet_log(), edge_on(cloud):
        for question in _mixed(kinds(summaries, count)):
            answer, cost = _timed(lambda it=question: serve(route, _request(it), {}))
            if answer.status_code != 200:
                raise AssertionError(answer.body)
            costs.append(cost)
    return costs[1:]


def _mixed(asked: dict[str, list[Question]]) -> Iterator[Question]:
    for of_each_kind in zip(*asked.values(), strict=True):
        yield from of_each_kind


def _deployment(snapshot: bytes) -> FakePlatform:
    cloud = FakePlatform()
    cloud.documents = FakeObjects("documents")
    cloud.documents.write(KEY, snapshot, media_type="application/octet-stream")
    live = Edition(number=1, batch_id="B1", published_at=MONDAY_MORNING, snapshot_key=KEY)
    uow = cloud.unit_of_work()
    write_state(uow, EditionState(), EditionState(live=live), RuntimeError("taken"))
    uow.commit()
    return cloud


def _request(question: Question) -> Any:
    return SimpleNamespace(
        headers={"accept-language": "zh-CN,zh;q=0.9,en;q=0.5"},
        query_params={name: str(value).lower() if value is True else value for name, value in question.items()},
        raw_body=b"",
        context={"requestId": "bench-0001", "identity": {"sourceIp": "192.0.2.1"}},
    )


def _spread(name: str, costs: list[float]) -> list[Figure]:
    return [
        Figure(GROUP, f"{name}: half cost less", _part(costs, 0.5), "ms CPU"),
        Figure(GROUP, f"{name}: 99 of 100 cost less", _part(costs, 0.99), "ms CPU", LIMIT_MS),
        Figure(GROUP, f"{name}: the dearest of {len(costs):,}", max(costs) * 1000, "ms CPU"),
    ]


def _part(costs: list[float], part: float) -> float:
    return sorted(costs)[int(len(costs) * part)] * 1000


def _held(snapshot: bytes) -> int:
    """Bytes that stay allocated when a finder has been loaded."""
    tracemalloc.start()
    finder = Finder.load(snapshot)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return held if finder.identity else 0


def _timed(act: Callable[[], Any]) -> tuple[Any, float]:
    """What `act` gives, and its CPU seconds."""
    before = time.process_time()
    given = act()
    return given, time.process_time() - before
