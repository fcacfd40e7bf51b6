"""Lessons of courses that pipelines wrote: stored, and asked of the API."""

from __future__ import annotations

import copy
from typing import Any

from generation.engine.model.checkpoint import Document
from generation.pipelines.shared.lessons import all_of
from tests.simulation.written_courses import written
from tests.unit.functions.http import Client, HttpAnswer
from tests.unit.functions.world import World

BLOCKING = "As an AI language model, I cannot see the lesson."
"""No lesson with it is published."""


def store(world: World, pipeline: str, mode: str = "auto") -> Document:
    documents = written(pipeline, mode)
    for document in documents:
        world.documents.put(document)
    return documents[0]


def address(course: Document, number: int = 0) -> str:
    return f"/v1/courses/{course.document_id}/lessons/{list(all_of(course))[number]}"


def changed(lesson: dict[str, Any], **members: Any) -> dict[str, Any]:
    return {**copy.deepcopy(lesson), **members}


def put(client: Client, path: str, lesson: Any, tag: str | None) -> HttpAnswer:
    return client.put(path, lesson, headers={} if tag is None else {"If-Match": tag})


def edit(client: Client, path: str, **members: Any) -> HttpAnswer:
    found = client.get(path)
    return put(client, path, changed(found.json, **members), found.headers["etag"])
