"""The operator's view of a running embedded cloud: a platform to act on it, and business time to move."""

import json
import time
from datetime import timedelta

from chalicelib.aws.business_time import OFFSET, REREAD_SECONDS
from chalicelib.aws.platform import Platform
from chalicelib.aws.rows import Put
from chalicelib.aws.settings import Settings
from chalicelib.workflow import deadline_timers
from chalicelib.workflow.orchestrations import of_input
from infra.local.cloud import Cloud


def platform_of(cloud: Cloud) -> Platform:
    """The deployed stack's table, buckets and machines, as the service's own code sees them."""
    outputs = cloud.outputs()
    environment = {
        "STAGE": "local",
        "TABLE_NAME": outputs["TableName"],
        "QUARANTINE_BUCKET": outputs["QuarantineBucketName"],
        "MATERIALS_BUCKET": outputs["MaterialsBucketName"],
        "DOCUMENTS_BUCKET": outputs["DocumentsBucketName"],
        "BUS_NAME": outputs["BusName"],
        "TOKEN_KEY_ID": outputs["TokenKeyId"],
        "LICENCE_KEY_ID": outputs["LicenceKeyId"],
        "INTERNAL_SECRET_ID": outputs["InternalSecretId"],
        "KEY_RING_SECRET_ID": outputs["KeyRingSecretId"],
        "COUNTERPARTY_SECRET_ID": outputs["CounterpartySecretId"],
        "MACHINE_ARN_PREFIX": outputs["MachineArnPrefix"],
        "PUBLIC_BASE_URL": outputs["BaseUrl"],
        "ALLOWED_ORIGINS": "",
        "BUSINESS_TIME": "movable",
        "WARM_SECONDS": "1",
        "ALARM_SPREAD_SECONDS": "1",
        "RETENTION_DAYS": "1",
        "OBJECTION_DAYS": "5",
        "VAULT_VALID_MONTHS": "12",
        **dict.fromkeys(
            (
                *("WECHAT_PAY_URL", "KUAIDI100_URL", "LICENCE_BASE_URL", "SMS_URL"),
                *("POPULATION_URL", "FACE_URL", "CA_URL", "LEGAL_PERSONS_URL", "TIMESTAMP_URL"),
            ),
            cloud.sandbox.url,
        ),
    }
    return Platform(Settings.from_environment(environment), session=cloud)


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
