"""What goes over the wire for one answer, and when: the stream's events or the plain body.

A script is a list of pieces, each due at a share of the latency (0 = at once, 1 = at its end), and how
it ends. Faults of the connection cut a script in the middle.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from local.claude import tokens
from local.claude.answers import Answer
from local.claude.cache import InputTokens
from local.claude.faults import FaultName

SECONDS_PER_DELTA = 0.04
"""A model writes about 25 pieces a second; more of them would only cost CPU on both ends."""
FEWEST_DELTAS = 8
EVENT_STREAM = "text/event-stream; charset=utf-8"
_JSON = "application/json"
_GARBAGE = b'event: content_block_delta\ndata: {"type": "content_block_delta", "ind\n\n'


class Ending(StrEnum):
    """What happens after the last piece."""

    COMPLETE = "complete"
    STALL = "stall"
    """Nothing, and the connection stays open."""
    DROP = "drop"
    """The connection breaks."""


@dataclass(frozen=True)
class Script:
    content_type: str
    pieces: tuple[tuple[float, bytes], ...]
    ending: Ending = Ending.COMPLETE
    length: int | None = None
    """Bytes of a plain body; None for a stream."""
    is_whole: bool = True
    """False where a fault breaks the answer: the call then counts as failed."""

    @property
    def begins_at(self) -> float:
        """Share of the latency at which the model's own words begin: the second piece of a stream."""
        return self.pieces[min(1, len(self.pieces) - 1)][0] if self.pieces else 1.0


def plain(message_id: str, answer: Answer, usage: InputTokens, fault: FaultName | None) -> Script:
    """The answer as one JSON body, due at the end of the latency."""
    body = json.dumps(_finished_message(message_id, answer, usage), ensure_ascii=False).encode()
    if fault is FaultName.STALL:
        return Script(_JSON, (), Ending.STALL, is_whole=False)
    if fault is FaultName.GARBAGE:
        body = body[: len(body) // 2]
    if fault is FaultName.DROP:
        half = body[: len(body) // 2]
        return Script(_JSON, ((1.0, half),), Ending.DROP, length=len(body), is_whole=False)
    is_whole = fault not in (FaultName.GARBAGE, FaultName.EARLY_END)
    return Script(_JSON, ((1.0, body),), length=len(body), is_whole=is_whole)


def streamed(
    message_id: str, answer: Answer, usage: InputTokens, fault: FaultName | None, latency_s: float
) -> Script:
    """The answer as server-sent events: its text in small deltas, spread evenly over the latency."""
    pieces = _text_pieces(answer.text, latency_s)
    deltas = [
        ((index + 1) / (len(pieces) + 1), _event("content_block_delta", index=0, delta=_text_delta(piece)))
        for index, piece in enumerate(pieces)
    ]
    opening = (0.0, _opening(message_id, answer.model, usage, has_text=bool(pieces)))
    half = (opening, *deltas[: len(deltas) // 2])
    match fault:
        case FaultName.STALL:
            return Script(EVENT_STREAM, half, Ending.STALL, is_whole=False)
        case FaultName.DROP:
            return Script(EVENT_STREAM, half, Ending.DROP, is_whole=False)
        case FaultName.EARLY_END:
            return Script(EVENT_STREAM, half, is_whole=False)
        case FaultName.ERROR_EVENT:
            error = {"type": "overloaded_error", "message": "Overloaded (on demand)"}
            return Script(EVENT_STREAM, (*half, (0.5, _event("error", error=error))), is_whole=False)
        case FaultName.GARBAGE:
            return Script(EVENT_STREAM, (*half, (0.5, _GARBAGE)), is_whole=False)
        case _:
            closing = (1.0, _closing(answer, usage, has_text=bool(pieces)))
            return Script(EVENT_STREAM, (opening, *deltas, closing))


def usage_view(usage: InputTokens, output_tokens: int) -> dict[str, Any]:
    """`usage` as the API names it."""
    return {
        "input_tokens": usage.fresh,
        "cache_creation_input_tokens": usage.written,
        "cache_read_input_tokens": usage.read,
        "cache_creation": {
            "ephemeral_5m_input_tokens": usage.written_5m,
            "ephemeral_1h_input_tokens": usage.written_1h,
        },
        "output_tokens": output_tokens,
        "service_tier": "standard",
    }


def _message(message_id: str, model: str, usage: dict[str, Any], answer: Answer | None) -> dict[str, Any]:
    return {
        "id": message_id,
        "type": "message",
        "role": "assistant",
        "model": model,
        "content": [{"type": "text", "text": answer.text}] if answer and answer.text else [],
        "stop_reason": answer.stop_reason if answer else None,
        "stop_sequence": None,
        "stop_details": answer.stop_details if answer else None,
        "usage": usage,
    }


def _finished_message(message_id: str, answer: Answer, usage: InputTokens) -> dict[str, Any]:
    return _message(message_id, answer.model, usage_view(usage, output_tokens(answer)), answer)


def _opening(message_id: str, model: str, usage: InputTokens, *, has_text: bool) -> bytes:
    # One token is what the API reports at this point; the message_delta has the real count.
    start = _event("message_start", message=_message(message_id, model, usage_view(usage, 1), None))
    if not has_text:
        return start + _event("ping")
    block = {"type": "text", "text": ""}
    return start + _event("content_block_start", index=0, content_block=block) + _event("ping")


def _closing(answer: Answer, usage: InputTokens, *, has_text: bool) -> bytes:
    delta = {"stop_reason": answer.stop_reason, "stop_sequence": None, "stop_details": answer.stop_details}
    counts = {
        "input_tokens": usage.fresh,
        "cache_creation_input_tokens": usage.written,
        "cache_read_input_tokens": usage.read,
        "output_tokens": output_tokens(answer),
    }
    stop = _event("content_block_stop", index=0) if has_text else b""
    return stop + _event("message_delta", delta=delta, usage=counts) + _event("message_stop")


def output_tokens(answer: Answer) -> int:
    """What the answer is billed as."""
    # Non-zero even for an empty text, as the API documents.
    return max(1, tokens.estimate(answer.text))


def _text_pieces(text: str, latency_s: float) -> Sequence[str]:
    """`text` in pieces of about the same length, none empty."""
    count = max(FEWEST_DELTAS, int(latency_s / SECONDS_PER_DELTA))
    size = max(1, -(-len(text) // count))
    return [text[start : start + size] for start in range(0, len(text), size)]


def _text_delta(text: str) -> dict[str, str]:
    return {"type": "text_delta", "text": text}


def _event(name: str, **fields: Any) -> bytes:
    data = json.dumps({"type": name, **fields}, ensure_ascii=False)
    return f"event: {name}\ndata: {data}\n\n".encode()
