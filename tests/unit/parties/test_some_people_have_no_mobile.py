"""Children, and people who registered at a window: an account without a mobile is an account like any other."""

from chalicelib.http.access import Role
from chalicelib.kernel.ids import new_ulid
from chalicelib.parties import service, store, ways_in
from chalicelib.parties.model import Account, Level
from chalicelib.parties.views import AccountView
from chalicelib.workflow.check_identity import conclude
from tests.support.people import ID_NUMBER, NAME, ask_identity_check, sources
from tests.support.platform import FakePlatform


def without_a_mobile(cloud: FakePlatform) -> Account:
    uow = cloud.unit_of_work()
    account = Account.open(id=new_ulid(cloud.wall.now()), mobile="", language="zh-CN", act=uow.act)
    store.save_account(uow, account, None)
    uow.commit()
    return account


def test_it_is_opened_checked_and_read_without_one(cloud: FakePlatform) -> None:
    account = without_a_mobile(cloud)
    conclude(cloud, sources(), ask_identity_check(cloud, account.id))
    read = service.read_account(cloud.table, account.id)
    assert (read.level, read.details().name, read.details().id_number) == (2, NAME, ID_NUMBER)
    assert read.details().mobile == ""
    assert AccountView.of(read).mobile is None


def test_many_of_them_meet_nowhere(cloud: FakePlatform) -> None:
    """An empty mobile is no mobile that two accounts could share."""
    first, second = without_a_mobile(cloud), without_a_mobile(cloud)
    assert not [key for key, _ in cloud.table.rows if key.startswith("MOBILE#")]
    for account in (first, second):
        principal = ways_in.load_principal(cloud.table, account.id)
        assert principal is not None
        assert (principal.id, principal.role, principal.level) == (account.id, Role.APPLICANT, Level.MOBILE)
