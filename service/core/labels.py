"""The labels of a project as arrays."""

from dataclasses import dataclass

import numpy as np

from service.core.arrays import BoolArray, IntArray


@dataclass(frozen=True, eq=False)
class Labels:
    """What is known by now: one row per labelled item, in the order of their ordinals or not."""

    ordinals: IntArray
    """(m,) rows of the vectors."""
    classes: IntArray
    """(m,) class index in 0..n_classes-1."""
    audit: BoolArray
    """(m,) whether the item is an audit item: measured, and never seen by the ranking head."""

    def __len__(self) -> int:
        return len(self.ordinals)

    def where(self, keep: BoolArray) -> "Labels":
        """The labels for which `keep` (m,) holds."""
        return Labels(self.ordinals[keep], self.classes[keep], self.audit[keep])

    @staticmethod
    def none() -> "Labels":
        """No labels: the state of a new project."""
        nothing = np.empty(0, dtype=np.int64)
        return Labels(nothing, nothing, np.empty(0, dtype=np.bool_))
