"""Tokens: what each pipeline's calls read, write and are read from the cache, by the offline server's
accounting. `python -m benchmarks.tokens` prints the table.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from benchmarks.fixtures import Fixtures, fixtures
from benchmarks.jobs import ADA, Bench, bench, exam
from generation.engine.model.job import Job, JobStatus, Options, Usage
from generation.models.claude import prices as claude_prices
from local.configuration import ROOT

PRICED_AS = "claude-sonnet-5-5"
CALL_MS = 1_500
"""Long enough that calls overlap as real ones do."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Of one job."""

    pipeline: str
    usage: Usage

    @property
    def input_tokens(self) -> int:
        return self.usage.input_tokens + self.usage.cache_read_tokens + self.usage.cache_write_tokens

    @property
    def cached(self) -> float:
        """Share of the input that was read from the cache."""
        return self.usage.cache_read_tokens / self.input_tokens

    @property
    def input_usd(self) -> Decimal:
        return _usd(replace(self.usage, output_tokens=0))

    @property
    def usd(self) -> Decimal:
        return _usd(self.usage)


def _usd(usage: Usage) -> Decimal:
    price = claude_prices.cost("anthropic", PRICED_AS, usage)
    if price is None:
        raise RuntimeError(f"nobody knows the price of {PRICED_AS}")
    return price


def tokens(on: Fixtures) -> list[Tokens]:
    """One job of each pipeline, each with an empty cache."""
    profile = json.loads((ROOT / "examples" / "profile.json").read_text(encoding="utf-8"))
    example = json.loads((ROOT / "examples" / "exam.json").read_text(encoding="utf-8"))
    program = json.loads((ROOT / "events" / "start-program.json").read_text(encoding="utf-8"))
    wanted = json.loads(program["body"])["input"] | {"profile": profile}
    with bench(on) as at:
        found = [
            _measured(at, "exam_course, the example's 30 questions", "exam_course", {"exam": example}),
            _measured(at, "exam_course, 50 questions", "exam_course", {"exam": exam(50)}),
            _measured(at, "exam_course, 200 questions", "exam_course", {"exam": exam(200)}),
            _measured(at, "training_program", "training_program", wanted),
        ]
        outlines = _done(at, "course_outline", {"topic": "HTTP caching", "alternatives": 2})
        outline = (outlines.result or {})["outlines"][0]
        found.append(Tokens("course_outline", outlines.usage))
        found.append(_measured(at, "project_course", "project_course", {"outline": outline}))
    return found


def _measured(at: Bench, name: str, pipeline: str, request: Mapping[str, Any]) -> Tokens:
    return Tokens(name, _done(at, pipeline, request).usage)


def _done(at: Bench, pipeline: str, request: Mapping[str, Any]) -> Job:
    at.fixtures.reset_claude(CALL_MS)
    job_id = at.start(pipeline, request, Options())
    job = at.carry_on(job_id)
    if job.status is not JobStatus.COMPLETED:
        raise RuntimeError(f"{pipeline} is {job.status}")
    return at.service.job(ADA, job_id)


def table(measured: Sequence[Tokens]) -> str:
    lines = [
        "| pipeline | calls | input tokens | of it uncached | written to the cache | read from it "
        "| output tokens | USD of the input | USD |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    lines += [
        f"| {one.pipeline} | {one.usage.model_calls} | {one.input_tokens:,} "
        f"| {one.usage.input_tokens:,} | {one.usage.cache_write_tokens:,} "
        f"| {one.usage.cache_read_tokens:,} ({one.cached:.0%}) | {one.usage.output_tokens:,} "
        f"| {one.input_usd:.3f} | {one.usd:.3f} |"
        for one in measured
    ]
    return "\n".join(lines)


def main() -> None:
    with fixtures() as on:
        sys.stdout.write(table(tokens(on)) + "\n")


if __name__ == "__main__":
    main()
