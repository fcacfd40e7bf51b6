"""Wiring of the worker. Apart from `wiring`, because the Claude SDK is loaded with this module: while
Lambda initializes a function it gives it a whole core, afterwards a third of one."""

from __future__ import annotations

import asyncio
from functools import cache
from threading import Timer

from generation import wiring
from generation.catalogue import PIPELINES
from generation.engine.worker.model_limit import ModelLimiter
from generation.engine.worker.runner import Runner
from generation.models.claude.model import ClaudeModel
from generation.quality import language
from generation.rights.pipelines import rights_pipelines
from generation.telemetry.metered import MeteredModel, metered_store

PREPARING_S = 3.0
"""After the first message: its job's first call is under way then, and the worker has nothing else to do."""


@cache
def runner() -> Runner:
    preparing = Timer(PREPARING_S, language.prepare)
    preparing.daemon = True
    preparing.start()
    settings = wiring.settings()
    model = ClaudeModel(
        provider=settings.model_provider,
        key_secret=settings.model_key_secret,
        base_url=settings.model_base_url,
        stall_seconds=settings.model_stall_seconds,
        schema_in_prompt=settings.model_schema_in_prompt,
    )
    budget = wiring.model_budget()
    return Runner(
        store=metered_store(wiring.told_store(), wiring.meter(), is_worker=True),
        documents=wiring.documents(),
        queue=wiring.job_queue(),
        model=MeteredModel(model, wiring.meter()),
        pipelines={**PIPELINES, **rights_pipelines(wiring.archivist, wiring.erasure)},
        clock=wiring.clock(),
        ids=wiring.ids(),
        limits=wiring.limits(),
        control=wiring.control(),
        limiter=None
        if budget is None
        else ModelLimiter(budget, wiring.model_limits(), wiring.limits().policy.model_limit),
    )


@cache
def loop() -> asyncio.AbstractEventLoop:
    """One event loop for all invocations of a worker: open connections to the model stay with it."""
    return asyncio.new_event_loop()
