"""The steps, one after another, and what they leave behind."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from generation.catalogue import PIPELINES
from generation.engine.errors import InvalidOutput, PermanentError
from generation.engine.run import Prompt
from generation.pipelines.course_outline import contracts, outline_document
from generation.pipelines.course_outline.outline import MAX_ANGLE, MAX_TITLE, Outline
from generation.pipelines.course_outline.pipeline import PIPELINE as COURSE_OUTLINE
from tests.unit.pipelines.project_course.examples import answer_of
from tests.unit.pipelines.project_course.playing import Played, play
from tests.unit.pipelines.scripted import NOW, tags


def _play(**changed: Any) -> Played:
    return play(COURSE_OUTLINE, {"topic": "Sourdough", **changed})


def test_the_catalogue_has_it() -> None:
    assert PIPELINES["course_outline"] is COURSE_OUTLINE
    assert sum(step.weight for step in COURSE_OUTLINE.steps) == 100


def test_the_result_is_the_outlines() -> None:
    played = _play(language="de", audience="Bakers")
    result = dict(played.outcomes["finalize"].job_result or {})
    assert list(result) == ["outline_id", "made_by", "expires_at", "outlines"]
    assert (result["outline_id"], result["made_by"]) == ("outline_new", "scripted")
    assert result["expires_at"] == "2026-03-31T12:00:00.000Z"
    assert [len(outline["projects"]) for outline in result["outlines"]] == [5, 5, 5]
    for raw in result["outlines"]:
        outline = Outline.model_validate(raw)
        assert (outline.language, outline.audience) == ("de", "Bakers")


def test_the_outlines_are_stored_with_the_call_that_made_them() -> None:
    played = _play()
    assert list(played.worker.prompts) == ["generate_outlines/outlines"]
    stored = played.document("outline")
    assert stored.document_id == "outline_new"
    assert stored.summary == {
        "topic": "Sourdough",
        "language": "en",
        "audience": None,
        "outlines_total": 3,
        "made_by": "scripted",
        "expires_at": "2026-03-31T12:00:00.000Z",
    }
    assert played.outcomes["generate_outlines"].artifact == {"outline_id": "outline_new"}


def test_outlines_are_kept_for_thirty_days() -> None:
    stored = _play().document("outline")
    assert not outline_document.is_expired(stored, NOW + timedelta(days=30) - timedelta(seconds=1))
    assert outline_document.is_expired(stored, NOW + timedelta(days=30))


def test_messages() -> None:
    played = _play(topic="Sour\ndough", projects=3, alternatives=1)
    assert played.worker.logs == ["Topic: Sour dough"]
    assert [outcome.message for outcome in played.outcomes.values()] == [
        "1 outline of 3 projects wanted",
        "Generated 1 outline of 3 projects",
        "1 outline to choose from: First course",
    ]


def test_an_answer_that_breaks_its_contract_goes_back() -> None:
    def forgetful(prompt: Prompt) -> dict[str, Any]:
        answer = answer_of(prompt)
        answer["outlines"].pop()
        return answer

    with pytest.raises(InvalidOutput) as refused:
        play(COURSE_OUTLINE, {"topic": "Sourdough"}, answer=forgetful)
    assert refused.value.errors == ["outlines: there are 2, exactly 3 are wanted."]


def test_the_largest_result_in_any_script_is_small_enough() -> None:
    def longest(prompt: Prompt) -> dict[str, Any]:
        call = tags(prompt.text)["call"]
        outlines = [
            {
                "angle": f"{a}" + "🧑" * (MAX_ANGLE - 1),
                "title": f"{a}" + "🧑" * (MAX_TITLE - 1),
                "description": "🧑" * contracts.MAX_DESCRIPTION,
                "facts": [f"{f:02}" + "🧑" * (contracts.MAX_FACT - 2) for f in range(contracts.MAX_FACTS)],
                "projects": [
                    {
                        "title": f"{a}{p}" + "🧑" * (MAX_TITLE - 2),
                        "description": "🧑" * contracts.MAX_PROJECT_DESCRIPTION,
                        "objectives": [
                            f"{o}" + "🧑" * (contracts.MAX_OBJECTIVE - 1)
                            for o in range(contracts.MAX_OBJECTIVES)
                        ],
                    }
                    for p in range(call["projects"])
                ],
            }
            for a in range(call["alternatives"])
        ]
        return {"outlines": outlines}

    request = {"topic": "t", "projects": 8, "alternatives": 4, "audience": "🧑" * 500}
    played = play(COURSE_OUTLINE, request, answer=longest)
    result = json.dumps(dict(played.outcomes["finalize"].job_result or {}), ensure_ascii=False)
    assert len(result.encode()) < 300_000
    # The job's own result apart, steps hand on next to nothing.
    assert all(len(json.dumps(dict(outcome.result))) < 100 for outcome in played.outcomes.values())
    assert all(len(outcome.message) < 1_000 for outcome in played.outcomes.values())


def test_outlines_that_are_gone_end_the_job_for_good() -> None:
    played = play(COURSE_OUTLINE, {"topic": "Sourdough"}, until="finalize")
    played.worker.documents.clear()
    with pytest.raises(PermanentError) as failed:
        played.play("finalize")
    assert (failed.value.code, failed.value.retryable) == ("outline-missing", False)
