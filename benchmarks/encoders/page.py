"""The page of the figures."""

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from benchmarks.encoders.__main__ import Found

HEAD = """# What compression of the encoder costs

all-MiniLM-L6-v2 in fp32, with weights in bfloat16 (`workers/encoders/arithmetics/bfloat16.py`),
with weights in int8 (ONNX Runtime, dynamic, a scale per channel), and static vectors distilled
from it as Model2Vec does. Texts per CPU-second are of one thread, all arms in turns over the same
texts, sorted by tokens alike. Labels are those to 90 % of what fp32 vectors reach with all labels
of the pool, by `margin@1+logistic@1`, in the mean of {seeds} seeds; the difference is of the mean
accuracy over the campaign to fp32's, paired by seed, with its standard error. The cosine is the
least to fp32 of all texts.

"""
ROW = (
    "| encoder | MB | texts / CPU-s | of fp32 | least cosine | all labels | difference | labels |\n"
)
RULE = "|---|--:|--:|--:|--:|--:|--:|--:|\n"


def page(found: Mapping[str, Mapping[str, "Found"]], options: argparse.Namespace) -> str:
    text = HEAD.format(seeds=options.seeds)
    for name, of in found.items():
        text += f"## {name}\n\n{ROW}{RULE}"
        plain = next(iter(of.values()))
        text += "".join(line(arm, each, plain) for arm, each in of.items()) + "\n"
    files = " ".join(path.name for path in options.files)
    text += (
        f"`python -m benchmarks.encoders {files} --rows {options.rows} --seeds "
        f"{options.seeds}`: {options.rows:,} texts in each pool, half as many scored.\n"
    )
    return text


def line(arm: str, found: "Found", plain: "Found") -> str:
    less = 100 * (np.array(found.areas) - plain.areas)
    error = np.std(less, ddof=1) / np.sqrt(len(less)) if len(less) > 1 else float("nan")
    cosine = "–" if np.isnan(found.least_cosine) else f"{found.least_cosine:.5f}"
    difference = "0" if found is plain else f"{less.mean():+.2f} ± {error:.2f}"
    return (
        f"| {arm} | {found.megabytes:.0f} | {found.texts_per_cpu_second:,.0f} "
        f"| {found.texts_per_cpu_second / plain.texts_per_cpu_second:.1f} × | {cosine} "
        f"| {100 * found.full:.1f} % | {difference} | {found.labels or 'more than asked for'} |\n"
    )
