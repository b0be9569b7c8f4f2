"""A case of an item whose rules and contract may follow after acceptance, and the days on which they are due."""

from chalicelib.cases.model import Case
from tests.support.cases import advise_all, an_accepted_case_with_materials_to_follow, pay
from tests.support.clocks import on
from tests.support.items import late_item

ITEM = late_item()
MONDAY, LAST_OF_RULES, LAST_OF_CONTRACT = on(3, 2), on(3, 9), on(3, 12)
AFTER_RULES = on(3, 10, 0)


def accepted() -> Case:
    """Accepted on a Monday, and everything is missing that may follow."""
    return an_accepted_case_with_materials_to_follow()


def ready_to_decide() -> Case:
    """Advised and paid besides."""
    case = accepted()
    advise_all(case)
    pay(case)
    return case
