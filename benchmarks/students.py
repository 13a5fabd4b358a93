"""What a fast model loses and gains beside the released one.

    python -m benchmarks.students FILE.csv --kept FOLDER --seeds 0-2 --labels 100

Plays a campaign, releases its head, and teaches a student as the service does: by a head that has
seen no audit, on texts of the pool that are no audits; then a matrix on its vectors, and on those
of the quick encoders, is fitted to the released head. `--beside` names fewer of these, or none.
With `--tuned` an encoder learns from the labels, and its form in 8 bits takes the student's place;
with `--layers` a student takes that of both. Both models name rows that are in no pool, and are
read as their zips are.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.replay.dataset import Dataset, opened
from benchmarks.replay.development import PARTS
from benchmarks.teaching.campaign import small
from benchmarks.tuning import TunedView
from service.core.acquisition.audit import BALANCED
from service.core.arrays import FloatArray, IntArray
from service.core.heads.head import Head, probabilities_of
from service.core.heads.student import student_of
from service.core.replay.campaign import CampaignSettings, SeenItems, _Campaign
from service.core.targets.one_class import class_of_each
from service.core.vectors.views import Stacked
from service.kit.settings import Settings
from service.model.in_zip.encode_graph import Encoder as Graph
from service.ports import Encoder, Fitting
from workers.encoders.minilm import read_minilm
from workers.encoders.model_files import reading_tokenizer
from workers.encoders.registry import Encoders
from workers.encoders.sentence_transformer import files_of
from workers.encoders.tuned import TunedEncoder
from workers.encoders.weights.minilm_onnx import read_weights, write_plain
from workers.limits import limit_threads, threads_for_torch
from workers.portable.student import LAYERS, teach_student

VIEWS = ("sentence_transformer", "lexical", "small")
QUICK = ("lexical", "small")
TIMED = 300
"""Texts that the full model and the fast one read."""
Reads = Callable[[Sequence[str]], FloatArray]


class Outcome(NamedTuple):
    full: float
    """Share of the rows that it names right."""
    fast: float
    alike: float
    """Share of rows of which both name the same class."""
    seconds: float
    """Of a CPU, for teaching and for its graph."""
    student: Encoder
    tuned: TunedEncoder | None


def main() -> None:
    args = _options()
    limit_threads(1)
    threads_for_torch()
    data = small(opened(args.file, part=args.part, kept_in=args.kept, views=VIEWS))
    first, _, last = args.seeds.partition("-")
    fast = f"{args.texts} texts taught, {args.layers} layers" if args.layers else "in 8 bits"
    print(f"{data.name}: {args.labels} labels, {fast}")
    print("seed, right by full and fast, points between, named alike, seconds of teaching")
    outcomes = []
    for seed in range(int(first), int(last or first) + 1):
        one = _outcome(data, args, seed)
        outcomes.append(one)
        right = f"{one.full:7.1%} {one.fast:7.1%} {100 * (one.fast - one.full):+5.1f}"
        print(f"{seed:4} {right} {one.alike:7.1%} {one.seconds:4.0f}", flush=True)
    between = np.array([100 * (one.fast - one.full) for one in outcomes])
    error = between.std(ddof=1) / len(between) ** 0.5 if len(between) > 1 else float("nan")
    print(f"mean {between.mean():+.2f} ± {error:.2f} points, {len(between)} seeds")
    texts = data.file.texts[data.file.n_pool :][:TIMED]
    _speeds(_readers(data, outcomes[-1].tuned), outcomes[-1].student, args.beside, texts)


def _outcome(data: Dataset, args: argparse.Namespace, seed: int) -> Outcome:
    n, texts = data.file.n_pool, data.file.texts
    full, teacher, apart, seen, tuned = _campaign(data, args, seed)
    views, held_out = seen.vectors, seen.held_out
    assert isinstance(views, Stacked)
    assert held_out is not None
    free = np.setdiff1d(np.arange(n), apart)
    fitted = np.random.default_rng(seed).permutation(free)[: 2 * args.texts]
    begun, student = time.process_time(), tuned and tuned.in_8_bits()
    if args.layers:
        taught = fitted[: len(fitted) // 2]
        wanted, own = probabilities_of(teacher, views, taught), [texts[row] for row in taught]
        student = teach_student(own, wanted, seed, lambda _done, _total: None, args.layers)
    assert student is not None
    seconds, vectors = time.process_time() - begun, student.encode(texts[:n])
    reads = (*(VIEWS.index(name) for name in args.beside), len(views.parts))
    fast = student_of(full, views, Stacked([*views.parts, vectors]), reads, fitted)
    truth = class_of_each(held_out.truth)[: args.scored]
    rows = np.asarray(held_out.vectors[: args.scored])
    by_full = full.probabilities(rows).argmax(axis=1)
    with_student = np.hstack([rows, student.encode(texts[n:][: args.scored])])
    by_fast = fast.probabilities(with_student).argmax(axis=1)
    right, own_right = (float(np.mean(each == truth)) for each in (by_full, by_fast))
    return Outcome(right, own_right, float(np.mean(by_full == by_fast)), seconds, student, tuned)


def _campaign(
    data: Dataset, args: argparse.Namespace, seed: int
) -> tuple[Head, Head, IntArray, SeenItems, TunedEncoder | None]:
    """Of so many labels: what is released, what has seen no audit, the audits, the vectors, and
    what has learnt."""
    C, plain = data.n_classes, data.learner("mixture@1")
    view = TunedView(data, plain, seed) if args.tuned else None
    seen = SeenItems(data.pool, plain, data.held_out)
    with threadpool_limits(1):
        order = data.audit_order(seed)
        campaign = _Campaign(data.pool, data.targets, order, C, seed, data.held_out, plain)
        while campaign.serve_round("auto", CampaignSettings(10, 10, BALANCED), args.labels):
            anew = view(campaign.labels()) if view else None
            if anew is not None:
                campaign.see(anew)
                seen = anew
        labels = campaign.labels()
        chosen = labels.where(~labels.audit)
        full, teacher = (seen.learner.release(seen.vectors, each, C) for each in (labels, chosen))
    tuned = view.encoder if view else None
    return full, teacher, labels.ordinals[labels.audit], seen, tuned


def _speeds(
    readers: Mapping[str, Reads], student: Encoder, beside: Sequence[str], texts: Sequence[str]
) -> None:
    seconds = {name: _seconds(read, texts) for name, read in readers.items()}
    fast = _seconds(student.encode, texts) + sum(seconds[name] for name in beside)
    full = sum(seconds.values())
    print(
        f"texts per CPU-second: full {len(texts) / full:.0f}, fast {len(texts) / fast:.0f}, "
        f"{full / fast:.1f} times as many; joules per 1,000 texts {_joules(full, texts):.1f}, "
        f"{_joules(fast, texts):.1f}"
    )


def _readers(data: Dataset, tuned: TunedEncoder | None) -> dict[str, Reads]:
    """The encoders of new projects, as a zip has them."""
    files, folder = files_of(None), Path(tempfile.mkdtemp())
    write_plain(read_weights(files.folder), folder / "model.onnx")
    tokenizer = reading_tokenizer(read_minilm(files.folder, "cpu"))
    tokenizer.save(str(folder / "tokenizer.json"))
    lexical = Encoders().load("lexical")
    assert isinstance(lexical, Fitting)
    learnt = lexical.fitted(lexical.fit(data.file.texts[: data.file.n_pool], seed=0))
    own: dict[str, Reads] = {}
    if tuned is not None:
        tuned.leave(to := Path(tempfile.mkdtemp()), None, lambda: None)
        own["tuned"] = Graph(to, {"prompt": tuned.origin.prompt}).vectors
    return own | {
        "sentence_transformer": Graph(folder, {"prompt": ""}).vectors,
        "lexical": learnt.encode,
        "small": Encoders().load("small").encode,
    }


def _seconds(read: Callable[[Sequence[str]], FloatArray], texts: Sequence[str]) -> float:
    read(texts[:10])
    begun = time.process_time()
    read(texts)
    return time.process_time() - begun


def _joules(seconds: float, texts: Sequence[str]) -> float:
    """Of 1,000 texts, estimated as the bill does."""
    return 1_000 * seconds / len(texts) * Settings().core_watts


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--kept", type=Path, required=True, help="Where vectors are kept.")
    parser.add_argument("--part", choices=PARTS, default="development", help="Of the rows.")
    parser.add_argument("--labels", type=int, default=100)
    parser.add_argument("--tuned", action="store_true", help="An encoder learns from the labels.")
    parser.add_argument("--texts", type=int, default=640, help="Half of what is fitted to.")
    parser.add_argument("--layers", type=int, help="Of the student; default: as the service does.")
    parser.add_argument("--scored", type=int, default=1_000)
    parser.add_argument("--seeds", default="0-2", help="FIRST-LAST")
    parser.add_argument("--beside", nargs="*", choices=QUICK, default=QUICK, help="Quick encoders.")
    args = parser.parse_args()
    if not args.tuned:
        args.layers = args.layers or LAYERS
    return args


if __name__ == "__main__":
    main()
