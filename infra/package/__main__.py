"""`python -m infra.package`: build the deployment and say where it is."""

import sys

from infra.package.build import build

if __name__ == "__main__":
    sys.stdout.write(f"{build()}\n")
