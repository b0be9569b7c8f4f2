"""AWS recorded once and replayed: botocore does all of its work, no server does any.

While recording, moto answers in this process. Afterwards every request is answered from memory by a `before-send`
hook: botocore has validated, serialised and signed it by then, and parses the answer as ever. What is left is the CPU
that the same calls cost anywhere, without a network.
"""

import copy
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import boto3
from botocore import xform_name
from botocore.awsrequest import AWSResponse
from moto import mock_aws
from moto.core.models import botocore_stubber

from chalicelib.aws.platform import CLIENT_CONFIG, PRESIGNING
from tests.support.round_trips import ListeningSession

WRITES = frozenset({"TransactWriteItems"})
"""Their requests differ each time (instants, random numbers), their answers do not."""


@dataclass(frozen=True)
class AwsCall:
    """One operation that the service asked for; `presigned` makes a URL and sends nothing. `client` is the one of
    somebody who configures nothing: what our configuration spares is not taken from what we are compared with.
    """

    client: Any
    operation: str
    parameters: dict[str, Any]
    presigned: bool

    def repeat(self) -> None:
        """The same again, and nothing else."""
        method = xform_name(self.operation)
        if self.presigned:
            self.client.generate_presigned_url(method, Params=self.parameters, ExpiresIn=900)
        else:
            getattr(self.client, method)(**self.parameters)


class RecordedAws(ListeningSession):
    """A session whose clients are answered from memory once `recording` is over."""

    def __init__(self) -> None:
        super().__init__()
        self._answers: dict[tuple[str, bytes], tuple[int, dict[str, str], bytes]] = {}
        self._calls: list[AwsCall] | None = None
        self._live = False
        self._plain: dict[str, Any] = {}
        self._list: list[tuple[str, int, dict[str, str], bytes]] = []
        self.events.register_first("before-send", self._answer)

    def client(self, *args: Any, **options: Any) -> Any:
        """A client that tells what it is asked for; configured as in production whoever makes it."""
        client = boto3.session.Session.client(self, *args, **{"config": CLIENT_CONFIG, **options})
        client.meta.events.register_first("provide-client-params", partial(self._note_call, client))
        return client

    @contextmanager
    def recording(self) -> Iterator[None]:
        """Meanwhile moto answers, and what it answers is kept."""
        with mock_aws():
            self._live = True
            yield
            self._live = False

    def calls_of(self, act: Callable[[], Any]) -> list[AwsCall]:
        """The operations that `act` asks for."""
        self._calls = []
        act()
        calls, self._calls = self._calls, None
        return calls

    @contextmanager
    def listing(self) -> Iterator[list[tuple[str, int, dict[str, str], bytes]]]:
        """What is answered meanwhile, in order: operation, status, headers, body."""
        self._list = []
        yield self._list

    def _note_call(self, client: Any, *, params: Any, model: Any, context: Any, **_: Any) -> None:
        if self._calls is not None:
            presigned = bool(context.get("is_presign_request"))
            self._calls.append(AwsCall(self._unconfigured(client), model.name, copy.deepcopy(params), presigned))

    def _unconfigured(self, client: Any) -> Any:
        """A client of the same service without any configuration, but for S3's present signature."""
        service = client.meta.service_model.service_name
        if service not in self._plain:
            config = PRESIGNING if service == "s3" else None
            self._plain[service] = boto3.session.Session.client(self, service, config=config)
        return self._plain[service]

    def _answer(self, event_name: str, request: Any, **_: Any) -> AWSResponse:
        operation = event_name.rpartition(".")[2]
        key = operation, b"" if operation in WRITES else bytes(request.body or b"")
        if self._live:
            given = botocore_stubber(event_name, request)
            self._answers[key] = given.status_code, dict(given.headers), given.content
            self._list.append((operation, *self._answers[key]))
        status, headers, body = self._answers[key]
        return AWSResponse(request.url, status, headers, Raw(body))


class Raw(io.BytesIO):
    """A body with the face of urllib3's response."""

    def stream(self, amt: int = 65536, **_: Any) -> Iterator[bytes]:
        while chunk := self.read(amt):
            yield chunk
