"""Steps: what happens before the lessons are written and after the tasks are."""

from __future__ import annotations

from generation.engine.errors import PermanentError
from generation.engine.model.checkpoint import DocumentWrite, new_document
from generation.engine.pipeline import Outcome
from generation.engine.run import Run
from generation.pipelines.project_course import course
from generation.pipelines.project_course.lessons import label
from generation.pipelines.project_course.request import ProjectCourseRequest
from generation.pipelines.project_course.stored import course_of
from generation.pipelines.project_course.whole_course import MISSING, whole_course
from generation.pipelines.shared.around import WHOLE, note
from generation.pipelines.shared.quality import MAX_LOGGED, PART, checked, saved_as, told


async def initialize(run: Run[ProjectCourseRequest]) -> Outcome:
    """Give the course its id and write it with its projects, so that it can be read from now on."""
    new = course.begun(
        owner=run.owner,
        course_id=run.new_id("course"),
        job_id=run.job_id,
        request=run.request,
        created_at=run.now(),
    )
    projects = [
        {"project_id": project["project_id"], "label": label(project["title"])}
        for project in course.projects_of(new)
    ]
    run.log(
        f"Course: {new.summary['title']}",
        course_id=new.document_id,
        language=run.request.language,
        audience=run.request.audience,
        model=run.models[""],
        mode=run.options.mode,
    )
    run.log(f"Projects: {len(projects)}", titles=[project["label"] for project in projects])
    return Outcome(
        result={"course_id": new.document_id, "projects": projects},
        documents=(new_document(new),),
        message="Course begun",
        artifact={"course_id": new.document_id},
    )


async def save_course(run: Run[ProjectCourseRequest]) -> Outcome:
    """Prove that every project has its lessons and every lesson its tasks, have written what the course has
    around them, hold it against the quality rules, then make it a draft or publish it. What the rules block
    stays a draft."""
    stored = await course_of(run)
    made = course.counts(stored)
    if not made.is_complete:
        raise PermanentError(f"Something of the course is missing: it has {made}.", code="course-incomplete")
    whole = await whole_course(run, stored)
    quality = await checked({**course.view(stored), **(whole or {})}, run.now())
    if whole is None:
        quality = {**quality, "findings": [*quality["findings"], note(MISSING)]}
    published_at = run.now() if run.options.auto_publish and not quality["blocked"] else None
    if quality["findings"]:
        run.log(told(quality), findings=quality["findings"][:MAX_LOGGED])
    head = course.saved(stored, made_by=run.made_by, published_at=published_at, blocked=quality["blocked"])
    return Outcome(
        result={"summary": str(made)},
        documents=(
            DocumentWrite(
                kind=head.kind,
                owner=run.owner,
                document_id=head.document_id,
                head=head,
                parts={PART: quality, **({} if whole is None else {WHOLE: whole})},
            ),
        ),
        message=saved_as(quality, is_published=published_at is not None),
    )


async def finalize(run: Run[ProjectCourseRequest]) -> Outcome:
    """Name the result, and say in one line what was made."""
    return Outcome(
        message=run.results["save_course"]["summary"],
        job_result={"course_id": run.results["initialize"]["course_id"]},
    )
