"""How much of the rest does the machine take, and how often does it promise too much?

    python -m benchmarks.certificates --out postil-benchmark FILE... --write benchmarks/results

On campaigns that `benchmarks.estimates` has recorded: what the heads predict after 300
labels, and whether it is right. Each is certified over and over, with other random keys. FILE: the
data sets of two classes, to say which of them the machine took; the others' records don't tell.

Beside that texts whose machine errs slightly more than is allowed, and knows nothing of itself:
what is taken there is broken. *Binomial* is what isn't done here: after each check the plain
interval is looked at, until it says what one wants.
"""

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.special import betaincinv, expit

from benchmarks.estimates.trial import evidence_of, records
from benchmarks.replay.development import PARTS
from service.core.arrays import BoolArray, DoubleArray
from service.core.certificates import (
    RIGHT,
    UNKNOWN,
    WRONG,
    Attempt,
    CheckedLabels,
    Terms,
    risk_of_attempt,
)
from service.core.evaluation.evidence import log_odds
from service.core.evaluation.pool_predictions import calibration
from service.core.targets.one_class import class_of_each
from service.importing.formats import Limits
from service.kit.settings import Settings
from workers.replay import labelled_file
from workers.replay.labelled_file import Columns

LABELS, CONTENDER, SCHEDULE = 300, "auto@1+mixture@1", "even-blind"
RISK = 0.05
TRIALS = ((0.05, 200), (0.1, 200), (0.01, 200), (0.01, 500), (0.05, 500))
"""Errors allowed, and checks at most."""
SLIGHTLY = 1.04
_PURPOSE = 0x43455254


@dataclass(frozen=True, eq=False)
class Machine:
    """What the machine would say of N texts without a label, the surest first."""

    data: str
    probability: DoubleArray
    wrong: BoolArray
    class_of: DoubleArray
    """1 where it says the second of two classes; nan where that isn't known."""


@dataclass(frozen=True)
class Outcome:
    share: float
    """Of the texts without a label that the machine took."""
    checks: int
    error: float
    """Of what it took."""
    second: float
    """The share of the second class in what it took."""


def certified(machine: Machine, terms: Terms, rng: np.random.Generator) -> Outcome:
    """An attempt from its first check to its end; nobody labels anything else meanwhile."""
    n = len(machine.wrong)
    attempt = Attempt(machine.probability, rng.random(n), terms)
    known = np.full(n, UNKNOWN)
    while True:
        seen = CheckedLabels(known, known != UNKNOWN, int(np.count_nonzero(known != UNKNOWN)))
        decision = attempt.decide(seen)
        if len(decision.ask) == 0:
            break
        known[decision.ask] = np.where(machine.wrong[decision.ask], WRONG, RIGHT)
    taken = (np.arange(n) < decision.size) & ~seen.gone
    return _outcome(machine, taken, seen.spent)


def by_binomial(machine: Machine, terms: Terms, rng: np.random.Generator) -> Outcome:
    """The same first set, checked until an interval of one look is narrow enough (Clopper and
    Pearson 1934)."""
    n = len(machine.wrong)
    foreseen = Attempt(machine.probability, rng.random(n), terms).foreseen()
    size = foreseen.size if foreseen is not None else n
    order = rng.permutation(size)[: terms.checks]
    checks = np.arange(1, len(order) + 1)
    errors = np.cumsum(machine.wrong[order])
    high = betaincinv(errors + 1, np.maximum(checks - errors, 1), 1 - RISK)
    shown = np.flatnonzero(high <= terms.error)
    taken = np.zeros(n, dtype=np.bool_)
    spent = len(order)
    if len(shown):
        spent = int(checks[shown[0]])
        taken[:size] = True
        taken[order[:spent]] = False
    return _outcome(machine, taken, spent)


def _outcome(machine: Machine, taken: BoolArray, checks: int) -> Outcome:
    if not taken.any():
        return Outcome(0.0, checks, 0.0, np.nan)
    error, second = machine.wrong[taken].mean(), machine.class_of[taken].mean()
    return Outcome(float(taken.mean()), checks, float(error), float(second))


def recorded(folder: Path, files: Sequence[Path], part: str) -> dict[str, list[Machine]]:
    """By data set, what the heads of each campaign predict, calibrated as the service does."""
    truth = {path.name.partition(".")[0]: _truth(path, part) for path in files}
    found: dict[str, list[Machine]] = {}
    for data, _, record in records(folder, SCHEDULE, CONTENDER):
        look = record.looks[LABELS]
        by = calibration(evidence_of(look))
        confidence = look.pool_confidence.astype(np.float32)
        p = expit(by.shift + by.slope * log_odds(confidence)).astype(np.float16)
        rest = np.setdiff1d(np.arange(len(p)), look.ordinals)
        rows = rest[np.argsort(-p[rest], kind="stable")]
        wrong = ~look.pool_right[rows]
        of_class = np.full(len(rows), np.nan)
        if data in truth:
            of_class = np.where(wrong, 1 - truth[data][rows], truth[data][rows])
        machine = Machine(data, p[rows].astype(np.float64), wrong, of_class)
        found.setdefault(data, []).append(machine)
    return found


def _truth(path: Path, part: str) -> DoubleArray:
    file = PARTS[part](labelled_file.read(path, Columns(), Limits(Settings().max_text_chars)))
    assert len(file.classes) == 2, "what is predicted is known where there are two classes"
    return class_of_each(file.truth)[: file.n_pool].astype(np.float64)


def slightly_worse(error: float, rng: np.random.Generator) -> Machine:
    """Errs more often than it may, everywhere alike, and expects a third of that of itself."""
    n = 2_400
    wrong = np.zeros(n, dtype=np.bool_)
    wrong[rng.choice(n, int(np.ceil(SLIGHTLY * error * n)), replace=False)] = True
    p = np.sort(1 - rng.random(n) * 2 * error / 3)[::-1]
    return Machine("slightly worse", p, wrong, np.full(n, np.nan))


def replays(
    machines: Sequence[Machine], error: float, checks: int, count: int, way: str
) -> list[Outcome]:
    rng = np.random.default_rng([_PURPOSE, int(1000 * error), checks])
    risk = risk_of_attempt(RISK, 0) if way == "certificate" else RISK
    play = certified if way == "certificate" else by_binomial
    terms = Terms(error, risk, checks)
    return [play(machines[i % len(machines)], terms, rng) for i in range(count)]


def table(found: dict[str, list[Machine]], count: int) -> Iterator[str]:
    yield "| data set | allowed | checks at most | taken: median (10th to 90th) | takes some |"
    yield " at least 85 % | checks | wrong of what is taken | broken | second class |\n"
    yield f"|{' --- |' * 10}\n"
    for error, checks in TRIALS:
        for data, machines in found.items():
            yield _row(data, error, checks, replays(machines, error, checks, count, "certificate"))


def _row(data: str, error: float, checks: int, found: Sequence[Outcome]) -> str:
    share = np.array([each.share for each in found])
    some = [each for each in found if each.share > 0]
    low, middle, high = (_percent(float(np.quantile(share, q))) for q in (0.1, 0.5, 0.9))
    broken = sum(each.error > error for each in found)
    wrong = _percent(float(np.mean([each.error for each in some])), 2) if some else "–"
    seconds = [each.second for each in some if not np.isnan(each.second)]
    second = f"{_percent(min(seconds))} to {_percent(max(seconds))}" if seconds else "–"
    spent = np.mean([each.checks for each in found])
    return (
        f"| {data} | {_percent(error)} | {checks} | {middle} ({low} to {high}) | "
        f"{len(some)} of {len(found)} | {int((share >= 0.85).sum())} of {len(found)} | "
        f"{spent:.0f} | {wrong} | {broken} of {len(found)} | {second} |\n"
    )


def _percent(share: float, digits: int = 0) -> str:
    return f"{100 * share:.{digits}f} %"


def looked_at_until(count: int) -> Iterator[str]:
    yield "| allowed | checks at most | broken: certificate | broken: binomial |\n"
    yield "| --- | --- | --- | --- |\n"
    for error, checks in ((0.05, 200), (0.05, 1000), (0.1, 200), (0.1, 1000)):
        rng = np.random.default_rng([_PURPOSE, checks])
        machines = [slightly_worse(error, rng) for _ in range(50)]
        ways = (replays(machines, error, checks, count, way) for way in ("certificate", "binomial"))
        shares = [f"{sum(each.share > 0 for each in found)} of {count}" for found in ways]
        yield f"| {_percent(error)} | {checks} | {' | '.join(shares)} |\n"


PAGE = """# Certificates, tried on recorded campaigns

What the heads of {campaigns} recorded campaigns predict after {labels} labels (final halves of the
pools, which nothing here was chosen on), certified {count} times on each data set with other random
keys, at 95 % confidence, as a project's first attempt. *Taken*: the share of the texts without a
label that the machine labels. *Broken*: how often more than what is allowed of it is wrong; 16 of
200 would be within chance if each were at its limit. *Second class*: how much of what is taken is
said to be spam, or positive.

Made by `python -m benchmarks.certificates {files} --write benchmarks/results`.

{table}
## Looking until it says so

Texts of which the machine is wrong on {slightly} times what is allowed, everywhere alike, and of
which it expects to be wrong on a third of that: whatever is taken is broken. *Binomial*: the plain
interval of 95 %, looked at after each check.

{until}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--out", type=Path, default=Path("postil-benchmark"))
    parser.add_argument("--part", choices=PARTS, default="final")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    started = time.process_time()
    found = recorded(options.out / options.part, options.files, options.part)
    page = PAGE.format(
        campaigns=sum(map(len, found.values())),
        labels=LABELS,
        count=options.count,
        files=" ".join(path.name for path in options.files),
        slightly=SLIGHTLY,
        table="".join(table(found, options.count)),
        until="".join(looked_at_until(options.count)).rstrip(),
    )
    if options.write:
        (options.write / "certificates.md").write_text(page, encoding="utf-8")
    print(page)
    print(f"{time.process_time() - started:.0f} CPU-seconds")


if __name__ == "__main__":
    main()
