"""What the service asks of the outside: the ports that workers implement.

Two of them, `Scorer` and `HeadFitter`, are declared in the core, which computes with them.
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, NamedTuple, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from service.core.compute import Compute as Compute
from service.core.compute import HeadFitter as HeadFitter
from service.core.compute import Scorer as Scorer
from service.core.evaluation.sets.class_calibration import Calibration
from service.core.heads.portable_form import PortableForm
from service.kit.errors import NotFound
from service.kit.reasons import Reason

ENCODERS = "postil.encoders"
"""The entry-point group where modules register them."""
log = logging.getLogger(__name__)

FloatArray = NDArray[np.float32]
Arrays = Mapping[str, NDArray[Any]]


@dataclass(frozen=True)
class EncoderSpec:
    """What can be told about an encoder without loading it."""

    name: str
    title: str
    dimensions: int | None
    """Length of a vector; None when it depends on the model that is named."""
    takes_model: bool = False
    """Whether `name:MODEL` names a hub model or a local path."""
    portable: bool = False
    """Whether it is `Portable`: it goes into the zip of a model that reads it."""
    learns_labels: bool = False
    """Whether it is `Tuning`: a project has vectors by it once there are labels to learn from."""
    extra: str | None = None
    """What of Postil brings its packages: `.venv/bin/pip install 'postil[EXTRA]'`."""
    seconds: float | None = None
    """CPU-seconds for 10,000 texts of a sentence, in one thread where that was measured: by it a
    trial's cost is told ahead. None: not known, or nobody can try it."""


class Encoder(Protocol):
    """Turns texts into unit vectors. Loaded once per worker process."""

    @property
    def fingerprint(self) -> str:
        """Identifies everything that decides the vectors: weights, tokenizer, length, pooling."""

    @property
    def numeric_class(self) -> str:
        """How close its arithmetic keeps to fp32: `exact` is a cosine of 0.9999 or more, `int8` of
        0.95."""

    @property
    def dimensions(self) -> int: ...

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Unit-norm vectors (n, D) in the order of `texts`; an empty list gives (0, D)."""

    def reference(self, texts: Sequence[str]) -> FloatArray:
        """The same in fp32 or better, text by text on the CPU: what `encode` is checked against."""


@runtime_checkable
class Learning(Protocol):
    """An encoder that learns from a project."""

    def fitted(self, arrays: Arrays) -> Encoder:
        """Itself with what it found: another encoder, with a fingerprint of its own.

        The arrays may lie in a file, and be read whenever one is asked for."""


@runtime_checkable
class Fitting(Learning, Protocol):
    """One that goes by the texts of a project, once there are enough to learn from."""

    @property
    def learns_from(self) -> int:
        """Texts at most. With so many it has learnt for good; until then anew as they grow."""

    def fit(self, texts: Sequence[str], seed: int) -> Arrays:
        """What it learns from them, as arrays to be stored; the same texts and seed, the same."""


@runtime_checkable
class Tuning(Learning, Protocol):
    """One that goes by the labels of a project.

    A text that it has learnt gets a vector that its label has no part in: heads and figures may
    go by it as by any other.
    """

    def tune(
        self,
        texts: Sequence[str],
        members: NDArray[np.int8],
        several: bool,
        seed: int,
        progress: Callable[[int, int], None],
    ) -> Arrays:
        """What it learns from texts (m,) and their classes, as arrays to be stored. It begins anew:
        of what it had learnt it only goes by which model it learnt on.

        members (m, k) is 1 for the classes of a text, each of which has one: at least two classes,
        or, where a text may have `several`, two texts that differ. Where they may, vectors are the
        log odds of the classes in this order, as `core/vectors/log_odds.py` has them.
        `progress` hears how many steps of how many are done, and may raise to end it.
        """


@runtime_checkable
class Rounding(Protocol):
    """An encoder that may have a form in 8 bits: quicker, and a little coarser."""

    def in_8_bits(self) -> Encoder | None:
        """`Portable`; None where it has none. PostilError where packages lack for it."""


def on_gpu(encoder: Encoder) -> bool:
    """Whether it computes on a GPU: one that can says so by its `device`."""
    return str(getattr(encoder, "device", "cpu")).partition(":")[0] not in ("cpu", "mps")


def arithmetic_of(encoder: Encoder) -> str | None:
    """In which numbers it computes, such as `float32`; None where it doesn't say, by its
    `arithmetic`."""
    return getattr(encoder, "arithmetic", None)


@dataclass(frozen=True, kw_only=True)
class Origin:
    """What an encoder is, to whoever takes a model away."""

    name: str
    """On its hub, or that of its folder."""
    reader: str
    """The module among those that go into a zip (service/model/in_zip) which encodes as it does."""
    requires: Sequence[str]
    """Packages that this takes, as pip reads them."""
    reads_by: str | None = None
    """Another of those modules, which it takes."""
    base: str | None = None
    """The model on a hub that it is, or was made of."""
    licence: str | None = None
    """As its files state it; None where they don't."""
    files: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of those that decide its vectors, by path."""
    most_tokens: int | None = None
    """What of a text it doesn't read: all after so many."""
    prompt: str = ""
    """What it reads before each text."""


class Classifier(NamedTuple):
    """What stands behind an encoder, where it is the only one."""

    head: PortableForm
    by: Calibration


@runtime_checkable
class Portable(Protocol):
    """An encoder that can leave."""

    @property
    def origin(self) -> Origin: ...

    def leave(self, to: Path, classifier: Classifier | None, alive: Callable[[], None]) -> float:
        """Writes into `to` what `origin.reader` reads; CPU-seconds of other processes.

        Where it writes `model.onnx`, the classifier is in it. `alive` is called every few seconds
        and may raise to end it.
        """


@dataclass(frozen=True)
class EncoderEntry:
    """What a module registers as an encoder."""

    spec: EncoderSpec
    available: Callable[[], bool]
    """Whether what it needs is installed; cheap, imports nothing heavy."""
    load: Callable[[str | None], Encoder]
    """Loads it (the model named after the colon, or its default)."""


@cache
def registered_encoders() -> dict[str, EncoderEntry]:
    """Every installed encoder by name. Loading an entry imports nothing heavy.

    One that can't be imported is logged and left out: a broken package must not stop the rest.
    """
    entries: dict[str, EncoderEntry] = {}
    for point in entry_points(group=ENCODERS):
        try:
            entries[point.name] = point.load()
        except Exception:
            log.exception("the encoder %s (%s) can't be imported", point.name, point.value)
    return entries


def spec_of(reference: str) -> EncoderSpec | None:
    """Of the encoder of a reference; None where it isn't installed."""
    entry = registered_encoders().get(reference.partition(":")[0])
    return None if entry is None else entry.spec


def learns_labels(encoder: str) -> bool:
    """Whether the encoder of a reference has vectors only once there are labels."""
    spec = spec_of(encoder)
    return spec is not None and spec.learns_labels


Looking = Callable[[], None]
"""Called now and then while work goes on elsewhere: what it raises ends that."""


@dataclass(frozen=True)
class Tools:
    """What a worker gives the jobs it does."""

    encoder: Callable[[str], Encoder]
    """The encoder of a reference (`name` or `name:MODEL`), loaded once."""
    borrow: Callable[[str], AbstractContextManager[Encoder]]
    """The same for a while: what is loaded for it goes after it."""
    compute: Callable[[int], Compute]
    """What to compute with on a pool of so many rows."""
    lay_out: Callable[[FloatArray, int, Looking], tuple[FloatArray, float]]
    """Lays rows out on a map, by a seed; (n, 2), and the CPU-seconds that it took."""
    student: Callable[[Sequence[str], FloatArray, int, int, Callable[[int, int], None]], Encoder]
    """A small encoder, which is `Portable`, taught to tell texts (m,) apart as probabilities (m, C)
    do, in the place of so many encoders, by a seed. It says how many steps of how many are done,
    which may raise to end it."""
    read_by_zip: Callable[[Path, Sequence[str], Looking], tuple[float, float]]
    """The CPU-seconds that an unpacked model takes for texts, once it is loaded, and all that it
    took."""


@dataclass(frozen=True)
class Question:
    """What is asked of a worker while somebody waits."""

    kind: str
    """Which of the kinds of question (service/jobs/questions.py)."""
    content: Mapping[str, Any]
    """JSON: what is asked."""
    encoder: str | None = None
    """The name of the encoder that it takes, without a model."""
    seconds: float = 30.0
    """How long whoever asks waits for the reply of who has taken it."""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Question":
        return cls(**stored)


class Asking(Protocol):
    """Asks a worker, of whom the one who asks knows nothing."""

    def ask(self, question: Question) -> Mapping[str, Any]:
        """The reply (JSON). NotAnswered, with its reason, when none comes."""


class Answering(Protocol):
    """A worker, as the channel sees it that brings it questions."""

    def answers(self) -> Iterable[tuple[str, str | None]]:
        """The kinds that it answers now, each with an encoder that it has, or with none."""

    def answer(self, question: Question) -> Mapping[str, Any] | Reason | NotFound:
        """The reply, or why there is none; never raises."""
