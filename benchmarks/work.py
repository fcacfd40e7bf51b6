"""The work that every system does, worded once: which calls a job makes, and one such call.

A job of topics makes a planning call and then a call for each topic, all at the same time. A job of
projects makes a call for each project and, as soon as that has ended, a call for each of its lessons.
Every answer of 6 KB is kept by the system under test before it counts as done.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from typing import Any

import anthropic

MODEL = "claude-sonnet-5-5"
SHARED = "What all calls of a job begin with: the guide for writing a lesson. " * 60
TEXT = "Write what the call below asks for, for the reader that the guide describes. " * 25


@dataclass(frozen=True, kw_only=True)
class Project:
    """Milliseconds of the project's own call and of its lessons' calls."""

    ms: float
    lessons: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class Work:
    """One job. `topics` holds the milliseconds of each topic's call; either they or projects are given."""

    mark: str
    plan_ms: float = 0.0
    topics: tuple[float, ...] = ()
    projects: tuple[Project, ...] = ()

    @property
    def calls(self) -> int:
        if self.projects:
            return sum(1 + len(project.lessons) for project in self.projects)
        return 1 + len(self.topics)

    @property
    def ideal_s(self) -> float:
        """The longest chain of calls."""
        if self.projects:
            return max(project.ms + max(project.lessons) for project in self.projects) / 1000
        return (self.plan_ms + max(self.topics)) / 1000

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of_json(cls, raw: dict[str, Any]) -> Work:
        projects = tuple(Project(ms=one["ms"], lessons=tuple(one["lessons"])) for one in raw["projects"])
        return cls(**{**raw, "topics": tuple(raw["topics"]), "projects": projects})

    def plan(self) -> Call:
        return Call(self.mark, "plan", "plan", self.plan_ms, len(self.topics))

    def topic(self, index: int) -> Call:
        return Call(self.mark, "item", f"item-{index}", self.topics[index])

    def project(self, index: int) -> Call:
        return Call(self.mark, "item", f"project-{index}", self.projects[index].ms)

    def lesson(self, project: int, index: int) -> Call:
        return Call(self.mark, "item", f"lesson-{project}-{index}", self.projects[project].lessons[index])


@dataclass(frozen=True)
class Call:
    """A model call; `key` names it within its job."""

    mark: str
    kind: str
    key: str
    ms: float
    items: int = 0

    @property
    def text(self) -> str:
        return f"{TEXT}\n\n<call>{json.dumps(asdict(self))}</call>"


Ask = Callable[[Call], Awaitable[dict[str, Any]]]


def client(base_url: str) -> anthropic.AsyncAnthropic:
    """As many connections as there are calls, and no retries that nobody counts."""
    http = anthropic.DefaultAsyncHttpxClient(limits=anthropic.DEFAULT_CONNECTION_LIMITS, timeout=60)
    return anthropic.AsyncAnthropic(api_key="none", base_url=base_url, max_retries=0, http_client=http)


async def ask(model: anthropic.AsyncAnthropic, call: Call) -> dict[str, Any]:
    """Makes the call, streamed, and gives its answer. Raises anthropic.APIStatusError where it is refused."""
    pieces: list[str] = []
    stream = await model.messages.create(
        model=MODEL,
        max_tokens=16_000,
        stream=True,
        system=[{"type": "text", "text": SHARED, "cache_control": {"type": "ephemeral"}}],
        messages=[{"role": "user", "content": call.text}],
    )
    async for event in stream:
        if event.type == "content_block_delta" and event.delta.type == "text_delta":
            pieces.append(event.delta.text)
    answer: dict[str, Any] = json.loads("".join(pieces))
    return answer
