"""What the HTTP client under botocore costs: the same call once answered in memory, once by a process next door.

Run as a program it is that process: it answers every request with one canned body, on a port that it prints.
"""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any, BinaryIO

import boto3
from botocore.awsrequest import AWSResponse

from chalicelib.aws.platform import CLIENT_CONFIG
from tests.bench.recorded_aws import Raw
from tests.support.round_trips import KEYS

BODY = b'{"Item": {"pk": {"S": "CASE#case-1"}, "sk": {"S": "SNAPSHOT"}, "body": {"S": "' + b"x" * 2500 + b'"}}}'
KEY = {"pk": {"S": "CASE#case-1"}, "sk": {"S": "SNAPSHOT"}}
ROUNDS = 300
WARM_UP = 30


def http_client_seconds() -> float:
    """CPU of one round trip's HTTP (no TLS) beyond what botocore does itself."""
    in_memory = boto3.client("dynamodb", config=CLIENT_CONFIG, **KEYS)
    in_memory.meta.events.register_first("before-send", _answered)
    with _neighbour() as url:
        over_http = boto3.client("dynamodb", endpoint_url=url, config=CLIENT_CONFIG, **KEYS)
        costs = [(_cost(over_http), _cost(in_memory)) for _ in range(ROUNDS)][WARM_UP:]
    return median(sent for sent, _ in costs) - median(kept for _, kept in costs)


def _cost(client: Any) -> float:
    before = time.process_time()
    client.get_item(TableName="table", Key=KEY, ConsistentRead=True)
    return time.process_time() - before


def _answered(request: Any, **_: Any) -> AWSResponse:
    return AWSResponse(request.url, 200, {"Content-Type": "application/x-amz-json-1.0"}, Raw(BODY))


@contextmanager
def _neighbour() -> Iterator[str]:
    process = subprocess.Popen([sys.executable, "-m", __name__], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
    finally:
        process.terminate()
        process.wait()


def _serve(listener: socket.socket) -> None:
    """One connection at a time, kept alive."""
    head = (
        f"HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: {len(BODY)}\r\n\r\n".encode()
    )
    while True:
        connection, _ = listener.accept()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with connection, connection.makefile("rb") as stream:
            while _read_request(stream):
                connection.sendall(head + BODY)


def _read_request(stream: BinaryIO) -> bool:
    length = 0
    while line := stream.readline().strip():
        name, _, value = line.partition(b":")
        length = int(value) if name.lower() == b"content-length" else length
    return bool(length and stream.read(length))


if __name__ == "__main__":
    with socket.create_server(("127.0.0.1", 0)) as server:
        sys.stdout.write(f"{server.getsockname()[1]}\n")
        sys.stdout.flush()
        _serve(server)
