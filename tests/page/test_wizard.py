"""New course: from a file, a sentence or a profile to the job, with the mouse and with the keyboard alone."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable

from playwright.sync_api import FilePayload, Page, Request, Route, expect

from tests.e2e.service import Document, OfflineModel, Person
from tests.page.conftest import PATIENCE_MS, OpenPage

Look = Callable[[Page, str], None]

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


# ---- Exam ---------------------------------------------------------------------------------------


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


def refuse(route: Route, problem: Document, headers: dict[str, str] | None = None) -> None:
    if route.request.method != "POST":
        route.fallback()
        return
    route.fulfill(
        status=int(problem["status"]),
        headers={"Content-Type": "application/problem+json", **(headers or {})},
        body=json.dumps(problem),
    )


# ---- Topic --------------------------------------------------------------------------------------


def test_a_topic_becomes_outlines_an_edited_one_is_approved_and_its_course_is_queued(
    open_page: OpenPage, person: Person, model: OfflineModel, look: Look
) -> None:
    model.latency(1500)
    page = open_page(person, "/new/topic")
    look(page, "wizard-topic")
    page.get_by_role("textbox", name="Topic").fill("Keeping bees on a roof")
    page.get_by_role("button", name="Generate outlines").click()
    expect(page.get_by_role("heading", name="Writing outlines")).to_be_visible()
    page.get_by_role("button", name="Show details").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.get_by_role("radio")).to_have_count(3)
    page.get_by_role("radio").nth(1).check()
    page.get_by_label("Title of the course").fill("Bees above the city")
    titles = page.get_by_role("textbox", name="Title", exact=True)
    before = [titles.nth(index).input_value() for index in range(5)]
    page.get_by_role("button", name="Move project 3 up").click()
    page.get_by_role("button", name="Remove project 1").click()
    page.get_by_role("button", name="Add a project").click()
    expect(titles.last).to_be_focused()
    page.get_by_role("button", name="Approve outline").click()
    expect(titles.last).to_have_attribute("aria-invalid", "true")
    expect(titles.last).to_be_focused()
    titles.last.fill("Sell the honey")
    look(page, "wizard-outlines")

    page.reload()
    expect(page.get_by_label("Title of the course")).to_have_value("Bees above the city")
    wanted = [before[2], before[1], before[3], before[4], "Sell the honey"]
    assert [titles.nth(index).input_value() for index in range(5)] == wanted

    page.get_by_role("button", name="Approve outline").click()
    expect(page.get_by_role("heading", name="How should it be generated?")).to_be_visible()
    look(page, "wizard-approved")
    model.latency(0)
    page.get_by_label("Publish as soon as it is done").check()
    page.get_by_role("button", name="Generate and queue").click()
    expect(page.get_by_text("The course is in the queue")).to_be_visible()
    expect(page).to_have_url(re.compile("/queue$"))
    (job,) = person.get("/v1/jobs", params={"pipeline": "project_course"}).json()["jobs"]
    assert job["title"] == "Bees above the city"
    assert job["options"]["auto_publish"] is True
    assert job["options"]["mode"] == "auto"
    course = person.course(person.await_job(job["job_id"])["result"]["course_id"])
    assert [project["title"] for project in course["projects"]] == wanted
    assert course["status"] == "published"


def test_outlines_that_failed_say_why_and_can_be_tried_again(
    open_page: OpenPage, person: Person, model: OfflineModel
) -> None:
    model.faults({"fault": "refuse", "kind": "outlines", "times": 1})
    job = person.start("course_outline", {"topic": "Sailing"})
    assert person.await_job(job["job_id"])["status"] == "failed"
    page = open_page(person, f"/new/topic?outlines={job['job_id']}")
    expect(page.get_by_role("heading", name="No outlines were made")).to_be_visible()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("heading", name="Choose an outline")).to_be_visible()


def test_an_address_of_another_job_or_nobodys_shows_no_outlines(open_page: OpenPage, person: Person) -> None:
    page = open_page(person, "/new/topic?outlines=job_of_nobody")
    expect(page.get_by_role("alert")).to_contain_text("This is not here")


# ---- Training program ---------------------------------------------------------------------------


def test_a_profile_is_filled_in_stored_and_becomes_a_program(
    open_page: OpenPage, person: Person, look: Look
) -> None:
    page = open_page(person, "/new/program")
    page.get_by_role("button", name="Generate program").click()
    expect(page.get_by_text("5 fields need your attention")).to_be_visible()
    expect(page.get_by_role("textbox", name="Age", exact=True)).to_be_focused()
    look(page, "wizard-program-faults")

    page.get_by_role("textbox", name="Age", exact=True).fill("34")
    page.get_by_text("lb", exact=True).click()
    page.get_by_text("ft-in", exact=True).click()
    page.get_by_role("textbox", name="Feet").fill("5")
    page.get_by_role("textbox", name="Inches").fill("6.5")
    page.get_by_role("textbox", name="Body mass").fill("137.8")
    page.get_by_role("radio", name="Female").check()
    page.get_by_role("radio", name="Intermediate").check()
    page.get_by_role("button", name="Add a lift").click()
    page.get_by_role("combobox", name="Exercise").fill("Back squat")
    page.keyboard.press("Escape")
    page.get_by_role("textbox", name="Load").fill("155")
    page.get_by_role("textbox", name="Repetitions").fill("5")
    page.get_by_text("Barbell", exact=True).click()
    page.get_by_text("Strength", exact=True).click()
    page.get_by_text("cm", exact=True).click()
    expect(page.get_by_role("textbox", name="Height")).to_have_value("168.9 cm")
    page.get_by_text("kg", exact=True).click()
    expect(page.get_by_role("textbox", name="Body mass")).to_have_value("62.5 kg")
    page.get_by_role("button", name="Save profile").click()
    expect(page.get_by_text("Profile saved")).to_be_visible()
    stored = person.get("/v1/profile").json()
    assert stored["height_cm"] == 168.91
    assert stored["mass_kg"] == 62.51
    assert stored["lifts"] == [{"exercise": "Back squat", "load_kg": 70.31, "repetitions": 5}]

    page.reload()
    expect(page.get_by_role("textbox", name="Body mass")).to_have_value("62.5 kg")
    look(page, "wizard-program")
    page.get_by_role("textbox", name="Weeks").fill("4")
    page.get_by_role("button", name="Generate program").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    (job,) = person.get("/v1/jobs", params={"pipeline": "training_program"}).json()["jobs"]
    assert job["title"] == "Strength: 4 weeks, 3 days a week"
    assert person.await_job(job["job_id"])["status"] == "completed"


def test_faults_that_the_service_finds_stand_at_their_fields(open_page: OpenPage, person: Person) -> None:
    profile = {"age": 30, "sex": "male", "height_cm": 180, "mass_kg": 80, "experience": "beginner"}
    assert person.put("/v1/profile", profile).status_code == 200
    page = open_page(person, "/new/program")
    weeks = page.get_by_role("textbox", name="Weeks")
    weeks.fill("16")
    problem = {
        "status": 403,
        "code": "plan-required",
        "detail": "A program of 16 weeks needs the plan 'pro'; yours has programs of up to 4 weeks.",
        "required_plan": "pro",
        "limit": 4,
        "errors": [{"pointer": "/input/weeks", "message": "must be at most 4 with your plan"}],
    }
    page.route("**/v1/jobs", lambda route: refuse(route, problem))
    page.get_by_role("button", name="Generate program").click()
    expect(page.get_by_role("alert")).to_contain_text("Your plan does not include this")
    expect(weeks).to_be_focused()
    expect(weeks).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_text("Must be at most 4 with your plan")).to_be_visible()
    page.unroute("**/v1/jobs")
    weeks.fill("4")
    expect(page.get_by_text("Must be at most 4 with your plan")).to_be_hidden()


# ---- The keyboard alone -------------------------------------------------------------------------


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


def test_a_topic_becomes_a_course_by_keyboard(
    open_page: OpenPage, person: Person, model: OfflineModel
) -> None:
    page = open_page(person, "/new")
    tab_to(page, "A topic")
    press(page, "Enter")
    # The view that comes takes the focus to its heading.
    expect(page.get_by_role("heading", name="Course on a topic")).to_be_focused()
    tab_to(page, "Topic")
    page.keyboard.type("Baking bread")
    tab_to(page, "Generate outlines")
    press(page, "Enter")
    expect(page.get_by_role("heading", name="Choose an outline")).to_be_visible()
    tab_to(page, "Baking bread")
    press(page, "Space", "ArrowDown")
    expect(page.get_by_role("radio").nth(1)).to_be_checked()
    tab_to(page, "Move project 2 up")
    moved = page.get_by_role("textbox", name="Title", exact=True).nth(1).input_value()
    press(page, "Enter")
    expect(page.get_by_role("textbox", name="Title", exact=True).first).to_have_value(moved)
    expect(page.get_by_role("button", name="Move project 1 up")).to_be_focused()
    tab_to(page, "Approve outline")
    press(page, "Enter")
    expect(page.get_by_role("heading", name="Course on a topic")).to_be_focused()
    model.latency(PATIENCE_MS * 4)
    tab_to(page, "Step by step")
    press(page, "Enter")
    expect(page).to_have_url(re.compile("/queue$"))
    (job,) = person.get("/v1/jobs", params={"pipeline": "project_course"}).json()["jobs"]
    assert job["options"]["mode"] == "manual"
    assert person.post(f"/v1/jobs/{job['job_id']}/cancel", {}).status_code == 202


def test_a_program_is_started_by_keyboard(open_page: OpenPage, person: Person, model: OfflineModel) -> None:
    model.latency(PATIENCE_MS * 4)
    page = open_page(person, "/new")
    tab_to(page, "A training program")
    press(page, "Enter")
    # The view that comes takes the focus to its heading.
    expect(page.get_by_role("heading", name="Training program")).to_be_focused()
    for field, value in (("Age", "40"), ("Height", "175"), ("Body mass", "70")):
        tab_to(page, field)
        page.keyboard.type(value)
    tab_to(page, "Female")
    press(page, "Space")
    tab_to(page, "Beginner")
    press(page, "Space")
    tab_to(page, "Barbell")
    press(page, "Space")
    tab_to(page, "Generate program")
    press(page, "Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert person.get("/v1/profile").json()["equipment"] == ["bodyweight", "barbell"]
    (job,) = person.get("/v1/jobs").json()["jobs"]
    assert person.post(f"/v1/jobs/{job['job_id']}/cancel", {}).status_code == 202
