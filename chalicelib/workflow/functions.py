"""The functions behind events and timers, as the composition root declares them for the deployment."""

from chalicelib.workflow import (
    carry_out_jobs,
    check_identity,
    clock_task,
    count_coverage,
    delivery_task,
    issue_document,
    join_effects,
    lifecycle_task,
    notify,
    payment_task,
    receive_upload,
    relay,
    resolve_materials,
    revive,
    sweep_deadlines,
    tell_readers,
)

FUNCTIONS = (
    relay,
    notify,
    check_identity,
    resolve_materials,
    join_effects,
    receive_upload,
    lifecycle_task,
    payment_task,
    delivery_task,
    clock_task,
    issue_document,
    tell_readers,
    revive,
    sweep_deadlines,
    carry_out_jobs,
    count_coverage,
)
