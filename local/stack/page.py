"""Page: the built web page, served as CloudFront serves the deployed one.

An address of the page is whatever is not the API's and looks like no file: the page itself knows which of
them exist. Files are found by comparing a name with the names that are there, so no name leads elsewhere.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from local.configuration import ROOT
from local.stack.person import DEFAULT_PERSON

DIST = ROOT / "frontend" / "dist"

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; style-src-attr 'none'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'"
)

# Those of PageHeaders in template.yaml, so that what the policy breaks breaks here first; tests/template
# compares. Without HSTS: this machine has no TLS.
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

# Vite names a file of assets/ after its content, so it never changes; everything else is asked for anew.
FOREVER = "public, max-age=31536000, immutable"
ANEW = "no-cache"

# Not from the system's table, which differs from machine to machine.
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/vnd.microsoft.icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
_COMPRESSED_ALREADY = (".ico", ".png", ".woff2")
_WORTH_COMPRESSING = 1000
"""Bytes; less fits into one packet anyway."""

CONFIG = {"sign_in": "local", "default_user": DEFAULT_PERSON.sub}
"""How one signs in; PageConfig in template.yaml when deployed."""

_OF_THE_API = frozenset({"v1", "docs", "openapi.json", "dev"})

_NOT_BUILT = """The page is not built.

make page     builds it (needs Node.js 20); then load this address again
/docs         the API, which works without the page
"""


class Page:
    """The page in `dist`, or how to build it while it is not there.

    config   what is in config.json
    headers  of each answer
    """

    def __init__(
        self,
        dist: Path = DIST,
        *,
        config: Mapping[str, str] = CONFIG,
        headers: Mapping[str, str] = HEADERS,
    ) -> None:
        self._dist = dist
        self._config = dict(config)
        self._headers = dict(headers)

    @property
    def is_built(self) -> bool:
        return (self._dist / "index.html").is_file()

    def answers(self, request: Request) -> bool:
        """Whether a request is the page's; all others are the API's."""
        path = request.scope["path"]
        first, last = path.lstrip("/").partition("/")[0], path.rpartition("/")[2]
        if request.method not in ("GET", "HEAD") or first in _OF_THE_API:
            return False
        if path in ("/", "/config.json") or first == "assets" or self._file(path):
            return True
        # As the function Router in template.yaml has it, but for who wants no page.
        return "." not in last and "text/html" in request.headers.get("accept", "")

    def answer(self, request: Request) -> Response:
        """To a request that `answers` has taken."""
        path = request.scope["path"]
        if path == "/config.json":
            return self._with_headers(JSONResponse(self._config), ANEW)
        file = self._file(path)
        if not file and path.startswith("/assets/"):
            return self._with_headers(PlainTextResponse("no such file\n", 404), ANEW)
        if not self.is_built:
            return self._with_headers(PlainTextResponse(_NOT_BUILT, 503), ANEW)
        file = file or self._dist / "index.html"
        cached = FOREVER if path.startswith("/assets/") else ANEW
        return self._with_headers(_answer(request, _content(file, file.stat().st_mtime_ns)), cached)

    def _with_headers(self, answer: Response, cached: str) -> Response:
        answer.headers.update({**self._headers, "Cache-Control": cached})
        return answer

    def _file(self, path: str) -> Path | None:
        """The file of an address such as `/icon.svg` or `/assets/index-1a2b.js`."""
        match path.split("/"):
            case ["", name]:
                folder = self._dist
            case ["", "assets", name]:
                folder = self._dist / "assets"
            case _:
                return None
        if not folder.is_dir():
            return None
        return next((file for file in folder.iterdir() if file.name == name and file.is_file()), None)


@dataclass(frozen=True, slots=True)
class _Content:
    type: str
    etag: str
    plain: bytes
    compressed: bytes | None


@lru_cache(maxsize=200)
def _content(file: Path, _changed_ns: int) -> _Content:
    """Of a file as of its last change, so that a new build needs no restart."""
    plain = file.read_bytes()
    worth = len(plain) >= _WORTH_COMPRESSING and file.suffix not in _COMPRESSED_ALREADY
    return _Content(
        type=_TYPES.get(file.suffix, "application/octet-stream"),
        # Weak: the same for the compressed and the plain form.
        etag=f'W/"{hashlib.sha256(plain).hexdigest()[:16]}"',
        plain=plain,
        compressed=gzip.compress(plain, mtime=0) if worth else None,
    )


def _answer(request: Request, content: _Content) -> Response:
    headers = {"ETag": content.etag, "Vary": "Accept-Encoding"}
    if request.headers.get("if-none-match") == content.etag:
        return Response(status_code=304, headers=headers)
    if content.compressed and _takes_gzip(request.headers):
        headers["Content-Encoding"] = "gzip"
        return Response(content.compressed, headers=headers, media_type=content.type)
    return Response(content.plain, headers=headers, media_type=content.type)


def _takes_gzip(headers: Headers) -> bool:
    wanted = [coding.replace(" ", "").lower() for coding in headers.get("accept-encoding", "").split(",")]
    return any(coding.split(";")[0] == "gzip" and not coding.endswith(";q=0") for coding in wanted)
