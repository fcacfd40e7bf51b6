"""Error codes: what a problem answer or a failed job may name, read from the source of the layer.

Not by a list kept by hand, so that a new code is found the moment it is written: the page has to say of each
what happened and what one can do (`frontend/src/texts/failures.ts`).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

LAYER = Path(__file__).resolve().parents[1] / "layers/shared/generation"

KINDS = {
    "-not-found": ("batch", "course", "exam", "outline", "profile", "program"),
    "-in-use": ("course", "exam", "program"),
    "-quota-exceeded": ("course", "exam"),
}
"""What may stand before the rest of a code that is put together, as documents and batches are called."""

NO_ANSWERS = {"lease-lost"}
"""Between the engine's own parts: no client is told, and no job fails with it."""

_SHAPE = re.compile(r"[a-z]+(-[a-z]+)*")
_NAMES = {"code", "CODE"}


def codes() -> list[str]:
    """In order. Raises LookupError for one that is put together in a way that nobody told of."""
    found: set[str] = set()
    for path in sorted(LAYER.rglob("*.py")):
        found.update(codes_in(path.read_text(encoding="utf-8")))
    return sorted(found - NO_ANSWERS)


def codes_in(source: str) -> set[str]:
    """Those of one module, as `codes`."""
    return {code for node in _places(ast.parse(source)) for code in _named(node)}


def _places(tree: ast.AST) -> Iterator[ast.expr]:
    """Expressions that stand where a code does: `code=` of a call, `code = ` of a class, a default of it,
    what is unpacked into `code`, the first of a pair of code and message, what makes a problem by itself."""
    for node in ast.walk(tree):
        match node:
            case ast.keyword(arg="code", value=value):
                yield value
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if name in _NAMES:
                yield value
            case ast.Assign(value=ast.Tuple(elts=[first, ast.Constant(value=str(message))])) if (
                " " in message
            ):
                yield first
            case ast.Call(func=ast.Name(id="_members"), args=[_, ast.Constant() as value, *_]):
                yield value
            case ast.Assign(targets=[ast.Tuple(elts=[ast.Name(id="code"), *_])], value=ast.Tuple(elts=elts)):
                yield elts[0]
            case ast.arguments(kwonlyargs=names, kw_defaults=defaults):
                for argument, default in zip(names, defaults, strict=True):
                    if argument.arg == "code" and default is not None:
                        yield default


def _named(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)) if _SHAPE.fullmatch(text):
            yield text
        case ast.IfExp(body=body, orelse=orelse):
            yield from _named(body)
            yield from _named(orelse)
        case ast.JoinedStr(values=[ast.FormattedValue(), ast.Constant(value=str(rest))]):
            if rest not in KINDS:
                raise LookupError(f"KINDS does not say what stands before {rest!r}")
            yield from (kind + rest for kind in KINDS[rest])
