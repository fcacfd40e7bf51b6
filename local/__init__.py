"""Coursemill on one machine: the stack, the offline model and the command line.

Puts the layer on the path, whose root is no installed package here: all of them use `generation`.
"""

from __future__ import annotations

import sys
from pathlib import Path

_LAYER = Path(__file__).resolve().parents[1] / "layers" / "shared"

if str(_LAYER) not in sys.path:
    sys.path.append(str(_LAYER))
