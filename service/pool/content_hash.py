"""What makes two texts one item."""

from hashlib import blake2b

_BEGUN = blake2b(digest_size=16)


def content_hash(text: str) -> bytes:
    digest = _BEGUN.copy()  # to begin one takes as long as the rest
    digest.update(text.encode("utf-8", "surrogatepass"))
    return digest.digest()
