"""The front before the emulator's gateway."""

from __future__ import annotations

from pathlib import Path

import jwt
import pytest
from pytest_httpserver import HTTPServer
from starlette.testclient import TestClient
from werkzeug import Request, Response

from local.stack import front
from local.stack.issuer import Issuer
from local.stack.page import Page


@pytest.fixture
def client(httpserver: HTTPServer, tmp_path: Path) -> TestClient:
    gateway = httpserver.url_for("/gateway")
    app = front.front(Issuer.kept_in(tmp_path, "http://testserver"), gateway, Page(tmp_path / "dist"))
    return TestClient(app, follow_redirects=False)


def test_a_request_arrives_as_it_was_sent(httpserver: HTTPServer, client: TestClient) -> None:
    seen: list[Request] = []

    def answer(request: Request) -> Response:
        seen.append(request)
        return Response(b"made", 201, {"Location": "/v1/jobs/1", "ETag": '"1"'}, content_type="text/plain")

    httpserver.expect_request("/gateway/v1/jobs").respond_with_handler(answer)
    made = client.post("/v1/jobs?limit=1&a=%2F", content=b'{"x": 1}', headers={"Idempotency-Key": "k"})
    assert (made.status_code, made.content) == (201, b"made")
    assert made.headers["location"] == "/v1/jobs/1"
    assert made.headers["etag"] == '"1"'
    assert made.headers["content-type"] == "text/plain"
    (request,) = seen
    assert request.method == "POST"
    assert request.query_string == b"limit=1&a=%2F"
    assert request.get_data() == b'{"x": 1}'
    assert request.headers["Idempotency-Key"] == "k"


def test_escapes_in_a_path_stay(httpserver: HTTPServer, client: TestClient) -> None:
    seen: list[str] = []

    def answer(request: Request) -> Response:
        seen.append(str(request.environ["REQUEST_URI"]))
        return Response(b"")

    httpserver.expect_request("/gateway/v1/jobs/a/b c").respond_with_handler(answer)
    client.get("/v1/jobs/a%2Fb%20c")
    assert seen == ["/gateway/v1/jobs/a%2Fb%20c"]


def test_an_unchanged_answer_has_neither_body_nor_type(httpserver: HTTPServer, client: TestClient) -> None:
    httpserver.expect_request("/gateway/v1/jobs/1").respond_with_response(
        Response(status=304, headers={"ETag": '"1"'})
    )
    answer = client.get("/v1/jobs/1", headers={"If-None-Match": '"1"'})
    assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", '"1"')
    assert "content-length" not in answer.headers


def test_a_feed_arrives_as_it_is(httpserver: HTTPServer, client: TestClient) -> None:
    feed = "retry: 1000\n\nid: 1\nevent: job_created\ndata: {}\n\n"
    httpserver.expect_request("/gateway/v1/jobs/1/events").respond_with_data(
        feed, content_type="text/event-stream"
    )
    answer = client.get("/v1/jobs/1/events", headers={"Accept": "text/event-stream"})
    assert answer.text == feed
    assert answer.headers["content-type"].startswith("text/event-stream")


@pytest.mark.parametrize(
    ("status", "message", "code"),
    [(401, "Unauthorized", "unauthenticated"), (404, "Not Found", "not-found"), (502, "Boom", "unavailable")],
)
def test_an_error_of_the_gateway_becomes_a_problem_document(
    httpserver: HTTPServer, client: TestClient, status: int, message: str, code: str
) -> None:
    httpserver.expect_request("/gateway/v1/jobs").respond_with_json({"message": message}, status)
    answer = client.get("/v1/jobs")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == code
    assert answer.json()["instance"] == "/v1/jobs"
    # As the deployed gateway says it, so that a client can rely on one member in both places.
    assert answer.json()["message"] == message
    assert answer.headers.get("www-authenticate") == ("Bearer" if status == 401 else None)


@pytest.mark.parametrize("body", [{"message": "x", "more": 1}, {"error": "x"}, ["message"]])
def test_an_error_of_a_function_stays_as_it_is(
    httpserver: HTTPServer, client: TestClient, body: object
) -> None:
    httpserver.expect_request("/gateway/v1/jobs").respond_with_json(body, 404)
    assert client.get("/v1/jobs").json() == body


def test_a_body_over_the_gateway_s_limit_is_refused(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(front, "BODY_LIMIT", 10)
    answer = client.post("/v1/exams", content=b"x" * 11)
    assert (answer.status_code, answer.json()["code"]) == (413, "payload-too-large")


def test_no_emulator_is_a_problem_document_too(tmp_path: Path) -> None:
    app = front.front(Issuer.kept_in(tmp_path, "http://testserver"), "http://127.0.0.1:9", Page(tmp_path))
    answer = TestClient(app).get("/v1/jobs")
    assert (answer.status_code, answer.json()["code"]) == (502, "unavailable")


def test_a_token_for_anybody(client: TestClient) -> None:
    body = {"sub": "ada", "org_id": "o1", "plan": "pro", "roles": []}
    answer = client.post("/dev/token", json=body)
    assert answer.status_code == 200
    assert (answer.json()["token_type"], answer.json()["expires_in"]) == ("Bearer", 3600)
    claims = jwt.decode(answer.json()["access_token"], options={"verify_signature": False})
    assert (claims["sub"], claims["org_id"], claims["plan"]) == ("ada", "o1", "pro")


@pytest.mark.parametrize(
    "body",
    [
        [],
        {},
        {"sub": ""},
        {"sub": 1},
        {"sub": "a", "roles": [1]},
        {"sub": "a", "roles": 1},
        {"sub": "a", "x": 1},
    ],
)
def test_a_token_for_nobody_is_refused(client: TestClient, body: object) -> None:
    answer = client.post("/dev/token", json=body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_issuer_is_found_as_openid_connect_wants_it(client: TestClient) -> None:
    found = client.get("/dev/issuer/.well-known/openid-configuration").json()
    keys = client.get(found["jwks_uri"].removeprefix("http://testserver")).json()
    assert keys["keys"][0]["alg"] == "RS256"


def test_a_line_break_in_an_id_arrives(httpserver: HTTPServer, client: TestClient) -> None:
    httpserver.expect_request("/gateway/v1/exams/a\nb\n").respond_with_data("found")
    assert client.get("/v1/exams/a%0Ab%0A").text == "found"


def test_an_unknown_method_is_an_unknown_address(client: TestClient) -> None:
    answer = client.request("PROPFIND", "/v1/jobs")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
