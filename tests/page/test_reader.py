"""Reading what was made: while it is written, afterwards, on paper and as a file; and nothing in it runs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Dialog, Download, Locator, Page, Request, Route, expect

from local.configuration import ROOT
from local.course_markdown import course_markdown
from local.program_markdown import program_markdown
from local.project_markdown import project_markdown
from tests.e2e.service import Document, OfflineModel, Person, Service
from tests.page.conftest import PHONE, SCREENSHOTS, OpenPage
from tests.unit import hostile

Look = Callable[[Page, str], None]

WAITING_S = 9
"""Of the lesson that keeps a course from being finished while it is read. Over ten seconds the job would be
handed over."""


@pytest.fixture
def quick(model: OfflineModel) -> OfflineModel:
    model.latency(0)
    return model


@pytest.fixture
def exam_course(person: Person, quick: OfflineModel, example_exam: Document) -> Document:
    """A finished course by the example exam."""
    return finished_course(person, person.start_exam_course(example_exam))


def finished_course(person: Person, job: Document) -> Document:
    done = person.await_job(job["job_id"])
    assert done["status"] == "completed", done["error"]
    return person.course(done["result"]["course_id"])


def saved(page: Page) -> str:
    """What the browser saves as a file."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download as Markdown").click()
    download: Download = waiting.value
    assert download.suggested_filename.endswith(".md")
    return Path(download.path()).read_text(encoding="utf-8")


def strip(page: Page) -> Locator:
    return page.get_by_role("region", name="Progress")


# ---- An exam's course --------------------------------------------------------------------------------


def test_the_newest_course_is_what_one_sees_first_and_it_is_read_while_it_is_written(
    open_page: OpenPage, person: Person, quick: OfflineModel, example_exam: Document, look: Look
) -> None:
    quick.faults(
        {"fault": "rate_limit", "retry_after_s": WAITING_S, "kind": "lesson", "calls": [1], "times": 1}
    )
    job = person.start_exam_course(example_exam)
    person.await_job(job["job_id"], lambda job: any(item["status"] == "completed" for item in job["items"]))
    page = open_page(person)
    expect(page).to_have_url(re.compile("/courses/course_"))
    expect(page.get_by_role("heading", level=1)).to_have_text(example_exam["title"])
    expect(strip(page)).to_contain_text("of 6 topics can be read")
    expect(page.locator("[data-pending]")).not_to_have_count(0)
    page.screenshot(path=SCREENSHOTS / "course-generating-desktop-light.png")
    # What is there can be read, and stays where it is when the rest arrives.
    page.locator("[data-chapter] a").first.click()
    expect(page.locator("[data-lesson]")).to_be_visible()
    lesson = page.url
    page.get_by_role("button", name="Show progress").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(strip(page)).to_have_count(0, timeout=60_000)
    assert page.url == lesson
    contents = page.get_by_role("navigation", name="Contents")
    expect(contents.locator("a[href*='/topic-']").locator("visible=true")).to_have_count(6)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(2_500)
    assert asked == [], "a finished page asks for nothing"


def test_questions_are_answered_first_and_then_explained(
    open_page: OpenPage, person: Person, exam_course: Document, example_exam: Document, look: Look
) -> None:
    page = open_page(person, f"/courses/{exam_course['course_id']}")
    page.get_by_role("link", name="Begin to read").click()
    lesson = exam_course["topics"][0]["lessons"][0]
    expect(page.get_by_role("heading", level=1)).to_have_text(lesson["title"])
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    worked = lesson["worked_questions"][0]
    asked = next(one for one in example_exam["questions"] if one["question_id"] == worked["question_id"])
    card = page.locator(f"[data-worked='{asked['question_id']}']")
    expect(card).to_contain_text(asked["text"])
    expect(card).not_to_contain_text(worked["why_right"])
    expect(card.get_by_role("button", name="Check")).to_be_disabled()
    wrong = worked["why_wrong"][0]
    places = [option["option_id"] for option in asked["options"]]
    card.locator("input").nth(places.index(wrong["option_id"])).check()
    card.get_by_role("button", name="Check").click()
    expect(card.get_by_role("status")).to_contain_text("Not right.")
    for text in (worked["why_right"], *(one["reason"] for one in worked["why_wrong"])):
        expect(card).to_contain_text(text)
    card.get_by_role("button", name="Try again").click()
    for right in asked["correct"]:
        card.locator("input").nth(places.index(right)).check()
    card.get_by_role("button", name="Check").click()
    expect(card.get_by_role("status")).to_have_text("Right.")
    answer_quiz_by_keyboard(page, lesson["quiz"])
    look(page, "lesson-answered")


def answer_quiz_by_keyboard(page: Page, quiz: list[Document]) -> None:
    form = page.locator("[data-quiz]")
    check = form.get_by_role("button", name="Check the answers")
    check.focus()
    page.keyboard.press("Enter")
    # Nothing is given away for nothing: the first open question has the focus.
    expect(form.get_by_role("status")).to_contain_text(f"{len(quiz)} questions still open")
    expect(form.locator("input").first).to_be_focused()
    for place, question in enumerate(quiz):
        inputs = form.locator("fieldset").nth(place).locator("input")
        ids = [option["option_id"] for option in question["options"]]
        # The first question is answered wrongly.
        right = [one for one in ids if (one in question["correct"]) == (place > 0)]
        for option_id in right[: 1 if place == 0 else None]:
            inputs.nth(ids.index(option_id)).focus()
            page.keyboard.press("Space")
    check.focus()
    page.keyboard.press("Enter")
    expect(form.get_by_text(f"{len(quiz) - 1} of {len(quiz)} right")).to_be_focused()
    for question in quiz:
        expect(form).to_contain_text(question["explanation"])


def test_a_course_is_published_saved_and_printed(
    open_page: OpenPage, person: Person, exam_course: Document, example_exam: Document, look: Look
) -> None:
    course_id = exam_course["course_id"]
    page = open_page(person, f"/courses/{course_id}")
    expect(page.get_by_text("All 30 questions of the exam are worked through.")).to_be_visible()
    expect(page.get_by_text("RFC 9110, section 9.2.1", exact=True)).to_be_visible()
    expect(page.get_by_text("Made offline", exact=True)).to_be_visible()
    assert saved(page) == course_markdown(exam_course, example_exam)
    look(page, "course")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Published", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Publish")).to_have_count(0)
    assert person.course(course_id)["status"] == "published"
    page.get_by_role("button", name="Switch between light and dark").click()
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    page.emulate_media(media="print")
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "light")
    expect(page.locator("[data-printed-lesson]")).to_have_count(6)
    expect(page.get_by_role("navigation")).to_have_count(0)
    expect(page.get_by_role("button").locator("visible=true")).to_have_count(0)
    for lesson in (topic["lessons"][0] for topic in exam_course["topics"]):
        printed = page.locator(f"[data-printed-lesson='{lesson['lesson_id']}']")
        expect(printed).to_contain_text(lesson["worked_questions"][-1]["why_right"])
        expect(printed).to_contain_text(lesson["quiz"][-1]["explanation"])
    page.screenshot(path=SCREENSHOTS / "course-print.png")
    page.emulate_media(media="screen")
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    expect(page.locator("[data-printed-lesson]")).to_have_count(0)


def test_an_address_of_a_lesson_leads_to_it_and_one_reads_on_from_there(
    open_page: OpenPage, person: Person, exam_course: Document
) -> None:
    first, second = (topic["lessons"][0] for topic in exam_course["topics"][:2])
    path = f"/courses/{exam_course['course_id']}"
    page = open_page(person, f"{path}/{first['lesson_id']}", viewport=PHONE)
    title = page.get_by_role("heading", level=1)
    expect(title).to_have_text(first["title"])
    page.get_by_role("link", name=re.compile("^Next")).click()
    expect(title).to_have_text(second["title"])
    assert page.evaluate("window.scrollY") == 0
    page.go_back()
    expect(title).to_have_text(first["title"])
    page.get_by_role("button", name="Contents").click()
    page.locator("nav:visible").get_by_role("link", name="Overview").click()
    expect(title).to_have_text(exam_course["title"])
    page.get_by_role("link", name="Go on reading").click()
    expect(title).to_have_text(first["title"])
    page.goto(f"{path}/no-such-lesson")
    expect(page.get_by_role("heading", name="This lesson is not here")).to_be_visible()


def test_without_its_exam_a_course_shows_what_it_has(
    open_page: OpenPage, person: Person, exam_course: Document
) -> None:
    page = open_page(person, "/queue")
    page.route("**/v1/exams/*", lambda route: problem(route, 404, "exam-not-found"))
    lesson = exam_course["topics"][0]["lessons"][0]
    page.goto(f"/courses/{exam_course['course_id']}/{lesson['lesson_id']}")
    card = page.locator("[data-worked]").first
    expect(card).to_contain_text("The exam is no longer here")
    expect(card).to_contain_text(lesson["worked_questions"][0]["why_right"])
    page.route("**/publish", lambda route: problem(route, 409, "course-unfinished"))
    page.goto(f"/courses/{exam_course['course_id']}")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("alert")).to_contain_text("still being written")


def problem(route: Route, status: int, code: str) -> None:
    body = json.dumps({"type": f"/problems/{code}", "title": code, "status": status, "code": code})
    route.fulfill(status=status, content_type="application/problem+json", body=body)


def test_a_part_of_the_page_that_does_not_come_can_be_asked_for_again(
    open_page: OpenPage, person: Person, exam_course: Document
) -> None:
    page = open_page(person, "/queue")
    page.route("**/assets/LessonBody*", lambda route: route.abort())
    lesson = exam_course["topics"][0]["lessons"][0]
    page.goto(f"/courses/{exam_course['course_id']}/{lesson['lesson_id']}")
    expect(page.get_by_role("alert")).to_contain_text("The service cannot be reached")
    expect(page.get_by_role("heading", level=1)).to_have_text(lesson["title"])
    page.unroute("**/assets/LessonBody*")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("heading", name="Worked questions")).to_be_visible()
    # React tells what a boundary has caught.
    open_page.complaints.clear()  # type: ignore[attr-defined]


# ---- A course by projects ----------------------------------------------------------------------------


def test_a_topic_becomes_a_published_course_of_projects(
    open_page: OpenPage, person: Person, quick: OfflineModel, look: Look
) -> None:
    outlines = person.await_job(person.start("course_outline", {"topic": "Bread baking"})["job_id"])
    outline = {"outline_id": outlines["result"]["outline_id"], "choice": 0}
    course = finished_course(person, person.start("project_course", outline, auto_publish=True))
    page = open_page(person)
    expect(page.get_by_role("heading", level=1)).to_have_text(course["title"])
    expect(page.get_by_text("Published", exact=True)).to_be_visible()
    assert saved(page) == project_markdown(course)
    page.get_by_role("link", name="Begin to read").click()
    lesson = course["projects"][0]["lessons"][0]
    task = lesson["tasks"][0]
    card = page.locator("[data-task]").first
    expect(card).to_contain_text(task["expected_result"])
    expect(card).to_contain_text(f"{task['minutes']} min")
    expect(card.get_by_role("img", name=f"Difficulty {task['difficulty']} of 5")).to_be_visible()
    for number, hint in enumerate(task["hints"], 1):
        expect(card.get_by_text(hint)).to_have_count(0)
        card.get_by_role("button", name=f"Show hint {number} of {len(task['hints'])}").click()
        expect(card.get_by_text(hint)).to_be_visible()
    look(page, "project-lesson")


# ---- A training program ------------------------------------------------------------------------------


PROFILE: Document = json.loads((ROOT / "examples" / "profile.json").read_text(encoding="utf-8"))


@pytest.fixture
def trainee(service: Service) -> Person:
    """Whose programs may have more than four weeks."""
    return service.person(plan="pro")


def made_program(person: Person, **request: Any) -> Document:
    request.setdefault("profile", PROFILE)
    job = person.await_job(person.start("training_program", request)["job_id"])
    program: Document = person.get(f"/v1/programs/{job['result']['program_id']}").json()
    return program


def test_a_program_shows_its_weeks_its_volume_and_what_it_was_made_from(
    open_page: OpenPage, trainee: Person, quick: OfflineModel, look: Look
) -> None:
    program = made_program(trainee, weeks=6, days_per_week=3, goal="strength")
    page = open_page(trainee, f"/programs/{program['program_id']}")
    expect(page.get_by_role("heading", level=1)).to_have_text(program["title"])
    expect(page.locator("[data-level=enhanced]")).to_contain_text(program["level_reason"])
    expect(page.get_by_text("All 20 rules are kept.")).to_be_visible()
    energy = program["analysis"]["energy"]
    expect(page.get_by_text(f"{energy['target_kcal']:,} kcal a day").first).to_be_visible()
    expect(page.get_by_text(program["analysis"]["sources"][0])).to_be_visible()
    deload = next(week for week in program["weeks"] if week["is_deload"])
    page.get_by_role("link", name=f"Week {deload['week']}, Deload").click()
    week = page.locator(f"[data-week='{deload['week']}']")
    for session in deload["sessions"]:
        expect(week).to_contain_text(session["title"])
        for exercise in session["exercises"]:
            expect(week).to_contain_text(exercise["name"])
    expect(page.locator(".recharts-bar-rectangle").first).to_be_visible()
    page.get_by_text("The same as a table").click()
    rows = page.get_by_role("group", name="Volume and load, week by week").get_by_role("row")
    expect(rows).to_have_count(7)
    sets = sum(exercise["sets"] for session in deload["sessions"] for exercise in session["exercises"])
    expect(rows.nth(deload["week"])).to_contain_text(f"(Deload){len(deload['sessions'])}{sets}")
    assert saved(page) == program_markdown(program)
    look(page, "program")
    page.reload()
    expect(page.locator(f"[data-week='{deload['week']}']")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator("[data-week]")).to_have_count(6)


def test_a_program_without_the_model_says_why(
    open_page: OpenPage, person: Person, quick: OfflineModel
) -> None:
    quick.faults(*({"fault": "refuse", "kind": f"program_{level}"} for level in ("enhanced", "basic")))
    program = made_program(person, weeks=2, days_per_week=2)
    assert program["level"] == "rule_based"
    page = open_page(person, f"/programs/{program['program_id']}")
    made = page.locator("[data-level=rule_based]")
    expect(made).to_contain_text(program["level_reason"])
    for fault in program["generation_errors"]:
        expect(made).to_contain_text(fault["code"])
        expect(made).to_contain_text(fault["message"])
    expect(page.get_by_text("Made by rules", exact=True)).to_be_visible()


# ---- The library -------------------------------------------------------------------------------------


def test_the_library_is_empty_then_shows_all_that_is_ones_own(
    open_page: OpenPage,
    service: Service,
    person: Person,
    exam_course: Document,
    look: Look,
) -> None:
    page = open_page(service.person())
    expect(page.get_by_role("link", name="Make the first one")).to_be_visible()
    look(page, "welcome")
    page.goto(f"/courses/{exam_course['course_id']}")
    expect(page.get_by_role("alert")).to_contain_text("This is not here")
    page.get_by_role("link", name="Library").click()
    expect(page.get_by_role("heading", name="Nothing here yet")).to_be_visible()

    program = made_program(person, weeks=1, days_per_week=1)
    page = open_page(person, "/courses")
    entries = page.locator("[data-entry]")
    expect(entries).to_have_count(2)
    expect(entries.first).to_contain_text(program["title"])
    expect(entries.last).to_contain_text(exam_course["title"])
    expect(entries.last).to_contain_text("30 of 30 questions")
    look(page, "library")
    entries.last.get_by_role("link").click()
    expect(page).to_have_url(re.compile(exam_course["course_id"]))


def test_the_library_comes_in_pages_and_newest_first(
    open_page: OpenPage, person: Person, exam_course: Document
) -> None:
    (head,) = person.get("/v1/courses").json()["courses"]

    def pages(route: Route) -> None:
        # Two pages of two; courses 4 to 1, each a day older than the one before.
        first = 4 if "cursor" not in route.request.url else 2
        courses = [
            {**head, "course_id": f"course_{day}", "title": f"Course {day}", "created_at": f"2026-01-0{day}"}
            for day in (first, first - 1)
        ]
        route.fulfill(json={"courses": courses, "next_cursor": "more" if first == 4 else None})

    page = open_page(person, "/queue")
    page.route(re.compile("/v1/courses"), pages)
    page.get_by_role("link", name="Library").click()
    titles = page.locator("[data-entry] h2")
    expect(titles).to_have_text(["Course 4", "Course 3"])
    page.get_by_role("button", name="Show more").click()
    expect(titles).to_have_text(["Course 4", "Course 3", "Course 2", "Course 1"])
    expect(page.get_by_role("button", name="Show more")).to_have_count(0)


def test_what_was_not_finished_says_so(
    open_page: OpenPage, person: Person, model: OfflineModel, example_exam: Document
) -> None:
    model.latency(30_000)
    job = person.start_exam_course(example_exam)
    person.await_job(job["job_id"], lambda job: job["artifact"] is not None)
    assert person.post(f"/v1/jobs/{job['job_id']}/cancel").status_code == 202
    page = open_page(person, "/courses")
    expect(page.locator("[data-entry]")).to_contain_text("Cancelled")
    page.get_by_role("link", name=example_exam["title"]).click()
    expect(strip(page)).to_contain_text("Cancelled")


# ---- Hostile content ---------------------------------------------------------------------------------


def test_nothing_that_an_exam_says_runs_loads_or_leads_astray(
    open_page: OpenPage, person: Person, quick: OfflineModel
) -> None:
    texts = (*hostile.MARKUP, hostile.INJECTIONS[16], hostile.ODDITIES[3], "W" * 190)
    job = person.start("exam_course", {"exam": hostile.exam(texts, hostile.MARKUP[0])})
    course = finished_course(person, job)
    page = open_page(person, "/queue")
    watched = watch(page)
    page.goto(f"/courses/{course['course_id']}")
    expect(page.get_by_role("heading", level=1)).to_have_text(hostile.MARKUP[0])
    assert_inert(page)
    for lesson in (lesson for topic in course["topics"] for lesson in topic["lessons"]):
        page.goto(f"/courses/{course['course_id']}/{lesson['lesson_id']}")
        card = page.locator("[data-worked]").first
        card.get_by_role("button", name="Show the answer").click()
        expect(card.get_by_role("status")).to_contain_text("The answer is")
        assert_inert(page)
    page.goto(f"/courses/{course['course_id']}")
    page.emulate_media(media="print")
    expect(page.locator("[data-printed-lesson]")).not_to_have_count(0)
    assert_inert(page)
    assert watched == []


BODIES = {
    "markup": "\n\n".join(hostile.MARKUP),
    "links": "[a](javascript:alert(1)) [b](JaVaScRiPt:alert(1)) <javascript:alert(1)>\n\n"
    "[c](data:text/html,x) [d](vbscript:x) [f](//192.0.2.1/x) [g](/v1/jobs) [h](https://192.0.2.1/)\n\n"
    "[e]\n\n[e]: javascript:alert(1)",
    "images": "![secret](http://192.0.2.1/?q=1) ![](data:image/svg+xml,<svg/onload=alert(1)>)\n\n"
    "[![x](//a/b)](//c)",
    "wide": f"{'W' * 20_000}\n\n|{'a|' * 60}\n|{'-|' * 60}\n|{'wide cell|' * 60}\n\n"
    f"```\n{'code ' * 400}\n```",
    "deep": f"{'> ' * 20_000}deep\n\n{'- ' * 20_000}deep",
    "huge": "# Heading\n\nA paragraph with **bold** text.\n\n" * 600,
}


def test_nothing_that_a_model_writes_runs_loads_or_leads_astray(
    open_page: OpenPage, person: Person, exam_course: Document
) -> None:
    topic = exam_course["topics"][0]
    lesson = topic["lessons"][0]
    written = [{**lesson, "lesson_id": name, "title": name, "body": body} for name, body in BODIES.items()]
    course = {**exam_course, "topics": [{**topic, "lessons": written}]}
    page = open_page(person, "/queue")
    watched = watch(page)
    page.route("**/v1/courses/*", lambda route: route.fulfill(json=course))
    for name in BODIES:
        page.goto(f"/courses/{course['course_id']}/{name}")
        # The largest body that is stored takes a browser a moment.
        expect(page.get_by_role("heading", name="Worked questions")).to_be_visible(timeout=20_000)
        assert_inert(page)
        wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wider <= 0, f"{name}: {wider} pixels too wide"
    assert watched == []


def watch(page: Page) -> list[str]:
    """What a page does that text cannot make it do."""
    seen: list[str] = []
    own = re.compile(r"^(http://127\.0\.0\.1:\d+/|data:image/svg|blob:)")

    def refuse(dialog: Dialog) -> None:
        seen.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def note(request: Request) -> None:
        if not own.match(request.url):
            seen.append(request.url)

    page.on("dialog", refuse)
    page.on("popup", lambda popup: seen.append(f"popup: {popup.url}"))
    page.on("request", note)
    return seen


def assert_inert(page: Page) -> None:
    found = page.evaluate(
        """() => {
          const content = document.querySelector('main')
          const marks = 'script, iframe, object, embed, base, meta, form, style, img:not([src^="/icon"])'
          const active = [...content.querySelectorAll(marks)].map(one => one.outerHTML.slice(0, 200))
          for (const one of content.querySelectorAll('*')) {
            for (const { name, value } of one.attributes) {
              if (name.startsWith('on') || name === 'srcdoc') active.push(`${one.tagName} ${name}=${value}`)
            }
          }
          const leads = [...content.querySelectorAll('a[href]')].filter(
            one => !/^https?:$|^mailto:$/.test(one.protocol) ||
              (one.origin !== location.origin && !one.rel.includes('noopener')) ||
              (one.origin === location.origin && !/^\\/(courses|programs)|#/.test(one.pathname + one.hash)),
          )
          return [...active, ...leads.map(one => one.outerHTML.slice(0, 200))]
        }"""
    )
    assert found == []
