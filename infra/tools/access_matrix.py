"""Write docs/access.md, who may do what, from the declared routes: `python -m infra.tools.access_matrix [--check]`.

`--check` writes nothing: it fails when the document is not what the declarations would give today.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator
from dataclasses import fields
from pathlib import Path

from app import AREAS
from chalicelib.http.access import Grant, Role, Rule, Scope
from chalicelib.http.route import Route
from chalicelib.http.routes import Area

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "access.md"
HOW = "run python -m infra.tools.access_matrix and look at what has changed"
HEAD = """\
# Who may do what

Written by `python -m infra.tools.access_matrix` from the routes as they are declared; a test fails when the two differ.
What no line allows is refused. To whom something does not belong, it is not there (404).

- *L1* to *L4* is the identity level that is needed at least: mobile, real name, face, certificate or window.
- Whoever acts for an applicant may do what the applicant may, within the items of their authority. Where a *power* is
  named, the authority has to hold it; what is said to be *in person* nobody can do for somebody else, but for the
  *representative* of an organisation where that is added.

"""
SCOPES = {
    Scope.OWN: "what is their own",
    Scope.DEPARTMENT: "what their department handles in their region",
    Scope.DESK: "what their department handles in their region, and what others ask their desk about",
    Scope.DEPARTMENT_LINE: "their department's line in the whole province",
    Scope.PROVINCE: "the whole province",
}
TOLD = {"role", "scope", "level", "power", "only_in_person", "also_as"}
"""What of a grant has words of its own here; whatever else a grant may come to hold is told by its name."""


def document(areas: Iterable[Area] = AREAS) -> str:
    """The whole document; the same for the same declarations, in whatever order they were imported."""
    return HEAD + "\n".join(_section(area) for area in areas)


def is_up_to_date() -> bool:
    """Whether the document says what would be written today."""
    return DOCUMENT.exists() and DOCUMENT.read_text(encoding="utf-8") == document()


def who(rule: Rule) -> str:
    """Whom the rule lets in, and how far."""
    if rule.why_public:
        return f"*public*: {rule.why_public}"
    roles: dict[str, list[Role]] = {}
    for grant in rule.grants:
        roles.setdefault(_terms(grant), []).append(grant.role)
    return "<br>".join(f"{_named(those)}: {terms}" for terms, those in roles.items())


def _section(area: Area) -> str:
    rows = (_row(route) for route in sorted(area.routes, key=lambda route: (route.path, route.method)))
    return "\n".join([f"## {area.name.en}", "", "| Route | What | Who |", "|---|---|---|", *rows, ""])


def _row(route: Route) -> str:
    cells = (f"`{route.method} {route.path}`", route.summary.en, who(route.access))
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _named(roles: list[Role]) -> str:
    if set(roles) == set(Role):
        return "**everybody signed in**"
    return ", ".join(f"**{role.replace('-', ' ')}**" for role in roles)


def _terms(grant: Grant) -> str:
    return "; ".join([SCOPES[grant.scope], *_conditions(grant)])


def _conditions(grant: Grant) -> Iterator[str]:
    if grant.level:
        yield f"L{grant.level}"
    if grant.power:
        yield f"power {grant.power}"
    if grant.only_in_person:
        yield f"in person, or as {grant.also_as.replace('_', ' ').lower()}" if grant.also_as else "in person"
    for each in fields(grant):
        value = getattr(grant, each.name)
        if each.name not in TOLD and value != each.default:
            yield f"{each.name.replace('_', ' ')}: {value}"


def main(arguments: list[str]) -> int:
    """The command line; the exit code says whether the document was up to date."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    if parser.parse_args(arguments).check:
        stale = not is_up_to_date()
        sys.stdout.write(f"docs/access.md is out of date: {HOW}\n" if stale else "")
        return int(stale)
    DOCUMENT.write_text(document(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
