"""The figures on a project's screen and in the labelling header."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from service.answers import Feature, answer_kind
from service.core.acquisition.relabelling import FEWEST_LABELS
from service.core.evaluation.by_class.per_class import ClassFigure
from service.db.unit_of_work import UnitOfWork
from service.figures.by_metric import by_metric
from service.figures.costs import cost
from service.figures.past_rounds import past_round
from service.figures.shapes.curve import StrategyGuard
from service.figures.shapes.rounds import PastRound
from service.figures.shapes.stats import ClassCount, RelabelFigures, Stats, TuningFigures
from service.figures.show_people import show_pace, show_people
from service.figures.show_progress import count_classes, count_labels
from service.figures.show_stop import show_guard, show_stop
from service.figures.show_suggestions import show_suggestions
from service.figures.undone_jobs import undone_jobs
from service.jobs.kinds.tune import next_tunings
from service.jobs.queries.jobs import Jobs
from service.jobs.shapes import JobStatus
from service.jobs.show_jobs import Lines
from service.jobs.untaken import show_untaken
from service.kit.reasons import Reason, ReasonCode, reason
from service.kit.settings import Settings
from service.kit.vocabulary import Counted, Role
from service.people.permissions import at_least
from service.pool.queries.class_evidence import ClassEvidence, Looked
from service.pool.queries.classes import Classes
from service.pool.queries.counters import Counters
from service.pool.queries.imports import Imports
from service.pool.queries.projects import Projects, Views
from service.pool.tables.classes import LabelClass
from service.pool.tables.projects import Project
from service.ports import learns_labels
from service.rounds.queries.figures import FigureRows
from service.rounds.queries.relabelling import Relabelling
from service.rounds.queries.rounds import Rounds
from service.rounds.tables.measured import Measured, MeasuredClass
from service.rounds.tables.rounds import Figure
from service.rounds.time_spent import annotator_seconds
from service.vectors.progress import encoder_state

COUNTED = (
    Counted.ITEMS,
    Counted.LABELS,
    Counted.AUDIT_LABELS,
    Counted.HANDED_OUT,
    Counted.RAN_DRY,
)

NOT_AUDITED = ClassFigure(
    correct=0,
    total=0,
    recall=None,
    low=0.0,
    high=1.0,
    named=0,
    precision=None,
    precision_low=0.0,
    precision_high=1.0,
    share_high=1.0,
)


def show_stats(
    uow: UnitOfWork, settings: Settings, project_id: int, user_id: int, role: Role
) -> Stats:
    """Counts and the caller's own pace; for engineers people, classes, jobs and the last round.

    A count that changes with an answer tells which items are audited, or what a colleague said.
    """
    project = uow[Projects].get(project_id)
    counts = uow[Counters].values(project_id, COUNTED)
    stats = Stats(
        items=counts[Counted.ITEMS],
        embedded=project.embedded_count,
        labels=count_labels(uow, project, role),
        target=project.target,
        next_round=project.round_number,
        encoder=encoder_state(uow, uow[Views].ranked(project_id), counts[Counted.ITEMS]),
        mine=show_pace(uow, project_id, user_id),
        audit_labels=None,
        handed_out=None,
        ran_dry=None,
        annotator_seconds=None,
        cost=None,
        evaluation=None,
        stop=None,
        guard=None,
        suggestions=(),
        second_answers=None,
        tuning=None,
        people=(),
        classes=(),
        jobs=(),
        undone=(),
        last_round=None,
    )
    return (
        _for_engineers(uow, settings, project, stats, counts)
        if at_least(role, Role.ENGINEER)
        else stats
    )


def _for_engineers(
    uow: UnitOfWork,
    settings: Settings,
    project: Project,
    stats: Stats,
    counts: Mapping[Counted, int],
) -> Stats:
    seconds = annotator_seconds(uow, project.id)
    labels = counts[Counted.LABELS] - uow[Imports].known_answers(project.id)
    last, measured = uow[FigureRows].latest(project.id) or (None, None)
    return replace(
        stats,
        audit_labels=counts[Counted.AUDIT_LABELS],
        handed_out=counts[Counted.HANDED_OUT],
        ran_dry=counts[Counted.RAN_DRY],
        annotator_seconds=seconds,
        cost=cost(project, labels, seconds),
        evaluation=None if last is None else by_metric(last, project.metric).test,
        stop=show_stop(uow, project, last),
        guard=_guard(project, measured),
        suggestions=show_suggestions(uow, project),
        second_answers=show_second_answers(uow, project),
        tuning=_tuning(uow, settings, project, counts, measured),
        people=show_people(uow, project),
        classes=_classes(uow, project.id, measured),
        jobs=[*map(Lines(uow).shown, uow[Jobs].open_of(project.id))],
        undone=[
            *(JobStatus.of(each) for each in undone_jobs(uow, project.id)),
            *show_untaken(uow, settings, project.id),
        ],
        last_round=_last_round(uow, project.id, last),
    )


def _last_round(uow: UnitOfWork, project_id: int, last: Figure | None) -> PastRound | None:
    """With the figure where it is the measured one."""
    row = uow[Rounds].last(project_id)
    if row is None:
        return None
    return past_round(row, last if last is not None and last.round == row.number else None)


def _guard(project: Project, measured: Measured | None) -> StrategyGuard | None:
    lacks = answer_kind(project.answer_kind).lacks
    return None if Feature.AGAINST_RANDOM in lacks else show_guard(measured, project)


def _tuning(
    uow: UnitOfWork,
    settings: Settings,
    project: Project,
    counts: Mapping[Counted, int],
    measured: Measured | None,
) -> TuningFigures | None:
    views = [view for view in uow[Views].of(project.id) if learns_labels(view.encoder)]
    if not views:
        return None
    chosen = counts[Counted.LABELS] - counts[Counted.AUDIT_LABELS]
    ahead = next_tunings(uow, project, chosen, settings.tuning_seconds_per_label)
    following = min(ahead, key=lambda each: each.labels, default=None)
    return TuningFigures(
        gain=measured.gain if measured else None,
        seconds=sum(view.learning_seconds for view in views),
        next_labels=following and following.labels,
        next_seconds=following and following.seconds,
        within_limit=following is None or following.within_limit,
    )


def _classes(uow: UnitOfWork, project_id: int, measured: Measured | None) -> list[ClassCount]:
    counts = count_classes(uow, project_id)
    audited = {each.class_id: each for each in measured.per_class} if measured else {}
    classes = uow[Classes].of(project_id)
    looks = uow[ClassEvidence].all_looks([each.id for each in classes])
    return [
        _class(each, counts.get(each.id, 0), audited.get(each.id), looks.get(each.id, []))
        for each in classes
    ]


def _class(
    label_class: LabelClass, labels: int, audited: MeasuredClass | None, looks: Sequence[Looked]
) -> ClassCount:
    figure = audited or NOT_AUDITED
    return ClassCount(
        id=label_class.id,
        name=label_class.name,
        labels=labels,
        predicted=None if audited is None else audited.predicted,
        audit_correct=figure.correct,
        audit_total=figure.total,
        recall=figure.recall,
        low=figure.low,
        high=figure.high,
        audit_predicted=figure.named,
        precision=figure.precision,
        precision_low=figure.precision_low,
        precision_high=figure.precision_high,
        found=sum(look.found for look in looks),
        looked=len(looks),
        share_high=None if audited is None else audited.share_high,
    )


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
