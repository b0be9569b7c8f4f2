"""A register (名录) as it is maintained: amended by somebody with a name, and every amendment is an event."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Any, ClassVar, Generic, Self, TypeVar, cast

from pydantic import SerializerFunctionWrapHandler, field_serializer

from chalicelib.catalogue.registers import errors
from chalicelib.catalogue.registers.entries import CertificateType, Department, Entry, Region
from chalicelib.catalogue.registers.events import Amended, Change
from chalicelib.catalogue.registers.model import Registers
from chalicelib.catalogue.registers.rules import EntryFault, faults_of
from chalicelib.kernel.aggregate import Aggregate
from chalicelib.kernel.canonical import canonical_json
from chalicelib.kernel.errors import Pointer
from chalicelib.kernel.events import Act
from chalicelib.kernel.text import Text

LARGEST_REGISTER = 350_000
"""Bytes: a row holds 400 KB at most."""
LARGEST_ENTRY = 12_000
"""Bytes."""
LARGEST_EVENT = 2 * LARGEST_ENTRY
"""Bytes of changes in one event, so that ten of them fit into one call of the bus."""
Kept = TypeVar("Kept", bound=Entry)


class RegisterKind(StrEnum):
    """Which register."""

    REGIONS = "regions"
    DEPARTMENTS = "departments"
    CERTIFICATE_TYPES = "certificate-types"


class Outcome(StrEnum):
    """What an amendment did to an entry."""

    CREATED = "CREATED"
    CHANGED = "CHANGED"
    UNCHANGED = "UNCHANGED"


class Register(Aggregate, Generic[Kept]):
    """All entries of one kind, by code."""

    kind: ClassVar[RegisterKind]
    entry: ClassVar[type[Entry]]
    entries: dict[str, Kept] = {}

    @classmethod
    def new(cls) -> Self:
        """The register before its first amendment."""
        return cls(id=f"register-{cls.kind}")

    @field_serializer("entries", mode="wrap")
    def _compact(self, entries: dict[str, Kept], _: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {code: written(entry) for code, entry in entries.items()}

    def amend(self, of_its_kind: Sequence[Entry], others: Registers, act: Act, at: str) -> dict[str, Outcome]:
        """Add or replace entries of its kind, whole; the same again changes nothing. All of them or none: raises
        `EntriesRefused` with every fault, each at `at` (`{number}` is the entry's place), and `RegisterTooLarge`.
        """
        entries = cast(Sequence[Kept], of_its_kind)
        amended = {**self.entries, **{entry.code: entry for entry in entries}}
        after = others.with_entries(tuple(amended[code] for code in sorted(amended)))
        self._refuse(_faults(entries, after), at)
        outcomes = {entry.code: self._outcome(entry) for entry in entries}
        changes = [self._change(entry) for entry in entries if outcomes[entry.code] is not Outcome.UNCHANGED]
        self.entries = {code: amended[code] for code in sorted(amended)}
        self._refuse_too_large()
        for some in _told_together(changes):
            self._record(Amended(kind=self.kind, changes=tuple(some)), act)
        return outcomes

    def _outcome(self, entry: Kept) -> Outcome:
        standing = self.entries.get(entry.code)
        if standing is None:
            return Outcome.CREATED
        return Outcome.UNCHANGED if standing == entry else Outcome.CHANGED

    def _change(self, entry: Kept) -> Change:
        standing = self.entries.get(entry.code)
        return Change(code=entry.code, before=written(standing) if standing else None, after=written(entry))

    def _refuse(self, faults: Iterator[tuple[int, EntryFault]], at: str) -> None:
        pointers = [Pointer(at.format(number=number) + fault.path, fault.detail) for number, fault in faults]
        if pointers:
            raise errors.EntriesRefused(pointers=pointers)

    def _refuse_too_large(self) -> None:
        size = len(self.model_dump_json().encode())
        if size > LARGEST_REGISTER:
            raise errors.RegisterTooLarge(bytes=size, most=LARGEST_REGISTER)


class RegionRegister(Register[Region]):
    """行政区划."""

    kind = RegisterKind.REGIONS
    entry = Region


class DepartmentRegister(Register[Department]):
    """部门名录."""

    kind = RegisterKind.DEPARTMENTS
    entry = Department


class CertificateTypeRegister(Register[CertificateType]):
    """证照目录."""

    kind = RegisterKind.CERTIFICATE_TYPES
    entry = CertificateType


def written(entry: Entry) -> dict[str, Any]:
    """An entry as JSON values, without what has its default."""
    return entry.model_dump(mode="json", exclude_defaults=True)


def _faults(entries: Sequence[Entry], after: Registers) -> Iterator[tuple[int, EntryFault]]:
    codes = [entry.code for entry in entries]
    for number, entry in enumerate(entries):
        if entry.code in codes[:number]:
            yield number, EntryFault("/code", Text("同一编码出现两次", "The code stands there twice"))
        if len(canonical_json(written(entry))) > LARGEST_ENTRY:
            detail = Text(f"条目不得超过{LARGEST_ENTRY}字节", f"An entry takes at most {LARGEST_ENTRY} bytes")
            yield number, EntryFault("/code", detail)
        yield from ((number, fault) for fault in faults_of(entry, after))


def _told_together(changes: Sequence[Change]) -> Iterator[list[Change]]:
    """The changes in order, as many together as fit into one event."""
    together: list[Change] = []
    room = LARGEST_EVENT
    for change in changes:
        size = len(canonical_json(change.model_dump(mode="json")))
        if together and size > room:
            yield together
            together, room = [], LARGEST_EVENT
        together.append(change)
        room -= size
    if together:
        yield together
