"""The page as the front serves it: which addresses are its own, and what each answer tells a browser."""

from __future__ import annotations

import gzip
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from starlette.requests import Request
from starlette.testclient import TestClient

from local.stack.front import front
from local.stack.issuer import Issuer
from local.stack.page import FOREVER, HEADERS, Page

INDEX = "<!doctype html><title>Coursemill</title>" + "<!-- long enough to be worth compressing -->" * 40
SCRIPT = "console.log('a')\n" * 100
BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text(INDEX)
    (folder / "icon.svg").write_text("<svg/>")
    (folder / "assets" / "index-1a2b.js").write_text(SCRIPT)
    (folder / "assets" / "style-3c4d.css").write_text("a{}")
    (folder / "assets" / "font-5e6f.woff2").write_bytes(bytes(5000))
    (tmp_path / "secret.txt").write_text("not of the page")
    return folder


@pytest.fixture
def client_for(httpserver: HTTPServer, tmp_path: Path) -> Callable[[Path], TestClient]:
    """A browser of a front whose gateway answers everything with its own words."""
    httpserver.expect_request(re.compile(r"(?s)/gateway.*")).respond_with_data("gateway")

    def client(dist: Path) -> TestClient:
        app = front(Issuer.kept_in(tmp_path, "http://testserver"), httpserver.url_for("/gateway"), Page(dist))
        return TestClient(app, follow_redirects=False)

    return client


@pytest.fixture
def client(client_for: Callable[[Path], TestClient], dist: Path) -> TestClient:
    return client_for(dist)


@pytest.mark.parametrize(
    "path", ["/", "/new", "/courses/course_1", "/jobs/job_1/", "/nothing/of/the/kind", "/v1x", "/%0A"]
)
def test_an_address_of_the_page_gives_the_page(client: TestClient, path: str) -> None:
    answer = client.get(path, headers=BROWSER)
    assert (answer.status_code, answer.text) == (200, INDEX)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    assert client.head(path, headers=BROWSER).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/v1", "/v1/jobs", "/v1/nothing", "/v1%2Fjobs", "/docs", "/docs?asset=docs.js", "/openapi.json"],
)
def test_an_address_of_the_api_gives_the_api_to_a_browser_too(client: TestClient, path: str) -> None:
    answer = client.get(path, headers=BROWSER)
    assert answer.text == "gateway"
    assert not {name.lower() for name in HEADERS} & set(answer.headers), "answers of the API stay as they are"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_only_reading_is_the_page_s(client: TestClient, method: str) -> None:
    assert client.request(method, "/courses/course_1", headers=BROWSER).text == "gateway"


def test_a_program_that_wants_no_page_gets_none_but_at_the_root(client: TestClient) -> None:
    assert client.get("/courses/course_1", headers={"accept": "application/json"}).text == "gateway"
    assert client.get("/", headers={"accept": "*/*"}).text == INDEX


def test_a_missing_file_is_not_the_page(client: TestClient) -> None:
    """Else a browser would take the page for the script that a new build has replaced."""
    for path in ("/assets/index-old.js", "/assets/", "/assets/deeper/index-1a2b.js"):
        assert client.get(path, headers=BROWSER).status_code == 404, path
    assert client.get("/robots.txt", headers=BROWSER).text == "gateway"


@pytest.mark.parametrize(
    ("path", "kind", "cached"),
    [
        ("/assets/index-1a2b.js", "text/javascript; charset=utf-8", FOREVER),
        ("/assets/style-3c4d.css", "text/css; charset=utf-8", FOREVER),
        ("/assets/font-5e6f.woff2", "font/woff2", FOREVER),
        ("/icon.svg", "image/svg+xml", "no-cache"),
        ("/index.html", "text/html; charset=utf-8", "no-cache"),
    ],
)
def test_files_have_their_type_and_their_time(client: TestClient, path: str, kind: str, cached: str) -> None:
    answer = client.get(path, headers={"accept": "*/*"})
    assert (answer.headers["content-type"], answer.headers["cache-control"]) == (kind, cached)


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/assets/../../secret.txt",
        "/assets/..\\..\\secret.txt",
        "/assets/../index.html",
        "/assets//etc/passwd",
        "//etc/passwd",
        "/assets/..",
        "/assets/.",
        "/assets/\0",
        "/assets/" + "a" * 5000,
    ],
)
def test_no_name_leads_out_of_its_folder(dist: Path, path: str) -> None:
    """As the server hands them over, decoded: a client would tidy these addresses up."""
    page = Page(dist)
    headers = [(b"accept", b"text/html")]
    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": headers}
    request = Request(scope)
    if page.answers(request):
        answer = page.answer(request)
        assert answer.body in (INDEX.encode(), b"no such file\n")
        assert (answer.status_code == 404) is path.startswith("/assets/")


@pytest.mark.parametrize(
    "path", ["/", "/courses/course_1", "/assets/index-1a2b.js", "/config.json", "/assets/x"]
)
def test_every_answer_of_the_page_carries_the_security_headers(client: TestClient, path: str) -> None:
    answer = client.get(path, headers=BROWSER)
    for name, value in HEADERS.items():
        assert answer.headers[name] == value, name


def test_the_policy_lets_in_no_script_that_is_not_a_file_of_ours() -> None:
    policy = {
        name: sources.split()
        for name, _, sources in (
            part.strip().partition(" ") for part in HEADERS["Content-Security-Policy"].split(";")
        )
    }
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == ["'self'"]
    assert policy["connect-src"] == ["'self'"]
    assert not any("*" in source or "http" in source for sources in policy.values() for source in sources)


def test_text_is_compressed_for_who_takes_it(client: TestClient) -> None:
    with client.stream("GET", "/assets/index-1a2b.js", headers={"accept-encoding": "br, gzip"}) as answer:
        assert answer.headers["content-encoding"] == "gzip"
        assert gzip.decompress(b"".join(answer.iter_raw())).decode() == SCRIPT
        assert answer.headers["vary"] == "Accept-Encoding"
    for refused in ("identity", "gzip;q=0", ""):
        plain = client.get("/assets/index-1a2b.js", headers={"accept-encoding": refused})
        assert "content-encoding" not in plain.headers
        assert plain.text == SCRIPT


def test_what_is_small_or_compressed_already_is_not_compressed(client: TestClient) -> None:
    for path in ("/assets/style-3c4d.css", "/assets/font-5e6f.woff2"):
        assert "content-encoding" not in client.get(path).headers


def test_an_unchanged_page_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/", headers=BROWSER)
    again = client.get("/", headers={**BROWSER, "if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]


def test_a_new_build_is_served_at_once(client: TestClient, dist: Path) -> None:
    before = client.get("/", headers=BROWSER)
    index = dist / "index.html"
    index.write_text("new")
    os.utime(index, ns=(0, index.stat().st_mtime_ns + 1_000_000))
    after = client.get("/", headers={**BROWSER, "if-none-match": before.headers["etag"]})
    assert (after.status_code, after.text) == (200, "new")


def test_the_page_is_told_how_to_sign_in(client: TestClient) -> None:
    answer = client.get("/config.json")
    assert answer.json() == {"sign_in": "local", "default_user": "local"}
    assert answer.headers["cache-control"] == "no-cache"


def test_without_a_build_it_says_how_to_make_one(
    client_for: Callable[[Path], TestClient], tmp_path: Path
) -> None:
    client = client_for(tmp_path / "none")
    for path in ("/", "/courses/course_1"):
        answer = client.get(path, headers=BROWSER)
        assert answer.status_code == 503
        assert "make page" in answer.text
        assert answer.headers["content-type"].startswith("text/plain")
    assert client.get("/assets/index.js").status_code == 404
    assert client.get("/docs", headers=BROWSER).text == "gateway"
    assert client.get("/config.json").status_code == 200
