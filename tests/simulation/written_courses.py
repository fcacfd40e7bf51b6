"""Courses as the pipelines write them with the offline model's answers, for tests that change them."""

from __future__ import annotations

from functools import cache
from typing import Any

from generation.catalogue import PIPELINES
from generation.engine.model.checkpoint import Document
from generation.engine.model.job import JobStatus, Options
from tests.simulation.loop import simulate
from tests.simulation.offline import answer
from tests.simulation.world import ADA
from tests.simulation.world import World as Simulated
from tests.unit.pipelines.exams import exam
from tests.unit.pipelines.project_course.examples import outline

KINDS = ("course", "exam")


@cache
def written(pipeline: str, mode: str = "auto", questions: int = 12) -> tuple[Document, ...]:
    """All documents of a finished job, its course first; of `ada`. `manual`: as it waits for her."""
    request: dict[str, Any] = (
        {"exam": exam(questions)} if pipeline == "exam_course" else {"outline": outline(3)}
    )

    async def main() -> Simulated:
        world = Simulated(pipelines={pipeline: PIPELINES[pipeline]}, answer=answer)
        job_id = world.start(request, options=Options(mode=mode))
        job = await world.serve(job_id, lambda job: job.is_finished or job.status is JobStatus.WAITING)
        assert job.status is (JobStatus.COMPLETED if mode == "auto" else JobStatus.WAITING)
        return world

    world = simulate(main())
    heads = [
        head for kind in KINDS for head in world.documents.list(kind, ADA.owner, limit=9, cursor=None).items
    ]
    found = [world.documents.get(head.kind, ADA.owner, head.document_id) for head in heads]
    return tuple(document for document in found if document is not None)
