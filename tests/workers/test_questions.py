"""Searches by meaning that real workers answer: killed, busy, and back again."""

import json
import signal

import pytest

from service.errors import NotAnswered
from service.loop.questions.kinds.nearest_to_text import NEAREST_TO_TEXT
from service.loop.searching.find_nearest import Nearest
from tests.driving import Driver, texts
from tests.patience import until
from tests.workers.conftest import StartChild
from tests.workers.gate import Gate

pytestmark = pytest.mark.slow


def nearest(driver: Driver, project: int, text: str) -> list[int]:
    asked = Nearest(project, 5, text)
    found = driver.app.asking.ask(NEAREST_TO_TEXT.question(asked.content(), "hashing"))
    ordinals: list[int] = found["ordinals"]
    return ordinals


def why_not(driver: Driver, project: int) -> str:
    with pytest.raises(NotAnswered) as caught:
        nearest(driver, project, "plum")
    return str(caught.value.extra["reason"]["code"])


def test_one_is_killed_and_another_comes(
    driver: Driver, start_child: StartChild, gate: Gate
) -> None:
    child = start_child()
    project = driver.project(["fruit", "metal"])
    until(lambda: why_not(driver, project) == "no_vectors")
    lines = "\n".join(json.dumps(row) for row in texts(300))
    assert driver.upload(project, lines).status_code == 202
    until(driver.idle)
    found = nearest(driver, project, texts(300)[42]["text"])
    assert found[0] == 42
    gate.stop_before(1)
    other = driver.project(["fruit", "metal"], encoder="gated")
    assert driver.upload(other, lines).status_code == 202
    until(lambda: gate.waiting)
    assert nearest(driver, project, texts(300)[42]["text"]) == found, "beside an embedding"
    child.kill()
    assert why_not(driver, project) == "no_worker"
    gate.open()
    again = start_child()
    until(lambda: _answers(driver, project))
    assert nearest(driver, project, texts(300)[42]["text"]) == found
    again.signal(signal.SIGTERM)
    assert again.wait() == 0


def _answers(driver: Driver, project: int) -> bool:
    try:
        return bool(nearest(driver, project, "plum"))
    except NotAnswered:
        return False
