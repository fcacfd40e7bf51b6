"""The layer, whose root is no installed package here, on the path: import this before `generation`."""

from __future__ import annotations

import sys

from local.configuration import ROOT

LAYER = ROOT / "layers" / "shared"

if str(LAYER) not in sys.path:
    sys.path.append(str(LAYER))
