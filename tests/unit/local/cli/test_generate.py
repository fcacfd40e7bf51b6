"""`generate` against an API that answers from a list."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from local.cli import generate
from local.cli.assignments import exam_assignment, topic_assignment
from local.cli.client import ApiClient
from local.errors import ApiProblem, GenerateError
from local.stack.person import DEFAULT_PERSON
from tests.unit.exports.samples import EXAM
from tests.unit.local.cli.samples import JOB, finished_job


class Silent:
    """A display that remembers."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.closed = False

    def show(self, job: Any) -> None:
        self.seen.append(job["status"])

    def close(self) -> None:
        self.closed = True


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that would have been made."""
    made: list[float] = []
    monkeypatch.setattr("local.cli.generate.time.sleep", made.append)
    return made


@pytest.fixture
def client(httpserver: HTTPServer) -> ApiClient:
    httpserver.expect_request("/dev/token", method="POST").respond_with_json({"access_token": "t"})
    httpserver.expect_request("/v1/exams", method="POST").respond_with_json({"exam_id": "e1"}, 201)
    httpserver.expect_request("/v1/jobs", method="POST").respond_with_json(JOB, 202)
    course_export(httpserver)
    api = ApiClient(httpserver.url_for("").rstrip("/"))
    api.sign_in(sub="ada")
    return api


FILE = "# Git \\*basics\\*\n"


def course_export(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/v1/courses/course_1/export", query_string="format=md").respond_with_data(
        FILE, content_type="text/markdown; charset=utf-8"
    )


def polls(httpserver: HTTPServer, answers: list[Response]) -> list[Request]:
    """Answers the polls of the job one after the other; what was asked is in the list."""
    asked: list[Request] = []
    left: Iterator[Response] = iter(answers)

    def answer(request: Request) -> Response:
        asked.append(request)
        return next(left)

    httpserver.expect_request("/v1/jobs/job_1").respond_with_handler(answer)
    return asked


def job_answer(job: dict[str, Any], **headers: str) -> Response:
    return Response(json.dumps(job), headers=headers, content_type="application/json")


def test_the_course_is_written_and_unchanged_jobs_are_not_shown_again(
    httpserver: HTTPServer, client: ApiClient, tmp_path: Path, pauses: list[float]
) -> None:
    asked = polls(
        httpserver,
        [
            job_answer(JOB, ETag='"1"', **{"Retry-After": "2"}),
            Response(status=304, headers={"ETag": '"1"', "Retry-After": "3"}),
            job_answer(finished_job(), ETag='"2"'),
        ],
    )
    shown = Silent()
    outcome = generate.generate(client, exam_assignment(EXAM), tmp_path / "deep" / "course.md", shown)
    assert outcome.file is not None
    assert outcome.file.read_text() == FILE
    assert shown.seen == ["running", "running", "completed"]
    assert shown.closed
    assert pauses == [2.0, 3.0]
    assert [request.headers.get("If-None-Match") for request in asked] == [None, '"1"', '"1"']
    assert all(request.args["include"] == "items" for request in asked)


def test_a_failed_job_gives_no_file_and_says_why(
    httpserver: HTTPServer, client: ApiClient, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    error = {
        "code": "refused",
        "message": "The model\x1b[2J refused",
        "step": "detect_topics",
        "item_id": None,
    }
    polls(httpserver, [job_answer({**finished_job(), "status": "failed", "error": error})])
    assert generate.run(client, exam_assignment(EXAM), tmp_path / "course.md") == 1
    assert "The model [2J refused (refused, at detect_topics)" in capsys.readouterr().out
    assert not (tmp_path / "course.md").exists()


def test_of_two_jobs_the_second_is_made_from_what_the_first_found(
    httpserver: HTTPServer, tmp_path: Path
) -> None:
    outline = {"title": "Bees", "projects": [{"title": "A hive"}]}
    found = {**finished_job(), "job_id": "job_0", "result": {"outline_id": "o", "outlines": [outline, {}]}}
    started: list[Any] = []

    def start(request: Request) -> Response:
        started.append(request.json)
        return job_answer(found if len(started) == 1 else JOB)

    httpserver.expect_request("/v1/jobs", method="POST").respond_with_handler(start)
    httpserver.expect_request("/v1/jobs/job_0").respond_with_json(found)
    httpserver.expect_request("/v1/jobs/job_1").respond_with_json(finished_job())
    course_export(httpserver)
    api = ApiClient(httpserver.url_for("").rstrip("/"))
    outcome = generate.generate(api, topic_assignment("Bees"), tmp_path / "course.md", Silent())
    assert outcome.file is not None
    assert [(body["pipeline"], body["input"]) for body in started] == [
        ("course_outline", {"topic": "Bees"}),
        ("project_course", {"outline": outline}),
    ]


def test_a_first_job_that_fails_is_the_last(httpserver: HTTPServer, tmp_path: Path) -> None:
    httpserver.expect_ordered_request("/v1/jobs", method="POST").respond_with_json(JOB, 202)
    failed = {**finished_job(), "status": "failed"}
    httpserver.expect_ordered_request("/v1/jobs/job_1").respond_with_json(failed)
    api = ApiClient(httpserver.url_for("").rstrip("/"))
    outcome = generate.generate(api, topic_assignment("Bees"), tmp_path / "course.md", Silent())
    assert (outcome.job["status"], outcome.file) == ("failed", None)


def test_a_job_that_runs_already_is_watched(httpserver: HTTPServer, tmp_path: Path) -> None:
    problem = {"title": "Duplicate job", "code": "duplicate-job", "job_id": "job_1"}
    httpserver.expect_request("/v1/exams").respond_with_json({"exam_id": "e1"}, 201)
    httpserver.expect_request("/v1/jobs", method="POST").respond_with_json(problem, 409)
    httpserver.expect_request("/v1/jobs/job_1").respond_with_json(finished_job())
    course_export(httpserver)
    api = ApiClient(httpserver.url_for("").rstrip("/"))
    assert generate.generate(api, exam_assignment(EXAM), tmp_path / "course.md", Silent()).file is not None


def test_a_short_outage_while_watching_is_survived(
    httpserver: HTTPServer, client: ApiClient, pauses: list[float]
) -> None:
    polls(httpserver, [Response(status=502), Response(status=429), job_answer(finished_job())])
    assert generate.watch(client, JOB, Silent())["status"] == "completed"
    assert pauses == [1.0, 1.0]


def test_a_job_that_is_gone_ends_the_watch(httpserver: HTTPServer, client: ApiClient) -> None:
    polls(httpserver, [Response(status=404)])
    with pytest.raises(ApiProblem, match="404"):
        generate.watch(client, JOB, Silent())


def test_an_interrupt_names_the_job_that_goes_on(
    httpserver: HTTPServer, client: ApiClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    polls(httpserver, [job_answer(JOB, **{"Retry-After": "2"})])

    def interrupt(_: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("local.cli.generate.time.sleep", interrupt)
    shown = Silent()
    with pytest.raises(generate.Interrupted) as raised:
        generate.generate(client, exam_assignment(EXAM), tmp_path / "course.md", shown)
    assert raised.value.job_id == "job_1"
    assert shown.closed


@pytest.mark.parametrize(("answer", "cancelled"), [("y", True), ("n", False), ("", False)])
def test_ctrl_c_offers_to_cancel(
    httpserver: HTTPServer,
    client: ApiClient,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    answer: str,
    cancelled: bool,
) -> None:
    httpserver.expect_request("/v1/jobs/job_1/cancel", method="POST").respond_with_json(
        {**JOB, "status": "cancelled"}, 202
    )
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _: answer)
    assert generate._offer_to_cancel(client, "job_1") == 130
    assert ("job_1 is cancelled" in capsys.readouterr().out) is cancelled


def test_a_refused_exam_is_explained(httpserver: HTTPServer, tmp_path: Path) -> None:
    problem = {
        "title": "Invalid input",
        "status": 422,
        "code": "invalid-input",
        "detail": "The request does not fit the contract.",
        "errors": [{"pointer": "/questions/0/correct", "message": "is no option"}],
    }
    httpserver.expect_request("/v1/exams").respond_with_json(problem, 422)
    api = ApiClient(httpserver.url_for("").rstrip("/"))
    with pytest.raises(ApiProblem) as raised:
        generate.generate(api, exam_assignment(EXAM), tmp_path / "c.md", Silent())
    assert str(raised.value).splitlines() == [
        "Invalid input (422, invalid-input)",
        "  The request does not fit the contract.",
        "  /questions/0/correct: is no option",
    ]


def test_an_expired_token_is_renewed_once(httpserver: HTTPServer, client: ApiClient) -> None:
    asked = polls(httpserver, [Response(status=401), job_answer(finished_job())])
    assert generate.watch(client, JOB, Silent())["status"] == "completed"
    assert len(asked) == 2


def test_an_api_that_hands_out_no_tokens_is_explained(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/dev/token").respond_with_json({"message": "Not Found"}, 404)
    with pytest.raises(GenerateError, match="COURSEMILL_TOKEN"):
        generate.sign_in(ApiClient(httpserver.url_for("").rstrip("/")))


def test_no_stack_is_explained() -> None:
    with pytest.raises(GenerateError, match="make up"):
        generate.sign_in(ApiClient("http://127.0.0.1:9"))


@pytest.mark.parametrize(
    ("finished", "address"),
    [
        ({"result": {"course_id": "course_1"}}, "/courses/course_1"),
        ({"status": "failed", "result": None}, "/jobs/job_1"),
    ],
)
def test_the_page_s_address_of_what_was_made_is_told(
    httpserver: HTTPServer,
    client: ApiClient,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    finished: dict[str, Any],
    address: str,
) -> None:
    polls(httpserver, [job_answer({**finished_job(), **finished})])
    httpserver.expect_request("/config.json").respond_with_json({"sign_in": "local"})
    generate.run(client, exam_assignment(EXAM), tmp_path / "course.md")
    assert capsys.readouterr().out.endswith(f"On the page: {client.url}{address}\n")


def test_a_program_has_its_place_on_the_page() -> None:
    assert generate._address({"job_id": "job_1", "result": {"program_id": "p"}}) == "/programs/p"


def test_an_api_without_a_page_has_no_address_of_one(
    httpserver: HTTPServer, client: ApiClient, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    polls(httpserver, [job_answer(finished_job())])
    httpserver.expect_request("/config.json").respond_with_json({"message": "Not Found"}, 404)
    assert generate.run(client, exam_assignment(EXAM), tmp_path / "course.md") == 0
    assert "On the page" not in capsys.readouterr().out


def test_one_signs_in_as_the_page_does(httpserver: HTTPServer) -> None:
    asked: list[Any] = []

    def answer(request: Request) -> Response:
        asked.append(request.json)
        return Response('{"access_token": "t"}', content_type="application/json")

    httpserver.expect_request("/dev/token").respond_with_handler(answer)
    generate.sign_in(ApiClient(httpserver.url_for("").rstrip("/")))
    assert [(person["sub"], person["plan"]) for person in asked] == [(DEFAULT_PERSON.sub, "pro")]


@pytest.mark.parametrize("status", [429, 503])
def test_what_the_gateway_refuses_is_asked_again_though_no_time_is_named(
    httpserver: HTTPServer, client: ApiClient, pauses: list[float], status: int
) -> None:
    refused = Response(json.dumps({"message": "Too Many Requests"}), status, content_type="application/json")
    answers = iter([refused, refused, Response(json.dumps(JOB), 200, content_type="application/json")])
    httpserver.expect_request("/v1/jobs/job_1").respond_with_handler(lambda _: next(answers))
    assert client.job("job_1") == JOB
    assert pauses == [1.0, 2.0]


def test_a_gateway_that_goes_on_refusing_is_told_of(
    httpserver: HTTPServer, client: ApiClient, pauses: list[float]
) -> None:
    refusal = {"message": "Service Unavailable"}
    httpserver.expect_request("/v1/jobs/job_1").respond_with_json(refusal, 503)
    with pytest.raises(ApiProblem, match=r"(?s)\(503\).*Service Unavailable|Service Unavailable.*503"):
        client.job("job_1")
    assert sum(pauses) == 7.0


def test_a_refusal_of_a_function_is_not_asked_again_unseen(
    httpserver: HTTPServer, client: ApiClient, pauses: list[float]
) -> None:
    problem = Response(json.dumps({"code": "too-many-jobs"}), 429, content_type="application/problem+json")
    httpserver.expect_request("/v1/jobs/job_1").respond_with_response(problem)
    with pytest.raises(ApiProblem):
        client.job("job_1")
    assert pauses == []
