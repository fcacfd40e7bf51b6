"""Audit: what operators and admins of organizations did, as a chain of entries that cannot be changed unseen.

Each entry names the hash of the one before it, and its own hash covers that. Who changes, takes out or moves
an entry breaks all links after it. What no chain shows is the loss of its latest entries: for that an
operator keeps the hash of the latest one elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any


class Action(StrEnum):
    PAUSE = "pause"
    RESUME = "resume"
    LIST_JOBS = "list_jobs"
    READ_JOB = "read_job"


BEGIN = "0" * 64
"""`previous` of the first entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What somebody did by a role: `target` says to what, by names and ids alone."""

    at: datetime
    actor: str
    role: str
    action: Action
    target: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """`number` counts from 1 without gaps; `previous` is the hash of the entry before."""

    number: int
    act: Act
    previous: str
    hash: str = ""

    @property
    def told(self) -> dict[str, Any]:
        """As readers see it, and what the hash covers but for itself."""
        act = self.act
        return {
            "number": self.number,
            "at": _moment(act.at),
            "actor": act.actor,
            "role": act.role,
            "action": act.action.value,
            "target": dict(act.target),
            "previous": self.previous,
            "hash": self.hash,
        }


def following(last: AuditEntry | None, act: Act) -> AuditEntry:
    """The entry of an act, after the last one there is."""
    number, previous = (last.number + 1, last.hash) if last else (1, BEGIN)
    entry = AuditEntry(number=number, act=act, previous=previous)
    return replace(entry, hash=hash_of(entry.told))


def hash_of(told: Mapping[str, Any]) -> str:
    """SHA-256 of an entry as it is told, as JSON with sorted names, no spaces and \\u escapes, without its
    `hash`."""
    covered = {name: value for name, value in told.items() if name != "hash"}
    return sha256(json.dumps(covered, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def broken_at(entries: Iterable[Mapping[str, Any]]) -> int | None:
    """Number of the first entry, from the first on in order, that does not follow from the one before it;
    None where the chain is whole."""
    previous = BEGIN
    for number, told in enumerate(entries, start=1):
        follows = told["number"] == number and told["previous"] == previous
        if not follows or told["hash"] != hash_of(told):
            return number
        previous = told["hash"]
    return None


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
