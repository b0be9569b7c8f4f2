"""Whatever step the task is cut off at, a repetition ends with one licence and one document that match."""

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.aws.objects import Objects
from chalicelib.cases import service as cases
from chalicelib.cases.applicant import Applicant
from chalicelib.cases.vocabulary import Outcome
from chalicelib.catalogue.registers.entries import DocumentLayout
from chalicelib.catalogue.registers.model import Registers
from chalicelib.kernel.canonical import sha256_hex
from chalicelib.licences import rendering, service
from chalicelib.licences.documents import DocumentContent
from chalicelib.licences.request import Kind
from chalicelib.workflow import issue_document
from chalicelib.workflow.issue_document import issue
from tests.support.applications import WANG, accepted, decided, opened, submitted
from tests.support.machines import Machinery
from tests.support.platform import FakePlatform
from tests.support.registers import certificate_type


class CutOff(Exception):
    """The function dies here."""


def licences_in(cloud: FakePlatform) -> list[str]:
    return [pk for pk, sk in cloud.table.rows if pk.startswith("LICENCE#") and sk == "SNAPSHOT"]


def assert_issued_once(cloud: FakePlatform, case_id: str, kind: Kind) -> None:
    """One licence, one object, one note on the case, and all of them of the same bytes."""
    document = cases.load_case(cloud.table, case_id).documents[kind]
    licence = service.verify(cloud.table, document.verification_code)
    copies = [f"documents/{case_id}/decision.sd-jwt"] if kind is Kind.DECISION else []
    assert list(cloud.documents.contents) == [f"documents/{case_id}/{kind}.pdf", *copies]
    body, media_type = cloud.documents.contents[document.object_key]
    assert (body[:5], media_type) == (b"%PDF-", "application/pdf")
    assert sha256_hex(body) == document.sha256 == licence.request.sha256
    assert licences_in(cloud) == [f"LICENCE#{licence.id}"] == [f"LICENCE#{document.licence_id}"]


@pytest.mark.parametrize(("reach", "kind", "stage"), [(accepted, "receipt", "REVIEW"), (decided, "decision", "FEE")])
def test_the_document_is_made_certified_and_noted(
    cloud: FakePlatform, reach: Callable[[FakePlatform], Any], kind: str, stage: str
) -> None:
    case = reach(cloud)
    assert issue(cloud, case.id, Kind(kind)) == {"stage": stage}
    assert_issued_once(cloud, case.id, Kind(kind))


def test_a_repetition_changes_nothing(cloud: FakePlatform) -> None:
    case = decided(cloud)
    issue(cloud, case.id, Kind.DECISION)
    rows, objects = dict(cloud.table.rows), dict(cloud.documents.contents)
    assert issue(cloud, case.id, Kind.DECISION) == {"stage": "FEE"}
    assert (cloud.table.rows, cloud.documents.contents) == (rows, objects)


def dies(*_: object, **__: object) -> None:
    raise CutOff


def dies_after(step: Callable[..., Any]) -> Callable[..., Any]:
    def step_then_die(*arguments: Any, **named: Any) -> None:
        step(*arguments, **named)
        raise CutOff

    return step_then_die


def cut_before_writing(cloud: FakePlatform, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(cloud.documents, "write_once", dies)


def cut_after_writing(cloud: FakePlatform, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(cloud.documents, "write_once", dies_after(cloud.documents.write_once))


def cut_after_certifying(cloud: FakePlatform, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(service, "issue", dies_after(service.issue))


def cut_after_noting(cloud: FakePlatform, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(cases, "apply", dies_after(cases.apply))


@pytest.mark.parametrize("cut", [cut_before_writing, cut_after_writing, cut_after_certifying, cut_after_noting])
@pytest.mark.parametrize(("reach", "kind"), [(accepted, Kind.RECEIPT), (decided, Kind.DECISION)])
def test_cut_off_anywhere_a_repetition_ends_the_same(
    cloud: FakePlatform, cut: Callable[..., None], reach: Callable[[FakePlatform], Any], kind: Kind
) -> None:
    case = reach(cloud)
    with pytest.MonkeyPatch.context() as patch:
        cut(cloud, patch)
        with pytest.raises(CutOff):
            issue(cloud, case.id, kind)
    cloud.clock.move(hours=1)
    issue(cloud, case.id, kind)
    assert_issued_once(cloud, case.id, kind)


def test_another_print_never_replaces_a_certified_one(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> None:
    case = decided(cloud)
    with pytest.MonkeyPatch.context() as patch:
        cut_after_certifying(cloud, patch)
        with pytest.raises(CutOff):
            issue(cloud, case.id, Kind.DECISION)
    monkeypatch.setattr(rendering, "render_decision_document", lambda *_: b"%PDF- of a newer release")
    issue(cloud, case.id, Kind.DECISION)
    assert_issued_once(cloud, case.id, Kind.DECISION)


@pytest.mark.parametrize(
    ("outcome", "code", "layout"),
    [
        (Outcome.GRANTED, "DRIVING_LICENCE", DocumentLayout.PERMIT),
        (Outcome.GRANTED, "ANOTHER", DocumentLayout.DECISION),
        (Outcome.DENIED, "DRIVING_LICENCE", DocumentLayout.DECISION),
    ],
)
def test_what_is_granted_is_set_in_the_layout_of_its_certificate_type(
    cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch, outcome: Outcome, code: str, layout: DocumentLayout
) -> None:
    kind = certificate_type(code, "机动车驾驶证", "GA", template="PERMIT")
    monkeypatch.setattr(issue_document, "registers_of", lambda _: Registers(certificate_types=(kind,)))
    case = decided(cloud, outcome)
    assert case.terms.result.certificate_type == "DRIVING_LICENCE"
    made: list[DocumentLayout] = []
    render = rendering.render_decision_document

    def noting(content: DocumentContent, layout: DocumentLayout) -> bytes:
        made.append(layout)
        return render(content, layout)

    monkeypatch.setattr(rendering, "render_decision_document", noting)
    issue(cloud, case.id, Kind.DECISION)
    assert made == [layout]


@pytest.mark.parametrize(
    ("reach", "kind", "stage"),
    [(opened, Kind.RECEIPT, "FILING"), (submitted, Kind.RECEIPT, "ACCEPTANCE"), (accepted, Kind.DECISION, "REVIEW")],
)
def test_what_the_case_has_not_come_to_is_not_certified(
    cloud: FakePlatform, reach: Callable[[FakePlatform], Any], kind: Kind, stage: str
) -> None:
    assert issue(cloud, reach(cloud).id, kind) == {"stage": stage}
    assert (licences_in(cloud), cloud.documents.contents) == ([], {})


def test_a_name_that_no_font_can_print_is_issued_and_counted_in_the_log(
    cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    warnings: list[dict[str, Any]] = []
    monkeypatch.setattr(issue_document.logger, "warning", lambda _, extra: warnings.append(extra))
    case = decided(cloud)
    rare = Applicant.model_validate({**WANG.model_dump(), "name": "王\U00020bb7明"})
    monkeypatch.setattr(issue_document.cases, "load_history", _with_applicant(issue_document.cases.load_history, rare))
    issue(cloud, case.id, Kind.DECISION)
    assert warnings == [{"count": 1, "document": Kind.DECISION}]


def _with_applicant(load: Callable[..., Any], applicant: Applicant) -> Callable[..., Any]:
    def loaded(*arguments: Any) -> Any:
        case, history = load(*arguments)
        case.applicant = applicant
        return case, history

    return loaded


def test_the_function_reads_the_machines_input(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(issue_document, "platform", lambda: cloud)
    case, steps = accepted(cloud), Machinery(cloud).steps
    task = {"task": "receipt", "wait": "stage:REVIEW", "expected": "DECISION", "token": steps.wait("token-1")}
    told = issue_document.issue_document({**task, "case_id": case.id}, None)
    assert (told, steps.answered) == ({"stage": "REVIEW"}, {})


def test_objects_and_their_fake_have_one_face(cloud: FakePlatform) -> None:
    assert {name for name in vars(Objects) if not name.startswith("_")} <= set(dir(cloud.documents))
