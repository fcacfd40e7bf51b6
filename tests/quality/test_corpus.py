"""Planted defects are found, good artifacts are left alone; docs/quality.md has the figures."""

from __future__ import annotations

from random import Random

import pytest

from generation.quality.artifact import artifact
from generation.quality.artifact import exam as read_exam
from generation.quality.checking import check
from generation.quality.findings import MAX_MESSAGE, Finding, Severity
from tests.quality.corpus import KINDS, LANGUAGES, exam, good
from tests.quality.defects import DEFECTS, Defect

SEEDS = range(4)
"""By language and kind of artifact: twelve plantings of every defect at least."""

LEAST_RECALL = 0.95
FEWEST_KINDS, FEWEST_PLANTED = 15, 10


def findings(raw: dict[str, object], language: str | None = None) -> list[Finding]:
    return check(artifact(raw), None if language is None else read_exam(exam(language)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_good_artifacts_are_left_alone(kind: str, language: str) -> None:
    assert findings(good(kind, language)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_good_courses_are_left_alone_beside_their_exam(language: str) -> None:
    assert findings(good("course", language), language) == []


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda one: one.name)
def test_planted_defects_are_found(defect: Defect) -> None:
    planted, found = 0, 0
    for kind in defect.kinds:
        for language in LANGUAGES:
            for seed in SEEDS:
                spoiled = good(kind, language)
                defect.spoil(spoiled, language, Random(f"{defect.name} {kind} {language} {seed}"))
                seen = findings(spoiled, language if defect.needs_exam else None)
                assert all(len(one.message) <= MAX_MESSAGE for one in seen)
                planted += 1
                found += any(
                    one.rule == defect.rule and (one.level is Severity.BLOCK or not defect.blocks)
                    for one in seen
                )
    assert planted >= FEWEST_PLANTED
    assert found >= planted * LEAST_RECALL


def test_there_are_enough_kinds_of_defects() -> None:
    assert len({defect.rule for defect in DEFECTS if defect.blocks}) >= FEWEST_KINDS
    assert {kind for defect in DEFECTS for kind in defect.kinds} == set(KINDS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_remembered_as_clean_changes_no_finding(language: str) -> None:
    """Ids of another exam are told of texts that were clean before, and a clean text is still told when it
    stands in another language's course."""
    course = good("course", language)
    assert check(artifact(course)) == []
    lesson = course["topics"][0]["lessons"][0]
    lesson["key_points"][0] += " (bike-77)"
    assert check(artifact(course)) == []
    course["topics"][1]["question_ids"].append("bike-77")
    assert {one.rule for one in check(artifact(course)) if "key_points" in one.pointer} == {"names-an-id"}
    course["language"] = "ja"
    assert "language" in {one.rule for one in check(artifact(course))}
