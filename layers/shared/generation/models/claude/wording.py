"""Wording: what the API itself says of an error, made fit for logs.

Nothing else names the keyword of a schema that it does not take, or the model that it does not know. But
it may quote what it was sent, so whatever looks like a key, and whatever stands in the prompt, is taken out.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

MOST_CHARS = 300
"""Of what is logged: the API's own messages have 30 to 200."""

READ_CHARS = 1_000
"""Of what the API said: its length is up to whoever answers."""

QUOTED = 12
"""Letters and digits in a row that stand in the prompt too: 20 characters of a text have as many. Whoever
quotes may change spaces, quotation marks and case, so these are not compared."""

MARK = "[...]"

_SPACE = re.compile(r"\s+")
_SECRET = re.compile(
    r"(?<![A-Za-z0-9])sk-[\w.*…-]+"  # keys of Claude, whole or in part
    r"|\beyJ[\w.-]{10,}"  # tokens
    r"|\b(?i:bearer|basic)\s+\S{12,}"
    r"|[A-Za-z0-9]{24,}"  # no word of a schema is as long, and no part of a model's id
)
_SENT_SECRETS = ("x-api-key", "authorization", "x-amz-security-token")
_SHORTEST_SECRET = 8


def said(body: object, request: Mapping[str, Any], headers: Mapping[str, str]) -> str:
    """The message of an error's `body`, on one line; '' where it has none.

    `request` is the body that was sent, `headers` are those that were sent with it.
    """
    text = _plain(_message(body)[:READ_CHARS])
    if not text:
        return ""
    for secret in _secrets(headers):
        text = text.replace(secret, MARK)
    text = _SECRET.sub(MARK, _without(text, "\n".join(map(_known, _texts(request)))))
    return text if len(text) <= MOST_CHARS else text[: MOST_CHARS - 1] + "…"


def _message(body: object) -> str:
    """`{"error": {"message"}}` is Claude's own form, `{"message"}` that of AWS."""
    if isinstance(body, Mapping) and isinstance(body.get("error"), Mapping):
        body = body["error"]
    message = body.get("message") if isinstance(body, Mapping) else None
    return message if isinstance(message, str) else ""


def _plain(text: str) -> str:
    """On one line, without control characters and those that change what stands beside them."""
    seen = "".join(" " if character.isspace() else character for character in text)
    kept = (character for character in seen if not unicodedata.category(character).startswith("C"))
    return _SPACE.sub(" ", "".join(kept)).strip()


def _secrets(headers: Mapping[str, str]) -> Iterator[str]:
    for name in _SENT_SECRETS:
        yield from (part for part in headers.get(name, "").split() if len(part) >= _SHORTEST_SECRET)


def _texts(request: Mapping[str, Any]) -> Iterator[str]:
    """What the request says in words; not its schema, which is ours."""
    yield from (block["text"] for block in request.get("system", ()))
    yield from (turn["content"] for turn in request["messages"])


@lru_cache(maxsize=4)
def _known(text: str) -> str:
    """The letters and digits of a text of the prompt, as it is and escaped. What all calls of a job share
    is kept: 20 ms for 200,000 characters, at each of ten refusals."""
    forms = {text, json.dumps(text), json.dumps(text, ensure_ascii=False)}
    return "\n".join("".join(filter(str.isalnum, form.casefold())) for form in forms)


def _without(text: str, known: str) -> str:
    """`text` without the runs whose letters and digits stand in `known`."""
    places = [
        (letter, place)
        for place, character in enumerate(text)
        if character.isalnum()
        for letter in character.casefold()
    ]
    letters = "".join(letter for letter, _ in places)
    kept, end = [], 0
    for first, last in _common(letters, known):
        begin = places[first][1]
        # Runs that only punctuation parts are one.
        if end == 0 or any(character.isalnum() for character in text[end:begin]):
            kept += [text[end:begin], MARK]
        end = places[last - 1][1] + 1
    return "".join([*kept, text[end:]])


def _common(letters: str, known: str) -> Iterator[tuple[int, int]]:
    """Begin and end of each run of at least QUOTED letters that stands in `known`, in order.

    Each such run holds a block of half that length at a multiple of it, so that is all that is looked for
    in a prompt that may have a million characters, until one is found.
    """
    half = QUOTED // 2
    found = {
        start
        for block in range(0, len(letters) - half + 1, half)
        if letters[block : block + half] in known
        for start in range(max(0, block - half), block + 1)
        if start + QUOTED <= len(letters) and letters[start : start + QUOTED] in known
    }
    begin = end = -1
    for start in sorted(found):
        if start > end:
            if end > 0:
                yield begin, end
            begin = start
        end = start + QUOTED
    if end > 0:
        yield begin, end
