"""Licences of what the layer ships: all allowed, and docs/licences.md says which."""

from __future__ import annotations

import pytest

from scripts import licences


def test_the_page_is_current() -> None:
    assert licences.PAGE.read_text(encoding="utf-8") == licences.page()


def test_every_package_is_on_it() -> None:
    names = [name for name, _, _ in licences.packages()]
    assert {"anthropic", "boto3", "pydantic", "aws-lambda-powertools", "genai-prices"} <= set(names)
    assert len(names) == len(set(names)) >= 20


def test_a_licence_that_is_not_allowed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        licences, "metadata", lambda name: {"License-Expression": "AGPL-3.0-only", "License": None}
    )
    with pytest.raises(LookupError, match="AGPL"):
        licences.licence("anything")
