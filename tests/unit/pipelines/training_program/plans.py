"""People, the answers that the offline model gives for them, and a worker that answers from a script."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

from generation.engine.errors import CallError
from generation.engine.model.checkpoint import Document
from generation.engine.model.event import LogLevel
from generation.engine.model.job import Options
from generation.engine.run import Prompt, Results, Run
from generation.pipelines.training_program.prompts import basic_prompt, enhanced_prompt
from generation.pipelines.training_program.science.person import Person
from local.claude import answers
from tests.unit.pipelines.training_program import people

T = TypeVar("T")
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)

Plan = dict[str, Any]
Change = Callable[[Plan], None]


def lifter(*, language: str = "en", audience: str | None = None, **wish: Any) -> Person:
    """Eight weeks of strength in a gym: upper and lower body on days 1, 2, 4, 5; deload in 4 and 8."""
    wish = {"goal": "strength", "weeks": 8, "days_per_week": 4, **wish}
    profile = people.profile(equipment=people.GYM, lifts=people.LIFTS)
    return Person(profile=profile, request=people.request(**wish), language=language, audience=audience)


def at_home(**wish: Any) -> Person:
    """Four weeks without equipment, with a knee to be spared."""
    profile = people.profile(equipment=[], injuries=["knee"])
    return Person(profile=profile, request=people.request(**wish), language="en", audience=None)


def offline(prompt: Prompt) -> str:
    """What the local model answers: reads the real prompt, so the two keep to one wire format."""
    return answers.answer(answers.kind_of(prompt.text), prompt.text, dict(prompt.schema or {})).text


def enhanced(person: Person, change: Change | None = None) -> str:
    """A right answer, or what `change` makes of it."""
    return _changed(offline(enhanced_prompt(person)), change)


def basic(person: Person, change: Change | None = None) -> str:
    return _changed(offline(basic_prompt(person)), change)


def _changed(text: str, change: Change | None) -> str:
    plan: Plan = json.loads(text)
    if change is not None:
        change(plan)
    return json.dumps(plan)


@dataclass
class Worker:
    """The worker's side of `Run`. `script` gives, by key, an answer or an error; others are right ones."""

    script: Mapping[str, str | CallError] = field(default_factory=dict)
    asked: dict[str, Prompt] = field(default_factory=dict)
    logs: list[tuple[LogLevel, str]] = field(default_factory=list)

    async def ask(self, task_id: str, key: str, model: str, prompt: Prompt, parse: Callable[[str], T]) -> T:
        assert key not in self.asked, "a key was used twice"
        self.asked[key] = prompt
        answer = self.script.get(key)
        if isinstance(answer, CallError):
            raise answer
        return parse(offline(prompt) if answer is None else answer)

    def asked_at(self, task_id: str, key: str) -> datetime:
        return NOW

    def answered_by(self, task_id: str, key: str) -> str | None:
        return None

    def made_by(self) -> str | None:
        return "scripted" if self.asked else None

    def log(self, message: str, level: LogLevel, details: Mapping[str, Any]) -> None:
        self.logs.append((level, message))

    async def document(self, kind: str, document_id: str) -> Document | None:
        raise NotImplementedError

    async def outside(self, ask: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        return ask(*arguments, **named)

    def now(self) -> datetime:
        return NOW

    def new_id(self, prefix: str) -> str:
        return f"{prefix}_1"


def run_with(worker: Worker) -> Run[Any]:
    return Run(
        job_id="job_1",
        owner="ada",
        task_id="generate_program",
        step="generate_program",
        request=None,
        options=Options(),
        results=Results({}),
        models={"": "claude-sonnet-5-5"},
        worker=worker,
    )


def finish(coroutine: Any) -> Any:
    return asyncio.run(coroutine)
