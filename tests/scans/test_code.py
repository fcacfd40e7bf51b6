"""Bandit's rules over all Python, as ruff has them: on everywhere, each exception with its reason."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from local.configuration import ROOT

RUFF: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]

OFF_IN_TESTS = {
    "S101": "pytest is asserts",
    "S311": "random schedules and faults are to be repeatable, not secret",
}

SHIPPED = ("layers/shared/generation", "functions")
EXCEPTION = re.compile(r"#\s*noqa:\s*(?P<rules>[A-Z0-9, ]*\bS\d+[A-Z0-9, ]*)(?P<reason>.*)")


def exceptions(places: tuple[str, ...]) -> list[tuple[Path, str, str]]:
    """File, rules and reason of every exception from these rules."""
    return [
        (path.relative_to(ROOT), found["rules"].strip(), found["reason"].strip(" -()"))
        for place in places
        for path in sorted((ROOT / place).rglob("*.py"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if (found := EXCEPTION.search(line))
    ]


def test_the_rules_are_on_for_all_code() -> None:
    """That the code keeps them, `make check` says."""
    assert "S" in RUFF["lint"]["select"]
    assert not [rule for rule in RUFF["lint"]["ignore"] if rule.startswith("S")]
    assert all(place.endswith(".md") for place in RUFF["extend-exclude"])
    off = {
        (place, rule)
        for place, rules in RUFF["lint"]["per-file-ignores"].items()
        for rule in rules
        if rule.startswith("S") and rule[1:].isdigit()
    }
    assert off == {("tests/**", rule) for rule in OFF_IN_TESTS}


@pytest.mark.parametrize(
    "place", ["layers/shared/generation", "functions", "local", "scripts", "tests", "benchmarks"]
)
def test_each_exception_has_its_reason(place: str) -> None:
    assert [(path, rules) for path, rules, reason in exceptions((place,)) if len(reason) < 4] == []


def test_what_is_deployed_needs_no_exception_but_for_the_type_checker() -> None:
    others = [entry for entry in exceptions(SHIPPED) if "type checker" not in entry[2]]
    assert others == []
