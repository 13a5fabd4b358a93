"""Messages within one process: delivered at once, none lost, nothing burnt while waiting."""

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from kombu import Connection, Consumer, Producer, Queue

from tests.patience import PATIENCE_SECONDS, until
from workers.memory import Transport


@pytest.fixture
def connection() -> Iterator[Connection]:
    with Connection(transport=Transport, hostname="localhost") as made:
        yield made


class Listener(threading.Thread):
    """Takes messages from one queue and notes when each came."""

    def __init__(self, name: str) -> None:
        super().__init__(daemon=True)
        self.queue = Queue(name)
        self.got: list[tuple[Any, float]] = []
        self.cpu = 0.0
        self.ready, self.stop = threading.Event(), threading.Event()
        self.start()
        assert self.ready.wait(PATIENCE_SECONDS)

    def run(self) -> None:
        with (
            Connection(transport=Transport, hostname="localhost") as connection,
            Consumer(connection, [self.queue], callbacks=[self._take]),
        ):
            self.ready.set()
            while not self.stop.is_set():
                try:
                    connection.drain_events(timeout=0.5)
                except TimeoutError:
                    self.cpu = time.thread_time()

    def _take(self, body: Any, message: Any) -> None:
        self.got.append((body, time.perf_counter()))
        message.ack()

    def wait_for(self, count: int) -> None:
        until(lambda: len(self.got) >= count, pause=0.001)
        self.stop.set()
        self.join(PATIENCE_SECONDS)


def test_wakes_who_waits(connection: Connection) -> None:
    listener, delays = Listener("wakes"), []
    producer = Producer(connection)
    for number in range(20):
        time.sleep(0.01)
        sent = time.perf_counter()
        producer.publish(number, routing_key="wakes", declare=[listener.queue])
        while len(listener.got) <= number:
            time.sleep(0.0005)
        delays.append(listener.got[-1][1] - sent)
    listener.wait_for(20)
    # About 1 ms; kombu's own transport polls once a second.
    assert sorted(delays)[10] < 0.3


def test_keeps_what_came_before_the_consumer_and_the_order(connection: Connection) -> None:
    producer = Producer(connection)
    for number in range(5):
        producer.publish(number, routing_key="early", declare=[Queue("early")])
    listener = Listener("early")
    listener.wait_for(5)
    assert [body for body, _ in listener.got] == [0, 1, 2, 3, 4]


def test_loses_nothing_sent_from_many_threads() -> None:
    listeners = [Listener(f"many-{number}") for number in range(3)]

    def send(first: int) -> None:
        with Connection(transport=Transport, hostname="localhost") as own:
            producer = Producer(own)
            for number in range(first, first + 100):
                target = listeners[number % 3].queue
                producer.publish(number, routing_key=target.name, declare=[target])

    senders = [threading.Thread(target=send, args=(first,)) for first in (0, 100, 200, 300)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    for number, listener in enumerate(listeners):
        listener.wait_for(len(range(number, 400, 3)))
        assert sorted(body for body, _ in listener.got) == list(range(number, 400, 3))


@pytest.mark.slow
def test_waiting_costs_nothing() -> None:
    listener = Listener("idle")
    time.sleep(2)
    listener.wait_for(0)
    assert listener.cpu < 0.05


def test_says_when_nothing_came_in_time(connection: Connection) -> None:
    with Consumer(connection, [Queue("nothing")]):
        started = time.monotonic()
        with pytest.raises(TimeoutError):
            connection.drain_events(timeout=0.2)
        assert 0.2 <= time.monotonic() - started < PATIENCE_SECONDS
