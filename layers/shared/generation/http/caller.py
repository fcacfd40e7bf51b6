"""Caller: who asks, from the claims of the JWT that the gateway's authorizer has checked."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from typing import Any, TypeGuard

from generation.engine.errors import Unauthenticated
from generation.engine.service.requests import Caller

MAX_IDENTITY_CHARS = 255
"""Longest `sub` by OpenID Connect; also keeps owner and organization within a key of the table."""

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode categories of characters that nobody sees. Refused in identities: two different ones could look the
same, and nobody could tell whose resources are whose."""


def caller_of(event: Mapping[str, Any], token_use: str = "") -> Caller:
    """Raises Unauthenticated where there is no usable `sub`, an `org_id` that cannot be used, or a
    token of another use.

    token_use  what the claim of that name has to be, or '' for any. The gateway takes an id token by its
               `aud` where it takes an access token by its `client_id`. The pool that has the claim has
               a trigger too, which says in `roles` what of the groups counts: the groups alone do not.

    Cognito puts `custom:` before attributes of one's own. Roles are never read from such an
    attribute, since a user pool may let its users write them; its groups only an operator can change.
    """
    authorizer = event.get("requestContext", {}).get("authorizer") or {}
    claims: Mapping[str, Any] = (authorizer.get("jwt") or {}).get("claims") or {}
    if token_use and claims.get("token_use") != token_use:
        raise Unauthenticated(f"A bearer token of the use {token_use!r} is needed.")
    groups = "" if token_use else claims.get("cognito:groups")
    owner = claims.get("sub")
    org_id = claims.get("org_id") or claims.get("custom:org_id") or None
    if not _is_identity(owner):
        raise Unauthenticated("A bearer token with a subject is needed.")
    if org_id is not None and not _is_identity(org_id):
        raise Unauthenticated("The organization of the bearer token cannot be used.")
    return Caller(
        owner=owner,
        org_id=org_id,
        plan=_text(claims.get("plan")) or _text(claims.get("custom:plan")) or "free",
        roles=frozenset(_texts(claims.get("roles")) | _texts(groups)),
    )


def _is_identity(claim: Any) -> TypeGuard[str]:
    """Identities are compared as they are: one that would have to be trimmed first is refused, since
    "alice " is somebody else than "alice"."""
    return (
        isinstance(claim, str)
        and 1 <= len(claim) <= MAX_IDENTITY_CHARS
        and claim == claim.strip()
        and not any(unicodedata.category(character) in _UNSEEN for character in claim)
    )


def _text(claim: Any) -> str:
    return claim if isinstance(claim, str) else ""


def _texts(claim: Any) -> set[str]:
    """A list claim: as JSON has it, or flattened by the HTTP API to `[a b]`. A text without brackets is
    one name, whatever it holds: a role never arises out of a part of another one."""
    if isinstance(claim, list):
        return {text for text in claim if isinstance(text, str) and text}
    text = _text(claim)
    if text.startswith('["'):
        try:
            return _texts(json.loads(text))
        except ValueError:
            return set()
    if text.startswith("[") and text.endswith("]"):
        return set(text[1:-1].split(" ")) - {""}
    return {text} - {""}
