"""What makes two texts one item."""

from hashlib import blake2b


def content_hash(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
