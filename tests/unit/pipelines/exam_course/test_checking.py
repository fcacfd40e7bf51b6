"""The check: blind, once a lesson, settled with the author once, and never the end of a job."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from generation.engine.errors import InvalidOutput, PermanentError
from generation.engine.limits import CHECK
from generation.engine.model.job import Options
from generation.engine.run import Prompt
from generation.pipelines.exam_course import course
from generation.pipelines.exam_course.exam import Question
from generation.pipelines.exam_course.second_reader import (
    SecondReading,
    asked_of,
    check_prompt,
    explanations_prompt,
    parse_check,
    parse_review,
    review_prompt,
)
from tests.unit.pipelines.exams import exam, hostile_exam, small_exam
from tests.unit.pipelines.scripted import (
    ScriptedWorker,
    answer_of,
    argued,
    lesson_of,
    play,
    tags,
)
from tests.unit.pipelines.snapshots import assert_is_snapshot

MODELS = {"": "claude-sonnet-5-5", CHECK: "claude-haiku-5-5"}
LESSON = "generate_lessons/topic-01/lesson-1"
CHECKED = [LESSON, f"{LESSON}-check", f"{LESSON}-explanations"]
Answer = Callable[[Prompt], dict[str, Any]]


def kind(prompt: Prompt) -> str:
    return str(tags(prompt.text)["call"]["kind"])


AGAIN = "On a second look this follows."


def second_reader(
    otherwise: dict[str, list[str]],
    agreed: bool = False,
    again: str = AGAIN,
    argues: dict[str, list[str]] | None = None,
    is_final: bool = False,
) -> Answer:
    """Answers these questions of the lesson, or of the final exam, so, and cannot decide the others; takes
    their explanations to argue for what `argues` says. The author agrees, or stands by his, and explains it
    by `again`."""

    def answer(prompt: Prompt) -> dict[str, Any]:
        sent = tags(prompt.text)
        title = sent.get("lesson", {}).get("title")
        if kind(prompt).startswith("check") and is_final != (title == "Logic for the examination"):
            return answer_of(prompt)
        if kind(prompt) == "check_explanations":
            return argued(sent["questions"], argues or {})
        if kind(prompt) in ("check_lesson", "check_final_exam"):
            return {
                "answers": [
                    {
                        "question": one["question"],
                        "correct": otherwise.get(one["question"], []),
                        "claim": "Because of the form.",
                        "reason": "The form decides.",
                    }
                    for one in tags(prompt.text)["questions"]
                ]
            }
        if kind(prompt) == "review_questions":
            return {
                "reviews": [
                    {
                        "question": one["question"],
                        "correct": one["other" if agreed else "yours"]["correct"],
                        "explanation": again,
                    }
                    for one in tags(prompt.text)["disputed"]
                ]
            }
        return answer_of(prompt)

    return answer


def checked(answer: Answer, **how: Any) -> tuple[dict[str, Any], Any]:
    played = play(exam(2), answer=answer, models=MODELS, **how)
    view = course.view(played.course)
    [lesson] = [lesson for topic in view["topics"] for lesson in topic["lessons"]]
    return lesson, played


def asked_for(played: Any) -> list[str]:
    """The calls of the lesson, in order."""
    return [key for key in played.worker.prompts if key.startswith(LESSON)]


def lesson_and_exam(raw: dict[str, Any]) -> tuple[dict[str, Any], list[Question]]:
    return lesson_of(raw["questions"]), [Question.model_validate(one) for one in raw["questions"]]


def test_the_prompts() -> None:
    lesson, questions = lesson_and_exam(small_exam())
    asked = asked_of(lesson, questions)
    check = check_prompt(lesson, asked, "en")
    assert_is_snapshot("check_lesson.md", whole(check))
    answers = parse_check(json.dumps(second_reader({"quiz 1": ["B"], "exam 2": ["C"]})(check)), asked)
    disputed = [(one, SecondReading.of(answers[one.name])) for one in asked if answers[one.name].correct]
    assert_is_snapshot("review_questions.md", whole(review_prompt(lesson, disputed, "en", "high")))


def test_the_prompts_about_explanations_and_the_final_exam() -> None:
    lesson, questions = lesson_and_exam(small_exam())
    asked = asked_of(lesson, questions)
    own = [one for one in asked if one.source == "quiz"]
    assert_is_snapshot("check_explanations.md", whole(explanations_prompt(lesson, own, "en")))
    assert_is_snapshot("check_final_exam.md", whole(check_prompt(lesson, asked, "en", is_final=True)))


def test_the_call_about_explanations_knows_no_key_and_no_lesson() -> None:
    lesson, questions = lesson_and_exam(small_exam())
    sent = tags(explanations_prompt(lesson, asked_of(lesson, questions), "en").text)
    assert {key for one in sent["questions"] for key in one} == {"question", "options", "explanation"}
    assert sent["lesson"] == {"title": lesson["title"]}


def whole(prompt: Prompt) -> str:
    shared = "\n".join(prompt.shared)
    return f"{shared}\n--- user ---\n{prompt.text}\n--- schema ---\n{json.dumps(prompt.schema, indent=2)}\n"


def test_the_check_is_blind() -> None:
    lesson, questions = lesson_and_exam(small_exam())
    prompt = check_prompt(lesson, asked_of(lesson, questions), "en")
    sent = tags(prompt.text)
    assert {key for one in sent["questions"] for key in one} == {"question", "text", "options"}
    assert sent["lesson"].keys() == {"title", "body"}
    secret = [one.explanation for one in questions if one.explanation] + [
        worked["why_right"] for worked in lesson["worked_questions"]
    ]
    secret += [one["explanation"] for one in lesson["quiz"]]
    assert not [text for text in secret if text in prompt.text]


def test_hostile_questions_are_data() -> None:
    lesson, questions = lesson_and_exam(hostile_exam())
    prompt = check_prompt(lesson, asked_of(lesson, questions), "en")
    assert tags(prompt.text)["call"] == {"kind": "check_lesson", "language": "en"}


def test_who_agrees_or_cannot_decide_changes_nothing() -> None:
    lesson, played = checked(second_reader({"exam 1": ["B"]}))
    assert asked_for(played) == CHECKED
    assert lesson["checked_by"] == "claude-haiku-5-5"
    assert not [one for one in lesson["quiz"] + lesson["worked_questions"] if "disputed" in one]
    assert any(line.startswith("Checking: ") for line in played.worker.logs)


def test_who_has_checked_is_what_the_answer_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ScriptedWorker, "answered_as", "what answered")
    lesson, _ = checked(second_reader({"exam 1": ["B"]}))
    assert lesson["checked_by"] == "what answered"


def test_who_can_decide_nothing_has_checked_nothing() -> None:
    lesson, played = checked(second_reader({}))
    assert asked_for(played) == CHECKED
    assert lesson["checked_by"] is None


def test_where_they_still_differ_the_question_is_flagged_and_kept() -> None:
    lesson, played = checked(second_reader({"exam 2": ["A"], "quiz 1": ["D"]}))
    assert asked_for(played) == [*CHECKED, f"{LESSON}-review"]
    dispute = {"answer": ["A"], "reason": "The form decides.", "claim": ""}
    assert lesson["worked_questions"][1]["disputed"] == dispute
    assert lesson["quiz"][0]["disputed"] == {**dispute, "answer": ["D"]}
    assert "disputed" not in lesson["worked_questions"][0]
    findings = course.view(played.course)["quality"]["findings"]
    at = "/topics/0/lessons/0"
    found = {(one["level"], one["pointer"]) for one in findings if one["rule"] == "disputed-answer"}
    assert found == {("warn", f"{at}/worked_questions/1"), ("warn", f"{at}/quiz/0")}


def test_a_claim_of_the_lesson_that_leads_away_from_the_key_is_named() -> None:
    claim = lesson_of(exam(2)["questions"])["body"].splitlines()[-1][:90]

    def answer(prompt: Prompt) -> dict[str, Any]:
        given = second_reader({"exam 2": ["A"]})(prompt)
        for one in given.get("answers", []) if kind(prompt) == "check_lesson" else ():
            one["claim"] = claim
        return given

    lesson, played = checked(answer)
    assert lesson["worked_questions"][1]["disputed"]["claim"] == claim
    [found] = [
        one for one in course.view(played.course)["quality"]["findings"] if one["rule"] == "disputed-claim"
    ]
    assert (found["level"], found["pointer"]) == ("warn", "/topics/0/lessons/0/body")
    assert len(found["message"]) <= 200


def test_what_both_hold_for_right_is_the_key_of_a_quiz_and_a_doubt_of_the_exam() -> None:
    lesson, played = checked(second_reader({"exam 2": ["A"], "quiz 1": ["D"]}, agreed=True))
    assert lesson["quiz"][0]["correct"] == ["D"]
    assert lesson["quiz"][0]["explanation"] == AGAIN
    doubt = {"reason": AGAIN, "likely": ["A"]}
    assert lesson["worked_questions"][1]["marking_doubt"] == doubt
    assert [one["question_id"] for one in course.view(played.course)["doubtful_keys"]] == ["q2"]
    assert not [one for one in lesson["quiz"] + lesson["worked_questions"] if "disputed" in one]


GERMAN = (
    "Nur diese Aussage folgt in jedem Fall aus dem, was gegeben ist, und die andere, die ihr nahe kommt, "
    "ist falsch, sobald eine der beiden Annahmen nicht mehr zutrifft oder von niemandem bewiesen wurde."
)


@pytest.mark.parametrize("again", ["As an AI language model, I hold the form for decisive.", GERMAN])
def test_what_the_author_then_writes_is_not_used_where_a_rule_blocks_it(again: str) -> None:
    answer = second_reader({"exam 2": ["A"], "quiz 1": ["D"]}, agreed=True, again=again)
    lesson, played = checked(answer)
    quiz, worked = lesson["quiz"][0], lesson["worked_questions"][1]
    assert (quiz["correct"], quiz["disputed"]["answer"]) == (["B"], ["D"])
    assert (worked["marking_doubt"], worked["disputed"]["answer"]) == (None, ["A"])
    assert again not in json.dumps(lesson, ensure_ascii=False)
    assert not course.view(played.course)["quality"]["blocked"]
    told = [line for line in played.worker.logs if line.startswith("The author's second explanation")]
    assert len(told) == 2


def test_what_is_not_used_of_one_question_is_used_of_another() -> None:
    """Options of the exam are not shuffled: a doubt about their marking may name them by letters."""
    again = "Option A follows from the form."
    lesson, _ = checked(second_reader({"exam 2": ["A"], "quiz 1": ["D"]}, agreed=True, again=again))
    assert "disputed" in lesson["quiz"][0]
    assert lesson["worked_questions"][1]["marking_doubt"] == {"reason": again, "likely": ["A"]}


def test_an_explanation_that_argues_for_another_option_is_written_anew() -> None:
    lesson, played = checked(second_reader({}, argues={"quiz 1": ["D"]}))
    assert asked_for(played) == [*CHECKED, f"{LESSON}-review"]
    [sent] = tags(played.worker.prompts[f"{LESSON}-review"].text)["disputed"]
    assert (sent["other"]["about"], sent["other"]["reason"]) == ("explanation", "So it is.")
    assert lesson["quiz"][0]["explanation"] == AGAIN
    assert lesson["quiz"][0]["correct"] == ["B"]
    assert not [one for one in lesson["quiz"] + lesson["worked_questions"] if "disputed" in one]


def test_an_explanation_whose_author_agrees_with_it_changes_the_key() -> None:
    lesson, _ = checked(second_reader({}, argues={"quiz 1": ["D"]}, agreed=True))
    assert (lesson["quiz"][0]["correct"], lesson["quiz"][0]["explanation"]) == (["D"], AGAIN)


@pytest.mark.parametrize("again", [None, "As an AI language model, I hold the form for decisive."])
def test_an_explanation_that_nobody_mends_is_flagged(again: str | None) -> None:
    given = second_reader({}, argues={"quiz 1": ["D"]}, again=again or AGAIN)

    def answer(prompt: Prompt) -> dict[str, Any]:
        if again is None and kind(prompt) == "review_questions":
            raise PermanentError("The model refused.", code="model-refused")
        return given(prompt)

    lesson, played = checked(answer)
    dispute = {"answer": ["D"], "reason": "So it is.", "claim": "", "about": "explanation"}
    assert lesson["quiz"][0]["disputed"] == dispute
    [found] = [
        one for one in course.view(played.course)["quality"]["findings"] if one["rule"] == "disputed-answer"
    ]
    assert found["message"].startswith("The explanation argues for “D”")


@pytest.mark.parametrize("agreed", [False, True])
def test_a_key_that_the_second_reader_answers_himself_is_not_changed_for_an_explanation(agreed: bool) -> None:
    lesson, _ = checked(second_reader({"quiz 1": ["B"]}, argues={"quiz 1": ["D"]}, agreed=agreed))
    question = lesson["quiz"][0]
    assert question["correct"] == ["B"]
    assert (question["explanation"] == AGAIN) is not agreed
    dispute = {"answer": ["D"], "reason": "So it is.", "claim": "", "about": "explanation"}
    assert question.get("disputed") == (dispute if agreed else None)


def test_an_answer_of_the_second_reader_goes_before_what_an_explanation_argues() -> None:
    lesson, _ = checked(second_reader({"quiz 1": ["D"]}, argues={"quiz 1": ["A"]}))
    assert lesson["quiz"][0]["disputed"]["answer"] == ["D"]


def test_the_final_exam_is_checked_too() -> None:
    before = course.view(play(exam(2), models=MODELS).course)["final_exam"]
    first, second = ([next(one for one in "AB" if one not in asked["correct"])] for asked in before[:2])
    given = second_reader({"quiz 2": second}, argues={"quiz 1": first}, is_final=True)
    played = play(exam(2), answer=given, models=MODELS)
    calls = [key for key in played.worker.prompts if key.startswith("save_course/")]
    over_all = "save_course/course"
    assert calls == [over_all, *(f"{over_all}-{one}" for one in ("check", "explanations", "review"))]
    sent = tags(played.worker.prompts[f"{over_all}-check"].text)
    view = course.view(played.course)
    assert sent["lesson"] == {"title": view["title"], "body": view["summary"]}
    final = view["final_exam"]
    assert final[0]["explanation"] == AGAIN
    assert (final[0]["correct"], final[1]["disputed"]["answer"]) == (before[0]["correct"], second)
    found = {(one["rule"], one["level"], one["pointer"]) for one in view["quality"]["findings"]}
    assert ("disputed-answer", "warn", "/final_exam/1") in found


def test_a_final_exam_whose_check_fails_is_kept() -> None:
    def answer(prompt: Prompt) -> dict[str, Any]:
        if kind(prompt) == "check_final_exam":
            raise PermanentError("The next call could pass the job's limit.", code="budget-exceeded")
        return answer_of(prompt)

    played = play(exam(2), answer=answer, models=MODELS)
    assert course.view(played.course)["final_exam"]


@pytest.mark.parametrize("failing", ["check_lesson", "check_explanations", "review_questions"])
def test_a_check_that_fails_fails_no_job(failing: str) -> None:
    given = second_reader({"quiz 1": ["D"]})

    def answer(prompt: Prompt) -> dict[str, Any]:
        if kind(prompt) == failing:
            raise PermanentError("The next call could pass the job's limit.", code="budget-exceeded")
        return given(prompt)

    lesson, played = checked(answer)
    assert lesson["checked_by"] == (None if failing == "check_lesson" else "claude-haiku-5-5")
    assert ("disputed" in lesson["quiz"][0]) is (failing != "check_lesson")
    assert any("The next call could pass" in line for line in played.worker.logs)
    assert played.results["save_course"]["status"] == "draft"


@pytest.mark.parametrize(
    "how",
    [{"options": Options(check="off")}, {"models": {"": "claude-sonnet-5-5"}}],
    ids=["option", "setting"],
)
def test_it_can_be_left_out(how: dict[str, Any]) -> None:
    played = play(exam(2), **{"models": MODELS, **how})
    assert asked_for(played) == [LESSON]
    assert not [key for key, prompt in played.worker.prompts.items() if kind(prompt).startswith("check")]


@pytest.mark.parametrize(
    "answers",
    [
        [],
        [("exam 1", ["A"])],
        [("exam 1", ["A"]), ("exam 1", ["A"]), ("quiz 1", []), ("quiz 2", [])],
        [("exam 1", ["E"]), ("quiz 1", ["A"]), ("quiz 2", ["A"])],
        [("exam 1", ["B"]), ("quiz 1", ["D", "D"]), ("quiz 2", ["A"])],
        [("exam 1", []), ("quiz 1", []), ("quiz 2", []), ("quiz 3", [])],
    ],
)
def test_an_answer_that_breaks_its_contract_is_refused(answers: list[tuple[str, list[str]]]) -> None:
    asked = asked_of(*lesson_and_exam(exam(1)))
    assert len(asked) == 3
    given = [
        {"question": name, "correct": correct, "claim": "", "reason": "So."} for name, correct in answers
    ]
    with pytest.raises(InvalidOutput):
        parse_check(json.dumps({"answers": given}), asked)
    reviews = [{"question": name, "correct": correct, "explanation": "So."} for name, correct in answers]
    with pytest.raises(InvalidOutput):
        parse_review(json.dumps({"reviews": reviews}), asked)
