"""Why something isn't there, or isn't what one may think: a code, the figures, and a sentence.

The sentences are for people: an audit item is an "audit text" in them. Programs read the code and
may say it in words of their own, with the figures.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field

from service.kit.reason_codes import ReasonCode, sentence

__all__ = ["Reason", "ReasonCode", "job_failed", "not_measured_yet", "reason", "stored_reason"]


@dataclass(frozen=True)
class Reason:
    code: ReasonCode
    detail: str
    figures: Annotated[
        Mapping[str, int | float],
        Field(description="Numbers that appear in the sentence `detail`, by name."),
    ]


def reason(code: ReasonCode, of: str = "", /, **figures: float) -> Reason:
    """`of` is what a percentage of the sentence is of, where it isn't always the same, or in which
    currency money is."""
    return Reason(code, sentence(code, of=of, **figures), figures)


def stored_reason(stored: Mapping[str, Any]) -> Reason:
    """One that was kept as JSON."""
    return Reason(ReasonCode(stored["code"]), stored["detail"], stored["figures"])


def not_measured_yet(waits: str, **figures: float) -> Reason:
    """With what the first measured round waits for."""
    detail = f"{sentence(ReasonCode.NOT_MEASURED)} {waits}"
    return Reason(ReasonCode.NOT_MEASURED, detail, figures)


def job_failed(error: str) -> Reason:
    """With what the job said itself."""
    return Reason(ReasonCode.JOB_FAILED, sentence(ReasonCode.JOB_FAILED, error=error), {})
