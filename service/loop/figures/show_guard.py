"""Whether a strategy was found to teach less than chance, and what is done about it."""

from typing import NamedTuple

from service.loop.rounds.guard_strategy import guard_of
from service.models import Measured, Project
from service.reasons import Reason


class ShownGuard(NamedTuple):
    tripped: bool
    since_labels: int | None
    random_share: float
    """Of the items that are no audits, drawn at random."""
    reason: Reason | None
    """Why it tripped, or what it still takes to tell."""


def show_guard(measured: Measured | None, project: Project) -> ShownGuard:
    """By the last measurement; what the next round goes by."""
    guard = guard_of(measured, project)
    return ShownGuard(guard.tripped, guard.since_labels, guard.random_share, guard.reason)
