"""Kinds `program_enhanced` and `program_basic`: from the data of the call alone, and labelled."""

from __future__ import annotations

import json
from typing import Any

import pytest

from generation.pipelines.shared.again import again_prompt
from generation.pipelines.training_program.prompts import basic_prompt, enhanced_prompt
from local.claude.answers import answer, kind_of
from local.claude.errors import InvalidRequest
from tests.unit.pipelines.training_program.plans import at_home, lifter

PROMPTS = {"program_enhanced": enhanced_prompt, "program_basic": basic_prompt}


def answered(text: str, schema: Any = None) -> dict[str, Any]:
    plan: dict[str, Any] = json.loads(answer(kind_of(text), text, schema).text)
    return plan


@pytest.mark.parametrize("kind", PROMPTS)
def test_the_same_person_gets_the_same_plan_and_another_one_another(kind: str) -> None:
    prompts = [PROMPTS[kind](person) for person in (lifter(), lifter(), at_home())]
    assert {kind_of(prompt.text) for prompt in prompts} == {kind}
    one, again, other = (answered(prompt.text, dict(prompt.schema or {})) for prompt in prompts)
    assert one == again
    assert one["sessions"] != other["sessions"]


@pytest.mark.parametrize("kind", PROMPTS)
def test_it_says_that_no_model_made_it(kind: str) -> None:
    english = answered(PROMPTS[kind](lifter()).text)["description"]
    german = answered(PROMPTS[kind](lifter(language="de")).text)["description"]
    assert english.startswith("Made offline, without a language model")
    assert "Weeks 4, 8 are easier" in english
    assert german.startswith("Nach Regeln aus deinem Profil gemacht, ohne Sprachmodell")
    other = answered(PROMPTS[kind](lifter(language="sv")).text)["description"]
    assert other.endswith("Its words are English, whatever language was asked for.")
    assert "are English" not in english


def test_the_weeks_of_an_exercise_are_told_once() -> None:
    plan = answered(enhanced_prompt(lifter()).text)
    for session in plan["sessions"]:
        ids = [one["exercise_id"] for one in session["exercises"]]
        assert len(ids) == len(set(ids))
        assert {(one["from_week"], one["to_week"]) for one in session["exercises"]} == {(1, 8)}
    assert len(plan["tracks"]) < 15


def test_what_goes_back_is_answered_like_the_first_time() -> None:
    prompt = enhanced_prompt(lifter())
    assert answered(again_prompt(prompt, "{}", ["wrong"]).text) == answered(prompt.text)


@pytest.mark.parametrize("kind", PROMPTS)
@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"weeks": 8', '"weeks": 17', "weeks"),
        ('"age": 30', '"age": 3', "age"),
        ("<profile>", "<profil>", "profile"),
        ('"goal": "strength"', '"goal": "fame"', "goal"),
    ],
)
def test_data_that_is_missing_or_wrong_is_refused(kind: str, old: str, new: str, words: str) -> None:
    text = PROMPTS[kind](lifter()).text
    assert old in text
    with pytest.raises(InvalidRequest, match=words):
        answered(text.replace(old, new))
