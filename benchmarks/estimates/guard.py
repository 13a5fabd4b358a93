"""When the guard would have tripped in campaigns that went on without it. Looked at once, and kept.

A campaign that was recorded is replayed from its record. Any other is played, only its order. The
guard looks after every batch. In records made before 27 November 2026 a batch is sorted by ordinal:
which of its picks went out first isn't known.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.estimates.record import load
from benchmarks.estimates.recorder import BATCH, Recorder
from benchmarks.estimates.report import ALL
from benchmarks.replay.dataset import Dataset
from benchmarks.replay.protocol import Contender
from service.core.acquisition.audit import Schedule
from service.core.evaluation.guard import Contrast, Guard, contrast, decided, look_due, picks_tried
from tests.most_certain import most_certain_known

UNTIL = 300
"""Labels."""
HEADINGS = ("data set", "campaigns", "tripped", "median labels then", "largest z of the others")


@dataclass(frozen=True)
class GuardLook:
    """What the guard saw, and whether something is held against the strategy since."""

    labels: int
    audits: int
    standard_errors: float
    """By how many of them random picks teach more: z."""
    tripped: bool


class _Again(Recorder):
    """Asks what is in its `order` already."""

    def ask_batch(self) -> None:
        slots = self.schedule.slots(self.seed, self.answers.items, BATCH)
        rows = np.array(self.order[self.answers.items :][:BATCH])
        audits = self.next_audits(int(np.count_nonzero(slots)))
        assert np.isin(audits, rows).all(), "recorded by another schedule, or on other rows"
        self.picked += rows[~np.isin(rows, audits)].tolist()
        for row in rows.tolist():
            self.answers.add(row)
        if len(audits):
            self.pass_frontier(int(audits[-1]))
        self.round_number += 1


def guard_looks(
    dataset: Dataset, contender: Contender, schedule: Schedule, ranking: str, seed: int, path: Path
) -> list[GuardLook]:
    """The looks at the campaign whose record is in `path`, if it has been recorded."""
    kept = path.with_suffix(".guard.json")
    if kept.exists():
        return _load(kept)
    kind = _Again if path.exists() else Recorder
    campaign = kind(dataset, contender, schedule, ranking, seed)
    campaign.order = load(path).order.tolist() if path.exists() else []
    with threadpool_limits(1), most_certain_known():
        looks = _watched(campaign)
    kept.parent.mkdir(parents=True, exist_ok=True)
    part = kept.with_suffix(".part")
    part.write_text(json.dumps([asdict(look) for look in looks]), encoding="utf-8")
    part.replace(kept)
    return looks


def _watched(campaign: Recorder) -> list[GuardLook]:
    """What `watch` decides, without a change to what is asked."""
    looks, guard = [], Guard.quiet(campaign.strategy)
    until = min(UNTIL, len(campaign.order) or UNTIL)
    while campaign.answers.items < until:
        campaign.ask_batch()
        labels, audits = campaign.answers.items, int(campaign.labels().measured().sum())
        if (found := _look(campaign, guard.audits, audits)) is not None:
            guard = decided(guard, found, None, audits=audits, labels=labels)
            looks.append(GuardLook(labels, audits, found.standard_errors, guard.tripped))
    return looks


def _look(campaign: Recorder, before: int, audits: int) -> Contrast | None:
    labels, picked = campaign.labels(), np.array(campaign.picked, dtype=np.int64)
    picked = picked[np.isin(picked, labels.ordinals[~labels.audit])]
    if not look_due(before, audits) or len(picked) < picks_tried(audits):
        return None
    return contrast(
        campaign.vectors, labels, picked,
        n_classes=campaign.n_classes, seed=campaign.seed, round_number=campaign.round_number,
    )  # fmt: skip


def guard_table(folder: Path, place: str, contender: str) -> str | None:
    """In Markdown; None where nothing was guarded."""
    of: dict[str, list[list[GuardLook]]] = {}
    for path in sorted(folder.glob(f"*/{place}/{contender}/*.guard.json")):
        of.setdefault(path.parents[2].name, []).append(_load(path))
    if not of:
        return None
    of[ALL] = [looks for own in of.values() for looks in own]
    rows = [HEADINGS, ("---",) * len(HEADINGS), *(_row(name, own) for name, own in of.items())]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def _row(name: str, campaigns: Sequence[Sequence[GuardLook]]) -> tuple[str, ...]:
    held = [looks for looks in campaigns if not any(look.tripped for look in looks)]
    at = [next(look.labels for look in own if look.tripped) for own in campaigns if own not in held]
    z = [look.standard_errors for looks in held for look in looks]
    median, largest = f"{np.median(at):.0f}" if at else "", f"{max(z):.2f}" if z else ""
    return name, str(len(campaigns)), str(len(at)), median, largest


def _load(kept: Path) -> list[GuardLook]:
    return [GuardLook(**look) for look in json.loads(kept.read_text(encoding="utf-8"))]
