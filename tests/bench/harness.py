"""What a measurement needs around it: the edge on a platform of its own, and a log that nobody reads."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chalicelib.aws.observability import logger
from chalicelib.aws.platform import Platform
from chalicelib.http import edge


@contextmanager
def edge_on(cloud: Platform) -> Iterator[None]:
    """Meanwhile requests are served on `cloud`."""
    standing, edge.platform = edge.platform, lambda: cloud  # type: ignore[assignment]
    try:
        yield
    finally:
        edge.platform = standing


@contextmanager
def quiet_log() -> Iterator[None]:
    """Meanwhile log lines are made and written as in production, to nowhere."""
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        standing = [(handler, handler.setStream(nowhere)) for handler in logger.handlers]
        try:
            yield
        finally:
            for handler, stream in standing:
                handler.setStream(stream)
