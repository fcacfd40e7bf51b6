"""Recordings of the example: which calls it makes today, and which of them have an answer.

Run by `make recordings`. The prompts of calls without an answer are written to `.state/recordings/` for
whoever answers them; an answer goes into a file `<key>.answer.json` beside its prompt, and the next run takes
it up. `--keep` (`make recordings KEEP=1`) gives answers whose prompts have changed in wording alone the new
keys: whoever says so has read both. Once all calls are answered the course is written, the page's sample.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "layers" / "shared")]

from generation.catalogue import PIPELINES
from generation.engine.limits import CHECK, Limits
from generation.engine.model.checkpoint import Document
from generation.engine.model.job import JobStatus, Options, Usage
from generation.engine.ports import ModelReply, ModelRequest
from generation.engine.service.jobs import JobService
from generation.engine.service.requests import Caller
from generation.engine.worker.runner import Runner
from generation.pipelines.exam_course import course
from generation.pipelines.exam_course.course import CourseStatus
from generation.pipelines.shared import courses
from generation.system import RandomIds, SystemClock
from local.claude import answers
from local.claude.recordings import ANSWERS, COURSE, EXAM, key_of, recordings
from testing.memory.stores import (
    MemoryControl,
    MemoryDocuments,
    MemoryJobStore,
    MemoryQueue,
    MemoryWorld,
)

FOLDER = ROOT / ".state" / "recordings"
LEAST = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Asked:
    """about: the kind of the call, and the title of the topic or lesson that it is about."""

    key: str
    about: str
    prompt: str
    is_answered: bool


@dataclass(slots=True)
class Listing:
    """A model that answers as the local server does, and remembers what it was asked."""

    asked: list[Asked] = field(default_factory=list)

    async def call(self, request: ModelRequest, on_text: Callable[[str], None]) -> ModelReply:
        first = request.turns[0].text
        prompt = "\n".join((*request.shared, first))
        schema = dict(request.schema or {})
        key = key_of(prompt, schema)
        self.asked.append(Asked(key, about(first), prompt, key in recordings().by_key))
        answer = answers.answer(answers.kind_of(first), prompt, schema)
        return ModelReply(text=answer.text, model=answer.model, usage=Usage(model_calls=1))

    def most_expensive(self, request: ModelRequest) -> None:
        return None


def played() -> tuple[list[Asked], Document]:
    """The calls of a course over the example exam, each once, and that course."""
    model, clock, world = Listing(), SystemClock(), MemoryWorld()
    shared: dict[str, Any] = {
        "store": MemoryJobStore(world, now=clock.now),
        "documents": MemoryDocuments(world, now=clock.now),
        "control": MemoryControl(world),
        "queue": MemoryQueue(now=clock.now),
        "pipelines": PIPELINES,
        "clock": clock,
        "ids": RandomIds(),
        "limits": Limits(models={"": "claude-sonnet-5-5", CHECK: "claude-haiku-5-5"}),
    }
    service = JobService(**shared)
    caller = Caller(owner="recordings", plan="pro")
    exam = json.loads(EXAM.read_text(encoding="utf-8"))
    job_id = service.start(caller, "exam_course", {"exam": exam}, Options()).job.job_id
    asyncio.run(Runner(model=model, **shared).carry_on(job_id, clock.now() + LEAST))
    job = service.job(caller, job_id)
    if job.status is not JobStatus.COMPLETED:
        raise SystemExit(f"the course of the example ended as {job.status}: {job.error}")
    made = shared["documents"].get(course.KIND, caller.owner, (job.result or {})["course_id"])
    return list({one.key: one for one in model.asked}.values()), made


def sample(made: Document) -> str:
    """The course as those would read it who have its link. The same for each job that makes it."""
    shared = {course.SLUG: "sample", course.LINK: course.ANYONE, "published_at": None}
    linked = replace(made, status=CourseStatus.PUBLISHED, summary={**made.summary, **shared})
    return json.dumps(courses.public(linked), ensure_ascii=False, indent=1) + "\n"


def main() -> int:
    """0: all calls are answered, and nothing else is recorded; 1: something is to be written anew."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    raw = json.loads(ANSWERS.read_text(encoding="utf-8"))
    # An answer decides what is asked next, so those that are taken up show others.
    while take_up(raw, played()[0], is_kept=options.keep):
        ANSWERS.write_text(json.dumps(raw, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        recordings.cache_clear()
    asked, made = played()
    for one in asked:
        _say(f"{'recorded' if one.is_answered else 'to write'}  {one.key}  {one.about}")
        if not one.is_answered:
            FOLDER.mkdir(parents=True, exist_ok=True)
            (FOLDER / f"{one.key}.prompt.md").write_text(one.prompt, encoding="utf-8")
    unused = recordings().by_key.keys() - {one.key for one in asked}
    for key in unused:
        _say(f"unused    {key}  {recordings().by_key[key].about}")
    missing = sum(not one.is_answered for one in asked)
    if not missing:
        COURSE.write_text(sample(made), encoding="utf-8")
    else:
        _say(f"The prompts of {missing} calls stand in {FOLDER.relative_to(ROOT)}.")
    return 1 if missing or unused else 0


def take_up(raw: dict[str, Any], asked: list[Asked], *, is_kept: bool) -> int:
    """How many answers were found for calls that have none. Only where one call and one answer alone are
    about the same is an old answer kept."""
    used = {one.key for one in asked if one.is_answered}
    open_calls = [one for one in asked if not one.is_answered]
    wanted = Counter(one.about for one in open_calls)
    free = Counter(old["about"] for old in raw["answers"] if old["key"] not in used)
    by_about = {old["about"]: old for old in raw["answers"] if old["key"] not in used}
    taken = 0
    for one in open_calls:
        file = FOLDER / f"{one.key}.answer.json"
        if file.exists():
            answer = json.loads(file.read_text(encoding="utf-8"))
            raw["answers"].append({"key": one.key, "about": one.about, "answer": answer})
            file.unlink()
            (FOLDER / f"{one.key}.prompt.md").unlink(missing_ok=True)
            taken += 1
        elif is_kept and wanted[one.about] == free[one.about] == 1:
            by_about[one.about]["key"] = one.key
            taken += 1
    return taken


def about(text: str) -> str:
    """Of a first user message: see Asked."""
    found = answers.data_of(text)
    call, topic, lesson = (found.get(name) or {} for name in ("call", "topic", "lesson"))
    titles = [one["title"] for one in (topic, lesson) if isinstance(one, Mapping) and "title" in one]
    part = [f"part {call['part']} of {call['parts']}"] if call.get("parts", 1) > 1 else []
    subject = ", ".join([*titles, *part])
    kind = answers.kind_of(text) or "other"
    return f"{kind}: {subject}" if subject else kind


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main())
