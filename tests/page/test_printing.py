"""Printing: all of a course and all weeks of a program, by the button, by Ctrl+P and by the browser's menu.

A headless browser has no printer, and its `window.print()` does nothing. In its place stands what a browser
does: `beforeprint`, a copy of the page at that very moment, `afterprint`. The PDF is made of the copy. What
has not been drawn when the listeners of `beforeprint` return is not on paper.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.service import Document, OfflineModel, Person, Service
from tests.page.conftest import OpenPage
from tests.page.readings import made_program

COPY_IN_PLACE_OF_PRINTING = """
window.copies = []
window.print = () => {
  window.dispatchEvent(new Event('beforeprint'))
  window.copies.push(document.documentElement.outerHTML)
  window.dispatchEvent(new Event('afterprint'))
  document.documentElement.dataset.wasPrinted = ''
}
"""
SLOW_S = 1.0
"""Delay of the reader of lessons and of the exam, so that printing begins before they are here."""


@dataclass(frozen=True)
class Paper:
    pages: int
    headings: dict[int, int]
    """How many of each level."""

    @classmethod
    def of(cls, pdf: bytes) -> Paper:
        levels = {level: len(re.findall(rb"/S /H%d\b" % level, pdf)) for level in range(1, 7)}
        return cls(len(re.findall(rb"/Type /Page\b", pdf)), levels)


def on_paper(page: Page) -> Paper:
    """What was printed, once."""
    expect(page.locator("html[data-was-printed]")).to_have_count(1, timeout=30_000)
    copies: list[str] = page.evaluate("window.copies")
    assert len(copies) == 1
    static = re.sub(r"<script\b.*?</script>", "", copies[0], flags=re.DOTALL)
    origin = page.evaluate("location.origin")
    browser = page.context.browser
    assert browser is not None
    sheet = browser.new_page()
    sheet.set_content(static.replace("<head>", f'<head><base href="{origin}/">', 1), wait_until="load")
    pdf = sheet.pdf(tagged=True)
    sheet.close()
    return Paper.of(pdf)


def by_button(page: Page) -> None:
    page.get_by_role("button", name="Print").click()


def by_keyboard(page: Page) -> None:
    page.get_by_role("button", name="Print").wait_for()
    page.keyboard.press("Control+p")


def around(course: Document) -> list[str]:
    """What the course has besides its lessons."""
    return [part for part in ("introduction", "summary", "glossary", "final_exam") if course[part]]


def headings_of_summary(course: Document) -> int:
    return len(re.findall(r"^#+ ", course["summary"], re.MULTILINE))


WAYS = [pytest.param(by_button, id="button"), pytest.param(by_keyboard, id="Ctrl+P")]


@pytest.fixture
def tab(open_page: OpenPage) -> Callable[[Person], Page]:
    """A tab whose printing is watched and which has loaded nothing of the reader yet."""

    def opened(person: Person) -> Page:
        page = open_page(person, "/queue")
        page.add_init_script(COPY_IN_PLACE_OF_PRINTING)
        return page

    return opened


def slowly(route: Route) -> None:
    time.sleep(SLOW_S)
    route.continue_()


@pytest.mark.parametrize("press", WAYS)
def test_the_whole_course_is_printed_right_after_loading(
    tab: Callable[[Person], Page], person: Person, exam_course: Document, press: Callable[[Page], None]
) -> None:
    page = tab(person)
    page.route("**/assets/LessonBody*.js", slowly)
    page.route("**/v1/exams/*", slowly)
    page.goto(f"/courses/{exam_course['course_id']}")
    press(page)
    paper = on_paper(page)
    topics = exam_course["topics"]
    lessons = [lesson for topic in topics for lesson in topic["lessons"]]
    assert paper.headings[1] == 1
    parts = around(exam_course)
    assert parts
    assert paper.headings[2] == len(topics) + len(["Coverage", "Sources"]) + len(parts)
    assert paper.headings[3] == len(lessons) + headings_of_summary(exam_course)
    assert paper.headings[4] >= 3 * len(lessons), "objectives, key points, worked questions, quiz"
    assert paper.pages > 2 * len(topics), "a topic begins on a page of its own, and is longer than one"
    copy = page.evaluate("window.copies[0]")
    assert "mantine-Skeleton-root" not in copy
    for lesson in lessons:
        assert lesson["quiz"][-1]["explanation"].split("`")[0][:40] in copy
    expect(page.locator("[data-printed-lesson]")).to_have_count(0)


@pytest.mark.parametrize("press", WAYS)
def test_all_weeks_of_a_program_are_printed_right_after_loading(
    tab: Callable[[Person], Page], service: Service, quick: OfflineModel, press: Callable[[Page], None]
) -> None:
    trainee = service.person(plan="pro")
    program = made_program(trainee, weeks=6, days_per_week=3, goal="strength")
    page = tab(trainee)
    page.goto(f"/programs/{program['program_id']}")
    press(page)
    paper = on_paper(page)
    sessions = sum(len(week["sessions"]) for week in program["weeks"])
    copy = page.evaluate("window.copies[0]")
    assert len(re.findall(r"data-week=", copy)) == 6
    assert paper.headings[3] >= 6
    assert paper.headings[4] >= sessions
    assert paper.pages >= 4
    expect(page.locator("[data-week]")).to_have_count(1)


def test_the_menu_of_the_browser_prints_the_whole_course(
    tab: Callable[[Person], Page], person: Person, exam_course: Document
) -> None:
    page = tab(person)
    with page.expect_response("**/assets/LessonBody*.js") as reader:
        page.goto(f"/courses/{exam_course['course_id']}")
    page.evaluate("url => import(url).then(() => undefined)", reader.value.url)  # until it has been run
    page.wait_for_load_state("networkidle")
    headings = Paper.of(page.pdf(tagged=True)).headings
    assert headings[3] == len(exam_course["topics"]) + headings_of_summary(exam_course)


def test_what_paper_needs_and_does_not_come_is_told(
    open_page: OpenPage, tab: Callable[[Person], Page], person: Person, exam_course: Document
) -> None:
    page = tab(person)
    page.route("**/assets/LessonBody*.js", lambda route: route.abort())
    page.goto(f"/courses/{exam_course['course_id']}")
    by_button(page)
    expect(page.get_by_text("It was not printed")).to_be_visible()
    assert page.evaluate("window.copies.length") == 0
    open_page.complaints.clear()
