"""The page of the figures."""

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from service.kit.settings import Settings

if TYPE_CHECKING:
    from benchmarks.encoders.__main__ import Found

HEAD = """# What each encoder costs and brings

The encoders that a project may choose, beside all-MiniLM-L6-v2 in fp32 (`fp32`) and static vectors
distilled from it as Model2Vec does. `sentence_transformer` is MiniLM as Postil computes it: in
bfloat16 where that is faster. `middle` is its first four layers, as they come; *taught* layers have
learnt MiniLM's vectors on the pool's own texts. Texts per CPU-second are of one thread, all in
turns over the same texts. Joules are of 1,000 texts, estimated as the bill does: {watts:g} watts
a core. MB are of the files that leave with a model, or come in a package. Labels are those to
90 % of what fp32 vectors reach with all labels of the pool, by `margin@1+logistic@1`, in the mean
of {seeds} seeds; the difference is of the mean accuracy over the campaign to fp32's, paired by
seed, with its standard error. *Same*: texts that a head with all labels names as it does on fp32.
The cosine is the least to fp32 of all texts.

"""
ROW = (
    "| encoder | MB | texts / CPU-s | of fp32 | joules | least cosine | all labels | same "
    "| difference | labels |\n"
)
RULE = "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n"


def page(found: Mapping[str, Mapping[str, "Found"]], options: argparse.Namespace) -> str:
    text = HEAD.format(seeds=options.seeds, watts=Settings().core_watts)
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
    joules = 1_000 / found.texts_per_cpu_second * Settings().core_watts
    labels = found.labels or "more than asked for"
    return (
        f"| {arm} | {found.megabytes:.0f} | {found.texts_per_cpu_second:,.0f} "
        f"| {found.texts_per_cpu_second / plain.texts_per_cpu_second:.1f} × | {joules:.1f} "
        f"| {cosine} | {100 * found.full:.1f} % | {100 * found.same:.1f} % | {difference} "
        f"| {labels} |\n"
    )
