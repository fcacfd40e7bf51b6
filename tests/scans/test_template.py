"""The template under the rules that reviewers run: checkov's, and AWS Control Tower's by cfn-guard.

Both run offline. cfn-guard is a compiled program: it comes inside the npm package with its rules, for Linux
and macOS, so nothing is downloaded but by npm, against the integrity in requirements/cfn-guard.
"""

from __future__ import annotations

import copy
import json
import os
import platform
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from local.configuration import ROOT
from scripts.translate import TEMPLATE, translate

CHECKOV = ROOT / ".tools/scans/bin/checkov"
GUARD = ROOT / ".tools/cfn-guard/node_modules/@cdklabs/cdk-validator-cfnguard"

ACCEPTED = {
    "cloudwatch_log_group_retention_period_check": "a year of logs: LogRetentionDays is the operator's",
    "cloudwatch_log_group_encrypted_check": "customer-managed keys: see Encryption in docs/deploy.md",
    "dynamodb_table_encrypted_kms_check": "the same; the table is encrypted under the key DynamoDB owns",
    "lambda_inside_vpc_check": "there is nothing in a VPC to reach, and the way out to Claude needs a NAT",
    "lambda_function_public_access_prohibited_check": "wants SourceArn as text, SAM writes Fn::Sub; the "
    "test below asserts what the rule means",
    "cloudfront_access_logs_enabled_check": "the API behind it keeps its own access log; the rest is public",
    "cloudfront_custom_ssl_certificate_check": "PageCertificate is the operator's",
    "cloudfront_security_policy_check": "TLS 1.2 and SNI come with PageCertificate, under CloudFront's own "
    "certificate nobody can choose; tests/template asserts it",
    "cloudfront_sni_enabled_check": "the same",
    "cloudfront_origin_failover_enabled_check": "page and API stand in one region, there is nowhere to go to",
    "s3_bucket_default_encryption_kms_check": "customer-managed keys, for files that everybody may read",
    "s3_bucket_logging_enabled_check": "CloudFront alone can read the bucket, and what it reads is public",
    "s3_bucket_object_lock_enabled_check": "a build can be made again from its commit",
    "s3_bucket_versioning_enabled_check": "the same, and it would have to be emptied version by version",
    "s3_event_notifications_enabled_check": "nobody waits for a new page",
}
"""Rules that the template does not keep, and why. checkov's stand in .checkov.yaml, with their reasons."""


@pytest.fixture(scope="module")
def plain() -> dict[str, Any]:
    """The template as plain CloudFormation."""
    return translate()


@pytest.fixture
def broken(plain: dict[str, Any]) -> dict[str, Any]:
    """One of one's own, to take something out of."""
    return copy.deepcopy(plain)


@pytest.fixture
def translated(plain: dict[str, Any], tmp_path: Path) -> Path:
    return stored(plain, tmp_path)


def stored(template: dict[str, Any], folder: Path) -> Path:
    path = folder / "template.json"
    path.write_text(json.dumps(template), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def failed(
    plain: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[tuple[str, str]]]:
    """Failed checks and their resources by file: the template as it is written, as it is deployed, with the
    page, and with faults. In one run, since most of it is checkov's own start, and with a template's defaults
    only, since checkov leaves out what they leave out."""
    folder = tmp_path_factory.mktemp("checkov")
    (folder / "translated.json").write_text(json.dumps(plain), encoding="utf-8")
    page = copy.deepcopy(plain)
    page["Parameters"]["Page"]["Default"] = "cloudfront"
    (folder / "page.json").write_text(json.dumps(page), encoding="utf-8")
    faulty = copy.deepcopy(page)
    del faulty["Resources"]["Table"]["Properties"]["PointInTimeRecoverySpecification"]
    del faulty["Resources"]["PageBucket"]["Properties"]["PublicAccessBlockConfiguration"]["BlockPublicPolicy"]
    (folder / "faulty.json").write_text(json.dumps(faulty), encoding="utf-8")
    run = subprocess.run(  # noqa: S603 - the scanner that make installs
        [
            *(CHECKOV, "--skip-download", "--output", "json", "--config-file", ROOT / ".checkov.yaml"),
            *("--file", str(TEMPLATE), *(str(path) for path in folder.iterdir())),
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
        capture_output=True,
        text=True,
        check=False,
    )
    found: Any = json.loads(run.stdout)
    reports = found if isinstance(found, list) else [found]
    (report,) = (report for report in reports if report.get("check_type") == "cloudformation")
    assert report["summary"]["parsing_errors"] == 0
    assert report["summary"]["passed"] >= 400, "it looked at all four"
    failed: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for check in report["results"]["failed_checks"]:
        failed[Path(check["file_path"]).name].append((check["check_id"], check["resource"]))
    return failed


@pytest.mark.parametrize("file", ["template.yaml", "translated.json", "page.json"])
def test_checkov_finds_nothing(failed: dict[str, list[tuple[str, str]]], file: str) -> None:
    assert failed[file] == []


def test_checkov_finds_what_is_wrong(failed: dict[str, list[tuple[str, str]]]) -> None:
    assert sorted(failed["faulty.json"]) == [
        ("CKV_AWS_28", "AWS::DynamoDB::Table.Table"),
        ("CKV_AWS_54", "AWS::S3::Bucket.PageBucket"),
    ]


def test_each_rule_that_checkov_skips_has_its_reason() -> None:
    lines = (ROOT / ".checkov.yaml").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines):
        if line.strip().startswith("- CKV"):
            above = [text for text in lines[:number] if not text.strip().startswith("- ")][-1]
            assert "#" in line or above.strip().startswith("#"), line


def guard(template: Path, service: str = "") -> dict[str, Any]:
    system = {"linux": "ubuntu", "darwin": "macos"}[sys.platform]
    machine = {"arm64": "aarch64"}.get(platform.machine(), platform.machine())
    rules = GUARD / "rules/control-tower/cfn-guard" / service
    run = subprocess.run(  # noqa: S603 - the scanner that make installs
        [
            *(GUARD / "bin" / system / machine / "cfn-guard", "validate", "--rules", rules),
            *("--data", template, "--output-format", "json", "--structured", "--show-summary", "none"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    (report,) = json.loads(run.stdout)
    return dict(report)


def broken_rules(report: dict[str, Any]) -> set[str]:
    return {entry["Rule"]["name"] for entry in report["not_compliant"]}


def test_of_control_tower_s_rules_only_the_accepted_are_broken(translated: Path) -> None:
    report = guard(translated)
    assert broken_rules(report) == set(ACCEPTED)
    assert len(report["compliant"]) >= 8, "it looked at something"


def test_cfn_guard_finds_what_is_wrong(broken: dict[str, Any], tmp_path: Path) -> None:
    del broken["Resources"]["JobQueue"]["Properties"]["RedrivePolicy"]
    assert broken_rules(guard(stored(broken, tmp_path), "sqs")) == {"sqs_dlq_check"}


def test_each_function_is_open_to_one_source_alone(plain: dict[str, Any]) -> None:
    """What lambda_function_public_access_prohibited_check means, for addresses that are still formulas."""
    permissions = [
        resource["Properties"]
        for resource in plain["Resources"].values()
        if resource["Type"] == "AWS::Lambda::Permission"
    ]
    assert permissions
    for permission in permissions:
        assert permission["Principal"].endswith(".amazonaws.com")
        assert permission["SourceArn"], permission
