"""Run: what a pipeline's step functions work with."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from generation.engine.model.checkpoint import Document
from generation.engine.model.event import LogLevel
from generation.engine.model.job import Options

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Results:
    """Results of the tasks that are done, as later steps see them."""

    by_task: Mapping[str, Mapping[str, Any]]

    def __getitem__(self, step: str) -> Mapping[str, Any]:
        return self.by_task[step]

    def of(self, step: str, item_id: str) -> Mapping[str, Any]:
        return self.by_task[f"{step}/{item_id}"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """A model call as a pipeline words it.

    shared          blocks that begin all calls of the job alike, for the cache
    text            instructions and data of this call
    schema          JSON schema of the answer
    expected_chars  usual length of the answer: what progress within the call is measured by
    is_check        asks about what was written and writes nothing: its model has not made the artifact
    preview         readable text out of a half-written answer; only called while somebody watches
    """

    shared: tuple[str, ...]
    text: str
    schema: Mapping[str, Any] | None
    max_output_tokens: int = 16_000
    expected_chars: int = 4_000
    effort: str = "medium"
    is_check: bool = False
    preview: Callable[[str], str] = str


class Asking(Protocol):
    """The worker's side of `Run.ask` (see `calls`)."""

    async def ask(
        self, task_id: str, key: str, model: str, prompt: Prompt, parse: Callable[[str], T]
    ) -> T: ...

    def asked_at(self, task_id: str, key: str) -> datetime: ...

    def answered_by(self, task_id: str, key: str) -> str | None: ...

    def made_by(self) -> str | None: ...

    def log(self, message: str, level: LogLevel, details: Mapping[str, Any]) -> None: ...

    async def document(self, kind: str, document_id: str) -> Document | None: ...

    async def outside(self, ask: Callable[..., T], *arguments: Any, **named: Any) -> T: ...

    def now(self) -> datetime: ...

    def new_id(self, prefix: str) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Run(Generic[R]):
    """One task being run.

    request      what the pipeline's `accept` made of the input
    results      of the tasks that are done
    models       default model id under '', overrides under the names of steps; that of checking calls
                 under `limits.CHECK`
    """

    job_id: str
    owner: str
    task_id: str
    step: str
    request: R
    options: Options
    results: Results
    models: Mapping[str, str]
    worker: Asking

    async def ask(
        self, key: str, prompt: Prompt, parse: Callable[[str], T], *, model: str | None = None
    ) -> T:
        """Make a model call, once and for all: an answer that has ended is never paid for again.

        `key` is unique in the task and the same in every run of it. `parse` turns the text into a
        value and raises InvalidOutput with what is wrong, which goes back to the model once.
        `model`: another one than the step's. Waits, attempts and logs are the engine's. Raises CallError
        when the task cannot go on.
        """
        return await self.worker.ask(self.task_id, key, model or self.model(), prompt, parse)

    def asked_at(self, key: str) -> datetime:
        """When this call of the task was first wanted: now, or what an earlier worker has recorded with it.

        A prompt that depends on the time depends on this one, so that a call that goes back with its
        errors, or is made again in a later attempt of the job, still asks what it asked.
        """
        return self.worker.asked_at(self.task_id, key)

    def answered_by(self, key: str) -> str | None:
        """Model that the answer to this call of the task named, kept with it; None before there is one."""
        return self.worker.answered_by(self.task_id, key)

    async def ask_all(self, asks: Sequence[Awaitable[T]]) -> list[T]:
        """Several calls at the same time. If one fails the others end first and are kept."""
        answers = await asyncio.gather(*asks, return_exceptions=True)
        for answer in answers:
            if isinstance(answer, BaseException):
                raise answer
        return [answer for answer in answers if not isinstance(answer, BaseException)]

    async def document(self, kind: str, document_id: str) -> Document | None:
        """A document of the job's owner with its parts; read once per worker."""
        return await self.worker.document(kind, document_id)

    async def outside(self, ask: Callable[..., T], *arguments: Any, **named: Any) -> T:
        """A blocking call to a store that is not the engine's, by whoever has the job: it is not begun once
        another writer has, nor before what earlier steps have left is written. It may be made again, so it
        has to be one that can be. Raises LeaseLost, Unavailable, which end the worker and not the task."""
        return await self.worker.outside(ask, *arguments, **named)

    def log(self, message: str, level: LogLevel = LogLevel.INFO, **details: Any) -> None:
        """A line in the job's log, for people; written with the next checkpoint."""
        self.worker.log(message, level, details)

    def model(self) -> str:
        """Model id of this step."""
        return self.models.get(self.step) or self.models[""]

    @property
    def made_by(self) -> str | None:
        """Model that the latest answer of this job named; None before the first."""
        return self.worker.made_by()

    def now(self) -> datetime:
        return self.worker.now()

    def new_id(self, prefix: str) -> str:
        return self.worker.new_id(prefix)
