"""What to do next in a project: the first of a few things that is due, with its reason."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from service.answers import Feature, answer_kind
from service.core.acquisition.audit import most_audits, schedule_of
from service.core.acquisition.hunts import ENOUGH as ENOUGH_OF_CLASS
from service.core.acquisition.rare_classes import FROM as LABELS_PER_CLASS
from service.core.evaluation.measure import ENOUGH_AUDIT_ITEMS
from service.core.evaluation.target_reached import next_look
from service.db.unit_of_work import UnitOfWork
from service.figures.shapes.curve import Action, NextStep, StopLight
from service.figures.show_forecast import show_forecast
from service.figures.show_progress import count_classes
from service.figures.show_stop import MORE, show_stop
from service.kit.reasons import Reason, ReasonCode, reason
from service.kit.vocabulary import Counted, Light, ProjectState
from service.pool.queries.class_evidence import ClassEvidence
from service.pool.queries.classes import Classes
from service.pool.queries.counters import Counters
from service.pool.queries.imports import Imports
from service.pool.queries.labels import LabelRows
from service.pool.queries.projects import Projects
from service.pool.tables.classes import LabelClass
from service.pool.tables.projects import Project
from service.review.queries import Reviews
from service.rounds.queries.figures import FigureRows, TargetLooks
from service.rounds.tables.rounds import Figure

ENOUGH_TO_SETTLE = 5
"""Disagreements that are worth a visit: each is a label for one decision."""
MOST_LOOKS = 50
"""After so many in vain, looking for a class is no advice any more."""


def show_next_step(uow: UnitOfWork, project_id: int) -> NextStep:
    project, last = uow[Projects].get(project_id), uow[FigureRows].last(project_id)
    stop = show_stop(uow, project, last)
    steps: Sequence[Callable[[], NextStep | None]] = (
        lambda: _open(uow, project),
        lambda: _take_model(uow, project, stop),
        lambda: _settle(uow, project),
        lambda: _first_estimate(uow, project, last),
        lambda: _find_class(uow, project),
        lambda: _set_target(stop),
    )
    due = (step() for step in steps)
    return next((step for step in due if step is not None), None) or _label(uow, project, stop)


def labels_with(uow: UnitOfWork, project: Project, audits: int) -> int:
    """About how many more labels make the answered audit items so many."""
    return labels_by_audits(uow, project)(audits)


def labels_by_audits(uow: UnitOfWork, project: Project) -> Callable[[int], int]:
    """How many more labels bring the audit items to a number, as the schedule has them.

    By labels, not by hand-outs, of which some are skipped, lie open or are for a second answer.
    An audit item that waits for its second answer has its label.
    """
    counts = uow[Counters].values(project.id, (Counted.LABELS, Counted.AUDIT_LABELS))
    answered = counts[Counted.AUDIT_LABELS] + uow[LabelRows].audited_provisional(project.id)
    labels = max(0, counts[Counted.LABELS] - uow[Imports].known_answers(project.id))
    schedule = schedule_of(project.audits)
    return lambda audits: schedule.hand_outs_with(max(0, audits - answered), labels)


def _open(uow: UnitOfWork, project: Project) -> NextStep | None:
    """What keeps people from labelling at all."""
    if project.state is ProjectState.ARCHIVED:
        return _step(Action.RESUME, reason(ReasonCode.ARCHIVED))
    if uow[Counters].value(project.id, Counted.ITEMS) == 0:
        return _step(Action.ADD_TEXTS, reason(ReasonCode.NO_TEXTS))
    if project.state is ProjectState.PAUSED:
        return _step(Action.RESUME, reason(ReasonCode.PAUSED))
    return None


def _take_model(uow: UnitOfWork, project: Project, stop: StopLight | None) -> NextStep | None:
    """Where more labels aren't needed, or there are no more to give."""
    if stop is not None and stop.light is Light.GREEN:
        return _step(Action.TAKE_MODEL, _of_light(stop, Light.GREEN))
    counts = uow[Counters].values(project.id, (Counted.ITEMS, Counted.SETTLED))
    if counts[Counted.SETTLED] >= counts[Counted.ITEMS]:
        return _step(Action.TAKE_MODEL, reason(ReasonCode.DONE))
    return None


def _settle(uow: UnitOfWork, project: Project) -> NextStep | None:
    disputed = uow[Reviews].count_disputed(project.id)
    if disputed < ENOUGH_TO_SETTLE:
        return None
    return _step(Action.SETTLE, reason(ReasonCode.PEOPLE_DISAGREE, items=disputed), disputed)


def _first_estimate(uow: UnitOfWork, project: Project, last: Figure | None) -> NextStep | None:
    """A small pool never has the audit items of one: there every label counts."""
    if last is not None and last.estimate is not None:
        return None
    counts = uow[Counters].values(project.id, (Counted.ITEMS, Counted.LABELS, Counted.AUDIT_LABELS))
    amount = counts[Counted.ITEMS] - counts[Counted.LABELS]
    if most_audits(counts[Counted.ITEMS]) >= ENOUGH_AUDIT_ITEMS:
        amount = min(amount, labels_with(uow, project, ENOUGH_AUDIT_ITEMS))
    if counts[Counted.AUDIT_LABELS] >= ENOUGH_AUDIT_ITEMS:
        return None
    figures = {"audit_items": counts[Counted.AUDIT_LABELS], "needed": ENOUGH_AUDIT_ITEMS}
    why = reason(ReasonCode.FEW_AUDIT_ITEMS, **figures)
    return _step(Action.LABEL, why, amount)


def _find_class(uow: UnitOfWork, project: Project) -> NextStep | None:
    """The class with the fewest labels, where all others together say that it lags behind."""
    if Feature.HUNT in answer_kind(project.answer_kind).lacks:
        return None
    classes, counts = uow[Classes].of(project.id), count_classes(uow, project.id)
    if sum(counts.values()) < LABELS_PER_CLASS * len(classes):
        return None
    few = [each for each in classes if counts.get(each.id, 0) < ENOUGH_OF_CLASS]
    looks = uow[ClassEvidence].all_looks([each.id for each in few])
    few = [each for each in few if len(looks.get(each.id, ())) < MOST_LOOKS]
    if not few:
        return None
    rarest: LabelClass = min(few, key=lambda each: counts.get(each.id, 0))
    labels = {"labels": counts.get(rarest.id, 0), "needed": ENOUGH_OF_CLASS}
    return replace(
        _step(Action.FIND_CLASS, reason(ReasonCode.FEW_LABELS_OF_CLASS, **labels)),
        class_id=rarest.id,
        class_name=rarest.name,
    )


def _set_target(stop: StopLight | None) -> NextStep | None:
    if stop is not None:
        return None
    return _step(Action.SET_TARGET, reason(ReasonCode.NO_TARGET))


def _label(uow: UnitOfWork, project: Project, stop: StopLight | None) -> NextStep:
    """As many as the target is forecast to take, else as many as its next test takes."""
    assert stop is not None, "without a light a target is set first"
    why = _of_light(stop, stop.light)
    if why.code is ReasonCode.WORTH_MORE:
        return _step(Action.LABEL, why, MORE)
    ahead = show_forecast(uow, project.id).forecast
    if ahead is not None and ahead.more_labels.estimate > 0:
        return _step(Action.LABEL, why, ahead.more_labels.estimate)
    looks = uow[TargetLooks].of(project.id)
    following = next_look(looks[-1].audits if looks else 0)
    if following is None:
        return _step(Action.TAKE_MODEL, why)
    return _step(Action.LABEL, why, labels_with(uow, project, following))


def _step(action: Action, why: Reason, amount: int = 0) -> NextStep:
    return NextStep(
        action=action, reason=why, amount=amount or None, class_id=None, class_name=None
    )


def _of_light(stop: StopLight, light: Light) -> Reason:
    """What lit it: a target's reason comes first, and green may be for what labels are worth."""
    if light is Light.GREEN and stop.reached_at_labels is None:
        return stop.reasons[-1]
    return stop.reasons[0]
