"""Records campaigns once, and runs every estimator on the records.

    python -m benchmarks.estimates record FILE... --seeds 0-9 --schedules tenth,early
    python -m benchmarks.estimates look-back FILE... --schedules tenth,early
    python -m benchmarks.estimates savings FILE... --schedules even --redrawn 3
    python -m benchmarks.estimates guard FILE... --contender most_certain@1+logistic@1
    python -m benchmarks.estimates report --schedules tenth,early --write benchmarks/results

Files are as `postil replay` reads them. Records are kept in --out and never played twice: delete
what has changed. A schedule is one of `schedules.py`; with `-fold5` or `-seeing` behind, the head
that ranks learns from audits too (see `recorder.py`); with `-searching` a tenth of the labels are
found by search (see `searcher.py`). With `--views` heads read the vectors of several encoders, with
`--examples` what is written of classes; such records have a folder and a section of the page of
their own, and `guard` takes looks for a class in them for picks. Development halves, unless --part
says another: the final one is for a single run, with fresh seeds. A report leaves sections of other
contenders as they are.
Forecasts are in the report where records were looked back on: earlier heads are fitted again.
Labels saved are where `savings` has fitted heads to audits alone, and to random samples.
`guard` watches campaigns up to 300 labels: those recorded, and any other it plays first, which is
cheap: only the order. `most_certain@1` is a strategy that should trip it.
"""

import argparse
import itertools
from pathlib import Path

from benchmarks.estimates.guard import guard_looks
from benchmarks.estimates.look_back import looked_back
from benchmarks.estimates.page import Page, place_of, write
from benchmarks.estimates.recorder import LOOKS, recorded
from benchmarks.estimates.schedules import SCHEDULES
from benchmarks.estimates.searcher import Searcher
from benchmarks.estimates.sides import make_sides
from benchmarks.replay.dataset import Dataset, opened
from benchmarks.replay.development import PARTS
from benchmarks.replay.protocol import Contender


def main() -> None:
    options = _options()
    if options.verb == "record":
        _record(options)
    elif options.verb == "look-back":
        _look_back(options)
    elif options.verb == "savings":
        _savings(options)
    elif options.verb == "guard":
        _guard(options)
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
            kind=Searcher if ranking == "searching" else None,
        )  # fmt: skip
        last = record.looks[max(record.looks)]
        print(
            f"{dataset.name} {name} seed {seed}: {100 * last.truth:.1f} % at {last.labels} labels,"
            f" {last.audits} audits, {record.seconds:.0f} s",
            flush=True,
        )


def _look_back(options: argparse.Namespace) -> None:
    for path in options.files:
        dataset = _opened(path, options)
        for name in options.schedules.split(","):
            folder = _folder(options) / dataset.name / place_of(name) / options.contender
            records = [folder / f"{seed}.npz" for seed in options.seeds]
            for record in [each for each in records if each.exists()]:
                found = looked_back(dataset, Contender.of(options.contender), record)
                seconds = ", ".join(f"{n}: {back.seconds:.2f} s" for n, back in found.items())
                print(f"{dataset.name} {name} seed {record.stem}: {seconds}", flush=True)


def _savings(options: argparse.Namespace) -> None:
    head = Contender.of(options.contender).head
    for path in options.files:
        dataset = _opened(path, options)
        for seed, name in itertools.product(options.seeds, options.schedules.split(",")):
            make_sides(
                dataset, head, _folder(options) / dataset.name, place_of(name),
                options.contender, seed, options.redrawn,
            )  # fmt: skip
            print(f"{dataset.name} {name} seed {seed}", flush=True)


def _guard(options: argparse.Namespace) -> None:
    for path in options.files:
        dataset = _opened(path, options)
        for seed, name in itertools.product(options.seeds, options.schedules.split(",")):
            schedule, _, ranking = place_of(name).partition("-")
            folder = _folder(options) / dataset.name / place_of(name) / options.contender
            looks = guard_looks(
                dataset, Contender.of(options.contender), SCHEDULES[schedule], ranking, seed,
                folder / f"{seed}.npz",
            )  # fmt: skip
            trip = next((f"tripped at {look.labels} labels" for look in looks if look.tripped), "")
            z = ", ".join(f"{look.standard_errors:+.2f} at {look.labels}" for look in looks)
            print(f"{dataset.name} {name} seed {seed}: z {z or 'none'}; {trip or 'held'}")


def _report(options: argparse.Namespace) -> None:
    write(
        Page(options.part, _inputs(options), _command(options)),
        _folder(options),
        options.schedules.split(","),
        options.contender.split(","),
        options.write,
    )


def _opened(path: Path, options: argparse.Namespace) -> Dataset:
    return opened(
        path,
        part=options.part,
        kept_in=options.out / "vectors",
        views=options.views,
        examples=options.examples,
    )


def _folder(options: argparse.Namespace) -> Path:
    folder: Path = options.out / options.part
    return folder.joinpath(*_inputs(options))


def _inputs(options: argparse.Namespace) -> list[str]:
    """What heads read beside the first view and the names of classes, as folders are called."""
    views = ["+".join(options.views).replace("/", "_")] if options.views else []
    return views + ([options.examples.stem] if options.examples else [])


def _command(options: argparse.Namespace) -> str:
    """The command without the places of this machine."""
    views = f" --views {','.join(options.views)}" if options.views else ""
    examples = f" --examples {options.examples.name}" if options.examples else ""
    return (
        f"python -m benchmarks.estimates report --contender {options.contender} "
        f"--schedules {options.schedules} --part {options.part}{views}{examples} "
        "--write benchmarks/results"
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("verb", choices=["record", "look-back", "savings", "guard", "report"])
    parser.add_argument("files", nargs="*", type=Path, help="to record, to look back on")
    parser.add_argument("--contender", default="auto@1+mixture@1", help="for a report, several")
    parser.add_argument(
        "--schedules", default="tenth", help="NAME, or NAME-RANKING; the first is compared with"
    )
    parser.add_argument("--seeds", type=_seeds, default=range(10), help="first-last")
    parser.add_argument(
        "--write", type=Path, default=Path("postil-benchmark"), help="folder for estimates.md"
    )
    parser.add_argument("--part", choices=PARTS, default="development", help="of the rows")
    parser.add_argument("--views", type=_names, default=[], help="encoders, the main one first")
    parser.add_argument("--examples", type=Path, help="JSON: what is written of classes")
    parser.add_argument(
        "--until", type=int, default=LOOKS[-1], help="labels of a campaign, to record"
    )
    parser.add_argument(
        "--points",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="the true curve every 20 labels; else where it is looked at",
    )
    parser.add_argument(
        "--redrawn", type=int, default=0, help="other audits a campaign, for labels saved"
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
