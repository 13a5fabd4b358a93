"""A worker's side of a question: whatever happens, there is a reply."""

import logging
import time
from collections.abc import Iterator, Sequence

from service.app import App
from service.jobs.questions.kind import QUESTION_KINDS, Content
from service.kit.errors import NotFound, UnknownEncoder
from service.kit.reasons import Reason, ReasonCode, reason
from service.ports import Question, Tools

log = logging.getLogger(__name__)


def answer_question(app: App, tools: Tools, question: Question) -> Content | Reason | NotFound:
    """What was asked for, or why it isn't known; what breaks is logged.

    NotFound: a class, say, was there when the question was sent, and is merged away.
    """
    started = time.perf_counter()
    try:
        reply = QUESTION_KINDS[question.kind].replied(app, tools, question.content)
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
    for kind in QUESTION_KINDS.values():
        yield from ((kind.name, each) for each in (encoders if kind.needs_encoder else (None,)))
