"""`python -m local check`: the quality rules over courses and programs in files, without a stack."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from generation.quality.artifact import Exam, NoArtifact, artifact
from generation.quality.artifact import exam as read_exam
from generation.quality.checking import check
from generation.quality.findings import blocks, in_order
from local.terminal import write

CLEAN, BLOCKED, NO_ARTIFACT = 0, 1, 2
"""Exit statuses."""


def run(files: Sequence[Path], exam: Path | None, *, as_json: bool) -> int:
    """Prints what is found; the worst status of all files."""
    status = CLEAN
    told: list[dict[str, Any]] = []
    try:
        known = None if exam is None else _exam(exam)
    except _Unreadable as error:
        write(sys.stderr, f"coursemill: {error}\n")
        return NO_ARTIFACT
    for file in files:
        try:
            findings = check(artifact(_json(file)), known)
        except (_Unreadable, NoArtifact) as error:
            write(sys.stderr, f"coursemill: {file}: {error}\n")
            status = NO_ARTIFACT
            continue
        status = max(status, BLOCKED if blocks(findings) else CLEAN)
        shown = [finding.to_json() for finding in in_order(findings)]
        told.append({"file": str(file), "blocked": bool(blocks(findings)), "findings": shown})
        if not as_json:
            _print(file, shown)
    if as_json:
        # ASCII: no terminal can be moved to anything by what a model wrote.
        sys.stdout.write(json.dumps(told, indent=1) + "\n")
    return status


class _Unreadable(Exception):
    pass


def _json(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise _Unreadable(f"cannot be read as JSON: {error}") from error


def _exam(file: Path) -> Exam:
    try:
        return read_exam(_json(file))
    except (NoArtifact, _Unreadable) as error:
        raise _Unreadable(f"{file}: {error}") from error


def _print(file: Path, findings: Sequence[dict[str, str]]) -> None:
    write(sys.stdout, f"{file}: {_counted(findings)}\n")
    for one in findings:
        write(sys.stdout, f"  {one['level']:5} {one['rule']} {one['pointer']}\n        {one['message']}\n")


def _counted(findings: Sequence[dict[str, str]]) -> str:
    if not findings:
        return "nothing found"
    blocking = sum(one["level"] == "block" for one in findings)
    return f"{len(findings)} findings, {blocking} of them block"
