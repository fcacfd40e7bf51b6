"""Write what the page has to know of the pipelines and of error codes, from the source:
`python scripts/page_pipelines.py`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LAYER = ROOT / "layers/shared"
MODULE = ROOT / "frontend/src/api/pipelines.ts"
CODES = ROOT / "frontend/src/api/codes.ts"

for folder in (str(ROOT), str(LAYER)):
    if folder not in sys.path:
        sys.path.insert(0, folder)

from generation import wiring
from generation.catalogue import PIPELINES
from generation.engine.pipeline import FanOut, Pipeline
from generation.pipelines.shared.edited import EXAM_FIELDS, PROJECT_FIELDS
from generation.rights.pipelines import rights_pipelines
from scripts.error_codes import codes

HEAD = """\
/** Pipelines: what the page says of each. Made from the pipelines by `make generate`; not to be edited. */

export interface PipelineWords {
  readonly label: string
  /** Where the result is looked at; `{course_id}` and the like are ids of the job's artifact or result. */
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


def table(name: str, pipelines: Iterable[Pipeline[Any]]) -> str:
    rows = json.dumps({pipeline.name: words(pipeline) for pipeline in pipelines}, indent=2)
    return f"export const {name} = {rows} as const satisfies Readonly<Record<string, PipelineWords>>\n\n"


def module(pipelines: Iterable[Pipeline[Any]]) -> str:
    """TypeScript; prettier makes its form."""
    fields = json.dumps({"exam": EXAM_FIELDS, "project": PROJECT_FIELDS})
    rights = rights_pipelines(wiring.archivist, wiring.erasure).values()
    return (
        f"{HEAD}{table('PIPELINES', pipelines)}"
        "/** Started by requests of their own. */\n"
        f"{table('RIGHTS', rights)}"
        "export type PipelineName = keyof typeof PIPELINES\n\n"
        "/** Of a lesson, by the kind of its course: what a revision may keep or write anew. */\n"
        f"export const LESSON_FIELDS = {fields} as const\n\n"
        "export type LessonField = (typeof LESSON_FIELDS)[keyof typeof LESSON_FIELDS][number]\n"
    )


CODES_HEAD = """\
/** Codes: what a refused request or a failed job may name. Made from the source by `make generate`; not to be
 * edited. Each has its sentence in texts/failures.ts. */
"""


def codes_module() -> str:
    """TypeScript, in prettier's own form."""
    lines = "".join(f"  '{code}',\n" for code in codes())
    of_it = "export type Code = (typeof CODES)[number]\n"
    return f"{CODES_HEAD}export const CODES = [\n{lines}] as const\n\n{of_it}"


if __name__ == "__main__":
    CODES.write_text(codes_module(), encoding="utf-8")
    MODULE.write_text(module(PIPELINES.values()), encoding="utf-8")
