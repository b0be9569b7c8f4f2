"""A catalogue of the plan's size, or of any other, for tests of scale."""

import hashlib
import json
import subprocess
import sys
import zipfile
from collections import Counter
from functools import cache

import pytest

from chalicelib.catalogue.checks import violations_of
from chalicelib.catalogue.model import ItemContent
from infra.seed.generator import Generated, TooMany, generate, generated, write
from infra.seed.matters import SEED
from tests.unit.seed.seeded import seeded_registers

SEED_2017, SIZE = 2017, 812
PINNED = "8a43435f5b2d5d5d3ba1be460798de8d112066a5c0bc58397c0c5c392c300cc6"
REGISTERS = seeded_registers()


@cache
def the_catalogue() -> tuple[tuple[Generated, ItemContent], ...]:
    return tuple((made, ItemContent.model_validate(made.content)) for made in generated(SEED_2017))


def contents() -> list[ItemContent]:
    return [content for _, content in the_catalogue()]


def some_of(catalogue):
    sound = [one for one in catalogue if not one[0].breaks]
    return [one for one in catalogue if one[0].breaks] + sound[::10]


def digest(items) -> str:
    text = json.dumps(list(items), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def test_it_has_the_figures_of_the_plan():
    levels = Counter(content.level for content in contents())
    assert len(contents()) == SIZE
    assert levels["2"] == 134
    assert levels["3"] + levels["4"] == 678
    assert len({content.department.code for content in contents()}) >= 15


def test_it_is_the_same_for_the_same_seed_and_another_for_another():
    assert digest(generate(SEED_2017)) == PINNED
    assert digest(generate(2018)) != PINNED


@pytest.mark.parametrize("hash_seed", ["0", "4711"])
def test_it_does_not_depend_on_the_process(hash_seed):
    program = (
        "import json, hashlib; from infra.seed.generator import generate;"
        "text = json.dumps(list(generate(2017, 120, 20)), ensure_ascii=False, sort_keys=True);"
        "print(hashlib.sha256(text.encode()).hexdigest())"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        cwd=SEED.parents[1],
        env={"PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == digest(generate(2017, 120, 20))


def test_the_checks_name_what_is_wrong_and_object_to_nothing_else():
    """Of every flawed item and of every tenth sound one; of all of them in tests/integration."""
    for made, content in some_of(the_catalogue()):
        broken = {violation.rule for violation in violations_of(content, REGISTERS)}
        assert broken == ({made.breaks} if made.breaks else set()), content.name.zh


@pytest.mark.parametrize(("percent", "count"), [(0, 0), (1, 8), (15, 121), (33, 267), (100, 812)])
def test_as_many_are_flawed_as_is_told(percent, count):
    assert sum(bool(made.breaks) for made in generated(SEED_2017, flawed_percent=percent)) == count


def test_four_in_five_can_be_published_without_a_visit():
    sound = [content for made, content in the_catalogue() if not made.breaks]
    share = sum(content.is_no_visit for content in sound) * 100 // SIZE
    assert 80 <= share <= 85
    visited = [content for content in sound if content.visits]
    assert visited
    assert all(content.visit_reason and "《" in content.visit_basis for content in visited)


def test_nothing_in_it_is_presented_as_a_fact():
    assert all(content.illustrative for content in contents())


def test_it_is_varied():
    for values in (
        {content.limits.statutory.amount for content in contents()},
        {content.limits.promised.unit for content in contents()},
        {content.fee.amount_fen if content.fee else 0 for content in contents()},
        {len(content.materials) for content in contents()},
        {len(content.review) for content in contents()},
        {content.kind for content in contents()},
        {content.case_kind for content in contents()},
        {tuple(content.regions) for content in contents()},
    ):
        assert len(values) > 1
    assert len({event for content in contents() for event in content.life_events}) >= 15


def test_silence_grants_renewals_only_and_nothing_that_is_dangerous():
    tacit = [content for content in contents() if content.tacit_approval]
    assert tacit
    assert all("延续" in content.name.zh and not content.safety_related for content in tacit)


def test_more_than_there_are_names_for_is_refused():
    with pytest.raises(TooMany):
        list(generate(SEED_2017, 100_000))


@pytest.mark.parametrize("name", ["catalogue.zip", "catalogue"])
def test_it_is_written_as_one_file_an_item(tmp_path, name):
    assert write(generate(SEED_2017, 30, 10), tmp_path / name) == 30
    if name.endswith(".zip"):
        with zipfile.ZipFile(tmp_path / name) as archive:
            files = {entry: archive.read(entry) for entry in archive.namelist()}
    else:
        files = {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()}
    assert {entry: json.loads(text) for entry, text in files.items()} == {
        f"{item['code']}.json": item for item in generate(SEED_2017, 30, 10)
    }
