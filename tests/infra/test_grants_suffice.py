"""A policy grants all that its function's code can come to call, however far from the function that is."""

import pytest

from tests.support.grants import functions, granted, needed


@pytest.mark.parametrize("function", functions())
def test_every_action_that_can_be_called_is_granted(function: str) -> None:
    assert needed(function) - granted(function) == set()


def test_the_calls_are_followed_through_jobs_and_conditions() -> None:
    """Two that were once missing: behind a table of job kinds and a protocol, and within a transaction."""
    asked = needed("carry_out_jobs")
    assert ("secretsmanager:GetSecretValue", "InternalSecret") in asked
    assert ("dynamodb:ConditionCheckItem", "Table") in asked & needed("check_identity")


def test_the_bucket_is_told_by_whose_object_it_is() -> None:
    asked = needed("issue_document")
    assert ("s3:PutObject", "DocumentsBucket") in asked
    assert ("s3:PutObject", "MaterialsBucket") not in asked
