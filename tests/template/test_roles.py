"""Roles: one per function, exactly the actions it uses, on exactly the resources it uses them on."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.template.stack import Stack, listed
from tests.template.test_functions import FUNCTIONS

TABLE = {
    "Start": {"GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "ConditionCheckItem"},
    "Process": {"GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"},
    "Status": {"GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem"},
    "Cancel": {"GetItem", "PutItem", "UpdateItem"},
    "Retry": {"GetItem", "BatchGetItem", "PutItem", "UpdateItem", "ConditionCheckItem"},
    "Library": {"GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"},
    "Export": {"GetItem", "Query"},
    "Admin": {"GetItem", "BatchGetItem", "Query", "PutItem"},
    "Sweep": {
        "GetItem",
        "BatchGetItem",
        "Query",
        "PutItem",
        "UpdateItem",
        "DeleteItem",
        "BatchWriteItem",
    },
    "Webhooks": {"GetItem", "Query", "PutItem"},
    "Notify": {"GetItem", "PutItem", "UpdateItem"},
    "Claims": set(),
}
STORES = Path(__file__).parents[2] / "layers/shared/generation/stores"
SEND = {"sqs:SendMessage"}
RECEIVE = {
    f"sqs:{action}"
    for action in ("ReceiveMessage", "DeleteMessage", "GetQueueAttributes", "ChangeMessageVisibility")
}
QUEUE = {"Start": SEND, "Process": SEND | RECEIVE, "Retry": SEND, "Sweep": SEND | {"sqs:GetQueueAttributes"}}
DELIVERIES = {
    **dict.fromkeys(("Process", "Cancel", "Library", "Webhooks", "Sweep"), SEND),
    "Notify": SEND | RECEIVE - {"sqs:ChangeMessageVisibility"},
}

ARN = "arn:aws:{service}:eu-central-1:123456789012:{resource}"
SECRET_ARN = ARN.format(service="secretsmanager", resource="secret:claude-AbCdEf")

Deployed = Callable[..., Stack]


def granted(stack: Stack, name: str) -> dict[str, set[str]]:
    """Actions of a function's role by the one resource that they are allowed on."""
    found: dict[str, set[str]] = {}
    beside = [
        statement
        for policy in stack.of_type("AWS::IAM::RolePolicy").values()
        if policy["RoleName"] == f"<{name}Role>"
        for statement in policy["PolicyDocument"]["Statement"]
    ]
    for statement in beside + stack.statements(f"{name}Role"):
        assert statement["Effect"] == "Allow"
        assert isinstance(statement["Resource"], str)
        found.setdefault(statement["Resource"], set()).update(listed(statement["Action"]))
    return found


def test_each_function_has_a_role_of_its_own_that_lambda_alone_assumes(stack: Stack) -> None:
    functions = stack.of_type("AWS::Lambda::Function")
    assert {name: properties["Role"] for name, properties in functions.items()} == {
        name: f"<{name.removesuffix('Function')}Role.Arn>" for name in FUNCTIONS
    }
    roles = stack.of_type("AWS::IAM::Role")
    assert set(roles) == {f"{name}Role" for name in TABLE}
    for role in roles.values():
        (trust,) = role["AssumeRolePolicyDocument"]["Statement"]
        assert trust["Principal"] == {"Service": "lambda.amazonaws.com"}
        assert trust["Action"] == "sts:AssumeRole"


def test_sam_attaches_nothing_by_itself(translated: dict[str, Any]) -> None:
    for resource in translated["Resources"].values():
        assert "ManagedPolicyArns" not in resource["Properties"]


@pytest.mark.parametrize("name", sorted(TABLE))
def test_a_role_grants_what_its_function_uses_and_no_more(stack: Stack, name: str) -> None:
    expected = {
        f"<{name}Logs.Arn>": {"logs:CreateLogStream", "logs:PutLogEvents"},
        "*": {"xray:PutTraceSegments", "xray:PutTelemetryRecords"},  # X-Ray knows no resources
    }
    if TABLE[name]:
        expected["<Table.Arn>"] = {f"dynamodb:{action}" for action in TABLE[name]}
    if name == "Claims":
        expected["<UserPool.Arn>"] = {"cognito-idp:AdminGetUser"}
    if name in QUEUE:
        expected["<JobQueue.Arn>"] = QUEUE[name]
    if name in DELIVERIES:
        expected["<DeliveryQueue.Arn>"] = DELIVERIES[name]
    if name in ("Sweep", "Admin"):
        expected["<Table.Arn>/index/active"] = {"dynamodb:Query"}
    if name in ("Start", "Process", "Status", "Retry", "Sweep"):
        expected["<Table.Arn>/index/order"] = {"dynamodb:Query"}
    assert granted(stack, name) == expected


def test_the_adapter_does_nothing_that_no_role_allows() -> None:
    """What a rare path does shows on AWS alone, since the emulator allows everything."""
    source = "".join(path.read_text(encoding="utf-8") for path in STORES.glob("dynamodb/*.py"))
    calls = {
        name.replace("_", " ").title().replace(" ", "") for name in re.findall(r"_client\.([a-z_]+)", source)
    }
    calls -= {"TransactWriteItems"}
    calls |= {f"{kind}Item" for kind in re.findall(r"Action\(\s*\"(\w+)\"", source)}
    assert calls == set().union(*TABLE.values())


def test_library_process_and_sweep_alone_delete(stack: Stack) -> None:
    actions = {name: set[str]().union(*granted(stack, name).values()) for name in TABLE}
    assert [name for name in TABLE if "dynamodb:DeleteItem" in actions[name]] == [
        "Process",
        "Library",
        "Sweep",
    ]


def test_no_action_is_a_pattern(stack: Stack) -> None:
    for role in stack.of_type("AWS::IAM::Role"):
        for statement in stack.statements(role):
            assert not any("*" in action or "?" in action for action in statement["Action"])


@pytest.mark.parametrize(
    ("parameters", "action", "resource"),
    [
        pytest.param(
            {"ModelKeySecret": "team/claude"},
            "secretsmanager:GetSecretValue",
            ARN.format(service="secretsmanager", resource="secret:team/claude-??????"),
            id="secret by name",
        ),
        pytest.param(
            {"ModelKeySecret": SECRET_ARN}, "secretsmanager:GetSecretValue", SECRET_ARN, id="secret by ARN"
        ),
        pytest.param(
            {"ModelKeySecret": "ssm:/team/claude"},
            "ssm:GetParameter",
            ARN.format(service="ssm", resource="parameter/team/claude"),
            id="SSM parameter",
        ),
        pytest.param(
            {"ModelProvider": "bedrock"},
            "bedrock-mantle:CreateInference",
            ARN.format(service="bedrock-mantle", resource="project/*"),
            id="Bedrock",
        ),
        pytest.param(
            {"ModelProvider": "aws", "ModelWorkspace": "wrkspc_1"},
            "aws-external-anthropic:CreateInference",
            ARN.format(service="aws-external-anthropic", resource="workspace/wrkspc_1"),
            id="Claude Platform on AWS",
        ),
    ],
)
def test_the_worker_alone_reaches_the_model_by_the_one_way_chosen(
    deployed: Deployed, stack: Stack, parameters: dict[str, str], action: str, resource: str
) -> None:
    chosen = deployed(**parameters)
    assert granted(chosen, "Process") == granted(stack, "Process") | {resource: {action}}
    for name in TABLE.keys() - {"Process"}:
        assert granted(chosen, name) == granted(stack, name)


def test_a_key_is_not_readable_where_none_is_needed(deployed: Deployed) -> None:
    for provider in ("bedrock", "aws"):
        actions = granted(deployed(ModelProvider=provider, ModelKeySecret="team/claude"), "Process").values()
        assert not any(
            "Secret" in action or action.startswith("ssm") for group in actions for action in group
        )
