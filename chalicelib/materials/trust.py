"""How far a material can be trusted (电子证照、电子材料信任等级)."""

from enum import StrEnum


class TrustGrade(StrEnum):
    """A issuer-made, B verified, C self-uploaded, D self-declared."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
