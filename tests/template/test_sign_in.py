"""Signing in with the own user pool: which tokens it gives, what stands in them, how long they are good."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from graphlib import TopologicalSorter
from typing import Any

import pytest

from tests.template.stack import PSEUDO, Stack, listed

Deployed = Callable[..., Stack]
ISSUER = {"OidcIssuer": "https://login.example.org/", "OidcAudience": "mill"}


@pytest.fixture
def other(deployed: Deployed) -> Stack:
    """With people of another issuer."""
    return deployed(**ISSUER)


def uses(stack: Stack) -> set[Any]:
    """What the functions are told that a token has to be for."""
    functions = stack.of_type("AWS::Lambda::Function").values()
    return {function["Environment"]["Variables"]["TOKEN_USE"] for function in functions}


def test_only_access_tokens_of_the_own_pool_are_taken(stack: Stack, other: Stack) -> None:
    assert uses(stack) == {"access"}
    assert uses(other) == {""}, "another issuer need not have Cognito's claim"


def test_the_pool_asks_for_the_claims_of_access_tokens(stack: Stack, other: Stack) -> None:
    pool = stack.properties("UserPool")
    assert pool["LambdaConfig"] == {
        "PreTokenGenerationConfig": {"LambdaArn": "<ClaimsFunction.Arn>", "LambdaVersion": "V2_0"}
    }
    assert pool["UserPoolTier"] == "ESSENTIALS", "the lite one has no claims in access tokens"
    assert stack.properties("ClaimsFunction")["Timeout"] <= 5, "Cognito waits no longer"
    assert "ClaimsFunction" not in other.of_type("AWS::Lambda::Function")


def test_this_pool_alone_may_ask(stack: Stack) -> None:
    permission = stack.properties("ClaimsPermission")
    assert permission["FunctionName"] == "<ClaimsFunction>"
    assert permission["Action"] == "lambda:InvokeFunction"
    assert permission["Principal"] == "cognito-idp.amazonaws.com"
    assert permission["SourceArn"] == "<UserPool.Arn>"
    assert permission["SourceAccount"] == PSEUDO["AWS::AccountId"]


def test_refresh_tokens_rotate_and_can_be_revoked(stack: Stack) -> None:
    client = stack.properties("UserPoolClient")
    assert client["RefreshTokenRotation"]["Feature"] == "ENABLED"
    assert client["RefreshTokenRotation"]["RetryGracePeriodSeconds"] <= 10
    assert "ALLOW_REFRESH_TOKEN_AUTH" not in client["ExplicitAuthFlows"], "Cognito refuses it beside rotation"
    assert client["EnableTokenRevocation"] is True


def test_groups_with_power_over_others_and_a_second_factor_to_have(stack: Stack) -> None:
    groups = {group["GroupName"] for group in stack.of_type("AWS::Cognito::UserPoolGroup").values()}
    assert groups == {"org_admin", "operator"}
    assert stack.properties("UserPool")["EnabledMfas"] == ["SOFTWARE_TOKEN_MFA"]


def test_no_resource_waits_for_itself(translated: dict[str, Any]) -> None:
    """Pool, trigger, its role and what the role may do are near to a circle, which CloudFormation refuses."""
    resources = translated["Resources"]
    graph = {
        name: {needed for needed in (*references(resource), *dependencies(resource)) if needed in resources}
        for name, resource in resources.items()
    }
    assert "ClaimsFunction" in graph["UserPool"]
    assert list(TopologicalSorter(graph).static_order())


def dependencies(resource: dict[str, Any]) -> list[str]:
    return listed(resource.get("DependsOn", []))


def references(value: Any) -> Iterator[str]:
    """Logical ids that a value refers to, by whichever function."""
    if isinstance(value, list):
        for item in value:
            yield from references(item)
    elif isinstance(value, dict):
        if isinstance(value.get("Ref"), str):
            yield value["Ref"]
        if "Fn::GetAtt" in value:
            attribute = value["Fn::GetAtt"]
            yield attribute.split(".")[0] if isinstance(attribute, str) else attribute[0]
        if "Fn::Sub" in value:
            yield from re.findall(r"\$\{(\w+)[.}]", json.dumps(value["Fn::Sub"]))
        for item in value.values():
            yield from references(item)
