"""Consumer of S3's "Object Created": a file has arrived; is it the one that was declared?

If so, it moves from where it arrived to where it is kept. An object that nobody declared, or that is not what was
declared, is left to the bucket's lifecycle. Events come at least once; an upload is concluded by the first.
"""

from typing import Any

from chalice import Blueprint

from chalicelib.aws.observability import logger
from chalicelib.aws.platform import Platform, platform
from chalicelib.aws.unit_of_work import Overtaken, UnitOfWork
from chalicelib.kernel.canonical import sha256_hex
from chalicelib.materials import service
from chalicelib.materials.errors import NotDeclared
from chalicelib.materials.inspection import inspect
from chalicelib.workflow.acts import system_act
from chalicelib.workflow.consuming import delivered

functions = Blueprint(__name__)


@functions.lambda_function(name="receive_upload")
def receive_upload(event: dict[str, Any], context: Any) -> None:
    """Invoked for every new object of the materials bucket."""
    receive(platform(), str(delivered(event)["detail"]["object"]["key"]))


def receive(cloud: Platform, object_key: str) -> None:
    """Inspect the object under that key, and commit what was found."""
    try:
        upload = service.declared_under(cloud.table, object_key)
    except NotDeclared:
        logger.warning("an object that nobody declared", extra={"key_sha256": sha256_hex(object_key.encode())})
        return
    if not upload.awaited:
        return
    content, _ = cloud.materials.read(object_key)
    verdict = inspect(content, upload.file)
    if verdict.why is None:
        cloud.materials.write(upload.kept_key, content, media_type=upload.file.media_type)
    uow = UnitOfWork(cloud.table, system_act(cloud, upload.correlation_id))
    service.conclude(uow, upload, verdict)
    try:
        uow.commit()
    except Overtaken:
        logger.info("another delivery concluded this upload", extra={"upload_id": upload.id})
