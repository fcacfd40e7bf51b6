"""Generation: the best program that is to be had, and an honest word about which one it is."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from generation.engine.errors import CallError, LeaseLost, PermanentError, TransientCallError
from generation.engine.model.event import LogLevel
from generation.pipelines.training_program.generation import Generated, generate
from generation.pipelines.training_program.program import Level
from generation.pipelines.training_program.rules.checks import check, rules_of
from generation.pipelines.training_program.science.person import Person
from tests.unit.pipelines.scripted import tags
from tests.unit.pipelines.training_program.plans import (
    Plan,
    Worker,
    basic,
    enhanced,
    finish,
    lifter,
    run_with,
)
from tests.unit.pipelines.training_program.test_answers import injured, jump, no_deload, too_many_sets

REFUSED = PermanentError("The model refused.", code="model-refused")
TIRED = TransientCallError("The model did not answer.", code="model-unavailable")
UNREACHED = TransientCallError("The connection to Claude failed", code="model-unreachable")
SPENT = PermanentError("The next call could pass the job's limit.", code="budget-exceeded")
LOCKED = PermanentError("The key is not valid.", code="model-access-denied")


def generated(worker: Worker, person: Person | None = None) -> Generated:
    person = person or lifter()
    made: Generated = finish(generate(run_with(worker), person))
    assert check(made.plan.weeks, person.analysis, rules_of(made.level)).is_passed
    return made


def script(**answers: str | CallError) -> dict[str, str | CallError]:
    return {key.replace("_", "-"): answer for key, answer in answers.items()}


def test_a_right_answer_is_the_enhanced_program() -> None:
    worker = Worker()
    made = generated(worker)
    assert (made.level, made.failures) == (Level.ENHANCED, ())
    assert list(worker.asked) == ["enhanced"]
    assert made.about()["generation_error"] is None
    assert made.about()["level_reason"] == "The model's periodized program keeps all rules of training."


def test_a_violation_goes_back_once_with_what_is_wrong() -> None:
    person = lifter()
    wrong = enhanced(person, jump)
    worker = Worker(script(enhanced=wrong))
    made = generated(worker, person)
    assert (made.level, list(worker.asked)) == (Level.ENHANCED, ["enhanced", "enhanced-again"])
    again, first = worker.asked["enhanced-again"], worker.asked["enhanced"]
    assert again.text.startswith(first.text)
    assert again.shared == first.shared
    data = tags(again.text)
    assert json.loads(data["previous_answer"]) == json.loads(wrong)
    assert any("rule load_jump" in fault for fault in data["faults"])
    number = len(data["faults"])
    told = "1 fault" if number == 1 else f"{number} faults"
    assert worker.logs == [(LogLevel.WARNING, f"The enhanced program goes back with {told}")]


CASES: list[tuple[str, Mapping[str, str | CallError], Level, list[tuple[str, str]], list[str]]] = [
    (
        "wrong twice",
        script(enhanced=enhanced(lifter(), jump), enhanced_again=enhanced(lifter(), no_deload)),
        Level.BASIC,
        [("enhanced", "rules-violated")],
        ["enhanced", "enhanced-again", "basic"],
    ),
    (
        "garbage",
        script(enhanced="", enhanced_again="{}", basic="no", basic_again="[]"),
        Level.RULE_BASED,
        [("enhanced", "invalid-output"), ("basic", "invalid-output")],
        ["enhanced", "enhanced-again", "basic", "basic-again"],
    ),
    (
        "basic wrong too",
        script(enhanced=REFUSED, basic=basic(lifter(), injured), basic_again="x"),
        Level.RULE_BASED,
        [("enhanced", "model-refused"), ("basic", "invalid-output")],
        ["enhanced", "basic", "basic-again"],
    ),
    (
        "a refusal",
        script(enhanced=REFUSED),
        Level.BASIC,
        [("enhanced", "model-refused")],
        ["enhanced", "basic"],
    ),
    (
        "a refusal of the second chance",
        script(enhanced=enhanced(lifter(), too_many_sets), enhanced_again=REFUSED),
        Level.BASIC,
        [("enhanced", "model-refused")],
        ["enhanced", "enhanced-again", "basic"],
    ),
    (
        "three attempts in vain",
        script(enhanced=TIRED, basic=TIRED),
        Level.RULE_BASED,
        [("enhanced", "model-unavailable"), ("basic", "model-unavailable")],
        ["enhanced", "basic"],
    ),
    (
        "no money",
        script(enhanced=SPENT, basic=SPENT),
        Level.RULE_BASED,
        [("enhanced", "budget-exceeded"), ("basic", "budget-exceeded")],
        ["enhanced", "basic"],
    ),
    (
        "no access",
        script(enhanced=LOCKED, basic=LOCKED),
        Level.RULE_BASED,
        [("enhanced", "model-access-denied"), ("basic", "model-access-denied")],
        ["enhanced", "basic"],
    ),
]


@pytest.mark.parametrize(
    ("answers", "level", "failures", "asked"), [pytest.param(*case[1:], id=case[0]) for case in CASES]
)
def test_what_fails_gives_way_to_what_is_simpler(
    answers: Mapping[str, str | CallError],
    level: Level,
    failures: list[tuple[str, str]],
    asked: list[str],
) -> None:
    worker = Worker(answers)
    made = generated(worker)
    assert made.level is level
    assert [(failure.level, failure.code) for failure in made.failures] == failures
    assert list(worker.asked) == asked
    about = made.about()
    error = about["generation_error"]
    assert isinstance(error, dict)
    assert (error["level"], error["code"]) == failures[-1]
    assert error["message"]
    assert about["generation_errors"][-1] == error  # type: ignore[index]
    reason = str(about["level_reason"])
    assert all(f"{level}: {code}" in reason for level, code in failures)
    warnings = [message for grade, message in worker.logs if grade is LogLevel.WARNING]
    assert sum(message.startswith("No ") for message in warnings) == len(failures)


def titled(title: str, description: str) -> str:
    """A program that keeps the rules of training; the quality rules have what the description says."""

    def change(plan: Plan) -> None:
        plan.update(title=title, description=description)

    return enhanced(lifter(), change)


FIRST = "The first of two programs"
SECOND = "The second of two programs"
BLOCKED = titled(FIRST, "Eight weeks of strength. TODO: explain this.")
CLEAN = "Eight weeks of strength on four days."
OTHERWISE = f"{CLEAN} As an AI language model, I cannot help."
WORSE = f"{OTHERWISE} See https://docs.vendor.io/guide for more."


@pytest.mark.parametrize(
    ("again", "kept", "blocking", "log"),
    [
        pytest.param(titled(SECOND, CLEAN), SECOND, 0, None, id="clean"),
        pytest.param(titled(SECOND, OTHERWISE), SECOND, 1, None, id="as bad"),
        pytest.param(titled(SECOND, WORSE), FIRST, 1, "the second one has 2 faults", id="worse"),
        pytest.param(
            enhanced(lifter(), no_deload), FIRST, 1, "the second one has 3 faults", id="untrainable"
        ),
        pytest.param("no", FIRST, 1, "the second one has 1 fault", id="garbage"),
        pytest.param(REFUSED, FIRST, 1, "The model refused.", id="refused"),
        pytest.param(SPENT, FIRST, 1, "The next call could pass the job's limit.", id="no money"),
    ],
)
def test_what_only_the_quality_rules_block_goes_back_and_is_kept(
    again: str | CallError, kept: str, blocking: int, log: str | None
) -> None:
    worker = Worker(script(enhanced=BLOCKED, enhanced_again=again))
    made = generated(worker)
    assert list(worker.asked) == ["enhanced", "enhanced-again"]
    [fault] = tags(worker.asked["enhanced-again"].text)["faults"]
    assert fault.startswith("/description: ")
    assert fault.endswith("(rule placeholder)")
    assert (made.level, made.failures, made.plan.title) == (Level.ENHANCED, (), kept)
    told = "; blocked by 1 finding of quality" if blocking else ""
    assert made.reason == f"The model's periodized program keeps all rules of training{told}."
    logged = [message for _, message in worker.logs]
    assert logged[0] == "The enhanced program goes back with 1 fault"
    assert logged[1:] == ([] if log is None else [f"The first enhanced program is kept: {log}"])


@pytest.mark.parametrize(
    ("again", "kept", "reason_end"),
    [
        pytest.param(BLOCKED, FIRST, "; blocked by 1 finding of quality.", id="blocked"),
        pytest.param(titled(SECOND, CLEAN), SECOND, "keeps all rules of training.", id="clean"),
    ],
)
def test_what_mends_the_rules_of_training_is_kept_whatever_its_words(
    again: str, kept: str, reason_end: str
) -> None:
    worker = Worker(script(enhanced=enhanced(lifter(), jump), enhanced_again=again))
    made = generated(worker)
    assert (made.level, made.plan.title) == (Level.ENHANCED, kept)
    assert made.reason.endswith(reason_end)
    assert not any("is kept" in message for _, message in worker.logs)


def test_a_rule_based_program_says_that_it_is_one() -> None:
    made = generated(Worker(script(enhanced=REFUSED, basic=REFUSED)))
    assert "without a language model" in made.plan.description
    assert "without a model" in made.reason


def test_a_rule_based_program_is_in_the_language_that_was_asked_for() -> None:
    made = generated(Worker(script(enhanced=REFUSED, basic=REFUSED)), lifter(language="de-AT"))
    assert made.plan.title == "Kraft: Wochen: 8, Tage je Woche: 4"
    assert "ohne Sprachmodell" in made.plan.description
    assert made.plan.description.endswith("Die Namen der Übungen sind englisch.")
    assert made.reason.startswith("Nach Regeln und ohne Modell gemacht")
    first = made.plan.weeks[0]
    assert first.focus.startswith("Block 1 von 2: Sätze zu 6")
    assert first.sessions[0].title == "Oberkörper A"
    assert "mit dem Aufwärmen" in first.sessions[0].notes


@pytest.mark.parametrize(
    ("answers", "unreached"),
    [
        (script(enhanced=UNREACHED, basic=UNREACHED), True),
        (script(enhanced=UNREACHED, basic=TIRED), True),
        (script(enhanced=UNREACHED, basic=REFUSED), False),
        (script(enhanced=SPENT, basic=SPENT), False),
    ],
)
def test_a_program_says_that_the_model_could_not_be_reached(
    answers: Mapping[str, str | CallError], unreached: bool
) -> None:
    made = generated(Worker(answers))
    assert ("could not be reached" in made.reason) is unreached
    error = made.about()["generation_error"]
    assert isinstance(error, dict)
    assert error["message"]


def test_what_is_stored_of_a_failure_is_bounded() -> None:
    made = generated(Worker(script(enhanced=PermanentError("x" * 5_000, code="model-refused"))))
    assert all(len(failure.message) <= 500 for failure in made.failures)


def test_what_is_no_fault_of_the_model_is_no_reason_for_a_simpler_program() -> None:
    class Lost(Worker):
        async def ask(self, *_: object, **__: object) -> object:  # type: ignore[override]
            raise LeaseLost

    with pytest.raises(LeaseLost):
        generated(Lost())
