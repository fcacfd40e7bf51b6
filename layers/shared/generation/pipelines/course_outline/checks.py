"""Checks: what the quality rules find in an answer of the model; `pipelines.shared.sent_back` asks them.

The rules are imported where they are used: handlers that only read and write the table import pipelines too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from generation.quality.findings import Finding


def outlines_check(language: str, outlines: Sequence[Mapping[str, Any]]) -> list[Finding]:
    """Of the alternatives of an answer."""
    from generation.quality.artifact import Outlines
    from generation.quality.checking import check_outlines

    return check_outlines(Outlines.model_validate({"outlines": list(outlines)}), language)
