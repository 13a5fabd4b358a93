"""Simulated annotators: they read, think and answer through the HTTP API, as people do."""

import random
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from urllib.parse import urlsplit

from postil import Item, Project, Refused
from postil.connection import Connection

PATIENCE_SECONDS = 2.0
"""How long a call is tried again: whoever ends the demo waits for it."""


def signed_in(url: str, link: str, name: str | None = None) -> Connection:
    """Opens a link as a browser does: what stands behind the # signs in, the rest is shown."""
    connection = Connection(url, None, patience=PATIENCE_SECONDS)
    secret = urlsplit(link).fragment.removeprefix("token=").partition("&")[0]
    connection.post("/session", {"token": secret, "name": name})
    return connection


NAMES = ("Ada (simulated)", "Ben (simulated)", "Chi (simulated)")


@dataclass(frozen=True)
class AnnotatorPace:
    """How quickly a simulated annotator answers."""

    seconds: float = 0.6
    """To think, whatever the text."""
    seconds_per_word: float = 0.02
    spread: float = 0.4

    def think(self, text: str, rng: random.Random) -> float:
        seconds = self.seconds + self.seconds_per_word * len(text.split())
        return seconds * rng.uniform(1 - self.spread, 1 + self.spread)


@dataclass(frozen=True)
class AnnotatorWork:
    """What the annotators have to do, and what they know."""

    url: str
    project_id: int
    answers: Mapping[str, str]
    """The right class of each text. A text that isn't there is skipped."""
    pace: AnnotatorPace


class Annotators:
    """Several of them at once, until a number of labels is reached or `stop` is set."""

    def __init__(self, work: AnnotatorWork, invitation: str, stop: threading.Event) -> None:
        self._work = work
        self._invitation = invitation
        self._stop = stop
        self._connections = [self._join(name) for name in NAMES]

    def _join(self, name: str) -> Connection:
        """A number goes behind the name that an earlier run of the demo has taken."""
        for number in count(1):
            called = name if number == 1 else f"{name} {number}"
            try:
                return signed_in(self._work.url, self._invitation, called)
            except Refused as error:
                if error.code != "name_taken":
                    raise
        raise AssertionError("there is always another number")

    def label(self, until: int) -> None:
        """Labels until the project has `until` labels, whoever gave them."""
        with ThreadPoolExecutor(len(self._connections)) as threads:
            working = [
                threads.submit(self._work_on, connection, random.Random(place), until)
                for place, connection in enumerate(self._connections)
            ]
            for one in working:
                one.result()

    def _work_on(self, connection: Connection, rng: random.Random, until: int) -> None:
        project = Project(connection, self._work.project_id, "")

        def answer(text: Item) -> str | None:
            if self._stop.is_set() or project.settings()["label_count"] >= until:
                raise Enough
            name = self._work.answers.get(text)
            if name is not None and self._stop.wait(self._work.pace.think(text, rng)):
                raise Enough
            return name

        with suppress(Enough):
            project.label(answer, pace=0, progress=False)

    def leave(self) -> None:
        for connection in self._connections:
            connection.close()


class Enough(Exception):
    """There are as many labels as there should be, or the demo ends."""
