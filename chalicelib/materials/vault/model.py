"""A material that is kept for its owner: from which case, how far it can be trusted, until when, and where it was used.

What was uploaded counts as C: nobody saw the original. An official who compares it with the original makes it B.
"""

import datetime as dt
from typing import ClassVar, Self

from pydantic import AwareDatetime

from chalicelib.catalogue.parts import MaterialRequirement
from chalicelib.kernel.aggregate import Aggregate
from chalicelib.kernel.canonical import sha256_hex
from chalicelib.kernel.events import Act
from chalicelib.kernel.instants import shanghai_date
from chalicelib.kernel.value import Value
from chalicelib.kernel.working_time import Limit
from chalicelib.materials.trust import TrustGrade
from chalicelib.materials.vault.errors import KeptOver
from chalicelib.materials.vault.events import CounterChecked, KeptUsed, KeptWithdrawn, MaterialKept
from chalicelib.materials.vault.validity import YEAR, SaidBy, Validity, as_wanted, validity_of

ID_LENGTH = 32
MOST_USES = 100
"""Shown of one material; its history holds all."""


class KeptFile(Value):
    """What is kept: size in bytes, SHA-256 in hexadecimal, where its bytes lie, of how many pages are pictures."""

    object_key: str
    sha256: str
    size: int
    media_type: str
    previews: int = 0


class Origin(Value):
    """What it was brought for: a case, an item, and which desk's case that was."""

    case_id: str
    item_code: str
    department: str
    region: str


class Use(Value):
    """It was used again."""

    case_id: str
    item_code: str
    at: AwareDatetime


class CounterCheck(Value):
    """An official compared it with the original (核验原件)."""

    official: str
    agrees: bool
    note: str
    at: AwareDatetime


class KeptMaterial(Aggregate):
    """One file that may stand for the same material again, to the end of `valid_to` in Hainan."""

    personal: ClassVar[bool] = True

    owner_id: str
    code: str
    name_zh: str
    name_en: str
    certificate_type: str
    file: KeptFile
    origin: Origin
    grade: TrustGrade = TrustGrade.C
    valid_to: dt.date
    good_for: Limit = YEAR
    said_by: SaidBy = SaidBy.DEFAULT
    kept_at: AwareDatetime
    check: CounterCheck | None = None
    uses: tuple[Use, ...] = ()
    withdrawn_at: AwareDatetime | None = None

    @classmethod
    def keep(
        cls,
        *,
        kept_id: str,
        owner_id: str,
        material: MaterialRequirement,
        file: KeptFile,
        origin: Origin,
        default: Limit,
        act: Act,
    ) -> Self:
        """Keep what was brought for `material`, for as long as its item says that such a thing is good for; where it
        says nothing, for `default`.
        """
        validity = validity_of(material, shanghai_date(act.at), default)
        kept = cls(
            id=kept_id,
            owner_id=owner_id,
            code=material.code,
            name_zh=material.name.zh,
            name_en=material.name.en,
            certificate_type=material.certificate,
            file=file,
            origin=origin,
            valid_to=validity.until,
            good_for=validity.limit,
            said_by=validity.said_by,
            kept_at=act.at,
        )
        told = MaterialKept(case_id=origin.case_id, material=material.code, sha256=file.sha256, valid_to=kept.valid_to)
        kept._record(told, act)
        return kept

    @property
    def department(self) -> str:
        """Whose case it was brought for, for access."""
        return self.origin.department

    @property
    def region(self) -> str:
        """Where that was, for access."""
        return self.origin.region

    @property
    def item_code(self) -> str:
        """What it was brought for, for access by somebody whose authority names items."""
        return self.origin.item_code

    def is_good_on(self, day: dt.date) -> bool:
        """Whether it may be used on that day in Hainan."""
        refuted = self.check is not None and not self.check.agrees
        return self.withdrawn_at is None and not refuted and day <= self.valid_to

    @property
    def validity(self) -> Validity:
        """Until when it is good, and why."""
        return Validity(since=shanghai_date(self.kept_at), limit=self.good_for, said_by=self.said_by)

    def validity_for(self, material: MaterialRequirement) -> Validity:
        """The same, where it shall stand for `material`, whose item may want a fresher one."""
        return as_wanted(self.validity, material)

    def is_good_for(self, material: MaterialRequirement, day: dt.date) -> bool:
        """Whether it may stand for `material` on that day in Hainan."""
        return self.fits(material) and self.is_good_on(day) and day <= self.validity_for(material).until

    def fits(self, material: MaterialRequirement) -> bool:
        """Whether it is what `material` asks for: the same certificate type, or else the same material by code and
        name; in a type and size that is accepted.
        """
        if self.file.media_type not in material.media_types or self.file.size > material.max_bytes:
            return False
        if self.certificate_type or material.certificate:
            return self.certificate_type == material.certificate
        return (self.code, self.name_zh) == (material.code, material.name.zh)

    def use(self, case_id: str, item_code: str, act: Act) -> None:
        """It stands for a material of another case. Raises `KeptOver`."""
        if not self.is_good_on(shanghai_date(act.at)):
            raise KeptOver
        self.uses = (*self.uses, Use(case_id=case_id, item_code=item_code, at=act.at))[-MOST_USES:]
        self._record(KeptUsed(case_id=case_id, item_code=item_code), act)

    def counter_check(self, official: str, *, agrees: bool, note: str, act: Act) -> None:
        """An official compared it with the original: what agrees is B from now on, what does not is used no more."""
        self.check = CounterCheck(official=official, agrees=agrees, note=note, at=act.at)
        self.grade = TrustGrade.B if agrees else TrustGrade.C
        self._record(CounterChecked(agrees=agrees, grade=self.grade), act)

    def withdraw(self, act: Act) -> None:
        """Let it be used no more; the cases that it was used in keep what they rest on. Twice is as good as once."""
        if self.withdrawn_at is None:
            self.withdrawn_at = act.at
            self._record(KeptWithdrawn(), act)


def kept_id(owner_id: str, material: MaterialRequirement, sha256: str, again_for: str = "") -> str:
    """The same for the same bytes of the same kind of material of one owner, so that nothing is kept twice; once that
    was forgotten, for each case `again_for` which they are brought again.
    """
    kind = material.certificate or f"{material.code} {material.name.zh}"
    said = f"{owner_id}\n{kind}\n{sha256}" + (f"\n{again_for}" if again_for else "")
    return sha256_hex(said.encode())[:ID_LENGTH]
