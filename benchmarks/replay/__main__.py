"""Plays every contender on every data set, and says who needs the fewest labels.

    python -m benchmarks.replay FILE... --development --seeds 0-4
    python -m benchmarks.replay FILE... --write benchmarks/results

Files are as `postil replay` reads them; FILE:CLASS cuts that class to 1 % of the pool, scores on
2,000 rows of the train split set aside, and tells how well it is found. Development halves (see
`development.py`) are for making things; the whole pools, scored on the test split, for the table
that is published, which has seeds of its own (see `protocol.py`). A contender is `strategy+head`,
with `:10` behind played on the first ten seeds only; `skactiveml.badge+logistic@1` and the like are
other libraries' strategies (see `peers/`). Campaigns are kept in --out and never played twice:
delete the folder of what has changed. `random` is always in, with every head.
"""

import argparse
import itertools
from dataclasses import replace
from pathlib import Path

from benchmarks.replay.campaign import Campaign, played
from benchmarks.replay.dataset import opened
from benchmarks.replay.page import write
from benchmarks.replay.protocol import Contender
from benchmarks.replay.report import Compared, terminal

CONTENDERS = "auto@1+mixture@1,auto@1+logistic@1,margin@1+logistic@1,margin@1+mixture@1"


def main() -> None:
    options = _options()
    contenders = _with_random(options.contenders)
    compared = []
    for path in options.files:
        part = "development" if options.development else "whole"
        dataset = opened(
            path,
            part=part,
            kept_in=options.out / "vectors",
            views=options.views,
            examples=options.examples,
        )
        campaigns: dict[str, list[Campaign]] = {}
        # Seed by seed, so that a run that is stopped has as many of each.
        kept_in = options.out / ("development" if options.development else "test")
        if options.views:
            kept_in /= "+".join(options.views).replace("/", "_")
        if options.examples:
            kept_in /= options.examples.stem
        protocol = dataset.protocol
        if options.every:
            kept_in /= f"every-{options.every}-to-{options.budget}"
            protocol = replace(protocol, batch=options.every, budget=options.budget)
        seeds = options.seeds or protocol.published
        for (place, seed), contender in itertools.product(enumerate(seeds), contenders):
            if contender.most_seeds is None or place < contender.most_seeds:
                campaign = played(dataset, protocol, contender, seed, kept_in)
                campaigns.setdefault(str(contender), []).append(campaign)
        compared.append(Compared.of(dataset, dataset.full_data(), campaigns))
        print(terminal(compared[-1]), flush=True)
    if options.write:
        write(
            options.write,
            compared,
            development=options.development,
            command=_command(options),
            views=options.views,
        )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--contenders", default=CONTENDERS)
    parser.add_argument("--seeds", type=_seeds, help="first-last; else those that are published")
    parser.add_argument("--development", action="store_true")
    parser.add_argument("--views", type=_names, default=[], help="encoders, the main one first")
    parser.add_argument("--examples", type=Path, help="JSON: what is written of classes")
    parser.add_argument("--every", type=int, help="labels between two rounds; else the protocol's")
    parser.add_argument("--budget", type=int, default=300, help="labels, with --every")
    parser.add_argument("--out", type=Path, default=Path("postil-benchmark"))
    parser.add_argument("--write", type=Path, help="folder for the page and its pictures")
    return parser.parse_args()


def _command(options: argparse.Namespace) -> str:
    """The command without the places of this machine."""
    files = " ".join(path.name for path in options.files)
    flags = " --development" if options.development else ""
    if options.seeds:
        flags += f" --seeds {options.seeds[0]}-{options.seeds[-1]}"
    if options.views:
        flags += f" --views {','.join(options.views)}"
    if options.examples:
        flags += f" --examples {options.examples.name}"
    if options.every:
        flags += f" --every {options.every} --budget {options.budget}"
    return (
        f"python -m benchmarks.replay {files}{flags} "
        f"--contenders {options.contenders} --write benchmarks/results"
    )


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",")]


def _seeds(text: str) -> range:
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


def _with_random(text: str) -> list[Contender]:
    """The contenders, and random with each of their heads, on as many seeds as any of them."""
    found = [Contender.of(name.strip()) for name in text.split(",") if name.strip()]
    seeds: dict[str, list[int | None]] = {}
    for contender in found:
        seeds.setdefault(contender.head, []).append(contender.most_seeds)
    baselines = [
        Contender("random@1", head, None if None in most else max(n for n in most if n))
        for head, most in seeds.items()
    ]
    named = {str(contender) for contender in found}
    return [*found, *(each for each in baselines if str(each) not in named)]


if __name__ == "__main__":
    main()
