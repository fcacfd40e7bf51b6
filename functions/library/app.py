"""/v1/exams, /v1/courses, /v1/profile, /v1/programs: what an owner has, and how a lesson is changed;
/openapi.json and /docs: how to ask for it."""

from __future__ import annotations

from typing import Annotated, Any

from generation.uncollected import uncollected

with uncollected():
    from aws_lambda_powertools.event_handler import Response
    from aws_lambda_powertools.event_handler.openapi.params import Body
    from aws_lambda_powertools.utilities.typing import LambdaContext

    from generation import wiring
    from generation.http.courses import (
        COPY_COURSE,
        GET_COURSE,
        LIST_COURSES,
        PUBLISH_COURSE,
        UNPUBLISH_COURSE,
        CourseHead,
        CourseKind,
        CoursePage,
        CourseStatusFilter,
        PublishBody,
        copied,
        course_head,
        courses_that,
        first_copied,
    )
    from generation.http.deletion import (
        DELETE_COURSE,
        DELETE_EXAM,
        DELETE_JOB,
        DELETE_PROGRAM,
        RESTORE_COURSE,
        RESTORE_EXAM,
        RESTORE_JOB,
        RESTORE_PROGRAM,
    )
    from generation.http.docs import GET_DOCS, GET_OPENAPI, Asset, Hash, docs_page, openapi_document
    from generation.http.documents import whole
    from generation.http.edits import EDIT_COURSE, EDIT_EXAM, EDIT_PROGRAM, CourseEdit, ExamEdit, ProgramEdit
    from generation.http.exams import (
        ADD_EXAM,
        GET_EXAM,
        LIST_EXAMS,
        Exam,
        ExamPage,
        ExamSummary,
        exam_summary,
        first_shown,
        stored,
    )
    from generation.http.jobs import JobView
    from generation.http.lesson_routes import (
        GET_LESSON,
        LIST_VERSIONS,
        PUT_LESSON,
        RESTORE_LESSON,
        IfMatch,
        LessonBody,
        OfVersion,
        RestoreBody,
        VersionsView,
        lesson_shown,
    )
    from generation.http.parameters import Cursor, DocumentId, IdempotencyHeader, JobId, Limit, Words
    from generation.http.polling import IfNoneMatch
    from generation.http.programs import (
        GET_PROFILE,
        GET_PROGRAM,
        LIST_PROGRAMS,
        PUT_PROFILE,
        Profile,
        ProgramHead,
        ProgramPage,
        program_head,
    )
    from generation.http.resolver import new_resolver
    from generation.http.shared import GET_SHARED, Slug, known_by, shared
    from generation.telemetry.logs import structured_logger

logger = structured_logger()
app = new_resolver(wiring.token_use)
LESSON = "/v1/courses/<course_id>/lessons/<lesson_id>"


@app.post("/v1/exams", **ADD_EXAM)
def add_exam(exam: Exam, idempotency_key: IdempotencyHeader = None) -> Response[ExamSummary]:
    key = app.idempotency_key(idempotency_key, first_shown)
    return stored(wiring.library().add_exam(app.caller(), exam, key))


@app.get("/v1/exams", **LIST_EXAMS)
def exams(limit: Limit = 25, cursor: Cursor = None) -> ExamPage:
    return ExamPage.of(wiring.library().exams(app.caller(), limit=limit, cursor=cursor))


@app.get("/v1/exams/<exam_id>", **GET_EXAM)
def exam(exam_id: DocumentId) -> Response[str]:
    return whole(wiring.library().exam(app.caller(), exam_id))


@app.patch("/v1/exams/<exam_id>", **EDIT_EXAM)
def edit_exam(exam_id: DocumentId, edit: ExamEdit) -> ExamSummary:
    return exam_summary(wiring.authoring().edit(app.caller(), "exam", exam_id, edit.edits))


@app.delete("/v1/exams/<exam_id>", **DELETE_EXAM)
def delete_exam(exam_id: DocumentId) -> Response[None]:
    wiring.authoring().delete(app.caller(), "exam", exam_id)
    return Response(204)


@app.post("/v1/exams/<exam_id>/restore", **RESTORE_EXAM)
def restore_exam(exam_id: DocumentId) -> ExamSummary:
    return exam_summary(wiring.authoring().restore(app.caller(), "exam", exam_id))


@app.get("/v1/courses", **LIST_COURSES)
def courses(
    q: Words = None,
    kind: CourseKind = None,
    status: CourseStatusFilter = None,
    limit: Limit = 25,
    cursor: Cursor = None,
) -> CoursePage:
    which = courses_that(q, kind, status)
    return CoursePage.of(wiring.library().courses(app.caller(), limit=limit, cursor=cursor, which=which))


@app.get("/v1/courses/<course_id>", **GET_COURSE)
def course(course_id: DocumentId) -> Response[str]:
    return whole(wiring.library().course(app.caller(), course_id))


@app.patch("/v1/courses/<course_id>", **EDIT_COURSE)
def edit_course(course_id: DocumentId, edit: CourseEdit) -> CourseHead:
    return course_head(wiring.authoring().edit(app.caller(), "course", course_id, edit.edits))


@app.delete("/v1/courses/<course_id>", **DELETE_COURSE)
def delete_course(course_id: DocumentId) -> Response[None]:
    wiring.authoring().delete(app.caller(), "course", course_id)
    return Response(204)


@app.post("/v1/courses/<course_id>/restore", **RESTORE_COURSE)
def restore_course(course_id: DocumentId) -> CourseHead:
    return course_head(wiring.authoring().restore(app.caller(), "course", course_id))


@app.post("/v1/courses/<course_id>/copy", **COPY_COURSE)
def copy_course(course_id: DocumentId, idempotency_key: IdempotencyHeader = None) -> Response[CourseHead]:
    key = app.idempotency_key(idempotency_key, first_copied)
    return copied(wiring.library().copy_course(app.caller(), course_id, key))


@app.post("/v1/courses/<course_id>/publish", **PUBLISH_COURSE)
def publish(course_id: DocumentId, request: Annotated[PublishBody | None, Body()] = None) -> Response[str]:
    asked = request or PublishBody()
    return whole(
        wiring.sharing().publish(
            app.caller(), course_id, accept_findings=asked.accept_findings, link=asked.link
        )
    )


@app.post("/v1/courses/<course_id>/unpublish", **UNPUBLISH_COURSE)
def unpublish(course_id: DocumentId) -> Response[str]:
    return whole(wiring.sharing().unpublish(app.caller(), course_id))


@app.get("/v1/shared/<slug>", **GET_SHARED)
def shared_course(slug: Slug, if_none_match: IfNoneMatch = None) -> Response[str | None]:
    return shared(wiring.sharing().shared(slug, known_by(if_none_match)))


@app.get(LESSON, **GET_LESSON)
def lesson(
    course_id: DocumentId,
    lesson_id: DocumentId,
    version: OfVersion = None,
    if_none_match: IfNoneMatch = None,
) -> Response[str | None]:
    shown = wiring.lessons().lesson(app.caller(), course_id, lesson_id, version)
    return lesson_shown(shown, if_none_match)


@app.put(LESSON, **PUT_LESSON)
def put_lesson(
    course_id: DocumentId, lesson_id: DocumentId, request: LessonBody, if_match: IfMatch = None
) -> Response[str | None]:
    wanted = request.wanted()
    return lesson_shown(wiring.lessons().put(app.caller(), course_id, lesson_id, wanted, if_match))


@app.get(f"{LESSON}/versions", **LIST_VERSIONS)
def versions(course_id: DocumentId, lesson_id: DocumentId) -> VersionsView:
    return VersionsView.of(wiring.lessons().versions(app.caller(), course_id, lesson_id))


@app.post(f"{LESSON}/restore", **RESTORE_LESSON)
def restore_lesson(
    course_id: DocumentId, lesson_id: DocumentId, request: RestoreBody
) -> Response[str | None]:
    return lesson_shown(wiring.lessons().restore(app.caller(), course_id, lesson_id, request.version))


@app.put("/v1/profile", **PUT_PROFILE)
def put_profile(profile: Profile) -> Response[str]:
    return whole(wiring.library().put_profile(app.caller(), profile))


@app.get("/v1/profile", **GET_PROFILE)
def profile() -> Response[str]:
    return whole(wiring.library().profile(app.caller()))


@app.get("/v1/programs", **LIST_PROGRAMS)
def programs(limit: Limit = 25, cursor: Cursor = None) -> ProgramPage:
    return ProgramPage.of(wiring.library().programs(app.caller(), limit=limit, cursor=cursor))


@app.get("/v1/programs/<program_id>", **GET_PROGRAM)
def program(program_id: DocumentId) -> Response[str]:
    return whole(wiring.library().program(app.caller(), program_id))


@app.patch("/v1/programs/<program_id>", **EDIT_PROGRAM)
def edit_program(program_id: DocumentId, edit: ProgramEdit) -> ProgramHead:
    return program_head(wiring.authoring().edit(app.caller(), "program", program_id, edit.edits))


@app.delete("/v1/programs/<program_id>", **DELETE_PROGRAM)
def delete_program(program_id: DocumentId) -> Response[None]:
    wiring.authoring().delete(app.caller(), "program", program_id)
    return Response(204)


@app.post("/v1/programs/<program_id>/restore", **RESTORE_PROGRAM)
def restore_program(program_id: DocumentId) -> ProgramHead:
    return program_head(wiring.authoring().restore(app.caller(), "program", program_id))


@app.delete("/v1/jobs/<job_id>", **DELETE_JOB)
def delete_job(job_id: JobId) -> Response[None]:
    wiring.job_service().delete(app.caller(), job_id)
    return Response(204)


@app.post("/v1/jobs/<job_id>/restore", **RESTORE_JOB)
def restore_job(job_id: JobId) -> JobView:
    return JobView.of(wiring.job_service().restore(app.caller(), job_id), wiring.clock().now(), None)


@app.get("/openapi.json", **GET_OPENAPI)
def openapi() -> Response[str]:
    return openapi_document()


@app.get("/docs", **GET_DOCS)
def docs(asset: Asset = None, hash: Hash = None) -> Response[str]:
    return docs_page(asset, hash)


@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return app.resolve(event, context)
