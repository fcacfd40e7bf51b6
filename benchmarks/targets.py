"""Targets: what was to be reached, and what was measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.results import Results

DURABLE = ("langgraph", "procrastinate", "celery", "dbos", "dbos-sqlite", "durable", "sequential")
"""Peers that keep what has been paid for."""


@dataclass(frozen=True, slots=True)
class Target:
    """`measured` None where it was not."""

    what: str
    wanted: str
    measured: str | None
    is_reached: bool

    @property
    def row(self) -> str:
        verdict = "yes" if self.is_reached else "**no**"
        if self.measured is None:
            return f"| {self.what} | {self.wanted} | - | - |"
        return f"| {self.what} | {self.wanted} | {self.measured} | {verdict} |"


def targets(results: Results) -> str:
    """As a table."""
    rows = [
        _at_most(results, "S1, engine", "engine", "S1", "ratio", 1.025, "x", 3),
        _at_most(results, "S1, whole stack", "stack", "S1", "ratio", 1.25, "x", 3),
        _at_most(results, "S2, engine", "engine", "S2", "ratio", 1.25, "x", 2),
        _fastest(results),
        _at_most(results, "S2, whole stack", "stack", "S2", "ratio", 2.0, "x", 2),
        *(
            _at_most(results, f"S3, {label}, beyond boot and rest", system, "S3", "beyond", 2.0, "s", 2)
            for system, label in (("engine", "engine"), ("stack", "whole stack"))
        ),
        *(
            _at_most(results, f"{scenario}, {label}, calls repeated", system, scenario, "repeated", 0, "", 0)
            for scenario in ("S3", "S5")
            for system, label in (("engine", "engine"), ("stack", "whole stack"))
        ),
        _at_most(results, "S4, engine, p50", "engine", "S4", "p50_ms", 20, "ms", 0),
        _at_most(results, "S4, whole stack, p50", "stack", "S4", "p50_ms", 100, "ms", 0),
        _at_most(results, "S6, engine", "engine", "S6", "ratio", 1.15, "x", 3),
        *_constant(results),
    ]
    head = ["| what | at most | measured | reached |", "| --- | --- | --- | --- |"]
    return "\n".join([*head, *(target.row for target in rows)])


def _at_most(
    results: Results, what: str, system: str, scenario: str, name: str, limit: float, unit: str, digits: int
) -> Target:
    """By the median; of what must not happen at all, by the worst round."""
    spread = results.figure(system, scenario, name)
    wanted = f"{limit:g} {unit}".strip()
    if spread is None:
        return Target(what, wanted, None, False)
    counts = spread.most if limit == 0 else spread.median
    return Target(what, wanted, spread.text(digits), counts <= limit)


def _fastest(results: Results) -> Target:
    what = "S2, engine against the fastest durable peer"
    own = results.figure("engine", "S2", "ratio")
    others = {
        label: spread.median
        for system, label in results.systems.items()
        if system in DURABLE and (spread := results.figure(system, "S2", "ratio"))
    }
    if own is None or not others:
        return Target(what, "faster", None, False)
    best = min(others, key=lambda label: others[label])
    measured = f"{own.median:.2f} x; {best}: {others[best]:.2f} x"
    return Target(what, "faster", measured, own.median < others[best])


def _constant(results: Results) -> list[Target]:
    grown = results.raw.get("growth", {}).get("jobs", [])
    stored = results.raw.get("latencies", [])
    return [
        _flat("S7, write units per item", "10 %", 0.10, [one["write_units_per_item"] for one in grown]),
        _flat("S7, status latency", "20 %", 0.20, [one["status"] for one in stored]),
        _flat("S7, list latency, on the emulator", "20 %", 0.20, [one["page_of_25"] for one in stored]),
    ]


def _flat(what: str, wanted: str, limit: float, values: Sequence[float]) -> Target:
    """How far the largest is over the first, which is that of the smallest size."""
    if not values:
        return Target(what, wanted, None, False)
    growth = max(values) / values[0] - 1
    return Target(what, f"{wanted} more", f"{100 * growth:+.0f} %", growth <= limit)
