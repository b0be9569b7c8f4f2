"""The face provider (人脸核身): the outcome of the check that an applicant's device went through."""

from dataclasses import dataclass

from chalicelib.aws.counterparty_http import Document
from chalicelib.parties.sources.device_checks import DeviceCheckProvider, DeviceCheckResult, DeviceTokenUnknown

FaceTokenUnknown = DeviceTokenUnknown


@dataclass(frozen=True)
class FaceResult(DeviceCheckResult):
    """`score` is 0 to 100."""

    score: int


class FaceProvider(DeviceCheckProvider[FaceResult]):
    path = "/face/sessions"

    def _read(self, answer: Document, outcome: DeviceCheckResult) -> FaceResult:
        return FaceResult(outcome.passed, outcome.of_this_person, int(answer["score"]))
