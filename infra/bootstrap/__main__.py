"""Fill a fresh stack, so that its first official can sign in and people can apply. May be repeated: says what is there.

    python -m infra.bootstrap --stack-name NAME --operator "ID,NAME,MOBILE,REGION" [--catalogue FILE] …

The caller's ordinary AWS settings say where. docs/runbook.md, "After the first deployment", says in which order.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import ClientError

from chalicelib.kernel.errors import DomainError
from chalicelib.parties.provisioning.rows import row_of
from chalicelib.parties.staff import StaffEntry
from infra.bootstrap import catalogue
from infra.bootstrap.certificate import request_of
from infra.bootstrap.deployment import platform_of
from infra.bootstrap.errors import BadInput
from infra.bootstrap.steps import Contents, bootstrap
from infra.deploy import outputs

OPERATOR = ("id", "name", "mobile", "region")


def operator_in(text: str) -> StaffEntry:
    """Raises `BadInput`, with every fault."""
    cells = [cell.strip() for cell in text.split(",")]
    if len(cells) != len(OPERATOR):
        raise BadInput(f"--operator is {','.join(OPERATOR).upper()}: {len(OPERATOR)} parts with commas between them")
    row = row_of(1, {**dict(zip(OPERATOR, cells, strict=True)), "role": "operator"}, surplus=False)
    if row.entry is None:
        raise BadInput("--operator: " + "; ".join(fault.detail.en for fault in row.faults))
    return row.entry


def told(error: DomainError) -> str:
    """A refusal of the service as text: what, where, and what to do."""
    places = [f"  {pointer.pointer}: {pointer.detail.en}" for pointer in error.pointers]
    return "\n".join(
        [error.title.in_language("en", error.facts), *places, error.next_step.in_language("en", error.facts)]
    )


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m infra.bootstrap", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--stack-name", required=True)
    parser.add_argument("--operator", required=True, metavar="ID,NAME,MOBILE,REGION", help="who imports the staff list")
    parser.add_argument("--seed", type=Path, default=catalogue.SEED, help="folder of registers, calendars and target")
    parser.add_argument("--catalogue", default=str(catalogue.SEED / "items"), help="file or folder of items, or: none")
    parser.add_argument("--certificate", type=Path, help="chain of the licence key, PEM, the key's own first")
    parser.add_argument("--certificate-request", type=Path, help="write a request for the licence key to this file")
    parser.add_argument("--organisation", help="in whose name the certificate is requested")
    parser.add_argument("--endpoint-url", help="of another cloud than AWS")
    options = parser.parse_args(arguments)
    if options.certificate_request and not options.organisation:
        parser.error("--certificate-request needs --organisation")
    return options


class _Session(boto3.session.Session):
    """The caller's ordinary settings, at an endpoint of its own where one is named."""

    endpoint_url: str | None = None

    def client(self, service_name: str, **options: Any) -> Any:
        return super().client(service_name, **{"endpoint_url": self.endpoint_url, **options})


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    session = _Session()
    session.endpoint_url = options.endpoint_url
    try:
        _run(session, options)
    except (BadInput, DomainError) as refusal:
        sys.stderr.write(f"{told(refusal) if isinstance(refusal, DomainError) else refusal}\n")
        return 1
    return 0


def _outputs(stack: str, session: Any) -> dict[str, str]:
    try:
        found = outputs(stack, session.client("cloudformation"))
    except ClientError as error:
        if error.response["Error"]["Code"] != "ValidationError":
            raise
        raise BadInput(f"there is no stack {stack} in this account and region: deploy it first") from error
    if "RelayName" not in found:
        raise BadInput(f"the stack {stack} is not complete: wait for its deployment, or deploy it again")
    return found


def _run(session: Any, options: argparse.Namespace) -> None:
    contents = Contents(
        staff=[operator_in(options.operator)],
        seed=options.seed,
        items=[] if options.catalogue == "none" else catalogue.items_in(Path(options.catalogue)),
        chain=catalogue.read(options.certificate) if options.certificate else b"",
    )
    platform = platform_of(_outputs(options.stack_name, session), session)
    bootstrap(platform, session.client("secretsmanager"), contents, lambda line: sys.stdout.write(f"{line}\n"))
    if options.certificate_request:
        options.certificate_request.write_bytes(request_of(platform.licence_key, options.organisation))
        sys.stdout.write(f"certificate request: {options.certificate_request}\n")


if __name__ == "__main__":
    sys.exit(main())
