"""Markdown: escaping, so that text stays text and a lesson's body stays inside its lesson."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~&$])")
# What is markup at the beginning of a line only: headings, lists, underlines.
_FIRST = re.compile(r"^([#+\-=])|^(\d+)([.)])(?=\s|$)")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})(.*)$")
_HEADING = re.compile(r"^ {0,3}(#{1,6})(?=\s|$)")
_UNDERLINE = re.compile(r"^ {0,3}(=+|-+)\s*$")
# Quotations and list items, one in another: what stands behind them can be a heading too.
_MARKERS = re.compile(r"(?:[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t])))+[ \t]*")
_TICKS = re.compile("`+")
_DEEPEST = 6


def text(value: str) -> str:
    """Plain text for one line: nothing in it is markup, line breaks become spaces."""
    return _escape(" ".join(value.split()))


def lines(value: str) -> str:
    """Plain text of several lines for a paragraph: its line breaks and indents stay."""
    kept = [line.rstrip() for line in value.strip("\n").expandtabs(4).splitlines()]
    return "\\\n".join(_indented(line) for line in kept if line)


def body(value: str, *, level: int) -> str:
    """Markdown of somebody else, to stand under a heading of `level`.

    Its markup stays, but for three things: HTML shows as text, headings move so that the highest of them
    stands right below `level`, also in quotations and lists, and a code block that was not closed is closed.
    """
    deeper = level + 1 - _highest(value)
    written: list[str] = []
    fence = ""
    is_inner_code = False  # of a quotation or list item: its lines are no headings
    for raw in _CONTROL.sub("", value).strip("\n").splitlines():
        line = raw.rstrip()
        is_inner_code = is_inner_code and line[:1] in ("", " ", "\t", ">")
        if not fence and _is_fence(line, is_inner=not is_inner_code):
            is_inner_code = not is_inner_code
            written.append(_without_html(line))
        elif is_inner_code:
            written.append(_without_html(line))
        elif found := _FENCE.match(line):
            if not fence:
                fence = found[1]
            elif found[1][0] == fence[0] and len(found[1]) >= len(fence) and not found[2].strip():
                fence = ""
            written.append(line)
        elif fence:
            written.append(line)
        else:
            written.append(_line(line, deeper=deeper, after_text=bool(written and written[-1].strip())))
    if fence:
        written.append(fence)
    return "\n".join(written)


def anchor(name: str) -> str:
    """A place that links lead to whatever the renderer makes of headings."""
    return f'<a id="{name}"></a>'


def _highest(value: str) -> int:
    """Level of the highest heading in it; a line of code that looks like one does no harm."""
    found = (_HEADING.match(line[_inner(line) :]) for line in value.splitlines())
    return min((len(heading[1]) for heading in found if heading), default=1)


def _inner(line: str) -> int:
    """Where that begins which stands in the quotations and list items of a line; 0: it has none."""
    found = _MARKERS.match(line)
    return found.end() if found else 0


def _is_fence(line: str, *, is_inner: bool) -> bool:
    """Whether code begins behind markers (`is_inner`), or ends that began so."""
    start = _inner(line)
    return (start > 0 or not is_inner) and _FENCE.match(line[start:].lstrip()) is not None


def _line(line: str, *, deeper: int, after_text: bool) -> str:
    start = _inner(line)
    markers, rest = line[:start], line[start:]
    if found := _HEADING.match(rest):
        depth = min(len(found[1]) + deeper, _DEEPEST)
        return markers + "#" * depth + _without_html(rest[found.end() :])
    if after_text and (not markers or ">" in markers) and _UNDERLINE.match(rest):
        return markers + "\\" + rest.strip()  # it would make a heading of the line above
    return _without_html(line)


def _without_html(line: str) -> str:
    """`<` as an entity, except in code, where it is harmless and an entity would show."""
    parts: list[str] = []
    end = 0
    for start, stop in _code_spans(line):
        parts += [line[end:start].replace("<", "&lt;"), line[start:stop]]
        end = stop
    return "".join([*parts, line[end:].replace("<", "&lt;")])


def _code_spans(line: str) -> Iterator[tuple[int, int]]:
    """Where code begins and ends: between two runs of as many backticks. Takes time by the length of the
    line alone, however many runs have no partner."""
    runs = [found.span() for found in _TICKS.finditer(line)]
    last = {stop - start: start for start, stop in runs}
    opened, length = 0, 0  # length 0: no run is open
    for start, stop in runs:
        if not length:
            if last[stop - start] > start:
                opened, length = start, stop - start
        elif stop - start == length:
            yield opened, stop
            length = 0


def _indented(line: str) -> str:
    stripped = line.lstrip(" ")
    return "&nbsp;" * (len(line) - len(stripped)) + _escape(stripped)


def _escaped_first(found: re.Match[str]) -> str:
    return f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}"


def _escape(value: str) -> str:
    return _FIRST.sub(_escaped_first, _SPECIAL.sub(r"\\\1", _CONTROL.sub("", value)))
