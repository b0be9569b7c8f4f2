"""A process that serves one request and ends: `python -m tests.bench.cold_process FILE`, as a function starts cold.

FILE holds the request and what AWS answers to it, in order. Prints the CPU seconds of importing the application, and of
everything between that and the answer (what the route's module imports, clients, validators, the request itself), and
how many modules of ours were loaded.
"""

import pickle
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

CONTEXT = SimpleNamespace(aws_request_id="bench", function_name="api", memory_limit_in_mb=1024)


def serve(file: Path) -> tuple[float, float, int]:
    """CPU seconds of the import and of the first request; modules."""
    before = time.process_time()
    import app  # noqa: PLC0415 - this import is what is measured

    imported = time.process_time()
    _deploy(file)
    event = pickle.loads(file.read_bytes())["event"]
    begun = time.process_time()
    answer = app.app(event, CONTEXT)
    ended = time.process_time()
    if answer["statusCode"] >= 300:  # noqa: PLR2004 - any success
        raise AssertionError(answer)
    return imported - before, ended - begun, sum(name.startswith("chalicelib") for name in sys.modules)


def _deploy(file: Path) -> None:
    """Have the edge find a platform whose clients are answered from `file`; none of them is made yet."""
    from chalicelib.aws.platform import Platform  # noqa: PLC0415 - only after the import that is measured
    from chalicelib.http import edge  # noqa: PLC0415

    recorded = pickle.loads(file.read_bytes())
    cloud = Platform(recorded["settings"], Replay(recorded["answers"]))
    cloud.clock = SimpleNamespace(now=lambda: recorded["now"])  # type: ignore[assignment]
    edge.platform = lambda: cloud  # type: ignore[assignment]


class Replay:
    """A session whose clients do all of their work, and are answered from a list."""

    def __init__(self, answers: list[tuple[str, int, dict[str, str], bytes]]) -> None:
        from botocore.session import get_session  # noqa: PLC0415

        self._answers = iter(answers)
        self._session = get_session()
        self._session.set_credentials("testing", "testing")
        self._session.get_component("event_emitter").register_first("before-send", self._answer)

    def client(self, service: str, **options: Any) -> Any:
        """A client of the service, made as in production."""
        return self._session.create_client(service, region_name="us-east-1", **options)

    def _answer(self, event_name: str, request: Any, **_: Any) -> Any:
        from botocore.awsrequest import AWSResponse  # noqa: PLC0415

        operation, status, headers, body = next(self._answers)
        if not event_name.endswith(f".{operation}"):
            raise AssertionError(f"{event_name} instead of {operation}")
        return AWSResponse(request.url, status, headers, SimpleNamespace(stream=lambda *_, **__: iter([body])))


if __name__ == "__main__":
    sys.stdout.write(" ".join(map(str, serve(Path(sys.argv[1])))) + "\n")
