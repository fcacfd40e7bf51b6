"""Coverage: every question of a lesson is worked through, once, and nothing else is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from generation.quality.artifact import Lesson
from generation.quality.findings import Finding, block, quoted


def coverage(at: str, lesson: Lesson) -> Iterator[Finding]:
    wanted, given = lesson.question_ids, [worked.question_id for worked in lesson.worked_questions]
    counts = Counter(given)
    if missing := [one for one in wanted if one not in counts]:
        yield block(
            "question-unworked", f"{at}/worked_questions", f"Not worked through: {quoted(', '.join(missing))}"
        )
    for index, one in enumerate(given):
        here = f"{at}/worked_questions/{index}/question_id"
        if one not in wanted:
            yield block("unknown-question", here, f"{quoted(one)} is no question of this lesson.")
        elif given.index(one) != index:
            yield block("question-twice", here, f"{quoted(one)} is worked through twice.")
    for index, worked in enumerate(lesson.worked_questions):
        ids = [wrong.option_id for wrong in worked.why_wrong]
        if len(set(ids)) < len(ids):
            yield block(
                "reason-twice", f"{at}/worked_questions/{index}/why_wrong", "An option has two reasons."
            )
