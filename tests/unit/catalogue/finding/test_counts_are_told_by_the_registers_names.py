"""An item names the body that handles it; what a whole department line or a region is called, the registers say."""

from chalicelib.catalogue.finding.finder import Finder, Wish
from chalicelib.catalogue.finding.names import Names
from chalicelib.catalogue.finding.snapshot import build_snapshot
from chalicelib.catalogue.finding.summary import Words
from chalicelib.catalogue.finding.views import FacetView, facets_view
from chalicelib.kernel.text import Language
from tests.support.summaries import HEALTH, TODAY, a_summary

NAMES = Names(
    departments={"GA": Words("公安", "Public security"), "CZ": Words("财政")},
    regions={"460100": Words("海口市", "Haikou"), "469001": Words("五指山市")},
)
SUMMARIES = (a_summary("A"), a_summary("B", regions=("460100", "460200")), a_summary("C", by=HEALTH))


def facets(language: Language, names: Names | None = NAMES) -> tuple[list[FacetView], list[FacetView]]:
    finder = Finder.load(build_snapshot(SUMMARIES, names))
    told = facets_view(finder.find(Wish(), TODAY).facets, finder, language)
    return told.departments, told.regions


def test_a_department_line_has_one_name_whatever_its_items_call_their_bodies() -> None:
    departments, _ = facets("zh-CN")
    assert [(it.code, it.name, it.items) for it in departments] == [("GA", "公安", 2), ("WJ", HEALTH[1].zh, 1)]


def test_a_region_is_named_where_it_is_registered() -> None:
    _, regions = facets("en")
    assert [(it.code, it.name, it.items) for it in regions] == [("460100", "Haikou", 3), ("460200", None, 1)]


def test_without_registers_everything_is_still_counted() -> None:
    departments, regions = facets("zh-CN", None)
    assert ([it.items for it in departments], [it.items for it in regions]) == ([2, 1], [3, 1])
