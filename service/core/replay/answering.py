"""People who answer in a replay: they take turns, and may err."""

from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np

from service.core.acquisition.audit import interleave
from service.core.acquisition.composition import is_by_guard
from service.core.acquisition.relabelling import GivenAnswers, in_turns
from service.core.arrays import BoolArray, IntArray
from service.core.consensus import majority
from service.core.rounds import RankedItems
from service.core.targets.one_class import OneClass, class_of_each
from service.core.targets.protocol import Targets

SPREAD = (0.5, 1.0, 1.5)
"""How often each of three people errs, in times of the mean."""
# Keeps these draws apart from a campaign's other draws.
_PURPOSE = 0x45525253


@dataclass(frozen=True, eq=False)
class People:
    """Who answers, and how many of them are asked."""

    answers: list[Targets]
    """What each says of every item (N,), whenever asked."""
    overlap: int = 1
    relabels: bool = False
    """Whether a label is asked for once more where that pays."""

    @classmethod
    def who_know(cls, truth: Targets) -> Self:
        """One person, who knows every answer."""
        return cls([truth])

    @classmethod
    def who_err(
        cls,
        truth: Targets,
        n_classes: int,
        noise: float,
        seed: int,
        *,
        overlap: int = 1,
        relabels: bool = False,
    ) -> Self:
        """Three people who say another class, any, of this share of items, each of their own.

        One errs half as often, one half as often again. `truth` has one class a row.
        """
        classes = class_of_each(truth)
        rng = np.random.default_rng([seed, _PURPOSE])
        draws = rng.random((len(SPREAD), len(classes)))
        others = (classes + rng.integers(1, n_classes, draws.shape)) % n_classes
        errs = draws < noise * np.array(SPREAD)[:, None]
        votes = np.where(errs, others, classes)
        return cls([OneClass(row) for row in votes], overlap, relabels)


class CampaignAnswers:
    """What people have said in a campaign, and what it comes to, as the service settles labels."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.given: dict[int, list[int]] = {}
        """By ordinal who has answered, in order."""
        self.unsettled: dict[int, None] = {}
        """Ordinals that need one more answer, the one that waits longest first."""
        self.targets = people.answers[0]
        """(N,) the labels, of items that have one."""
        self.labelled: BoolArray = np.zeros(len(self.targets), dtype=np.bool_)
        self.teaches: BoolArray = np.zeros(len(self.targets), dtype=np.bool_)
        """(N,) labelled, and more than half say so."""
        self.count = 0
        """Of answers."""

    @property
    def items(self) -> int:
        """How many are labelled."""
        return len(self.given)

    @property
    def person(self) -> int:
        """Whose turn it is."""
        return self.count % len(self.people.answers)

    def begun(self) -> int | None:
        """The item that waits for one more answer, where the next person may give it."""
        mine = (each for each in self.unsettled if self.person not in self.given[each])
        return next(mine, None)

    def may_again(self, ordinal: int) -> bool:
        """Whether the next person may give a settled item another answer."""
        return ordinal not in self.unsettled and self.person not in self.given[ordinal]

    def add(self, ordinal: int) -> None:
        """The next person answers."""
        people = self.given.setdefault(ordinal, [])
        people.append(self.person)
        self.count += 1
        self.labelled[ordinal] = True
        if len(people) == 1:
            self._follow(ordinal, people[0], leads=True, settled=self.people.overlap == 1)
        else:
            self._agree(ordinal, people)

    def _agree(self, ordinal: int, people: list[int]) -> None:
        classes = [int(class_of_each(self.people.answers[p])[ordinal]) for p in people]
        label = majority([(c,) for c in classes], self.people.overlap)
        assert label is not None, "there are answers"
        first = people[classes.index(label.answer[0])]
        leads = label.settled or label.confidence > 0.5
        self._follow(ordinal, first, leads=leads, settled=label.settled)

    def _follow(self, ordinal: int, person: int, *, leads: bool, settled: bool) -> None:
        """The label is what this person says."""
        at = np.array([ordinal])
        row: BoolArray = np.zeros(len(self.labelled), dtype=np.bool_)
        row[at] = True
        self.targets = self.targets.replaced(row, self.people.answers[person][at])
        self.teaches[ordinal] = leads
        if settled:
            self.unsettled.pop(ordinal, None)
        else:
            self.unsettled[ordinal] = None

    def given_to(self, may_again: BoolArray) -> GivenAnswers | None:
        """All answers, where labels are asked for once more; `may_again` (N,): of which items."""
        if not self.people.relabels or not self.given:
            return None
        rows = [(ordinal, p) for ordinal, people in sorted(self.given.items()) for p in people]
        item, person = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
        votes = np.stack([class_of_each(answers) for answers in self.people.answers])
        alone = np.array([len(self.given[ordinal]) <= self.people.overlap for ordinal, _ in rows])
        decided = np.zeros(len(item), dtype=np.bool_)
        return GivenAnswers(item, person, votes[person, item], may_again[item] & alone, decided)


class RankedItem(NamedTuple):
    """An item of a ranking."""

    ordinal: int
    is_audit: bool = False
    is_picked: bool = False
    """By the strategy for what it teaches: not by the guard, nor because it may be of a class."""
    is_again: bool = False
    hunted: int = -1
    """The class that it may be of; -1: none was looked for."""


def queued(ranking: RankedItems, audits: IntArray, slots: BoolArray) -> list[RankedItem]:
    """A ranking with `audits` in their slots: whoever has answered an item gets the next one."""
    rows = zip(ranking.ordinals.tolist(), ranking.strategies, ranking.hunted.tolist(), strict=True)
    chosen = [
        RankedItem(ordinal, is_picked=not is_by_guard(strategy) and hunted < 0, hunted=hunted)
        for ordinal, strategy, hunted in rows
    ]
    new = [
        RankedItem(int(audits[place]), is_audit=True) if is_audit else chosen[place]
        for is_audit, place in interleave(len(audits), len(chosen), slots)
    ]
    again = [RankedItem(ordinal, is_again=True) for ordinal in ranking.again.ordinals.tolist()]
    return [
        (again if is_again else new)[place] for is_again, place in in_turns(len(again), len(new))
    ]
