"""Words: what a rule-based program says, in the languages that the page offers.

`words.json` has the same texts for each of them, with the same names to fill in. For any other language
they are English, and the program says so. Names of exercises are English everywhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

TEXTS = Path(__file__).with_name("words.json")

DEFAULT = "en"

_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "english": "en",
        "german": "de",
        "deutsch": "de",
        "spanish": "es",
        "español": "es",
        "french": "fr",
        "français": "fr",
        "italian": "it",
        "italiano": "it",
        "dutch": "nl",
        "nederlands": "nl",
        "polish": "pl",
        "polski": "pl",
        "portuguese": "pt",
        "português": "pt",
        "turkish": "tr",
        "türkçe": "tr",
        "ukrainian": "uk",
        "українська": "uk",
        "japanese": "ja",
        "日本語": "ja",
        "chinese": "zh",
        "中文": "zh",
    }
)
"""A language may be given by its name, in English or in itself."""


@dataclass(frozen=True, slots=True)
class Words:
    """language: the tag of what the texts are in."""

    language: str
    texts: Mapping[str, str]

    def __call__(self, word: str, **values: object) -> str:
        """The text of that name, filled in. Raises KeyError for a name that is not there, and for a value
        that is missing."""
        return self.texts[word].format_map(values)


def words(language: str = DEFAULT) -> Words:
    """Those of the language, given by a tag or a name; the English ones where there are none."""
    given = language.strip().lower()
    tag = _NAMES.get(given, given.split("-")[0].split("_")[0])
    known = _known()
    found = tag if tag in known else DEFAULT
    return Words(found, known[found])


@cache
def _known() -> Mapping[str, Mapping[str, str]]:
    known: Mapping[str, Mapping[str, str]] = json.loads(TEXTS.read_text(encoding="utf-8"))
    return MappingProxyType({tag: MappingProxyType(dict(texts)) for tag, texts in known.items()})
