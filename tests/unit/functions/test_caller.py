"""Caller: from the claims as the HTTP API flattens them."""

from __future__ import annotations

from typing import Any

import pytest

from generation.caller import caller_of
from generation.engine.requests import Caller
from generation.errors import Unauthenticated


def _event(claims: Any) -> dict[str, Any]:
    return {"requestContext": {"authorizer": {"jwt": {"claims": claims}}}}


@pytest.mark.parametrize(
    ("claims", "caller"),
    [
        ({}, Caller(owner="ada")),
        ({"org_id": "o1", "plan": "pro"}, Caller(owner="ada", org_id="o1", plan="pro")),
        (
            {"custom:org_id": "o1", "custom:plan": "pro"},
            Caller(owner="ada", org_id="o1", plan="pro"),
        ),
        ({"org_id": "o1", "custom:org_id": "o2"}, Caller(owner="ada", org_id="o1")),
        ({"org_id": "", "plan": ""}, Caller(owner="ada")),
        ({"org_id": ["o1"]}, Caller(owner="ada")),
    ],
)
def test_who_asks(claims: dict[str, Any], caller: Caller) -> None:
    assert caller_of(_event({"sub": "ada", **claims})) == caller


@pytest.mark.parametrize(
    ("claim", "roles"),
    [
        ("[org_admin]", {"org_admin"}),
        ("[org_admin editor]", {"org_admin", "editor"}),
        ("[org_admin, editor]", {"org_admin", "editor"}),
        ('["org_admin", "editor"]', {"org_admin", "editor"}),
        ("org_admin", {"org_admin"}),
        ("org_admin editor", {"org_admin", "editor"}),
        (["org_admin", 5, None], {"org_admin"}),
        ("[]", set()),
        ("", set()),
        ('["org_admin', set()),
        (None, set()),
        ({"org_admin": True}, set()),
        ("not_org_admin", {"not_org_admin"}),
    ],
)
@pytest.mark.parametrize("name", ["roles", "cognito:groups"])
def test_roles(name: str, claim: Any, roles: set[str]) -> None:
    assert caller_of(_event({"sub": "ada", name: claim})).roles == roles


def test_a_role_that_users_might_write_themselves_is_none() -> None:
    assert caller_of(_event({"sub": "ada", "custom:roles": "[org_admin]"})).roles == set()


@pytest.mark.parametrize(
    "event", [{}, {"requestContext": {}}, {"requestContext": {"authorizer": None}}, _event(None), _event({})]
)
def test_nobody(event: dict[str, Any]) -> None:
    with pytest.raises(Unauthenticated):
        caller_of(event)
