"""Audit items: drawn at random, served like any other, the basis of every quality figure."""

from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from service.core.arrays import BoolArray

AUDIT_RESERVE = 100
"""So many of the next audit items are off limits to strategies."""
NO_AUDIT_ABOVE = 0.35
"""An item with a larger key never becomes an audit item: they are a third of a pool at most, from
the lowest key on."""
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
