"""Routes of the library and of the documentation, as the OpenAPI document describes them."""

from __future__ import annotations

from generation.http.answers import answers, failed, route, says
from generation.http.library import CoursePage, CourseView, ExamPage, ExamSummary, ExamView, ProjectCourseView

ADD_EXAM = route(
    "addExam",
    "Library",
    "Store an exam",
    answers({201: says("Stored.", ExamSummary, "Location", "Idempotency-Replayed")}, 400, 403, 413, 422),
    description="`exam_id` is kept if it is free. The very same exam is stored once.",
)
LIST_EXAMS = route("listExams", "Library", "Exams", answers({200: says("A page.", ExamPage)}, 422))
GET_EXAM = route(
    "getExam", "Library", "An exam", answers({200: says("The exam.", ExamView)}, 404), compress=True
)
DELETE_EXAM = route(
    "deleteExam",
    "Library",
    "Delete an exam",
    answers({204: says("Deleted: from now on it is as if it had never been.")}, 404, 409),
    description="Courses made of it stay. 409 `exam-in-use` while a job needs it: `job_id` names it.",
)
LIST_COURSES = route("listCourses", "Library", "Courses", answers({200: says("A page.", CoursePage)}, 422))
GET_COURSE = route(
    "getCourse",
    "Library",
    "A course, also while it is being generated",
    answers({200: says("The course.", CourseView | ProjectCourseView)}, 404),
    compress=True,
)
PUBLISH_COURSE = route(
    "publishCourse",
    "Library",
    "Publish a draft",
    answers({200: says("Published, now or before.", CourseView | ProjectCourseView)}, 404, 409),
    description="409 `course-unfinished` while it is being generated.",
    compress=True,
)

_OPEN = {"openapi_extensions": {"security": []}, "compress": True}
GET_OPENAPI = route(
    "getOpenApi",
    "Documentation",
    "This document",
    {200: says("OpenAPI 3.1.") | {"content": {"application/json": {"schema": {"type": "object"}}}}},
    **_OPEN,
)
_PAGE = {kind: {"schema": {"type": "string"}} for kind in ("text/html", "text/javascript", "text/css")}
GET_DOCS = route(
    "getDocs",
    "Documentation",
    "A page to read this and try it out",
    {200: says("The page, or the file of it that was asked for.") | {"content": _PAGE}, **failed(422)},
    **_OPEN,
)
