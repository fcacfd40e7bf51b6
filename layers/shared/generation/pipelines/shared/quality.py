"""Quality: artifacts of the pipelines held against the quality rules.

The rules are imported where they are used: handlers that only read and write the table import pipelines too.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from generation.pipelines.shared.timestamps import iso

if TYPE_CHECKING:
    from generation.quality.artifact import Artifact, Exam
    from generation.quality.findings import Finding

PART = "quality"
"""Of a course's or a program's document: what `GET` shows as `quality`."""

MAX_LOGGED = 5
"""Findings that the job's log names; all of them stand in the artifact."""


async def checked(view: Mapping[str, Any], at: datetime, exam: Exam | None = None) -> dict[str, Any]:
    """`quality` of a whole artifact. exam: that a course is made from."""
    from generation.quality.artifact import artifact
    from generation.quality.findings import report

    return report(await found_in(artifact(view), exam), iso(at))


async def found_in(whole: Artifact, exam: Exam | None = None) -> list[Finding]:
    """Everything that the rules find. 599 questions take two seconds; between its passes heartbeats, streams
    and cancels of the worker's other jobs go on."""
    from generation.quality.checking import passes

    findings: list[Finding] = []
    for found in passes(whole, exam):
        findings += found
        await asyncio.sleep(0)
    return findings


def saved_as(quality: Mapping[str, Any], *, is_published: bool) -> str:
    """The message of the step that saves a course."""
    if is_published:
        return "Published"
    return f"Saved as a draft: {told(quality)}" if quality["blocked"] else "Saved as a draft"


def told(quality: Mapping[str, Any]) -> str:
    """What of it a job's log and messages say."""
    blocking = sum(one["level"] == "block" for one in quality["findings"])
    return f"{len(quality['findings'])} findings of quality, {blocking} of them block"
