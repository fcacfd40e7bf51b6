"""Forecast: the model calls that a job is expected to make, and the tokens that they take.

Worded by the pipeline's own prompts, so a forecast follows them when they change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generation.engine.model.job import Usage
from generation.engine.run import Prompt

BYTES_PER_TOKEN = 4
"""Of English prose, and about right for other scripts in UTF-8: three bytes of a Chinese character are one
token or less."""

CACHED_FROM_TOKENS = 1_024
"""Shorter beginnings of prompts are not cached."""

OUTPUT = (0.6, 1.3)
"""Tokens of an answer, as a share of its usual length: the low and the high one. The local server is near the
low one; thinking counts as output too."""

TOKENS_PER_S = 70
"""What models write, about: as the estimates of the pipelines have it."""

FIRST_TOKEN_S = 5
"""From a call to the first piece of its answer."""

APART_S = 2
"""Of a job, what needs no model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedCall:
    """Calls of a step that are alike.

    step   whose model they go to; `limits.CHECK`: that of checking calls
    times  how many; all of a round begin together, as far as the deployment lets them
    """

    step: str
    prompt: Prompt
    times: int = 1


Round = Sequence[ExpectedCall]
"""Calls that wait for nothing but the round before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """`few` are the calls of a job with as little of everything as is usual, `many` with as much. Neither
    has to be the one that costs less: fewer topics can mean more lessons."""

    few: Sequence[Round]
    many: Sequence[Round]


def calls(rounds: Sequence[Round]) -> int:
    return sum(call.times for one in rounds for call in one)


def seconds(rounds: Sequence[Round], at_once: int, *, is_many: bool) -> float:
    """How long the calls take, the longest of each group counted."""
    longest = (
        max(_output(call.prompt, is_many) for call in group)
        for one in rounds
        for group in _groups(one, at_once)
    )
    return APART_S + sum(FIRST_TOKEN_S + tokens / TOKENS_PER_S for tokens in longest)


def usages(
    rounds: Sequence[Round], models: Mapping[str, str], at_once: int, *, is_many: bool
) -> dict[str, Usage]:
    """Tokens by model. `is_many`: long answers, and nothing in the model's cache before the job."""
    cache = _Cache(warm_guides=not is_many)
    found: dict[str, Usage] = {}
    for one in rounds:
        for group in _groups(one, at_once):
            for call in group:
                model = models.get(call.step) or models[""]
                usage = cache.read(model, call.prompt) + Usage(output_tokens=_output(call.prompt, is_many))
                found[model] = found.get(model, Usage()) + usage
            cache.keep()
    return found


def _output(prompt: Prompt, is_many: bool) -> int:
    """Tokens of the answer."""
    usual = prompt.expected_chars / BYTES_PER_TOKEN
    return min(prompt.max_output_tokens, round(OUTPUT[is_many] * usual))


def _groups(one: Round, at_once: int) -> Iterator[list[ExpectedCall]]:
    """Those that are on their way at the same time, call by call."""
    each = [call for call in one for _ in range(call.times)]
    for start in range(0, len(each), at_once):
        yield each[start : start + at_once]


@dataclass(slots=True)
class _Cache:
    """What the model's cache holds of the beginnings of prompts. Calls that begin together all write: none
    of them can read yet what the others leave.

    warm_guides  a beginning of one block is the same for every job, and other jobs have left it there
    """

    warm_guides: bool
    _kept: dict[tuple[str, ...], None] = field(default_factory=dict)
    _new: dict[tuple[str, ...], None] = field(default_factory=dict)

    def read(self, model: str, prompt: Prompt) -> Usage:
        scope = (model, prompt.effort, str(id(prompt.schema)))
        sizes = [_tokens(block) for block in prompt.shared]
        ends = [sum(sizes[: n + 1]) for n in range(len(sizes))]
        fresh = _tokens(prompt.text)
        if not ends or ends[-1] < CACHED_FROM_TOKENS:
            return Usage(input_tokens=fresh + sum(sizes))
        read = 0
        for n, end in enumerate(ends):
            is_guide = self.warm_guides and len(ends) == 1
            if is_guide or (*scope, *prompt.shared[: n + 1]) in self._kept:
                read = end
        self._new[(*scope, *prompt.shared)] = None
        return Usage(input_tokens=fresh, cache_read_tokens=read, cache_write_tokens=ends[-1] - read)

    def keep(self) -> None:
        self._kept |= self._new
        self._new.clear()


def _tokens(text: str) -> int:
    return -(-len(text.encode(errors="surrogatepass")) // BYTES_PER_TOKEN)
