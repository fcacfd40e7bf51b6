"""Post: one request to the address that was checked, against servers on this machine."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

import pytest

from generation.engine.errors import Undelivered
from generation.engine.ports.outbox import Message
from generation.webhooks import post as posting
from generation.webhooks.post import PinnedPost

OK = b"HTTP/1.1 204 No Content\r\n\r\n"
MUCH = 50_000_000


@contextmanager
def server(serve: Callable[[socket.socket], None]) -> Iterator[int]:
    """A port that hands one connection after the other to `serve`."""
    listening = socket.create_server(("127.0.0.1", 0))
    taken: list[socket.socket] = []

    def accept() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            taken.append(connection)
            with suppress(OSError):
                serve(connection)

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        for connection in taken:
            connection.close()
        thread.join(5)


def answering(*parts: bytes, heard: list[bytes] | None = None) -> Callable[[socket.socket], None]:
    """Reads a request and says these."""

    def serve(connection: socket.socket) -> None:
        request = b""
        while b"{}" not in request:
            request += connection.recv(4_096)
        if heard is not None:
            heard.append(request)
        for part in parts:
            connection.sendall(part)
        connection.shutdown(socket.SHUT_WR)

    return serve


def message(url: str) -> Message:
    return Message(url=url, headers={"webhook-id": "job_1-1-completed"}, body=b"{}")


def send(port: int, post: PinnedPost | None = None, path: str = "/hook") -> int:
    return (post or PinnedPost(loopback=True)).send(message(f"http://localhost:{port}{path}"))


@pytest.mark.parametrize("status", [200, 204, 302, 404, 410, 500])
def test_the_status_of_the_answer_is_what_counts(status: int) -> None:
    heard: list[bytes] = []
    answer = f"HTTP/1.1 {status} X\r\nlocation: http://169.254.169.254/\r\ncontent-length: 0\r\n\r\n".encode()
    with server(answering(answer, heard=heard)) as port:
        assert send(port, path="/hook?a=b") == status
    (request,) = heard
    head, _, body = request.partition(b"\r\n\r\n")
    assert head.startswith(b"POST /hook?a=b HTTP/1.1\r\n")
    assert f"host: localhost:{port}".encode() in head
    assert b"webhook-id: job_1-1-completed" in head
    assert body == b"{}"


def test_an_answer_that_goes_on_after_a_hint_is_waited_for() -> None:
    with server(answering(b"HTTP/1.1 103 Early Hints\r\n\r\n", OK)) as port:
        assert send(port) == 204


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        pytest.param(b"", "no-http", id="closed"),
        pytest.param(b"SSH-2.0-OpenSSH\r\n\r\n", "no-http", id="another protocol"),
        pytest.param(
            b"HTTP/1.1 200 OK\r\n" + b"x: " + b"y" * 100_000 + b"\r\n\r\n", "no-http", id="endless head"
        ),
    ],
)
def test_what_is_no_answer_is_said_to_be_none(answer: bytes, code: str) -> None:
    with server(answering(answer)) as port, pytest.raises(Undelivered) as undelivered:
        send(port)
    assert undelivered.value.code == code


def test_of_an_endless_body_no_more_is_read_than_is_polite() -> None:
    """What the two systems hold for a connection is sent too: some megabytes."""
    sent: list[int] = []

    def serve(connection: socket.socket) -> None:
        connection.recv(65_536)
        connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 10000000000\r\n\r\n")
        while sum(sent) < MUCH:
            sent.append(connection.send(b"x" * 65_536))

    with server(serve) as port:
        assert send(port) == 200
    assert sum(sent) < MUCH


def test_an_answer_whose_body_does_not_come_is_received(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "BODY_SECONDS", 0.05)
    done = threading.Event()

    def serve(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n")
        done.wait(30)

    with server(serve) as port:
        assert send(port) == 200
        done.set()


def test_a_silent_receiver_has_its_time_and_no_more() -> None:
    done = threading.Event()

    def silent(connection: socket.socket) -> None:
        done.wait(30)

    with server(silent) as port:
        with pytest.raises(Undelivered) as undelivered:
            send(port, PinnedPost(loopback=True, seconds=0.2))
        done.set()
    assert undelivered.value.code == "timed-out"


def test_one_that_drips_its_answer_does_not_stretch_it() -> None:
    done = threading.Event()

    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nx: ")
        while not done.wait(0.02):
            connection.sendall(b"y")

    with server(drip) as port:
        with pytest.raises(Undelivered) as undelivered:
            send(port, PinnedPost(loopback=True, seconds=0.3))
        done.set()
    assert undelivered.value.code == "timed-out"


def test_nobody_listens() -> None:
    with server(answering(OK)) as port:
        pass
    with pytest.raises(Undelivered) as undelivered:
        send(port)
    assert undelivered.value.code == "connection-failed"


def test_who_speaks_no_tls_is_told_nothing() -> None:
    heard: list[bytes] = []

    def serve(connection: socket.socket) -> None:
        heard.append(connection.recv(4_096))
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    post = PinnedPost(loopback=True)
    with server(serve) as port, pytest.raises(Undelivered) as undelivered:
        post.send(message(f"https://localhost:{port}/hook"))
    assert undelivered.value.code == "tls-failed"
    assert b"webhook-id" not in b"".join(heard)


class Rebinding:
    """A resolver that says something else the second time."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked = 0

    def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked += 1
        return self.answers[min(self.asked, len(self.answers)) - 1]


def test_a_name_that_leads_elsewhere_the_second_time_does_not_get_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Public when it is checked, this machine when it is used: it is looked up once."""
    connected: list[str] = []

    async def connect(host: str, port: int, **how: object) -> object:
        connected.append(host)
        raise ConnectionRefusedError

    monkeypatch.setattr("asyncio.open_connection", connect)
    names = Rebinding(["93.184.215.14"], ["127.0.0.1"])
    with pytest.raises(Undelivered) as undelivered:
        PinnedPost(resolve=names).send(message("https://rebinding.example.org/hook"))
    assert (connected, names.asked) == (["93.184.215.14"], 1)
    assert undelivered.value.code == "connection-failed"
    with pytest.raises(Undelivered) as undelivered:
        PinnedPost(resolve=names).send(message("https://rebinding.example.org/hook"))
    assert undelivered.value.code == "not-reachable"
    assert connected == ["93.184.215.14"], "the next delivery is refused before it connects"


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "https://127.0.0.1:1/", "https://localhost:1/"])
def test_where_it_is_not_allowed_nothing_reaches_this_machine(url: str) -> None:
    with pytest.raises(Undelivered) as undelivered:
        PinnedPost().send(message(url))
    assert undelivered.value.code == "not-reachable"
