"""Courses over HTTP: models, and routes as the OpenAPI document describes them."""

from __future__ import annotations

from typing import Annotated, Literal, Self
from urllib.parse import quote

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import BaseModel, ConfigDict, Field

from generation.engine.model.checkpoint import Document
from generation.engine.ports import DocumentFilter, Page
from generation.http.answers import answers, route, says
from generation.http.documents import SHOWN, DateTime, Quality
from generation.http.lessons import LessonView, MarkingDoubt, ProjectLessonView, QuizQuestion
from generation.http.parameters import CLOSED
from generation.library import Creation
from generation.pipelines.exam_course import course


class Share(BaseModel):
    """Where anybody reads the course who has its link."""

    model_config = SHOWN

    url: str = Field(description="Relative to the page, which shows the course there: `/c/<slug>`.")
    slug: str = Field(description="Stays the same for good: for `GET /v1/shared/{slug}`.")


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
    is_copy: bool = Field(default=False, description="Made of another course, not by a job.")
    share: Share | None = Field(default=None, description="null: nobody reads it by a link.")
    lesson_changes: int = Field(default=0, description="How often a lesson was changed by hand.")
    revisions: int = Field(default=0, description="How often it was brought up to a revised exam.")


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


class FinalQuestion(QuizQuestion):
    topic_id: str


class Term(BaseModel):
    model_config = SHOWN

    term: str
    meaning: str
    lesson_ids: list[str] = Field(description="Of the lessons that explain it.")


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
    introduction: str | None = Field(default=None, description="Markdown; null until the course is complete.")
    facts: list[str] = Field(default=[], description="Of its outline, agreed between all authors.")
    projects: list[ProjectView]
    glossary: list[Term] = Field(default_factory=list)
    summary: str | None = Field(default=None, description="One sheet over the whole course, Markdown.")


def course_head(document: Document) -> CourseHead:
    return CourseHead.model_validate(course.summary(document))


first_copied = course.summary
"""The body of the answer to a copy, as it is kept under an idempotency key."""


def copied(copy: Creation) -> Response[CourseHead]:
    address = f"/v1/courses/{quote(copy.shown['course_id'], safe='')}"
    headers: dict[str, str | list[str]] = {"Location": address}
    if copy.replayed:
        headers["Idempotency-Replayed"] = "true"
    return Response(201, "application/json", CourseHead.model_validate(copy.shown), headers)


class CoursePage(BaseModel):
    model_config = SHOWN

    courses: list[CourseHead]
    next_cursor: str | None

    @classmethod
    def of(cls, page: Page[Document]) -> Self:
        return cls(courses=list(map(course_head, page.items)), next_cursor=page.cursor)


class PublishBody(BaseModel):
    model_config = CLOSED

    accept_findings: bool = Field(
        default=False, description="A person has seen the findings and publishes all the same."
    )
    link: Literal["none", "anyone"] | None = Field(
        default=None, description="Who may read it by its link; left out: as it is, nobody at first."
    )


CourseKind = Annotated[
    Literal["exam", "project"] | None, Query(description="Made of an exam, or of projects.")
]
CourseStatusFilter = Annotated[course.CourseStatus | None, Query(description="A status.")]


def courses_that(words: str | None, kind: str | None, status: course.CourseStatus | None) -> DocumentFilter:
    return DocumentFilter(words=words, kind=kind, status=None if status is None else status.value)


LIST_COURSES = route(
    "listCourses",
    "Library",
    "Courses",
    answers({200: says("A page.", CoursePage)}, 422),
    description="With `q`, `kind` or `status` a page looks at 500 courses at most: it may hold fewer than "
    "`limit`, or none, and have a `next_cursor` that goes on.",
)
GET_COURSE = route(
    "getCourse",
    "Library",
    "A course, also while it is being generated",
    answers({200: says("The course.", CourseView | ProjectCourseView)}, 404, 413),
    compress=True,
)
COPY_COURSE = route(
    "copyCourse",
    "Library",
    "Copy a course",
    answers({201: says("The copy.", CourseHead, "Location", "Idempotency-Replayed")}, 403, 404, 409, 422),
    description="A draft that holds what the course does now, with its findings; not its versions, nor its "
    "link. 409 `course-unfinished` while it is being generated. Copies are counted by themselves, by the "
    "measure of exams: 403 `course-quota-exceeded`.",
)
PUBLISH_COURSE = route(
    "publishCourse",
    "Library",
    "Publish a draft",
    answers(
        {200: says("Published, now or before.", CourseView | ProjectCourseView)}, 400, 404, 409, 413, 422
    ),
    description="409 `course-unfinished` while it is being generated, `quality-blocked` where "
    "`quality.blocked` and the body does not say `accept_findings`. The body may be left out. With `link: "
    "anyone` the course has a `share`, which stays the same however often it is taken back.",
    compress=True,
)
UNPUBLISH_COURSE = route(
    "unpublishCourse",
    "Library",
    "Take a course back",
    answers({200: says("A draft, now or before.", CourseView | ProjectCourseView)}, 404, 409, 413),
    description="Nobody reads it by its link any more. 409 `course-unfinished` while it is being generated.",
    compress=True,
)
