"""The documents by which a clerk recognises somebody, all of which bear a number that the population base knows."""

from enum import StrEnum


class DocumentKind(StrEnum):
    """What lay before the clerk (Resident ID Card Law arts. 13, 14; 港澳台居民居住证申领发放办法 art. 2)."""

    ID_CARD = "ID_CARD"
    """居民身份证."""
    TEMPORARY_ID_CARD = "TEMPORARY_ID_CARD"
    """临时居民身份证."""
    HOUSEHOLD_REGISTER = "HOUSEHOLD_REGISTER"
    """居民户口簿, of children who have no card yet."""
    RESIDENCE_PERMIT = "RESIDENCE_PERMIT"
    """港澳台居民居住证."""
    FOREIGN_PERMANENT_RESIDENCE = "FOREIGN_PERMANENT_RESIDENCE"
    """外国人永久居留身份证."""
