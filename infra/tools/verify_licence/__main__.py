"""`python -m infra.tools.verify_licence FILE --keys keys.json [--status list.jwt] [--trust root.pem]`

FILE is a PDF or an SD-JWT credential. `--keys` is what `GET /v1/licence-issuer` answers, `--status` the status list
that the file names (it is printed), `--trust` the certificate authority's root. The exit status is 0 for a file that
counts, 1 for one that does not, 2 where its status is not known.
"""

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509

from infra.tools.verify_licence.pdf import document
from infra.tools.verify_licence.tokens import Keys, credential, listed_status
from infra.tools.verify_licence.verdict import Genuine, NotGenuine, Outcome

EXIT = {Outcome.GENUINE: 0, Outcome.STATUS_UNKNOWN: 2}


def judge(
    body: bytes, keys: Keys, status: str, roots: list[x509.Certificate], now: datetime
) -> tuple[Outcome, dict[str, str]]:
    """What is to be said of the file, and what it says."""
    try:
        found = document(body, keys, roots) if body.startswith(b"%PDF-") else credential(body.decode("ascii"), keys)
        outcome = _standing(found, keys, status, now)
    except UnicodeDecodeError:
        return Outcome.ALTERED, {"why": "it is neither a PDF nor a credential"}
    except NotGenuine as error:
        return error.outcome, {"why": str(error)}
    named = {"status_list": f"{found.status.uri}#{found.status.index}"} if found.status else {}
    return outcome, {**found.facts, **named}


def _standing(found: Genuine, keys: Keys, status: str, now: datetime) -> Outcome:
    """What was decided weighs more than dates."""
    listed = listed_status(status, keys, found.status) if status and found.status else Outcome.STATUS_UNKNOWN
    if listed not in {Outcome.GENUINE, Outcome.STATUS_UNKNOWN}:
        return listed
    if found.not_before and now < found.not_before:
        return Outcome.NOT_YET_VALID
    if found.not_after and now >= found.not_after:
        return Outcome.EXPIRED
    return listed


def main() -> None:
    wanted = _arguments()
    keys = Keys(json.loads(wanted.keys.read_text("utf-8")))
    roots = x509.load_pem_x509_certificates(wanted.trust.read_bytes()) if wanted.trust else []
    status = wanted.status.read_text("ascii") if wanted.status else ""
    outcome, facts = judge(wanted.file.read_bytes(), keys, status, roots, datetime.now(UTC))
    sys.stdout.write(f"{outcome}\n" + "".join(f"  {name}: {value}\n" for name, value in facts.items()))
    sys.exit(EXIT.get(outcome, 1))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m infra.tools.verify_licence", description=__doc__)
    parser.add_argument("file", type=Path, help="a PDF or an SD-JWT credential")
    parser.add_argument("--keys", type=Path, required=True, help="the issuer's published keys")
    parser.add_argument("--status", type=Path, help="the status list that the file names")
    parser.add_argument("--trust", type=Path, help="certificates of trusted authorities, PEM")
    return parser.parse_args()


if __name__ == "__main__":
    main()
