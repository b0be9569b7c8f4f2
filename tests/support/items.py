"""Items to apply for: the seeded one, and a fictional one that has everything else."""

from functools import cache
from pathlib import Path
from typing import Any

from chalicelib.catalogue.model import ItemContent, ItemVersion

ITEMS = Path(__file__).parents[2] / "infra" / "seed" / "items"


@cache
def seeded_item() -> ItemVersion:
    """Driving-licence renewal as seeded: instant, one desk, fee after the decision, a shared material and a photo."""
    content = ItemContent.model_validate_json((ITEMS / "driving-licence-renewal.json").read_bytes())
    return ItemVersion.of(content, 1)


@cache
def pledging_item() -> ItemVersion:
    """A fictional item (虚构告知承诺事项) that is content with a pledge for its one material, which nobody shares."""
    proof = {**_material("premises", "REQUIRED"), "source": "99", "legal_basis": "《虚构条例》第三条"}
    return changed(
        seeded_item(),
        code="ZZ-PLEDGE-1",
        name={"zh": "虚构告知承诺事项", "en": "Fictional pledged permit"},
        safety_related=False,
        credit={"good_standing_required": True, "pledge_allowed": True},
        materials=[proof],
    )


@cache
def prefilled_item() -> ItemVersion:
    """A fictional item whose form asks for a name and a number that are known, and for a mobile."""
    known = {"holder": "applicant.name", "number": "applicant.number", "mobile": "applicant.mobile"}
    properties = {name: {"type": "string", "x-from": source} for name, source in known.items()}
    form = {"type": "object", "additionalProperties": False, "required": [*known], "properties": properties}
    return changed(seeded_item(), code="ZZ-KNOWN-1", name={"zh": "虚构预填事项", "en": "Fictional known"}, form=form)


@cache
def joint_item() -> ItemVersion:
    """A fictional joint permit (虚构联合许可): two desks side by side, then a panel; fee before the decision; 10 of 20
    working days promised; a form with a number and parts of parts; one optional material.
    """
    return changed(
        seeded_item(),
        code="ZZ-JOINT-1",
        name={"zh": "虚构联合许可", "en": "Fictional joint permit"},
        limits={"statutory": {"amount": 20}, "promised": {"amount": 10}},
        form={
            "type": "object",
            "additionalProperties": False,
            "required": ["site", "seats"],
            "properties": {
                "site": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["address"],
                    "properties": {
                        "address": {"type": "string", "minLength": 6},
                        "floor": {"type": "object", "properties": {"number": {}, "area": {"type": "string"}}},
                    },
                },
                "seats": {"type": "integer", "minimum": 1},
                "remark": {},
            },
        },
        materials=[
            _material("plan", "REQUIRED"),
            _material("photo", "OPTIONAL"),
            {**_material("charter", "REQUIRED"), "shared_source": _shared("CHARTER")},
        ],
        review=[
            {"name": {"zh": "并联审查"}, "desks": ["reviewer", "fire"]},
            {"name": {"zh": "专家审查"}, "desks": ["panel"]},
        ],
        fee={"name": {"zh": "工本费"}, "amount_fen": 5000, "basis": "虚构收费依据", "moment": "BEFORE_DECISION"},
        delivery=["ELECTRONIC"],
    )


@cache
def late_item() -> ItemVersion:
    """The joint permit, of which rules may follow within 5 working days from acceptance, and a contract within 8
    (虚构容缺事项).
    """
    joint = joint_item()
    return changed(
        joint,
        code="ZZ-LATE-1",
        name={"zh": "虚构容缺事项", "en": "Fictional permit with materials to follow"},
        materials=[
            *joint.model_dump(mode="json")["materials"],
            {**_material("rules", "MAY_FOLLOW"), "follow_within": {"amount": 5}},
            {**_material("contract", "MAY_FOLLOW"), "follow_within": {"amount": 8}},
        ],
    )


def changed(item: ItemVersion, **parts: Any) -> ItemVersion:
    """`item` with other parts, checked for publication again."""
    return ItemVersion.model_validate({**item.model_dump(mode="json"), **parts})


def _material(code: str, necessity: str) -> dict[str, Any]:
    return {
        "code": code,
        "name": {"zh": f"材料{code}", "en": code},
        "necessity": necessity,
        "specification": {"zh": "清晰"},
        "legal_basis": "虚构依据",
        "media_types": ["image/jpeg"],
        "max_bytes": 1_000_000,
    }


def _shared(certificate_type: str) -> dict[str, Any]:
    return {"certificate_type": certificate_type, "holder": {"zh": "虚构登记机关"}, "use_reason": "虚构联合许可"}
