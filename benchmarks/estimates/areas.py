"""What audits cost: the area under the true curve, paired by seed."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.estimates.report import ALL
from benchmarks.estimates.trial import records
from service.core.arrays import DoubleArray
from service.core.replay.learning_curves import Mean, areas, mean_of


def area_table(folder: Path, schedules: Sequence[str], contender: str) -> str:
    """In Markdown: each schedule against the first one."""
    curves = {schedule: _curves(folder, schedule, contender) for schedule in schedules}
    base = curves[schedules[0]]
    names = sorted({name for name, _ in base})
    rows = [["data set", *schedules], ["---"] * (1 + len(schedules))]
    for name in [*names, ALL]:
        row = [name]
        for schedule in schedules:
            seeds = [key for key in base if name in (key[0], ALL) and key in curves[schedule]]
            row.append(_cell(curves[schedule], base, seeds) if seeds else "–")
        rows.append(row)
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def _curves(folder: Path, schedule: str, contender: str) -> dict[tuple[str, int], DoubleArray]:
    place = schedule if "-" in schedule else f"{schedule}-blind"
    return {(name, seed): record.curve for name, seed, record in records(folder, place, contender)}


def _cell(
    own: dict[tuple[str, int], DoubleArray],
    base: dict[tuple[str, int], DoubleArray],
    seeds: list[tuple[str, int]],
) -> str:
    ours = np.array([own[key] for key in seeds])
    mean = f"{100 * ours.mean():.1f}"
    if own is base:
        return f"{mean} ({len(seeds)} seeds)"
    difference = mean_of(areas(ours) - areas(np.array([base[key] for key in seeds])))
    return f"{mean} ({_with_interval(difference)}; {len(seeds)} seeds)"


def _with_interval(difference: Mean) -> str:
    if difference.low is None or difference.high is None:
        return f"{100 * difference.value:+.1f}"
    low, high = 100 * difference.low, 100 * difference.high
    return f"{100 * difference.value:+.1f}, {low:+.1f} to {high:+.1f}"
