"""What audits that teach at once gain, and what can be told where they do.

    python -m benchmarks.teaching FILE... --seeds 0-9 --contender auto@1+logistic@1

Plays each campaign once and keeps it in --out: delete what has changed. Development halves, of
which the first 1,600 rows are the pool; the head's true curve is of rows of the other half. Arms
are played on the same seeds and audits: audits that the head that ranks doesn't see (today's
rule), audits that teach it at once, the same with each scored before its answer, two thirds of the
audits, and none at all. Prints areas, and what each way of `ways.py` says against the truth.
"""

import argparse
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

import numpy as np

from benchmarks.replay.dataset import opened
from benchmarks.replay.protocol import Contender
from benchmarks.teaching.campaign import ARMS, FALLS, LOOKS, Played, played, small
from benchmarks.teaching.ways import WAYS
from service.core.arrays import DoubleArray
from service.core.evaluation.estimator import Estimate
from service.core.replay.learning_curves import areas

Campaigns = dict[tuple[str, str, int], Played]
"""By data set, arm and seed."""
TODAY, FIRST = "blind", "cross-fitted"
AREAS = ("arm", "data set", "campaigns", "area", "less that of blind ± s.e.")
FIGURES = (
    "labels", "arm", "way", "looks", "bias ± s.e.", "less that of blind", "RMSE", "holds",
    "holds of the never labelled", "truth above", "truth below", "mean width", "truth",
)  # fmt: skip


def main() -> None:
    options = _options()
    campaigns = dict(_played(options))
    names = sorted({name for name, _, _ in campaigns})
    arms = [arm for arm in ARMS if arm in options.arms]
    print(_table(AREAS, [_area(campaigns, arm, group) for arm in arms for group in _groups(names)]))
    said = list(_said(campaigns))
    every = [str(look) for look in LOOKS]
    for group in _groups(names) if options.sets else [names]:
        own = [one for one in said if one.name in group]
        looks = [[look] for look in [*every, *FALLS]] + [every]
        print("\n" + ", ".join(group) + "\n\n" + _table(FIGURES, list(_lines(own, looks))))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("files", nargs="+", type=Path, help="as `postil replay` reads them")
    parser.add_argument("--contender", default="auto@1+mixture@1")
    parser.add_argument("--seeds", default="0-9", help="first-last")
    parser.add_argument("--arms", default=",".join(ARMS))
    parser.add_argument("--sets", action="store_true", help="a table for each data set as well")
    parser.add_argument("--out", type=Path, default=Path("postil-benchmark"))
    options = parser.parse_args()
    options.arms = options.arms.split(",")
    return options


def _played(options: argparse.Namespace) -> Iterator[tuple[tuple[str, str, int], Played]]:
    kept_in = options.out / "vectors"
    first, _, last = options.seeds.partition("-")
    datasets = [small(opened(f, part="development", kept_in=kept_in)) for f in options.files]
    seeds = range(int(first), int(last or first) + 1)
    for seed, dataset, arm in itertools.product(seeds, datasets, options.arms):
        contender, out = Contender.of(options.contender), options.out / "teaching"
        yield (dataset.name, arm, seed), played(dataset, contender, arm, seed, out)


def _groups(names: Sequence[str]) -> list[list[str]]:
    """Each by itself, then all."""
    return [[name] for name in names] + ([list(names)] if len(names) > 1 else [])


def _area(campaigns: Campaigns, arm: str, names: Sequence[str]) -> list[str]:
    keys = [
        (n, s) for n, a, s in campaigns if a == arm and n in names and (n, TODAY, s) in campaigns
    ]
    own, base = (
        100 * areas(np.array([campaigns[n, a, s].curve for n, s in keys])) for a in (arm, TODAY)
    )
    return [arm, ", ".join(names), str(len(keys)), f"{own.mean():.1f}", _mean(own - base)]


@dataclass(frozen=True)
class Said:
    """What a way says at a look."""

    name: str
    arm: str
    seed: int
    look: str
    way: str
    estimate: Estimate
    truth: float
    never_labelled: float
    """The truth of rows without a label."""

    @property
    def of(self) -> tuple[str, int, str]:
        """What other arms have, too: their audits are the same."""
        return self.name, self.seed, self.look

    @property
    def error(self) -> float:
        """In points."""
        return 100 * (self.estimate.value - self.truth)


def _said(campaigns: Campaigns) -> Iterator[Said]:
    for (name, arm, seed), campaign in campaigns.items():
        for at, look in campaign.looks.items():
            free = np.setdiff1d(np.arange(len(look.released_right)), look.ordinals)
            truth = look.truth, float(look.released_right[free].mean())
            past = campaign.past.until(look.labels)
            for way, estimate in WAYS.items() if arm == "scored" else [(FIRST, WAYS[FIRST])]:
                yield Said(name, arm, seed, at, way, estimate(look, past), *truth)


def _lines(said: Sequence[Said], looks: Sequence[Sequence[str]]) -> Iterator[list[str]]:
    for at, arm, way in itertools.product(looks, ARMS, WAYS):
        here = [one for one in said if one.look in at]
        own = [one for one in here if (one.arm, one.way) == (arm, way)]
        if own:
            base = {one.of: one.error for one in here if (one.arm, one.way) == (TODAY, FIRST)}
            yield [at[0] if len(at) == 1 else "all", arm, way, *_figures(own, base)]


def _figures(own: Sequence[Said], base: Mapping[tuple[str, int, str], float]) -> list[str]:
    """With `base` errors of today's way, of the same audits: less those, luck is left out."""
    _, low, high = 100 * np.array([astuple(one.estimate) for one in own]).T
    truth = 100 * np.array([one.truth for one in own])
    never = 100 * np.array([one.never_labelled for one in own])
    errors = [(one.of[:2], one.error) for one in own]
    paired = [(one.of[:2], one.error - base[one.of]) for one in own if one.of in base]
    shares = (
        (low <= truth) & (truth <= high),
        (low <= never) & (never <= high),
        truth > high,
        truth < low,
    )
    return [
        str(len(own)),
        _mean(_by_campaign(errors)),
        _mean(_by_campaign(paired)) if paired else "–",
        f"{np.sqrt(np.mean([one.error**2 for one in own])):.1f}",
        *(f"{100 * share.mean():.0f} %" for share in shares),
        f"{(high - low).mean():.1f}",
        f"{truth.mean():.1f}",
    ]


def _by_campaign(errors: Sequence[tuple[tuple[str, int], float]]) -> DoubleArray:
    """The means of each, which are independent."""
    of: dict[tuple[str, int], list[float]] = {}
    for campaign, error in errors:
        of.setdefault(campaign, []).append(error)
    return np.array([np.mean(each) for each in of.values()])


def _mean(values: DoubleArray) -> str:
    """With a standard error."""
    error = f" ± {values.std(ddof=1) / len(values) ** 0.5:.1f}" if len(values) > 1 else ""
    return f"{values.mean():+.1f}{error}"


def _table(headings: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    rows = [headings, ["---"] * len(headings), *lines]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


if __name__ == "__main__":
    main()
