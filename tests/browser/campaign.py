"""Labels given over HTTP, so that a screen has something to show."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from tests.browser.service_process import Service

ANIMALS = {"cats": "cat", "dogs": "dog", "birds": "bird"}


def animal_texts(count: int) -> list[str]:
    """Texts whose class a model can learn from a word of them."""
    words = list(ANIMALS)
    return [f"Text {number} is all about {words[number % 3]}" for number in range(count)]


def animal(text: str) -> str:
    """The true class of one of those texts."""
    return ANIMALS[text.split()[-1]]


def label(
    service: Service,
    project_id: int,
    count: int,
    truth: Callable[[str], str | list[str]],
    *,
    at_once: int = 1,
    seconds: float = 0.0,
) -> None:
    """Answers `count` items truly, as the administrator.

    `seconds` is what looking at an item seems to take. The service believes no time before an
    item was handed out, so `at_once` items are taken and that time is waited.
    """
    path = f"/projects/{project_id}"
    for first in range(0, count, at_once):
        limit = min(at_once, count - first)
        offered = service.http.post(f"{path}/assignments", json={"limit": limit})
        assignments = offered.raise_for_status().json()["assignments"]
        assert len(assignments) == limit
        time.sleep(seconds)
        for assignment in assignments:
            answer(service, path, assignment, truth(assignment["item"]["text"]), seconds)


def answer(
    service: Service,
    path: str,
    assignment: dict[str, Any],
    label: str | list[str],
    seconds: float,
) -> None:
    """`label`: the class of the text, or all of its classes."""
    now = datetime.now(UTC)
    body = {
        "item_id": assignment["item"]["id"],
        "assignment_id": assignment["id"],
        "answer": {"class": label} if isinstance(label, str) else {"classes": label},
        "shown_at": (now - timedelta(seconds=seconds)).isoformat(),
        "answered_at": now.isoformat(),
    }
    service.http.put(f"{path}/annotations/{uuid4()}", json=body).raise_for_status()
