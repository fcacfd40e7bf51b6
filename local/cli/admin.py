"""Admin: what an operator sees of a stack and pauses, in the terminal."""

from __future__ import annotations

from generation.engine.model.audit import broken_at
from local.cli.client import ApiClient, Document
from local.errors import GenerateError

OPERATOR = {"sub": "operator", "roles": ["operator"]}
"""Whom the local stack vouches for. Of a deployed one the token is in COURSEMILL_TOKEN."""


def overview(client: ApiClient) -> list[str]:
    seen = client.overview()
    jobs, day = seen["jobs"], seen["spend_usd"]["day"]
    lines = [
        f"jobs       {jobs['running']} running, {jobs['pending']} pending, "
        f"{jobs['waiting']} wait for a person" + ("" if seen["is_complete"] else " (the oldest 2,000 alone)"),
        f"spent      {_spent(day)}",
    ]
    lines += [f"pending    {one['jobs']:>6}  {one['owner']}" for one in seen["waiting_by_owner"]]
    lines += [f"model      {one['model']}: waits {one['waits_s']:.0f} s" for one in seen["model"]]
    return lines + _paused(seen["paused"])


def pause(client: ApiClient, scope: str, value: str | None, reason: str) -> list[str]:
    return _paused(client.pause(scope, value, reason)["paused"])


def resume(client: ApiClient, scope: str, value: str | None) -> list[str]:
    return _paused(client.resume(scope, value)["paused"])


def audit(client: ApiClient) -> list[str]:
    """The latest hundred acts, the oldest of them first."""
    entries = client.audit_page(None)["entries"]
    return [_entry(one) for one in reversed(entries)] or ["nothing yet"]


def verified(client: ApiClient) -> list[str]:
    """Raises GenerateError for a chain that is broken."""
    page = client.audit_page(None)
    entries = list(page["entries"])
    while page["next_cursor"]:
        page = client.audit_page(page["next_cursor"])
        entries += page["entries"]
    if (number := broken_at(reversed(entries))) is not None:
        raise GenerateError(f"the audit is broken at entry {number}: changed, or one is missing before it")
    latest = f", the latest {entries[0]['hash']}" if entries else ""
    return [f"{len(entries)} entries, each follows from the one before{latest}"]


def _entry(one: Document) -> str:
    target = " ".join(f"{name}={value}" for name, value in one["target"].items())
    return f"{one['number']:>6}  {one['at']}  {one['role']} {one['actor']}  {one['action']}  {target}"


def _spent(day: Document) -> str:
    if day["used"] is None:
        return "not counted: no ceilings are set"
    limit = "no ceiling" if day["limit"] is None else f"of ${day['limit']:.2f}"
    return f"${day['used']:.2f} {limit} today (UTC), ${day['reserved']:.2f} reserved"


def _paused(paused: list[Document]) -> list[str]:
    if not paused:
        return ["paused     nothing"]
    return [f"paused     {_scope(one)} since {one['paused_at']}: {one['reason']}" for one in paused]


def _scope(one: Document) -> str:
    return " ".join(filter(None, (one["scope"], one["value"])))
