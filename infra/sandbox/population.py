"""The population base (人口基础信息库): does this name belong to this ID number, is this the minor's guardian?

Nothing else is told.
"""

from collections.abc import Iterable
from dataclasses import asdict

from werkzeug import Request

from infra.sandbox.errors import Refusal
from infra.sandbox.people import PEOPLE, under_age, well_formed
from infra.sandbox.signed_requests import verify_signed_request
from infra.sandbox.state import Document
from infra.sandbox.wire import SHANGHAI, Counterparty, Reply, Route, Surroundings, json_body, text

KNOWN = ("name", "id_number", "face_passes", "holds_certificate", "guardians")


class Population(Counterparty):
    name = "population"

    def __init__(self, around: Surroundings) -> None:
        self._around, self._state = around, around.state
        for person in PEOPLE:
            known = {name: value for name, value in asdict(person).items() if name in KNOWN}
            self._state.add("person", person.id_number, known)

    def routes(self) -> Iterable[Route]:
        return (
            ("POST", "/population/checks", self.check),
            ("POST", "/population/guardianships", self.guardianship),
        )

    def check(self, request: Request) -> Reply:
        """MATCH or MISMATCH. A number nobody holds is a MISMATCH: the base gives nothing away."""
        verify_signed_request(request, self.name, self._around)
        body = json_body(request)
        name, id_number = text(body, "name", 64), _number(body, "id_number")
        person = self._state.get("person", id_number)
        return _answer(person is not None and person["name"] == name, id_number)

    def guardianship(self, request: Request) -> Reply:
        """MATCH when the one is registered as guardian of the other, who is a minor; MISMATCH for everything else."""
        verify_signed_request(request, self.name, self._around)
        body = json_body(request)
        guardian, ward = _number(body, "guardian_id_number"), _number(body, "ward_id_number")
        person = self._state.get("person", ward)
        today = self._around.now().astimezone(SHANGHAI).date()
        registered = person is not None and guardian in person.get("guardians", ())
        return _answer(registered and under_age(ward, today), ward)

    def register(self, body: Document) -> Document:
        """The panel's way to add a fictional person, or to change one."""
        id_number, guardians = _number(body, "id_number"), body.get("guardians", [])
        if not isinstance(guardians, list) or not all(isinstance(one, str) and well_formed(one) for one in guardians):
            raise Refusal(400, "PARAM_ERROR", "guardians: a list of ID numbers")
        person = {
            "name": text(body, "name", 64),
            "id_number": id_number,
            "face_passes": body.get("face_passes", True) is True,
            "holds_certificate": body.get("holds_certificate", True) is True,
            "guardians": guardians,
        }
        self._state.put("person", id_number, person)
        return person


def _number(body: Document, name: str) -> str:
    number = text(body, name, 18)
    if not well_formed(number):
        raise Refusal(400, "ID_NUMBER_MALFORMED", f"{name} has not the form of GB 11643")
    return number


def _answer(matches: bool, subject: str) -> Reply:
    return Reply({"result": "MATCH" if matches else "MISMATCH"}, subject=subject, effect="checked")
