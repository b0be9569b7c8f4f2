import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.masking import mask_id, mask_mobile, mask_name
from chalicelib.kernel.money import BadAmountError, format_yuan_en, format_yuan_zh, parse_yuan, yuan


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张*"),
        ("王小明", "王**"),
        ("欧阳娜娜", "欧***"),
        ("张", "张*"),
        ("买买提·吐尔逊", "买**·***"),
        ("John Smith", "J*** *****"),
        ("Anne-Marie", "A***-*****"),
        (" 李四 ", "李*"),
        ("", ""),
    ],
)
def test_a_name_shows_its_first_character(name, masked):
    assert mask_name(name) == masked


def test_an_identity_number_shows_six_and_four():
    assert mask_id("46010519900307002X") == "460105********002X"


@pytest.mark.parametrize(("number", "masked"), [("E12345678", "E*******8"), ("AB", "**"), ("", "")])
def test_a_short_document_number_shows_its_ends_only(number, masked):
    assert mask_id(number) == masked


@pytest.mark.parametrize(("number", "masked"), [("13800138000", "138****8000"), ("12345", "*****")])
def test_a_mobile_number_shows_three_and_four(number, masked):
    assert mask_mobile(number) == masked


@given(st.text(min_size=1).filter(lambda text: "*" not in text))
def test_nothing_is_ever_shown_whole(text):
    assert mask_id(text) != text
    assert mask_mobile(text) != text


@pytest.mark.parametrize(
    ("text", "fen"), [("10", 1000), ("0.01", 1), ("1,234.5", 123450), ("1234567.89", 123456789), ("0", 0)]
)
def test_yuan_text_is_read_exactly(text, fen):
    assert parse_yuan(text) == fen


@pytest.mark.parametrize(
    "bad", ["", "1.234", "-1", "1e3", "NaN", "1,23", "１０", " 1", "1.", ".5", "9" * 21, 10.0, 10, None]
)
def test_anything_else_is_refused(bad):
    with pytest.raises(BadAmountError):
        parse_yuan(bad)


@given(st.integers(0, 10**14))
def test_fen_survive_being_written_and_read(fen):
    assert parse_yuan(format_yuan_zh(fen).removesuffix("元")) == fen
    assert parse_yuan(format_yuan_en(fen).removeprefix("CNY ")) == fen


@pytest.mark.parametrize("bad", [1.0, True, "1"])
def test_only_integers_are_fen(bad):
    with pytest.raises(BadAmountError):
        yuan(bad)


def test_how_money_is_written():
    assert (format_yuan_zh(123450), format_yuan_en(1000), format_yuan_zh(-5)) == ("1,234.50元", "CNY 10.00", "-0.05元")
