"""Answer: what has come of one answer so far, kept also where its stream breaks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from generation.engine.errors import TransientCallError
from generation.engine.flow.gcra import RateLimits
from generation.engine.model.job import Usage
from generation.models.claude.limits import rate_limits

TELL_EVERY_S = 0.1
"""Whoever listens gets the whole text each time: once per event would be quadratic."""


class Answer:
    """Filled event by event.

    model        the model that answers, by its own word
    stop_reason  None until the model has stopped
    refusal      category of a refusal, None where none is named
    rate_limits  of the account, as the answer's headers told them
    """

    def __init__(self) -> None:
        self.model = ""
        self.stop_reason: str | None = None
        self.refusal: str | None = None
        self.rate_limits: RateLimits | None = None
        self._pieces: list[str] = []
        self._length = 0
        self._tokens: dict[str, int] = {}

    @property
    def is_complete(self) -> bool:
        """Whether all of the text is there. The stream may still have to be read to its end."""
        return self.stop_reason is not None

    @property
    def length(self) -> int:
        return self._length

    @property
    def text(self) -> str:
        return "".join(self._pieces)

    @property
    def usage(self) -> Usage | None:
        """Tokens that the API has named so far, without their price; None before it named any."""
        if not self._tokens:
            return None
        return Usage(
            model_calls=1,
            input_tokens=self._tokens.get("input_tokens", 0),
            output_tokens=self._tokens.get("output_tokens", 0),
            cache_read_tokens=self._tokens.get("cache_read_input_tokens", 0),
            cache_write_tokens=self._tokens.get("cache_creation_input_tokens", 0),
        )

    def headed(self, headers: Mapping[str, str]) -> None:
        """Headers come before the first event."""
        self.rate_limits = rate_limits(headers)

    def take(self, event: Mapping[str, Any]) -> None:
        """Events of a type that is not known here are passed over, as the API asks of its clients.

        Raises TransientCallError for an event of another shape than its type has.
        """
        try:
            match event["type"]:
                case "message_start":
                    self.model = str(event["message"]["model"])
                    self._count(event["message"].get("usage"))
                case "content_block_start":
                    self._add(event["content_block"])
                case "content_block_delta":
                    self._add(event["delta"])
                case "message_delta":
                    self._count(event.get("usage"))
                    self._stop(event["delta"])
        except (AttributeError, KeyError, TypeError) as error:
            raise TransientCallError(
                "The answer's stream could not be read", code="model-stream-garbled"
            ) from error

    def _add(self, part: Mapping[str, Any]) -> None:
        """Thinking has deltas too; only text is the answer."""
        if part["type"] in ("text", "text_delta"):
            text = "" + part["text"]  # anything but a text raises here, not when the pieces are joined
            self._length += len(text)
            self._pieces.append(text)

    def _count(self, usage: Mapping[str, Any] | None) -> None:
        """Counts are totals, so later ones replace earlier ones; what is left out or null stays."""
        counts = (usage or {}).items()
        self._tokens.update({name: count for name, count in counts if isinstance(count, int)})

    def _stop(self, delta: Mapping[str, Any]) -> None:
        self.stop_reason = delta.get("stop_reason")
        self.refusal = (delta.get("stop_details") or {}).get("category")


class Telling:
    """Hands the growing text on, ten times a second at most."""

    def __init__(self, on_text: Callable[[str], None]) -> None:
        self._on_text = on_text
        self._told = 0
        self._told_at = float("-inf")

    def now(self, answer: Answer, time: float) -> None:
        """`time` is in seconds, of any clock that does not go back."""
        if answer.length > self._told and time - self._told_at >= TELL_EVERY_S:
            self._told, self._told_at = answer.length, time
            self._on_text(answer.text)

    def at_last(self, answer: Answer) -> None:
        """The rest, so that who listens has seen the whole text."""
        self.now(answer, float("inf"))
