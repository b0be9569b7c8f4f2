"""Upload a built package to a bucket from which CloudFormation takes it.

Files go there under names made of their content, so that what has not changed is not uploaded again.
"""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.aws.objects import ADDRESSING
from infra.package.build import TEMPLATE

_LOCAL_FILES = {"CodeUri", "ContentUri", "DefinitionUri"}


def publish(package: Path, bucket: str, session: Any) -> str:
    """Upload a package and return the address of its template, in the bucket's own region."""
    s3 = session.client("s3", config=ADDRESSING)
    template = json.loads((package / TEMPLATE).read_text(encoding="utf-8"))
    _replace_local_files(template, lambda name: f"s3://{bucket}/{_upload(package / name, bucket, s3)}")
    content = json.dumps(template, separators=(",", ":")).encode()
    key = f"{hashlib.sha256(content).hexdigest()}.template.json"
    s3.put_object(Bucket=bucket, Key=key, Body=content)
    location: str = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": key})
    return location.partition("?")[0]


def _replace_local_files(node: Any, address: Callable[[str], str]) -> None:
    if isinstance(node, list):
        for item in node:
            _replace_local_files(item, address)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key in _LOCAL_FILES and isinstance(value, str):
                node[key] = address(value)
            else:
                _replace_local_files(value, address)


def _upload(path: Path, bucket: str, s3: Any) -> str:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    key = f"{digest}{path.suffix}"
    try:
        s3.head_object(Bucket=bucket, Key=key)
    except ClientError as absent:
        if absent.response["Error"]["Code"] not in {"404", "NoSuchKey", "NotFound"}:
            raise
        s3.upload_file(str(path), bucket, key)
    return key
