"""The ranking half of a round: one warm fit, score, acquire, swap."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from service.answers import answer_kind
from service.app import App
from service.core.acquisition.hunts import HuntAnswers
from service.core.acquisition.relabelling import GivenAnswers
from service.core.arrays import BoolArray
from service.core.heads.head import Head
from service.core.heads.learner import Learner
from service.core.numpy_compute import numpy_compute
from service.core.rounds import Labels, RankedItems, ranking_length
from service.core.rounds import rank as rank_pool
from service.core.vectors.matrix import Vectors
from service.db.unit_of_work import UnitOfWork
from service.jobs.kinds.measure import left_to_measure, request_measurement
from service.jobs.kinds.rank import rest, skipped
from service.jobs.kinds.tune import due_views, request_tuning
from service.jobs.queries.work import WorkDone
from service.jobs.run_job import JobRun
from service.kit.vocabulary import Counted
from service.labelling.queries.assignments import Assignments
from service.pool.queries.classes import Classes
from service.pool.queries.counters import Counters
from service.pool.queries.items import Items
from service.pool.queries.labels import LabelRows
from service.pool.queries.projects import Projects, SettingChanges
from service.pool.tables.projects import Project
from service.ports import Compute
from service.rounds.audit_sample import grow_audit_sample, off_limits
from service.rounds.guard_strategy import guard_of
from service.rounds.label_arrays import answers_given, label_arrays, looks_taken
from service.rounds.lessons import speaks_of
from service.rounds.load_learner import load_learner
from service.rounds.queries.rounds import Rankings, Rounds
from service.rounds.queries.suggestions import Opinion, Suggestions
from service.rounds.ranking_rows import ranked_rows, relabel_rows, with_audits, with_relabels
from service.rounds.round_heads import clear_older, heads_of, store_head, stored_head
from service.rounds.suggest import Withheld, opinions_of, with_suggestions, withheld_ever
from service.rounds.tables.measured import Measured
from service.rounds.tables.rounds import Round
from service.rounds.time_spent import Stopwatch
from service.rounds.views_read import (
    ReadView,
    graph_keys,
    let_rest,
    load_views,
    means_the_same,
    views_now,
    weights_of,
)
from service.rounds.what_teaches import what_teaches


@dataclass(frozen=True)
class RankingInputs:
    """What a round works from, read in one view of the database."""

    project: Project
    views: list[ReadView]
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


def rank(app: App, run: JobRun) -> None:
    """Job `rank`: replaces the project's ranking by what its newest labels call for."""
    clock, rate = Stopwatch(), app.settings.tuning_seconds_per_label
    with app.write() as uow:
        # The answers that found this round waiting are in now.
        let_rest(uow, uow[Projects].lock(run.project_id))
    grow_audit_sample(app, run.project_id)
    with app.read() as uow:
        inputs = _read(uow, run.project_id)
    if not inputs.views or not inputs.class_ids:
        return
    vectors, present = load_views(app.blobs, inputs.views, inputs.project.next_ordinal)
    graphs = [view.neighbours for view in inputs.views]
    own = answer_kind(inputs.project.answer_kind).head
    speaks = speaks_of(app.blobs, inputs.views, inputs.class_ids)
    learner = load_learner(app, graphs, inputs.class_ids, vectors, own, speaks)
    # torch has nothing for a head on a graph.
    in_numpy = numpy_compute(app.settings.worker_threads)
    compute = run.tools.compute(len(vectors)) if learner.kind.is_linear else in_numpy
    clock.ended("read")
    warm = partial(stored_head, app, inputs.last, "ranking", learner, graphs)
    ranking = _rank(inputs, vectors, present, learner, warm, compute)
    clock.ended("rank")
    run.gpu_seconds += clock.seconds()["rank"] if compute.on_gpu else 0.0
    artefacts = _artefacts(app, inputs, ranking)
    opinions = opinions_of(
        ranking, learner.seen(vectors), inputs.class_ids, learner.label, inputs.measured
    )
    with app.read() as uow:
        ids = uow[Items].ids_of_ordinals(run.project_id, ranking.ordinals.tolist())
        withheld = withheld_ever(uow, inputs.project, list(ids.values()))
        from_outside = uow[Suggestions].opinions(list(ids.values()))
        left = left_to_measure(uow[WorkDone].by_kind(run.project_id))
        again_ids = uow[Items].ids_of_ordinals(run.project_id, ranking.again.ordinals.tolist())
        chosen = int(np.count_nonzero(~inputs.labels.audit))
        learns = due_views(uow, inputs.project, chosen, rate)
    rows = ranked_rows(ranking, ids, inputs.class_ids, inputs.project.round_number)
    again = relabel_rows(ranking.again, again_ids, inputs.project.round_number)
    of_round = {ids[ordinal]: each for ordinal, each in opinions.items() if ordinal in ids}
    teaching = len(_teaching(inputs, vectors, present)) if learns else 0
    run.check()
    with app.write() as uow:
        shown = of_round | from_outside
        done = _Done(ranking, again, learner.label, compute, artefacts, shown, withheld)
        ranked = _swap(uow, run, inputs, done, rows, clock)
        request_measurement(uow, ranked, app.settings.measuring_seconds_per_label, left)
        request_tuning(uow, inputs.project, teaching, rate)


def _read(uow: UnitOfWork, project_id: int) -> RankingInputs:
    project = uow[Projects].get(project_id)
    kind, views = answer_kind(project.answer_kind), views_now(uow, project)
    class_ids, merged = list(uow[Classes].names(project_id)), uow[Classes].merged(project_id)
    last, measured = uow[Rounds].last(project_id), uow[Rounds].measured(project_id)
    handed_out = uow[Counters].value(project_id, Counted.HANDED_OUT)
    return RankingInputs(
        project=project,
        views=views,
        class_ids=class_ids,
        labels=label_arrays(kind, uow[LabelRows].to_learn(project_id), class_ids, merged),
        given=answers_given(uow, project, kind, class_ids, merged),
        looks=looks_taken(uow, class_ids, merged),
        held=uow[Assignments].held_ordinals(project_id),
        off_limits=off_limits(uow, project),
        unservable=uow[Assignments].skipped_ordinals(project_id),
        handed_out_last_round=handed_out - (last.handed_out if last else 0),
        labels_before=last.label_count if last else 0,
        last=last if means_the_same(last, views, class_ids) else None,
        measured=measured,
        random_share=guard_of(measured, project).random_share,
        settings_as_of=uow[SettingChanges].last(project_id),
    )


def _rank(
    inputs: RankingInputs,
    vectors: Vectors,
    present: BoolArray,
    learner: Learner,
    warm: Callable[[], Head | None],
    compute: Compute,
) -> RankedItems:
    project = inputs.project
    present[inputs.unservable] = False
    return rank_pool(
        vectors,
        present,
        inputs.labels,
        handed_out=_mask(len(present), inputs.held),
        off_limits=_mask(len(present), inputs.off_limits),
        n_classes=len(inputs.class_ids),
        strategy=project.strategy,
        batch_size=project.batch_size,
        length=ranking_length(project.batch_size, inputs.handed_out_last_round),
        seed=project.seed,
        round_number=project.round_number,
        warm=warm,
        compute=compute,
        learner=learner,
        random_share=inputs.random_share,
        answers=inputs.given,
        looks=inputs.looks,
    )


def _teaching(inputs: RankingInputs, vectors: Vectors, present: BoolArray) -> Labels:
    """What an encoder would learn from."""
    apart, n_classes = inputs.off_limits, len(inputs.class_ids)
    return what_teaches(vectors, present, inputs.labels, apart, inputs.given, n_classes)


def _mask(rows: int, ordinals: list[int]) -> BoolArray:
    mask: BoolArray = np.zeros(rows, dtype=np.bool_)
    mask[ordinals] = True
    return mask


def _artefacts(app: App, inputs: RankingInputs, ranking: RankedItems) -> dict[str, str]:
    """The blobs that the round leaves: its head, and the graphs that this speaks of."""
    project = inputs.project
    head = store_head(app, project.id, project.round_number, "ranking", ranking.head)
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
    uow[Assignments].expire(run.project_id, uow.now)
    uow[Assignments].forget_returned(project)
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
            trigger=str(run.payload.get("trigger", "labels")),
            label_count=len(inputs.labels),
            audit_count=int(inputs.labels.audit.sum()),
            skipped=skipped(project, len(inputs.labels) - inputs.labels_before),
            handed_out=handed_out,
            strategy=ranking.strategy or project.strategy,
            audits=project.audits,
            settings_as_of=inputs.settings_as_of,
            encoder_fingerprint=inputs.views[0].fingerprint,
            views=_record(inputs.views, ranking.head),
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


def _record(views: Sequence[ReadView], head: Head | None) -> list[dict[str, Any]]:
    """What a round says of its views, and how much its head goes by each."""
    return [
        {
            "position": view.position,
            "encoder": view.encoder,
            "fingerprint": view.fingerprint,
            "arithmetics": view.arithmetics,
            "weight": weight,
        }
        for view, weight in zip(views, weights_of(head, len(views)), strict=True)
    ]
