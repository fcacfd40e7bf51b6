"""Chart: four figures of all systems side by side, as a PNG."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from benchmarks.results import Results, Spread

PANELS = (
    ("S1", "seconds", 2.0, 1000.0, "S1: one job of two rounds of 1 s\nms over the ideal"),
    ("S2", "ratio", 0.0, 1.0, "S2: 50 jobs at once\ntimes the ideal of 1.2 s"),
    ("S3", "beyond", 0.0, 1.0, "S3: all workers killed\ns beyond boot and rest"),
    ("S4", "p50_ms", 0.0, 1.0, "S4: a call has ended\nms until a status read shows it"),
    ("S6", "ratio", 0.0, 1.0, "S6: 5 projects x 3 lessons\ntimes the longest chain"),
)
"""Scenario, figure, what is taken off it, factor, title."""

OURS, OTHERS, LIMIT = "#1f5fbf", "#b8bec8", "#e6e8ec"
CUT = 3.0
"""A bar ends at so many times the largest of the others where it would dwarf them all."""


def draw(results: Results, path: Path) -> None:
    names = list(results.systems)[::-1]
    figure = Figure(figsize=(15, 4.6), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots(1, len(PANELS), sharey=True)
    for axis, panel in zip(axes, PANELS, strict=True):
        _panel(axis, results, names, panel)
    axes[0].set_yticks(range(len(names)), [results.systems[name] for name in names])
    figure.savefig(path, dpi=110)


def _panel(axis: Any, results: Results, names: list[str], panel: tuple[str, str, float, float, str]) -> None:
    scenario, name, taken_off, factor, title = panel
    spreads = [_scaled(results.figure(one, scenario, name), taken_off, factor) for one in names]
    end = _end([spread.median for spread in spreads if spread])
    for row, (system, spread) in enumerate(zip(names, spreads, strict=True)):
        if spread is None:
            axis.text(0, row, " -", va="center", color="#70757d")
            continue
        colour = OURS if system in ("engine", "stack") else LIMIT if system == "memory" else OTHERS
        axis.barh(row, min(spread.median, end), color=colour, height=0.66, edgecolor="#8a909a", linewidth=0.4)
        if spread.median <= end:
            axis.hlines(row, spread.least, min(spread.most, end * 1.02), color="#30343a", linewidth=1)
        axis.text(
            min(max(spread.median, spread.most), end) + end * 0.02,
            row,
            f"{spread.median:.3g}" if spread.median < 1000 else f"{spread.median:,.0f}",
            va="center",
            fontsize=8,
        )
    axis.set_title(title, fontsize=9, loc="left")
    axis.set_xlim(0, end * 1.22)
    axis.tick_params(labelsize=8)
    axis.spines[["top", "right"]].set_visible(False)


def _scaled(spread: Spread | None, taken_off: float, factor: float) -> Spread | None:
    if spread is None:
        return None
    least, median, most = (
        (value - taken_off) * factor for value in (spread.least, spread.median, spread.most)
    )
    return Spread(median, least, most, spread.rounds)


def _end(values: list[float]) -> float:
    """Of the axis: the largest bar, unless it is far from the second one."""
    ordered = sorted(values)
    if len(ordered) > 1 and ordered[-1] > CUT * ordered[-2]:
        return 1.3 * ordered[-2]
    return max(ordered, default=1.0) or 1.0
