"""Terminal: text of servers, models and files as it may be written to one.

A terminal obeys what is in its text: sequences after ESC or a C1 control move the cursor, write to the
clipboard (OSC 52) or make links that lie (OSC 8); a carriage return writes over the line; controls of writing
direction show a text in another order than it has.
"""

from __future__ import annotations

import re
from typing import TextIO

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_CONTROL_IN_LINES = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")  # all but tab and line feed
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SURROGATE = re.compile("[\ud800-\udfff]")  # JSON may hold half a pair, which no stream can write


def plain(text: str) -> str:
    """For a part of one line."""
    return _visible(_CONTROL.sub(" ", text))


def plain_lines(text: str) -> str:
    """For several lines: its line feeds and tabs stay."""
    return _visible(_CONTROL_IN_LINES.sub(" ", text))


def write(stream: TextIO, text: str) -> None:
    """Writes lines of any origin."""
    stream.write(plain_lines(text))
    stream.flush()


def _visible(text: str) -> str:
    return _SURROGATE.sub("\ufffd", _DIRECTION.sub("", text))
