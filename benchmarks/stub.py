"""The model of the benchmark: speaks Claude's streaming wire format, takes exactly as long as a call is to
take, lets so many calls through at the same time, and counts.

Written on bare asyncio, because it shares two cores with what is measured. Runs with the project's own
packages: what a real pipeline asks is answered by the offline server's functions, from memory after the
first time, so that no system pays for the making of answers.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import math
import re
import sys
import time
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import Any

from local.claude import answers, script
from local.claude.cache import InputTokens

_CALL = re.compile(r"<call>([^<>]*)</call>")
_HEAD = (
    b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\n"
    b"transfer-encoding: chunked\r\nrequest-id: req_benchmark\r\n\r\n"
)
_ANSWER_BYTES = 6_000
_USAGE = InputTokens(fresh=1_500, read=1_500, written_5m=0, written_1h=0)


@dataclass(slots=True)
class Seen:
    """A call as the ledger keeps it.

    key     the same for two calls that ask the same, which take the same time `ms`
    status  open, ended, failed (refused on demand) or aborted (the client went away)

    The other times are Unix seconds.
    """

    key: str
    kind: str
    mark: str
    asked_at: float
    ms: float = 0.0
    ended_at: float = 0.0
    status: str = "open"


@dataclass(slots=True)
class Rules:
    """What a scenario sets.

    slots      calls that are answered at the same time; the others wait their turn
    ms         of calls that name no latency of their own, by kind; '' for all others
    ladder     kind -> latencies by order of arrival, the last one for all that follow
    places     "kind:project" or "kind:project:lesson" -> latency
    failing    keys, or "kind#n" for the n-th arrival of a kind, that are refused with 400
    """

    slots: int = 1_000
    ms: dict[str, float] = field(default_factory=lambda: {"": 0.0})
    ladder: dict[str, list[float]] = field(default_factory=dict)
    places: dict[str, float] = field(default_factory=dict)
    failing: list[str] = field(default_factory=list)


class Model:
    """State of the server."""

    def __init__(self) -> None:
        self.rules = Rules()
        self.seen: list[Seen] = []
        self._arrived: dict[str, int] = {}
        self._refused: set[str] = set()
        self._open = 0
        self._waiting: deque[Callable[[], None]] = deque()
        self.changed = asyncio.Event()

    def reset(self, rules: Rules) -> None:
        """Calls that are still open stay in nobody's ledger but keep their slots."""
        self.rules, self.seen, self._arrived, self._refused = rules, [], {}, set()
        self.note()

    def note(self) -> None:
        self.changed.set()
        self.changed = asyncio.Event()

    def begin(self, body: bytes) -> tuple[Seen, float, str] | None:
        """The call, its latency in seconds and its answer; None where it is refused."""
        asked = json.loads(body)
        text = asked["messages"][0]["content"]
        shared = "\n".join(block["text"] for block in asked.get("system", ()))
        found = _CALL.search(text)
        call = json.loads(found[1]) if found else {}
        kind = str(call.get("kind", ""))
        key = str(call.get("key") or hashlib.sha256(body).hexdigest()[:16])
        seen = Seen(key, kind, str(call.get("mark", "")), time.time())
        first = next((one for one in self.seen if one.key == key and one.mark == seen.mark), None)
        self.seen.append(seen)
        if first is None:
            self._arrived[kind] = self._arrived.get(kind, 0) + 1
            if {key, f"{kind}#{self._arrived[kind]}"} & set(self.rules.failing):
                self._refused.add(key)
        seen.ms = self._latency(call, kind) if first is None else first.ms
        if self.rules.failing and key in self._refused:
            seen.status, seen.ended_at = "failed", time.time()
            self.note()
            return None
        return seen, seen.ms / 1000, _answer(kind, f"{shared}\n{text}", call.get("items", 0))

    def _latency(self, call: dict[str, Any], kind: str) -> float:
        if "ms" in call:
            return float(call["ms"])
        place = ":".join([kind, *(str(call[name]) for name in ("project", "lesson") if name in call)])
        if place in self.rules.places:
            return self.rules.places[place]
        if ladder := self.rules.ladder.get(kind):
            return ladder[min(self._arrived[kind], len(ladder)) - 1]
        return self.rules.ms.get(kind, self.rules.ms.get("", 0.0))

    def with_slot(self, play: Callable[[], None]) -> None:
        if self._open < self.rules.slots:
            self._open += 1
            play()
        else:
            self._waiting.append(play)

    def end(self, seen: Seen, status: str, *, held: bool) -> None:
        seen.status, seen.ended_at = status, time.time()
        self.note()
        if held:
            self._open -= 1
            while self._waiting and self._open < self.rules.slots:
                self._open += 1
                self._waiting.popleft()()


@cache
def _answer(kind: str, text: str, items: int) -> str:
    if kind == "plan":
        return json.dumps({"topics": [f"Topic {number}" for number in range(1, items + 1)]})
    if kind in answers.KINDS:
        return answers.answer(kind, text, None).text
    return json.dumps({"title": "A lesson", "body": "A sentence of a lesson. " * (_ANSWER_BYTES // 24)})


@cache
def _pieces(text: str, latency_s: float) -> tuple[tuple[float, bytes], ...]:
    """What goes over the wire, each piece with the seconds after the call's beginning at which it goes."""
    answer = answers.Answer(text)
    played = script.streamed("msg_benchmark", answer, _USAGE, None, latency_s).pieces
    chunks = [(share * latency_s, b"%x\r\n%s\r\n" % (len(data), data)) for share, data in played]
    last_at, last = chunks[-1]
    return (*chunks[:-1], (last_at, last + b"0\r\n\r\n"))


class Connection(asyncio.Protocol):
    """One connection: requests one after the other, kept alive between them."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._buffer = bytearray()
        self._current: Seen | None = None
        self._holds_slot = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - for the type checker
        self._transport = transport

    def connection_lost(self, _: Exception | None) -> None:
        if self._current is not None:
            seen, self._current = self._current, None
            self._model.end(seen, "aborted", held=self._holds_slot)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, separator, _ = self._buffer.partition(b"\r\n\r\n")
        if not separator:
            return
        length = re.search(rb"content-length: *(\d+)", head, re.IGNORECASE)
        whole = len(head) + 4 + (int(length[1]) if length else 0)
        if len(self._buffer) < whole:
            return
        path = head.split(b" ", 2)[1].decode()
        body = bytes(self._buffer[len(head) + 4 : whole])
        del self._buffer[:whole]
        if path == "/v1/messages":
            self._message(body)
        else:
            self._controlling = asyncio.ensure_future(self._control(path, body))

    def _message(self, body: bytes) -> None:
        begun = self._model.begin(body)
        if begun is None:
            error = {"type": "invalid_request_error", "message": "refused (on demand)"}
            self._json(400, {"type": "error", "error": error})
            return
        seen, latency_s, text = begun
        self._current, self._holds_slot = seen, False
        self._model.with_slot(lambda: self._play(seen, _pieces(text, latency_s)))

    def _play(self, seen: Seen, pieces: tuple[tuple[float, bytes], ...]) -> None:
        if self._current is not seen:  # gone while it waited for its slot
            self._model.end(seen, "aborted", held=True)
            return
        self._holds_slot = True
        loop = asyncio.get_running_loop()
        begun = loop.time()
        self._transport.write(_HEAD + pieces[0][1])
        # The loop keeps no order among what is due at the same moment, as a call without latency is.
        due = begun
        for after, data in pieces[1:-1]:
            due = max(begun + after, math.nextafter(due, math.inf))
            loop.call_at(due, self._write, seen, data)
        due = max(begun + pieces[-1][0], math.nextafter(due, math.inf))
        loop.call_at(due, self._finish, seen, pieces[-1][1])

    def _write(self, seen: Seen, data: bytes) -> None:
        if self._current is seen:
            self._transport.write(data)

    def _finish(self, seen: Seen, data: bytes) -> None:
        if self._current is seen:
            self._transport.write(data)
            self._current = None
            self._model.end(seen, "ended", held=True)

    async def _control(self, path: str, body: bytes) -> None:
        asked = json.loads(body or b"{}")
        if path == "/_control/reset":
            self._model.reset(Rules(**asked))
        elif path == "/_control/rules":
            self._model.rules = Rules(**asked)
        elif path == "/_control/wait":
            await self._ended(asked["ended"], asked["timeout_s"])
        self._json(200, [asdict(seen) for seen in self._model.seen])

    async def _ended(self, count: int, timeout_s: float) -> None:
        """Returns once so many calls have ended, or the time is over."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout_s
        while sum(seen.status == "ended" for seen in self._model.seen) < count:
            left = deadline - loop.time()
            if left <= 0:
                return
            changed = self._model.changed
            try:
                await asyncio.wait_for(changed.wait(), left)
            except TimeoutError:
                return

    def _json(self, status: int, value: object) -> None:
        body = json.dumps(value).encode()
        head = f"HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
        if not self._transport.is_closing():
            self._transport.write(head.encode() + body)


async def serve(port: int) -> None:
    """Until the process ends."""
    loop = asyncio.get_running_loop()
    model = Model()
    server = await loop.create_server(lambda: Connection(model), "127.0.0.1", port)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
