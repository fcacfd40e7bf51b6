"""Shared courses over HTTP, for whoever has the link: models, and the route as the OpenAPI document describes
it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, Literal

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path
from pydantic import BaseModel, ConfigDict, Field

from generation.http.answers import failed, route, says
from generation.http.documents import DateTime
from generation.http.polling import is_unchanged

if TYPE_CHECKING:
    from generation.sharing import SharedFor

MAX_AGE_S = 60
"""How long a cache may show a course that was taken back or changed, s. The page's distribution keeps it for
so long and answers others who ask meanwhile."""

Slug = Annotated[str, Path(pattern=r"^[0-9a-z]{1,64}$")]


class SharedCourse(BaseModel):
    """A published course without what is its author's. `topics` (`kind: exam`) and `projects` (`kind:
    project`) are those of the course, their lessons without `checked_by`. Questions have `is_graded` in
    place of `marking_doubt` and `disputed`: false where either is there."""

    model_config = ConfigDict(frozen=True, extra="allow")

    slug: str
    kind: Literal["exam", "project"]
    title: str
    description: str
    language: str
    audience: str | None
    made_by: str | None
    published_at: DateTime | None
    introduction: str | None = None
    topics: list[dict[str, Any]] | None = None
    projects: list[dict[str, Any]] | None = None
    glossary: list[dict[str, Any]] = Field(default_factory=list)
    summary: str | None = None
    final_exam: list[dict[str, Any]] | None = None


def known_by(if_none_match: str | None) -> Callable[[str], bool]:
    """Whether the reader, or a cache before us, has that version."""
    return lambda version: is_unchanged(if_none_match, _tag(version))


def shared(found: SharedFor) -> Response[str | None]:
    headers: dict[str, str | list[str]] = {
        "Cache-Control": f"public, max-age={MAX_AGE_S}",
        "ETag": _tag(found.version),
        "Vary": "Accept-Encoding",
        "X-Robots-Tag": "noindex",  # a link that is passed on is no page to be found
    }
    if found.course is None:
        return Response(304, headers=headers)
    text = json.dumps(found.course, ensure_ascii=False, separators=(",", ":"))
    return Response(200, "application/json", text, headers)


def _tag(version: str) -> str:
    """Weak: the same course compressed and not."""
    return f'W/"{version}"'


GET_SHARED = route(
    "getSharedCourse",
    "Library",
    "A course that is shared by its link",
    {
        200: says("The course, for its readers.", SharedCourse, "ETag"),
        304: says("Unchanged since the answer with this ETag.", None, "ETag"),
        **failed(404, 413, 422, 500, 503),
    },
    description="Open to whoever has the link; caches may keep it for a minute. 404 `course-not-found` where "
    "it is not published, not shared or deleted.",
    openapi_extensions={"security": []},
    compress=True,
)
