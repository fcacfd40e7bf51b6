"""What is accepted before there is a job."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from generation.engine.errors import InvalidInput, NotFound
from generation.engine.pipeline import Accepted
from generation.pipelines.course_outline import outline_document
from generation.pipelines.course_outline.request import CourseOutlineRequest
from generation.pipelines.project_course.input import accept, estimated_duration_ms
from generation.pipelines.project_course.request import ProjectCourseRequest
from tests.unit.pipelines.documents import NOW, CountingDocuments, requester
from tests.unit.pipelines.project_course.examples import alternative, outline, project
from tests.unit.pipelines.project_course.refusals import Bad, assert_refused, cases


def _stored(alternatives: int = 3, owner: str = "ada") -> CountingDocuments:
    """Generated outlines under the id o1, in German for bakers."""
    documents = CountingDocuments()
    request = CourseOutlineRequest(
        outline_id="o1", topic="t", language="de", audience="Bakers", projects=5, alternatives=3
    )
    documents.create(
        outline_document.document(
            owner=owner,
            request=request,
            outlines=[alternative(number, 5) for number in range(1, alternatives + 1)],
            made_by="scripted",
            created_at=NOW,
        )
    )
    return documents


def _accepted(
    raw: dict[str, Any], documents: CountingDocuments | None = None
) -> Accepted[ProjectCourseRequest]:
    return accept(requester(documents or CountingDocuments()), raw)


def test_an_outline_as_a_person_writes_it() -> None:
    accepted = _accepted({"outline": {"title": "Bread", "projects": [{"title": "A roll"}]}})
    assert accepted.request.model_dump() == {
        "outline": {
            "title": "Bread",
            "angle": None,
            "description": None,
            "projects": [{"title": "A roll", "description": None, "objectives": []}],
            "facts": [],
        },
        "language": "en",
        "audience": None,
    }
    assert (accepted.title, accepted.documents) == ("Bread", ())


@pytest.mark.parametrize("choice", [0, 1, 2])
def test_a_chosen_outline_brings_language_and_audience(choice: int) -> None:
    accepted = _accepted({"outline_id": "o1", "choice": choice}, _stored())
    assert accepted.request.model_dump() == {
        "outline": alternative(choice + 1, 5),
        "language": "de",
        "audience": "Bakers",
    }


def test_an_outline_of_the_result_is_the_same_course_as_its_choice() -> None:
    documents = _stored()
    stored = documents.get("outline", "ada", "o1")
    assert stored is not None
    shown = outline_document.view(stored)["outlines"][1]
    sent, chosen = _accepted({"outline": shown}), _accepted({"outline_id": "o1", "choice": 1}, documents)
    assert sent == chosen


def test_language_and_audience_of_the_input_win() -> None:
    wanted = {"language": "pt-BR", "audience": "Pupils"}
    chosen = _accepted({"outline_id": "o1", "choice": 0, **wanted}, _stored())
    edited = _accepted({"outline": outline(language="de", audience="Bakers"), **wanted})
    for accepted in (chosen, edited):
        assert {name: getattr(accepted.request, name) for name in wanted} == wanted
    carried = _accepted({"outline": outline(language="de", audience="Bakers")})
    assert (carried.request.language, carried.request.audience) == ("de", "Bakers")


def test_the_subject_is_the_course_that_is_wanted() -> None:
    one = _accepted({"outline": outline()})
    assert one.subject == _accepted({"outline": dict(reversed(outline().items())), "language": "en"}).subject
    others: list[dict[str, Any]] = [
        {"outline": outline(title="Another")},
        {"outline": outline(projects=4)},
        {"outline": outline(), "language": "de"},
        {"outline": outline(), "audience": "Bakers"},
    ]
    assert len({one.subject, *(_accepted(raw).subject for raw in others)}) == 5


def test_outlines_that_are_unknown_somebody_elses_or_expired_are_the_same() -> None:
    late = replace(requester(_stored()), now=NOW + timedelta(days=30))
    askers = [requester(CountingDocuments()), requester(_stored(owner="bob")), late]
    messages = set()
    for asker in askers:
        with pytest.raises(NotFound) as missing:
            accept(asker, {"outline_id": "o1", "choice": 0})
        messages.add((missing.value.code, str(missing.value)))
    assert len(messages) == 1
    assert messages.pop()[0] == "outline-not-found"


@pytest.mark.parametrize(
    ("alternatives", "wanted"),
    [(3, "must be a number from 0 to 2, the index of an outline"), (1, "must be 0")],
)
def test_a_choice_beyond_the_outlines(alternatives: int, wanted: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        _accepted({"outline_id": "o1", "choice": alternatives}, _stored(alternatives))
    [error] = refused.value.errors
    assert (error.pointer, error.message) == ("/input/choice", wanted)


def _with_project(**changed: Any) -> dict[str, Any]:
    return {"outline": outline() | {"projects": [project(1), project(2, **changed)]}}


BAD: Bad = [
    ("nothing", {}, {"/input": "needs outline, or outline_id and choice"}),
    ("no object", [], {"/input": "must be an object"}),
    ("id without a choice", {"outline_id": "o1"}, {"/input/choice": "is required with outline_id"}),
    ("choice without an id", {"choice": 0}, {"/input": "needs outline, or outline_id and choice"}),
    ("both", {"outline": outline(), "outline_id": "o"}, {"/input/outline_id": "together with outline"}),
    (
        "all three",
        {"outline": outline(), "outline_id": "o", "choice": 0},
        {"/input/outline_id": "together", "/input/choice": "together"},
    ),
    ("choice negative", {"outline_id": "o1", "choice": -1}, {"/input/choice": "greater than or equal to 0"}),
    ("choice a text", {"outline_id": "o1", "choice": "0"}, {"/input/choice": "must be a whole number"}),
    ("choice false", {"outline_id": "o1", "choice": False}, {"/input/choice": "must be a whole number"}),
    ("blank id", {"outline_id": " ", "choice": 0}, {"/input/outline_id": "blank"}),
    ("outline a text", {"outline": "x"}, {"/input/outline": "must be an object"}),
    ("outline a list", {"outline": [outline()]}, {"/input/outline": "must be an object"}),
    ("no projects", {"outline": outline(projects=0)}, {"/input/outline/projects": "1 at least"}),
    ("projects left out", {"outline": {"title": "t"}}, {"/input/outline/projects": "is required"}),
    ("nine projects", {"outline": outline(projects=9)}, {"/input/outline/projects": "at most 8 entries"}),
    ("no title", {"outline": {"projects": [project()]}}, {"/input/outline/title": "is required"}),
    ("blank title", {"outline": outline(title=" ")}, {"/input/outline/title": "blank"}),
    ("long title", {"outline": outline(title="x" * 201)}, {"/input/outline/title": "at most 200"}),
    ("title of two lines", {"outline": outline(title="a\nb")}, {"/input/outline/title": "control"}),
    (
        "long description",
        {"outline": outline(description="x" * 2_001)},
        {"/input/outline/description": "at most 2,000"},
    ),
    ("long fact", {"outline": outline(facts=["x" * 301])}, {"/input/outline/facts/0": "at most 300"}),
    ("21 facts", {"outline": outline(facts=["x"] * 21)}, {"/input/outline/facts": "at most 20"}),
    ("long angle", {"outline": outline(angle="x" * 301)}, {"/input/outline/angle": "at most 300"}),
    ("unknown field", {"outline": outline(weeks=3)}, {"/input/outline/weeks": "not a known field"}),
    ("language of symbols", {"outline": outline(language="<de>")}, {"/input/outline/language": "a tag"}),
    ("unknown field of a project", _with_project(lessons=[]), {"/input/outline/projects/1/lessons": "known"}),
    ("blank title of a project", _with_project(title=""), {"/input/outline/projects/1/title": "blank"}),
    (
        "nine objectives",
        _with_project(objectives=["o"] * 9),
        {"/input/outline/projects/1/objectives": "at most 8 entries"},
    ),
    (
        "long objective",
        _with_project(objectives=["o", "x" * 301]),
        {"/input/outline/projects/1/objectives/1": "at most 300"},
    ),
    (
        "objectives a text",
        _with_project(objectives="bake"),
        {"/input/outline/projects/1/objectives": "must be a list"},
    ),
    (
        "long description of a project",
        _with_project(description="x" * 2_001),
        {"/input/outline/projects/1/description": "at most 2,000"},
    ),
    ("blank language", {"outline": outline(), "language": ""}, {"/input/language": "blank"}),
    ("long audience", {"outline": outline(), "audience": "x" * 501}, {"/input/audience": "at most 500"}),
]


@pytest.mark.parametrize(("raw", "wanted"), cases(BAD))
def test_bad_input_is_refused_with_a_pointer(raw: Any, wanted: dict[str, str]) -> None:
    assert_refused(accept, raw, wanted, _stored())


def test_the_largest_outline_is_an_outline() -> None:
    largest = project(title="t" * 200, description="d" * 2_000, objectives=["o" * 300] * 8)
    raw = outline(title="t" * 200, description="d" * 2_000, angle="a" * 300, facts=["f" * 300] * 20)
    raw |= {"projects": [largest] * 8}
    assert len(_accepted({"outline": raw}).request.outline["projects"]) == 8


def test_more_projects_are_expected_to_take_longer() -> None:
    estimates = [estimated_duration_ms(projects) for projects in (1, 3, 5, 8)]
    assert estimates == sorted(estimates)
    assert estimates[0] > 60_000
    assert estimates[-1] < 10 * 60_000
