"""What stands for each material that a case requires."""

from datetime import date

from chalicelib.cases.parts import Part
from chalicelib.cases.vocabulary import SlotState
from chalicelib.catalogue.model import ItemContent
from chalicelib.catalogue.parts import MaterialRequirement
from chalicelib.catalogue.vocabulary import Necessity
from chalicelib.materials.vault.validity import Validity

RUN_OUT = "has-run-out"
"""Why a material that was here is the applicant's to bring."""
REUSED = "kept-reused"
"""Why a material is there that its applicant brought for an earlier case."""


class MaterialSlot(Part):
    """One required material of a case: where it comes from, and why."""

    code: str
    name_zh: str
    name_en: str
    necessity: Necessity
    state: SlotState
    why: str
    """Code of the reason for `state`, such as `held-by-source`, `source-unavailable`, `not-held`."""
    note: str = ""
    """Code of what a source said that led to no better way."""
    source: str = ""
    certificate_id: str = ""
    valid_to: str = ""
    validity: Validity | None = None
    """Why until then, of what is kept for the applicant."""
    upload_id: str = ""
    object_key: str = ""
    sha256: str = ""
    size: int = 0
    media_type: str = ""
    previews: int = 0
    """Of how many pages there are pictures."""

    @classmethod
    def of(cls, material: MaterialRequirement, item: ItemContent, *, ask: bool = True) -> "MaterialSlot":
        """Nothing is there yet; whoever may hold it is being asked, unless nobody asks any more."""
        asked = ask and bool(material.certificate)
        own = "pledge-is-enough" if item.takes_pledge_for(material) else "only-the-applicant-has-it"
        return cls(
            code=material.code,
            name_zh=material.name.zh,
            name_en=material.name.en,
            necessity=material.necessity,
            state=SlotState.ASKING if asked else SlotState.TO_UPLOAD,
            why="asking-source" if asked else own,
        )

    def without_file(self, *, state: SlotState, why: str, sha256: str = "") -> "MaterialSlot":
        """That it stands otherwise now, and none of the files that were brought for it."""
        file = {"upload_id": "", "object_key": "", "size": 0, "media_type": "", "source": "", "previews": 0}
        return self.model_copy(update={**file, "state": state, "why": why, "sha256": sha256})

    def has_run_out(self, day: date) -> bool:
        """Whether what is here for it was good to a day before `day`, in Hainan. What a base confirmed stays so."""
        is_held = self.state in {SlotState.OBTAINED, SlotState.UPLOADED} and self.why != "confirmed-by-base"
        return is_held and bool(self.valid_to) and self.valid_to < day.isoformat()

    def run_out(self) -> "MaterialSlot":
        """That what was here for it does not count any more."""
        nothing = self.without_file(state=SlotState.TO_UPLOAD, why=RUN_OUT)
        return nothing.model_copy(update={"certificate_id": "", "valid_to": "", "validity": None})

    def forgotten(self) -> "MaterialSlot":
        """That it was required, and nothing of what was brought."""
        return MaterialSlot(
            code=self.code,
            name_zh=self.name_zh,
            name_en=self.name_en,
            necessity=self.necessity,
            state=SlotState.TO_UPLOAD,
            why="draft-forgotten",
        )

    @property
    def is_there(self) -> bool:
        """Whether the material is in the system's hands, or a pledge stands for it."""
        return self.state in {SlotState.OBTAINED, SlotState.PLEDGED, SlotState.UPLOADED}

    @property
    def is_reused(self) -> bool:
        """Whether its file was brought for an earlier case."""
        return self.why == REUSED

    @property
    def may_follow(self) -> bool:
        """Whether it may be brought after acceptance (容缺后补)."""
        return self.necessity is Necessity.MAY_FOLLOW

    @property
    def is_missing(self) -> bool:
        """Whether a submission has to wait for it, whatever was promised."""
        return self.necessity is Necessity.REQUIRED and not self.is_there
