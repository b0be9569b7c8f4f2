import pytest

from chalicelib.licences.request import Kind
from chalicelib.licences.service import verification_code_of
from chalicelib.licences.verification_code import ALPHABET, LENGTH, code_from, licence_id_of
from tests.support.platform import FakePlatform


def test_a_code_has_eighty_bits_in_readable_groups() -> None:
    code = code_from(bytes(range(32)))
    assert [len(group) for group in code.split("-")] == [4, 4, 4, 4]
    assert len(ALPHABET) ** LENGTH == 2**80
    assert not set("01IO") & set(ALPHABET)


def test_every_byte_gives_each_letter_equally_often() -> None:
    letters = [code_from(bytes([byte] * LENGTH))[0] for byte in range(256)]
    assert {letters.count(letter) for letter in ALPHABET} == {8}


def test_too_little_secret_makes_no_code() -> None:
    with pytest.raises(ValueError, match="16 secret bytes"):
        code_from(bytes(15))


def test_the_same_document_has_the_same_code_and_another_has_another(cloud: FakePlatform) -> None:
    documents = [(reference, kind) for reference in ("case-1", "case-2") for kind in Kind]
    codes = [verification_code_of(cloud, *document) for document in documents]
    assert codes == [verification_code_of(cloud, *document) for document in documents]
    assert len(set(codes)) == len(documents)


@pytest.mark.parametrize("typed", ["7K4M-9P2Q-XW3H-8N5T", "7k4m9p2qxw3h8n5t", " 7K4M 9P2Q XW3H 8N5T "])
def test_it_may_be_typed_in_any_way(typed: str) -> None:
    assert licence_id_of(typed) == licence_id_of("7K4M-9P2Q-XW3H-8N5T")


def test_the_id_does_not_give_the_code_away() -> None:
    assert "7K4M" not in licence_id_of("7K4M-9P2Q-XW3H-8N5T").upper()[:4]
    assert len(licence_id_of("7K4M-9P2Q-XW3H-8N5T")) == 32
