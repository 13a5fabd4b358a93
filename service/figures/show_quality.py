"""How good the released head is, class by class: of the last measured round, from its audits."""

from collections import Counter
from collections.abc import Callable, Sequence

from service.core.acquisition.audit import most_audits
from service.core.evaluation.by_class.per_class import ENOUGH_OF_CLASS, ClassFigure, audits_to_judge
from service.db.unit_of_work import UnitOfWork
from service.figures.shapes.quality import (
    ClassQuality,
    ConfusedClasses,
    GroupQuality,
    MixedUpPair,
    Quality,
    QualityShare,
)
from service.figures.show_next_step import labels_by_audits
from service.figures.show_progress import count_classes
from service.figures.show_stats import NOT_AUDITED
from service.kit.reasons import Reason, ReasonCode, reason
from service.kit.vocabulary import Counted
from service.pool.queries.classes import Classes
from service.pool.queries.counters import Counters
from service.pool.queries.projects import Projects
from service.rounds.first_figures import not_measured
from service.rounds.queries.figures import FigureRows
from service.rounds.queries.rounds import Rounds
from service.rounds.tables.measured import Measured

FEWEST_MISTAKES = 2
"""Of which one says that the class is mostly taken for another, or mixed up with it."""
MOST_PAIRS = 20


def show_quality(uow: UnitOfWork, project_id: int) -> Quality:
    latest, last = uow[FigureRows].latest(project_id), uow[Rounds].last_measured(project_id)
    measured = latest.measured if latest else None
    confusion = _confusion(uow, project_id, measured)
    audits = latest.figure.audit_labels if latest else 0
    return Quality(
        round=latest.figure.round if latest else None,
        labels=latest.figure.labels if latest else 0,
        audit_labels=audits,
        measured_at=last.measured_at if last else None,
        enough=ENOUGH_OF_CLASS,
        classes=_classes(uow, project_id, measured, confusion, audits),
        confusion=confusion,
        groups=_groups(uow, project_id, measured),
        pairs=_pairs(uow, project_id, measured),
        confidence=measured.confidence if measured else (),
        reason=_why_incomplete(uow, project_id, measured),
    )


def _why_incomplete(uow: UnitOfWork, project_id: int, measured: Measured | None) -> Reason | None:
    if measured is None:
        return not_measured(uow, project_id)
    audits = sum(each.total for each in measured.per_class)
    if audits == 0:
        return reason(ReasonCode.FEW_AUDIT_ITEMS, audit_items=0, needed=ENOUGH_OF_CLASS)
    return None


def _confusion(
    uow: UnitOfWork, project_id: int, measured: Measured | None
) -> list[ConfusedClasses]:
    """Of classes that there still are, the most frequent pairs first."""
    names = uow[Classes].all_names(project_id)
    cells = [
        ConfusedClasses(**vars(each))
        for each in (measured.confusion if measured else ())
        if each.truth in names and each.predicted in names
    ]
    return sorted(cells, key=lambda cell: -cell.items)


def _groups(uow: UnitOfWork, project_id: int, measured: Measured | None) -> list[GroupQuality]:
    """Those all of whose classes there still are."""
    names = uow[Classes].names(project_id)
    return [
        GroupQuality(
            class_ids=each.classes,
            recall=QualityShare(value=each.recall, low=each.low, high=each.high, items=each.items),
        )
        for each in (measured.groups if measured else ())
        if {*each.classes} <= names.keys()
    ]


def _pairs(uow: UnitOfWork, project_id: int, measured: Measured | None) -> list[MixedUpPair]:
    names = uow[Classes].names(project_id)
    audits, labels = Counter[frozenset[int]](), Counter[frozenset[int]]()
    for counted, cells in (
        (audits, measured.confusion if measured else ()),
        (labels, measured.chosen if measured else ()),
    ):
        for cell in cells:
            if cell.truth != cell.predicted and {cell.truth, cell.predicted} <= names.keys():
                counted[frozenset((cell.truth, cell.predicted))] += cell.items
    both = (audits + labels).most_common(MOST_PAIRS)
    return [
        MixedUpPair(one=min(pair), other=max(pair), audit_items=audits[pair], labels=labels[pair])
        for pair, items in both
        if items >= FEWEST_MISTAKES
    ]


def _classes(
    uow: UnitOfWork,
    project_id: int,
    measured: Measured | None,
    confusion: Sequence[ConfusedClasses],
    audits: int,
) -> list[ClassQuality]:
    """In the project's order."""
    labels = count_classes(uow, project_id)
    mistaken = mostly_taken_for(confusion)
    more_labels = _more_labels(uow, project_id, audits)
    classes = []
    for each in uow[Classes].of(project_id):
        of_class = measured.of_class(each.id) if measured else None
        figure = of_class.figure if of_class else NOT_AUDITED
        recall, precision = _recall(figure), _precision(figure)
        is_known = recall.value is not None and precision.value is not None
        classes.append(
            ClassQuality(
                class_id=each.id,
                name=each.name,
                labels=labels.get(each.id, 0),
                recall=recall,
                precision=precision,
                f1=figure.f1 if is_known else None,
                more_labels=more_labels(figure),
                mostly_taken_for=mistaken.get(each.id),
                expected_precision=of_class.expected if of_class else None,
            )
        )
    return classes


def _more_labels(
    uow: UnitOfWork, project_id: int, audits: int
) -> Callable[[ClassFigure], int | None]:
    """Until a class has its figures, where no more than a third of the pool is needed for it."""
    most = most_audits(uow[Counters].value(project_id, Counted.ITEMS))
    labels = labels_by_audits(uow, uow[Projects].get(project_id))

    def more(figure: ClassFigure) -> int | None:
        needed = audits_to_judge(figure, audits)
        return None if needed is None or needed > most else labels(needed)

    return more


def mostly_taken_for(confusion: Sequence[ConfusedClasses]) -> dict[int, int]:
    """By class, the one that more than half of its mistaken items are taken for, if two are."""
    mistakes = [cell for cell in confusion if cell.truth != cell.predicted]
    of_class = Counter[int]()
    for cell in mistakes:
        of_class[cell.truth] += cell.items
    return {
        cell.truth: cell.predicted
        for cell in mistakes
        if cell.items >= FEWEST_MISTAKES and 2 * cell.items > of_class[cell.truth]
    }


def _recall(figure: ClassFigure) -> QualityShare:
    value = figure.recall if figure.total >= ENOUGH_OF_CLASS else None
    return QualityShare(value=value, low=figure.low, high=figure.high, items=figure.total)


def _precision(figure: ClassFigure) -> QualityShare:
    value, low, high = figure.precision, figure.precision_low, figure.precision_high
    value = value if figure.named >= ENOUGH_OF_CLASS else None
    return QualityShare(value=value, low=low, high=high, items=figure.named)
