"""The AWS emulator with a witness: every request that reaches it is noted, one JSON line each.

Run as a program in place of `python -m ministack`; the file is named by the environment variable OBSERVED.
"""

import json
import os
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from ministack import app as emulator

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]

API_PREFIX = "/restapis/"
USER_REQUEST = "/_user_request_"


def witness(application: Application, file: Path) -> Application:
    """`application`, with a line in `file` for every call of the deployed API and of an AWS service."""

    async def observed(scope: Message, receive: Receive, send: Send) -> None:
        headers = {name.decode().lower(): value.decode() for name, value in scope.get("headers", [])}
        target = headers.get("x-amz-target", "")
        if scope["type"] == "http" and scope["path"].startswith(API_PREFIX):
            _note(file, {"api": f"{scope['method']} {scope['path'].partition(USER_REQUEST)[2]}"})
        if not target:
            await application(scope, receive, send)
            return
        request, answer = _Heard(), _Heard()
        await application(scope, request.while_receiving(receive), answer.while_sending(send))
        service, operation = re.split("[_.]", target)[0], target.rpartition(".")[2]
        exchange = {"request": request.document(), "status": answer.status, "answer": answer.document()}
        _note(file, {"caller": _access_key(headers), "operation": f"{service}.{operation}", **exchange})

    return observed


class _Heard:
    """The body of one direction of a request."""

    def __init__(self) -> None:
        self._body = bytearray()
        self.status = 0

    def while_receiving(self, receive: Receive) -> Receive:
        async def heard() -> Message:
            message = await receive()
            self._body += message.get("body", b"")
            return message

        return heard

    def while_sending(self, send: Send) -> Send:
        async def heard(message: Message) -> None:
            self.status = message.get("status", self.status)
            self._body += message.get("body", b"")
            await send(message)

        return heard

    def document(self) -> Any:
        try:
            return json.loads(self._body or b"null")
        except ValueError:
            return None


def _access_key(headers: dict[str, str]) -> str:
    return headers.get("authorization", "").partition("Credential=")[2].partition("/")[0]


def _note(file: Path, line: dict[str, Any]) -> None:
    with file.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(line, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    emulator.app = witness(emulator.app, Path(os.environ["OBSERVED"]))
    emulator.main()
