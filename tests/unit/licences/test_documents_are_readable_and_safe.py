"""The documents as a reader gets them: text that comes back, fonts inside, and nothing typed is executed."""

import datetime as dt
import re
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from chalicelib.catalogue.registers.entries import DocumentLayout
from chalicelib.licences.documents import MaterialToFollow
from chalicelib.licences.glyphs import Coverage
from chalicelib.licences.rendering import (
    render_decision_document,
    render_receipt,
    unprintable_characters,
)
from tests.support.documents import decision, receipt

needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not installed")
RARE_NAME = "王𠮷明"
HOSTILE = ('#panic("x")', "$x^2$ *b* _i_ `raw` <l> @ref", "\\u{41} // c /* d", '#eval("1+1")', "= H\n- l", "\"'\\")


def inspect(tool: str, pdf: bytes, folder: Path) -> str:
    """What a poppler tool says of the file, without any white space."""
    path = folder / "document.pdf"
    path.write_bytes(pdf)
    tail = ["-"] if tool == "pdftotext" else []
    return subprocess.run([tool, path, *tail], capture_output=True, check=True, text=True).stdout


def words(pdf: bytes, folder: Path) -> str:
    """The document's text without white space, composed."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", inspect("pdftotext", pdf, folder)))


@needs_poppler
@pytest.mark.parametrize(
    "expected",
    [
        "海口市公安局交通警察支队",
        "准予换发机动车驾驶证决定书",
        "王小明(证件号码:460105********002X)",
        "46010020260302000013",
        "2026年3月2日",
        "2026年3月20日至2036年3月20日",
        "《中华人民共和国道路交通安全法实施条例》第二十六条",
        "7K4M-9P2Q-XW3H",
        decision().licence_identifier,
        "https://example.invalid/verify",
        "第1页,共1页",
    ],
)
def test_the_decision_says_what_it_has_to_say(expected, tmp_path):
    assert expected in words(render_decision_document(decision()), tmp_path)


@needs_poppler
@pytest.mark.parametrize(
    ("layout", "own"),
    [
        (DocumentLayout.DECISION, "承诺时限"),
        (DocumentLayout.PERMIT, "许可事项"),
        (DocumentLayout.PROOF, "证明事项"),
    ],
)
def test_each_layout_says_who_holds_it_until_when_and_how_to_verify_it(layout, own, tmp_path):
    said = words(render_decision_document(decision(), layout), tmp_path)
    everywhere = ("王小明", "2026年3月20日至2036年3月20日", "7K4M-9P2Q-XW3H", decision().licence_identifier)
    assert all(expected in said for expected in (*everywhere, own))
    others = {"承诺时限", "许可事项", "证明事项"} - {own}
    assert not any(other in said for other in others)


def test_there_is_no_layout_without_a_test():
    assert set(DocumentLayout) == {DocumentLayout.DECISION, DocumentLayout.PERMIT, DocumentLayout.PROOF}


@needs_poppler
@pytest.mark.parametrize(
    "expected", ["受理通知书", "3.近期免冠证件照(网上上传)", "K7M4QX2P", "法定办结日", "2026年3月3日"]
)
def test_the_receipt_says_what_it_has_to_say(expected, tmp_path):
    assert expected in words(render_receipt(receipt()), tmp_path)


@needs_poppler
def test_the_seal_is_drawn_and_leaves_no_letters_in_the_text(tmp_path):
    assert "行政审批专用章" not in words(render_decision_document(decision()), tmp_path)


@needs_poppler
@pytest.mark.parametrize(("render", "content"), [(render_decision_document, decision), (render_receipt, receipt)])
def test_every_font_is_embedded_as_a_subset_with_its_character_map(render, content, tmp_path):
    fonts = [line.split() for line in inspect("pdffonts", render(content()), tmp_path).splitlines()[2:]]
    assert {font[0].split("+")[1].split("-")[0] for font in fonts} == {"NotoSerifSC", "NotoSansSC"}
    assert all(font[-5:-2] == ["yes", "yes", "yes"] for font in fonts)


def test_the_file_says_that_it_is_pdf_a_2b():
    metadata = render_decision_document(decision())
    assert b"<pdfaid:part>2</pdfaid:part>" in metadata
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in metadata


def test_equal_content_gives_equal_bytes_and_other_content_does_not():
    assert render_decision_document(decision()) == render_decision_document(decision())
    assert render_decision_document(decision()) != render_decision_document(decision(holder_name="李四"))


@needs_poppler
@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_any_text_is_printed_and_never_executed(text, tmp_path):
    changes = {
        "holder_name": text,
        "item_name": text,
        "decision": (text,),
        "legal_basis": (text,),
        "authority": text,
        "seal_caption": text,
        "notice": text,
        "case_number": text,
    }
    assert re.sub(r"\s", "", text) in words(render_decision_document(decision(**changes)), tmp_path)


@needs_poppler
def test_a_line_break_in_a_name_cannot_forge_a_line(tmp_path):
    text = inspect("pdftotext", render_decision_document(decision(holder_name="王小明\n准予一切\u202e")), tmp_path)
    assert "王小明 准予一切（证件号码" in text


@needs_poppler
@pytest.mark.parametrize(("render", "content"), [(render_decision_document, decision), (render_receipt, receipt)])
def test_an_organisation_and_its_agent_stand_in_the_first_line(render, content, tmp_path):
    of_a_shop = content(
        holder_name="海口示例商贸有限公司",
        holder_number_kind="统一社会信用代码",
        holder_number="91460100XNYL00013T",
        agent="经办人：李示例，证件号码：460105********2224",
        addressee="你单位",
    )
    printed = words(render(of_a_shop), tmp_path).translate(str.maketrans("（）：；，", "():;,"))
    line = "海口示例商贸有限公司(统一社会信用代码:91460100XNYL00013T;经办人:李示例,证件号码:460105********2224):"
    assert line in printed


@needs_poppler
@pytest.mark.parametrize("name", ["长" * 400, "W" * 400, "阿卜杜热合曼·买买提" * 20], ids=["Chinese", "Latin", "dots"])
def test_a_very_long_name_is_printed_whole(name, tmp_path):
    assert name in words(render_decision_document(decision(holder_name=name)), tmp_path)


@needs_poppler
def test_a_long_decision_runs_over_numbered_pages(tmp_path):
    text = words(render_decision_document(decision(decision=("长" * 3000,))), tmp_path)
    assert "第3页,共3页" in text or "第4页,共4页" in text


@needs_poppler
def test_a_character_without_a_glyph_is_written_out_and_reported(tmp_path):
    content = decision(holder_name=RARE_NAME)
    assert "王〓[U+20BB7]明" in words(render_decision_document(content), tmp_path)
    assert unprintable_characters(content) == {"𠮷"}
    assert unprintable_characters(decision()) == set()


def test_coverage_needs_a_font_with_a_character_map(tmp_path):
    broken = tmp_path / "broken.otf"
    broken.write_bytes(b"OTTO\0\0" + bytes(10))
    with pytest.raises(ValueError, match="character map"):
        Coverage((broken,))


def test_the_content_of_a_document_does_not_import_the_typesetter():
    program = "import sys, chalicelib.licences.documents, chalicelib.licences.identifier; print('typst' in sys.modules)"
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "False"


@needs_poppler
def test_a_receipt_with_something_to_follow_says_what_by_when_and_what_else(tmp_path):
    later = (MaterialToFollow(name="食品安全规章制度", until=dt.date(2026, 3, 9)),)
    said = words(render_receipt(receipt(to_follow=later)), tmp_path)
    for expected in ("容缺受理", "食品安全规章制度(2026年3月9日前补交)", "依照承诺终止办理"):
        assert expected in said
    assert "容缺" not in words(render_receipt(receipt()), tmp_path)
