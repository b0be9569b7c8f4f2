"""What time alone demands of people: a base that did not answer is asked again, what was kept for that is forgotten,
guardians and representatives are asked about anew, help that has run its time is ended, partners are told again.

Part of the deadline sweep. That something is found twice, or by two runs, changes nothing: it is looked at again.
"""

from collections.abc import Callable, Mapping
from functools import partial

from chalicelib.aws.machine_time import machine_now
from chalicelib.aws.observability import logger
from chalicelib.aws.platform import Platform
from chalicelib.aws.unit_of_work import UnitOfWork, transact
from chalicelib.licences.telling import service as telling
from chalicelib.parties import service
from chalicelib.parties.assistance import service as assistance
from chalicelib.parties.due import due
from chalicelib.parties.guardians import service as guardians
from chalicelib.parties.organisations import service as organisations
from chalicelib.parties.organisations import standing
from chalicelib.workflow.acts import system_act


def sweep(cloud: Platform) -> tuple[int, int]:
    """How many parties were seen to, and how many could not be; one's failure never stops the rest of the run."""
    act, seers = system_act(cloud, "party-sweep"), _seers(cloud)
    seen_to = failed = 0
    for kind, name in due(cloud.table, act.at):
        try:
            seen_to += transact(cloud.table, act, partial(seers[kind], name))
        except Exception:  # the edge of one party: logged, counted, raised together at the end
            logger.exception("party not seen to", extra={"kind": kind, "party": name})
            failed += 1
    logger.info("parties swept", extra={"seen_to": seen_to, "failed": failed})
    return seen_to, failed


def _seers(cloud: Platform) -> Mapping[str, Callable[[str, UnitOfWork], bool]]:
    """What the key of a due row begins with → who sees to it, told whose it is."""
    now = machine_now()

    def guardianship(name: str, uow: UnitOfWork) -> bool:
        return guardians.see_to_guardianship(name, now, uow)

    return {
        "ACCOUNT": partial(service.see_to, cloud),
        "ASSISTANCE": partial(assistance.see_to, now),
        "ORGANISATION": partial(standing.see_to, now),
        "ORGANISATION-CLAIM": organisations.see_to_claim,
        "STATUS-MESSAGE": telling.see_to,
        "WARD-CLAIM": guardians.see_to_claim,
        "GUARDIANSHIP": guardianship,
    }
