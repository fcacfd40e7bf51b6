"""The tools that look at the template, as `make build` runs them."""

from __future__ import annotations

import subprocess
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]


def test_the_three_validation_stages_find_nothing() -> None:
    run = subprocess.run(
        ["sh", "scripts/validate.sh"],  # noqa: S607 - of PATH
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout.count("is a valid SAM Template") == 2
    assert "validate 3/3" in run.stdout
