"""Every kind of question: what its row says, a worker can do."""

from pkgutil import resolve_name

import pytest

from service.jobs.questions import QuestionKind, answer_question, answered_kinds, question_kinds
from service.kit.reasons import Reason
from service.ports import Question
from tests.driving import Driver


@pytest.mark.parametrize("kind", question_kinds().values(), ids=question_kinds())
def test_is_answered_by_something(kind: QuestionKind) -> None:
    assert callable(resolve_name(kind.handler))
    assert 0 < kind.seconds < 60, "Redis is waited for a minute at most"


def test_goes_to_who_has_its_encoder() -> None:
    answered = set(answered_kinds(["hashing"]))
    assert ("nearest_to_text", "hashing") in answered
    assert ("nearest_to_item", None) in answered
    assert ("nearest_to_text", None) not in answered
    asked = question_kinds()["nearest_to_text"].question({}, "hashing:MODEL")
    assert (asked.kind, asked.encoder) in answered


def test_what_breaks_is_a_reason(driver: Driver, caplog: pytest.LogCaptureFixture) -> None:
    found = answer_question(driver.app, driver.tools, Question("nearest_to_text", {"no": "such"}))
    assert isinstance(found, Reason)
    assert found.code == "worker_failed"
    assert "nearest_to_text" in caplog.text
