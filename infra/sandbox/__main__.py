"""`python -m infra.sandbox --state-dir DIR [--port 0] [--clamd-port 0] [--secrets-out FILE] [--time-scale 1.0]`"""

import argparse
import signal
import sys
from pathlib import Path
from types import FrameType

from infra.sandbox.keys import write_secret
from infra.sandbox.server import Sandbox


def main() -> None:
    """Serve until SIGTERM or SIGINT. The address is printed, the port also written to `DIR/port`."""
    wanted = _arguments()
    sandbox = Sandbox(wanted.state_dir, wanted.port, wanted.time_scale, clamd_port=wanted.clamd_port)
    if wanted.secrets_out:
        write_secret(wanted.secrets_out, sandbox.secret)
    sys.stdout.write(f"{sandbox.base_url}\n")
    sys.stdout.flush()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _leave)
    try:
        sandbox.wait()
    except KeyboardInterrupt:
        sandbox.close()


def _leave(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m infra.sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--clamd-port", type=int, default=0, help="where the malware scanner listens; 0: a free one")
    parser.add_argument("--state-dir", type=Path, required=True, help="keys, orders, shipments, messages, calls")
    parser.add_argument("--secrets-out", type=Path, help="where to write the counterparty secret as JSON")
    parser.add_argument("--time-scale", type=float, default=1.0, help="factor on every retry pause")
    return parser.parse_args()


main()
