"""A course whose exam was revised: what has changed is written anew at once, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from generation.engine.limits import CHECK
from generation.engine.model.checkpoint import Document
from generation.lessons import Lessons
from generation.pipelines.exam_course import course
from generation.pipelines.shared import history
from generation.pipelines.shared.courses import public_version
from generation.pipelines.shared.lessons import all_of
from tests.simulation.loop import simulate
from tests.simulation.revised import (
    QUESTIONS,
    added,
    courses,  # noqa: F401  (fixture)
    done,
    lessons_of,
    removed,
    revised,
    reworded,
    stored,
    world_with,
)
from tests.simulation.world import ADA, LIMITS, World, with_limits
from tests.simulation.written_courses import written
from tests.unit.functions.world import StillClock
from tests.unit.pipelines.exams import exam


def test_one_changed_question_of_fifty_is_one_lesson_and_its_check() -> None:
    async def main() -> tuple[Document, Document, World]:
        limits = with_limits(models={**LIMITS.models, CHECK: "second"})
        world = world_with(QUESTIONS, limits=limits)
        before = stored(world)
        job = await done(world, revised(QUESTIONS, reworded(17)))
        assert job.result == {"course_id": before.document_id}
        assert [step.status for step in job.steps] == ["completed"] * 7
        return before, stored(world), world

    before, after, world = simulate(main())
    asked = [json.loads(call.key).partition("\n")[0] for call in world.model.made]
    assert asked[0] == "# Write this lesson"
    assert len(asked) == 3, "and two of the second reader: of its questions, and of their explanations"
    changed = [name for name, lesson in lessons_of(before).items() if lessons_of(after)[name] != lesson]
    assert len(changed) == 1
    assert "q17" in lessons_of(before)[changed[0]]["question_ids"]
    assert lessons_of(before).keys() == lessons_of(after).keys()
    assert after.summary["exam_id"] != before.summary["exam_id"]
    expected = {**before.summary, "exam_id": after.summary["exam_id"], "blocked": after.summary["blocked"]}
    assert (after.status, after.summary) == (before.status, {**expected, "revisions": 1})
    old, new = before.parts or {}, after.parts or {}
    untouched = {name for name in old if old[name] == new[name]}
    place = all_of(before)[changed[0]]
    assert old.keys() - untouched <= {place.part, "quality"}
    assert course.view(after)["coverage"] == {
        "questions_total": QUESTIONS,
        "questions_covered": QUESTIONS,
        "missing": [],
    }
    kept = Lessons(documents=world.documents, clock=StillClock())
    versions = kept.versions(ADA, after.document_id, changed[0])
    assert {one.version.version for one in versions} == {place.version, all_of(after)[changed[0]].version}


def sorted_otherwise(made: dict[str, Any]) -> None:
    made["title"] = "Another title"
    made["questions"].reverse()
    for one in made["questions"]:
        one["topic"] = "Sorted otherwise"
        one["options"].reverse()


CHANGES: Mapping[str, tuple[Callable[[dict[str, Any]], Any], range]] = {
    "removed": (removed(3), range(1, 2)),
    "added": (added(61), range(1, 2)),
    "many added": (added(*range(61, 91)), range(3, 9)),
    "removed and added": (lambda made: (removed(1, 2, 3)(made), added(61)(made)), range(1, 5)),
    "nothing but order": (sorted_otherwise, range(1)),
}


@pytest.mark.parametrize("name", CHANGES)
def test_questions_stay_in_their_lessons_and_new_ones_find_one(name: str) -> None:
    change, calls = CHANGES[name]
    made = revised(24, change)
    wanted = {one["question_id"] for one in made["questions"]}

    async def main() -> tuple[Document, Document, World]:
        world = world_with(24)
        before = stored(world)
        await done(world, made)
        return before, stored(world), world

    before, after, world = simulate(main())
    assert len(world.model.made) in calls
    old, new = lessons_of(before), lessons_of(after)
    assert {one for lesson in new.values() for one in lesson["question_ids"]} == wanted
    for lesson_id, lesson in new.items():
        asked = [one for one in old.get(lesson_id, {"question_ids": []})["question_ids"] if one in wanted]
        assert lesson["question_ids"][: len(asked)] == asked
        if lesson["question_ids"] == old.get(lesson_id, {}).get("question_ids"):
            assert lesson == old[lesson_id]
    shown = course.view(after)
    assert shown["coverage"]["missing"] == []
    for topic in shown["topics"]:
        assert sorted(topic["question_ids"]) == sorted(
            one for lesson in topic["lessons"] for one in lesson["question_ids"]
        )
    assert {one["topic_id"] for one in shown["final_exam"]} <= {one["topic_id"] for one in shown["topics"]}


def test_a_course_that_is_brought_back_to_its_first_exam_is_another_version_to_its_readers() -> None:
    """Its lessons were written anew, though its head names the first exam again."""

    async def main() -> tuple[Document, Document]:
        world = world_with(12)
        before = stored(world)
        await done(world, revised(12, reworded(2)))
        await done(world, exam(12))
        return before, stored(world)

    before, after = simulate(main())
    assert after.summary["exam_id"] == before.summary["exam_id"]
    assert public_version(after) != public_version(before)


def test_a_topic_without_questions_falls_away_with_what_speaks_of_it() -> None:
    before = next(one for one in written("exam_course", "auto", 24) if one.kind == course.KIND)
    gone = course.topics_of(before)[0]
    made = revised(24, removed(*(int(name.removeprefix("q")) for name in gone.question_ids)))

    async def main() -> tuple[Document, int]:
        world = world_with(24)
        await done(world, made)
        return stored(world), len(world.model.made)

    after, calls = simulate(main())
    assert calls == 0
    shown = course.view(after)
    assert gone.topic_id not in {one["topic_id"] for one in shown["topics"]}
    assert gone.topic_id not in {one["topic_id"] for one in shown["final_exam"]}
    lessons = set(lessons_of(after))
    assert all(set(term["lesson_ids"]) <= lessons for term in shown["glossary"])


def test_no_lesson_gets_the_id_of_one_that_fell_away() -> None:
    async def main() -> None:
        world = world_with(12)
        made = revised(12, added(*range(61, 91)))
        await done(world, made)
        ids = {
            topic.topic_id: [name for name in lessons_of(stored(world)) if name.startswith(topic.topic_id)]
            for topic in course.topics_of(stored(world))
        }
        topic_id = max(ids, key=lambda name: len(ids[name]))
        gone = ids[topic_id][-1]
        questions = set(lessons_of(stored(world))[gone]["question_ids"])
        made["questions"] = [one for one in made["questions"] if one["question_id"] not in questions]
        await done(world, made)
        assert gone not in lessons_of(stored(world))
        (topic,) = (one for one in course.topics_of(stored(world)) if one.topic_id == topic_id)
        alike = [one for one in made["questions"] if one["question_id"] in topic.question_ids]
        made["questions"] += [
            {**one, "question_id": f"{one['question_id']}-again", "text": f"{one['text']} And why?"}
            for one in alike
        ]
        await done(world, made)
        new = lessons_of(stored(world)).keys() - {name for names in ids.values() for name in names}
        assert gone not in lessons_of(stored(world))
        stem, _, number = gone.rpartition("-")
        assert f"{stem}-{int(number) + 1}" in new

    simulate(main())


def test_what_is_kept_of_a_lesson_has_a_bound_however_often_its_exam_is_revised() -> None:
    def nth(number: int) -> Callable[[dict[str, Any]], Any]:
        def change(made: dict[str, Any]) -> None:
            made["questions"][1]["text"] = f"And what follows from premise 2, asked for time {number}?"

        return change

    async def main() -> None:
        world = world_with(12)
        before = stored(world)
        lesson_id = next(name for name, one in lessons_of(before).items() if "q2" in one["question_ids"])
        lessons = Lessons(documents=world.documents, clock=StillClock())
        live = [all_of(before)[lesson_id].version]
        for number in range(history.REWRITTEN + 2):
            await done(world, revised(12, nth(number)))
            live.append(all_of(stored(world))[lesson_id].version)
            versions = lessons.versions(ADA, before.document_id, lesson_id)
            assert {one.version.version for one in versions} <= set(live)
            assert {*live[-2:]} <= {one.version.version for one in versions}
        place = history.document_id(before.document_id, lesson_id)
        kept = world.documents.get(history.KIND, ADA.owner, place)
        assert kept is not None
        assert len(kept.parts or {}) == history.REWRITTEN
        mine = {**lessons_of(stored(world))[lesson_id], "title": "Mine"}
        made = lessons.put(ADA, before.document_id, lesson_id, mine, "*")
        found = {one.version.version for one in lessons.versions(ADA, before.document_id, lesson_id)}
        assert {live[-1], made.version} <= found

    simulate(main())
