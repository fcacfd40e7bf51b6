"""The address of the model, where its key goes, and its limits."""

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


def pattern(parameter: str = "ModelBaseUrl") -> str:
    (found,) = re.findall(
        rf"^  {parameter}:\n(?:    .*\n)*?    AllowedPattern: (.*)\n",
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


LIMITS = {
    "ModelRequestsPerMinute": "MODEL_REQUESTS_PER_MINUTE",
    "ModelInputTokensPerMinute": "MODEL_INPUT_TOKENS_PER_MINUTE",
    "ModelOutputTokensPerMinute": "MODEL_OUTPUT_TOKENS_PER_MINUTE",
}


@pytest.mark.parametrize(("parameter", "name"), LIMITS.items())
def test_a_limit_of_the_model_is_a_whole_number(parameter: str, name: str) -> None:
    for text, number in (("", 0), ("0", 0), ("50", 50), ("2000000", 2_000_000)):
        assert getattr(settings({**NEEDED, name: text}), name.lower()) == number
        assert not text or re.fullmatch(pattern(parameter), text)
    for text in ("-1", "0.5", "nan", "1e3", "many", " 5", "1234567890"):
        with pytest.raises(ValueError, match=f"{name}: a whole number"):
            settings({**NEEDED, name: text})
        assert not re.fullmatch(pattern(parameter), text)
