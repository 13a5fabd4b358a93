"""A campaign in which a tenth of the labels are found by searching, and labelled many at once."""

import numpy as np

from benchmarks.estimates.recorder import BATCH, Recorder
from service.core.acquisition.audit import AUDIT_RESERVE
from service.core.arrays import BoolArray, IntArray
from service.core.targets.one_class import OneClass

EVERY = 100
"""Of so many labels the last ten are found so."""
DECOYS = 2
"""So many times the reserve is passed over, that being passed over says nothing."""


class Searcher(Recorder):
    """As people look for a rare class: what is most like the examples that they have, ten at once.

    The most lopsided way to search that there is: all of one class, all alike. Which rows may be
    found depends on the audit order, for the reserve is passed over; whether that bends the
    estimate is what is tried.
    """

    truth: OneClass

    def ask_batch(self) -> None:
        if self.answers.items % EVERY == EVERY - BATCH:
            found = self.alike()
            for row in found.tolist():
                self.answers.add(row)
                self.order.append(row)
        else:
            super().ask_batch()

    def alike(self) -> IntArray:
        """The rows most similar to those labelled of the class with the fewest labels."""
        labels = self.labels()
        counts = np.bincount(self.truth.classes[labels.ordinals], minlength=self.n_classes)
        rarest = int(np.argmin(np.where(counts > 0, counts, len(labels) + 1)))
        examples = labels.ordinals[self.truth.classes[labels.ordinals] == rarest]
        similar = self.vectors @ self.vectors[examples].mean(axis=0)
        similar[self.answers.labelled | self.withheld()] = -np.inf
        return np.argsort(-similar, kind="stable")[:BATCH]

    def withheld(self) -> BoolArray:
        mask = np.zeros(len(self.vectors), dtype=np.bool_)
        mask[self.audit_order[: self.frontier + DECOYS * AUDIT_RESERVE]] = True
        return mask
