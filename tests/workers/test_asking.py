"""Questions to a worker: the channels themselves, each with real processes at its ends."""

import socket
import stat
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from service.jobs.asking.local_socket import LocalAnswering, LocalAsking, address
from service.jobs.asking.redis_lists import RedisAnswering, RedisAsking
from service.kit.errors import NotAnswered
from service.kit.reasons import Reason, ReasonCode, reason
from service.ports import Answering, Asking, Question
from tests import servers
from tests.patience import PATIENCE_SECONDS, until


class Echo:
    """Answers with what it was asked, or as it was asked to."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.goes_on = threading.Event()

    def answers(self) -> Iterable[tuple[str, str | None]]:
        return [("echo", None), ("echo", "hashing")]

    def answer(self, question: Question) -> Mapping[str, Any] | Reason:
        self.asked.append(str(question.content["text"]))
        if question.content["text"] == "refuse":
            return reason(ReasonCode.NO_VECTORS)
        if question.content["text"] == "wait":
            self.goes_on.wait(20)
        return question.content


def question(text: str, encoder: str | None = None, seconds: float = 10.0) -> Question:
    return Question("echo", {"text": text}, encoder, seconds)


def why_not(asking: Asking, asked: Question) -> str:
    with pytest.raises(NotAnswered) as caught:
        asking.ask(asked)
    assert caught.value.extra["reason"]["detail"] == caught.value.detail
    return str(caught.value.extra["reason"]["code"])


def holds_what_a_channel_promises(asking: Asking, echo: Echo) -> None:
    assert asking.ask(question("é \n 1", "hashing")) == {"text": "é \n 1"}
    long = "long " * 20_000
    assert asking.ask(question(long)) == {"text": long}
    assert why_not(asking, question("refuse")) == "no_vectors"
    assert why_not(asking, question("wait", seconds=0.3)) == "worker_silent"
    # One that waits keeps no other waiting.
    assert asking.ask(question("meanwhile")) == {"text": "meanwhile"}
    echo.goes_on.set()


def served(folder: Path, answering: Answering) -> LocalAsking:
    LocalAnswering(folder, answering).start()
    return LocalAsking(folder)


def test_over_a_local_socket(tmp_path: Path) -> None:
    echo = Echo()
    asking = served(tmp_path, echo)
    holds_what_a_channel_promises(asking, echo)
    assert stat.S_IMODE(address(tmp_path).stat().st_mode) == 0o600


def test_a_folder_that_is_too_deep_for_a_socket_has_it_elsewhere(tmp_path: Path) -> None:
    deep = tmp_path / ("deep" * 20) / ("deeper" * 20)
    deep.mkdir(parents=True)
    echo = Echo()
    assert served(deep, echo).ask(question("deep")) == {"text": "deep"}
    place = address(deep)
    assert place != address(tmp_path / "deep")
    assert len(str(place)) <= 100
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700
    place.unlink()
    place.parent.chmod(0o755)
    with pytest.raises(PermissionError, match="isn't this user's alone"):
        address(deep)
    place.parent.rmdir()


def test_nobody_at_a_local_socket(tmp_path: Path) -> None:
    asking = LocalAsking(tmp_path)
    assert why_not(asking, question("anyone")) == "no_worker"
    left = socket.socket(socket.AF_UNIX)
    left.bind(str(address(tmp_path)))
    left.close()
    assert why_not(asking, question("anyone")) == "no_worker", "a socket of one that was killed"
    assert served(tmp_path, Echo()).ask(question("anyone")) == {"text": "anyone"}


def test_a_worker_that_ends_meanwhile(tmp_path: Path) -> None:
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(address(tmp_path)))
    listening.listen()

    def end() -> None:
        connection, _ = listening.accept()
        connection.recv(100)
        connection.close()

    threading.Thread(target=end).start()
    assert why_not(LocalAsking(tmp_path), question("anyone")) == "worker_ended"
    listening.close()


@pytest.fixture(scope="module")
def redis_url() -> Iterator[str]:
    with servers.redis() as url:
        yield url


@pytest.mark.slow
def test_over_redis(redis_url: str) -> None:
    echo = Echo()
    asking = RedisAsking(redis_url)
    answering = [RedisAnswering(redis_url, echo, number) for number in range(2)]
    for each in answering:
        each.start()
    holds_what_a_channel_promises(asking, echo)
    started = time.monotonic()
    assert why_not(asking, question("for another", "no such encoder")) == "no_worker"
    assert time.monotonic() - started < 8
    for each in answering:
        each.end()
        each.join(PATIENCE_SECONDS)
    assert why_not(asking, question("too late")) == "no_worker"


@pytest.mark.slow
def test_what_nobody_waits_for_is_not_answered() -> None:
    echo = Echo()
    with servers.redis() as url:
        assert why_not(RedisAsking(url), question("too early")) == "no_worker"
        answering = RedisAnswering(url, echo, 0)
        answering.start()
        until(lambda: RedisAsking(url).ask(question("in time")))
        assert echo.asked == ["in time"]
    assert why_not(RedisAsking(url), question("in time")) == "broker_silent"
    answering.end()
