"""Slow and obvious versions of the strategies that weigh items against each other.

As in `references`, whose definition of chance they share.
"""

import math
from itertools import count

import numpy as np

from service.core.heads.logistic import LogisticHead
from tests.core.acquisition.strategies import references
from tests.core.acquisition.strategies.references import Reference, State, kmeans


def entropy(state: State, k: int, rng: np.random.Generator) -> list[int]:
    if state.pool.head is None:
        return [int(i) for i in rng.permutation(state.eligible())[:k]]
    return references.smallest({i: -round(_entropy(state, i), 5) for i in state.eligible()}, k, rng)


def _entropy(state: State, ordinal: int) -> float:
    return -sum(p * math.log(p) for p in state.probabilities(ordinal) if p > 0)


def _sigma(state: State, shuffled: list[int]) -> float:
    if not state.sigma:
        state.sigma.append(references._radius(state, shuffled[::-1][:3_000][:2_000]))
    return state.sigma[0]


def _squares(state: State) -> np.ndarray:
    """(N, N) squared distances between all items."""
    everything = np.array([state.vector(i) for i in range(len(state.pool.eligible))])
    return np.array([np.square(everything - row).sum(axis=1) for row in everything])


def uncertainty_herding(state: State, k: int, rng: np.random.Generator) -> list[int]:
    if not state.order:
        state.order.extend(int(i) for i in rng.permutation(state.eligible()))
    referred = state.order[::-1][:3_000]
    K = np.exp(-_squares(state) / (2 * _sigma(state, state.order) ** 2))
    unsure = np.ones(len(referred))
    if state.pool.head is not None:
        unsure = np.array([1 - round(state.margin(r), 5) for r in referred])
    return _herded(state, state.order, referred, K, unsure, k)


def margin_herding(state: State, k: int, rng: np.random.Generator) -> list[int]:
    if state.pool.head is None:
        return uncertainty_herding(state, k, rng)
    if not state.least_sure:
        shuffled = [int(i) for i in rng.permutation(state.eligible())]
        _sigma(state, shuffled)
        most = min(max(len(shuffled) // 10, 4 * k), 3_000, len(shuffled))
        referred = references._least_sure(state, most, rng)
        mixed = [referred[i] for i in rng.permutation(most)]
        state.least_sure.extend([referred, mixed[:2_000]])
    referred, candidates = state.least_sure
    if len(set(candidates) & set(state.eligible())) < 2 * k:
        return uncertainty_herding(state, k, rng)
    K = np.exp(-_squares(state) / (2 * state.sigma[0] ** 2))
    unsure = np.array([1 - round(state.margin(r), 5) for r in referred])
    return _herded(state, candidates, referred, K, unsure, k)


def _herded(
    state: State,
    candidates: list[int],
    referred: list[int],
    K: np.ndarray,
    unsure: np.ndarray,
    k: int,
) -> list[int]:
    covered = np.zeros(len(referred))
    for taken in state.taken():
        covered = np.maximum(covered, K[taken, referred])
    chosen: list[int] = []
    for _ in range(k):
        gains = {}
        for c in candidates:
            if c in state.eligible() and c not in chosen:
                added = unsure / unsure.mean() * np.maximum(0, K[c, referred] - covered)
                gains[c] = round(float(added.sum()), 3)
        best = max(gains, key=gains.__getitem__)
        chosen.append(best)
        covered = np.maximum(covered, K[best, referred])
    return chosen


def herding(state: State, k: int, rng: np.random.Generator) -> list[int]:
    shuffled = [int(i) for i in rng.permutation(state.eligible())]
    referred = shuffled[::-1][:3_000]
    K = np.exp(-_squares(state) / (2 * _sigma(state, shuffled) ** 2))
    chosen: list[int] = []
    for _ in range(k):
        before = [*state.taken(), *chosen]
        wanted = {}
        for c in shuffled:
            if c not in chosen:
                crowd = K[c, before].sum() / (len(before) + 1)
                wanted[c] = round(float(K[c, referred].mean() - crowd), 5)
        chosen.append(max(wanted, key=wanted.__getitem__))
    return chosen


def coreset(state: State, k: int, rng: np.random.Generator) -> list[int]:
    squares = _squares(state)
    shuffled = [int(i) for i in rng.permutation(state.eligible())]
    chosen: list[int] = []
    for _ in range(k):
        before = [*state.taken(), *chosen]
        far = {
            c: round(min((float(squares[c][s]) for s in before), default=4.0), 5)
            for c in shuffled
            if c not in chosen
        }
        chosen.append(max(far, key=far.__getitem__))
    return chosen


def badge(state: State, k: int, rng: np.random.Generator) -> list[int]:
    shuffled = [int(i) for i in rng.permutation(state.eligible())]
    gradients = {i: _gradient(state, i) for i in shuffled}
    chosen = [max(shuffled, key=lambda i: round(float(np.square(gradients[i]).sum()), 5))]
    while len(chosen) < k:
        mass = []
        for i in shuffled:
            near = min(float(np.square(gradients[i] - gradients[c]).sum()) for c in chosen)
            mass.append(0.0 if near < 1e-6 or i in chosen else near)
        goal, reached = float(rng.random()) * sum(mass), 0.0
        for i, share in zip(shuffled, mass, strict=True):
            reached += share
            if reached > goal:
                chosen.append(i)
                break
        else:
            chosen.append(next(i for i in shuffled if i not in chosen))
    return chosen


def _gradient(state: State, ordinal: int) -> np.ndarray:
    if state.pool.head is None:
        return state.vector(ordinal)
    errors = np.array(state.probabilities(ordinal))
    errors[errors.argmax()] -= 1
    return np.outer(errors, state.vector(ordinal)).ravel()


def drop_query(state: State, k: int, rng: np.random.Generator) -> list[int]:
    shuffled = [int(i) for i in rng.permutation(state.eligible())]
    candidates = shuffled
    head = state.pool.head
    if head is not None:
        rows = np.array([state.pool.vectors[i] for i in shuffled])
        whole = head.probabilities(rows).argmax(axis=1)
        changes = dict.fromkeys(shuffled, 0)
        for _ in range(3):
            kept = rng.random(rows.shape, dtype=np.float32) >= 0.75
            thinned = [
                [x / 0.25 if keep else 0 for x, keep in zip(row, keeps, strict=True)]
                for row, keeps in zip(rows, kept, strict=True)
            ]
            now = head.probabilities(np.array(thinned, dtype=np.float32)).argmax(axis=1)
            for i, before, after in zip(shuffled, whole, now, strict=True):
                changes[i] += int(before != after)
        ordered = sorted(shuffled, key=lambda i: -changes[i])
        candidates = ordered[: max(k, sum(changes[i] >= 2 for i in shuffled))]
    if len(candidates) <= k:
        return candidates
    X = np.array([state.vector(i) for i in candidates])
    distances, clusters = kmeans(X, [1.0] * len(X), k, rng)
    picked = {
        min((i for i in range(len(X)) if clusters[i] == c), key=lambda i: round(distances[i], 5))
        for c in set(clusters)
    }
    for i in range(len(X)):
        if len(picked) < k:
            picked.add(i)
    return [candidates[i] for i in sorted(picked)]


def prob_cover(state: State, k: int, rng: np.random.Generator) -> list[int]:
    squares = _squares(state)
    shuffled = [int(i) for i in rng.permutation(state.eligible())]
    if not state.delta:
        state.delta.append(_delta(state, shuffled, rng))
    delta = state.delta[0]
    covered = {r for r in shuffled if any(squares[r][s] <= delta**2 for s in state.taken())}
    ball = {c: {r for r in shuffled if squares[c][r] <= delta**2} for c in shuffled}
    chosen: list[int] = []
    for _ in range(k):
        left = [c for c in shuffled if c not in chosen]
        best = max(left, key=lambda c: len(ball[c] - covered))
        chosen.append(best)
        covered |= ball[best]
    return chosen


def _delta(state: State, sample: list[int], rng: np.random.Generator) -> float:
    if len(sample) < 2:
        return 1.4
    X = np.array([state.vector(i) for i in sample])
    _, clusters = kmeans(X, [1.0] * len(X), min(max(state.pool.n_classes, 2), len(X)), rng)
    squares = [np.square(X - row).sum(axis=1).tolist() for row in X]
    for step in count(28, -1):
        delta = 0.05 * step
        pure = 0
        for i in range(len(X)):
            ball = [j for j in range(len(X)) if squares[i][j] <= delta**2]
            pure += all(clusters[j] == clusters[i] for j in ball)
        if pure >= 0.95 * len(X) or step == 1:
            return delta
    raise AssertionError


def typiclust(state: State, k: int, rng: np.random.Generator) -> list[int]:
    taken = [int(i) for i in rng.permutation(state.taken())]
    eligible = [int(i) for i in rng.permutation(state.eligible())]
    rows = taken + eligible
    X = np.array([state.vector(i) for i in rows])
    _, clusters = kmeans(X, [1.0] * len(X), min(len(taken) + k, 500, len(rows)), rng)
    members = {
        c: [i for i, own in zip(rows, clusters, strict=True) if own == c] for c in range(500)
    }
    large = [c for c in members if len(members[c]) >= 5]
    large.sort(key=lambda c: (sum(i in taken for i in members[c]), -len(members[c])))
    chosen: list[int] = []
    while len(chosen) < k:
        before = len(chosen)
        for c in large:
            left = [i for i in members[c] if i in eligible and i not in chosen]
            if left and len(chosen) < k:
                chosen.append(max(left, key=lambda i: round(_typicality(state, i, members[c]), 3)))
        if len(chosen) == before:
            small = {i for c in members if c not in large for i in members[c]}
            chosen.append(next(i for i in eligible if i in small and i not in chosen))
    return chosen


def _typicality(state: State, ordinal: int, members: list[int]) -> float:
    own = state.vector(ordinal)
    others = [state.vector(i) for i in members if i != ordinal]
    distances = sorted(float(np.linalg.norm(own - other)) for other in others)
    return 1 / max(float(np.mean(distances[:20])), 1e-3)


def auto(state: State, k: int, rng: np.random.Generator) -> list[int]:
    pool = state.pool
    if len(state.eligible()) < 30:
        return references.random(state, k, rng)
    if isinstance(pool.head, LogisticHead):
        few = pool.n_labels < 2 * pool.n_classes
        return (references.coverage if few else references.cluster_margin)(state, k, rng)
    if pool.head is not None and pool.n_classes <= pool.n_labels < 4 * pool.n_classes:
        return margin_herding(state, k, rng)
    return uncertainty_herding(state, k, rng)


REFERENCES: dict[str, Reference] = {
    "auto@1": auto,
    "badge@1": badge,
    "coreset@1": coreset,
    "drop_query@1": drop_query,
    "entropy@1": entropy,
    "herding@1": herding,
    "margin_herding@1": margin_herding,
    "prob_cover@1": prob_cover,
    "typiclust@1": typiclust,
    "uncertainty_herding@1": uncertainty_herding,
}
