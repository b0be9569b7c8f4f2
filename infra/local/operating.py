"""The operator's view of a running embedded cloud: a platform to act on it, and business time to move."""

import json
import time
from datetime import timedelta

from chalicelib.aws.business_time import OFFSET, REREAD_SECONDS
from chalicelib.aws.platform import Platform
from chalicelib.aws.rows import Put
from chalicelib.licences.authority import COUNTERPARTY
from chalicelib.workflow import deadline_timers
from chalicelib.workflow.orchestrations import of_input
from infra.bootstrap.catalogue import SEED, items_in
from infra.bootstrap.deployment import platform_of as deployed
from infra.bootstrap.secret_values import members_of
from infra.bootstrap.steps import Contents, Say, bootstrap
from infra.local.cloud import Cloud, certified, credentials_of
from infra.seed.staff import staff_entries


def platform_of(cloud: Cloud) -> Platform:
    """The deployed stack's table, buckets and machines, as the service's own code sees them."""
    return deployed(cloud.outputs(), cloud)


def fill(cloud: Cloud, say: Say = lambda line: None) -> None:
    """Bootstrap the stack: the sandbox's credentials, and the fictional staff and items of infra/seed."""
    platform, secrets = platform_of(cloud), cloud.client("secretsmanager")
    there = members_of(secrets, platform.settings.counterparty_secret_id)
    contents = Contents(
        staff=staff_entries(),
        items=items_in(SEED / "items"),
        chain=b"" if COUNTERPARTY in there else certified(cloud, platform.settings.licence_key_id),
        counterparties=credentials_of(cloud),
    )
    bootstrap(platform, secrets, contents, say)


def move_business_time(cloud: Cloud, ahead: timedelta) -> None:
    """Let business time run `ahead` of the machine's, and let every running deadline clock arm itself anew. Afterwards
    every function knows it.
    """
    platform = platform_of(cloud)
    platform.table.commit([Put({"pk": OFFSET.pk, "sk": OFFSET.sk, "seconds": int(ahead.total_seconds())})])
    time.sleep(REREAD_SECONDS)
    machines = cloud.client("stepfunctions")
    arn = f"{platform.settings.machine_arn_prefix}{deadline_timers.MACHINE}"
    for execution in machines.list_executions(stateMachineArn=arn, statusFilter="RUNNING")["executions"]:
        payload = json.loads(platform.orchestrator.input_of(execution["executionArn"]))
        deadline_timers.restart(platform, *of_input(deadline_timers.MACHINE, payload))
        platform.orchestrator.stop(execution["executionArn"], "business time was moved")
