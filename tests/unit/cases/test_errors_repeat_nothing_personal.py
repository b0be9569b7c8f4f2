"""A model that refuses what it is given ends up in a log: what it was given must not."""

import pytest
from pydantic import BaseModel, ValidationError

from chalicelib.cases.applicant import Applicant
from chalicelib.cases.events import FormSaved
from chalicelib.cases.lines import WorklistEntry
from chalicelib.cases.model import Case
from chalicelib.cases.parts import CorrectionPoint
from chalicelib.cases.requests import SaveForm
from chalicelib.catalogue.model import ItemVersion
from chalicelib.feedback.model import About, Answer, Enquiry, Evaluation
from chalicelib.feedback.store import EnquiryEntry
from chalicelib.feedback.views import Ask
from chalicelib.kernel.clock_ledger import ClockLedger
from chalicelib.kernel.events import Act, Actor, RecordedEvent

PERSONAL = "460105199003072215"
MODELS = [
    Case, Applicant, CorrectionPoint, SaveForm, WorklistEntry, FormSaved, ItemVersion, About, Answer, Enquiry,
    Evaluation, EnquiryEntry, Ask, ClockLedger, Act, Actor, RecordedEvent,
]  # fmt: skip


@pytest.mark.parametrize("model", MODELS)
def test_what_was_refused_is_not_in_the_error(model: type[BaseModel]) -> None:
    given = {name: [PERSONAL] for name in model.model_fields}
    with pytest.raises(ValidationError) as refused:
        model.model_validate({**given, "id_number": {"number": PERSONAL}})
    assert PERSONAL not in str(refused.value)
    with pytest.raises(ValidationError) as refused:
        model.model_validate_json(f'"{PERSONAL}"')
    assert PERSONAL not in str(refused.value)
