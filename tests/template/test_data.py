"""Table, user pool, parameters and outputs: what must not get lost, and what can be set."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.template.stack import PSEUDO, Stack

REPOSITORY = Path(__file__).parents[2]
OPTIONAL = {
    "ModelKeySecret",
    "ModelWorkspace",
    "ModelBaseUrl",
    "StepModels",
    "OwnerDailyUsd",
    "OwnerMonthlyUsd",
    "OidcIssuer",
    "OidcAudience",
    "AlarmEmail",
    "PageAddress",
    "PageCertificate",
    "PageClientId",
}


def test_the_table_is_what_the_data_model_says(stack: Stack) -> None:
    table = stack.properties("Table")
    assert [(key["AttributeName"], key["KeyType"]) for key in table["KeySchema"]] == [
        ("pk", "HASH"),
        ("sk", "RANGE"),
    ]
    assert table["TimeToLiveSpecification"] == {"AttributeName": "ttl", "Enabled": True}
    assert table["BillingMode"] == "PAY_PER_REQUEST"
    assert "StreamSpecification" not in table
    active, order = table["GlobalSecondaryIndexes"]
    assert active["IndexName"] == "active"
    assert [key["AttributeName"] for key in active["KeySchema"]] == ["active", "created_at"]
    assert active["Projection"] == {"ProjectionType": "KEYS_ONLY"}
    assert order["IndexName"] == "order"
    assert [key["AttributeName"] for key in order["KeySchema"]] == ["shard", "turn"]
    assert order["Projection"] == {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["owner", "pipeline"]}


def test_what_people_made_survives_mistakes(
    deployed: Callable[..., Stack], stack: Stack, translated: dict[str, Any]
) -> None:
    assert stack.properties("Table")["PointInTimeRecoverySpecification"] == {
        "PointInTimeRecoveryEnabled": True
    }
    protected = deployed(DeletionProtection="true")
    assert protected.properties("Table")["DeletionProtectionEnabled"] is True
    assert protected.properties("UserPool")["DeletionProtection"] == "ACTIVE"
    for name in ("Table", "UserPool"):
        assert translated["Resources"][name]["UpdateReplacePolicy"] == "Retain"
        assert translated["Resources"][name]["DeletionPolicy"] == "RetainExceptOnCreate"


def test_a_first_deployment_can_be_rolled_back_and_tells_that_nothing_is_protected_yet(
    deployed: Callable[..., Stack], stack: Stack, translated: dict[str, Any]
) -> None:
    assert stack.properties("Table")["DeletionProtectionEnabled"] is False
    assert stack.properties("UserPool")["DeletionProtection"] == "INACTIVE"
    told = translated["Outputs"]["DataProtection"]["Value"]
    assert "DeletionProtection=true" in stack.resolve(told)
    assert deployed(DeletionProtection="true").resolve(told) == "on"
    sections = tomllib.loads((REPOSITORY / "samconfig.toml").read_text(encoding="utf-8"))
    for stage in ("dev", "prod"):
        chosen = sections[stage]["deploy"]["parameters"]["parameter_overrides"]
        assert not [choice for choice in chosen if choice.startswith("DeletionProtection=")]


ACCOUNT_GLOBAL = {
    "AWS::CloudFront::OriginAccessControl": "OriginAccessControlConfig",
    "AWS::CloudFront::ResponseHeadersPolicy": "ResponseHeadersPolicyConfig",
    "AWS::CloudFront::CachePolicy": "CachePolicyConfig",
    "AWS::CloudFront::OriginRequestPolicy": "OriginRequestPolicyConfig",
    "AWS::CloudFront::Function": "",
}
"""Kinds whose names are unique in the account and not in the region, and the member that has the name."""


def test_one_stack_name_can_be_used_in_two_regions(deployed: Callable[..., Stack]) -> None:
    stack = deployed(Page="cloudfront", PageAddress="https://d111111abcdef8.cloudfront.net")
    named = []
    for kind, member in ACCOUNT_GLOBAL.items():
        for properties in stack.of_type(kind).values():
            named.append((properties[member] if member else properties)["Name"])
    assert len(named) == 4
    assert all("eu-central-1" in name for name in named)
    # Names that IAM and S3 make themselves; the sign-in domain is the stack's own UUID.
    assert all("RoleName" not in role for role in stack.of_type("AWS::IAM::Role").values())
    assert all("BucketName" not in bucket for bucket in stack.of_type("AWS::S3::Bucket").values())
    assert stack.properties("SignInDomain")["Domain"] in PSEUDO["AWS::StackId"]


def test_every_parameter_is_bounded_described_and_in_a_group(translated: dict[str, Any]) -> None:
    groups = translated["Metadata"]["AWS::CloudFormation::Interface"]["ParameterGroups"]
    grouped = [name for group in groups for name in group["Parameters"]]
    assert sorted(grouped) == sorted(translated["Parameters"])
    for name, declared in translated["Parameters"].items():
        bounded = {"AllowedValues", "AllowedPattern"} & set(declared) or {"MinValue", "MaxValue"} <= set(
            declared
        )
        assert bounded, name
        assert "Description" in declared or "AllowedValues" in declared, name
        assert "Default" in declared, name


def test_defaults_and_examples_satisfy_the_patterns(translated: dict[str, Any]) -> None:
    examples = {
        "ModelKeySecret": ["team/claude-key", "ssm:/team/claude-key"],
        "ModelWorkspace": ["wrkspc_01AbCdEf"],
        "StepModels": ["detect_topics=claude-haiku-5-5,generate_lessons=claude-opus-5-5"],
        "CheckModel": ["", "claude-sonnet-5-5"],
        "ModelBaseUrl": ["http://127.0.0.1:8081"],
        "OwnerDailyUsd": ["free=1,pro=20", "free=0.50"],
        "OwnerMonthlyUsd": ["free=10,pro=200"],
        "CorsOrigin": ["http://127.0.0.1:8080"],
        "PageAddress": ["https://courses.example.org", "https://d111111abcdef8.cloudfront.net"],
        "PageCertificate": [
            "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012"
        ],
    }
    for name, declared in translated["Parameters"].items():
        if pattern := declared.get("AllowedPattern"):
            for value in [declared["Default"], *examples.get(name, [])]:
                assert re.fullmatch(pattern, value), name
    assert {
        name for name, declared in translated["Parameters"].items() if declared["Default"] == ""
    } == OPTIONAL


def test_every_parameter_is_explained(translated: dict[str, Any]) -> None:
    docs = (REPOSITORY / "docs/deploy.md").read_text(encoding="utf-8")
    for name in translated["Parameters"]:
        assert f"`{name}`" in docs, name


def test_a_key_itself_is_no_parameter(translated: dict[str, Any]) -> None:
    pattern = translated["Parameters"]["ModelKeySecret"]["AllowedPattern"]
    assert not re.fullmatch(pattern, "a key with spaces")
    assert not any("key" in name.lower() and name != "ModelKeySecret" for name in translated["Parameters"])


def test_outputs_say_where_things_are(translated: dict[str, Any], deployed: Callable[..., Stack]) -> None:
    other = deployed(OidcIssuer="https://login.example.org/", OidcAudience="mill")
    outputs = translated["Outputs"]
    always = {name for name, output in outputs.items() if other.holds(output.get("Condition"))}
    assert {name for name in set(outputs) - always if not name.startswith("Page")} == {
        "UserPoolId",
        "ClientId",
    }
    assert {"ApiUrl", "TableName", "QueueUrl", "DeadLetterQueueUrl"} <= always


def test_nothing_local_is_deployed() -> None:
    shipped = [
        REPOSITORY / name for name in ("template.yaml", "samconfig.toml", "layers/shared/requirements.txt")
    ]
    for folder in ("functions", "layers/shared/generation"):
        shipped += [
            path
            for path in (REPOSITORY / folder).rglob("*")
            if path.suffix in {".py", ".json", ".html", ".md"}
        ]
    for path in shipped:
        assert "/dev/token" not in path.read_text(encoding="utf-8"), path
