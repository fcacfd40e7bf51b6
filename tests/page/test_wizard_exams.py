"""New course from an exam: from a file to the job, with the mouse and with the keyboard alone."""

from __future__ import annotations

import csv
import io
import json
import re

from playwright.sync_api import expect

from tests.e2e.service import Document, OfflineModel, Person
from tests.page.conftest import PATIENCE_MS, OpenPage
from tests.page.wizard import Look, choose_file, file, is_start, press, refuse, starts, tab_to

FAULTY = """# Clouds

1. Which service stores objects?
   - A. EC2
   - B. S3

   <details><summary>Answer</summary>Correct answer: B

   Explanation: S3 keeps objects in <b>buckets</b>.
   </details>

2. Which one is not marked? <script>document.title = 'taken'</script>
   - A. This
   - B. That

3. Which one is elsewhere?
   - A. This
   - B. That

   Answer: D
"""


def as_csv(exam: Document) -> str:
    out = io.StringIO()
    width = max(len(question["options"]) for question in exam["questions"])
    letters = "ABCDEFGHIJ"[:width]
    table = csv.writer(out)
    table.writerow(["question", *(f"option_{letter}" for letter in letters), "correct", "explanation"])
    for question in exam["questions"]:
        ids = [option["option_id"] for option in question["options"]]
        options = [option["text"] for option in question["options"]]
        right = ",".join(letters[ids.index(answer)] for answer in question["correct"])
        empty = [""] * (width - len(options))
        table.writerow([question["text"], *options, *empty, right, question.get("explanation", "")])
    return out.getvalue()


def test_who_has_no_exam_at_hand_tries_an_example(
    open_page: OpenPage, person: Person, example_exam: Document
) -> None:
    page = open_page(person, "/new/exam")
    page.get_by_role("button", name="Try an example").click()
    expect(page.get_by_text(f"{len(example_exam['questions'])} questions, ready to be used")).to_be_visible()
    expect(page.get_by_text(example_exam["questions"][0]["text"])).to_be_visible()


def test_a_file_with_faults_is_looked_through_mended_and_becomes_a_job(
    open_page: OpenPage, person: Person, look: Look
) -> None:
    page = open_page(person, "/new")
    look(page, "wizard-kinds")
    page.get_by_role("link", name="An exam").click()
    expect(page.get_by_role("heading", name="Course from an exam")).to_be_focused()
    choose_file(page, "clouds.md", FAULTY)
    expect(page.get_by_text("2 of 3 questions have problems")).to_be_visible()
    expect(page.get_by_text("No right answer is marked")).to_be_visible()
    expect(page.get_by_text("The answer “D” is none of the options")).to_be_visible()
    expect(page.get_by_role("button", name="Generate course")).to_be_disabled()
    look(page, "wizard-exam-problems")

    page.get_by_role("button", name="Leave out question 3").click()
    expect(page.get_by_text("1 of 2 questions has a problem")).to_be_visible()
    page.get_by_role("button", name="Leave out the one with a problem").click()
    expect(page.get_by_text("1 question, ready to be used")).to_be_visible()
    expect(page.get_by_text("2 questions left out")).to_be_visible()
    # Who looks at something else finds it as it was.
    page.get_by_role("link", name="Queue").click()
    page.go_back()
    expect(page.get_by_text("2 questions left out")).to_be_visible()
    page.get_by_role("switch", name="Ask anew").click()
    # What stands in a file is text, not a part of the page.
    assert page.title() != "taken"
    page.get_by_label("Audience").fill("Nurses")
    quote = re.compile(r"^About .*, \$0\.\d.*, \d.* model calls?$")
    expect(page.locator("[data-quote]")).to_contain_text(quote)
    with page.expect_request(is_start) as started:
        page.get_by_role("button", name="Generate course").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    job_id = re.search(r"job=([\w-]+)", page.url)
    assert job_id, page.url
    sent = json.loads(started.value.post_data or "")
    assert sent["options"]["fresh"] is True
    assert sent["input"]["audience"] == "Nurses"
    assert sent["input"]["language"] == "en"
    assert sent["input"]["exam"] == {
        "title": "Clouds",
        "questions": [
            {
                "question_id": "q1",
                "text": "Which service stores objects?",
                "options": [{"option_id": "A", "text": "EC2"}, {"option_id": "B", "text": "S3"}],
                "correct": ["B"],
                "explanation": "S3 keeps objects in <b>buckets</b>.",
            }
        ],
    }
    assert person.await_job(job_id[1])["status"] == "completed"


def test_a_table_is_read_and_the_same_exam_is_stored_only_once_and_can_be_chosen(
    open_page: OpenPage, person: Person, model: OfflineModel, example_exam: Document, look: Look
) -> None:
    model.latency(PATIENCE_MS * 4)
    page = open_page(person, "/new/exam")
    look(page, "wizard-exam")
    choose_file(page, "basics.csv", as_csv(example_exam))
    count = len(example_exam["questions"])
    expect(page.get_by_text(f"{count} questions, ready to be used")).to_be_visible()
    page.get_by_label("Title of the exam").fill("Web basics")
    sent = starts(page)
    page.get_by_role("button", name="Generate course").dblclick()
    expect(page.get_by_role("dialog")).to_be_visible()
    keys = {request.headers["idempotency-key"] for request in sent}
    assert len(keys) == 1, "a double click starts one job"
    (job,) = person.get("/v1/jobs").json()["jobs"]

    page.goto("/new/exam")
    page.get_by_text("A stored exam", exact=True).click()
    page.get_by_role("radio", name="Web basics").click()
    page.get_by_role("button", name="Generate course").click()
    alert = page.get_by_role("alert").filter(has_text="This is being generated already")
    expect(alert).to_be_visible()
    look(page, "wizard-duplicate")
    page.get_by_role("button", name="Open the running job").click()
    expect(page).to_have_url(re.compile(rf"[?&]job={job['job_id']}"))
    expect(page.get_by_role("dialog")).to_be_visible()
    assert person.post(f"/v1/jobs/{job['job_id']}/cancel", {}).status_code == 202


def test_a_stored_exam_is_deleted_when_no_job_needs_it(
    open_page: OpenPage, person: Person, model: OfflineModel, example_exam: Document
) -> None:
    model.latency(PATIENCE_MS * 4)
    exam_id = person.upload(example_exam)
    job_id = person.start("exam_course", {"exam_id": exam_id})["job_id"]
    page = open_page(person, "/new/exam")
    page.get_by_text("A stored exam", exact=True).click()
    card = page.get_by_role("radio", name=example_exam["title"])
    card.click()
    more = page.get_by_role("button", name=f"More: {example_exam['title']}")
    more.click()
    page.get_by_role("menuitem", name="Delete").click()
    expect(page.get_by_role("alert").filter(has_text="Not deleted")).to_be_visible()
    assert person.post(f"/v1/jobs/{job_id}/cancel", {}).status_code == 202

    more.click()
    page.get_by_role("menuitem", name="Delete").click()
    expect(card).to_be_hidden()
    expect(page.get_by_role("button", name="Generate course")).to_be_disabled()
    assert person.get(f"/v1/exams/{exam_id}").status_code == 404
    page.get_by_role("button", name="Undo").click()
    expect(card).to_be_visible()
    assert person.get(f"/v1/exams/{exam_id}").status_code == 200


def test_a_file_that_holds_no_exam_is_told_to_hold_none(open_page: OpenPage, person: Person) -> None:
    page = open_page(person, "/new/exam")
    for name, content, says in (
        ("broken.json", '{"questions": [', "It is not JSON"),
        ("people.csv", "name,age\nAda,36\n", "name, age"),
        ("letter.md", "Dear all,\n\nthere is cake.\n", "no questions"),
    ):
        choose_file(page, name, content)
        expect(page.get_by_role("alert")).to_contain_text(name)
        expect(page.get_by_role("alert")).to_contain_text(says)
        expect(page.get_by_role("button", name="Choose a file")).to_be_enabled()


def test_what_the_service_refuses_is_said_clearly(open_page: OpenPage, person: Person) -> None:
    page = open_page(person, "/new/exam")
    choose_file(page, "clouds.md", FAULTY)
    page.get_by_role("button", name="Leave out all 2").click()
    problem = {"status": 429, "code": "too-many-jobs", "detail": "5 jobs have not finished yet."}
    page.route("**/v1/jobs", lambda route: refuse(route, problem, {"Retry-After": "30"}))
    page.get_by_role("button", name="Generate course").click()
    expect(page.get_by_role("alert")).to_contain_text("Too many jobs at the same time")
    expect(page.get_by_role("alert")).to_contain_text("30 seconds")
    page.unroute("**/v1/jobs")
    page.route("**/v1/jobs", lambda route: route.abort())
    page.get_by_role("button", name="Generate course").click()
    expect(page.get_by_role("alert")).to_contain_text("The service cannot be reached")


def test_an_exam_becomes_a_course_by_keyboard(
    open_page: OpenPage, person: Person, model: OfflineModel, example_exam: Document
) -> None:
    model.latency(PATIENCE_MS * 4)
    page = open_page(person, "/new")
    # From now on: a browser that is told right before the key sometimes has not heard of it yet.
    page.on("filechooser", lambda _: None)
    tab_to(page, "An exam")
    press(page, "Enter")
    # The view that comes takes the focus to its heading.
    expect(page.get_by_role("heading", name="Course from an exam")).to_be_focused()
    tab_to(page, "Choose a file")
    with page.expect_event("filechooser") as chooser:
        press(page, "Enter")
    chooser.value.set_files(file("basics.json", json.dumps({**example_exam, "title": "By keyboard"})))
    expect(page.get_by_text("ready to be used")).to_be_visible()
    tab_to(page, "Generate course")
    press(page, "Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    (job,) = person.get("/v1/jobs").json()["jobs"]
    assert person.post(f"/v1/jobs/{job['job_id']}/cancel", {}).status_code == 202
