"""New training program: from a profile to the job, with the mouse and with the keyboard alone."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.service import OfflineModel, Person
from tests.page.conftest import PATIENCE_MS, OpenPage
from tests.page.wizard import Look, press, refuse, tab_to


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
