"""The OpenAPI document, and a page to read it and try it out.

The page is Swagger UI from the files that Powertools ships: nothing is loaded from elsewhere, and
the page's policy would not let it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import aws_lambda_powertools
from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

Asset = Annotated[
    Literal["docs.js", "swagger-ui.js", "swagger-ui.css"] | None, Query(description="A file of the page.")
]

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Coursemill API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="docs?asset=swagger-ui.css">
</head>
<body>
<noscript>This page needs JavaScript; <a href="openapi.json">the document</a> does not.</noscript>
<main id="docs"></main>
<script src="docs?asset=swagger-ui.js"></script>
<script src="docs?asset=docs.js"></script>
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

_HEADERS = {"Cache-Control": "public, max-age=3600", "Vary": "Accept-Encoding"}


def openapi_document() -> Response[str]:
    return Response(200, "application/json", _read(Path(__file__).with_name("openapi.json")), _HEADERS)


def docs_page(asset: str | None) -> Response[str]:
    """The page, or one of its files."""
    swagger = Path(aws_lambda_powertools.__file__).parent / "event_handler/openapi/swagger_ui"
    if asset == "swagger-ui.js":
        return _script(_read(swagger / "swagger-ui-bundle.min.js"))
    if asset == "swagger-ui.css":
        return Response(200, "text/css; charset=utf-8", _read(swagger / "swagger-ui.min.css"), _HEADERS)
    if asset == "docs.js":
        return _script(_SCRIPT)
    headers = {**_HEADERS, "Content-Security-Policy": _POLICY, "Referrer-Policy": "no-referrer"}
    return Response(200, "text/html; charset=utf-8", _PAGE, headers)


def _script(text: str) -> Response[str]:
    return Response(200, "text/javascript; charset=utf-8", text, _HEADERS)


@cache
def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")
