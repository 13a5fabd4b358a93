"""What says how good predictions are: the figure that a project goes by."""

from enum import StrEnum


class Metric(StrEnum):
    ACCURACY = "accuracy"
    """The share of items whose class is predicted."""
    EXACT_MATCH = "exact_match"
    """The share of items of which all classes are predicted, and no other."""
    JACCARD = "jaccard"
    """The mean over items of the classes in both, as a share of those in either; none in both is
    right."""
    MICRO_F1 = "micro_f1"
    """F1 = 2 tp / (2 tp + fp + fn) of all classes of all items together."""
    MACRO_F1 = "macro_f1"
    """The mean of the F1 of each class that is there or predicted."""

    @property
    def is_of_whole_answers(self) -> bool:
        """Whether it counts the items that are right, in all of it."""
        return self in (Metric.ACCURACY, Metric.EXACT_MATCH)

    @property
    def has_random_curve(self) -> bool:
        """Whether it is known what random sampling would have reached by it."""
        return self is Metric.ACCURACY


IN_PART = (Metric.MICRO_F1, Metric.MACRO_F1, Metric.JACCARD)
"""Of sets of classes: those that count what is right of an answer."""
