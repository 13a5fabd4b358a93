"""Does this version cost what another one did? The same benchmark by both, in turns.

    python -m benchmarks.in_turns OLD load --items 3000 --think 0 --seconds 5 --views "" [--pairs 8]

OLD is a checkout of the other version with a `.venv` of its own. Each pair runs both, the other one
first every second time, so that a machine that slows down slows both. What is compared are seconds
of CPU (of rows a CPU-second, the inverse): walls depend on what else the machine does. Of each
figure the ratio new / old is told, the geometric mean of the pairs with a 95 % interval (Student's
t of the logarithms): below 1 this version costs less.
"""

import argparse
import math
import re
import statistics
import subprocess
from collections.abc import Mapping
from pathlib import Path

from scipy.stats import t as student

ROOT = Path(__file__).resolve().parents[1]
NUMBER = r"([\d.,]+)"
FIGURES = {
    "load": {
        "API, an annotation": rf"hand-outs: {NUMBER} of the API",
        "API, GET healthz": rf"{NUMBER} ms of the API per GET healthz",
    },
    "importing": {"worker, rows a CPU-second": rf"{NUMBER} per CPU-second of the worker"},
    "exporting": {
        f"API, {name}": rf"^{name} .* {NUMBER} s of the API's CPU"
        for name in ("jsonl", "csv", "parquet", "xlsx")
    },
    "ranking": {"a round": rf"numpy +\d+ +{NUMBER} +{NUMBER} +{NUMBER} +{NUMBER} +{NUMBER}"},
}
"""What is read of each benchmark's output: the last number of the pattern."""
RATES = {"worker, rows a CPU-second"}
"""Of these more is better: their inverse is compared."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("old", type=Path)
    parser.add_argument("benchmark", choices=FIGURES)
    parser.add_argument("--pairs", type=int, default=8)
    options, arguments = parser.parse_known_args()
    pairs = []
    for number in range(options.pairs):
        checkouts = [options.old.resolve(), ROOT]
        by = {at: costs(at, options.benchmark, arguments) for at in checkouts[:: (-1) ** number]}
        pairs.append(tuple(by[at] for at in checkouts))
        print(f"pair {number + 1}: old {pairs[-1][0]}, new {pairs[-1][1]}", flush=True)
    for name in pairs[0][1]:
        print(summary(name, [math.log(new[name] / old[name]) for old, new in pairs]))


def costs(checkout: Path, benchmark: str, arguments: list[str]) -> Mapping[str, float]:
    package = "benchmarks" if (checkout / "benchmarks" / f"{benchmark}.py").exists() else None
    command = [
        str(checkout / ".venv" / "bin" / "python"),
        *("-m", f"{package or 'tests.benchmarks'}.{benchmark}", *arguments),
    ]
    done = subprocess.run(command, cwd=checkout, stdout=subprocess.PIPE, text=True, check=True)
    figures = {}
    for name, pattern in FIGURES[benchmark].items():
        matches = re.findall(pattern, done.stdout, re.MULTILINE)
        assert matches, f"{name} is not in what {checkout} printed:\n{done.stdout}"
        last = matches[-1] if isinstance(matches[-1], str) else matches[-1][-1]
        figure = float(last.replace(",", ""))
        figures[name] = 1 / figure if name in RATES else figure
    return figures


def summary(name: str, logs: list[float]) -> str:
    mean = statistics.fmean(logs)
    if len(logs) < 2:
        return f"{name:28} {math.exp(mean):.3f}"
    half = student.ppf(0.975, len(logs) - 1) * statistics.stdev(logs) / math.sqrt(len(logs))
    low, high = math.exp(mean - half), math.exp(mean + half)
    return f"{name:28} {math.exp(mean):.3f} ({low:.3f} to {high:.3f}), {len(logs)} pairs"


if __name__ == "__main__":
    main()
