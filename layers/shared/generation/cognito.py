"""Cognito: whether somebody signs in with a second factor."""

from __future__ import annotations

from typing import Any

import botocore.session
from botocore.config import Config

from generation.aws import USER_AGENT

TIMEOUT_S = 1
"""To connect, and to read: two tries of both end within the five seconds that Cognito gives a trigger."""

TRIES = 2


class CognitoPeople:
    """`client` is botocore's of cognito-idp."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def has_second_factor(self, pool_id: str, name: str) -> bool:
        """Whether Cognito asks this person of the pool for one at each sign-in.

        Raises botocore's errors: without an answer there is no second factor to speak of.
        """
        person = self._client.admin_get_user(UserPoolId=pool_id, Username=name)
        return bool(person.get("UserMFASettingList"))


def cognito_client(**how: Any) -> Any:
    """`how` goes to botocore's `create_client`: region_name, endpoint_url, ..."""
    config = Config(
        connect_timeout=TIMEOUT_S,
        read_timeout=TIMEOUT_S,
        retries={"mode": "standard", "total_max_attempts": TRIES},
        user_agent=USER_AGENT,
    )
    return botocore.session.get_session().create_client("cognito-idp", config=config, **how)
