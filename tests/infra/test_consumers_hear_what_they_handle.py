"""The rules of the bus and the tables of the consumers name the same events."""

from typing import Any

import pytest

from chalicelib.jobs.model import JobContinued, JobStarted
from chalicelib.parties.account_events import CertificateCheckRequested, FaceCheckRequested, IdentityCheckRequested
from chalicelib.workflow import check_guardianship, check_organisation, issue_document, tell_readers
from chalicelib.workflow.check_identity import MERGED
from chalicelib.workflow.count_coverage import COUNTED
from chalicelib.workflow.join_effects import EFFECTS
from chalicelib.workflow.notify import BUILDERS
from infra.package.build import ROOT
from infra.package.merge import members
from tests.infra.conftest import Resources

RULES: dict[str, Any] = dict(members(ROOT / "infra" / "resources" / "consumers.yaml"))
HANDLED = {
    "Notify": set(BUILDERS),
    "JoinEffects": set(EFFECTS),
    "CheckIdentity": {
        IdentityCheckRequested.type,
        FaceCheckRequested.type,
        CertificateCheckRequested.type,
        *check_organisation.HEARD,
        *MERGED,
        *check_guardianship.HEARD,
    },
    "ResolveMaterials": {"case.Decided", "case.DraftOpened", "case.MovedToVersion"},
    "CarryOutJobs": {JobStarted.type, JobContinued.type},
    "CountCoverage": set(COUNTED),
    "TellReaders": set(tell_readers.HEARD),
    "IssueDocument": set(issue_document.EFFECTS),
}


@pytest.mark.parametrize("name", HANDLED)
def test_rule_lets_through_exactly_what_the_consumer_handles(name: str) -> None:
    pattern = RULES[name]["EventPattern"]
    assert pattern["source"] == ["bujianmian"]
    assert set(pattern["detail-type"]) == HANDLED[name]


def test_departments_are_counted_by_as_few_functions_as_may_be(resources: Resources) -> None:
    """Each counts all that a department has: ten at once would do the same work ten times (Lambda's least is two)."""
    assert resources["CountCoverageDeliveries"]["Properties"]["ScalingConfig"] == {"MaximumConcurrency": 2}
    assert resources["NotifyDeliveries"]["Properties"]["ScalingConfig"] == {"MaximumConcurrency": 10}
