"""The user pool's trigger: what stands in an access token, from events as AWS documents them."""

from __future__ import annotations

import copy
import importlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from generation import wiring
from generation.engine.service.requests import Caller
from generation.http.caller import caller_of
from tests.unit.functions.http import Context

EVENT = json.loads((Path(__file__).parents[3] / "events/claims.json").read_text(encoding="utf-8"))


@dataclass
class Pool:
    """People with a second factor; `error` is what the pool has instead of an answer."""

    people: set[tuple[str, str]] = field(default_factory=set)
    error: Exception | None = None
    asked: int = 0

    def has_second_factor(self, pool_id: str, name: str) -> bool:
        self.asked += 1
        if self.error:
            raise self.error
        return (pool_id, name) in self.people


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> Pool:
    made = Pool()
    monkeypatch.setattr(wiring, "people", lambda: made)
    return made


@pytest.fixture
def confirmed(pool: Pool) -> Pool:
    """In which the person of the event has a second factor."""
    pool.people.add((EVENT["userPoolId"], EVENT["userName"]))
    return pool


def event(*, groups: list[str] | None = None, **attributes: str) -> dict[str, Any]:
    """As AWS sends it to somebody with these groups and no attributes of one's own but these."""
    made: dict[str, Any] = copy.deepcopy(EVENT)
    own = [name for name in made["request"]["userAttributes"] if name.startswith("custom:")]
    for name in own:
        del made["request"]["userAttributes"][name]
    made["request"]["userAttributes"] |= {f"custom:{name}": value for name, value in attributes.items()}
    made["request"]["groupConfiguration"]["groupsToOverride"] = groups
    return made


def answer(given: dict[str, Any]) -> dict[str, Any]:
    handler = importlib.import_module("functions.claims.app").lambda_handler
    answered: dict[str, Any] = handler(copy.deepcopy(given), Context())
    return answered


def claims(given: dict[str, Any]) -> dict[str, Any]:
    """Those of the access token; of anything else nothing may be changed."""
    answered = answer(given)
    assert {**answered, "response": None} == {**given, "response": None}
    details = answered["response"]["claimsAndScopeOverrideDetails"]
    assert list(details) == ["accessTokenGeneration"]
    assert list(details["accessTokenGeneration"]) == ["claimsToAddOrOverride"]
    found: dict[str, Any] = details["accessTokenGeneration"]["claimsToAddOrOverride"]
    return found


def test_the_claims_of_the_contract_are_put_into_the_access_token(confirmed: Pool) -> None:
    assert claims(EVENT) == {"org_id": "o1", "plan": "pro", "roles": ["editors", "org_admin"]}


def test_what_is_put_in_is_what_the_api_reads(confirmed: Pool) -> None:
    """By way of the gateway, which writes a list as `[a b]`."""
    told = {**claims(EVENT), "sub": "ada", "token_use": "access", "roles": "[editors org_admin]"}
    caller = caller_of({"requestContext": {"authorizer": {"jwt": {"claims": told}}}}, "access")
    assert caller == Caller(owner="ada", org_id="o1", plan="pro", roles=frozenset({"editors", "org_admin"}))


@pytest.mark.parametrize("groups", [None, []])
def test_a_person_without_anything(pool: Pool, groups: list[str] | None) -> None:
    assert claims(event(groups=groups)) == {"roles": []}
    assert claims(event(groups=groups, org_id="", plan="")) == {"roles": []}
    without = event()
    del without["request"]["groupConfiguration"]
    assert claims(without) == {"roles": []}


def test_an_attribute_that_is_no_claim_of_the_contract_is_left_where_it_is(pool: Pool) -> None:
    """Also one that is called like a role, or came with the sign-in."""
    given = event(roles="org_admin", tier="gold")
    given["request"]["userAttributes"] |= {"name": "org_admin", "plan": "pro", "org_id": "o1"}
    given["request"]["clientMetadata"] = {"plan": "pro", "roles": "org_admin"}
    assert claims(given) == {"roles": []}


@pytest.mark.parametrize("role", ["org_admin", "operator"])
def test_a_role_with_power_over_others_needs_a_second_factor(pool: Pool, role: str) -> None:
    given = event(groups=[role, "editors"])
    assert claims(given)["roles"] == ["editors"]
    pool.people.add((given["userPoolId"], given["userName"]))
    assert claims(given)["roles"] == sorted(["editors", role])


def test_a_renewed_token_is_looked_at_like_the_first_one(pool: Pool) -> None:
    """Who has taken off the second factor has no such role from the next renewal on."""
    renewal = {**event(groups=["org_admin"]), "triggerSource": "TokenGeneration_RefreshTokens"}
    assert claims(renewal)["roles"] == []


def test_nobody_else_waits_for_the_pool(pool: Pool) -> None:
    assert claims(event(groups=["editors"]))["roles"] == ["editors"]
    assert pool.asked == 0


def test_without_an_answer_there_is_no_token_and_nothing_is_told(pool: Pool) -> None:
    """The message of an error is shown to whoever signs in."""
    pool.error = PermissionError("arn:aws:sts::123456789012:assumed-role/ClaimsRole is not allowed")
    with pytest.raises(RuntimeError) as raised:
        answer(event(groups=["org_admin"]))
    assert str(raised.value) == "The second factor cannot be looked up now. Sign in again."
    assert raised.value.__suppress_context__, "Lambda sends no cause to Cognito"
