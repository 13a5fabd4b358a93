"""Where people err: a new item, a second answer to everything, or one where it pays?

    python -m benchmarks.second_answers FILE... --out FOLDER

At equal numbers of answers, in the core's replay: three people take turns and say another class,
any, of so many texts. Campaigns are paired by seed and kept in the folder, so that a run that was
stopped goes on. Prints Markdown: the true accuracy, averaged over the points, and the differences
with their 95 % intervals by Student's t; `**all**` takes the pairs of the sets together.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from scipy import stats

from benchmarks.replay.dataset import Dataset, opened
from benchmarks.replay.development import PARTS
from service.core.acquisition.audit import BALANCED
from service.core.arrays import DoubleArray
from service.core.heads.learner import Learner
from service.core.replay.answering import People
from service.core.replay.campaign import CampaignSettings, play
from service.core.targets.one_class import OneClass

ANSWERS, STEP = 300, 30
ONCE, TWICE, WHEN = "once", "twice", "when it pays"


@dataclass(frozen=True)
class Played:
    """A campaign of `ANSWERS` answers."""

    name: str
    noise: float
    seed: int
    asked: str
    accuracy: tuple[float, ...]
    """On the held-out rows, with true classes, after each `STEP` answers."""
    items: int

    @property
    def area(self) -> float:
        return 100 * float(np.mean(self.accuracy))


def main() -> None:
    wanted = _parser().parse_args()
    wanted.out.mkdir(parents=True, exist_ok=True)
    played = [one for file in wanted.files for one in _played(file, wanted)]
    print("| noise | set | pairs | once | twice | when it pays | over once | over twice | items |")
    print("|---|---|---|---|---|---|---|---|---|")
    for noise in wanted.noise:
        at = [one for one in played if one.noise == noise]
        for name in [*dict.fromkeys(one.name for one in at), None]:
            print(_row(noise, name, [one for one in at if name in (None, one.name)]))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--part", choices=PARTS, default="final")
    parser.add_argument("--head", default="mixture@1")
    parser.add_argument("--noise", nargs="+", type=float, default=[0.1, 0.2, 0.3])
    parser.add_argument("--seeds", type=int, default=10)
    return parser


def _played(file: Path, wanted: argparse.Namespace) -> Iterator[Played]:
    dataset = opened(file, part=wanted.part, kept_in=wanted.out)
    learner = dataset.learner(wanted.head)
    record = wanted.out / f"{dataset.name}-{wanted.part}-{wanted.head}.jsonl"
    known = {(one.noise, one.seed, one.asked): one for one in _read(record)}
    for seed in range(wanted.seeds):
        for noise in wanted.noise:
            for asked in (ONCE, TWICE, WHEN):
                one = known.get((noise, seed, asked))
                if one is None:
                    one = _play(dataset, learner, noise, seed, asked)
                    with record.open("a") as lines:
                        lines.write(json.dumps(asdict(one)) + "\n")
                yield one


def _read(record: Path) -> list[Played]:
    if not record.exists():
        return []
    return [Played(**json.loads(line)) for line in record.read_text().splitlines()]


def _play(dataset: Dataset, learner: Learner, noise: float, seed: int, asked: str) -> Played:
    truth = OneClass(dataset.truth)
    people = People.who_err(
        truth,
        dataset.n_classes,
        noise,
        seed,
        overlap=2 if asked == TWICE else 1,
        relabels=asked == WHEN,
    )
    points = play(
        dataset.pool,
        truth,
        audit_order=dataset.audit_order(seed),
        n_classes=dataset.n_classes,
        strategy="auto@1",
        budget=ANSWERS,
        pace=CampaignSettings(STEP, STEP, BALANCED),
        seed=seed,
        held_out=dataset.held_out,
        point_every=STEP,
        measured=lambda _: False,
        learner=learner,
        people=people,
    )
    accuracy = tuple(float(point.true_accuracy) for point in points)
    return Played(dataset.name, noise, seed, asked, accuracy, points[-1].labels)


def _row(noise: float, name: str | None, played: Sequence[Played]) -> str:
    ways = {
        asked: {(one.name, one.seed): one for one in played if one.asked == asked}
        for asked in (ONCE, TWICE, WHEN)
    }
    pairs = sorted(ways[WHEN])
    area = {asked: np.array([way[pair].area for pair in pairs]) for asked, way in ways.items()}
    items = " / ".join(
        f"{np.mean([way[pair].items for pair in pairs]):.0f}" for way in ways.values()
    )
    cells = [f"{noise:.0%}", name or "**all**", str(len(pairs))]
    cells += [f"{area[asked].mean():.1f}" for asked in (ONCE, TWICE, WHEN)]
    cells += [_difference(area[WHEN] - area[asked]) for asked in (ONCE, TWICE)]
    return "| " + " | ".join([*cells, items]) + " |"


def _difference(pairs: DoubleArray) -> str:
    half = stats.t.ppf(0.975, len(pairs) - 1) * stats.sem(pairs)
    return f"{pairs.mean():+.1f} ({pairs.mean() - half:+.1f} to {pairs.mean() + half:+.1f})"


if __name__ == "__main__":
    main()
