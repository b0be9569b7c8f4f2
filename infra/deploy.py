"""Publish a built package and create or update its stack: the same steps for the embedded cloud and for AWS.

    python -m infra.deploy --stack-name NAME --bucket ARTIFACTS [--package build/package] [--yes] [Parameter=value …]

Shows what would change and asks before it changes anything. Without a terminal it needs `--yes`; otherwise it leaves
the change set behind for somebody to look at, and exits with 3. Parameters that are not given keep their values. The
caller's ordinary AWS settings say where; nothing here knows an account, a region or a partition.
"""

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import boto3

from infra.change_set import Change, ChangeSet, DeploymentError, prepare
from infra.package.build import BUILD, TEMPLATE
from infra.publish import publish

NOT_EXECUTED = 3
Approve = Callable[[list[Change]], bool]


class NotApproved(Exception):
    """Nothing was changed; the message names the change set, which can still be executed."""


def deploy(
    stack: str,
    bucket: str,
    parameters: Mapping[str, str],
    *,
    package: Path = BUILD / "package",
    tags: Mapping[str, str] | None = None,
    session: Any = None,
    approve: Approve = lambda changes: True,
) -> dict[str, str]:
    """Publish a package, bring the stack to it, wait, and return the stack's outputs.

    `approve` is shown the changes, if there are any. Raises `NotApproved` if it refuses them, and `DeploymentError`.
    """
    session = session or boto3.Session()
    cloudformation = session.client("cloudformation")
    declared = json.loads((package / TEMPLATE).read_text(encoding="utf-8"))["Parameters"]
    url = publish(package, bucket, session)
    found = prepare(cloudformation, stack, template_url=url, declared=declared, parameters=parameters, tags=tags or {})
    if found:
        _execute(found, approve)
    cloudformation.update_termination_protection(StackName=stack, EnableTerminationProtection=True)
    return outputs(stack, cloudformation)


def outputs(stack: str, cloudformation: Any) -> dict[str, str]:
    """What the deployed stack says about itself."""
    described = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
    return {output["OutputKey"]: output["OutputValue"] for output in described.get("Outputs", [])}


def _execute(found: ChangeSet, approve: Approve) -> None:
    if not approve(found.changes()):
        raise NotApproved(f"Nothing was changed; the change set is {found.name} of {found.stack}.")
    found.execute()


def ask(changes: list[Change]) -> bool:
    """Show changes on the error output, and ask whoever sits at the terminal; nobody there means no."""
    show(changes)
    if not sys.stdin.isatty():
        return False
    sys.stderr.write("Execute these changes? [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in {"y", "yes"}


def show(changes: list[Change]) -> bool:
    """Show changes on the error output, replacements marked, and approve them."""
    for change in changes:
        sys.stderr.write(f"{change}\n")
    return True


def main(arguments: list[str]) -> int:
    """The command line; prints the outputs as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stack-name", required=True)
    parser.add_argument("--bucket", required=True, help="bucket that receives the package")
    parser.add_argument("--package", type=Path, default=BUILD / "package")
    parser.add_argument("--yes", action="store_true", help="execute without asking")
    parser.add_argument("parameters", nargs="*", metavar="Parameter=value")
    given = parser.parse_args(arguments)
    parameters = dict(pair.split("=", 1) for pair in given.parameters)
    approve = show if given.yes else ask
    try:
        found = deploy(given.stack_name, given.bucket, parameters, package=given.package, approve=approve)
    except NotApproved as refusal:
        sys.stderr.write(f"{refusal}\n")
        return NOT_EXECUTED
    except DeploymentError as failure:
        sys.stderr.write(f"{failure}\n")
        return 1
    sys.stdout.write(json.dumps(found, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
