"""The page in a real browser, on a running stack: Debian's Chromium, driven by Playwright."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from local.configuration import ROOT
from tests.e2e.service import Document, Person, Service
from tests.page.readings import exam_course, quick  # noqa: F401  (fixtures)

SCREENSHOTS = ROOT / "build" / "screenshots"
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}

USER_KEY = "coursemill.user"

# A conversation takes its time when nothing else runs here; two busy cores take more.
PATIENCE_MS = 15_000
expect.set_options(timeout=PATIENCE_MS)


# Playwright keeps a loop of asyncio in this thread for as long as it runs, in which no other can.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = subprocess.run(["/bin/sh", "scripts/chromium.sh"], cwd=ROOT, check=True, stdout=subprocess.PIPE)
    with sync_playwright() as playwright:
        # Without a sandbox, since CI runs as root; what is opened here is our own page.
        browser = playwright.chromium.launch(
            executable_path=found.stdout.decode().strip(), args=["--no-sandbox"]
        )
        yield browser
        browser.close()


class OpenPage:
    """`open_page(person, "/queue", viewport=PHONE, dark=True)` gives a tab in which `person` is signed in.

    Each call is a browser of its own; `page.context.new_page()` is a second tab. `complaints` is what pages
    have thrown or written to their consoles: what a test provokes, it takes out.
    """

    def __init__(self, browser: Browser, address: str) -> None:
        self.complaints: list[str] = []
        self._browser = browser
        self._address = address
        self._contexts: list[BrowserContext] = []

    def __call__(
        self, who: Person, path: str = "/", *, viewport: Document = DESKTOP, dark: bool = False, url: str = ""
    ) -> Page:
        context = self._browser.new_context(
            base_url=url or self._address,
            viewport=viewport,  # type: ignore[arg-type]
            color_scheme="dark" if dark else "light",
            locale="en-GB",
            timezone_id="UTC",
            reduced_motion="reduce",
        )
        self._contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        # A blank page has no storage, and is where every tab begins.
        context.add_init_script(
            f"location.protocol === 'http:' && !localStorage.getItem('{USER_KEY}') && "
            f"localStorage.setItem('{USER_KEY}', {json.dumps(json.dumps(who.sub))})"
        )
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("console", lambda message: _listen(message, self.complaints))
        page = context.new_page()
        page.goto(path)
        return page

    def close(self) -> None:
        for context in self._contexts:
            context.close()


@pytest.fixture
def open_page(browser: Browser, service: Service) -> Iterator[OpenPage]:
    """At the end of the test no page may have a complaint left."""
    open_ = OpenPage(browser, service.record.url)
    yield open_
    open_.close()
    assert open_.complaints == []


def _listen(message: ConsoleMessage, complaints: list[str]) -> None:
    # A refused request is logged by the browser itself, and is the business of the test that refuses it.
    if message.type == "error" and not message.text.startswith("Failed to load resource"):
        complaints.append(message.text)


@pytest.fixture
def look(request: pytest.FixtureRequest) -> Callable[[Page, str], None]:
    """`look(page, "queue")`: no serious violation of accessibility, in light and dark, on desktop and phone,
    no scrolling sideways; pictures of all of it are kept under build/screenshots."""

    def check(page: Page, name: str) -> None:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            for viewport, size in (("desktop", DESKTOP), ("phone", PHONE)):
                page.set_viewport_size(size)  # type: ignore[arg-type]
                page.evaluate("scrollTo(0, 0)")  # what sticks to an edge is drawn where one scrolled to
                page.wait_for_timeout(150)  # one turn of layout and of transitions
                page.screenshot(path=SCREENSHOTS / f"{name}-{viewport}-{scheme}.png", full_page=True)
                wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
                assert wider <= 0, f"{name} on {viewport}: {wider} pixels too wide"
                assert serious(page) == [], f"{name} on {viewport}, {scheme}"
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]

    return check


def serious(page: Page) -> list[str]:
    """What axe finds of serious and critical violations."""
    if not page.evaluate("'axe' in window"):
        # By the tools' own way: a script element would meet the page's Content-Security-Policy.
        page.evaluate(Path(AXE).read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{violation['id']}: {node['target']} {node.get('failureSummary', '')[:300]}"
        for violation in found["violations"]
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]
