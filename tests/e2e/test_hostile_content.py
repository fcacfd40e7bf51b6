"""Hostile content through HTTP: kept as text or refused with its place, and no way to break anything."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from tests.e2e.service import Document, Person, Service
from tests.e2e.test_exam_course import covered
from tests.unit import hostile

ODD = (*hostile.MARKUP, *hostile.ODDITIES, *hostile.FORMULAS)
ALL = (*hostile.INJECTIONS, *ODD)

QUICK_S = 20
"""A refusal comes before any work, and long before the gateway gives up; generous, for a busy machine."""


@pytest.fixture
def cheap(service_with: Callable[..., Service]) -> Service:
    """The stack that fuzzing uses as well."""
    service = service_with(LATENCY_MS="0", PARAM_MaxActiveJobs="1000")
    service.model.reset()
    return service


@pytest.fixture
def person(cheap: Service) -> Person:
    return cheap.person(plan="pro")


def assert_plain(answer: httpx.Response) -> None:
    """Nothing that a browser could take for a page."""
    kind = answer.headers["content-type"]
    assert kind in ("application/json", "application/problem+json", "text/event-stream; charset=utf-8")
    assert answer.headers["x-content-type-options"] == "nosniff"


def got(person: Person, path: str) -> Document:
    answer = person.get(path)
    assert answer.status_code == 200, answer.text
    assert_plain(answer)
    read: Document = answer.json()
    return read


def sent(person: Person, route: str, body: Document | bytes) -> httpx.Response:
    """`route` is a method and a path; bytes go out as they are."""
    method, path = route.split(" ")
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    ask = {"POST": person.post, "PUT": person.put}[method]
    return ask(path, content=raw)


def bodies(text: str) -> Iterator[tuple[str, Document]]:
    """For each route that takes texts one that has `text` in all of them."""
    yield "POST /v1/exams", hostile.exam((text,), text)
    yield "PUT /v1/profile", hostile.profile(text)
    for pipeline, input_ in hostile.inputs(text).items():
        yield "POST /v1/jobs", {"pipeline": pipeline, "input": input_}
    yield "POST /v1/jobs/job_1/cancel", {"reason": text}


def refused(answer: httpx.Response, status: int) -> list[str]:
    """The pointers of a problem answer."""
    assert answer.status_code == status, answer.text[:500]
    assert_plain(answer)
    return [error["pointer"] for error in answer.json().get("errors", [])]


# ---- What a model is told ----------------------------------------------------------------------------


@pytest.mark.parametrize("texts", [hostile.INJECTIONS, ODD], ids=["injections", "other"])
def test_an_exam_of_hostile_questions_is_covered_completely(person: Person, texts: tuple[str, ...]) -> None:
    exam = hostile.exam(texts, texts[0])
    started = person.start("exam_course", {"exam": exam, "audience": texts[1]})
    job = person.await_job(started["job_id"])
    assert job["status"] == "completed", job["error"]
    course = got(person, f"/v1/courses/{job['result']['course_id']}")
    covered(course, exam["questions"])
    assert got(person, f"/v1/exams/{course['exam_id']}")["questions"] == exam["questions"]


@pytest.mark.parametrize("number", range(3))
@pytest.mark.parametrize("pipeline", ["course_outline", "project_course", "training_program"])
def test_the_other_pipelines_take_text_for_text(person: Person, pipeline: str, number: int) -> None:
    text = (hostile.INJECTIONS[4], hostile.MARKUP[2], hostile.ODDITIES[0])[number]
    started = person.start(pipeline, hostile.inputs(text)[pipeline])
    job = person.await_job(started["job_id"])
    assert job["status"] == "completed", job["error"]
    for more in ("", "?include=items", "/events", "/logs"):
        got(person, f"/v1/jobs/{job['job_id']}{more}")
    stream = person.get(f"/v1/jobs/{job['job_id']}/events", headers={"Accept": "text/event-stream"})
    assert_plain(stream)
    assert streamed(stream.text) == person.events(job["job_id"])
    if pipeline == "project_course":
        course = got(person, f"/v1/courses/{job['result']['course_id']}")
        assert course["title"] == hostile.on_one_line(text)
        assert [project["description"] for project in course["projects"]] == [f"{text} 1", f"{text} 2"]
    if pipeline == "training_program":
        program = got(person, f"/v1/programs/{job['result']['program_id']}")
        assert not program["validation"]["violations"]


def streamed(text: str) -> list[Document]:
    """The events of a stream. No text within can end a line, an event or the stream."""
    read = []
    for chunk in text.removesuffix("\n\n").split("\n\n"):
        fields = [line.split(": ", 1) for line in chunk.split("\n")]
        assert [name for name, _ in fields] in (["retry"], ["id", "event", "data"])
        assert "\r" not in chunk
        if len(fields) == 3:
            read.append(json.loads(fields[2][1]))
    return read


# ---- Kept as it was written, or refused with its place -----------------------------------------------


@pytest.mark.parametrize("text", ALL)
def test_texts_come_back_as_they_were_sent(person: Person, text: str) -> None:
    exam = hostile.exam((text,), text)
    read = got(person, f"/v1/exams/{person.upload(exam)}")
    assert (read["title"], read["questions"]) == (exam["title"], exam["questions"])
    profile = hostile.profile(text)
    assert person.put("/v1/profile", profile).status_code == 200
    read = got(person, "/v1/profile")
    assert (read["notes"], read["lifts"]) == (text, profile["lifts"])


@pytest.mark.parametrize("text", hostile.HALF_PAIRS_AND_NUL)
def test_what_is_no_text_is_refused_with_its_place(person: Person, text: str) -> None:
    for route, body in bodies(text):
        pointers = refused(sent(person, route, body), 422)
        assert pointers
        assert all(_at(body, pointer) for pointer in pointers)


def test_a_megabyte_in_any_text_is_refused_with_its_place(person: Person) -> None:
    megabyte = "x" * 1_000_000
    tried = 0
    for route, body in bodies("short"):
        for pointer in _texts(body):
            begun = time.monotonic()
            answer = sent(person, route, _with(body, pointer, megabyte))
            assert pointer in refused(answer, 422), answer.text[:500]
            assert len(answer.content) < 10_000
            assert time.monotonic() - begun < QUICK_S
            tried += 1
    assert tried > 60


def test_two_megabytes_are_refused_unread(person: Person) -> None:
    body = b'{"title": "' + b"x" * 2_000_000 + b'", not even JSON'
    for route in dict.fromkeys(route for route, _ in bodies("short")):
        begun = time.monotonic()
        assert refused(sent(person, route, body), 413) == [""]
        assert time.monotonic() - begun < QUICK_S


@pytest.mark.parametrize(
    "body",
    [
        b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
        b'{"title":' + b"[" * 50_000 + b"]" * 50_000 + b"}",
        b"[" * 50_000,
        b'{"a":' * 33 + b"1" + b"}" * 33,
        b'{"title": "one", "title": "two"}',
        b'{"input": {"exam_id": "mine", "exam_id": "yours"}}',
        b'{"a": NaN}',
        b'{"a": -Infinity}',
        b'{"a": 1e999}',
        b'{"a": 1' + b"0" * 5_000 + b"}",
        b'{"a": "\xff\xfe"}',
        b'{"a": "\xed\xa0\x80"}',
        '{"a": 1}'.encode("utf-16"),
        b"<?xml version='1.0'?><a/>",
        b"a=1&b=2",
        b"{'a': 1}",
        b'{"a": 1} {"b": 2}',
    ],
    ids=lambda body: repr(body[:24]),
)
def test_what_is_no_plain_json_is_malformed(person: Person, body: bytes) -> None:
    for route in dict.fromkeys(route for route, _ in bodies("short")):
        begun = time.monotonic()
        answer = sent(person, route, body)
        refused(answer, 400)
        assert answer.json()["code"] == "malformed-request"
        assert time.monotonic() - begun < QUICK_S


# ---- Ids, cursors and headers ------------------------------------------------------------------------

ADDRESSES = (
    "..",
    "../..",
    "../jobs",
    "..\\..\\etc\\passwd",
    "%2e%2e%2fjobs",
    "a\r\nX-Evil: 1",
    "a\nb",
    "a\0b",
    "OWNER#ada",
    "a#b?c=d&e",
    "{job_id}",
    "<script>alert(1)</script>",
    "\u202eabc",
    "\U0001f469",
    "x" * 5_000,
    " ",
    "*",
    "' OR 1=1 --",
)


@pytest.mark.parametrize("odd", ADDRESSES, ids=lambda odd: ascii(odd)[:30])
def test_an_odd_id_is_that_of_nothing(person: Person, odd: str) -> None:
    part = quote(odd, safe="")
    paths = ("exams/{}", "courses/{}", "programs/{}", "jobs/{}", "jobs/{}/events", "jobs/{}/logs")
    for path in paths:
        assert_nothing(person.get(f"/v1/{path.format(part)}"))
    for path in ("courses/{}/publish", "jobs/{}/cancel", "jobs/{}/retry", "jobs/{}/continue"):
        assert_nothing(person.post(f"/v1/{path.format(part)}"))


def assert_nothing(answer: httpx.Response) -> None:
    assert answer.status_code == 404, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert "x-evil" not in answer.headers
    assert "<script>" not in answer.text
    assert "\n" not in answer.json()["instance"]


@pytest.mark.parametrize("text", [*hostile.MARKUP[:4], *hostile.ODDITIES[:3], *hostile.FORMULAS[:3]])
def test_an_exam_is_found_under_the_oddest_id(person: Person, text: str) -> None:
    exam_id = hostile.on_one_line(text).replace("/", "-")[:100]
    made = person.post("/v1/exams", {**hostile.exam((text,), text), "exam_id": exam_id})
    assert made.status_code == 201, made.text
    assert made.headers["location"].isascii()
    assert got(person, made.headers["location"])["exam_id"] == exam_id


@pytest.mark.parametrize(
    "odd", ["..", ".", "a/b", "a\nb", "a\r\nX-Evil: 1", "\x7f", "\u2028", "", " ", "x" * 101]
)
def test_an_id_that_could_leave_its_place_is_refused(person: Person, odd: str) -> None:
    exam = hostile.exam(("text",), "title")
    assert refused(person.post("/v1/exams", {**exam, "exam_id": odd}), 422) == ["/exam_id"]


@pytest.mark.parametrize(
    "odd", [*ADDRESSES[:-5], "x" * 2_001, "AAAAAAAAb3RoZXI"], ids=lambda odd: ascii(odd)[:30]
)
def test_a_cursor_that_nobody_gave_is_refused(person: Person, odd: str) -> None:
    for path in ("exams", "courses", "programs", "jobs"):
        assert refused(person.get(f"/v1/{path}", params={"cursor": odd}), 422) == ["/query/cursor"]


@pytest.mark.parametrize("odd", [b"\xff\xfe", "\u00e9".encode(), b"two words", b"tab\there", b"x" * 256])
def test_an_odd_idempotency_key_is_refused(person: Person, odd: bytes) -> None:
    exam = hostile.exam(("text",), "title")
    answer = person.post("/v1/exams", exam, headers={b"Idempotency-Key": odd})
    assert refused(answer, 422) == ["/header/idempotency-key"]


# ---- JSON pointers -----------------------------------------------------------------------------------


def _texts(value: Any, pointer: str = "") -> Iterator[str]:
    """Pointers of all texts."""
    if isinstance(value, str):
        yield pointer
    elif isinstance(value, dict | list):
        for name, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _texts(inner, f"{pointer}/{name}")


def _with(value: Any, pointer: str, new: str) -> Any:
    """A copy with another value there."""
    if not pointer:
        return new
    name, _, rest = pointer[1:].partition("/")
    rest = f"/{rest}" if rest else ""
    if isinstance(value, list):
        return [_with(inner, rest, new) if str(i) == name else inner for i, inner in enumerate(value)]
    return {**value, name: _with(value[name], rest, new)}


def _at(value: Any, pointer: str) -> bool:
    """Whether there is anything."""
    for name in pointer.split("/")[1:]:
        value = value[int(name)] if isinstance(value, list) else value.get(name)
    return value is not None
