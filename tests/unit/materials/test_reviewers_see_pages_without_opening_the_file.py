"""Pictures of the first pages, made once when a file comes to count, for those who may open it."""

import io
from pathlib import Path

import pytest
from PIL import Image

from chalicelib.cases.api import cases_area
from chalicelib.http import edge
from chalicelib.http.access import Caller, Role
from chalicelib.materials.inspection import contained
from chalicelib.materials.inspection.contained import previews
from chalicelib.materials.inspection.previewing import LONGEST_SIDE, MOST_PAGES, THUMBNAIL_SIDE
from tests.support.applications import submitted
from tests.support.calls import Client
from tests.support.platform import FakePlatform
from tests.unit.materials.files import HTML, a_pdf, a_picture

REVIEWER = Caller("staff-1", Role.REVIEWER, 4, "session-2", "GA", "460100")
ROUTE = "/v1/cases/{case_id}/materials/{code}/previews"


def made(directory: Path, content: bytes, media_type: str) -> dict[str, tuple[int, int]]:
    """The size of each picture by its name."""
    file, shown = directory / "file", directory / "shown"
    file.write_bytes(content)
    shown.mkdir()
    count = previews(file, media_type, shown)
    sizes = {path.stem: Image.open(path).size for path in shown.glob("*.webp")}
    assert count == len(sizes) - 1 or (count, sizes) == (0, {})
    return sizes


def test_the_first_pages_of_a_document_can_be_read(tmp_path: Path) -> None:
    pages = made(tmp_path, a_pdf(lambda pdf: [pdf.add_blank_page() for _ in range(MOST_PAGES)]), "application/pdf")
    assert pages.keys() == {"thumbnail", *(str(number) for number in range(1, MOST_PAGES + 1))}
    assert max(pages["1"]) == LONGEST_SIDE and max(pages["thumbnail"]) == THUMBNAIL_SIDE
    assert pages["1"][0] < pages["1"][1], "A4 stands upright"


def test_a_picture_is_made_smaller_never_larger(tmp_path: Path) -> None:
    large, small = tmp_path / "large", tmp_path / "small"
    large.mkdir()
    small.mkdir()
    assert made(large, a_picture(3200, 1600, "JPEG", "RGB"), "image/jpeg")["1"] == (LONGEST_SIDE, LONGEST_SIDE // 2)
    assert made(small, a_picture(40, 30), "image/png") == {"1": (40, 30), "thumbnail": (40, 30)}


def test_a_photo_that_was_held_sideways_is_shown_upright_and_says_nothing_of_the_place(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "at home"
    assert made(tmp_path, a_picture(300, 200, "JPEG", "RGB", exif=exif), "image/jpeg")["1"] == (200, 300)
    shown = (tmp_path / "shown" / "1.webp").read_bytes()
    assert b"at home" not in shown and not Image.open(io.BytesIO(shown)).getexif()


@pytest.mark.parametrize("content", [HTML, b""])
def test_where_no_picture_can_be_made_there_is_none(tmp_path: Path, content: bytes) -> None:
    assert made(tmp_path, content, "application/pdf") == {}


def test_a_file_over_which_whoever_draws_it_never_ends_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "endless.py").write_text("while True: pass", encoding="utf-8")
    monkeypatch.setattr(contained, "PREVIEWING", "endless")
    monkeypatch.setattr(contained, "PATIENCE_SECONDS", 0.5)
    monkeypatch.syspath_prepend(str(tmp_path))
    assert previews(tmp_path / "file", "application/pdf", tmp_path) == 0


def test_who_may_open_the_material_may_look_at_its_pages(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    case = submitted(cloud)
    slot = case.materials["photo"]
    case.materials = {**case.materials, "photo": slot.model_copy(update={"previews": 2})}
    client = Client(cloud, cases_area)
    assert client.call("GET", ROUTE, by=REVIEWER, case_id=case.id, code="photo").body == {"pages": []}
    monkeypatch.setattr("chalicelib.cases.api.store.load", lambda table, case_id: case)
    shown = client.call("GET", ROUTE, by=REVIEWER, case_id=case.id, code="photo").body
    folder = f"https://materials.test/previews/{slot.sha256}"
    assert shown == {"thumbnail": f"{folder}/thumbnail.webp", "pages": [f"{folder}/1.webp", f"{folder}/2.webp"]}
    assert client.call("GET", ROUTE, by=REVIEWER, case_id=case.id, code="unknown").status == 404
