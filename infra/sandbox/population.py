"""The population base (人口基础信息库): does this name belong to this ID number? Nothing else is told."""

from collections.abc import Iterable

from werkzeug import Request

from infra.sandbox.errors import Refusal
from infra.sandbox.people import PEOPLE, well_formed
from infra.sandbox.signed_requests import verify_signed_request
from infra.sandbox.state import Document
from infra.sandbox.wire import Counterparty, Reply, Route, Surroundings, json_body, text


class Population(Counterparty):
    name = "population"

    def __init__(self, around: Surroundings) -> None:
        self._around, self._state = around, around.state
        for person in PEOPLE:
            known = {"name": person.name, "id_number": person.id_number, "face_passes": person.face_passes}
            self._state.add("person", person.id_number, known)

    def routes(self) -> Iterable[Route]:
        return (("POST", "/population/checks", self.check),)

    def check(self, request: Request) -> Reply:
        """MATCH or MISMATCH. A number nobody holds is a MISMATCH: the base gives nothing away."""
        verify_signed_request(request, self.name, self._around)
        body = json_body(request)
        name, id_number = text(body, "name", 64), text(body, "id_number", 18)
        if not well_formed(id_number):
            raise Refusal(400, "ID_NUMBER_MALFORMED", "id_number has not the form of GB 11643")
        person = self._state.get("person", id_number)
        matches = person is not None and person["name"] == name
        return Reply({"result": "MATCH" if matches else "MISMATCH"}, subject=id_number, effect="checked")

    def register(self, body: Document) -> Document:
        """The panel's way to add a fictional person, or to rename one."""
        name, id_number = text(body, "name", 64), text(body, "id_number", 18)
        if not well_formed(id_number):
            raise Refusal(400, "ID_NUMBER_MALFORMED", "id_number has not the form of GB 11643")
        face_passes = body.get("face_passes", True) is True
        person = {"name": name, "id_number": id_number, "face_passes": face_passes}
        self._state.put("person", id_number, person)
        return person
