"""The page's first view: how soon it is there in a slow browser, and what it loads for that.

`python -m benchmarks.page` starts a stack, lets it generate the example course, and opens the page as
somebody does who has never been there, with a processor four times slower than this one. Median of the
runs, with the lowest and highest; times in ms from the navigation.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx
from playwright.sync_api import Browser, sync_playwright

from local.configuration import ROOT
from local.stack.launch import launch
from local.stack.person import DEFAULT_PERSON

PORT = 8590
RUNS = 7
SLOWDOWN = 4
GOAL_MS = 1_500
"""Issue of the page: the first view on the local stack with a processor four times slower."""

# Collected in the page: what a browser knows of its own painting.
_OBSERVE = """
window.seen = {lcp: 0, blocking: 0}
new PerformanceObserver(list => { for (const e of list.getEntries()) seen.lcp = e.startTime })
  .observe({type: 'largest-contentful-paint', buffered: true})
new PerformanceObserver(list => {
  for (const e of list.getEntries()) seen.blocking += Math.max(0, e.duration - 50)
}).observe({type: 'longtask', buffered: true})
"""
_COLLECT = """
() => {
  const files = performance.getEntriesByType('resource').filter(e => /[.](js|css)$/.test(e.name))
  return {
    first_paint_ms: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
    largest_paint_ms: seen.lcp,
    blocked_ms: seen.blocking,
    script_kb: files.reduce((sum, e) => sum + e.encodedBodySize, 0) / 1000,
  }
}
"""


@dataclass(frozen=True, slots=True)
class View:
    """One opening of the page.

    first_paint_ms, largest_paint_ms  First and Largest Contentful Paint
    readable_ms   until the heading of the course can be read
    blocked_ms    of long tasks, beyond 50 ms each (Total Blocking Time)
    script_kb     scripts and styles as transferred, compressed, 1 KB = 1,000 bytes
    """

    first_paint_ms: float
    largest_paint_ms: float
    readable_ms: float
    blocked_ms: float
    script_kb: float


def measure(runs: int = RUNS) -> list[View]:
    """Raises LaunchError when the stack does not start."""
    # What the stack still writes when it stops is nobody's loss.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as state:
        settings = {"STATE_DIR": state, "PORT": str(PORT), "LATENCY_MS": "0"}
        with (Path(state) / "output.log").open("wb") as output:
            stack = launch(settings, output=output)
        try:
            title = _course(stack.record.url)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=_chromium(), args=["--no-sandbox"])
                _open(browser, stack.record.url, title)  # the stack's own first answers are not the page's
                views = [_open(browser, stack.record.url, title) for _ in range(runs)]
                browser.close()
                return views
        finally:
            stack.stop()


def report(views: Sequence[View]) -> str:
    """As a Markdown table."""
    rows = [
        ("first contentful paint, ms", [view.first_paint_ms for view in views]),
        ("largest contentful paint, ms", [view.largest_paint_ms for view in views]),
        (f"course readable, ms (goal {GOAL_MS:,})", [view.readable_ms for view in views]),
        ("blocked, ms", [view.blocked_ms for view in views]),
        ("scripts and styles, KB gzip (goal 300)", [view.script_kb for view in views]),
    ]
    lines = [
        f"| first view, {SLOWDOWN}x slower processor | median | min | max |",
        "| --- | --- | --- | --- |",
    ]
    for name, values in rows:
        shown = (statistics.median(values), min(values), max(values))
        lines.append(f"| {name} | " + " | ".join(f"{value:,.0f}" for value in shown) + " |")
    return "\n".join(lines)


def _course(url: str) -> str:
    """Has the course of `make run` made, for the user as whom the page signs in. Gives its title."""
    with httpx.Client(base_url=url, timeout=30, trust_env=False) as http:
        token = (
            http.post("/dev/token", json={"sub": DEFAULT_PERSON.sub})
            .raise_for_status()
            .json()["access_token"]
        )
        http.headers["authorization"] = f"Bearer {token}"
        exam = json.loads((ROOT / "examples" / "exam.json").read_text(encoding="utf-8"))
        started = http.post("/v1/jobs", json={"pipeline": "exam_course", "input": {"exam": exam}})
        job = started.raise_for_status().json()
        while not job["is_finished"]:
            time.sleep(0.2)
            job = http.get(f"/v1/jobs/{job['job_id']}").raise_for_status().json()
        if job["status"] != "completed":
            raise RuntimeError(f"the example course ended {job['status']}: {job['error']}")
        course = http.get(f"/v1/courses/{job['result']['course_id']}").raise_for_status().json()
        return str(course["title"])


def _chromium() -> str:
    found = subprocess.run(["/bin/sh", "scripts/chromium.sh"], cwd=ROOT, check=True, stdout=subprocess.PIPE)
    return found.stdout.decode().strip()


def _open(browser: Browser, url: str, title: str) -> View:
    context = browser.new_context()  # with an empty cache
    try:
        context.add_init_script(_OBSERVE)
        page = context.new_page()
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
        page.goto(url, wait_until="commit")
        page.get_by_role("heading", name=title, level=1).wait_for()
        readable_ms = page.evaluate("performance.now()")
        page.wait_for_load_state("networkidle")
        return View(**page.evaluate(_COLLECT), readable_ms=readable_ms)
    finally:
        context.close()


if __name__ == "__main__":
    sys.stdout.write(report(measure()) + "\n")
