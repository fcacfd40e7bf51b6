"""What the check finds of faults that were planted, by how often the second reader errs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from generation.engine.errors import PermanentError
from generation.engine.limits import CHECK
from generation.engine.run import Prompt
from generation.pipelines.exam_course import course
from local.claude.answers import KINDS
from local.claude.course.second_reader import check_explanations, check_lesson
from tests.unit.pipelines.exams import exam
from tests.unit.pipelines.scripted import answer_of, argued, play, tags

MODELS = {"": "claude-sonnet-5-5", CHECK: "claude-haiku-5-5"}
PLANTED = 299
Answers = Mapping[str, Callable[[dict[str, Any], Prompt], dict[str, Any]]]


def _stands_by_his(data: dict[str, Any], _: Prompt) -> dict[str, Any]:
    return {"reviews": [{"question": one["question"], **one["yours"]} for one in data["disputed"]]}


def _refuses(*_: Any) -> dict[str, Any]:
    raise PermanentError("The model refused.", code="model-refused")


def by_answers(rate: float) -> Answers:
    """The second reader answers the questions, and says nothing of explanations."""
    answering = dict.fromkeys(
        ("check_lesson", "check_final_exam"), lambda data, prompt: check_lesson(data, rate)
    )
    nothing = {"check_explanations": lambda data, prompt: argued(data["questions"], {})}
    return {**answering, **nothing, "review_questions": _stands_by_his}


def by_explanations(rate: float) -> Answers:
    """Nobody answers the questions: what an explanation argues for is all there is."""
    nothing = dict.fromkeys(("check_lesson", "check_final_exam"), lambda data, prompt: answer_of(prompt))
    arguing = {"check_explanations": lambda data, prompt: check_explanations(data, rate)}
    return {**nothing, **arguing, "review_questions": _refuses}


def planted(answers: Answers) -> tuple[list[dict[str, Any]], dict[str, list[str]]]:
    """Lessons of a course whose every quiz key was planted wrong, and the texts of the right options."""
    truth: dict[str, list[str]] = {}

    def answer(prompt: Prompt) -> dict[str, Any]:
        data = tags("\n".join((*prompt.shared, prompt.text)))
        name = data["call"]["kind"]
        if name in answers:
            return answers[name](data, prompt)
        made: dict[str, Any] = KINDS[name](data)
        for one in made["lesson"]["quiz"] if name == "lesson" else ():
            texts = {option["option_id"]: option["text"] for option in one["options"]}
            truth[one["question"]] = [texts[option_id] for option_id in one["correct"]]
            one["correct"] = [next(option_id for option_id in texts if option_id not in one["correct"])]
        return made

    view = course.view(play(exam(PLANTED), answer=answer, models=MODELS).course)
    return [lesson for topic in view["topics"] for lesson in topic["lessons"]], truth


@pytest.mark.parametrize("rate", [0.0, 0.3])
@pytest.mark.parametrize("how", [by_answers, by_explanations])
def test_recall_is_one_minus_the_error_rate_of_the_second_reader(
    how: Callable[[float], Answers], rate: float
) -> None:
    """Found is what is flagged with the right answer. Nothing of the exam is wrong: what is flagged there is
    a false alarm, at most as many as the reader errs."""
    lessons, truth = planted(how(rate))
    quiz = [one for lesson in lessons for one in lesson["quiz"]]
    found = 0
    for one in quiz:
        texts = {option["option_id"]: option["text"] for option in one["options"]}
        answered = one["disputed"]["answer"] if one.get("disputed") else []
        found += [texts[option_id] for option_id in answered] == truth[one["question"]]
    assert len(quiz) > 100
    assert found / len(quiz) == pytest.approx(1 - rate, abs=0.03)
    worked = [one for lesson in lessons for one in lesson["worked_questions"]]
    assert sum("disputed" in one for one in worked) / len(worked) <= rate + 0.03
