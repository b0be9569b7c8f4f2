"""Filters narrow down, alone, together and with words; the counts tell what each would leave."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.catalogue.finding.summary import Summary
from chalicelib.kernel.regions import lies_within
from tests.support.summaries import a_finder, a_small_catalogue, a_summary, codes, search

CATALOGUE = a_small_catalogue()
SERVES = {
    "460100": lambda it: it.province_wide or {"460100", "460000"} & set(it.regions),
    "469005": lambda it: it.province_wide or {"469005", "460000"} & set(it.regions),
    "460000": lambda it: it.province_wide or "460000" in it.regions,
}
FILTERS = {
    ("department", "SCJG"): lambda it: it.department_code == "SCJG",
    ("life_event", "MOVING"): lambda it: "MOVING" in it.life_events,
    ("subject", "2"): lambda it: "2" in it.subjects,
    ("level", "2"): lambda it: it.level == "2",
    ("no_visit", True): lambda it: it.no_visit,
    ("instant", True): lambda it: it.promised.amount == 0,
    **{("region", region): serves for region, serves in SERVES.items()},
}


def those(*conditions) -> set[str]:
    return {it.code for it in CATALOGUE if all(condition(it) for condition in conditions)}


@pytest.mark.parametrize(("name", "value"), FILTERS)
def test_a_filter_shows_all_that_meets_it_and_nothing_else(name, value):
    assert set(codes(search(**{name: value}))) == those(FILTERS[name, value])


@settings(max_examples=100, deadline=None)
@given(
    chosen=st.lists(st.sampled_from(sorted(FILTERS, key=str)), unique_by=lambda it: it[0], max_size=4),
    words=st.sampled_from(["", "登记", "许可", "jsz", "企业", "居主证", "passport"]),
)
def test_together_they_are_all_met_whatever_the_words(chosen, words):
    found = set(codes(search(words, **dict(chosen))))
    allowed = those(*(FILTERS[it] for it in chosen))
    assert found <= allowed
    if not words:
        assert found == allowed


@pytest.mark.parametrize("filters", [{"department": "NOBODY"}, {"level": "9"}, {"life_event": "?"}, {"subject": "x"}])
def test_a_value_that_nothing_has_finds_nothing(filters):
    found = search(**filters)
    assert (codes(found), found.facets.no_visit, found.facets.regions) == ([], 0, ())


def test_without_words_and_filters_everything_is_there_to_be_browsed():
    assert sorted(codes(search())) == sorted(codes(search("  "))) == sorted(codes(CATALOGUE))


def test_what_serves_a_city_serves_its_districts_and_townships_and_what_serves_the_province_everybody():
    finder = a_finder(
        a_summary("CITY", "甲", regions=("460100",)),
        a_summary("DISTRICT", "乙", regions=("460105",)),
        a_summary("PROVINCE", "丙", regions=("460000",)),
        a_summary("ELSEWHERE", "丁", regions=("460200",)),
        a_summary("ANYWHERE", "戊", regions=("460200",), province_wide=True),
    )
    everybody = {"PROVINCE", "ANYWHERE"}
    for region, others in {
        "460105": {"CITY", "DISTRICT"},
        "460105001": {"CITY", "DISTRICT"},
        "460100": {"CITY"},
        "460200": {"ELSEWHERE"},
        "460000": set(),
        "469030": set(),
        "110000": set(),
    }.items():
        assert set(codes(search(finder=finder, region=region))) == everybody | others, region


def test_every_count_is_what_its_filter_would_leave():
    found = search("企业").facets
    for name, counts in (
        ("department", found.departments),
        ("life_event", found.life_events),
        ("region", found.regions),
    ):
        assert counts
        for count in counts:
            assert len(codes(search("企业", **{name: count.value}))) == count.items
    assert found.no_visit == len(codes(search("企业", no_visit=True)))
    assert found.instant == len(codes(search("企业", instant=True)))


def test_the_largest_count_comes_first_and_nothing_is_counted_that_leaves_nothing():
    counts = search().facets.departments
    assert [(it.value, it.items) for it in counts] == [("GA", 7), ("SCJG", 3), ("WJ", 2)]
    assert [it.value for it in search("护照").facets.departments] == ["GA"]


REGIONS = ("460000", "460100", "460105", "460200", "469005", "469005100")


@settings(max_examples=40, deadline=None)
@given(
    served=st.lists(st.lists(st.sampled_from(REGIONS), min_size=1, unique=True), min_size=1, max_size=6),
    region=st.sampled_from(REGIONS),
)
def test_an_item_is_found_from_wherever_it_serves(served, region):
    items = [a_summary(f"ITEM-{number}", "居住证", regions=tuple(it)) for number, it in enumerate(served)]

    def serves(item: Summary) -> bool:
        return any(lies_within(region, it) for it in item.regions)

    assert set(codes(search(finder=a_finder(*items), region=region))) == {it.code for it in items if serves(it)}
