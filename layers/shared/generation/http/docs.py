"""The OpenAPI document, and a page to read it and try it out, with their routes.

The page is Swagger UI from the files that Powertools ships: nothing is loaded from elsewhere, and
the page's policy would not let it.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import aws_lambda_powertools
from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from generation.http.answers import failed, route, says

Asset = Annotated[
    Literal["docs.js", "swagger-ui.js", "swagger-ui.css"] | None, Query(description="A file of the page.")
]

Hash = Annotated[
    str | None, Query(max_length=64, description="Of the file's content; with it the answer may be kept.")
]

# Files of the page by what they are called in Powertools; '' is our own.
_FILES = {"docs.js": "", "swagger-ui.js": "swagger-ui-bundle.min.js", "swagger-ui.css": "swagger-ui.min.css"}

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Coursemill API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{swagger-ui.css}">
</head>
<body>
<noscript>This page needs JavaScript; <a href="openapi.json">the document</a> does not.</noscript>
<main id="docs"></main>
<script src="{swagger-ui.js}"></script>
<script src="{docs.js}"></script>
</body>
</html>
"""

_SCRIPT = """SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#docs",
  deepLinking: true,
  tryItOutEnabled: true,
  validatorUrl: null,
});
"""

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

# A file that is asked for by its hash never changes.
_FOREVER = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
_HEADERS = {"Cache-Control": "public, max-age=3600", "Vary": "Accept-Encoding"}


def openapi_document() -> Response[str]:
    return Response(200, "application/json", _read(Path(__file__).with_name("openapi.json")), _HEADERS)


def docs_page(asset: str | None, content_hash: str | None) -> Response[str]:
    """The page, or one of its files."""
    if asset is not None:
        kind = "text/css" if asset.endswith(".css") else "text/javascript"
        headers = _FOREVER if content_hash == _hash(asset) else _HEADERS
        return Response(200, f"{kind}; charset=utf-8", _file(asset), headers)
    headers = {**_HEADERS, "Content-Security-Policy": _POLICY, "Referrer-Policy": "no-referrer"}
    return Response(200, "text/html; charset=utf-8", _page(), headers)


@cache
def _page() -> str:
    page = _PAGE
    for asset in _FILES:
        page = page.replace(f"{{{asset}}}", f"docs?asset={asset}&amp;hash={_hash(asset)}")
    return page


@cache
def _hash(asset: str) -> str:
    return hashlib.sha256(_file(asset).encode()).hexdigest()[:16]


def _file(asset: str) -> str:
    name = _FILES[asset]
    swagger = Path(aws_lambda_powertools.__file__).parent / "event_handler/openapi/swagger_ui"
    return _read(swagger / name) if name else _SCRIPT


@cache
def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


_OPEN = {"openapi_extensions": {"security": []}, "compress": True}
GET_OPENAPI = route(
    "getOpenApi",
    "Documentation",
    "This document",
    {200: says("OpenAPI 3.1.") | {"content": {"application/json": {"schema": {"type": "object"}}}}},
    **_OPEN,
)
_ASSETS = {kind: {"schema": {"type": "string"}} for kind in ("text/html", "text/javascript", "text/css")}
GET_DOCS = route(
    "getDocs",
    "Documentation",
    "A page to read this and try it out",
    {200: says("The page, or the file of it that was asked for.") | {"content": _ASSETS}, **failed(422)},
    **_OPEN,
)
