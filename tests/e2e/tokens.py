"""Tokens as somebody would forge, keep or borrow them: each has one thing wrong with it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from local.stack.issuer import AUDIENCE, PATH
from local.stack.record import StackRecord

KEY_ID = "local"


class Forge:
    """Makes tokens with the stack's own key, as far as their flaw lets it, so that nothing else is wrong."""

    def __init__(self, record: StackRecord) -> None:
        pem = (Path(record.state_dir) / "issuer-key.pem").read_bytes()
        key = serialization.load_pem_private_key(pem, password=None)
        assert isinstance(key, rsa.RSAPrivateKey)
        self._key = key
        self._other_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._issuer = record.url + PATH

    def good(self, sub: str) -> str:
        """To show that the others fail for their flaw and for nothing else."""
        return self._signed(self._claims(sub))

    def expired(self, sub: str) -> str:
        return self._signed({**self._claims(sub), "iat": _in(-7200), "exp": _in(-3600)})

    def not_yet_valid(self, sub: str) -> str:
        return self._signed({**self._claims(sub), "nbf": _in(1800)})

    def of_another_issuer(self, sub: str) -> str:
        return self._signed({**self._claims(sub), "iss": "https://evil.example"})

    def for_another_audience(self, sub: str) -> str:
        return self._signed({**self._claims(sub), "aud": "another-service"})

    def unsigned(self, sub: str) -> str:
        return jwt.encode(self._claims(sub), "", algorithm="none", headers={"kid": KEY_ID})

    def signed_with_the_public_key(self, sub: str) -> str:
        """HS256 with what everybody may read: for a verifier that lets the token choose the algorithm."""
        secret = self._key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        # By hand: the library refuses to make such a token.
        head = _part({"alg": "HS256", "typ": "JWT", "kid": KEY_ID})
        signed = f"{head}.{_part(self._claims(sub))}"
        return f"{signed}.{_text(hmac.new(secret, signed.encode(), hashlib.sha256).digest())}"

    def signed_by_another_key(self, sub: str) -> str:
        return jwt.encode(self._claims(sub), self._other_key, algorithm="RS256", headers={"kid": KEY_ID})

    def that_brings_its_own_key(self, sub: str) -> str:
        public = RSAAlgorithm.to_jwk(self._other_key.public_key(), as_dict=True)
        headers = {"kid": "own", "jwk": public}
        return jwt.encode(self._claims(sub), self._other_key, algorithm="RS256", headers=headers)

    def with_another_payload(self, sub: str) -> str:
        head, _, signature = self.good("somebody").split(".")
        return f"{head}.{_part(self._claims(sub))}.{signature}"

    def without_a_subject(self, sub: str) -> str:
        return self._signed({name: claim for name, claim in self._claims(sub).items() if name != "sub"})

    def with_a_blank_subject(self, sub: str) -> str:
        return self._signed({**self._claims(sub), "sub": "  "})

    def of_an_odd_organization(self, sub: str) -> str:
        return self._signed({**self._claims(sub), "org_id": "mill "})

    def with_a_long_subject(self, sub: str) -> str:
        return self._signed({**self._claims(sub), "sub": sub + "x" * 256})

    def _claims(self, sub: str) -> dict[str, Any]:
        return {"iss": self._issuer, "aud": AUDIENCE, "sub": sub, "iat": _in(0), "exp": _in(3600)}

    def _signed(self, claims: Mapping[str, Any]) -> str:
        return jwt.encode(dict(claims), self._key, algorithm="RS256", headers={"kid": KEY_ID})


FLAWS: Mapping[str, Callable[[Forge, str], str | None]] = {
    "no token": lambda forge, sub: None,
    "an empty one": lambda forge, sub: "Bearer",
    "garbage": lambda forge, sub: "Bearer abc.def.ghi",
    "another scheme": lambda forge, sub: f"Basic {_text(sub.encode())}",
    "expired": lambda forge, sub: f"Bearer {forge.expired(sub)}",
    "not yet valid": lambda forge, sub: f"Bearer {forge.not_yet_valid(sub)}",
    "wrong issuer": lambda forge, sub: f"Bearer {forge.of_another_issuer(sub)}",
    "wrong audience": lambda forge, sub: f"Bearer {forge.for_another_audience(sub)}",
    "alg none": lambda forge, sub: f"Bearer {forge.unsigned(sub)}",
    "HS256 with the public key": lambda forge, sub: f"Bearer {forge.signed_with_the_public_key(sub)}",
    "another key": lambda forge, sub: f"Bearer {forge.signed_by_another_key(sub)}",
    "its own key in its head": lambda forge, sub: f"Bearer {forge.that_brings_its_own_key(sub)}",
    "another payload": lambda forge, sub: f"Bearer {forge.with_another_payload(sub)}",
    "no sub": lambda forge, sub: f"Bearer {forge.without_a_subject(sub)}",
    "a blank sub": lambda forge, sub: f"Bearer {forge.with_a_blank_subject(sub)}",
    "a sub with a space after it": lambda forge, sub: f"Bearer {forge.good(sub + ' ')}",
    "a sub with a space before it": lambda forge, sub: f"Bearer {forge.good(' ' + sub)}",
    "a sub with a control character": lambda forge, sub: f"Bearer {forge.good(sub + chr(7))}",
    "an org_id with a space after it": lambda forge, sub: f"Bearer {forge.of_an_odd_organization(sub)}",
    "a sub that is too long": lambda forge, sub: f"Bearer {forge.with_a_long_subject(sub)}",
}
"""What is wrong -> the Authorization header; None: without one."""


def _in(seconds: int) -> int:
    return int(time.time()) + seconds


def _part(content: Mapping[str, Any]) -> str:
    return _text(json.dumps(content).encode())


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
