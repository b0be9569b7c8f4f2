"""A photo that was replaced in a draft is gone from storage a month later, with its previews, by the daily run's own
rights; the one that stands in the draft stays. Business time is moved, and moved back: the last file of a run.
"""

import io
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image

from infra.local.journey import Journey
from infra.local.operating import move_business_time
from infra.local.people import Person, until
from tests.e2e.conftest import CHEN, World


@pytest.fixture
def drafting(world: World) -> Iterator[Journey]:
    """A draft without a photo."""
    journey = world.journey(world.person(*CHEN))
    journey.register()
    journey.open_draft()
    yield journey
    move_business_time(world.cloud, timedelta(0))
    journey.cast.applicant.change(journey.case_path, "withdrawal", {"reason": "不办了"})


def a_photo() -> bytes:
    """Bytes that nobody else brings."""
    written = io.BytesIO()
    Image.frombytes("RGB", (40, 40), secrets.token_bytes(4800)).save(written, "JPEG")
    return written.getvalue()


def brought(journey: Journey) -> str:
    """The hash of a photo that was brought and counts."""
    applicant, path = journey.cast.applicant, journey.case_path
    before = applicant.material(path, "photo").get("sha256")
    applicant.upload(path, "photo", a_photo(), "image/jpeg")

    def counts() -> str | None:
        photo = applicant.material(path, "photo")
        return photo["sha256"] if photo["state"] == "UPLOADED" and photo["sha256"] != before else None

    return until(counts, "the photo to be examined")


def stored(world: World, sha256: str) -> dict[str, datetime]:
    """The keys under which something of the file lies, in any version, and when it was written, to the second."""
    bucket, found = world.cloud.outputs()["MaterialsBucketName"], {}
    for prefix in (f"accepted/{sha256}", f"previews/{sha256}/"):
        answer = world.cloud.client("s3").list_object_versions(Bucket=bucket, Prefix=prefix)
        found |= {version["Key"]: version["LastModified"] for version in answer.get("Versions", [])}
    return found


def is_past(world: World, sha256: str) -> bool:
    """Whether all of it, also the pages shown, was stored in an earlier second than this one."""
    written = max(stored(world, sha256).values())
    return bool(datetime.now(UTC) > written + timedelta(seconds=1))


def run_over(operator: Person) -> bool:
    """Carry the schedule out. The day's own run may have been faster, or this one may not know the new time yet."""
    job_id = operator.post("/v1/retention-runs", {"dry_run": False})["job_id"]
    return until(lambda: operator.get(f"/v1/jobs/{job_id}")["status"] == "DONE", "the run to be over")


def test_a_month_later_what_was_replaced_is_gone(world: World, drafting: Journey) -> None:
    first = brought(drafting)
    until(lambda: is_past(world, first), "the second in which it was stored to be over: storage tells no more")
    second = brought(drafting)
    assert len(stored(world, first)) == len(stored(world, second)) == 3
    move_business_time(world.cloud, timedelta(days=45))
    operator = world.official("13900460001")
    until(lambda: run_over(operator) and not stored(world, first), "the photo that was replaced to go")
    assert len(stored(world, second)) == 3
    assert drafting.cast.applicant.material(drafting.case_path, "photo")["sha256"] == second
