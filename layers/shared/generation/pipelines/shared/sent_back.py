"""Sent back: an answer that keeps to its contract is held against the quality rules before it is used.

What blocks goes back to the model once, as a call of its own (`<key>-again`): it has a key, a price under the
cap and a checkpoint like any other, so a worker that dies in between asks it again only where it was not
answered. What still blocks afterwards is kept: the check of the whole artifact shows it to a person. So an
answer is never asked for a third time because of a rule, and no rule fails a job.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from generation.engine.errors import CallError
from generation.engine.model.event import LogLevel
from generation.engine.run import Prompt, Run
from generation.pipelines.shared.again import again_prompt

if TYPE_CHECKING:
    from generation.quality.findings import Finding

T = TypeVar("T")

MAX_LOGGED = 5
"""Findings that the job's log names."""


async def ask(
    run: Run[Any],
    key: str,
    prompt: Prompt,
    parse: Callable[[str], T],
    check: Callable[[T], Sequence[Finding]],
) -> T:
    """`Run.ask`, and once more where the answer is blocked. `check` finds the same in the same answer,
    whenever it is asked: a worker that takes the job over goes on from the kept answers. Raises CallError
    for the first answer alone."""
    text, value = await run.ask(key, prompt, lambda text: (text, parse(text)))
    found = blocking(check(value))
    if not found:
        return value
    run.log(
        f"The answer goes back with {counted(len(found))} of quality that block",
        LogLevel.WARNING,
        call=key,
        findings=[one.to_json() for one in found[:MAX_LOGGED]],
    )
    try:
        mended = await run.ask(f"{key}-again", again_prompt(prompt, text, told(found)), parse)
    except CallError as error:
        run.log(f"The first answer is kept: {error}", LogLevel.WARNING, call=key, **error.details)
        return value
    left = len(blocking(check(mended)))
    if left:
        run.log(f"The second answer has {counted(left)} of quality that block", LogLevel.WARNING, call=key)
    # A second answer that mends one thing and breaks others is no better.
    return mended if left <= len(found) else value


def blocking(findings: Sequence[Finding]) -> list[Finding]:
    from generation.quality.findings import blocks, in_order

    return in_order(blocks(findings))


def told(findings: Sequence[Finding]) -> list[str]:
    """Findings as the model reads them, each complete in itself."""
    return [f"{one.pointer or '/'}: {one.message} (rule {one.rule})" for one in findings]


def counted(count: int) -> str:
    return "1 finding" if count == 1 else f"{count} findings"
