"""The publication rules, for whoever describes items and for everybody else."""

from pydantic import Field

from chalicelib.catalogue.api import catalogue_area
from chalicelib.catalogue.checks import RULES
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import public
from chalicelib.http.paging import ListOf
from chalicelib.http.shapes import Shape
from chalicelib.kernel.text import Text


class PublicationRuleView(Shape):
    """One rule that an item has to keep."""

    rule: str = Field(description="Stable; a violation names it.")
    demand: str
    basis: str


@catalogue_area.get(
    "/v1/catalogue/publication-rules",
    access=public("what an item must be is public, so that anybody can hold the service to it"),
    summary=Text("查看发布校验规则", "Read the publication rules"),
    consistency="the rules of this deployment",
)
def list_publication_rules(call: Call) -> Reply[ListOf[PublicationRuleView]]:
    """All rules, in the order in which their violations are told."""
    views = [
        PublicationRuleView(
            rule=rule.code, demand=rule.demand.as_it_is(call.language), basis=rule.basis.as_it_is(call.language)
        )
        for rule in RULES
    ]
    return Reply(ListOf[PublicationRuleView](entries=views))
