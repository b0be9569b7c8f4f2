"""What time alone demands of accounts: a base that did not answer is asked again, what was kept for that is forgotten.

Part of the deadline sweep. That an account is found twice, or by two runs, changes nothing: it is looked at again.
"""

from functools import partial

from chalicelib.aws.observability import logger
from chalicelib.aws.platform import Platform
from chalicelib.aws.unit_of_work import transact
from chalicelib.parties import service
from chalicelib.workflow.acts import system_act


def sweep(cloud: Platform) -> tuple[int, int]:
    """How many accounts were seen to, and how many could not be; one's failure never stops the rest of the run."""
    act = system_act(cloud, "account-sweep")
    seen_to = failed = 0
    for account_id in service.accounts_due(cloud.table, act.at):
        try:
            seen_to += transact(cloud.table, act, partial(service.see_to, cloud, account_id))
        except Exception:  # the edge of one account: logged, counted, raised together at the end
            logger.exception("account not seen to", extra={"account_id": account_id})
            failed += 1
    logger.info("accounts swept", extra={"seen_to": seen_to, "failed": failed})
    return seen_to, failed
