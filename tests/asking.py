"""Questions answered in this process, by the code that a worker answers them with."""

from collections.abc import Mapping
from typing import Any

from service.jobs.questions import answer_question, read_reply, written_reply
from service.ports import Question
from tests.driving import Driver


class AskedHere:
    """Asks the worker that a driver is: it has the driver's encoder."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    def ask(self, question: Question) -> Mapping[str, Any]:
        found = answer_question(self._driver.app, self._driver.tools, question)
        return read_reply(written_reply(found))


def answers_questions(driver: Driver) -> Driver:
    """The same driver, whose service asks it what only a worker knows."""
    driver.app.asking = AskedHere(driver)
    return driver
