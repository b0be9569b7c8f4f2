"""Consumer: carries out jobs. A job longer than one function lives is handed on to the next one by its own event."""

from collections.abc import Mapping
from functools import partial
from time import sleep
from typing import Any

from chalice import Blueprint

from chalicelib.aws.observability import logger
from chalicelib.aws.platform import platform
from chalicelib.cases.retention.service import RETAIN
from chalicelib.catalogue.calendars.service import CHECK, RECOMPUTE
from chalicelib.catalogue.files.service import EXPORT_ITEMS, IMPORT_ITEMS
from chalicelib.catalogue.publishing.service import PUBLISH_BATCH
from chalicelib.jobs.service import Handler, run
from chalicelib.parties.provisioning.service import IMPORT_STAFF
from chalicelib.parties.resealing.service import RESEAL
from chalicelib.parties.subject_access.service import EXPORT_SUBJECT
from chalicelib.workflow.calendar_jobs import check_calendar, recompute_deadlines
from chalicelib.workflow.catalogue_jobs import export_items, import_items
from chalicelib.workflow.consuming import received
from chalicelib.workflow.publication_jobs import publish_batch
from chalicelib.workflow.reseal_rows import reseal_rows
from chalicelib.workflow.retention_run import retain
from chalicelib.workflow.staff_jobs import import_staff
from chalicelib.workflow.subject_export import export_subject

functions = Blueprint(__name__)

HANDLERS: Mapping[str, Handler] = {
    PUBLISH_BATCH: publish_batch,
    IMPORT_ITEMS: import_items,
    EXPORT_ITEMS: export_items,
    CHECK: check_calendar,
    RECOMPUTE: recompute_deadlines,
    IMPORT_STAFF: import_staff,
    EXPORT_SUBJECT: export_subject,
    RETAIN: retain,
    RESEAL: partial(reseal_rows, pause=sleep),
}
"""Job kind → what carries it out."""


@functions.lambda_function(name="carry_out_jobs")
def carry_out_jobs(event: dict[str, Any], context: Any) -> dict[str, str]:
    """Invoked by the bus with `job.Started` and `job.Continued`; says where the job stands afterwards."""
    news = received(event)
    logger.append_keys(correlation_id=news.correlationid)
    status = run(platform(), news.subject, HANDLERS, context.get_remaining_time_in_millis)
    return {"job_id": news.subject, "status": status}
