"""Records campaigns once, and runs every estimator on the records.

    python -m benchmarks.estimates record FILE... --seeds 0-9 --schedules even,tenth
    python -m benchmarks.estimates report --schedules even,tenth

Files are as `postil replay` reads them. Records are kept in --out and never played twice: delete
what has changed. A schedule is one of `schedules.py`; with `-fold5` or `-seeing` behind, the head
that ranks learns from audits too (see `recorder.py`). With `--views` heads read the vectors of
several encoders. Development halves, unless --part says another: the final one is for a single
run, with fresh seeds.

A report has two tables for each schedule. One is of the audits that each campaign had. The other
is of other random audits of the same campaigns, 400 a data set: it shows what chance alone does.
"""

import argparse
import itertools
from pathlib import Path

from benchmarks.estimates.recorder import LOOKS, recorded
from benchmarks.estimates.report import lines, table
from benchmarks.estimates.schedules import SCHEDULES
from benchmarks.estimates.trial import tried
from benchmarks.replay.dataset import Dataset, opened
from benchmarks.replay.development import PARTS
from benchmarks.replay.protocol import Contender

REDRAWN = 400


def main() -> None:
    options = _options()
    if options.verb == "record":
        _record(options)
    else:
        _report(options)


def _record(options: argparse.Namespace) -> None:
    opened_by_file = [_opened(path, options) for path in options.files]
    # Seed by seed, so that a run that is stopped has as many of each.
    for seed, dataset, name in itertools.product(
        options.seeds, opened_by_file, options.schedules.split(",")
    ):
        schedule, _, ranking = name.partition("-")
        record = recorded(
            dataset, Contender.of(options.contender), SCHEDULES[schedule], ranking or "blind",
            seed, _folder(options), until=options.until, points=options.points,
        )  # fmt: skip
        last = record.looks[max(record.looks)]
        print(
            f"{dataset.name} {name} seed {seed}: {100 * last.truth:.1f} % at {last.labels} labels,"
            f" {last.audits} audits, {record.seconds:.0f} s",
            flush=True,
        )


def _report(options: argparse.Namespace) -> None:
    for name in options.schedules.split(","):
        place = name if "-" in name else f"{name}-blind"
        # Where the strategy has seen audits they are no random sample: others are no comparison.
        for redrawn in (0, REDRAWN) if place.endswith("-blind") else (0,):
            results = tried(_folder(options), place, options.contender, redrawn)
            if not results:
                raise SystemExit(f"No campaign is recorded with {options.contender}, {name}.")
            print(f"{place}, {f'{redrawn} redrawn audits' if redrawn else 'own audits'}\n")
            print(table(lines(results)), end="\n\n")


def _opened(path: Path, options: argparse.Namespace) -> Dataset:
    return opened(path, part=options.part, kept_in=options.out / "vectors", views=options.views)


def _folder(options: argparse.Namespace) -> Path:
    folder: Path = options.out / options.part
    return folder / "+".join(options.views).replace("/", "_")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("verb", choices=["record", "report"])
    parser.add_argument("files", nargs="*", type=Path, help="to record")
    parser.add_argument("--contender", default="auto@1+mixture@1")
    parser.add_argument("--schedules", default="tenth", help="NAME, or NAME-RANKING")
    parser.add_argument("--seeds", type=_seeds, default=range(10), help="first-last")
    parser.add_argument("--part", choices=PARTS, default="development", help="of the rows")
    parser.add_argument("--views", type=_names, default=[], help="encoders, the main one first")
    parser.add_argument(
        "--until", type=int, default=LOOKS[-1], help="labels of a campaign, to record"
    )
    parser.add_argument(
        "--points",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="the true curve every 20 labels; else where it is looked at",
    )
    parser.add_argument("--out", type=Path, default=Path("postil-benchmark"))
    return parser.parse_args()


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",")]


def _seeds(text: str) -> range:
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


if __name__ == "__main__":
    main()
