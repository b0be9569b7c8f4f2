"""How the words of the vocabulary are written in a workbook. Reading takes the code, the label, or both."""

from enum import Enum

from chalicelib.catalogue.vocabulary import (
    AdministrativeLevel,
    CaseKind,
    Channel,
    ItemKind,
    MaterialSource,
    OnlineDepth,
    SubjectKind,
)
from chalicelib.catalogue.words import WORDS, word_of

CODED = (ItemKind, AdministrativeLevel, SubjectKind, Channel, CaseKind, OnlineDepth, MaterialSource)
"""With a code of GB/T 39046-2020: written as code and label. The others are written as the label alone."""


def label_of(member: Enum) -> str:
    """How the member is written in a cell."""
    label = word_of(member).zh
    return f"{member.value} {label}" if isinstance(member, CODED) else label


def all_of(kind: type[Enum]) -> list[str]:
    """How all members are written."""
    return [label_of(member) for member in kind]


def member_called(kind: type[Enum], text: str) -> Enum | None:
    """The member that `text` names by code, by label, or by both; None for anything else."""
    wanted = text.replace(" ", "")
    for member, word in WORDS[kind].items():
        if wanted in {str(member.value), word.zh, f"{member.value}{word.zh}"}:
            return member
    return None
