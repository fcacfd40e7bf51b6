"""Reuse: the answer to an identical earlier call of the same owner is used again, and nothing is paid."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256

from generation.engine.errors import Unavailable
from generation.engine.model.task import KeptAnswer
from generation.engine.ports import ModelReply, ModelRequest
from generation.engine.worker.context import WorkerContext
from generation.engine.worker.journal import Journal
from generation.engine.worker.state import WorkerState


def reuse_key(request: ModelRequest, own_ids: Mapping[str, str]) -> str:
    """Hash of all that the model is asked. Calls that differ in anything have other keys, but for the ids
    that a job has of its own (`own_ids`, by what they are of): those say nothing to the model."""

    def neutral(text: str) -> str:
        for name, own_id in own_ids.items():
            text = text.replace(own_id, f"\0{name}\0")  # no text that is accepted holds a NUL
        return text

    asked = [
        request.model,
        request.effort,
        request.max_output_tokens,
        [neutral(block) for block in request.shared],
        [[turn.role, neutral(turn.text)] for turn in request.turns],
        request.schema,
    ]
    return sha256(json.dumps(asked).encode()).hexdigest()


@dataclass(slots=True)
class Reuse:
    """Of one job's worker. A table that does not answer costs a call, and no job: this saves money only."""

    context: WorkerContext
    state: WorkerState
    journal: Journal
    _new: dict[str, KeptAnswer] = field(default_factory=dict)

    async def earlier(self, request: ModelRequest) -> KeptAnswer | None:
        """What was answered to the same call; None where nothing was, or the request wants it fresh."""
        if self.context.limits.reuse is None or self.state.job.options.fresh:
            return None
        owner, now = self.state.job.owner, self.context.clock.now()
        with suppress(Unavailable):
            return await self.journal.io(self.context.store.reusable, owner, self._key(request), now)
        return None

    def keep(self, request: ModelRequest, reply: ModelReply) -> None:
        if self.context.limits.reuse is not None:
            self._new[self._key(request)] = KeptAnswer(text=reply.text, model=reply.model)

    async def store(self) -> None:
        """What was kept since the last time. Once a worker and apart from the checkpoints, where each KB
        would cost twice: a worker that dies before it loses nothing but the saving."""
        new, self._new = self._new, {}
        reuse = self.context.limits.reuse
        if not new or reuse is None:
            return
        owner, until = self.state.job.owner, self.context.clock.now() + reuse
        keep = self.context.store.keep_reusable
        with suppress(Unavailable):
            await asyncio.gather(*(self.journal.io(keep, owner, key, new[key], until) for key in new))

    def _key(self, request: ModelRequest) -> str:
        job = self.state.job
        return reuse_key(request, {"job_id": job.job_id, **(job.artifact or {})})
