"""Encoders that say what they were asked, and one whose vectors are not those of before."""

from collections.abc import Sequence

from service.ports import FloatArray
from workers.encoders.hashing import HashingEncoder


class CountingEncoder(HashingEncoder):
    """Encodes as `hashing` does; `encoded` are all texts it was given, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str]) -> FloatArray:
        self.encoded += texts
        return super().encode(texts)


class OtherWeights(CountingEncoder):
    """What a worker has after its model changed: another fingerprint, other vectors."""

    def __init__(self) -> None:
        super().__init__()
        self.fingerprint = "other" * 12

    def encode(self, texts: Sequence[str]) -> FloatArray:
        mirrored: FloatArray = super().encode(texts)[:, ::-1].copy()
        return mirrored


class Stumbling(CountingEncoder):
    """Breaks down at one call."""

    def __init__(self, call: int) -> None:
        super().__init__()
        self.left = call

    def encode(self, texts: Sequence[str]) -> FloatArray:
        self.left -= 1
        if self.left == 0:
            raise MemoryError("no memory left")
        return super().encode(texts)
