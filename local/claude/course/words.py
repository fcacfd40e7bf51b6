"""Words: what a course made offline says around the texts of its exam, in the languages that the page offers.

`words.json` has the same texts for each of them, with the same names to fill in. In any other language they
are English. What the exam says stays as the exam says it: where it is in another language than the course,
it stands in quotation marks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from generation.quality.language import code, other_language, prose
from local.claude.course.text import sentences

DEFAULT = "en"
FOREIGN_TITLE = 48
"""Bytes of a title in the exam's language over texts in another: longer ones are read as a sentence of it."""

_SAMPLE = 6_000
"""Characters of an exam that tell its language."""

_QUOTATION_MARKS = str.maketrans(
    dict.fromkeys("“„«「『", "\u2018") | dict.fromkeys("”»」』", "\u2019") | {'"': "'"}
)
_NAME = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Words:
    """language: of the texts. is_foreign: the exam is in another one."""

    language: str
    is_foreign: bool
    texts: Mapping[str, str]

    def __call__(self, word: str, **values: str | int) -> str:
        """The text of that name, filled in, in one pass: braces in a value are braces."""
        return _NAME.sub(lambda found: str(values[found[1]]), self.texts[word])

    def own(self, text: str) -> str:
        """What the exam says, where it stands alone: each sentence quoted if its language is another."""
        if not self.is_foreign:
            return text
        return " ".join(quoted(sentence) for sentence in sentences(text)) or text

    def listed(self, items: Sequence[str]) -> str:
        """One item as it is, two as "A and B", more as "A, B and C"."""
        joint = self("and")
        if joint == "、":
            return joint.join(items)
        return "".join(items) if len(items) < 2 else f"{', '.join(items[:-1])} {joint} {items[-1]}"


def quoted(text: str) -> str:
    """What the exam says, inside other words. Its own quotation marks do not end it."""
    return f"“{text.translate(_QUOTATION_MARKS)}”"


def words_of(tags: Mapping[str, Any], exam: Iterable[str]) -> Words:
    """For the language that the call names. `exam`: texts that tell the exam's language."""
    call = tags.get("call")
    language = str((call if isinstance(call, dict) else {}).get("language") or DEFAULT)
    wanted = code(language)
    sample = prose(" ".join(exam)[:_SAMPLE])
    is_foreign = wanted is not None and other_language(sample, wanted) is not None
    known = _texts()
    said = wanted if wanted is not None and wanted in known else DEFAULT
    return Words(said, is_foreign, known[said])


@cache
def _texts() -> Mapping[str, Mapping[str, str]]:
    found: dict[str, dict[str, str]] = json.loads(
        Path(__file__).with_name("words.json").read_text(encoding="utf-8")
    )
    return found
