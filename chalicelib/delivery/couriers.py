"""The courier of a deployment: Kuaidi100 (快递100), which calls the post (EMS).

Results are official documents, and those are reserved to the post (邮政法第五十五条).
"""

from dataclasses import replace

from chalicelib.aws.counterparty_http import keyed_digest
from chalicelib.aws.machine_time import machine_now
from chalicelib.aws.platform import Platform
from chalicelib.delivery.kuaidi100 import Kuaidi100, Kuaidi100Credentials

COMPANY = "ems"
SALT_CHARACTERS = 32
WARM = "delivery.kuaidi100"


def courier_for(platform: Platform, shipment_id: str) -> Kuaidi100:
    """The courier, as it books this shipment."""
    return Kuaidi100(credentials_for(platform, shipment_id), platform.settings.kuaidi100_url, now=machine_now)


def credentials_for(platform: Platform, shipment_id: str) -> Kuaidi100Credentials:
    """Our credentials with a salt for this shipment alone: a push that was overheard proves nothing elsewhere."""
    if WARM not in platform.warm:
        platform.warm[WARM] = Kuaidi100Credentials(**platform.secrets.counterparty("kuaidi100"))
    ours: Kuaidi100Credentials = platform.warm[WARM]
    return replace(ours, salt=keyed_digest(ours.salt, shipment_id)[:SALT_CHARACTERS])
