"""PricedModel: the offline model under the name of one whose price is known, so that caps can be held."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx

PRICED_AS = "claude-sonnet-5-5"

_OWN = frozenset({"host", "connection", "content-length", "accept-encoding"})
_KEPT = frozenset({"content-type", "retry-after", "request-id"})


@contextmanager
def priced(model_url: str) -> Iterator[str]:
    """Address of a server that hands every call on to the one at `model_url` and renames its answers."""
    with httpx.Client(base_url=model_url, timeout=60, trust_env=False) as http:

        class Renaming(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self._answer(http.get(self.path))

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length", "0")))
                headers = {n: v for n, v in self.headers.items() if n.lower() not in _OWN}
                self._answer(http.post(self.path, content=body, headers=headers))

            def _answer(self, answer: httpx.Response) -> None:
                text = answer.content.replace(b'"model":"offline"', f'"model":"{PRICED_AS}"'.encode())
                text = text.replace(b'"model": "offline"', f'"model": "{PRICED_AS}"'.encode())
                self.send_response(answer.status_code)
                for name, value in answer.headers.items():
                    if name.lower() in _KEPT:
                        self.send_header(name, value)
                self.send_header("content-length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, format: str, *args: object) -> None:
                """Nothing: standard error is for tests."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Renaming)
        thread = threading.Thread(target=server.serve_forever, name="priced model")
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            server.server_close()
            thread.join()
