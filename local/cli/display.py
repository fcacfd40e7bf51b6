"""Display: a job as a person watches it in the terminal."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol, TextIO

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.padding import Padding
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from local.terminal import plain, write

Job = Mapping[str, Any]

_BAR = 24

_MARKS = {
    "pending": ("·", "dim"),
    "running": ("●", "cyan"),
    "completed": ("✓", "green"),
    "failed": ("✗", "red"),
    "cancelled": ("◌", "yellow"),
    "skipped": ("-", "dim"),
    "waiting": ("?", "yellow"),
}


class Display(Protocol):
    def show(self, job: Job) -> None:
        """The job as it is now."""

    def close(self) -> None:
        """Leaves the last picture and gives the terminal back."""


def display() -> Display:
    """A picture that stays in place on a terminal, a line for each change elsewhere."""
    console = Console()
    return LiveDisplay(console) if console.is_terminal else LineDisplay(sys.stdout)


class LiveDisplay:
    """Steps, topics and one bar, redrawn in place."""

    def __init__(self, console: Console) -> None:
        self._live = Live(console=console, refresh_per_second=8)
        self._live.start()

    def show(self, job: Job) -> None:
        self._live.update(picture(job))

    def close(self) -> None:
        self._live.stop()


class LineDisplay:
    """What has changed since the last look, one line each: for files and pipes."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._seen: dict[tuple[str, str], str] = {}

    def show(self, job: Job) -> None:
        for kind, key, label, status in _states(job):
            if self._seen.get((kind, key), "pending") != status:
                self._seen[kind, key] = status
                write(self._stream, f"[{_percent(job)}] {kind} {label}: {status}{_rest(job, ', ')}\n")

    def close(self) -> None:
        self._stream.flush()


def picture(job: Job) -> RenderableType:
    """The whole job; texts of the server are shown as they are, never as markup."""
    rows = Table.grid(padding=(0, 1))
    for step in job["steps"]:
        rows.add_row(*_row(step, _count(step), step.get("duration_ms")))
        for item in job.get("items") or []:
            if item["step"] == step["name"]:
                rows.add_row(*_item_row(item))
    bar = Table.grid(padding=(0, 1))
    bar.add_row(
        ProgressBar(total=100, completed=job["progress"], width=2 * _BAR),
        Text(f"{_percent(job)}{_rest(job, '   ')}"),
    )
    title = Text(plain(job.get("title") or job["pipeline"]), style="bold")
    message = Text(_message(job), style="dim")
    return Group(title, Padding(rows, (1, 0, 1, 1)), bar, message)


def _row(step: Job, count: str, duration_ms: int | None) -> tuple[RenderableType, ...]:
    mark, style = _mark(step["status"])
    took = "" if duration_ms is None or step["status"] == "running" else f"{duration_ms / 1000:.1f} s"
    return Text(mark, style=style), Text(plain(step["label"])), Text(count), Text(took, style="dim")


def _item_row(item: Job) -> tuple[RenderableType, ...]:
    mark, style = _mark(item["status"])
    bar: RenderableType = Text("")
    if item["status"] == "running":
        bar = ProgressBar(total=100, completed=item.get("progress") or 0, width=_BAR)
    label = Text.assemble("  ", (mark, style), " ", plain(item["label"]))
    label.truncate(60, overflow="ellipsis")
    tries = f"try {item['attempts']}" if (item.get("attempts") or 0) > 1 else ""
    return Text(""), label, bar, Text(tries, style="yellow")


def _states(job: Job) -> list[tuple[str, str, str, str]]:
    """Kind, key, label and status of everything in the job that has a status."""
    steps = [("step", step["name"], plain(step["label"]), plain(step["status"])) for step in job["steps"]]
    items = [
        ("topic", f"{item['step']}/{item['item_id']}", plain(item["label"]), plain(item["status"]))
        for item in job.get("items") or []
    ]
    title, status = plain(job.get("title") or job["pipeline"]), plain(job["status"])
    if job.get("waiting_for") in ("model_limit", "turn"):
        status = _message(job)
    return [*steps, *items, ("job", "", title, status)]


def _message(job: Job) -> str:
    """What the job says, with the time of a wait by this machine's clock."""
    if job.get("waiting_for") == "turn" and job.get("queue"):
        return _place(job["queue"])
    if job.get("waiting_for") != "model_limit" or not job.get("waits_until"):
        return plain(job.get("message") or "")
    until = datetime.fromisoformat(job["waits_until"]).astimezone()
    return f"waits for the model's limit until {until:%H:%M}"


def _place(queue: Job) -> str:
    start = queue.get("expected_start_at")
    at = f", begins at about {datetime.fromisoformat(start).astimezone():%H:%M}" if start else ""
    return f"{ordinal(queue['position'])} in line{at}"


def ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}th" if number % 100 in (11, 12, 13) else f"{number}{ending}"


def _mark(status: str) -> tuple[str, str]:
    return _MARKS.get(status, ("·", "dim"))


def _count(step: Job) -> str:
    return f"{step.get('items_completed') or 0}/{step['items_total']}" if step.get("items_total") else ""


def _percent(job: Job) -> str:
    return f"{job['progress']:3.0f} %"


def _rest(job: Job, separator: str) -> str:
    """How long it will take by the server's estimate, if it has one."""
    eta_ms = job.get("eta_ms")
    if job.get("is_finished") or eta_ms is None:
        return ""
    seconds = max(1, round(eta_ms / 1000))
    minutes, seconds = divmod(seconds, 60)
    return f"{separator}about {f'{minutes} min ' if minutes else ''}{seconds} s left"
