"""Second factors, against botocore's own model of the service."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from generation.cognito import TIMEOUT_S, TRIES, CognitoPeople, cognito_client

ACCESS = {"region_name": "eu-central-1", "aws_access_key_id": "a", "aws_secret_access_key": "b"}
POOL = "eu-central-1_ExaMple01"
ASKED = {"UserPoolId": POOL, "Username": "ada"}
TRIGGER_S = 5
"""Cognito waits no longer for a trigger."""


@pytest.fixture
def client() -> Iterator[Any]:
    made = cognito_client(**ACCESS)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("told", "has"),
    [
        ({"UserMFASettingList": ["SOFTWARE_TOKEN_MFA"], "PreferredMfaSetting": "SOFTWARE_TOKEN_MFA"}, True),
        ({"UserMFASettingList": []}, False),
        ({}, False),
        # Of SMS alone, in the form from before there were others.
        ({"MFAOptions": [{"DeliveryMedium": "SMS", "AttributeName": "phone_number"}]}, False),
    ],
)
def test_who_is_asked_for_one(client: Any, told: dict[str, Any], has: bool) -> None:
    with Stubber(client) as stubber:
        stubber.add_response("admin_get_user", {"Username": "ada", **told}, ASKED)
        assert CognitoPeople(client).has_second_factor(POOL, "ada") is has


def test_no_answer_is_no_second_factor(client: Any) -> None:
    with Stubber(client) as stubber:
        stubber.add_client_error("admin_get_user", "AccessDeniedException", expected_params=ASKED)
        with pytest.raises(ClientError):
            CognitoPeople(client).has_second_factor(POOL, "ada")


def test_it_gives_up_before_cognito_does(client: Any) -> None:
    config = client.meta.config
    assert (config.connect_timeout, config.read_timeout) == (TIMEOUT_S, TIMEOUT_S)
    assert config.retries["total_max_attempts"] == TRIES
    assert TRIES * 2 * TIMEOUT_S < TRIGGER_S
