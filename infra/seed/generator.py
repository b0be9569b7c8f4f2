"""A plausible catalogue of any size, for tests of scale: the same seed gives the same items on every machine.

    python -m infra.seed.generator --seed 2017 --total 812 --out catalogue.zip

Nouns and laws are real words, the combinations and all figures are not: every item is marked as illustrative. The
plan of 2017 counted 812 items, 134 of the province and 678 of cities and counties.
"""

import argparse
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from infra.seed.describing import item_of
from infra.seed.flaws import FLAWS
from infra.seed.matters import Matter, local, provincial

TOTAL, PROVINCIAL = 812, 134
FLAWED_PERCENT = 15
PACKED_AT = (2017, 9, 20, 0, 0, 0)
"""What a ZIP says of its files' age: nothing that changes."""


class TooMany(ValueError):
    """More items were wanted than there are different names for."""


@dataclass(frozen=True)
class Generated:
    """An item's content, and the code of the publication check that it breaks on purpose; empty for a sound one."""

    content: dict[str, Any]
    breaks: str = ""


def generate(
    seed: int, total: int = TOTAL, provincial: int = PROVINCIAL, flawed_percent: int = FLAWED_PERCENT
) -> Iterator[dict[str, Any]]:
    """`total` contents of items, of which `provincial` are the province's. Raises `TooMany`."""
    for made in generated(seed, total, provincial, flawed_percent):
        yield made.content


def generated(
    seed: int, total: int = TOTAL, of_province: int = PROVINCIAL, flawed_percent: int = FLAWED_PERCENT
) -> Iterator[Generated]:
    """The same, each with what is wrong with it; exactly `total * flawed_percent // 100` are flawed, evenly spread.
    An item does not depend on how many follow it.
    """
    for number, (code, matter) in enumerate(_matters(seed, total, of_province)):
        content = item_of(matter, code, seed)
        before, after = number * flawed_percent // 100, (number + 1) * flawed_percent // 100
        if before == after:
            yield Generated(content)
        else:
            rule, spoil = FLAWS[before % len(FLAWS)]
            yield Generated(spoil(content), rule)


def write(items: Iterable[dict[str, Any]], out: Path) -> int:
    """One JSON file an item, into a ZIP if `out` is called so, otherwise into a directory; answers how many."""
    files = {f"{item['code']}.json": json.dumps(item, ensure_ascii=False, indent=1) + "\n" for item in items}
    if out.suffix == ".zip":
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in files.items():
                archive.writestr(zipfile.ZipInfo(name, PACKED_AT), text, zipfile.ZIP_DEFLATED)
    else:
        out.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (out / name).write_text(text, encoding="utf-8")
    return len(files)


def _matters(seed: int, total: int, of_province: int) -> Iterator[tuple[str, Matter]]:
    """Codes and matters, the province's first."""
    for letter, wanted, matters in (("P", of_province, provincial(seed)), ("C", total - of_province, local(seed))):
        chosen = list(islice(matters, max(wanted, 0)))
        if len(chosen) < wanted:
            raise TooMany(f"only {len(chosen)} of {wanted} items of this kind have names of their own")
        for number, matter in enumerate(chosen, 1):
            yield f"{matter.noun['department']}-{letter}{number:05d}", matter


def main() -> None:
    """Read the command line and write what it asks for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--total", type=int, default=TOTAL)
    parser.add_argument("--provincial", type=int, default=PROVINCIAL)
    parser.add_argument("--flawed-percent", type=int, default=FLAWED_PERCENT)
    parser.add_argument("--out", type=Path, required=True)
    wanted = parser.parse_args()
    count = write(generate(wanted.seed, wanted.total, wanted.provincial, wanted.flawed_percent), wanted.out)
    print(f"{count} items in {wanted.out}")


if __name__ == "__main__":
    main()
