"""Whether a strategy was found to teach less than chance, and what is done about it."""

from service.loop.figures.shapes.curve import StrategyGuard
from service.loop.rounds.guard_strategy import guard_of
from service.models import Measured, Project


def show_guard(measured: Measured | None, project: Project) -> StrategyGuard:
    """By the last measurement; what the next round goes by."""
    guard = guard_of(measured, project)
    return StrategyGuard(guard.tripped, guard.since_labels, guard.random_share, guard.reason)
