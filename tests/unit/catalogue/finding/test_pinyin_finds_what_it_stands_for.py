"""Pinyin without tones, whole or by its initials, finds what sounds so; at run time nothing has to know any Chinese."""

import subprocess
import sys
from pathlib import Path

import pytest

from chalicelib.catalogue.finding.snapshot import build_snapshot
from tests.support.summaries import a_finder, a_small_catalogue, a_summary, codes, search

ROOT = Path(__file__).parents[4]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("jsz", "JIASHI"),
        ("JSZ", "JIASHI"),
        ("jiashizheng", "JIASHI"),
        ("jia shi zheng", "JIASHI"),
        ("jia'shi'zheng", "JIASHI"),
        ("jz", "JIASHI"),
        ("jzz", "JUZHU"),
        ("sfz", "SHENFEN"),
        ("pthz", "HUZHAO"),
        ("huzhao", "HUZHAO"),
        ("jdcdydj", "DIYA"),
        ("spjyxk", "SHIPIN"),
        ("wfzjlzm", "WUFANZUI"),
        ("sfz 补领", "SHENFEN"),
    ],
)
def test_pinyin_and_initials(typed, first):
    assert codes(search(typed))[0] == first


def test_a_sign_is_read_as_its_neighbours_tell():
    finder = a_finder(a_summary("AGAIN", "重新登记"), a_summary("WEIGHT", "重量检定"))
    assert codes(search("chongxin", finder)) == codes(search("cx", finder)) == ["AGAIN"]
    assert codes(search("zhongliang", finder)) == codes(search("zl", finder)) == ["WEIGHT"]


def test_one_spelling_may_be_one_syllable_or_two():
    finder = a_finder(a_summary("CITY", "西安户口"), a_summary("FIRST", "先行登记"))
    assert set(codes(search("xian", finder))) == {"CITY", "FIRST"}


def test_initials_mean_a_word_before_what_happens_to_stand_side_by_side():
    word = [a_summary(f"WORD-{number}", f"农业机械驾驶证{act}备案事项") for number, act in enumerate("换补注")]
    chance = [a_summary(f"CHANCE-{number}", f"教师资格{act}") for number, act in enumerate("甲乙丙")]
    found = codes(search("jsz", a_finder(*chance, *word)))
    assert [code.partition("-")[0] for code in found] == ["WORD"] * 3 + ["CHANCE"] * 3


def test_whoever_answers_loads_nothing_that_knows_pinyin(tmp_path):
    """It costs half a second and thirty megabytes: only who builds an edition pays that."""
    program = """
import sys
import chalicelib.catalogue.finding.api
from tests.support.summaries import TODAY
from chalicelib.catalogue.finding.finder import Finder, Wish
from pathlib import Path
found = Finder.load(Path(sys.argv[1]).read_bytes()).find(Wish(words="jsz"), TODAY)
assert found.summaries and "pypinyin" not in sys.modules
"""
    snapshot = tmp_path / "snapshot"
    snapshot.write_bytes(build_snapshot(a_small_catalogue()))
    subprocess.run([sys.executable, "-c", program, str(snapshot)], cwd=ROOT, check=True)
