"""Templates: what holds for learning by making, whatever is made, as JSON beside this module."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any


@cache
def templates(name: str) -> list[dict[str, Any]]:
    """Those of `<name>.json`. Not to be changed: all calls share them."""
    text = (Path(__file__).parent / f"{name}.json").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = json.loads(text)
    return found


def filled(template: str, values: Mapping[str, str]) -> str:
    """Each `{name}` replaced, in one pass and not by str.format: braces in a value are braces."""
    return re.sub(r"\{(\w+)\}", lambda found: values[found[1]], template)
