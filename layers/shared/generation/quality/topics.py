"""Topics: whether an exam was sorted into chapters, or only cut up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generation.quality import phrases
from generation.quality.artifact import Topic
from generation.quality.findings import Finding, block, quoted
from generation.quality.repetition import titles
from generation.quality.words import essence

MOST_OF_EXAM = 0.40
LARGE_EXAM = 20
"""Questions from over which on no topic holds more than that share."""


def topics(found: Sequence[Topic]) -> Iterator[Finding]:
    total = sum(len(topic.question_ids) for topic in found)
    for index, topic in enumerate(found):
        at = f"/topics/{index}"
        if phrases.MISCELLANEOUS.search(essence(topic.title)) and "REST" not in topic.title:
            yield block("topic-miscellaneous", f"{at}/title", f"Names no subject: {quoted(topic.title)}")
        share = len(topic.question_ids) / total if total else 0
        if total > LARGE_EXAM and share > MOST_OF_EXAM:
            yield block(
                "topic-too-large",
                f"{at}/question_ids",
                f"Holds {len(topic.question_ids)} of {total} questions ({share:.0%}).",
            )
    yield from titles("topic-title", [(f"/topics/{n}/title", topic.title) for n, topic in enumerate(found)])
    seen: dict[str, int] = {}
    for index, topic in enumerate(found):
        for question_id in topic.question_ids:
            if seen.setdefault(question_id, index) != index:
                message = f"Question {quoted(question_id)} is in topic {seen[question_id] + 1} too."
                yield block("topic-questions", f"/topics/{index}/question_ids", message)
