"""Licences of what layer and page ship: all allowed, and docs/licences.md says which."""

from __future__ import annotations

import pytest

from scripts import licences


def test_the_page_is_current() -> None:
    assert licences.PAGE.read_text(encoding="utf-8") == licences.page()


def test_every_package_of_the_layer_is_on_it() -> None:
    names = [name for name, _, _ in licences.of_the_layer()]
    assert {"anthropic", "boto3", "pydantic", "aws-lambda-powertools", "genai-prices"} <= set(names)
    assert len(names) == len(set(names)) >= 20


def test_every_package_of_the_page_is_on_it_but_for_what_only_builds_it() -> None:
    names = {name for name, _, _ in licences.of_the_page()}
    assert {"react-dom", "@mantine/core", "react-router", "oidc-client-ts", "papaparse"} <= names
    assert not names & {"vite", "vitest", "typescript", "axe-core"}


@pytest.mark.parametrize("expression", ["MIT", "(MIT OR CC0-1.0)", "MIT AND ISC AND BSD-3-Clause"])
def test_alternatives_and_sums_of_allowed_licences_are_allowed(expression: str) -> None:
    assert licences.allowed("anything", expression) == expression


@pytest.mark.parametrize("expression", ["", "GPL-3.0-only", "MIT AND GPL-3.0-only", "(MPL-2.0 OR GPL-2.0)"])
def test_others_are_not(expression: str) -> None:
    with pytest.raises(LookupError, match="anything"):
        licences.allowed("anything", expression)


def test_a_licence_that_is_not_allowed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        licences, "metadata", lambda name: {"License-Expression": "AGPL-3.0-only", "License": None}
    )
    with pytest.raises(LookupError, match="AGPL"):
        licences.licence("anything")
