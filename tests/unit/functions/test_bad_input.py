"""What cannot be accepted is refused with a problem answer that names every fault, and leaves nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest

from generation.http.body import MAX_BODY_BYTES, MAX_DEPTH
from generation.stores.cursors import cursor_after
from tests.unit.functions.http import Client
from tests.unit.functions.world import World, course_request, question, small_exam

BODIES: list[tuple[str, str | bytes, int, str, list[str]]] = [
    ("nothing", "", 422, "invalid-input", [""]),
    ("null", "null", 422, "invalid-input", ["/pipeline", "/input"]),
    ("no JSON", "{", 400, "malformed-request", [""]),
    ("text after it", "{} {}", 400, "malformed-request", [""]),
    ("single quotes", "{'pipeline': 1}", 400, "malformed-request", [""]),
    ("a list", f"[{json.dumps(course_request())}]", 422, "invalid-input", [""]),
    ("a text", '"exam_course"', 422, "invalid-input", [""]),
    ("a number", "5", 422, "invalid-input", [""]),
    ("a name twice", '{"pipeline": "a", "pipeline": "b"}', 400, "malformed-request", [""]),
    ("a name twice, inside", '{"input": {"a": 1, "a": 2}}', 400, "malformed-request", [""]),
    ("NaN", '{"pipeline": NaN}', 400, "malformed-request", [""]),
    ("infinity", '{"pipeline": -Infinity}', 400, "malformed-request", [""]),
    ("infinity, spelled out", '{"options": {"max_cost_usd": 1e999}}', 400, "malformed-request", [""]),
    ("a number without end", '{"pipeline": ' + "1" * 5_000 + "}", 400, "malformed-request", [""]),
    ("deep lists", "[" * 79_000, 400, "malformed-request", [""]),
    ("deeper lists", "[" * 80_000, 413, "payload-too-large", [""]),
    ("too many values", '{"input": {"a": [' + "0," * 80_000 + "0]}}", 413, "payload-too-large", [""]),
    (
        "too many members",
        json.dumps({"input": {"a~": {str(n): 1 for n in range(51)}}}),
        422,
        "invalid-input",
        ["/input/a~0"],
    ),
    (
        "deep objects",
        '{"input":' * (MAX_DEPTH + 1) + "1" + "}" * (MAX_DEPTH + 1),
        400,
        "malformed-request",
        [""],
    ),
    ("half a surrogate pair", '{"input": {"t": "\\ud800"}}', 422, "invalid-input", ["/input/t"]),
    ("the other half", '{"input": {"t": ["a", "\\udc00 "]}}', 422, "invalid-input", ["/input/t/1"]),
    ("NUL", '{"pipeline": "a\\u0000"}', 422, "invalid-input", ["/pipeline"]),
    ("NUL in a name", '{"input": {"a\\u0000": 1}}', 422, "invalid-input", ["/input"]),
    ("control characters", '{"pipeline": "a\x01"}', 400, "malformed-request", [""]),
    ("no UTF-8", b'{"pipeline": "\xff"}', 400, "malformed-request", [""]),
    ("an unknown pipeline", '{"pipeline": "x", "input": {}}', 422, "invalid-input", ["/pipeline"]),
    ("no pipeline", '{"input": {}}', 422, "invalid-input", ["/pipeline"]),
    ("a pipeline that is no text", '{"pipeline": 5, "input": {}}', 422, "invalid-input", ["/pipeline"]),
    ("an input that is no object", '{"pipeline": "a", "input": []}', 422, "invalid-input", ["/input"]),
    (
        "an unknown member",
        '{"pipeline": "a", "input": {}, "x/y~z": 1}',
        422,
        "invalid-input",
        ["/x~1y~0z"],
    ),
]


@pytest.mark.parametrize(
    ("raw", "status", "code", "pointers"), [b[1:] for b in BODIES], ids=[b[0] for b in BODIES]
)
def test_a_body_that_cannot_be_used(
    world: World, ada: Client, raw: str | bytes, status: int, code: str, pointers: list[str]
) -> None:
    answer = ada.ask("POST", "/v1/jobs", raw=raw)
    assert (answer.status, answer.code, answer.pointers) == (status, code, pointers)
    assert world.is_empty


OPTIONS: list[tuple[Any, str]] = [
    (5, "/options"),
    (None, "/options"),
    ({"x": 1}, "/options/x"),
    ({"mode": "fast"}, "/options/mode"),
    ({"auto_publish": "yes"}, "/options/auto_publish"),
    ({"auto_publish": 1}, "/options/auto_publish"),
    ({"max_cost_usd": 0}, "/options/max_cost_usd"),
    ({"max_cost_usd": -1}, "/options/max_cost_usd"),
    ({"max_cost_usd": "5"}, "/options/max_cost_usd"),
    ({"max_cost_usd": True}, "/options/max_cost_usd"),
    ({"max_cost_usd": 10_001}, "/options/max_cost_usd"),
]


@pytest.mark.parametrize(("options", "pointer"), OPTIONS)
def test_options_that_cannot_be_used(world: World, ada: Client, options: Any, pointer: str) -> None:
    answer = ada.post("/v1/jobs", course_request(options=options))
    assert (answer.status, answer.code, answer.pointers) == (422, "invalid-input", [pointer])
    assert world.is_empty


EXAMS: list[tuple[str, Any, list[str]]] = [
    ("no questions", {"questions": []}, ["/questions"]),
    ("1,001 questions", {"questions": [question(f"q{n}") for n in range(1_001)]}, ["/questions"]),
    (
        "an id twice",
        {"questions": [question("a"), question("a")]},
        ["/questions/1/question_id"],
    ),
    (
        "a right answer that is no option",
        {"questions": [question("a"), question("b", correct=["A", "Z"])]},
        ["/questions/1/correct/1"],
    ),
    (
        "one option",
        {"questions": [question("a", options=[{"option_id": "A", "text": "Yes"}])]},
        ["/questions/0/options"],
    ),
    ("no title", {"title": ""}, ["/title"]),
    ("a title of spaces", {"title": "  \t "}, ["/title"]),
    ("a title that is too long", {"title": "x" * 201}, ["/title"]),
    ("a question that is too long", {"questions": [question("a", text="x" * 4_001)]}, ["/questions/0/text"]),
    ("an unknown field", {"colour": "red"}, ["/colour"]),
    ("an unknown field of a question", {"questions": [question("a", hint="-")]}, ["/questions/0/hint"]),
    ("a number for a text", {"questions": [question("a", text=5)]}, ["/questions/0/text"]),
    ("an object for a list", {"questions": {"0": question("a")}}, ["/questions"]),
    (
        "several faults at once",
        {"title": 5, "questions": [question("a", text=""), question("b", correct=[])]},
        ["/title", "/questions/0/text", "/questions/1/correct"],
    ),
]


@pytest.mark.parametrize("prefix", ["", "/input/exam"], ids=["upload", "inline"])
@pytest.mark.parametrize(("members", "pointers"), [e[1:] for e in EXAMS], ids=[e[0] for e in EXAMS])
def test_an_exam_that_cannot_be_used(
    world: World, ada: Client, members: dict[str, Any], pointers: list[str], prefix: str
) -> None:
    exam = small_exam(**members)
    path, body = ("/v1/jobs", course_request(input={"exam": exam})) if prefix else ("/v1/exams", exam)
    answer = ada.post(path, body)
    assert (answer.status, answer.code) == (422, "invalid-input")
    assert answer.pointers == [prefix + pointer for pointer in pointers]
    assert world.is_empty


def test_the_faults_that_one_answer_names_are_bounded(world: World, ada: Client) -> None:
    questions = [question(f"q{n}", text=n) for n in range(1_000)]
    answer = ada.post("/v1/exams", small_exam(questions=questions))
    assert len(answer.pointers) == 100


@pytest.mark.parametrize("text", [",[{" * 40_000, '"' * 150_000, '\\",' * 60_000, "\\" * 150_000])
def test_what_stands_in_a_text_is_no_value(world: World, ada: Client, text: str) -> None:
    """Only the text itself is too long."""
    answer = ada.post("/v1/exams", small_exam(title=text))
    assert (answer.status, answer.pointers) == (422, ["/title"])


def test_faults_are_named_in_order_up_to_the_hundredth(world: World, ada: Client) -> None:
    """Those of the last question that was looked at, and none of the questions behind it."""
    questions = [question(f"q{n}", **{f"u{m}": 1 for m in range(27)}) for n in range(1_000)]
    questions[0] = question("q0")
    pointers = ada.post("/v1/exams", small_exam(questions=questions)).pointers
    assert pointers == [f"/questions/{1 + n // 27}/u{n % 27}" for n in range(100)]


def test_the_answer_to_an_endless_member_name_is_short(world: World, ada: Client) -> None:
    answer = ada.post("/v1/exams", small_exam(**{"x" * 100_000: 1}))
    assert answer.status == 422
    assert len(answer.text) < 1_000


@pytest.mark.parametrize("path", ["/v1/exams", "/v1/jobs", "/v1/jobs/j/cancel", "/v1/jobs/j/retry"])
@pytest.mark.parametrize("encoded", [False, True])
def test_a_body_over_the_limit_is_refused_unread(world: World, ada: Client, path: str, encoded: bool) -> None:
    body = '{"title": "' + "x" * (MAX_BODY_BYTES - 12)
    assert ada.ask("POST", path, raw=body.encode() if encoded else body).status in (400, 404)
    answer = ada.ask("POST", path, raw=(body + "xx").encode() if encoded else body + "xx")
    assert (answer.status, answer.code) == (413, "payload-too-large")
    assert world.is_empty


def test_the_limit_counts_bytes(world: World, ada: Client) -> None:
    answer = ada.ask("POST", "/v1/exams", raw="é" * (MAX_BODY_BYTES // 2 + 1))
    assert answer.code == "payload-too-large"


def test_a_body_is_json_whatever_its_label_says(world: World, ada: Client) -> None:
    for label in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"):
        exam = json.dumps(small_exam()).encode()
        answer = ada.ask("POST", "/v1/exams", raw=exam, headers={"Content-Type": label})
        assert answer.status == 201


def test_a_byte_order_mark_is_no_fault(world: World, ada: Client) -> None:
    raw = b"\xef\xbb\xbf" + json.dumps(small_exam()).encode()
    assert ada.ask("POST", "/v1/exams", raw=raw).status == 201


QUERIES: list[tuple[str, str, str]] = [
    *(
        (path, f"limit={limit}", "/query/limit")
        for path in ("/v1/jobs", "/v1/exams", "/v1/courses")
        for limit in ("0", "101", "-1", "1.0", "1_0", "+5", "%201", "abc", "", "99999999999", "٣")
    ),
    *((path, "cursor=zzz", "/query/cursor") for path in ("/v1/jobs", "/v1/exams", "/v1/courses")),
    ("/v1/jobs", "cursor=", "/query/cursor"),
    ("/v1/jobs", "cursor=" + "a" * 3_000, "/query/cursor"),
    ("/v1/jobs", "cursor=%00%ff", "/query/cursor"),
    ("/v1/jobs", "limit=1&limit=2", "/query/limit"),
    ("/v1/jobs", "status=done", "/query/status"),
    ("/v1/jobs", "status=active,failed", "/query/status"),
    ("/v1/jobs", "status=", "/query/status"),
    ("/v1/jobs", "pipeline=a%2Fb", "/query/pipeline"),
    ("/v1/jobs", "pipeline=", "/query/pipeline"),
    ("/v1/jobs", "scope=all", "/query/scope"),
    ("/v1/jobs/JOB", "include=logs", "/query/include"),
    ("/v1/jobs/JOB/events", "after=-1", "/query/after"),
    ("/v1/jobs/JOB/events", "after=x", "/query/after"),
    ("/v1/jobs/JOB/events", "after=1.5", "/query/after"),
    ("/v1/jobs/JOB/events", "after=12345678901", "/query/after"),
    ("/v1/jobs/JOB/logs", "after=x", "/query/after"),
    ("/v1/jobs/JOB/logs", "after=", "/query/after"),
    ("/docs", "asset=../app.py", "/query/asset"),
]


@pytest.mark.parametrize(("path", "query", "pointer"), QUERIES)
def test_a_query_that_cannot_be_used(world: World, ada: Client, path: str, query: str, pointer: str) -> None:
    job_id = ada.post("/v1/jobs", course_request()).json["job_id"]
    answer = ada.get(path.replace("JOB", job_id), query=query)
    assert (answer.status, answer.code, answer.pointers) == (422, "invalid-input", [pointer])


def test_a_cursor_of_one_list_is_none_of_another(world: World, ada: Client, bob: Client) -> None:
    for n in range(2):
        ada.post("/v1/exams", small_exam(title=f"Exam {n}"))
    cursor = ada.get("/v1/exams", query="limit=1").json["next_cursor"]
    for client, path in ((bob, "/v1/exams"), (ada, "/v1/courses")):
        answer = client.get(path, query={"cursor": cursor})
        assert (answer.status, answer.pointers) == (422, ["/query/cursor"])


@pytest.mark.parametrize("kind", ["exam", "course", "program"])
@pytest.mark.parametrize(
    "last", ["", "\0", "a\nb", "\x85", "\u2028", "x" * 101, "\U0010ffff" * 300, "爱" * 400], ids=ascii
)
def test_a_cursor_that_somebody_made_is_a_fault_of_the_query(
    world: World, ada: Client, kind: str, last: str
) -> None:
    """A cursor is no secret: anybody can make one that fits the list and holds what no id does."""
    cursor = cursor_after(last, "documents", kind, "ada")
    answer = ada.get(f"/v1/{kind}s", query={"cursor": cursor})
    assert (answer.status, answer.code, answer.pointers) == (422, "invalid-input", ["/query/cursor"])


@pytest.mark.parametrize("last", ["x", "-1", "1e3"])
def test_a_last_event_id_that_is_none(world: World, ada: Client, last: str) -> None:
    job_id = ada.post("/v1/jobs", course_request()).json["job_id"]
    answer = ada.get(f"/v1/jobs/{job_id}/events", headers={"Last-Event-ID": last})
    assert (answer.status, answer.pointers) == (422, ["/header/last-event-id"])


@pytest.mark.parametrize(
    "body", [{"reason": "x" * 501}, {"reason": 5}, {"why": "-"}, {"reason": "a\0b"}], ids=str
)
def test_a_reason_that_cannot_be_kept(world: World, ada: Client, body: dict[str, Any]) -> None:
    job_id = ada.post("/v1/jobs", course_request()).json["job_id"]
    answer = ada.post(f"/v1/jobs/{job_id}/cancel", body)
    assert (answer.status, answer.pointers) == (422, [f"/{next(iter(body))}"])
    assert not world.job(job_id).is_finished


IDS = [
    "none",
    "job_",
    "%00",
    "%2e%2e",
    "a%20b",
    "a%25b",
    "%F0%9F%98%80",
    "%ff",
    "x" * 101,
    "x" * 3_000,
    "a'b`c",
]


@pytest.mark.parametrize("resource", ["jobs", "exams", "courses"])
@pytest.mark.parametrize("given", IDS, ids=range(len(IDS)))
def test_an_id_that_nothing_has(world: World, ada: Client, resource: str, given: str) -> None:
    answer = ada.get(f"/v1/{resource}/{given}")
    assert answer.status == 404
    assert answer.code in ("not-found", f"{resource[:-1]}-not-found")
    assert answer.json["instance"].isascii()
