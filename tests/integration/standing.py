"""Who is there before a scene begins."""

from chalicelib.parties import store as parties
from chalicelib.parties.lookup import lookup_key
from chalicelib.parties.model import Account, Level
from tests.integration.staging import Stage
from tests.support.cases import WHO
from tests.support.people import MOBILE


def account_at(stage: Stage, level: int = 1) -> Account:
    """`WHO`, identified at that level."""
    opened = Account.open(id=WHO.account_id, mobile=MOBILE, language="zh-CN", act=stage.act)
    opened.level, opened.name, opened.id_number = Level(level), WHO.name, WHO.id_number
    uow = stage.unit_of_work()
    parties.save_account(uow, opened, lookup_key(stage.cloud, "mobile", MOBILE))
    uow.commit()
    return opened
