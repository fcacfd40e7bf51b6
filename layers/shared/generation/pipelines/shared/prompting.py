"""Prompting: prompts as Markdown files with named variables, and data that cannot pass for instructions."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

_VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")


def render(template: Path, **variables: str | int) -> str:
    """The text of a prompt file with each `{{name}}` replaced.

    In a single pass, so that `{{...}}` inside a value stays as it is. Raises KeyError for a variable
    that the file names and nobody gave, or that was given and the file does not name: either is a
    prompt that says something else than its author meant.
    """
    text = _read(template)
    named = set(_VARIABLE.findall(text))
    if missing := named - variables.keys():
        raise KeyError(f"{template.name} needs {sorted(missing)}")
    if unused := variables.keys() - named:
        raise KeyError(f"{template.name} does not name {sorted(unused)}")
    return _VARIABLE.sub(lambda match: str(variables[match[1]]), text)


def data(tag: str, value: Any) -> str:
    """`value` as JSON inside a tag.

    Whoever wrote the value cannot close the tag or open another: `<`, `>` and `&` only occur inside
    JSON strings and are written as \\u escapes. A list has one entry a line, which models count better.
    """
    return f"<{tag}>{_json(value)}</{tag}>"


def blocks(instructions: str, *parts: str) -> str:
    """A user message: instructions first, then each block of data on lines of its own."""
    return "\n\n".join((instructions.strip(), *parts))


def clipped(text: str, most: int) -> str:
    """At most `most` characters; what was cut off is marked, so that it does not read as the end."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _json(value: Any) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str) and value:
        return "[\n" + ",\n".join(_json_line(entry) for entry in value) + "\n]"
    return _json_line(value)


def _json_line(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


@cache
def _read(template: Path) -> str:
    return template.read_text(encoding="utf-8").strip() + "\n"
