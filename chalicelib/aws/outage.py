"""Telling what passes by itself (a service is away, throttles, is closed to us) from what one record brings about."""

from botocore.exceptions import BotoCoreError, ClientError, ParamValidationError

from chalicelib.aws.bus import NotPublished
from chalicelib.aws.table import Busy, Throttled

SERVER_ERROR, TOO_MANY = 500, 429
PASSING = frozenset(
    {
        # too much at a time
        *("Throttling", "ThrottlingException", "ThrottlingError", "ThrottledException", "RequestThrottled"),
        *("RequestThrottledException", "TooManyRequestsException", "ProvisionedThroughputExceeded"),
        *("ProvisionedThroughputExceededException", "RequestLimitExceeded", "LimitExceededException", "SlowDown"),
        *("ExecutionLimitExceeded", "TransactionConflict", "TransactionInProgressException", "KmsThrottlingException"),
        # the service is not well
        *("InternalFailure", "InternalException", "InternalError", "InternalServerError", "ServiceUnavailable"),
        *("ServiceUnavailableException", "RequestTimeout", "RequestTimeoutException"),
        # the deployment is not well: true of every record, until somebody mends it
        *("AccessDenied", "AccessDeniedException", "KmsAccessDeniedException", "UnrecognizedClientException"),
        *("ExpiredToken", "ExpiredTokenException", "InvalidSignatureException", "ResourceNotFoundException"),
        *("StateMachineDoesNotExist", "StateMachineDeleting"),
    }
)


class Outage(Exception):
    """Something that we need is not there now. Nothing is wrong with what was to be done: do it again later."""


def is_outage(error: Exception) -> bool:
    """Whether `error` says nothing about the record at hand, so that the same will work later."""
    if isinstance(error, NotPublished):
        return not PASSING.isdisjoint(error.failed.values())
    if isinstance(error, ClientError):
        return _is_passing(error)
    if isinstance(error, BotoCoreError):
        return not isinstance(error, ParamValidationError)
    return isinstance(error, (Outage, Busy, Throttled, OSError))


def is_outage_of_aws(error: Exception) -> bool:
    """Whether a service of AWS is away; not a file or a socket of our own."""
    return is_outage(error) and (isinstance(error, BotoCoreError) or not isinstance(error, OSError))


def _is_passing(error: ClientError) -> bool:
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    reasons = error.response.get("CancellationReasons", [])
    codes = {error.response.get("Error", {}).get("Code", ""), *(reason.get("Code") for reason in reasons)}
    return status >= SERVER_ERROR or status == TOO_MANY or not PASSING.isdisjoint(codes)
