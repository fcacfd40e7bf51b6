"""Lessons over HTTP: routes of one lesson, as the OpenAPI document describes them, and its answers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Header, Query
from pydantic import BaseModel, ConfigDict, Field

from generation.http.answers import answers, route, says
from generation.http.documents import SHOWN, DateTime
from generation.http.lessons import LessonView, ProjectLessonView
from generation.http.parameters import CLOSED, REVALIDATE
from generation.http.polling import is_unchanged

if TYPE_CHECKING:
    from generation.lessons import ListedVersion, Shown

IfMatch = Annotated[
    str | None,
    Header(alias="If-Match", max_length=4_000, description="The ETag that the lesson was read with."),
]


OfVersion = Annotated[
    str | None,
    Query(min_length=1, max_length=100, description="One that `versions` lists; left out: the live one."),
]


class LessonBody(BaseModel):
    """The lesson as one wants it: what `GET` shows of it, changed. Ids and what a second reader said may be
    left out."""

    model_config = ConfigDict(extra="allow", frozen=True)

    title: Any = Field(repr=False)
    objectives: Any = Field(repr=False)
    body: Any = Field(repr=False, description="Markdown, kept to the byte.")

    def wanted(self) -> dict[str, Any]:
        return dict(self)


class FindingHere(BaseModel):
    model_config = SHOWN

    rule: str
    level: Literal["block", "warn", "note"]
    pointer: str = Field(description="JSON pointer into this lesson.")
    message: str


Findings = Annotated[
    list[FindingHere] | None,
    Field(
        description="Only where `version` was named: what the quality rules find in that one. Missing where "
        "it was not looked at, as in a course that is unfinished, or where it cannot be restored any more."
    ),
]


class LessonOfExam(LessonView):
    version: str = Field(description="Of its content; the ETag names it too.")
    findings: Findings = None


class LessonOfProject(ProjectLessonView):
    version: str = Field(description="Of its content; the ETag names it too.")
    findings: Findings = None


class VersionView(BaseModel):
    model_config = SHOWN

    version: str
    created_at: DateTime
    made_by: str | None = Field(description="Model id, `offline`, or `author`: a person.")
    note: str
    is_live: bool


class VersionsView(BaseModel):
    model_config = SHOWN

    versions: list[VersionView]

    @classmethod
    def of(cls, found: list[ListedVersion]) -> Self:
        return cls(
            versions=[
                VersionView(
                    version=one.version.version,
                    created_at=one.version.created_at,
                    made_by=one.version.made_by,
                    note=one.version.note,
                    is_live=one.is_live,
                )
                for one in found
            ]
        )


class RestoreBody(BaseModel):
    model_config = CLOSED

    version: Annotated[str, Field(min_length=1, max_length=100)]


_LESSON = LessonOfExam | LessonOfProject

GET_LESSON = route(
    "getLesson",
    "Lessons",
    "A lesson of a course",
    answers(
        {
            200: says("The lesson.", _LESSON, "ETag"),
            304: says("Unchanged since the answer with this ETag.", None, "ETag"),
        },
        404,
        422,
    ),
    description="As in the course, with its `version`. The ETag is strong: `If-Match` of a change names it. "
    "With `version` another one, to be compared with, and its `findings`: 404 `version-not-found`.",
    compress=True,
)
PUT_LESSON = route(
    "putLesson",
    "Lessons",
    "Change a lesson",
    answers({200: says("The new version.", _LESSON, "ETag")}, 400, 404, 409, 412, 413, 422, 428),
    description="409 `course-being-written` while a job writes the course. The quality rules look at the "
    "lesson, and what they find takes the place of its findings in the `quality` of the course.",
    compress=True,
)
LIST_VERSIONS = route(
    "listVersions",
    "Lessons",
    "Versions of a lesson, newest first",
    answers({200: says("All that are kept.", VersionsView)}, 404),
    description="At most 30 that were live once, and five that jobs have proposed.",
)
RESTORE_LESSON = route(
    "restoreLesson",
    "Lessons",
    "Make a version live",
    answers({200: says("The lesson.", _LESSON, "ETag")}, 400, 404, 409, 413, 422),
    description="404 `version-not-found`; 409 `version-outdated` where the course has other questions since, "
    "`course-being-written` while a job writes the course.",
    compress=True,
)


def lesson_shown(shown: Shown, if_none_match: str | None = None) -> Response[str | None]:
    """The lesson; 304 where the client has it already. Findings are not of the lesson's content alone, so an
    answer with them is always sent whole."""
    tag = f'"{shown.version}"'
    headers: dict[str, str | list[str]] = {**REVALIDATE, "ETag": tag, "Vary": "Accept-Encoding"}
    if shown.findings is None and is_unchanged(if_none_match, tag):
        return Response(304, headers=headers)
    told = {**shown.lesson, "version": shown.version}
    if shown.findings is not None:
        told["findings"] = list(shown.findings)
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return Response(200, "application/json", text, headers)
