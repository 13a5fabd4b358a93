"""Labels by a function: leases, ids, late answers and tries, all inside."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from postil.connection import Connection
from postil.errors import PostilError, Refused
from postil.item import Answer, Item, offered, written
from postil.progress import Progress
from postil.waiting import wait_for_first_ranking, wait_until_chosen

LabelOne = Callable[[Item], Answer | None]
LabelMany = Callable[[Sequence[Item]], Sequence[Answer | None]]


class Leases:
    """Items that are offered to us: kept while we are at them, given back when we are not."""

    def __init__(self, connection: Connection, base: str, seconds: float) -> None:
        self._connection = connection
        self._base = base
        self._seconds = seconds
        self._held: set[int] = set()
        self._lock = threading.Lock()

    def hold(self, leases: Sequence[int]) -> None:
        with self._lock:
            self._held.update(leases)

    def done_with(self, lease: int) -> None:
        with self._lock:
            self._held.discard(lease)

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Renews what is held, twice as often as it would end; at the end gives back the rest."""
        over = threading.Event()
        thread = threading.Thread(target=self._renew, args=(over,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()
            self._change_all("release")

    def _renew(self, over: threading.Event) -> None:
        while not over.wait(self._seconds / 2):
            self._change_all("renew")

    def _change_all(self, verb: str) -> None:
        with self._lock:
            held = sorted(self._held)
        for lease in held:
            try:
                self._connection.post(f"{self._base}/assignments/{lease}/{verb}", again=True)
            except PostilError:  # it has ended meanwhile: an answer is kept all the same
                self.done_with(lease)


class FunctionLabeller:
    """Asks for items, has a function answer them, and sends what it says.

    It waits for the first ranking, and after `pace` answers for the one that knows them, `patience`
    seconds at most: a function answers faster than rounds are made, and what nothing chose teaches
    less.
    """

    def __init__(
        self,
        connection: Connection,
        base: str,
        function: LabelMany,
        size: int,
        *,
        pace: int | None,
        patience: float,
    ) -> None:
        project = connection.get(base)
        self._connection = connection
        self._base = base
        self._function = function
        self._size = size
        self._pace: int = project["round_every"] if pace is None else pace
        self._patience = patience
        self._unknown = 0
        """Answers that the ranking may not know."""
        self._leases = Leases(connection, base, project["lease_seconds"])
        self._brought: Mapping[str, Any] | None = None
        """What the last answer brought with it."""

    def run(self, limit: int | None, bar: Progress) -> int:
        """Labels until `limit` answers are given, or nothing is left; how many there were."""
        count = 0
        if self._pace:
            wait_for_first_ranking(self._connection, self._base, bar, self._patience)
            self._wait_until_chosen(bar)
        with self._leases.kept():
            while limit is None or count < limit:
                size = self._size if limit is None else min(self._size, limit - count)
                assignments = self._next(size, bar)
                if not assignments:
                    break
                count += self._answer(assignments, None if limit is None else limit - count)
                if self._is_due() and count != limit:
                    self._wait_until_chosen(bar)
                bar.update(count, limit, "labels given")
        bar.say(f"{count:,} labels given")
        return count

    def _is_due(self) -> bool:
        return 0 < self._pace <= self._unknown

    def _wait_until_chosen(self, bar: Progress) -> None:
        deadline = time.monotonic() + self._patience
        wait_until_chosen(self._connection, self._base, bar, deadline)
        self._unknown = 0

    def _next(self, size: int, bar: Progress) -> Sequence[Mapping[str, Any]]:
        """What is offered now, or soon; nothing when everything is labelled."""
        while True:
            offer, self._brought = self._brought or self._offer(size), None
            assignments: Sequence[Mapping[str, Any]] = offer["assignments"]
            if assignments or offer["retry_after"] is None:
                return assignments
            if offer["reason"]["code"] == "paused":
                raise PostilError(offer["reason"]["detail"])
            bar.update(0, None, offer["reason"]["detail"])
            time.sleep(offer["retry_after"])

    def _offer(self, size: int) -> Mapping[str, Any]:
        path = f"{self._base}/assignments"
        return self._held(self._connection.post(path, {"limit": size}, again=True))

    def _held(self, offer: Mapping[str, Any]) -> Mapping[str, Any]:
        self._leases.hold([each["id"] for each in offer["assignments"]])
        return offer

    def _answer(self, assignments: Sequence[Mapping[str, Any]], left: int | None) -> int:
        """How many answers were stored, of `left` that are wanted."""
        shown_at = datetime.now(UTC)
        answers = self._function([offered(each) for each in assignments])
        if len(answers) != len(assignments):
            raise PostilError(
                f"The function was given {len(assignments)} items and gave {len(answers)} answers."
            )
        times = {"shown_at": shown_at.isoformat(), "answered_at": datetime.now(UTC).isoformat()}
        rows = []
        for assignment, answer in zip(assignments, answers, strict=True):
            if answer is None:
                self._skip(assignment["id"])
                continue
            rows.append(
                {
                    "id": str(uuid4()),
                    "item_id": assignment["item"]["id"],
                    "assignment_id": assignment["id"],
                    "answer": written(answer),
                    **times,
                }
            )
        following = self._size if left is None else min(self._size, left - len(rows))
        self._unknown += len(rows)
        if not rows or following == 0 or self._is_due():
            return self._send(rows)
        return self._send(rows[:-1]) + self._send_and_ask(rows[-1], following)

    def _send(self, rows: Sequence[Mapping[str, Any]]) -> int:
        """How many were stored; an answer that no project could take is raised."""
        if not rows:
            return 0
        body = {"annotations": rows}
        results = self._connection.post(f"{self._base}/annotations:bulk", body, again=True)
        return sum(map(self._stored, rows, results["results"]))

    def _send_and_ask(self, row: Mapping[str, Any], size: int) -> int:
        """The same of one, which brings with it what is answered next."""
        path, body = f"{self._base}/answer-and-next", {**row, "limit": size}
        gave = self._connection.post(path, body, again=True)
        self._brought = self._held(gave["next"])
        return self._stored(row, gave["answered"])

    def _stored(self, row: Mapping[str, Any], result: Mapping[str, Any]) -> bool:
        refusal = result["refusal"]
        if refusal is not None and result["status"] == 422:
            raise Refused(422, refusal)
        self._leases.done_with(row["assignment_id"])
        return refusal is None

    def _skip(self, lease: int) -> None:
        self._leases.done_with(lease)
        try:
            self._connection.post(f"{self._base}/assignments/{lease}/skip", {}, again=True)
        except Refused as error:
            if error.status != 409:  # it has ended meanwhile
                raise


def one_by_one(function: LabelOne) -> LabelMany:
    """A function of one text, as one of several."""
    return lambda items: [function(item) for item in items]
