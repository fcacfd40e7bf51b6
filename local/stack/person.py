"""Person: who a local token is for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """The names are the claims."""

    sub: str
    org_id: str = ""
    plan: str = "free"
    roles: tuple[str, ...] = ()


DEFAULT_PERSON = Person(sub="local", plan="pro")
"""Whom the command line and the page sign in as, so that each shows what the other has made."""
