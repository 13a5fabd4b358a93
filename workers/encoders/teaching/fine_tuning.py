"""A transformer taught by labels: its upper layers learn what sets their classes apart.

Imports torch.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from service.core.arrays import FloatArray, IntArray
from service.core.heads.logistic import LogisticHead, fit_logistic
from service.core.heads.one_against_rest import OneAgainstRestHead, fit_each
from service.core.vectors.log_odds import FURTHEST, as_unit_rows, length_of
from workers.encoders.batches import BATCH as ENCODED
from workers.encoders.batches import encode_with, lengths
from workers.encoders.bert import Bert, Features
from workers.encoders.model_files import prompt_of, reading_tokenizer
from workers.encoders.teaching.layers import (
    lower_states,
    through_upper,
    upper,
    with_own_upper,
)
from workers.encoders.text_model import TextModel

EPOCHS, BATCH, RATE = 8, 16, 1e-4
TEMPERATURE = 0.1
"""Of the contrastive loss."""
KEPT_TOKENS = 50_000
"""Of which the lower layers' states are kept: 77 MB. Of more they are worked out anew."""


@dataclass(frozen=True, eq=False)
class Lesson:
    """What texts have to teach."""

    texts: Sequence[str]
    members: NDArray[np.int8]
    """(m, k) 1 for the classes of a text."""
    several: bool
    """Whether a text may have several classes, or none."""
    states: Sequence[Tensor] | None = None
    """(m,) What the layers that don't learn say of each text (length, 384), if that is kept."""

    def __len__(self) -> int:
        return len(self.texts)

    def part(self, rows: IntArray) -> "Lesson":
        texts = [self.texts[row] for row in rows]
        states = None if self.states is None else [self.states[row] for row in rows]
        return Lesson(texts, self.members[rows], self.several, states)

    def head(self, X: FloatArray) -> "ClassHead":
        """On the vectors X (m, D) of its texts."""
        if self.several:
            return fit_each(X, self.members)
        return fit_logistic(X, self.members.argmax(axis=1), self.members.shape[1])


ClassHead: TypeAlias = LogisticHead | OneAgainstRestHead


@dataclass(frozen=True)
class Taught:
    """An encoder that has learnt, and the head on its vectors."""

    model: TextModel
    head: ClassHead

    def vectors(self, texts: Sequence[str], threads: int = 1) -> FloatArray:
        """(n, D) unit vectors of how likely classes are: the roots of that; where a text may have
        several the log odds of each."""
        X = encode_with(self.model, texts, threads)
        if isinstance(self.head, OneAgainstRestHead):
            return as_unit_rows(self.head.log_odds(X))
        roots: FloatArray = np.sqrt(self.head.probabilities(X))
        return roots


def batches(labels: int) -> int:
    """How many steps it takes to learn from so many."""
    return EPOCHS * math.ceil(labels / BATCH)


def taught(base: TextModel, lesson: Lesson, seed: int, batch_done: Callable[[], None]) -> Taught:
    """`base` after this lesson; `base` itself stays as it is.

    The linear layer begins as logistic regression. On one machine the same seed gives the same.
    `batch_done` may raise to end it.
    """
    model = with_own_upper(base)
    read = _Reading(model, lesson)
    before = read.all()
    begun = lesson.head(before)
    linear = nn.Linear(before.shape[1], len(begun.class_indices), device=base.device)
    with torch.no_grad():
        linear.weight.copy_(torch.from_numpy(begun.weights))
        linear.bias.copy_(torch.from_numpy(begun.intercepts))
    optimizer = AdamW([*upper(model).parameters(), *linear.parameters()])
    wanted = torch.from_numpy(lesson.members[:, begun.class_indices]).to(base.device)
    rng = np.random.default_rng(seed)
    for _ in range(EPOCHS):
        order = rng.permutation(len(lesson))
        for rows in np.array_split(order, math.ceil(len(order) / BATCH)):
            unit = read(rows)
            has = wanted[torch.from_numpy(rows)]
            loss = (_loss_of_sets if lesson.several else _loss)(unit, linear(unit), has)
            torch.autograd.backward(loss)
            optimizer.step()
            batch_done()
    return Taught(model, lesson.head(read.all()))


class AdamW:
    """torch.optim.AdamW's fused step: that class imports torch's compiler, which nothing here needs
    and which takes 60 MB for good."""

    def __init__(self, parameters: Sequence[nn.Parameter]) -> None:
        self._parameters = parameters
        self._means = [torch.zeros_like(each) for each in parameters]
        self._squares = [torch.zeros_like(each) for each in parameters]
        self._steps = [torch.zeros((), device=each.device) for each in parameters]

    @torch.no_grad()
    def step(self) -> None:
        """Goes by the gradients, which are gone then."""
        torch._foreach_add_(self._steps, 1)
        torch._fused_adamw_(
            [each.data for each in self._parameters],
            [each.grad for each in self._parameters if each.grad is not None],
            *(self._means, self._squares, [], self._steps),
            lr=RATE,
            beta1=0.9,
            beta2=0.999,
            weight_decay=0.01,
            eps=1e-8,
            amsgrad=False,
            maximize=False,
        )
        for each in self._parameters:
            each.grad = None


def read_by(base: TextModel, lesson: Lesson) -> Lesson:
    """With what the layers of `base` that don't learn say of its texts, once for all it teaches.

    A third less to compute. Not of very many texts, nor by a model of the library.
    """
    if not isinstance(base, Bert) or int(lengths(base, lesson.texts).sum()) > KEPT_TOKENS:
        return lesson
    return replace(lesson, states=lower_states(base, lesson.texts))


def share_right(base: TextModel, lesson: Lesson, fold: IntArray) -> FloatArray:
    """(m,) How much of each text a head on the vectors of `base` names right, out of fold."""
    X, right = encode_with(base, lesson.texts), np.zeros(len(lesson), dtype=np.float32)
    for number in np.unique(fold):
        own, rest = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        head, members = lesson.part(own).head(X[own]), lesson.members[rest]
        if isinstance(head, OneAgainstRestHead):
            right[rest] = ((head.log_odds(X[rest]) > 0) == members).mean(axis=1)
        else:
            right[rest] = members[range(len(rest)), head.probabilities(X[rest]).argmax(axis=1)]
    return right


class OfClasses(nn.Module):
    """What a head says of a vector, as `Taught.vectors` has it."""

    def __init__(self, head: ClassHead) -> None:
        super().__init__()
        self.several = isinstance(head, OneAgainstRestHead)
        self.length = length_of(head.n_classes)
        whole = head.portable_form()
        self.linear = nn.Linear(whole.layout.width, head.n_classes)
        self.linear.load_state_dict(
            {
                "weight": torch.from_numpy(whole.weights[0]),
                "bias": torch.from_numpy(whole.intercepts[0]),
            }
        )

    def forward(self, features: Features) -> Features:
        scores = self.linear(features["sentence_embedding"])
        if self.several:
            odds = scores.clamp(-FURTHEST, FURTHEST) / self.length
            rest = (1 - odds.square().sum(dim=1, keepdim=True)).clamp_min(0).sqrt()
            return {**features, "sentence_embedding": torch.cat([odds, rest], dim=1)}
        return {**features, "sentence_embedding": functional.softmax(scores, dim=1).sqrt()}


def of_classes(taught: Taught) -> TextModel:
    """The model, with what its head says in the place of its own vectors."""
    taught.model.append(OfClasses(taught.head))
    return taught.model


class _Reading:
    """A model reads the texts of a lesson."""

    def __init__(self, model: TextModel, lesson: Lesson) -> None:
        self._model, self._lesson = model, lesson
        self._tokenizer = reading_tokenizer(model)

    def __call__(self, rows: IntArray) -> Tensor:
        """(n, D) unit vectors, through which the upper layers learn."""
        model, states = self._model, self._lesson.states
        texts = [self._lesson.texts[row] for row in rows]
        if isinstance(model, Bert):
            own = lower_states(model, texts) if states is None else [states[row] for row in rows]
            return through_upper(model, own)
        read = self._tokenizer.encode_batch([prompt_of(model) + text for text in texts])
        ids = torch.tensor([each.ids for each in read], device=model.device)
        mask = torch.tensor([each.attention_mask for each in read], device=model.device)
        features = model({"input_ids": ids, "attention_mask": mask})
        return functional.normalize(features["sentence_embedding"], dim=1)

    def all(self) -> FloatArray:
        """(m, D) unit vectors of all texts."""
        if self._lesson.states is None:
            return encode_with(self._model, self._lesson.texts)
        parts = range(0, len(self._lesson), ENCODED)
        rows = [np.arange(len(self._lesson))[start : start + ENCODED] for start in parts]
        with torch.inference_mode():
            return np.concatenate([self(part).cpu().numpy() for part in rows])


def _loss(unit: Tensor, scores: Tensor, has: Tensor) -> Tensor:
    """Cross-entropy, and how much nearer others of a text's class are than the rest of a batch.

    Khosla et al., Supervised contrastive learning, 2020.
    """
    classes = has.argmax(dim=1)
    near = unit @ unit.T / TEMPERATURE
    itself = torch.eye(len(unit), dtype=torch.bool, device=unit.device)
    shares = near - near.masked_fill(itself, -torch.inf).logsumexp(dim=1, keepdim=True)
    alike = (classes[:, None] == classes) & ~itself
    counts = alike.sum(dim=1)
    mean = (shares * alike).sum(dim=1) / counts.clamp(min=1)
    apart = -mean.sum() / (counts > 0).sum().clamp(min=1)
    return functional.cross_entropy(scores, classes) + apart


def _loss_of_sets(_unit: Tensor, scores: Tensor, has: Tensor) -> Tensor:
    """Each class against the rest. With the contrastive loss beside it nothing is gained."""
    each = functional.binary_cross_entropy_with_logits(scores, has.float(), reduction="none")
    return each.sum(dim=1).mean()
