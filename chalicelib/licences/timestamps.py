"""The timestamp authority (时间戳服务机构, RFC 3161): it confirms that a signature was there at a moment."""

from chalicelib.aws.counterparty_http import CounterpartyHttp, Unavailable
from chalicelib.aws.platform import Platform

QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"
READ_SECONDS = 10.0
WARM = "licences.timestamps"


class TimestampAuthority:
    """An authority that answers at one address, by RFC 3161 §3.4."""

    def __init__(self, url: str) -> None:
        self._http = CounterpartyHttp(url, READ_SECONDS)

    def stamp(self, query: bytes) -> bytes:
        """The answer (DER) to a query (DER). Raises Unavailable or Refused."""
        answer = self._http.send("POST", "", {"Content-Type": QUERY, "Accept": REPLY}, query)
        if answer.headers.get("Content-Type", "").partition(";")[0] != REPLY:
            raise Unavailable("the answer is no timestamp")
        return answer.body


def timestamps_of(cloud: Platform) -> TimestampAuthority:
    """This deployment's authority; its connection is kept for the life of the process."""
    if WARM not in cloud.warm:
        cloud.warm[WARM] = TimestampAuthority(cloud.settings.timestamp_url)
    kept: TimestampAuthority = cloud.warm[WARM]
    return kept
