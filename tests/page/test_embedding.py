"""The embedding in a page that is not ours: another origin, another sign-in, other styles."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from local.configuration import ROOT
from tests.e2e.service import Document, Person, Service
from tests.page.conftest import DESKTOP, PATIENCE_MS, PHONE, SCREENSHOTS, serious

FRONTEND = ROOT / "frontend"
HOST = FRONTEND / "tests" / "progress" / "host"


class HostPage:
    """Serves the host page, and to it the token of whoever is signed in there."""

    def __init__(self, folder: Path) -> None:
        self.token = ""
        self.asked: list[str] = []
        host = self

        class Handler(SimpleHTTPRequestHandler):
            def do_GET(self) -> None:
                if not self.path.startswith("/token"):
                    return super().do_GET()
                host.asked.append(self.path)
                body = host.token.encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
                return None

            def log_message(self, format: str, *args: object) -> None:
                """Nothing: standard error is for tests."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
        self.origin = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, name="host page")
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HostPage]:
    """The library as it is shipped, in a page that another build has made of it."""
    npm(["run", "--silent", "build:embedding"])
    built = tmp_path_factory.mktemp("host")
    npm(["exec", "--", "vite", "build", str(HOST), "--outDir", str(built), "--logLevel", "warn"])
    page = HostPage(built)
    yield page
    page.stop()


def npm(arguments: list[str]) -> None:
    # Whichever npm the person has, as in the Makefile.
    command = ["npm", *arguments]
    done = subprocess.run(command, cwd=FRONTEND, capture_output=True, text=True, check=False)  # noqa: S603 - our scripts
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def foreign(host: HostPage, start_service: Callable[..., Service]) -> Iterator[Service]:
    """A stack that lets the host's origin in, and no other."""
    service = start_service(PARAM_CorsOrigin=host.origin)
    yield service
    service.stop()


@pytest.fixture
def reader(foreign: Service, host: HostPage) -> Person:
    """Somebody who is signed in at the host."""
    foreign.model.reset()
    person = foreign.person()
    host.token = person.authorization.removeprefix("Bearer ")
    host.asked.clear()
    return person


OpenHost = Callable[[str], Page]


@pytest.fixture
def open_host(browser: Browser, host: HostPage, foreign: Service) -> Iterator[OpenHost]:
    complaints: list[str] = []
    context = browser.new_context(base_url=host.origin, viewport=DESKTOP, reduced_motion="reduce")  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE_MS)
    context.on("weberror", lambda error: complaints.append(str(error.error)))

    def open_(job_id: str) -> Page:
        page = context.new_page()
        page.goto(f"/?{urlencode({'api': foreign.record.url, 'job': job_id})}")
        return page

    yield open_
    context.close()
    assert complaints == []


@pytest.fixture
def short_exam(example_exam: Document) -> Document:
    return {**example_exam, "questions": example_exam["questions"][:12]}


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog")


def styles(locator: Locator) -> list[str]:
    found: list[str] = locator.evaluate(
        "e => { const s = getComputedStyle(e); return [s.color, s.backgroundColor, s.fontFamily, s.fontSize,"
        " s.letterSpacing, s.textTransform, s.textAlign, s.borderStyle, s.margin, s.boxSizing] }"
    )
    return found


def test_another_page_watches_a_job_with_the_hook_and_the_modal(
    open_host: OpenHost, host: HostPage, foreign: Service, reader: Person, short_exam: Document
) -> None:
    foreign.model.latency(5_000)
    job_id = reader.start_exam_course(short_exam)["job_id"]
    page = open_host(job_id)
    expect(page.locator("#line")).to_contain_text("running")
    opener = page.locator("#open")
    opener.focus()
    page.keyboard.press("Enter")
    expect(dialog(page)).to_be_visible()
    expect(dialog(page).get_by_text("Live")).to_be_visible()
    expect(dialog(page).get_by_role("list", name="Steps").get_by_text("Finding topics")).to_be_visible()
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for name, size in (("desktop", DESKTOP), ("phone", PHONE)):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            page.wait_for_timeout(150)
            page.screenshot(path=SCREENSHOTS / f"embedding-{name}-{scheme}.png")
            assert [one for one in serious(page) if "coursemill" in one] == []
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]

    page.keyboard.press("Escape")
    expect(dialog(page)).to_have_count(0)
    expect(opener).to_be_focused()
    opener.click()

    expect(page.locator("#told")).to_contain_text("modal complete", timeout=40_000)
    course_id = reader.job(job_id)["artifact"]["course_id"]
    told = page.locator("#told").inner_text().lower().split("\n")
    assert sorted(told) == [f"complete {course_id}", "modal complete"], "each end is told once"
    link = dialog(page).get_by_role("link", name="Open the course")
    expect(link).to_have_attribute("href", f"/my/courses/{course_id}")
    assert host.asked, "the token is the host's"


def test_neither_page_sees_the_styles_of_the_other(
    open_host: OpenHost, foreign: Service, reader: Person, short_exam: Document
) -> None:
    job_id = reader.start_exam_course(short_exam)["job_id"]
    reader.await_job(job_id)
    page = open_host(job_id)
    expect(page.locator("#line")).to_contain_text("completed")
    theirs = [page.locator(selector) for selector in ("html", "body", "h1", "#open", "#line")]
    before = [styles(element) for element in theirs]
    variables = page.evaluate("document.documentElement.outerHTML.split('<body>')[0]")

    page.locator("#open").click()
    close = dialog(page).get_by_role("button", name="Close")
    expect(dialog(page).get_by_text("Everything is written.")).to_be_visible()
    # The host's button has the focus no more, so it may look different for that alone.
    page.locator("#open").evaluate("e => e.blur()")
    assert [styles(element) for element in theirs] == before
    assert page.evaluate("document.documentElement.outerHTML.split('<body>')[0]") == variables

    ours = dialog(page).get_by_role("list", name="Steps")
    colour, _, font, _, spacing, transform, align, border, _, box = styles(ours)
    assert "system-ui" in font
    assert (spacing, transform, border, box) == ("normal", "none", "none", "border-box")
    assert colour != "rgb(128, 0, 0)"
    assert align in ("start", "left")
    assert styles(close)[1] != "rgb(255, 105, 180)"
    assert dialog(page).evaluate("e => e.getRootNode() instanceof ShadowRoot")


def test_the_host_hears_of_a_cancel_and_of_a_failure(
    open_host: OpenHost, foreign: Service, reader: Person, short_exam: Document
) -> None:
    foreign.model.latency(20_000)
    job_id = reader.start_exam_course(short_exam)["job_id"]
    page = open_host(job_id)
    expect(page.locator("#line")).to_contain_text("running")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("#told")).to_have_text(f"cancelled {job_id}")

    foreign.model.reset()
    foreign.model.faults({"fault": "refuse", "kind": "topics"})
    failing = open_host(reader.start_exam_course({**short_exam, "title": "Another"})["job_id"])
    expect(failing.locator("#told")).to_have_text("error model-refused")
    nowhere = open_host("job_none")
    expect(nowhere.locator("#told")).to_have_text("error job-not-found")
