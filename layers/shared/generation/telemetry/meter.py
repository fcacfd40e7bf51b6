"""Meter: counts what happens, and writes the sums at the end of a job and of an invocation."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, Protocol

NAMESPACE = "Coursemill"
SERVICE = "coursemill"

UNITS: Mapping[str, str] = {
    "QueueWait": "Milliseconds",
    "JobDuration": "Milliseconds",
    "CostUsd": "None",
    "DaySpendPercent": "Percent",
}
"""All others are counts."""

MOST_VALUES = 100
"""Of one metric in one line of the embedded metric format."""


class Meter(Protocol):
    """`pipeline` or `code` is the one dimension beside service and stage; both are closed sets."""

    def count(self, name: str, number: float = 1, *, pipeline: str = "", code: str = "") -> None: ...

    def time(self, name: str, milliseconds: float, *, pipeline: str = "") -> None: ...

    def flush(self) -> None:
        """Write what was counted since the last time."""


class EmfMeter:
    """Writes the embedded metric format, which CloudWatch reads out of the log: no request is made.

    A line holds all of one pipeline (or one code): a job of 100 calls is one line, not 100. `write` takes
    one line.
    """

    def __init__(self, stage: str, write: Callable[[str], None] = print) -> None:
        self._stage = stage
        self._write = write
        self._lock = threading.Lock()  # ports are called in threads
        self._sums: dict[tuple[str, str], dict[str, Any]] = {}

    def count(self, name: str, number: float = 1, *, pipeline: str = "", code: str = "") -> None:
        with self._lock:
            line = self._sums.setdefault((pipeline, code), {})
            line[name] = line.get(name, 0) + number

    def time(self, name: str, milliseconds: float, *, pipeline: str = "") -> None:
        with self._lock:
            values = self._sums.setdefault((pipeline, ""), {}).setdefault(name, [])
            if len(values) < MOST_VALUES:
                values.append(round(milliseconds))

    def flush(self) -> None:
        with self._lock:
            lines, self._sums = self._sums, {}
        for (pipeline, code), values in lines.items():
            self._write(json.dumps(self._line(pipeline, code, values)))

    def _line(self, pipeline: str, code: str, values: Mapping[str, Any]) -> dict[str, Any]:
        dimensions = {"service": SERVICE, "stage": self._stage}
        sets = [["service", "stage"]]
        if pipeline:
            dimensions["pipeline"] = pipeline
            sets.append(["service", "stage", "pipeline"])
        if code:
            dimensions["code"] = code
            sets = [["service", "stage", "code"]]  # without code the same thing is counted by its pipeline
        metrics = [{"Name": name, "Unit": UNITS.get(name, "Count")} for name in values]
        described = {"Namespace": NAMESPACE, "Dimensions": sets, "Metrics": metrics}
        now = round(time.time() * 1000)
        return {"_aws": {"Timestamp": now, "CloudWatchMetrics": [described]}, **dimensions, **values}
