"""A kept material as its owner sees it."""

import datetime as dt
from typing import Self

from pydantic import Field

from chalicelib.http.shapes import Shape
from chalicelib.kernel.text import Language
from chalicelib.kernel.working_time import Limit
from chalicelib.materials.trust import TrustGrade
from chalicelib.materials.vault.model import KeptMaterial
from chalicelib.materials.vault.validity import SaidBy


class KeptUseView(Shape):
    """A case that it was used in again."""

    case_id: str
    item_code: str
    at: dt.datetime


class KeptMaterialView(Shape):
    """What is kept, from where, how far it can be trusted, until when, and where it was used."""

    kept_id: str
    name: str
    certificate_type: str | None = None
    trust_grade: TrustGrade = Field(description="B: compared with the original; C: uploaded by oneself.")
    usable: bool
    valid_to: dt.date = Field(description="Last day in Hainan.")
    valid_for: Limit = Field(description="How long such a material is good for, from the day it was kept.")
    said_by: SaidBy = Field(description="Whether the item said so, or nobody did and the usual counts.")
    kept_at: dt.datetime
    case_id: str = Field(description="The case that it was brought for.")
    item_code: str
    sha256: str
    size: int = Field(description="Bytes.")
    media_type: str
    checked_at: dt.datetime | None = Field(None, description="When an official compared it with the original.")
    withdrawn_at: dt.datetime | None = None
    uses: list[KeptUseView] = Field([], description="Where it was used again, the latest hundred.")

    @classmethod
    def of(cls, kept: KeptMaterial, today: dt.date, language: Language) -> Self:
        return cls(
            kept_id=kept.id,
            name=kept.name_en if language == "en" and kept.name_en else kept.name_zh,
            certificate_type=kept.certificate_type or None,
            trust_grade=kept.grade,
            usable=kept.is_good_on(today),
            valid_to=kept.valid_to,
            valid_for=kept.good_for,
            said_by=kept.said_by,
            kept_at=kept.kept_at,
            case_id=kept.origin.case_id,
            item_code=kept.origin.item_code,
            sha256=kept.file.sha256,
            size=kept.file.size,
            media_type=kept.file.media_type,
            checked_at=kept.check.at if kept.check else None,
            withdrawn_at=kept.withdrawn_at,
            uses=[KeptUseView(**use.model_dump()) for use in kept.uses],
        )
