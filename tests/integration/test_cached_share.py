"""What share of a job's input the real engine and adapter have read from the cache, by the local server's
accounting: every lesson reads what the call that found the topics has written, however they overlap.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from generation.catalogue import PIPELINES
from generation.engine.limits import CHECK, Limits
from generation.engine.model.job import Job, JobStatus, Options, Usage
from generation.engine.service.jobs import JobService
from generation.engine.service.requests import Caller
from generation.engine.worker.runner import Runner
from generation.models.claude.model import ClaudeModel
from generation.models.claude.prices import cost
from generation.system import RandomIds, SystemClock
from local.configuration import ROOT
from testing.memory.stores import MemoryControl, MemoryDocuments, MemoryJobStore, MemoryQueue, MemoryWorld
from tests.integration.claude_server import running
from tests.unit.pipelines.exams import exam

ADA = Caller(owner="ada", plan="pro")
EXAMPLE: dict[str, Any] = json.loads((ROOT / "examples" / "exam.json").read_text(encoding="utf-8"))


class LaterClock(SystemClock):
    """As if the process had been asleep for a while."""

    slept = timedelta()

    def now(self) -> datetime:
        return super().now() + self.slept


class Engine:
    """Service and runner in memory, the model by its real adapter."""

    def __init__(self, url: str, step_models: dict[str, str]) -> None:
        self.clock = LaterClock()
        self._model = ClaudeModel(base_url=url)
        world = MemoryWorld()
        shared: dict[str, Any] = {
            "store": MemoryJobStore(world, now=self.clock.now),
            "documents": MemoryDocuments(world, now=self.clock.now),
            "control": MemoryControl(world),
            "queue": MemoryQueue(now=self.clock.now),
            "pipelines": PIPELINES,
            "clock": self.clock,
            "ids": RandomIds(),
            "limits": Limits(models={"": "claude-sonnet-5-5", **step_models}),
        }
        self.service = JobService(**shared)
        self._runner = Runner(model=self._model, **shared)

    def start(self, raw: dict[str, Any], options: Options | None = None) -> str:
        return self.service.start(ADA, "exam_course", {"exam": raw}, options or Options()).job.job_id

    def carry_on(self, job_id: str) -> Job:
        async def work() -> None:
            await self._runner.carry_on(job_id, self.clock.now() + timedelta(minutes=15))
            await self._model.close()

        asyncio.run(work())
        return self.service.job(ADA, job_id)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with running() as (_, url):
        yield url


def share(job: Job) -> float:
    assert job.status is JobStatus.COMPLETED, job.error
    usage = job.usage
    return usage.cache_read_tokens / (usage.input_tokens + usage.cache_read_tokens + usage.cache_write_tokens)


def cached(usage: Usage) -> int:
    """What is marked for the cache. How much of it is written depends on how many lessons begin at the same
    moment: each of these writes the topics."""
    return usage.cache_read_tokens + usage.cache_write_tokens


def is_written_by_one_call(usage: Usage) -> bool:
    """Of an exam of 50 questions: one call writes the exam and each of the ten lessons at most the topics,
    together 14 % of what is read then. Two calls that write the exam would make it 25 %."""
    return usage.cache_write_tokens < 0.2 * usage.cache_read_tokens


def titled(raw: dict[str, Any], title: str) -> dict[str, Any]:
    """With a cache of its own: the title stands at the beginning of the calls."""
    return raw | {"title": title}


def fifty() -> dict[str, Any]:
    """The example's questions and, under other ids, twenty of them again."""
    again = [one | {"question_id": f"{one['question_id']}-again"} for one in EXAMPLE["questions"][:20]]
    return EXAMPLE | {"questions": [*EXAMPLE["questions"], *again]}


def test_an_exam_of_50_questions_and_10_topics_reads_at_least_70_percent_from_the_cache(url: str) -> None:
    engine = Engine(url, {})
    job = engine.carry_on(engine.start(titled(fifty(), "Fifty")))
    assert job.usage.model_calls == 12
    assert share(job) >= 0.7
    assert is_written_by_one_call(job.usage)


def test_checking_calls_leave_the_lessons_their_cache_and_add_little(url: str) -> None:
    unchecked = Engine(url, {})
    plain = unchecked.carry_on(unchecked.start(titled(fifty(), "Plain"))).usage
    checked = Engine(url, {CHECK: "claude-haiku-5-5"})
    job = checked.carry_on(checked.start(titled(fifty(), "Check")))
    # The questions and the explanations of ten lessons and of the final exam.
    assert job.usage.model_calls == plain.model_calls + 22
    assert cached(job.usage) == cached(plain)
    assert is_written_by_one_call(plain)
    assert is_written_by_one_call(job.usage)
    assert share(job) >= 0.7
    checks = Usage(
        model_calls=22,
        input_tokens=job.usage.input_tokens - plain.input_tokens,
        output_tokens=job.usage.output_tokens - plain.output_tokens,
    )
    written = cost("anthropic", "claude-sonnet-5-5", plain)
    checking = cost("anthropic", "claude-haiku-5-5", checks)
    assert written is not None
    assert checking is not None
    assert checking / (written + checking) < 0.05


@pytest.mark.parametrize(("questions", "least"), [(25, 0.6), (121, 0.5)])
def test_smaller_and_larger_exams_read_most_of_it_too(url: str, questions: int, least: float) -> None:
    engine = Engine(url, {})
    job = engine.carry_on(engine.start(titled(exam(questions), f"{questions}")))
    assert share(job) >= least


def test_lessons_that_begin_when_the_cache_is_cold_write_no_exam(url: str) -> None:
    """A manual job that goes on after more than five minutes: its lessons begin at the same time, and
    each brings its own questions instead of writing all of them."""
    engine = Engine(url, {})
    job_id = engine.start(titled(fifty(), "Later"), Options(mode="manual"))
    waiting = engine.carry_on(job_id)
    assert waiting.status is JobStatus.WAITING
    engine.service.proceed(ADA, job_id, None)
    engine.clock.slept = timedelta(minutes=6)
    job = engine.carry_on(job_id)
    assert job.status is JobStatus.COMPLETED
    assert job.usage.cache_write_tokens - waiting.usage.cache_write_tokens < 10 * 5_000
    assert job.usage.input_tokens - waiting.usage.input_tokens > waiting.usage.cache_write_tokens / 2


def test_topics_by_another_model_write_no_exam_that_lessons_could_not_read(url: str) -> None:
    engine = Engine(url, {"detect_topics": "claude-haiku-5-5"})
    job_id = engine.start(titled(fifty(), "Two models"), Options(mode="manual"))
    waiting = engine.carry_on(job_id)
    assert waiting.usage.input_tokens > waiting.usage.cache_write_tokens
