"""The rules are told by the API and by a page of the documentation, both from the rules themselves."""

from pathlib import Path

import pytest

from app import AREAS
from chalicelib.cases.forms import MASKS
from chalicelib.catalogue.api import catalogue_area
from chalicelib.catalogue.checks import RULES, fields, places
from chalicelib.catalogue.checks import api as _routes  # noqa: F401 - importing it declares its route
from chalicelib.catalogue.checks.listing import rules_page
from chalicelib.delivery.model import Recipient
from chalicelib.http import edge
from chalicelib.http.access import Scope
from tests.support.calls import Client
from tests.support.platform import FakePlatform

PAGE = Path(__file__).parents[4] / "docs" / "publication-rules.md"


def test_the_page_says_what_the_rules_say():
    """When it does not: write `rules_page()` into it."""
    assert PAGE.read_text(encoding="utf-8") == rules_page()


@pytest.fixture
def client(monkeypatch) -> Client:
    cloud = FakePlatform()
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    return Client(cloud, catalogue_area)


def test_anybody_may_read_them_without_a_round_trip(client):
    answer = client.call("GET", "/v1/catalogue/publication-rules")
    assert (answer.status, answer.round_trips) == (200, 0)
    assert [entry["rule"] for entry in answer.body["entries"]] == [rule.code for rule in RULES]


def test_the_masks_that_may_be_named_are_those_that_forms_are_shown_with():
    assert set(MASKS) == fields.MASKS


def test_the_roles_that_desks_may_have_are_those_with_which_somebody_can_answer_at_one():
    rules = [route.access for area in AREAS for route in area.routes]
    answering = {grant.role for rule in rules for grant in rule.grants if grant.scope is Scope.DESK}
    assert answering == places.DESK_ROLES


def test_a_recipient_is_what_the_delivery_takes():
    assert set(Recipient.model_fields) == fields.RECIPIENT_PARTS
