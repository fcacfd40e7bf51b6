"""Progress: the dialog over every view, and the address of a job, from the first step to the end."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Response, expect

from tests.e2e.service import Document, OfflineModel, Person
from tests.page.conftest import OpenPage

Look = Callable[[Page, str], None]

COURSE = re.compile(r"/courses/[^/?]+")

# The bar's picture, twenty times a second, for as long as there is one.
SAMPLE = """() => {
  window.samples = []
  window.sampling = setInterval(() => {
    const bar = document.querySelector('[role=dialog] [role=progressbar]')
    if (!bar) return
    const scale = new DOMMatrix(getComputedStyle(bar.firstElementChild).transform).a
    window.samples.push([100 * scale, Number(bar.ariaValueNow)])
  }, 50)
}"""


def small(exam: Document, count: int = 12) -> Document:
    """Questions of three topics."""
    return {**exam, "questions": exam["questions"][:count]}


@pytest.fixture
def short_exam(example_exam: Document) -> Document:
    return small(example_exam)


@pytest.fixture
def unhurried(model: OfflineModel) -> Iterator[Callable[[float], None]]:
    yield model.latency
    model.reset()


def show(page: Page, job_id: str) -> None:
    """As a link in the page does it: without loading the page anew, which takes its time."""
    page.evaluate(
        f"history.pushState(null, '', '?job={job_id}'); dispatchEvent(new PopStateEvent('popstate'))"
    )


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog")


def bar(page: Page) -> Locator:
    return dialog(page).get_by_role("progressbar", name="Done so far")


def step(page: Page, label: str) -> Locator:
    return dialog(page).get_by_role("list", name="Steps").get_by_role("listitem").filter(has_text=label).first


def open_course(page: Page) -> None:
    """As soon as it is done; nobody is led there by the page itself."""
    page.get_by_role("link", name="Open the course", exact=True).click()
    expect(page).to_have_url(COURSE)


class Requests:
    """What a page asks of one job, and how long each answer let it wait."""

    def __init__(self, page: Page, job_id: str) -> None:
        self.asked: list[tuple[float, float, str]] = []
        self._path = f"/v1/jobs/{job_id}"
        page.on("response", self._note)

    def _note(self, response: Response) -> None:
        if self._path in response.url and response.request.method == "GET":
            self.asked.append((time.monotonic(), _retry_after_s(response), response.url))

    def too_early(self, tolerance_s: float = 0.15) -> list[str]:
        """Answers that came before the one before them had allowed the question."""
        return [
            f"{later[0] - earlier[0]:.2f} s after {earlier[2]}: {later[2]}"
            for earlier, later in pairwise(self.asked)
            if later[0] - earlier[0] < earlier[1] - tolerance_s
        ]


def _retry_after_s(response: Response) -> float:
    headers: dict[str, Any] = response.headers
    return float(headers.get("retry-after", 0))


@pytest.mark.alone
def test_a_job_is_watched_from_its_steps_to_its_course(
    open_page: OpenPage, person: Person, short_exam: Document, unhurried: Callable[[float], None], look: Look
) -> None:
    unhurried(5_000)
    page = open_page(person, "/queue")
    page.emulate_media(reduced_motion="no-preference")
    page.evaluate(SAMPLE)
    job_id = person.start_exam_course(short_exam)["job_id"]
    requests = Requests(page, job_id)
    show(page, job_id)

    expect(step(page, "Finding topics").get_by_role("img", name="In progress")).to_be_visible()
    expect(step(page, "Preparing the course").get_by_role("img", name="Done")).to_be_visible()
    expect(step(page, "Saving the course").get_by_role("img", name="Pending")).to_be_visible()
    expect(dialog(page).get_by_text("Live")).to_be_visible()

    items = dialog(page).get_by_role("list", name="Items of: Generating lessons").get_by_role("listitem")
    dialog(page).get_by_role("switch", name="Open it when it is done").click()
    expect(page.get_by_role("link", name="1 active job")).to_be_attached()
    expect(page).to_have_title(re.compile(r"^\d+ % · Queue"))
    expect(items.first).to_contain_text(re.compile(r"Generating: .+ \(1/\d+\)"))
    expect(items.first.get_by_role("progressbar")).to_be_visible()
    expect(dialog(page)).to_contain_text(re.compile(r"About \d+ s left|A few seconds left"))
    expect(dialog(page)).to_contain_text(re.compile(r"\d model calls? · [\d,]+ tokens"))

    text = dialog(page).get_by_role("figure").locator("p")
    expect(text).to_contain_text(re.compile(r"\w+ \w+ \w+"))
    written = text.inner_text()
    assert not re.search(r'[{}\[\]]|"\w+":', written[:200]), f"structure instead of text: {written}"
    page.emulate_media(reduced_motion="reduce")
    look(page, "progress-running")
    page.emulate_media(reduced_motion="no-preference")

    expect(page).to_have_url(COURSE, timeout=30_000)
    expect(dialog(page)).to_have_count(0)
    assert len(requests.asked) > 5
    assert requests.too_early() == []

    samples = page.evaluate("window.samples")
    assert len({round(shown, 1) for shown, _ in samples}) > 25, "it moves between the answers too"
    assert [(a, b) for a, b in pairwise(samples) if b[0] < a[0]] == [], "and never back"
    assert max(shown - true for shown, true in samples) < 2.6, "and not ahead of what is done"

    # What has ended is asked for no more, neither in the course nor at its own address.
    page.goto(f"/jobs/{job_id}")
    expect(page.get_by_role("link", name="Open the course")).to_be_visible()
    asked = len(requests.asked)
    page.wait_for_timeout(2_500)
    assert len(requests.asked) == asked


def test_a_job_is_cancelled_in_the_middle_after_a_question_and_goes_on_later(
    open_page: OpenPage, person: Person, short_exam: Document, unhurried: Callable[[float], None], look: Look
) -> None:
    unhurried(20_000)
    page = open_page(person, "/courses")
    job_id = person.start_exam_course(short_exam)["job_id"]
    show(page, job_id)
    dialog(page).get_by_role("button", name="Cancel generating").click()
    dialog(page).get_by_role("button", name="No, go on").click()
    expect(bar(page)).to_be_visible()
    assert not person.job(job_id)["is_finished"]

    dialog(page).get_by_role("button", name="Cancel generating").click()
    expect(dialog(page).get_by_role("button", name="No, go on")).to_be_focused()
    dialog(page).get_by_role("button", name="Yes, cancel it").click()
    expect(dialog(page).get_by_role("status").filter(has_text="Cancelled")).to_be_visible(timeout=3_000)
    assert person.job(job_id)["status"] == "cancelled"
    expect(step(page, "Finding topics").get_by_role("img", name="Cancelled")).to_be_visible()
    expect(dialog(page).get_by_role("button", name="Cancel generating")).to_have_count(0)
    look(page, "progress-cancelled")

    unhurried(0)
    dialog(page).get_by_role("button", name="Go on generating").click()
    open_course(page)


def test_a_failure_says_where_and_why_and_a_retry_goes_on_from_there(
    open_page: OpenPage, person: Person, model: OfflineModel, short_exam: Document, look: Look
) -> None:
    model.faults({"fault": "refuse", "kind": "lesson", "calls": [2]})
    job_id = person.start_exam_course(short_exam)["job_id"]
    failed = person.await_job(job_id)
    item = next(item for item in failed["items"] if item["item_id"] == failed["error"]["item_id"])
    page = open_page(person, f"/queue?job={job_id}")
    told = dialog(page).get_by_role("status").filter(has_text="Failed at: Generating lessons")
    expect(told).to_contain_text(item["label"])
    expect(told).to_contain_text(failed["error"]["message"])
    look(page, "progress-failed")

    model.reset()
    dialog(page).get_by_role("button", name="Retry").click()
    open_course(page)
    assert person.job(job_id)["attempt"] == 2
    lessons = model.stats()["by_kind"]["lesson"]
    assert lessons <= len(failed["items"]) - sum(i["status"] == "completed" for i in failed["items"])


def test_a_job_that_has_met_its_cost_cap_goes_on_with_a_higher_one(
    open_page: OpenPage, person: Person, short_exam: Document, look: Look
) -> None:
    job_id = person.start_exam_course(short_exam, max_cost_usd=0.001)["job_id"]
    person.await_job(job_id)
    page = open_page(person, f"/jobs/{job_id}")
    cap = page.get_by_label("New cost cap, USD")
    retry = page.get_by_role("button", name="Retry")
    cap.fill("0.0005")
    expect(page.get_by_text("More than $0.001")).to_be_visible()
    expect(retry).to_be_disabled()
    look(page, "progress-cap")
    cap.fill("5")
    retry.click()
    open_course(page)
    assert person.job(job_id)["options"]["max_cost_usd"] == 5


def test_a_job_that_waits_is_looked_at_and_let_go_on(
    open_page: OpenPage, person: Person, short_exam: Document, look: Look
) -> None:
    job_id = person.start_exam_course(short_exam, mode="manual")["job_id"]
    person.await_job(job_id, lambda job: job["status"] == "waiting")
    page = open_page(person, f"/queue?job={job_id}")
    expect(dialog(page).get_by_role("status").filter(has_text="Waiting for you")).to_be_visible()
    expect(dialog(page).get_by_role("link", name="Look at it")).to_have_attribute("href", COURSE)
    look(page, "progress-waiting")
    dialog(page).get_by_role("button", name="Continue").click()
    open_course(page)


def test_a_done_job_leads_to_its_course_and_nobody_is_sent_there_unasked(
    open_page: OpenPage, person: Person, short_exam: Document, look: Look
) -> None:
    job_id = person.start_exam_course(short_exam)["job_id"]
    person.await_job(job_id)
    page = open_page(person, f"/queue?job={job_id}")
    expect(dialog(page).get_by_text("Everything is written.")).to_be_visible()
    expect(bar(page)).to_have_attribute("aria-valuenow", "100")
    look(page, "progress-done")
    page.wait_for_timeout(2_000)
    expect(page).to_have_url(re.compile(r"/queue\?job="))
    dialog(page).get_by_role("link", name="Open the course").click()
    expect(page).to_have_url(COURSE)


def test_the_end_of_a_job_is_told_where_one_reads_something_else_and_then_nothing_is_asked(
    open_page: OpenPage, person: Person, short_exam: Document, unhurried: Callable[[float], None]
) -> None:
    unhurried(4_000)
    person.start_exam_course(short_exam)
    # Nothing here follows a job of its own, as the library does with a course that is being written.
    page = open_page(person, "/new")
    expect(page.get_by_role("link", name="1 active job")).to_be_attached()
    note = page.get_by_role("alert").filter(has_text="Completed: ")
    expect(note.get_by_role("link", name="Open the course")).to_be_visible(timeout=40_000)
    expect(page.get_by_role("link", name="1 active job")).to_have_count(0)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/v1/jobs" in request.url else None)
    page.wait_for_timeout(7_000)  # more than the time between two questions
    assert asked == []
    note.get_by_role("link", name="Open the course").click()
    expect(page).to_have_url(COURSE)


def test_a_job_is_followed_through_a_reload_in_two_tabs_and_after_ten_seconds_without_a_network(
    open_page: OpenPage, person: Person, short_exam: Document, unhurried: Callable[[float], None]
) -> None:
    unhurried(12_000)
    job_id = person.start_exam_course(short_exam)["job_id"]
    page = open_page(person, f"/queue?job={job_id}")
    expect(step(page, "Finding topics")).to_be_visible()

    page.keyboard.press("Escape")
    expect(dialog(page)).to_have_count(0)
    expect(page).to_have_url(re.compile("/queue$"))
    page.goto(f"/queue?job={job_id}")
    page.reload()
    expect(step(page, "Finding topics").get_by_role("img", name="In progress")).to_be_visible()
    second = page.context.new_page()
    second.goto(f"/jobs/{job_id}")
    expect(second.get_by_role("progressbar", name="Done so far")).to_be_visible()

    page.context.set_offline(True)
    expect(dialog(page).get_by_text("Offline", exact=True)).to_be_visible()
    page.wait_for_timeout(10_000)
    expect(step(page, "Finding topics")).to_be_visible()
    page.context.set_offline(False)
    expect(dialog(page).get_by_text("Live", exact=True)).to_be_visible(timeout=3_000)
    expect(dialog(page).get_by_text(re.compile(r"Generating: .+ \(\d+/\d+\)")).first).to_be_visible()
    for tab in (page, second):
        # One of them is in the background, where a browser lets time run slower.
        tab.bring_to_front()
        tab.get_by_role("link", name="Open the course", exact=True).click(timeout=30_000)
        expect(tab).to_have_url(COURSE)


def test_a_service_that_does_not_answer_is_asked_again(
    open_page: OpenPage, person: Person, short_exam: Document, unhurried: Callable[[float], None]
) -> None:
    unhurried(30_000)
    page = open_page(person, "/queue")
    job_id = person.start_exam_course(short_exam)["job_id"]
    show(page, job_id)
    expect(dialog(page).get_by_text("Live")).to_be_visible()
    page.route(f"**/v1/jobs/{job_id}*", lambda route: route.abort())
    page.route(f"**/v1/jobs/{job_id}/**", lambda route: route.abort())
    expect(dialog(page).get_by_text("Reconnecting…")).to_be_visible()
    page.unroute_all(behavior="wait")
    expect(dialog(page).get_by_text("Live")).to_be_visible()
    person.post(f"/v1/jobs/{job_id}/cancel")
    expect(dialog(page).get_by_role("button", name="Go on generating")).to_be_visible()


def test_somebody_elses_job_and_none_at_all_are_not_here(
    open_page: OpenPage, person: Person, service: Any, short_exam: Document
) -> None:
    job_id = service.person().start_exam_course(short_exam)["job_id"]
    page = open_page(person, f"/queue?job={job_id}")
    expect(dialog(page).get_by_text("This is not here")).to_be_visible()
    page.goto("/jobs/job_none")
    expect(page.get_by_text("This is not here")).to_be_visible()
