"""Desks (岗位): who is asked about a case, in the handling department or elsewhere."""

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class Seat:
    """Where a desk sits: its role in a department of a region."""

    role: str
    department: str
    region: str

    @classmethod
    def of(cls, desk: str, department: str, region: str) -> Self:
        """The seat of `desk` in a case of `department` in `region`; the inverse of `id_in`."""
        role, _, elsewhere = desk.partition("@")
        if not elsewhere:
            return cls(role, department, region)
        other_department, _, other_region = elsewhere.partition(":")
        return cls(role, other_department, other_region)

    def id_in(self, department: str, region: str) -> str:
        """What the desk is called in such a case, as `Desk.id_in` of the catalogue calls it."""
        if (self.department, self.region) == (department, region):
            return self.role
        return f"{self.role}@{self.department}:{self.region}"
