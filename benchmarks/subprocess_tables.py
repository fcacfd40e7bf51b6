"""What is measured beside the scenarios, in processes of their own on the project's environment."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from benchmarks.process import MAIN_PYTHON, python_environment
from local.configuration import ROOT

TABLES = ("costs", "units", "listing", "coldstart", "worker", "tokens")
"""Modules whose main prints Markdown, in the order of the page."""

_LONGEST_S = 450


def subprocess_tables(scenarios: Sequence[str]) -> dict[str, Any]:
    """`growth` (S7) and `cost`, the tables by the module that printed them."""
    found: dict[str, Any] = {}
    if "S7" in scenarios and (grown := _printed("growth")):
        found["growth"] = json.loads(grown)
    if "cost" in scenarios:
        found["cost"] = {name: text for name in TABLES if (text := _printed(name))}
    return found


def _printed(name: str) -> str:
    """'' where the module fails, which is said: the rest of the run is worth keeping."""
    module = f"benchmarks.{name}"
    try:
        ended = subprocess.run(  # noqa: S603 - modules of our own
            [str(MAIN_PYTHON), "-m", module],
            cwd=ROOT,
            env=python_environment({}),
            capture_output=True,
            text=True,
            timeout=_LONGEST_S,
            check=True,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        sys.stderr.write(f"{module} failed: {error}\n{getattr(error, 'stderr', '') or ''}\n")
        return ""
    return ended.stdout
