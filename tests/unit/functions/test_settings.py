"""The address of the model: its key goes there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generation.settings import settings

NEEDED = {"TABLE_NAME": "table", "QUEUE_URL": "https://queue"}
TEMPLATE = Path(__file__).parents[3] / "template.yaml"

GOOD = [
    "",
    "https://models.example",
    "https://models.example:8443/v1",
    "http://127.0.0.1:8081",
    "http://localhost:8081/base",
    "http://[::1]:8081",
]
BAD = [
    "http://models.example",
    "http://127.0.0.1.evil.example",
    "http://127.0.0.1@evil.example",
    "http://localhost.evil.example:80",
    "http://10.0.0.1",
    "https://user:password@models.example",
    "ftp://models.example",
    "models.example",
    "https://a b",
]


def pattern() -> str:
    (found,) = re.findall(
        r"^  ModelBaseUrl:\n(?:    .*\n)*?    AllowedPattern: (.*)\n",
        TEMPLATE.read_text(encoding="utf-8"),
        re.M,
    )
    return str(found)


@pytest.mark.parametrize("address", GOOD)
def test_https_and_loopback_are_taken(address: str) -> None:
    assert settings({**NEEDED, "MODEL_BASE_URL": address}).model_base_url == address
    assert re.fullmatch(pattern(), address)


@pytest.mark.parametrize("address", BAD)
def test_a_key_goes_nowhere_in_the_clear(address: str) -> None:
    with pytest.raises(ValueError, match="MODEL_BASE_URL: https is wanted"):
        settings({**NEEDED, "MODEL_BASE_URL": address})
    assert not re.fullmatch(pattern(), address)
