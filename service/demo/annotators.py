"""Simulated annotators: they read, think and answer through the HTTP API, as people do."""

import random
import threading
import uuid
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any, Self
from urllib.parse import urlsplit

import httpx


class Client:
    """Someone who is signed in to the service: the engineer, or an annotator."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._http = httpx.Client(base_url=f"{url}/api/v1", timeout=30.0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def sign_in(self, link: str, name: str | None = None) -> Self:
        """Opens a link as a browser does: what stands behind the # signs in, the rest is shown."""
        secret = urlsplit(link).fragment.removeprefix("token=").partition("&")[0]
        self.send("POST", "/session", json={"token": secret, "name": name})
        return self

    def get(self, path: str, **query: Any) -> Any:
        return self.send("GET", path, params=query)

    def post(self, path: str, body: Any) -> Any:
        return self.send("POST", path, json=body)

    def send(self, method: str, path: str, **request: Any) -> Any:
        """The answer's JSON; `httpx.HTTPStatusError` with the service's words on a problem."""
        response = self._http.request(method, path, **request)
        if response.is_error:
            message = f"{method} {path} answered {response.status_code}: {response.text}"
            raise httpx.HTTPStatusError(message, request=response.request, response=response)
        return response.json() if response.content else None


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
        self._clients = [self._join(name) for name in NAMES]

    def _join(self, name: str) -> Client:
        """A number goes behind the name that an earlier run of the demo has taken."""
        for number in count(1):
            called = name if number == 1 else f"{name} {number}"
            client = Client(self._work.url)
            try:
                return client.sign_in(self._invitation, called)
            except httpx.HTTPStatusError as error:
                client.__exit__()
                if error.response.json()["code"] != "name_taken":
                    raise
        raise AssertionError("there is always another number")

    def label(self, until: int) -> None:
        """Labels until the project has `until` labels, whoever gave them."""
        with ThreadPoolExecutor(len(self._clients)) as threads:
            working = [
                threads.submit(self._work_on, client, random.Random(place), until)
                for place, client in enumerate(self._clients)
            ]
            for one in working:
                one.result()

    def _work_on(self, client: Client, rng: random.Random, until: int) -> None:
        base = f"/projects/{self._work.project_id}"
        while not self._stop.is_set() and client.get(base)["label_count"] < until:
            offered = client.post(f"{base}/assignments", {"limit": 1})
            if not offered["assignments"]:
                if offered["retry_after"] is None:
                    return
                self._stop.wait(1)
                continue
            self._answer(client, offered["assignments"][0], rng)

    def _answer(self, client: Client, assignment: Mapping[str, object], rng: random.Random) -> None:
        item = assignment["item"]
        assert isinstance(item, dict)
        base = f"/projects/{self._work.project_id}"
        answer = self._work.answers.get(item["text"])
        if answer is None:
            client.post(f"{base}/assignments/{assignment['id']}/skip", {"reason": "not known"})
            return
        shown = datetime.now(UTC)
        if self._stop.wait(self._work.pace.think(item["text"], rng)):
            return
        answered = datetime.now(UTC).isoformat()
        client.send(
            "PUT",
            f"{base}/annotations/{uuid.uuid4()}",
            json={
                "item_id": item["id"],
                "assignment_id": assignment["id"],
                "answer": {"class": answer},
                "shown_at": shown.isoformat(),
                "first_input_at": answered,
                "answered_at": answered,
            },
        )

    def leave(self) -> None:
        for client in self._clients:
            client.__exit__()
