"""Where the service of a data directory answers: a file that lasts as long as it runs.

`serve` may have taken another port than asked for, and the other verbs should find it.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from service.kit.errors import PostilError
from service.kit.settings import Settings

FILE = "address"


class AlreadyRuns(PostilError):
    """A data directory has one service: a second one's worker would take over the first one's."""


@contextmanager
def published(settings: Settings, url: str) -> Iterator[None]:
    """Keeps the address readable until the block ends; `AlreadyRuns` when another one does.

    The lock on the file goes with the process that holds it, however that ends.
    """
    path = settings.data_dir / FILE
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            where = f"{settings.data_dir}, at {path.read_text()}"
            raise AlreadyRuns(f"Postil already runs on {where}.") from error
        file.truncate(0)
        file.write(url)
        file.flush()
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def find_address(settings: Settings) -> str:
    """The address of the service that runs on this data directory, else where it would be."""
    file = settings.data_dir / FILE
    if file.exists():
        return file.read_text().strip()
    return settings.public_url or f"http://{settings.host}:{settings.port}"
