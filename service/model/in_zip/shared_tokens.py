"""The small encoder's pass over many texts, with what depends on a token alone computed once.

The package computes text by text, 384 tokens at a time, and takes three matrix products of each
token. Two of them are linear in the token's own vector: the projection, and the first convolution,
whose output is a sum over the tokens of a window. Short texts repeat tokens four times in 2,000
different ones, so both are taken once of each and looked up. Left of each token is the second
convolution: 40 % of the multiplications. Vectors are the package's but for rounding. Needs numpy.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]
Ids = NDArray[np.int64]
Group = tuple[int, list[list[int]]]
"""Texts as tokens, and the place of the first one."""
EMBEDDED, WIDTH = 512, 256
"""Of a token's vector, and of what a convolution makes of it."""
ORDERS = ((2, 0), (3, 1), (5, 2))
"""The convolutions: so many tokens are a window, and so many of them stand before its own."""
DIFFERENT = 2_048
"""Different tokens whose products are kept at once: 27 MB."""
AT_ONCE = 512
"""Tokens of a pass: 2.5 MB, which a processor's cache holds."""


class _Shared(NamedTuple):
    """What depends on a token alone. The last row is of none: zeros."""

    embedded: FloatArray
    """(U + 1, 512)"""
    projected: list[FloatArray]
    """(U + 1, 256) of each convolution."""
    products: list[FloatArray]
    """(U + 1, window, 256) what it adds to the first convolution from each place of a window."""


def one_by_one(work: Callable[[Group], None], parts: Iterable[Group]) -> None:
    for part in parts:
        work(part)


class SharedTokens:
    """Encodes with the weights and the tokenizer of the package's backend."""

    def __init__(
        self, backend: Any, each: Callable[[Callable[[Group], None], Iterable[Group]], None]
    ) -> None:
        """`each` does a piece of work for each part, in several threads if it likes."""
        self._own, self._each = backend, each
        self._first = [
            np.ascontiguousarray(
                weights.reshape(order, WIDTH, WIDTH).swapaxes(0, 1).reshape(WIDTH, order * WIDTH)
            )
            for weights, (order, _) in zip(backend.w1, ORDERS, strict=True)
        ]

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """(n, 512) in the texts' order."""
        vectors = np.empty((len(texts), EMBEDDED), dtype=np.float32)

        def encode(part: Group) -> None:
            first, group = part
            self._encode_group(group, vectors[first : first + len(group)])

        self._each(encode, self._groups(texts))
        return vectors

    def _groups(self, texts: Sequence[str]) -> Iterator[Group]:
        """Texts of up to 2,048 different tokens."""
        group: list[list[int]] = []
        different: set[int] = set()
        first = 0
        for place, text in enumerate(texts):
            ids = self._own.sp.encode(text, out_type=int, add_bos=True, add_eos=True)
            if group and len(different | {*ids}) > DIFFERENT:
                yield first, group
                group, different, first = [], set(), place
            group.append(ids)
            different.update(ids)
        if group:
            yield first, group

    def _encode_group(self, group: Sequence[Sequence[int]], out: FloatArray) -> None:
        lengths = np.fromiter(map(len, group), dtype=np.int64, count=len(group))
        tokens = np.fromiter(chain.from_iterable(group), np.int64, int(lengths.sum()))
        different, places = np.unique(tokens, return_inverse=True)
        shared = self._shared(different)
        ends = np.cumsum(lengths)
        start = 0
        while start < len(group):
            before = int(ends[start - 1]) if start else 0
            stop = max(int(np.searchsorted(ends, before + AT_ONCE, "right")), start + 1)
            part = places[before : int(ends[stop - 1])]
            out[start:stop] = self._encode_part(shared, part, lengths[start:stop])
            start = stop

    def _shared(self, tokens: Ids) -> _Shared:
        own = self._own
        chunk = tokens % len(own.scale)
        embedded = own.table[tokens].astype(np.float32)
        embedded *= own.scale[chunk, None]
        embedded += own.lo[chunk, None]
        x = embedded @ own.proj_W
        x += own.proj_b
        _normalize(x, own.ln_g_all, own.ln_b_all, own.eps)
        projected = [_with_none(x[:, at : at + WIDTH]) for at in range(0, x.shape[1], WIDTH)]
        products = [
            (own_part @ first).reshape(len(own_part), -1, WIDTH)
            for own_part, first in zip(projected, self._first, strict=True)
        ]
        return _Shared(_with_none(embedded), projected, products)

    def _encode_part(self, shared: _Shared, tokens: Ids, lengths: Ids) -> FloatArray:
        """(n, 512) of texts of so many tokens each; tokens by their rows in `shared`."""
        own, count = self._own, len(tokens)
        features = np.empty((count, EMBEDDED + len(ORDERS) * WIDTH), dtype=np.float32)
        features[:, :EMBEDDED] = shared.embedded[tokens]
        with_none = np.append(tokens, len(shared.embedded) - 1)
        starts = np.cumsum(lengths) - lengths
        buffer = np.zeros((count + 1, WIDTH), dtype=np.float32)
        for i, (order, before) in enumerate(ORDERS):
            window = _window(starts, lengths, order, before)
            products = shared.products[i]
            h = own.b1[i] + products[with_none[window[:, 0]], 0]
            for place in range(1, order):
                h += products[with_none[window[:, place]], place]
            np.maximum(h, 0, out=h)
            h += shared.projected[i][tokens]
            buffer[:count] = h
            c = buffer[window].reshape(count, order * WIDTH) @ own.w2[i]
            c += own.b2[i]
            np.maximum(c, 0, out=c)
            c += h
            features[:, EMBEDDED + i * WIDTH :][:, :WIDTH] = c
        _normalize(features, own.ln_g, own.ln_b, own.eps)
        return self._sentences(np.add.reduceat(features, starts, axis=0), lengths)

    def _sentences(self, sums: FloatArray, lengths: Ids) -> FloatArray:
        """(n, 512) of the sums of texts' tokens, by the layers behind them."""
        own, counts = self._own, lengths.astype(np.float32)[:, None]
        mean = (sums @ own.cnn_W + counts * own.cnn_b) / np.sqrt(counts)
        y = np.maximum(mean @ own.p1 + np.maximum(mean @ own.d0, 0) @ own.d1, 0)
        z: FloatArray = np.tanh(y @ own.p3 + np.maximum(y @ own.d2, 0) @ own.d3)
        return z


def _with_none(rows: FloatArray) -> FloatArray:
    return np.concatenate([rows, np.zeros((1, rows.shape[1]), dtype=np.float32)])


def _normalize(rows: FloatArray, gamma: FloatArray, beta: FloatArray, eps: float) -> None:
    """Layer normalisation, in place."""
    rows -= rows.mean(axis=1, keepdims=True)
    variance = np.einsum("ij,ij->i", rows, rows) / rows.shape[1]
    rows *= np.reciprocal(np.sqrt(variance + eps))[:, None]
    rows *= gamma
    rows += beta


def _window(starts: Ids, lengths: Ids, order: int, before: int) -> Ids:
    """(n, order) the tokens of each one's window; behind the last where its text has none there."""
    count = int(lengths.sum())
    at = np.arange(count)[:, None] + np.arange(-before, order - before)
    first, end = np.repeat(starts, lengths)[:, None], np.repeat(starts + lengths, lengths)[:, None]
    return np.where((at >= first) & (at < end), at, count)
