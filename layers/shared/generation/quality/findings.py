"""Findings: what a rule has found, where, and how bad it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

RULES_VERSION = 5
"""Stands in every artifact that was checked; rises when a rule changes what it finds."""

MAX_QUOTED = 120
"""Characters of what a model wrote that one message quotes."""

MAX_MESSAGE = 200
"""Characters of a message, its quotation included."""

MAX_FINDINGS = 200
"""Of one artifact: a person mends no more at once, and the artifact stays small. Blocking ones stay first."""


class Severity(StrEnum):
    """block: nobody should read it so; it is not published without a person's word.
    warn: probably a fault. note: worth knowing."""

    BLOCK = "block"
    WARN = "warn"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """rule: its id. pointer: JSON pointer (RFC 6901) into what was checked."""

    rule: str
    level: Severity
    pointer: str
    message: str

    def to_json(self) -> dict[str, str]:
        return {
            "rule": self.rule,
            "level": self.level.value,
            "pointer": self.pointer,
            "message": self.message,
        }


def block(rule: str, pointer: str, message: str) -> Finding:
    return Finding(rule, Severity.BLOCK, pointer, clipped(message, MAX_MESSAGE))


def warn(rule: str, pointer: str, message: str) -> Finding:
    return Finding(rule, Severity.WARN, pointer, clipped(message, MAX_MESSAGE))


def quoted(text: str) -> str:
    """A short piece of what was written, on one line."""
    return f"“{clipped(' '.join(text.split()), MAX_QUOTED)}”"


def blocks(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.level is Severity.BLOCK]


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """The worst first, each once."""
    order = list(Severity)
    return sorted(dict.fromkeys(findings), key=lambda finding: order.index(finding.level))


def report(findings: Iterable[Finding], checked_at: str) -> dict[str, Any]:
    """The `quality` of an artifact: `{rules_version, checked_at, blocked, findings}`, the worst first."""
    found = in_order(findings)
    return {
        "rules_version": RULES_VERSION,
        "checked_at": checked_at,
        "blocked": bool(blocks(found)),
        "findings": [finding.to_json() for finding in found[:MAX_FINDINGS]],
    }


def clipped(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
