"""What other strategies would have reached on a project's own labels."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from service.answers import answer_kind
from service.app import App
from service.core.replay.comparison import Answered, sample
from service.core.vectors.views import layout_of
from service.db.unit_of_work import UnitOfWork
from service.jobs.kinds.compare import lacking_labels
from service.jobs.run_job import JobRun
from service.kit.errors import Conflict
from service.pool.queries.classes import Classes
from service.pool.queries.labels import LabelRows, StoredLabel
from service.pool.queries.projects import Projects
from service.pool.tables.projects import Project
from service.rounds.label_arrays import label_arrays
from service.rounds.load_learner import load_learner
from service.rounds.queries.figures import Comparisons
from service.rounds.tables.rounds import Comparison as StoredComparison
from service.rounds.views_read import ReadView, frozen, load_views, views_now


@dataclass(frozen=True)
class ComparisonInputs:
    """What a comparison works from, read in one view of the database."""

    project: Project
    views: list[ReadView]
    class_ids: list[int]
    merged: Mapping[int, int]
    labels: Sequence[StoredLabel]


def compare_strategies(app: App, run: JobRun) -> None:
    """Job `compare`: replays other strategies on the project's settled labels."""
    with app.read() as uow:
        inputs = _read(uow, run.project_id)
    answered, labels = _answered(app, inputs)
    comparison, cpu_seconds = run.tools.compare(answered, run.progress)
    run.meter.add(cpu_seconds)
    run.check()
    with app.write() as uow:
        uow[Projects].get(run.project_id)  # it may have been deleted meanwhile
        uow[Comparisons].put(
            StoredComparison(
                project_id=run.project_id,
                labels=labels,
                strategy=comparison.candidates[0].strategy,
                items=comparison.items,
                budget=comparison.budget,
                candidates=[asdict(c) | {"is_better": c.is_better} for c in comparison.candidates],
                cpu_seconds=cpu_seconds,
                made_at=uow.now,
            )
        )


def _read(uow: UnitOfWork, project_id: int) -> ComparisonInputs:
    project = uow[Projects].get(project_id)
    return ComparisonInputs(
        project=project,
        views=frozen(views_now(uow, project)),
        class_ids=list(uow[Classes].names(project_id)),
        merged=uow[Classes].merged(project_id),
        labels=uow[LabelRows].to_learn(project_id),
    )


def _answered(app: App, inputs: ComparisonInputs) -> tuple[Answered, int]:
    """What is replayed, and of how many labels. `Conflict` when they are too few."""
    project = inputs.project
    if not inputs.views:
        raise Conflict("The texts have no vectors yet.")
    vectors, present = load_views(app.blobs, inputs.views, project.next_ordinal)
    kind = answer_kind(project.answer_kind)
    labels = label_arrays(kind, inputs.labels, inputs.class_ids, inputs.merged)
    labels = labels.usable(present)
    lacking = lacking_labels(len(labels))
    if lacking is not None:
        raise Conflict(f"{lacking.detail} Those of texts without a vector don't count.")
    chosen = sample(len(labels), project.seed)
    graphs = [view.neighbours for view in inputs.views]
    learner = load_learner(app, graphs, inputs.class_ids, vectors)
    answered = Answered(
        vectors=np.asarray(vectors[labels.ordinals[chosen]]),
        layout=layout_of(vectors),
        truth=labels.targets[chosen],
        n_classes=len(inputs.class_ids),
        strategy=project.strategy,
        head=learner.label,
        names=learner.names,
        batch_size=project.batch_size,
        round_every=project.round_every,
        seed=project.seed,
    )
    return answered, len(labels)
