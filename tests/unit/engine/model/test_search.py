"""Search in titles."""

from __future__ import annotations

import pytest

from generation.engine.model.search import is_found


@pytest.mark.parametrize(
    ("words", "title", "expected"),
    [
        (None, "Anything", True),
        ("", "Anything", True),
        (" \t", "Anything", True),
        ("bread", "Bread from sourdough", True),
        ("SOUR bre", "Bread from sourdough", True),
        ("sour rye", "Bread from sourdough", False),
        ("straße", "HAUPTSTRASSE", True),
        ("cafe\u0301", "Caf\u00e9 culture", True),
        ("\uff21\uff22\uff23", "abc", True),
        ("xn", "", False),
        (".*", "Bread", False),
        ("課程", "新課程", True),
    ],
)
def test_what_is_found(words: str | None, title: str, expected: bool) -> None:
    assert is_found(words, title) is expected
