"""The events in events/ are such as the functions understand: `sam local invoke` shows what these show."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from generation import wiring_worker
from generation.engine.model.checkpoint import Edit, Link
from generation.engine.model.job import JobStatus
from tests.unit.functions.http import Context, HttpAnswer, answer_of, handler
from tests.unit.functions.test_library import store_draft
from tests.unit.functions.test_programs import store_program
from tests.unit.functions.world import World

EVENTS = Path(__file__).parents[3] / "events"
NAMES = sorted(path.stem for path in EVENTS.glob("*.json"))
BY_HTTP = [name for name in NAMES if not name.startswith(("process", "notify", "sweep", "claims"))]

ANSWERS = {
    "library-add-exam": 201,
    "library-copy-course": 201,
    "start": 202,
    "start-manual": 202,
    "cancel": 202,
    "retry": 202,
}
ANSWERS |= {"library-put-lesson": 412, "library-restore-lesson": 404}
ANSWERS |= {"start-batch": 202, "start-cancel-batch": 202, "start-retry-batch": 202}
ANSWERS |= {"webhooks-create": 201, "webhooks-test": 202, "webhooks-delete": 204}
ANSWERS |= {"retry-continue": 202, "start-program": 202}
ANSWERS |= {"start-export-me": 202, "start-erase-me": 202, "export-archive": 404}
ANSWERS |= {f"library-delete-{thing}": 204 for thing in ("exam", "course", "program", "job")}


def _event(name: str, **ids: str) -> Any:
    text = (EVENTS / f"{name}.json").read_text(encoding="utf-8")
    for kind, real in ids.items():
        text = re.sub(rf"{kind}_01\w+", real, text)
    return json.loads(text.replace("topic-01-lesson-1", "topic-1-lesson-1"))


def _invoke(name: str, **ids: str) -> HttpAnswer:
    return answer_of(handler(name.split("-", 1)[0])(_event(name, **ids), Context()))


def test_there_is_an_event_for_every_function() -> None:
    functions = {path.parent.name for path in EVENTS.parent.glob("functions/*/app.py")}
    assert {name.split("-", 1)[0] for name in NAMES} == functions


@pytest.mark.parametrize("name", BY_HTTP)
def test_an_event_of_the_api_is_answered(world: World, name: str) -> None:
    _invoke("library-add-exam")
    _invoke("library-put-profile")
    store_draft(world)
    store_program(world)
    if name == "library-get-shared":
        _share("course_1", _event(name)["pathParameters"]["slug"], world)
    job_id = ""
    if name.endswith("-job") or not name.startswith(("start", "library", "export", "webhooks")):
        job_id = json.loads(_invoke("start").text)["job_id"]
        if name == "retry":
            world.fail(job_id)
        if name.endswith("-job") and name.startswith("library"):
            world.fail(job_id)
        if name == "retry-continue":
            world.change(job_id, status=JobStatus.WAITING)
    if name.startswith("webhooks"):
        assert _invoke("webhooks-put").status == 201
    batch_id = json.loads(_invoke("start-batch").text)["batch_id"] if name.endswith("-batch") else ""
    answer = _invoke(name, job=job_id, course="course_1", program="program_1", batch=batch_id)
    assert answer.status == ANSWERS.get(name, 200), answer.text


def _share(course_id: str, slug: str, world: World) -> None:
    world.documents.put_link(Link(slug=slug, owner="ada", document_id=course_id))
    edits = {"slug": slug, "link": "anyone"}
    edit = Edit(kind="course", owner="ada", document_id=course_id, edits=edits, status="published")
    assert world.documents.edit(edit)


@pytest.mark.parametrize("name", BY_HTTP)
def test_what_an_event_names_need_not_be_there(world: World, name: str) -> None:
    answer = _invoke(name)
    assert (
        answer.status in (200, 201, 204)
        or name in ("start-batch", "start-export-me", "start-erase-me")
        or answer.code.endswith("-not-found")
        or answer.code == "profile-required"
    )


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("process")])
def test_an_event_of_the_queue_is_understood(
    world: World, name: str, monkeypatch: pytest.MonkeyPatch, event_loop_of_the_worker: None
) -> None:
    carried: list[str] = []

    class Runner:
        async def carry_on(self, job_id: str, until: Any) -> None:
            carried.append(job_id)

    monkeypatch.setattr(wiring_worker, "runner", Runner)
    assert handler("process")(_event(name), Context()) == {"batchItemFailures": []}
    assert carried
    assert all(job_id.startswith("job_") for job_id in carried)


def test_an_event_of_the_delivery_queue_is_understood(world: World) -> None:
    """It may be about a delivery that there is not any more."""
    assert handler("notify")(_event("notify"), Context()) == {"batchItemFailures": []}


def test_the_event_of_the_schedule_is_understood(world: World) -> None:
    swept = {"active": 0, "requeued": 0, "failed": 0, "told": 0, "purged": 0, "counted": 0}
    assert handler("sweep")(_event("sweep"), Context()) == swept
