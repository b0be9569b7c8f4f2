"""What somebody brought once and is kept for them."""

from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.catalogue.parts import MaterialRequirement
from chalicelib.materials.vault import service as vault
from chalicelib.materials.vault.model import KeptFile, KeptMaterial, Origin
from chalicelib.materials.vault.validity import YEAR
from tests.support.items import seeded_item

PHOTO = seeded_item().materials[1]


def kept_photo(
    uow: UnitOfWork,
    owner_id: str,
    *,
    material: MaterialRequirement = PHOTO,
    sha256: str = "0" * 64,
    size: int = 1000,
    previews: int = 0,
) -> KeptMaterial:
    """A photo that `owner_id` brought for an earlier case of GA in 460100."""
    key = f"accepted/{sha256}"
    file = KeptFile(object_key=key, sha256=sha256, size=size, media_type="image/jpeg", previews=previews)
    origin = Origin(case_id="case-0", item_code=seeded_item().code, department="GA", region="460100")
    kept = vault.kept_or_new(uow, owner_id=owner_id, material=material, file=file, origin=origin, default=YEAR)
    vault.put(uow, kept)
    uow.commit()
    return kept
