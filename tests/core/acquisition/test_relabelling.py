"""Which labels are asked for once more, and campaigns in which people err."""

from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest

from service.core.acquisition.audit import BALANCED
from service.core.acquisition.relabelling import (
    GivenAnswers,
    believed,
    doubts,
    gains,
    without_doubted,
)
from service.core.evaluation.measure import measure
from service.core.heads.head import find_head
from service.core.heads.learner import Learner
from service.core.replay.answering import People
from service.core.replay.campaign import CampaignSettings, CampaignState, play
from service.core.targets.labels import Labels
from service.core.targets.one_class import OneClass
from service.core.vectors.neighbours import find_neighbours
from tests.core.pools import blobs

N, CLASSES = 1_000, 4
VECTORS, TRUTH = blobs(N, dimensions=16, n_classes=CLASSES, spread=0.8)
ORDER = np.random.default_rng(5).permutation(N)


def given(noise: tuple[float, ...], items: int = 150, seed: int = 0) -> GivenAnswers:
    """Each item is answered by one of as many people as there are shares of noise."""
    rng = np.random.default_rng(seed)
    people = np.arange(items) % len(noise)
    errs = rng.random(items) < np.array(noise)[people]
    others = (TRUTH[:items] + rng.integers(1, CLASSES, items)) % CLASSES
    said = np.where(errs, others, TRUTH[:items])
    every = np.ones(items, dtype=np.bool_)
    return GivenAnswers(np.arange(items), people, said, every, ~every)


def labels(of: GivenAnswers) -> Labels:
    return Labels(of.ordinals, OneClass(of.classes), np.zeros(len(of.ordinals), dtype=np.bool_))


@pytest.mark.parametrize("trust", [0.6, 0.9])
def test_a_gain_is_what_all_that_may_be_said_comes_to(trust: float) -> None:
    rng = np.random.default_rng(0)
    truth = rng.dirichlet(np.ones(CLASSES), size=5)
    y = np.array([0, 1, 2, 3, 0])
    slip = (1 - trust) / (CLASSES - 1)
    expected = []
    for row, first in zip(truth, y.tolist(), strict=True):
        worth = cost = 0.0
        for true, second, third in product(range(CLASSES), repeat=3):
            chance = row[true]
            chance *= trust if second == true else slip
            chance *= trust if third == true else slip
            said = [first, second, third]
            [top] = [c for c in said if said.count(c) > 1][:1] or [None]
            label = first if second == first else top
            worth += chance * (0 if label is None else 1 if label == true else -1)
            cost += chance * (1 if second == first else 2)
        expected.append((worth - (2 * row[first] - 1)) / cost)
    assert gains(truth, y, trust) == pytest.approx(expected)


def test_who_errs_more_is_trusted_less() -> None:
    people = given((0.05, 0.4), items=400)
    sure = np.full((400, CLASSES), 0.05)
    sure[np.arange(400), TRUTH[:400]] = 0.85
    trust = believed(sure, people.ordinals, people, CLASSES).trust
    assert trust == pytest.approx([0.95, 0.6], abs=0.07)


def test_wrong_labels_are_asked_for_once_more() -> None:
    people = given((0.15, 0.3))
    found = doubts(VECTORS, labels(people), people, CLASSES).again
    wrong = people.classes != TRUTH[: len(people.classes)]
    assert len(found.ordinals) >= 10
    assert wrong[found.ordinals].mean() > 0.7 > 2 * wrong.mean()
    assert (np.diff(found.scores) <= 0).all()
    assert found.strategy == "relabel@1"


def test_only_of_what_may_be_asked_again() -> None:
    people = given((0.15, 0.3))
    every = doubts(VECTORS, labels(people), people, CLASSES).again.ordinals
    few = replace(people, may_again=~np.isin(people.ordinals, every[::2]))
    assert doubts(VECTORS, labels(people), few, CLASSES).again.ordinals.tolist() == [
        *every[1::2].tolist()
    ]


def test_what_is_likely_wrong_teaches_nobody_until_somebody_agrees() -> None:
    people = given((0.15, 0.3))
    known = labels(people)
    wrong = people.classes != TRUTH[: len(people.classes)]
    found = doubts(VECTORS, known, people, CLASSES).wrong
    assert wrong[found].mean() > 0.8
    assert len(found) > wrong.sum() / 2
    taught = without_doubted(VECTORS, known, people, CLASSES).taught()
    assert set(taught.ordinals) == set(known.ordinals) - set(found)

    agrees = replace(people, **{
        name: np.append(getattr(people, name), more)
        for name, more in zip(
            ("ordinals", "people", "classes", "may_again", "decided"),
            (found[0], 1 - people.people[found[0]], people.classes[found[0]], True, False),
            strict=True,
        )
    })  # fmt: skip
    assert found[0] not in doubts(VECTORS, known, agrees, CLASSES).wrong
    decided = replace(people, decided=people.ordinals == found[0])
    assert found[0] not in doubts(VECTORS, known, decided, CLASSES).wrong


@pytest.mark.slow
def test_no_head_learns_from_what_is_likely_wrong() -> None:
    people = given((0.15, 0.3))
    known = replace(labels(people), audit=np.arange(150) // 2 % 5 == 0)
    taught = without_doubted(VECTORS, known, people, CLASSES)
    assert len(taught.taught()) < len(taught)
    learner = Learner(find_head("mixture"), find_neighbours(VECTORS))
    for one in (learner, Learner.plain()):
        head = one.fit(VECTORS, taught, CLASSES)
        same = one.fit(VECTORS, taught.taught(), CLASSES)
        assert (head.probabilities(VECTORS) == same.probabilities(VECTORS)).all()
    found = measure(VECTORS, known, n_classes=CLASSES, seed=0, answers=people)
    said = Learner.plain().fit(VECTORS, taught.taught(), CLASSES).probabilities(VECTORS)
    assert found.head is not None
    assert found.n_labels == len(known)
    assert found.head.probabilities(VECTORS) == pytest.approx(said, abs=0.01)


def test_an_audit_answer_is_never_left_out() -> None:
    people = given((0.15, 0.3))
    known = labels(people)
    audits = replace(known, audit=np.arange(len(known)) // 2 % 2 == 0)
    taught = without_doubted(VECTORS, audits, people, CLASSES).taught()
    assert taught.audit.sum() == audits.audit.sum()
    assert len(taught) < len(known)


def test_of_each_class_one_label_teaches() -> None:
    of_three = np.flatnonzero(TRUTH != 3)[:300]
    said = TRUTH[of_three].copy()
    said[::40] = 3  # all of them are wrong
    every = np.ones(300, dtype=np.bool_)
    people = GivenAnswers(of_three, np.arange(300) % 2, said, every, ~every)
    taught = without_doubted(VECTORS, labels(people), people, CLASSES).taught()
    assert (taught.targets.classes == 3).sum() == 1


def test_none_by_one_person_or_with_few_labels() -> None:
    for people in (given((0.4,)), given((0.2, 0.5), items=29)):
        assert len(doubts(VECTORS, labels(people), people, CLASSES).again.ordinals) == 0


def test_those_who_never_err_are_hardly_asked_again() -> None:
    people = given((0.0, 0.0))
    assert len(doubts(VECTORS, labels(people), people, CLASSES).again.ordinals) < 8


def campaign(**asked: Any) -> CampaignState:
    people = People.who_err(OneClass(TRUTH), CLASSES, 0.3, 1, **asked)
    played = CampaignState(
        VECTORS, OneClass(TRUTH), ORDER, CLASSES, 1, None, Learner.plain(), people
    )  # fmt: skip
    while played.serve_round("random", CampaignSettings(10, 10, BALANCED), 200):
        pass
    return played


@pytest.mark.slow
def test_every_answer_is_charged_and_nobody_answers_twice() -> None:
    once, twice, pays = campaign(), campaign(overlap=2), campaign(relabels=True)
    for played in (once, twice, pays):
        assert played.answers.count == 200
        assert sum(map(len, played.answers.given.values())) == 200
        assert all(len({*people}) == len(people) for people in played.answers.given.values())
    assert once.answers.items == 200
    assert twice.answers.items < 100
    assert 100 < pays.answers.items < 190


@pytest.mark.slow
def test_what_may_become_an_audit_item_is_not_asked_about_again() -> None:
    played = campaign(relabels=True)
    again = [item for item, people in played.answers.given.items() if len(people) > 1]
    assert len(again) > 10
    assert not {*again} & {*ORDER[: N * 35 // 100].tolist()}


def test_labels_are_what_most_say() -> None:
    played = campaign(overlap=2)
    known = played.labels()
    said = np.array([answers.classes for answers in played.answers.people.answers])
    for item, label in zip(known.ordinals.tolist(), known.targets.classes, strict=True):
        votes = [int(said[person, item]) for person in played.answers.given[item]]
        assert votes.count(label) > len(votes) / 2


def test_people_err_as_often_as_they_should() -> None:
    people = People.who_err(OneClass(np.zeros(20_000, dtype=np.int64)), 3, 0.2, 0)
    wrong = [np.mean(answers.classes != 0) for answers in people.answers]
    assert wrong == pytest.approx([0.1, 0.2, 0.3], abs=0.01)


def test_people_who_never_err_play_as_one_who_knows() -> None:
    settings: dict[str, Any] = {
        "audit_order": ORDER, "n_classes": CLASSES, "strategy": "margin", "budget": 40,
        "pace": CampaignSettings(10, 5, BALANCED),
        "measured": lambda _answers: False,
    }  # fmt: skip
    people = People.who_err(OneClass(TRUTH), CLASSES, 0.0, 0)
    assert play(VECTORS, OneClass(TRUTH), people=people, **settings) == play(
        VECTORS, OneClass(TRUTH), **settings
    )
