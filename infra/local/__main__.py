"""`python -m infra.local COMMAND`: the embedded cloud from the command line."""

import argparse
import sys
from collections.abc import Callable

from infra.local import cloud
from infra.local.cloud import Cloud


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


COMMANDS: dict[str, tuple[Callable[[], None], str]] = {
    "start": (_start, "start emulator and sandbox"),
    "deploy": (_deploy, "package, and create or update the stack"),
    "stop": (_stop, "end both, keeping their state"),
    "status": (_status, "say what runs where"),
}


def main() -> None:
    """Do what the command line asks."""
    parser = argparse.ArgumentParser(prog="python -m infra.local", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, (_, purpose) in COMMANDS.items():
        commands.add_parser(name, help=purpose)
    COMMANDS[parser.parse_args().command][0]()


if __name__ == "__main__":
    main()
