"""An item that nobody knew before: its file, a hurried version of it, and somebody who applies for it."""

from pathlib import Path

import yaml

from infra.local.journey import PHOTO
from infra.local.people import Person

FILES = Path(__file__).parent / "files"
ITEM = FILES / "dog-registration.yaml"
CERTIFICATE = FILES / "dog-registration-certificate.yaml"
CODE = "GA-YQ-0001"
LEVEL = 2
FORM = {
    "dog_name": "旺财",
    "breed": "SMALL",
    "residence_address": "海口市龙华区示例路2号",
    "delivery_way": "ELECTRONIC",
}


def unlawful() -> bytes:
    """The same item as somebody in a hurry wrote it."""
    item = yaml.safe_load(ITEM.read_text(encoding="utf-8"))
    item["visits"] = 1
    item["limits"]["promised"]["amount"] = 30
    item["supervision_phone"] = item["enquiry_phone"]
    item["materials"].append(
        {
            "code": "id-card-copy",
            "name": {"zh": "身份证复印件"},
            "necessity": "REQUIRED",
            "specification": {"zh": "正反面"},
            "legal_basis": "《虚构市养犬管理条例》",
            "media_types": ["image/jpeg"],
            "max_bytes": 1000000,
        }
    )
    return yaml.safe_dump(item, allow_unicode=True).encode()


def changed(**parts: object) -> bytes:
    """The file with other elements."""
    item = yaml.safe_load(ITEM.read_text(encoding="utf-8"))
    return yaml.safe_dump({**item, **parts}, allow_unicode=True).encode()


def apply(applicant: Person) -> str:
    """From signing in to the submission; answers where the case is."""
    applicant.sign_in(register=True)
    if applicant.get("/v1/me")["level"] < LEVEL:
        applicant.prove_identity()
    case = applicant.post("/v1/cases", {"item_code": CODE, "region": "460100"})
    path = f"/v1/cases/{case['id']}"
    applicant.put(f"{path}/form", {"form": FORM}, etag=applicant.version(path))
    applicant.upload(path, "dog-photo", PHOTO.read_bytes(), "image/jpeg")
    promise = applicant.get(f"/v1/items/{CODE}")["promise"]
    applicant.change(path, "promise", {"version": promise["version"], "sha256": promise["sha256"], "accepted": True})
    applicant.change(path, "submission")
    return path
