"""Courses: read while they are written and afterwards, answered, printed, published, saved as a file."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from generation.exports.exam_course import exam_course_markdown
from generation.exports.project_course import project_course_markdown
from tests.e2e.service import Document, OfflineModel, Person, Service
from tests.page.conftest import PHONE, SCREENSHOTS, OpenPage
from tests.page.readings import finished_course, saved, strip

Look = Callable[[Page, str], None]

WAITING_S = 9
"""Of the lesson that keeps a course from being finished while it is read. Over ten seconds the job would be
handed over."""

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
    # The shell learns of the end by a question of its own, each 5 s.
    expect(page.get_by_role("link", name="1 active job")).to_have_count(0)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/v1/" in request.url else None)
    page.wait_for_timeout(7_000)  # more than the time between two questions
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
    file = saved(page)
    assert file.name == "http-and-the-web.md"
    assert file.text == exam_course_markdown(exam_course, example_exam["questions"])
    look(page, "course")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("Published", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Publish", exact=True)).to_have_count(0)
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


def test_a_course_is_read_by_its_link_without_signing_in_until_it_is_taken_back(
    open_page: OpenPage, service: Service, person: Person, exam_course: Document, look: Look
) -> None:
    course_id = exam_course["course_id"]
    page = open_page(person, f"/courses/{course_id}")
    page.get_by_role("button", name="Publish with a link").click()
    link = page.get_by_role("textbox", name="Link")
    address = link.input_value()
    assert address == f"{service.record.url}/c/{person.course(course_id)['share']['slug']}"
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == address
    look(page, "course-shared")

    reader = open_page(service.person(), address)
    asked: list[str] = []
    reader.on("request", lambda request: asked.append(request.headers.get("authorization", "")))
    reader.reload()
    expect(reader.get_by_role("heading", level=1)).to_have_text(exam_course["title"])
    look(reader, "shared")
    reader.get_by_role("link", name="Begin to read").click()
    lesson = exam_course["topics"][0]["lessons"][0]
    expect(reader.get_by_role("heading", level=1)).to_have_text(lesson["title"])
    expect(reader.locator("[data-worked]").first).to_contain_text(lesson["worked_questions"][0]["why_right"])
    look(reader, "shared-lesson")
    # Nobody is signed in there, and nothing of the author's is told.
    assert set(asked) == {""}
    shown = reader.content()
    assert [own for own in (course_id, exam_course["job_id"], exam_course["exam_id"]) if own in shown] == []

    page.get_by_role("button", name="Unpublish").click()
    expect(page.get_by_text("It is a draft")).to_be_visible()
    # What the browser keeps of a shared course, it keeps for a minute.
    gone = open_page(service.person(), address)
    expect(gone.get_by_role("heading", name="This course is not here", level=2)).to_be_visible()
    look(gone, "shared-gone")


def test_a_file_that_does_not_come_is_told_and_can_be_asked_for_again(
    open_page: OpenPage, person: Person, exam_course: Document
) -> None:
    page = open_page(person, f"/courses/{exam_course['course_id']}")
    page.route("**/export?*", lambda route: problem(route, 413, "answer-too-large"))
    page.get_by_role("button", name="Download as Markdown").click()
    expect(page.get_by_text("The file was not saved")).to_be_visible()
    page.unroute("**/export?*")
    assert saved(page).text.startswith("# ")
    open_page.complaints.clear()


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
    page.get_by_role("button", name="Publish", exact=True).click()
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
    open_page.complaints.clear()


# ---- A course by projects -----------------------------------------------------------------------------


def test_a_topic_becomes_a_published_course_of_projects(
    open_page: OpenPage, person: Person, quick: OfflineModel, look: Look
) -> None:
    outlines = person.await_job(person.start("course_outline", {"topic": "Bread baking"})["job_id"])
    outline = {"outline_id": outlines["result"]["outline_id"], "choice": 0}
    course = finished_course(person, person.start("project_course", outline, auto_publish=True))
    page = open_page(person)
    expect(page.get_by_role("heading", level=1)).to_have_text(course["title"])
    expect(page.get_by_text("Published", exact=True)).to_be_visible()
    assert saved(page).text == project_course_markdown(course)
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


def test_what_checks_found_stands_at_its_lesson_until_its_author_says_that_it_is_fine(
    open_page: OpenPage, person: Person, exam_course: Document, look: Look
) -> None:
    topic = exam_course["topics"][0]
    lesson = topic["lessons"][0]
    worked = {
        **lesson["worked_questions"][0],
        "why_right": "Because of `ls -l`:\n\n- one\n- **two**",
        "marking_doubt": {"reason": "`cat` shows what is in it.", "likely": ["B"]},
    }
    written = {**lesson, "worked_questions": [worked, *lesson["worked_questions"][1:]]}
    finding = {"rule": "quiz-cue", "level": "block", "pointer": "/topics/0/lessons/0/quiz/1"}
    quality = {
        "rules_version": 1,
        "checked_at": exam_course["created_at"],
        "blocked": True,
        "findings": [
            {**finding, "message": "<b>Always</b> the longest"},
            {**finding, "level": "note", "pointer": "/title", "message": "A long title"},
        ],
    }
    topics = [{**topic, "lessons": [written, *topic["lessons"][1:]]}, *exam_course["topics"][1:]]
    course = {**exam_course, "topics": topics, "quality": quality}
    page = open_page(person, "/queue")
    page.route("**/v1/courses/*", lambda route: route.fulfill(json=course))
    page.goto(f"/courses/{course['course_id']}")
    found = page.get_by_role("region", name="What the checks found")
    expect(found).to_contain_text("Checks found: 1 that blocks publishing, 1 note.")
    doubts = page.locator("[data-doubts]").get_by_role("listitem").filter(has_text=worked["question_id"])
    expect(doubts).to_contain_text("cat shows what is in it.")
    look(page, "course-findings")
    found.get_by_text("Where", exact=True).click()
    found.get_by_role("link", name=lesson["title"]).click()

    here = page.locator("[data-findings]")
    expect(here).to_contain_text("Quiz question 2: <b>Always</b> the longest")
    question = page.locator(f"[data-worked='{worked['question_id']}']")
    question.get_by_role("button", name="Show the answer").click()
    expect(question.get_by_role("status")).to_have_text("This question is not graded.")
    expect(question.locator("[data-doubt]")).to_contain_text("Likelier is B.")
    expect(question.locator("[data-mark='right'], [data-mark='wrong']")).to_have_count(0)
    expect(question.get_by_text("ls -l", exact=True)).to_have_css("font-family", re.compile("monospace"))
    look(page, "lesson-findings")

    here.get_by_role("button", name="It is fine").click()
    expect(here).to_contain_text("All that checks found is fine (1)")
    page.reload()
    expect(here).to_contain_text("All that checks found is fine (1)")
    page.goto(f"/courses/{course['course_id']}")
    expect(found).to_contain_text("Checks found: 1 note.")
