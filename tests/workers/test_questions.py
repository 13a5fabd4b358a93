"""Searches by meaning that real workers answer: killed, busy, and back again."""

import json
import signal
from typing import Any

import pytest

from tests.driving import Driver
from tests.patience import until
from tests.texts import texts, truth
from tests.workers.conftest import StartChild
from tests.workers.gate import Gate

pytestmark = pytest.mark.slow


def asked(driver: Driver, project: int, text: str) -> Any:
    return driver.get(f"/projects/{project}/items", meaning=text, limit=5)


def nearest(driver: Driver, project: int, text: str) -> list[str]:
    return [
        item["text"] for item in asked(driver, project, text).raise_for_status().json()["results"]
    ]


def why_not(driver: Driver, project: int) -> str | None:
    answer = asked(driver, project, "plum").json()
    return answer["reason"]["code"] if "reason" in answer else None


def test_one_is_killed_and_another_comes(
    driver: Driver, start_child: StartChild, gate: Gate
) -> None:
    child = start_child()
    project = driver.project(["fruit", "metal"])
    until(lambda: why_not(driver, project) == "no_vectors")
    lines = "\n".join(json.dumps(row) for row in texts(300))
    assert driver.upload(project, lines).status_code == 202
    until(driver.idle)
    found = nearest(driver, project, "plum and cherry")
    assert {truth(text) for text in found} == {"fruit"}
    gate.stop_before(1)
    other = driver.project(["fruit", "metal"], encoder="gated")
    assert driver.upload(other, lines).status_code == 202
    until(lambda: gate.waiting)
    assert nearest(driver, project, "plum and cherry") == found, "beside an embedding"
    child.kill()
    assert why_not(driver, project) == "no_worker"
    gate.open()
    again = start_child()
    until(lambda: why_not(driver, project) is None)
    assert nearest(driver, project, "plum and cherry") == found
    again.signal(signal.SIGTERM)
    assert again.wait() == 0
