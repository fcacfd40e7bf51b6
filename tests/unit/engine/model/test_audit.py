"""The chain of the audit: what breaks it, and what it covers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from generation.engine.model.audit import BEGIN, Act, Action, AuditEntry, broken_at, following, hash_of

NOW = datetime(2026, 11, 28, 9, 30, 0, 125_400, tzinfo=UTC)


def chain(length: int) -> list[dict[str, Any]]:
    entries: list[AuditEntry] = []
    for number in range(length):
        act = Act(
            at=NOW + timedelta(minutes=number),
            actor="olga ü",
            role="operator",
            action=Action.PAUSE,
            target={"scope": "owner", "value": f"owner-{number}"},
        )
        entries.append(following(entries[-1] if entries else None, act))
    return [entry.told for entry in entries]


def test_an_entry_as_it_is_told() -> None:
    (told,) = chain(1)
    assert told | {"hash": ""} == {
        "number": 1,
        "at": "2026-11-28T09:30:00.125Z",
        "actor": "olga ü",
        "role": "operator",
        "action": "pause",
        "target": {"scope": "owner", "value": "owner-0"},
        "previous": BEGIN,
        "hash": "",
    }


def test_the_hash_is_what_the_docs_say() -> None:
    """Anybody can recompute it: no helper of ours."""
    _, told = chain(2)
    given = told.pop("hash")
    text = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    assert given == hashlib.sha256(text.encode("ascii")).hexdigest()


def _changed(entries: list[dict[str, Any]]) -> None:
    entries[2]["actor"] = "somebody else"


def _changed_with_its_hash(entries: list[dict[str, Any]]) -> None:
    entries[2]["target"] = {"scope": "all"}
    entries[2]["hash"] = hash_of(entries[2])


def _taken_out(entries: list[dict[str, Any]]) -> None:
    del entries[2]


def _moved(entries: list[dict[str, Any]]) -> None:
    entries[2], entries[3] = entries[3], entries[2]


def _begun_anew(entries: list[dict[str, Any]]) -> None:
    del entries[0]


@pytest.mark.parametrize(
    ("harm", "number"),
    [(_changed, 3), (_changed_with_its_hash, 4), (_taken_out, 3), (_moved, 3), (_begun_anew, 1)],
)
def test_what_was_done_to_it_shows(harm: Callable[[list[dict[str, Any]]], None], number: int) -> None:
    entries = chain(5)
    harm(entries)
    assert broken_at(entries) == number


@pytest.mark.parametrize("length", [0, 1, 5])
def test_a_whole_chain_is_whole(length: int) -> None:
    assert broken_at(chain(length)) is None
