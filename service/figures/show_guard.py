"""Whether a strategy was found to teach less than chance, and what is done about it."""

from service.figures.shapes.curve import StrategyGuard
from service.pool.tables.projects import Project
from service.rounds.guard_strategy import guard_of
from service.rounds.tables.measured import Measured


def show_guard(measured: Measured | None, project: Project) -> StrategyGuard:
    """By the last measurement; what the next round goes by."""
    guard = guard_of(measured, project)
    return StrategyGuard(guard.tripped, guard.since_labels, guard.random_share, guard.reason)
