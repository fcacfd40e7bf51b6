"""Benchmarks: `python -m benchmarks ...`, and each measurement of costs by its own name."""

import sys
from pathlib import Path

LAYER = Path(__file__).resolve().parent.parent / "layers" / "shared"

if str(LAYER) not in sys.path:
    sys.path.insert(0, str(LAYER))  # as pytest and Lambda do: nothing has to be installed or exported
