"""`python -m infra.local.verify CASE`: check a case's hash chain in the running embedded cloud.

The checking itself is `infra.tools.verify_chain`, which shares no code with what wrote the chain.
"""

import os
import subprocess
import sys

from infra.local import cloud
from infra.local.cloud import CREDENTIALS, REGION

USAGE = "usage: make verify CASE=<case id or number>, while the embedded cloud runs (make run)\n"


def main() -> None:
    """Ends with the verifier's own exit code, or with 2 when it could not be asked."""
    up = cloud.find() if len(sys.argv) == 2 and sys.argv[1] else None  # noqa: PLR2004 - the program's name and the case
    if up is None:
        sys.stderr.write(USAGE)
        sys.exit(2)
    where = ["--endpoint-url", up.emulator.url, "--region", REGION, "--table", up.outputs()["TableName"]]
    command = [sys.executable, "-m", "infra.tools.verify_chain", *where, "--case", sys.argv[1]]
    sys.exit(subprocess.run(command, env={**os.environ, **CREDENTIALS}, check=False).returncode)


if __name__ == "__main__":
    main()
