"""What a round works from."""

from dataclasses import dataclass

from service.answers import answer_kind
from service.core.acquisition.hunts import HuntAnswers
from service.core.acquisition.relabelling import GivenAnswers
from service.core.rounds import Labels
from service.db.unit_of_work import UnitOfWork
from service.kit.vocabulary import Counted
from service.pool.queries.asked import AskedItems
from service.pool.queries.classes import Classes
from service.pool.queries.counters import Counters
from service.pool.queries.labels import LabelRows
from service.pool.queries.projects import Projects, SettingChanges
from service.pool.tables.projects import Project, View
from service.rounds.audit_sample import off_limits
from service.rounds.guard_strategy import guard_of
from service.rounds.label_arrays import answers_given, label_arrays, looks_taken
from service.rounds.queries.rounds import Rounds
from service.rounds.tables.measured import Measured
from service.rounds.tables.rounds import Round
from service.rounds.views_read import (
    ReadView,
    means_the_same,
    views_now,
)
from service.vectors.load_vectors import previewed_views, read_views


@dataclass(frozen=True)
class RankingInputs:
    """What a round works from, read in one view of the database."""

    project: Project
    views: list[ReadView]
    """Those that have read all items."""
    previewed: list[View]
    """Those that have read a part, while that isn't all; it is chosen from that then."""
    class_ids: list[int]
    labels: Labels
    given: GivenAnswers | None
    """Answers, where labels are asked for once more."""
    looks: HuntAnswers
    held: list[int]
    off_limits: list[int]
    unservable: list[int]
    handed_out_last_round: int
    last: Round | None
    labels_before: int
    """Of the last round."""
    measured: Measured | None
    """The last one."""
    random_share: float
    settings_as_of: int | None


def read_inputs(uow: UnitOfWork, project_id: int) -> RankingInputs:
    project = uow[Projects].get(project_id)
    kind, views = answer_kind(project.answer_kind), views_now(uow, project)
    read = read_views(uow, project_id)
    class_ids, merged = list(uow[Classes].names(project_id)), uow[Classes].merged(project_id)
    last, measured = uow[Rounds].last(project_id), uow[Rounds].measured(project_id)
    handed_out = uow[Counters].value(project_id, Counted.HANDED_OUT)
    return RankingInputs(
        project=project,
        views=views,
        previewed=previewed_views(uow, project_id, read),
        class_ids=class_ids,
        labels=label_arrays(kind, uow[LabelRows].to_learn(project_id), class_ids, merged),
        given=answers_given(uow, project, kind, class_ids, merged),
        looks=looks_taken(uow, class_ids, merged),
        held=uow[AskedItems].held_ordinals(project_id),
        off_limits=off_limits(uow, project),
        unservable=uow[AskedItems].skipped_ordinals(project_id),
        handed_out_last_round=handed_out - (last.handed_out if last else 0),
        labels_before=last.label_count if last else 0,
        last=last if means_the_same(last, views, class_ids) else None,
        measured=measured,
        random_share=guard_of(measured, project).random_share,
        settings_as_of=uow[SettingChanges].last(project_id),
    )
