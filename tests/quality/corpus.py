"""Corpus: good artifacts, hand-made in three languages, to plant defects into."""

from __future__ import annotations

import json
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("en", "de", "ru")
KINDS = ("course", "project", "outlines", "program")

Json = dict[str, Any]


@cache
def _all(language: str) -> Json:
    found: Json = json.loads((Path(__file__).parent / f"good/{language}.json").read_text(encoding="utf-8"))
    bodies = [lesson["body"] for topic in found["course"]["topics"] for lesson in topic["lessons"]]
    for project in found["project"]["projects"]:
        for lesson in project["lessons"]:
            # A lesson of a project course is twice as long as one over two questions.
            lesson["body"] = lesson["body"].replace("@body", "\n\n".join(bodies))
    return found


def good(kind: str, language: str) -> Json:
    """A copy that a test may spoil. Outlines carry no language of their own, so they get it here."""
    found: Json = deepcopy(_all(language)[kind])
    return {**found, "language": language} if kind == "outlines" else found


def exam(language: str) -> Json:
    found: Json = deepcopy(_all(language)["exam"])
    return found
