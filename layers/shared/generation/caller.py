"""Caller: who asks, from the claims of the JWT that the gateway's authorizer has checked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from generation.engine.requests import Caller
from generation.errors import Unauthenticated

MAX_SUBJECT_CHARS = 255
"""Of OpenID Connect; also keeps the owner within what a key of the table can hold."""


def caller_of(event: Mapping[str, Any]) -> Caller:
    """Raises Unauthenticated where there is no usable `sub`.

    Cognito puts `custom:` before attributes of one's own. Roles are never read from such an
    attribute, since a user pool may let its users write them; its groups only an operator can change.
    """
    authorizer = event.get("requestContext", {}).get("authorizer") or {}
    claims: Mapping[str, Any] = (authorizer.get("jwt") or {}).get("claims") or {}
    owner = _text(claims.get("sub"))
    if not owner or len(owner) > MAX_SUBJECT_CHARS:
        raise Unauthenticated("A bearer token with a subject is needed.")
    return Caller(
        owner=owner,
        org_id=_text(claims.get("org_id")) or _text(claims.get("custom:org_id")) or None,
        plan=_text(claims.get("plan")) or _text(claims.get("custom:plan")) or "free",
        roles=frozenset(_texts(claims.get("roles")) | _texts(claims.get("cognito:groups"))),
    )


def _text(claim: Any) -> str:
    return claim.strip() if isinstance(claim, str) else ""


def _texts(claim: Any) -> set[str]:
    """A list claim: as JSON has it, or flattened by the HTTP API to `[a b]`, or `a b`."""
    if isinstance(claim, list):
        return {text for text in claim if isinstance(text, str)}
    text = _text(claim)
    if text.startswith('["'):
        try:
            return _texts(json.loads(text))
        except ValueError:
            return set()
    return set(text.removeprefix("[").removesuffix("]").replace(",", " ").split())
