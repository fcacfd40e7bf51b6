"""The exams that tests read, in Python and in the page: written for this project, as people write exams."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "exams"

EXPLAINED = FOLDER / "databases-50.json"
UNEXPLAINED = FOLDER / "earth-and-space-50.json"
COMPUTED = FOLDER / "numbers-120.json"
"""Made by tests/data/computed.py, which makes longer ones too."""

FIFTIES = (UNEXPLAINED, EXPLAINED)
ALL = (*FIFTIES, COMPUTED)


def load(path: Path) -> dict[str, Any]:
    exam: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return exam
