"""What the client does when the service stumbles: a server that does so, over a real socket."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from traceback import format_exception

import pytest

import postil
from postil.connection import Connection
from tests.servers import free_port

BUSY = (503, {"code": "unavailable", "detail": "Try again."})
BROKEN = (0, {})
"""The connection ends without an answer."""


class Stumbling(BaseHTTPRequestHandler):
    answers: list[tuple[int, object]]
    """What is answered next; the last one again and again."""
    seen: list[str]

    def _answer(self) -> None:
        self.seen.append(f"{self.command} {self.path}")
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        status, content = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if not status:
            self.close_connection = True
            return
        body = json.dumps(content).encode() if not isinstance(content, bytes) else content
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        if status == 503:
            self.send_header("Retry-After", "0")
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_PUT = do_POST = _answer  # noqa: N815 - as the base class calls them

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def stumbling(*answers: tuple[int, object]) -> Iterator[tuple[Connection, list[str]]]:
    handler = type("Handler", (Stumbling,), {"answers": [*answers], "seen": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        with Connection(f"http://127.0.0.1:{server.server_port}", "secret") as connection:
            yield connection, handler.seen  # type: ignore[attr-defined]
        server.shutdown()
        thread.join()


def test_a_busy_service_is_asked_again() -> None:
    with stumbling((200, {}), BUSY, BROKEN, BUSY, (200, {"name": "Ann"})) as (connection, seen):
        connection.get("/me")
        assert connection.get("/me") == {"name": "Ann"}
        assert len(seen) == 5


def test_what_is_not_safe_twice_is_sent_once() -> None:
    with stumbling((200, {}), BUSY) as (connection, seen):
        connection.get("/me")
        with pytest.raises(postil.Refused, match=r"Try again\."):
            connection.post("/projects", {})
        assert seen[1:] == ["POST /api/v1/projects"]


def test_a_reason_that_does_not_pass_is_told_at_once() -> None:
    reason = {"code": "no_encoder", "detail": "A worker lacks the packages."}
    problem = {"code": "not_answered", "detail": "Nobody knows.", "reason": reason}
    with stumbling((503, problem)) as (connection, seen):
        with pytest.raises(postil.Refused, match=r"Nobody knows\. A worker lacks the packages\."):
            connection.get("/items")
        assert len(seen) == 1


def test_errors_say_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("POSTIL_TOKEN", raising=False)
    with pytest.raises(postil.NoToken, match="postil token"):
        postil.connect()
    with pytest.raises(postil.Unreachable, match="Is `postil serve` running there") as nobody:
        postil.connect(f"127.0.0.1:{free_port()}", "secret")
    assert "httpx" not in "".join(format_exception(nobody.value)), "that is no use to its reader"
    with pytest.raises(postil.Unreachable, match="no address"):
        postil.connect("ftp://nowhere", "secret")
    with (
        stumbling((200, b"<html>")) as (connection, _),
        pytest.raises(postil.Unreachable, match="isn't Postil"),
    ):
        connection.get("/me")
    with stumbling((422, {"detail": "should be 1", "field": "target", "code": "invalid"})) as (
        connection,
        _,
    ):
        with pytest.raises(postil.Refused, match=r"^target: should be 1$") as caught:
            connection.get("/me")
        assert (caught.value.status, caught.value.code) == (422, "invalid")
