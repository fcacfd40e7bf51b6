"""Exams and courses over HTTP: models, and routes as the OpenAPI document describes them.

Whole exams and courses go out as they are stored: they may be large, and have been validated before they
were written; the models say what is in them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self
from urllib.parse import quote

from aws_lambda_powertools.event_handler import Response
from pydantic import BaseModel, ConfigDict, Field

from generation.engine.model.checkpoint import Document
from generation.engine.ports import Page
from generation.http.answers import answers, route, says
from generation.http.parameters import CLOSED
from generation.library import Upload
from generation.pipelines.exam_course import course, exam_document
from generation.pipelines.exam_course.exam import Exam as Exam
from generation.pipelines.exam_course.exam import Question

SHOWN = ConfigDict(frozen=True, extra="forbid")
DateTime = Annotated[str, Field(json_schema_extra={"format": "date-time"})]


class ExamSummary(BaseModel):
    model_config = SHOWN

    exam_id: str
    title: str
    questions_total: int
    created_at: DateTime


first_shown = exam_document.summary
"""The body of the answer to an upload, as it is kept under an idempotency key."""


class ExamPage(BaseModel):
    model_config = SHOWN

    exams: list[ExamSummary]
    next_cursor: str | None

    @classmethod
    def of(cls, page: Page[Document]) -> Self:
        exams = [ExamSummary(**exam_document.summary(document)) for document in page.items]
        return cls(exams=exams, next_cursor=page.cursor)


class CourseOption(BaseModel):
    model_config = SHOWN

    option_id: str
    text: str


class RawQuestion(BaseModel):
    model_config = SHOWN

    question_id: str
    text: str | None = None
    options: list[CourseOption] | None = None
    explanation: str | None = None
    topic: str | None = None


class ExamView(BaseModel):
    model_config = SHOWN

    exam_id: str
    title: str
    questions: list[Question] = Field(description="Without leftovers of markup: tags, entities.")
    raw: list[RawQuestion] | None = Field(
        default=None, description="As they were sent: those texts that were cleaned. Absent where none was."
    )
    created_at: DateTime


class Dispute(BaseModel):
    model_config = SHOWN

    answer: list[str] = Field(description="What a second model answered that saw no key.")
    reason: str
    claim: str = Field(description="The sentence of the body that it took it from, where there is one.")


Disputed = Annotated[
    Dispute | None,
    Field(description="A second model answers otherwise, the author stands by it. Not to be graded."),
]


class QuizQuestion(BaseModel):
    model_config = SHOWN

    question: str
    options: list[CourseOption]
    correct: list[str]
    explanation: str
    disputed: Disputed = None


class FinalQuestion(QuizQuestion):
    topic_id: str


class Term(BaseModel):
    model_config = SHOWN

    term: str
    meaning: str
    lesson_ids: list[str] = Field(description="Of the lessons that explain it.")


class WrongOption(BaseModel):
    model_config = SHOWN

    option_id: str
    reason: str


class MarkingDoubt(BaseModel):
    model_config = SHOWN

    reason: str
    likely: list[str] = Field(description="Options that are likelier to be right; none of them is the key.")


class WorkedQuestion(BaseModel):
    model_config = SHOWN

    question_id: str
    why_right: str
    why_wrong: list[WrongOption]
    marking_doubt: MarkingDoubt | None = Field(
        default=None, description="Why the exam's key is doubtful. Readers are not graded on such a question."
    )
    disputed: Disputed = None


class LessonView(BaseModel):
    model_config = SHOWN

    lesson_id: str
    title: str
    objectives: list[str]
    body: str = Field(description="Markdown.")
    key_points: list[str]
    question_ids: list[str]
    worked_questions: list[WorkedQuestion]
    quiz: list[QuizQuestion]
    checked_by: str | None = Field(
        default=None,
        description="The model that answered questions of it without their keys, named as in `made_by`; "
        "null: none did.",
    )


class TopicView(BaseModel):
    model_config = SHOWN

    topic_id: str
    title: str
    description: str
    question_ids: list[str]
    status: Literal["pending", "completed"]
    lessons: list[LessonView]


class DoubtfulKey(MarkingDoubt):
    question_id: str
    lesson_id: str


class Coverage(BaseModel):
    model_config = SHOWN

    questions_total: int
    questions_covered: int
    missing: list[str]


class Finding(BaseModel):
    model_config = SHOWN

    rule: str
    level: Literal["block", "warn", "note"]
    pointer: str = Field(description="JSON pointer into this course or program.")
    message: str


class Quality(BaseModel):
    """What the quality rules found in the finished course or program; the worst first, at most 200."""

    model_config = SHOWN

    rules_version: int
    checked_at: DateTime
    blocked: bool = Field(description="Publishing needs `accept_findings`.")
    findings: list[Finding]


class PublishBody(BaseModel):
    model_config = CLOSED

    accept_findings: bool = Field(
        default=False, description="A person has seen the findings and publishes all the same."
    )


class CourseHead(BaseModel):
    model_config = ConfigDict(frozen=True, extra="allow")

    course_id: str
    kind: Literal["exam", "project"]
    title: str
    description: str
    language: str
    audience: str | None
    status: course.CourseStatus
    made_by: str | None = Field(
        description='Model id; "offline", or "recorded answers" and their day, from the local server.'
    )
    job_id: str
    created_at: DateTime
    published_at: DateTime | None
    blocked: bool = Field(default=False, description="The quality rules found what blocks it.")


class CourseView(CourseHead):
    """Readable while it is being generated: topics that are not done have `status: pending`."""

    kind: Literal["exam"]
    exam_id: str
    quality: Quality | None = Field(default=None, description="null until the course is complete.")
    coverage: Coverage
    doubtful_keys: list[DoubtfulKey] = Field(default=[], description="For the author of the exam.")
    introduction: str | None = Field(default=None, description="Markdown; null until the course is complete.")
    topics: list[TopicView]
    glossary: list[Term] = Field(default_factory=list)
    summary: str | None = Field(default=None, description="One sheet over the whole course, Markdown.")
    final_exam: list[FinalQuestion] = Field(
        default_factory=list, description="New questions over all topics, by their shares of the exam."
    )


class TaskView(BaseModel):
    model_config = SHOWN

    task_id: str
    title: str
    instructions: str
    expected_result: str
    hints: list[str]
    minutes: int
    difficulty: Annotated[int, Field(ge=1, le=5)]


class ProjectLessonView(BaseModel):
    model_config = SHOWN

    lesson_id: str
    title: str
    objectives: list[str]
    body: str = Field(description="Markdown.")
    example: str
    summary: str
    status: Literal["pending", "completed"] = Field(description="Completed with its tasks.")
    tasks: list[TaskView]


class ProjectView(BaseModel):
    model_config = SHOWN

    project_id: str
    title: str
    description: str
    objectives: list[str]
    status: Literal["pending", "completed"] = Field(description="Completed with all of its lessons.")
    lessons: list[ProjectLessonView]


class ProjectCourseView(CourseHead):
    """Readable while it is being generated: what is there of projects that are pending can be read."""

    kind: Literal["project"]
    quality: Quality | None = Field(default=None, description="null until the course is complete.")
    projects: list[ProjectView]


class CoursePage(BaseModel):
    model_config = SHOWN

    courses: list[CourseHead]
    next_cursor: str | None

    @classmethod
    def of(cls, page: Page[Document]) -> Self:
        courses = [CourseHead.model_validate(course.summary(document)) for document in page.items]
        return cls(courses=courses, next_cursor=page.cursor)


def stored(upload: Upload) -> Response[ExamSummary]:
    headers: dict[str, str | list[str]] = {"Location": f"/v1/exams/{quote(upload.shown['exam_id'], safe='')}"}
    if upload.replayed:
        headers["Idempotency-Replayed"] = "true"
    view = ExamSummary(**upload.shown)
    return Response(201, "application/json", view, headers)


def whole(view: Mapping[str, Any]) -> Response[str]:
    text = json.dumps(view, ensure_ascii=False, separators=(",", ":"))
    return Response(200, "application/json", text, {"Vary": "Accept-Encoding"})


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
    answers({200: says("The course.", CourseView | ProjectCourseView)}, 404, 413),
    compress=True,
)
PUBLISH_COURSE = route(
    "publishCourse",
    "Library",
    "Publish a draft",
    answers(
        {200: says("Published, now or before.", CourseView | ProjectCourseView)}, 400, 404, 409, 413, 422
    ),
    description="409 `course-unfinished` while it is being generated, `quality-blocked` where "
    "`quality.blocked` and the body does not say `accept_findings`. The body may be left out.",
    compress=True,
)
