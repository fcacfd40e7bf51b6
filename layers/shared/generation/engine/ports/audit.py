"""Audit: where acts of operators and admins of organizations are told."""

from __future__ import annotations

from typing import Protocol

from generation.engine.model.audit import Act, AuditEntry
from generation.engine.ports.page import Page


class Audit(Protocol):
    """Append-only. What is told with an act itself is written by the port of that act."""

    def append(self, act: Act) -> AuditEntry: ...

    def entries(self, *, limit: int, cursor: str | None) -> Page[AuditEntry]:
        """The latest first. Raises MalformedRequest (cursor)."""
