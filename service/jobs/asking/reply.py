"""What travels back from a worker: what it found, or why it can't say."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from service.kit.errors import NotAnswered, NotFound
from service.kit.reasons import Reason, ReasonCode, reason, stored_reason

RETRY_SECONDS = 5


def not_answered(why: Reason) -> NotAnswered:
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
