"""What comes next is made while what is there is used."""

import gc
import threading
import time
from collections.abc import Iterator

import pytest

from service.loop.ahead import ahead
from tests.patience import PATIENCE_SECONDS, until


class Source:
    """Pages, of which a test knows how many were made so far and where."""

    def __init__(self, count: int) -> None:
        self._count = count
        self.made = 0
        self.threads = set[threading.Thread]()
        self.closed = False

    def pages(self) -> Iterator[int]:
        try:
            while self.made < self._count:
                self.threads.add(threading.current_thread())
                self.made += 1
                yield self.made
        finally:
            self.closed = True


def test_every_page_comes_in_order() -> None:
    assert list(ahead(Source(5).pages())) == [1, 2, 3, 4, 5]
    assert list(ahead(Source(0).pages())) == []


def test_one_page_is_made_while_another_is_used_and_no_more() -> None:
    source = Source(9)
    pages = ahead(source.pages())
    assert source.made == 0, "nobody asked for one"
    assert [next(pages), next(pages)] == [1, 2]
    until(lambda: source.made == 3, "the third page is made")
    [thread] = source.threads
    assert thread is not threading.current_thread()
    time.sleep(0.05)
    assert source.made == 3


def test_an_error_reaches_whoever_uses_the_pages() -> None:
    def broken() -> Iterator[int]:
        yield 1
        raise OSError("the database is away")

    pages = ahead(broken())
    assert next(pages) == 1
    with pytest.raises(OSError, match="the database is away"):
        next(pages)


def test_whoever_stops_early_leaves_nothing_open() -> None:
    source = Source(9)
    pages = ahead(source.pages())
    next(pages)
    del pages  # as the answer to somebody who hung up
    gc.collect()
    until(lambda: source.closed, "the pages are closed")
    for thread in source.threads:
        thread.join(PATIENCE_SECONDS)
        assert not thread.is_alive()
    assert source.made <= 2


def test_nobody_who_stops_early_waits_for_a_page() -> None:
    going_on, made = threading.Event(), threading.Event()

    def slow() -> Iterator[int]:
        yield 1
        going_on.wait(PATIENCE_SECONDS)
        made.set()
        yield 2

    pages = ahead(slow())
    next(pages)
    pages.close()
    assert not made.is_set()
    going_on.set()
