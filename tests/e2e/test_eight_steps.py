"""One real application walks all eight steps over HTTP on the packaged stack."""

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import requests
from botocore.exceptions import ClientError

from infra.local.journey import Journey
from infra.local.operating import platform_of
from infra.package.build import ROOT
from tests.e2e.conftest import World


def test_the_case_is_archived_and_its_history_tells_everything(world: World, renewal: Journey) -> None:
    told = renewal.cast.applicant.get(f"{renewal.case_path}/timeline")
    types = [entry["type"] for entry in told["entries"]]
    expected = [
        "case.DraftOpened", "case.MaterialResolved", "case.FormSaved", "case.UploadExpected", "case.MaterialReceived",
        "case.PromiseSigned", "case.Submitted", "case.CorrectionRequested", "case.FormSaved", "case.MaterialReceived",
        "case.Submitted", "case.Accepted", "case.ReviewOpened", "case.DocumentIssued", "case.OpinionGiven",
        "case.Decided", "case.DocumentIssued", "case.FeeRequested", "case.FeeSettled", "case.DeliveryStarted",
        "case.Delivered", "case.Evaluated", "case.Archived",
    ]  # fmt: skip
    remaining = iter(types)
    assert all(kind in remaining for kind in expected), types
    assert {held["holder"] for held in told["held"]} >= {"APPLICANT", "DEPARTMENT", "COURIER"}


def test_the_photo_was_asked_for_and_the_medical_certificate_was_not(renewal: Journey) -> None:
    applicant = renewal.cast.applicant
    assert applicant.material(renewal.case_path, "medical-certificate")["state"] == "OBTAINED"
    assert applicant.material(renewal.case_path, "medical-certificate")["why"] == "held-by-source"
    assert applicant.material(renewal.case_path, "photo")["state"] == "UPLOADED"


def test_the_photo_that_the_decision_rests_on_can_be_removed_by_nobody(world: World, renewal: Journey) -> None:
    photo = renewal.cast.applicant.material(renewal.case_path, "photo")
    storage, bucket = world.cloud.client("s3"), world.cloud.outputs()["MaterialsBucketName"]
    key = f"accepted/{photo['sha256']}"
    stored = storage.head_object(Bucket=bucket, Key=key)
    assert stored["ObjectLockMode"] == "GOVERNANCE"
    with pytest.raises(ClientError, match="AccessDenied"):
        storage.delete_object(Bucket=bucket, Key=key, VersionId=stored["VersionId"])


def test_money_parcel_and_document_were_made_once(world: World, renewal: Journey) -> None:
    case = renewal.cast.applicant.get(renewal.case_path)
    orders = [
        each
        for each in world.sandbox.get("/panel/wechat-pay/orders")["orders"]
        if each["out_trade_no"] == case["fee"]["order_id"]
    ]
    assert len(orders) == 1
    shipments = world.sandbox.get("/panel/kuaidi100/shipments")
    assert sum(1 for each in shipments["shipments"] if case["shipment_id"] in str(each)) == 1


def test_the_document_is_the_one_that_anyone_can_verify(world: World, renewal: Journey) -> None:
    case = renewal.cast.applicant.get(renewal.case_path)
    decision = next(each for each in case["documents"] if each["kind"] == "decision")
    address = renewal.cast.applicant.get(f"{renewal.case_path}/documents/decision/download")["url"]
    pdf = requests.get(address, timeout=10)
    assert pdf.ok
    assert pdf.content.startswith(b"%PDF-")
    assert hashlib.sha256(pdf.content).hexdigest() == decision["sha256"]
    checked = world.anyone().get(f"/v1/verifications/{decision['verification_code']}")
    assert checked["sha256"] == decision["sha256"]
    altered = (
        world.anyone()
        .ask(
            "POST",
            f"/v1/verifications/{decision['verification_code']}/document-check",
            {"sha256": hashlib.sha256(pdf.content + b" ").hexdigest()},
        )
        .json()
    )
    assert "ALTERED" in str(altered)


def test_it_is_signed_and_its_machine_readable_copy_is_verified_offline(
    world: World, renewal: Journey, tmp_path: Path
) -> None:
    """By the signature, the published keys and the status list alone."""
    applicant, anyone = renewal.cast.applicant, world.anyone()
    documents = f"{renewal.case_path}/documents/decision"
    for name, path in (("decision.pdf", "download"), ("decision.sd-jwt", "credential")):
        address = applicant.get(f"{documents}/{path}")["url"]
        (tmp_path / name).write_bytes(requests.get(address, timeout=10).content)
    (tmp_path / "keys.json").write_text(json.dumps(anyone.get("/v1/licence-issuer")), encoding="utf-8")
    for name in ("decision.pdf", "decision.sd-jwt"):
        command = [sys.executable, "-m", "infra.tools.verify_licence", str(tmp_path / name)]
        command += ["--keys", str(tmp_path / "keys.json")]
        told = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT).stdout
        assert told.startswith("STATUS_UNKNOWN"), told
        address = re.search(r"status_list: (\S+)#", told)
        assert address is not None
        (tmp_path / "list.jwt").write_bytes(requests.get(address[1], timeout=10).content)
        command += ["--status", str(tmp_path / "list.jwt")]
        told = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT).stdout
        assert told.startswith("GENUINE"), told


def test_the_chain_is_verified_by_code_that_did_not_write_it(world: World, renewal: Journey) -> None:
    outputs = world.cloud.outputs()
    case_id = renewal.case_path.rpartition("/")[2]
    command = [
        "python", "-m", "infra.tools.verify_chain", "--table", outputs["TableName"], "--case", case_id,
        "--endpoint-url", world.cloud.emulator.url, "--region", "us-east-1",
    ]  # fmt: skip
    verdict = subprocess.run(
        [sys.executable, *command[1:]],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "", "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"},
    )
    assert verdict.returncode == 0, verdict.stdout + verdict.stderr


def test_the_receipt_looks_the_case_up_without_an_account(world: World, renewal: Journey) -> None:
    found = (
        world.anyone()
        .ask(
            "POST",
            "/v1/case-lookups",
            {
                "number": renewal.receipt["number"],
                "password": renewal.receipt["query_password"],
            },
        )
        .json()
    )
    assert found["status"] == "ARCHIVED"
    wrong = world.anyone().ask(
        "POST",
        "/v1/case-lookups",
        {
            "number": renewal.receipt["number"],
            "password": "ZZZZZZZZ",
        },
    )
    assert wrong.status_code == 404
    assert wrong.json()["code"] == "case.lookup-refused"


def test_the_api_describes_itself(world: World) -> None:
    document = requests.get(f"{world.api}/v1/openapi.json", timeout=20).json()
    assert document["openapi"].startswith("3.1")
    page = requests.get(f"{world.api}/v1/docs", timeout=20, headers={"Accept": "text/html"})
    assert page.headers["Content-Type"].startswith("text/html")
    assert "不见面审批" in page.text


def test_no_log_line_holds_personal_data(world: World, renewal: Journey) -> None:
    applicant = renewal.cast.applicant
    private = [applicant.name, applicant.mobile, applicant.id_number, "示例路1号", renewal.receipt["query_password"]]
    logs = world.cloud.client("logs")
    lines = [
        event["message"]
        for group in logs.describe_log_groups()["logGroups"]
        for page in logs.get_paginator("filter_log_events").paginate(logGroupName=group["logGroupName"])
        for event in page["events"]
    ]
    assert lines, "no logs were found to search"
    assert not [line for line in lines for word in private if word in line]


def test_every_execution_that_ended_ended_well(world: World, renewal: Journey) -> None:
    machines = world.cloud.client("stepfunctions")
    prefix = platform_of(world.cloud).settings.machine_arn_prefix
    case_id = renewal.case_path.rpartition("/")[2]
    for machine in ("case-lifecycle", "review", "payment", "delivery"):
        executions = machines.list_executions(stateMachineArn=f"{prefix}{machine}")["executions"]
        mine = [each for each in executions if case_id in each["name"]]
        assert mine, machine
        assert {each["status"] for each in mine} <= {"SUCCEEDED", "RUNNING"}
