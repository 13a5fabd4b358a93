"""The view of an encoder that learns from a campaign's labels, when it does in the service."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from service.core.arrays import FloatArray, IntArray
from service.core.heads.learner import Learner
from service.core.replay.campaign import SeenItems
from service.core.replay.held_out import HeldOut
from service.core.targets.class_names import ClassNames, spoken
from service.core.targets.labels import Labels
from service.core.vectors.neighbours import find_neighbours
from service.core.vectors.views import Layout, Stacked, side_by_side
from service.jobs.kinds.tune import is_due
from service.ports import Encoder, Tuning
from workers.encoders.registry import Encoders


@dataclass(frozen=True)
class Taught:
    """What it is taught on."""

    encoder: str
    texts: Sequence[str]
    """(N,) the pool, then the rows to score on."""
    classes: Sequence[str]


@dataclass(eq=False)
class TaughtView:
    """Of one campaign: each lesson makes other vectors, which stand beside those of `views`."""

    taught: Taught
    views: Sequence[FloatArray]
    """(n, D) each, of the pool."""
    held_out: HeldOut
    plain: Learner
    """Of these views alone."""
    seed: int
    learnt_from: int = 0
    """Labels of the last lesson."""
    _encoder: Encoder | None = field(default=None, repr=False)

    def __call__(self, labels: Labels) -> SeenItems | None:
        """What is seen from now on; None where no lesson is due."""
        chosen, n_classes = labels.where(~labels.audit), len(self.taught.classes)
        if not is_due(len(chosen), self.learnt_from) or not chosen.targets.differ():
            return None
        members, several = chosen.targets.members(n_classes), chosen.targets.is_of_sets
        there = np.flatnonzero(members.any(axis=0))
        texts = [self.taught.texts[ordinal] for ordinal in chosen.ordinals.tolist()]
        encoder = self._loaded()
        learnt = encoder.tune(texts, members[:, there], several, self.seed, lambda *_: None)
        self.learnt_from, self._encoder = len(chosen), encoder.fitted(learnt)
        return self._seen(self._encoder, {len(self.views): there} if several else {})

    def _loaded(self) -> Tuning:
        """What it has learnt, or the encoder as it begins."""
        if self._encoder is None:
            self._encoder = Encoders().load(self.taught.encoder)
        assert isinstance(self._encoder, Tuning)
        return self._encoder

    def _seen(self, encoder: Encoder, speaks: dict[int, IntArray]) -> SeenItems:
        n, rows, plain = len(self.views[0]), encoder.encode(self.taught.texts), self.plain
        assert plain.layout is not None
        learner = replace(
            plain,
            names=self._names(encoder),
            layout=Layout((*plain.layout.widths, rows.shape[1])),
            further=(*plain.further, find_neighbours(rows[:n]) if plain.neighbours else None),
            speaks=speaks,
        )
        held_out = HeldOut(side_by_side([self.held_out.vectors, rows[n:]]), self.held_out.truth)
        return SeenItems(Stacked([*self.views, rows[:n]]), learner, held_out)

    def _names(self, encoder: Encoder) -> ClassNames | None:
        """What the views say of classes, and beside it what this one says of their names."""
        names = self.plain.names
        if names is None:
            return None
        own = encoder.encode([spoken(self.taught.classes[c]) for c in names.classes.tolist()])
        return replace(names, vectors=side_by_side([names.vectors, own]))
