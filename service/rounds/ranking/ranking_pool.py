"""What a round chooses from: the pool, or a part of it while the rest is still read."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from service.answers import answer_kind
from service.app import App
from service.core.arrays import BoolArray, IntArray
from service.core.drawn_part import DrawnPart
from service.core.heads.learner import Learner
from service.core.vectors.matrix import Matrix, Vectors
from service.core.vectors.views import Stacked
from service.pool.queries.items import Items
from service.pool.tables.projects import Preview, Project, View
from service.rounds.lessons import speaks_of
from service.rounds.load_learner import load_learner
from service.rounds.views_read import ReadView, load_views


@dataclass(frozen=True, eq=False)
class RankingPool:
    vectors: Vectors
    """(n, width)"""
    present: BoolArray
    """(n,)"""
    learner: Learner
    part: DrawnPart | None
    """Whose rows these are; None: they are the ordinals."""

    def mask(self, ordinals: Sequence[int]) -> BoolArray:
        """(n,) the rows of these items."""
        mask: BoolArray = np.zeros(len(self.present), dtype=np.bool_)
        mask[ordinals if self.part is None else self.part.rows(ordinals)] = True
        return mask

    def ordinals(self, rows: IntArray) -> IntArray:
        return rows if self.part is None else self.part.ordinals[rows]


def whole_pool(
    app: App, project: Project, views: Sequence[ReadView], class_ids: Sequence[int]
) -> RankingPool:
    """All items, in the views that have read them."""
    vectors, present = load_views(app.blobs, views, project.next_ordinal)
    speaks = speaks_of(app.blobs, views, class_ids)
    graphs, own = [view.neighbours for view in views], answer_kind(project.answer_kind).head
    learner = load_learner(app, graphs, class_ids, vectors, own, speaks)
    return RankingPool(vectors, present, learner, None)


def previewed_pool(
    app: App, project: Project, views: Sequence[View], class_ids: Sequence[int]
) -> RankingPool:
    """What each of the views, which were drawn for together, has read by now."""
    previews = [view.preview for view in views if view.preview is not None]
    rows = min(preview.rows for preview in previews)
    part = DrawnPart(np.array(app.blobs.array(previews[0].drawn)[:rows]))
    matrices = [_matrix(app, preview, rows) for preview in previews]
    vectors = matrices[0] if len(matrices) == 1 else Stacked(matrices)
    graphs, own = [_graph(preview, rows) for preview in previews], answer_kind(project.answer_kind)
    learner = load_learner(app, graphs, class_ids, vectors, own.head)
    with app.read() as uow:
        there = uow[Items].ids_of_ordinals(project.id, part.ordinals.tolist())
    return RankingPool(vectors, np.isin(part.ordinals, [*there]), learner, part)


def _matrix(app: App, preview: Preview, rows: int) -> Matrix:
    vectors = app.blobs.array(preview.vectors)[:rows]
    return Matrix([(0, vectors)], (rows, vectors.shape[1]))


def _graph(preview: Preview, rows: int) -> str:
    return next(graph for step, graph in preview.steps if step == rows)
