"""Presigned requests and templates are addressed in their own region: younger ones refuse the global address."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import boto3
import pytest

from chalicelib.aws.objects import ADDRESSING, Objects
from infra.publish import publish

SUFFIXES = {
    "us-east-1": "amazonaws.com",
    "ap-east-1": "amazonaws.com",
    "cn-north-1": "amazonaws.com.cn",
    "cn-northwest-1": "amazonaws.com.cn",
}


@pytest.mark.parametrize("region", SUFFIXES)
def test_uploads_and_downloads_go_to_the_bucket_in_its_region(region: str) -> None:
    objects = Objects(client(region), "materials")
    upload = objects.permit_upload("a", size=1, media_type="image/png", sha256_base64="eA==")
    part = objects.permit_part("a", "storage", number=1, size=1)
    download = objects.permit_download("a", filename="a.png")
    for url in (upload.url, part, download):
        assert urlsplit(url).hostname == f"materials.s3.{region}.{SUFFIXES[region]}"
        assert f"%2F{region}%2Fs3%2Faws4_request" in url


@pytest.mark.parametrize("region", SUFFIXES)
def test_cloudformation_takes_the_template_from_the_bucket_in_its_region(region: str, tmp_path: Path) -> None:
    (tmp_path / "template.json").write_text("{}", encoding="utf-8")
    url = publish(tmp_path, "artifacts", Uploading(region))
    assert url.startswith(f"https://artifacts.s3.{region}.{SUFFIXES[region]}/")
    assert url.endswith(".template.json")


def test_an_endpoint_without_names_below_it_gets_the_bucket_in_the_path() -> None:
    objects = Objects(client("us-east-1", endpoint_url="http://127.0.0.1:4566"), "materials")
    assert objects.permit_download("a", filename="a.png").startswith("http://127.0.0.1:4566/materials/a?")


def client(region: str, **options: Any) -> Any:
    keys: dict[str, Any] = {"aws_access_key_id": "a", "aws_secret_access_key": "b", "region_name": region}
    return boto3.client("s3", **{"config": ADDRESSING, **keys, **options})


class Uploading:
    """A session whose uploads arrive nowhere."""

    def __init__(self, region: str) -> None:
        self._region = region

    def client(self, service: str, **options: Any) -> Any:
        found = client(self._region, **options)
        found.put_object = lambda **_: {}
        return found
