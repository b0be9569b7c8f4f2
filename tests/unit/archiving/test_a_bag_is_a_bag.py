"""What is written as a bag is one to others who know bags, and the same content is the same bytes."""

import io
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import bagit
import pytest

from chalicelib.archiving.bag import Bag
from tests.support.archives import unpacked

FILES = {"a.txt": b"one", "folder/b.json": "二".encode(), "folder/empty.bin": b""}
INFO = [("Source-Organization", "某局\n第二行"), ("Bagging-Date", "2026-03-02")]


def made(files: dict[str, bytes] = FILES) -> bytes:
    buffer = io.BytesIO()
    bag = Bag(buffer, "46010020260302000013")
    for path, body in files.items():
        bag.add(path, (body[at : at + 2] for at in range(0, len(body), 2)), compress=path != "a.txt")
    bag.close(INFO)
    return buffer.getvalue()


def test_an_independent_library_finds_it_valid(tmp_path: Path) -> None:
    folder = unpacked(made(), tmp_path)
    bag = bagit.Bag(str(folder))
    bag.validate()
    assert (folder.name, bag.version_info, bag.algorithms) == ("46010020260302000013", (1, 0), ["sha256"])
    assert set(bag.payload_files()) == {f"data/{path}" for path in FILES}
    assert bag.info == {
        "Source-Organization": "某局 第二行",
        "Bagging-Date": "2026-03-02",
        "Payload-Oxum": f"{sum(map(len, FILES.values()))}.3",
    }


def test_that_library_would_find_a_fault(tmp_path: Path) -> None:
    folder = unpacked(made(), tmp_path)
    (folder / "data" / "a.txt").write_bytes(b"two")
    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(folder)).validate()


def test_the_same_content_is_the_same_bytes() -> None:
    assert made() == made()


def test_each_piece_is_written_before_the_next_is_asked_for() -> None:
    buffer, told = io.BytesIO(), []

    def pieces() -> Iterator[bytes]:
        for _ in range(3):
            told.append(buffer.tell())
            yield b"x" * 5000

    Bag(buffer, "bag").add("large.bin", pieces(), compress=False)
    assert [after - before for before, after in pairwise(told)] == [5000, 5000]


@pytest.mark.parametrize("path", ["../x.txt", "/x.txt", "a//b.txt", "a\\b.txt", "材料.pdf", "a b.txt", "", "a.txt"])
def test_a_path_that_is_taken_or_some_system_could_not_hold_is_refused(path: str) -> None:
    bag = Bag(io.BytesIO(), "bag")
    bag.add("a.txt", [b""])
    with pytest.raises(ValueError, match="no path in a bag"):
        bag.add(path, [b""])


def test_a_name_that_leads_elsewhere_is_refused() -> None:
    with pytest.raises(ValueError, match="no name of a bag"):
        Bag(io.BytesIO(), "../bag")
