"""Words: every language says the same things, and a program by rule says nothing that is not in them."""

from __future__ import annotations

import json
import re

import pytest

from generation.pipelines.training_program.person.profile import Goal
from generation.pipelines.training_program.planning.rule_based import rule_based
from generation.pipelines.training_program.planning.words import TEXTS, words
from generation.pipelines.training_program.program import prescriptions
from generation.pipelines.training_program.rules.checks import check
from tests.unit.pipelines.training_program import people

ALL = json.loads(TEXTS.read_text(encoding="utf-8"))
OFFERED = ("en", "de", "es", "fr", "it", "nl", "pl", "pt", "tr", "uk", "ja", "zh")


def test_there_are_those_of_every_language_that_the_page_offers() -> None:
    assert tuple(ALL) == OFFERED


@pytest.mark.parametrize("language", OFFERED)
def test_every_language_has_the_same_texts_with_the_same_values(language: str) -> None:
    assert ALL[language].keys() == ALL["en"].keys()
    for name, text in ALL[language].items():
        assert set(re.findall(r"{(\w+)}", text)) == set(re.findall(r"{(\w+)}", ALL["en"][name])), name
        assert text or (language, name) == ("en", "english_names")


@pytest.mark.parametrize(
    ("language", "tag"),
    [
        ("de", "de"),
        ("de-AT", "de"),
        ("pt-BR", "pt"),
        ("zh_Hant", "zh"),
        ("German", "de"),
        ("Deutsch", "de"),
        ("日本語", "ja"),
        ("en-GB", "en"),
        ("Danish", "en"),
        ("", "en"),
    ],
)
def test_a_language_is_known_by_tag_and_by_name(language: str, tag: str) -> None:
    assert words(language).language == tag


@pytest.mark.parametrize("language", OFFERED)
@pytest.mark.parametrize("goal", [Goal.STRENGTH, Goal.ENDURANCE])
def test_a_program_by_rule_says_the_same_in_every_language(language: str, goal: Goal) -> None:
    told = people.analysis(
        {"equipment": people.GYM, "injuries": ["knee"]}, goal=goal, weeks=6, days_per_week=7
    )
    weeks, english = rule_based(told, words(language)), rule_based(told)
    assert check(weeks, told).is_passed
    for one, other in zip(prescriptions(weeks), prescriptions(english), strict=True):
        assert one[2].model_copy(update={"notes": ""}) == other[2].model_copy(update={"notes": ""})
    if language != "en":
        said = [text for week in weeks for text in (week.focus, *(s.title for s in week.sessions))]
        theirs = [text for week in english for text in (week.focus, *(s.title for s in week.sessions))]
        assert all(mine != other for mine, other in zip(said, theirs, strict=True))
