"""The label-efficiency curve of a project, from its measured rounds."""

from typing import Any

from service.answers import answer_kind
from service.core.evaluation.measure import ENOUGH_AUDIT_ITEMS
from service.core.evaluation.random_baseline import ENOUGH_TO_COMPARE
from service.loop.figures.thin_points import thinned
from service.loop.people.permissions import at_least
from service.models import Figure, Project, Round
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import Role

LEVEL = 0.95
MOST_POINTS = 300
"""As many as a screen can show apart."""
NO_BASELINE: dict[str, Any] = {
    "points": [],
    "labels_saved": None,
    "reason": None,
    "enough": ENOUGH_TO_COMPARE,
}
BEFORE = "an earlier version measured it, and claimed too much: the next round says it anew"
"""Of labels saved that don't say how many audit items they need: they were not held back yet."""
UNTOLD = "figures are for the project's engineers"


def show_curve(uow: UnitOfWork, project_id: int, role: Role) -> dict[str, Any]:
    """Estimates of the released head against labels, seconds and cost; gaps with a reason."""
    curve = _curve(uow, project_id)
    return curve if at_least(role, Role.ENGINEER) else _without_figures(curve)


def _curve(uow: UnitOfWork, project_id: int) -> dict[str, Any]:
    project = uow.projects.get(project_id)
    measured = uow.rounds.last_measured(project_id)
    latest = measured.metrics if measured is not None else None
    baseline = _baseline(latest or {})
    figures = thinned(uow.figures.of(project_id), MOST_POINTS, _is_turn)
    return {
        "metric": answer_kind(project.answer_kind).metric,
        "level": LEVEL,
        "points": [_point(project, figure) for figure in figures],
        "random": {"points": baseline["points"]},
        "labels_saved": baseline["labels_saved"],
        "target": _target(project),
        "enough_audit_items": {"estimate": ENOUGH_AUDIT_ITEMS, "labels_saved": baseline["enough"]},
        "reasons": _reasons(project, latest, baseline),
    }


def _baseline(metrics: dict[str, Any]) -> dict[str, Any]:
    found = metrics.get("random") or NO_BASELINE
    if "enough" in found:
        return found
    reason = found["reason"] if found["labels_saved"] is None else BEFORE
    return {**found, "labels_saved": None, "reason": reason, "enough": ENOUGH_TO_COMPARE}


def _without_figures(curve: dict[str, Any]) -> dict[str, Any]:
    """What moves with each answer to an audit item tells which they are.

    And how many labels a round knew tells who agreed: a tie is none.
    """
    return curve | {
        "points": [],
        "random": {"points": []},
        "labels_saved": None,
        "enough_audit_items": {"estimate": ENOUGH_AUDIT_ITEMS, "labels_saved": ENOUGH_TO_COMPARE},
        "reasons": [UNTOLD],
    }


def list_rounds(
    uow: UnitOfWork, project_id: int, *, first: int, limit: int
) -> tuple[list[Round], int | None]:
    """Rounds from number `first` on, and the number the next page starts at."""
    found = list(uow.rounds.page(project_id, first=first, limit=limit + 1))
    return found[:limit], found[limit].number if len(found) > limit else None


def _is_turn(before: Figure, after: Figure) -> bool:
    """Whether something begins between two points that must be seen: a strategy, or a figure."""
    begins = (before.estimate is None) is not (after.estimate is None)
    return begins or before.strategy != after.strategy


def _point(project: Project, figure: Figure) -> dict[str, Any]:
    return {
        "round": figure.round,
        "labels": figure.labels,
        "audit_labels": figure.audit_labels,
        "annotator_seconds": figure.annotator_seconds,
        "compute_seconds": figure.compute_seconds,
        "cost": cost(project, figure.labels - figure.known_answers, figure.annotator_seconds),
        "estimate": figure.estimate,
        "low": figure.low,
        "high": figure.high,
        "macro_f1": figure.macro_f1,
        "evaluation": _on_test_set(figure),
        "strategy": figure.strategy,
        "provisional": figure.estimate is None,
    }


def _on_test_set(figure: Figure) -> dict[str, Any] | None:
    if figure.test_value is None:
        return None
    return {
        "value": figure.test_value,
        "low": figure.test_low,
        "high": figure.test_high,
        "macro_f1": figure.test_macro_f1,
        "items": figure.test_items,
    }


def evaluation(metrics: dict[str, Any]) -> dict[str, Any] | None:
    """The figure of the evaluation set in a round's metrics; None where it would say too much."""
    found = metrics.get("evaluation")
    if found is None or found["value"] is None:
        return None
    return {name: found[name] for name in ("value", "low", "high", "macro_f1", "items")}


def cost(project: Project, given: int, seconds: float) -> float | None:
    """What the labels that people gave cost so far; None until it can be known."""
    if project.price_per_label is None and project.price_per_hour is None:
        return None
    if project.price_per_label is None and seconds == 0:
        return None
    by_label = (project.price_per_label or 0.0) * max(given, 0)
    return by_label + (project.price_per_hour or 0.0) * seconds / 3600


def _target(project: Project) -> dict[str, Any] | None:
    if project.target is None:
        return None
    return {"value": project.target, "labels_needed": None, "low": None, "high": None}


def _reasons(
    project: Project, metrics: dict[str, Any] | None, baseline: dict[str, Any]
) -> list[str]:
    reasons = []
    if metrics is None:
        reasons.append("no round has been measured yet")
    elif metrics["note"] is not None:
        reasons.append(metrics["note"])
    if baseline["reason"]:
        reasons.append(f"random sampling: {baseline['reason']}")
    reasons += _about_evaluation(metrics or {})
    if project.target is not None:
        reasons.append("the labels to the target are not computed yet")
    return reasons


def _about_evaluation(metrics: dict[str, Any]) -> list[str]:
    """Why there is no figure, or that it can't be reconciled with that of the audit items."""
    found = metrics.get("evaluation")
    if found is None:
        return []
    if found["value"] is None:
        return [found["reason"]]
    apart = found["low"] > metrics["high"] or found["high"] < metrics["low"]
    if not apart:
        return []
    return [
        "the evaluation set differs from the pool: "
        f"{_range(found)} of it are predicted right, {_range(metrics)} of the pool"
    ]


def _range(figure: dict[str, Any]) -> str:
    return f"{100 * figure['low']:.0f} to {100 * figure['high']:.0f} %"
