"""How much narrower an interval would be if audits were drawn where errors are likely.

    python -m benchmarks.estimates record FILE... --schedules even --no-points --out FOLDER
    python -m benchmarks.allocation FOLDER

Reads recorded campaigns. Widths are relative to today's: uniform draws, helped by confidences.
The best draws know how often the head errs among rows of about the same confidence, which nobody
does: chances go by the standard deviation of an error there (Neyman, 1934). The other draws believe
stated confidences. Both leave each row at least a quarter of a uniform draw's chance.
"""

import argparse
from collections import defaultdict
from pathlib import Path

import numpy as np

from benchmarks.estimates.record import Look, load
from service.core.arrays import BoolArray, DoubleArray, FloatArray

BINS = 20
"""Of confidence, each with as many rows."""
FLOOR = 0.25
LEAST = 1e-3


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, help="--out of benchmarks.estimates")
    folder = parser.parse_args().folder
    widths = defaultdict(list)
    for path in sorted(folder.rglob("[0-9]*.npz")):
        for labels, look in load(path).looks.items():
            widths[path.parts[-4], labels].append(relative_widths(look))  # SET/SCHEDULE/HEAD/SEED
    print("| set | labels | campaigns | uniform, unhelped | best draws | by stated confidence |")
    print("|---|--:|--:|--:|--:|--:|")
    for (name, labels), rows in widths.items():
        cells = " | ".join(f"{mean:.2f}" for mean in np.mean(rows, axis=0))
        print(f"| {name} | {labels} | {len(rows)} | {cells} |")


def relative_widths(look: Look) -> DoubleArray:
    """(3,) Of plain uniform draws, of the best draws, and of those by stated confidence."""
    right = right_by_confidence(look.pool_confidence, look.pool_right)
    variance, stated = right * (1 - right), np.clip(look.pool_confidence, LEAST, 1 - LEAST)
    share = float(look.pool_right.mean())
    unhelped, uniform = share * (1 - share), float(variance.mean())
    best, believed = (
        float((variance / chances(each)).mean()) for each in (variance, stated * (1 - stated))
    )
    relative: DoubleArray = np.sqrt(np.array([unhelped, best, believed]) / uniform)
    return relative


def right_by_confidence(confidence: FloatArray, right: BoolArray) -> DoubleArray:
    """(N,) the share that is right among rows of about the same confidence."""
    shares = np.empty(len(right))
    for rows in np.array_split(np.argsort(confidence), BINS):
        shares[rows] = right[rows].mean()
    return shares


def chances(variance: DoubleArray | FloatArray) -> DoubleArray:
    """(N,) of a draw, relative to a uniform one's; their mean is 1."""
    deviation = np.sqrt(variance.astype(np.float64))
    relative: DoubleArray = FLOOR + (1 - FLOOR) * deviation / deviation.mean()
    return relative


if __name__ == "__main__":
    main()
