"""How far people agree: against definitions written out, and scikit-learn."""

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations, permutations

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score

from service.core.agreement import (
    SharedAnswers,
    agreed,
    alpha,
    each_change,
    each_class,
    each_pair,
    each_person,
    masi,
    mixed_up,
)
from service.core.arrays import DoubleArray, IntArray

SEEDS = range(5)


def answered(said: list[dict[int, int]], classes: int) -> SharedAnswers:
    """Of items, each with what people said: an answer is a class."""
    rows = [(u, person, c) for u, of_item in enumerate(said) for person, c in of_item.items()]
    item, person, answer = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    return SharedAnswers(item, person, answer, np.eye(classes, dtype=np.bool_))


def some(seed: int, items: int = 40, people: int = 4, classes: int = 3) -> list[dict[int, int]]:
    """Two to all of some people, who are right in two of three cases."""
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(items):
        truth = int(rng.integers(classes))
        asked = rng.choice(people, size=rng.integers(2, people + 1), replace=False)
        right = rng.random(len(asked)) < 2 / 3
        guesses = rng.integers(classes, size=len(asked))
        said = np.where(right, truth, guesses)
        found.append({int(who): int(c) for who, c in zip(asked, said, strict=True)})
    return found


def slow_alpha(said: list[list[int]], apart: Callable[[int, int], float] = int.__ne__) -> float:
    """Krippendorff (2011): by the matrix of coincidences."""
    values = sorted({c for of_item in said for c in of_item})
    met = {(c, k): 0.0 for c in values for k in values}
    for of_item in said:
        for one, other in permutations(of_item, 2):
            met[one, other] += 1 / (len(of_item) - 1)
    total = {c: sum(met[c, k] for k in values) for c in values}
    n = sum(total.values())
    observed = sum(met[c, k] * apart(c, k) for c in values for k in values) / n
    expected = sum(total[c] * total[k] * apart(c, k) for c in values for k in values)
    return 1 - observed / (expected / (n * (n - 1)))


SETS = [frozenset(c for c in range(3) if number >> c & 1) for number in range(8)]


def by_masi(one: int, other: int) -> float:
    """Passonneau (2006): MASI is Jaccard's index times monotonicity."""
    a, b = SETS[one], SETS[other]
    if a == b:
        return 0.0
    monotonicity = 2 / 3 if a <= b or b <= a else 1 / 3 if a & b else 0
    return 1 - len(a & b) / len(a | b) * monotonicity


@pytest.mark.parametrize("seed", SEEDS)
def test_alpha_is_that_of_its_definition(seed: int) -> None:
    said = some(seed)
    found = alpha(answered(said, 3))
    assert found.value == pytest.approx(slow_alpha([list(one.values()) for one in said]))
    assert found.items == 40
    assert found.value is not None
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.value < found.high


@pytest.mark.parametrize("seed", SEEDS)
def test_sets_of_classes_are_apart_by_masi(seed: int) -> None:
    said = some(seed, classes=8)
    shared = replace(answered(said, 8), names=np.array([[c in s for c in range(3)] for s in SETS]))
    found = alpha(shared)
    assert found.value == pytest.approx(slow_alpha([[*one.values()] for one in said], by_masi))
    assert found.value != pytest.approx(alpha(answered(said, 8)).value)
    values = [person.value for person in each_person(shared)]
    weights = np.bincount(shared.person)
    assert np.average(np.array(values), weights=weights) == pytest.approx(found.value)
    for pair in each_pair(shared):
        both = [
            (one[pair.one], one[pair.other]) for one in said if {pair.one, pair.other} <= {*one}
        ]
        observed = np.mean([by_masi(*answers) for answers in both])
        by_chance = np.mean([by_masi(a, b) for a, _ in both for _, b in both])
        assert pair.agreement.value == pytest.approx(1 - observed / by_chance)


def test_masi_of_two_sets() -> None:
    """As the paper has it: the same, one in the other, some in both, none."""
    number = {of: place for place, of in enumerate(SETS)}
    names = np.array([[c in s for c in range(3)] for s in SETS])
    pairs = [({0, 1}, {0, 1}), ({0}, {0, 1}), ({0, 1}, {1, 2}), ({0}, {1, 2}), (set(), {0})]
    places = [[number[frozenset(of)] for of in pair] for pair in pairs]
    one, other = np.array(places).T
    assert masi(names[one], names[other]).tolist() == pytest.approx([0, 2 / 3, 8 / 9, 1, 1])
    assert masi(names[:1], names[:1]).tolist() == [0]


@pytest.mark.parametrize("seed", SEEDS)
def test_of_a_class_it_is_alpha_of_naming_it_or_not(seed: int) -> None:
    said = some(seed)
    for of_class, found in enumerate(each_class(answered(said, 3))):
        named = [[int(c == of_class) for c in one.values()] for one in said]
        assert found.value == pytest.approx(slow_alpha(named))
        assert found.items == sum(any(one) for one in named)


@pytest.mark.parametrize("seed", SEEDS)
def test_of_two_people_it_is_cohens_kappa(seed: int) -> None:
    said = some(seed)
    pairs = {(pair.one, pair.other): pair.agreement for pair in each_pair(answered(said, 3))}
    assert {*pairs} == {*combinations(range(4), 2)}
    for (one, other), found in pairs.items():
        both = [(of_item[one], of_item[other]) for of_item in said if {one, other} <= {*of_item}]
        assert found.items == len(both)
        assert found.value == pytest.approx(cohen_kappa_score(*zip(*both, strict=True)))


@pytest.mark.parametrize("seed", SEEDS)
def test_of_everybody_it_is_the_mean_of_each_person(seed: int) -> None:
    said = some(seed)
    people = each_person(answered(said, 3))
    answers = [sum(who in of_item for of_item in said) for who in range(4)]
    assert [found.items for found in people] == answers
    values = [found.value for found in people]
    assert np.average(np.array(values), weights=answers) == pytest.approx(
        alpha(answered(said, 3)).value
    )


def test_who_answers_at_random_agrees_no_more_than_chance() -> None:
    rng = np.random.default_rng(3)
    said = [{0: c, 1: c, 2: int(rng.integers(2))} for c in rng.integers(2, size=400).tolist()]
    pair = {(p.one, p.other): p.agreement.value for p in each_pair(answered(said, 2))}
    assert pair[0, 1] == 1
    assert pair[0, 2] == pytest.approx(0, abs=0.1)
    with_others = [found.value for found in each_person(answered(said, 2))]
    assert with_others[0] == with_others[1] == pytest.approx(0.5, abs=0.1)
    assert with_others[2] == pytest.approx(0, abs=0.1)


def test_where_all_say_the_same_thing_chance_says_it_too() -> None:
    shared = answered([{0: 1, 1: 1}] * 5, 2)
    assert alpha(shared).value is None
    assert [found.items for found in each_class(shared)] == [0, 5]
    assert each_pair(shared)[0].agreement.value is None


def test_few_answers_without_a_difference_are_no_proof() -> None:
    found = alpha(answered([{0: c, 1: c} for c in (0, 1) * 5], 2))
    assert found.value == found.high == 1
    assert found.low is not None
    assert found.low < 0.5


def test_nobody_and_nothing() -> None:
    shared = answered([], 2)
    assert (alpha(shared).value, alpha(shared).items) == (None, 0)
    assert (each_person(shared), each_pair(shared), mixed_up(shared, 9)) == ([], [], [])


def test_which_classes_are_given_to_the_same_items() -> None:
    said = [{0: 0, 1: 1}, {0: 1, 1: 0, 2: 0}, {0: 2, 1: 1}, {0: 2, 1: 2}]
    shared = answered(said, 3)
    assert [(m.one, m.other, m.items) for m in mixed_up(shared, 9)] == [(0, 1, 2), (1, 2, 1)]
    assert agreed(shared).tolist() == [0, 0, 1]


def test_what_both_name_beside_another_is_not_mixed_up() -> None:
    names = np.array([[True, True, False], [True, False, True]])
    both, people = np.array([0, 0]), np.array([0, 1])
    shared = SharedAnswers(both, people, np.array([0, 1]), names)
    assert [(m.one, m.other) for m in mixed_up(shared, 9)] == [(1, 2)]
    assert agreed(shared).tolist() == [1, 0, 0]


@pytest.mark.parametrize(("items", "wrong"), [(30, 0.03), (30, 0.2), (150, 0.1)])
def test_the_interval_holds_the_truth(items: int, wrong: float) -> None:
    """Two people who are wrong by drawing one of three classes: 0.9 and more of 300 times."""
    shares = np.array([0.5, 0.3, 0.2])
    told = (1 - wrong) * np.eye(3) + wrong * shares  # row: the truth
    together = (told.T * shares) @ told
    true = 1 - (1 - np.trace(together)) / (1 - (together.sum(axis=0) ** 2).sum())
    rng, held = np.random.default_rng(1), 0
    for _ in range(300):
        truth = rng.choice(3, size=items, p=shares)
        found = alpha(_two(rng, truth, wrong, shares))
        assert found.low is not None
        assert found.high is not None
        held += found.low <= true <= found.high
    assert held / 300 >= 0.9


def _two(
    rng: np.random.Generator, truth: IntArray, wrong: float, shares: DoubleArray
) -> SharedAnswers:
    n = len(truth)
    guesses = rng.choice(3, size=(2, n), p=shares)
    said = np.where(rng.random((2, n)) < wrong, guesses, truth)
    item, person = np.tile(np.arange(n), 2), np.repeat([0, 1], n)
    return SharedAnswers(item, person, said.ravel(), np.eye(3, dtype=np.bool_))


def test_a_person_who_gets_better_and_one_who_does_not() -> None:
    rng = np.random.default_rng(3)
    truth = rng.integers(2, size=200)
    late = np.where(np.arange(200) < 100, rng.random(200) < 0.4, False)
    said = [{0: int(c), 1: int(c ^ wrong)} for c, wrong in zip(truth, late, strict=True)]
    shared = answered(said, 2)
    when = np.repeat(np.arange(200.0), 2)
    [_, better] = each_change(shared, when)
    assert better.items == 100
    assert better.low is not None
    assert better.low > 0.5, better
    [_, worse] = each_change(shared, -when)
    assert worse.value == pytest.approx(-(better.value or 0))
    mixed = rng.permutation(400).astype(float)
    [_, same] = each_change(shared, mixed)
    assert same.low is not None
    assert same.high is not None
    assert same.low < 0 < same.high
    [one, _] = each_change(answered([{0: 0, 1: 0}] * 4, 2), np.arange(8.0))
    assert (one.value, one.items) == (None, 2)
