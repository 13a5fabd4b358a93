"""Questions over Redis: for a fleet, of whom any worker answers that has what a question needs.

A question lies under a key of its own that ends with the patience of who asks, and its id waits in
a list. Who takes the id out says so at once, then replies, both into a list of that question: who
asks knows within seconds that nobody is there, and gives a worker that is the time it needs.
"""

import json
import logging
import threading
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from service.jobs.questions import not_answered, read_reply, written_reply
from service.kit.errors import NotFound
from service.kit.reasons import Reason, ReasonCode, reason
from service.ports import Answering, Question

if TYPE_CHECKING:
    from redis import Redis

TAKEN = b"taken"
TAKEN_SECONDS = 5
"""In which some worker should have taken a question: each has threads for nothing else."""
KEPT_SECONDS = 60
SOCKET_SECONDS = 60
"""Longer than anyone waits for a list."""
LOOK_SECONDS = 5
"""Then a worker asks for the questions anew: an encoder may have come."""
AFTER_FAILURE_SECONDS = 1.0

log = logging.getLogger(__name__)


def _redis(url: str) -> "Redis":
    # Only now: an API without a fleet has no use for it, and may not have it installed.
    from redis import Redis

    return Redis.from_url(url, socket_connect_timeout=5, socket_timeout=SOCKET_SECONDS)


class RedisAsking:
    """Asks the workers that share this Redis."""

    def __init__(self, url: str) -> None:
        self._url = url

    @cached_property
    def _redis(self) -> "Redis":
        return _redis(self._url)

    def ask(self, question: Question) -> Mapping[str, Any]:
        # Its base class of errors: with the library, it is imported late.
        from redis import RedisError

        try:
            return read_reply(self._asked(question))
        except RedisError as error:
            raise not_answered(reason(ReasonCode.BROKER_SILENT)) from error

    def _asked(self, question: Question) -> bytes:
        name = uuid4().hex
        waits, replies = _list(question.kind, question.encoder), _replies(name)
        with self._redis.pipeline() as together:
            together.set(_question(name), json.dumps(question.to_json()), ex=TAKEN_SECONDS)
            together.lpush(waits, name)
            together.expire(waits, KEPT_SECONDS)
            together.execute()
        if self._next(replies, TAKEN_SECONDS) is None:
            self._redis.delete(_question(name))
            raise not_answered(reason(ReasonCode.NO_WORKER))
        reply = self._next(replies, question.seconds)
        if reply is None:
            raise not_answered(reason(ReasonCode.WORKER_SILENT, seconds=question.seconds))
        return reply

    def _next(self, replies: str, seconds: float) -> bytes | None:
        popped: Any = self._redis.blpop([replies], timeout=seconds)
        return None if popped is None else bytes(popped[1])


class RedisAnswering(threading.Thread):
    """Answers, one question at a time: several threads are several at once."""

    def __init__(self, url: str, answering: Answering, number: int) -> None:
        super().__init__(name=f"answering {number}", daemon=True)
        self._redis, self._answering = _redis(url), answering
        self._ends = threading.Event()

    def end(self) -> None:
        """Takes no more: a question that a process takes as it ends is answered by nobody."""
        self._ends.set()

    def run(self) -> None:
        while not self._ends.is_set():
            try:
                self._turn()
            except Exception as error:
                log.warning("can't take questions, trying again: %r", error)
                self._ends.wait(AFTER_FAILURE_SECONDS)

    def _turn(self) -> None:
        lists = [_list(kind, encoder) for kind, encoder in self._answering.answers()]
        popped: Any = self._redis.brpop(lists, timeout=LOOK_SECONDS)
        if popped is None:
            return
        name = popped[1].decode()
        with self._redis.pipeline() as together:
            together.get(_question(name))
            together.delete(_question(name))
            question = together.execute()[0]
        if question is None:
            return  # who asked has given up
        self._reply(name, TAKEN)
        self._reply(name, written_reply(self._answer(question)))

    def _answer(self, question: bytes) -> Mapping[str, Any] | Reason | NotFound:
        return self._answering.answer(Question.from_json(json.loads(question)))

    def _reply(self, name: str, reply: bytes) -> None:
        with self._redis.pipeline() as together:
            together.rpush(_replies(name), reply)
            together.expire(_replies(name), KEPT_SECONDS)
            together.execute()


def _list(kind: str, encoder: str | None) -> str:
    return f"postil:questions:{kind}:{encoder or ''}"


def _question(name: str) -> str:
    return f"postil:question:{name}"


def _replies(name: str) -> str:
    return f"postil:replies:{name}"
