"""What comes next is made while what is there is used."""

from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
_END = object()


def ahead(pages: Iterator[T]) -> Generator[T, None, None]:
    """The same pages, each made in a thread while the one before it is used; no more than one.

    Whoever stops earlier doesn't wait: the page that is being made is the last one.
    """
    thread = ThreadPoolExecutor(1)
    try:
        coming = thread.submit(next, pages, _END)
        while (page := coming.result()) is not _END:
            coming = thread.submit(next, pages, _END)
            yield page  # type: ignore[misc]
    finally:
        thread.shutdown(wait=False)
