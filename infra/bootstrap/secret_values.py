"""The first values of a stack's secrets. The template makes them empty, so that no deployment writes over one."""

import json
import secrets
from typing import Any

from botocore.exceptions import ClientError


def value_of(client: Any, secret_id: str) -> str:
    """What a secret holds; empty where nobody has given it a value yet."""
    try:
        return str(client.get_secret_value(SecretId=secret_id)["SecretString"])
    except ClientError as error:
        if error.response["Error"]["Code"] != "ResourceNotFoundException":
            raise
        client.describe_secret(SecretId=secret_id)  # raises where there is no such secret at all
        return ""


def make_key(client: Any, secret_id: str) -> bool:
    """Give a secret key material of 48 bytes unless it has a value; whether it was given."""
    if value_of(client, secret_id):
        return False
    client.put_secret_value(SecretId=secret_id, SecretString=secrets.token_urlsafe(48))
    return True


def members_of(client: Any, secret_id: str) -> dict[str, Any]:
    """The members of a secret that holds a JSON object."""
    members: dict[str, Any] = json.loads(value_of(client, secret_id) or "{}")
    return members


def add_members(client: Any, secret_id: str, members: dict[str, Any]) -> bool:
    """Add members to a secret that holds a JSON object, replacing those of the same name; whether anything changed."""
    before = members_of(client, secret_id)
    after = {**before, **members}
    if after == before and value_of(client, secret_id):
        return False
    client.put_secret_value(SecretId=secret_id, SecretString=json.dumps(after))
    return True
