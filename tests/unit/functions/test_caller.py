"""Caller: from the claims as the HTTP API flattens them."""

from __future__ import annotations

from typing import Any

import pytest

from generation.engine.errors import Unauthenticated
from generation.engine.service.requests import Caller
from generation.http.caller import caller_of


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
        ({"org_id": None, "plan": " pro"}, Caller(owner="ada", plan=" pro")),
    ],
)
def test_who_asks(claims: dict[str, Any], caller: Caller) -> None:
    assert caller_of(_event({"sub": "ada", **claims})) == caller


@pytest.mark.parametrize(
    ("claim", "roles"),
    [
        ("[org_admin]", {"org_admin"}),
        ("[org_admin editor]", {"org_admin", "editor"}),
        ("[org_admin, editor]", {"org_admin,", "editor"}),
        ("[viewer,org_admin]", {"viewer,org_admin"}),
        ("[org_admin\teditor]", {"org_admin\teditor"}),
        ("[]org_admin]", {"]org_admin"}),
        ('["org_admin", "editor"]', {"org_admin", "editor"}),
        ("org_admin", {"org_admin"}),
        ("not org_admin", {"not org_admin"}),
        ("viewer,org_admin", {"viewer,org_admin"}),
        (" org_admin ", {" org_admin "}),
        ('["not org_admin", "editor"]', {"not org_admin", "editor"}),
        (["org_admin", 5, None, "", "not operator"], {"org_admin", "not operator"}),
        ("[]", set()),
        ("", set()),
        ('["org_admin', set()),
        (None, set()),
        ({"org_admin": True}, set()),
        ("not_org_admin", {"not_org_admin"}),
    ],
)
@pytest.mark.parametrize("name", ["roles", "cognito:groups"])
def test_roles_are_names_as_they_are(name: str, claim: Any, roles: set[str]) -> None:
    assert caller_of(_event({"sub": "ada", name: claim})).roles == roles


def test_a_role_that_users_might_write_themselves_is_none() -> None:
    assert caller_of(_event({"sub": "ada", "custom:roles": "[org_admin]"})).roles == set()


@pytest.mark.parametrize(
    "event", [{}, {"requestContext": {}}, {"requestContext": {"authorizer": None}}, _event(None), _event({})]
)
def test_nobody(event: dict[str, Any]) -> None:
    with pytest.raises(Unauthenticated):
        caller_of(event)


IDENTITIES = [
    "",
    " ",
    " alice",
    "alice ",
    "alice\t",
    "alice\n",
    "alice\u00a0",
    "alice\u3000",
    "\ufeffalice",
    "alice\0",
    "al\x07ice",
    "al\x85ice",
    "al\u2028ice",
    "al\u200bice",
    "\u202ealice",
    "al\ud800ice",
    "a" * 256,
    5,
    True,
    ["alice"],
    {"sub": "alice"},
]


@pytest.mark.parametrize("sub", [*IDENTITIES, None], ids=ascii)
def test_a_subject_that_is_not_to_be_compared_is_nobody(sub: Any) -> None:
    with pytest.raises(Unauthenticated):
        caller_of(_event({"sub": sub}))


@pytest.mark.parametrize("name", ["org_id", "custom:org_id"])
@pytest.mark.parametrize("org_id", IDENTITIES[1:], ids=ascii)
def test_an_organization_that_is_not_to_be_compared_is_none(name: str, org_id: Any) -> None:
    with pytest.raises(Unauthenticated):
        caller_of(_event({"sub": "ada", name: org_id}))


@pytest.mark.parametrize("sub", ["alice", "Alice", "auth0|alice b", "a" * 255, "爱丽丝", "e\u0301", "\u00e9"])
def test_subjects_are_taken_as_they_are(sub: str) -> None:
    caller = caller_of(_event({"sub": sub, "org_id": sub}))
    assert (caller.owner, caller.org_id) == (sub, sub)


ACCESS = {"sub": "ada", "token_use": "access", "roles": "[editor]", "cognito:groups": "[editor org_admin]"}


def test_a_token_for_another_use_is_none_where_its_use_is_known() -> None:
    """An id token is as well signed as an access token, and the gateway takes both."""
    assert caller_of(_event(ACCESS), "access").owner == "ada"
    for other in ({"token_use": "id"}, {"token_use": ""}, {"token_use": ["access"]}, {"token_use": None}):
        with pytest.raises(Unauthenticated):
            caller_of(_event({**ACCESS, **other}), "access")
    with pytest.raises(Unauthenticated):
        caller_of(_event({"sub": "ada"}), "access")


def test_of_groups_counts_what_the_trigger_let_pass() -> None:
    assert caller_of(_event(ACCESS), "access").roles == {"editor"}
    assert caller_of(_event(ACCESS)).roles == {"editor", "org_admin"}
