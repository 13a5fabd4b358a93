"""How often the target light is wrong, and how soon it is lit, while heads change under it."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.estimates.record import Look, Record
from benchmarks.estimates.report import ALL
from benchmarks.estimates.trial import evidence_of, records
from service.core.arrays import DoubleArray
from service.core.evaluation.estimator import find_estimator
from service.core.evaluation.evidence import Evidence, UnseenPredictions
from service.core.evaluation.target_reached import SHOWN_BY, next_look, share_shown

LEVEL = 0.9
"""The default of a project."""
MARGINS = (-0.001, 0.03, 0.06, 0.1)
"""By how much the last head is above the target; below 0: it hasn't been reached."""
DRAWS = 500
"""Of all campaigns of a table together."""
LATE = 1.6
"""Times the labels of an oracle."""
STEPS = 20
"""Targets of a campaign: what its head reaches after so many numbers of labels."""


class Moment(NamedTuple):
    """A look at the target, as the service makes them."""

    audits: int
    labels: float
    state: Look
    """The last recorded state of the campaign then."""


class Course(NamedTuple):
    """A campaign, and what audits redrawn at random show at its looks."""

    record: Record
    moments: Sequence[Moment]
    shown: DoubleArray
    """(draws, looks) the share that each look shows."""

    def labels_until(self, target: float) -> DoubleArray:
        """(draws,) labels at the first look that shows the target reached; infinite: none does."""
        labels = np.array([moment.labels for moment in self.moments])
        lit = self.shown >= target
        return np.where(lit.any(axis=1), labels[lit.argmax(axis=1)], np.inf)


def target_table(folder: Path, places: Sequence[str], contender: str) -> str:
    """In Markdown: how often a target is called reached by the last look."""
    rows = [["audits", *(_words(margin) for margin in MARGINS), "campaigns"]]
    for place in places:
        courses = [course for _, course in _courses(folder, place, contender)]
        shares = np.mean([_reached(course) for course in courses], axis=0)
        rows.append([place, *(f"{100 * share:.0f} %" for share in shares), str(len(courses))])
    return _table(rows)


def delay_table(folder: Path, places: Sequence[str], contender: str) -> str:
    """In Markdown: labels until the light is lit, in those of an oracle that knows the truth."""
    heads = ["passed by", "audits", "data set", "targets", "median", f"within {LATE} times"]
    rows = [heads]
    for margin in (margin for margin in MARGINS if margin > 0):
        for place in places:
            courses = _courses(folder, place, contender)
            times = [(name, found) for name, c in courses for found in _times(c, margin)]
            for name in [*sorted({name for name, _ in times}), ALL]:
                own = [found for own_name, found in times if name in (own_name, ALL)]
                rows.append([_words(margin), place, name, *_cells(own)])
    return _table(rows)


def _table(rows: Sequence[Sequence[str]]) -> str:
    lines = [rows[0], ["---"] * len(rows[0]), *rows[1:]]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _words(margin: float) -> str:
    return "just not reached by any head" if margin < 0 else f"{100 * margin:.0f} points"


def _cells(times: Sequence[DoubleArray]) -> list[str]:
    if not times:
        return ["0", "–", "–"]
    drawn = np.concatenate(times)
    median = float(np.median(drawn))
    words = f"{median:.1f} times" if math.isfinite(median) else "not by the last look"
    return [str(len(times)), words, f"{100 * np.mean(drawn <= LATE):.0f} %"]


def _courses(folder: Path, place: str, contender: str) -> list[tuple[str, Course]]:
    kept = list(records(folder, place, contender))
    draws = -(-DRAWS // max(len(kept), 1))
    return [
        (name, _course(record, draws, np.random.default_rng(seed))) for name, seed, record in kept
    ]


def _course(record: Record, draws: int, rng: np.random.Generator) -> Course:
    moments = _moments(record)
    shown = np.empty((draws, len(moments)))
    for row in shown:
        order = rng.permutation(len(moments[0].state.pool_right))
        row[:] = [_shown(moment, order[: moment.audits]) for moment in moments]
    return Course(record, moments, shown)


def _moments(record: Record) -> list[Moment]:
    """The looks of the service, up to the last recorded state."""
    labels, audits = _series(record, lambda look: look.audits)
    found: list[Moment] = []
    due = next_look(0)
    while due is not None and due <= audits[-1]:
        then = float(np.interp(due, audits, labels))
        # Between two states the head is that of the former, which is rather worse.
        before = [at for at in labels if at <= 1.05 * then] or [labels[0]]
        found.append(Moment(due, then, record.looks[int(before[-1])]))
        due = next_look(due)
    return found


def _shown(moment: Moment, rows: np.ndarray) -> float:
    state = moment.state
    audits = UnseenPredictions(state.pool_right[rows], state.pool_confidence[rows])
    evidence: Evidence = replace(evidence_of(state), audits=audits)
    return share_shown(lambda level: find_estimator(SHOWN_BY)(evidence, level).low, LEVEL)


def _reached(course: Course) -> list[float]:
    """The share of redrawn audit samples by which each target was called reached."""
    truths = [course.record.looks[labels].truth for labels in sorted(course.record.looks)]
    targets = [max(truths) - m if m < 0 else truths[-1] - m for m in MARGINS]
    return [float(np.isfinite(course.labels_until(target)).mean()) for target in targets]


def _times(course: Course, margin: float) -> list[DoubleArray]:
    """(draws,) for each target that the head passes by so much within `LATE` times the labels that
    it takes to reach it: labels until the light is lit, in those."""
    labels, truth = _series(course.record, lambda look: look.truth)
    truth = np.maximum.accumulate(truth)
    found = []
    for oracle in np.geomspace(labels[0], labels[-1] / LATE, STEPS):
        target, later = np.interp(np.log([oracle, LATE * oracle]), np.log(labels), truth)
        if later >= target + margin:
            found.append(course.labels_until(target) / oracle)
    return found


def _series(record: Record, value: Callable[[Look], float]) -> tuple[DoubleArray, DoubleArray]:
    """(labels, value) of the recorded states."""
    at = sorted(record.looks)
    return np.array(at, dtype=np.float64), np.array([value(record.looks[labels]) for labels in at])
