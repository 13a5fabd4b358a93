"""The ranking half of a round: one warm fit, score, acquire, swap."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from service.app import App
from service.core.heads.head import Head
from service.core.numpy_compute import numpy_compute
from service.core.rounds import RankedItems
from service.db.unit_of_work import UnitOfWork
from service.jobs.kinds.rank import rest, skipped
from service.jobs.kinds.tune import due_views, request_tuning
from service.jobs.queries.work import WorkDone
from service.jobs.run_job import JobRun
from service.kit.rooms import Additions
from service.kit.vocabulary import Counted
from service.pool.queries.counters import Counters
from service.pool.queries.items import Items
from service.pool.queries.projects import Projects
from service.pool.tables.projects import Project
from service.ports import Compute
from service.rounds.audit_sample import grow_audit_sample
from service.rounds.kinds import left_to_measure, request_measurement
from service.rounds.queries.rounds import Rankings, Rounds
from service.rounds.queries.suggestions import Opinion, Suggestions
from service.rounds.ranking.choose_items import (
    choose_items,
    opinions_by_ordinal,
    pool_of,
    would_teach,
)
from service.rounds.ranking.ranking_inputs import RankingInputs, read_inputs
from service.rounds.ranking.ranking_pool import RankingPool
from service.rounds.ranking.ranking_rows import (
    ranked_rows,
    relabel_rows,
    with_audits,
    with_relabels,
)
from service.rounds.round_heads import clear_older, heads_of, store_head, stored_head
from service.rounds.suggest import Withheld, with_suggestions, withheld_ever
from service.rounds.tables.rounds import Round
from service.rounds.time_spent import Stopwatch
from service.rounds.views_read import (
    ReadView,
    graph_keys,
    let_rest,
    weights_of,
)

BEFORE_SWAPPING: Additions[Callable[[UnitOfWork, Project], None]] = Additions("room")
"""What is done in a project, which is held, before a new ranking takes the place of the old."""


def rank(app: App, run: JobRun) -> None:
    """Job `rank`: replaces the project's ranking by what its newest labels call for."""
    clock, rate = Stopwatch(), app.settings.tuning_seconds_per_label
    with app.write() as uow:
        # The answers that found this round waiting are in now.
        let_rest(uow, uow[Projects].lock(run.project_id))
    grow_audit_sample(app, run.project_id)
    with app.read() as uow:
        inputs = read_inputs(uow, run.project_id)
    if not (inputs.views or inputs.previewed) or not inputs.class_ids:
        return
    pool = pool_of(app, inputs)
    learner, is_whole, compute = pool.learner, pool.part is None, _compute(app, run, pool)
    clock.ended("read")
    by_rows = choose_items(inputs, pool, _warm(app, inputs, pool), compute)
    clock.ended("rank")
    run.gpu_seconds += clock.seconds()["rank"] if compute.on_gpu else 0.0
    opinions = opinions_by_ordinal(inputs, pool, by_rows)
    ranking = by_rows if pool.part is None else pool.part.in_whole(by_rows)
    # A head of a part says nothing of other rows, nor of views that are read by ordinals.
    head = ranking.head if is_whole else None
    artefacts = _artefacts(app, inputs, head)
    with app.read() as uow:
        ids = uow[Items].ids_of_ordinals(run.project_id, ranking.ordinals.tolist())
        withheld = withheld_ever(uow, inputs.project, list(ids.values()))
        from_outside = uow[Suggestions].opinions(list(ids.values()))
        left = left_to_measure(uow[WorkDone].by_kind(run.project_id))
        again_ids = uow[Items].ids_of_ordinals(run.project_id, ranking.again.ordinals.tolist())
        chosen = int(np.count_nonzero(~inputs.labels.audit))
        learns = is_whole and due_views(uow, inputs.project, chosen, rate)
    rows = ranked_rows(ranking, ids, inputs.class_ids, inputs.project.round_number)
    again = relabel_rows(ranking.again, again_ids, inputs.project.round_number)
    of_round = {ids[ordinal]: each for ordinal, each in opinions.items() if ordinal in ids}
    teaching = len(would_teach(inputs, pool)) if learns else 0
    run.check()
    with app.write() as uow:
        shown = of_round | from_outside
        done = _Done(
            *(ranking, again, learner.label, compute, artefacts, shown, withheld),
            views=_whole_record(inputs.views, head),
            chosen_from=None if is_whole else _part_record(inputs, pool, ranking.head),
        )
        ranked = _swap(uow, run, inputs, done, rows, clock)
        if inputs.views:
            request_measurement(uow, ranked, app.settings.measuring_seconds_per_label, left)
        request_tuning(uow, inputs.project, teaching, rate)


def _compute(app: App, run: JobRun, pool: RankingPool) -> Compute:
    """torch has nothing for a head on a graph."""
    if pool.learner.kind.is_linear:
        return run.tools.compute(len(pool.vectors))
    return numpy_compute(app.settings.worker_threads)


def _warm(app: App, inputs: RankingInputs, pool: RankingPool) -> Callable[[], Head | None]:
    """The head to start from: the last round's, where that had the same rows."""
    graphs = [view.neighbours for view in inputs.views]
    last = inputs.last if pool.part is None else None
    return partial(stored_head, app, last, "ranking", pool.learner, graphs)


def _artefacts(app: App, inputs: RankingInputs, ranking_head: Head | None) -> dict[str, str]:
    """The blobs that the round leaves: its head, and the graphs that this speaks of."""
    project = inputs.project
    head = store_head(app, project.id, project.round_number, "ranking", ranking_head)
    clear_older(app, heads_of(project.id, "ranking"), project.round_number)
    graphs = (view.neighbours for view in inputs.views)
    blobs = {"ranking_head": head, **dict(zip(graph_keys(len(inputs.views)), graphs, strict=True))}
    return {name: key for name, key in blobs.items() if key is not None}


@dataclass(frozen=True)
class _Done:
    """What a round computed, and how."""

    ranking: RankedItems
    again: list[dict[str, Any]]
    """Rows of labels that are asked for once more."""
    head: str
    """The kind of its heads."""
    compute: Compute
    artefacts: dict[str, str]
    opinions: dict[int, Opinion]
    """By item, what is thought of what it chose: outside, where something was sent, else here."""
    withheld: Withheld
    """Items that don't show it."""
    views: list[dict[str, Any]]
    """What is noted of those that it read."""
    chosen_from: dict[str, Any] | None


def _swap(
    uow: UnitOfWork,
    run: JobRun,
    inputs: RankingInputs,
    done: _Done,
    chosen: list[dict[str, Any]],
    clock: Stopwatch,
) -> Round:
    ranking, compute = done.ranking, done.compute
    project = uow[Projects].hold(run.project_id)  # or all who label would wait for all of this
    for prepare in BEFORE_SWAPPING:
        prepare(uow, project)
    handed_out = uow[Counters].value(run.project_id, Counted.HANDED_OUT)
    rows = with_suggestions(
        with_audits(uow, project, handed_out, chosen),
        done.opinions,
        done.withheld,
        project,
        first=handed_out,
        n_classes=len(inputs.class_ids),
    )
    uow[Rankings].replace(run.project_id, with_relabels(rows, done.again))
    clock.ended("swap")
    ranked = uow[Rounds].add(
        Round(
            project_id=run.project_id,
            number=project.round_number,
            trigger=str(run.payload["trigger"]),
            label_count=len(inputs.labels),
            audit_count=int(inputs.labels.audit.sum()),
            skipped=skipped(project, len(inputs.labels) - inputs.labels_before),
            handed_out=handed_out,
            strategy=ranking.strategy or project.strategy,
            audits=project.audits,
            settings_as_of=inputs.settings_as_of,
            encoder_fingerprint=inputs.views[0].fingerprint if inputs.views else None,
            views=done.views,
            chosen_from=done.chosen_from,
            head=done.head if ranking.head is not None else None,
            compute=compute.name,
            class_ids=inputs.class_ids,
            seed=project.seed,
            length=len(ranking.ordinals),
            random_share=ranking.random_share,
            wait_seconds=run.waited,
            seconds=clock.seconds(),
            cpu_seconds=clock.cpu_seconds(),
            gpu_seconds=clock.seconds()["rank"] if compute.on_gpu else 0.0,
            started_at=clock.started_at(uow.now),
            swapped_at=uow.now,
            artefacts=done.artefacts,
        )
    )
    project.round_number += 1
    rest(uow, project, run.spent().cpu_seconds)
    return ranked


class _Read(NamedTuple):
    """A view that vectors were read of, as a round notes it."""

    position: int
    encoder: str
    fingerprint: str
    arithmetics: list[str] | None


def _whole_record(views: Sequence[ReadView], head: Head | None) -> list[dict[str, Any]]:
    read = [_Read(v.position, v.encoder, v.fingerprint, v.arithmetics) for v in views]
    return _record(read, head)


def _part_record(inputs: RankingInputs, pool: RankingPool, head: Head | None) -> dict[str, Any]:
    read = [
        _Read(view.position, view.encoder, preview.fingerprint, preview.arithmetics)
        for view in inputs.previewed
        if (preview := view.preview) is not None
    ]
    return {"texts": len(pool.present), "views": _record(read, head)}


def _record(views: Sequence[_Read], head: Head | None) -> list[dict[str, Any]]:
    """What a round says of its views, and how much its head goes by each."""
    weights = weights_of(head, len(views))
    return [
        {**view._asdict(), "weight": weight} for view, weight in zip(views, weights, strict=True)
    ]
