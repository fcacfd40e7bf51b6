"""Results: the raw figures of a run, as medians with their least and most."""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Spread:
    """Of one figure over all rounds."""

    median: float
    least: float
    most: float
    rounds: int

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread | None:
        if not values:
            return None
        return cls(statistics.median(values), min(values), max(values), len(values))

    def text(self, digits: int) -> str:
        return f"{self.median:.{digits}f} ({self.least:.{digits}f} to {self.most:.{digits}f})"


@dataclass(frozen=True, slots=True)
class Results:
    """A run. `raw` is what `running.Raw` has written."""

    raw: Mapping[str, Any]

    @classmethod
    def read(cls, path: Path) -> Results:
        return cls(json.loads(path.read_text(encoding="utf-8")))

    @property
    def systems(self) -> dict[str, str]:
        """Labels by name, in the order of the tables."""
        return {turn["system"]: turn["label"] for turn in sorted(self._turns(), key=lambda t: t["order"])}

    def figure(self, system: str, scenario: str, name: str) -> Spread | None:
        """None where there is none."""
        found = [turn["figures"].get(scenario, {}).get(name) for turn in self._turns(system)]
        return Spread.of([value for value in found if value is not None])

    def cpu(self, system: str, scenario: str) -> Spread | None:
        """Seconds of all processes but the model and the driver, which are the same for all."""
        found = [turn["figures"].get(scenario, {}).get("cpu_s") for turn in self._turns(system)]
        sums = [sum(v for k, v in spent.items() if k not in ("model", "driver")) for spent in found if spent]
        return Spread.of(sums)

    def failures(self, system: str, scenario: str) -> list[str]:
        found = []
        for turn in self._turns(system):
            found += [error] if (error := turn.get("error")) else []
            found += [error] if (error := turn["figures"].get(scenario, {}).get("error")) else []
        return found

    def cannot(self, system: str) -> Mapping[str, str]:
        reasons: Mapping[str, str] = next(self._turns(system))["cannot"]
        return reasons

    def _turns(self, system: str = "") -> Iterator[Mapping[str, Any]]:
        return (turn for turn in self.raw["turns"] if not system or turn["system"] == system)
