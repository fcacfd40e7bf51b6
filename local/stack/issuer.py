"""Issuer: signs the JWTs that the template's own authorizer checks. Local only."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from local.stack.person import Person

AUDIENCE = "coursemill-local"
PATH = "/dev/issuer"
LIFE_SECONDS = 3600

_KEY_ID = "local"


class Issuer:
    """An OpenID Connect issuer at `url` + PATH with one RSA key."""

    def __init__(self, url: str, key: rsa.RSAPrivateKey) -> None:
        self.name = url + PATH
        self._key = key

    @classmethod
    def kept_in(cls, state_dir: Path, url: str) -> Issuer:
        """With the key of the last run, so that its tokens stay good over a restart."""
        path = state_dir / "issuer-key.pem"
        if not path.exists():
            key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
            path.touch(mode=0o600)
            path.write_bytes(
                key.private_bytes(
                    serialization.Encoding.PEM,
                    serialization.PrivateFormat.PKCS8,
                    serialization.NoEncryption(),
                )
            )
        loaded = serialization.load_pem_private_key(path.read_bytes(), password=None)
        if not isinstance(loaded, rsa.RSAPrivateKey):
            raise TypeError(f"{path}: not an RSA key")
        return cls(url, loaded)

    def token(self, person: Person, *, use: str = "access", now: float | None = None) -> str:
        """A JWT for an hour: an access token, or one of another use. Empty claims are left out, as an
        issuer does."""
        issued_at = int(time.time() if now is None else now)
        claims = {
            "iss": self.name,
            "aud": AUDIENCE,
            "sub": person.sub,
            "token_use": use,
            "iat": issued_at,
            "exp": issued_at + LIFE_SECONDS,
            "jti": os.urandom(8).hex(),
            "org_id": person.org_id,
            "plan": person.plan,
            "roles": list(person.roles),
        }
        kept = {name: value for name, value in claims.items() if value not in ("", [])}
        return jwt.encode(kept, self._key, algorithm="RS256", headers={"kid": _KEY_ID})

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.name,
            "jwks_uri": f"{self.name}/.well-known/jwks.json",
            "id_token_signing_alg_values_supported": ["RS256"],
            "response_types_supported": ["id_token"],
            "subject_types_supported": ["public"],
        }

    def key_set(self) -> dict[str, Any]:
        public = RSAAlgorithm.to_jwk(self._key.public_key(), as_dict=True)
        return {"keys": [{**public, "kid": _KEY_ID, "alg": "RS256", "use": "sig"}]}
