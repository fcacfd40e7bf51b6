"""The example exam is what the demonstration and a reader can rely on."""

from __future__ import annotations

import json

from local.configuration import ROOT

exam = json.loads((ROOT / "examples" / "exam.json").read_text(encoding="utf-8"))


def test_it_has_thirty_explained_questions_some_with_several_right_answers() -> None:
    questions = exam["questions"]
    assert len(questions) == len({question["question_id"] for question in questions}) == 30
    assert all(question["explanation"] and question["references"] for question in questions)
    assert sum(len(question["correct"]) > 1 for question in questions) >= 5


def test_right_answers_are_options_and_not_always_at_the_same_place() -> None:
    for question in exam["questions"]:
        ids = [option["option_id"] for option in question["options"]]
        assert len(ids) == len(set(ids)) == 4
        assert set(question["correct"]) < set(ids)
    places = [question["correct"][0] for question in exam["questions"]]
    assert all(places.count(place) < 15 for place in "abcd")
