"""Before each token of the own user pool: puts what the API reads into the access token.

`org_id` and `plan` come from attributes that only an operator writes, `roles` from groups that only an
operator fills. Cognito tells its trigger nothing of how somebody signed in, so a role with power over
others is given only to whom Cognito asks for a second factor at each sign-in.
"""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from generation import wiring

logger = Logger()

PRIVILEGED = frozenset({"org_admin", "operator"})


@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """`event` is Cognito's, of version V2_0; it is answered with its response filled in."""
    attributes = event["request"]["userAttributes"]
    claims: dict[str, Any] = {
        claim: attributes[f"custom:{claim}"]
        for claim in ("org_id", "plan")
        if attributes.get(f"custom:{claim}")
    }
    claims["roles"] = _roles(event)
    return {
        **event,
        "response": {
            "claimsAndScopeOverrideDetails": {"accessTokenGeneration": {"claimsToAddOrOverride": claims}}
        },
    }


def _roles(event: dict[str, Any]) -> list[str]:
    groups = set((event["request"].get("groupConfiguration") or {}).get("groupsToOverride") or [])
    privileged = groups & PRIVILEGED
    if privileged and not _has_second_factor(event):
        logger.warning("Roles withheld: no second factor", sub=event["request"]["userAttributes"]["sub"])
        groups -= privileged
    return sorted(groups)


def _has_second_factor(event: dict[str, Any]) -> bool:
    """Raises RuntimeError where Cognito does not say; it then refuses the sign-in, showing the message."""
    try:
        return wiring.people().has_second_factor(event["userPoolId"], event["userName"])
    except Exception:
        logger.exception("No answer")
        raise RuntimeError("The second factor cannot be looked up now. Sign in again.") from None
