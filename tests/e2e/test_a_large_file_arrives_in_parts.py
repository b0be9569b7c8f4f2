"""A photo of 200 MB goes up in parts, is interrupted, and goes on from where it was."""

import hashlib
from itertools import islice
from typing import Any

import requests

from infra.local.journey import PHOTO
from infra.local.people import Person, until
from tests.e2e.conftest import WU, World
from tests.e2e.dog_registration import CODE

LARGE = 200_000_000
COMMENT = b"\xff\xfe\xff\xff" + bytes(0xFFFD)


def a_large_photo() -> bytes:
    """A photo with 200 MB of comments, none of which is kept."""
    photo = PHOTO.read_bytes()
    return photo[:2] + COMMENT * (LARGE // len(COMMENT)) + photo[2:]


def send(part: dict[str, Any], content: bytes, part_size: int) -> dict[str, Any]:
    start = (part["number"] - 1) * part_size
    answer = requests.put(part["url"], data=memoryview(content)[start : start + part["size"]], timeout=60)
    answer.raise_for_status()
    return {"number": part["number"], "etag": answer.headers["ETag"]}


def test_it_goes_on_after_an_interruption(world: World, dog_registration: dict[str, Any]) -> None:
    person, content = world.person(*WU), a_large_photo()
    draft = a_draft(person)
    declared = {
        "filename": "dog.jpg",
        "media_type": "image/jpeg",
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    begun = person.change(draft, "materials/dog-photo/uploads", declared)
    upload, part_size = f"/v1/uploads/{begun['upload_id']}", begun["parts"][0]["size"]
    for part in islice(begun["parts"], 5):
        send(part, content, part_size)

    early = person.ask("POST", f"{upload}/completion", {"parts": [{"number": 1, "etag": "early"}]})
    assert (early.status_code, early.json()["code"]) == (422, "material.parts-missing")

    there = person.get(upload)["parts"]
    assert [part["number"] for part in there if "etag" in part] == [1, 2, 3, 4, 5]
    tags = [
        {"number": part["number"], "etag": part["etag"]} if "etag" in part else send(part, content, part_size)
        for part in there
    ]
    person.post(f"{upload}/completion", {"parts": tags})
    until(lambda: person.material(draft, "dog-photo")["state"] == "UPLOADED", "the large photo", patience=90)
    assert person.get(upload)["status"] == "VERIFIED"
    kept = requests.get(person.get(f"{draft}/materials/dog-photo/download")["url"], timeout=10).content
    assert hashlib.sha256(kept).digest() == hashlib.sha256(PHOTO.read_bytes()).digest()
    person.change(draft, "withdrawal", {"reason": "只试试上传"})


def a_draft(person: Person) -> str:
    """Somebody identified well enough, and what they apply for."""
    person.sign_in(register=True)
    if person.get("/v1/me")["level"] < 2:
        person.prove_identity()
    case = until(lambda: opened(person), "the item to be known to every process")
    return f"/v1/cases/{case['id']}"


def opened(person: Person) -> dict[str, Any] | None:
    """The draft, unless the process that was asked has not heard of the new item yet."""
    answer = person.ask("POST", "/v1/cases", {"item_code": CODE, "region": "460100"})
    assert answer.ok or answer.json()["code"] == "catalogue.item-unknown", answer.text
    return answer.json() if answer.ok else None
