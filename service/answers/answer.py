"""The port that every kind of answer fits: all that depends on what an answer is.

An answer has three forms. `Named` is what people and files mean, classes by name; `Answer` is what
is stored, classes by id; `Targets` are what heads learn of many. What stands in the first two only
their kind knows: they are JSON lists, equal where they mean the same.
"""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from typing import Any, Protocol

from service.core.consensus import Consensus
from service.core.evaluation.metric import Metric
from service.core.targets.protocol import Targets
from service.kit.errors import NotForKind


class Feature(StrEnum):
    AGAINST_RANDOM = "against_random"
    """Labels saved, the curve of random sampling, and the guard that goes by it."""
    FORECAST = "forecast"
    SECOND_ANSWERS = "second_answers"
    HUNT = "hunt"
    PREDICTIONS = "predictions"
    """Of the pool, and of texts that somebody sends."""
    SUSPECTED_ERRORS = "suspected_errors"
    MACHINE_LABELS = "machine_labels"
    MODEL_FILE = "model_file"
    FAST_MODEL = "fast_model"
    """A small one that was taught what the model says."""


_CALLED = {
    Feature.AGAINST_RANDOM: "a comparison with random sampling",
    Feature.FORECAST: "a forecast",
    Feature.SECOND_ANSWERS: "second answers",
    Feature.HUNT: "a search for a class",
    Feature.PREDICTIONS: "predictions",
    Feature.SUSPECTED_ERRORS: "suspected errors",
    Feature.MACHINE_LABELS: "labels of the machine",
    Feature.MODEL_FILE: "a model file",
    Feature.FAST_MODEL: "a fast model",
}


def needs(feature: Feature, lacks: Collection[Feature], field: str | None = None) -> None:
    """`NotForKind` where a kind of answer `lacks` it; `field` is what asked for it."""
    if feature in lacks:
        extra = {} if field is None else {"field": field}
        raise NotForKind(
            f"Projects with answers of this kind don't have {_CALLED[feature]}.",
            **extra,
        )


def lacking(kind: "AnswerKind", metric: Metric) -> Collection[Feature]:
    """What projects of a kind don't have that go by this metric."""
    by_metric = () if metric.has_random_curve else (Feature.AGAINST_RANDOM,)
    return {*kind.lacks, *by_metric}


Answer = list[Any]
Named = list[Any]
AnswerBody = dict[str, Any]
"""An answer as it goes over HTTP."""


class Column(StrEnum):
    """What a typed format keeps an answer in."""

    TEXT = "text"
    TEXTS = "texts"


class AnswerKind(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def metrics(self) -> Sequence[Metric]:
        """What says how good predictions are; the first unless a project names another."""

    @property
    def column(self) -> Column: ...

    @property
    def lacks(self) -> Collection[Feature]:
        """What its projects don't have."""

    @property
    def head(self) -> str | None:
        """The kind of head that learns it; None: the one that the service ranks with."""

    # In: from people and files.

    def parse(self, body: Mapping[str, Any], ids: Mapping[str, int]) -> Answer:
        """An answer as it came over HTTP; `Invalid` says what is wrong with it.

        `ids` are those of the project's classes, by name.
        """

    def read(self, raw: Any) -> Named | None:
        """A known answer as a file has it, a cell or a JSON value; None where it says nothing.

        `Invalid` says why it is no answer, in words that follow the name of its column.
        """

    def class_names(self, named: Named) -> Sequence[str]:
        """The classes that it names."""

    def resolve(self, named: Named, ids: Mapping[str, int]) -> Answer:
        """With ids for names; all of `class_names` have one."""

    # In the store.

    def class_ids(self, answer: Answer) -> Collection[int]:
        """The classes that it names, each once: what it is linked to."""

    def meant(self, answer: Answer, merged: Mapping[int, int]) -> Answer:
        """What it says now that classes are `merged`, each into the one beside it."""

    def consensus(self, answers: Sequence[Answer], needed: int) -> Consensus | None:
        """What live answers, in order of arrival, come to; None without any.

        It is settled when `needed` people say so.
        """

    def is_settled(self, votes: Mapping[str, int], needed: int) -> bool:
        """Whether a consensus with these votes would be settled."""

    def agreement(self, one: Answer, other: Answer) -> float:
        """How far two answers agree: 0 not at all, 1 they are the same."""

    # To heads.

    def targets(self, answers: Sequence[Answer], class_ids: Sequence[int]) -> Targets:
        """What heads learn, a row an answer, by place in `class_ids`. Each `is_within` them."""

    def is_within(self, answer: Answer, class_ids: Collection[int]) -> bool:
        """Whether it says something of these classes: an answer may name retired ones."""

    # Out: to people and files.

    def decode(self, answer: Answer, names: Mapping[int, str]) -> Named | None:
        """With names for ids; None where it says nothing of classes that have one here."""

    def body(self, named: Named) -> AnswerBody:
        """The answer over HTTP: what `parse` takes."""

    def render(self, named: Named) -> str:
        """The answer in words."""

    def cell(self, named: Named) -> str:
        """The answer as a text that `read` takes: a cell of a table."""

    def exported(self, named: Named) -> Any:
        """The answer in JSON and typed formats, as `column` says; `read` takes it."""
