"""Labels that were asked for once more: how many, what came of it, and why no more are."""

from service.core.acquisition.relabelling import FEWEST_LABELS
from service.db.unit_of_work import UnitOfWork
from service.figures.shapes.stats import RelabelFigures
from service.kit.reasons import Reason, ReasonCode, reason
from service.kit.vocabulary import Counted
from service.pool.queries.counters import Counters
from service.pool.tables.projects import Project
from service.rounds.queries.relabelling import Relabelling


def show_second_answers(uow: UnitOfWork, project: Project) -> RelabelFigures | None:
    """None where a project asks for none."""
    if not project.relabel:
        return None
    counts = uow[Relabelling].second_answers(project.id)
    why = None if counts.ranked else _why_none(uow, project)
    return RelabelFigures(*counts, why)


def _why_none(uow: UnitOfWork, project: Project) -> Reason:
    people = uow[Counters].by_key(project.id, Counted.ANSWERS)
    if sum(answers > 0 for answers in people.values()) < 2:
        return reason(ReasonCode.ONE_PERSON_ANSWERS)
    labels = uow[Counters].value(project.id, Counted.LABELS)
    if labels < FEWEST_LABELS:
        return reason(ReasonCode.FEW_LABELS_TO_DOUBT, labels=labels, needed=FEWEST_LABELS)
    return reason(ReasonCode.NO_SECOND_ANSWER_PAYS)
