"""Table, user pool, parameters and outputs: what must not get lost, and what can be set."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.template.stack import Stack

REPOSITORY = Path(__file__).parents[2]
OPTIONAL = {
    "ModelKeySecret",
    "ModelWorkspace",
    "ModelBaseUrl",
    "StepModels",
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
    (index,) = table["GlobalSecondaryIndexes"]
    assert index["IndexName"] == "active"
    assert [key["AttributeName"] for key in index["KeySchema"]] == ["active", "created_at"]
    assert index["Projection"] == {"ProjectionType": "KEYS_ONLY"}


def test_what_people_made_survives_mistakes(
    deployed: Callable[..., Stack], stack: Stack, translated: dict[str, Any]
) -> None:
    assert stack.properties("Table")["PointInTimeRecoverySpecification"] == {
        "PointInTimeRecoveryEnabled": True
    }
    assert stack.properties("Table")["DeletionProtectionEnabled"] is True
    assert deployed(DeletionProtection="false").properties("Table")["DeletionProtectionEnabled"] is False
    for name in ("Table", "UserPool"):
        assert translated["Resources"][name]["UpdateReplacePolicy"] == "Retain"
        assert translated["Resources"][name]["DeletionPolicy"] == "RetainExceptOnCreate"


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
        "ModelBaseUrl": ["http://127.0.0.1:8081"],
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


def test_every_parameter_and_alarm_is_explained(translated: dict[str, Any]) -> None:
    docs = (REPOSITORY / "docs/deploy.md").read_text(encoding="utf-8")
    alarms = [n for n, r in translated["Resources"].items() if r["Type"] == "AWS::CloudWatch::Alarm"]
    for name in [*translated["Parameters"], *alarms]:
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
