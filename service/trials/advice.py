"""Which of the encoders that were tried to add, in plain words."""

from collections.abc import Sequence
from typing import NamedTuple

from service.trials.tables import COUNTED, TriedEncoder

AS_GOOD = 0.005
"""A gain smaller than the best by no more is as good: then the cheaper encoder is named."""


class Advice(NamedTuple):
    encoder: str | None
    sentence: str


def advise(tried: Sequence[TriedEncoder], labels: int, items: int) -> Advice:
    """Of what was tried on so many labels, for a project of so many texts."""
    better = [each for each in tried if each.is_better]
    if not better:
        others = tried[0].encoder if len(tried) == 1 else f"each of the {len(tried)} others"
        return Advice(
            None,
            f"Keep what you have. On {labels:,} labelled texts the gain by {others} may be chance.",
        )
    most = max(each.gain.value for each in better)
    good = [each for each in better if each.gain.value >= most - AS_GOOD]
    best = min(good, key=lambda each: each.seconds)
    gain = best.gain
    takes = in_words(best.seconds * items / COUNTED)
    return Advice(
        best.encoder,
        f"Add {best.encoder}: {_points(gain.value)} points more ({_points(gain.low)} to "
        f"{_points(gain.high)}). It costs {takes} of computing for {items:,} texts.",
    )


def _points(share: float) -> str:
    return f"{100 * share:.1f}"


def in_words(seconds: float) -> str:
    """Of one figure that people can picture."""
    for size, unit in ((3_600, "hour"), (60, "minute")):
        if seconds >= 1.5 * size:
            return f"{seconds / size:,.0f} {unit}s"
    return "1 second" if seconds < 1.5 else f"{seconds:.0f} seconds"
