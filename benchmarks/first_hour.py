"""What labels are worth that are given while texts are still read: campaigns, paired by seed.

    python -m benchmarks.first_hour FILE... [--seeds 0-9] [--budget 200]

Development halves of files as `postil replay` reads them. Somebody gives 20 labels a minute while
100,000 texts are read by `lexical`, `small` and MiniLM, at the rates of two cores. Until then items
are chosen by words alone (`words`), or from what all have read of a part of the texts (`part`, as a
project does), against all vectors from the start (`all`). `thousand` has 1,000 texts, no more, to
choose from until the end. Told is the accuracy of a model that reads all vectors, on rows that
nobody labels, and for `words` that of a model that reads words.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.replay.__main__ import _seeds as seeds_of
from benchmarks.replay.dataset import Dataset, opened
from service.core.acquisition.audit import FEWEST
from service.core.arrays import BoolArray, DoubleArray, FloatArray, IntArray
from service.core.drawn_part import DrawnPart
from service.core.heads.learner import Learner
from service.core.replay.answering import queued
from service.core.replay.campaign import CampaignSettings, CampaignState
from service.core.replay.held_out import score
from service.core.rounds import rank, whole_batches
from service.core.targets.class_names import ClassNames
from service.core.vectors.matrix import Vectors
from service.core.vectors.neighbours import find_neighbours
from service.core.vectors.views import Stacked, layout_of, side_by_side

VIEWS = ["sentence_transformer", "small", "lexical"]
ALL, WORDS = (0, 1, 2), (2,)
Stage = tuple[int, tuple[int, ...], int]
"""Labels that it ends with, the views that it chooses by, and from how many texts."""
END = 10_000
STAGES: dict[str, list[Stage]] = {
    "all": [(END, ALL, END)],
    "part": [
        *((2, WORDS, 8_000), (6, (1, 2), 8_000), (20, ALL, 1_000)),
        *((29, ALL, 2_000), (34, ALL, 4_000), (END, ALL, 8_000)),
    ],
    "thousand": [(2, WORDS, 8_000), (6, (1, 2), 8_000), (END, ALL, 1_000)],
    "words": [(END, WORDS, END)],
}
EVERY = 10


class FirstHour(CampaignState):
    """A campaign that chooses by what has been read by then."""

    def __init__(self, dataset: Dataset, stages: Sequence[Stage], seed: int) -> None:
        learner = dataset.learner("mixture@1")
        super().__init__(
            dataset.pool,
            dataset.targets,
            dataset.audit_order(seed),
            dataset.n_classes,
            seed,
            dataset.held_out,
            learner,
        )
        self.dataset, self.stages = dataset, stages
        self.drawn: IntArray = np.random.default_rng(seed).permutation(len(dataset.pool))
        self.seen: dict[Stage, tuple[DrawnPart, Vectors, Learner]] = {}

    def part(self) -> tuple[DrawnPart, Vectors, Learner]:
        """What is chosen from now, and a learner of its heads."""
        stage = next(each for each in self.stages if self.answers.count < each[0])
        if stage not in self.seen:
            part = DrawnPart(self.drawn[: stage[2]])
            self.seen[stage] = part, *seen(self.dataset, stage[1], part.ordinals)
        return self.seen[stage]

    def serve(self, strategy: str, batch_size: int, slots: BoolArray) -> int:
        part, vectors, learner = self.part()
        ranking = rank(
            vectors,
            self.present[part.ordinals],
            part.labels(self.labels()),
            handed_out=self.waiting()[part.ordinals],
            off_limits=self.off_limits()[part.ordinals],
            n_classes=self.n_classes,
            strategy=strategy,
            batch_size=batch_size,
            length=whole_batches(batch_size, len(slots)),
            seed=self.seed,
            round_number=self.round_number,
            learner=learner,
        )
        queue = queued(part.in_whole(ranking), self.next_audits(len(slots)), slots)
        served = sum(self.ask(queue) for _ in slots)
        self.round_number += 1
        return served

    def accuracies(self) -> tuple[float, float]:
        """Of a model on all vectors, and of one on words."""
        by_words = seen(self.dataset, WORDS, np.arange(len(self.dataset.pool)))
        of_words = self.dataset.held_out.seen_by(lambda rows: columns(self.dataset, rows, WORDS))
        head = by_words[1].release(by_words[0], self.labels(), self.n_classes)
        return self.score(self.release(self.labels())).accuracy, score(head, of_words).accuracy


def seen(dataset: Dataset, views: Sequence[int], ordinals: IntArray) -> tuple[Vectors, Learner]:
    """The vectors of some items by some views, and a learner on their graphs."""
    rows = [dataset.views[view][ordinals] for view in views]
    vectors: Vectors = rows[0] if len(rows) == 1 else Stacked(rows)
    first, *further = [find_neighbours(each) for each in rows]
    names = dataset.names
    spoken = ClassNames(names.classes, columns(dataset, names.vectors, views), names.described)
    head = dataset.learner("mixture@1").kind
    return vectors, Learner(head, first, spoken, layout_of(vectors), tuple(further))


def columns(dataset: Dataset, rows: Vectors, views: Sequence[int]) -> FloatArray:
    layout = layout_of(dataset.pool)
    return side_by_side([layout.of(np.asarray(rows), view) for view in views])


def main() -> None:
    options = arguments()
    pace = CampaignSettings(EVERY, EVERY, FEWEST)
    for path in options.files:
        dataset = opened(path, part="development", kept_in=options.out / "vectors", views=VIEWS)
        played: dict[str, list[list[tuple[float, float]]]] = {arm: [] for arm in STAGES}
        for seed in options.seeds:
            for arm, stages in STAGES.items():
                campaign = FirstHour(dataset, stages, seed)
                points = []
                while campaign.serve_round("auto@1", pace, options.budget):
                    if campaign.answers.count in options.at:
                        points.append(campaign.accuracies())
                played[arm].append(points)
                print(f"{dataset.name} seed {seed} {arm}: {points}", flush=True)
        for arm, curves in played.items():
            print(line(dataset.name, arm, np.array(curves), np.array(played["all"]), options.at))


def line(name: str, arm: str, curves: DoubleArray, best: DoubleArray, at: Sequence[int]) -> str:
    """The accuracies (seeds, points, 2) of an arm, and how far they are from all vectors'."""
    model = 1 if arm == "words" else 0
    parts = []
    for place, labels in enumerate(at):
        away = 100 * (curves[:, place, model] - best[:, place, 0])
        error = away.std(ddof=1) / len(away) ** 0.5
        mean, later = 100 * curves[:, place, model].mean(), 100 * curves[:, place, 0].mean()
        parts.append(f"{labels} labels {mean:.1f} ({away.mean():+.1f} ± {error:.1f})")
        if model:
            parts[-1] += f", once all is read {later:.1f}"
    return f"{name}, {arm}: " + "; ".join(parts)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--seeds", type=seeds_of, default=range(10), help="first-last")
    parser.add_argument("--budget", type=int, default=200)
    parser.add_argument("--at", type=int, nargs="*", default=[100, 200], help="labels")
    parser.add_argument("--out", type=Path, default=Path("postil-benchmark"))
    return parser.parse_args()


if __name__ == "__main__":
    with threadpool_limits(1):
        main()
