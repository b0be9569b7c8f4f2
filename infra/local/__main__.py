"""`python -m infra.local COMMAND`: the embedded cloud from the command line."""

import argparse
import sys
from collections.abc import Callable

from infra.local import cloud
from infra.local.cloud import Cloud
from infra.replay import QUEUES, replay


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _running() -> Cloud:
    found = cloud.find()
    if found is None:
        sys.exit("The embedded cloud is not running: `make run` starts it.")
    return found


def _start() -> None:
    _status_of(cloud.start())


def _deploy() -> None:
    up = cloud.start()
    for name, value in sorted(cloud.bring_up(up).items()):
        _say(f"{name:24} {value}")
    _status_of(up)


def _stop() -> None:
    cloud.stop()
    _say("The embedded cloud has ended; its state is kept in .local/.")


def _status() -> None:
    _status_of(_running())


def _status_of(up: Cloud) -> None:
    _say(f"emulator  {up.emulator.url}  (process {up.emulator.pid})")
    _say(f"sandbox   {up.sandbox.url}  (process {up.sandbox.pid})")
    _say(f"API       {up.base_url}")


def _logs(text: str) -> None:
    """Everything that the functions have logged so far and that holds a text, oldest first."""
    logs = _running().client("logs")
    groups = logs.describe_log_groups(logGroupNamePrefix="/aws/lambda/")["logGroups"]
    lines = []
    for group in groups:
        name = group["logGroupName"].rsplit("/", 1)[-1].split("-")[1]
        for page in logs.get_paginator("filter_log_events").paginate(logGroupName=group["logGroupName"]):
            lines += [(event["timestamp"], name, event["message"]) for event in page["events"]]
    for _, name, message in sorted(lines):
        if text in message and not message.startswith(("START ", "END ", "REPORT ")):
            _say(f"{name:16} {message}")


def _replay(queue: str) -> None:
    _say(f"{replay(cloud.STACK, queue, _running())} replayed")


COMMANDS: dict[str, tuple[Callable[[], None], str]] = {
    "start": (_start, "start emulator and sandbox"),
    "deploy": (_deploy, "package, and create or update the stack"),
    "stop": (_stop, "end both, keeping their state"),
    "status": (_status, "say what runs where"),
}
COMMANDS_WITH_TEXT: dict[str, tuple[Callable[[str], None], str]] = {
    "logs": (_logs, "what the functions have logged and holds TEXT"),
}


def main(arguments: list[str] | None = None) -> None:
    """Do what the command line asks; ends with 2 and a line on its use when it asks for nothing that there is."""
    parser = argparse.ArgumentParser(prog="python -m infra.local", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, (_, purpose) in COMMANDS.items():
        commands.add_parser(name, help=purpose)
    for name, (_, purpose) in COMMANDS_WITH_TEXT.items():
        commands.add_parser(name, help=purpose).add_argument("text", metavar="TEXT", nargs="?", default="")
    again = commands.add_parser("replay", help="hand the dead letters of function QUEUE to it again")
    again.add_argument("queue", choices=QUEUES, help=f"one of {', '.join(QUEUES)}")
    given = parser.parse_args(arguments)
    if given.command in COMMANDS:
        COMMANDS[given.command][0]()
    elif given.command == "replay":
        _replay(given.queue)
    else:
        COMMANDS_WITH_TEXT[given.command][0](given.text)


if __name__ == "__main__":
    main()
