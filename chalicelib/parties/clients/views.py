"""What clients look like over HTTP."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import Field, StringConstraints

from chalicelib.http.shapes import Request, Shape
from chalicelib.parties.clients.model import Channel, Client, Limits

MOST_AN_HOUR = 600
DAYS_BOTH_COUNT = 7


class LimitsBody(Request):
    """How much may be asked for through a client."""

    codes_per_hour: int = Field(20, ge=1, le=MOST_AN_HOUR, description="One-time codes an hour for one address.")
    sessions_per_hour: int | None = Field(
        None, ge=1, le=MOST_AN_HOUR, description="Sessions an hour in all; left out: as many as there are."
    )

    @property
    def limits(self) -> Limits:
        return Limits(codes_per_hour=self.codes_per_hour, sessions_per_hour=self.sessions_per_hour)


class RegisterClient(LimitsBody):
    """A program through which people are to come, or a system that is to call."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=80)]
    channel: Channel
    region: str = Field(
        "", pattern=r"^(\d{6}|\d{9}|)$", description="Where a terminal or workplace stands; empty: anywhere."
    )
    is_confidential: bool = Field(True, description="Only clients of WEB and MOBILE may be without a secret.")


class ReplaceSecret(Request):
    """For how long the former secret still counts."""

    overlap_days: int = Field(
        DAYS_BOTH_COUNT, ge=0, le=30, description="Days; 0: it ends at once, when it may have been found out."
    )


class SuspendClient(Request):
    """Why nothing more is taken from it."""

    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=200)]


class ClientView(Shape):
    """A registered client; its secrets are known to itself only."""

    client_id: str
    client_name: str
    channel: Channel
    region: str | None = None
    is_confidential: bool
    is_suspended: bool
    codes_per_hour: int
    sessions_per_hour: int | None = None
    former_secret_until: datetime | None = Field(None, description="Until when the secret before the last one counts.")

    @classmethod
    def of(cls, client: Client) -> Self:
        return cls(
            client_id=client.id,
            client_name=client.name,
            channel=client.channel,
            region=client.region or None,
            is_confidential=client.is_confidential,
            is_suspended=client.is_suspended,
            codes_per_hour=client.limits.codes_per_hour,
            sessions_per_hour=client.limits.sessions_per_hour,
            former_secret_until=client.secrets[0].valid_until if client.secrets else None,
        )


class ClientWithSecret(Shape):
    """A client and its new secret, which is shown here and nowhere else."""

    client: ClientView
    client_secret: str | None = None

    @classmethod
    def of_both(cls, client: Client, secret: str | None) -> Self:
        return cls(client=ClientView.of(client), client_secret=secret)
