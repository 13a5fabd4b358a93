"""Annotators who label all the time, whatever happens, and send as the page's outbox does.

An answer gets its id before it is sent, and is sent again, the same, until it is taken. What was
taken must be found later, exactly once.
"""

import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

import httpx
from sqlmodel import select

from service.pool.tables.answers import Annotation
from service.pool.tables.classes import LabelClass
from tests.driving import API, Driver
from tests.patience import PATIENCE_SECONDS, until
from tests.texts import truth

PEOPLE = 3
LEASES = 2
"""That each has at a time."""
THINKING_SECONDS = 0.25
AGAIN_SECONDS = 0.1


class Annotator(threading.Thread):
    """One person, with a browser that never gives up."""

    def __init__(self, http: httpx.Client, project: int, over: threading.Event) -> None:
        super().__init__(daemon=True)
        self._http = http
        self._project = f"{API}/projects/{project}"
        self._over = over
        self.taken: dict[UUID, tuple[int, str]] = {}
        """Item and class of every answer that the service said it has."""
        self.statuses: Counter[str] = Counter()
        self.problems: list[str] = []

    def run(self) -> None:
        leases: list[dict[str, Any]] = []
        try:
            while not self._over.is_set():
                if not leases:
                    asked = self._send("POST", "/assignments", {"limit": LEASES})
                    leases = asked["assignments"]
                if leases:
                    leases += self._answer(leases.pop(0), [lease["id"] for lease in leases])
                self._over.wait(THINKING_SECONDS)
        except Exception as error:
            self.problems.append(repr(error))

    def _answer(self, lease: dict[str, Any], holding: list[int]) -> list[dict[str, Any]]:
        """The leases that came with it."""
        name, item, label = uuid4(), lease["item"]["id"], truth(lease["item"]["text"])
        answer = {"item_id": item, "assignment_id": lease["id"], "answer": {"class": label}}
        body = {"id": str(name), **answer, "limit": LEASES, "holding": holding}
        found = self._send("POST", "/answer-and-next", body)
        assert found["answered"]["status"] in (200, 201), found["answered"]
        self.taken[name] = (item, label)
        came: list[dict[str, Any]] = found["next"]["assignments"]
        return came

    def _send(self, method: str, path: str, body: dict[str, Any]) -> Any:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            try:
                answer = self._http.request(method, self._project + path, json=body)
            except httpx.TransportError:
                self.statuses["unreachable"] += 1
            else:
                self.statuses[str(answer.status_code)] += 1
                if answer.is_success:
                    return answer.json()
                self._check_passing(answer)
            time.sleep(AGAIN_SECONDS)
        raise TimeoutError(f"{method} {path} was not taken; {dict(self.statuses)}")

    def _check_passing(self, answer: httpx.Response) -> None:
        """Only 503 is no answer yet, and it says when to come back."""
        if answer.status_code != 503 or "Retry-After" not in answer.headers:
            raise AssertionError(f"{answer.status_code}: {answer.text[:300]}")


class Crowd:
    """Several of them at one project."""

    def __init__(self, driver: Driver, project: int) -> None:
        self._driver = driver
        self.project = project
        self._over = threading.Event()
        self._people = [
            Annotator(driver.join(project, f"Person {number}"), project, self._over)
            for number in range(PEOPLE)
        ]

    def start(self) -> None:
        for person in self._people:
            person.start()

    def stop(self) -> None:
        """Each sends what it has in hand."""
        self._over.set()
        for person in self._people:
            person.join(PATIENCE_SECONDS)
            assert not person.is_alive()

    @property
    def taken(self) -> dict[UUID, tuple[int, str]]:
        return {name: what for person in self._people for name, what in list(person.taken.items())}

    def met(self, status: str) -> int:
        """How often one of them got this status, or found the service `unreachable`."""
        return sum(person.statuses[status] for person in self._people)

    def label_more(self, count: int) -> None:
        """Waits until so many more answers are taken."""
        target = len(self.taken) + count
        until(lambda: len(self.taken) >= target or self.problems, f"{count} more labels")
        assert not self.problems, self.problems

    @property
    def problems(self) -> list[str]:
        return [problem for person in self._people for problem in person.problems]

    def check(self) -> None:
        """Every answer that was taken is there exactly once, and no item was given out twice."""
        assert not self.problems, self.problems
        with self._driver.app.read() as uow:
            of_project = Annotation.project_id == self.project
            stored = uow.session.exec(select(Annotation).where(of_project)).all()
            classes = select(LabelClass).where(LabelClass.project_id == self.project)
            names = {one.id: one.name for one in uow.session.exec(classes)}
        found = {row.id: (row.item_id, names[row.answer[0]]) for row in stored}
        assert found == self.taken
        assert all(row.live and not row.late for row in stored)
        items = [row.item_id for row in stored]
        assert len(set(items)) == len(items)
        handed_out = [row.item_id for row in self._driver.assignments(self.project)]
        assert len(set(handed_out)) == len(handed_out), "an item went to two people"
        exported = self._driver.get(f"/projects/{self.project}/export", unique=True).text
        assert sum(1 for line in exported.splitlines() if json.loads(line)["label"]) == len(items)


@contextmanager
def labelling(driver: Driver, project: int) -> Iterator[Crowd]:
    """A crowd at work while the block lasts."""
    crowd = Crowd(driver, project)
    crowd.start()
    try:
        yield crowd
    finally:
        crowd.stop()
