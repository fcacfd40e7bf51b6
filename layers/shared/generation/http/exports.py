"""Exports over HTTP: routes, as the OpenAPI document describes them, and a file as an answer."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from generation.exports.file import MEDIA_TYPES, File, Format
from generation.http.answers import answers, route, says

FormatWanted = Annotated[Format, Query(description="Of the file: `md` is Markdown.")]

_FILE = says("The file, as far as it is written.", None, "Content-Disposition") | {
    "content": {media_type: {"schema": {"type": "string"}} for media_type in MEDIA_TYPES.values()}
}
EXPORT_COURSE = route(
    "exportCourse",
    "Library",
    "A course as a file, also while it is being generated",
    answers({200: _FILE}, 404, 413, 422),
    description="413 `answer-too-large` where the file passes what one answer can hold.",
    compress=True,
)
EXPORT_PROGRAM = route(
    "exportProgram",
    "Training",
    "A training program as a file, also while it is being generated",
    answers({200: _FILE}, 404, 413, 422),
    description="413 `answer-too-large` where the file passes what one answer can hold.",
    compress=True,
)


def attached(file: File) -> Response[str]:
    """The name in both forms of RFC 6266: clients that do not know the second one get its ASCII letters."""
    plain = file.name.encode("ascii", "ignore").decode().lstrip("-")
    plain = plain if len(plain) > len(f".{file.format}") else f"export.{file.format}"
    names = f"filename=\"{plain}\"; filename*=UTF-8''{quote(file.name, safe='')}"
    headers: dict[str, str | list[str]] = {
        "Content-Disposition": f"attachment; {names}",
        "Vary": "Accept-Encoding",
    }
    return Response(200, MEDIA_TYPES[file.format], file.content, headers)
