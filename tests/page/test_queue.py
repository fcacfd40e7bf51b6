"""The queue: what one sees of one's jobs, what one can do with them, and what that costs in requests."""

from __future__ import annotations

import itertools
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Response, Route, expect

from tests.e2e.exams import topics
from tests.e2e.service import Document, OfflineModel, Person
from tests.page.conftest import PATIENCE_MS, PHONE, OpenPage, serious

NEVER_MS = 120_000
"""Latency of a model that answers after the test: jobs stay active until somebody cancels them."""

BEES: Document = {"title": "Beekeeping", "projects": [{"title": "A hive"}, {"title": "A jar of honey"}]}


@dataclass(frozen=True)
class Poll:
    """Times in ms since 1970."""

    begun: float
    answered: float
    status: int
    retry_after_ms: int | None


class Requests:
    """All that a page asks of the API, with what it was answered."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._answers: list[Response] = []
        # Not `requestfinished`: Chromium takes a 304, whose body nobody can read, to have been broken off.
        page.on("response", lambda response: self._answers.append(response))

    def of(self, path: str) -> list[Poll]:
        """Reads of exactly that path and query."""
        return [_poll(one) for one in self._answers if one.request.method == "GET" and _path(one) == path]

    def at_least(self, count: int, path: str) -> list[Poll]:
        deadline = time.monotonic() + PATIENCE_MS / 1000
        while len(found := self.of(path)) < count:
            assert time.monotonic() < deadline, f"{path} was asked for {len(found)} times"
            self._page.wait_for_timeout(100)
        return found

    def count(self) -> int:
        return sum("/v1/" in one.url for one in self._answers)

    def asked_during(self, ms: int) -> int:
        before = self.count()
        self._page.wait_for_timeout(ms)
        return self.count() - before


def _path(response: Response) -> str:
    return re.sub(r"^https?://[^/]+", "", response.url)


def _poll(response: Response) -> Poll:
    timing = response.request.timing
    wait = response.header_value("retry-after")
    return Poll(
        begun=timing["startTime"],
        answered=timing["startTime"] + timing["responseStart"],
        status=response.status,
        retry_after_ms=None if wait is None else int(wait) * 1000,
    )


def row(page: Page, title: str) -> Locator:
    return page.get_by_role("row").filter(has=page.get_by_role("link", name=title, exact=True))


def outline(person: Person, topic: str) -> str:
    return str(person.start("course_outline", {"topic": topic})["job_id"])


def exam_course(person: Person, title: str, count: int = 1, **options: Any) -> str:
    return str(person.start_exam_course({**topics(count), "title": title}, **options)["job_id"])


def hide(page: Page, *, hidden: bool) -> None:
    """As a browser does with a tab that is not in front; a headless one has none behind another."""
    page.evaluate(
        """state => {
            Object.defineProperty(document, 'visibilityState', {value: state, configurable: true})
            Object.defineProperty(document, 'hidden', {value: state === 'hidden', configurable: true})
            document.dispatchEvent(new Event('visibilitychange', {bubbles: true}))
        }""",
        "hidden" if hidden else "visible",
    )


@pytest.fixture
def idle(person: Person) -> Iterator[Person]:
    """Somebody whose jobs are all cancelled at the end, so that no worker keeps one."""
    yield person
    for job in person.get("/v1/jobs", params={"status": "active"}).json()["jobs"]:
        person.post(f"/v1/jobs/{job['job_id']}/cancel")


def test_one_of_three_jobs_is_cancelled_after_being_asked_twice(
    open_page: OpenPage, idle: Person, model: OfflineModel
) -> None:
    model.latency(NEVER_MS)
    started = {topic: outline(idle, topic) for topic in ("Beekeeping", "Sailing", "Chess")}
    for job_id in started.values():
        idle.await_job(job_id, lambda job: job["status"] == "running")
    page = open_page(idle, "/queue")
    for topic in started:
        expect(row(page, topic)).to_contain_text("In progress")
    titles = page.locator("tbody").get_by_role("link")
    assert titles.all_inner_texts() == ["Chess", "Sailing", "Beekeeping"], "newest first"
    cancel = page.get_by_role("button", name="Cancel: Sailing")
    cancel.click()
    dialog = page.get_by_role("dialog", name="Cancel this job?")
    dialog.get_by_role("button", name="Let it go on").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("link", name="Sailing", exact=True)).to_be_focused()
    assert idle.job(started["Sailing"])["status"] == "running"
    cancel.click()
    assert serious(page) == []
    dialog.get_by_role("button", name="Cancel the job").click()
    expect(row(page, "Sailing")).to_contain_text("Cancelled")
    expect(page.get_by_role("alert")).to_contain_text("Cancelled: Sailing")
    expect(page.get_by_role("button", name="Retry: Sailing")).to_be_visible()
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("link", name="Sailing", exact=True)).to_be_focused()
    assert [idle.job(job_id)["status"] for job_id in started.values()] == ["running", "cancelled", "running"]

    page.get_by_role("searchbox", name="Search in titles").fill("bee")
    expect(page).to_have_url(re.compile(r"\?q=bee$"))
    expect(page.get_by_text("1 job here · 1 in progress")).to_be_visible()
    expect(row(page, "Chess")).to_have_count(0)
    page.get_by_role("searchbox", name="Search in titles").fill("")
    expect(row(page, "Chess")).to_be_visible()
    page.get_by_role("button", name="Choose all").click()
    together = page.get_by_role("group", name="What is done with the chosen jobs")
    expect(together).to_contain_text("3 chosen")
    together.get_by_role("button", name="Cancel 2").click()
    together.get_by_role("button", name="Yes, cancel them").click()
    expect(page.get_by_text("3 jobs here · 3 cancelled")).to_be_visible()
    assert {idle.job(job_id)["status"] for job_id in started.values()} == {"cancelled"}


@pytest.mark.alone
def test_the_queue_asks_as_often_as_the_server_says_and_no_more_when_all_has_ended(
    open_page: OpenPage, idle: Person, model: OfflineModel
) -> None:
    model.latency(NEVER_MS)
    job_id = outline(idle, "Beekeeping")
    page = open_page(idle, "/queue")
    asked = Requests(page)
    expect(row(page, "Beekeeping")).to_contain_text("In progress")
    polls = asked.at_least(4, "/v1/jobs")
    waits = [after.begun - before.answered for before, after in itertools.pairwise(polls)]
    for poll, wait in zip(polls, waits, strict=False):
        assert poll.retry_after_ms is not None
        assert poll.retry_after_ms - 50 <= wait < poll.retry_after_ms + 2_000
    assert polls[-1].status == 304
    hide(page, hidden=True)
    page.wait_for_timeout(500)  # what was under way
    assert asked.asked_during(2_500) == 0, "nobody sees it"
    hide(page, hidden=False)
    assert asked.asked_during(1_500) >= 1
    idle.post(f"/v1/jobs/{job_id}/cancel")
    expect(row(page, "Beekeeping")).to_contain_text("Cancelled")
    page.wait_for_timeout(500)
    assert asked.of("/v1/jobs")[-1].retry_after_ms is None
    assert asked.asked_during(3_000) == 0, "nothing moves any more"


def test_a_failed_job_is_retried_and_its_log_read_by_level(
    open_page: OpenPage, idle: Person, model: OfflineModel
) -> None:
    model.faults({"fault": "refuse", "kind": "lesson", "times": 1})
    job_id = exam_course(idle, "Weather")
    idle.await_job(job_id)
    page = open_page(idle, "/queue")
    asked = Requests(page)
    failed = row(page, "Weather")
    expect(failed).to_contain_text("The model declined to write this")
    expect(failed).to_contain_text("0/1 topic")
    page.get_by_role("button", name="Log of Weather").click()
    log = page.get_by_role("region", name="Log of Weather")
    expect(log).to_contain_text("Generating lessons failed for Topic 1")
    expect(log).to_contain_text("Reading the questions")
    levels = page.get_by_role("group", name="Levels of the log")
    levels.get_by_text(re.compile("^Info")).click()
    expect(log).not_to_contain_text("Reading the questions")
    expect(log).to_contain_text("Generating lessons failed for Topic 1")
    levels.get_by_text(re.compile("^Errors")).click()
    expect(log).to_contain_text("No entries of these levels.")
    assert asked.asked_during(1_500) == 0, "neither list nor log of what has ended"
    page.get_by_role("button", name="Retry: Weather").click()
    expect(failed).to_contain_text("Completed")
    expect(failed).to_contain_text("1/1 topic")
    expect(failed).to_contain_text("Attempt 2")
    expect(levels.get_by_role("checkbox", name=re.compile("^Success"))).to_be_checked()
    expect(log).to_contain_text("Course ready")
    page.get_by_role("button", name="Log of Weather").click()
    expect(log).to_be_hidden()
    page.get_by_role("link", name="Open the course: Weather").click()
    expect(page).to_have_url(re.compile(r"/courses/[^/?]+$"))


def test_filters_stand_in_the_address_and_jobs_come_into_them_when_they_end(
    open_page: OpenPage, idle: Person, model: OfflineModel
) -> None:
    model.latency(NEVER_MS)
    idle.post(f"/v1/jobs/{outline(idle, 'Sailing')}/cancel")
    active = outline(idle, "Beekeeping")
    page = open_page(idle, "/queue")
    filters = page.get_by_role("navigation", name="Show")
    titles = page.locator("tbody").get_by_role("link")
    expect(titles).to_have_text(["Beekeeping", "Sailing"])
    filters.get_by_role("link", name="Active").click()
    expect(titles).to_have_text(["Beekeeping"])
    expect(page).to_have_url(re.compile(r"/queue\?status=active$"))
    filters.get_by_role("link", name="Cancelled").click()
    expect(titles).to_have_text(["Sailing"])
    page.reload()
    expect(titles).to_have_text(["Sailing"])
    current = filters.locator("[aria-current=page]")
    expect(current).to_have_text("Cancelled")
    idle.post(f"/v1/jobs/{active}/cancel")
    expect(titles).to_have_text(["Beekeeping", "Sailing"])
    filters.get_by_role("link", name="Failed").click()
    expect(page.get_by_role("heading", name="Nothing has failed")).to_be_visible()
    page.go_back()
    expect(current).to_have_text("Cancelled")
    page.get_by_role("link", name="Sailing", exact=True).click()
    expect(page).to_have_url(re.compile(r"\?status=cancelled&job=job_"))
    expect(page.get_by_role("dialog")).to_be_visible()


def test_older_jobs_stand_on_pages_of_their_own(
    open_page: OpenPage, idle: Person, model: OfflineModel
) -> None:
    model.latency(NEVER_MS)
    for topic in ("Beekeeping", "Sailing", "Chess"):
        idle.post(f"/v1/jobs/{outline(idle, topic)}/cancel")
    page = open_page(idle, "/courses")
    page.context.route("**/v1/jobs*", _two_a_page)
    page.get_by_role("link", name="Queue").click()
    titles = page.locator("tbody").get_by_role("link")
    expect(titles).to_have_text(["Chess", "Sailing"])
    pages = page.get_by_role("navigation", name="Pages")
    pages.get_by_role("link", name="Older").click()
    expect(titles).to_have_text(["Beekeeping"])
    expect(page.get_by_role("heading", name="Queue")).to_be_focused()
    expect(pages.get_by_role("button", name="Older")).to_be_disabled()
    page.reload()
    expect(titles).to_have_text(["Beekeeping"])
    pages.get_by_role("link", name="Newer").click()
    expect(titles).to_have_text(["Chess", "Sailing"])


def _two_a_page(route: Route) -> None:
    url = route.request.url
    route.continue_(url=f"{url}{'&' if '?' in url else '?'}limit=2")


def test_two_owners_do_not_see_each_other(
    open_page: OpenPage, idle: Person, service: Any, model: OfflineModel
) -> None:
    model.latency(NEVER_MS)
    outline(idle, "Beekeeping")
    page = open_page(idle, "/queue")
    expect(row(page, "Beekeeping")).to_be_visible()
    other = service.person()
    theirs = open_page(other, "/queue")
    expect(theirs.get_by_role("heading", name="Nothing has been generated yet")).to_be_visible()
    # In one browser, too, nothing of the one before is left.
    page.get_by_role("button", name=f"Account: {idle.sub}").click()
    page.get_by_role("menuitem", name="Sign out").click()
    page.get_by_label("Somebody else").fill(other.sub)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Nothing has been generated yet")).to_be_visible()
    expect(row(page, "Beekeeping")).to_have_count(0)


def test_a_service_that_does_not_answer_is_waited_for(
    open_page: OpenPage, idle: Person, model: OfflineModel
) -> None:
    model.latency(NEVER_MS)
    job_id = outline(idle, "Beekeeping")
    page = open_page(idle, "/queue")
    expect(row(page, "Beekeeping")).to_contain_text("In progress")
    page.context.route("**/v1/**", lambda route: route.abort())
    expect(page.get_by_text("These jobs may have moved on")).to_be_visible()
    expect(row(page, "Beekeeping")).to_contain_text("In progress")
    idle.post(f"/v1/jobs/{job_id}/cancel")
    page.context.unroute_all()
    expect(row(page, "Beekeeping")).to_contain_text("Cancelled")
    expect(page.get_by_text("These jobs may have moved on")).to_be_hidden()


def test_the_queue_by_eye_and_by_axe(
    open_page: OpenPage, idle: Person, model: OfflineModel, look: Callable[[Page, str], None]
) -> None:
    page = open_page(idle, "/queue")
    expect(page.get_by_role("heading", name="Nothing has been generated yet")).to_be_visible()
    look(page, "queue-empty")
    for job_id in (exam_course(idle, "Cloud practice exam", 3), outline(idle, "A garden on a balcony")):
        idle.await_job(job_id)
    model.faults({"fault": "refuse", "kind": "lesson", "times": 1})
    failed = "First aid at work: what everybody should know before somebody has to"
    idle.await_job(exam_course(idle, failed, 2))
    model.faults()
    waiting = exam_course(idle, "Food hygiene", 4, mode="manual")
    idle.await_job(waiting, lambda job: job["status"] == "waiting")
    model.latency(NEVER_MS)
    idle.post(f"/v1/jobs/{outline(idle, 'Sailing')}/cancel")
    running = str(idle.start("project_course", {"outline": BEES})["job_id"])
    idle.await_job(running, lambda job: job["current_item"] is not None)
    page.reload()
    expect(row(page, "Food hygiene")).to_contain_text("Waiting for you")
    expect(row(page, "Beekeeping")).to_contain_text("0/2 projects")
    page.get_by_role("button", name=re.compile("^Log of First aid")).click()
    expect(page.get_by_role("region", name=re.compile("^Log of First aid"))).to_contain_text("Failed:")
    look(page, "queue")
    # What a phone shows can be done there as well.
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    cards = page.get_by_role("list", name="Jobs, newest first").get_by_role("listitem")
    expect(page.get_by_role("table")).to_have_count(0)
    page.get_by_role("button", name="Continue: Food hygiene").click()
    expect(cards.filter(has_text="Food hygiene").first).to_contain_text("In progress")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Log of Food hygiene")).to_be_focused()
