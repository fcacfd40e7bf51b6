"""Checks: what the quality rules find in a plan of the model before it becomes a program.

The rules are imported where they are used: handlers that only read and write the table import pipelines too.
"""

from __future__ import annotations

from generation.pipelines.shared.quality import found_in
from generation.pipelines.shared.sent_back import blocking, told
from generation.pipelines.training_program.plan import Plan
from generation.pipelines.training_program.program_document import weeks_json
from generation.pipelines.training_program.science.person import Person


async def plan_faults(plan: Plan, person: Person) -> tuple[str, ...]:
    """What blocks, as the model reads it."""
    from generation.quality.artifact import Program

    program = Program.model_validate(
        {
            "title": plan.title,
            "description": plan.description,
            "language": person.language,
            "weeks": weeks_json(plan.weeks),
            "analysis": person.analysis.to_json(),
        }
    )
    return tuple(told(blocking(await found_in(program))))
