"""Report: puts the measured tables into docs/benchmarks.md and draws its chart.

The page's own words stay; what stands between `<!-- measured: name -->` and `<!-- end -->` is replaced.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from benchmarks import chart
from benchmarks.results import Results, Spread
from benchmarks.targets import targets
from local.configuration import ROOT

PAGE = ROOT / "docs" / "benchmarks.md"
_BLOCK = re.compile(r"(<!-- measured: ([\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)

COLUMNS = (
    ("S1", "ratio", 3, "S1, x"),
    ("S2", "ratio", 2, "S2, x"),
    ("S3", "beyond", 2, "S3, s"),
    ("S3", "repeated", 0, "S3, repeated"),
    ("S4", "p50_ms", 0, "S4, ms"),
    ("S5", "repeated", 0, "S5, repeated"),
    ("S6", "ratio", 3, "S6, x"),
)


def write(raw: Path) -> None:
    """Raises KeyError for a block of the page that nobody fills."""
    results = Results.read(raw)
    blocks: dict[str, Callable[[Results], str]] = {
        "machine": _machine,
        "scenarios": _scenarios,
        "reasons": _reasons,
        "targets": targets,
        "growth": _growth,
        "stored": _stored,
        "cost": _cost,
    }
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(_BLOCK.sub(lambda m: f"{m[1]}{blocks[m[2]](results)}\n{m[3]}", text), encoding="utf-8")
    chart.draw(results, PAGE.with_suffix(".png"))


def _machine(results: Results) -> str:
    machine = results.raw["machine"]
    packages = ", ".join(f"{name} {version}" for name, version in machine["packages"].items())
    rounds = max(turn["round"] for turn in results.raw["turns"]) + 1
    took = results.raw.get("seconds")
    minutes = f"; {took / 60:.0f} minutes" if took else ""
    return (
        f"{machine['at'][:16].replace('T', ' ')} UTC, {machine['cores']} cores ({machine['processor']}), "
        f"{machine['system']}, Python {machine['python']}; load before the run {machine['load']}; "
        f"{rounds} rounds{minutes}. {packages}."
    )


def _scenarios(results: Results) -> str:
    heads = [title for *_, title in COLUMNS]
    lines = [f"| | {' | '.join(heads)} | S2, CPU s |", "| --- |" + " --- |" * (len(heads) + 1)]
    for system, label in results.systems.items():
        cells = [_cell(results, system, scenario, name, digits) for scenario, name, digits, _ in COLUMNS]
        cells.append(_text(results.cpu(system, "S2"), 1))
        name = f"**{label}**" if system in ("engine", "stack") else label
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _cell(results: Results, system: str, scenario: str, name: str, digits: int) -> str:
    spread = results.figure(system, scenario, name)
    text = _text(spread, digits)
    if spread and (failed := len(results.failures(system, scenario))):
        text += f", {failed} failed"
    elif spread is None and results.failures(system, scenario):
        text = "failed"
    return text


def _text(spread: Spread | None, digits: int) -> str:
    if spread is None:
        return "-"
    if digits == 0 and spread.least == spread.most:
        return f"{spread.median:.0f}"
    return spread.text(digits)


def _reasons(results: Results) -> str:
    lines = []
    for system, label in results.systems.items():
        lines += [f"- {label}, {name}: {why}." for name, why in results.cannot(system).items()]
        errors = {error for scenario, *_ in COLUMNS for error in results.failures(system, scenario)}
        lines += [f"- {label}: {error}" for error in sorted(errors)]
    return "\n".join(lines)


def _growth(results: Results) -> str:
    grown = results.raw.get("growth", {}).get("jobs", [])
    lines = [
        "| items | write units per item | requests per item | ms per item |",
        "| --- | --- | --- | --- |",
    ]
    lines += [
        f"| {one['items']} | {one['write_units_per_item']:.1f} | {one['requests_per_item']:.2f} "
        f"| {one['ms_per_item']:.1f} |"
        for one in grown
    ]
    return "\n".join(lines)


def _stored(results: Results) -> str:
    units = {one["jobs"]: one for one in results.raw.get("growth", {}).get("stored", [])}
    lines = [
        "| stored jobs | status, ms (9 of 10 under) | page of 25, ms (9 of 10 under) "
        "| page, asked of the table directly, ms | status, read units | page, read units |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for one in results.raw.get("latencies", []):
        read = units.get(one["jobs"], {"status": float("nan"), "page_of_25": float("nan")})
        lines.append(
            f"| {one['jobs']:,} | {one['status']:.0f} ({one['status_p90']:.0f}) "
            f"| {one['page_of_25']:.0f} ({one['page_of_25_p90']:.0f}) | {one['page_in_store']:.0f} "
            f"| {read['status']:g} | {read['page_of_25']:g} |"
        )
    return "\n".join(lines)


def _cost(results: Results) -> str:
    return "\n\n".join(text.strip() for text in results.raw.get("cost", {}).values())
