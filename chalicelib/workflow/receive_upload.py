"""Consumer of S3's "Object Created": a file has arrived; is it the one that was declared?

An object that nobody declared is left to the bucket's lifecycle. Events come at least once; an upload is concluded
by the first.
"""

from collections.abc import Mapping
from typing import Any

from chalice import Blueprint

from chalicelib.aws.observability import logger
from chalicelib.aws.platform import Platform, platform
from chalicelib.aws.unit_of_work import Overtaken, UnitOfWork
from chalicelib.kernel.events import SYSTEM, Act
from chalicelib.materials import service
from chalicelib.materials.errors import NotDeclared
from chalicelib.materials.inspection import inspect

functions = Blueprint(__name__)


@functions.lambda_function(name="receive_upload")
def receive_upload(event: dict[str, Any], context: Any) -> None:
    """Invoked by the default bus for every new object of the materials bucket."""
    receive(platform(), event)


def receive(cloud: Platform, event: Mapping[str, Any]) -> None:
    """Inspect the object that `event` names, and commit what was found."""
    key = str(event["detail"]["object"]["key"])
    try:
        upload = service.declared_under(cloud.table, key)
    except NotDeclared:
        logger.warning("an object that nobody declared", extra={"event_id": event.get("id", "")})
        return
    if not upload.awaited:
        return
    content, _ = cloud.materials.read(key)
    act = Act(actor=SYSTEM, at=cloud.clock.now(), correlation_id=str(event.get("id", upload.id)))
    uow = UnitOfWork(cloud.table, act)
    service.conclude(uow, upload, inspect(content, upload.file))
    try:
        uow.commit()
    except Overtaken:
        logger.info("another delivery concluded this upload", extra={"upload_id": upload.id})
