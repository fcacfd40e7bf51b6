"""What of a server's text reaches a terminal."""

from __future__ import annotations

import io

import pytest

from local.cli.display import LineDisplay
from local.errors import ApiProblem
from local.terminal import plain, plain_lines, write
from tests.unit.local.cli.samples import JOB

HOSTILE = [
    "\x1b[2J\x1b[H",  # CSI: clears the screen
    "\x1b]8;;https://evil.example\x07here\x1b]8;;\x07",  # OSC 8: a link that lies
    "\x1b]52;c;cm0gLXJm\x07",  # OSC 52: writes to the clipboard
    "\x1bP$q\x1b\\",
    "\x9b31m",  # the same without ESC
    "\x9d52;c;cm0gLXJm\x9c",
    "done\rfailed",
    "\b\b\b\x7f",
    *(chr(code) for code in (*range(0x80, 0xA0), 0x2028, 0x2029)),
    *(chr(code) for code in (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))),
    "\ud83d",  # half of a pair, as JSON may hold it
]


def obeyed(text: str) -> list[str]:
    """Characters that a terminal acts upon, but for the end of a line and a tab."""
    return [
        one
        for one in text
        if (ord(one) < 0x20 and one not in "\n\t")
        or 0x7F <= ord(one) < 0xA0
        or ord(one) in (0x061C, 0x200E, 0x200F, 0x2028, 0x2029)
        or 0x202A <= ord(one) <= 0x202E
        or 0x2066 <= ord(one) <= 0x2069
        or 0xD800 <= ord(one) < 0xE000
    ]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_is_left_that_a_terminal_obeys(hostile: str) -> None:
    text = f"a{hostile}b\nc\td"
    assert obeyed(text)
    assert obeyed(plain(text)) == []
    assert "\n" not in plain(text)
    assert obeyed(plain_lines(text)) == []
    assert plain_lines(text).endswith("b\nc\td")


def test_writing_of_every_direction_stays() -> None:
    text = "Grüße, 你好, שלום, مرحبا, e\u0301 👩\u200d🚀"
    assert plain(text) == text


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_problem_of_a_server_is_told_without_commands(hostile: str) -> None:
    stream = io.StringIO()
    error = {"pointer": f"/a{hostile}", "message": hostile}
    problem = {"title": hostile, "code": hostile, "detail": f"b{hostile}", "errors": [error]}
    write(stream, f"coursemill: {ApiProblem(422, problem)}\n")
    assert obeyed(stream.getvalue()) == []
    stream.getvalue().encode()


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_job_is_shown_without_commands(hostile: str) -> None:
    stream = io.StringIO()
    job = {**JOB, "title": hostile, "status": hostile}
    steps = [{**step, "label": hostile, "status": hostile} for step in JOB["steps"]]
    items = [{**item, "label": hostile, "status": hostile} for item in JOB["items"]]
    LineDisplay(stream).show({**job, "steps": steps, "items": items})
    assert stream.getvalue()
    assert obeyed(stream.getvalue()) == []
