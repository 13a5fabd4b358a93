"""Is a rare class found that lies in many places, and what does looking for it cost the others?

    python -m benchmarks.scattered_class banking77.csv.gz --draws 0-3
    python -m benchmarks.scattered_class banking77.csv.gz --part final --draws 10-19

A draw makes twelve classes of the file one, without a name, and cuts it to 1.3 % of the pool; where
it is scored it keeps its share. Contenders are `strategy+head` as in `benchmarks.replay`,
`auto` charged its audits (*fewest*); batches of 25. For each number of labels: rows of the class
that were met, recall of it and accuracy of the released head in points, each with its difference to
the first contender, paired by draw, and its standard error. Campaigns are kept in --out and never
played twice.
"""

import argparse
import json
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.replay.dataset import Dataset, dataset_of
from benchmarks.replay.development import PARTS
from benchmarks.replay.protocol import Contender
from service.core.arrays import DoubleArray
from service.core.replay.campaign import CampaignSettings, _Campaign
from service.core.targets.one_class import OneClass, class_of_each
from service.importing.formats import Limits
from service.kit.settings import Settings
from workers.replay import labelled_file
from workers.replay.labelled_file import Columns, LabelledFile

MERGED, SHARE = 12, 0.013
BATCH = 25
LOOKS = (100, 200, 300, 500, 700, 900, 1_000)
VIEWS = "sentence_transformer,lexical,small"
CONTENDERS = "auto@1+mixture@1,margin@1+mixture@1,margin@1+logistic@1"
Figures = dict[str, list[float]]
"""Rows met, recall and accuracy by labels."""


def main() -> None:
    options = _options()
    read = labelled_file.read(options.file, Columns(), Limits(Settings().max_text_chars))
    names = options.contenders.split(",")
    played: dict[str, list[Figures]] = {name: [] for name in names}
    for draw in options.draws:
        dataset = None
        for name in names:
            kept = options.out / "scattered" / options.part / name / f"{draw}.json"
            if not kept.exists():
                dataset = dataset or _scattered(PARTS[options.part](read), draw, options)
                found = _campaign(dataset, Contender.of(name), draw, options.budget)
                kept.parent.mkdir(parents=True, exist_ok=True)
                kept.write_text(json.dumps(found))
            played[name].append(json.loads(kept.read_text()))
        _print(played)


def _scattered(file: LabelledFile, draw: int, options: argparse.Namespace) -> Dataset:
    """The last class is the merged one, and nobody is told what it is called."""
    dataset = dataset_of(
        _merged(file, draw),
        f"scattered-{draw}",
        kept_in=options.out / "vectors",
        views=options.views.split(","),
    )
    named = dataset.names.classes < dataset.n_classes - 1
    classes, vectors = dataset.names.classes[named], dataset.names.vectors[named]
    return replace(dataset, names=replace(dataset.names, classes=classes, vectors=vectors))


def _merged(file: LabelledFile, draw: int) -> LabelledFile:
    rng = np.random.default_rng(draw)
    one = np.sort(rng.choice(len(file.classes), MERGED, replace=False))
    others = np.setdiff1d(np.arange(len(file.classes)), one)
    place = np.full(len(file.classes), len(others))
    place[others] = np.arange(len(others))
    y = place[class_of_each(file.truth)]
    rare = y[: file.n_pool] == len(others)
    few = round(np.count_nonzero(~rare) * SHARE / (1 - SHARE))
    kept = np.sort(np.append(np.flatnonzero(~rare), rng.permutation(np.flatnonzero(rare))[:few]))
    rows = np.append(kept, np.arange(file.n_pool, len(file.texts)))
    return replace(
        file,
        texts=[file.texts[row] for row in rows],
        truth=OneClass(y[rows]),
        n_pool=len(kept),
        classes=[*(file.classes[c] for c in others), "merged"],
        descriptions={},
    )


def _campaign(dataset: Dataset, contender: Contender, draw: int, budget: int) -> Figures:
    rare = dataset.n_classes - 1
    found: Figures = {}
    started = time.process_time()
    with threadpool_limits(1):
        campaign = _Campaign(
            dataset.pool, dataset.targets, dataset.audit_order(draw), dataset.n_classes, draw,
            dataset.held_out, dataset.learner(contender.head),
        )  # fmt: skip
        pace = CampaignSettings(BATCH, BATCH, contender.audits)
        while campaign.serve_round(contender.strategy, pace, budget):
            if campaign.answers.items not in LOOKS:
                continue
            point = campaign.point(False)
            met = np.count_nonzero(dataset.truth[list(campaign.answers.given)] == rare)
            recall = 100 * point.true_recalls[rare]
            found[str(point.labels)] = [float(met), recall, 100 * point.true_accuracy]
    seconds = time.process_time() - started
    print(f"{contender} draw {draw}: {seconds:.0f} s of CPU", flush=True)
    return found


def _print(played: dict[str, list[Figures]]) -> None:
    first = next(iter(played.values()))
    for name, campaigns in played.items():
        print(f"\n{name}, {len(campaigns)} draws\nlabels  met             recall          accuracy")
        for look in (str(n) for n in LOOKS if all(str(n) in each for each in campaigns)):
            own = np.array([each[look] for each in campaigns])
            gains = own - np.array([each[look] for each in first])
            cells = [_cell(own[:, i], gains[:, i]) for i in range(own.shape[1])]
            print(f"{look:>6}  " + " ".join(f"{cell:15}" for cell in cells), flush=True)


def _cell(own: DoubleArray, gains: DoubleArray) -> str:
    if len(own) < 2 or not np.any(gains):
        return f"{np.mean(own):.1f}"
    error = np.std(gains, ddof=1) / len(gains) ** 0.5
    return f"{np.mean(own):.1f} {np.mean(gains):+.1f}±{error:.1f}"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--contenders", default=CONTENDERS)
    parser.add_argument("--part", choices=PARTS, default="development", help="of the rows")
    parser.add_argument("--draws", type=_range, default=range(4), help="first-last")
    parser.add_argument("--budget", type=int, default=LOOKS[-1], help="labels of a campaign")
    parser.add_argument("--views", default=VIEWS, help="encoders, the main one first")
    parser.add_argument("--out", type=Path, default=Path("postil-benchmark"))
    return parser.parse_args()


def _range(text: str) -> range:
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


if __name__ == "__main__":
    main()
