"""Again: the same call a second time, with what was answered and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from generation.engine.run import Prompt
from generation.pipelines.shared.prompting import blocks, clipped, data, render

_FILE = Path(__file__).parent / "prompts" / "again.md"

MAX_PREVIOUS = 60_000
"""Characters of an answer that goes back: more than any plan or lesson has."""

MAX_FAULTS = 40
"""That an answer goes back with."""


def again_prompt(prompt: Prompt, answer: str, faults: Sequence[str]) -> Prompt:
    """A call of its own, beginning as the first one does: what that left in the model's cache is read."""
    text = blocks(
        prompt.text,
        render(_FILE).strip(),
        data("previous_answer", clipped(answer, MAX_PREVIOUS)),
        data("faults", _bounded(faults)),
    )
    return replace(prompt, text=text)


def _bounded(faults: Sequence[str]) -> list[str]:
    shown = list(faults[:MAX_FAULTS])
    if len(faults) > MAX_FAULTS:
        shown.append(f"... and {len(faults) - MAX_FAULTS} more like these.")
    return shown
