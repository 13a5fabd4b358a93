"""What the client does when the service stumbles: a server that does so, over a real socket."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from traceback import format_exception
from typing import Any

import pytest

import postil
from postil import predicting
from postil.connection import Connection
from postil.progress import Progress
from postil.waiting import (
    _why_stopped,
    wait_for_first_ranking,
    wait_for_job,
    wait_until_chosen,
)
from tests.servers import free_port

BUSY = (503, {"code": "unavailable", "detail": "Try again."})
BROKEN: tuple[int, object] = (0, {})
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
    with served_by(handler) as connection:
        yield connection, handler.seen  # type: ignore[attr-defined]


@contextmanager
def served_by(handler: type[BaseHTTPRequestHandler]) -> Iterator[Connection]:
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            with Connection(f"http://127.0.0.1:{server.server_port}", "secret") as connection:
                yield connection
        finally:
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


class SlowWorker(BaseHTTPRequestHandler):
    """A service whose worker takes so long for a text, and is waited for so long."""

    seconds, patience = 0.001, 0.02
    sizes: list[int]

    def do_POST(self) -> None:
        texts = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["texts"]
        took = self.seconds * len(texts)
        time.sleep(min(took, self.patience))
        self.sizes.append(len(texts))
        silent = took > self.patience
        answer: dict[str, Any] = {
            "predictions": [[{"class": text, "probability": 1.0, "named": True}] for text in texts]
        }
        if silent:
            answer = {"detail": "Nobody knows.", "reason": {"code": "worker_silent", "detail": ""}}
        body = json.dumps(answer).encode()
        self.send_response(503 if silent else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing."""


def test_texts_go_in_parts_that_a_worker_manages(monkeypatch: pytest.MonkeyPatch) -> None:
    """A call of all of them would be waited for in vain."""
    monkeypatch.setattr(predicting, "SECONDS", 0.01)
    texts = [f"text {number}" for number in range(200)]
    handler = type("Handler", (SlowWorker,), {"sizes": []})
    with served_by(handler) as connection:
        assert postil.Model(connection, "/projects/1").sets(texts) == [[text] for text in texts]
    sizes: list[int] = handler.sizes  # type: ignore[attr-defined]
    assert sizes[:2] == [25, 12], "half of what was too much"
    assert sum(sizes[1:]) == 200
    assert max(sizes[1:]) <= 20


@pytest.mark.parametrize("texts", [None, ["fine", None], ["fine", float("nan")], ["fine", 3]])
def test_what_is_no_text_is_refused_before_anything_is_sent(texts: Any) -> None:
    with stumbling((200, {"predictions": []})) as (connection, seen):
        with pytest.raises(postil.PostilError, match=r"no text|is None"):
            postil.Model(connection, "/projects/1").sets(texts)
        assert seen == []


ACTIVE = {"state": "active", "items": 9, "next_round": 3, "choosing": [7]}


def waited(connection: Connection) -> None:
    with Progress("", shown=False) as bar:
        wait_until_chosen(connection, "/projects/1", bar, time.monotonic() + 0.3)


def test_a_ranking_that_does_not_come_is_not_waited_for_for_ever() -> None:
    with (
        stumbling((200, ACTIVE)) as (connection, _),
        pytest.raises(postil.StillWorking, match=r"worker is running.*pace=0"),
    ):
        waited(connection)


def begun(connection: Connection, patience: float = 5.0) -> None:
    with Progress("", shown=False) as bar:
        wait_for_first_ranking(connection, "/projects/1", bar, patience)


def embedding(done: int, state: str = "embedding") -> dict[str, Any]:
    return {"encoder": {"state": state, "done": done, "total": 9}, "undone": []}


def test_texts_without_vectors_are_waited_for_as_long_as_some_get_theirs() -> None:
    before = (200, ACTIVE | {"next_round": 0})
    with stumbling(before, (200, embedding(0)), before, (200, embedding(8)), (200, ACTIVE)) as (
        connection,
        seen,
    ):
        begun(connection)
        assert len(seen) == 5
    with (
        stumbling(before, (200, embedding(0)), before, (200, embedding(0))) as (connection, _),
        pytest.raises(postil.StillWorking, match=r"texts have no vectors\. .*pace=0"),
    ):
        begun(connection, 0.6)
    with (
        stumbling(before, (200, embedding(3, "stopped"))) as (connection, _),
        pytest.raises(postil.PostilError, match="Embedding stopped"),
    ):
        begun(connection)


def test_where_there_is_nothing_to_choose_from_nobody_waits() -> None:
    with stumbling((200, ACTIVE | {"next_round": 0, "items": 0})) as (connection, seen):
        begun(connection)
        assert len(seen) == 1


def test_a_log_has_a_line_for_each_thing_that_a_job_does(
    capsys: pytest.CaptureFixture[str],
) -> None:
    job = {"state": "queued", "kind": "pack_model", "error": None, "done": 0, "total": None}
    running = job | {"state": "running", "done": 1, "total": 3}
    answers = [job, job, running, running, running | {"state": "done"}]
    with (
        stumbling(*[(200, each) for each in answers]) as (connection, _),
        Progress("model.zip", shown=True) as bar,
    ):
        wait_for_job(connection, 7, bar, "steps, preparing the model")
        bar.say("saved")
    first, second, last = capsys.readouterr().err.splitlines()
    assert first == "model.zip  0  waiting for a worker"
    assert second.endswith(" 33 %  1 of 3  steps, preparing the model")
    assert last == "model.zip: saved"


def test_what_takes_turns_is_no_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress("Fruit", shown=True) as bar:
        for labels in range(5):
            bar.update(labels, None, "labels given")
            bar.update(labels, None, "waiting")
    assert len(capsys.readouterr().err.splitlines()) == 2


def test_a_paused_project_is_not_waited_for() -> None:
    queued = {"state": "queued", "kind": "rank", "error": None}
    paused = ACTIVE | {"state": "paused"}
    with stumbling((200, ACTIVE), (200, paused), (200, queued)) as (connection, seen):
        waited(connection)
        assert len(seen) == 3


def test_a_round_that_fails_is_a_warning() -> None:
    """Another one that somebody else's answers asked for isn't waited for."""
    failed = {"state": "failed", "kind": "rank", "error": "no room on the disk"}
    answers = (200, ACTIVE), (200, ACTIVE | {"choosing": [8]}), (200, failed)
    with (
        stumbling(*answers) as (connection, _),
        pytest.warns(UserWarning, match="no room on the disk"),
    ):
        waited(connection)


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


def test_missing_vectors_are_laid_on_the_embedding_that_failed() -> None:
    """Other jobs may have failed beside it."""
    ranking = {"id": 3, "kind": "rank", "error": "no classes"}
    embedding = {"id": 7, "kind": "embed", "error": "no room"}
    why = _why_stopped({"undone": [ranking, embedding]})
    assert "no room" in why
    assert why.endswith("/jobs/ID/retry for 7.")
