"""Tokens of the local issuer."""

from __future__ import annotations

from pathlib import Path

import jwt
import pytest

from local.stack.issuer import AUDIENCE, Issuer
from local.stack.person import Person

URL = "http://127.0.0.1:8080"


@pytest.fixture
def issuer(tmp_path: Path) -> Issuer:
    return Issuer.kept_in(tmp_path, URL)


def claims(issuer: Issuer, token: str) -> dict[str, object]:
    key = jwt.PyJWKSet.from_dict(issuer.key_set())[jwt.get_unverified_header(token)["kid"]]
    decoded: dict[str, object] = jwt.decode(token, key, ["RS256"], audience=AUDIENCE, issuer=issuer.name)
    return decoded


def test_a_token_verifies_with_the_published_key_and_names_its_person(issuer: Issuer) -> None:
    person = Person(sub="ada", org_id="o1", plan="pro", roles=("org_admin",))
    found = claims(issuer, issuer.token(person))
    assert (found["sub"], found["org_id"], found["plan"]) == ("ada", "o1", "pro")
    assert found["roles"] == ["org_admin"]
    assert found["iss"] == f"{URL}/dev/issuer"


def test_a_token_is_an_access_token(issuer: Issuer) -> None:
    person = Person(sub="ada")
    uses = [
        claims(issuer, token)["token_use"] for token in (issuer.token(person), issuer.token(person, use="id"))
    ]
    assert uses == ["access", "id"]


def test_what_is_empty_is_no_claim(issuer: Issuer) -> None:
    assert not {"org_id", "roles"} & set(claims(issuer, issuer.token(Person(sub="ada"))))


def test_a_token_lasts_an_hour(issuer: Issuer) -> None:
    with pytest.raises(jwt.ExpiredSignatureError):
        claims(issuer, issuer.token(Person(sub="ada"), now=1_700_000_000))


def test_the_key_is_kept_for_its_owner_alone(tmp_path: Path, issuer: Issuer) -> None:
    again = Issuer.kept_in(tmp_path, URL)
    assert again.key_set() == issuer.key_set()
    assert (tmp_path / "issuer-key.pem").stat().st_mode & 0o777 == 0o600


def test_discovery_leads_to_the_keys(issuer: Issuer) -> None:
    found = issuer.discovery()
    assert found["issuer"] == issuer.name
    assert found["jwks_uri"] == f"{issuer.name}/.well-known/jwks.json"
