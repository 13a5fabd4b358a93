"""Audit items: drawn at random, served like any other, the basis of every quality figure.

Many of the first hand-outs are audit items, fewer of the later ones.
"""

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from service.core.arrays import BoolArray

AUDIT_RESERVE = 100
"""So many of the next audit items are off limits to strategies."""
NO_AUDIT_ABOVE = 0.35
"""An item with a larger key never becomes an audit item: they are a third of a pool at most, from
the lowest key on."""
HALF = 0.5
"""Between the two windows in which items are hidden: the keys of the one are those of audits."""
BEFORE_ALL_KEYS, BEYOND_ALL_KEYS = -1.0, 2.0
"""Bounds of the audit keys, which are in [0, 1)."""
# Keeps these draws apart from a schedule's, and from a round's own: [seed, round number].
_OTHERS = 0x4F544845


def audit_key(secret: int, content_hash: bytes) -> float:
    """A number in [0, 1) that orders items for auditing: uniform, fixed by secret and content.

    The n items with the smallest keys are a simple random sample, whatever was imported when.
    Who knows the secret knows the sample: a replay's may be any number, a project's is 128 bits.
    """
    return audit_keys(secret)(content_hash)


def audit_keys(secret: int) -> Callable[[bytes], float]:
    """The audit key by content hash, for many: taking the secret in is half of a key's cost."""
    digest = _digests(secret)
    return lambda content_hash: _share(digest(content_hash))


def audit_keys_of(secret: int, content_hashes: Sequence[bytes]) -> NDArray[np.float64]:
    """(n,) the audit keys of a whole batch, which an import has."""
    digests = b"".join(map(_digests(secret), content_hashes))
    return (np.frombuffer(digests, dtype=">u8") >> 11) / 2.0**53


def _digests(secret: int) -> Callable[[bytes], bytes]:
    begun = blake2b(digest_size=8, key=str(secret).encode())

    def digest(content_hash: bytes) -> bytes:
        keyed = begun.copy()
        keyed.update(content_hash)
        return keyed.digest()

    return digest


def place_in_line(secret: int, content_hash: bytes) -> float:
    """A number in [0, 1) that orders the items that wait for one more answer.

    It says nothing of what was answered, nor when, and nothing of the audit key.
    """
    keyed = blake2b(content_hash, digest_size=8, key=str(secret).encode(), person=b"one more")
    return _share(keyed.digest())


def _share(digest: bytes) -> float:
    return (int.from_bytes(digest) >> 11) / 2.0**53


def others_from(secret: int, number: int) -> float:
    """The key from which on items go out that are no audits, where no strategy chooses them.

    In the upper half: the audit sample, a third at most of all from below, doesn't get there. And
    another for each hand-out: who always began in one place would pass over all that went out.
    """
    return 0.5 + float(np.random.default_rng([secret, number, _OTHERS]).random()) / 2


def most_audits(n_items: int) -> int:
    """How many items of a pool may be audit items at most: a third."""
    return n_items // 3


def kept_back(n_items: int) -> int:
    """How many of the next audit items whoever looks for items doesn't find.

    In a small pool fewer than are off limits to strategies: with as many others they are a tenth.
    """
    return min(AUDIT_RESERVE, n_items // 20)


def free_depth(sampled: int, size: int, share: float) -> float:
    """The share of an import with known labels that joins the audit sample without being asked for.

    As much as of the imports where people are asked, of whose `size` items `sampled` are in it;
    where nobody can be asked, the share of hand-outs that would have been audits. A third at most:
    the others teach the head that ranks.
    """
    return min(sampled / size if size else share, 1 / 3)


def interleave(n_audit: int, n_ranked: int, slots: BoolArray) -> Iterator[tuple[bool, int]]:
    """(is audit, position in its list) for each slot; when one list runs out the other fills.

    Shorter than `slots` only when both have run out.
    """
    audits = ranks = 0
    for wants_audit in slots:
        if audits == n_audit and ranks == n_ranked:
            return
        if ranks == n_ranked or (wants_audit and audits < n_audit):
            yield True, audits
            audits += 1
        else:
            yield False, ranks
            ranks += 1


BLOCK = 10
# Keeps these draws apart from others of the same secret.
_SLOTS = 0x41554449
EVER = math.inf


@dataclass(frozen=True)
class Schedule:
    """Shares of hand-outs that are audits, each up to a number of hand-outs; the last for ever."""

    name: str
    parts: tuple[tuple[float, float], ...]
    """(up to so many hand-outs, share), a multiple of 10 each."""

    @property
    def dense_until(self) -> float:
        """The number of hand-outs from which on audits are as rare as they get."""
        return self.parts[-2][0] if len(self.parts) > 1 else 0

    def audits_in(self, hand_outs: int) -> int:
        """How many of the first hand-outs are audits; never fewer than the shares say."""
        # 10 x 0.3 is 3.0000000000000004 for some numbers of blocks.
        return math.ceil(self._shares_of(hand_outs) - 1e-9)

    def share_of(self, hand_outs: int) -> float:
        """The share of the first hand-outs that are audits; of none, that of the first ten."""
        hand_outs = max(hand_outs, BLOCK)
        return self.audits_in(hand_outs) / hand_outs

    def hand_outs_with(self, audits: int, first: int) -> int:
        """About how many hand-outs from number `first` on hold so many audits, if any ever do."""
        wanted = self._shares_of(first) + audits - 1e-9
        return next(n for n in itertools.count() if self._shares_of(first + n) >= wanted)

    def _shares_of(self, hand_outs: int) -> float:
        total, before = 0.0, 0.0
        for until, share in self.parts:
            total += share * (min(until, hand_outs) - min(before, hand_outs))
            before = until
        return total

    def slots(self, secret: int, first: int, count: int) -> BoolArray:
        """(count,) which of the hand-outs number first, first + 1, ... are audits.

        In each block of 10 they are as many as the share says, or, where that is no whole number,
        as close to it as can be, never behind. Where they stand in a block is random, fixed by
        secret and block: nobody can tell.
        """
        if count <= 0:
            return np.zeros(0, dtype=np.bool_)
        begin, end = first // BLOCK, (first + count - 1) // BLOCK + 1
        slots = np.concatenate([self._block(secret, block) for block in range(begin, end)])
        return slots[first - begin * BLOCK :][:count]

    def _block(self, secret: int, block: int) -> BoolArray:
        audits = self.audits_in((block + 1) * BLOCK) - self.audits_in(block * BLOCK)
        slots = np.arange(BLOCK) < audits
        return np.random.default_rng([secret, block, _SLOTS]).permutation(slots)


class Audits(StrEnum):
    """A schedule of audit items, as a project names it."""

    FEWEST = "fewest"
    BALANCED = "balanced"
    PROOF = "proof"


NONE = Schedule("none", ((EVER, 0.0),))
"""Of replays that are to measure nothing; no project can have it."""
FEWEST = Schedule(Audits.FEWEST, ((EVER, 0.1),))
BALANCED = Schedule(Audits.BALANCED, ((100, 0.3), (EVER, 0.15)))
PROOF = Schedule(Audits.PROOF, ((100, 0.4), (EVER, 0.2)))
OFFERED: Sequence[Schedule] = (FEWEST, BALANCED, PROOF)
"""What a project can have. The numbers never change: a round is replayed by them."""
_BY_NAME = {schedule.name: schedule for schedule in OFFERED}


def highest_audit_key(n_items: int) -> float:
    """The key that no audit item of a pool has beyond it, if all of the pool is labelled.

    By the schedule with most audits, and three standard errors of what keys leave to chance.
    """
    share = min(PROOF.share_of(n_items), NO_AUDIT_ABOVE)
    chance = 3 * math.sqrt(share * (1 - share) / max(n_items, 1))
    return min(share + chance, NO_AUDIT_ABOVE)


def schedule_of(audits: Audits) -> Schedule:
    """The schedule that is called so."""
    return _BY_NAME[audits]
