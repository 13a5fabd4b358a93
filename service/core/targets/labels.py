"""The labels of a project as arrays."""

from dataclasses import dataclass, replace

import numpy as np

from service.core.arrays import BoolArray, IntArray
from service.core.targets.one_class import OneClass
from service.core.targets.protocol import Targets


@dataclass(frozen=True, eq=False)
class Labels:
    """What is known by now: one row per labelled item, in the order of their ordinals or not."""

    ordinals: IntArray
    """(m,) rows of the vectors."""
    targets: Targets
    """(m,) what they say."""
    audit: BoolArray
    """(m,) whether the item is an audit item: measured, and never seen by the ranking head."""
    settled: BoolArray | None = None
    """(m,) whether enough people agree to call a prediction right or wrong; None: all of them.

    The others train: an answer teaches before a second one confirms it.
    """
    stratum: IntArray | None = None
    """(m,) the part of the pool that the item lies in; None: there is only one."""
    truth: Targets | None = None
    """(m,) what predictions are scored against; None: what the labels say.

    Of an audit item it is what people said who were asked. A label that somebody corrected who
    looked for errors teaches, but where they looked was chosen: by it the rest would look too good.
    """
    teaches: BoolArray | None = None
    """(m,) whether heads learn from it; None: from all. One that is likely wrong is still a label:
    its item isn't asked about as a new one, and what heads say of it is known."""

    def __len__(self) -> int:
        return len(self.ordinals)

    def where(self, keep: BoolArray) -> "Labels":
        """The labels for which `keep` (m,) holds."""
        return Labels(
            self.ordinals[keep],
            self.targets[keep],
            self.audit[keep],
            None if self.settled is None else self.settled[keep],
            None if self.stratum is None else self.stratum[keep],
            None if self.truth is None else self.truth[keep],
            None if self.teaches is None else self.teaches[keep],
        )

    def without(self, doubted: IntArray) -> "Labels":
        """The same, of which heads don't learn from those of these ordinals."""
        return replace(self, teaches=~np.isin(self.ordinals, doubted))

    def taught(self) -> "Labels":
        """What heads learn from."""
        return self if self.teaches is None else self.where(self.teaches)

    def scored(self) -> Targets:
        """(m,) what predictions are scored against."""
        return self.targets if self.truth is None else self.truth

    def measured(self) -> BoolArray:
        """(m,) whether predictions are scored on the item: audit items whose label is settled."""
        return self.audit if self.settled is None else self.audit & self.settled

    def usable(self, present: BoolArray) -> "Labels":
        """Those that are settled, of items that are `present` (N,)."""
        there = present[self.ordinals]
        return self.where(there if self.settled is None else there & self.settled)

    def strata(self) -> IntArray:
        """(m,) the stratum of each label, 0 where there is only one."""
        return np.zeros(len(self), dtype=np.int64) if self.stratum is None else self.stratum

    @staticmethod
    def none() -> "Labels":
        """No labels: the state of a new project."""
        nothing = np.empty(0, dtype=np.int64)
        return Labels(nothing, OneClass(nothing), np.empty(0, dtype=np.bool_))
