"""The publication rules as a page for people: `docs/publication-rules.md` is this text, and a test keeps it so."""

from chalicelib.catalogue.checks import RULES

HEAD = """# Publication rules (发布校验规则)

What an item has to be before anybody may apply for it. Every rule is a function in `chalicelib/catalogue/checks/`, and
this page is written from them (`chalicelib/catalogue/checks/listing.py`): change the rule, not the page. The API lists
them too: `GET /v1/catalogue/publication-rules`. An answer names every place that breaks a rule at once. A name without
English is remarked on (`english-name-wanted`) and hinders nothing.

| Rule | What it demands | Basis |
|---|---|---|
"""


def rules_page() -> str:
    """The page, in Markdown."""
    lines = (
        f"| `{rule.code}` | {rule.demand.zh}<br>{rule.demand.en} | {rule.basis.zh}<br>{rule.basis.en} |\n"
        for rule in RULES
    )
    return HEAD + "".join(lines)
