"""Templates: what holds for learning by making, whatever is made, in the languages that the page offers.

One file a language in `words`: `frame` (texts by name), `lessons` (stages of a project), `tasks`, `outlines`.
English has more of them than the others. In any other language they are English, and say so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from generation.quality.language import code, other_language, prose
from local.claude.course.words import DEFAULT, quoted
from local.claude.project.call import field

_FOLDER = Path(__file__).with_name("words")
_IN_ENGLISH = "Its words are English, whatever language was asked for."


@dataclass(frozen=True, slots=True)
class Templates:
    """is_foreign: what was sent is in another language than the course, and is quoted. is_told: the
    templates are not in the language of the course, and say so."""

    words: Mapping[str, Any]
    is_foreign: bool
    is_told: bool

    def __call__(self, name: str, **values: str | int) -> str:
        """A text of the frame, filled in."""
        text = filled(self.words["frame"][name], {key: str(value) for key, value in values.items()})
        return f"{text} {_IN_ENGLISH}" if self.is_told and name.endswith("label") else text

    def own(self, text: str) -> str:
        """What was sent, where it stands alone."""
        return quoted(text) if self.is_foreign else text


def templates(tags: Mapping[str, Any], sent: Iterable[str]) -> Templates:
    """For the language that the call names. `sent`: texts that tell the language of what was sent."""
    wanted = code(str(field(tags, "call", "language") or DEFAULT))
    is_known = wanted is not None and (_FOLDER / f"{wanted}.json").exists()
    sample = prose(" ".join(sent))
    is_foreign = wanted is not None and other_language(sample, wanted) is not None
    return Templates(_read(str(wanted) if is_known else DEFAULT), is_foreign, not is_known)


@cache
def _read(language: str) -> Mapping[str, Any]:
    """Not to be changed: all calls share them."""
    found: dict[str, Any] = json.loads((_FOLDER / f"{language}.json").read_text(encoding="utf-8"))
    return found


def filled(template: str, values: Mapping[str, str]) -> str:
    """Each `{name}` replaced, in one pass and not by str.format: braces in a value are braces."""
    return re.sub(r"\{(\w+)\}", lambda found: values[found[1]], template)
