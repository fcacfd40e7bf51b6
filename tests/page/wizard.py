"""The wizard's forms as its tests use them: files, keys, and what the page sends."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from playwright.sync_api import FilePayload, Page, Request, Route

from tests.e2e.service import Document

Look = Callable[[Page, str], None]


def file(name: str, content: str) -> FilePayload:
    return {"name": name, "mimeType": "text/plain", "buffer": content.encode()}


def choose_file(page: Page, name: str, content: str) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose a file").click()
    chooser.value.set_files(file(name, content))


def starts(page: Page) -> list[Request]:
    """Every POST /v1/jobs from now on."""
    sent: list[Request] = []
    page.on("request", lambda one: sent.append(one) if is_start(one) else None)
    return sent


def is_start(request: Request) -> bool:
    return request.method == "POST" and request.url.endswith("/v1/jobs")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Page, name: str, most: int = 60) -> None:
    """Tab until what has the focus is called so."""
    for _ in range(most):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            """() => {
                const one = document.activeElement
                const label = one.labels?.[0]?.textContent ?? ''
                return one.getAttribute('aria-label') ?? (label || one.textContent)
            }"""
        )
        if re.match(name, focused.strip()):
            return
    raise AssertionError(f"the keyboard does not reach {name!r}")


def refuse(route: Route, problem: Document, headers: dict[str, str] | None = None) -> None:
    if route.request.method != "POST":
        route.fallback()
        return
    route.fulfill(
        status=int(problem["status"]),
        headers={"Content-Type": "application/problem+json", **(headers or {})},
        body=json.dumps(problem),
    )
