"""What a clerk saw, of whom it is kept with the account."""

from datetime import datetime, timedelta

from pydantic import AwareDatetime

from chalicelib.kernel.value import Value
from chalicelib.parties.windows.documents import DocumentKind

LASTS = timedelta(hours=2)
"""For so long the clerk may go on with what the person came for."""


class WindowVisit(Value):
    """Who saw which document, when, and in which region (GB/T 2260)."""

    at: AwareDatetime
    by: str
    region: str
    document: DocumentKind

    def lasts(self, at: datetime) -> bool:
        """Whether it still goes on."""
        return at - self.at <= LASTS
