"""How often forecasts of a target hold, and how often there is one."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np

from benchmarks.estimates.look_back import Back, load_back
from benchmarks.estimates.record import Look, Record, load
from benchmarks.estimates.report import ALL
from benchmarks.estimates.trial import evidence_of
from service.core.arrays import DoubleArray
from service.core.evaluation.measure import ENOUGH_AUDIT_ITEMS
from service.core.evaluation.savings.forecast import LIKELY, Forecast, forecast
from service.core.evaluation.savings.outlook import FURTHEST, Outlook, outlook
from service.kit.reasons import Reason, ReasonCode, reason

T = TypeVar("T")
TIMES = (1.25, 1.5, 2.0, 3.0)
"""Targets are what the true curve has after so many times the labels."""
BEYOND = (0.01, 0.03)
"""And what it doesn't have at its end, by so much."""
LIKELIES = (0.0, 0.3, 0.5, 0.7, 0.85)
SMOOTHED = 5
"""Points of the true curve, 20 labels apart, that are averaged: a head's chance is no target."""


@dataclass(frozen=True, eq=False)
class Case:
    """A target at a look."""

    dataset: str
    seed: int
    labels: int
    times: float | None
    """None: it isn't reached by 5 times the labels."""
    target: float
    truth: float
    """The labels at which it is reached."""
    ahead: Outlook | Reason
    n_items: int

    def found(self, likely: float = LIKELY) -> Forecast | Reason:
        if isinstance(self.ahead, Reason):
            return self.ahead
        return forecast(self.ahead, self.target, self.n_items, likely=likely)


def cases(folder: Path, schedule: str, contender: str) -> list[Case]:
    """Of all records that were looked back on (`look_back.py`)."""
    found: list[Case] = []
    for path in sorted(folder.glob(f"*/{schedule}/{contender}/*.npz")):
        if path.stem.isdigit():
            record, backs = load(path), load_back(path.with_suffix(".earlier.npz"))
            for labels, back in backs.items():
                place = path.parents[2].name, int(path.stem), labels
                found += _cases(*place, record, back)
    return found


def forecast_tables(found: Sequence[Case]) -> list[str]:
    """In Markdown: how it goes by set, look and target; and what other rules would do."""
    reached = [case for case in found if case.times is not None]
    beyond = [case for case in found if case.times is None]
    rows = [_row(ALL, reached)]
    rows += [_row(name, own) for name, own in _groups(reached, lambda case: case.dataset)]
    rows += [_row(f"at {n} labels", own) for n, own in _groups(reached, lambda case: case.labels)]
    rows += [_row(f"{n} x", own) for n, own in _groups(reached, lambda case: case.times)]
    rows.append(_row("never reached", beyond))
    heads = [
        "targets", "cases", "forecast", "holds", "too low", "high / low", "estimate / truth",
        "why not",
    ]  # fmt: skip
    return [_markdown(heads, rows), _frontier(reached, beyond)]


def _frontier(reached: Sequence[Case], beyond: Sequence[Case]) -> str:
    heads = ["likelier than", "forecast", "holds", "high / low", "forecast, never reached"]
    rows = []
    for likely in LIKELIES:
        cells, never = _row("", reached, likely), _row("", beyond, likely)
        chosen = " (the rule)" if likely == LIKELY else ""
        rows.append([f"{100 * likely:.0f} %{chosen}", cells[2], cells[3], cells[5], never[2]])
    return _markdown(heads, rows)


def _cases(dataset: str, seed: int, labels: int, record: Record, back: Back) -> Iterator[Case]:
    look = record.looks[labels]
    ahead, n_items = _ahead(look, back, seed), len(look.pool_right)
    at, curve = true_curve(record)

    def case(times: float | None, target: float, truth: float) -> Case:
        return Case(dataset, seed, labels, times, target, truth, ahead, n_items)

    for times in TIMES:
        if times * labels <= at[-1]:
            target = float(np.interp(times * labels, at, curve))
            yield case(times, target, max(_first(at, curve, target), labels))
    if FURTHEST * labels <= at[-1]:
        for more in BEYOND:
            yield case(None, float(curve[-1]) + more, np.inf)


def _ahead(look: Look, back: Back, seed: int) -> Outlook | Reason:
    if look.audits < ENOUGH_AUDIT_ITEMS:
        few = ReasonCode.FEW_AUDIT_ITEMS
        return reason(few, audit_items=look.audits, needed=ENOUGH_AUDIT_ITEMS)
    return outlook(evidence_of(look), back.heads, look.labels, seed=seed, round_number=look.labels)


def true_curve(record: Record) -> tuple[DoubleArray, DoubleArray]:
    """Labels and accuracy on the pool, (P,) each: smooth, and never falling.

    The curve outside the pool, moved by the mean difference at the looks.
    """
    at, curve = record.curve_labels.astype(np.float64), record.curve
    moved = np.mean(
        [look.truth - np.interp(n, at, curve) for n, look in record.looks.items() if n >= at[0]]
    )
    if len(at) > 2 * SMOOTHED:
        padded = np.pad(curve, SMOOTHED // 2, mode="edge")
        curve = np.convolve(padded, np.ones(SMOOTHED) / SMOOTHED, "valid")
    return at, np.maximum.accumulate(curve) + moved


def _first(at: DoubleArray, curve: DoubleArray, target: float) -> float:
    """The labels at which a curve that reaches the target does so first."""
    i = int(np.argmax(curve >= target - 1e-12))
    if i == 0 or curve[i] == curve[i - 1]:
        return float(at[i])
    return float(np.interp(target, curve[i - 1 : i + 1], at[i - 1 : i + 1]))


def _row(name: str, own: Sequence[Case], likely: float = LIKELY) -> list[str]:
    tried = [(case, case.found(likely)) for case in own]
    shown = [(case, found.labels) for case, found in tried if isinstance(found, Forecast)]
    why = Counter(found.code.value for _, found in tried if isinstance(found, Reason))
    holds = sum(span.low <= case.truth <= span.high for case, span in shown)
    low = sum(case.truth > span.high for case, span in shown)
    ratio = [span.high / span.low for _, span in shown]
    off = [span.estimate / case.truth for case, span in shown]
    return [
        name,
        str(len(own)),
        _share(len(shown), len(own)),
        _share(holds, len(shown)),
        str(low),
        f"{np.median(ratio):.1f}" if shown else "–",
        f"{np.median(off):.2f}" if shown and np.median(off) > 0 else "–",
        ", ".join(f"{code} {n}" for code, n in why.most_common()),
    ]


def _share(part: int, of: int) -> str:
    return f"{100 * part / of:.0f} %" if of else "–"


def _groups(found: Sequence[Case], key: Callable[[Case], T]) -> list[tuple[T, list[Case]]]:
    """In the order in which they come."""
    groups: dict[T, list[Case]] = {}
    for case in found:
        groups.setdefault(key(case), []).append(case)
    return list(groups.items())


def _markdown(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
