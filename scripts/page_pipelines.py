"""Write what the page says of each pipeline, from the pipelines: `python scripts/page_pipelines.py`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LAYER = ROOT / "layers/shared"
MODULE = ROOT / "frontend/src/api/pipelines.ts"

if str(LAYER) not in sys.path:
    sys.path.insert(0, str(LAYER))

from generation.catalogue import PIPELINES
from generation.engine.pipeline import FanOut, Pipeline

HEAD = """\
/** Pipelines: what the page says of each. Made from the pipelines by `make generate`; not to be edited. */

export interface PipelineWords {
  readonly label: string
  /** Where the result is looked at; `{course_id}` and the like are ids of the job's artifact. */
  readonly address: string
  /** What leads there once the job is done. */
  readonly opening: string
  /** Whether the result can be looked at while it is being written. */
  readonly isEarly: boolean
  /** What the items of a step are called; [one, several]. */
  readonly nouns: Readonly<Partial<Record<string, readonly [string, string]>>>
}

"""


def words(pipeline: Pipeline[Any]) -> dict[str, Any]:
    """What the page says of one pipeline, as the members of `PipelineWords`."""
    view = pipeline.result_view
    return {
        "label": pipeline.label,
        "address": view.address,
        "opening": view.opening,
        "isEarly": view.is_early,
        "nouns": {step.name: step.nouns for step in pipeline.steps if isinstance(step, FanOut)},
    }


def module(pipelines: Iterable[Pipeline[Any]]) -> str:
    """TypeScript; prettier makes its form."""
    table = json.dumps({pipeline.name: words(pipeline) for pipeline in pipelines}, indent=2)
    return (
        f"{HEAD}export const PIPELINES = {table} as const "
        "satisfies Readonly<Record<string, PipelineWords>>\n\n"
        "export type PipelineName = keyof typeof PIPELINES\n"
    )


if __name__ == "__main__":
    MODULE.write_text(module(PIPELINES.values()), encoding="utf-8")
