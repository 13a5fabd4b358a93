"""What workers are asked while somebody waits: kinds of question, and a worker's side of one."""

import json
import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pkgutil import resolve_name
from typing import Any

from service.app import App
from service.kit.errors import Conflict, NotAnswered, NotFound, PostilError, UnknownEncoder
from service.kit.reasons import Reason, ReasonCode, reason, stored_reason
from service.kit.rooms import Additions
from service.ports import Question, Tools

log = logging.getLogger(__name__)
Content = Mapping[str, Any]
"""JSON, of which only the kind knows what is in it."""
Handler = Callable[[App, Tools, Content], Content | Reason]


@dataclass(frozen=True, kw_only=True)
class QuestionKind:
    """`handler` is named, `module:function`, and imported when a worker first calls it."""

    name: str
    handler: str
    needs_encoder: bool = False
    """It goes to a worker that has the encoder of its project."""
    seconds: float = 30.0
    """What a worker may take; loading an encoder alone can take ten."""

    def question(self, content: Content, encoder: str | None = None) -> Question:
        """One of this kind; `encoder` as the project names it, a model after a colon."""
        named = encoder.partition(":")[0] if encoder is not None and self.needs_encoder else None
        return Question(self.name, content, named, self.seconds)

    def replied(self, app: App, tools: Tools, content: Content) -> Content | Reason:
        """What its handler says."""
        handler: Handler = resolve_name(self.handler)
        return handler(app, tools, content)


KINDS: Additions[QuestionKind] = Additions("questions")


@cache
def question_kinds() -> Mapping[str, QuestionKind]:
    """By name."""
    return {kind.name: kind for kind in KINDS}


def answer_question(app: App, tools: Tools, question: Question) -> Content | Reason | NotFound:
    """What was asked for, or why it isn't known; what breaks is logged.

    NotFound: a class, say, was there when the question was sent, and is merged away.
    """
    started = time.perf_counter()
    try:
        reply = question_kinds()[question.kind].replied(app, tools, question.content)
    except UnknownEncoder:
        return reason(ReasonCode.NO_ENCODER)
    except NotFound as error:
        return error
    except Exception:
        log.exception("a question of the kind %s broke", question.kind)
        return reason(ReasonCode.WORKER_FAILED)
    log.info("a question (%s) took %.2f s", question.kind, time.perf_counter() - started)
    return reply


def answered_kinds(encoders: Sequence[str]) -> Iterator[tuple[str, str | None]]:
    """What a worker with these encoders can be asked: kinds, each with an encoder or none."""
    for kind in question_kinds().values():
        yield from ((kind.name, each) for each in (encoders if kind.needs_encoder else (None,)))


RETRY_SECONDS = 5


LACKING = {ReasonCode.NOT_MEASURED, ReasonCode.NO_MODEL}
"""What no worker will know until people label on: to ask again is no use."""


def not_answered(why: Reason) -> PostilError:
    if why.code in LACKING:
        return Conflict(why.detail, reason=asdict(why))
    return NotAnswered(why.detail, reason=asdict(why), retry_after=RETRY_SECONDS)


def written_reply(outcome: Mapping[str, Any] | Reason | NotFound) -> bytes:
    """One line of JSON."""
    if isinstance(outcome, NotFound):
        reply: Mapping[str, Any] = {"gone": outcome.detail}
    else:
        reply = {"reason": asdict(outcome)} if isinstance(outcome, Reason) else {"found": outcome}
    return json.dumps(reply).encode() + b"\n"


def read_reply(line: bytes) -> Mapping[str, Any]:
    """What the worker found; NotAnswered with its reason, or when it ended before the line did.
    Conflict where a model is lacking.

    NotFound where what the question is about went away meanwhile.
    """
    if not line.endswith(b"\n"):
        raise not_answered(reason(ReasonCode.WORKER_ENDED))
    reply = json.loads(line)
    if "gone" in reply:
        raise NotFound(reply["gone"])
    if "reason" in reply:
        raise not_answered(stored_reason(reply["reason"]))
    content: Mapping[str, Any] = reply["found"]
    return content
