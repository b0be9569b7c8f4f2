"""The legal-person base (法人库): is this organisation registered as stated, does this person represent it?"""

from collections.abc import Iterable
from dataclasses import asdict

from werkzeug import Request

from infra.sandbox.errors import Refusal
from infra.sandbox.organisations import ORGANISATIONS, SUBJECT_KINDS, well_formed_uscc
from infra.sandbox.people import well_formed
from infra.sandbox.signed_requests import verify_signed_request
from infra.sandbox.state import Document
from infra.sandbox.wire import Counterparty, Reply, Route, Surroundings, json_body, text

ACTIVE, SUSPENDED = "ACTIVE", "SUSPENDED"
DISSOLVED = ("DEREGISTERED", "REVOKED")
STATUSES = (ACTIVE, SUSPENDED, *DISSOLVED)
MISMATCH = {"result": "MISMATCH"}


class LegalPersons(Counterparty):
    """A code that nobody has is a MISMATCH: the base gives nothing away."""

    name = "legal_persons"

    def __init__(self, around: Surroundings) -> None:
        self._around, self._state = around, around.state
        for organisation in ORGANISATIONS:
            known = asdict(organisation) | {"registration_status": ACTIVE}
            self._state.add("organisation", organisation.uscc, known)

    def routes(self) -> Iterable[Route]:
        return (
            ("POST", "/legal-persons/checks", self.check),
            ("POST", "/legal-persons/representatives", self.representative),
        )

    def check(self, request: Request) -> Reply:
        """Code and name decide whether anything is told; then whether it still exists; then who represents it."""
        verify_signed_request(request, self.name, self._around)
        body = json_body(request)
        uscc, name = _uscc(body), text(body, "name", 200)
        stated = text(body, "representative_name", 64), _person(body)
        organisation = self._state.get("organisation", uscc)
        if organisation is None or organisation["name"] != name:
            return _told(uscc, MISMATCH)
        if organisation["registration_status"] in DISSOLVED:
            return _told(uscc, {"result": "DISSOLVED"})
        if (organisation["representative_name"], organisation["representative_id_number"]) != stated:
            return _told(uscc, MISMATCH)
        described = {name: organisation[name] for name in ("subject_kind", "registration_status")}
        return _told(uscc, {"result": "MATCH", **described})

    def representative(self, request: Request) -> Reply:
        verify_signed_request(request, self.name, self._around)
        body = json_body(request)
        uscc, person = _uscc(body), _person(body)
        organisation = self._state.get("organisation", uscc)
        if organisation is not None and organisation["registration_status"] in DISSOLVED:
            return _told(uscc, {"result": "DISSOLVED"})
        represents = organisation is not None and organisation["representative_id_number"] == person
        return _told(uscc, {"result": "MATCH"} if represents else MISMATCH)

    def register(self, uscc: str, body: Document) -> Document:
        """The panel's way to enter an organisation, to change who represents it, or to dissolve it.

        Of one that is known, only what is named changes.
        """
        described = (self._state.get("organisation", _uscc({"uscc": uscc})) or {"registration_status": ACTIVE}) | body
        organisation = {
            "uscc": uscc,
            "name": text(described, "name", 200),
            "subject_kind": text(described, "subject_kind", 1),
            "representative_name": text(described, "representative_name", 64),
            "representative_id_number": _person(described),
            "registration_status": text(described, "registration_status", 16),
        }
        if organisation["subject_kind"] not in SUBJECT_KINDS or organisation["registration_status"] not in STATUSES:
            raise Refusal(400, "PARAM_ERROR", f"subject_kind: 2 to 6; registration_status: {', '.join(STATUSES)}")
        self._state.put("organisation", uscc, organisation)
        return organisation


def _uscc(body: Document) -> str:
    uscc = text(body, "uscc", 18)
    if not well_formed_uscc(uscc):
        raise Refusal(400, "USCC_MALFORMED", "uscc has not the form of GB 32100")
    return uscc


def _person(body: Document) -> str:
    number = text(body, "representative_id_number", 18)
    if not well_formed(number):
        raise Refusal(400, "ID_NUMBER_MALFORMED", "representative_id_number has not the form of GB 11643")
    return number


def _told(uscc: str, answer: Document) -> Reply:
    return Reply(answer, subject=uscc, effect="checked")
