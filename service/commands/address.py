"""Where the service of a data directory answers: a file that lasts as long as it runs.

`serve` may have taken another port than asked for, and the other verbs should find it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from service.settings import Settings

FILE = "address"


@contextmanager
def published(settings: Settings, url: str) -> Iterator[None]:
    """Keeps the address readable until the block ends."""
    file = settings.data_dir / FILE
    file.write_text(url)
    try:
        yield
    finally:
        file.unlink(missing_ok=True)


def find_address(settings: Settings) -> str:
    """The address of the service that runs on this data directory, else where it would be."""
    file = settings.data_dir / FILE
    if file.exists():
        return file.read_text().strip()
    return settings.public_url or f"http://{settings.host}:{settings.port}"
